//! What can be wrong with a rule, an expression or a name.

/// Why something could not be read.
///
/// The message says where and what was expected; it describes the text that it found by its shape
/// and never repeats it, because a shifted column may put a patient's data where a name belongs.
///
/// ```
/// use him_retention::{ErrorKind, Expression};
///
/// let error = "DISCHARGE+5w".parse::<Expression>().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Syntax);
/// assert_eq!(error.position(), Some(11));
/// assert_eq!(error.to_string(), "byte 11: expected a unit: y, m or d");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{context}{message}")]
pub struct Error {
    kind: ErrorKind,
    context: String,
    position: Option<usize>,
    message: String,
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An expression does not follow the grammar.
    ///
    /// ```
    /// # use him_retention::{ErrorKind, Expression};
    /// assert_eq!("max(".parse::<Expression>().unwrap_err().kind(), ErrorKind::Syntax);
    /// ```
    Syntax,
    /// A name is not in its vocabulary (event, provider type, record type, hold kind, ...) or is
    /// malformed.
    ///
    /// ```
    /// # use him_retention::{ErrorKind, Provider};
    /// assert_eq!("hospitel".parse::<Provider>().unwrap_err().kind(), ErrorKind::Name);
    /// ```
    Name,
    /// A date or an interval of dates is not one.
    ///
    /// ```
    /// # use him_retention::{ErrorKind, Hold};
    /// assert_eq!("audit:2020-13-01..".parse::<Hold>().unwrap_err().kind(), ErrorKind::Date);
    /// ```
    Date,
    /// A rule file is not TOML of the expected shape.
    ///
    /// ```
    /// # use him_retention::{ErrorKind, RuleBook};
    /// let mut book = RuleBook::default();
    /// assert_eq!(book.add("site.toml", "rule = 7").unwrap_err().kind(), ErrorKind::File);
    /// ```
    File,
    /// A rule contradicts itself or the book: no arm, a repeated id, an end before the beginning.
    ///
    /// ```
    /// # use him_retention::{ErrorKind, RuleBook};
    /// let mut book = RuleBook::default();
    /// let text = r#"
    ///     jurisdiction = "SITE"
    ///     name = "Us"
    ///     [[rule]]
    ///     id = "A"
    ///     provider = "hospital"
    ///     record = "medical_record"
    ///     verification = "site_policy"
    /// "#;
    /// assert_eq!(book.add("site.toml", text).unwrap_err().kind(), ErrorKind::Rule);
    /// ```
    Rule,
}

impl Error {
    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The byte of the expression, name or file at which it went wrong, counted from 0.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        self.position
    }

    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            context: String::new(),
            position: None,
            message: message.into(),
        }
    }

    pub(crate) fn syntax(at: usize, expected: &str) -> Self {
        Self {
            position: Some(at),
            ..Self::new(ErrorKind::Syntax, format!("byte {at}: expected {expected}"))
        }
    }

    pub(crate) fn name(what: &str, found: &str) -> Self {
        Self::new(
            ErrorKind::Name,
            format!("no known {what}: a text of {} bytes", found.len()),
        )
    }

    pub(crate) fn date(what: &str) -> Self {
        Self::new(
            ErrorKind::Date,
            format!("{what}: expected a date YYYY-MM-DD"),
        )
    }

    pub(crate) fn at(mut self, position: usize) -> Self {
        self.position = Some(position);
        self
    }

    /// Says in front of the message where the text stands: a file, a rule, a field.
    pub(crate) fn within(mut self, place: &str) -> Self {
        self.context = format!("{place}: {}", self.context);
        self
    }
}
