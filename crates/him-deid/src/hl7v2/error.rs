use std::fmt;

/// Why a text could not be de-identified. It holds no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The text does not begin with an MSH segment and its delimiters.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use him_deid::SafeHarbor;
    ///
    /// let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?);
    /// let error = policy.deidentify_hl7v2("PID|1").unwrap_err();
    /// assert_eq!(error.to_string(), "segment 1 comes before an MSH segment with its delimiters");
    /// # Ok::<(), &str>(())
    /// ```
    NoHeader {
        /// The place of the segment, from 1.
        segment: usize,
    },
    /// The text holds no segment.
    Empty,
    /// The source of random bytes failed, so that no code could be assigned.
    Random,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoHeader { segment } => {
                write!(
                    f,
                    "segment {segment} comes before an MSH segment with its delimiters"
                )
            }
            Error::Empty => f.write_str("the text holds no segment of HL7 v2"),
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
