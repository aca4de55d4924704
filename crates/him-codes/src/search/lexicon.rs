//! Finds words of the index: as they are, by their beginning, and by their sound.

use core::ops::Range;

use super::index::{Index, partition_point};
use super::word::{Word, words};

impl Index {
    /// The number of a stem.
    pub(super) fn word(&self, stem: &Word) -> Option<usize> {
        let text = stem.as_bytes();
        let at = self.words.text.partition_point(|word| word < text);
        (self.words.text.get(at) == Some(text)).then_some(at)
    }

    /// Whether a text is one word of the index.
    pub(crate) fn has_word(&self, text: &str) -> bool {
        let mut words = words(text);
        let first = words.next();
        words.next().is_none() && first.is_some_and(|word| self.word(&word.stem()).is_some())
    }

    /// The words that start so.
    pub(super) fn words_with_prefix(&self, prefix: &[u8]) -> Range<usize> {
        let text = &self.words.text;
        let start = text.partition_point(|word| word < prefix);
        let end = text.partition_point(|word| word < prefix || word.starts_with(prefix));
        start..end
    }

    /// The words that sound the same.
    pub(super) fn words_of_sound(&self, sound: u16) -> impl Iterator<Item = usize> {
        let bytes = sound.to_le_bytes();
        let sounds = self.words.sounds.iter().enumerate();
        sounds.filter_map(move |(number, own)| (*own == bytes).then_some(number))
    }

    pub(super) fn weight(&self, word: usize) -> u8 {
        self.words.weights.get(word).copied().unwrap_or(1)
    }

    /// What the words written may stand for: the readings of the rule of exactly this text, each with its mark.
    pub(super) fn rule(&self, written: &str) -> Option<Rule<'static>> {
        let at = self.rules_from(written);
        Rule::new(self.rules.get(at)?).filter(|rule| rule.written == written)
    }

    /// The rules for texts that start so.
    pub(super) fn rules_with_prefix(&self, prefix: &str) -> impl Iterator<Item = Rule<'static>> {
        let rules = (self.rules_from(prefix)..self.rules.len())
            .map_while(|at| Rule::new(self.rules.get(at)?));
        rules.take_while(move |rule| rule.written.starts_with(prefix))
    }

    /// Whether a stem is one of the words of some rule.
    pub(super) fn is_in_rules(&self, stem: &str) -> bool {
        if self.rule(stem).is_some() {
            return true;
        }
        let rules = (0..self.rules.len()).filter_map(|at| Rule::new(self.rules.get(at)?));
        rules
            .flat_map(|rule| rule.written.split(' '))
            .any(|word| word == stem)
    }

    fn rules_from(&self, written: &str) -> usize {
        partition_point(self.rules.len(), |at| {
            let rule = self.rules.get(at).and_then(Rule::new);
            rule.is_some_and(|rule| rule.written < written)
        })
    }
}

/// Why words are read as others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Abbreviation,
    LayTerm,
    /// The words themselves are as good.
    Synonym,
}

/// What is written, and its readings.
#[derive(Clone, Copy)]
pub(super) struct Rule<'t> {
    pub(super) written: &'t str,
    readings: &'t str,
}

impl<'t> Rule<'t> {
    fn new(text: &'t str) -> Option<Rule<'t>> {
        let (written, readings) = text.split_once('\t')?;
        Some(Rule { written, readings })
    }

    /// From the likeliest.
    pub(super) fn readings(self) -> impl Iterator<Item = (Kind, &'t str)> {
        self.readings.split('\t').filter_map(|reading| {
            let (mark, reading) = reading.split_at_checked(1)?;
            let kind = match mark {
                "A" => Kind::Abbreviation,
                "L" => Kind::LayTerm,
                _ => Kind::Synonym,
            };
            Some((kind, reading))
        })
    }
}
