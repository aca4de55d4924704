use him_codes_data::{HCPCS_MODIFIER_TITLES, HCPCS_TITLES};

use super::entry::Entry;
use super::modifier;
use crate::day::Day;
use crate::title::{Title, Titles};

/// Read while compiling: tables that do not fit this code do not build.
static TITLES: Titles = Titles::new(HCPCS_TITLES, *b"HLT1");
static MODIFIER_TITLES: Titles = Titles::new(HCPCS_MODIFIER_TITLES, *b"HNT1");

impl Entry {
    /// The long title, as the record of the day has it, or the nearest one; none of a code that no record held has.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::check;
    /// let entry = check("G0008", NaiveDate::from_ymd_opt(2019, 1, 1).unwrap())?;
    /// assert_eq!(entry.title().unwrap().to_string(), "Administration of influenza virus vaccine");
    /// # Ok::<(), him_codes::hcpcs::Invalid>(())
    /// ```
    #[must_use]
    pub fn title(&self) -> Option<Title> {
        present(TITLES.of(self.ordinal(), Day::of(self.on())).0)
    }

    /// The title in at most 28 characters.
    #[must_use]
    pub fn short_title(&self) -> Option<Title> {
        present(TITLES.of(self.ordinal(), Day::of(self.on())).1)
    }
}

impl modifier::Entry {
    /// The long title, as the record of the day has it, or the nearest one; none of a modifier that no record held has,
    /// and of P1 to P6, whose titles are CPT's.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::modifier::check;
    /// let entry = check("RT", NaiveDate::from_ymd_opt(2019, 1, 1).unwrap())?;
    /// assert!(entry.title().unwrap().to_string().starts_with("Right side"));
    /// # Ok::<(), him_codes::hcpcs::modifier::Invalid>(())
    /// ```
    #[must_use]
    pub fn title(&self) -> Option<Title> {
        present(MODIFIER_TITLES.of(self.ordinal()?, Day::of(self.on())).0)
    }

    /// The title in at most 28 characters.
    #[must_use]
    pub fn short_title(&self) -> Option<Title> {
        present(MODIFIER_TITLES.of(self.ordinal()?, Day::of(self.on())).1)
    }
}

fn present(title: Title) -> Option<Title> {
    (!title.is_empty()).then_some(title)
}
