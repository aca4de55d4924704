use std::fmt;

/// A value that identifies a person or describes their health.
///
/// `Debug` prints `[redacted]` and there is no `Display`, so a value cannot slip into a log, an
/// error or a panic message by formatting the structure that holds it. Reading it takes an explicit
/// [`expose`](Phi::expose), which is what a reviewer of an embedding program searches for.
///
/// What counts as identifying follows the list of 45 CFR 164.514(b)(2)(i); clinical text is treated
/// alike, since it may quote any of it.
///
/// ```
/// use him_record::Phi;
///
/// let name = Phi::new("Invented Name");
/// assert_eq!(format!("{name:?}"), "[redacted]");
/// assert_eq!(*name.expose(), "Invented Name");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phi<T>(T);

/// Text that may identify a person: the form in which most fields of the chart are kept.
pub type PhiText = Phi<Box<str>>;

impl<T> Phi<T> {
    /// Marks `value` as protected health information.
    pub const fn new(value: T) -> Self {
        Phi(value)
    }

    /// Reads the value. The caller takes over the duty to keep it out of logs.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Gives up the protection and returns the value.
    pub fn into_exposed(self) -> T {
        self.0
    }

    /// Applies `f` to the value; the result stays protected.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Phi<U> {
        Phi(f(self.0))
    }
}

impl PhiText {
    /// Reads the text.
    pub fn expose_str(&self) -> &str {
        &self.0
    }
}

impl<T> From<T> for Phi<T> {
    fn from(value: T) -> Self {
        Phi(value)
    }
}

impl From<&str> for PhiText {
    fn from(text: &str) -> Self {
        Phi(text.into())
    }
}

impl From<String> for PhiText {
    fn from(text: String) -> Self {
        Phi(text.into_boxed_str())
    }
}

impl<T> fmt::Debug for Phi<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
