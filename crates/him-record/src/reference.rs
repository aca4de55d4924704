use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use crate::record_type::record;
use crate::{Entry, Identifier, PhiText, UnknownMembers};

record! {
    /// A pointer from one entry to another (FHIR R4 `Reference`).
    #[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct Reference {
        /// Where it points: `Type/id`, a full URL, `urn:uuid:...`, or `#id` for a contained resource.
        pub target: Option<PhiText>,
        /// The words that the source shows for the target, often a name.
        pub display: Option<PhiText>,
    }
}

impl Reference {
    /// A reference to the given target.
    pub fn to(target: &str) -> Self {
        Reference {
            target: Some(target.into()),
            display: None,
            unknown: UnknownMembers::default(),
        }
    }

    /// A target without the version that it may name, `/_history/` and what follows.
    pub fn unversioned(target: &str) -> &str {
        match target.rsplit_once('/') {
            Some((before, _version)) => before.strip_suffix("/_history").unwrap_or(target),
            None => target,
        }
    }
}

/// Finds the entries that references of the same source point to.
///
/// A reference matches by the full URL of an entry, by `Type/id` on any base, by `urn:uuid:id`, or,
/// where identifiers are indexed, by `Type?identifier=system|value`; a version in it is passed over
/// (FHIR R4 Bundle, "Resolving references in Bundles").
pub struct Links<'a, T> {
    entries: &'a [Entry<T>],
    places: Places<'a>,
}

impl<'a, T> Links<'a, T> {
    /// Indexes `entries`, which came from resources of `resource_type`.
    pub fn new(resource_type: &'static str, entries: &'a [Entry<T>]) -> Self {
        Links::with_identifiers(resource_type, entries, |_| &[])
    }

    /// The same with the identifiers of each entry, which conditional references use.
    pub fn with_identifiers(
        resource_type: &'static str,
        entries: &'a [Entry<T>],
        identifiers: impl Fn(&'a T) -> &'a [Identifier],
    ) -> Self {
        let mut places = Places {
            resource_type,
            by_key: HashMap::with_capacity(entries.len() * 2),
        };
        for (place, entry) in entries.iter().enumerate() {
            let (url, id) = (entry.full_url.as_ref(), entry.id.as_ref());
            places.add(place, url, id, identifiers(&entry.content));
        }
        Links { entries, places }
    }

    /// The entry that `reference` points to, if it is one of those indexed.
    pub fn find(&self, reference: &Reference) -> Option<&'a Entry<T>> {
        self.entries.get(self.position(reference)?)
    }

    /// The place of that entry among those indexed.
    pub fn position(&self, reference: &Reference) -> Option<usize> {
        self.places.of(reference)
    }
}

/// The places of entries of one type by what references to them say.
struct Places<'a> {
    resource_type: &'static str,
    by_key: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Places<'a> {
    fn add(
        &mut self,
        place: usize,
        url: Option<&'a PhiText>,
        id: Option<&'a PhiText>,
        identifiers: &'a [Identifier],
    ) {
        // Of two entries that claim the same place the first one stands, as in the source.
        let mut claim = |key| {
            self.by_key.entry(key).or_insert(place);
        };
        if let Some(url) = url {
            claim(Cow::Borrowed(Reference::unversioned(url.expose_str())));
        }
        if let Some(id) = id {
            claim(Cow::Borrowed(id.expose_str()));
        }
        for identifier in identifiers {
            if let Some(token) = identifier.token() {
                claim(Cow::Owned(token));
            }
        }
    }

    fn of(&self, reference: &Reference) -> Option<usize> {
        let target = Reference::unversioned(reference.target.as_ref()?.expose_str());
        let by_url = self.by_key.get(target).filter(|_| target.contains(':'));
        by_url
            .or_else(|| self.by_key.get(self.key_in(target)?))
            .copied()
    }

    /// What a target says beside the type, if the type is the one indexed; a UUID says none.
    fn key_in<'t>(&self, target: &'t str) -> Option<&'t str> {
        if let Some(uuid) = target.strip_prefix("urn:uuid:") {
            return Some(uuid);
        }
        if let Some((resource_type, query)) = target.split_once('?') {
            let token = query.strip_prefix("identifier=")?;
            return (resource_type == self.resource_type).then_some(token);
        }
        let (before, id) = target.rsplit_once('/')?;
        (before.rsplit('/').next()? == self.resource_type).then_some(id)
    }
}

/// The targets are what the source calls its entries: nothing of them is shown.
impl<T> fmt::Debug for Links<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Links")
            .field("resource_type", &self.places.resource_type)
            .field("entries", &self.entries.len())
            .finish_non_exhaustive()
    }
}
