use core::fmt;

use chrono::{Datelike, NaiveDate};

pub use him_codes_data::Standing;

use crate::day::naive;
use crate::table::Table;

/// An edition of a code system: from which day it is in force, and what the tables have of it.
///
/// ```
/// use chrono::NaiveDate;
/// use him_codes::{Standing, icd10cm};
///
/// let day = NaiveDate::from_ymd_opt(2020, 5, 1).unwrap();
/// let edition = icd10cm::edition_on(day).unwrap();
/// assert_eq!(edition.name(), "FY2020, April 2020 update");
/// assert_eq!(edition.standing(), Standing::NotHeld);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition(&'static him_codes_data::Edition);

impl Edition {
    /// As the publisher names it, such as `FY2021, January 2021 update`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// The first day on which it is in force.
    #[must_use]
    pub fn effective(self) -> NaiveDate {
        naive(self.0.effective)
    }

    #[cfg(feature = "release")]
    pub(crate) const fn data(self) -> him_codes_data::Edition {
        *self.0
    }

    /// Whether its file is held as published, is put together from addenda, or is not held.
    #[must_use]
    pub const fn standing(self) -> Standing {
        self.0.standing
    }

    /// The last day of the federal fiscal year in which it takes effect, 30 September. Without a newer edition nothing is
    /// known of the days after it.
    #[must_use]
    pub fn fiscal_year_end(self) -> NaiveDate {
        let effective = self.effective();
        let year = effective.year() + i32::from(effective.month() >= 10);
        NaiveDate::from_ymd_opt(year, 9, 30).unwrap_or(NaiveDate::MAX)
    }
}

/// From the first edition to the last.
pub(crate) fn all(
    list: &'static [him_codes_data::Edition],
) -> impl DoubleEndedIterator<Item = Edition> + ExactSizeIterator {
    list.iter().map(Edition)
}

/// The day on which ICD-10-CM and ICD-10-PCS came into force, 45 CFR 162.1002(c).
const IN_FORCE: NaiveDate = match NaiveDate::from_ymd_opt(2015, 10, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Begins the sentence about a code on a day before the first edition of a list.
pub(crate) fn fmt_start(
    f: &mut fmt::Formatter<'_>,
    code: impl fmt::Display,
    on: NaiveDate,
    system: &str,
    list: &Table,
) -> fmt::Result {
    match list.editions().next() {
        Some(first) if first.effective() > IN_FORCE => write!(
            f,
            "{code} is not known on {on}: the first edition here is {}, in force from {}",
            first.name(),
            first.effective()
        ),
        _ => write!(
            f,
            "{code} is not yet valid on {on}: {system} is in force from {}",
            list.in_force(on)
        ),
    }
}

/// How the day of a change is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// The published order file that took effect on the day, and the one before it.
    OrderFile,
    /// As `OrderFile`, but the file is put together from the published addenda.
    Reconstructed,
    /// The order file of the edition is not held; the Medicare Code Editor's table of codes has the day.
    CodeEditor,
    /// The order file of the edition is not held, and the Medicare Code Editor's table has no headers: the day is that of
    /// the first, or after the last, of the billable codes below.
    Inferred,
}
