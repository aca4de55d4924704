//! Days as the tables hold them.

use chrono::{Datelike, NaiveDate};
use him_codes_data::Date;

/// `year << 9 | day of the year`: made from a [`NaiveDate`] with shifts alone, and in the same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Day(u32);

const LAST: u32 = (1 << 20) - 1;

impl Day {
    /// Days before the year 0 and after 2047 become the first and the last day that a table can hold.
    pub(crate) fn of(date: NaiveDate) -> Day {
        match u32::try_from(date.year()) {
            Ok(year) => Day((year.min(2048) << 9 | date.ordinal()).min(LAST)),
            Err(_) => Day(0),
        }
    }

    pub(crate) const fn from_number(number: u32) -> Day {
        Day(number)
    }

    /// The date; for a number that is none, the last that chrono knows, so that a damaged table shows.
    pub(crate) fn date(self) -> NaiveDate {
        NaiveDate::from_yo_opt((self.0 >> 9) as i32, self.0 & 0x1ff).unwrap_or(NaiveDate::MAX)
    }

    /// The date of the day before.
    pub(crate) fn date_before(self) -> NaiveDate {
        let date = self.date();
        date.pred_opt().unwrap_or(date)
    }
}

/// The data crate knows no chrono.
pub(crate) fn naive(date: Date) -> NaiveDate {
    NaiveDate::from_ymd_opt(date.year, date.month, date.day).unwrap_or(NaiveDate::MAX)
}
