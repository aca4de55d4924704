use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};

use chrono::NaiveDate;

use super::code::ServiceCode;
use super::rows::{Row, RowFault, RowFaultKind, each_row};

/// Medically unlikely edits (MUE): how many units of a service are paid, in one quarter.
#[derive(Debug)]
pub struct Units {
    limits: BTreeMap<ServiceCode, Limit>,
    quarter: core::ops::RangeInclusive<NaiveDate>,
}

/// Gathers the rows of a file into [`Units`].
#[derive(Debug, Default)]
pub struct UnitsBuilder {
    limits: BTreeMap<ServiceCode, Limit>,
}

/// A limit of units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    units: u32,
    adjudication: Adjudication,
    rationale: String,
}

/// How a limit is applied: the MUE adjudication indicator (MAI).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Adjudication {
    /// 1: to each line.
    Line,
    /// 2: to all lines of a day; set by law or policy, and no modifier or appeal helps.
    DayByPolicy,
    /// 3: to all lines of a day; set by clinical sense, and more may be medically necessary.
    DayByClinic,
}

impl Units {
    /// To read a file.
    #[must_use]
    pub fn builder() -> UnitsBuilder {
        UnitsBuilder::default()
    }

    /// The limit for services of the day; none on days outside the table's quarter.
    #[must_use]
    pub fn limit(&self, code: ServiceCode, on: NaiveDate) -> Option<&Limit> {
        self.limits
            .get(&code)
            .filter(|_| self.quarter.contains(&on))
    }

    /// How many codes have a limit.
    #[must_use]
    pub fn len(&self) -> usize {
        self.limits.len()
    }

    /// Whether none has.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.limits.is_empty()
    }
}

impl Limit {
    /// So many units are paid.
    #[must_use]
    pub const fn units(&self) -> u32 {
        self.units
    }

    /// How it is applied.
    #[must_use]
    pub const fn adjudication(&self) -> Adjudication {
        self.adjudication
    }

    /// Why, in CMS's words.
    #[must_use]
    pub fn rationale(&self) -> &str {
        &self.rationale
    }
}

impl UnitsBuilder {
    /// Reads a file of practitioner, hospital or supplier services. Its columns: code, units, adjudication indicator
    /// (a digit, with words behind it), rationale. Headings are passed over.
    pub fn read(&mut self, file: &str, on_fault: impl FnMut(RowFault)) {
        each_row(file, |row| self.row(row), |_| {}, on_fault);
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), RowFaultKind> {
        let code = row.code(1)?;
        let units = row.field(2).parse().map_err(|_| RowFaultKind::Number(2))?;
        let adjudication = match row.field(3).as_bytes() {
            [b'1', rest @ ..] if begins_words(rest) => Adjudication::Line,
            [b'2', rest @ ..] if begins_words(rest) => Adjudication::DayByPolicy,
            [b'3', rest @ ..] if begins_words(rest) => Adjudication::DayByClinic,
            _ => return Err(RowFaultKind::Indicator(3)),
        };
        let limit = Limit {
            units,
            adjudication,
            rationale: row.field(4).to_string(),
        };
        self.limits.insert(code, limit);
        Ok(())
    }

    /// The table, which holds for the services of these days: those of the quarter for which CMS published it.
    #[must_use]
    pub fn finish(self, quarter: core::ops::RangeInclusive<NaiveDate>) -> Units {
        Units {
            limits: self.limits,
            quarter,
        }
    }
}

fn begins_words(rest: &[u8]) -> bool {
    rest.first().is_none_or(|byte| !byte.is_ascii_digit())
}
