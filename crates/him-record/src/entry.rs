#[cfg(feature = "serde")]
mod json;

use std::fmt;

use crate::confidentiality::Labels;
use crate::life::EntryLife;
use crate::{PhiText, UnknownMembers};

/// A part of the chart with what is known about where it came from.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Entry<T> {
    /// The id that the source gives the entry, unique for its kind.
    pub id: Option<PhiText>,
    /// The absolute address that other entries of the same source use for it.
    pub full_url: Option<PhiText>,
    /// What the entry says.
    pub content: T,
    /// The entry as it was received, for what the model does not hold.
    pub source: Option<SourceJson>,
    /// Who wrote and signed it, if that is known.
    pub life: Option<Box<EntryLife>>,
    /// Who may see it.
    pub labels: Labels,
    /// What a later version wrote; it is written back.
    pub unknown: UnknownMembers,
}

impl<T> Entry<T> {
    /// An entry made here, without a source.
    pub fn new(content: T) -> Self {
        Entry {
            id: None,
            full_url: None,
            content,
            source: None,
            life: None,
            labels: Labels::default(),
            unknown: UnknownMembers::default(),
        }
    }
}

/// A resource as it was received, byte for byte.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceJson(Box<str>);

impl SourceJson {
    /// Keeps the text of one JSON value.
    pub fn new(json: impl Into<Box<str>>) -> Self {
        SourceJson(json.into())
    }

    /// Reads the JSON. It is protected health information as a whole.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for SourceJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[redacted, {} bytes]", self.len())
    }
}

/// A resource that belongs to the chart but has no place in the model: kept as received.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unheld {
    /// The name of the resource type in the standard, `"?"` if the standard has no such type.
    pub resource_type: &'static str,
    /// The resource.
    pub source: SourceJson,
}

impl Unheld {
    /// Keeps a resource.
    pub fn new(resource_type: &'static str, source: SourceJson) -> Self {
        Unheld {
            resource_type,
            source,
        }
    }
}
