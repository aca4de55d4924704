use std::fmt;
use std::str::FromStr;

use super::number::{Characters, as_str, digit};
use crate::{Error, ErrorKind};

/// A registration number of the Drug Enforcement Administration (21 CFR 1301): who may handle
/// controlled substances.
///
/// Two letters and seven digits: the first letter is the kind of registrant, the second begins the
/// name of the registrant or is 9 for a business that registers by its address; the last digit is
/// that of the sum of the first, third and fifth and twice the second, fourth and sixth. A hyphen or
/// blank may stand before the digits. DEA does not publish the rules; they are as the trade knows
/// them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeaNumber([u8; 9]);

/// The kind of registrant that a [`DeaNumber`] begins with.
///
/// The letters B, F and G also continued A for practitioners, hospitals and pharmacies when their
/// numbers ran out, and P and R stand for all distributors: the letter alone is a hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DeaRegistrant {
    /// A, B, F, G: hospital, clinic, practitioner, teaching institution, pharmacy.
    Practice,
    /// M: mid-level practitioner.
    MidLevel,
    /// X: treats opioid dependence under a waiver, not given out since 2023.
    Waivered,
    /// N, P, R, S, T, U: narcotic treatment programs; P and R also makers and distributors.
    TreatmentOrDistribution,
    /// C, D, E, H, J, K, L: codes of business activities, rare as first letters.
    BusinessActivity,
}

impl DeaNumber {
    /// The FHIR system of the identifier.
    pub const SYSTEM: &str = "urn:oid:2.16.840.1.113883.4.814";

    /// The letters and digits, upper case.
    pub fn as_str(&self) -> &str {
        as_str(&self.0)
    }

    /// What the first letter tells of the registrant.
    pub fn registrant(&self) -> DeaRegistrant {
        let [first, ..] = self.0;
        registrant(first).unwrap_or(DeaRegistrant::BusinessActivity)
    }
}

fn registrant(letter: u8) -> Option<DeaRegistrant> {
    Some(match letter {
        b'A' | b'B' | b'F' | b'G' => DeaRegistrant::Practice,
        b'M' => DeaRegistrant::MidLevel,
        b'X' => DeaRegistrant::Waivered,
        b'N' | b'P' | b'R' | b'S' | b'T' | b'U' => DeaRegistrant::TreatmentOrDistribution,
        b'C' | b'D' | b'E' | b'H' | b'J' | b'K' | b'L' => DeaRegistrant::BusinessActivity,
        _ => return None,
    })
}

impl FromStr for DeaNumber {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let number = Characters::<9>::read(text, &[2])?;
        number.each(|index, character| match index {
            0 => match registrant(character) {
                Some(_) => Ok(()),
                None => Err(ErrorKind::DeaRegistrant),
            },
            1 if character == b'9' || character.is_ascii_uppercase() => Ok(()),
            1 => Err(ErrorKind::DeaName),
            _ => digit(character),
        })?;
        let [_, _, a, b, c, d, e, f, check] = number.text.map(|byte| u32::from(byte & 15));
        if (a + c + e + 2 * (b + d + f)) % 10 != check {
            return Err(number.error(ErrorKind::CheckDigit, 8));
        }
        Ok(DeaNumber(number.text))
    }
}

impl fmt::Display for DeaNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The number opens the way to controlled substances and stays out of logs.
impl fmt::Debug for DeaNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeaNumber([redacted])")
    }
}
