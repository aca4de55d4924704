//! Days as the tables hold them.

use chrono::{Datelike, NaiveDate};
use him_codes_data::Date;

/// `year << 9 | day of the year`: made from a [`NaiveDate`] with shifts alone, and in the same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Day(u32);

const LAST: u32 = (1 << 20) - 1;

impl Day {
    /// Days before the year 0 and after 2047 become the first and the last day that a table can hold.
    #[inline]
    pub(crate) fn of(date: NaiveDate) -> Day {
        match u32::try_from(date.year()) {
            Ok(year) => Day((year.min(2048) << 9 | date.ordinal()).min(LAST)),
            Err(_) => Day(0),
        }
    }

    /// Of a date of the data crate, while compiling.
    pub(crate) const fn of_date(date: Date) -> Day {
        let leap = is_leap(date.year as u32) as u32;
        let before = match date.month {
            1 => 0,
            2 => 31,
            3 => 59 + leap,
            4 => 90 + leap,
            5 => 120 + leap,
            6 => 151 + leap,
            7 => 181 + leap,
            8 => 212 + leap,
            9 => 243 + leap,
            10 => 273 + leap,
            11 => 304 + leap,
            _ => 334 + leap,
        };
        Day((date.year as u32) << 9 | (before + date.day))
    }

    /// The last day of its calendar quarter.
    pub(crate) const fn quarter_end(self) -> Day {
        let leap = is_leap(self.0 >> 9) as u32;
        let (first, second, third) = (90 + leap, 181 + leap, 273 + leap);
        let own = match self.0 & 0x1ff {
            day if day <= first => first,
            day if day <= second => second,
            day if day <= third => third,
            _ => 365 + leap,
        };
        Day(self.0 >> 9 << 9 | own)
    }

    /// The last day of its year.
    pub(crate) const fn year_end(self) -> Day {
        Day(self.0 >> 9 << 9 | (365 + is_leap(self.0 >> 9) as u32))
    }

    pub(crate) const fn from_number(number: u32) -> Day {
        Day(number)
    }

    pub(crate) const fn number(self) -> u32 {
        self.0
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

const fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The data crate knows no chrono.
pub(crate) fn naive(date: Date) -> NaiveDate {
    NaiveDate::from_ymd_opt(date.year, date.month, date.day).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_while_compiling_are_those_of_chrono() {
        let mut day = NaiveDate::from_ymd_opt(1999, 12, 25).unwrap();
        while day.year() < 2030 {
            let number = Day::of(day);
            assert_eq!(number.date(), day);
            assert_eq!(
                number.year_end().date(),
                NaiveDate::from_ymd_opt(day.year(), 12, 31).unwrap()
            );
            let end = number.quarter_end().date();
            assert!(end >= day && (end - day).num_days() < 92);
            assert_eq!(
                end.succ_opt().map(|next| (next.month0() % 3, next.day())),
                Some((0, 1))
            );
            day = day.succ_opt().unwrap();
        }
        for edition in him_codes_data::HCPCS_EDITIONS {
            assert_eq!(
                Day::of_date(edition.effective).date(),
                naive(edition.effective)
            );
        }
    }
}
