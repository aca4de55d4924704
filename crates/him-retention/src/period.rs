//! Lengths of time: years, months, days.

use std::fmt;
use std::num::NonZeroU16;

use chrono::{Datelike, Days, Months, NaiveDate};

/// A length of time that is never zero.
///
/// ```
/// use chrono::NaiveDate;
/// use him_retention::Period;
///
/// let leap_day = NaiveDate::from_ymd_opt(2012, 2, 29).unwrap();
/// let years = Period::years(7).unwrap();
/// assert_eq!(years.after(leap_day), NaiveDate::from_ymd_opt(2019, 2, 28));
/// assert_eq!(years.to_string(), "7y");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    count: NonZeroU16,
    unit: Unit,
}

/// The unit of a [`Period`]; the calendar has no others that the rules use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Calendar years.
    Years,
    /// Calendar months.
    Months,
    /// Days.
    Days,
}

impl Period {
    /// So many of the unit; `None` for zero, since a retention period of no length is a mistake.
    #[must_use]
    pub fn new(count: u16, unit: Unit) -> Option<Self> {
        NonZeroU16::new(count).map(|count| Self { count, unit })
    }

    /// So many calendar years.
    #[must_use]
    pub fn years(count: u16) -> Option<Self> {
        Self::new(count, Unit::Years)
    }

    /// How many of the unit.
    #[must_use]
    pub fn count(self) -> u16 {
        self.count.get()
    }

    /// The unit.
    #[must_use]
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// The anniversary: the same day of a later month, or that month's last day where it is shorter
    /// (29 February becomes 28 February). `None` beyond the calendar (year 262142).
    #[must_use]
    pub fn after(self, date: NaiveDate) -> Option<NaiveDate> {
        let count = u32::from(self.count.get());
        match self.unit {
            Unit::Years => {
                let year = date.year().checked_add(i32::from(self.count.get()))?;
                // The only day that another year may lack is 29 February.
                date.with_year(year)
                    .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
            }
            Unit::Months => date.checked_add_months(Months::new(count)),
            Unit::Days => date.checked_add_days(Days::new(u64::from(count))),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Years => 'y',
            Unit::Months => 'm',
            Unit::Days => 'd',
        };
        write!(f, "{}{unit}", self.count)
    }
}
