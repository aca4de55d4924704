use std::fmt;
use std::str::FromStr;

use super::number::{Characters, as_str, digit};
use crate::{Error, ErrorKind};

/// A Medicare Beneficiary Identifier: the number on a Medicare card since 2018.
///
/// Eleven characters, each of its own class (CMS, "Understanding the Medicare Beneficiary Identifier
/// Format"): 1 to 9, letter, letter or digit, digit, letter, letter or digit, digit, letter, letter,
/// digit, digit. Letters are those that look like no digit: not B, I, L, O, S, Z. Cards show it as
/// `1EG4-TE5-MK73`; the hyphens, or blanks in their place, are no part of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "zeroize", derive(zeroize::Zeroize, zeroize::ZeroizeOnDrop))]
pub struct Mbi([u8; 11]);

impl Mbi {
    /// The FHIR system of the identifier.
    pub const SYSTEM: &str = "http://hl7.org/fhir/sid/us-mbi";

    /// Reads the eleven characters. They identify the patient.
    pub fn expose(&self) -> &str {
        as_str(&self.0)
    }

    /// The characters as on the card, with hyphens. They identify the patient.
    pub fn expose_as_on_card(&self) -> String {
        let text = self.expose();
        let part = |range| text.get(range).unwrap_or_default();
        [part(0..4), part(4..7), part(7..11)].join("-")
    }
}

impl FromStr for Mbi {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let number = Characters::<11>::read(text, &[4, 7])?;
        let letter = |character: u8| {
            character.is_ascii_uppercase()
                && !matches!(character, b'B' | b'I' | b'L' | b'O' | b'S' | b'Z')
        };
        number.each(|index, character| match index {
            0 if matches!(character, b'1'..=b'9') => Ok(()),
            0 => Err(ErrorKind::MbiStart),
            1 | 4 | 7 | 8 if letter(character) => Ok(()),
            1 | 4 | 7 | 8 => Err(ErrorKind::MbiLetter),
            2 | 5 if letter(character) || character.is_ascii_digit() => Ok(()),
            2 | 5 => Err(ErrorKind::MbiLetterOrDigit),
            _ => digit(character),
        })?;
        Ok(Mbi(number.text))
    }
}

impl fmt::Debug for Mbi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mbi([redacted])")
    }
}
