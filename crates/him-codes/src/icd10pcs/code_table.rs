use chrono::NaiveDate;

use super::below::{Entries, Headers};
use super::code::Icd10Pcs;
use super::diff::Diff;
use super::entry::Entry;
use super::header::Header;
use super::invalid::{self, Invalid};
use super::nearby::Nearby;
use super::prefix::Prefix;
use super::table::{self, TABLE};
use super::tables::Tables;
use crate::edition::Edition;
use crate::table::Table;
#[cfg(feature = "release")]
use crate::{
    automaton::DIGIT_OR_LETTER,
    release::{List, Release, ReleaseError, System},
};

/// A list of ICD-10-PCS by date, as a value: the embedded one, or, with the feature `release`, one with a newer edition.
///
/// The functions of this module and the methods of [`Icd10Pcs`] ask the [embedded](CodeTable::embedded) table; an [`Entry`] or a
/// reason goes on asking the table that it came from.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::icd10pcs::{self, CodeTable};
///
/// let day = NaiveDate::from_ymd_opt(2025, 3, 14).unwrap();
/// assert_eq!(CodeTable::embedded().check("0DTJ4ZZ", day), icd10pcs::check("0DTJ4ZZ", day));
/// ```
#[derive(Clone, Copy)]
pub struct CodeTable {
    list: &'static Table,
    tables: Option<Tables>,
}

impl CodeTable {
    /// The table that [`check`](super::check) asks.
    #[must_use]
    pub const fn embedded() -> CodeTable {
        CodeTable {
            list: &TABLE,
            tables: Some(Tables::embedded()),
        }
    }

    /// As [`check`](super::check).
    ///
    /// # Errors
    ///
    /// See [`Invalid`].
    #[inline]
    pub fn check(&self, text: &str, on: NaiveDate) -> Result<Entry, Invalid> {
        match Icd10Pcs::try_new(text) {
            Ok(code) => self.check_code(code, on),
            Err(error) => Err(invalid::incomplete(self.list, text, error, on)),
        }
    }

    /// As [`Icd10Pcs::check`].
    ///
    /// # Errors
    ///
    /// See [`Invalid`]; the code is never [`Malformed`](Invalid::Malformed) nor a [`Header`](Invalid::Header).
    #[inline]
    pub fn check_code(&self, code: Icd10Pcs, on: NaiveDate) -> Result<Entry, Invalid> {
        table::check(self.list, code, on)
    }

    /// As [`Icd10Pcs::entry`].
    #[must_use]
    pub fn entry(&self, code: Icd10Pcs, on: NaiveDate) -> Option<Entry> {
        table::entry(self.list, code, on)
    }

    /// As [`entries`](super::entries).
    #[must_use]
    pub fn entries(&self, on: NaiveDate) -> Entries {
        Entries::new(self.list, on)
    }

    /// As [`Prefix::header`].
    #[must_use]
    pub fn header(&self, prefix: Prefix, on: NaiveDate) -> Option<Header> {
        table::header(self.list, prefix, on)
    }

    /// As [`headers`](super::headers).
    #[must_use]
    pub fn headers(&self, on: NaiveDate) -> Headers {
        Headers::new(self.list, on)
    }

    /// As [`diff_between`](super::diff_between).
    #[must_use]
    pub fn diff_between(&self, from: NaiveDate, to: NaiveDate) -> Diff {
        Diff::new(self.list, from, to)
    }

    /// As [`nearby`](super::nearby()).
    #[must_use]
    pub fn nearby(&self, text: &str, on: NaiveDate) -> Nearby {
        Nearby::of_text(self.list, text, on)
    }

    /// As [`editions`](super::editions).
    pub fn editions(&self) -> impl DoubleEndedIterator<Item = Edition> + ExactSizeIterator + use<> {
        self.list.editions()
    }

    /// As [`edition_on`](super::edition_on).
    #[must_use]
    pub fn edition_on(&self, on: NaiveDate) -> Option<Edition> {
        self.list.edition_on(on)
    }

    /// As [`covered_until`](super::covered_until).
    #[must_use]
    pub fn covered_until(&self) -> NaiveDate {
        self.list.covered_until()
    }

    /// The axes and labels; [their edition](Tables::edition) is not always the last one. None of a table to which none were
    /// given.
    #[must_use]
    pub const fn tables(&self) -> Option<Tables> {
        self.tables
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

    /// This table and one more edition. The table itself stays as it is, and so do the axes and labels.
    ///
    /// # Errors
    ///
    /// See [`ReleaseError`].
    pub fn with_release(self, release: Release<'_>) -> Result<CodeTable, ReleaseError> {
        let list = SYSTEM.with(self.list, release)?;
        Ok(CodeTable { list, ..self })
    }

    /// A table of these editions alone, in whatever order they are given, without axes and labels. A code of the first of
    /// them dates from that one.
    ///
    /// # Errors
    ///
    /// See [`ReleaseError`].
    pub fn from_releases(releases: &[Release<'_>]) -> Result<CodeTable, ReleaseError> {
        let list = SYSTEM.of(releases)?;
        Ok(CodeTable { list, tables: None })
    }

    /// This table with the axes and labels of one of its editions: the bytes of the XML file of the tables, unpacked, as
    /// published.
    ///
    /// # Errors
    ///
    /// When no edition has the name, when the file is not one of tables, and when they do not make exactly the codes of the day
    /// on which the edition takes effect.
    pub fn with_tables(self, edition: &str, xml: &[u8]) -> Result<CodeTable, ReleaseError> {
        let unknown = || ReleaseError::UnknownEdition(edition.into());
        let edition = self
            .editions()
            .find(|own| own.name() == edition)
            .ok_or_else(unknown)?;
        let tables = super::tables::Packed::build(edition, self.entries(edition.effective()), xml)?;
        Ok(CodeTable {
            tables: Some(Tables::of(tables)),
            ..self
        })
    }
}

#[cfg(feature = "release")]
static SYSTEM: System = System {
    list: List::Icd10Pcs,
    codes: *b"HCP1",
    first: DIGIT_OR_LETTER,
    #[cfg(feature = "titles")]
    titles: *b"HPT1",
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
