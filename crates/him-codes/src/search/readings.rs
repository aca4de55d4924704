//! What a query may mean: its words as they are, with abbreviations and lay terms replaced by what they stand for, and with
//! words joined or parted that are written otherwise in the index.

use alloc::string::String;
use alloc::vec::Vec;

use super::index::Index;
use super::lexicon::Kind;
use super::slots::Similar;
use super::word::{Word, words};

/// One way to read a query.
#[derive(Clone)]
pub(crate) struct Reading {
    pub(super) terms: Vec<Term>,
    /// Of 1000: how likely it is, beside the others.
    pub(crate) trust: u32,
    /// The first words that were replaced: why, and their meaning.
    pub(crate) replaced: Option<(Kind, &'static str)>,
}

#[derive(Clone, Copy)]
pub(super) struct Term {
    pub(super) word: Word,
    /// More letters may follow.
    pub(super) open: bool,
}

/// Readings beyond these are not tried.
const READINGS: usize = 8;
/// Words beyond these are not read.
const WORDS: usize = 32;
/// The rules have no longer ones.
const RULE_WORDS: usize = 6;
/// Letters that a lay term or abbreviation must have before it is guessed from its beginning.
const GUESSED: usize = 5;

/// A way to read some words.
struct Alternative {
    terms: Vec<Term>,
    trust: u32,
    replaced: Option<(Kind, &'static str)>,
}

/// How likely the readings of a rule are, in their order, and the words as they are beside them.
const TRUSTS: [u32; 6] = [1000, 960, 930, 900, 880, 860];
const SYNONYMS: [u32; 6] = [990, 985, 980, 975, 970, 965];
const AS_WRITTEN: u32 = 950;
const GUESS: u32 = 940;
const JOINED: u32 = 980;
const CORRECTED: u32 = 900;

impl Index {
    /// The readings of a text, from the likeliest. The last word is open when the text is being typed.
    pub(crate) fn readings(
        &'static self,
        text: &str,
        typing: bool,
        similar: &mut Similar,
    ) -> Vec<Reading> {
        let mut terms: Vec<Term> = words(text)
            .take(WORDS)
            .map(|word| Term { word, open: false })
            .collect();
        let open = typing && text.ends_with(char::is_alphanumeric);
        if let Some(last) = terms.last_mut() {
            last.open = open;
        }
        let terms = self.parted(&terms);
        let mut readings = self.with_rules(&terms);
        if let Some(corrected) = self.corrected(&terms, similar) {
            // Without a rule the words are looked for as they are, with all that is similar.
            let corrected = self.with_rules(&corrected).into_iter();
            let replaced = corrected.filter(|reading| reading.replaced.is_some());
            readings.extend(replaced.map(|reading| Reading {
                trust: reading.trust * CORRECTED / 1000,
                ..reading
            }));
        }
        let joined: Vec<Reading> = readings.iter().filter_map(|r| self.joined(r)).collect();
        readings.extend(joined);
        for reading in &mut readings {
            reading
                .terms
                .retain(|term| term.open || !term.word.is_filler());
        }
        best(&mut readings);
        readings
    }

    fn with_rules(&'static self, terms: &[Term]) -> Vec<Reading> {
        let mut readings = Vec::from([Reading {
            terms: Vec::new(),
            trust: 1000,
            replaced: None,
        }]);
        let mut guesses = Vec::new();
        let mut rest = terms;
        while let Some(last) = rest.last() {
            if last.open && rest.len() <= RULE_WORDS {
                guesses.extend(extended(&readings, &self.guesses(rest)));
            }
            let (count, alternatives) = self.alternatives(rest);
            readings = extended(&readings, &alternatives);
            rest = rest.get(count..).unwrap_or_default();
        }
        readings.extend(guesses);
        readings
    }

    /// With the nearest word for each that neither the index nor a rule knows.
    fn corrected(&self, terms: &[Term], similar: &mut Similar) -> Option<Vec<Term>> {
        let mut corrected = terms.to_vec();
        let mut changed = false;
        for term in &mut corrected {
            if term.open || self.knows(&term.word) {
                continue;
            }
            if let Some(word) = similar.nearest(self, term) {
                term.word = word;
                changed = true;
            }
        }
        changed.then_some(corrected)
    }

    fn knows(&self, word: &Word) -> bool {
        let stem = word.stem();
        word.is_filler() || self.word(&stem).is_some() || self.is_in_rules(stem.as_str())
    }

    /// What the first words may stand for, and how many these are.
    fn alternatives(&'static self, terms: &[Term]) -> (usize, Vec<Alternative>) {
        let mut written = String::new();
        let mut found = None;
        for (count, term) in (1..=RULE_WORDS).zip(terms) {
            if count > 1 {
                written.push(' ');
            }
            written.push_str(term.word.stem().as_str());
            if let Some(rule) = self.rule(&written) {
                found = Some((count, rule));
            }
        }
        let count = found.map_or(1, |(count, _)| count);
        let own = terms.get(..count).unwrap_or_default();
        let mut alternatives = Vec::new();
        let mut meant = 1000;
        if let Some((_, rule)) = found {
            let mut trusts = TRUSTS.into_iter();
            let mut synonyms = SYNONYMS.into_iter();
            for (kind, meaning) in rule.readings() {
                let trusts = match kind {
                    Kind::Synonym => &mut synonyms,
                    _ => &mut trusts,
                };
                // One word beside another fills the same slot.
                if kind == Kind::Synonym && count == 1 && !meaning.contains(' ') {
                    continue;
                }
                if let Some(trust) = trusts.next() {
                    alternatives.push(Alternative::of(kind, meaning, trust));
                }
                if kind != Kind::Synonym {
                    meant = AS_WRITTEN;
                }
            }
        }
        // Words that the index does not know are only what they stand for.
        let known = own.iter().all(|term| {
            term.open || term.word.is_filler() || self.word(&term.word.stem()).is_some()
        });
        if alternatives.is_empty() || known {
            alternatives.push(Alternative {
                terms: own.to_vec(),
                trust: meant,
                replaced: None,
            });
        }
        (count, alternatives)
    }

    /// Rules of whose text only the beginning is there yet.
    fn guesses(&'static self, terms: &[Term]) -> Vec<Alternative> {
        let mut written = String::new();
        for term in terms {
            if !written.is_empty() {
                written.push(' ');
            }
            let word = if term.open {
                term.word.american()
            } else {
                term.word.stem()
            };
            written.push_str(word.as_str());
        }
        if written.len() < GUESSED {
            return Vec::new();
        }
        let rules = self.rules_with_prefix(&written).take(3);
        let first = rules.filter_map(|rule| rule.readings().next());
        first
            .map(|(kind, meaning)| Alternative::of(kind, meaning, GUESS))
            .collect()
    }

    /// `heart burn` as `heartburn`, where the index has that.
    fn joined(&self, reading: &Reading) -> Option<Reading> {
        let pairs = reading.terms.iter().zip(reading.terms.iter().skip(1));
        let (at, word, open) = pairs.enumerate().find_map(|(at, (left, right))| {
            let word = [left.word.as_bytes(), right.word.as_bytes()].concat();
            let word = Word::from_bytes(&word);
            let prefix = right.open && !self.words_with_prefix(word.as_bytes()).is_empty();
            let known = prefix || self.word(&word.stem()).is_some();
            known.then_some((at, word, right.open))
        })?;
        let mut joined = reading.clone();
        joined.terms.remove(at);
        if let Some(term) = joined.terms.get_mut(at) {
            *term = Term { word, open };
        }
        joined.trust = joined.trust * JOINED / 1000;
        Some(joined)
    }

    /// `heartattack` as `heart attack`, `stage3` as `stage 3`, where the index knows the parts and not the whole.
    fn parted(&self, terms: &[Term]) -> Vec<Term> {
        let mut parted = Vec::with_capacity(terms.len());
        for term in terms {
            let stem = term.word.stem();
            let prefix = term.open && !self.words_with_prefix(stem.as_bytes()).is_empty();
            let parts = if prefix || self.knows(&term.word) {
                None
            } else {
                self.parts(&term.word)
            };
            match parts {
                Some((left, right)) => {
                    for (word, open) in [(left, false), (right, term.open)] {
                        parted.push(Term { word, open });
                    }
                }
                None => parted.push(*term),
            }
        }
        parted
    }

    fn parts(&self, word: &Word) -> Option<(Word, Word)> {
        let text = word.as_bytes();
        let known = |word: &Word| self.word(&word.stem()).is_some();
        let mut splits = (1..text.len()).rev().filter_map(|at| {
            let (left, right) = text.split_at_checked(at)?;
            let between = |a: &[u8], b: &[u8]| {
                let (a, b) = (a.last(), b.first());
                a.is_some_and(u8::is_ascii_digit) != b.is_some_and(u8::is_ascii_digit)
            };
            // Parts of two letters are found in any misspelling.
            let long = left.len() >= 4 && right.len() >= 4;
            let (left, right) = (Word::from_bytes(left), Word::from_bytes(right));
            let parts = long || between(left.as_bytes(), right.as_bytes());
            (parts && known(&left) && known(&right)).then_some((left, right))
        });
        splits.next()
    }
}

impl Alternative {
    fn of(kind: Kind, meaning: &'static str, trust: u32) -> Alternative {
        Alternative {
            terms: words(meaning)
                .map(|word| Term { word, open: false })
                .collect(),
            trust,
            replaced: Some((kind, meaning)),
        }
    }
}

/// Each reading with each of the alternatives behind it.
fn extended(readings: &[Reading], alternatives: &[Alternative]) -> Vec<Reading> {
    let mut all = Vec::new();
    for reading in readings {
        for alternative in alternatives {
            let mut next = reading.clone();
            next.terms.extend_from_slice(&alternative.terms);
            next.terms.truncate(WORDS);
            next.trust = next.trust * alternative.trust / 1000;
            next.replaced = next.replaced.or(alternative.replaced);
            all.push(next);
        }
    }
    best(&mut all);
    all
}

fn best(readings: &mut Vec<Reading>) {
    // They are few: the likeliest of the rest moves up, and those that are as likely keep their order.
    for at in 0..readings.len().min(READINGS) {
        let rest = readings.get_mut(at..).unwrap_or_default();
        let trusts = rest.iter().map(|reading| reading.trust).enumerate();
        let likeliest = trusts.max_by_key(|(at, trust)| (*trust, core::cmp::Reverse(*at)));
        if let Some(rest) = likeliest.and_then(|(at, _)| rest.get_mut(..=at)) {
            rest.rotate_right(1);
        }
    }
    readings.truncate(READINGS);
}
