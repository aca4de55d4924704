use core::fmt;
use core::num::NonZeroU64;
use core::str::FromStr;

use chrono::NaiveDate;

use super::code::{Icd10Pcs, LEN};
use super::header::Header;
use super::table;
use crate::CodeSystem;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::packed::{EACH_HIGH_BIT, between, digits, letters, prefix_mask};
use crate::text::trim;

/// The beginning of a code: one to seven characters, digits and letters, but neither I nor O.
///
/// ```
/// use him_codes::icd10pcs::Prefix;
///
/// let table: Prefix = "0dt".parse()?;
/// assert_eq!((table.to_string().as_str(), table.len()), ("0DT", 3));
/// # Ok::<(), him_codes::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(NonZeroU64);

impl Prefix {
    /// Reads the beginning of a code, as `parse` does, also in constants.
    ///
    /// # Errors
    ///
    /// When the text is empty, longer than a code, or has a character that no code has.
    pub const fn try_new(text: &str) -> Result<Prefix, ParseError> {
        Prefix::read(text.as_bytes())
    }

    pub(super) const fn read(bytes: &[u8]) -> Result<Prefix, ParseError> {
        let (text, start) = trim(bytes);
        let mut key: u64 = 0;
        let mut len = 0;
        let mut rest = text;
        while let [byte, tail @ ..] = rest {
            let c = byte.to_ascii_uppercase();
            let kind = match c {
                _ if len == LEN => ParseErrorKind::TooLong { limit: LEN as u8 },
                b'I' | b'O' => NOT_ALLOWED,
                b'0'..=b'9' | b'A'..=b'Z' => {
                    key |= (c as u64) << (56 - 8 * len);
                    len += 1;
                    rest = tail;
                    continue;
                }
                _ => NOT_ALLOWED,
            };
            let offset = start + text.len() - rest.len();
            return Err(ParseError::new(CodeSystem::Icd10Pcs, kind, offset));
        }
        match NonZeroU64::new(key) {
            Some(key) => Ok(Prefix(key)),
            None => {
                let kind = ParseErrorKind::Empty;
                Err(ParseError::new(CodeSystem::Icd10Pcs, kind, 0))
            }
        }
    }

    /// The whole code.
    #[must_use]
    pub const fn of(code: Icd10Pcs) -> Prefix {
        Prefix(code.packed())
    }

    /// How many characters, 1 to 7.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "no beginning is empty")]
    pub const fn len(self) -> usize {
        8 - (self.0.trailing_zeros() / 8) as usize
    }

    /// The first `len` characters; at least one, and all when there are fewer.
    #[must_use]
    pub const fn first(self, len: usize) -> Prefix {
        let len = if len == 0 { 1 } else { len };
        match NonZeroU64::new(self.0.get() & prefix_mask(len)) {
            Some(key) => Prefix(key),
            None => self,
        }
    }

    /// The code, when these are all its characters.
    #[must_use]
    pub const fn code(self) -> Option<Icd10Pcs> {
        Icd10Pcs::from_key(self.0.get())
    }

    /// What the codes of the day that start so have in common; none when no code of the day starts so, and for a whole
    /// code.
    #[must_use]
    pub fn header(self, on: NaiveDate) -> Option<Header> {
        table::header(&table::TABLE, self, on)
    }

    pub(super) const fn packed(self) -> NonZeroU64 {
        self.0
    }

    pub(crate) const fn key(self) -> u64 {
        self.0.get()
    }

    /// Of a key whose characters have the form.
    pub(super) const fn from_key(key: u64) -> Option<Prefix> {
        match NonZeroU64::new(key) {
            Some(key) => Some(Prefix(key)),
            None => None,
        }
    }
}

const NOT_ALLOWED: ParseErrorKind = ParseErrorKind::Character {
    allowed: Allowed::DigitOrPcsLetter,
};

/// Whether the first `len` bytes are characters of codes, in upper case, and nothing follows.
#[inline]
pub(super) const fn has_form(key: u64, len: usize) -> bool {
    let wrong = between(key, b'I', b'I') | between(key, b'O', b'O');
    (letters(key) | digits(key)) & !wrong == EACH_HIGH_BIT & prefix_mask(len)
}

pub(super) fn text_of(bytes: &[u8; 8], len: usize) -> &str {
    bytes
        .get(..len)
        .and_then(|bytes| str::from_utf8(bytes).ok())
        .unwrap_or_default()
}

impl From<Icd10Pcs> for Prefix {
    fn from(code: Icd10Pcs) -> Prefix {
        Prefix::of(code)
    }
}

impl FromStr for Prefix {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Prefix::try_new(text)
    }
}

/// Prints upper case.
impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(text_of(&self.key().to_be_bytes(), self.len()))
    }
}

impl fmt::Debug for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prefix({self})")
    }
}
