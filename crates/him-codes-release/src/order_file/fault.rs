use std::fmt;

use super::List;

/// What is wrong with a line of an order file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// Counts from 1.
    pub line: usize,
    /// What is wrong there.
    pub kind: LineFaultKind,
}

/// Columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineFaultKind {
    /// The file is empty.
    NoCodes,
    /// The last line does not end.
    CutShort,
    /// The line does not end in CR LF.
    LineEnd,
    /// Not a character of printable ASCII.
    NotPrintable {
        /// Where.
        column: usize,
    },
    /// Fewer than 78 columns.
    Short {
        /// How many.
        columns: usize,
    },
    /// Not blank where it must be.
    NotBlank {
        /// Where.
        column: usize,
    },
    /// Columns 1 to 5 have not the number that follows that of the line before.
    OrderNumber {
        /// What must stand there.
        expected: usize,
    },
    /// Columns 7 to 13 do not hold a code.
    NotACode {
        /// Of which system it must be.
        list: List,
    },
    /// Column 15 is neither 0 nor 1.
    Flag,
    /// The short or the long title is missing.
    NoTitle,
    /// The code has a line already.
    Twice {
        /// The code.
        code: String,
        /// Its first line.
        first: usize,
    },
    /// The first three characters of the code have no line.
    NoCategory {
        /// The code.
        code: String,
    },
    /// The code is flagged as billable, and the file has longer ones that start so.
    NotTheLast {
        /// The code.
        code: String,
        /// The first of the longer ones.
        below: String,
    },
    /// The code is flagged as a header, and no billable one starts so.
    NothingBelow {
        /// The code.
        code: String,
    },
}

impl fmt::Display for LineFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.kind)
    }
}

impl std::error::Error for LineFault {}

impl fmt::Display for LineFaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LineFaultKind::NoCodes => f.write_str("the file holds no codes"),
            LineFaultKind::CutShort => f.write_str("no line end: the file is cut short"),
            LineFaultKind::LineEnd => f.write_str("the line does not end in CR LF"),
            LineFaultKind::NotPrintable { column } => {
                write!(f, "column {column} is not printable ASCII")
            }
            LineFaultKind::Short { columns } => {
                write!(f, "{columns} columns, a line has at least 78")
            }
            LineFaultKind::NotBlank { column } => write!(f, "column {column} must be blank"),
            LineFaultKind::OrderNumber { expected } => {
                write!(f, "the order number must be {expected:05}")
            }
            LineFaultKind::NotACode { list } => {
                write!(f, "columns 7-13 do not hold {}", list.a_code())
            }
            LineFaultKind::Flag => f.write_str("the flag in column 15 must be 0 or 1"),
            LineFaultKind::NoTitle => f.write_str("a title is missing"),
            LineFaultKind::Twice { code, first } => {
                write!(f, "{code} is already on line {first}")
            }
            LineFaultKind::NoCategory { code } => write!(f, "{code} has no category row"),
            LineFaultKind::NotTheLast { code, below } => {
                write!(f, "{code} is flagged 1, but {below} lies below it")
            }
            LineFaultKind::NothingBelow { code } => write!(
                f,
                "{code} is flagged 0, but no code flagged 1 lies below it"
            ),
        }
    }
}
