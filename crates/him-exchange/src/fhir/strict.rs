//! Elements that the standard does not have, for imports that refuse them.

use super::finding::FindingKind;
use super::json::{Json, Problem};
use super::path::{is_choice_of, is_element};
use super::tree::{Member, Tree};

/// The elements of the resource types that the record holds, by the name of the type, as FHIR R4
/// (4.0.1) lists them under each resource; `name*` is a choice.
const ELEMENTS: &str = include_str!("resource_elements.txt");

/// What every resource may have (FHIR R4 `Resource`, `DomainResource`).
const OF_ALL: &[&str] = &[
    "resourceType",
    "id",
    "meta",
    "implicitRules",
    "language",
    "text",
    "contained",
    "extension",
    "modifierExtension",
];

/// The elements of a resource, known to be JSON and to start at `start`, that its type does not have.
pub(super) fn unknown_elements(text: &str, resource_type: &str, start: usize) -> Vec<Problem> {
    let mut out = Vec::new();
    let line = ELEMENTS.lines().find(|line| {
        let rest = line.strip_prefix(resource_type);
        rest.is_some_and(|rest| rest.starts_with(' '))
    });
    let Some(line) = line else { return out };
    let known = |name: &str| {
        OF_ALL.contains(&name)
            || line
                .split(' ')
                .skip(1)
                .any(|known| match known.strip_suffix('*') {
                    Some(choice) => is_choice_of(name, choice),
                    None => known == name,
                })
    };
    let mut json = Json::new(text.as_bytes(), 0);
    let mut report = |at| {
        let kind = FindingKind::UnknownElement;
        out.push(Problem {
            at: start + at,
            kind,
        });
    };
    // A text that is not JSON was refused before.
    let _ = json.object(&mut |json, key| {
        json.peek()?;
        let at = json.at();
        let name = str::from_utf8(key).unwrap_or_default();
        let name = name.strip_prefix('_').unwrap_or(name);
        json.skip()?;
        if !known(name) {
            report(at);
        } else if !matches!(name, "contained" | "extension" | "modifierExtension") {
            let value = text.get(at..json.at()).unwrap_or_default();
            if Tree::parse(value).is_ok_and(|value| !all_known(&value)) {
                report(at);
            }
        }
        Ok(())
    });
    out
}

/// Whether some element of the standard has each of the names within a value.
fn all_known(value: &Tree<'_>) -> bool {
    let known = |member: &Member<'_>| {
        let name = member.name.strip_prefix('_').unwrap_or(&member.name);
        matches!(name, "extension" | "modifierExtension")
            || is_element(name) && all_known(&member.value)
    };
    match value {
        Tree::Array(elements) => elements.iter().all(all_known),
        Tree::Object(members) => members.iter().all(known),
        _ => true,
    }
}
