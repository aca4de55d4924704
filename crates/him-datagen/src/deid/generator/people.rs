//! Names of people: of lists, of many languages, and of no list.

use std::collections::BTreeMap;

use super::super::crf::Random;
use super::super::lists::Lists;
use super::terms::sections;

pub(super) struct People {
    usual: Vec<String>,
    rare: Vec<String>,
    /// With the sum of all bearers up to and with each.
    surnames: Vec<(String, u64)>,
    other: BTreeMap<&'static str, Vec<&'static str>>,
}

const LANGUAGES: [&str; 10] = [
    "es", "slav", "nord", "west", "east", "south", "africa", "arab", "viet", "isles",
];

const STARTS: [&str; 30] = [
    "Bar", "Cor", "Del", "Fen", "Gal", "Hol", "Jor", "Kel", "Lan", "Mar", "Nor", "Or", "Pal",
    "Quin", "Ros", "Sal", "Tor", "Ul", "Var", "Wen", "Yor", "Zel", "Bri", "Cla", "Dro", "Fri",
    "Gre", "Pra", "Ste", "Vla",
];
const MIDDLES: [&str; 20] = [
    "a", "e", "i", "o", "u", "en", "in", "an", "ov", "el", "ar", "is", "or", "ud", "am", "ek",
    "il", "at", "os", "er",
];
const ENDS: [&str; 48] = [
    "son", "sen", "ssen", "sson", "nen", "ski", "ska", "cki", "czyk", "ová", "ský", "ić", "ović",
    "ev", "eva", "enko", "uk", "yan", "adze", "oğlu", "ez", "es", "ini", "etti", "elli", "eau",
    "ier", "ard", "mann", "berg", "stein", "hoff", "bauer", "meier", "sma", "stra", "ink", "quist",
    "lund", "gren", "ley", "ton", "man", "wright", "field", "worth", "aho", "dóttir",
];
const BEFORE: [&str; 10] = [
    "Mc", "Mac", "O'", "van ", "de ", "Di ", "von ", "El-", "St. ", "La ",
];

impl People {
    pub(super) fn new(lists: &Lists) -> People {
        let mut sum = 0_u64;
        let surnames = lists.surnames.iter().map(|(name, people)| {
            sum += u64::from(*people);
            (capital(name), sum)
        });
        People {
            surnames: surnames.collect(),
            usual: lists.female.iter().chain(&lists.male).cloned().collect(),
            rare: lists.given.iter().map(|name| capital(name)).collect(),
            other: sections(include_str!("../../../data/deid/names.txt")),
        }
    }

    fn of_language(&self, kind: &str, random: &mut Random) -> String {
        let language = random.pick(&LANGUAGES).copied().unwrap_or("es");
        let names = self.other.get(format!("{kind}_{language}").as_str());
        let name = names.and_then(|names| random.pick(names)).copied();
        name.unwrap_or("María").to_owned()
    }

    /// A word of a section, such as the names of streets.
    pub(super) fn word(&self, section: &str, random: &mut Random) -> &'static str {
        let words = self.other.get(section).map_or(&[][..], Vec::as_slice);
        random.pick(words).copied().unwrap_or("Oak")
    }

    /// A name made of syllables.
    pub(super) fn made_up(&self, random: &mut Random) -> String {
        let mut name = String::new();
        if random.percent(12) {
            name.push_str(random.pick(&BEFORE).copied().unwrap_or(""));
        }
        name.push_str(random.pick(&STARTS).copied().unwrap_or(""));
        for _ in 0..random.below(2) {
            name.push_str(random.pick(&MIDDLES).copied().unwrap_or(""));
        }
        name.push_str(random.pick(&ENDS).copied().unwrap_or(""));
        name
    }

    pub(super) fn given(&self, random: &mut Random) -> String {
        let name = match random.below(100) {
            0..48 => random.pick(&self.usual).cloned(),
            48..66 => random.pick(&self.rare).cloned(),
            // Names that are words.
            66..72 => Some(self.word("given_word", random).to_owned()),
            72..95 => Some(self.of_language("given", random)),
            _ => {
                let start = random.pick(&STARTS).copied().unwrap_or("Mar");
                let end = random.one_of(&[
                    "a", "ia", "en", "o", "us", "ette", "iel", "ika", "ine", "is",
                ]);
                Some(format!("{start}{end}"))
            }
        };
        name.unwrap_or_default()
    }

    pub(super) fn family(&self, random: &mut Random) -> String {
        match random.below(100) {
            // As frequent as they are.
            0..32 => {
                let all = self.surnames.last().map_or(1, |(_, sum)| *sum);
                let at = random.next() % all;
                let place = self.surnames.partition_point(|(_, sum)| *sum <= at);
                self.surnames
                    .get(place)
                    .map_or_else(String::new, |(name, _)| name.clone())
            }
            32..36 => self.word("family_word", random).to_owned(),
            36..38 => self.word("family_short", random).to_owned(),
            38..55 => random
                .pick(&self.surnames)
                .map_or_else(String::new, |(name, _)| name.clone()),
            55..75 => self.of_language("family", random),
            75..81 => {
                let (a, b) = (self.family(random), self.family(random));
                if a.len() + b.len() > 24 {
                    a
                } else {
                    format!("{a}-{b}")
                }
            }
            _ => self.made_up(random),
        }
    }

    pub(super) fn initial(&self, random: &mut Random) -> String {
        char::from(b'A' + random.below(26) as u8).to_string()
    }

    /// `J.R.S.`, `J. S.`, `JS`
    pub(super) fn initials(&self, random: &mut Random) -> String {
        let count = 2 + random.below(2);
        let points = random.one_of(&[".", ".", ". ", ""]);
        let letters: String = (0..count).map(|_| self.initial(random) + points).collect();
        letters.trim_end().to_owned()
    }

    /// A family name, and its first letters said aloud: `kettering k e t`.
    pub(super) fn spelled(&self, random: &mut Random) -> String {
        let name = self.family(random).to_lowercase();
        let letters: Vec<String> = name.chars().take(3).map(String::from).collect();
        format!("{name} {}", letters.join(" "))
    }

    pub(super) fn given_initial(&self, random: &mut Random) -> String {
        let (given, initial) = (self.given(random), self.initial(random));
        let point = if random.percent(85) { "." } else { "" };
        if random.percent(75) {
            format!("{given} {initial}{point}")
        } else {
            format!("{initial}{point} {}", self.family(random))
        }
    }

    pub(super) fn full(&self, random: &mut Random) -> String {
        let (given, family) = (self.given(random), self.family(random));
        match random.below(10) {
            0 | 1 => format!("{given} {}. {family}", self.initial(random)),
            2 => format!("{}. {family}", self.initial(random)),
            3 => format!("{given} {} {family}", self.given(random)),
            _ => format!("{given} {family}"),
        }
    }

    pub(super) fn last_first(&self, random: &mut Random) -> String {
        let (given, family) = (self.given(random), self.family(random));
        match random.below(3) {
            0 => format!("{family}, {given} {}", self.initial(random)),
            1 => format!("{family},{given}"),
            _ => format!("{family}, {given}"),
        }
    }

    pub(super) fn name(&self, random: &mut Random) -> String {
        match random.below(100) {
            0..64 => self.full(random),
            64..84 => self.given_initial(random),
            84..88 => self.last_first(random),
            88..94 => self.given(random),
            _ => self.family(random),
        }
    }

    pub(super) fn company(&self, random: &mut Random) -> String {
        let (a, b) = (self.family(random), self.family(random));
        match random.below(4) {
            0 => format!("{a}, {b} and {}", self.family(random)),
            1 => format!("{a}-{b}"),
            2 => format!(
                "{a} {}",
                random.one_of(&["Inc", "LLC", "Group", "Corporation", "GmbH", "Ltd"])
            ),
            _ => format!("{a} & {b}"),
        }
    }

    /// `jdoe_44`, `sunnyriver88`
    pub(super) fn login(&self, random: &mut Random) -> String {
        let plain = |name: String| name.to_lowercase().replace([' ', '\'', '.', '-'], "");
        let (given, family) = (plain(self.given(random)), plain(self.family(random)));
        let number = random.below(100);
        let initial: String = given.chars().take(1).collect();
        match random.below(4) {
            0 => format!("{initial}{family}"),
            1 => format!("{given}_{family}{number}"),
            2 => format!("{given}.{family}"),
            _ => format!("{given}{number}"),
        }
    }

    pub(super) fn email(&self, random: &mut Random) -> String {
        let plain = |name: String| {
            name.chars()
                .filter(char::is_ascii_alphabetic)
                .collect::<String>()
                .to_lowercase()
        };
        let (given, family) = (plain(self.given(random)), plain(self.family(random)));
        let host = random.one_of(&["example.org", "mail.example.com", "example.net"]);
        format!("{given}.{family}@{host}")
    }
}

/// `SMITH` or `smith` as `Smith`.
pub(super) fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + &letters.as_str().to_lowercase()
}
