#[cfg(feature = "serde")]
mod json;

use std::fmt;
use std::sync::Arc;

use crate::confidentiality::Labels;
use crate::life::EntryLife;
use crate::{Content, PhiText, UnknownMembers};

/// A part of the chart with what is known about where it came from.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Entry<T> {
    /// The id that the source gives the entry, unique for its kind.
    pub id: Option<PhiText>,
    /// The absolute address that other entries of the same source use for it.
    pub full_url: Option<PhiText>,
    /// What the entry says.
    pub content: Content<T>,
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
            content: Content::new(content),
            source: None,
            life: None,
            labels: Labels::default(),
            unknown: UnknownMembers::default(),
        }
    }

    /// An entry that says what `source` says.
    pub fn from_source(content: T, source: SourceJson) -> Self {
        Entry {
            id: None,
            full_url: None,
            content: Content::read(content, source.clone()),
            source: Some(source),
            life: None,
            labels: Labels::default(),
            unknown: UnknownMembers::default(),
        }
    }

    /// Whether the content is as it was read from the source beside it. Of the id and the address,
    /// which stand beside the content, it says nothing.
    pub fn is_as_read(&self) -> bool {
        self.envelope().is_as_read()
    }
}

/// A resource as it was received, byte for byte, and where it stood. Copies share the text.
#[derive(Clone)]
pub struct SourceJson {
    text: Arc<str>,
    place: Option<SourcePlace>,
    labels: Labels,
}

/// Where a resource stood in what was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct SourcePlace {
    /// The document: the first that an importer read is 0.
    pub document: u32,
    /// The place among the resources of the document: the first is 0.
    pub resource: u32,
}

impl SourcePlace {
    /// A place in a document.
    pub const fn new(document: u32, resource: u32) -> Self {
        SourcePlace { document, resource }
    }
}

impl SourceJson {
    /// Keeps the text of one JSON value.
    pub fn new(json: impl Into<Arc<str>>) -> Self {
        SourceJson {
            text: json.into(),
            place: None,
            labels: Labels::default(),
        }
    }

    /// The same with the place where it stood.
    pub fn with_place(mut self, place: SourcePlace) -> Self {
        self.place = Some(place);
        self
    }

    /// The same with the labels that it was read to have.
    pub fn with_labels(mut self, labels: Labels) -> Self {
        self.labels = labels;
        self
    }

    /// The labels that it was read to have.
    pub const fn labels(&self) -> Labels {
        self.labels
    }

    /// Where it stood, if it was read from a document.
    pub const fn place(&self) -> Option<SourcePlace> {
        self.place
    }

    /// Reads the JSON. It is protected health information as a whole.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing is there.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether both are copies of one.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text)
    }
}

/// Equal are those that say the same, wherever they stood.
impl PartialEq for SourceJson {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for SourceJson {}

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
    /// The address that its source gives it.
    pub full_url: Option<PhiText>,
    /// The resource.
    pub source: SourceJson,
    /// Who may see it.
    pub labels: Labels,
}

impl Unheld {
    /// Keeps a resource, with the labels that it was read to have.
    pub fn new(resource_type: &'static str, source: SourceJson) -> Self {
        Unheld {
            resource_type,
            full_url: None,
            labels: source.labels(),
            source,
        }
    }
}
