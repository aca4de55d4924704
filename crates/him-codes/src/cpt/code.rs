use core::fmt;
use core::num::NonZeroU64;
use core::str::FromStr;

use super::section::{self, Section, SurgerySection};
use crate::CodeSystem;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::fixed;
use crate::text::serde_through_text;

/// A text with the form of a code of CPT: five digits, or four digits and one of A, F, M, T and U.
///
/// It is read in either case, with or without blanks around it, and printed in upper case. The order is that of the text.
///
/// ```
/// use him_codes::cpt::{Category, Cpt};
///
/// let code: Cpt = "0001t".parse()?;
/// assert_eq!((code.to_string().as_str(), code.category()), ("0001T", Category::Three));
/// assert!("99213-25".parse::<Cpt>().is_err()); // the modifier is a field of its own
/// # Ok::<(), him_codes::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpt(NonZeroU64);

/// What kind of code the form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Category {
    /// Category I: five digits.
    One,
    /// Category I with the letter `A`: administration of a vaccine against COVID-19.
    VaccineAdministration,
    /// Category II, performance measurement: four digits and `F`.
    Two,
    /// Category III, emerging technology: four digits and `T`.
    Three,
    /// Administrative codes of multianalyte assays with algorithmic analyses (MAAA): four digits and `M`.
    MultianalyteAssay,
    /// Proprietary laboratory analyses (PLA): four digits and `U`.
    ProprietaryLaboratory,
}

const PLACES: [Allowed; 5] = [
    Allowed::Digit,
    Allowed::Digit,
    Allowed::Digit,
    Allowed::Digit,
    Allowed::DigitOrCptLetter,
];

impl Cpt {
    /// Reads a code, as `parse` does, also in constants.
    ///
    /// # Errors
    ///
    /// When the text does not have the form of a code; the error says at which byte, and what is allowed there.
    #[inline]
    pub const fn try_new(text: &str) -> Result<Cpt, ParseError> {
        match fixed::read(text, &PLACES, CodeSystem::Cpt) {
            Ok([a, b, c, d, e]) => {
                match NonZeroU64::new(u64::from_be_bytes([a, b, c, d, e, 0, 0, 0])) {
                    Some(key) => Ok(Cpt(key)),
                    None => Err(ParseError::new(CodeSystem::Cpt, ParseErrorKind::Empty, 0)),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// What kind of code the form says.
    #[must_use]
    pub const fn category(self) -> Category {
        let [_, _, _, _, last, ..] = self.0.get().to_be_bytes();
        match last {
            b'A' => Category::VaccineAdministration,
            b'F' => Category::Two,
            b'T' => Category::Three,
            b'M' => Category::MultianalyteAssay,
            b'U' => Category::ProprietaryLaboratory,
            _ => Category::One,
        }
    }

    /// The section of CPT in whose range the code lies; none of a code in no range, and of Categories II and III and the
    /// MAAA codes, which have no section.
    #[must_use]
    pub const fn section(self) -> Option<Section> {
        match self.category() {
            Category::One => Section::of_number(self.number()),
            Category::VaccineAdministration => Some(Section::Medicine),
            Category::ProprietaryLaboratory => Some(Section::PathologyAndLaboratory),
            _ => None,
        }
    }

    /// The part of Surgery in whose range the code lies.
    #[must_use]
    pub fn surgery_section(self) -> Option<SurgerySection> {
        match self.category() {
            Category::One => section::surgery(self.number()),
            _ => None,
        }
    }

    /// Of the digits.
    const fn number(self) -> u32 {
        let mut number = 0;
        let mut rest: &[u8] = &self.0.get().to_be_bytes();
        while let [digit @ b'0'..=b'9', tail @ ..] = rest {
            number = 10 * number + (*digit - b'0') as u32;
            rest = tail;
        }
        number
    }
}

impl FromStr for Cpt {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Cpt::try_new(text)
    }
}

impl fmt::Display for Cpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [code @ .., _, _, _] = self.0.get().to_be_bytes();
        f.pad(str::from_utf8(&code).unwrap_or_default())
    }
}

impl fmt::Debug for Cpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cpt({self})")
    }
}

serde_through_text!(Cpt, "a CPT code");
