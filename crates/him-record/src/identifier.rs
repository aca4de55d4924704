//! Identifiers with rules of their own, checked when they are read.
//!
//! - [`Npi`]: who gives care.
//! - [`DeaNumber`]: who may prescribe controlled substances.
//! - [`Mbi`], [`Ssn`], [`Mrn`]: who the patient is. These are protected health information: `Debug`
//!   shows nothing, there is no `Display`, reading takes `expose`.
//!
//! A text may have blanks around it and the separators that people write between the groups of the
//! number. Errors tell the byte at which a rule breaks, and the rule ([`ErrorKind`](crate::ErrorKind)).
//!
//! ```
//! use him_record::identifier::{Mbi, Npi};
//!
//! // The samples of CMS.
//! let npi: Npi = "1234567893".parse()?;
//! let mbi: Mbi = "1EG4-TE5-MK73".parse()?;
//! assert_eq!(npi.to_string(), "1234567893");
//! assert_eq!(format!("{mbi:?}"), "Mbi([redacted])");
//! assert_eq!(mbi.expose(), "1EG4TE5MK73");
//!
//! let error = "1234567890".parse::<Npi>().unwrap_err();
//! assert_eq!(error.to_string(), "the check digit does not fit the others at byte 9");
//! # Ok::<(), him_record::Error>(())
//! ```

mod check_digit;
mod dea;
mod mbi;
mod mrn;
mod npi;
mod number;
mod ssn;

pub use check_digit::CheckDigit;
pub use dea::{DeaNumber, DeaRegistrant};
pub use mbi::Mbi;
pub use mrn::{Alphabet, Mrn, MrnScheme, MrnSchemeError};
pub use npi::Npi;
pub use ssn::Ssn;
