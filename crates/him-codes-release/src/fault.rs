//! What stops a run: always with the file, and with the line where there is one.

use std::fmt;
use std::path::Path;

/// Where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    place: String,
    /// Each with its line, where there is one.
    what: Vec<(Option<usize>, String)>,
}

/// So many are printed.
const SHOWN: usize = 20;

/// Of work that a fault stops.
pub type Result<T> = std::result::Result<T, Fault>;

impl Fault {
    /// Of a whole file, or of something else that has a name.
    pub fn in_file(file: impl Into<String>, what: impl Into<String>) -> Fault {
        Fault {
            place: file.into(),
            what: vec![(None, what.into())],
        }
    }

    /// `line` counts from 1.
    pub fn at_line(file: impl Into<String>, line: usize, what: impl Into<String>) -> Fault {
        Fault {
            place: file.into(),
            what: vec![(Some(line), what.into())],
        }
    }

    /// Of several lines of a file, at least one.
    pub fn in_lines(
        file: impl Into<String>,
        what: impl IntoIterator<Item = (usize, String)>,
    ) -> Fault {
        let what = what.into_iter().map(|(line, what)| (Some(line), what));
        Fault {
            place: file.into(),
            what: what.collect(),
        }
    }

    /// What is wrong, in order, each with its line where there is one.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = (Option<usize>, &str)> {
        self.what.iter().map(|(line, what)| (*line, what.as_str()))
    }

    /// Of a file that cannot be read or written.
    #[must_use]
    pub fn io(path: &Path, error: &std::io::Error) -> Fault {
        Fault::in_file(path.display().to_string(), error.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (line, what)) in self.what.iter().take(SHOWN).enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            match line {
                Some(line) => write!(f, "{}: line {line}: {what}", self.place)?,
                None => write!(f, "{}: {what}", self.place)?,
            }
        }
        match self.what.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n{}: and {more} more", self.place),
        }
    }
}

impl std::error::Error for Fault {}
