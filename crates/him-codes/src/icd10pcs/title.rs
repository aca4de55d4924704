use him_codes_data::ICD10PCS_TITLES;

use super::entry::Entry;
use super::header::Header;
use crate::day::Day;
use crate::table::Table;
use crate::title::{Title, Titles};

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TITLES: Titles = Titles::new(ICD10PCS_TITLES, *b"HPT1");

/// Whether the long title of the code with this number, and its short one, differ between two days.
pub(super) fn differ(list: &'static Table, ordinal: u32, from: Day, to: Day) -> (bool, bool) {
    list.titles().unwrap_or(&TITLES).differ(ordinal, from, to)
}

impl Entry {
    /// The long title, as the order file of the day has it; none for a code that stands in no order file held.
    ///
    /// Titles are revised with the annual editions: where the order file of 1 October is not held, and that of the year's
    /// update is, its titles hold from 1 October.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::check;
    /// let entry = check("0DTJ4ZZ", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap())?;
    /// assert_eq!(entry.title().unwrap().to_string(), "Resection of Appendix, Percutaneous Endoscopic Approach");
    /// # Ok::<(), him_codes::icd10pcs::Invalid>(())
    /// ```
    #[must_use]
    pub fn title(&self) -> Option<Title> {
        let (long, _) = self.titles();
        Some(long).filter(|title| !title.is_empty())
    }

    /// The title in at most 60 characters, as the order file of the day abbreviates it; none where there is no title.
    #[must_use]
    pub fn short_title(&self) -> Option<Title> {
        let (_, short) = self.titles();
        Some(short).filter(|title| !title.is_empty())
    }

    fn titles(&self) -> (Title, Title) {
        let titles = self.list().titles().unwrap_or(&TITLES);
        titles.of(self.ordinal(), Day::of(self.on()))
    }
}

impl Header {
    /// The long title of a table, as the order file of the day has it; none for other headers, and for a table that stands
    /// in no order file held.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::Prefix;
    /// let header = "0DT".parse::<Prefix>()?.header(NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()).unwrap();
    /// assert_eq!(header.title().unwrap().to_string(), "Gastrointestinal System, Resection");
    /// # Ok::<(), him_codes::ParseError>(())
    /// ```
    #[must_use]
    pub fn title(&self) -> Option<Title> {
        self.titles().map(|(long, _)| long)
    }

    /// The title of a table in at most 60 characters, as the order file of the day abbreviates it.
    #[must_use]
    pub fn short_title(&self) -> Option<Title> {
        self.titles().map(|(_, short)| short)
    }

    fn titles(&self) -> Option<(Title, Title)> {
        let ordinal = self.list().find(self.prefix().key())?;
        let titles = self
            .list()
            .titles()
            .unwrap_or(&TITLES)
            .of(ordinal, Day::of(self.on()));
        Some(titles).filter(|(long, _)| !long.is_empty())
    }
}
