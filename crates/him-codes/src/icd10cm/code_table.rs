use chrono::NaiveDate;

use super::below::Entries;
use super::code::Icd10Cm;
use super::diff::Diff;
use super::entry::Entry;
use super::invalid::Invalid;
use super::nearby::Nearby;
use super::table::{self, TABLE};
use crate::edition::Edition;
use crate::table::Table;
#[cfg(feature = "release")]
use crate::{
    automaton::LETTER,
    release::{List, Release, ReleaseError, System},
};

/// A list of ICD-10-CM by date, as a value: the embedded one, or, with the feature `release`, one with a newer edition.
///
/// The functions of this module and the methods of [`Icd10Cm`] ask the [embedded](CodeTable::embedded) table; an [`Entry`] or a
/// reason goes on asking the table that it came from.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::icd10cm::{self, CodeTable};
///
/// let day = NaiveDate::from_ymd_opt(2025, 3, 14).unwrap();
/// assert_eq!(CodeTable::embedded().check("E11.9", day), icd10cm::check("E11.9", day));
/// ```
#[derive(Clone, Copy)]
pub struct CodeTable(pub(super) &'static Table);

impl CodeTable {
    /// The table that [`check`](super::check) asks.
    #[must_use]
    pub const fn embedded() -> CodeTable {
        CodeTable(&TABLE)
    }

    /// As [`check`](super::check).
    ///
    /// # Errors
    ///
    /// See [`Invalid`].
    #[inline]
    pub fn check(&self, text: &str, on: NaiveDate) -> Result<Entry, Invalid> {
        match Icd10Cm::try_new(text) {
            Ok(code) => self.check_code(code, on),
            Err(error) => Err(Invalid::Malformed(error)),
        }
    }

    /// As [`Icd10Cm::check`].
    ///
    /// # Errors
    ///
    /// See [`Invalid`]; the code is never [`Malformed`](Invalid::Malformed).
    #[inline]
    pub fn check_code(&self, code: Icd10Cm, on: NaiveDate) -> Result<Entry, Invalid> {
        table::check(self.0, code, on)
    }

    /// As [`Icd10Cm::entry`].
    #[must_use]
    pub fn entry(&self, code: Icd10Cm, on: NaiveDate) -> Option<Entry> {
        table::entry(self.0, code, on)
    }

    /// As [`entries`](super::entries).
    #[must_use]
    pub fn entries(&self, on: NaiveDate) -> Entries {
        Entries::new(self.0, on)
    }

    /// As [`diff_between`](super::diff_between).
    #[must_use]
    pub fn diff_between(&self, from: NaiveDate, to: NaiveDate) -> Diff {
        Diff::new(self.0, from, to)
    }

    /// As [`nearby`](super::nearby()).
    #[must_use]
    pub fn nearby(&self, text: &str, on: NaiveDate) -> Nearby {
        Nearby::of_text(self.0, text, on)
    }

    /// As [`editions`](super::editions).
    pub fn editions(&self) -> impl DoubleEndedIterator<Item = Edition> + ExactSizeIterator + use<> {
        self.0.editions()
    }

    /// As [`edition_on`](super::edition_on).
    #[must_use]
    pub fn edition_on(&self, on: NaiveDate) -> Option<Edition> {
        self.0.edition_on(on)
    }

    /// As [`covered_until`](super::covered_until).
    #[must_use]
    pub fn covered_until(&self) -> NaiveDate {
        self.0.covered_until()
    }
}

/// Tables of editions that a program has read; see [`release`](crate::release).
#[cfg(feature = "release")]
impl CodeTable {
    /// The embedded table and one more edition: it answers of all days of the embedded editions as they do, and of the days of
    /// the new one.
    ///
    /// # Errors
    ///
    /// See [`ReleaseError`].
    pub fn from_release(release: Release<'_>) -> Result<CodeTable, ReleaseError> {
        CodeTable::embedded().with_release(release)
    }

    /// This table and one more edition. The table itself stays as it is.
    ///
    /// # Errors
    ///
    /// See [`ReleaseError`].
    pub fn with_release(self, release: Release<'_>) -> Result<CodeTable, ReleaseError> {
        SYSTEM.with(self.0, release).map(CodeTable)
    }

    /// A table of these editions alone, in whatever order they are given. A code of the first of them dates from that one.
    ///
    /// # Errors
    ///
    /// See [`ReleaseError`].
    pub fn from_releases(releases: &[Release<'_>]) -> Result<CodeTable, ReleaseError> {
        SYSTEM.of(releases).map(CodeTable)
    }
}

#[cfg(feature = "release")]
static SYSTEM: System = System {
    list: List::Icd10Cm,
    codes: *b"HCM1",
    first: LETTER,
    #[cfg(feature = "titles")]
    titles: *b"HCT1",
    #[cfg(feature = "titles")]
    embedded_titles: &super::title::TITLES,
};

impl core::fmt::Debug for CodeTable {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let names = || self.editions().map(Edition::name);
        let (first, last) = (names().next(), names().next_back());
        write!(
            f,
            "CodeTable({} to {})",
            first.unwrap_or_default(),
            last.unwrap_or_default()
        )
    }
}
