use std::fmt;

/// Why a table could not be measured or generalised. It holds no value of the table; names of columns are not values.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The columns have different numbers of rows.
    Rows {
        /// The rows of the first column.
        expected: usize,
        /// Those of another.
        found: usize,
    },
    /// More rows than 2^32 - 1.
    TooManyRows,
    /// No column has this name.
    ///
    /// ```
    /// use him_deid::risk::{Column, Report, Table};
    ///
    /// let table = Table::new([Column::new("zip", ["62704"])])?;
    /// let error = Report::of(&table, &["age"]).unwrap_err();
    /// assert_eq!(error.to_string(), "the table has no column `age`");
    /// # Ok::<(), him_deid::risk::Error>(())
    /// ```
    Column(Box<str>),
    /// Two columns have the same name.
    Twice(Box<str>),
    /// No quasi-identifier was named.
    NoColumns,
    /// The table has no rows.
    NoRows,
    /// A hierarchy lacks a value of its column, or puts apart on a level what it had put together below.
    Hierarchy {
        /// The column.
        column: Box<str>,
        /// The level, from 1.
        level: usize,
    },
    /// The lattice has more than 2^24 generalisations.
    TooManyLevels,
    /// Not even the most general table reaches the k: there are fewer rows.
    OutOfReach,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Rows { expected, found } => {
                write!(
                    f,
                    "a column has {found} rows where the first has {expected}"
                )
            }
            Error::TooManyRows => f.write_str("a table has at most 4294967295 rows"),
            Error::Column(name) => write!(f, "the table has no column `{name}`"),
            Error::Twice(name) => write!(f, "two columns are called `{name}`"),
            Error::NoColumns => f.write_str("no quasi-identifier was named"),
            Error::NoRows => f.write_str("the table has no rows"),
            Error::Hierarchy { column, level } => write!(
                f,
                "level {level} of the hierarchy of `{column}` lacks a value or parts what a lower level had joined"
            ),
            Error::TooManyLevels => {
                f.write_str("the hierarchies have more than 16777216 generalisations together")
            }
            Error::OutOfReach => f.write_str("not even the most general table reaches this k"),
        }
    }
}

impl std::error::Error for Error {}
