//! HL7 v2 messages.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_deid::SafeHarbor;
//!
//! // Invented.
//! let message = "MSH|^~\\&|LAB|SPRINGFIELD|EHR|CLINIC|20240314103000||ORU^R01|MSG00017|P|2.5.1\r\
//!     PID|1||00123456^^^MRN||EXEMPLAR^MAY||19610504|F|||12 SESAME ST^^SPRINGFIELD^IL^62704^USA\r\
//!     OBX|1|NM|718-7^Hemoglobin^LN||11.8|g/dL^^UCUM|12-16|L|||F|||202403141015\r\
//!     NTE|1||May Exemplar called on 3/15.\r\
//!     ZPI|1|anything\r";
//! let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?;
//! let (message, manifest) = SafeHarbor::new(as_of).deidentify_hl7v2(message)?;
//! assert_eq!(
//!     message.content().as_str(),
//!     "MSH|^~\\&|||||2024||ORU^R01|1|P|2.5.1\r\
//!      PID|1||1||||1961|F|||^^^IL^627^USA\r\
//!      OBX|1|NM|718-7^Hemoglobin^LN||11.8|g/dL^^UCUM|12-16|L|||F|||2024\r\
//!      NTE|1||[NAME] called on [DATE].\r"
//! );
//! assert_eq!(manifest.count("Z segment", him_deid::Disposition::Removed), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What becomes of each field stands in a table, `data/hl7v2.txt`; a segment or field that is not in it is
//! removed. Delimiters are those of the message, repetitions and escape sequences are followed. Segments may
//! end with a carriage return, a line feed or both, and a text may hold several messages, framed or not.

mod codes;
mod error;
mod known;
mod run;
mod stamps;
mod syntax;
mod table;
mod writer;

pub use error::Error;
pub use run::{Messages, Run};
