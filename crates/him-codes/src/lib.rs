//! Medical code systems by date of service: parse, check and explain ICD-10-CM, SNOMED CT and LOINC codes.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::icd10cm;
//!
//! let before = NaiveDate::from_ymd_opt(2021, 9, 30).unwrap();
//! let after = NaiveDate::from_ymd_opt(2021, 10, 1).unwrap();
//! assert!(icd10cm::check("M54.5", before).is_ok());
//! assert_eq!(
//!     icd10cm::check("M54.5", after).unwrap_err().to_string(),
//!     "M54.5 is a header since 2021-10-01, billable until 2021-09-30: use M54.50, M54.51 or M54.59",
//! );
//! ```
//!
//! # Overview
//!
//! - [`CodeSystem`]: which system a FHIR URI or an OID names. A code is never told from its shape.
//! - [`Icd10Cm`] and the module [`icd10cm`]: codes of ICD-10-CM, and whether one can be reported on a day, or why not.
//! - [`Sctid`] and [`Loinc`]: identifiers of SNOMED CT and codes of LOINC, by form and check digit.
//! - [`ParseError`]: where a text is not a code, and what is allowed there.
//!
//! # Does, does not do
//!
//! - Every answer about validity is an answer about a day. There is no "current" edition.
//! - Parsing and checking need no allocator and no start-up: the tables are read in place, as they are linked.
//! - SNOMED CT and LOINC are licensed content: their lists are not here, and a well-formed code need not exist.
//! - It knows codes, not patients, and not whether a code fits a claim.
//!
//! # Data editions
//!
//! ICD-10-CM FY2016 to FY2027 with the mid-year updates; [`icd10cm::editions`] says which are held as published.
//! FY2027 is put together from the published addenda, and the updates of April and October 2020 are dated by the Medicare
//! Code Editor's table: [`Standing`] and [`Evidence`] tell that with each answer. [`SOURCES`] lists the files.
//!
//! # Crate features
//!
//! - `titles` (default): the titles of the codes, 1.4 MB of a program that asks for one.

#![no_std]

mod automaton;
mod blob;
mod day;
mod edition;
mod error;
pub mod icd10cm;
mod loinc;
mod sctid;
mod system;
mod text;
#[cfg(feature = "titles")]
mod title;
mod verhoeff;

pub use him_codes_data::{Date, SOURCES, Source};

pub use crate::edition::{Edition, Evidence, Standing};
pub use crate::error::{Allowed, ParseError, ParseErrorKind};
pub use crate::icd10cm::Icd10Cm;
pub use crate::loinc::{Loinc, LoincKind};
pub use crate::sctid::{Sctid, SctidKind};
pub use crate::system::{CodeSystem, UnknownSystem};
#[cfg(feature = "titles")]
pub use crate::title::{Pieces, Title};
