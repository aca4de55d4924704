//! One resource: its type, what the model holds of it, and whose it is.

mod care;
mod clinical;
mod coverage;
mod device;
pub(super) mod label;
mod medication;
mod note;
mod patient;
mod provider;
mod subject;
mod trace;
mod visit;

use std::borrow::Cow;

use him_record::confidentiality::Labels;
use him_record::{AnyEntry, Concept, Entry, EntryRef, Patient, PhiText, resource_type};

use super::element::{Members, Object, Value};
use super::finding::{FindingKind, Release};
use super::json::{Json, Problem, Read, Why};
use super::release;
use super::tree::Tree;

pub(super) use subject::PatientRef;

/// A type of the record that is a resource of the standard.
pub(super) trait Resource: Members {
    /// The member that names the patient; empty if there is none of its own.
    const SUBJECT: &'static [u8];
    /// Whether that is a list.
    const SUBJECTS: bool = false;
    /// A member that the model holds and that may name the patient among others.
    const PATIENT_IN: &'static [u8] = b"";

    fn empty(resource_type: &'static str) -> Self;
    fn resource_type(&self) -> &'static str;
    /// The elements that the standard requires; `name*` for a choice.
    fn required(&self) -> &'static [&'static [u8]];
    /// Elements of releases before R4, which R4 has not.
    fn before(&self) -> &'static [&'static [u8]];
    /// Elements of releases after R4.
    fn after(&self) -> &'static [&'static [u8]];
}

macro_rules! resource {
    ($type:ty: $name:literal of $subject:literal $(in $among:literal)? $(each $each:literal)? {
        required: [$($required:literal),* $(,)?],
        before: [$($before:literal),* $(,)?],
        after: [$($after:literal),* $(,)?] $(,)?
    }) => {
        impl $crate::fhir::resource::Resource for $type {
            const SUBJECT: &'static [u8] = $subject;
            $( const PATIENT_IN: &'static [u8] = $among; )?
            $( const SUBJECTS: bool = $each; )?

            fn empty(_resource_type: &'static str) -> Self {
                Self::default()
            }

            fn resource_type(&self) -> &'static str {
                $name
            }

            fn required(&self) -> &'static [&'static [u8]] {
                &[$($required),*]
            }

            fn before(&self) -> &'static [&'static [u8]] {
                &[$($before),*]
            }

            fn after(&self) -> &'static [&'static [u8]] {
                &[$($after),*]
            }
        }
    };
}

use resource;

/// A resource that was read.
#[derive(Debug)]
pub(super) struct Received {
    /// `?` if it is none of R4.
    pub(super) resource_type: &'static str,
    pub(super) id: Option<PhiText>,
    /// How confidential it says to be.
    pub(super) labels: Labels,
    /// What it says; `None` if the model has no place for it.
    pub(super) entry: Option<AnyEntry>,
    pub(super) patient: PatientRef,
    /// Of a `Medication`: what the drug is, for the entries that refer to it.
    pub(super) drug: Option<Concept>,
    /// Of a contained patient, which no other resource may refer to.
    pub(super) contained_patient: Option<Box<Entry<Patient>>>,
}

/// What all resources have, gathered while their members are read.
#[derive(Debug, Default)]
struct Head {
    id: Option<PhiText>,
    /// The labels in `meta.security`.
    labels: Labels,
    /// Those in an element of the resource type.
    own_labels: Labels,
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
            b"meta" => self.meta(json),
            b"confidentiality" => label::code(json, &mut self.own_labels),
            b"securityLabel" => label::concepts(json, &mut self.own_labels),
            _ => json.other(key),
        }
    }

    /// Takes the labels, and looks at the profiles, which may tell another release.
    fn meta(&mut self, json: &mut Json<'_>) -> Read<()> {
        if json.peek()? != b'{' {
            return json.skip();
        }
        json.object(&mut |json, key| match (key, json.peek()?) {
            (b"security", b'[') => label::codings(json, &mut self.labels),
            (b"profile", b'[') => profiles(json),
            _ => json.other(key),
        })
    }

    fn all_labels(&self) -> Labels {
        self.labels.iter().chain(self.own_labels.iter()).collect()
    }

    /// As [`other`](Head::other), and reports the members that other releases have.
    fn other_or(
        &mut self,
        json: &mut Json<'_>,
        key: &[u8],
        before: &[&[u8]],
        after: &[&[u8]],
    ) -> Read<()> {
        report_release(json, key, before, after)?;
        self.other(json, key)
    }
}

/// Reports a member that another release has and R4 has not.
fn report_release(json: &mut Json<'_>, key: &[u8], before: &[&[u8]], after: &[&[u8]]) -> Read<()> {
    let release = if before.contains(&key) {
        Release::BeforeR4
    } else if after.contains(&key) {
        Release::AfterR4
    } else {
        return Ok(());
    };
    json.peek()?;
    let at = json.at();
    json.report(at, FindingKind::OtherRelease(release));
    Ok(())
}

/// Looks at the profiles, which may tell another release.
fn profiles(json: &mut Json<'_>) -> Read<()> {
    json.array(&mut |json| {
        if json.peek()? != b'"' {
            return json.skip();
        }
        match json.string()? {
            Some((at, url)) if release::profile_is_other(&url) => {
                json.report(at, FindingKind::SaysOtherRelease);
                Ok(())
            }
            _ => Ok(()),
        }
    })
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

/// Says once which resource types are which entries.
macro_rules! held_types {
    ($($($name:literal)|+ => $variant:ident,)+) => {
        fn any(json: &mut Json<'_>, resource_type: &'static str) -> Read<Received> {
            let mut head = Head::default();
            let entry = match resource_type {
                "Patient" => AnyEntry::Patient(held(json, &mut head, resource_type)?),
                $( $($name)|+ => AnyEntry::$variant(held(json, &mut head, resource_type)?), )+
                _ => return raw(json, resource_type),
            };
            whole(json, head, resource_type, entry)
        }

        /// The resource that an entry says, as [`Tree`]s of the entry and of its source where it differs
        /// from it: the text to write. `None` for what is written by its source alone.
        pub(super) fn rewritten(entry: EntryRef<'_>, subject: Option<&str>) -> Option<String> {
            match entry {
                EntryRef::Patient(entry) | EntryRef::Copy(entry) => text(entry, subject),
                $( EntryRef::$variant(entry) => text(entry, subject), )+
                _ => None,
            }
        }

        /// The elements of a resource type that releases before and after R4 have and it has not.
        fn other_elements(resource_type: &'static str) -> [&'static [&'static [u8]]; 2] {
            fn of<T: Resource>(
                resource_type: &'static str,
                _: fn(Box<Entry<T>>) -> AnyEntry,
            ) -> [&'static [&'static [u8]]; 2] {
                let empty = T::empty(resource_type);
                [empty.before(), empty.after()]
            }
            match resource_type {
                "Patient" => of(resource_type, AnyEntry::Patient),
                $( $($name)|+ => of(resource_type, AnyEntry::$variant), )+
                _ => [&[], &[]],
            }
        }

        /// The resource type of an entry.
        pub(super) fn type_name(entry: EntryRef<'_>) -> &'static str {
            match entry {
                EntryRef::Patient(entry) | EntryRef::Copy(entry) => entry.content.resource_type(),
                $( EntryRef::$variant(entry) => entry.content.resource_type(), )+
                EntryRef::Unheld(unheld) => unheld.resource_type,
                _ => "?",
            }
        }
    };
}

held_types! {
    "RelatedPerson" => Related,
    "Encounter" => Encounter,
    "Condition" => Diagnosis,
    "Procedure" => Procedure,
    "Observation" => Observation,
    "MedicationRequest" | "MedicationStatement" | "MedicationAdministration"
        | "MedicationDispense" => Medication,
    "AllergyIntolerance" => Allergy,
    "Immunization" => Immunization,
    "DiagnosticReport" => Report,
    "DocumentReference" | "Composition" => Note,
    "EpisodeOfCare" => Episode,
    "ServiceRequest" => Order,
    "Specimen" => Specimen,
    "ImagingStudy" => Imaging,
    "Medication" => Drug,
    "CarePlan" => CarePlan,
    "CareTeam" => CareTeam,
    "Goal" => Goal,
    "Consent" => Consent,
    "Coverage" => Coverage,
    "Account" => Account,
    "Claim" | "ExplanationOfBenefit" => Claim,
    "Device" => Device,
    "Binary" => Binary,
    "Provenance" => Provenance,
    "AuditEvent" => Audit,
    "Practitioner" => Practitioner,
    "Organization" => Organization,
    "Location" => Location,
    "PractitionerRole" => Role,
}

/// Reads a resource into the model.
fn held<T: Resource>(
    json: &mut Json<'_>,
    head: &mut Head,
    resource_type: &'static str,
) -> Read<Box<Entry<T>>> {
    let mut entry = Box::new(Entry::new(T::empty(resource_type)));
    let content = entry.content.implied_mut();
    let (required, before, after) = (content.required(), content.before(), content.after());
    json.requiring(required, &mut |json, key| {
        if !T::PATIENT_IN.is_empty() && key == T::PATIENT_IN {
            json.peek()?;
            let (at, reported) = (json.at(), json.problems.len());
            json.replay(at, |json| {
                subject::of_any(json, resource_type, key, &mut head.patient)
            })?;
            json.problems.truncate(reported);
        }
        if content.member(json, key)? {
            Ok(())
        } else if !T::SUBJECT.is_empty() && key == T::SUBJECT {
            match T::SUBJECTS {
                true => json.array(&mut |json| subject::subject(json, &mut head.patient)),
                false => subject::subject(json, &mut head.patient),
            }
        } else {
            head.other_or(json, key, before, after)
        }
    })?;
    Ok(entry)
}

/// Puts together what was read.
fn whole(
    json: &mut Json<'_>,
    head: Head,
    resource_type: &'static str,
    mut entry: AnyEntry,
) -> Read<Received> {
    let drug = match &mut entry {
        AnyEntry::Drug(drug) => drug.content.code.clone(),
        AnyEntry::Medication(entry) => {
            let medication = entry.content.implied_mut();
            let target = medication
                .drug_reference
                .as_ref()
                .filter(|_| medication.drug.is_none())
                .and_then(|reference| reference.target.as_ref());
            if let Some(id) = target.and_then(|it| it.expose_str().strip_prefix('#')) {
                let found = find_contained(json, head.contained, id, "Medication")?;
                medication.drug = found.and_then(|found| found.drug);
            }
            None
        }
        _ => None,
    };
    entry.set_id(head.id.clone());
    let labels = head.all_labels();
    entry.set_labels(labels);
    let mut received = Received {
        resource_type,
        labels,
        id: head.id,
        entry: Some(entry),
        patient: head.patient,
        drug,
        contained_patient: None,
    };
    resolve_patient(json, head.contained, &mut received)?;
    Ok(received)
}

/// Reads a resource for which the model has no place, or not in this form: whose it is.
fn raw(json: &mut Json<'_>, resource_type: &'static str) -> Read<Received> {
    let mut head = Head::default();
    let mut drug = None;
    let [before, after] = other_elements(resource_type);
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
        entry: None,
        patient: head.patient,
        drug,
        contained_patient: None,
    };
    resolve_patient(json, head.contained, &mut received)?;
    Ok(received)
}

/// Takes the patient from the contained resources where `#id` refers to one.
fn resolve_patient(
    json: &mut Json<'_>,
    contained: Option<usize>,
    received: &mut Received,
) -> Read<()> {
    let target = received.patient.target().and_then(|t| t.strip_prefix('#'));
    if let Some(id) = target {
        let found = find_contained(json, contained, id, "Patient")?;
        received.patient = PatientRef::default();
        if let Some(AnyEntry::Patient(patient)) = found.and_then(|found| found.entry) {
            received.contained_patient = Some(patient);
        }
    }
    Ok(())
}

fn find_contained(
    json: &mut Json<'_>,
    contained: Option<usize>,
    id: &str,
    resource_type: &'static str,
) -> Read<Option<Received>> {
    let Some(at) = contained else { return Ok(None) };
    let reported = json.problems.len();
    let mut found = None;
    let read = json.replay(at, |json| {
        json.array(&mut |json| {
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
                any(json, resource_type).map(Some)
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

/// The tree of an entry, with its type, its id and the labels that no element says, as its source would
/// write it.
fn tree<T: Resource>(entry: &Entry<T>, said: Labels, source: Option<&Tree<'_>>) -> Tree<'static> {
    let mut out = Object::like(source);
    out.put("resourceType", Tree::text(entry.content.resource_type()));
    if let Some(id) = &entry.id {
        out.put("id", id.tree());
    }
    label::put(
        entry.labels.iter().filter(|it| !said.contains(*it)),
        &mut out,
    );
    entry.content.put_members(&mut out);
    out.into_tree()
}

/// The text of an entry that was made or changed here.
fn text<T: Resource>(entry: &Entry<T>, subject: Option<&str>) -> Option<String> {
    let mut out = String::new();
    let source = entry.source.as_ref().map(|source| source.expose());
    let parsed = source.and_then(|source| Tree::parse(source).ok());
    match parsed {
        Some(parsed) => {
            let mut json = Json::new(source.unwrap_or_default().as_bytes(), 0);
            let mut head = Head::default();
            let before = held::<T>(&mut json, &mut head, entry.content.resource_type());
            let before = before.ok().map(|mut before| {
                before.labels = head.labels;
                before.id = head.id.take();
                tree(&before, head.own_labels, Some(&parsed))
            });
            let after = tree(entry, head.own_labels, Some(&parsed));
            match before {
                Some(before) if before == after => return source.map(str::to_owned),
                Some(before) => super::merge::merge(parsed, &before, after).write(&mut out),
                // A source that does not say what the entry is.
                None => {
                    super::merge::merge(parsed, &Tree::Object(Vec::new()), after).write(&mut out)
                }
            }
        }
        None => {
            let mut new = tree(entry, Labels::default(), None);
            if let (Some(subject), Tree::Object(members)) = (subject, &mut new)
                && !T::SUBJECT.is_empty()
            {
                let mut reference = Object::default();
                reference.put("reference", Tree::text(subject));
                let mut out = Object::default();
                let reference = match T::SUBJECTS {
                    true => Tree::Array(vec![reference.into_tree()]),
                    false => reference.into_tree(),
                };
                out.put(super::element::name(T::SUBJECT), reference);
                if let Tree::Object(subject) = out.into_tree() {
                    members.extend(subject);
                }
            }
            new.pruned()?.write(&mut out);
        }
    }
    Some(out)
}
