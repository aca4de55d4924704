use std::fmt;
use std::str::FromStr;

use super::CheckDigit;
use super::number::{Characters, as_str, digit};
use crate::{Error, ErrorKind};

/// A National Provider Identifier: who gives care, as the standard transactions of HIPAA name them
/// (45 CFR 162.406).
///
/// Ten digits, the first 1 or 2, the last the Luhn check digit of the others behind the prefix
/// 80840, as on a health card (CMS, "Requirements for National Provider Identifier and NPI Check
/// Digit"; 69 FR 3434). Blanks or hyphens may stand between any two digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Npi([u8; 10]);

impl Npi {
    /// The FHIR system of the identifier.
    pub const SYSTEM: &str = "http://hl7.org/fhir/sid/us-npi";

    /// The digits.
    pub fn as_str(&self) -> &str {
        as_str(&self.0)
    }

    /// The number on a standard health card, with the prefix for health and the United States.
    pub fn card_issuer(&self) -> String {
        format!("{PREFIX}{self}")
    }
}

/// ISO/IEC 7812: 80 for health, 840 for the United States.
const PREFIX: &str = "80840";

impl FromStr for Npi {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let number = Characters::<10>::read(text, &[1, 2, 3, 4, 5, 6, 7, 8, 9])?;
        number.each(|index, character| match (index, character) {
            (_, character) if !character.is_ascii_digit() => digit(character),
            (0, b'1' | b'2') | (1.., _) => Ok(()),
            (0, _) => Err(ErrorKind::NpiStart),
        })?;
        let npi = Npi(number.text);
        if !CheckDigit::Luhn.holds(&npi.card_issuer()) {
            return Err(number.error(ErrorKind::CheckDigit, 9));
        }
        Ok(npi)
    }
}

impl fmt::Display for Npi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The number of a provider is public (NPPES) and identifies no patient.
impl fmt::Debug for Npi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Npi({self})")
    }
}
