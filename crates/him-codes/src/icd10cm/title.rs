use him_codes_data::ICD10CM_TITLES;

use super::entry::Entry;
use crate::day::Day;
use crate::table::Table;
use crate::title::{Title, Titles};

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TITLES: Titles = Titles::new(ICD10CM_TITLES, *b"HCT1");

/// Whether the long title of the code with this number, and its short one, differ between two days.
pub(super) fn differ(list: &'static Table, ordinal: u32, from: Day, to: Day) -> (bool, bool) {
    list.titles().unwrap_or(&TITLES).differ(ordinal, from, to)
}

impl Entry {
    /// The long title, as the order file of the day has it.
    ///
    /// Titles are revised with the annual editions: of codes that are in the lists of FY2020 and of January 2021 with
    /// different titles, the new one holds from 2020-10-01, whose order file is not held.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let entry = check("E11.9", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap())?;
    /// assert_eq!(entry.title().to_string(), "Type 2 diabetes mellitus without complications");
    /// # Ok::<(), him_codes::icd10cm::Invalid>(())
    /// ```
    #[must_use]
    pub fn title(&self) -> Title {
        self.titles().0
    }

    /// The title in at most 60 characters, as the order file of the day abbreviates it.
    #[must_use]
    pub fn short_title(&self) -> Title {
        self.titles().1
    }

    fn titles(&self) -> (Title, Title) {
        let titles = self.list().titles().unwrap_or(&TITLES);
        titles.of(self.ordinal(), Day::of(self.on()))
    }
}
