//! Medical code systems by date of service: parse, check, explain and find ICD-10-CM, ICD-10-PCS and HCPCS codes.
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
//! - [`Icd10Cm`] and the module [`icd10cm`](mod@icd10cm): codes of ICD-10-CM, and whether one can be reported on a day, or why not.
//! - Crosswalks of ICD-10-CM: [`icd10cm::conversion`], [`icd10cm::diff`], [`icd10cm::gems`] with [`Icd9Cm`], [`icd10cm::ccsr`].
//! - [`icd10cm::tabular`]: chapters, sections and notes of ICD-10-CM (Excludes1, code first ...), with the codes they refer to.
//! - `icd10cm::search`, with the feature `search`: the codes for what is written in words, by titles, inclusion terms and
//!   the alphabetic index.
//! - [`Icd10Pcs`] and the module [`icd10pcs`](mod@icd10pcs): the same of the procedure codes of ICD-10-PCS, what may follow an
//!   incomplete one, and [its tables](icd10pcs::tables): labels, and a builder that walks the axes.
//! - [`Hcpcs`], [`Modifier`] and the module [`hcpcs`](mod@hcpcs): the same of HCPCS Level II, as far as the editions held tell, and
//!   on what each answer rests.
//! - [`Cpt`] and the module [`cpt`]: form, category and section; lists from the user's licensed file.
//! - [`Ndc`]: drugs, in the forms of labels and of claims.
//! - [`claim_value`]: place of service, patient discharge status, present-on-admission indicator; [`icd10cm::poa`]: which
//!   codes are exempt from the last.
//! - The module `edits` (feature `edits`): whole claims, as the Medicare Code Editor edits them, with a reason for each finding;
//!   with the feature `coding-edits` their coding too: Excludes1, sequence, sides and more.
//! - [`icd10cm!`], [`icd10pcs!`] and [`hcpcs!`]: codes in constants; a wrong one does not compile, with the reason.
//! - [`icd10cm::check_all`] and [`icd10pcs::check_all`]: whole columns, each row a [`Verdict`] and a number to join by.
//! - [`Sctid`] and [`Loinc`]: identifiers of SNOMED CT and codes of LOINC, by form and check digit.
//! - [`icd10cm::CodeTable`], [`icd10pcs::CodeTable`] and [`hcpcs::CodeTable`]: a list as a value, to which a newer edition can be
//!   added.
//! - [`ParseError`]: where a text is not a code, and what is allowed there.
//!
//! # Does, does not do
//!
//! - Every answer about validity is an answer about a day. There is no "current" edition.
//! - Parsing and checking need no allocator and no start-up: the tables are read in place, as they are linked.
//! - SNOMED CT, LOINC and CPT are licensed content: their lists are not here, and a well-formed code need not exist.
//! - It knows codes and claims, not patients. Codes do not tell whether two conditions are related: a finding of coding is a question
//!   to a coder, and says on which note or section it rests.
//!
//! # Data editions
//!
//! ICD-10-CM FY2016 to FY2027 with the mid-year updates; [`icd10cm::editions`] says which are held as published.
//! FY2027 is put together from the published addenda, and the updates of April and October 2020 are dated by the Medicare
//! Code Editor's table: [`Standing`] and [`Evidence`] tell that with each answer.
//!
//! ICD-10-PCS FY2016 to FY2026 with the updates of August 2020, January 2021 and April 2022 to 2026;
//! [`icd10pcs::editions`] says which are held as published. What came in April 2026 is known from the Medicare Code Editor's
//! table alone, without titles.
//!
//! HCPCS Level II: the records of 2018 and 2019 with their days, and the list of codes of 2026 Q3, without days; the module
//! [`hcpcs`](mod@hcpcs) says what an answer about other days is worth. Codes exempt from present-on-admission reporting: FY2023 to
//! FY2026.
//!
//! [`SOURCES`] lists the files.
//!
//! # Crate features
//!
//! - `titles` (default): the titles of the codes, of a program that asks for one: 1.4 MB of ICD-10-CM, 1.0 MB of ICD-10-PCS,
//!   0.4 MB of HCPCS Level II.
//! - `notes` (default): the notes of the tabular list of ICD-10-CM, of a program that asks for one: 0.7 MB.
//! - `cpt-list`: `cpt::CptList`, lists of CPT codes from the user's file; needs an allocator.
//! - `edits`: claim edits, and the Medicare Code Editor's table (0.4 MB); needs an allocator.
//! - `coding-edits`: edits of coding, with the notes and a table of 0.6 MB; brings `edits` and `notes`.
//! - `search`: look-up of ICD-10-CM by words, 2.5 MB more; needs `titles` and an allocator.
//! - `release`: tables made at run time from newer order files, see the module `release`; needs the standard library.
//! - `arrow`: columns as Apache Arrow arrays, `icd10cm::check_array` and `icd10pcs::check_array`; needs `std`.

#![no_std]

#[cfg(any(feature = "cpt-list", feature = "edits", feature = "search"))]
extern crate alloc;
#[cfg(feature = "release")]
extern crate std;

#[cfg(feature = "arrow")]
pub mod arrow;
mod automaton;
mod below;
mod blob;
mod change;
mod characters;
pub mod claim_value;
mod columnar;
#[doc(hidden)]
pub mod constant;
pub mod cpt;
mod day;
mod edition;
#[cfg(feature = "edits")]
pub mod edits;
mod error;
mod fixed;
pub mod hcpcs;
pub mod icd10cm;
pub mod icd10pcs;
mod icd9cm;
mod loinc;
mod ndc;
mod packed;
#[cfg(any(feature = "titles", feature = "notes"))]
mod phrases;
#[cfg(feature = "release")]
pub mod release;
mod sctid;
#[cfg(feature = "search")]
mod search;
mod slips;
mod system;
mod table;
mod text;
#[cfg(feature = "titles")]
mod title;
mod verdict;
#[doc(hidden)]
pub mod verhoeff;

pub use him_codes_data::{Date, SOURCES, Source};

pub use crate::automaton::NO_ORDINAL;
pub use crate::columnar::{Dates, UnequalColumns};
pub use crate::cpt::Cpt;
pub use crate::edition::{Edition, Evidence, Standing};
pub use crate::error::{Allowed, ParseError, ParseErrorKind};
pub use crate::hcpcs::{Hcpcs, Modifier};
pub use crate::icd9cm::Icd9Cm;
pub use crate::icd10cm::Icd10Cm;
pub use crate::icd10pcs::Icd10Pcs;
pub use crate::loinc::{Loinc, LoincKind};
pub use crate::ndc::{Ndc, NdcError, NdcForm, Undashed};
#[cfg(any(feature = "titles", feature = "notes"))]
pub use crate::phrases::Pieces;
pub use crate::sctid::{Sctid, SctidKind};
pub use crate::system::{CodeSystem, UnknownSystem};
#[cfg(feature = "titles")]
pub use crate::title::Title;
pub use crate::verdict::Verdict;
