//! FHIR R4 (4.0.1) in JSON.

mod assemble;
mod bundle;
mod datatype;
mod document;
mod element;
mod envelope;
mod error;
mod export;
mod extension;
mod finding;
mod importer;
mod json;
mod merge;
mod ndjson;
mod path;
mod primitive;
mod ranking;
mod reading;
mod recovery;
mod release;
mod resource;
mod store;
mod stream;
mod strict;
mod string;
mod syntax;
mod tree;
mod window;

pub use envelope::{Document, DocumentKind};
pub use error::{Error, ErrorKind};
pub use export::{Exporter, Written, write_bundle, write_entry, write_ndjson};
pub use finding::{Finding, FindingKind, Position, Release, Severity};
pub use importer::{Counts, Import, Importer, Options, Shared, Summary, TypeCount};
pub use stream::{Streamed, StreamedResource, stream_json, stream_ndjson};
pub use syntax::{Expected, Syntax};
