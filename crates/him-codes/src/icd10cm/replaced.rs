use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::below::{Billable, Descendants};
use super::code::Icd10Cm;
use super::conversion;
use super::entry::{Entry, State};
use super::table;
use crate::day::Day;
use crate::table::{Span, Table, Timeline};

/// A code that takes the place of one that can no longer be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Replacement {
    entry: Entry,
    evidence: ReplacementEvidence,
}

/// How it is known that a code takes the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ReplacementEvidence {
    /// The [conversion table](super::conversion) says so.
    ConversionTable,
    /// The conversion table says nothing, and the editions before and after show it: the code became a header with this one
    /// below it; or this one came when the other went, below the same header with the same seventh character, or with the same
    /// title; or its title was then widened to that of the other.
    EditionDiff,
}

impl Replacement {
    /// The code, billable on the day that was asked for.
    #[must_use]
    pub const fn entry(&self) -> Entry {
        self.entry
    }

    /// How it is known; of a chain of replacements, the weakest link.
    #[must_use]
    pub const fn evidence(&self) -> ReplacementEvidence {
        self.evidence
    }
}

/// Codes that took the place of another, in their order: those billable on the day, though the ones that took its place
/// first may be gone as well. See [`NoLonger::replaced_by`](super::NoLonger::replaced_by).
#[derive(Clone)]
pub struct ReplacedBy {
    list: &'static Table,
    code: Icd10Cm,
    on: NaiveDate,
    /// The next ones, in order.
    found: [Option<Replacement>; AT_ONCE],
    given: usize,
    /// Whether there may be more after those found.
    goes_on: bool,
}

/// Codes are gathered in their order without memory, so many with one search.
const AT_ONCE: usize = 8;
/// No chain is as long; it stops one that would close in a circle.
const LONGEST_CHAIN: u32 = 12;

impl ReplacedBy {
    pub(super) fn new(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> ReplacedBy {
        ReplacedBy {
            list,
            code,
            on,
            found: [None; AT_ONCE],
            given: AT_ONCE,
            goes_on: true,
        }
    }

    pub(super) fn nothing(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> ReplacedBy {
        ReplacedBy {
            goes_on: false,
            ..ReplacedBy::new(list, code, on)
        }
    }

    /// Finds the first codes after the last one that was given.
    fn search(&mut self) {
        let last = self.found.last().copied().flatten();
        let mut found: [Option<Replacement>; AT_ONCE] = [None; AT_ONCE];
        let mut gather = |new: Replacement| {
            let code = new.entry.code();
            if last.is_some_and(|last| code <= last.entry.code()) {
                return;
            }
            let mut new = Some(new);
            for cell in &mut found {
                let Some(own) = new else { return };
                match cell {
                    Some(known) if known.entry.code() == own.entry.code() => {
                        known.evidence = known.evidence.min(own.evidence);
                        return;
                    }
                    Some(known) if known.entry.code() < own.entry.code() => {}
                    _ => core::mem::swap(cell, &mut new),
                }
            }
        };
        let mut chain = Chain {
            list: self.list,
            on: self.on,
            found: &mut gather,
        };
        chain.follow(self.code, ReplacementEvidence::ConversionTable, 0);
        self.found = found;
        self.given = 0;
        self.goes_on = found.last().is_some_and(Option::is_some);
    }
}

impl Iterator for ReplacedBy {
    type Item = Replacement;

    fn next(&mut self) -> Option<Replacement> {
        if self.given == AT_ONCE && self.goes_on {
            self.search();
        }
        let next = self.found.get(self.given).copied().flatten()?;
        self.given += 1;
        Some(next)
    }
}

impl FusedIterator for ReplacedBy {}

impl fmt::Debug for ReplacedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplacedBy")
    }
}

struct Chain<'f> {
    list: &'static Table,
    on: NaiveDate,
    found: &'f mut dyn FnMut(Replacement),
}

impl Chain<'_> {
    /// Goes on from a code to those that took its place, until they are billable on the day.
    fn follow(&mut self, code: Icd10Cm, evidence: ReplacementEvidence, links: u32) {
        if links > 0
            && let Some(entry) = table::billable(self.list, code, self.on)
        {
            (self.found)(Replacement { entry, evidence });
            return;
        }
        let Some(ordinal) = self.list.find(code.key()) else {
            return;
        };
        if links == LONGEST_CHAIN {
            return;
        }
        let timeline = self.list.timeline(ordinal);
        match end_of_billing(timeline, self.on) {
            Some(day) => self.follow_from(code, day, evidence, links + 1),
            // A header that is gone: what took the place of the codes below it.
            None if links == 0 => {
                if let Some(eve) = last_day(timeline, self.on) {
                    for entry in billable_below(self.list, code, eve) {
                        self.follow(entry.code(), evidence, links + 1);
                    }
                }
            }
            None => {}
        }
    }

    /// Of a code that is not billable any more from a day on.
    fn follow_from(
        &mut self,
        code: Icd10Cm,
        day: NaiveDate,
        evidence: ReplacementEvidence,
        links: u32,
    ) {
        let mut is_told = false;
        for line in conversion::later(code).filter(|line| line.effective() == day) {
            is_told = true;
            self.follow(line.code(), evidence, links);
        }
        if is_told {
            return;
        }
        let evidence = ReplacementEvidence::EditionDiff;
        for successor in conversion::successors(code) {
            self.follow(successor, evidence, links);
        }
        if table::entry(self.list, code, day).is_some() {
            for entry in billable_below(self.list, code, day) {
                self.follow(entry.code(), evidence, links);
            }
        }
    }
}

fn billable_below(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> Billable {
    let node = list.automaton.walk(code.key());
    Billable::new(Descendants::of(list, code.key(), node, on))
}

/// The day after the last on which the code was billable, up to a day.
fn end_of_billing(timeline: Timeline, on: NaiveDate) -> Option<NaiveDate> {
    ends(timeline, on, |before, after| {
        before == Some(State::Billable) && after != Some(State::Billable)
    })
}

/// The last day on which the code was in the list, up to a day.
fn last_day(timeline: Timeline, on: NaiveDate) -> Option<NaiveDate> {
    ends(timeline, on, |before, after| {
        before.is_some() && after.is_none()
    })?
    .pred_opt()
}

/// The last day up to `on` on which the code's state changed so.
fn ends(
    timeline: Timeline,
    on: NaiveDate,
    fits: impl Fn(Option<State>, Option<State>) -> bool,
) -> Option<NaiveDate> {
    (1..timeline.begun(Day::of(on))).rev().find_map(|index| {
        let (before, after) = (timeline.span(index - 1)?, timeline.span(index)?);
        fits(Span::state(before), Span::state(after)).then(|| after.first().date())
    })
}
