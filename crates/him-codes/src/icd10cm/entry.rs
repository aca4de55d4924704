use core::hash::{Hash, Hasher};

use chrono::NaiveDate;

use super::below::{Billable, Children, Descendants};
use super::code::Icd10Cm;
use super::replaced::ReplacedBy;
use super::table;
use crate::edition::{Edition, Evidence};
pub use crate::table::State;
use crate::table::{Place, Span, Table, Timeline};

/// A code on a day on which it stands in the list, billable or a header.
///
/// Two entries are equal when they say the same of the same code and day, of whatever [table](super::CodeTable) they are.
#[derive(Clone, Copy)]
pub struct Entry {
    code: Icd10Cm,
    list: &'static Table,
    on: NaiveDate,
    place: Place,
}

impl Entry {
    #[inline]
    pub(super) fn new(
        list: &'static Table,
        code: Icd10Cm,
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

    pub(super) const fn list(&self) -> &'static Table {
        self.list
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Icd10Cm {
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

    /// Billable, or a header.
    #[must_use]
    pub fn state(&self) -> State {
        self.current()
            .and_then(Span::state)
            .unwrap_or(State::Header)
    }

    /// The first day of the code in this state, within the interval around the day.
    #[must_use]
    pub fn since(&self) -> NaiveDate {
        self.current()
            .map_or(NaiveDate::MAX, |span| span.first().date())
    }

    /// The last day of the code in this state; none when no held edition changes it.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let day = NaiveDate::from_ymd_opt(2021, 1, 1).unwrap();
    /// assert_eq!(check("M54.5", day)?.until(), NaiveDate::from_ymd_opt(2021, 9, 30));
    /// # Ok::<(), him_codes::icd10cm::Invalid>(())
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

    /// The last day on which a header was billable, when it was billable before.
    #[must_use]
    pub fn billable_until(&self) -> Option<NaiveDate> {
        let before = self.timeline().span(self.place.span().checked_sub(1)?)?;
        let was = before.state() == Some(State::Billable) && self.state() == State::Header;
        was.then(|| self.current().map(|span| span.first().date_before()))
            .flatten()
    }

    /// The codes that took the place of a header that was billable before: codes below it, and others that the
    /// [conversion table](super::conversion) names. Nothing for other entries.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::{Icd10Cm, check};
    /// let day = NaiveDate::from_ymd_opt(2017, 10, 1).unwrap();
    /// let header = "Q53.11".parse::<Icd10Cm>()?.entry(day).unwrap();
    /// let codes: Vec<String> = header.replaced_by().map(|new| new.entry().code().to_string()).collect();
    /// assert_eq!(codes, ["Q53.111", "Q53.112", "Q53.13"]);
    /// # Ok::<(), him_codes::ParseError>(())
    /// ```
    #[must_use]
    pub fn replaced_by(&self) -> ReplacedBy {
        match self.billable_until() {
            Some(_) => ReplacedBy::new(self.list, self.code, self.on),
            None => ReplacedBy::nothing(self.list, self.code, self.on),
        }
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

    /// The header right above, on the same day; none for a category.
    #[must_use]
    pub fn parent(&self) -> Option<Entry> {
        table::parent(self.list, self.code, self.on)
    }

    /// The headers above, from the nearest to the category.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let entry = check("O64.1XX0", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap())?;
    /// let above: Vec<String> = entry.ancestors().map(|header| header.code().to_string()).collect();
    /// assert_eq!(above, ["O64.1", "O64"]);
    /// # Ok::<(), him_codes::icd10cm::Invalid>(())
    /// ```
    #[must_use]
    pub fn ancestors(&self) -> Ancestors {
        Ancestors {
            list: self.list,
            below: self.code,
            on: self.on,
        }
    }

    /// The entries right below, on the same day. None for a billable code.
    #[must_use]
    pub fn children(&self) -> Children {
        Children::new(self)
    }

    /// All entries below, on the same day, each header before what stands below it.
    #[must_use]
    pub fn descendants(&self) -> Descendants {
        Descendants::new(self)
    }

    /// The billable codes below, on the same day.
    #[must_use]
    pub fn billable(&self) -> Billable {
        Billable::new(self.descendants())
    }

    /// What is said of the code and the day.
    fn answer(&self) -> (State, Option<Span>, Option<Span>, Option<NaiveDate>) {
        let (since, until) = (self.current(), self.next());
        (self.state(), since, until, self.billable_until())
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
        (self.code, self.on) == (other.code, other.on)
            && (core::ptr::eq(self.list, other.list) || self.answer() == other.answer())
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
        write!(
            f,
            "Entry({} on {}, {:?})",
            self.code,
            self.on(),
            self.state()
        )
    }
}

/// See [`Entry::ancestors`].
#[derive(Clone)]
pub struct Ancestors {
    list: &'static Table,
    /// The last one that was given, or where they start.
    below: Icd10Cm,
    on: NaiveDate,
}

impl Iterator for Ancestors {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        // Without one more, what is asked for stays as it is: none comes afterwards either.
        let above = table::parent(self.list, self.below, self.on)?;
        self.below = above.code();
        Some(above)
    }
}

impl core::iter::FusedIterator for Ancestors {}

impl core::fmt::Debug for Ancestors {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Ancestors({} on {})", self.below, self.on)
    }
}
