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
    place: Option<(usize, usize)>,
    field: String,
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

    /// Line and column of a rule file, counted from 1, columns in characters.
    #[must_use]
    pub fn place(&self) -> Option<(usize, usize)> {
        self.place
    }

    /// The field of a rule file.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        Some(&*self.field).filter(|field| !field.is_empty())
    }

    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            context: String::new(),
            position: None,
            place: None,
            field: String::new(),
            message: message.into(),
        }
    }

    pub(crate) fn syntax(at: usize, expected: &str) -> Self {
        Self {
            position: Some(at),
            ..Self::new(ErrorKind::Syntax, format!("byte {at}: expected {expected}"))
        }
    }

    /// A name that is not in its vocabulary, with the names that are.
    pub(crate) fn unknown_name(
        what: &str,
        found: &str,
        allowed: impl Iterator<Item = &'static str>,
    ) -> Self {
        let allowed: Vec<_> = allowed.collect();
        let mut error = Self::name(what, found);
        error.message.push_str("; expected one of ");
        error.message.push_str(&allowed.join(", "));
        error
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

    /// Says in front of the message in which file it stands, where, and in which field of which
    /// rule.
    pub(crate) fn located(
        mut self,
        file: &str,
        text: &str,
        at: usize,
        rule: &str,
        field: &str,
    ) -> Self {
        let before = text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&one| one != '\n').count() + 1;
        self.position = Some(at);
        self.place = Some((line, column));
        field.clone_into(&mut self.field);
        self.context = format!("{file}: line {line}, column {column}: ");
        if !rule.is_empty() {
            self.context.push_str(&format!("rule {rule}: "));
        }
        if !field.is_empty() {
            self.context.push_str(&format!("{field}: "));
        }
        self
    }
}
