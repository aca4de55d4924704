//! Many records at once: when each may go, what becomes eligible, and what a change would do.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_retention::schedule::{Scheduler, Summary};
//! use him_retention::{Event, Facts, Provider, RecordType, RuleBook, Scope};
//!
//! let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
//! let scope = Scope::new("US-PA".parse()?, Provider::Hospital, RecordType::MedicalRecord);
//! let born = Facts::new().with(Event::BirthDate, day(1961, 7, 3));
//! let records = [2012, 2019, 2020].map(|year| {
//!     (year, born.clone().with(Event::Discharge, day(year, 2, 28)), &scope)
//! });
//!
//! let mut scheduler = Scheduler::new(RuleBook::embedded());
//! let mut summary = Summary::default();
//! for (year, entry) in scheduler.schedule(records, day(2026, 11, 25)) {
//!     assert_eq!(entry.destroy_from(), Some(day(year + 7, 3, 1)));
//!     summary.add(&entry);
//! }
//! let years: Vec<_> = summary.rows().iter().map(|row| (row.year, row.records)).collect();
//! assert_eq!(years, [(Some(2019), 1), (Some(2026), 1), (Some(2027), 1)]);
//! # Ok::<(), him_retention::Error>(())
//! ```

mod change;
mod summary;
mod versions;

use std::borrow::Borrow;
use std::fmt;

use chrono::{Days, NaiveDate};

pub use change::{Change, Difference, WhatIf};
pub use summary::{Row, Summary};
pub use versions::{Version, Versions};

use crate::{Arm, Facts, Outcome, Rule, RuleBook, Scope};

/// What a schedule holds of one record. `Debug` prints no date.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Entry<'b> {
    pub(crate) outcome: Outcome,
    pub(crate) retain_through: Option<NaiveDate>,
    pub(crate) destroy_from: Option<NaiveDate>,
    pub(crate) deciding: Option<Arm<'b>>,
}

impl<'b> Entry<'b> {
    /// The answer.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// As [`Decision::retain_through`](crate::Decision::retain_through).
    #[must_use]
    pub fn retain_through(&self) -> Option<NaiveDate> {
        self.retain_through
    }

    /// As [`Decision::destroy_from`](crate::Decision::destroy_from): a statement about dates.
    #[must_use]
    pub fn destroy_from(&self) -> Option<NaiveDate> {
        self.destroy_from
    }

    /// The first day on which the record may be destroyed as things stand; none when it is held,
    /// permanent, or waits for a fact, a policy or a review.
    #[must_use]
    pub fn eligible_from(&self) -> Option<NaiveDate> {
        match self.outcome {
            Outcome::Retain { .. } => self.destroy_from,
            Outcome::Eligible { from } => Some(from),
            _ => None,
        }
    }

    /// The arm that decides: its rule, and which of its periods applied.
    #[must_use]
    pub fn deciding(&self) -> Option<&Arm<'b>> {
        self.deciding.as_ref()
    }

    /// The rule that decides.
    #[must_use]
    pub fn rule(&self) -> Option<&'b Rule> {
        self.deciding.map(|arm| arm.rule())
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("outcome", &self.outcome)
            .field("rule", &self.rule().map(|rule| &rule.id))
            .finish_non_exhaustive()
    }
}

/// Decides record after record by one book, without allocation for each.
#[derive(Clone, Debug)]
pub struct Scheduler<'b> {
    book: &'b RuleBook,
    arms: Vec<Arm<'b>>,
}

impl<'b> Scheduler<'b> {
    /// A scheduler by the rules of the book.
    #[must_use]
    pub fn new(book: &'b RuleBook) -> Self {
        Self {
            book,
            arms: Vec::with_capacity(8),
        }
    }

    /// The outcome with its dates and the rule that decides.
    pub fn decide(&mut self, facts: &Facts, scope: &Scope, on: NaiveDate) -> Entry<'b> {
        self.book.entry(facts, scope, on, &mut self.arms)
    }

    /// Decides every record of a stream, in its order and one at a time.
    pub fn schedule<K, S: Borrow<Scope>>(
        &mut self,
        records: impl IntoIterator<Item = (K, Facts, S)>,
        on: NaiveDate,
    ) -> impl Iterator<Item = (K, Entry<'b>)> {
        records
            .into_iter()
            .map(move |(key, facts, scope)| (key, self.decide(&facts, scope.borrow(), on)))
    }

    /// The day between the two, both included, on which the record becomes eligible: it may be
    /// destroyed on the last day and might not yet on the day before the first. The law of the last
    /// day counts for the one, that of the day before the first for the other.
    #[must_use]
    pub fn becomes_eligible(
        &self,
        facts: &Facts,
        scope: &Scope,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Option<NaiveDate> {
        let Outcome::Eligible { from } = self.book.outcome(facts, scope, last) else {
            return None;
        };
        let eligible = |on| {
            let outcome = self.book.outcome(facts, scope, on);
            matches!(outcome, Outcome::Eligible { .. })
        };
        if eligible(first.pred_opt()?) {
            return None;
        }
        let (mut not_yet, mut may) = (from.max(first), last);
        if eligible(not_yet) {
            return Some(not_yet);
        }
        // A law changed in between: the first day under the new one.
        while (may - not_yet).num_days() > 1 {
            let half = u64::try_from((may - not_yet).num_days() / 2).ok()?;
            let middle = not_yet.checked_add_days(Days::new(half))?;
            if eligible(middle) {
                may = middle;
            } else {
                not_yet = middle;
            }
        }
        Some(may)
    }

    /// The records that become eligible between two days, both included, with the day; the others
    /// are left out.
    pub fn becoming_eligible<K, S: Borrow<Scope>>(
        &self,
        records: impl IntoIterator<Item = (K, Facts, S)>,
        first: NaiveDate,
        last: NaiveDate,
    ) -> impl Iterator<Item = (K, NaiveDate)> {
        records.into_iter().filter_map(move |(key, facts, scope)| {
            self.becomes_eligible(&facts, scope.borrow(), first, last)
                .map(|day| (key, day))
        })
    }
}
