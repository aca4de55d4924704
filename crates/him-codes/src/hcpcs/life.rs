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
    pub(super) fn first(self) -> Option<Day> {
        let day = self.0 & NO_DAY;
        (day != 0).then(|| Day::from_number(day as u32))
    }

    /// The last day, when a record has one.
    pub(super) fn last(self) -> Option<Day> {
        let day = self.0 >> 20 & NO_DAY;
        (day != NO_DAY).then(|| Day::from_number(day as u32))
    }

    pub(super) const fn is_in(self, edition: usize) -> bool {
        self.0 >> 40 >> edition & 1 == 1
    }

    /// `lists`: whether the editions without records list it when they have it; they have no modifiers.
    #[inline]
    pub(super) fn verdict(self, editions: &Editions, on: NaiveDate, lists: bool) -> Verdict {
        let day = Day::of(on);
        if self.first().is_some_and(|first| day < first) {
            return Verdict::NotYet;
        }
        if self.last().is_some_and(|last| day > last) {
            return Verdict::NoLonger;
        }
        if self.is_in(editions.last_record()) && day <= editions.year_end {
            return Verdict::In(if day <= editions.quarter_end {
                Basis::Record
            } else {
                Basis::RecordOfYear
            });
        }
        if day < editions.record_day {
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
    fn listed_before(self, editions: &Editions, day: Day) -> Verdict {
        let begun = editions.days().filter(|(_, begun)| *begun <= day);
        let mut own = begun.filter(|(edition, _)| self.is_in(*edition));
        match own.next_back() {
            Some((_, begun)) if day <= begun.quarter_end() => Verdict::In(Basis::List),
            Some(_) => Verdict::In(Basis::Between),
            None => Verdict::NotYet,
        }
    }

    /// After the last record, by the lists that came after it.
    fn listed(self, editions: &Editions, day: Day, lists: bool) -> Verdict {
        let after = |edition: &(usize, Day)| lists && edition.0 > editions.last_record();
        let all = || editions.days().filter(after);
        let Some((now, begun)) = all().rfind(|(_, begun)| *begun <= day) else {
            let goes_on =
                self.is_in(editions.last_record()) || all().any(|(edition, _)| self.is_in(edition));
            return if goes_on {
                Verdict::In(Basis::Between)
            } else {
                Verdict::NoLonger
            };
        };
        let own_quarter = day <= begun.quarter_end();
        let next = all().find(|(_, begun)| *begun > day);
        let before = (0..now).any(|edition| self.is_in(edition));
        let later = all().any(|(edition, _)| edition > now && self.is_in(edition));
        match (self.is_in(now), next) {
            (true, Some((next, _))) if !own_quarter && !self.is_in(next) => {
                Verdict::In(Basis::Between)
            }
            (true, _) => Verdict::In(Basis::List),
            (false, Some(_)) if !own_quarter && later => Verdict::In(Basis::Between),
            (false, _) if before => Verdict::NoLonger,
            (false, _) => Verdict::NotYet,
        }
    }
}
