//! What was done, without a value: safe to log and to keep.

use std::collections::BTreeMap;

use crate::{Category, Rule, Scrubbed};

/// What became of the fields of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Disposition {
    /// Removed.
    Removed,
    /// Made coarser: a date to its year, a ZIP code to three digits, an age to 90.
    Generalised,
    /// Given a number by its place in the record.
    Renumbered,
    /// Text from which something was replaced.
    Scrubbed,
    /// A date that moved with all others of its patient.
    Shifted,
    /// An id that became a pseudonym or a random code.
    Pseudonymised,
    /// What the policy lets stay though it is an identifier of the Safe Harbor.
    Kept,
}

/// The length of what was replaced, so coarse that it tells no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Length {
    /// Up to 4 bytes.
    UpTo4,
    /// 5 to 8.
    UpTo8,
    /// 9 to 16.
    UpTo16,
    /// 17 to 32.
    UpTo32,
    /// 33 and more.
    Over32,
}

impl Length {
    /// The bucket of a length in bytes.
    pub const fn of(bytes: usize) -> Self {
        match bytes {
            0..=4 => Length::UpTo4,
            5..=8 => Length::UpTo8,
            9..=16 => Length::UpTo16,
            17..=32 => Length::UpTo32,
            _ => Length::Over32,
        }
    }
}

/// Counts of what was removed, by kind of field and by rule. It holds no value of the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    fields: BTreeMap<(&'static str, Disposition), usize>,
    spans: BTreeMap<(&'static str, Rule, Length), usize>,
}

impl Manifest {
    /// How many fields of each kind were removed, generalised, renumbered or scrubbed.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, Disposition, usize)> {
        self.fields
            .iter()
            .map(|(&(kind, disposition), &count)| (kind, disposition, count))
    }

    /// How many spans of text each rule found.
    pub fn rules(&self) -> impl Iterator<Item = (Rule, usize)> {
        let mut rules: BTreeMap<Rule, usize> = BTreeMap::new();
        for (&(_, rule, _), &count) in &self.spans {
            *rules.entry(rule).or_default() += count;
        }
        rules.into_iter()
    }

    /// How many spans were found in which field, by which rule, and about how long they were.
    pub fn text_spans(&self) -> impl Iterator<Item = (&'static str, Rule, Length, usize)> {
        self.spans
            .iter()
            .map(|(&(place, rule, length), &count)| (place, rule, length, count))
    }

    /// How many fields of a kind had this disposition.
    pub fn count(&self, kind: &str, disposition: Disposition) -> usize {
        let found = self
            .fields()
            .find(|&(k, d, _)| k == kind && d == disposition);
        found.map_or(0, |(_, _, count)| count)
    }

    /// How many spans of text were of a category.
    pub fn spans(&self, category: Category) -> usize {
        let of = self.rules().filter(|(rule, _)| rule.category() == category);
        of.map(|(_, count)| count).sum()
    }

    /// Counts the spans of a text.
    pub fn add_text(&mut self, scrubbed: &Scrubbed) {
        self.add_text_at("text", scrubbed);
    }

    pub(crate) fn add_text_at(&mut self, place: &'static str, scrubbed: &Scrubbed) {
        for span in &scrubbed.spans {
            let length = Length::of(span.end.saturating_sub(span.start));
            *self.spans.entry((place, span.rule, length)).or_default() += 1;
        }
    }

    /// Adds the counts of another record.
    pub fn merge(&mut self, other: &Manifest) {
        for (&key, &count) in &other.fields {
            *self.fields.entry(key).or_default() += count;
        }
        for (&key, &count) in &other.spans {
            *self.spans.entry(key).or_default() += count;
        }
    }

    #[cfg_attr(
        not(any(feature = "record", feature = "hl7v2", feature = "csv")),
        allow(dead_code, reason = "only records have fields")
    )]
    pub(crate) fn add(&mut self, kind: &'static str, disposition: Disposition, count: usize) {
        if count > 0 {
            *self.fields.entry((kind, disposition)).or_default() += count;
        }
    }
}
