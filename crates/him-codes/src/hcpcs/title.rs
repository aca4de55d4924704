use him_codes_data::{HCPCS_MODIFIER_TITLES, HCPCS_TITLES};

use super::entry::Entry;
use super::modifier;
use super::table::Table;
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
        present(self.titles().0)
    }

    /// The title in at most 28 characters.
    #[must_use]
    pub fn short_title(&self) -> Option<Title> {
        present(self.titles().1)
    }

    fn titles(&self) -> (Title, Title) {
        of(self.list()).of(self.ordinal(), Day::of(self.on()))
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
        present(self.titles()?.0)
    }

    /// The title in at most 28 characters.
    #[must_use]
    pub fn short_title(&self) -> Option<Title> {
        present(self.titles()?.1)
    }

    fn titles(&self) -> Option<(Title, Title)> {
        let titles = of_modifiers(self.list());
        Some(titles.of(self.ordinal()?, Day::of(self.on())))
    }
}

/// Those of a list.
pub(super) fn of(list: &'static Table) -> &'static Titles {
    list.own().map_or(&TITLES, |own| &own.titles)
}

pub(super) fn of_modifiers(list: &'static Table) -> &'static Titles {
    list.own()
        .map_or(&MODIFIER_TITLES, |own| &own.modifier_titles)
}

fn present(title: Title) -> Option<Title> {
    (!title.is_empty()).then_some(title)
}
