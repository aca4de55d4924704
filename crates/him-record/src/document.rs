use std::fmt;

/// The form of the JSON of a chart.
///
/// A version, once published, stays readable. New members may be added to it: a reader that does not
/// know them keeps them ([`UnknownMembers`](crate::UnknownMembers)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaVersion(u16);

impl SchemaVersion {
    /// The latest version, which this edition of the crate writes.
    pub const CURRENT: SchemaVersion = SchemaVersion(1);

    /// The version as a number.
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl Default for SchemaVersion {
    fn default() -> Self {
        SchemaVersion::CURRENT
    }
}

impl fmt::Display for SchemaVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(feature = "serde")]
pub use json::JsonError;
#[cfg(feature = "history")]
pub(crate) use json::read;
#[cfg(feature = "serde")]
pub(crate) use json::read_by;

#[cfg(feature = "serde")]
mod json {
    use thiserror::Error;

    use super::SchemaVersion;
    use crate::Chart;
    use crate::json::{self, Found, Member, One, Refusal, Said, through_member};

    impl Member for SchemaVersion {
        fn read(found: Found<'_>) -> Result<Self, Refusal> {
            match u16::read(found) {
                Ok(0) | Err(_) => Err("expected a schema_version from 1".into()),
                Ok(number) if number > SchemaVersion::CURRENT.0 => {
                    Err("the schema_version is later than this edition of him-record reads".into())
                }
                Ok(number) => Ok(SchemaVersion(number)),
            }
        }

        fn said(&self) -> Said<'_> {
            Said::Unsigned(self.0.into())
        }

        #[cfg(test)]
        fn sample(_from: &mut crate::json::Sample) -> Self {
            SchemaVersion::CURRENT
        }
    }

    through_member!(SchemaVersion);

    /// Why a text is not the JSON of a chart.
    ///
    /// The message names the rule and the place, never a value.
    ///
    /// ```
    /// use him_record::Chart;
    ///
    /// let error = Chart::from_json(r#"{"schema_version": 1, "patient": {"content": {"sex": "invented"}}}"#).unwrap_err();
    /// assert_eq!(error.line(), 1);
    /// assert!(error.to_string().starts_with("not a code of the value set at line 1 column "));
    /// ```
    #[derive(Debug, Error)]
    #[error("{0}")]
    pub struct JsonError(serde_json::Error);

    impl JsonError {
        /// The line, from 1.
        pub fn line(&self) -> usize {
            self.0.line()
        }

        /// The column in bytes, from 1; 0 where the whole line is meant.
        pub fn column(&self) -> usize {
            self.0.column()
        }

        /// Whether the text is not JSON at all, or ends too early.
        pub fn is_syntax(&self) -> bool {
            self.0.is_syntax() || self.0.is_eof()
        }
    }

    impl From<serde_json::Error> for JsonError {
        fn from(error: serde_json::Error) -> Self {
            JsonError(error)
        }
    }

    /// Reads the JSON of one value.
    pub(crate) fn read<T: Member>(json: &str) -> Result<T, JsonError> {
        read_by(json, &T::read)
    }

    /// Reads the JSON of one value by the function.
    pub(crate) fn read_by<T>(
        json: &str,
        read: &dyn Fn(Found<'_>) -> Result<T, Refusal>,
    ) -> Result<T, JsonError> {
        let mut one = One::new(read);
        json::read_text(json, &mut one)?;
        let value = one.into_value();
        value.ok_or_else(|| JsonError(serde::de::Error::custom("expected a value")))
    }

    impl Chart {
        /// Reads the JSON of a chart, of this schema version or an earlier one.
        pub fn from_json(json: &str) -> Result<Self, JsonError> {
            read(json)
        }

        /// Writes the chart as JSON, on one line.
        pub fn to_json(&self) -> String {
            json::write_text(self.said())
        }
    }
}
