//! Dates, telephone numbers and numbers of records, in the ways people write and say them.

use super::super::crf::Random;

pub(super) fn digits(random: &mut Random, count: usize) -> String {
    (0..count)
        .map(|_| char::from(b'0' + random.below(10) as u8))
        .collect()
}

pub(super) fn number(random: &mut Random) -> String {
    match random.below(9) {
        0 => format!("{}-{}", digits(random, 2), digits(random, 5)),
        3 => format!(
            "{}-{}-{}",
            digits(random, 3),
            digits(random, 3),
            digits(random, 4)
        ),
        4 => format!(
            "{}{}-{}",
            random.one_of(&["S", "T", "HX", "C"]),
            digits(random, 2),
            digits(random, 5)
        ),
        5 => format!("{}.{}", digits(random, 4), digits(random, 4)),
        1 => format!(
            "{}{}",
            random.one_of(&["A", "MR", "H", "V"]),
            digits(random, 7)
        ),
        2 => format!("#{}", digits(random, 6)),
        _ => {
            let count = 6 + random.below(4);
            digits(random, count)
        }
    }
}

pub(super) fn phone(random: &mut Random) -> String {
    let (area, middle, last) = (digits(random, 3), digits(random, 3), digits(random, 4));
    match random.below(6) {
        0 => format!("({area}) {middle}-{last}"),
        1 => format!("{area}.{middle}.{last}"),
        2 => format!(
            "+{} {} {middle} {last}",
            20 + random.below(70),
            digits(random, 2)
        ),
        3 => format!("{middle}-{last}"),
        _ => format!("{area}-{middle}-{last}"),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn date(random: &mut Random) -> String {
    let (month, day, year) = (
        random.below(12),
        1 + random.below(28),
        2005 + random.below(21),
    );
    let name = MONTHS.get(month).copied().unwrap_or("May");
    let short = name.get(..3).unwrap_or(name);
    match random.below(16) {
        0 => format!("{}/{day}/{year}", month + 1),
        1 => format!("{:02}/{day:02}/{:02}", month + 1, year % 100),
        2 => format!("{year}-{:02}-{day:02}", month + 1),
        3 => format!("{name} {day}, {year}"),
        4 => format!("{short} {day}th, {year}"),
        5 => format!("{day} {name} {year}"),
        6 => format!("{}/{day}", month + 1),
        7 => format!("{name} {day}"),
        8 => format!("{day:02}.{:02}.{year}", month + 1),
        9 => format!("{day} {short}"),
        10 => format!("{short} '{:02}", year % 100),
        11 => format!("{short} {day}"),
        12 => format!("{year}{:02}{day:02}", month + 1),
        13 => format!("{day}{short}{year}"),
        14 => format!("{:02}/{day:02}/{year}", month + 1),
        _ => format!("{day:02}-{short}-{year}"),
    }
}

const ORDINALS: [&str; 31] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
];

/// `the third of February`, `June the tenth`
pub(super) fn date_in_words(random: &mut Random) -> String {
    let name = random.one_of(&MONTHS);
    let day = random.below(28);
    let ordinal = ORDINALS.get(day).copied().unwrap_or("first");
    match random.below(4) {
        0 => format!("the {ordinal} of {name}"),
        1 => format!("{name} the {ordinal}"),
        2 => format!("the {}th of {name}", day % 10 + 4),
        _ => format!("{name} {ordinal}"),
    }
}

/// As a dictation has it: `march third nineteen fifty two`.
pub(super) fn spoken_date(random: &mut Random) -> String {
    let tens = ["forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let ones = [
        "", " one", " two", " three", " five", " six", " eight", " nine",
    ];
    let ordinal = ORDINALS.get(random.below(31)).copied().unwrap_or("first");
    format!(
        "{} {} nineteen {}{}",
        random.one_of(&MONTHS).to_lowercase(),
        ordinal.replace('-', " "),
        random.one_of(&tens),
        random.one_of(&ones)
    )
}

/// `jdoe at mail dot example dot org`
pub(super) fn spoken_email(login: &str, random: &mut Random) -> String {
    let login = login.replace('.', " dot ").replace('_', " underscore ");
    let host = random.one_of(&["mail dot example", "example", "post dot example"]);
    format!(
        "{login} at {host} dot {}",
        random.one_of(&["com", "org", "net"])
    )
}
