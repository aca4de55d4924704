use core::fmt;

use serde::{Serialize, Serializer};

use super::text::serialize_printed;

use crate::icd10pcs::Prefix;
use crate::{Icd10Cm, ParseError};

/// What stands at a place of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// Nothing.
    None,
    /// A text with the form of an ICD-10-CM code.
    Diagnosis {
        /// The code.
        code: Icd10Cm,
        /// Whether it is written as a claim carries it: without dot and blanks.
        plain: bool,
    },
    /// A text with the form of an ICD-10-PCS code or of its beginning.
    Procedure {
        /// The code.
        code: Prefix,
        /// Whether it is written without blanks.
        plain: bool,
    },
    /// A text that has not the form of a code, and is not kept: it may be anything.
    Other(ParseError),
}

impl Subject {
    pub(super) fn diagnosis(text: &str) -> Subject {
        match Icd10Cm::try_new(text) {
            Ok(code) => Subject::Diagnosis {
                code,
                plain: code.len() == text.len(),
            },
            Err(_) if text.is_empty() => Subject::None,
            Err(error) => Subject::Other(error),
        }
    }

    pub(super) fn procedure(text: &str) -> Subject {
        match Prefix::try_new(text) {
            Ok(code) => Subject::Procedure {
                code,
                plain: code.len() == text.len(),
            },
            Err(_) if text.is_empty() => Subject::None,
            Err(error) => Subject::Other(error),
        }
    }
}

/// Prints the code in its official form.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::None => f.write_str("nothing"),
            Subject::Diagnosis { code, .. } => code.fmt(f),
            Subject::Procedure { code, .. } => code.fmt(f),
            Subject::Other(_) => f.write_str("a text that is no code"),
        }
    }
}

/// Writes the code in its official form; null when there is none.
impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Subject::None | Subject::Other(_) => serializer.serialize_none(),
            Subject::Diagnosis { code, .. } => serialize_printed(code, serializer),
            Subject::Procedure { code, .. } => serialize_printed(code, serializer),
        }
    }
}
