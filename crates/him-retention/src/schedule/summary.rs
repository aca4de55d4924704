//! A schedule by year and rule.

use std::collections::HashMap;

use chrono::Datelike;

use super::Entry;
use crate::{Outcome, Rule};

/// Counts the entries of a schedule by outcome, by the year in which they may go, and by the rule
/// that decides. It holds no date of a record.
#[derive(Clone, Debug, Default)]
pub struct Summary<'b> {
    // The place of a rule in memory tells rules apart; two books have two of each.
    counts: HashMap<(u8, Option<i32>, usize), Row<'b>>,
    total: u64,
}

/// A line of a [`Summary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row<'b> {
    /// The year of the first day of destruction; `None` where there is none, as for records that are
    /// held, permanent or undecided.
    pub year: Option<i32>,
    /// `DATE` for records with a year, else the name of the outcome.
    pub status: &'static str,
    /// The rule that decides.
    pub rule: Option<&'b Rule>,
    /// How many records.
    pub records: u64,
}

impl<'b> Summary<'b> {
    /// Counts one entry.
    pub fn add(&mut self, entry: &Entry<'b>) {
        let year = entry.eligible_from().map(|day| day.year());
        let (order, status) = match entry.outcome {
            Outcome::Retain { .. } | Outcome::Eligible { .. } => (0, "DATE"),
            Outcome::Held { .. } => (1, entry.outcome.name()),
            Outcome::NeedsReview { .. } => (2, entry.outcome.name()),
            Outcome::Indeterminate { .. } => (3, entry.outcome.name()),
            Outcome::NeedsPolicy { .. } => (4, entry.outcome.name()),
            Outcome::Never => (5, entry.outcome.name()),
        };
        let rule = entry
            .rule()
            .map_or(0, |rule| std::ptr::from_ref(rule).addr());
        let row = self.counts.entry((order, year, rule)).or_insert(Row {
            year,
            status,
            rule: entry.rule(),
            records: 0,
        });
        row.records += 1;
        self.total += 1;
    }

    /// How many entries were counted.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.total
    }

    /// The lines: those with a year first and in the order of years, within a year by the rule's id.
    #[must_use]
    pub fn rows(&self) -> Vec<Row<'b>> {
        let mut rows: Vec<_> = self
            .counts
            .iter()
            .map(|(key, row)| ((key.0, key.1), row.rule.map(|rule| &*rule.id), *row))
            .collect();
        rows.sort_by_key(|&(key, rule, _)| (key, rule));
        rows.into_iter().map(|(_, _, row)| row).collect()
    }
}
