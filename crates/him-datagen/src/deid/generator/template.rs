//! Templates: words, `{slots}` and `<one|of|several>`.

use super::super::corpus::Label;
use super::super::crf::Random;
use super::values::{date, date_in_words, digits, number, phone, spoken_date, spoken_email};
use super::{Sheet, World};

#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Case {
    #[default]
    AsIs,
    Small,
    Capitals,
}

pub(super) struct Template(Vec<Part>);

enum Part {
    Words(String),
    Slot { name: String, case: Case },
    OneOf(Vec<Template>),
}

impl Template {
    /// Reads a line.
    pub(super) fn read(line: &str) -> Template {
        let line = line.replace("\\n", "\n");
        let mut rest = line.as_str();
        Template::parts(&mut rest, false)
    }

    fn parts(rest: &mut &str, within: bool) -> Template {
        let mut parts = Vec::new();
        while let Some(at) = rest.find(['{', '<', '|', '>']) {
            let (words, from) = rest.split_at(at);
            let sign = from.chars().next();
            if matches!(sign, Some('|' | '>')) {
                if within {
                    if !words.is_empty() {
                        parts.push(Part::Words(words.to_owned()));
                    }
                    *rest = from;
                    return Template(parts);
                }
                let (plain, after) = rest.split_at(at + 1);
                parts.push(Part::Words(plain.to_owned()));
                *rest = after;
                continue;
            }
            if !words.is_empty() {
                parts.push(Part::Words(words.to_owned()));
            }
            if sign == Some('{') {
                let end = from.find('}').unwrap_or(from.len());
                let slot = from.get(1..end).unwrap_or("");
                parts.push(slot_of(slot));
                *rest = from.get(end + 1..).unwrap_or("");
            } else {
                *rest = from.get(1..).unwrap_or("");
                let mut options = Vec::new();
                loop {
                    options.push(Template::parts(rest, true));
                    let closed = !rest.starts_with('|');
                    *rest = rest.get(1..).unwrap_or("");
                    if closed {
                        break;
                    }
                }
                parts.push(Part::OneOf(options));
            }
        }
        if !rest.is_empty() {
            parts.push(Part::Words((*rest).to_owned()));
            *rest = "";
        }
        Template(parts)
    }

    pub(super) fn fill(&self, world: &World, random: &mut Random, sheet: &mut Sheet) {
        for part in &self.0 {
            match part {
                Part::Words(words) => sheet.literal(words, random),
                Part::OneOf(options) => {
                    if let Some(option) = random.pick(options) {
                        option.fill(world, random, sheet);
                    }
                }
                Part::Slot { name, case } => slot(name, *case, world, random, sheet),
            }
        }
    }
}

/// `{drug}`, `{druglow}` in small letters, `{DRUG}` or `{drugup}` in capitals.
fn slot_of(slot: &str) -> Part {
    let lower = slot.to_lowercase();
    let upper = slot.chars().any(char::is_uppercase);
    let (name, case) = match () {
        () if lower.ends_with("upper") => (lower.trim_end_matches("upper"), Case::Capitals),
        () if lower.ends_with("up") => (lower.trim_end_matches("up"), Case::Capitals),
        () if lower.ends_with("low") => (lower.trim_end_matches("low"), Case::Small),
        () if upper => (lower.as_str(), Case::Capitals),
        () => (lower.as_str(), Case::AsIs),
    };
    Part::Slot {
        name: name.to_owned(),
        case,
    }
}

fn slot(name: &str, case: Case, world: &World, random: &mut Random, sheet: &mut Sheet) {
    let (people, places) = (&world.people, &world.places);
    let (text, label) = match name {
        "name" => (people.name(random), Label::Name),
        "full" => (people.full(random), Label::Name),
        "given" => (people.given(random), Label::Name),
        "family" => (people.family(random), Label::Name),
        "gi" => (people.given_initial(random), Label::Name),
        "lastfirst" => (people.last_first(random), Label::Name),
        "initial" => (people.initial(random), Label::Name),
        "doctor" => {
            let style = random.below(5);
            let (before, after) = match style {
                0 | 1 => (random.one_of(&["Dr. ", "Dr "]), ""),
                2 => (
                    "",
                    random.one_of(&[", MD", ", DO", ", NP", " MD", ", M.D."]),
                ),
                3 => (random.one_of(&["Dr. ", "dr ", "Doctor "]), ""),
                _ => ("", ""),
            };
            sheet.literal(before, random);
            let name = if style < 2 {
                people.family(random)
            } else {
                people.name(random)
            };
            sheet.labelled(&name, case, Label::Name);
            sheet.literal(after, random);
            return;
        }
        "doctorcred" => {
            sheet.labelled(&people.full(random), case, Label::Name);
            let cred = world.terms.cred(random);
            sheet.literal(&format!(", {cred}"), random);
            return;
        }
        "hosp" => {
            let name = world.hospital(random);
            sheet.labelled(&name, case, Label::Place);
            if random.percent(8) {
                sheet.literal(random.one_of(&[", ", " in ", " "]), random);
                sheet.labelled(&places.city(random), case, Label::Place);
            }
            return;
        }
        "city" => (places.city(random), Label::Place),
        "road" => {
            let kind =
                random.one_of(&["Exit ", "I-", "Hwy ", "State Route ", "US ", "County Road "]);
            (format!("{kind}{}", 2 + random.below(98)), Label::Place)
        }
        "county" => (places.county(random), Label::Place),
        "schoolname" => (world.school(random), Label::Place),
        "initials" => (people.initials(random), Label::Name),
        "spelled" => (people.spelled(random), Label::Name),
        "nick" => (world.terms.pick("nick", random).to_owned(), Label::Name),
        "login" => (people.login(random), Label::Other),
        "citystate" => {
            sheet.labelled(&places.city(random), case, Label::Place);
            sheet.literal(", ", random);
            (places.state(random, 70), Label::Place)
        }
        "cityorcountry" if random.percent(50) => (places.city(random), Label::Place),
        "cityorcountry" | "country" => (places.country(random), Label::Place),
        "st" => (places.state(random, 100), Label::Place),
        "state" => (places.state(random, 0), Label::Place),
        "street" => (places.street(people, random), Label::Place),
        "streetname" => (places.street_name(people, random), Label::Place),
        "address" => (places.address(people, random), Label::Place),
        "zip" => (places.zip(random), Label::Place),
        "num" => ((1 + random.below(30_000)).to_string(), Label::Place),
        "org" => {
            let text = if random.percent(50) {
                world.terms.pick("org", random).to_owned()
            } else {
                people.company(random)
            };
            (text, Label::Ignored)
        }
        "employer" => (world.employer(random), Label::Place),
        "date" => (date(random), Label::Other),
        "datewords" => (date_in_words(random), Label::Other),
        "spokendate" => (spoken_date(random), Label::Other),
        "spokenemail" => (spoken_email(&people.login(random), random), Label::Other),
        "age90" => ((90 + random.below(15)).to_string(), Label::Other),
        "phone" => (phone(random), Label::Other),
        "mrn" => (number(random), Label::Other),
        "card" => (digits(random, 16), Label::Other),
        "ssn" => (
            format!(
                "{}-{}-{}",
                digits(random, 3),
                digits(random, 2),
                digits(random, 4)
            ),
            Label::Other,
        ),
        "email" => (people.email(random), Label::Other),
        "n1" => return sheet.literal(&(1 + random.below(9)).to_string(), random),
        "n2" => return sheet.literal(&(18 + random.below(71)).to_string(), random),
        "year" => return sheet.literal(&(1950 + random.below(76)).to_string(), random),
        "time" => {
            let (hour, minute) = (random.below(24), random.below(60));
            let text = match random.below(4) {
                0 => format!("{hour:02}{minute:02}"),
                1 => format!(
                    "{}:{minute:02} {}",
                    1 + hour % 12,
                    random.one_of(&["AM", "pm"])
                ),
                _ => format!("{hour:02}:{minute:02}"),
            };
            return sheet.literal(&text, random);
        }
        other => {
            let text = match other {
                "title" => random.one_of(&["Mr.", "Mrs.", "Ms.", "Miss", "Dr."]),
                "cred" => world.terms.cred(random),
                // Words of titles of ICD-10-CM, and what sounds like one.
                "cw" => {
                    let word = world.terms.clinical(random);
                    return sheet.push(&word, case);
                }
                "bigew" => {
                    let word = super::people::capital(world.terms.pick("ew", random));
                    return sheet.push(&word, case);
                }
                "bigcw" => {
                    let word = super::people::capital(&world.terms.clinical(random));
                    return sheet.push(&word, case);
                }
                // New drugs have names that no list has.
                "drug" if random.percent(30) => {
                    let word = world.terms.new_drug(random);
                    return sheet.push(&word, case);
                }
                // What is called after people and places that are nobody's.
                "eponymnew" => return sheet.push(&world.eponym(random), case),
                "bareeponym" => return sheet.push(&world.bare_eponym(random), case),
                "product" => return sheet.push(&world.terms.product(random), case),
                "placeeponym" => return sheet.push(&world.place_eponym(random), case),
                "societynew" => return sheet.push(&world.terms.society(random), case),
                "journal" => return sheet.push(&world.terms.journal(random), case),
                "acro" => return sheet.push(&world.terms.acronym(random), case),
                "germ" => return sheet.push(&world.terms.germ(random), case),
                "jobtitle" => world.terms.pick("job", random),
                other => world.terms.pick(other, random),
            };
            return sheet.push(text, case);
        }
    };
    sheet.labelled(&text, case, label);
}
