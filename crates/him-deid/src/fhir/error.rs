use std::fmt;

/// Why a text could not be de-identified. It holds no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    line: usize,
    column: usize,
}

/// The kinds of [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not JSON (RFC 8259).
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use him_deid::SafeHarbor;
    /// use him_deid::fhir::ErrorKind;
    ///
    /// let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?);
    /// let error = policy.deidentify_fhir(r#"{"resourceType": "Patient","#).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Syntax);
    /// assert_eq!(error.to_string(), "not JSON from line 1, column 27 on");
    /// # Ok::<(), &str>(())
    /// ```
    Syntax,
    /// Objects and lists nest deeper than 128 levels.
    TooDeep,
    /// The text is not a resource of FHIR R4: not an object, or of no known `resourceType`.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use him_deid::SafeHarbor;
    ///
    /// let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?);
    /// let error = policy.deidentify_fhir(r#"{"resourceType": "Chart"}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "not a resource of FHIR R4: `resourceType` is none of its types");
    /// # Ok::<(), &str>(())
    /// ```
    ResourceType,
    /// A line of a stream is longer than 64 MiB.
    TooLong,
    /// A line of a stream is not UTF-8.
    NotUtf8,
    /// The source of random bytes failed, so that no code could be assigned.
    Random,
}

impl Error {
    pub(super) fn new(kind: ErrorKind) -> Self {
        Error {
            kind,
            line: 0,
            column: 0,
        }
    }

    /// The messages of the reader may quote the text; its position does not.
    pub(super) fn syntax(error: &serde_json::Error) -> Self {
        Error {
            kind: ErrorKind::Syntax,
            line: error.line(),
            column: error.column(),
        }
    }

    /// The kind.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Line and column, both from 1, where the text stops being JSON; `None` for other kinds.
    pub fn position(&self) -> Option<(usize, usize)> {
        (self.kind == ErrorKind::Syntax).then_some((self.line, self.column))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ErrorKind::Syntax => write!(
                f,
                "not JSON from line {}, column {} on",
                self.line, self.column
            ),
            ErrorKind::TooLong => f.write_str("the line is longer than 64 MiB"),
            ErrorKind::NotUtf8 => f.write_str("the line is not UTF-8"),
            ErrorKind::TooDeep => f.write_str("objects and lists nest deeper than 128 levels"),
            ErrorKind::ResourceType => {
                f.write_str("not a resource of FHIR R4: `resourceType` is none of its types")
            }
            ErrorKind::Random => {
                f.write_str("the source of random bytes failed, so that no code could be assigned")
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<crate::naming::NoCode> for Error {
    fn from(_: crate::naming::NoCode) -> Self {
        Error::new(ErrorKind::Random)
    }
}
