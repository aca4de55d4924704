//! Finds entries by the references of the same import, with the identifiers that conditional
//! references use.

use std::collections::HashMap;

use him_record::{Entry, Identifier, PhiText, Reference, SystemUri};

use super::store::current;

/// The place of each entry of one resource type in its list.
pub(super) struct Index {
    resource_type: &'static str,
    /// By full URL, by id, and by `system|value`.
    places: HashMap<Box<str>, usize>,
}

impl Index {
    pub(super) fn new<T>(
        resource_type: &'static str,
        entries: &[Entry<T>],
        identifiers: impl Fn(&T) -> &[Identifier],
    ) -> Self {
        let mut places = HashMap::with_capacity(entries.len() * 2);
        for (place, entry) in entries.iter().enumerate() {
            let url = entry
                .full_url
                .as_ref()
                .map(|url| current(url.expose_str()).into());
            let id = entry.id.as_ref().map(|id| id.expose_str().into());
            let tokens = identifiers(&entry.content).iter().filter_map(token);
            for key in url.into_iter().chain(id).chain(tokens) {
                // Of two entries that claim the same place the first one stands.
                places.entry(key).or_insert(place);
            }
        }
        Index {
            resource_type,
            places,
        }
    }

    pub(super) fn find(&self, reference: &Reference) -> Option<usize> {
        let target = current(reference.target.as_ref()?.expose_str());
        if let Some(place) = self.places.get(target).filter(|_| target.contains(':')) {
            return Some(*place);
        }
        self.places.get(self.key_in(target)?).copied()
    }

    /// The id in `urn:uuid:id` and `[base/]Type/id`, or the token in `Type?identifier=token`, if
    /// the type is the one indexed.
    fn key_in<'t>(&self, target: &'t str) -> Option<&'t str> {
        if let Some(uuid) = target.strip_prefix("urn:uuid:") {
            return Some(uuid);
        }
        if let Some((named_type, query)) = target.split_once('?') {
            let token = query.strip_prefix("identifier=")?;
            return (named_type == self.resource_type).then_some(token);
        }
        let (before, id) = target.rsplit_once('/')?;
        (before.rsplit('/').next()? == self.resource_type).then_some(id)
    }
}

/// `system|value`, as a search for an identifier writes it.
pub(super) fn token(identifier: &Identifier) -> Option<Box<str>> {
    let value = identifier.value.as_ref()?.expose_str();
    let system = match identifier.system.as_ref()? {
        SystemUri::Known(system) => system.uri(),
        SystemUri::Other(uri) => PhiText::expose_str(uri),
    };
    Some(format!("{system}|{value}").into())
}
