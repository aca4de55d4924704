//! Titles as sequences of phrases.
//!
//! The titles of a code system are made of few words in ever the same turns ("initial encounter for closed fracture").
//! Words become numbers, then the pairs of neighbours that occur most become numbers of their own, again and again, until
//! a new pair would not pay for itself. A number is written in one byte when it is among the 128 most frequent, else in two.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::fault::{Fault, Result};

/// The reader keeps the right halves of this many nested pairs at most.
pub const MAX_DEPTH: u8 = 24;
/// A pair of numbers and the mark of a pair share 32 bits.
const MAX_PHRASES: usize = 1 << 15;
/// A pair costs four bytes in the dictionary and saves one to two bytes each time.
const MIN_COUNT: u32 = 5;
/// Length of the pieces of a rare word, in bytes.
const PIECE: usize = 3;

/// An entry of the dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// Place and length in the text.
    Word {
        /// In bytes.
        start: u32,
        /// In bytes, at most 127.
        len: u8,
    },
    /// Two phrases, by their numbers.
    Pair(u16, u16),
}

/// The dictionary, and each title in it.
pub struct Phrases {
    /// All words, one after the other.
    pub text: Vec<u8>,
    /// By number, the most frequent first.
    pub phrases: Vec<Phrase>,
    /// Each as the numbers of its phrases.
    pub titles: Vec<Vec<u16>>,
}

impl Phrases {
    /// The dictionary of some titles, each of which should stand there once.
    ///
    /// # Errors
    ///
    /// When there are more words than 32768, or a longer one than 127 bytes.
    pub fn build(titles: &[&str]) -> Result<Phrases> {
        Phrases::of(titles, words)
    }

    /// Of texts with many words that occur once, such as names of drugs: these are cut into short pieces, which cost less
    /// than an entry in the dictionary for each.
    ///
    /// # Errors
    ///
    /// As of [`build`](Phrases::build).
    pub fn build_with_rare_words(titles: &[&str]) -> Result<Phrases> {
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for word in titles.iter().flat_map(|title| words(title)) {
            *counts.entry(word).or_default() += 1;
        }
        Phrases::of(titles, |title| {
            words(title).flat_map(|word| {
                let rare = counts.get(word).is_none_or(|count| *count < 3);
                pieces(word, if rare { PIECE } else { word.len() })
            })
        })
    }

    fn of<'t, W: Iterator<Item = &'t str>>(
        titles: &[&'t str],
        words: impl Fn(&'t str) -> W,
    ) -> Result<Phrases> {
        let mut text = Vec::new();
        let mut phrases = Vec::new();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut sequences: Vec<Vec<u32>> = Vec::with_capacity(titles.len());
        for title in titles {
            let mut sequence = Vec::new();
            for word in words(title) {
                let number = match numbers.get(word) {
                    Some(&number) => number,
                    None => {
                        let fault = |what| Fault::in_file("titles", format!("{what}: {word:?}"));
                        let start =
                            u32::try_from(text.len()).map_err(|_| fault("too much text"))?;
                        let len =
                            u8::try_from(word.len()).map_err(|_| fault("a word is too long"))?;
                        if len > 127 {
                            return Err(fault("a word is too long"));
                        }
                        text.extend_from_slice(word.as_bytes());
                        phrases.push((Phrase::Word { start, len }, 0));
                        let number = u32::try_from(phrases.len() - 1)
                            .map_err(|_| fault("too many words"))?;
                        numbers.insert(word, number);
                        number
                    }
                };
                sequence.push(number);
            }
            sequences.push(sequence);
        }
        if phrases.len() > MAX_PHRASES {
            return Err(Fault::in_file(
                "titles",
                format!("{} words, at most {MAX_PHRASES} fit", phrases.len()),
            ));
        }
        let mut pairs = Pairs { phrases, sequences };
        while pairs.round() {}
        pairs.into_phrases(text)
    }
}

/// A word carries the blank before it; anything that is neither letter nor digit stands alone.
fn words(title: &str) -> impl Iterator<Item = &str> {
    let mut rest = title;
    std::iter::from_fn(move || {
        let bytes = rest.as_bytes();
        let blank = usize::from(bytes.first() == Some(&b' '));
        let word = bytes
            .iter()
            .skip(blank)
            .take_while(|c| c.is_ascii_alphanumeric())
            .count();
        let len = if word > 0 {
            blank + word
        } else {
            rest.chars().next()?.len_utf8()
        };
        let (head, tail) = rest.split_at_checked(len)?;
        rest = tail;
        Some(head)
    })
}

/// A word in pieces of at most `len` bytes, or one character.
fn pieces(word: &str, len: usize) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let end = (1..=len.min(rest.len()))
            .rev()
            .find(|end| rest.is_char_boundary(*end))
            .or_else(|| rest.chars().next().map(char::len_utf8))?;
        let (head, tail) = rest.split_at_checked(end)?;
        rest = tail;
        Some(head)
    })
}

/// Two neighbours.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair(u32, u32);

impl std::hash::Hash for Pair {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.0) << 32 | u64::from(self.1));
    }
}

type PairMap<T> = HashMap<Pair, T, BuildHasherDefault<Scatter>>;

/// Most of the work is counting pairs, and nobody chooses them to collide: a multiplication scatters them enough (D. Knuth,
/// The Art of Computer Programming, 6.4).
#[derive(Default)]
struct Scatter(u64);

impl Hasher for Scatter {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        let word = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = word ^ word >> 32;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The work in progress: phrases in the order of their making, titles in their numbers.
struct Pairs {
    /// With the depth of nesting.
    phrases: Vec<(Phrase, u8)>,
    sequences: Vec<Vec<u32>>,
}

impl Pairs {
    /// Replaces the most frequent pairs of neighbours; false when none pays any more.
    fn round(&mut self) -> bool {
        let mut counts: PairMap<u32> = PairMap::default();
        for sequence in &self.sequences {
            for (&left, &right) in sequence.iter().zip(sequence.iter().skip(1)) {
                *counts.entry(Pair(left, right)).or_default() += 1;
            }
        }
        let mut candidates: Vec<(Pair, u32)> = counts
            .into_iter()
            .filter(|&(Pair(left, right), count)| {
                count >= MIN_COUNT && self.depth(left) < MAX_DEPTH && self.depth(right) < MAX_DEPTH
            })
            .collect();
        candidates.sort_unstable_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
        let most = candidates.first().map_or(0, |&(_, count)| count);
        // Rarer pairs wait: what is replaced now changes their counts.
        candidates.retain(|&(_, count)| count > most / 2);
        candidates.truncate(MAX_PHRASES - self.phrases.len().min(MAX_PHRASES));
        if candidates.is_empty() {
            return false;
        }
        let mut numbers: PairMap<u32> = PairMap::default();
        for (Pair(left, right), _) in candidates {
            let (Ok(number), Ok(l), Ok(r)) = (
                self.phrases.len().try_into(),
                left.try_into(),
                right.try_into(),
            ) else {
                return false;
            };
            let depth = 1 + self.depth(left).max(self.depth(right));
            self.phrases.push((Phrase::Pair(l, r), depth));
            numbers.insert(Pair(left, right), number);
        }
        for sequence in &mut self.sequences {
            let pair = |at: usize, sequence: &[u32]| {
                let (left, right) = (*sequence.get(at)?, *sequence.get(at + 1)?);
                numbers.get(&Pair(left, right)).copied()
            };
            let (mut read, mut written) = (0, 0);
            while let Some(&one) = sequence.get(read) {
                let (number, width) = pair(read, sequence).map_or((one, 1), |number| (number, 2));
                if let Some(cell) = sequence.get_mut(written) {
                    *cell = number;
                }
                read += width;
                written += 1;
            }
            sequence.truncate(written);
        }
        true
    }

    fn depth(&self, number: u32) -> u8 {
        self.phrases
            .get(number as usize)
            .map_or(0, |&(_, depth)| depth)
    }

    /// Renumbers, most frequent first, without the phrases that nothing uses any more.
    fn into_phrases(self, text: Vec<u8>) -> Result<Phrases> {
        let mut uses = vec![0u32; self.phrases.len()];
        let mut needed = vec![false; self.phrases.len()];
        for &number in self.sequences.iter().flatten() {
            if let (Some(uses), Some(needed)) = (
                uses.get_mut(number as usize),
                needed.get_mut(number as usize),
            ) {
                *uses += 1;
                *needed = true;
            }
        }
        // A pair stands after its parts, so one pass from the end reaches everything below.
        for (number, (phrase, _)) in self.phrases.iter().enumerate().rev() {
            if let (Phrase::Pair(left, right), Some(true)) = (phrase, needed.get(number).copied()) {
                for part in [left, right] {
                    if let Some(needed) = needed.get_mut(usize::from(*part)) {
                        *needed = true;
                    }
                }
            }
        }
        let mut order: Vec<usize> = (0..self.phrases.len())
            .filter(|&n| needed.get(n) == Some(&true))
            .collect();
        order.sort_by_key(|&n| (std::cmp::Reverse(uses.get(n).copied()), n));
        let mut renumbered = vec![0u16; self.phrases.len()];
        for (new, &old) in order.iter().enumerate() {
            let new =
                u16::try_from(new).map_err(|_| Fault::in_file("titles", "too many phrases"))?;
            if let Some(cell) = renumbered.get_mut(old) {
                *cell = new;
            }
        }
        let new = |old: usize| renumbered.get(old).copied().unwrap_or_default();
        let phrases = order
            .iter()
            .filter_map(|&old| self.phrases.get(old))
            .map(|&(phrase, _)| match phrase {
                Phrase::Pair(left, right) => Phrase::Pair(new(left.into()), new(right.into())),
                word @ Phrase::Word { .. } => word,
            })
            .collect();
        let titles = self
            .sequences
            .iter()
            .map(|s| s.iter().map(|&n| new(n as usize)).collect())
            .collect();
        Ok(Phrases {
            text,
            phrases,
            titles,
        })
    }
}

/// Appends a number as one byte below 128, else as two.
pub fn write_number(out: &mut Vec<u8>, number: u16) {
    match number.checked_sub(128) {
        None => out.push(number.to_le_bytes()[0]),
        Some(rest) => {
            let [high, low] = rest.to_be_bytes();
            out.extend([high | 0x80, low]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(phrases: &Phrases, number: u16) -> String {
        match phrases.phrases[usize::from(number)] {
            Phrase::Pair(left, right) => spell(phrases, left) + &spell(phrases, right),
            Phrase::Word { start, len } => {
                String::from_utf8(phrases.text[start as usize..][..usize::from(len)].to_vec())
                    .unwrap()
            }
        }
    }

    #[test]
    fn titles_come_back() {
        let owned: Vec<String> = (0..400)
            .map(|n| {
                format!(
                    " Invented  fracture no. {n} (closed), initial encounter [type {}]",
                    n % 7
                )
            })
            .collect();
        let titles: Vec<&str> = owned.iter().map(String::as_str).collect();
        let phrases = Phrases::build(&titles).unwrap();
        for (title, sequence) in titles.iter().zip(&phrases.titles) {
            let spelled: String = sequence
                .iter()
                .map(|&number| spell(&phrases, number))
                .collect();
            assert_eq!(spelled, *title);
            assert!(sequence.len() <= 6, "{sequence:?} is not compressed");
        }
    }

    #[test]
    fn numbers_take_one_byte_or_two() {
        let bytes = |number| {
            let mut out = Vec::new();
            write_number(&mut out, number);
            out
        };
        assert_eq!(bytes(0), [0]);
        assert_eq!(bytes(127), [127]);
        assert_eq!(bytes(128), [0x80, 0]);
        assert_eq!(bytes(128 + 0x7fff), [0xff, 0xff]);
    }
}
