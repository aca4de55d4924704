use core::fmt;
use core::num::NonZeroU64;
use core::str::FromStr;

use chrono::NaiveDate;

use super::entry::Entry;
use super::invalid::Invalid;
use super::table;
use crate::CodeSystem;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::packed::{digits, in_upper_case, letters, prefix_mask, short_text};
use crate::text::{serde_through_text, trim};

/// A text with the form of an ICD-10-CM code: a letter, then two to six digits or letters.
///
/// Whether such a code exists, and when, is for [`check`](Icd10Cm::check) to say. The second character is a digit in every
/// code but those of the category QA0 (FY2026), so the form allows a letter there.
///
/// It is read with or without its dot, in either case, with or without blanks around it, and printed in the official form:
/// upper case, a dot after the third character when there are more. The dot may stand nowhere else, and not at the end.
///
/// ```
/// use him_codes::Icd10Cm;
///
/// let code: Icd10Cm = " s72001a".parse()?;
/// assert_eq!(code.to_string(), "S72.001A");
/// assert_eq!(code.undotted().as_str(), "S72001A");
/// const DIABETES: Icd10Cm = match Icd10Cm::try_new("E11.9") {
///     Ok(code) => code,
///     Err(_) => panic!("a wrong constant does not compile"),
/// };
/// assert!(DIABETES < code);
/// # Ok::<(), him_codes::ParseError>(())
/// ```
///
/// The order is that of the codes without dot in ASCII: digits before letters, a header before the codes below it. (The
/// official lists order some categories otherwise: C7A stands before C76 there.)
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Icd10Cm(NonZeroU64);

const MAX_LEN: u32 = 7;

impl Icd10Cm {
    /// Reads a code, as `parse` does, also in constants.
    ///
    /// # Errors
    ///
    /// When the text does not have the form of a code; the error says at which byte, and what is allowed there.
    #[inline]
    pub const fn try_new(text: &str) -> Result<Icd10Cm, ParseError> {
        match Icd10Cm::plain(text) {
            Some(code) => Ok(code),
            None => Icd10Cm::with_blanks(text.as_bytes()),
        }
    }

    /// A code without blanks around it.
    #[inline]
    pub(super) const fn plain(text: &str) -> Option<Icd10Cm> {
        match NonZeroU64::new(plain_key(short_text(text.as_bytes()))) {
            Some(key) => Some(Icd10Cm(key)),
            None => None,
        }
    }

    /// What the fast way does not take: blanks around the code, and everything that is wrong.
    #[cold]
    pub(super) const fn with_blanks(bytes: &[u8]) -> Result<Icd10Cm, ParseError> {
        let (code, start) = trim(bytes);
        let mut key: u64 = 0;
        let mut len = 0;
        let mut dotted = false;
        let mut rest = code;
        while let [byte, tail @ ..] = rest {
            let offset = start + code.len() - rest.len();
            let c = byte.to_ascii_uppercase();
            let wrong = match c {
                b'.' if len == 3 && !dotted => {
                    dotted = true;
                    rest = tail;
                    continue;
                }
                b'.' if !dotted => Some(ParseErrorKind::Dot),
                b'0'..=b'9' | b'A'..=b'Z' if len == MAX_LEN => Some(ParseErrorKind::TooLong {
                    limit: MAX_LEN as u8,
                }),
                b'A'..=b'Z' => None,
                b'0'..=b'9' if len > 0 => None,
                _ if len == 0 => Some(ParseErrorKind::Character {
                    allowed: Allowed::Letter,
                }),
                _ if len == MAX_LEN => Some(ParseErrorKind::TooLong {
                    limit: MAX_LEN as u8,
                }),
                _ => Some(ParseErrorKind::Character {
                    allowed: Allowed::DigitOrLetter,
                }),
            };
            if let Some(kind) = wrong {
                return Err(ParseError::new(CodeSystem::Icd10Cm, kind, offset));
            }
            key |= (c as u64) << (56 - 8 * len);
            len += 1;
            rest = tail;
        }
        match NonZeroU64::new(key) {
            None => Err(ParseError::new(
                CodeSystem::Icd10Cm,
                ParseErrorKind::Empty,
                0,
            )),
            Some(key) if len > 3 || (len == 3 && !dotted) => Ok(Icd10Cm(key)),
            Some(_) => {
                let kind = ParseErrorKind::Incomplete {
                    allowed: Allowed::DigitOrLetter,
                };
                Err(ParseError::new(
                    CodeSystem::Icd10Cm,
                    kind,
                    start + code.len(),
                ))
            }
        }
    }

    /// Whether the code can be reported for a service on the day, and the reason when it cannot.
    ///
    /// # Errors
    ///
    /// See [`Invalid`]; the code is never [`Malformed`](Invalid::Malformed).
    #[inline]
    pub fn check(self, on: NaiveDate) -> Result<Entry, Invalid> {
        table::check(&table::TABLE, self, on)
    }

    /// The code as it stands in the list on the day, billable or a header; none when it does not stand there.
    #[must_use]
    pub fn entry(self, on: NaiveDate) -> Option<Entry> {
        table::entry(&table::TABLE, self, on)
    }

    /// How many characters, 3 to 7, without the dot.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "no code is empty")]
    pub const fn len(self) -> usize {
        8 - (self.0.trailing_zeros() / 8) as usize
    }

    /// The first three characters.
    ///
    /// ```
    /// # use him_codes::Icd10Cm;
    /// assert_eq!("S72.001A".parse::<Icd10Cm>()?.category().to_string(), "S72");
    /// # Ok::<(), him_codes::ParseError>(())
    /// ```
    #[must_use]
    pub const fn category(self) -> Icd10Cm {
        self.prefix_or_all(3)
    }

    /// The code without its dot, as most files carry it.
    #[must_use]
    pub const fn undotted(self) -> Undotted {
        Undotted(self.0.get().to_be_bytes(), self.len())
    }

    /// The characters from the highest byte down, then zeros.
    pub(crate) const fn key(self) -> u64 {
        self.0.get()
    }

    /// Of a key whose characters have the form of a code.
    pub(crate) const fn from_key(key: u64) -> Option<Icd10Cm> {
        match NonZeroU64::new(key) {
            Some(key) if key.trailing_zeros() < 48 => Some(Icd10Cm(key)),
            _ => None,
        }
    }

    /// The first `len` characters; all when there are fewer. `len` is at least 3.
    pub(crate) const fn prefix_or_all(self, len: usize) -> Icd10Cm {
        match Icd10Cm::from_key(self.0.get() & prefix_mask(len)) {
            Some(prefix) => prefix,
            None => self,
        }
    }
}

/// The key of a text of up to eight bytes; 0 when it is not a code, or has blanks around it.
///
/// All bytes at once: branches on each would be mispredicted, which costs more than all the rest.
#[inline]
pub(super) const fn plain_key((text, all): (u64, u64)) -> u64 {
    const FOURTH: u64 = 0x80 << 32;
    // All bits when the fourth byte is a dot; the bytes after it take its place then.
    let dotted = ((text >> 32 & 0xff) ^ b'.' as u64).wrapping_sub(1) >> 63;
    let dotted = dotted.wrapping_neg();
    let rest = text << 8 & dotted | text & !dotted;
    let all = all << 8 & dotted | all & !dotted;
    let key = in_upper_case(text & prefix_mask(3) | rest & !prefix_mask(3));
    let letters = letters(key);
    let good = letters | digits(key);
    // A letter first, something after the dot, and seven characters at most.
    let wrong = good ^ all | FOURTH & dotted & !good | !letters >> 63 | key & 0xff;
    if wrong == 0 { key } else { 0 }
}

/// A code without its dot; see [`Icd10Cm::undotted`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Undotted([u8; 8], usize);

impl Undotted {
    /// Upper case, 3 to 7 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0
            .get(..self.1)
            .and_then(|bytes| str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

impl fmt::Display for Undotted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Undotted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Undotted({self})")
    }
}

impl FromStr for Icd10Cm {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Icd10Cm::try_new(text)
    }
}

/// Prints the official form, such as `E11.9`.
impl fmt::Display for Icd10Cm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g, h, _] = self.key().to_be_bytes();
        let text = [a, b, c, b'.', d, e, g, h];
        let len = self.len() + usize::from(self.len() > 3);
        f.pad(
            text.get(..len)
                .and_then(|bytes| str::from_utf8(bytes).ok())
                .unwrap_or_default(),
        )
    }
}

impl fmt::Debug for Icd10Cm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Icd10Cm({self})")
    }
}

serde_through_text!(Icd10Cm, "an ICD-10-CM code");
