use core::fmt;

use crate::CodeSystem;
use crate::constant::Sentence;

/// A text is not a code of its system: it breaks the system's structure or its check digit.
///
/// It says at which byte of the text, and what is allowed there, but never what stands there: what comes in the place of a
/// code may be a name.
///
/// ```
/// use him_codes::{Icd10Cm, ParseErrorKind};
///
/// let error = "E11.9 x".parse::<Icd10Cm>().unwrap_err();
/// assert_eq!(error.offset(), 5);
/// assert!(matches!(error.kind(), ParseErrorKind::Character { .. }));
/// assert_eq!(error.to_string(), "not an ICD-10-CM code: byte 5 must be a digit or a letter");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParseError {
    system: CodeSystem,
    modifier: bool,
    kind: ParseErrorKind,
    offset: usize,
}

/// What is wrong with a text that should be a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// Nothing, or blanks only.
    ///
    /// ```
    /// # use him_codes::{Icd10Cm, ParseErrorKind};
    /// assert_eq!("  ".parse::<Icd10Cm>().unwrap_err().kind(), ParseErrorKind::Empty);
    /// ```
    Empty,
    /// Another character than the place takes.
    ///
    /// ```
    /// # use him_codes::{Allowed, Icd10Cm, ParseErrorKind};
    /// let error = "011.9".parse::<Icd10Cm>().unwrap_err();
    /// assert_eq!(error.kind(), ParseErrorKind::Character { allowed: Allowed::Letter });
    /// assert_eq!(error.offset(), 0);
    /// ```
    Character {
        /// What the place takes.
        allowed: Allowed,
    },
    /// The text ends where more must follow.
    ///
    /// ```
    /// # use him_codes::{Allowed, Icd10Cm, ParseErrorKind};
    /// let error = "E11.".parse::<Icd10Cm>().unwrap_err();
    /// assert_eq!(error.kind(), ParseErrorKind::Incomplete { allowed: Allowed::DigitOrLetter });
    /// assert_eq!(error.offset(), 4);
    /// ```
    Incomplete {
        /// What must follow.
        allowed: Allowed,
    },
    /// A whole code, and more characters after it.
    ///
    /// ```
    /// # use him_codes::{Icd10Cm, ParseErrorKind};
    /// let error = "S52.501AA".parse::<Icd10Cm>().unwrap_err();
    /// assert_eq!((error.kind(), error.offset()), (ParseErrorKind::TooLong { limit: 7 }, 8));
    /// ```
    TooLong {
        /// How many characters a code has at most, without dot, hyphen and blanks.
        limit: u8,
    },
    /// A dot that does not stand after the third character.
    ///
    /// ```
    /// # use him_codes::{Icd10Cm, ParseErrorKind};
    /// let error = "E1.19".parse::<Icd10Cm>().unwrap_err();
    /// assert_eq!((error.kind(), error.offset()), (ParseErrorKind::Dot, 2));
    /// ```
    Dot,
    /// A number that starts with 0 where the system has none.
    ///
    /// ```
    /// # use him_codes::{ParseErrorKind, Sctid};
    /// assert_eq!("073211009".parse::<Sctid>().unwrap_err().kind(), ParseErrorKind::LeadingZero);
    /// ```
    LeadingZero,
    /// The two digits before the check digit of a SNOMED CT identifier say no kind of component.
    ///
    /// ```
    /// # use him_codes::{ParseErrorKind, Sctid};
    /// assert_eq!("73211999".parse::<Sctid>().unwrap_err().kind(), ParseErrorKind::Partition);
    /// ```
    Partition,
    /// The last digit is not the one that the others make: one of them is wrong, or two are swapped.
    ///
    /// ```
    /// # use him_codes::{Loinc, ParseErrorKind};
    /// let error = "4548-5".parse::<Loinc>().unwrap_err();
    /// assert_eq!((error.kind(), error.offset()), (ParseErrorKind::CheckDigit, 5));
    /// ```
    CheckDigit,
}

/// What a place in a code takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Allowed {
    /// `A` to `Z`, in either case.
    Letter,
    /// `0` to `9`.
    Digit,
    /// `0` to `9`, or `A` to `Z` in either case.
    DigitOrLetter,
    /// `0` to `9`, or `A` to `Z` without `I` and `O`, in either case.
    DigitOrPcsLetter,
    /// A digit or a hyphen.
    DigitOrHyphen,
    /// A hyphen.
    Hyphen,
    /// A digit, or `E` or `V` in either case.
    DigitOrEOrV,
    /// A digit, or the `LA`, `LG`, `LL` or `LP` with which some LOINC codes start.
    DigitOrLoincPrefix,
    /// `A` to `V` in either case, with which codes of HCPCS Level II start.
    HcpcsLetter,
    /// A digit, or the `A`, `F`, `M`, `T` or `U` with which some codes of CPT end, in either case.
    DigitOrCptLetter,
}

impl ParseError {
    pub(crate) const fn new(system: CodeSystem, kind: ParseErrorKind, offset: usize) -> ParseError {
        ParseError {
            system,
            modifier: false,
            kind,
            offset,
        }
    }

    pub(crate) const fn of_modifier(self) -> ParseError {
        ParseError {
            modifier: true,
            ..self
        }
    }

    /// The system whose code the text should be.
    #[must_use]
    pub const fn system(&self) -> CodeSystem {
        self.system
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> ParseErrorKind {
        self.kind
    }

    /// Where, in bytes from the start of the text as it was given, blanks included. Where the text is too short, its length
    /// without the blanks at its end.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl ParseError {
    /// The sentence, also in constants.
    pub(crate) const fn sentence(&self) -> Sentence {
        let mut to = Sentence::new();
        if self.modifier {
            to.push("not a HCPCS modifier: ");
        } else {
            to.push(match self.system {
                CodeSystem::Icd9Cm
                | CodeSystem::Icd10Cm
                | CodeSystem::Icd10Pcs
                | CodeSystem::Ndc => "not an ",
                _ => "not a ",
            });
            to.push(self.system.name()).push(" code: ");
        }
        let offset = self.offset;
        match self.kind {
            ParseErrorKind::Empty => to.push("there is no text"),
            ParseErrorKind::Character { allowed } => to
                .push("byte ")
                .push_number(offset)
                .push(" must be ")
                .push(allowed.as_str()),
            ParseErrorKind::Incomplete { allowed } => to
                .push("it ends before byte ")
                .push_number(offset)
                .push(", which must be ")
                .push(allowed.as_str()),
            ParseErrorKind::TooLong { limit } => to
                .push("it has more than ")
                .push_number(limit as usize)
                .push(" characters, byte ")
                .push_number(offset)
                .push(" is one too many"),
            ParseErrorKind::Dot => to
                .push("the dot at byte ")
                .push_number(offset)
                .push(" is misplaced, it belongs after the ")
                .push(match self.system {
                    CodeSystem::Icd9Cm => "third character, of an E code after the fourth",
                    _ => "third character",
                }),
            ParseErrorKind::LeadingZero => {
                to.push("byte ").push_number(offset).push(" must not be 0")
            }
            ParseErrorKind::Partition => to
                .push("bytes ")
                .push_number(offset)
                .push(" and ")
                .push_number(offset + 1)
                .push(" must be 00, 01, 02, 10, 11 or 12"),
            ParseErrorKind::CheckDigit => to
                .push("byte ")
                .push_number(offset)
                .push(" is not the check digit of the digits before it"),
        };
        to
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence().as_str())
    }
}

impl core::error::Error for ParseError {}

impl Allowed {
    /// Whether a place takes the character, letters in upper case. Of a LOINC prefix only the first letter is looked at.
    pub(crate) const fn takes(self, c: u8) -> bool {
        match (self, c) {
            (Allowed::Letter, _) => c.is_ascii_uppercase(),
            (Allowed::Hyphen, _) | (Allowed::DigitOrHyphen, b'-') => c == b'-',
            (Allowed::HcpcsLetter, _) => matches!(c, b'A'..=b'V'),
            (_, b'0'..=b'9') => true,
            (Allowed::DigitOrLetter, _) => c.is_ascii_uppercase(),
            (Allowed::DigitOrPcsLetter, _) => c.is_ascii_uppercase() && !matches!(c, b'I' | b'O'),
            (Allowed::DigitOrLoincPrefix, _) => c == b'L',
            (Allowed::DigitOrCptLetter, _) => matches!(c, b'A' | b'F' | b'M' | b'T' | b'U'),
            (Allowed::DigitOrEOrV, _) => matches!(c, b'E' | b'V'),
            (Allowed::Digit | Allowed::DigitOrHyphen, _) => false,
        }
    }
}

impl Allowed {
    const fn as_str(self) -> &'static str {
        match self {
            Allowed::Letter => "a letter",
            Allowed::Digit => "a digit",
            Allowed::DigitOrLetter => "a digit or a letter",
            Allowed::DigitOrPcsLetter => "a digit or a letter other than I and O",
            Allowed::DigitOrHyphen => "a digit or a hyphen",
            Allowed::Hyphen => "a hyphen",
            Allowed::DigitOrEOrV => "a digit, E or V",
            Allowed::DigitOrLoincPrefix => "a digit, or start one of LA, LG, LL and LP",
            Allowed::HcpcsLetter => "a letter from A to V",
            Allowed::DigitOrCptLetter => "a digit, A, F, M, T or U",
        }
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
