//! Every field of every resource type edited, one at a time, in resources of the official packs: the export
//! says what the edit says and changes nothing besides.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod shared;

use std::collections::{BTreeMap, BTreeSet};

use him_exchange::fhir::{Import, Importer, write_entry};
use him_record::{AnyEntry, EntryKind, EntryRef};
use serde_json::Value;
use shared::import;

/// How often a field of a resource type is edited in the same way.
const TIMES: usize = 2;

/// Fields of which FHIR has no place of their own, so that they come back otherwise.
const FOLLOWING: &[(&str, &str)] = &[
    // The form of the data follows from the media type, the hash from the data.
    ("Binary", "media_type"),
    ("DiagnosticReport", "forms.*.data"),
    ("DiagnosticReport", "forms.*.sha256"),
    ("DocumentReference", "forms.*.data"),
    ("DocumentReference", "forms.*.media_type"),
    ("DocumentReference", "forms.*.sha256"),
    // One status says both; a section is its narrative; another form is another resource.
    ("Composition", "status"),
    ("Composition", "document_status"),
    ("Composition", "forms.*.data"),
    ("Composition", "forms.*.media_type"),
    ("Composition", "form"),
    // One date says start and end; without the day of birth there is no hour; a drug that was handed out
    // was prepared.
    ("MedicationRequest", "effective"),
    ("MedicationDispense", "effective"),
    ("Patient", "birth_date"),
    // The first name is the name, the others are aliases.
    ("Organization", "names"),
    // US Core has the codes of OMB apart from all others, and always a text.
    ("Patient", "race"),
    ("Patient", "ethnicity"),
];

/// A change of the JSON of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edit {
    Change,
    Remove,
}

/// The steps to a value.
type Path = Vec<String>;

/// Every value below this one with its path, parts before wholes.
fn values(value: &Value, path: &mut Path, found: &mut Vec<Path>) {
    let mut enter = |step: String, value: &Value| {
        path.push(step);
        values(value, path, found);
        found.push(path.clone());
        path.pop();
    };
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| enter(name.clone(), value)),
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(place, value)| enter(place.to_string(), value));
        }
        _ => {}
    }
}

fn at<'v>(value: &'v mut Value, path: &[String]) -> &'v mut Value {
    path.iter().fold(value, |value, step| match value {
        Value::Array(list) => &mut list[step.parse::<usize>().unwrap()],
        value => &mut value[step.as_str()],
    })
}

/// The entry with one value changed to another of its type, or removed; `None` if there is no such.
fn edited(kind: EntryKind, entry: &Value, path: &[String], edit: Edit) -> Option<AnyEntry> {
    let mut entry = entry.clone();
    let read = |entry: &Value| AnyEntry::from_json(kind, &entry.to_string()).ok();
    match edit {
        Edit::Remove => {
            let (last, whole) = path.split_last()?;
            match at(&mut entry, whole) {
                Value::Array(list) => drop(list.remove(last.parse().unwrap())),
                whole => drop(whole.as_object_mut()?.remove(last)),
            }
            read(&entry)
        }
        Edit::Change => {
            let old = at(&mut entry, path).clone();
            let new: Vec<Value> = match &old {
                Value::String(text) => [
                    format!("{text}0"),
                    format!("{text}.50"),
                    text.replacen("20", "19", 1),
                    text.replacen("19", "20", 1),
                    format!("{text} edited"),
                    "1.50".into(),
                    "active".into(),
                    "completed".into(),
                    "draft".into(),
                    "home".into(),
                    "order".into(),
                    "male".into(),
                    "W1JpbmdvXQ==".into(),
                ]
                .into_iter()
                .filter(|new| new != text)
                .map(Value::from)
                .collect(),
                Value::Bool(said) => vec![Value::from(!said)],
                Value::Number(number) => vec![Value::from(number.as_u64()? + 1)],
                _ => return None,
            };
            new.into_iter().find_map(|new| {
                *at(&mut entry, path) = new;
                read(&entry)
            })
        }
    }
}

fn written(entry: EntryRef<'_>) -> String {
    let mut out = Vec::new();
    write_entry(entry, None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The entries that have a source of their own.
fn received(import: Import) -> Vec<AnyEntry> {
    let charts = import
        .charts
        .into_iter()
        .flat_map(|chart| chart.into_entries());
    let mut directory = him_record::Chart::default();
    directory.directory = import.shared.directory;
    let all = charts.chain(directory.into_entries());
    all.chain(import.shared.entries)
        .map(|entry| match entry {
            AnyEntry::Copy(patient) => AnyEntry::Patient(patient),
            entry => entry,
        })
        .filter(|entry| entry.as_ref().source().is_some() && entry.kind() != EntryKind::Unheld)
        .collect()
}

/// An entry without what other resources say of it.
fn json(entry: &AnyEntry) -> Value {
    let mut json: Value = serde_json::from_str(&entry.to_json()).unwrap();
    let implied: &[&str] = match entry.kind() {
        EntryKind::Diagnosis => &["role", "rank", "present_on_admission"],
        EntryKind::Encounter => &["drg"],
        EntryKind::Medication if json["content"].get("drug_reference").is_some() => &["drug"],
        _ => &[],
    };
    for name in implied {
        json["content"].as_object_mut().unwrap().remove(*name);
    }
    json
}

/// The scalars of a resource, each with its path without places, sorted.
fn scalars(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                scalars(value, &format!("{path}.{name}"), found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| scalars(value, path, found)),
        value => found.push(format!("{path} = {value}")),
    }
}

/// What is in the one and not in the other.
fn without(one: &[String], other: &[String]) -> Vec<String> {
    let mut left = other.to_vec();
    let missing = one
        .iter()
        .filter(|it| match left.iter().position(|other| other == *it) {
            Some(place) => {
                left.swap_remove(place);
                false
            }
            None => true,
        });
    missing.cloned().collect()
}

/// Invented: types and elements of which the packs have no example.
const OTHERS: &str = r#"{"resourceType": "Bundle", "type": "collection", "entry": [
{"resource": {"resourceType": "EpisodeOfCare", "id": "e", "status": "active", "patient": {"reference": "Patient/1"},
    "identifier": [{"system": "urn:oid:1.2.3", "value": "E-1"}, {"value": "E-2"}],
    "statusHistory": [{"status": "planned", "period": {"start": "2026-01"}}],
    "type": [{"coding": [{"code": "hacc"}], "text": "at home"}],
    "diagnosis": [{"condition": {"reference": "Condition/c"}, "role": {"coding": [{"code": "CC", "system": "http://terminology.hl7.org/CodeSystem/diagnosis-role"}]}, "rank": 1}],
    "managingOrganization": {"reference": "Organization/o"}, "period": {"start": "2026-01-02", "end": "2026-03-04"},
    "referralRequest": [{"reference": "ServiceRequest/s"}], "careManager": {"reference": "Practitioner/p", "display": "Dr. Fictus"},
    "team": [{"reference": "CareTeam/t"}], "account": [{"reference": "Account/a"}]}},
{"resource": {"resourceType": "ImagingStudy", "id": "i", "status": "available", "subject": {"reference": "Patient/1"},
    "identifier": [{"system": "urn:dicom:uid", "value": "urn:oid:1.2.3.4"}], "encounter": {"reference": "Encounter/v"},
    "modality": [{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "CT"}], "started": "2026-01-02T03:04:05Z",
    "basedOn": [{"reference": "ServiceRequest/s"}], "referrer": {"reference": "Practitioner/p"}, "interpreter": [{"display": "Dr. Ficta"}],
    "numberOfSeries": 1, "numberOfInstances": 2, "procedureCode": [{"text": "CT"}], "reasonCode": [{"text": "a fall"}],
    "note": [{"text": "seen", "time": "2026"}], "description": "of the head",
    "series": [{"uid": "1.2.3.4.5", "number": 3, "modality": {"code": "CT"}, "description": "axial", "numberOfInstances": 2,
        "bodySite": {"code": "69536005"}, "laterality": {"code": "7771000"}, "started": "2026-01-02T03:04:06Z",
        "performer": [{"actor": {"reference": "Practitioner/p"}}], "instance": [{"uid": "1.2.3.4.5.6", "sopClass": {"code": "x"}}]}]}},
{"resource": {"resourceType": "Account", "id": "a", "status": "active", "subject": [{"reference": "Patient/1"}],
    "identifier": [{"value": "A-1"}], "type": {"text": "stay"}, "name": "of the stay", "servicePeriod": {"start": "2026-01-02", "end": "2026-01-05"},
    "coverage": [{"coverage": {"reference": "Coverage/c"}, "priority": 1}, {"coverage": {"reference": "Coverage/d"}, "priority": 2}],
    "owner": {"reference": "Organization/o"}, "description": "paid late",
    "guarantor": [{"party": {"reference": "RelatedPerson/r"}, "onHold": false, "period": {"start": "2026-01-02"}}],
    "partOf": {"reference": "Account/b"}}},
{"resource": {"resourceType": "AuditEvent", "type": {"code": "rest"}, "recorded": "2026-01-02T03:04:05Z",
    "period": {"start": "2026-01-02", "end": "2026-01-03"}, "purposeOfEvent": [{"text": "care"}],
    "agent": [{"requestor": true, "role": [{"coding": [{"code": "r"}]}], "purposeOfUse": [{"text": "care"}]}],
    "source": {"observer": {"display": "a system"}, "site": "here"},
    "entity": [{"what": {"reference": "Patient/1", "display": "whom"}, "securityLabel": [{"system": "urn:s", "code": "R", "display": "restricted"}],
        "detail": [{"type": "more", "valueString": "said"}, {"type": "bytes", "valueBase64Binary": "AA=="}]}]}},
{"resource": {"resourceType": "Binary", "id": "b", "contentType": "application/pdf", "securityContext": {"reference": "Patient/1"}, "data": "AAEC"}},
{"resource": {"resourceType": "Claim", "id": "c", "status": "active", "type": {"text": "inpatient"}, "use": "claim", "patient": {"reference": "Patient/1"},
    "identifier": [{"use": "usual", "type": {"text": "ICN"}, "value": "C-1"}], "billablePeriod": {"start": "2026-01-02", "end": "2026-01-05"},
    "created": "2026-01-06", "provider": {"reference": "Organization/o"}, "facility": {"reference": "Location/l", "display": "the ward"}, "priority": {"text": "normal"},
    "diagnosis": [
        {"sequence": 1, "diagnosisReference": {"reference": "Condition/c"}, "type": [{"coding": [{"code": "principal"}]}],
            "onAdmission": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/ex-diagnosis-on-admission", "code": "y"}]},
            "packageCode": {"coding": [{"system": "urn:drg", "code": "291"}]}},
        {"sequence": 2, "diagnosisCodeableConcept": {"text": "a fall"}}],
    "procedure": [{"sequence": 1, "procedureReference": {"reference": "Procedure/p"}, "date": "2026-01-03"}, {"sequence": 2, "procedureCodeableConcept": {"text": "of the hip"}}],
    "insurance": [{"sequence": 1, "focal": true, "coverage": {"reference": "Coverage/c", "display": "the plan"}}],
    "item": [{"sequence": 1, "productOrService": {"text": "a day"}, "revenue": {"text": "room"}, "modifier": [{"text": "twice"}, {"coding": [{"code": "59"}]}],
        "diagnosisSequence": [1, 2], "procedureSequence": [1], "servicedPeriod": {"start": "2026-01-02"}, "encounter": [{"reference": "Encounter/v"}],
        "unitPrice": {"value": 10.50, "currency": "USD"}, "net": {"value": 21.00, "currency": "USD"}, "quantity": {"value": 2}}],
    "total": {"value": 21.00, "currency": "USD"}}},
{"resource": {"resourceType": "ExplanationOfBenefit", "id": "x", "status": "active", "type": {"text": "inpatient"}, "use": "claim", "patient": {"reference": "Patient/1"},
    "billablePeriod": {"start": "2026-01-02", "end": "2026-01-05"}, "created": "2026-01-07", "insurer": {"display": "the plan"}, "provider": {"display": "us"},
    "claim": {"reference": "Claim/c", "display": "the claim"}, "outcome": "complete", "insurance": [{"focal": true, "coverage": {"reference": "Coverage/c"}}],
    "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": {"text": "a fall"}}], "procedure": [{"sequence": 1, "procedureCodeableConcept": {"text": "of the hip"}}],
    "item": [{"sequence": 1, "productOrService": {"text": "a day"}, "diagnosisSequence": [1], "procedureSequence": [1], "revenue": {"text": "room"}, "modifier": [{"text": "twice"}]}],
    "total": [{"category": {"coding": [{"code": "submitted"}]}, "amount": {"value": 21.00, "currency": "USD"}}]}},
{"resource": {"resourceType": "Consent", "status": "active", "scope": {"text": "privacy"}, "category": [{"text": "release"}], "patient": {"reference": "Patient/1"},
    "dateTime": "2026-01-02", "performer": [{"reference": "Patient/1", "display": "herself"}], "policyRule": {"text": "opt in"},
    "sourceAttachment": {"contentType": "application/pdf", "url": "urn:form", "title": "the form", "creation": "2026", "size": 3, "hash": "AAEC"},
    "provision": {"type": "permit", "action": [{"text": "disclose"}], "securityLabel": [{"code": "R"}], "purpose": [{"code": "TREAT"}], "provision": [{"type": "deny"}]}}},
{"resource": {"resourceType": "Consent", "status": "active", "scope": {"text": "privacy"}, "category": [{"text": "release"}], "patient": {"reference": "Patient/1"},
    "sourceReference": {"reference": "DocumentReference/d", "display": "the form"}, "policy": [{"authority": "urn:law"}]}},
{"resource": {"resourceType": "Coverage", "status": "active", "beneficiary": {"reference": "Patient/1"}, "policyHolder": {"reference": "RelatedPerson/r"},
    "payor": [{"display": "the plan"}], "identifier": [{"use": "usual", "value": "M-1", "period": {"start": "2026"}}]}},
{"resource": {"resourceType": "Device", "patient": {"reference": "Patient/1"}, "owner": {"reference": "Organization/o"}, "location": {"display": "the ward"},
    "note": [{"text": "beeps"}], "udiCarrier": [{"deviceIdentifier": "1", "issuer": "urn:gs1", "carrierHRF": "(01)1"}], "deviceName": [{"name": "a pump", "type": "user-friendly-name"}]}},
{"resource": {"resourceType": "Goal", "lifecycleStatus": "active", "description": {"coding": [{"code": "g"}], "text": "walk"}, "subject": {"reference": "Patient/1"},
    "target": [{"measure": {"text": "steps"}, "detailQuantity": {"value": 100.0, "unit": "m"}, "dueDate": "2026-05"}], "note": [{"text": "slowly"}], "addresses": [{"reference": "Condition/c"}]}},
{"resource": {"resourceType": "Immunization", "status": "not-done", "statusReason": {"text": "refused"}, "vaccineCode": {"text": "MMR"}, "patient": {"reference": "Patient/1"},
    "occurrenceString": "last year", "recorded": "2026-01-02"}},
{"resource": {"resourceType": "Observation", "status": "final", "code": {"text": "of two"}, "subject": {"reference": "Patient/1"},
    "dataAbsentReason": {"coding": [{"code": "not-performed"}]}, "component": [{"code": {"text": "one"}, "dataAbsentReason": {"text": "lost"},
        "referenceRange": [{"low": {"value": 1.0, "comparator": ">"}, "high": {"value": 2.50, "unit": "g"}, "text": "1 to 2.5"}]}]}},
{"resource": {"resourceType": "Procedure", "status": "completed", "subject": {"reference": "Patient/1"}, "outcome": {"coding": [{"code": "ok"}]},
    "reasonReference": [{"reference": "Condition/c"}, {"display": "a fall"}], "performedString": "once"}},
{"resource": {"resourceType": "Provenance", "target": [{"reference": "Patient/1", "display": "whom"}], "recorded": "2026-01-02T03:04:05Z", "activity": {"text": "merge"},
    "location": {"reference": "Location/l", "display": "here"}, "agent": [{"role": [{"text": "author"}], "who": {"display": "Dr. Ficta"}, "onBehalfOf": {"display": "us"}}]}},
{"resource": {"resourceType": "RelatedPerson", "patient": {"reference": "Patient/1"}, "relationship": [{"text": "aunt"}], "period": {"start": "2020", "end": "2025"},
    "name": [{"family": "Ficta", "suffix": ["Sr."], "period": {"start": "1970"}}], "address": [{"text": "there", "district": "Kent", "period": {"end": "2020"}}],
    "telecom": [{"value": "555-0100", "period": {"start": "2020"}}], "birthDate": "1950"}},
{"resource": {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "CT"}, "subject": {"reference": "Patient/1"},
    "imagingStudy": [{"reference": "ImagingStudy/i"}], "conclusionCode": [{"text": "clear"}], "conclusion": "clear"}},
{"resource": {"resourceType": "Composition", "status": "final", "type": {"text": "summary"}, "date": "2026-01-02", "author": [{"display": "Dr. Ficta"}], "title": "Summary",
    "subject": {"reference": "Patient/1"}, "encounter": {"reference": "Encounter/v", "display": "the stay"}, "event": [{"period": {"start": "2026-01-01", "end": "2026-01-02"}}],
    "identifier": {"use": "official", "system": "urn:x", "value": "S-1"}}},
{"resource": {"resourceType": "Encounter", "status": "finished", "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"}, "subject": {"reference": "Patient/1"},
    "episodeOfCare": [{"reference": "EpisodeOfCare/e"}, {"display": "another"}], "priority": {"text": "soon"}, "hospitalization": {"admitSource": {"text": "home"}}}},
{"resource": {"resourceType": "Patient", "id": "1", "contact": [{"relationship": [{"text": "aunt"}], "organization": {"display": "the church"}, "period": {"start": "2020"}, "gender": "female"}],
    "extension": [
        {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "F"},
        {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-genderIdentity", "valueCodeableConcept": {"coding": [{"code": "446141000124107"}], "text": "female"}},
        {"url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace", "valueAddress": {"use": "home", "line": ["1 Way"], "city": "Imagined", "district": "Kent", "postalCode": "00000", "country": "US", "text": "there"}}]}},
{"resource": {"resourceType": "CareTeam", "subject": {"reference": "Patient/1"}, "category": [{"text": "ward"}], "reasonCode": [{"text": "a fall"}], "note": [{"text": "daily"}],
    "encounter": {"display": "the stay"}, "participant": [{"member": {"display": "Dr. Ficta"}, "onBehalfOf": {"display": "us"}}], "managingOrganization": [{"display": "us"}]}},
{"resource": {"resourceType": "Specimen", "subject": {"reference": "Patient/1"}, "accessionIdentifier": {"use": "usual", "type": {"text": "lab"}, "value": "L-1", "period": {"start": "2026"}},
    "type": {"text": "blood"}, "parent": [{"display": "the first"}], "request": [{"display": "the order"}], "collection": {"collector": {"display": "a nurse"}, "method": {"text": "puncture"}, "collectedPeriod": {"start": "2026-01-02"}}}}
]}"#;

/// What was edited, and what came of it otherwise than expected.
#[derive(Default)]
struct Edits {
    done: BTreeMap<(String, String, Edit), usize>,
    wrong: BTreeMap<(String, String, Edit), String>,
}

impl Edits {
    /// Edits every field of every entry of a document.
    fn of(&mut self, document: &[u8]) {
        let mut importer = Importer::new();
        if importer.read_json(document).is_err() {
            return;
        }
        for entry in received(importer.finish()) {
            let source: Value =
                serde_json::from_str(entry.as_ref().source().unwrap().expose()).unwrap();
            let resource_type = source["resourceType"].as_str().unwrap();
            let mut before = Vec::new();
            scalars(&source, "", &mut before);
            let whole = json(&entry);
            let mut paths = Vec::new();
            values(&whole["content"], &mut vec!["content".into()], &mut paths);
            for path in paths {
                let steps = path[1..].iter();
                let steps = steps.map(|step| {
                    if step.parse::<usize>().is_ok() {
                        "*"
                    } else {
                        step
                    }
                });
                let field = steps.collect::<Vec<&str>>().join(".");
                for edit in [Edit::Change, Edit::Remove] {
                    let key = (resource_type.to_owned(), field.clone(), edit);
                    let times = self.done.entry(key.clone()).or_default();
                    if *times >= TIMES {
                        continue;
                    }
                    let Some(edited) = edited(entry.kind(), &whole, &path, edit) else {
                        continue;
                    };
                    if json(&edited) == whole {
                        continue;
                    }
                    *times += 1;
                    if let Some(what) = unexpected(&before, &edited, edit) {
                        self.wrong.entry(key).or_insert(what);
                    }
                }
            }
        }
    }
}

/// What is wrong with what an edited entry is written as; `before` are the scalars of its source.
fn unexpected(before: &[String], edited: &AnyEntry, edit: Edit) -> Option<String> {
    let out = written(edited.as_ref());
    let mut again = received(import(&out)).into_iter();
    let again = again.find(|it| it.kind() == edited.kind());
    let same = again.is_some_and(|again| json(&again)["content"] == json(edited)["content"]);
    let mut after = Vec::new();
    scalars(&serde_json::from_str(&out).unwrap(), "", &mut after);
    let (gone, new) = (without(before, &after), without(&after, before));
    // One date that becomes a period is two.
    let few = match edit {
        Edit::Change => gone.len() <= 1 && new.len() <= 2,
        Edit::Remove => new.is_empty(),
    };
    (!same || !few).then(|| format!("comes back: {same}; gone {gone:?}; new {new:?}"))
}

#[test]
fn the_others_are_held_without_findings() {
    let import = import(OTHERS);
    assert_eq!(import.findings, []);
    assert_eq!(
        (import.counts.total().held, import.counts.total().kept_raw),
        (23, 0)
    );
}

/// The places in [`FOLLOWING`] that explain what came back otherwise.
fn explained(edits: &Edits) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    for ((resource_type, field, edit), what) in &edits.wrong {
        let mut following = FOLLOWING.iter();
        let known =
            following.position(|(of, start)| of == resource_type && field.starts_with(start));
        seen.insert(known.unwrap_or_else(|| panic!("{edit:?} {resource_type}.{field}: {what}")));
    }
    seen
}

#[test]
fn every_field_of_every_type() {
    let test = "every_field_of_every_type";
    let mut own = Edits::default();
    own.of(OTHERS.as_bytes());
    own.of(include_bytes!("vectors/chart.json"));
    let mut seen = explained(&own);
    let mut packs = Edits::default();
    for name in [
        "fhir-r4-official-examples-dev.tar.xz",
        "uscore-examples-dev.tar.xz",
        "fhir-test-cases-dev.tar.xz",
    ] {
        let files = shared::pack(test, name);
        files.iter().flatten().for_each(|(_, text)| packs.of(text));
    }
    if packs.done.is_empty() {
        return;
    }
    seen.extend(explained(&packs));
    assert_eq!(seen.len(), FOLLOWING.len());
    let keys = own.done.keys().chain(packs.done.keys());
    let types: BTreeSet<&str> = keys.map(|key| &*key.0).collect();
    assert_eq!(types.len(), 36, "{types:?}");
    let edits = own.done.values().chain(packs.done.values());
    assert!(edits.sum::<usize>() > 5_000);
}
