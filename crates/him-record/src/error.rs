use thiserror::Error;

/// Why a text is not a value of the record.
///
/// The message names the rule and the position, never the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{kind} at byte {position}")]
pub struct Error {
    kind: ErrorKind,
    position: usize,
}

impl Error {
    pub(crate) const fn new(kind: ErrorKind, position: usize) -> Self {
        Error { kind, position }
    }

    /// The rule that the text breaks.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Byte offset into the text at which the rule breaks.
    pub const fn position(&self) -> usize {
        self.position
    }
}

/// The rules of [`struct@Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A date that is not written as FHIR writes it.
    ///
    /// ```
    /// use him_record::{ErrorKind, PartialDate};
    /// let error = "12/31/2026".parse::<PartialDate>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::DateForm);
    /// assert_eq!(error.to_string(), "a date is written YYYY, YYYY-MM or YYYY-MM-DD; it breaks off at byte 2");
    /// ```
    #[error("a date is written YYYY, YYYY-MM or YYYY-MM-DD; it breaks off")]
    DateForm,
    /// A month or day that the calendar does not have.
    ///
    /// ```
    /// use him_record::{ErrorKind, PartialDate};
    /// let error = "2026-02-30".parse::<PartialDate>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::NoSuchDay);
    /// assert_eq!(error.to_string(), "the calendar has no such year, month or day at byte 8");
    /// ```
    #[error("the calendar has no such year, month or day")]
    NoSuchDay,
    /// A time of day that is not written as FHIR writes it.
    ///
    /// ```
    /// use him_record::{ErrorKind, Moment};
    /// let error = "2026-02-03T25:00:00Z".parse::<Moment>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::TimeForm);
    /// assert_eq!(error.to_string(), "a time is written hh:mm[:ss[.fraction]][Z|+hh:mm|-hh:mm]; it breaks off at byte 11");
    /// ```
    #[error("a time is written hh:mm[:ss[.fraction]][Z|+hh:mm|-hh:mm]; it breaks off")]
    TimeForm,
    /// A number that is not written as JSON writes it.
    ///
    /// ```
    /// use him_record::{Decimal, ErrorKind};
    /// let error = "1.".parse::<Decimal>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::DecimalForm);
    /// assert_eq!(error.to_string(), "a decimal is written as a JSON number; it breaks off at byte 2");
    /// ```
    #[error("a decimal is written as a JSON number; it breaks off")]
    DecimalForm,
}
