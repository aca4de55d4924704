//! The MS-DRG grouper V40.0 to V43.1: equal to the official one on every claim it was compared on, fast, and explained.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::edits::{Claim, Diagnosis};
//! use him_drg::{Grouper, Grouping, titles};
//!
//! // Acute on chronic heart failure, diabetes; a fall in hospital broke the hip.
//! let diagnoses = [
//!     Diagnosis::new("I5023", "Y"),
//!     Diagnosis::new("E119", "Y"),
//!     Diagnosis::new("S72141A", "N"),
//! ];
//! let mut claim = Claim::default();
//! claim.discharge = NaiveDate::from_ymd_opt(2026, 5, 4);
//! (claim.sex, claim.discharge_status) = (Some(2), Some(1));
//! claim.diagnoses = &diagnoses;
//!
//! let mut grouping = Grouping::new();
//! Grouper::new().group(&claim, &mut grouping)?;
//! assert_eq!((grouping.initial().drg, grouping.last().drg), (291, 293));
//! let version = grouping.version().unwrap();
//! assert_eq!(titles::drg(293, version), Some("Heart Failure and Shock without CC/MCC"));
//! # Ok::<(), him_drg::Error>(())
//! ```
//!
//! # Overview
//!
//! - [`Grouper`]: groups a [`Claim`](him_codes::edits::Claim) by the [`Version`] in force on its day of discharge, or by one that
//!   is named; [`Options`] say whether the hospital reports what was present on admission, and how ties are broken.
//! - [`Grouping`]: the result, in buffers that the next claim uses again. Two [`Outcome`]s, before and after hospital-acquired
//!   conditions: return code, MDC, DRG, base DRG, medical or surgical, severity. Of each code whether it was recognised, what
//!   it brings to the severity or why nothing, the conditions that it is listed for, and whether it was decisive. It serialises
//!   with the official grouper's own names.
//! - [`explain`]: the rows that led to the DRG, what each asked and which codes answered, and questions for the coder.
//! - [`titles`]: of DRGs, MDCs and conditions, by version.
//! - [`payment`]: weights from the user's copy of CMS's Table 5, transfers and cost outliers.
//! - `Grouper::from_json` (feature `release`): newer versions, from tables in the same form.
//! - [`Error`]: why no version could be asked. What is wrong within a claim is a [`ReturnCode`].
//!
//! # Does, does not do
//!
//! - Codes are taken as the official grouper takes them: in either letter case, without dots and blanks. A code that the
//!   version does not have is told and ignored; days of codes are not looked at.
//! - After the first claim, nothing is allocated; a claim of 25 diagnoses and 25 procedures takes some microseconds.
//! - What options other than the default do is not verified against answers of the official grouper: [`Hospital::Exempt`],
//!   [`Hospital::Unknown`], [`Ties::ClaimOrder`], [`Ties::Alphabetical`] and [`Options::affected`] off.
//! - It does not edit claims: that is [`him_codes::edits`]. It is not the pricer: [`payment`] is arithmetic over what it is given.
//! - No code is ever proposed. Questions ask what the record says, whichever way the answer points.
//!
//! # Data editions
//!
//! MS-DRG V40.0, 40.1, 41.0, 41.1, 42.0, 42.1, 43.0 and 43.1: discharges from 2022-10-01 to 2026-09-30. [`SOURCES`] lists the files;
//! `docs/conformance/drg.md` says how far the answers were compared with the official grouper's.
//!
//! # Crate features
//!
//! - `release`: tables of newer versions, compiled at run time.

mod answer;
mod blob;
mod case;
mod code_list;
mod conditions;
mod error;
pub mod explain;
mod formula;
mod grouper;
mod grouping;
mod known;
mod marks;
mod options;
mod outcome;
pub mod payment;
#[cfg(feature = "release")]
mod release;
mod set;
mod steps;
mod tables;
pub mod titles;
mod version;
mod view;

pub use him_drg_data::{SOURCES, Source};
#[cfg(feature = "release")]
pub use him_drg_release::Fault;

pub use crate::answer::Identified;
pub use crate::error::{Error, ErrorKind};
pub use crate::grouper::Grouper;
pub use crate::grouping::{DiagnosisResult, Grouping, HacEntry, ProcedureResult};
pub use crate::options::{Hospital, Options, Ties};
pub use crate::outcome::{
    AdmittingStatus, Affects, HacStatus, HacUse, Kind, Outcome, PoaCheck, ReturnCode, SdxSeverity,
    Severity, SeverityUse,
};
pub use crate::version::{NotAVersion, Version};
