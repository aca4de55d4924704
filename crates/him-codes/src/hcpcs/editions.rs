//! The editions of a list, and what follows from them.

use chrono::{Datelike, NaiveDate};
use him_codes_data::Standing;

use super::life::Life;
use crate::blob::element;
use crate::day::{Day, naive};
use crate::edition::{self, Edition};

/// From the first to the last; at least one has records.
pub(super) struct Editions {
    list: &'static [him_codes_data::Edition],
    /// The last one that has records.
    last_record: usize,
    pub(super) record_day: Day,
    pub(super) quarter_end: Day,
    /// The last day of the year of the last record.
    pub(super) year_end: Day,
}

impl Editions {
    /// None when no edition has records.
    pub(super) const fn new(list: &'static [him_codes_data::Edition]) -> Option<Editions> {
        let mut rest = list;
        while let [before @ .., edition] = rest {
            if matches!(edition.standing, Standing::Official) {
                let record_day = Day::of_date(edition.effective);
                return Some(Editions {
                    list,
                    last_record: before.len(),
                    record_day,
                    quarter_end: record_day.quarter_end(),
                    year_end: record_day.year_end(),
                });
            }
            rest = before;
        }
        None
    }

    #[inline]
    pub(super) const fn last_record(&self) -> usize {
        self.last_record
    }

    pub(super) fn all(
        &self,
    ) -> impl DoubleEndedIterator<Item = Edition> + ExactSizeIterator + use<> {
        edition::all(self.list)
    }

    /// The first day of the edition with this number; none after the last.
    pub(super) const fn first_day(&self, number: usize) -> Option<Day> {
        match element(self.list, number) {
            Some(edition) => Some(Day::of_date(edition.effective)),
            None => None,
        }
    }

    /// The first days of those that have records.
    pub(super) fn record_days(&self) -> impl Iterator<Item = Day> + use<> {
        self.list
            .iter()
            .filter(|edition| edition.standing == Standing::Official)
            .map(|edition| Day::of(naive(edition.effective)))
    }

    pub(super) fn on(&self, day: NaiveDate) -> Option<Edition> {
        self.all().rev().find(|edition| edition.effective() <= day)
    }

    pub(super) fn covered_until(&self) -> NaiveDate {
        self.all().next_back().map_or(NaiveDate::MIN, |edition| {
            Day::of(edition.effective()).quarter_end().date()
        })
    }

    /// The records keep a code for four years after its end.
    pub(super) fn kept_from(&self) -> NaiveDate {
        self.all()
            .next()
            .and_then(|first| first.effective().with_year(first.effective().year() - 4))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Of the editions that have a code the last one of the day or before it, or the first one after it.
    pub(super) fn of(&self, life: Life, on: NaiveDate, lists: bool) -> Option<Edition> {
        let own = |(number, edition): (usize, Edition)| {
            let speaks = lists || edition.standing() == Standing::Official;
            (speaks && life.is_in(number)).then_some(edition)
        };
        let mut all = self.all().enumerate().filter_map(own);
        let first = all.next()?;
        Some(
            all.take_while(|edition| edition.effective() <= on)
                .last()
                .unwrap_or(first),
        )
    }

    /// The name of the edition with this number.
    pub(super) fn name(&self, number: usize) -> &'static str {
        self.list.get(number).map_or("", |edition| edition.name)
    }

    /// The first day of the edition with this number.
    pub(super) fn day(&self, number: usize) -> NaiveDate {
        self.list
            .get(number)
            .map_or(NaiveDate::MAX, |edition| naive(edition.effective))
    }

    /// The name of the last one that has records.
    pub(super) fn record_name(&self) -> &'static str {
        self.name(self.last_record)
    }
}
