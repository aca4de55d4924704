//! One resource: its type, what the model holds of it, and whose it is.

mod care;
mod clinical;
mod contained;
mod coverage;
mod definition;
mod device;
mod head;
mod held;
pub(super) mod label;
mod medication;
mod note;
mod patient;
mod provider;
mod subject;
mod trace;
mod visit;
mod writing;

use std::borrow::Cow;

use him_record::confidentiality::Labels;
use him_record::{Concept, EntryRef, PhiText, resource_type};

use super::element::Value;
use super::finding::FindingKind;
use super::json::{Json, Problem, Read, Why};
use super::release;
use head::{Head, report_release};

use definition::{Definition, Resource, definition, resource};
pub(super) use held::{HeldEntry, type_name};
pub(super) use subject::PatientRef;
pub(super) use writing::rewritten;

/// A resource that was read.
pub(super) struct Received {
    /// `?` if it is none of R4.
    pub(super) resource_type: &'static str,
    pub(super) id: Option<PhiText>,
    /// How confidential it says to be.
    pub(super) labels: Labels,
    /// What it says; none if the model has no place for it.
    pub(super) entry: HeldEntry,
    pub(super) patient: PatientRef,
    /// Of a `Medication`: what the drug is, for the entries that refer to it.
    pub(super) drug: Option<Concept>,
    /// Of a contained patient, which no other resource may refer to.
    pub(super) contained_patient: HeldEntry,
}

/// Reads the resource that is next.
pub(super) fn read(json: &mut Json<'_>) -> Read<Received> {
    json.peek()?;
    let start = json.at();
    let reported = json.problems.len();
    let resource_type = match type_of(json)? {
        Some(name) => resource_type::known(&name).unwrap_or_else(|| {
            let kind = release::of_type(&name).map_or(
                FindingKind::UnknownResourceType,
                FindingKind::TypeOfOtherRelease,
            );
            json.report(start, kind);
            "?"
        }),
        None => {
            json.report(start, FindingKind::NoResourceType);
            "?"
        }
    };
    json.seek(start);
    match any(json, resource_type) {
        Ok(_) if json.problems.iter().skip(reported).any(turns_meaning) => {
            let problems = std::mem::take(&mut json.problems);
            json.seek(start);
            let raw = raw(json, resource_type);
            json.problems = problems;
            raw
        }
        Err(stop) if let Why::Structure(expected) = stop.why => {
            // Once more without the model, which also tells whether the rest is JSON.
            json.seek(start);
            json.problems.truncate(reported);
            json.report(stop.at, FindingKind::Structure(expected));
            if let Some(release) = release::of_shape(resource_type, json.bytes(), stop.at) {
                json.report(stop.at, FindingKind::OtherRelease(release));
            }
            raw(json, resource_type)
        }
        other => other,
    }
}

/// Whether the resource may not mean what it seems to say (FHIR R4 "Modifier Extensions").
fn turns_meaning(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        FindingKind::ModifierExtension | FindingKind::ImplicitRules | FindingKind::SaysOtherRelease
    )
}

/// The name in `resourceType`, which is usually the first member.
fn type_of<'a>(json: &mut Json<'a>) -> Read<Option<Cow<'a, str>>> {
    if !json.take(b'{')? || json.take(b'}')? {
        return Ok(None);
    }
    let reported = json.problems.len();
    loop {
        let key = json.key()?;
        if json.peek()? == b'"' && &*key.text(json)? == "resourceType" {
            return Ok(json.string()?.map(|(_, name)| name));
        }
        json.skip()?;
        // What it would report will be found again by the reader of the type.
        json.problems.truncate(reported);
        if !json.another(b'}')? {
            return Ok(None);
        }
    }
}

/// The id of a resource known to be JSON, which is usually its second member.
pub(super) fn id_of(text: &str) -> Option<Cow<'_, str>> {
    let mut json = Json::new(text.as_bytes(), 0);
    json.take(b'{').ok()?;
    loop {
        let key = json.key().ok()?;
        if key.text(&mut json).ok()? == "id" {
            return Some(json.string().ok()??.1);
        }
        json.skip().ok()?;
        if !json.another(b'}').ok()? {
            return None;
        }
    }
}

/// Reads a resource of a type that it says to be.
fn any(json: &mut Json<'_>, resource_type: &'static str) -> Read<Received> {
    let mut head = Head::default();
    let entry = held::read(json, &mut head, resource_type)?;
    let drug = match entry.as_ref() {
        None => return raw(json, resource_type),
        Some(EntryRef::Drug(drug)) => drug.content.code.clone(),
        Some(_) => None,
    };
    let mut received = Received {
        resource_type,
        labels: head.all_labels(),
        id: head.id,
        entry,
        patient: head.patient,
        drug,
        contained_patient: HeldEntry::default(),
    };
    contained::resolve_patient(json, head.contained, &mut received)?;
    Ok(received)
}

/// Reads a resource for which the model has no place, or not in this form: whose it is.
fn raw(json: &mut Json<'_>, resource_type: &'static str) -> Read<Received> {
    let mut head = Head::default();
    let mut drug = None;
    let [before, after] = held::other_elements(resource_type);
    if json.peek()? == b'{' {
        json.object(&mut |json, key| {
            report_release(json, key, before, after)?;
            match (key, json.peek()?) {
                (b"id", b'"') => json.text(&mut head.id),
                (b"contained", b'[')
                | (b"meta", b'{')
                | (b"confidentiality" | b"securityLabel", _) => head.other(json, key),
                (b"code", b'{') if resource_type == "Medication" => {
                    let at = json.at();
                    json.skip()?;
                    let reported = json.problems.len();
                    let code = json.replay(at, Concept::take);
                    json.problems.truncate(reported);
                    drug = code.ok().flatten();
                    Ok(())
                }
                (b"implicitRules", _) => head.other(json, key),
                (b"fhirVersion", b'"') => {
                    if let Some((at, version)) = json.string()?
                        && release::is_other(&version)
                    {
                        json.report(at, FindingKind::SaysOtherRelease);
                    }
                    Ok(())
                }
                _ => subject::of_any(json, resource_type, key, &mut head.patient),
            }
        })?;
    } else {
        json.skip()?;
    }
    let mut received = Received {
        resource_type,
        labels: head.all_labels(),
        id: head.id,
        entry: HeldEntry::default(),
        patient: head.patient,
        drug,
        contained_patient: HeldEntry::default(),
    };
    contained::resolve_patient(json, head.contained, &mut received)?;
    Ok(received)
}
