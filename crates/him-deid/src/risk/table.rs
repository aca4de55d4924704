//! Tables of columns, each as numbers into its distinct values.

use std::collections::HashMap;
use std::fmt;

use super::Error;

/// A column: its name, its distinct values, and for each row the number of its value.
///
/// Values get their numbers in the order in which they are first seen. `Debug` shows no value.
#[derive(Clone, PartialEq, Eq)]
pub struct Column {
    name: Box<str>,
    values: Vec<Box<str>>,
    codes: Vec<u32>,
}

impl Column {
    /// A column of these values, row by row.
    pub fn new<V: AsRef<str>>(name: &str, rows: impl IntoIterator<Item = V>) -> Self {
        let mut values: Vec<Box<str>> = Vec::new();
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let codes = rows.into_iter().map(|row| {
            let row = row.as_ref();
            if let Some(number) = numbers.get(row) {
                return *number;
            }
            // More distinct values than rows there cannot be, and more rows than 2^32 - 1 make no table.
            let number = u32::try_from(values.len()).unwrap_or(u32::MAX);
            values.push(row.into());
            numbers.insert(row.into(), number);
            number
        });
        let codes = codes.collect();
        Column {
            name: name.into(),
            values,
            codes,
        }
    }

    /// A column that is encoded already; `None` if a code has no value.
    pub fn from_codes(name: &str, values: Vec<Box<str>>, codes: Vec<u32>) -> Option<Self> {
        let known = |code: &u32| usize::try_from(*code).is_ok_and(|code| code < values.len());
        codes.iter().all(known).then(|| Column {
            name: name.into(),
            values,
            codes,
        })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The distinct values, by number.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &str> {
        self.values.iter().map(|value| &**value)
    }

    /// The number of the value of each row.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The value of a row.
    pub fn value(&self, row: usize) -> Option<&str> {
        let code = usize::try_from(*self.codes.get(row)?).ok()?;
        self.values.get(code).map(|value| &**value)
    }

    /// How often each value stands in the column.
    pub(super) fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.values.len()];
        for code in &self.codes {
            if let Some(count) = counts.get_mut(place(*code)) {
                *count += 1;
            }
        }
        counts
    }
}

impl fmt::Debug for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Column({}, {} rows, {} values)",
            self.name,
            self.codes.len(),
            self.values.len()
        )
    }
}

/// Columns of the same number of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: usize,
}

impl Table {
    /// A table of columns with different names and as many rows each.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Result<Self, Error> {
        let columns: Vec<Column> = columns.into_iter().collect();
        let rows = columns.first().map_or(0, |column| column.codes.len());
        if u32::try_from(rows).is_err() {
            return Err(Error::TooManyRows);
        }
        for (nth, column) in columns.iter().enumerate() {
            if column.codes.len() != rows {
                return Err(Error::Rows {
                    expected: rows,
                    found: column.codes.len(),
                });
            }
            if columns
                .iter()
                .take(nth)
                .any(|before| before.name == column.name)
            {
                return Err(Error::Twice(column.name.clone()));
            }
        }
        Ok(Table { columns, rows })
    }

    /// How many rows there are.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of a name.
    pub fn column(&self, name: &str) -> Result<&Column, Error> {
        let found = self.columns.iter().find(|column| &*column.name == name);
        found.ok_or_else(|| Error::Column(name.into()))
    }

    pub(super) fn chosen(&self, names: &[&str]) -> Result<Vec<&Column>, Error> {
        if names.is_empty() {
            return Err(Error::NoColumns);
        }
        if self.rows == 0 {
            return Err(Error::NoRows);
        }
        names.iter().map(|name| self.column(name)).collect()
    }
}

/// A number of a value, class or row as a place in a list.
pub(super) fn place(number: u32) -> usize {
    // `usize` has at least 32 bits wherever a million rows fit into memory.
    number as usize
}
