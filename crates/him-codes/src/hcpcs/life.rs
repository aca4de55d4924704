//! What the editions held tell of a code's days, and of which days they tell nothing.

use chrono::NaiveDate;
use him_codes_data::{HCPCS_EDITIONS, Standing};

use super::basis::Basis;
use crate::day::Day;

/// The days and the editions of one code or modifier. The layout is described in `him-datagen`, `hcpcs.rs`.
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
    pub(super) fn verdict(self, on: NaiveDate, lists: bool) -> Verdict {
        let day = Day::of(on);
        if self.first().is_some_and(|first| day < first) {
            return Verdict::NotYet;
        }
        if self.last().is_some_and(|last| day > last) {
            return Verdict::NoLonger;
        }
        if self.is_in(LAST_RECORD) && day <= YEAR_END {
            return Verdict::In(if day <= QUARTER_END {
                Basis::Record
            } else {
                Basis::RecordOfYear
            });
        }
        if day < RECORD_DAY {
            // The last record also tells of the years before it, and does not have the code.
            return match self.first() {
                Some(_) => Verdict::In(Basis::Withdrawn),
                None => Verdict::NotYet,
            };
        }
        self.listed(day, lists)
    }

    /// After the last record, by the lists that came after it.
    fn listed(self, day: Day, lists: bool) -> Verdict {
        let after = |edition: &(usize, Day)| lists && edition.0 > LAST_RECORD;
        let all = || editions().filter(after);
        let Some((now, begun)) = all().rfind(|(_, begun)| *begun <= day) else {
            let goes_on = self.is_in(LAST_RECORD) || all().any(|(edition, _)| self.is_in(edition));
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

/// Each with its number and its first day, from the first to the last.
fn editions() -> impl DoubleEndedIterator<Item = (usize, Day)> {
    DAYS.iter().copied().enumerate()
}

/// The first day of each edition.
static DAYS: [Day; HCPCS_EDITIONS.len()] = {
    let mut days = [RECORD_DAY; HCPCS_EDITIONS.len()];
    let mut cells: &mut [Day] = &mut days;
    let mut rest = HCPCS_EDITIONS;
    while let ([cell, others @ ..], [edition, after @ ..]) = (cells, rest) {
        *cell = Day::of_date(edition.effective);
        (cells, rest) = (others, after);
    }
    days
};

/// The last edition that has records.
pub(super) const LAST_RECORD: usize = last_record().0;
const RECORD_DAY: Day = Day::of_date(last_record().1);
const QUARTER_END: Day = RECORD_DAY.quarter_end();
/// The last day of the year of the last record.
const YEAR_END: Day = RECORD_DAY.year_end();

const fn last_record() -> (usize, him_codes_data::Date) {
    let mut rest = HCPCS_EDITIONS;
    while let [before @ .., edition] = rest {
        if matches!(edition.standing, Standing::Official) {
            return (before.len(), edition.effective);
        }
        rest = before;
    }
    crate::blob::layout_fault()
}
