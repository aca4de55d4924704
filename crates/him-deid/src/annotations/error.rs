use std::fmt;

/// Why annotations could not be read. It holds no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A line of brat's standoff is not `T1<tab>TYPE start end<tab>text`.
    ///
    /// ```
    /// use him_deid::annotations::brat;
    ///
    /// let error = brat::read("abc", "T1\tNAME 0\tabc").unwrap_err();
    /// assert_eq!(error.to_string(), "line 1 is not `T1<tab>TYPE start end<tab>text`");
    /// ```
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// An annotation is empty, or ends behind the text.
    Outside {
        /// The annotation, from 1.
        annotation: usize,
    },
    /// The document is not XML, or has no TEXT element.
    Xml,
    /// The document is not JSON of one of the shapes of Presidio.
    Json,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Line { line } => write!(f, "line {line} is not `T1<tab>TYPE start end<tab>text`"),
            Error::Outside { annotation } => {
                write!(f, "annotation {annotation} is empty or ends behind the text")
            }
            Error::Xml => f.write_str("not a document of i2b2-2014: no XML, or without TEXT or offsets"),
            Error::Json => f.write_str("not JSON of Presidio: a list of entities, or an object with `full_text` and `spans`"),
        }
    }
}

impl std::error::Error for Error {}
