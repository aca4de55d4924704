//! Rows of the official files: text with tabs, or CSV.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use chrono::{Datelike, NaiveDate};

use super::code::ServiceCode;

/// A row of a file that cannot be read. The others are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowFault {
    line: usize,
    kind: RowFaultKind,
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowFaultKind {
    /// A column should hold a code; columns count from 1.
    Code(usize),
    /// A column should hold a date: YYYYMMDD, as MM/DD/YYYY, or `*` for none where none is allowed.
    Date(usize),
    /// A column holds none of the indicators that it may hold.
    Indicator(usize),
    /// A column should hold a number of units.
    Number(usize),
    /// More different rationales than a table can hold.
    Rationales,
}

impl RowFault {
    /// The line of the file, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> RowFaultKind {
        self.kind
    }
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match self.kind {
            RowFaultKind::Code(column) => write!(f, "column {column} is not a HCPCS code"),
            RowFaultKind::Date(column) => write!(f, "column {column} is not a date"),
            RowFaultKind::Indicator(column) => {
                write!(f, "column {column} is not an indicator known here")
            }
            RowFaultKind::Number(column) => write!(f, "column {column} is not a number of units"),
            RowFaultKind::Rationales => f.write_str("more rationales than a table can hold"),
        }
    }
}

impl core::error::Error for RowFault {}

/// The fields of a row, without blanks and quotes around them.
pub(super) struct Row<'a>(Vec<Cow<'a, str>>);

impl<'a> Row<'a> {
    fn split(line: &'a str) -> Row<'a> {
        let separator = if line.contains('\t') { '\t' } else { ',' };
        let mut fields = Vec::new();
        let mut rest = line;
        loop {
            let (field, after) = field(rest, separator);
            fields.push(field);
            match after {
                Some(after) => rest = after,
                None => return Row(fields),
            }
        }
    }

    pub(super) fn field(&self, column: usize) -> &str {
        self.0
            .get(column - 1)
            .map_or("", |field| field.trim_ascii())
    }

    pub(super) fn code(&self, column: usize) -> Result<ServiceCode, RowFaultKind> {
        ServiceCode::try_new(self.field(column)).map_err(|_| RowFaultKind::Code(column))
    }

    pub(super) fn date(&self, column: usize) -> Result<Day, RowFaultKind> {
        Day::read(self.field(column)).ok_or(RowFaultKind::Date(column))
    }

    /// None for `*` and for nothing.
    pub(super) fn date_or_none(&self, column: usize) -> Result<Option<Day>, RowFaultKind> {
        match self.field(column) {
            "" | "*" => Ok(None),
            _ => self.date(column).map(Some),
        }
    }

    /// The columns that hold something.
    fn width(&self) -> usize {
        self.0
            .iter()
            .filter(|field| !field.trim_ascii().is_empty())
            .count()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|field| field.trim_ascii())
    }
}

/// The first field, and what follows its separator.
fn field(text: &str, separator: char) -> (Cow<'_, str>, Option<&str>) {
    let Some(quoted) = text.strip_prefix('"') else {
        return match text.split_once(separator) {
            Some((field, after)) => (Cow::Borrowed(field), Some(after)),
            None => (Cow::Borrowed(text), None),
        };
    };
    let mut own = String::new();
    let mut rest = quoted;
    while let Some((piece, after)) = rest.split_once('"') {
        own.push_str(piece);
        match after.strip_prefix('"') {
            // A doubled quote stands for one.
            Some(more) => {
                own.push('"');
                rest = more;
            }
            None => {
                let after = after.split_once(separator).map(|(_, after)| after);
                return (Cow::Owned(own), after);
            }
        }
    }
    // A heading goes on in the next line.
    own.push_str(rest);
    (Cow::Owned(own), None)
}

/// Reads the rows of a file. A row before the first good one that has no code in its first column is a heading.
pub(super) fn each_row(
    text: &str,
    mut row: impl FnMut(&Row<'_>) -> Result<(), RowFaultKind>,
    mut heading: impl FnMut(&Row<'_>),
    mut on_fault: impl FnMut(RowFault),
) {
    let mut begun = false;
    for (index, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        let line = line.trim_end_matches(['\r', '\u{1a}']);
        let fields = Row::split(line);
        if fields.width() == 0 {
            continue;
        }
        // A damaged row still has its figures; a heading has words.
        let figures = |field: &str| !field.is_empty() && field.bytes().all(|b| b.is_ascii_digit());
        if !begun && fields.code(1).is_err() && !fields.names().skip(1).any(figures) {
            heading(&fields);
            continue;
        }
        match row(&fields) {
            Ok(()) => begun = true,
            Err(kind) => on_fault(RowFault {
                line: index + 1,
                kind,
            }),
        }
    }
}

/// 1980-01-01 in days of the common era.
const EPOCH: i32 = 722_815;

/// Days since 1980-01-01, to 2159.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(u16);

impl Day {
    /// No row goes on to this day.
    pub(super) const END: Day = Day(u16::MAX);

    pub(super) fn of(date: NaiveDate) -> Option<Day> {
        let days = date.num_days_from_ce() - EPOCH;
        u16::try_from(days).ok().map(Day)
    }

    /// The nearest day that there is.
    pub(super) fn near(date: NaiveDate) -> Day {
        Day::of(date).unwrap_or(if date.num_days_from_ce() < EPOCH {
            Day(0)
        } else {
            Day::END
        })
    }

    pub(super) fn date(self) -> NaiveDate {
        let days = i32::from(self.0) + EPOCH;
        NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MAX)
    }

    pub(super) const fn number(self) -> u16 {
        self.0
    }

    pub(super) const fn from_number(number: u16) -> Day {
        Day(number)
    }

    fn read(text: &str) -> Option<Day> {
        let number = |text: &str| text.parse::<u32>().ok();
        let (year, month, day) = match text.split_once('/') {
            Some((month, rest)) => {
                let (day, year) = rest.split_once('/')?;
                (number(year)?, number(month)?, number(day)?)
            }
            None if text.len() == 8 => {
                let all = number(text)?;
                (all / 10_000, all / 100 % 100, all % 100)
            }
            None => {
                let (year, rest) = text.split_once('-')?;
                let (month, day) = rest.split_once('-')?;
                (number(year)?, number(month)?, number(day)?)
            }
        };
        Day::of(NaiveDate::from_ymd_opt(
            i32::try_from(year).ok()?,
            month,
            day,
        )?)
    }
}
