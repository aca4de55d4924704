//! The lines of the output.

use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};

const HEADER: &[u8] = b"id,status,retain_through,destroy_from,rule,why\n";

pub(crate) struct Writer<W> {
    output: W,
    line: Vec<u8>,
}

/// One line.
pub(crate) struct Answer<'a> {
    pub(crate) id: &'a str,
    pub(crate) status: &'a str,
    pub(crate) retain_through: Option<NaiveDate>,
    pub(crate) destroy_from: Option<NaiveDate>,
    pub(crate) rule: &'a str,
    /// Written one after another.
    pub(crate) why: [&'a str; 2],
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(mut output: W) -> io::Result<Self> {
        output.write_all(HEADER)?;
        Ok(Self {
            output,
            line: Vec::new(),
        })
    }

    pub(crate) fn write(&mut self, answer: &Answer<'_>) -> io::Result<()> {
        self.line.clear();
        self.text(&[answer.id]);
        self.line.push(b',');
        self.line.extend_from_slice(answer.status.as_bytes());
        self.line.push(b',');
        self.date(answer.retain_through);
        self.line.push(b',');
        self.date(answer.destroy_from);
        self.line.push(b',');
        self.text(&[answer.rule]);
        self.line.push(b',');
        self.text(&answer.why);
        self.line.push(b'\n');
        self.output.write_all(&self.line)
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    /// A field, in quotes where it needs them (RFC 4180).
    fn text(&mut self, parts: &[&str]) {
        let special = |byte: u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
        if !parts.iter().any(|part| part.bytes().any(special)) {
            for part in parts {
                self.line.extend_from_slice(part.as_bytes());
            }
            return;
        }
        self.line.push(b'"');
        for part in parts {
            let mut pieces = part.split('"');
            let first = pieces.next().unwrap_or_default();
            self.line.extend_from_slice(first.as_bytes());
            for piece in pieces {
                self.line.extend_from_slice(b"\"\"");
                self.line.extend_from_slice(piece.as_bytes());
            }
        }
        self.line.push(b'"');
    }

    fn date(&mut self, date: Option<NaiveDate>) {
        let Some(date) = date else { return };
        let year = date.year();
        if !(0..=9999).contains(&year) {
            // ISO 8601 with a sign, as the calendar prints it.
            self.line.extend_from_slice(date.to_string().as_bytes());
            return;
        }
        let digit = |number: u32, place: u32| (number / place % 10) as u8 + b'0';
        let (year, month, day) = (year.unsigned_abs(), date.month(), date.day());
        self.line.extend_from_slice(&[
            digit(year, 1000),
            digit(year, 100),
            digit(year, 10),
            digit(year, 1),
            b'-',
            digit(month, 10),
            digit(month, 1),
            b'-',
            digit(day, 10),
            digit(day, 1),
        ]);
    }
}
