use core::fmt;

use crate::error::ParseError;

/// A line of a file that was left out. Prints as a sentence, without what stands in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    line: usize,
    kind: FaultKind,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// The first line of a CSV file names no column `code`; nothing is read.
    Header,
    /// The code is no code of CPT.
    Code(ParseError),
    /// A day is none that is written `2026-01-01`, `20260101` or `1/1/2026`.
    Day {
        /// The column, `effective_from` or `effective_to`.
        column: &'static str,
    },
    /// The last day is before the first.
    Period,
    /// A field that starts with a double quote does not end with one on its line.
    Quote,
    /// An earlier line has the code on the same days.
    Repeated {
        /// The number of that line.
        first: usize,
    },
    /// A part of a long title does not follow the part before it.
    Sequence,
    /// The line is not laid out as the file should be.
    Layout,
}

impl Fault {
    pub(super) const fn new(line: usize, kind: FaultKind) -> Fault {
        Fault { line, kind }
    }

    /// The number of the line, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        self.kind
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match self.kind {
            FaultKind::Header => f.write_str("the first line must name a column code"),
            FaultKind::Code(error) => error.fmt(f),
            FaultKind::Day { column } => {
                write!(
                    f,
                    "{column} must be a day such as 2026-01-01, 20260101 or 1/1/2026"
                )
            }
            FaultKind::Period => f.write_str("effective_to is before effective_from"),
            FaultKind::Quote => f.write_str("a double quote is not closed on its line"),
            FaultKind::Repeated { first } => {
                write!(f, "its code stands in line {first} for the same days")
            }
            FaultKind::Sequence => f.write_str("continues no title of the line before it"),
            FaultKind::Layout => f.write_str("is not laid out as the file should be"),
        }
    }
}

impl core::error::Error for Fault {}
