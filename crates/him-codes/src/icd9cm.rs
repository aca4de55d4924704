use core::fmt;
use core::num::NonZeroU64;
use core::str::FromStr;

use crate::CodeSystem;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::text::{serde_through_text, trim};

/// A text with the form of a diagnosis code of ICD-9-CM, which was in force in the United States until 2015-09-30.
///
/// Three digits, or V and two digits, then up to two more; or E and three digits, then up to one more. The dot stands after the
/// third character, of an E code after the fourth. It is read with or without its dot, in either case, with or without
/// blanks around it.
///
/// Only the form is checked: no list of ICD-9-CM is here. The [mappings](crate::icd10cm::gems) know the codes of their last
/// edition.
///
/// ```
/// use him_codes::Icd9Cm;
///
/// let code: Icd9Cm = "25000".parse()?;
/// assert_eq!(code.to_string(), "250.00");
/// assert_eq!("e8130".parse::<Icd9Cm>()?.to_string(), "E813.0");
/// assert_eq!("V58.61".parse::<Icd9Cm>()?.to_string(), "V58.61");
/// assert_eq!("V5".parse::<Icd9Cm>().unwrap_err().to_string(), "not an ICD-9-CM code: it ends before byte 2, which must be a digit");
/// # Ok::<(), him_codes::ParseError>(())
/// ```
///
/// The order is that of the codes without dot in ASCII: digits, then E, then V.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Icd9Cm(NonZeroU64);

impl Icd9Cm {
    /// Reads a code, as `parse` does, also in constants.
    ///
    /// # Errors
    ///
    /// When the text does not have the form of a code; the error says at which byte, and what is allowed there.
    pub const fn try_new(text: &str) -> Result<Icd9Cm, ParseError> {
        let (code, start) = trim(text.as_bytes());
        let is_e = matches!(code, [b'E' | b'e', ..]);
        // How many characters stand before the dot.
        let stem = if is_e { 4 } else { 3 };
        let mut key: u64 = 0;
        let mut len = 0;
        let mut dotted = false;
        let mut rest = code;
        while let [byte, tail @ ..] = rest {
            let offset = start + code.len() - rest.len();
            let c = byte.to_ascii_uppercase();
            let wrong = match c {
                b'.' if len == stem && !dotted => {
                    dotted = true;
                    rest = tail;
                    continue;
                }
                b'.' if !dotted => Some(ParseErrorKind::Dot),
                _ if len == MAX_LEN => Some(ParseErrorKind::TooLong {
                    limit: MAX_LEN as u8,
                }),
                b'0'..=b'9' => None,
                b'E' | b'V' if len == 0 => None,
                _ if len == 0 => Some(ParseErrorKind::Character {
                    allowed: Allowed::DigitOrEOrV,
                }),
                _ => Some(ParseErrorKind::Character {
                    allowed: Allowed::Digit,
                }),
            };
            if let Some(kind) = wrong {
                return Err(ParseError::new(CodeSystem::Icd9Cm, kind, offset));
            }
            key |= (c as u64) << (56 - 8 * len);
            len += 1;
            rest = tail;
        }
        match NonZeroU64::new(key) {
            None => Err(ParseError::new(
                CodeSystem::Icd9Cm,
                ParseErrorKind::Empty,
                0,
            )),
            Some(key) if len > stem || (len == stem && !dotted) => Ok(Icd9Cm(key)),
            Some(_) => {
                let kind = ParseErrorKind::Incomplete {
                    allowed: Allowed::Digit,
                };
                let end = start + code.len();
                Err(ParseError::new(CodeSystem::Icd9Cm, kind, end))
            }
        }
    }

    /// How many characters, 3 to 5, without the dot.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "no code is empty")]
    pub const fn len(self) -> usize {
        8 - (self.0.trailing_zeros() / 8) as usize
    }

    /// Whether it is an external cause of injury and poisoning, an E code.
    #[must_use]
    pub const fn is_external_cause(self) -> bool {
        self.0.get() >> 56 == b'E' as u64
    }

    /// The characters from the highest byte down, then zeros.
    pub(crate) const fn key(self) -> u64 {
        self.0.get()
    }

    /// In 18 bits and the same order: the first character (0 to 9, E 10, V 11), then in base 11 the four others, each one
    /// more than its digit, 0 for none.
    pub(crate) fn packed(self) -> u32 {
        let [first, rest @ .., _, _, _] = self.key().to_be_bytes();
        let first = match first {
            b'E' => 10,
            b'V' => 11,
            digit => digit - b'0',
        };
        let others = rest.map(|c| if c == 0 { 0 } else { c - b'0' + 1 });
        let add = |number, value| number * 11 + u32::from(value);
        others.into_iter().fold(first.into(), add)
    }

    pub(crate) fn from_packed(number: u32) -> Option<Icd9Cm> {
        let mut key = [0; 8];
        let [first, rest @ .., _, _, _] = &mut key;
        let mut left = number;
        for cell in rest.iter_mut().rev() {
            let [value, ..] = (left % 11).to_le_bytes();
            *cell = if value == 0 { 0 } else { b'0' + value - 1 };
            left /= 11;
        }
        let [value, ..] = left.to_le_bytes();
        *first = match value {
            10 => b'E',
            11 => b'V',
            digit => b'0' + digit,
        };
        NonZeroU64::new(u64::from_be_bytes(key)).map(Icd9Cm)
    }
}

const MAX_LEN: u32 = 5;

impl FromStr for Icd9Cm {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Icd9Cm::try_new(text)
    }
}

/// Prints the official form, such as `250.00` or `E813.0`.
impl fmt::Display for Icd9Cm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, ..] = self.key().to_be_bytes();
        let stem = if self.is_external_cause() { 4 } else { 3 };
        let text = if stem == 4 {
            [a, b, c, d, b'.', e]
        } else {
            [a, b, c, b'.', d, e]
        };
        let len = self.len() + usize::from(self.len() > stem);
        f.pad(
            text.get(..len)
                .and_then(|bytes| str::from_utf8(bytes).ok())
                .unwrap_or_default(),
        )
    }
}

impl fmt::Debug for Icd9Cm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Icd9Cm({self})")
    }
}

serde_through_text!(Icd9Cm, "a diagnosis code of ICD-9-CM");
