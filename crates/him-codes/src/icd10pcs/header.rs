use core::hash::{Hash, Hasher};

use chrono::NaiveDate;

use super::below::Billable;
use super::nearby::Nearby;
use super::prefix::Prefix;
use super::table;
use crate::characters::Characters;
use crate::edition::Edition;
use crate::table::Table;

/// The first one to six characters of codes of a day. With three of them it is a table, which stands in the order file
/// as a header.
///
/// Two headers are equal when the same characters follow them on the same day, of whatever
/// [table](super::CodeTable) they are.
#[derive(Clone, Copy)]
pub struct Header {
    list: &'static Table,
    prefix: Prefix,
    on: NaiveDate,
}

impl Header {
    /// A code of the day starts with `prefix`.
    pub(super) const fn new(list: &'static Table, prefix: Prefix, on: NaiveDate) -> Header {
        Header { list, prefix, on }
    }

    pub(super) const fn list(&self) -> &'static Table {
        self.list
    }

    /// The characters.
    #[must_use]
    pub const fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// Whether these are the three characters that name a table.
    #[must_use]
    pub const fn is_table(&self) -> bool {
        self.prefix.len() == 3
    }

    /// The characters with which codes of the day go on: the values of the next axis.
    #[must_use]
    pub fn allowed_next(&self) -> Characters {
        table::next(self.list, self.prefix.key(), self.prefix.len(), self.on)
    }

    /// The codes of the day that start so.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10pcs::Prefix;
    /// let header = "0DTJ".parse::<Prefix>()?.header(NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()).unwrap();
    /// let codes: Vec<String> = header.billable().map(|entry| entry.code().to_string()).collect();
    /// assert_eq!(codes, ["0DTJ0ZZ", "0DTJ4ZG", "0DTJ4ZZ", "0DTJ7ZZ", "0DTJ8ZZ"]);
    /// # Ok::<(), him_codes::ParseError>(())
    /// ```
    #[must_use]
    pub fn billable(&self) -> Billable {
        Billable::new(self.list, self.prefix, self.on)
    }

    /// Codes of the day that one slip of the pen, such as a character left out, makes this text, the likelier first: as
    /// [`nearby`](super::nearby()).
    #[must_use]
    pub fn nearby(&self) -> Nearby {
        Nearby::new(self.list, self.prefix, self.on)
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
}

impl PartialEq for Header {
    fn eq(&self, other: &Header) -> bool {
        (self.prefix, self.on) == (other.prefix, other.on)
            && (core::ptr::eq(self.list, other.list) || self.allowed_next() == other.allowed_next())
    }
}

impl Eq for Header {}

impl Hash for Header {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.prefix, self.on).hash(state);
    }
}

impl core::fmt::Debug for Header {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Header({} on {})", self.prefix, self.on)
    }
}
