//! Edits of whole claims: what a claim's codes say of each other and of the patient, and what a payer would refuse.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::edits::{Claim, Diagnosis, Edit, Findings, MedicareCodeEditor, Outcome};
//!
//! let diagnoses = [Diagnosis::new("O80", "Y"), Diagnosis::new("Z370", "")];
//! let mut claim = Claim::default();
//! claim.discharge = NaiveDate::from_ymd_opt(2026, 3, 14);
//! claim.age = Some(71);
//! claim.sex = Some(2);
//! claim.discharge_status = Some(1);
//! claim.diagnoses = &diagnoses;
//!
//! let mut findings = Findings::new();
//! MedicareCodeEditor::new().edit(&claim, &mut findings);
//! assert_eq!(findings.answer().outcome(), Outcome::Prepayment);
//! assert_eq!(findings.answer().count(Edit::AgeConflict), 2);
//! assert_eq!(
//!     findings.all()[0].to_string(),
//!     "O80 is for ages 9 to 64 (maternity), and the claim's is another",
//! );
//! ```
//!
//! With the feature `coding-edits`, `CodingEditor` edits what the official editor does not look at, by the notes of the tabular list
//! and the guidelines, and adds its findings to the same [`Findings`]. [`ncci`] edits service lines by the user's files.
//!
//! [`MedicareCodeEditor`] gives the answer of the official editor and a [`Finding`] for each of its edits, in one pass over
//! a borrowed [`Claim`]. [`Findings`] is a buffer for many claims: once it has been used, editing allocates nothing.
//!
//! A finding names codes and positions. It holds nothing else of the claim but the day on which the codes were looked up:
//! no age, no sex, no text that is not a code.
//!
//! The tables are those of the [version](MedicareCodeEditor::version) of the editor that was the last at hand, which speaks
//! of all discharges since ICD-10 came into force.

mod answer;
mod claim;
#[cfg(feature = "coding-edits")]
mod coding;
mod coding_rule;
mod edit;
mod editor;
mod finding;
mod findings;
pub mod ncci;
mod sentence;
mod subject;
mod suggestion;
mod table;
mod text;
mod writer;

pub use self::answer::{Answer, CodeEdits, Identified};
pub use self::claim::{Claim, Diagnosis, Procedure};
#[cfg(feature = "coding-edits")]
pub use self::coding::{CodingEditor, Setting};
pub use self::coding_rule::{CodingRule, GUIDELINES_EDITION, Guideline, GuidelineBasis};
pub use self::edit::{AgeGroup, Edit, Outcome, UnknownName};
pub use self::editor::{MedicareCodeEditor, Version};
pub use self::finding::{Finding, Place, Rule, Severity, Source};
pub use self::findings::Findings;
pub use self::subject::Subject;
pub use self::suggestion::{SuggestedCode, Suggestions};
pub use self::writer::FindingsWriter;
