//! What stops a run: always with the file, and with the line where there is one.

use std::fmt;
use std::path::Path;

/// Where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    place: String,
    line: Option<usize>,
    what: String,
}

/// Of work that a fault stops.
pub type Result<T> = std::result::Result<T, Fault>;

impl Fault {
    /// Of a whole file, or of something else that has a name.
    pub fn in_file(file: impl Into<String>, what: impl Into<String>) -> Fault {
        Fault {
            place: file.into(),
            line: None,
            what: what.into(),
        }
    }

    /// `line` counts from 1.
    pub fn at_line(file: impl Into<String>, line: usize, what: impl Into<String>) -> Fault {
        Fault {
            place: file.into(),
            line: Some(line),
            what: what.into(),
        }
    }

    /// Of a file that cannot be read or written.
    #[must_use]
    pub fn io(path: &Path, error: &std::io::Error) -> Fault {
        Fault::in_file(path.display().to_string(), error.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}: line {line}: {}", self.place, self.what),
            None => write!(f, "{}: {}", self.place, self.what),
        }
    }
}

impl std::error::Error for Fault {}
