use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use thiserror::Error;

use super::CheckDigit;
use crate::{Coding, Concept, Error, ErrorKind, Identifier, Phi, PhiText, SystemUri};

/// What medical record numbers of one authority look like.
///
/// ```
/// use him_record::identifier::{Alphabet, CheckDigit, MrnScheme};
///
/// // Invented: seven digits and a check digit behind the letter of the hospital.
/// let scheme = MrnScheme::try_new("urn:oid:1.2.36.146.595.217.0.1", Alphabet::Digits, 8..=8)?
///     .with_prefix("E")?
///     .with_check_digit(CheckDigit::Luhn)?;
/// let mrn = scheme.parse("e 0012345-5").unwrap();
/// assert_eq!(mrn.expose(), "E00123455");
/// assert_eq!(scheme.issue("0012345").unwrap(), mrn);
/// # Ok::<(), him_record::identifier::MrnSchemeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MrnScheme {
    authority: Phi<Arc<str>>,
    prefix: PhiText,
    alphabet: Alphabet,
    length: RangeInclusive<usize>,
    check_digit: CheckDigit,
}

/// The characters of a medical record number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Alphabet {
    /// 0 to 9.
    Digits,
    /// 0 to 9 and A to Z; small letters are read as capitals.
    Alphanumeric,
    /// 0 to 9 and the letters that look like no digit: not B, I, L, O, S, Z.
    Unmistakable,
}

impl Alphabet {
    fn has(self, character: u8) -> bool {
        let capital = character.is_ascii_uppercase();
        match self {
            Alphabet::Digits => character.is_ascii_digit(),
            Alphabet::Alphanumeric => character.is_ascii_digit() || capital,
            Alphabet::Unmistakable => {
                let mistakable = matches!(character, b'B' | b'I' | b'L' | b'O' | b'S' | b'Z');
                character.is_ascii_digit() || capital && !mistakable
            }
        }
    }
}

/// Why a scheme cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MrnSchemeError {
    /// The assigning authority is not named.
    ///
    /// ```
    /// use him_record::identifier::{Alphabet, MrnScheme, MrnSchemeError};
    /// let error = MrnScheme::try_new("", Alphabet::Digits, 8..=8).unwrap_err();
    /// assert_eq!(error, MrnSchemeError::NoAuthority);
    /// ```
    #[error("a medical record number says nothing without its assigning authority")]
    NoAuthority,
    /// No number has a length in the range, or it goes beyond 64.
    ///
    /// ```
    /// use him_record::identifier::{Alphabet, MrnScheme, MrnSchemeError};
    /// let error = MrnScheme::try_new("urn:oid:1.2", Alphabet::Digits, 0..=8).unwrap_err();
    /// assert_eq!(error, MrnSchemeError::Length);
    /// ```
    #[error("a medical record number has 1 to 64 characters")]
    Length,
    /// A prefix with characters other than ASCII letters and digits.
    ///
    /// ```
    /// use him_record::identifier::{Alphabet, MrnScheme, MrnSchemeError};
    /// let scheme = MrnScheme::try_new("urn:oid:1.2", Alphabet::Digits, 8..=8).unwrap();
    /// assert_eq!(scheme.with_prefix("E-").unwrap_err(), MrnSchemeError::Prefix);
    /// ```
    #[error("the prefix of a medical record number consists of letters and digits")]
    Prefix,
    /// A check digit over letters, which no scheme here defines.
    ///
    /// ```
    /// use him_record::identifier::{Alphabet, CheckDigit, MrnScheme, MrnSchemeError};
    /// let scheme = MrnScheme::try_new("urn:oid:1.2", Alphabet::Alphanumeric, 8..=8).unwrap();
    /// let error = scheme.with_check_digit(CheckDigit::Luhn).unwrap_err();
    /// assert_eq!(error, MrnSchemeError::CheckDigitOverLetters);
    /// ```
    #[error("a check digit is defined over digits only, in numbers of two and more")]
    CheckDigitOverLetters,
}

impl MrnScheme {
    /// Numbers of `authority`, which is a URI or `urn:oid:` as in [`Identifier::system`], with so many
    /// characters of the alphabet, and no check digit.
    pub fn try_new(
        authority: &str,
        alphabet: Alphabet,
        length: RangeInclusive<usize>,
    ) -> Result<Self, MrnSchemeError> {
        if authority.is_empty() {
            return Err(MrnSchemeError::NoAuthority);
        }
        if *length.start() == 0 || *length.end() > 64 || length.is_empty() {
            return Err(MrnSchemeError::Length);
        }
        Ok(MrnScheme {
            authority: Phi::new(authority.into()),
            prefix: "".into(),
            alphabet,
            length,
            check_digit: CheckDigit::None,
        })
    }

    /// The same with a text before every number, which counts neither for the length nor for the
    /// check digit.
    pub fn with_prefix(mut self, prefix: &str) -> Result<Self, MrnSchemeError> {
        if !prefix.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(MrnSchemeError::Prefix);
        }
        self.prefix = prefix.to_ascii_uppercase().into();
        Ok(self)
    }

    /// The same with a check digit at the end, which counts for the length.
    pub fn with_check_digit(mut self, check_digit: CheckDigit) -> Result<Self, MrnSchemeError> {
        let checked = check_digit != CheckDigit::None;
        if checked && (self.alphabet != Alphabet::Digits || *self.length.start() < 2) {
            return Err(MrnSchemeError::CheckDigitOverLetters);
        }
        self.check_digit = check_digit;
        Ok(self)
    }

    /// Who assigns the numbers.
    pub fn authority(&self) -> &str {
        self.authority.expose()
    }

    /// Reads a number. Single blanks and hyphens may stand between characters, blanks around it.
    pub fn parse(&self, text: &str) -> Result<Mrn, Error> {
        let mut number = String::with_capacity(text.len());
        let prefix = self.prefix.expose_str().as_bytes();
        let (mut count, mut separated, mut last) = (0, true, 0);
        let inner = text.trim_ascii_end();
        let start = text.len() - text.trim_ascii_start().len();
        for (position, byte) in inner.bytes().enumerate().skip(start) {
            if matches!(byte, b' ' | b'-') {
                if separated {
                    return Err(Error::new(ErrorKind::Separator, position));
                }
                separated = true;
                continue;
            }
            let character = byte.to_ascii_uppercase();
            match prefix.get(count) {
                Some(expected) if *expected != character => {
                    return Err(Error::new(ErrorKind::MrnPrefix, position));
                }
                None if !self.alphabet.has(character) => {
                    return Err(Error::new(ErrorKind::MrnAlphabet, position));
                }
                _ => {}
            }
            if count == prefix.len() + self.length.end() {
                return Err(Error::new(ErrorKind::MrnLength, position));
            }
            number.push(char::from(character));
            (count, separated, last) = (count + 1, false, position);
        }
        if count < prefix.len() + self.length.start() {
            return Err(Error::new(ErrorKind::MrnLength, inner.len()));
        }
        if separated {
            return Err(Error::new(ErrorKind::Separator, inner.len() - 1));
        }
        let checked = number.get(prefix.len()..).unwrap_or_default();
        if !self.check_digit.holds(checked) {
            return Err(Error::new(ErrorKind::CheckDigit, last));
        }
        Ok(Mrn {
            authority: self.authority.clone(),
            value: number.into(),
        })
    }

    /// Makes the number that has `stem` behind the prefix and before the check digit.
    pub fn issue(&self, stem: &str) -> Result<Mrn, Error> {
        let mut text = format!("{}{stem}", self.prefix.expose_str());
        text.extend(self.check_digit.of(stem));
        self.parse(&text)
    }
}

/// A medical record number with the authority that assigned it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mrn {
    authority: Phi<Arc<str>>,
    value: PhiText,
}

impl Mrn {
    /// Who assigned it.
    pub fn authority(&self) -> &str {
        self.authority.expose()
    }

    /// Reads the number, upper case and without separators. It identifies the patient.
    pub fn expose(&self) -> &str {
        self.value.expose_str()
    }

    /// The identifier to put into a chart, of the kind `MR` (HL7 table 0203).
    pub fn to_identifier(&self) -> Identifier {
        let kind = Coding {
            system: Some(SystemUri::Other(Phi::new(IDENTIFIER_TYPES.into()))),
            code: Some("MR".into()),
            ..Coding::default()
        };
        let mut concept = Concept::default();
        concept.codings.push(kind);
        Identifier {
            kind: Some(concept),
            system: Some(SystemUri::from_uri(self.authority())),
            value: Some(self.value.clone()),
            ..Identifier::default()
        }
    }
}

/// HL7 table 0203, as FHIR names it.
const IDENTIFIER_TYPES: &str = "http://terminology.hl7.org/CodeSystem/v2-0203";

impl fmt::Display for Alphabet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Alphabet::Digits => "digits",
            Alphabet::Alphanumeric => "letters and digits",
            Alphabet::Unmistakable => "letters and digits without B, I, L, O, S, Z",
        })
    }
}
