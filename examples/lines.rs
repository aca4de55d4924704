//! Lines of a file, in one buffer.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;

/// Where lines come from.
#[derive(Debug, PartialEq, Eq)]
pub enum Source {
    /// The standard input.
    Standard,
    /// A file.
    File(PathBuf),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Standard => f.write_str("standard input"),
            Source::File(path) => path.display().fmt(f),
        }
    }
}

/// Reads line after line into one buffer.
pub struct Lines {
    from: Box<dyn BufRead>,
    line: Vec<u8>,
    number: u64,
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

impl Lines {
    /// Opens a source.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened.
    pub fn open(source: &Source) -> io::Result<Lines> {
        let from: Box<dyn BufRead> = match source {
            Source::Standard => Box::new(io::stdin().lock()),
            Source::File(path) => Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)),
        };
        Ok(Lines {
            from,
            line: Vec::new(),
            number: 0,
        })
    }

    /// The next line that is not blank, with its number from 1; none at the end.
    ///
    /// # Errors
    ///
    /// When the source cannot be read.
    #[allow(
        clippy::should_implement_trait,
        reason = "the line is borrowed from here"
    )]
    pub fn next(&mut self) -> io::Result<Option<(u64, &[u8])>> {
        loop {
            self.line.clear();
            if self.from.read_until(b'\n', &mut self.line)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if !self.line.trim_ascii().is_empty() {
                break;
            }
        }
        // Some programs put the mark before the first line.
        let line = self.line.as_slice();
        Ok(Some((
            self.number,
            line.strip_prefix(UTF8_MARK).unwrap_or(line),
        )))
    }
}
