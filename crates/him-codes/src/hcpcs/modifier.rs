//! Modifiers: the two characters after a code of HCPCS that say more of the service.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::hcpcs::{Basis, modifier};
//!
//! let day = NaiveDate::from_ymd_opt(2018, 7, 1).unwrap();
//! assert_eq!(modifier::check("rt", day)?.basis(), Basis::Record);
//! assert_eq!(
//!     modifier::check("ZA", day).unwrap_err().to_string(),
//!     "ZA is no longer valid on 2018-07-01: its last day was 2018-03-31",
//! );
//! assert_eq!(
//!     modifier::check("25", day)?.statement().to_string(),
//!     "25 has the form of a modifier of CPT, whose list is not held: not checked",
//! );
//! # Ok::<(), modifier::Invalid>(())
//! ```
//!
//! Modifiers of Level II start with a letter, those of Level I (CPT, of the AMA) with a digit. Only the former are held,
//! as the records of 2018 and 2019 have them; the list of 2026 Q3 has no modifiers. After 2019 every answer is
//! [uncertain](Basis::is_uncertain), but for modifiers that had ended.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use chrono::NaiveDate;
use him_codes_data::HCPCS_MODIFIERS;

use super::basis::Basis;
use super::details::{Action, Coverage};
use super::life::{Life, Verdict};
use super::sentence::Statement;
use super::table::{TABLE, Table};
use crate::CodeSystem;
use crate::blob;
use crate::day::Day;
use crate::edition::Edition;
use crate::error::{Allowed, ParseError};
use crate::fixed;
use crate::text::serde_through_text;

/// A text with the form of a modifier: two digits or letters. It is read in either case, with or without blanks around it,
/// and printed in upper case; the order is that of the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Modifier([u8; 2]);

impl Modifier {
    /// Reads a modifier, as `parse` does, also in constants.
    ///
    /// # Errors
    ///
    /// When the text is not two digits or letters; the error says at which byte.
    #[inline]
    pub const fn try_new(text: &str) -> Result<Modifier, ParseError> {
        match fixed::read(text, &[Allowed::DigitOrLetter; 2], CodeSystem::Hcpcs) {
            Ok(characters) => Ok(Modifier(characters)),
            Err(error) => Err(error.of_modifier()),
        }
    }

    /// Whether the modifier is one of Level I, CPT's: it starts with a digit.
    #[must_use]
    pub const fn is_cpt(self) -> bool {
        let [first, _] = self.0;
        first.is_ascii_digit()
    }

    /// Whether the modifier can be used for a service on the day, as far as an edition held tells.
    ///
    /// # Errors
    ///
    /// See [`Invalid`]; the modifier is never [`Malformed`](Invalid::Malformed).
    #[inline]
    pub fn check(self, on: NaiveDate) -> Result<Entry, Invalid> {
        self.check_in(&TABLE, on)
    }

    #[inline]
    pub(super) fn check_in(self, list: &'static Table, on: NaiveDate) -> Result<Entry, Invalid> {
        let editions = &list.editions;
        let Some((ordinal, row)) = rows(list).find(self) else {
            // After the last record new modifiers came of which nothing is held.
            return if self.is_cpt() || on >= editions.day(editions.last_record()) {
                Ok(Entry {
                    list,
                    modifier: self,
                    on,
                    basis: Basis::NotHeld,
                    row: None,
                })
            } else {
                Err(Invalid::Unknown {
                    modifier: self,
                    on,
                    kept_from: editions.kept_from(),
                })
            };
        };
        let life = row.life();
        match life.verdict(editions, on, false) {
            Verdict::In(basis) => Ok(Entry {
                list,
                modifier: self,
                on,
                basis,
                row: Some((ordinal, row)),
            }),
            Verdict::NotYet => Err(Invalid::NotYet {
                modifier: self,
                on,
                from: life.first().map(Day::date),
            }),
            Verdict::NoLonger => Err(Invalid::NoLonger {
                modifier: self,
                on,
                until: life.last().map(Day::date),
            }),
        }
    }
}

/// Whether `text` is a modifier that can be used for a service on the day, as far as an edition held tells.
///
/// # Errors
///
/// See [`Invalid`].
#[inline]
pub fn check(text: &str, on: NaiveDate) -> Result<Entry, Invalid> {
    match Modifier::try_new(text) {
        Ok(modifier) => modifier.check(on),
        Err(error) => Err(Invalid::Malformed(error)),
    }
}

/// Every modifier of Level II that a record has and that is not known to be invalid on the day, in order.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::hcpcs::modifier::entries;
///
/// let day = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap();
/// assert_eq!(entries(day).count(), 351);
/// ```
pub fn entries(on: NaiveDate) -> impl Iterator<Item = Entry> {
    entries_of(&TABLE, on)
}

pub(super) fn entries_of(
    list: &'static Table,
    on: NaiveDate,
) -> impl Iterator<Item = Entry> + use<> {
    let rows = rows(list).0.iter().map(Row);
    rows.filter_map(move |row| row.modifier().check_in(list, on).ok())
}

/// A modifier on a day of which no edition held says that it is not in force then.
///
/// Two entries are equal when they say the same of the same modifier and day, of whatever table they are.
#[derive(Clone, Copy)]
pub struct Entry {
    list: &'static Table,
    modifier: Modifier,
    on: NaiveDate,
    basis: Basis,
    row: Option<(u32, Row)>,
}

impl Entry {
    /// The modifier.
    #[must_use]
    pub const fn modifier(&self) -> Modifier {
        self.modifier
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// On what the answer rests; [`Basis::NotHeld`] of those of CPT and of those that came after the last record.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// The answer as a sentence.
    #[must_use]
    pub const fn statement(&self) -> Statement<'_> {
        Statement::of_modifier(self)
    }

    /// The day on which the modifier was added; none when no record has it.
    #[must_use]
    pub fn since(&self) -> Option<NaiveDate> {
        self.life()?.first().map(Day::date)
    }

    /// The last day, when the record has one.
    #[must_use]
    pub fn until(&self) -> Option<NaiveDate> {
        self.life()?.last().map(Day::date)
    }

    /// The record from which the answer comes: the last one of the day or before it, or the first one after it.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        self.list.editions.of(self.life()?, self.on, false)
    }

    /// Medicare's coverage, by the last record.
    #[must_use]
    pub fn coverage(&self) -> Option<Coverage> {
        let [_, _, _, _, _, _, _, _, _, _, letter, ..] = self.row?.1.0;
        Coverage::from_letter(char::from(*letter))
    }

    /// What the last update of the modifier did, by the last record.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        let [_, _, _, _, _, _, _, _, _, _, _, letter, ..] = self.row?.1.0;
        Action::from_letter(char::from(*letter))
    }

    /// The modifier to which the record refers.
    #[must_use]
    pub fn see(&self) -> Option<Modifier> {
        let [_, _, _, _, _, _, _, _, _, _, _, _, one, two, ..] = self.row?.1.0;
        (*one != 0).then_some(Modifier([*one, *two]))
    }

    pub(super) const fn list(&self) -> &'static Table {
        self.list
    }

    pub(super) fn life(&self) -> Option<Life> {
        self.row.map(|(_, row)| row.life())
    }

    #[cfg(feature = "titles")]
    pub(super) fn ordinal(&self) -> Option<u32> {
        self.row.map(|(ordinal, _)| ordinal)
    }
}

/// Why a modifier cannot be used for a service on a day. Each reason prints as a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid {
    /// The text has not the form of a modifier.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::modifier::check;
    /// let reason = check("R", NaiveDate::from_ymd_opt(2019, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(
    ///     reason.to_string(),
    ///     "not a HCPCS modifier: it ends before byte 1, which must be a digit or a letter",
    /// );
    /// ```
    Malformed(ParseError),
    /// No record held has the modifier, and the day is before the last one.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::modifier::check;
    /// let reason = check("JZ", NaiveDate::from_ymd_opt(2018, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "JZ is not a HCPCS modifier: no record held has it");
    /// ```
    Unknown {
        /// The one that was asked for.
        modifier: Modifier,
        /// The day that was asked for.
        on: NaiveDate,
        /// Modifiers that ended before this day are in no record held.
        kept_from: NaiveDate,
    },
    /// The modifier comes into force later.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::modifier::check;
    /// let reason = check("CQ", NaiveDate::from_ymd_opt(2018, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "CQ is not yet valid on 2018-01-01: its first day is 2019-01-01");
    /// ```
    NotYet {
        /// The one that was asked for.
        modifier: Modifier,
        /// The day that was asked for.
        on: NaiveDate,
        /// The first day.
        from: Option<NaiveDate>,
    },
    /// The modifier has ended.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::modifier::check;
    /// let reason = check("L1", NaiveDate::from_ymd_opt(2017, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "L1 is no longer valid on 2017-01-01: its last day was 2016-12-31");
    /// ```
    NoLonger {
        /// The one that was asked for.
        modifier: Modifier,
        /// The day that was asked for.
        on: NaiveDate,
        /// The last day; none when no record has it.
        until: Option<NaiveDate>,
    },
}

/// Its life, its characters, coverage, action and the one referred to.
#[derive(Clone, Copy)]
struct Row(&'static [u8; 16]);

impl Row {
    fn life(self) -> Life {
        let [a, b, c, d, e, g, h, i, ..] = *self.0;
        Life::from_bits(u64::from_le_bytes([a, b, c, d, e, g, h, i]))
    }

    /// All but the editions that have it: days, and what the last record says.
    fn words(self) -> (Option<Day>, Option<Day>, [u8; 6]) {
        let [.., one, two, coverage, action, see, also, _, _] = *self.0;
        let life = self.life();
        let own = [one, two, coverage, action, see, also];
        (life.first(), life.last(), own)
    }

    const fn modifier(self) -> Modifier {
        let [_, _, _, _, _, _, _, _, one, two, ..] = *self.0;
        Modifier([one, two])
    }
}

/// Read while compiling: a table that does not fit this code does not build.
static ROWS: Rows = match Rows::try_new(HCPCS_MODIFIERS) {
    Some(rows) => rows,
    None => blob::layout_fault(),
};

#[derive(Clone, Copy)]
pub(super) struct Rows(&'static [[u8; 16]]);

impl Rows {
    /// None when the bytes have another layout.
    pub(super) const fn try_new(blob: &'static [u8]) -> Option<Rows> {
        let Some(([count], rows)) = blob::try_head(blob, *b"HMD1") else {
            return None;
        };
        if rows.len() != 16 * count {
            return None;
        }
        Some(Rows(rows.as_chunks().0))
    }

    fn find(self, modifier: Modifier) -> Option<(u32, Row)> {
        let own = |row: &'static [u8; 16]| Row(row).modifier();
        let index = self.0.binary_search_by_key(&modifier, own).ok()?;
        Some((u32::try_from(index).ok()?, Row(self.0.get(index)?)))
    }
}

/// The number, the life and the rest of each.
#[cfg(feature = "release")]
pub(super) fn rows_of(list: &'static Table) -> impl Iterator<Item = (u32, Life, [u8; 6])> {
    (0..)
        .zip(rows(list).0)
        .map(|(ordinal, row)| (ordinal, Row(row).life(), Row(row).words().2))
}

fn rows(list: &'static Table) -> Rows {
    list.own().map_or(ROWS, |own| own.modifiers)
}

impl FromStr for Modifier {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Modifier::try_new(text)
    }
}

impl fmt::Display for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(str::from_utf8(&self.0).unwrap_or_default())
    }
}

impl fmt::Debug for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Modifier({self})")
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        let answer = |entry: &Entry| {
            let row = entry.row.map(|(_, row)| row);
            (row.map(Row::words), entry.basis, entry.edition())
        };
        (self.modifier, self.on) == (other.modifier, other.on)
            && (core::ptr::eq(self.list, other.list) || answer(self) == answer(other))
    }
}

impl Eq for Entry {}

impl Hash for Entry {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.modifier, self.on).hash(state);
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Entry({} on {}, {:?})",
            self.modifier, self.on, self.basis
        )
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Invalid::Malformed(error) => error.fmt(f),
            Invalid::Unknown {
                modifier,
                on,
                kept_from,
            } => {
                write!(
                    f,
                    "{modifier} is not a HCPCS modifier: no record held has it"
                )?;
                if on < kept_from {
                    write!(f, " (those that ended before {kept_from} are not held)")?;
                }
                Ok(())
            }
            Invalid::NotYet { modifier, on, from } => {
                write!(f, "{modifier} is not yet valid on {on}")?;
                from.map_or(Ok(()), |from| write!(f, ": its first day is {from}"))
            }
            Invalid::NoLonger {
                modifier,
                on,
                until,
            } => {
                write!(f, "{modifier} is no longer valid on {on}: its last day ")?;
                match until {
                    Some(until) => write!(f, "was {until}"),
                    None => f.write_str("is not held"),
                }
            }
        }
    }
}

impl core::error::Error for Invalid {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Invalid::Malformed(error) => Some(error),
            _ => None,
        }
    }
}

serde_through_text!(Modifier, "a HCPCS modifier");
