//! ICD-10-PCS, the codes of inpatient procedures of the United States (CMS), by date.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::icd10pcs::{self, Invalid};
//!
//! let day = NaiveDate::from_ymd_opt(2025, 3, 14).unwrap();
//! let entry = icd10pcs::check("0dtj4zz", day)?;
//! assert_eq!(entry.code().to_string(), "0DTJ4ZZ");
//!
//! let Err(Invalid::Header(header)) = icd10pcs::check("0DTJ", day) else { panic!() };
//! assert_eq!(header.allowed_next().to_string(), "0, 4, 7 or 8");
//! # Ok::<(), Invalid>(())
//! ```
//!
//! [`Icd10Pcs`] is a text that has the form of a code. [`check`] and [`Icd10Pcs::check`] say whether it can be reported on
//! the day of the procedure, or the reason why not, as [`Invalid`]. [`Entry`] is a code on a day, and [`Header`] the beginning
//! of codes: its first three characters name a table, and each character after them is a value of an axis of that table.
//! [`entries`] and [`headers`] list an edition. The module [`tables`] has the labels, and a builder that walks the axes.
//! [`nearby()`] ranks what may have been meant by a text that is no code of the day.
//!
//! The tables hold the order files of FY2016 to FY2026. CMS replaces the file of a year when an update comes, so the files
//! held of FY2021 to FY2024 are those of their updates; the editions before these, and the updates of August 2020, April 2025
//! and April 2026, are dated by the Medicare Code Editor's table. See [`editions`]. The codes that came in April 2026 stand in
//! no file that is held: they have no [title](Entry::title).

mod below;
mod code;
mod code_table;
mod columnar;
#[doc(hidden)]
pub mod constant;
mod diff;
mod entry;
mod header;
mod invalid;
mod nearby;
mod prefix;
mod replaced;
mod sentence;
mod table;
pub mod tables;
#[cfg(feature = "titles")]
mod title;

use chrono::NaiveDate;

pub use self::below::{Billable, Entries, Headers};
pub use self::code::Icd10Pcs;
pub use self::code_table::CodeTable;
#[cfg(feature = "arrow")]
pub use self::columnar::check_array;
pub use self::columnar::{check_all, ordinals};
pub use self::diff::{Change, Diff};
pub use self::entry::Entry;
pub use self::header::Header;
pub use self::invalid::{Invalid, NoLonger, NotYet, Unknown};
pub use self::nearby::{Nearby, nearby};
pub use self::prefix::Prefix;
pub use self::replaced::ReplacedBy;
use self::table::TABLE;
pub use crate::change::ChangeKind;
pub use crate::characters::Characters;
use crate::edition::Edition;

/// Whether `text` is a code that can be reported for a procedure on the day, and the reason when it is not.
///
/// It reads the text as [`Icd10Pcs::try_new`] does and looks it up as [`Icd10Pcs::check`]. Three to six characters with which
/// codes of the day start are a [header](Invalid::Header).
///
/// # Errors
///
/// See [`Invalid`].
#[inline]
pub fn check(text: &str, on: NaiveDate) -> Result<Entry, Invalid> {
    match Icd10Pcs::plain(text) {
        Some(code) => code.check(on),
        None => check_not_plain(text, on),
    }
}

/// Of its own, so that the code stays in a register on the way that most texts take.
#[cold]
fn check_not_plain(text: &str, on: NaiveDate) -> Result<Entry, Invalid> {
    match Icd10Pcs::with_blanks(text.as_bytes()) {
        Ok(code) => code.check(on),
        Err(error) => Err(invalid::incomplete(&TABLE, text, error, on)),
    }
}

/// Every code of the day, in the order of the codes.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::icd10pcs::entries;
///
/// assert_eq!(entries(NaiveDate::from_ymd_opt(2025, 10, 1).unwrap()).count(), 79_115);
/// assert_eq!(entries(NaiveDate::from_ymd_opt(2026, 4, 1).unwrap()).count(), 79_193);
/// ```
#[must_use]
pub fn entries(on: NaiveDate) -> Entries {
    Entries::new(&TABLE, on)
}

/// Every table of the day: the headers of three characters, in their order.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::icd10pcs::headers;
///
/// assert_eq!(headers(NaiveDate::from_ymd_opt(2025, 10, 1).unwrap()).count(), 914);
/// ```
#[must_use]
pub fn headers(on: NaiveDate) -> Headers {
    Headers::new(&TABLE, on)
}

/// What changed from an edition to another, tables and codes, in the order of the codes.
///
/// ```
/// use him_codes::icd10pcs::{self, ChangeKind, diff};
///
/// let [from, to] = ["FY2025", "FY2026"].map(|name| icd10pcs::editions().find(|edition| edition.name() == name).unwrap());
/// let of = |kind| diff(from, to).filter(move |change| change.kind() == kind && change.code().is_some()).count();
/// assert_eq!((of(ChangeKind::Added), of(ChangeKind::Deleted)), (206, 39));
/// ```
#[must_use]
pub fn diff(from: Edition, to: Edition) -> Diff {
    diff_between(from.effective(), to.effective())
}

/// What changed from the list of a day to that of another, tables and codes, in the order of the codes.
#[must_use]
pub fn diff_between(from: NaiveDate, to: NaiveDate) -> Diff {
    Diff::new(&TABLE, from, to)
}

/// The editions that the tables speak of, from the first to the last.
pub fn editions() -> impl DoubleEndedIterator<Item = Edition> + ExactSizeIterator {
    TABLE.editions()
}

/// The edition in force on a day, from which an answer about that day comes.
///
/// None before 2015-10-01, when ICD-10-PCS was not yet in force. After the [last day](covered_until) of the tables it is the
/// last edition they have, which may have been replaced.
#[must_use]
pub fn edition_on(on: NaiveDate) -> Option<Edition> {
    TABLE.edition_on(on)
}

/// The last day of which the tables know: the end of the last edition's fiscal year. Answers about later days come from
/// that edition.
#[must_use]
pub fn covered_until() -> NaiveDate {
    TABLE.covered_until()
}

/// How many codes the table has.
#[cfg(feature = "edits")]
pub(crate) const CODES: usize = table::TABLE.len();

/// The number of a code in the table, whether or not it is valid on some day.
#[cfg(feature = "edits")]
#[inline]
pub(crate) fn ordinal(code: Icd10Pcs) -> Option<u32> {
    table::TABLE.find(code.key())
}
