//! Risk adjustment and comorbidity from diagnosis codes: CMS-HCC, ESRD and RxHCC scores, Charlson, Elixhauser, AHRQ's
//! comorbidity software, and CCSR.
//!
//! ```
//! use him_codes::Icd10Cm;
//! use him_risk::hcc::{Beneficiary, Model, Scorer, Sex};
//!
//! let codes: [Icd10Cm; 3] = ["E11.22".parse()?, "e119".parse()?, "I50.9".parse()?];
//! let woman = Beneficiary::aged(72, Sex::Female)?;
//! let mut scorer = Scorer::new(Model::CmsHccV28);
//! let score = scorer.score(&woman, &codes)?;
//! assert_eq!(score.raw().to_string(), "1.033");
//! let diabetes = score.categories().next().unwrap();
//! assert_eq!((diabetes.number(), diabetes.codes().count()), (37, 1));
//! assert_eq!(score.dropped().next().unwrap().by().to_string(), "HCC37");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # Overview
//!
//! - [`hcc`]: the risk models of Medicare Advantage and Part D of payment year 2026, with hierarchies, interactions and edits;
//!   another year's tables at run time (feature `tables`).
//! - [`comorbidity`]: the Charlson conditions (Deyo 1992, Quan 2005 and 2011, Glasheen 2019) and Elixhauser's (Quan 2005).
//! - [`cmr`]: the Elixhauser Comorbidity Software Refined v2025.1 (AHRQ) with its two indices.
//! - [`ccsr`]: the categories of the Clinical Classifications Software Refined that a patient's codes fall into.
//! - [`columns`]: all of them over columns of a million rows.
//! - [`Diagnosis`]: a code with its day and its present-on-admission indicator; [`Selection`] and [`Window`]: which of them count.
//!
//! # Does, does not do
//!
//! - Every score lists what it is made of, and the codes behind each part.
//! - A code that belongs to several conditions counts in all of them: I42.6 is alcohol abuse and heart failure.
//! - Codes are read with or without dot, in either case. What is not a code is an error of `him-codes`, with its place.
//! - It knows codes, not claims: which claims may carry a diagnosis for risk adjustment (CMS's filter by procedure code and
//!   type of bill) is the caller's to decide, as is the time that counts.
//! - The tables of payment year 2026 that are held were made before the codes of FY2026 were mapped; a code without category is
//!   listed as such.
//!
//! # Data editions
//!
//! [`SOURCES`] lists the files. Each blob is unpacked once in a program, at its first use.
//!
//! # Crate features
//!
//! - `tables` (default): reads another year's tables of the HCC models from CSV.

pub mod ccsr;
pub mod cmr;
mod code_map;
pub mod columns;
pub mod comorbidity;
mod diagnosis;
pub mod hcc;
mod key;
mod packed;
mod selection;
mod window;

pub use him_risk_data::{SOURCES, Source};

pub use crate::diagnosis::{Code, Diagnosis, Poa, PoaRule};
pub use crate::selection::Selection;
pub use crate::window::Window;
