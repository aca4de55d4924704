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
