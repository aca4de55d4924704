use chrono::NaiveDate;

use super::below::{Entries, Headers};
use super::code::Icd10Pcs;
use super::entry::Entry;
use super::header::Header;
use super::invalid::{self, Invalid};
use super::nearby::Nearby;
use super::prefix::Prefix;
use super::table::{self, TABLE};
use crate::edition::Edition;
use crate::table::Table;

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
        match Icd10Pcs::try_new(text) {
            Ok(code) => self.check_code(code, on),
            Err(error) => Err(invalid::incomplete(self.0, text, error, on)),
        }
    }

    /// As [`Icd10Pcs::check`].
    ///
    /// # Errors
    ///
    /// See [`Invalid`]; the code is never [`Malformed`](Invalid::Malformed) nor a [`Header`](Invalid::Header).
    #[inline]
    pub fn check_code(&self, code: Icd10Pcs, on: NaiveDate) -> Result<Entry, Invalid> {
        table::check(self.0, code, on)
    }

    /// As [`Icd10Pcs::entry`].
    #[must_use]
    pub fn entry(&self, code: Icd10Pcs, on: NaiveDate) -> Option<Entry> {
        table::entry(self.0, code, on)
    }

    /// As [`entries`](super::entries).
    #[must_use]
    pub fn entries(&self, on: NaiveDate) -> Entries {
        Entries::new(self.0, on)
    }

    /// As [`Prefix::header`].
    #[must_use]
    pub fn header(&self, prefix: Prefix, on: NaiveDate) -> Option<Header> {
        table::header(self.0, prefix, on)
    }

    /// As [`headers`](super::headers).
    #[must_use]
    pub fn headers(&self, on: NaiveDate) -> Headers {
        Headers::new(self.0, on)
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
