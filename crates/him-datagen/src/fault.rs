//! What stops a run: always with the file, and with the line where there is one.

use std::fmt;
use std::path::Path;

#[derive(Debug)]
pub(crate) struct Fault {
    place: String,
    line: Option<usize>,
    what: String,
}

pub(crate) type Result<T> = std::result::Result<T, Fault>;

impl Fault {
    pub(crate) fn in_file(file: impl Into<String>, what: impl Into<String>) -> Fault {
        Fault {
            place: file.into(),
            line: None,
            what: what.into(),
        }
    }

    /// `line` counts from 1.
    pub(crate) fn at_line(file: impl Into<String>, line: usize, what: impl Into<String>) -> Fault {
        Fault {
            place: file.into(),
            line: Some(line),
            what: what.into(),
        }
    }

    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Fault {
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
