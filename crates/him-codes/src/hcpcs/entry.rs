use core::fmt;

use chrono::NaiveDate;
use him_codes_data::HCPCS_EDITIONS;

use super::basis::Basis;
use super::code::Hcpcs;
use super::details::Details;
use super::life::Life;
use super::sentence::Statement;
use super::{covered_until, editions};
use crate::day::{Day, naive};
use crate::edition::Edition;

/// A code on a day of which no edition held says that it is not in force then.
///
/// [`basis`](Entry::basis) tells what that rests on, and whether it is [uncertain](Basis::is_uncertain).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Entry {
    code: Hcpcs,
    ordinal: u32,
    life: Life,
    on: NaiveDate,
    basis: Basis,
}

impl Entry {
    pub(super) const fn new(
        code: Hcpcs,
        ordinal: u32,
        life: Life,
        on: NaiveDate,
        basis: Basis,
    ) -> Entry {
        Entry {
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
        edition_of(self.life, self.on, true)
    }

    /// Every edition that has the code.
    pub fn editions(&self) -> impl Iterator<Item = Edition> + use<> {
        let life = self.life;
        editions()
            .enumerate()
            .filter(move |(number, _)| life.is_in(*number))
            .map(|(_, edition)| edition)
    }

    /// Whether the day is after all that the tables [cover](covered_until), so that a newer edition may say otherwise.
    #[must_use]
    pub fn beyond_data(&self) -> bool {
        self.on > covered_until()
    }

    /// What the record says of coverage, type of service and related codes; none of a code that no record held has. Of
    /// the record of the day, or the nearest one.
    #[must_use]
    pub fn details(&self) -> Option<Details> {
        Details::of(self.ordinal, Day::of(self.on))
    }

    pub(super) const fn life(&self) -> Life {
        self.life
    }

    #[cfg(feature = "titles")]
    pub(super) const fn ordinal(&self) -> u32 {
        self.ordinal
    }
}

/// Of the editions that have a code the last one of the day or before it, or the first one after it.
pub(super) fn edition_of(life: Life, on: NaiveDate, lists: bool) -> Option<Edition> {
    let own = |(number, edition): (usize, Edition)| {
        let speaks = lists || edition.standing() == crate::Standing::Official;
        (speaks && life.is_in(number)).then_some(edition)
    };
    let mut all = editions().enumerate().filter_map(own);
    let first = all.next()?;
    Some(
        all.take_while(|edition| edition.effective() <= on)
            .last()
            .unwrap_or(first),
    )
}

/// The name of the edition with this number.
pub(super) fn edition_name(number: usize) -> &'static str {
    HCPCS_EDITIONS
        .get(number)
        .map_or("", |edition| edition.name)
}

/// The first day of the edition with this number.
pub(super) fn edition_day(number: usize) -> NaiveDate {
    HCPCS_EDITIONS
        .get(number)
        .map_or(NaiveDate::MAX, |edition| naive(edition.effective))
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({} on {}, {:?})", self.code, self.on, self.basis)
    }
}
