use chrono::NaiveDate;

use super::code::{Icd10Pcs, plain_key};
use super::entry::Entry;
use super::invalid::Invalid;
use super::table::TABLE;
use crate::automaton::{NO_ORDINAL, WIDE};
use crate::columnar::{self, Dates, System, UnequalColumns};
use crate::table::Table;
use crate::verdict::Verdict;

/// Checks a column of codes: for each its verdict, and its number.
///
/// It answers as [`check`](super::check) does, at a third of the time for each code when the most are valid, and allocates
/// nothing. The [number](Icd10Pcs::ordinal) joins what else is known of a code, as an index; [`NO_ORDINAL`](crate::NO_ORDINAL)
/// stands where no edition held has the code. A code that is not valid has one when some edition
/// has it, and the beginning of codes has none.
///
/// ```
/// use chrono::NaiveDate;
/// use him_codes::{NO_ORDINAL, Verdict, icd10pcs};
///
/// let day = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
/// let (mut verdicts, mut ordinals) = ([Verdict::default(); 3], [0; 3]);
/// icd10pcs::check_all(&["0DTJ4ZZ", "0dtj4zz", "0DTJ3ZZ"], day, &mut verdicts, &mut ordinals)?;
/// assert_eq!(verdicts, [Verdict::Valid, Verdict::Valid, Verdict::Unknown]);
/// assert_eq!(ordinals[2], NO_ORDINAL);
///
/// let each = [day, NaiveDate::from_ymd_opt(2010, 1, 1).unwrap()];
/// icd10pcs::check_all(&["0DTJ4ZZ", "0DTJ4ZZ"], &each[..], &mut verdicts[..2], &mut ordinals[..2])?;
/// assert_eq!(verdicts[..2], [Verdict::Valid, Verdict::NotYet]);
/// # Ok::<(), him_codes::UnequalColumns>(())
/// ```
///
/// # Errors
///
/// When the columns have not the same length; nothing is written then.
pub fn check_all<'a>(
    codes: &[impl AsRef<str>],
    on: impl Into<Dates<'a>>,
    verdicts: &mut [Verdict],
    ordinals: &mut [u32],
) -> Result<(), UnequalColumns> {
    columnar::check_slices::<Icd10Pcs>(codes, on.into(), verdicts, ordinals)
}

/// Checks an array of codes, as [`check_all`] does; see [`arrow`](crate::arrow) for what it takes and gives.
///
/// # Errors
///
/// When the array has no texts, or there are not as many days as codes.
#[cfg(feature = "arrow")]
pub fn check_array<'a>(
    codes: &dyn arrow_array::Array,
    on: impl Into<crate::arrow::ArrayDates<'a>>,
) -> Result<arrow_array::RecordBatch, crate::arrow::ArrayError> {
    crate::arrow::check_array::<Icd10Pcs>(codes, on.into())
}

impl System for Icd10Pcs {
    const TABLE: &'static Table = &TABLE;

    #[inline(never)]
    fn find(texts: &[&str; WIDE]) -> [u32; WIDE] {
        let mut keys = [0; WIDE];
        for (key, text) in keys.iter_mut().zip(texts) {
            *key = plain_key(text.as_bytes());
        }
        TABLE.automaton.find_wide(&keys)
    }

    #[cold]
    fn check(text: &str, on: NaiveDate) -> (Verdict, u32) {
        let ordinal = Icd10Pcs::try_new(text).ok().and_then(Icd10Pcs::ordinal);
        (
            Verdict::from(&super::check(text, on)),
            ordinal.unwrap_or(NO_ORDINAL),
        )
    }
}

impl From<&Result<Entry, Invalid>> for Verdict {
    fn from(answer: &Result<Entry, Invalid>) -> Verdict {
        match answer {
            Ok(_) => Verdict::Valid,
            Err(reason) => Verdict::from(reason),
        }
    }
}

impl From<&Invalid> for Verdict {
    fn from(reason: &Invalid) -> Verdict {
        match reason {
            Invalid::Malformed(_) => Verdict::Malformed,
            Invalid::Unknown(_) => Verdict::Unknown,
            Invalid::Header(_) => Verdict::Header,
            Invalid::NotYet(_) => Verdict::NotYet,
            Invalid::NoLonger(_) => Verdict::NoLonger,
        }
    }
}

impl Icd10Pcs {
    /// The number of the code among all codes and tables of all editions held, in their order; none when no edition
    /// has it. It is less than [`ordinals`](super::ordinals).
    ///
    /// An index for columns beside the codes. The next release of the tables may number them otherwise: store codes.
    ///
    /// ```
    /// use him_codes::Icd10Pcs;
    ///
    /// let code: Icd10Pcs = "0DTJ4ZZ".parse()?;
    /// let ordinal = code.ordinal().unwrap();
    /// assert_eq!(Icd10Pcs::from_ordinal(ordinal), Some(code));
    /// # Ok::<(), him_codes::ParseError>(())
    /// ```
    #[must_use]
    pub const fn ordinal(self) -> Option<u32> {
        TABLE.find(self.key())
    }

    /// The code with a [number](Icd10Pcs::ordinal); none for that of a table.
    #[must_use]
    pub const fn from_ordinal(ordinal: u32) -> Option<Icd10Pcs> {
        match TABLE.automaton.code(ordinal) {
            Some(key) => Icd10Pcs::from_key(key),
            None => None,
        }
    }
}

/// How many codes and tables all editions held have together.
#[must_use]
pub const fn ordinals() -> u32 {
    TABLE.len() as u32
}
