//! Which codes are exempt from reporting whether they were present on admission (CMS's lists by fiscal year).
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::Icd10Cm;
//! use him_codes::icd10cm::poa;
//!
//! let code: Icd10Cm = "Z99.89".parse()?;
//! let answer = poa::is_exempt(code, NaiveDate::from_ymd_opt(2025, 10, 1).unwrap());
//! assert!(answer.is_exempt());
//! assert_eq!(answer.to_string(), "Z99.89 is exempt from present-on-admission reporting (list of FY2026)");
//!
//! let answer = poa::is_exempt(code, NaiveDate::from_ymd_opt(2019, 10, 1).unwrap());
//! assert_eq!(answer.speaks(), poa::Speaks::Later);
//! assert_eq!(
//!     answer.to_string(),
//!     "Z99.89 is exempt from present-on-admission reporting by the list of FY2023, the first one held: that of 2019-10-01 is not",
//! );
//! # Ok::<(), him_codes::ParseError>(())
//! ```

use core::fmt;

use chrono::NaiveDate;
use him_codes_data::{ICD10CM_POA_EXEMPT, ICD10CM_POA_EXEMPT_EDITIONS};

use super::code::Icd10Cm;
use super::table::TABLE;
use crate::blob;
use crate::edition::{self, Edition};

/// Whether the code is exempt for a discharge on the day, by the list of the day's fiscal year, or the nearest one held.
///
/// The code is looked up alone: whether it is billable on the day is for [`check`](super::check) to say. A header, and a
/// text that is no code of any edition, is in no list.
#[must_use]
pub fn is_exempt(code: Icd10Cm, on: NaiveDate) -> Exemption {
    let (list, speaks) = list_on(on);
    let exempt = TABLE
        .find(code.key())
        .is_some_and(|ordinal| is_set(list, ordinal));
    Exemption {
        code,
        on,
        exempt,
        list,
        speaks,
    }
}

/// Whether the code of this number is exempt, by a list of [`list_on`].
#[cfg(feature = "coding-edits")]
pub(crate) fn is_listed(list: usize, ordinal: u32) -> bool {
    is_set(list, ordinal)
}

/// The number of the list for a day.
pub(crate) fn list_on(on: NaiveDate) -> (usize, Speaks) {
    let list = lists().rposition(|list| list.effective() <= on);
    let speaks = match (list, lists().next_back()) {
        (None, _) => Speaks::Later,
        (_, Some(last)) if on > last.fiscal_year_end() => Speaks::Earlier,
        _ => Speaks::OfTheDay,
    };
    (list.unwrap_or(0), speaks)
}

/// The lists held, from the first to the last.
pub fn lists() -> impl DoubleEndedIterator<Item = Edition> + ExactSizeIterator {
    edition::all(ICD10CM_POA_EXEMPT_EDITIONS)
}

/// Whether a code is exempt, and the list that says so.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exemption {
    code: Icd10Cm,
    on: NaiveDate,
    exempt: bool,
    list: usize,
    speaks: Speaks,
}

/// Whether the list held is that of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Speaks {
    /// The list of the day's fiscal year.
    OfTheDay,
    /// The first list held, of a later year than the day's: codes may have been added or taken since.
    Later,
    /// The last list held, of an earlier year than the day's.
    Earlier,
}

impl Exemption {
    /// Whether the code is in the list. A certain answer only when the list [speaks of the day](Exemption::speaks).
    #[must_use]
    pub const fn is_exempt(&self) -> bool {
        self.exempt
    }

    /// The code that was asked for.
    #[must_use]
    pub const fn code(&self) -> Icd10Cm {
        self.code
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// The list from which the answer comes.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        lists().nth(self.list)
    }

    /// Whether that is the list of the day.
    #[must_use]
    pub const fn speaks(&self) -> Speaks {
        self.speaks
    }
}

/// Read while compiling: a table that does not fit this code does not build.
static LISTS: Lists = {
    let ([lists, codes], bits) = blob::head(ICD10CM_POA_EXEMPT, *b"HPE1");
    let bytes = codes.div_ceil(8);
    if lists != ICD10CM_POA_EXEMPT_EDITIONS.len() || bits.len() != lists * bytes {
        blob::layout_fault()
    }
    if codes != TABLE.len() {
        blob::layout_fault()
    }
    Lists { bytes, bits }
};

/// A bit for each code of the table, list after list.
struct Lists {
    bytes: usize,
    bits: &'static [u8],
}

fn is_set(list: usize, ordinal: u32) -> bool {
    let byte = list * LISTS.bytes + ordinal as usize / 8;
    LISTS
        .bits
        .get(byte)
        .is_some_and(|byte| byte >> (ordinal % 8) & 1 == 1)
}

impl fmt::Display for Exemption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.exempt { "is" } else { "is not" };
        let list = self.edition().map_or("", Edition::name);
        write!(
            f,
            "{} {verb} exempt from present-on-admission reporting ",
            self.code
        )?;
        let which = match self.speaks {
            Speaks::OfTheDay => return write!(f, "(list of {list})"),
            Speaks::Later => "first",
            Speaks::Earlier => "last",
        };
        write!(
            f,
            "by the list of {list}, the {which} one held: that of {} is not",
            self.on
        )
    }
}

impl fmt::Debug for Exemption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exemption({self})")
    }
}
