use core::fmt;
use core::str::FromStr;

use crate::CodeSystem;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::text::{serde_through_text, trim};

/// A code of LOINC: a number of up to seven digits, a hyphen and a check digit, such as `4548-4`; parts, answers, answer
/// lists and groups have two letters before it, such as `LA33-6`.
///
/// This is about the form alone: whether LOINC has the code is in its release. Source of the check digit: LOINC Users'
/// Guide, "Calculating mod 10 check digits". In the codes with letters these take part with their ASCII code less 48, as
/// the check digits that LOINC issued show.
///
/// ```
/// use him_codes::{Loinc, LoincKind};
///
/// let hemoglobin_a1c: Loinc = "4548-4".parse()?;
/// assert_eq!(hemoglobin_a1c.kind(), LoincKind::Term);
/// assert_eq!("la33-6".parse::<Loinc>()?.to_string(), "LA33-6");
/// assert!("4548-5".parse::<Loinc>().is_err()); // the check digit
/// # Ok::<(), him_codes::ParseError>(())
/// ```
///
/// The order is that of the kinds, then that of the numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Loinc {
    kind: LoincKind,
    number: u32,
}

/// What a LOINC code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LoincKind {
    /// An observation, panel or document: what records carry as a code.
    Term,
    /// `LA`: an answer.
    Answer,
    /// `LG`: a group of terms.
    Group,
    /// `LL`: a list of answers.
    AnswerList,
    /// `LP`: a part of terms' names.
    Part,
}

const MAX_DIGITS: usize = 7;

impl Loinc {
    /// Reads a code, with blanks around it or without; the letters in either case.
    ///
    /// # Errors
    ///
    /// When a character is out of place, the number is too long or starts with 0, and when the check digit is wrong.
    pub const fn try_new(text: &str) -> Result<Loinc, ParseError> {
        let (all, start) = trim(text.as_bytes());
        let fail = Fail { start };
        let (kind, after_prefix) = match all {
            [] => return Err(fail.at(ParseErrorKind::Empty, 0)),
            [b'L' | b'l', second, rest @ ..] => match second.to_ascii_uppercase() {
                b'A' => (LoincKind::Answer, rest),
                b'G' => (LoincKind::Group, rest),
                b'L' => (LoincKind::AnswerList, rest),
                b'P' => (LoincKind::Part, rest),
                _ => {
                    return Err(fail.at(
                        ParseErrorKind::Character {
                            allowed: Allowed::DigitOrLoincPrefix,
                        },
                        0,
                    ));
                }
            },
            [b'0'..=b'9', ..] => (LoincKind::Term, all),
            _ => {
                return Err(fail.at(
                    ParseErrorKind::Character {
                        allowed: Allowed::DigitOrLoincPrefix,
                    },
                    0,
                ));
            }
        };
        let mut number: u32 = 0;
        let mut digits = 0;
        let mut rest = after_prefix;
        loop {
            let at = all.len() - rest.len();
            match rest {
                [b'0', ..] if digits == 0 => return Err(fail.at(ParseErrorKind::LeadingZero, at)),
                [b'0'..=b'9', ..] if digits == MAX_DIGITS => {
                    return Err(fail.at(
                        ParseErrorKind::Character {
                            allowed: Allowed::Hyphen,
                        },
                        at,
                    ));
                }
                [digit @ b'0'..=b'9', tail @ ..] => {
                    number = number * 10 + (*digit - b'0') as u32;
                    digits += 1;
                    rest = tail;
                }
                [b'-', tail @ ..] if digits > 0 => {
                    rest = tail;
                    break;
                }
                _ => {
                    let allowed = match digits {
                        0 => Allowed::Digit,
                        MAX_DIGITS => Allowed::Hyphen,
                        _ => Allowed::DigitOrHyphen,
                    };
                    let kind = match rest {
                        [] => ParseErrorKind::Incomplete { allowed },
                        _ => ParseErrorKind::Character { allowed },
                    };
                    return Err(fail.at(kind, at));
                }
            }
        }
        let code = Loinc { kind, number };
        let at = all.len() - rest.len();
        match rest {
            [] => Err(fail.at(
                ParseErrorKind::Incomplete {
                    allowed: Allowed::Digit,
                },
                at,
            )),
            [check @ b'0'..=b'9'] if *check - b'0' == code.check_digit() => Ok(code),
            [b'0'..=b'9'] => Err(fail.at(ParseErrorKind::CheckDigit, at)),
            [b'0'..=b'9', ..] => Err(fail.at(ParseErrorKind::TooLong { limit: 10 }, at + 1)),
            _ => Err(fail.at(
                ParseErrorKind::Character {
                    allowed: Allowed::Digit,
                },
                at,
            )),
        }
    }

    /// What the code stands for.
    #[must_use]
    pub const fn kind(self) -> LoincKind {
        self.kind
    }

    /// The number between the letters and the hyphen.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.number
    }

    /// 0 to 9: the digit after the hyphen.
    #[must_use]
    pub const fn check_digit(self) -> u8 {
        let mut sum = 0;
        let mut doubled = true;
        let mut rest = self.number;
        while rest > 0 {
            sum += weight(rest % 10, doubled);
            doubled = !doubled;
            rest /= 10;
        }
        if let Some(second) = self.kind.second_letter() {
            sum += weight((second - b'0') as u32, doubled) + weight((b'L' - b'0') as u32, !doubled);
        }
        ((10 - sum % 10) % 10) as u8
    }
}

/// A doubled weight takes the sum of the digits of twice the value, up to multiples of 10 for the letters.
const fn weight(value: u32, doubled: bool) -> u32 {
    if doubled {
        2 * value - value / 5 * 9
    } else {
        value
    }
}

impl LoincKind {
    const fn second_letter(self) -> Option<u8> {
        match self {
            LoincKind::Term => None,
            LoincKind::Answer => Some(b'A'),
            LoincKind::Group => Some(b'G'),
            LoincKind::AnswerList => Some(b'L'),
            LoincKind::Part => Some(b'P'),
        }
    }
}

struct Fail {
    start: usize,
}

impl Fail {
    const fn at(&self, kind: ParseErrorKind, at: usize) -> ParseError {
        ParseError::new(CodeSystem::Loinc, kind, self.start + at)
    }
}

impl FromStr for Loinc {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Loinc::try_new(text)
    }
}

impl fmt::Display for Loinc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(second) = self.kind.second_letter() {
            write!(f, "L{}", char::from(second))?;
        }
        write!(f, "{}-{}", self.number, self.check_digit())
    }
}

impl fmt::Debug for Loinc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Loinc({self})")
    }
}

serde_through_text!(Loinc, "a LOINC code");
