//! What the editions held tell of a code's days, and of which days they tell nothing.

use chrono::NaiveDate;

use super::basis::Basis;
use super::editions::Editions;
use crate::day::Day;

/// The days and the editions of one code or modifier. The layout is described in `him-codes-release`, `hcpcs.rs`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Life(u64);

/// Whether a code is in force on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    In(Basis),
    NotYet,
    NoLonger,
}

const NO_DAY: u64 = (1 << 20) - 1;

impl Life {
    pub(super) const fn from_bits(bits: u64) -> Life {
        Life(bits)
    }

    /// The day on which the code was added; none of a code that no record has.
    pub(super) const fn first(self) -> Option<Day> {
        match self.0 & NO_DAY {
            0 => None,
            day => Some(Day::from_number(day as u32)),
        }
    }

    /// The last day, when a record has one.
    pub(super) const fn last(self) -> Option<Day> {
        match self.0 >> 20 & NO_DAY {
            NO_DAY => None,
            day => Some(Day::from_number(day as u32)),
        }
    }

    pub(super) const fn is_in(self, edition: usize) -> bool {
        self.0 >> 40 >> edition & 1 == 1
    }

    /// `lists`: whether the editions without records list it when they have it; they have no modifiers.
    #[inline]
    pub(super) fn verdict(self, editions: &Editions, on: NaiveDate, lists: bool) -> Verdict {
        self.verdict_on(editions, Day::of(on), lists)
    }

    #[inline]
    pub(super) const fn verdict_on(self, editions: &Editions, day: Day, lists: bool) -> Verdict {
        if let Some(first) = self.first()
            && day.number() < first.number()
        {
            return Verdict::NotYet;
        }
        if let Some(last) = self.last()
            && day.number() > last.number()
        {
            return Verdict::NoLonger;
        }
        if self.is_in(editions.last_record()) && day.number() <= editions.year_end.number() {
            return Verdict::In(if day.number() <= editions.quarter_end.number() {
                Basis::Record
            } else {
                Basis::RecordOfYear
            });
        }
        if day.number() < editions.record_day.number() {
            // The last record also tells of the years before it, and does not have the code.
            return match self.first() {
                Some(_) => Verdict::In(Basis::Withdrawn),
                None if lists => self.listed_before(editions, day),
                None => Verdict::NotYet,
            };
        }
        self.listed(editions, day, lists)
    }

    /// Before the last record, which does not have it, by the lists that came before that.
    const fn listed_before(self, editions: &Editions, day: Day) -> Verdict {
        let mut verdict = Verdict::NotYet;
        let mut number = 0;
        while let Some(begun) = editions.first_day(number) {
            if begun.number() <= day.number() && self.is_in(number) {
                verdict = Verdict::In(if day.number() <= begun.quarter_end().number() {
                    Basis::List
                } else {
                    Basis::Between
                });
            }
            number += 1;
        }
        verdict
    }

    /// After the last record, by the lists that came after it.
    const fn listed(self, editions: &Editions, day: Day, lists: bool) -> Verdict {
        // The list of the day, the one after it, and whether an edition before, one later and any has the code.
        let (mut now, mut next) = (None, None);
        let (mut before, mut later) = (false, false);
        let mut any = self.is_in(editions.last_record());
        let mut number = 0;
        while let Some(begun) = editions.first_day(number) {
            let own = self.is_in(number);
            if lists && number > editions.last_record() {
                any |= own;
                if begun.number() <= day.number() {
                    before |= match now {
                        Some((earlier, _)) => self.is_in(earlier),
                        None => false,
                    };
                    now = Some((number, begun));
                } else {
                    if next.is_none() {
                        next = Some(number);
                    }
                    later |= own;
                }
            } else {
                before |= own;
            }
            number += 1;
        }
        let Some((now, begun)) = now else {
            return if any {
                Verdict::In(Basis::Between)
            } else {
                Verdict::NoLonger
            };
        };
        let own_quarter = day.number() <= begun.quarter_end().number();
        match (self.is_in(now), next) {
            (true, Some(next)) if !own_quarter && !self.is_in(next) => Verdict::In(Basis::Between),
            (true, _) => Verdict::In(Basis::List),
            (false, Some(_)) if !own_quarter && later => Verdict::In(Basis::Between),
            (false, _) if before => Verdict::NoLonger,
            (false, _) => Verdict::NotYet,
        }
    }
}
