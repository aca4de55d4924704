use core::fmt;
use core::num::NonZeroU64;
use core::str::FromStr;

use chrono::NaiveDate;

use super::entry::Entry;
use super::invalid::Invalid;
use super::table;
use crate::CodeSystem;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::fixed;
use crate::text::serde_through_text;

/// A text with the form of a code of HCPCS Level II: a letter from A to V, then four digits.
///
/// Whether such a code exists, and when, is for [`check`](Hcpcs::check) to say. No code starts with F, I, N or O; those
/// that start with D are the dental codes of CDT, which CMS does not list. W to Z were local codes, which ended in 2003.
///
/// It is read in either case, with or without blanks around it, and printed in upper case. The order is that of the text.
///
/// ```
/// use him_codes::Hcpcs;
///
/// let code: Hcpcs = " g0008".parse()?;
/// assert_eq!(code.to_string(), "G0008");
/// let error = "GOO08".parse::<Hcpcs>().unwrap_err();
/// assert_eq!(error.to_string(), "not a HCPCS Level II code: byte 1 must be a digit");
/// # Ok::<(), him_codes::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hcpcs(NonZeroU64);

const PLACES: [Allowed; 5] = [
    Allowed::HcpcsLetter,
    Allowed::Digit,
    Allowed::Digit,
    Allowed::Digit,
    Allowed::Digit,
];

impl Hcpcs {
    /// Reads a code, as `parse` does, also in constants.
    ///
    /// # Errors
    ///
    /// When the text does not have the form of a code; the error says at which byte, and what is allowed there.
    #[inline]
    pub const fn try_new(text: &str) -> Result<Hcpcs, ParseError> {
        match fixed::read(text, &PLACES, CodeSystem::Hcpcs) {
            Ok([a, b, c, d, e]) => {
                match Hcpcs::from_key(u64::from_be_bytes([a, b, c, d, e, 0, 0, 0])) {
                    Some(code) => Ok(code),
                    None => Err(ParseError::new(CodeSystem::Hcpcs, ParseErrorKind::Empty, 0)),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the code can be reported for a service on the day, as far as an edition held tells, and the reason when
    /// it cannot.
    ///
    /// # Errors
    ///
    /// See [`Invalid`]; the code is never [`Malformed`](Invalid::Malformed).
    #[inline]
    pub fn check(self, on: NaiveDate) -> Result<Entry, Invalid> {
        table::check(&table::TABLE, self, on)
    }

    /// The letter, which tells the chapter: `J` for drugs that are injected, `E` for durable equipment ...
    #[must_use]
    pub const fn letter(self) -> char {
        (self.0.get() >> 56) as u8 as char
    }

    /// Whether the code belongs to the D series, the dental codes of CDT, whose list the ADA licenses.
    #[must_use]
    pub const fn is_dental(self) -> bool {
        self.letter() == 'D'
    }

    /// The characters from the highest byte down, then zeros.
    pub(crate) const fn key(self) -> u64 {
        self.0.get()
    }

    /// Of a key whose characters have the form of a code.
    pub(crate) const fn from_key(key: u64) -> Option<Hcpcs> {
        match NonZeroU64::new(key) {
            Some(key) if key.trailing_zeros() >= 24 && key.trailing_zeros() < 32 => {
                Some(Hcpcs(key))
            }
            _ => None,
        }
    }
}

impl FromStr for Hcpcs {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Hcpcs::try_new(text)
    }
}

impl fmt::Display for Hcpcs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [code @ .., _, _, _] = self.key().to_be_bytes();
        f.pad(str::from_utf8(&code).unwrap_or_default())
    }
}

impl fmt::Debug for Hcpcs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hcpcs({self})")
    }
}

serde_through_text!(Hcpcs, "a HCPCS Level II code");
