//! The JSON of an entry that was made or changed here.

use him_record::confidentiality::Labels;
use him_record::{EntryRef, Unheld};

use super::super::element::{Object, Value, name};
use super::super::json::{Json, Read};
use super::super::merge::merge;
use super::super::tree::Tree;
use super::{Definition, Head, held, label};

/// The text of the resource that an entry says: what its source says, with what the entry says now where
/// it differs. `None` for what is written by its source alone.
pub(in crate::fhir) fn rewritten(entry: EntryRef<'_>, subject: Option<&str>) -> Option<String> {
    if let EntryRef::Unheld(unheld) = entry {
        return relabelled(unheld);
    }
    let definition = held::definition(entry)?;
    let mut out = String::new();
    let source = entry.source().map(|source| source.expose());
    let parsed = source.and_then(|source| Some((source, Tree::parse(source).ok()?)));
    let Some((source, parsed)) = parsed else {
        made(entry, definition, subject).pruned()?.write(&mut out);
        return Some(out);
    };
    let (before, said) = held::source_tree(source, &parsed, definition.name);
    let after = tree(entry, definition.name, said, Some(&parsed));
    if before.as_ref() == Some(&after) {
        return Some(source.to_owned());
    }
    // A source that does not say what the entry is says nothing of it.
    let before = before.unwrap_or(Tree::Object(Vec::new()));
    merge(parsed, &before, after).write(&mut out);
    Some(out)
}

/// The text of a resource that is kept raw: of what the chart says of it, its source says the labels.
fn relabelled(unheld: &Unheld) -> Option<String> {
    let source = unheld.source.expose();
    let mut head = Head::default();
    labels_of(&mut Json::new(source.as_bytes(), 0), &mut head).ok()?;
    let tree = |labels: Labels| {
        let unsaid = |label: &_| !head.own_labels.contains(*label);
        let mut out = Object::default();
        label::put(labels.iter().filter(unsaid).collect(), &mut out);
        out.into_tree()
    };
    let (before, after) = (tree(head.labels), tree(unheld.labels));
    if before == after {
        return Some(source.to_owned());
    }
    let mut out = String::new();
    merge(Tree::parse(source).ok()?, &before, after).write(&mut out);
    Some(out)
}

/// Reads the labels of a resource of any type.
fn labels_of(json: &mut Json<'_>, head: &mut Head) -> Read<()> {
    json.object(&mut |json, key| match key {
        b"meta" | b"confidentiality" | b"securityLabel" => head.other(json, key),
        _ => json.skip(),
    })
}

/// The tree of an entry without a source; `subject` is the reference to the patient.
fn made(entry: EntryRef<'_>, definition: &Definition, subject: Option<&str>) -> Tree<'static> {
    let mut new = tree(entry, definition.name, Labels::default(), None);
    if let (Some(subject), Tree::Object(members)) = (subject, &mut new)
        && !definition.subject.is_empty()
    {
        let mut reference = Object::default();
        reference.put("reference", Tree::text(subject));
        let mut out = Object::default();
        let reference = match definition.subjects {
            true => Tree::Array(vec![reference.into_tree()]),
            false => reference.into_tree(),
        };
        out.put(name(definition.subject), reference);
        if let Tree::Object(subject) = out.into_tree() {
            members.extend(subject);
        }
    }
    new
}

/// The tree of an entry, with its type, its id and the labels that no element says, as its source would
/// write it.
pub(super) fn tree(
    entry: EntryRef<'_>,
    resource_type: &'static str,
    said: Labels,
    source: Option<&Tree<'_>>,
) -> Tree<'static> {
    let mut out = Object::like(source);
    out.put("resourceType", Tree::text(resource_type));
    if let Some(id) = entry.id() {
        out.put("id", id.tree());
    }
    let unsaid = |label: &_| !said.contains(*label);
    label::put(entry.labels().iter().filter(unsaid).collect(), &mut out);
    held::put_members(entry, &mut out);
    out.into_tree()
}
