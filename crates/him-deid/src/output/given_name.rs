//! Which given names are known to be a woman's and which a man's, so that an invented name keeps that.

use super::wardrobe::{MEN, WOMEN};

/// None where the name is not known, or is no name.
pub(super) fn is_woman(name: &str) -> Option<bool> {
    let of = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(name));
    if of(&WOMEN) || of(&MORE_WOMEN) {
        Some(true)
    } else if of(&MEN) || of(&MORE_MEN) {
        Some(false)
    } else {
        None
    }
}

/// Names that tell who bears them and that no surrogate is made of.
const MORE_WOMEN: [&str; 40] = [
    "Mary",
    "Patricia",
    "Jennifer",
    "Elizabeth",
    "Susan",
    "Sarah",
    "Margaret",
    "Lisa",
    "Nancy",
    "Betty",
    "Sandra",
    "Ashley",
    "Emily",
    "Kimberly",
    "Donna",
    "Michelle",
    "Carol",
    "Amanda",
    "Melissa",
    "Stephanie",
    "Rebecca",
    "Sharon",
    "Cynthia",
    "Kathleen",
    "Amy",
    "Anna",
    "Ann",
    "Maria",
    "Emma",
    "Virginia",
    "Katherine",
    "Christine",
    "Janet",
    "Catherine",
    "Frances",
    "Joyce",
    "Jane",
    "Alice",
    "May",
    "Sofia",
];
const MORE_MEN: [&str; 40] = [
    "James",
    "Robert",
    "John",
    "Michael",
    "David",
    "William",
    "Richard",
    "Joseph",
    "Charles",
    "Christopher",
    "Matthew",
    "Mark",
    "Donald",
    "Steven",
    "Paul",
    "Andrew",
    "Joshua",
    "Kevin",
    "Brian",
    "George",
    "Timothy",
    "Ronald",
    "Edward",
    "Jason",
    "Jeffrey",
    "Ryan",
    "Jacob",
    "Gary",
    "Nicholas",
    "Eric",
    "Jonathan",
    "Stephen",
    "Larry",
    "Justin",
    "Scott",
    "Brandon",
    "Frank",
    "Gregory",
    "Jose",
    "Juan",
];
