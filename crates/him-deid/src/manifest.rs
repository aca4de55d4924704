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
}

/// Counts of what was removed, by kind of field and by rule. It holds no value of the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    fields: BTreeMap<(&'static str, Disposition), usize>,
    rules: BTreeMap<Rule, usize>,
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
        self.rules.iter().map(|(&rule, &count)| (rule, count))
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
        for span in &scrubbed.spans {
            *self.rules.entry(span.rule).or_default() += 1;
        }
    }

    /// Adds the counts of another record.
    pub fn merge(&mut self, other: &Manifest) {
        for (&key, &count) in &other.fields {
            *self.fields.entry(key).or_default() += count;
        }
        for (&rule, &count) in &other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
    }

    #[cfg_attr(
        not(feature = "record"),
        allow(dead_code, reason = "only records have fields")
    )]
    pub(crate) fn add(&mut self, kind: &'static str, disposition: Disposition, count: usize) {
        if count > 0 {
            *self.fields.entry((kind, disposition)).or_default() += count;
        }
    }
}
