//! One resource: its type, what the model holds of it, and whose it is.

mod clinical;
mod medication;
mod note;
mod observation;
mod patient;
mod provider;
mod subject;
mod visit;

use std::borrow::Cow;

use him_record::{
    Allergy, Concept, Contact, Diagnosis, Encounter, Immunization, Location, Medication,
    MedicationKind, Note, Observation, Organization, Patient, PhiText, Practitioner, Procedure,
    Report, resource_type,
};

use super::datatype;
use super::finding::{FindingKind, Release};
use super::json::{Json, Read, Why};

pub(super) use subject::PatientRef;

/// What a resource says, in the terms of the record.
#[derive(Debug)]
pub(super) enum Content {
    Patient(Box<Patient>),
    Related(Box<Contact>),
    Encounter(Box<Encounter>),
    Diagnosis(Box<Diagnosis>),
    Procedure(Box<Procedure>),
    Observation(Box<Observation>),
    Medication(Box<Medication>),
    Allergy(Box<Allergy>),
    Immunization(Box<Immunization>),
    Report(Box<Report>),
    Note(Box<Note>),
    Practitioner(Box<Practitioner>),
    Organization(Box<Organization>),
    Location(Box<Location>),
    /// The model has no place for it.
    Raw,
}

/// A resource that was read.
#[derive(Debug)]
pub(super) struct Resource {
    /// `?` if it is none of R4.
    pub(super) resource_type: &'static str,
    pub(super) id: Option<PhiText>,
    pub(super) content: Content,
    pub(super) patient: PatientRef,
    /// Of a `Medication`: what the drug is, for the entries that refer to it.
    pub(super) drug: Option<Concept>,
    /// Of a contained patient, which no other resource may refer to.
    pub(super) contained_patient: Option<Box<Patient>>,
}

/// What all resources have, gathered while their members are read.
#[derive(Debug, Default)]
struct Head {
    id: Option<PhiText>,
    patient: PatientRef,
    /// Offset of the array of contained resources.
    contained: Option<usize>,
}

impl Head {
    /// Takes a member that the reader of the resource type does not hold.
    fn other(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<()> {
        json.peek()?;
        match key {
            b"id" => json.text(&mut self.id),
            b"contained" => {
                self.contained = Some(json.at());
                json.skip()
            }
            b"implicitRules" => {
                let at = json.at();
                json.report(at, FindingKind::ImplicitRules);
                json.skip()
            }
            _ => json.other(key),
        }
    }

    /// As [`other`](Head::other), and reports the members that other releases have.
    fn other_or(
        &mut self,
        json: &mut Json<'_>,
        key: &[u8],
        before: &[&str],
        after: &[&str],
    ) -> Read<()> {
        let among = |names: &[&str]| names.iter().any(|name| name.as_bytes() == key);
        let release = if among(before) {
            Some(Release::BeforeR4)
        } else if among(after) {
            Some(Release::AfterR4)
        } else {
            None
        };
        if let Some(release) = release {
            json.peek()?;
            let at = json.at();
            json.report(at, FindingKind::OtherRelease(release));
        }
        self.other(json, key)
    }
}

/// Reads the resource that is next.
pub(super) fn read(json: &mut Json<'_>) -> Read<Resource> {
    json.peek()?;
    let start = json.at();
    let reported = json.problems.len();
    let resource_type = match type_of(json)? {
        Some(name) => resource_type::known(&name).unwrap_or_else(|| {
            json.report(start, FindingKind::UnknownResourceType);
            "?"
        }),
        None => {
            json.report(start, FindingKind::NoResourceType);
            "?"
        }
    };
    json.seek(start);
    match held(json, resource_type) {
        Err(stop) if let Why::Structure(expected) = stop.why => {
            // Once more without the model, which also tells whether the rest is JSON.
            json.seek(start);
            json.problems.truncate(reported);
            json.report(stop.at, FindingKind::Structure(expected));
            raw(json, resource_type)
        }
        other => other,
    }
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

/// The type of R4 that a resource known to be JSON names; `?` if it names none.
pub(super) fn known_type(text: &str) -> &'static str {
    let named = type_of(&mut Json::new(text.as_bytes(), 0));
    let known = named
        .ok()
        .flatten()
        .and_then(|name| resource_type::known(&name));
    known.unwrap_or("?")
}

fn held(json: &mut Json<'_>, resource_type: &'static str) -> Read<Resource> {
    let mut head = Head::default();
    let head_ref = &mut head;
    let content = match resource_type {
        "Patient" => Content::Patient(patient::patient(json, head_ref)?),
        "RelatedPerson" => Content::Related(patient::related_person(json, head_ref)?),
        "Encounter" => Content::Encounter(visit::encounter(json, head_ref)?),
        "Condition" => Content::Diagnosis(clinical::condition(json, head_ref)?),
        "Procedure" => Content::Procedure(clinical::procedure(json, head_ref)?),
        "AllergyIntolerance" => Content::Allergy(clinical::allergy(json, head_ref)?),
        "Immunization" => Content::Immunization(clinical::immunization(json, head_ref)?),
        "Observation" => Content::Observation(observation::observation(json, head_ref)?),
        "DiagnosticReport" => Content::Report(note::report(json, head_ref)?),
        "DocumentReference" => Content::Note(note::document_reference(json, head_ref)?),
        "Composition" => Content::Note(note::composition(json, head_ref)?),
        "Practitioner" => Content::Practitioner(provider::practitioner(json, head_ref)?),
        "Organization" => Content::Organization(provider::organization(json, head_ref)?),
        "Location" => Content::Location(provider::location(json, head_ref)?),
        _ => match MedicationKind::from_code(resource_type) {
            Some(kind) => Content::Medication(medication::medication(json, head_ref, kind)?),
            None => return raw(json, resource_type),
        },
    };
    let mut resource = Resource {
        resource_type,
        id: head.id,
        content,
        patient: head.patient,
        drug: None,
        contained_patient: None,
    };
    resolve_contained(json, head.contained, &mut resource)?;
    Ok(resource)
}

/// Reads a resource for which the model has no place, or not in this form: whose it is.
fn raw(json: &mut Json<'_>, resource_type: &'static str) -> Read<Resource> {
    let mut head = Head::default();
    let mut drug = None;
    if json.peek()? == b'{' {
        json.object(|json, key| match (key, json.peek()?) {
            (b"id", b'"') => json.text(&mut head.id),
            (b"contained", b'[') => head.other(json, key),
            (b"code", b'{') if resource_type == "Medication" => {
                let at = json.at();
                json.skip()?;
                let reported = json.problems.len();
                let mut code = Concept::default();
                let read = json.replay(at, |json| datatype::concept(json, &mut code));
                json.problems.truncate(reported);
                drug = read.is_ok().then_some(code);
                Ok(())
            }
            (b"implicitRules", _) => head.other(json, key),
            _ => subject::of_any(json, resource_type, key, &mut head.patient),
        })?;
    } else {
        json.skip()?;
    }
    let mut resource = Resource {
        resource_type,
        id: head.id,
        content: Content::Raw,
        patient: head.patient,
        drug,
        contained_patient: None,
    };
    resolve_contained(json, head.contained, &mut resource)?;
    Ok(resource)
}

/// Takes the drug and the patient from the contained resources where `#id` refers to them.
fn resolve_contained(
    json: &mut Json<'_>,
    contained: Option<usize>,
    resource: &mut Resource,
) -> Read<()> {
    if let Content::Medication(medication) = &mut resource.content
        && medication.drug.is_none()
        && let Some(target) = medication
            .drug_reference
            .as_ref()
            .and_then(|r| r.target.as_ref())
        && let Some(id) = target.expose_str().strip_prefix('#')
        && let Some(found) = find_contained(json, contained, id, "Medication")?
    {
        medication.drug = found.drug;
    }
    let target = resource.patient.target().and_then(|t| t.strip_prefix('#'));
    if let Some(id) = target {
        let found = find_contained(json, contained, id, "Patient")?;
        resource.patient = PatientRef::default();
        if let Some(Content::Patient(patient)) = found.map(|found| found.content) {
            resource.contained_patient = Some(patient);
        }
    }
    Ok(())
}

fn find_contained(
    json: &mut Json<'_>,
    contained: Option<usize>,
    id: &str,
    resource_type: &'static str,
) -> Read<Option<Resource>> {
    let Some(at) = contained else { return Ok(None) };
    let reported = json.problems.len();
    let mut found = None;
    let read = json.replay(at, |json| {
        json.array(|json| {
            let start = json.at();
            json.skip()?;
            if found.is_some() {
                return Ok(());
            }
            let resource = json.replay(start, |json| {
                match type_of(json)?.as_deref() {
                    Some(name) if name == resource_type => {}
                    _ => return Ok(None),
                }
                json.seek(start);
                held(json, resource_type).map(Some)
            });
            found = resource.unwrap_or(None).filter(|resource| {
                resource
                    .id
                    .as_ref()
                    .is_some_and(|known| known.expose_str() == id)
            });
            Ok(())
        })
    });
    // Reported when the container was read.
    json.problems.truncate(reported);
    // A `contained` that is no array was a finding as well.
    Ok(read.ok().and(found))
}
