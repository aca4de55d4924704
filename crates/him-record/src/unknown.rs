use std::fmt;

/// Members of a JSON object that this version of the crate does not know.
///
/// A document that a later version wrote may say more than this one can hold. What it says is kept
/// here as the text that was read, digits and all, and is written back after the known members.
///
/// The members are protected health information like everything else in the chart. A program that
/// takes identifiers out of a chart must clear them: nobody knows what they hold.
#[derive(Clone, Default)]
pub struct UnknownMembers {
    #[cfg(feature = "serde")]
    #[allow(
        clippy::box_collection,
        reason = "almost always empty, and in every part of the chart: one word"
    )]
    members: Option<Box<Vec<Unknown>>>,
}

/// Name and value; the value is JSON text, checked when it was read.
#[cfg(feature = "serde")]
type Unknown = (Box<str>, Box<serde_json::value::RawValue>);

impl UnknownMembers {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Name and JSON text of each, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        #[cfg(feature = "serde")]
        let members = self.members.iter().flat_map(|members| members.iter());
        #[cfg(feature = "serde")]
        let members = members.map(|(name, value)| (&**name, value.get()));
        #[cfg(not(feature = "serde"))]
        let members = std::iter::empty();
        members
    }

    /// The JSON text of one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// Forgets them all.
    pub fn clear(&mut self) {
        *self = UnknownMembers::default();
    }

    #[cfg(feature = "serde")]
    pub(crate) fn push(&mut self, name: Box<str>, value: Box<serde_json::value::RawValue>) {
        self.members.get_or_insert_default().push((name, value));
    }

    #[cfg(feature = "serde")]
    pub(crate) fn raw(&self) -> impl Iterator<Item = (&str, &serde_json::value::RawValue)> {
        let members = self.members.iter().flat_map(|members| members.iter());
        members.map(|(name, value)| (&**name, &**value))
    }
}

impl PartialEq for UnknownMembers {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for UnknownMembers {}

impl std::hash::Hash for UnknownMembers {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        for member in self.iter() {
            member.hash(state);
        }
    }
}

impl fmt::Debug for UnknownMembers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[redacted, {} members]", self.len())
    }
}
