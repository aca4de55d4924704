//! What another rule, another state or a lifted hold would change.

use std::borrow::Borrow;

use chrono::NaiveDate;

use super::{Entry, Scheduler};
use crate::{Facts, Hold, RuleBook, Scope};

type Rescope<'w> = Box<dyn Fn(&Scope) -> Scope + 'w>;
type Lifts<'w> = Box<dyn Fn(&Hold) -> bool + 'w>;

/// A question: how would the schedule look if ...? Nothing is changed by asking.
///
/// ```
/// use chrono::NaiveDate;
/// use him_retention::schedule::{Change, WhatIf};
/// use him_retention::{Event, Facts, Provider, RecordType, RuleBook, Scope};
///
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// let pennsylvania = Scope::new("US-PA".parse()?, Provider::Hospital, RecordType::MedicalRecord);
/// let facts = Facts::new()
///     .with(Event::BirthDate, day(1961, 7, 3))
///     .with(Event::Discharge, day(2012, 2, 29));
/// // What if the clinic's policy asked for fifteen years?
/// let mut book = RuleBook::embedded().clone();
/// book.add("policy.toml", r#"
///     jurisdiction = "SITE"
///     name = "An invented hospital"
///     [[rule]]
///     id = "OURS"
///     provider = "hospital"
///     record = "medical_record"
///     adult = "DISCHARGE+15y"
///     verification = "site_policy"
/// "#)?;
/// let what_if = WhatIf::new(RuleBook::embedded(), day(2026, 11, 25)).with_book(&book);
/// let difference = what_if.difference(&facts, &pennsylvania).unwrap();
/// assert_eq!(difference.change(), Change::Later);
/// assert_eq!(difference.after.destroy_from(), Some(day(2027, 3, 1)));
/// # Ok::<(), him_retention::Error>(())
/// ```
pub struct WhatIf<'b, 'w> {
    book: &'b RuleBook,
    instead: &'b RuleBook,
    rescope: Option<Rescope<'w>>,
    lifts: Option<Lifts<'w>>,
    on: NaiveDate,
    on_instead: NaiveDate,
}

/// One record before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference<'b> {
    /// As things are.
    pub before: Entry<'b>,
    /// As they would be.
    pub after: Entry<'b>,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    /// It may go earlier.
    Earlier,
    /// It may go later.
    Later,
    /// It has no day any more on which it may go.
    Blocked,
    /// It has a day now on which it may go.
    Unblocked,
    /// The day is the same, or there is none as before; another rule decides, or for another reason.
    Otherwise,
}

impl Difference<'_> {
    /// What became of the record.
    #[must_use]
    pub fn change(&self) -> Change {
        match (self.before.eligible_from(), self.after.eligible_from()) {
            (Some(before), Some(after)) if after < before => Change::Earlier,
            (Some(before), Some(after)) if after > before => Change::Later,
            (Some(_), None) => Change::Blocked,
            (None, Some(_)) => Change::Unblocked,
            _ => Change::Otherwise,
        }
    }
}

impl<'b, 'w> WhatIf<'b, 'w> {
    /// Nothing is different yet.
    #[must_use]
    pub fn new(book: &'b RuleBook, on: NaiveDate) -> Self {
        Self {
            book,
            instead: book,
            rescope: None,
            lifts: None,
            on,
            on_instead: on,
        }
    }

    /// Other rules: a new one, a repealed one, the next version of the policy.
    #[must_use]
    pub fn with_book(mut self, book: &'b RuleBook) -> Self {
        self.instead = book;
        self
    }

    /// Another scope: another state, another capacity, another payer.
    #[must_use]
    pub fn with_scope(mut self, rescope: impl Fn(&Scope) -> Scope + 'w) -> Self {
        self.rescope = Some(Box::new(rescope));
        self
    }

    /// Without the holds for which the function is true.
    #[must_use]
    pub fn without_holds(mut self, lifts: impl Fn(&Hold) -> bool + 'w) -> Self {
        self.lifts = Some(Box::new(lifts));
        self
    }

    /// On another day.
    #[must_use]
    pub fn on(mut self, day: NaiveDate) -> Self {
        self.on_instead = day;
        self
    }

    /// The record before and after; `None` when nothing changes for it.
    #[must_use]
    pub fn difference(&self, facts: &Facts, scope: &Scope) -> Option<Difference<'b>> {
        let before = Scheduler::new(self.book).decide(facts, scope, self.on);
        let rescoped = self.rescope.as_ref().map(|rescope| rescope(scope));
        let lifted = self.lifts.as_ref().map(|lifts| facts.without_holds(lifts));
        let after = Scheduler::new(self.instead).decide(
            lifted.as_ref().unwrap_or(facts),
            rescoped.as_ref().unwrap_or(scope),
            self.on_instead,
        );
        let same_rule = before.rule().map(|rule| &rule.id) == after.rule().map(|rule| &rule.id);
        let same = before.outcome == after.outcome
            && before.destroy_from == after.destroy_from
            && same_rule;
        (!same).then_some(Difference { before, after })
    }

    /// The records for which something changes.
    pub fn differences<K, S: Borrow<Scope>>(
        &self,
        records: impl IntoIterator<Item = (K, Facts, S)>,
    ) -> impl Iterator<Item = (K, Difference<'b>)> {
        records.into_iter().filter_map(|(key, facts, scope)| {
            self.difference(&facts, scope.borrow())
                .map(|difference| (key, difference))
        })
    }
}
