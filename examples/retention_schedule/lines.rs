//! The lines of the input, each taken for itself, so that a stray quote costs its own line only.

use std::io::{self, BufRead};

/// What is longer is no record of one line.
const LONGEST: u64 = 1 << 16;

pub(crate) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    bytes: u64,
    number: u64,
}

/// A line that is not blank.
pub(crate) struct Line<'a> {
    pub(crate) number: u64,
    pub(crate) text: &'a [u8],
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            bytes: 0,
            number: 0,
        }
    }

    /// How many bytes have been read.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// None at the end. A line that is too long comes cut off.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        loop {
            self.buffer.clear();
            let mut limited = io::Read::take(&mut self.input, LONGEST);
            let read = limited.read_until(b'\n', &mut self.buffer)?;
            self.bytes += read as u64;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            if read as u64 == LONGEST && !self.buffer.ends_with(b"\n") {
                self.bytes += self.input.skip_until(b'\n')? as u64;
            }
            if !self.buffer.trim_ascii().is_empty() {
                break;
            }
        }
        let text = self.buffer.trim_ascii_end();
        let text = match self.number {
            1 => text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text),
            _ => text,
        };
        Ok(Some(Line {
            number: self.number,
            text,
        }))
    }
}
