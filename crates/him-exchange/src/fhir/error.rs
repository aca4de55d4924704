use std::{fmt, io};

use super::finding::Position;
use super::syntax::Syntax;

/// Why an input could not be read to its end. What was complete before is in the import.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    position: Position,
    path: String,
    cause: Option<io::Error>,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, position: Position, path: String) -> Self {
        Error {
            kind,
            position,
            path,
            cause: None,
        }
    }

    pub(super) fn io(cause: io::Error, position: Position) -> Self {
        Error {
            kind: ErrorKind::Io(cause.kind()),
            position,
            path: String::new(),
            cause: Some(cause),
        }
    }

    /// What is wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where in the input.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Where, as a FHIRPath, such as `Bundle.entry[3].resource`; empty where none applies.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{} ", self.path)?;
        }
        write!(f, "({}): {}", self.position, self.kind)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

/// The reasons of [`Error`].
///
/// ```
/// use him_exchange::fhir::{ErrorKind, Importer};
///
/// let read = |text: &str| Importer::new().read_json(text.as_bytes()).unwrap_err();
/// assert_eq!(read("").to_string(), "(line 1, column 1): the input is empty");
/// assert_eq!(read("[]").kind(), ErrorKind::NotAnObject);
/// assert_eq!(
///     read(r#"{"resourceType": "Patient", "id"#).to_string(),
///     "Patient (line 1, column 32): the input ends inside a value"
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nothing but white space.
    Empty,
    /// JSON, but not an object.
    NotAnObject,
    /// An object without `resourceType`: not FHIR.
    NotFhir,
    /// The input ends inside a value.
    Truncated,
    /// Not JSON.
    Syntax(Syntax),
    /// Not UTF-8.
    InvalidUtf8,
    /// UTF-16 or UTF-32, which FHIR JSON never is.
    Utf16,
    /// Nested deeper than any resource of the standard.
    TooDeep,
    /// Something follows the end of the document.
    Trailing,
    /// The source could not be read.
    Io(io::ErrorKind),
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ErrorKind::Empty => f.write_str("the input is empty"),
            ErrorKind::NotAnObject => f.write_str("a FHIR resource is an object"),
            ErrorKind::NotFhir => f.write_str("no resourceType says what this is"),
            ErrorKind::Truncated => f.write_str("the input ends inside a value"),
            ErrorKind::Syntax(rule) => write!(f, "not JSON, {rule}"),
            ErrorKind::InvalidUtf8 => f.write_str("not UTF-8"),
            ErrorKind::Utf16 => f.write_str("UTF-16 or UTF-32; FHIR JSON is UTF-8"),
            ErrorKind::TooDeep => {
                write!(f, "nested deeper than {} levels", super::json::DEPTH_LIMIT)
            }
            ErrorKind::Trailing => f.write_str("something follows the end of the document"),
            ErrorKind::Io(kind) => write!(f, "the source could not be read, {kind}"),
        }
    }
}
