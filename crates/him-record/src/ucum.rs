//! Units of measure: expressions of UCUM, checked, with what they measure.
//!
//! A [`Unit`] is read by the grammar of the Unified Code for Units of Measure (version 2.1, section
//! 2.1, the case-sensitive form): products, quotients, exponents, factors, parentheses, annotations,
//! metric prefixes. Of the atoms of its tables it knows [`ATOMS`](atom_count): those of sections 4.2
//! to 4.6 with the customary, clinical and laboratory units; what it does not know is refused as
//! [`ErrorKind::UnitUnknown`](crate::ErrorKind::UnitUnknown), apart from what no table could make
//! right, [`ErrorKind::UnitForm`](crate::ErrorKind::UnitForm). The list was written from knowledge of
//! the standard and is not compared with its official table.
//!
//! ```
//! use him_record::ucum::Unit;
//!
//! let mass: Unit = "mg/dL".parse()?;
//! assert!(mass.measures_the_same_as(&"g/L".parse()?));
//! assert!(!mass.measures_the_same_as(&"mmol/L".parse()?));
//! assert!("10*3/uL".parse::<Unit>().is_ok());
//! let error = "mg/dl/foo".parse::<Unit>().unwrap_err();
//! assert_eq!(error.to_string(), "UCUM has no such unit, as far as known here at byte 6");
//! # Ok::<(), him_record::Error>(())
//! ```

mod analyte;
mod atom;
mod dimension;
mod parse;

pub use analyte::{Analyte, analyte};
pub use dimension::Dimension;

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// An expression of UCUM.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unit {
    text: Box<str>,
    dimension: Dimension,
}

impl Unit {
    /// The expression as written. An annotation in it may be any text.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// What it measures.
    pub fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// Whether a value in the one can be converted to the other.
    pub fn measures_the_same_as(&self, other: &Unit) -> bool {
        self.dimension == other.dimension
    }
}

impl FromStr for Unit {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Ok(Unit {
            dimension: parse::dimension(text)?,
            text: text.into(),
        })
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unit([redacted], {:?})", self.dimension)
    }
}

/// How many atoms of UCUM are known here.
pub fn atom_count() -> usize {
    atom::ATOMS.len()
}
