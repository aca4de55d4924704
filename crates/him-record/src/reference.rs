use std::collections::HashMap;

use crate::{Entry, Phi, PhiText};

/// A pointer from one entry to another (FHIR R4 `Reference`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Reference {
    /// Where it points: `Type/id`, a full URL, `urn:uuid:...`, or `#id` for a contained resource.
    pub target: Option<PhiText>,
    /// The words that the source shows for the target, often a name.
    pub display: Option<PhiText>,
}

impl Reference {
    /// A reference to the given target.
    pub fn to(target: &str) -> Self {
        Reference {
            target: Some(target.into()),
            display: None,
        }
    }
}

/// Finds the entries that references of the same source point to.
///
/// A reference matches by the entry's full URL, or by `Type/id` with any version after it
/// (FHIR R4 Bundle, "Resolving references in Bundles").
pub struct Links<'a, T> {
    by_target: HashMap<&'a str, &'a Entry<T>>,
    resource_type: &'static str,
}

impl<'a, T> Links<'a, T> {
    /// Indexes `entries`, which came from resources of `resource_type`.
    pub fn new(resource_type: &'static str, entries: &'a [Entry<T>]) -> Self {
        let mut by_target = HashMap::with_capacity(entries.len() * 2);
        for entry in entries {
            for key in [&entry.full_url, &entry.id].into_iter().flatten() {
                // Of two entries that claim the same place the first one stands, as in the source.
                by_target.entry(key.expose_str()).or_insert(entry);
            }
        }
        Links {
            by_target,
            resource_type,
        }
    }

    /// The entry that `reference` points to, if this index holds it.
    pub fn find(&self, reference: &Reference) -> Option<&'a Entry<T>> {
        let target = reference.target.as_ref()?.expose_str();
        if target.contains(':')
            && let Some(entry) = self.by_target.get(target)
        {
            return Some(entry);
        }
        self.by_target.get(self.id_of(target)?).copied()
    }

    /// The id in `[base/]Type/id[/_history/version]`, if the type is the one indexed; the id of
    /// `urn:uuid:id`, which Bundles without full URLs use for the resource's own id.
    fn id_of<'t>(&self, target: &'t str) -> Option<&'t str> {
        if let Some(uuid) = target.strip_prefix("urn:uuid:") {
            return Some(uuid);
        }
        let current = target
            .split_once("/_history/")
            .map_or(target, |(current, _)| current);
        let (before, id) = current.rsplit_once('/')?;
        let named_type = before.rsplit('/').next()?;
        (named_type == self.resource_type).then_some(id)
    }
}

impl<T> std::fmt::Debug for Links<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Links")
            .field("resource_type", &self.resource_type)
            .field("targets", &Phi::new(()))
            .finish()
    }
}
