use core::fmt;
use core::num::NonZeroU64;
use core::str::FromStr;

use chrono::NaiveDate;

use super::entry::Entry;
use super::invalid::Invalid;
use super::prefix::{Prefix, has_form, text_of};
use super::table;
use crate::CodeSystem;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::packed::in_upper_case;
use crate::text::{serde_through_text, trim};

/// A text with the form of an ICD-10-PCS code: seven characters, digits and letters, but neither I nor O.
///
/// Whether such a code exists, and when, is for [`check`](Icd10Pcs::check) to say.
///
/// It is read in either case, with or without blanks around it, and printed in upper case. There is no dot.
///
/// ```
/// use him_codes::Icd10Pcs;
///
/// let code: Icd10Pcs = " 0dtj4zz".parse()?;
/// assert_eq!(code.to_string(), "0DTJ4ZZ");
/// assert_eq!(code.table().to_string(), "0DT");
/// const APPENDECTOMY: Icd10Pcs = match Icd10Pcs::try_new("0DTJ4ZZ") {
///     Ok(code) => code,
///     Err(_) => panic!("a wrong constant does not compile"),
/// };
/// assert_eq!(APPENDECTOMY, code);
/// # Ok::<(), him_codes::ParseError>(())
/// ```
///
/// The order is that of ASCII, which is that of the official lists: digits before letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Icd10Pcs(NonZeroU64);

pub(super) const LEN: usize = 7;

impl Icd10Pcs {
    /// Reads a code, as `parse` does, also in constants.
    ///
    /// # Errors
    ///
    /// When the text does not have the form of a code; the error says at which byte, and what is allowed there.
    #[inline]
    pub const fn try_new(text: &str) -> Result<Icd10Pcs, ParseError> {
        match Icd10Pcs::plain(text) {
            Some(code) => Ok(code),
            None => Icd10Pcs::with_blanks(text.as_bytes()),
        }
    }

    /// A code without blanks around it.
    #[inline]
    pub(super) const fn plain(text: &str) -> Option<Icd10Pcs> {
        match NonZeroU64::new(plain_key(text.as_bytes())) {
            Some(key) => Some(Icd10Pcs(key)),
            None => None,
        }
    }

    /// What the fast way does not take: blanks around the code, and everything that is wrong.
    #[cold]
    pub(super) const fn with_blanks(bytes: &[u8]) -> Result<Icd10Pcs, ParseError> {
        match Prefix::read(bytes) {
            Ok(prefix) if prefix.len() == LEN => Ok(Icd10Pcs(prefix.packed())),
            Ok(_) => {
                let kind = ParseErrorKind::Incomplete {
                    allowed: Allowed::DigitOrPcsLetter,
                };
                let (code, start) = trim(bytes);
                let end = start + code.len();
                Err(ParseError::new(CodeSystem::Icd10Pcs, kind, end))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the code can be reported for a procedure on the day, and the reason when it cannot.
    ///
    /// # Errors
    ///
    /// See [`Invalid`]; the code is never [`Malformed`](Invalid::Malformed) nor a [`Header`](Invalid::Header).
    #[inline]
    pub fn check(self, on: NaiveDate) -> Result<Entry, Invalid> {
        table::check(&table::TABLE, self, on)
    }

    /// The code as it stands in the list on the day; none when it does not stand there.
    #[must_use]
    pub fn entry(self, on: NaiveDate) -> Option<Entry> {
        table::entry(&table::TABLE, self, on)
    }

    /// The first three characters: section, body system and operation (in other sections than the first, what stands in
    /// their place), which name the table of the code.
    #[must_use]
    pub const fn table(self) -> Prefix {
        Prefix::of(self).first(3)
    }

    /// The characters from the highest byte down, then a zero.
    pub(super) const fn packed(self) -> NonZeroU64 {
        self.0
    }

    pub(crate) const fn key(self) -> u64 {
        self.0.get()
    }

    /// Of a key whose characters have the form of a code or of the beginning of one.
    pub(super) const fn from_key(key: u64) -> Option<Icd10Pcs> {
        match NonZeroU64::new(key) {
            Some(key) if key.trailing_zeros() < 16 => Some(Icd10Pcs(key)),
            _ => None,
        }
    }
}

/// The key of a text of seven bytes; 0 when it is not a code, or has blanks around it.
///
/// All characters at once: branches on each would be mispredicted.
#[inline]
pub(super) const fn plain_key(bytes: &[u8]) -> u64 {
    let [a, b, c, d, e, f, g] = bytes else {
        return 0;
    };
    let key = in_upper_case(u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, 0]));
    if has_form(key, LEN) { key } else { 0 }
}

impl FromStr for Icd10Pcs {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Icd10Pcs::try_new(text)
    }
}

/// Prints the official form, such as `0DTJ4ZZ`.
impl fmt::Display for Icd10Pcs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(text_of(&self.key().to_be_bytes(), LEN))
    }
}

impl fmt::Debug for Icd10Pcs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Icd10Pcs({self})")
    }
}

serde_through_text!(Icd10Pcs, "an ICD-10-PCS code");
