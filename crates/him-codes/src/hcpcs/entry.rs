use core::fmt;
use core::hash::{Hash, Hasher};

use chrono::NaiveDate;

use super::basis::Basis;
use super::code::Hcpcs;
use super::details::Details;
use super::life::Life;
use super::sentence::Statement;
use super::table::Table;
use crate::day::Day;
use crate::edition::Edition;

/// A code on a day of which no edition held says that it is not in force then.
///
/// [`basis`](Entry::basis) tells what that rests on, and whether it is [uncertain](Basis::is_uncertain).
#[derive(Clone, Copy)]
pub struct Entry {
    list: &'static Table,
    code: Hcpcs,
    ordinal: u32,
    life: Life,
    on: NaiveDate,
    basis: Basis,
}

impl Entry {
    pub(super) const fn new(
        list: &'static Table,
        code: Hcpcs,
        ordinal: u32,
        life: Life,
        on: NaiveDate,
        basis: Basis,
    ) -> Entry {
        Entry {
            list,
            code,
            ordinal,
            life,
            on,
            basis,
        }
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Hcpcs {
        self.code
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// On what the answer rests.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// The answer as a sentence.
    #[must_use]
    pub const fn statement(&self) -> Statement<'_> {
        Statement::of_code(self)
    }

    /// The day on which the code was added, by its last record; none when no record held has the code.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::check;
    /// let day = NaiveDate::from_ymd_opt(2018, 5, 1).unwrap();
    /// assert_eq!(check("G9890", day)?.since(), NaiveDate::from_ymd_opt(2018, 4, 1));
    /// # Ok::<(), him_codes::hcpcs::Invalid>(())
    /// ```
    #[must_use]
    pub fn since(&self) -> Option<NaiveDate> {
        self.life.first().map(Day::date)
    }

    /// The last day of the code, by its last record; none when that has none, which tells nothing of the days after it.
    #[must_use]
    pub fn until(&self) -> Option<NaiveDate> {
        self.life.last().map(Day::date)
    }

    /// The edition from which the answer comes: of those that have the code the last one of the day or before it, or the
    /// first one after it.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        self.list.editions.of(self.life, self.on, true)
    }

    /// Every edition that has the code.
    pub fn editions(&self) -> impl Iterator<Item = Edition> + use<> {
        let life = self.life;
        self.list
            .editions
            .all()
            .enumerate()
            .filter(move |(number, _)| life.is_in(*number))
            .map(|(_, edition)| edition)
    }

    /// Whether the day is after all that the tables [cover](super::covered_until), so that a newer edition may say otherwise.
    #[must_use]
    pub fn beyond_data(&self) -> bool {
        self.on > self.list.editions.covered_until()
    }

    /// What the record says of coverage, type of service and related codes; none of a code that no record held has. Of
    /// the record of the day, or the nearest one.
    #[must_use]
    pub fn details(&self) -> Option<Details> {
        Details::of(self.list, self.ordinal, Day::of(self.on))
    }

    pub(super) const fn list(&self) -> &'static Table {
        self.list
    }

    pub(super) const fn life(&self) -> Life {
        self.life
    }

    #[cfg(feature = "titles")]
    pub(super) const fn ordinal(&self) -> u32 {
        self.ordinal
    }
}

/// Two entries are equal when they say the same of the same code and day, of whatever table they are.
impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        let answer = |entry: &Entry| (entry.since(), entry.until(), entry.basis, entry.edition());
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

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({} on {}, {:?})", self.code, self.on, self.basis)
    }
}
