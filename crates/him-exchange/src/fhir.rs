//! FHIR R4 (4.0.1) in JSON.

mod assemble;
mod bundle;
mod datatype;
mod document;
mod error;
mod finding;
mod importer;
mod json;
mod ndjson;
mod path;
mod primitive;
mod recovery;
mod resource;
mod store;
mod string;
mod syntax;
mod window;

pub use error::{Error, ErrorKind};
pub use finding::{Finding, FindingKind, Position, Release, Severity};
pub use importer::{Counts, Import, Importer, Options, Shared, Summary, TypeCount};
pub use syntax::{Expected, Syntax};
