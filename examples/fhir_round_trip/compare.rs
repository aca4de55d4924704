//! JSON compared as JSON: the order of members is free, numbers are their text.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// Whether two texts are the same JSON value.
pub(crate) fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.trim_ascii(), right.trim_ascii());
    if left == right {
        return true;
    }
    match (left.as_bytes().first(), right.as_bytes().first()) {
        (Some(b'{'), Some(b'{')) => match (members(left), members(right)) {
            (Some(left), Some(right)) => {
                left.len() == right.len()
                    && left
                        .iter()
                        .zip(&right)
                        .all(|((name, value), (other_name, other))| {
                            name == other_name && same(value.get(), other.get())
                        })
            }
            _ => false,
        },
        (Some(b'['), Some(b'[')) => match (elements(left), elements(right)) {
            (Some(left), Some(right)) => {
                left.len() == right.len()
                    && left
                        .iter()
                        .zip(&right)
                        .all(|(value, other)| same(value.get(), other.get()))
            }
            _ => false,
        },
        (Some(b'"'), Some(b'"')) => {
            let text = |json| serde_json::from_str::<String>(json).ok();
            text(left).is_some_and(|left| text(right) == Some(left))
        }
        _ => false,
    }
}

/// The members of an object; of those with the same name the last.
pub(crate) fn members(text: &str) -> Option<BTreeMap<String, &RawValue>> {
    serde_json::from_str(text).ok()
}

/// The elements of an array.
pub(crate) fn elements(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok()
}

/// The resources of a document: those of the entries of a Bundle, or the one that it is. `None` if it
/// is not FHIR.
pub(crate) fn resources(document: &str) -> Option<Vec<&str>> {
    let members = members(document)?;
    let name: String = serde_json::from_str(members.get("resourceType")?.get()).ok()?;
    if name != "Bundle" {
        return Some(vec![document]);
    }
    let Some(entries) = members.get("entry") else {
        return Some(Vec::new());
    };
    let entries = elements(entries.get())?;
    let resources = entries.iter().filter_map(|entry| {
        let entry = self::members(entry.get())?;
        let resource = entry.get("resource")?;
        (resource.get() != "null").then(|| resource.get())
    });
    Some(resources.collect())
}
