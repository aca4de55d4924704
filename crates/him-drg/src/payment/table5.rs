//! CMS's Table 5: relative weights and mean lengths of stay, as the user downloads it.

use crate::payment::{Days, Factor};

/// A row of Table 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DrgWeight {
    /// The MS-DRG.
    pub drg: u16,
    /// Whether discharges to post-acute care are transfers, 42 CFR 412.4(d).
    pub post_acute: bool,
    /// Whether such transfers are paid by the special method.
    pub special_pay: bool,
    /// The relative weight.
    pub weight: Factor,
    /// The geometric mean length of stay; none of the DRGs that are no groups of cases.
    pub geometric_mean: Option<Days>,
    /// The arithmetic mean length of stay.
    pub arithmetic_mean: Option<Days>,
}

/// Table 5 of a fiscal year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table5 {
    rows: Vec<DrgWeight>,
    faults: Vec<RowFault>,
}

/// A row that could not be read. The others were.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {column}: {expected}")]
#[non_exhaustive]
pub struct RowFault {
    /// From 1.
    pub line: u64,
    /// The heading of the column.
    pub column: &'static str,
    /// What should stand there.
    pub expected: &'static str,
}

/// Why nothing of a file could be read.
///
/// ```
/// use him_drg::payment::{Table5, TableError};
///
/// let error = Table5::read(b"MS-DRG,Title\n1,Heart\n").unwrap_err();
/// assert_eq!(error, TableError::NoHeading);
/// assert_eq!(
///     error.to_string(),
///     "no line has the headings MS-DRG, Weights, Geometric mean LOS and Arithmetic mean LOS",
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// No line of the file is the heading.
    #[error("no line has the headings MS-DRG, Weights, Geometric mean LOS and Arithmetic mean LOS")]
    NoHeading,
}

/// Where the columns are.
struct Columns {
    drg: usize,
    post_acute: Option<usize>,
    special_pay: Option<usize>,
    weight: usize,
    geometric: usize,
    arithmetic: usize,
}

impl Table5 {
    /// Reads the text form of the table, with tabs or commas between the columns. Lines before the heading and notes after
    /// the table are passed over; a row that is not one becomes a [`RowFault`].
    ///
    /// # Errors
    ///
    /// When there is no heading.
    pub fn read(bytes: &[u8]) -> Result<Table5, TableError> {
        let tabs = bytes.iter().filter(|byte| **byte == b'\t').count();
        let commas = bytes.iter().filter(|byte| **byte == b',').count();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(if tabs > commas { b'\t' } else { b',' })
            .from_reader(bytes);
        let mut table = Table5::default();
        let mut columns = None;
        let mut record = csv::ByteRecord::new();
        while let Ok(true) = reader.read_byte_record(&mut record) {
            let line = record.position().map_or(0, csv::Position::line);
            match &columns {
                None => columns = Columns::of(&record),
                Some(columns) => match columns.row(&record, line) {
                    Ok(Some(row)) => table.rows.push(row),
                    Ok(None) => {}
                    Err(fault) => table.faults.push(fault),
                },
            }
        }
        if columns.is_none() {
            return Err(TableError::NoHeading);
        }
        table.rows.sort_by_key(|row| row.drg);
        Ok(table)
    }

    /// The row of a DRG.
    #[must_use]
    pub fn drg(&self, drg: u16) -> Option<&DrgWeight> {
        let place = self.rows.binary_search_by_key(&drg, |row| row.drg).ok()?;
        self.rows.get(place)
    }

    /// All rows, by DRG.
    #[must_use]
    pub fn rows(&self) -> &[DrgWeight] {
        &self.rows
    }

    /// Rows that could not be read.
    #[must_use]
    pub fn faults(&self) -> &[RowFault] {
        &self.faults
    }
}

fn cell(record: &csv::ByteRecord, column: usize) -> &str {
    // Digits and yes or no are ASCII in whichever encoding the file is.
    let cell = record.get(column).unwrap_or_default();
    str::from_utf8(cell).unwrap_or_default().trim()
}

impl Columns {
    fn of(record: &csv::ByteRecord) -> Option<Columns> {
        let headings: Vec<String> = record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).to_ascii_lowercase())
            .collect();
        let with = |word: &str| headings.iter().position(|heading| heading.contains(word));
        let drg = headings.iter().position(|heading| {
            let heading = heading.trim_start_matches('\u{feff}').trim();
            heading == "ms-drg" || heading == "msdrg" || heading == "drg"
        });
        Some(Columns {
            drg: drg?,
            post_acute: with("post-acute").or_else(|| with("postacute")),
            special_pay: with("special pay"),
            weight: with("weight")?,
            geometric: with("geometric")?,
            arithmetic: with("arithmetic")?,
        })
    }

    /// None for a note.
    fn row(&self, record: &csv::ByteRecord, line: u64) -> Result<Option<DrgWeight>, RowFault> {
        let fault = |column, expected| RowFault {
            line,
            column,
            expected,
        };
        let drg = cell(record, self.drg);
        if !drg.starts_with(|first: char| first.is_ascii_digit()) {
            return Ok(None);
        }
        let drg = drg
            .parse()
            .map_err(|_| fault("MS-DRG", "a number of three digits expected"))?;
        let weight = cell(record, self.weight);
        let weight = weight
            .parse()
            .map_err(|_| fault("Weights", "a number of at most 4 decimals expected"))?;
        let days = |column, name| {
            let text = cell(record, column);
            if matches!(text, "" | "-" | "--") {
                return Ok(None);
            }
            let days = text.parse::<Days>();
            days.map(Some)
                .map_err(|_| fault(name, "a number of at most 1 decimal expected"))
        };
        let yes = |column: Option<usize>, name| match column.map(|column| cell(record, column)) {
            None => Ok(false),
            Some(text) if text.eq_ignore_ascii_case("yes") => Ok(true),
            Some(text) if text.eq_ignore_ascii_case("no") || text.is_empty() => Ok(false),
            Some(_) => Err(fault(name, "yes or no expected")),
        };
        Ok(Some(DrgWeight {
            drg,
            post_acute: yes(self.post_acute, "Post-Acute DRG")?,
            special_pay: yes(self.special_pay, "Special Pay DRG")?,
            weight,
            geometric_mean: days(self.geometric, "Geometric mean LOS")?,
            arithmetic_mean: days(self.arithmetic, "Arithmetic mean LOS")?,
        }))
    }
}
