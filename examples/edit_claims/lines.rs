//! Lines of a file, in one buffer.

use std::fs::File;
use std::io::{self, BufRead, BufReader};

use crate::arguments::Source;

pub(crate) struct Lines {
    from: Box<dyn BufRead>,
    line: Vec<u8>,
    number: u64,
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

impl Lines {
    pub(crate) fn open(source: &Source) -> io::Result<Lines> {
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

    /// The next line that is not blank, with its number from 1.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u64, &[u8])>> {
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
