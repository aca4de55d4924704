use chrono::NaiveDate;

use super::entry::Entry;
use super::header::Header;
use super::nearby::Nearby;
use super::prefix::Prefix;
use super::replaced::ReplacedBy;
use super::table;
use crate::characters::Characters;
use crate::edition::Edition;
use crate::error::ParseError;
use crate::packed::prefix_mask;
use crate::table::Table;

/// Why a code cannot be reported for a procedure on a day.
///
/// Each reason prints as a sentence for a coder. The sentences name the code that was asked for, but never a text that has
/// not the form of one. As of [`Entry`], two are equal when they say the same, of whatever table they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid {
    /// The text has not the form of a code.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::check;
    /// let reason = check("ODTJ4ZZ", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(
    ///     reason.to_string(),
    ///     "not an ICD-10-PCS code: byte 0 must be a digit or a letter other than I and O",
    /// );
    /// ```
    Malformed(ParseError),
    /// No edition held has the code.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::check;
    /// let reason = check("0DTJ3ZZ", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "0DTJ3ZZ is not an ICD-10-PCS code: after 0DTJ comes 0, 4, 7 or 8");
    /// ```
    Unknown(Unknown),
    /// Three to six characters with which codes of the day start.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::check;
    /// let reason = check("0DTJ", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "0DTJ is incomplete, a code has 7 characters: after 0DTJ comes 0, 4, 7 or 8");
    /// ```
    Header(Header),
    /// The code comes into force later.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::check;
    /// let reason = check("XW033E5", NaiveDate::from_ymd_opt(2020, 7, 31).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "XW033E5 is not yet valid on 2020-07-31: its first day is 2020-08-01");
    /// ```
    NotYet(NotYet),
    /// The code is deleted.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::check;
    /// let reason = check("0X6L0Z2", NaiveDate::from_ymd_opt(2024, 4, 1).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "0X6L0Z2 is no longer valid on 2024-04-01: its last day was 2024-03-31");
    /// ```
    NoLonger(NoLonger),
}

/// A code, or a beginning of one, that no edition held has.
#[derive(Clone, Copy)]
pub struct Unknown {
    pub(super) list: &'static Table,
    pub(super) prefix: Prefix,
    pub(super) on: NaiveDate,
}

/// A code before its first day.
#[derive(Clone, Copy)]
pub struct NotYet {
    pub(super) list: &'static Table,
    pub(super) prefix: Prefix,
    pub(super) on: NaiveDate,
    first: NaiveDate,
}

/// A code after its last day.
#[derive(Clone, Copy)]
pub struct NoLonger {
    pub(super) list: &'static Table,
    pub(super) prefix: Prefix,
    pub(super) on: NaiveDate,
    last: NaiveDate,
}

/// A header has at least the characters that name a table.
pub(super) const SHORTEST_HEADER: usize = 3;

/// Of a text that is no whole code.
#[cold]
pub(super) fn incomplete(
    list: &'static Table,
    text: &str,
    error: ParseError,
    on: NaiveDate,
) -> Invalid {
    match Prefix::try_new(text) {
        Ok(prefix) if prefix.len() >= SHORTEST_HEADER => match table::header(list, prefix, on) {
            Some(header) => Invalid::Header(header),
            None => missing(list, prefix, on),
        },
        _ => Invalid::Malformed(error),
    }
}

/// Of a code, or a beginning of one, that the list of the day does not have.
#[cold]
pub(super) fn missing(list: &'static Table, prefix: Prefix, on: NaiveDate) -> Invalid {
    match table::days_beside(list, prefix, on) {
        (Some(gone), _) => Invalid::NoLonger(NoLonger {
            list,
            prefix,
            on,
            last: gone.date_before(),
        }),
        (None, Some(first)) => Invalid::NotYet(NotYet {
            list,
            prefix,
            on,
            first: first.date(),
        }),
        (None, None) => Invalid::Unknown(Unknown { list, prefix, on }),
    }
}

impl Invalid {
    /// The day that was asked for; none when the text was not even a code.
    #[must_use]
    pub const fn on(&self) -> Option<NaiveDate> {
        match self {
            Invalid::Malformed(_) => None,
            Invalid::Unknown(unknown) => Some(unknown.on),
            Invalid::Header(header) => Some(header.on()),
            Invalid::NotYet(not_yet) => Some(not_yet.on),
            Invalid::NoLonger(no_longer) => Some(no_longer.on),
        }
    }

    /// The edition in force on the day, from which the answer comes.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        self.list()?.edition_on(self.on()?)
    }

    /// Whether the day is after all that the tables [cover](super::covered_until), so that a newer edition may say otherwise.
    #[must_use]
    pub fn beyond_data(&self) -> bool {
        let asked = self.list().zip(self.on());
        asked.is_some_and(|(list, on)| on > list.covered_until())
    }

    /// The table that answers; none when the text was not even a code.
    const fn list(&self) -> Option<&'static Table> {
        match self {
            Invalid::Malformed(_) => None,
            Invalid::Unknown(unknown) => Some(unknown.list),
            Invalid::Header(header) => Some(header.list()),
            Invalid::NotYet(not_yet) => Some(not_yet.list),
            Invalid::NoLonger(no_longer) => Some(no_longer.list),
        }
    }
}

impl Unknown {
    /// What was asked for: a whole code, or three to six characters.
    #[must_use]
    pub const fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// How many of its characters some code of the day starts with: 0 to 6.
    #[must_use]
    pub fn known_len(&self) -> usize {
        let on = self.list.in_force(self.on);
        (0..self.prefix.len())
            .rev()
            .find(|len| table::is_live(self.list, self.prefix.key() & prefix_mask(*len), on))
            .unwrap_or(0)
    }

    /// What the codes that start with the [known](Unknown::known_len) characters have in common; none when there are no
    /// such characters.
    #[must_use]
    pub fn nearest_above(&self) -> Option<Header> {
        let len = self.known_len().checked_sub(1)? + 1;
        table::header(
            self.list,
            self.prefix.first(len),
            self.list.in_force(self.on),
        )
    }

    /// The characters with which codes of the day go on after the [known](Unknown::known_len) ones.
    #[must_use]
    pub fn allowed_next(&self) -> Characters {
        table::next(
            self.list,
            self.prefix.key(),
            self.known_len(),
            self.list.in_force(self.on),
        )
    }

    /// Codes of the day that one slip of the pen makes this one, the likelier first: as [`nearby`](super::nearby()).
    #[must_use]
    pub fn nearby(&self) -> Nearby {
        Nearby::new(self.list, self.prefix, self.list.in_force(self.on))
    }
}

impl NotYet {
    /// What was asked for: a whole code, or three to six characters with which codes will start.
    #[must_use]
    pub const fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// The code on its first day; none for the beginning of one.
    #[must_use]
    pub fn entry(&self) -> Option<Entry> {
        table::entry(self.list, self.prefix.code()?, self.first)
    }

    /// The first day.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.first
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }
}

impl NoLonger {
    /// What was asked for: a whole code, or three to six characters with which codes started.
    #[must_use]
    pub const fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// The code on its last day; none for the beginning of one.
    #[must_use]
    pub fn entry(&self) -> Option<Entry> {
        table::entry(self.list, self.prefix.code()?, self.last)
    }

    /// The last day.
    #[must_use]
    pub const fn until(&self) -> NaiveDate {
        self.last
    }

    /// The codes that came with the same words in their titles when this one went, as when a new technology becomes an
    /// established one. Nothing for most: their values were merged, split or given up, and no table of that is held.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::{Invalid, check};
    /// let reason = check("X27H385", NaiveDate::from_ymd_opt(2024, 10, 1).unwrap()).unwrap_err();
    /// assert_eq!(
    ///     reason.to_string(),
    ///     "X27H385 is no longer valid on 2024-10-01: its last day was 2024-09-30: see 047K342",
    /// );
    /// let Invalid::NoLonger(reason) = reason else { panic!() };
    /// assert_eq!(reason.replaced_by().count(), 1);
    /// ```
    #[must_use]
    pub fn replaced_by(&self) -> ReplacedBy {
        ReplacedBy::new(self.list, self.prefix, self.on)
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }
}

impl PartialEq for Unknown {
    fn eq(&self, other: &Unknown) -> bool {
        let answer = |unknown: &Unknown| (unknown.known_len(), unknown.allowed_next());
        (self.prefix, self.on) == (other.prefix, other.on)
            && (core::ptr::eq(self.list, other.list) || answer(self) == answer(other))
    }
}

impl PartialEq for NotYet {
    fn eq(&self, other: &NotYet) -> bool {
        (self.prefix, self.on, self.first) == (other.prefix, other.on, other.first)
    }
}

impl PartialEq for NoLonger {
    fn eq(&self, other: &NoLonger) -> bool {
        (self.prefix, self.on, self.last) == (other.prefix, other.on, other.last)
    }
}

impl Eq for Unknown {}
impl Eq for NotYet {}
impl Eq for NoLonger {}

impl core::error::Error for Invalid {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Invalid::Malformed(error) => Some(error),
            _ => None,
        }
    }
}
