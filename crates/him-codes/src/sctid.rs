use core::fmt;
use core::str::FromStr;

use crate::CodeSystem;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::text::{serde_through_text, trim};
use crate::verhoeff;

/// An identifier of SNOMED CT (SCTID): 6 to 18 digits, of which the last is a check digit and the two before it, the
/// partition, say what is identified.
///
/// This is about the form alone: whether SNOMED CT has the identifier, in which edition and from when, is in its
/// release, which may not be passed on here. Source: SNOMED CT Release File Specification, "SCTID".
///
/// ```
/// use him_codes::{Sctid, SctidKind};
///
/// let diabetes: Sctid = "73211009".parse()?;
/// assert_eq!(diabetes.kind(), SctidKind::Concept);
/// assert_eq!(diabetes.namespace(), None);
/// assert!("73211006".parse::<Sctid>().is_err()); // the check digit
/// # Ok::<(), him_codes::ParseError>(())
/// ```
///
/// The order is that of the numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sctid(u64);

/// What a SNOMED CT identifier identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SctidKind {
    /// Partition 00 or 10. What records carry as a code.
    Concept,
    /// Partition 01 or 11: a term of a concept.
    Description,
    /// Partition 02 or 12.
    Relationship,
}

impl Sctid {
    /// Reads 6 to 18 digits, with blanks around them or without.
    ///
    /// # Errors
    ///
    /// When a character is no digit, when there are too few or too many digits, when the first is 0, when the partition is
    /// none of 00, 01, 02, 10, 11 and 12, and when the check digit is wrong.
    pub const fn try_new(text: &str) -> Result<Sctid, ParseError> {
        let (digits, start) = trim(text.as_bytes());
        let fail = Fail { start };
        if digits.is_empty() {
            return Err(fail.at(ParseErrorKind::Empty, 0));
        }
        let mut number: u64 = 0;
        let mut rest = digits;
        while let [digit, tail @ ..] = rest {
            let at = digits.len() - rest.len();
            if !digit.is_ascii_digit() {
                return Err(fail.at(
                    ParseErrorKind::Character {
                        allowed: Allowed::Digit,
                    },
                    at,
                ));
            }
            if at == 18 {
                return Err(fail.at(ParseErrorKind::TooLong { limit: 18 }, at));
            }
            if at == 0 && *digit == b'0' {
                return Err(fail.at(ParseErrorKind::LeadingZero, 0));
            }
            number = number * 10 + (*digit - b'0') as u64;
            rest = tail;
        }
        // With a namespace the identifier has at least one digit before its seven.
        let partition = number / 10 % 100;
        let least = if partition >= 10 { 11 } else { 6 };
        if digits.len() < 6 {
            return Err(fail.at(
                ParseErrorKind::Incomplete {
                    allowed: Allowed::Digit,
                },
                digits.len(),
            ));
        }
        if !matches!(partition, 0..=2 | 10..=12) || digits.len() < least {
            return Err(fail.at(ParseErrorKind::Partition, digits.len() - 3));
        }
        if !verhoeff::holds(digits) {
            return Err(fail.at(ParseErrorKind::CheckDigit, digits.len() - 1));
        }
        Ok(Sctid(number))
    }

    /// The identifier as a number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// What is identified.
    #[must_use]
    pub const fn kind(self) -> SctidKind {
        match self.0 / 10 % 10 {
            0 => SctidKind::Concept,
            1 => SctidKind::Description,
            _ => SctidKind::Relationship,
        }
    }

    /// The organisation whose extension made the identifier, as seven digits; none for the International Edition.
    #[must_use]
    pub const fn namespace(self) -> Option<u32> {
        // The remainder has seven digits, so the cast keeps it.
        if self.0 / 100 % 10 == 1 {
            Some((self.0 / 1000 % 10_000_000) as u32)
        } else {
            None
        }
    }
}

struct Fail {
    start: usize,
}

impl Fail {
    const fn at(&self, kind: ParseErrorKind, at: usize) -> ParseError {
        ParseError::new(CodeSystem::SnomedCt, kind, self.start + at)
    }
}

impl FromStr for Sctid {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Sctid::try_new(text)
    }
}

impl fmt::Display for Sctid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Sctid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sctid({self})")
    }
}

serde_through_text!(Sctid, "a SNOMED CT identifier");
