//! Charlson's and Elixhauser's comorbidities: conditions from diagnosis codes, hierarchies, weights, age.
//!
//! ```
//! use him_codes::Icd10Cm;
//! use him_risk::Diagnosis;
//! use him_risk::comorbidity::{Index, Options, Scheme};
//!
//! let codes = ["E11.9", "e1122", "I42.6", "K70.30"];
//! let diagnoses: Vec<Diagnosis> = codes
//!     .iter()
//!     .map(|code| code.parse::<Icd10Cm>().map(Diagnosis::new))
//!     .collect::<Result<_, _>>()?;
//!
//! let charlson = Index::CHARLSON_QUAN_2011.score(&diagnoses, &Options::default());
//! assert_eq!(charlson.points(), 5);
//! // Diabetes with complications drops diabetes without; both are listed.
//! assert_eq!(charlson.found().to_string(), "chf dm dmc mld");
//! assert_eq!(charlson.counted().to_string(), "chf dmc mld");
//!
//! let elixhauser = Index::ELIXHAUSER_VAN_WALRAVEN.score(&diagnoses, &Options::default());
//! // I42.6 is heart failure and alcohol abuse.
//! let alcohol = Scheme::ElixhauserQuan2005.condition("ALCOHOL").unwrap();
//! let codes = elixhauser.codes(alcohol).map(|place| codes[place]);
//! assert_eq!(codes.collect::<Vec<_>>(), ["I42.6", "K70.30"]);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! Definitions are beginnings of codes, as the papers list them, and take in whatever stands below: also codes of the
//! international ICD-10, and codes that were not there when a paper was written.

mod columns;
mod conditions;
mod index;
mod prefix_map;
mod scheme;

pub use self::conditions::{Condition, ConditionIter, Conditions};
pub use self::index::{Index, Options, Report, Weights};
pub use self::scheme::Scheme;
