//! CPT, the procedure codes of the AMA, which is also Level I of HCPCS: form, category and section; lists from a file that
//! the user has licensed.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::cpt::{self, Answer, Category, Section};
//!
//! let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
//! let Answer::Unchecked(unchecked) = cpt::check("99213", day) else { panic!() };
//! assert_eq!(unchecked.code().category(), Category::One);
//! assert_eq!(unchecked.code().section(), Some(Section::EvaluationAndManagement));
//! assert_eq!(unchecked.to_string(), "99213 has the form of a CPT code: no list held speaks of 2026-01-01");
//! let Answer::Invalid(reason) = cpt::check("9921O", day) else { panic!() };
//! assert_eq!(reason.to_string(), "not a CPT code: byte 4 must be a digit, A, F, M, T or U");
//! ```
//!
//! No code, title or date of CPT is in this crate: the AMA licenses them. An [`Answer`] therefore has three states: valid
//! and invalid come from a `CptList` (feature `cpt-list`) alone, and what no list speaks of is unchecked.

mod code;
#[cfg(feature = "cpt-list")]
mod list;
mod section;

use core::fmt;

use chrono::NaiveDate;

pub use self::code::{Category, Cpt};
#[cfg(feature = "cpt-list")]
pub use self::list::{AmaLayout, CptList, Fault, FaultKind, Loaded};
pub use self::section::{Section, SurgerySection};
use crate::error::ParseError;

/// What is known of a text that should be a code of CPT, on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'l> {
    /// The user's list has the code on the day.
    Valid(Entry<'l>),
    /// The text is no code, or the user's list speaks of the day and does not have it.
    Invalid(Invalid),
    /// The text has the form of a code, and no list speaks of it on the day.
    Unchecked(Unchecked),
}

/// Whether `text` has the form of a code: [`Invalid`](Answer::Invalid) or [`Unchecked`](Answer::Unchecked), never valid.
#[must_use]
pub fn check(text: &str, on: NaiveDate) -> Answer<'static> {
    match Cpt::try_new(text) {
        Ok(code) => Answer::Unchecked(Unchecked { code, on }),
        Err(error) => Answer::Invalid(Invalid::Malformed(error)),
    }
}

/// A code that the user's list has on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'l> {
    code: Cpt,
    on: NaiveDate,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
    title: Option<&'l str>,
}

impl<'l> Entry<'l> {
    /// The code.
    #[must_use]
    pub const fn code(&self) -> Cpt {
        self.code
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// The first day that the list gives.
    #[must_use]
    pub const fn since(&self) -> Option<NaiveDate> {
        self.since
    }

    /// The last day that the list gives.
    #[must_use]
    pub const fn until(&self) -> Option<NaiveDate> {
        self.until
    }

    /// The title in the list.
    #[must_use]
    pub const fn title(&self) -> Option<&'l str> {
        self.title
    }
}

/// Why a text is no code of CPT on a day. Each reason prints as a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid {
    /// The text has not the form of a code.
    Malformed(ParseError),
    /// The list speaks of the day and of codes of this category, and does not have the code.
    NotListed {
        /// The one that was asked for.
        code: Cpt,
        /// The day that was asked for.
        on: NaiveDate,
    },
    /// The list has the code from a later day.
    NotYet {
        /// The one that was asked for.
        code: Cpt,
        /// The day that was asked for.
        on: NaiveDate,
        /// The first day.
        from: NaiveDate,
    },
    /// The list has the code until an earlier day.
    NoLonger {
        /// The one that was asked for.
        code: Cpt,
        /// The day that was asked for.
        on: NaiveDate,
        /// The last day.
        until: NaiveDate,
    },
}

/// A text with the form of a code, of which no list speaks on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unchecked {
    code: Cpt,
    on: NaiveDate,
}

impl Unchecked {
    /// The code.
    #[must_use]
    pub const fn code(&self) -> Cpt {
        self.code
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }
}

impl fmt::Display for Unchecked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, on) = (self.code, self.on);
        write!(
            f,
            "{code} has the form of a CPT code: no list held speaks of {on}"
        )
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Invalid::Malformed(error) => error.fmt(f),
            Invalid::NotListed { code, on } => {
                write!(
                    f,
                    "{code} is not a CPT code on {on}: the list of the day does not have it"
                )
            }
            Invalid::NotYet { code, on, from } => {
                write!(
                    f,
                    "{code} is not yet valid on {on}: its first day is {from}"
                )
            }
            Invalid::NoLonger { code, on, until } => {
                write!(
                    f,
                    "{code} is no longer valid on {on}: its last day was {until}"
                )
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
