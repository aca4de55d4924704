//! Clinical and other words that fill slots.

use std::collections::BTreeMap;

use super::super::crf::Random;
use super::World;

pub(super) struct Terms(BTreeMap<&'static str, Vec<&'static str>>);

const CREDENTIALS: [&str; 16] = [
    "MD", "M.D.", "DO", "RN", "NP", "PA-C", "PhD", "LCSW", "PharmD", "DPM", "CRNA", "PT", "OT",
    "RD", "MBBS", "MD, FACS",
];

impl Terms {
    pub(super) fn read() -> Terms {
        let mut slots = sections(include_str!("../../../data/deid/terms.txt"));
        let vocabulary = include_str!("../../../../him-deid/data/clinical_words.txt");
        let words = vocabulary.lines().filter(|word| !word.starts_with('#'));
        slots.insert("clinical", words.collect());
        let vocabulary = include_str!("../../../../him-deid/data/everyday_words.txt");
        let words = vocabulary.lines().filter(|word| !word.starts_with('#'));
        slots.insert("ew", words.collect());
        Terms(slots)
    }

    /// A word or phrase of a slot; nothing if there is no such slot.
    pub(super) fn pick(&self, slot: &str, random: &mut Random) -> &'static str {
        // `{weekday}` and the like stand for themselves where a template is wrong: a test sees to it.
        let words = self.0.get(slot).map_or(&[][..], Vec::as_slice);
        random.pick(words).copied().unwrap_or("")
    }

    /// A word of the clinical vocabulary, or one that only sounds so.
    pub(super) fn clinical(&self, random: &mut Random) -> String {
        if random.percent(60) {
            let words = self.0.get("clinical").map_or(&[][..], Vec::as_slice);
            return random.pick(words).copied().unwrap_or("").to_owned();
        }
        const STEMS: [&str; 30] = [
            "arthr", "brady", "cholang", "derm", "encephal", "fibr", "gastr", "hem", "hyper",
            "ichthy", "kerat", "lip", "myel", "nephr", "oste", "pneum", "rhin", "scler", "tachy",
            "uret", "vas", "xer", "angi", "bronch", "cyst", "dys", "gloss", "hyp", "mast", "ton",
        ];
        const TAILS: [&str; 30] = [
            "itis", "algia", "oma", "osis", "emia", "uria", "ectomy", "otomy", "oscopy", "plasty",
            "pathy", "rrhea", "ic", "al", "ous", "ar", "ive", "ation", "ility", "ness", "ful",
            "ly", "ing", "ed", "able", "opia", "s", "lar", "oid", "ents",
        ];
        let stem = random.pick(&STEMS).copied().unwrap_or("");
        let tail = random.pick(&TAILS).copied().unwrap_or("");
        format!(
            "{stem}{}{tail}",
            random
                .pick(&["o", "i", "a", "", "er"])
                .copied()
                .unwrap_or("")
        )
    }

    /// The name of a drug that is in no list.
    pub(super) fn new_drug(&self, random: &mut Random) -> String {
        const STARTS: [&str; 24] = [
            "Al", "Bex", "Cyn", "Dul", "Ery", "Fos", "Gly", "Hux", "Iv", "Jent", "Kop", "Lum",
            "Myr", "Nux", "Ol", "Prax", "Quv", "Ryb", "Sot", "Tax", "Ub", "Vral", "Xel", "Zil",
        ];
        const TAILS: [&str; 30] = [
            "ela", "ix", "ora", "umab", "inib", "olol", "pril", "sartan", "statin", "ium", "vir",
            "mycin", "cillin", "azole", "idone", "apine", "etine", "oxacin", "ara", "yza", "ento",
            "iva", "exa", "ulin", "tide", "gliptin", "zole", "flam", "derm", "cort",
        ];
        let start = random.pick(&STARTS).copied().unwrap_or("");
        let middle = random
            .pick(&["", "a", "e", "i", "o", "ti", "ra", "vo"])
            .copied()
            .unwrap_or("");
        let tail = random.pick(&TAILS).copied().unwrap_or("");
        let name = format!("{start}{middle}{tail}");
        if random.percent(40) {
            name.to_lowercase()
        } else {
            name
        }
    }

    /// A learned society, of many that could be.
    pub(super) fn society(&self, random: &mut Random) -> String {
        let (of, field) = (self.pick("academy", random), self.pick("field", random));
        let whose = self.pick("academic", random);
        match random.below(5) {
            0 => format!("{} {of} {field} and {}", whose, self.pick("field", random)),
            1 => format!("{} {field}", of),
            _ => format!("{whose} {of} {field}"),
        }
    }

    /// A journal, book or publisher.
    pub(super) fn journal(&self, random: &mut Random) -> String {
        match random.below(6) {
            0 => self.pick("book", random).to_owned(),
            1 => self.pick("publisher", random).to_owned(),
            2 => format!(
                "{} {} {}",
                self.pick("academic", random),
                self.pick("journalhead", random),
                self.pick("field", random)
            ),
            _ => format!(
                "{} {}",
                self.pick("journalhead", random),
                self.pick("field", random)
            ),
        }
    }

    /// Letters that stand for a trial, a scale, a test.
    pub(super) fn acronym(&self, random: &mut Random) -> String {
        let count = 2 + random.below(5);
        let mut letters = String::new();
        for nth in 0..count {
            // Some can be said.
            let from: &[char] = if nth % 2 == 1 && random.percent(60) {
                &['A', 'E', 'I', 'O', 'U']
            } else {
                &[
                    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'L', 'M', 'N', 'P', 'R', 'S', 'T', 'V',
                ]
            };
            letters.push(random.one_of(from));
        }
        match random.below(6) {
            0 => format!("{letters}-{}", 1 + random.below(9)),
            1 => format!(
                "{letters}-{}",
                random.one_of(&["HF", "DM", "CKD", "AF", "MI", "VTE", "TIMI"])
            ),
            _ => letters,
        }
    }

    /// A product as makers write it: `PowerLink`.
    pub(super) fn product(&self, random: &mut Random) -> String {
        const STARTS: [&str; 18] = [
            "Power", "Next", "Opti", "Vasc", "Neuro", "Cardi", "Flex", "Accu", "Omni", "Tri",
            "Uni", "Endo", "Vita", "Pro", "Ultra", "Quick", "True", "Steri",
        ];
        const ENDS: [&str; 18] = [
            "Port", "Gen", "Link", "Line", "Stat", "Flow", "Guard", "Tune", "Path", "Lock", "Med",
            "Fit", "Sure", "View", "Max", "Seal", "Clip", "Wave",
        ];
        let (start, end) = (random.one_of(&STARTS), random.one_of(&ENDS));
        if random.percent(55) {
            format!("{start}{end}")
        } else {
            format!("{start}{}", end.to_lowercase())
        }
    }

    /// A microbe: of the list, or with the ending of one.
    pub(super) fn germ(&self, random: &mut Random) -> String {
        const STARTS: [&str; 16] = [
            "Alc", "Bren", "Col", "Dez", "Erw", "Fusc", "Gord", "Hafn", "Kocur", "Leucon", "Mor",
            "Oligell", "Pant", "Raoult", "Sphing", "Verm",
        ];
        const ENDS: [&str; 9] = [
            "ella",
            "ia",
            "obacter",
            "obacillus",
            "ococcus",
            "omonas",
            "ibacter",
            "ozoa",
            "ispora",
        ];
        let genus = if random.percent(70) {
            self.pick("genus", random).to_owned()
        } else {
            format!("{}{}", random.one_of(&STARTS), random.one_of(&ENDS))
        };
        let species = [
            "",
            "",
            " species",
            " spp.",
            " sp.",
            " aureus",
            " coli",
            " faecalis",
        ];
        format!("{genus}{}", random.one_of(&species))
    }

    pub(super) fn cred(&self, random: &mut Random) -> &'static str {
        random.pick(&CREDENTIALS).copied().unwrap_or("MD")
    }
}

/// Lines `[slot] one|two`.
pub(super) fn sections(text: &'static str) -> BTreeMap<&'static str, Vec<&'static str>> {
    let lines = text
        .lines()
        .filter_map(|line| line.strip_prefix('[')?.split_once("] "));
    lines
        .map(|(slot, words)| (slot, words.split('|').collect()))
        .collect()
}

impl World {
    /// What is called after somebody whom no note is about.
    pub(super) fn eponym(&self, random: &mut Random) -> String {
        let (a, head) = (self.people.family(random), self.terms.pick("head", random));
        match random.below(8) {
            0..3 => format!("{a} {head}"),
            3 => format!("{a}'s {head}"),
            4 | 5 => format!("{a}-{} {head}", self.people.family(random)),
            6 => format!("{a} and {} {head}", self.people.family(random)),
            _ => format!("{head} of {a}"),
        }
    }

    pub(super) fn school(&self, random: &mut Random) -> String {
        let kind = self.terms.pick("school", random);
        match random.below(4) {
            0 => format!(
                "{} {} {kind}",
                self.people.given(random),
                self.people.family(random)
            ),
            1 => format!("{} {kind}", self.terms.pick("shopword", random)),
            _ => format!("{} {kind}", self.places.us_city(random)),
        }
    }

    /// Such a name without a word that tells what it is.
    pub(super) fn bare_eponym(&self, random: &mut Random) -> String {
        let a = self.people.family(random);
        match random.below(6) {
            0 => format!("{a}-{}", self.people.family(random)),
            1 => self.places.us_city(random),
            _ => a,
        }
    }

    /// Where somebody works: not only what sounds like a company.
    pub(super) fn employer(&self, random: &mut Random) -> String {
        let (word, trade) = (
            self.terms.pick("shopword", random),
            self.terms.pick("trade", random),
        );
        let family = self.people.family(random);
        match random.below(9) {
            0 | 1 => format!("{word} {trade}"),
            2 => format!("{family} {trade}"),
            3 => format!(
                "{family} & {} {trade}",
                random.one_of(&["Sons", "Daughters", "Co."])
            ),
            4 => format!(
                "{family}'s {}",
                random.one_of(&[
                    "Diner",
                    "Bait & Tackle",
                    "Garage",
                    "Pub",
                    "Corner Store",
                    "Place"
                ])
            ),
            5 => self.terms.pick("org", random).to_owned(),
            6 => format!("{} {trade}", self.places.us_city(random)),
            7 => format!("{word} {trade} #{}", 1 + random.below(3000)),
            _ => self.people.company(random),
        }
    }

    /// What is called after a place where nobody was.
    pub(super) fn place_eponym(&self, random: &mut Random) -> String {
        let head = self.terms.pick("placehead", random);
        let place = if random.percent(15) {
            self.places.country(random)
        } else {
            self.places.us_city(random)
        };
        format!("{place} {head}")
    }

    /// A hospital, clinic or practice.
    pub(super) fn hospital(&self, random: &mut Random) -> String {
        let head = self.terms.pick("hosphead", random);
        let tail = self.terms.pick("hosptail", random);
        match random.below(100) {
            0..18 => self.terms.pick("famous", random).to_owned(),
            18..48 => format!("{head} {tail}"),
            48..56 => head.to_owned(),
            56..80 => self.places.hospital(random),
            80..92 => format!("{} {tail}", self.places.us_city(random)),
            92..96 => format!("{} {tail}", self.people.family(random)),
            _ => {
                let letters: String = head
                    .split_whitespace()
                    .chain(tail.split_whitespace())
                    .filter_map(|word| word.chars().next())
                    .collect();
                if letters.len() > 2 {
                    letters
                } else {
                    format!("{head} {tail}")
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_have_words() {
        let terms = Terms::read();
        for slot in [
            "drug", "dx", "eponym", "sign", "score", "device", "op", "sym", "society", "study",
        ] {
            assert!(
                terms.0.get(slot).is_some_and(|words| words.len() > 20),
                "{slot}"
            );
        }
    }
}
