//! CMS's hierarchical condition categories: risk scores of Medicare Advantage (V22, V24, V28), of end-stage renal disease
//! (V21, V24) and of Part D (RxHCC V05, V08), payment year 2026.
//!
//! ```
//! use him_codes::Icd10Cm;
//! use him_risk::hcc::{Beneficiary, Dual, Entitlement, Model, Payment, Scorer, Sex};
//!
//! let codes: [Icd10Cm; 3] = ["I50.9".parse()?, "J44.9".parse()?, "Z00.00".parse()?];
//! let man = Beneficiary::aged(58, Sex::Male)?
//!     .with_original_entitlement(Entitlement::Disability)
//!     .with_dual(Dual::Full);
//! let mut scorer = Scorer::new(Model::CmsHccV28);
//! let score = scorer.score(&man, &codes)?;
//! assert_eq!(score.segment().prefix(), "CFD_");
//! let terms: Vec<String> = score.terms().map(|term| term.to_string()).collect();
//! assert_eq!(terms, ["M55_59 0.410", "HCC226 0.537", "HCC280 0.281", "HF_CHR_LUNG_V28 0.097", "D2 0.000"]);
//! assert_eq!(score.raw().to_string(), "1.325");
//! assert_eq!(score.payment(&Payment::CMS_HCC_V28_2026).to_string(), "1.169");
//! assert_eq!(score.without_category().collect::<Vec<_>>(), [2]);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # How a score comes about
//!
//! 1. Each code is looked up; edits by sex and age may give it another category, or none (CMS's macros and, as with SEDITS=1,
//!    the ages of the Medicare Code Editor).
//! 2. A category drops those below it in its hierarchy, in the order of CMS's macro.
//! 3. The segment (community, institutional, new enrollee ...) follows from the [`Beneficiary`]; it may be chosen.
//! 4. Summed are the coefficients of the age and sex cell, of the categories, of their interactions, of their number, and
//!    of what else the segment has. Everything is exact decimal arithmetic.
//!
//! Ages are those on February 1 of the payment year; a new enrollee of 64 who is entitled by age has the cell of 65 (CMS's
//! macro AGESEXV2). `docs/conformance/risk.md` says what of this was read where, and how it compares with another program.

mod beneficiary;
mod columns;
mod demographics;
mod entry;
mod factor;
mod interactions;
mod model;
mod payment;
mod roster;
mod rows;
mod score;
mod scorer;
mod segment;
mod tables;
#[cfg(feature = "tables")]
mod year;

pub use self::beneficiary::{
    Beneficiary, Dual, Entitlement, Implausible, Kidney, Sex, UnknownValue,
};
pub use self::columns::Unscored;
pub use self::factor::{Factor, UnknownFactor};
pub use self::model::{Model, UnknownModel};
pub use self::payment::{Payment, PaymentFault};
pub use self::roster::{Population, Roster};
pub use self::score::{Category, Dropped, DroppedBy, Outcome, Score, Term};
pub use self::scorer::{Scorer, Unscorable};
pub use self::segment::Segment;
pub use self::tables::{Calibration, ModelTables, TableFault};
#[cfg(feature = "tables")]
pub use self::year::{RowFault, YearTables};
