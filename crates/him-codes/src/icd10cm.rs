//! ICD-10-CM, the diagnosis codes of the United States (CDC/NCHS and CMS), by date.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::icd10cm::{self, Invalid};
//!
//! let day = NaiveDate::from_ymd_opt(2025, 3, 14).unwrap();
//! let entry = icd10cm::check("e119", day)?;
//! assert_eq!(entry.code().to_string(), "E11.9");
//!
//! let Err(Invalid::Header(header)) = icd10cm::check("A04.7", day) else { panic!() };
//! let codes: Vec<String> = header.billable().map(|entry| entry.code().to_string()).collect();
//! assert_eq!(codes, ["A04.71", "A04.72"]);
//! # Ok::<(), Invalid>(())
//! ```
//!
//! [`Icd10Cm`] is a text that has the form of a code. [`check`] and [`Icd10Cm::check`] say whether it can be reported on
//! the day of service, or the reason why not, as [`Invalid`]. [`Entry`] is a code on a day: its state, its interval, its
//! title, and what stands above and below it. [`entries`] lists an edition. [`nearby()`] ranks what may have been meant by a
//! text that is no code of the day. [`tabular`] has chapters, sections and notes.
//!
//! What came before and after a code: [`conversion`], [`diff`], and [`NoLonger::replaced_by`]. To and from ICD-9-CM:
//! [`gems`]. Categories for statistics: [`ccsr`].
//!
//! The tables hold the order files of FY2016 to FY2027 with their mid-year updates; see [`editions`] for what is held as
//! published. [`Evidence`](crate::Evidence) tells for each code how its days are known.

mod below;
pub mod ccsr;
mod code;
mod code_table;
mod columnar;
#[doc(hidden)]
pub mod constant;
pub mod conversion;
mod diff;
mod entry;
pub mod gems;
mod invalid;
mod nearby;
pub mod poa;
mod replaced;
#[cfg(feature = "search")]
pub mod search;
mod sentence;
mod table;
pub mod tabular;
#[cfg(feature = "titles")]
mod title;

use chrono::NaiveDate;

pub use self::below::{Billable, Children, Descendants, Entries};
pub use self::code::{Icd10Cm, Undotted};
pub use self::code_table::CodeTable;
#[cfg(feature = "arrow")]
pub use self::columnar::check_array;
pub use self::columnar::{check_all, ordinals};
pub use self::diff::{Change, Diff};
pub use self::entry::{Ancestors, Entry, State};
pub use self::invalid::{Invalid, NeedsSeventh, NoLonger, NotYet, Unknown};
pub use self::nearby::{Nearby, nearby};
pub use self::replaced::{ReplacedBy, Replacement, ReplacementEvidence};
#[cfg(feature = "search")]
pub use self::search::{Hit, Query, Search, complete, search};
use self::table::TABLE;
pub use crate::change::ChangeKind;
pub use crate::characters::Characters;
use crate::edition::Edition;

/// Whether `text` is a code that can be reported for a service on the day, and the reason when it is not.
///
/// It reads the text as [`Icd10Cm::try_new`] does and looks it up as [`Icd10Cm::check`].
///
/// # Errors
///
/// See [`Invalid`].
#[inline]
pub fn check(text: &str, on: NaiveDate) -> Result<Entry, Invalid> {
    match Icd10Cm::plain(text) {
        Some(code) => code.check(on),
        None => check_not_plain(text, on),
    }
}

/// Of its own, so that the code stays in a register on the way that most texts take.
#[cold]
fn check_not_plain(text: &str, on: NaiveDate) -> Result<Entry, Invalid> {
    match Icd10Cm::with_blanks(text.as_bytes()) {
        Ok(code) => code.check(on),
        Err(error) => Err(Invalid::Malformed(error)),
    }
}

/// Every code and header of the day, in the order of the codes.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::icd10cm::{State, entries};
///
/// let day = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
/// assert_eq!(entries(day).count(), 98_403);
/// assert_eq!(entries(day).filter(|entry| entry.state() == State::Billable).count(), 74_879);
/// ```
#[must_use]
pub fn entries(on: NaiveDate) -> Entries {
    Entries::new(&TABLE, on)
}

/// What changed from an edition to another, in the order of the codes.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::icd10cm::{self, ChangeKind, diff};
///
/// let [from, to] = ["FY2026", "FY2027"].map(|name| icd10cm::editions().find(|edition| edition.name() == name).unwrap());
/// let demoted: Vec<String> = diff(from, to)
///     .filter(|change| change.kind() == ChangeKind::Demoted)
///     .map(|change| change.code().to_string())
///     .collect();
/// assert_eq!(demoted[..4], ["D69.1", "I42.0", "I42.8", "I49.8"]);
/// ```
#[must_use]
pub fn diff(from: Edition, to: Edition) -> Diff {
    diff_between(from.effective(), to.effective())
}

/// What changed from the list of a day to that of another, in the order of the codes.
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
/// None before 2015-10-01, when ICD-10-CM was not yet in force. After the [last day](covered_until) of the tables it is the
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
pub(crate) fn ordinal(code: Icd10Cm) -> Option<u32> {
    table::TABLE.find(code.key())
}

/// The characters with which a text goes on to some code of some edition, in their order. The text is given as its characters
/// from the highest byte down, then zeros; at least one.
#[cfg(feature = "coding-edits")]
pub(crate) fn characters_after(text: u64) -> impl Iterator<Item = u8> {
    let automaton = &TABLE.automaton;
    let node = automaton.walk(text);
    let mut from = 0;
    core::iter::from_fn(move || {
        let (symbol, _) = automaton.step_from(node?, from)?;
        from = symbol + 1;
        Some(crate::automaton::character(symbol))
    })
}

/// Whether the code of this number can be reported on the day.
#[cfg(feature = "coding-edits")]
#[inline]
pub(crate) fn is_billable(ordinal: u32, on: crate::day::Day) -> bool {
    TABLE.timeline(ordinal).is_billable(on)
}
