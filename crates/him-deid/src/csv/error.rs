use std::fmt;

/// Why a table could not be de-identified. It holds no value of the table; names of columns are not values.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The map is not TOML, or has a kind that there is not.
    ///
    /// ```
    /// use him_deid::csv::Columns;
    ///
    /// let error = Columns::from_toml("[columns]\nmrn = \"patent\"").unwrap_err();
    /// assert!(error.to_string().starts_with("the map of columns cannot be read: "));
    /// ```
    Map(String),
    /// The delimiter is not one ASCII character.
    Delimiter,
    /// The table has no column of this name, or two.
    Column {
        /// The name in the map.
        name: Box<str>,
        /// How many columns have it.
        found: usize,
    },
    /// Reading or writing failed.
    Io(std::io::ErrorKind),
    /// The source of random bytes failed, so that no code could be assigned.
    Random,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Map(message) => write!(f, "the map of columns cannot be read: {message}"),
            Error::Delimiter => f.write_str("the delimiter of the map is not one ASCII character"),
            Error::Column { name, found: 0 } => write!(f, "the table has no column `{name}`"),
            Error::Column { name, found } => write!(f, "the table has {found} columns `{name}`"),
            Error::Io(kind) => write!(f, "reading or writing failed: {kind}"),
            Error::Random => {
                f.write_str("the source of random bytes failed, so that no code could be assigned")
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<crate::naming::NoCode> for Error {
    fn from(_: crate::naming::NoCode) -> Self {
        Error::Random
    }
}

impl From<::csv::Error> for Error {
    /// The reader takes rows of any length and any bytes, so that nothing but reading and writing fails.
    fn from(error: ::csv::Error) -> Self {
        match error.kind() {
            ::csv::ErrorKind::Io(error) => Error::Io(error.kind()),
            _ => Error::Io(std::io::ErrorKind::InvalidData),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Io(error.kind())
    }
}
