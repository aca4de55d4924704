use chrono::NaiveDate;

use super::code::Hcpcs;
use super::details::Details;
use super::entry::Entry;
use super::life::{Life, Verdict};
use super::nearby::Nearby;
use super::table::{self, Table};
use crate::automaton::{ALPHABET, character, symbol};
use crate::below::Rows;
use crate::characters::Characters;
use crate::day::Day;
use crate::edition::Edition;
use crate::error::ParseError;
use crate::packed::prefix_mask;

/// Why a code cannot be reported for a service on a day.
///
/// Each reason prints as a sentence for a coder. The sentences name the code that was asked for, but never a text that has
/// not the form of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid {
    /// The text has not the form of a code.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::check;
    /// let reason = check("G008", NaiveDate::from_ymd_opt(2019, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(
    ///     reason.to_string(),
    ///     "not a HCPCS Level II code: it ends before byte 4, which must be a digit",
    /// );
    /// ```
    Malformed(ParseError),
    /// No edition held has the code.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::check;
    /// let reason = check("G0000", NaiveDate::from_ymd_opt(2019, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "G0000 is not a HCPCS Level II code: after G000 comes 8 or 9");
    /// ```
    Unknown(Unknown),
    /// The code comes into force later.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::check;
    /// let day = NaiveDate::from_ymd_opt(2018, 12, 31).unwrap();
    /// let reason = check("J0185", day).unwrap_err();
    /// assert_eq!(reason.to_string(), "J0185 is not yet valid on 2018-12-31: its first day is 2019-01-01");
    /// let reason = check("A2001", day).unwrap_err();
    /// assert_eq!(
    ///     reason.to_string(),
    ///     "A2001 is not yet valid on 2018-12-31: the record of 2019 does not have it, its first day is not held",
    /// );
    /// ```
    NotYet(NotYet),
    /// The code has ended.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::check;
    /// let reason = check("C9022", NaiveDate::from_ymd_opt(2015, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(
    ///     reason.to_string(),
    ///     "C9022 is no longer valid on 2015-01-01: its last day was 2014-12-31, see J1322",
    /// );
    /// let reason = check("G9976", NaiveDate::from_ymd_opt(2019, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(
    ///     reason.to_string(),
    ///     "G9976 is no longer valid on 2019-01-01: the record of 2019 does not have it, its last day is not held",
    /// );
    /// ```
    NoLonger(NoLonger),
    /// A code of the D series: CDT, whose list the ADA licenses. Whether it is valid is not known here.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::check;
    /// let reason = check("D0120", NaiveDate::from_ymd_opt(2019, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "D0120 is a dental code of CDT, whose list is not held: not checked");
    /// ```
    NotHeld(NotHeld),
}

/// A code that no held edition has.
#[derive(Clone, Copy)]
pub struct Unknown {
    pub(super) list: &'static Table,
    pub(super) code: Hcpcs,
    pub(super) on: NaiveDate,
}

/// A code before its first day.
#[derive(Clone, Copy)]
pub struct NotYet {
    pub(super) list: &'static Table,
    pub(super) code: Hcpcs,
    pub(super) life: Life,
    pub(super) on: NaiveDate,
}

/// A code after its last day.
#[derive(Clone, Copy)]
pub struct NoLonger {
    pub(super) list: &'static Table,
    pub(super) code: Hcpcs,
    pub(super) ordinal: u32,
    pub(super) life: Life,
    pub(super) on: NaiveDate,
}

/// A code whose list is licensed and not held.
#[derive(Clone, Copy)]
pub struct NotHeld {
    pub(super) list: &'static Table,
    pub(super) code: Hcpcs,
    pub(super) on: NaiveDate,
}

/// Of a code that the automaton does not have.
#[cold]
pub(super) fn missing(list: &'static Table, code: Hcpcs, on: NaiveDate) -> Invalid {
    if code.is_dental() {
        Invalid::NotHeld(NotHeld { list, code, on })
    } else {
        Invalid::Unknown(Unknown { list, code, on })
    }
}

#[cold]
pub(super) fn absent(
    list: &'static Table,
    code: Hcpcs,
    ordinal: u32,
    life: Life,
    on: NaiveDate,
    verdict: Verdict,
) -> Invalid {
    if verdict == Verdict::NotYet {
        return Invalid::NotYet(NotYet {
            list,
            code,
            life,
            on,
        });
    }
    Invalid::NoLonger(NoLonger {
        list,
        code,
        ordinal,
        life,
        on,
    })
}

impl Invalid {
    /// The day that was asked for; none when the text was not even a code.
    #[must_use]
    pub const fn on(&self) -> Option<NaiveDate> {
        match self {
            Invalid::Malformed(_) => None,
            Invalid::Unknown(unknown) => Some(unknown.on),
            Invalid::NotYet(not_yet) => Some(not_yet.on),
            Invalid::NoLonger(no_longer) => Some(no_longer.on),
            Invalid::NotHeld(not_held) => Some(not_held.on),
        }
    }

    /// The edition from which the answer comes: one that has the code, or the one of the day that has it not.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        match self {
            Invalid::Malformed(_) | Invalid::NotHeld(_) => None,
            Invalid::Unknown(unknown) => unknown.list.editions.on(unknown.on),
            Invalid::NotYet(not_yet) => not_yet.list.editions.of(not_yet.life, not_yet.on, true),
            Invalid::NoLonger(gone) => gone.list.editions.of(gone.life, gone.on, true),
        }
    }

    /// Whether the day is after all that the tables [cover](super::covered_until), so that a newer edition may say otherwise.
    #[must_use]
    pub fn beyond_data(&self) -> bool {
        let asked = self.list().zip(self.on());
        asked.is_some_and(|(list, on)| on > list.editions.covered_until())
    }

    /// The table that answers; none when the text was not even a code.
    pub(super) const fn list(&self) -> Option<&'static Table> {
        match self {
            Invalid::Malformed(_) => None,
            Invalid::Unknown(unknown) => Some(unknown.list),
            Invalid::NotYet(not_yet) => Some(not_yet.list),
            Invalid::NoLonger(no_longer) => Some(no_longer.list),
            Invalid::NotHeld(not_held) => Some(not_held.list),
        }
    }
}

impl Unknown {
    /// The code that was asked for.
    #[must_use]
    pub const fn code(&self) -> Hcpcs {
        self.code
    }

    /// How many characters of the code some code of the day starts with: 0 to 4, or 5 when codes of other days have its
    /// last character.
    #[must_use]
    pub fn known_len(&self) -> usize {
        (1..=5)
            .rev()
            .find(|len| is_live(self.list, self.code.key() & prefix_mask(*len), self.on))
            .unwrap_or(0)
    }

    /// The characters with which codes of the day go on after the [known](Unknown::known_len) beginning.
    #[must_use]
    pub fn allowed_next(&self) -> Characters {
        let len = self.known_len().min(4);
        let known = self.code.key() & prefix_mask(len);
        let longer = |next: u8| known | u64::from(character(next)) << (56 - 8 * len);
        let possible = if len == 0 {
            symbol(b'A')..ALPHABET
        } else {
            0..10
        };
        Characters::from_symbols(possible.filter(|next| is_live(self.list, longer(*next), self.on)))
    }

    /// Codes of the day that one slip of the pen makes this one, the likelier first.
    #[must_use]
    pub fn nearby(&self) -> Nearby {
        Nearby::new(self.list, self.code, self.on)
    }

    /// Whether the code may have been one that ended before [all that the records keep](super::kept_from).
    #[must_use]
    pub fn may_have_ended(&self) -> bool {
        self.on < self.list.editions.kept_from()
    }
}

/// Whether a code of the day starts so.
fn is_live(list: &'static Table, key: u64, on: NaiveDate) -> bool {
    let live = |(key, ordinal)| table::at(list, Hcpcs::from_key(key)?, ordinal, on);
    Rows::starting(&list.automaton, key)
        .filter_map(live)
        .next()
        .is_some()
}

impl NotYet {
    /// The code that was asked for.
    #[must_use]
    pub const fn code(&self) -> Hcpcs {
        self.code
    }

    /// The first day; none when no record held has the code.
    #[must_use]
    pub fn from(&self) -> Option<NaiveDate> {
        self.life.first().map(Day::date)
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }
}

impl NoLonger {
    /// The code that was asked for.
    #[must_use]
    pub const fn code(&self) -> Hcpcs {
        self.code
    }

    /// The code on its last day; none when that is not held.
    #[must_use]
    pub fn entry(&self) -> Option<Entry> {
        table::at(self.list, self.code, self.ordinal, self.until()?)
    }

    /// The last day; none when no record held has it.
    #[must_use]
    pub fn until(&self) -> Option<NaiveDate> {
        self.life.last().map(Day::date)
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// What the last record says of the code, with the codes to use [instead](Details::see).
    #[must_use]
    pub fn details(&self) -> Option<Details> {
        Details::of(self.list, self.ordinal, self.list.editions.record_day)
    }

    /// The edition of the day that no longer has the code, when no record has its last day.
    pub(super) fn gone_from(&self) -> &'static str {
        let editions = &self.list.editions;
        editions
            .on(self.on)
            .map_or(editions.record_name(), Edition::name)
    }
}

impl NotHeld {
    /// The code that was asked for.
    #[must_use]
    pub const fn code(&self) -> Hcpcs {
        self.code
    }
}

/// Reasons are equal when they say the same of the same code and day, of whatever table they are.
macro_rules! equal_by_answer {
    ($($reason:ident: $answer:expr),*) => {$(
        impl PartialEq for $reason {
            fn eq(&self, other: &$reason) -> bool {
                let answer = $answer;
                (self.code, self.on) == (other.code, other.on)
                    && (core::ptr::eq(self.list, other.list) || answer(self) == answer(other))
            }
        }
        impl Eq for $reason {}
    )*};
}
equal_by_answer!(
    Unknown: |own: &Unknown| (own.known_len(), own.allowed_next()),
    NotYet: NotYet::from,
    NoLonger: |own: &NoLonger| (own.until(), own.details()),
    NotHeld: |_: &NotHeld| ()
);

impl core::error::Error for Invalid {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Invalid::Malformed(error) => Some(error),
            _ => None,
        }
    }
}
