use core::hash::{Hash, Hasher};

use chrono::NaiveDate;

use super::code::Icd10Pcs;
use super::header::Header;
use crate::edition::{Edition, Evidence};
use crate::table::{Place, Span, Table, Timeline};

/// A code on a day on which it stands in the list.
///
/// Two entries are equal when they say the same of the same code and day, of whatever [table](super::CodeTable) they are.
#[derive(Clone, Copy)]
pub struct Entry {
    code: Icd10Pcs,
    list: &'static Table,
    on: NaiveDate,
    place: Place,
}

impl Entry {
    pub(super) fn new(
        list: &'static Table,
        code: Icd10Pcs,
        ordinal: u32,
        on: NaiveDate,
        span: usize,
    ) -> Entry {
        Entry {
            code,
            list,
            on,
            place: Place::new(ordinal, span),
        }
    }

    #[cfg(feature = "titles")]
    pub(super) const fn list(&self) -> &'static Table {
        self.list
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Icd10Pcs {
        self.code
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    #[cfg(feature = "titles")]
    pub(super) const fn ordinal(&self) -> u32 {
        self.place.ordinal()
    }

    /// The first day of the code, within the interval around the day.
    #[must_use]
    pub fn since(&self) -> NaiveDate {
        self.current()
            .map_or(NaiveDate::MAX, |span| span.first().date())
    }

    /// The last day of the code; none when no edition that is known here deletes it.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::check;
    /// let day = NaiveDate::from_ymd_opt(2024, 3, 31).unwrap();
    /// assert_eq!(check("0X6L0Z2", day)?.until(), Some(day));
    /// # Ok::<(), him_codes::icd10pcs::Invalid>(())
    /// ```
    #[must_use]
    pub fn until(&self) -> Option<NaiveDate> {
        self.next().map(|span| span.first().date_before())
    }

    /// How the first day is known.
    #[must_use]
    pub fn since_evidence(&self) -> Evidence {
        self.current().map_or(Evidence::Inferred, Span::evidence)
    }

    /// How the last day is known, where there is one.
    #[must_use]
    pub fn until_evidence(&self) -> Option<Evidence> {
        self.next().map(Span::evidence)
    }

    /// The edition in force on the day.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        self.list.edition_on(self.on)
    }

    /// Whether the day is after all that the tables [cover](super::covered_until), so that a newer edition may say otherwise.
    #[must_use]
    pub fn beyond_data(&self) -> bool {
        self.on > self.list.covered_until()
    }

    /// The table of the code, on the same day.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::check;
    /// let entry = check("0DTJ4ZZ", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap())?;
    /// assert_eq!(entry.table().prefix().to_string(), "0DT");
    /// # Ok::<(), him_codes::icd10pcs::Invalid>(())
    /// ```
    #[must_use]
    pub fn table(&self) -> Header {
        Header::new(self.list, self.code.table(), self.on)
    }

    fn timeline(&self) -> Timeline {
        self.list.timeline(self.place.ordinal())
    }

    fn current(&self) -> Option<Span> {
        self.timeline().span(self.place.span())
    }

    fn next(&self) -> Option<Span> {
        self.timeline().span(self.place.span() + 1)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        let answer = |entry: &Entry| (entry.current(), entry.next());
        (self.code, self.on) == (other.code, other.on)
            && (core::ptr::eq(self.list, other.list) || answer(self) == answer(other))
    }
}

impl Eq for Entry {}

impl Hash for Entry {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.code, self.on).hash(state);
    }
}

impl core::fmt::Debug for Entry {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Entry({} on {})", self.code, self.on)
    }
}
