//! HCPCS Level II, the codes of CMS for supplies, drugs and services that CPT does not have, by date; and its modifiers.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::hcpcs::{self, Basis, Invalid};
//!
//! let day = NaiveDate::from_ymd_opt(2019, 2, 1).unwrap();
//! let entry = hcpcs::check("j0185", day)?;
//! assert_eq!((entry.code().to_string().as_str(), entry.basis()), ("J0185", Basis::Record));
//!
//! let Err(Invalid::NoLonger(gone)) = hcpcs::check("C9463", day) else { panic!() };
//! assert_eq!(gone.until(), NaiveDate::from_ymd_opt(2018, 12, 31));
//! let instead: Vec<String> = gone.details().unwrap().see().map(|code| code.to_string()).collect();
//! assert_eq!(instead, ["J0185"]);
//! # Ok::<(), Invalid>(())
//! ```
//!
//! [`Hcpcs`] is a text that has the form of a code. [`check`] and [`Hcpcs::check`] say whether it can be reported on the day
//! of service, or the reason why not, as [`Invalid`]; [`modifier`] does the same for the modifiers.
//!
//! # What is held, and what an answer is worth
//!
//! The contractor records of 2018 and 2019 with their days, and the bare list of codes of 2026 Q3; see [`editions`]. The
//! list keeps codes that have ended: every code that had ended by 2019 is in it. What an answer rests on comes with it as
//! [`Basis`]:
//!
//! | service | code in the record of 2019 | code in the list of 2026 Q3 alone |
//! |---|---|---|
//! | to 2018 | by its days: [`NotYet`](Invalid::NotYet), [`Basis::Record`], [`NoLonger`](Invalid::NoLonger) | [`NotYet`](Invalid::NotYet), first day not held |
//! | 2019, to March | by its days | [`Basis::Between`], uncertain |
//! | 2019, from April | by its days, [`Basis::RecordOfYear`] | [`Basis::Between`], uncertain |
//! | 2020 to 2026-06-30 | [`NoLonger`](Invalid::NoLonger) when it has a last day, else [`Basis::Between`], uncertain | [`Basis::Between`], uncertain |
//! | from 2026-07-01 | [`NoLonger`](Invalid::NoLonger) when it has a last day, else [`Basis::List`] | [`Basis::List`] |
//!
//! An uncertain answer is an [`Entry`] whose basis [says so](Basis::is_uncertain): it is neither a yes nor a no, and a claim
//! that carries the code needs a newer source. The records keep a code for four years after its end, so that of codes that
//! ended before [2014](kept_from) nothing is held.
//!
//! Titles and details are those of the records: the codes of the list alone have none. CPT (Level I) and CDT (the D series)
//! are licensed and not here.

mod basis;
mod below;
mod code;
mod code_table;
#[doc(hidden)]
pub mod constant;
mod details;
mod editions;
mod entry;
mod invalid;
mod life;
pub mod modifier;
mod nearby;
#[cfg(feature = "release")]
mod release;
mod sentence;
mod table;
#[cfg(feature = "titles")]
mod title;

use chrono::NaiveDate;

pub use self::basis::Basis;
pub use self::below::Entries;
pub use self::code::Hcpcs;
pub use self::code_table::CodeTable;
pub use self::details::{Action, Coverage, Details};
pub use self::entry::Entry;
pub use self::invalid::{Invalid, NoLonger, NotHeld, NotYet, Unknown};
pub use self::modifier::Modifier;
pub use self::nearby::{Nearby, nearby};
pub use self::sentence::Statement;
use self::table::TABLE;
pub use crate::characters::Characters;
use crate::edition::Edition;

/// Whether `text` is a code that can be reported for a service on the day, as far as an edition held tells, and the reason
/// when it is not.
///
/// It reads the text as [`Hcpcs::try_new`] does and looks it up as [`Hcpcs::check`]. An answer may be
/// [uncertain](Basis::is_uncertain).
///
/// # Errors
///
/// See [`Invalid`].
#[inline]
pub fn check(text: &str, on: NaiveDate) -> Result<Entry, Invalid> {
    match Hcpcs::try_new(text) {
        Ok(code) => code.check(on),
        Err(error) => Err(Invalid::Malformed(error)),
    }
}

/// Every code that is not known to be invalid on the day, in the order of the codes.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::hcpcs::{Basis, entries};
///
/// let day = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap();
/// assert_eq!(entries(day).filter(|entry| entry.basis() == Basis::Record).count(), 5_934);
/// ```
#[must_use]
pub fn entries(on: NaiveDate) -> Entries {
    Entries::new(&TABLE, on)
}

/// The editions that the tables speak of, from the first to the last. Those whose standing is
/// [`CodesOnly`](crate::Standing::CodesOnly) are lists, the others records.
pub fn editions() -> impl DoubleEndedIterator<Item = Edition> + ExactSizeIterator {
    TABLE.editions.all()
}

/// The last edition held that took effect on the day or before it. None before 2018, of which the records tell too.
#[must_use]
pub fn edition_on(on: NaiveDate) -> Option<Edition> {
    TABLE.editions.on(on)
}

/// The last day of which the tables know: the end of the last edition's quarter.
#[must_use]
pub fn covered_until() -> NaiveDate {
    TABLE.editions.covered_until()
}

/// Codes that ended before this day, 2014-01-01, are in no edition held: the records keep a code for four years.
#[must_use]
pub fn kept_from() -> NaiveDate {
    TABLE.editions.kept_from()
}
