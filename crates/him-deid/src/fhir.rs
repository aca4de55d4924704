//! FHIR R4 (4.0.1) JSON of any resource type.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_deid::SafeHarbor;
//!
//! // Invented.
//! let patient = r#"{
//!   "resourceType": "Patient", "id": "p-17", "birthDate": "1961-05-04", "gender": "female",
//!   "name": [{"family": "Exemplar", "given": ["May"]}],
//!   "address": [{"line": ["12 Sesame Street"], "city": "Springfield", "state": "IL", "postalCode": "62704"}],
//!   "extension": [{"url": "http://example.org/shoe-size", "valueInteger": 39}]
//! }"#;
//! let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?;
//! let (patient, manifest) = SafeHarbor::new(as_of).deidentify_fhir(patient)?;
//! assert_eq!(
//!     patient.content().as_str(),
//!     r#"{"resourceType":"Patient","id":"1","birthDate":"1961","gender":"female","address":[{"state":"IL","postalCode":"627"}]}"#
//! );
//! assert_eq!(manifest.count("Patient.name", him_deid::Disposition::Removed), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What becomes of each element of each resource and datatype stands in a table, `data/fhir-r4.txt`, which
//! names the letter of 164.514(b)(2)(i) for what goes. An element, an extension or a resource type that is
//! not in the table is removed, as is a value whose shape is not that of its element, and narrative. What is
//! left of a resource may lack elements that its profile requires.
//!
//! Ids are numbers in the order of the documents, random codes of a [`Crosswalk`](crate::Crosswalk), or
//! pseudonyms where the policy has them. References follow. A [`Run`] keeps them the same over many documents, such as the files of a bulk export, and finds in the texts of
//! one what another says of its patient ([`Records`]).

mod draft;
mod error;
mod json;
mod known;
mod names;
mod records;
mod run;
mod table;
mod values;
mod words;
mod writer;

pub use error::{Error, ErrorKind};
pub(crate) use known::add_identifiers;
pub use records::Records;
pub use run::{Json, Run};
