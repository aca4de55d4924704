//! The words of all documents, and how much each says.

use std::collections::{BTreeMap, HashMap};

/// Words that say little or nothing of what a patient has, with their weight in a query and in the length of a document that
/// has them. Titles of default codes are full of them, and a query has none.
const LIGHT: [(&str, u8, u8); 22] = [
    ("a", 20, 4),
    ("case", 10, 2),
    ("classified", 8, 8),
    ("closed", 30, 6),
    ("elsewhere", 8, 6),
    ("encounter", 10, 0),
    ("initial", 30, 3),
    ("mention", 8, 2),
    ("not", 10, 6),
    ("other", 16, 22),
    ("part", 10, 4),
    ("personal", 60, 10),
    ("primary", 40, 12),
    ("site", 10, 4),
    ("specified", 10, 14),
    ("traumatic", 70, 30),
    ("type", 14, 4),
    ("unspecified", 12, 0),
    ("use", 20, 14),
    ("with", 14, 8),
    ("without", 26, 12),
    ("disease", 30, 24),
];

/// Of a word in one document among all.
const RAREST: f64 = 14.0;

#[derive(Default)]
pub(crate) struct Vocabulary {
    numbers: HashMap<String, u32>,
    /// In how many documents each is a word of their own, and not of what stands above them.
    own: Vec<u32>,
}

/// What a word adds to the weight of a query, and to the length of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weight {
    pub(crate) query: u8,
    pub(crate) length: u8,
}

impl Vocabulary {
    pub(crate) fn number(&mut self, stem: &str) -> u32 {
        if let Some(&number) = self.numbers.get(stem) {
            return number;
        }
        let number = u32::try_from(self.own.len()).unwrap_or(u32::MAX);
        self.own.push(0);
        self.numbers.insert(stem.to_owned(), number);
        number
    }

    pub(crate) fn has(&self, stem: &str) -> bool {
        self.numbers.contains_key(stem)
    }

    pub(crate) fn count_own(&mut self, word: u32) {
        if let Some(count) = self.own.get_mut(word as usize) {
            *count += 1;
        }
    }

    /// By the numbers of the words, among this many documents.
    pub(crate) fn weights(&self, documents: usize) -> Vec<Weight> {
        let light: HashMap<&str, Weight> = LIGHT
            .iter()
            .map(|&(word, query, length)| (word, Weight { query, length }))
            .collect();
        let mut weights = vec![
            Weight {
                query: 0,
                length: 0
            };
            self.own.len()
        ];
        for (word, &number) in &self.numbers {
            let own = self.own.get(number as usize).copied().unwrap_or(0).max(1);
            let rarity = (1.0 + documents as f64 / f64::from(own)).ln() * RAREST;
            let idf = rarity.round().clamp(1.0, 255.0) as u8;
            let weight = Weight {
                query: idf,
                length: idf,
            };
            if let Some(cell) = weights.get_mut(number as usize) {
                *cell = light.get(word.as_str()).copied().unwrap_or(weight);
            }
        }
        weights
    }

    /// In ASCII order, each with its number.
    pub(crate) fn sorted(&self) -> BTreeMap<&str, u32> {
        self.numbers
            .iter()
            .map(|(word, number)| (word.as_str(), *number))
            .collect()
    }
}
