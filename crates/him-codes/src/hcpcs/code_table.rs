use chrono::NaiveDate;

use super::below::Entries;
use super::code::Hcpcs;
use super::entry::Entry;
use super::invalid::Invalid;
use super::modifier::{self, Modifier};
use super::nearby::Nearby;
use super::table::{self, TABLE, Table};
use crate::edition::Edition;
#[cfg(feature = "release")]
use crate::release::{Release, ReleaseError};

/// A list of HCPCS Level II and its modifiers by date, as a value: the embedded one, or, with the feature `release`, one with
/// a newer edition.
///
/// The functions of this module and the methods of [`Hcpcs`] and [`Modifier`] ask the [embedded](CodeTable::embedded) table; an
/// [`Entry`] or a reason goes on asking the table that it came from.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::hcpcs::{self, CodeTable};
///
/// let day = NaiveDate::from_ymd_opt(2019, 2, 1).unwrap();
/// assert_eq!(CodeTable::embedded().check("J0185", day), hcpcs::check("J0185", day));
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
        match Hcpcs::try_new(text) {
            Ok(code) => self.check_code(code, on),
            Err(error) => Err(Invalid::Malformed(error)),
        }
    }

    /// As [`Hcpcs::check`].
    ///
    /// # Errors
    ///
    /// See [`Invalid`]; the code is never [`Malformed`](Invalid::Malformed).
    #[inline]
    pub fn check_code(&self, code: Hcpcs, on: NaiveDate) -> Result<Entry, Invalid> {
        table::check(self.0, code, on)
    }

    /// As [`modifier::check`].
    ///
    /// # Errors
    ///
    /// See [`modifier::Invalid`].
    pub fn check_modifier(
        &self,
        text: &str,
        on: NaiveDate,
    ) -> Result<modifier::Entry, modifier::Invalid> {
        match Modifier::try_new(text) {
            Ok(modifier) => modifier.check_in(self.0, on),
            Err(error) => Err(modifier::Invalid::Malformed(error)),
        }
    }

    /// As [`entries`](super::entries).
    #[must_use]
    pub fn entries(&self, on: NaiveDate) -> Entries {
        Entries::new(self.0, on)
    }

    /// As [`modifier::entries`].
    pub fn modifiers(&self, on: NaiveDate) -> impl Iterator<Item = modifier::Entry> + use<> {
        modifier::entries_of(self.0, on)
    }

    /// As [`nearby`](super::nearby()).
    #[must_use]
    pub fn nearby(&self, text: &str, on: NaiveDate) -> Nearby {
        Nearby::of_text(self.0, text, on)
    }

    /// As [`editions`](super::editions).
    pub fn editions(&self) -> impl DoubleEndedIterator<Item = Edition> + ExactSizeIterator + use<> {
        self.0.editions.all()
    }

    /// As [`edition_on`](super::edition_on).
    #[must_use]
    pub fn edition_on(&self, on: NaiveDate) -> Option<Edition> {
        self.0.editions.on(on)
    }

    /// As [`covered_until`](super::covered_until).
    #[must_use]
    pub fn covered_until(&self) -> NaiveDate {
        self.0.editions.covered_until()
    }

    /// As [`kept_from`](super::kept_from).
    #[must_use]
    pub fn kept_from(&self) -> NaiveDate {
        self.0.editions.kept_from()
    }
}

/// Tables of editions that a program has read; see [`release`](crate::release). The bytes of a [`Release`] are those of a
/// contractor file of records, or of a list of codes, one a line and in order. Which of them they are shows from the first line.
#[cfg(feature = "release")]
impl CodeTable {
    /// The embedded table and one more edition. Answers about days of which a newer record tells come from that one.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use him_codes::hcpcs::{Basis, CodeTable};
    /// use him_codes::release::Release;
    ///
    /// // A list has some 8,700 codes; this one, invented, has two.
    /// let day = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
    /// let table = CodeTable::from_release(Release::new("2026 Q4", day, b"A0021\nV9999\n"))?;
    /// let entry = table.check("V9999", day).unwrap();
    /// assert_eq!(entry.basis(), Basis::List);
    /// assert_eq!(entry.edition().unwrap().name(), "2026 Q4");
    /// assert!(table.check("V9999", day.pred_opt().unwrap()).is_err());
    /// # Ok::<(), him_codes::release::ReleaseError>(())
    /// ```
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
        super::release::with(self.0, &release).map(CodeTable)
    }

    /// A table of these editions alone, in whatever order they are given; one at least must have records.
    ///
    /// # Errors
    ///
    /// See [`ReleaseError`].
    pub fn from_releases(releases: &[Release<'_>]) -> Result<CodeTable, ReleaseError> {
        super::release::of(releases).map(CodeTable)
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
