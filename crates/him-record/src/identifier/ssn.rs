use std::fmt;
use std::str::FromStr;

use super::number::{Characters, as_str, digit};
use crate::{Error, ErrorKind};

/// A Social Security number.
///
/// Nine digits: area, group, serial. The area is never 000, 666 or 900 to 999, the group never 00,
/// the serial never 0000 (SSA, "Social Security Number Randomization"; POMS RM 10201.035). Two
/// numbers that were printed in advertisements and then used by thousands are refused as well (SSA
/// history, "Social Security Cards Issued by Woolworth"). A hyphen or blank may stand between the
/// groups and nowhere else: `12-3456789` is the number of an employer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "zeroize", derive(zeroize::Zeroize, zeroize::ZeroizeOnDrop))]
pub struct Ssn([u8; 9]);

impl Ssn {
    /// The FHIR system of the identifier.
    pub const SYSTEM: &str = "http://hl7.org/fhir/sid/us-ssn";

    /// Reads the nine digits. They identify the patient.
    pub fn expose(&self) -> &str {
        as_str(&self.0)
    }

    /// The digits with hyphens. They identify the patient.
    pub fn expose_with_hyphens(&self) -> String {
        let text = self.expose();
        let part = |range| text.get(range).unwrap_or_default();
        [part(0..3), part(3..5), part(5..9)].join("-")
    }

    /// Whether the number can have been assigned before 2011-06-25, when the area told the state:
    /// areas 734 to 749 and those from 773 on were not in use (SSA, "High Group List", June 2011).
    /// The number of somebody who was born and numbered before that day must pass.
    pub fn fits_before_randomization(&self) -> bool {
        !matches!(self.area(), 734..=749 | 773..)
    }

    fn area(&self) -> u16 {
        let [a, b, c, ..] = self.0.map(|byte| u16::from(byte & 15));
        a * 100 + b * 10 + c
    }
}

/// The wallet of Woolworth (1938) and a pamphlet of the Social Security Board (1940).
const ADVERTISED: [&[u8; 9]; 2] = [b"078051120", b"219099999"];

impl FromStr for Ssn {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let number = Characters::<9>::read(text, &[3, 5])?;
        number.each(|_, character| digit(character))?;
        let ssn = Ssn(number.text);
        let [.., d, e, f, g, h, i] = number.text;
        if matches!(ssn.area(), 0 | 666 | 900..) {
            return Err(number.error(ErrorKind::SsnArea, 0));
        }
        if [d, e] == *b"00" {
            return Err(number.error(ErrorKind::SsnGroup, 3));
        }
        if [f, g, h, i] == *b"0000" {
            return Err(number.error(ErrorKind::SsnSerial, 5));
        }
        if ADVERTISED.contains(&&number.text) {
            return Err(number.error(ErrorKind::SsnAdvertised, 0));
        }
        Ok(ssn)
    }
}

impl fmt::Debug for Ssn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ssn([redacted])")
    }
}
