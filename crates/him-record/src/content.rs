use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::SourceJson;

/// What an entry says, which knows whether it was reached for change since it was read.
///
/// It is used as the value it holds. Whoever takes it mutably marks it as changed by doing so, so an
/// export compares only such entries with their source and copies the source of all others.
///
/// Copies share the value until one of them is changed, so a copy of a chart costs little more than a
/// list of its entries.
///
/// ```
/// use him_record::{Content, Diagnosis, Entry, SourceJson};
///
/// let source = SourceJson::new(r#"{"resourceType":"Condition"}"#);
/// let mut entry = Entry::from_source(Diagnosis::default(), source);
/// assert!(entry.is_as_read());
/// entry.content.rank = Some(1);
/// assert!(!entry.is_as_read());
/// ```
#[derive(Default)]
pub struct Content<T> {
    value: Arc<T>,
    state: State,
}

/// Where a content is from.
#[derive(Clone, Default)]
pub(crate) enum State {
    /// Made or changed here.
    #[default]
    Own,
    /// As this source says it.
    Read(SourceJson),
    /// As other entries imply it.
    Derived,
}

impl State {
    /// Whether it was read from `source` and not reached for change since.
    pub(crate) fn is_read_from(&self, source: &SourceJson) -> bool {
        matches!(self, State::Read(read) if read.is_same(source))
    }
}

impl<T> Content<T> {
    /// What was made here.
    pub fn new(value: T) -> Self {
        Content {
            value: Arc::new(value),
            state: State::Own,
        }
    }

    /// What follows from other entries and no source says as an entry of its own, such as a patient
    /// who is named but was not received: it is not written until it is changed.
    pub fn derived(value: T) -> Self {
        Content {
            value: Arc::new(value),
            state: State::Derived,
        }
    }

    pub(crate) fn read(value: T, source: SourceJson) -> Self {
        Content {
            value: Arc::new(value),
            state: State::Read(source),
        }
    }

    /// Whether it is what [`derived`](Content::derived) made, unchanged.
    pub const fn is_derived(&self) -> bool {
        matches!(self.state, State::Derived)
    }

    /// The same content in another copy of the entry.
    pub(crate) fn share(&self, state: State) -> Self {
        Content {
            value: Arc::clone(&self.value),
            state,
        }
    }

    pub(crate) const fn state(&self) -> &State {
        &self.state
    }

    pub(crate) const fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    /// The value if no copy shares it, as of an entry that is being made; like
    /// [`implied_mut`](Content::implied_mut) this marks nothing as changed.
    pub fn unshared_mut(&mut self) -> Option<&mut T> {
        Arc::get_mut(&mut self.value)
    }
}

impl<T: Clone> Content<T> {
    /// Reaches what other entries say about this one (the rank that an encounter gives a diagnosis)
    /// without marking it as changed. What the source of the entry itself says must not be changed
    /// so: an export would not notice.
    pub fn implied_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.value)
    }

    /// The value alone.
    pub fn into_value(self) -> T {
        Arc::unwrap_or_clone(self.value)
    }
}

impl<T> Clone for Content<T> {
    fn clone(&self) -> Self {
        self.share(self.state.clone())
    }
}

impl<T> Deref for Content<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Clone> DerefMut for Content<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.state = State::Own;
        Arc::make_mut(&mut self.value)
    }
}

impl<T> From<T> for Content<T> {
    fn from(value: T) -> Self {
        Content::new(value)
    }
}

/// Equal are those that say the same, wherever it is from.
impl<T: PartialEq> PartialEq for Content<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Content<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
