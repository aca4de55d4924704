use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::SourceJson;

/// What an entry says, which knows whether it was reached for change since it was read.
///
/// It is used as the value it holds. Whoever takes it mutably marks it as changed by doing so, so an
/// export compares only such entries with their source and copies the source of all others.
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
#[derive(Clone, Default)]
pub struct Content<T> {
    value: T,
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
    pub const fn new(value: T) -> Self {
        Content {
            value,
            state: State::Own,
        }
    }

    /// What follows from other entries and no source says as an entry of its own, such as a patient
    /// who is named but was not received: it is not written until it is changed.
    pub const fn derived(value: T) -> Self {
        Content {
            value,
            state: State::Derived,
        }
    }

    pub(crate) fn read(value: T, source: SourceJson) -> Self {
        Content {
            value,
            state: State::Read(source),
        }
    }

    /// Whether it is what [`derived`](Content::derived) made, unchanged.
    pub const fn is_derived(&self) -> bool {
        matches!(self.state, State::Derived)
    }

    pub(crate) const fn with_state(value: T, state: State) -> Self {
        Content { value, state }
    }

    pub(crate) const fn state(&self) -> &State {
        &self.state
    }

    pub(crate) const fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    /// Reaches what other entries say about this one (the rank that an encounter gives a diagnosis)
    /// without marking it as changed. What the source of the entry itself says must not be changed
    /// so: an export would not notice.
    pub const fn implied_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T> Deref for Content<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Content<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.state = State::Own;
        &mut self.value
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
