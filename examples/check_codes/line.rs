//! The lines of the input, and what stands in them.

use std::borrow::Cow;
use std::io::{self, BufRead};

use csv_core::ReadRecordResult;

/// A code, a date and an ending have some thirty bytes; what is longer is no line of this program.
const LONGEST: usize = 1 << 12;

/// Reads line after line. Each is taken for itself, so that a stray quote costs its own line only.
pub(crate) struct Lines<R> {
    input: R,
    line: Vec<u8>,
    fields: Fields,
    bytes: u64,
    number: u64,
}

/// One line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// The names of the columns.
    Header,
    /// A question.
    Code {
        system: Cow<'a, str>,
        code: Cow<'a, str>,
        date: Cow<'a, str>,
    },
    /// Fewer or more columns than three, with those that are there.
    Broken {
        fields: [Cow<'a, str>; 3],
        why: &'static str,
    },
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R) -> Lines<R> {
        Lines {
            input,
            line: Vec::new(),
            fields: Fields::new(),
            bytes: 0,
            number: 0,
        }
    }

    /// How many bytes have been read.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// None at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        loop {
            self.line.clear();
            let whole = match self.read_line()? {
                None => return Ok(None),
                Some(whole) => whole,
            };
            self.number += 1;
            if self.number == 1 && self.line.starts_with(b"\xef\xbb\xbf") {
                self.line.drain(..3);
            }
            if !whole || !self.line.trim_ascii().is_empty() {
                self.fields.split(self.line.trim_ascii_end());
                return Ok(Some(self.fields.line(whole, self.number == 1)));
            }
        }
    }

    /// Whether the line was short enough to keep; none at the end.
    fn read_line(&mut self) -> io::Result<Option<bool>> {
        let mut length: usize = 0;
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            let (part, used, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(end) => (buffer.get(..end), end + 1, true),
                None => (Some(buffer), buffer.len(), buffer.is_empty()),
            };
            if ended && used == 0 && length == 0 {
                return Ok(None);
            }
            if length < LONGEST {
                let part = part.unwrap_or_default();
                let room = LONGEST - length;
                self.line
                    .extend_from_slice(part.get(..room).unwrap_or(part));
            }
            length += used;
            self.bytes += used as u64;
            self.input.consume(used);
            if ended {
                return Ok(Some(length <= LONGEST));
            }
        }
    }
}

/// The columns of a line: three, and a few more to see that there are too many.
struct Fields {
    reader: csv_core::Reader,
    text: Vec<u8>,
    ends: [usize; 8],
    count: usize,
}

impl Fields {
    fn new() -> Fields {
        Fields {
            reader: csv_core::Reader::new(),
            text: vec![0; LONGEST + 1],
            ends: [0; 8],
            count: 0,
        }
    }

    fn split(&mut self, line: &[u8]) {
        self.reader.reset();
        let (mut rest, mut written) = (line, 0);
        self.count = 0;
        // After its input the reader has to be told that no more comes.
        while let (Some(text), Some(ends)) = (
            self.text.get_mut(written..),
            self.ends.get_mut(self.count..),
        ) {
            let (result, read, text, ends) = self.reader.read_record(rest, text, ends);
            rest = rest.get(read..).unwrap_or_default();
            written += text;
            self.count += ends;
            if result != ReadRecordResult::InputEmpty {
                return;
            }
        }
    }

    /// Empty when the line has it not. What is no UTF-8 gets the replacement character: no code has it.
    fn field(&self, index: usize) -> Cow<'_, str> {
        let start = match index.checked_sub(1) {
            None => 0,
            Some(before) => self.ends.get(before).copied().unwrap_or_default(),
        };
        let end = self.ends.get(index).copied().unwrap_or_default();
        let field = self.text.get(start..end).filter(|_| index < self.count);
        String::from_utf8_lossy(field.unwrap_or_default())
    }

    fn line(&self, whole: bool, first: bool) -> Line<'_> {
        let fields = [self.field(0), self.field(1), self.field(2)];
        let why = match self.count {
            _ if !whole => "the line is too long",
            0..3 => "the line has fewer columns than system,code,date",
            3 => {
                let names = ["system", "code", "date"];
                let named =
                    |(field, name): (&Cow<'_, str>, &str)| field.trim().eq_ignore_ascii_case(name);
                let [system, code, date] = fields;
                return if first && [&system, &code, &date].into_iter().zip(names).all(named) {
                    Line::Header
                } else {
                    Line::Code { system, code, date }
                };
            }
            _ => "the line has more columns than system,code,date",
        };
        Line::Broken { fields, why }
    }
}
