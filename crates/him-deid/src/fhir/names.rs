//! What resources are called in the result.

use std::collections::{HashMap, HashSet};

use super::json::Node;
use super::table::Table;

/// Elements of a resource that may name its patient.
const SUBJECTS: [&str; 6] = [
    "subject",
    "patient",
    "beneficiary",
    "individual",
    "for",
    "focus",
];

/// The resources of one document: by type, id and full URL.
#[derive(Default)]
pub(super) struct Resources<'n> {
    by_url: HashMap<&'n str, (&'n str, &'n str)>,
    /// Bundles without full URLs may use the id of a resource as a UUID.
    by_uuid: HashMap<String, (&'n str, &'n str)>,
    /// In the order of the document.
    pub(super) all: Vec<(&'n str, &'n str)>,
    patients: Vec<&'n str>,
    seen: HashSet<(&'n str, &'n str)>,
}

impl<'n> Resources<'n> {
    pub(super) fn of(root: &'n Node<'_>) -> Self {
        let mut resources = Resources::default();
        resources.add(root, None);
        resources
    }

    fn add(&mut self, node: &'n Node<'_>, url: Option<&'n str>) {
        let Some(kind) = node.get_text("resourceType") else {
            return;
        };
        let id = node.get_text("id");
        // Without an id the full URL tells the resource: by the id at its end, or as a whole.
        let named = url.map(|url| match unversioned(url).rsplit_once('/') {
            Some((before, id)) if before.rsplit('/').next() == Some(kind) => id,
            _ => url,
        });
        if let Some(mut id) = id.or(named) {
            // Two servers may have given the same id; then the full URL tells them apart.
            if let Some(url) = url
                && !self.by_url.contains_key(unversioned(url))
                && !self.seen.insert((kind, id))
            {
                id = url;
            }
            self.all.push((kind, id));
            if kind == "Patient" {
                self.patients.push(id);
            }
            if let Some(url) = url {
                self.by_url.entry(unversioned(url)).or_insert((kind, id));
            }
            if id.len() == 36 {
                self.by_uuid
                    .entry(format!("urn:uuid:{id}"))
                    .or_insert((kind, id));
            }
        }
        for (name, list) in node.members() {
            for item in list.items() {
                match name.as_ref() {
                    "entry" | "parameter" | "part" => {
                        if let Some(resource) = item.get("resource") {
                            self.add(resource, item.get_text("fullUrl"));
                        }
                        self.add_parts(item);
                    }
                    _ => {}
                }
            }
        }
    }

    fn add_parts(&mut self, item: &'n Node<'_>) {
        for part in item.get("part").map(Node::items).unwrap_or_default() {
            if let Some(resource) = part.get("resource") {
                self.add(resource, None);
            }
            self.add_parts(part);
        }
    }

    /// What a resource in an entry with a full URL is known by.
    pub(super) fn id(&self, url: Option<&str>, id: &'n str) -> &'n str {
        let of = url.and_then(|url| self.by_url.get(unversioned(url)));
        of.map_or(id, |(_, id)| id)
    }

    /// The type and id at which a reference points, seen from an entry with a full URL.
    pub(super) fn find<'r>(&self, target: &'r str, from: Option<&str>) -> Option<(&'r str, &'r str)>
    where
        'n: 'r,
    {
        let target = unversioned(target);
        if let Some(&found) = self.by_url.get(target).or_else(|| self.by_uuid.get(target)) {
            return Some(found);
        }
        let base = from.and_then(|from| from.rsplit_once('/')?.0.rsplit_once('/'));
        if let Some((base, _)) = base
            && let Some(&found) = self.by_url.get(format!("{base}/{target}").as_str())
        {
            return Some(found);
        }
        // A search by identifier stays the same wherever it stands.
        if let Some((kind, _)) = target.split_once('?') {
            return Table::shared().resource(kind).map(|_| (kind, target));
        }
        let (before, id) = target.rsplit_once('/')?;
        let kind = before.rsplit('/').next()?;
        let form = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        let known = Table::shared().resource(kind).is_some();
        (known && !id.is_empty() && id.bytes().all(form)).then_some((kind, id))
    }

    /// The id of the patient whom a resource is about, seen from its full URL.
    pub(super) fn patient_of<'r>(
        &'r self,
        kind: &str,
        node: &'r Node<'_>,
        url: Option<&str>,
    ) -> Option<&'r str> {
        if kind == "Patient" {
            return node.get_text("id");
        }
        let references = SUBJECTS
            .iter()
            .filter_map(|name| node.get(name))
            .flat_map(Node::items);
        let mut found = references.filter_map(|node| self.find(node.get_text("reference")?, url));
        let patient = found.find(|(kind, _)| *kind == "Patient").map(|(_, id)| id);
        patient.or_else(|| self.only_patient())
    }

    /// The patient, where the document is about one alone.
    fn only_patient(&self) -> Option<&'n str> {
        let first = *self.patients.first()?;
        self.patients.iter().all(|id| *id == first).then_some(first)
    }
}

/// A reference without the version of the resource.
fn unversioned(target: &str) -> &str {
    let target = target.split_once('|').map_or(target, |(target, _)| target);
    target
        .split_once("/_history/")
        .map_or(target, |(target, _)| target)
}
