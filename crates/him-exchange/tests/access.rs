//! Accesses to charts as `AuditEvent`s. All people are invented.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use him_exchange::fhir::{AccessError, AuditedAccess, Importer, Options, write_entry};
use him_record::audit::{AccessAction, AccessEvent, AccessOutcome};
use him_record::confidentiality::{AccessRole, Label, Labels, PurposeOfUse};
use him_record::*;
use serde_json::{Value, json};

fn event(at: &str) -> AccessEvent {
    let by = Actor::new("Practitioner/7").acting_as("attending");
    AccessEvent::new(
        AccessAction::Read,
        at.parse().unwrap(),
        by,
        AccessRole::Clinician,
        PurposeOfUse::Emergency,
    )
}

fn audited(event: AccessEvent) -> AuditedAccess {
    AuditedAccess::new(
        event,
        Reference::to("Patient/1"),
        Reference::to("Device/ehr"),
    )
}

/// An access with all that an access can say.
fn full() -> AuditedAccess {
    let mut event = event("2026-03-04T10:11:12.250-05:00");
    event.entries = vec![
        Reference::to("DocumentReference/3"),
        Reference::to("Observation/4"),
        Reference::to("Condition/5"),
    ];
    event.kinds = vec![EntryKind::Diagnosis, EntryKind::Location];
    event.why = Some("found unconscious".into());
    event.broke_glass = Some("nobody could be asked".into());
    event.withheld = Some(3);
    event.outcome = Some(AccessOutcome::Done);
    let labels = |labels: &[Label]| labels.iter().copied().collect::<Labels>();
    audited(event).with_labels([
        labels(&[Label::Restricted, Label::Part2, Label::MinorConsented]),
        labels(&[]),
        labels(&[Label::Hiv]),
    ])
}

fn written(record: AuditRecord) -> String {
    let mut out = Vec::new();
    write_entry(EntryRef::Audit(&Entry::new(record)), None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The entry that a strict import makes of a resource, without findings.
fn read(text: &str) -> AuditRecord {
    let mut importer = Importer::with_options({
        let mut options = Options::default();
        options.strict = true;
        options
    });
    let patient = r#"{"resourceType":"Patient","id":"1"}"#;
    importer.read_json(patient.as_bytes()).unwrap();
    importer.read_json(text.as_bytes()).unwrap();
    let import = importer.finish();
    assert_eq!(import.findings, []);
    let mut entries = import.charts.into_iter().flat_map(|chart| chart.audit);
    AuditRecord::clone(&entries.next().unwrap().content)
}

#[test]
fn an_access_as_the_standard_writes_it() {
    let person =
        json!({"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "1"});
    let object =
        json!({"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "2"});
    let resource =
        json!({"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "4"});
    let act = |code: &str| json!({"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": code});
    let found: Value = serde_json::from_str(&written(full().to_record().unwrap())).unwrap();
    assert_eq!(
        found,
        json!({
            "resourceType": "AuditEvent",
            "type": {
                "system": "http://dicom.nema.org/resources/ontology/DCM",
                "code": "110110",
                "display": "Patient Record",
            },
            "subtype": [{"system": "http://hl7.org/fhir/restful-interaction", "code": "read"}],
            "action": "R",
            "recorded": "2026-03-04T10:11:12.250-05:00",
            "outcome": "0",
            "purposeOfEvent": [
                {"coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "ETREAT",
                }]},
                {
                    "coding": [{
                        "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "BTG",
                    }],
                    "text": "nobody could be asked",
                },
            ],
            "agent": [{
                "role": [{"coding": [{"code": "clinician"}]}, {"text": "attending"}],
                "who": {"reference": "Practitioner/7"},
                "requestor": true,
            }],
            "source": {"observer": {"reference": "Device/ehr"}},
            "entity": [
                {
                    "what": {"reference": "Patient/1"},
                    "type": person,
                    "role": {
                        "system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "1",
                    },
                    "description": "found unconscious",
                    "detail": [{"type": "withheld", "valueString": "3"}],
                },
                {
                    "what": {"reference": "DocumentReference/3"},
                    "type": object,
                    "role": resource,
                    "securityLabel": [
                        {
                            "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
                            "code": "R",
                        },
                        act("42CFRPart2"),
                        {"code": "minor-consented"},
                    ],
                },
                {"what": {"reference": "Observation/4"}, "type": object, "role": resource},
                {
                    "what": {"reference": "Condition/5"},
                    "type": object,
                    "role": resource,
                    "securityLabel": [act("HIV")],
                },
                {"type": object, "role": resource, "name": "diagnoses"},
                {"type": object, "role": resource, "name": "directory.locations"},
            ],
        })
    );
}

/// Whatever an access says, the AuditEvent is without findings, and the same access is read from it.
#[test]
fn every_access_comes_back() {
    let mut accesses = vec![full(), audited(event("2026-03-04T10:11:12Z"))];
    for &action in AccessAction::ALL {
        let mut access = full();
        access.event.action = action;
        accesses.push(access);
    }
    for &purpose in PurposeOfUse::ALL {
        let mut access = full();
        access.event.purpose = purpose;
        access.event.broke_glass = None;
        accesses.push(access);
    }
    for &role in AccessRole::ALL {
        let mut access = full();
        access.event.role = role;
        access.event.by = Actor::new("Patient/1");
        accesses.push(access);
    }
    for &outcome in AccessOutcome::ALL {
        let mut access = full();
        access.event.outcome = Some(outcome);
        access.event.why = None;
        accesses.push(access);
    }
    for &label in Label::ALL {
        accesses.push(full().with_labels([Labels::default(), [label].into_iter().collect()]));
    }
    for &kind in EntryKind::ALL {
        let mut access = full();
        access.event.kinds = vec![kind];
        access.event.withheld = Some(u32::MAX);
        accesses.push(access);
    }
    for access in accesses {
        let record = access.to_record().unwrap();
        let received = read(&written(record.clone()));
        assert!(received == record);
        assert!(AuditedAccess::from_record(&received).unwrap() == access);
    }
}

#[test]
fn outcomes_are_those_of_the_standard() {
    for (outcome, code) in [
        (AccessOutcome::Done, "0"),
        (AccessOutcome::Refused, "4"),
        (AccessOutcome::Failed, "8"),
    ] {
        let mut access = full();
        access.event.outcome = Some(outcome);
        let record = access.to_record().unwrap();
        assert_eq!(record.outcome.unwrap().code(), code);
    }
}

#[test]
fn what_the_standard_requires_must_be_there() {
    let refused = |change: fn(&mut AuditedAccess)| {
        let mut access = full();
        change(&mut access);
        access.to_record().unwrap_err()
    };
    for at in [
        "2026",
        "2026-03",
        "2026-03-04",
        "2026-03-04T10:11-05:00",
        "2026-03-04T10:11:12",
    ] {
        let Ok(at) = at.parse() else { continue };
        let mut access = full();
        access.event.at = Phi::new(at);
        let error = access.to_record().unwrap_err();
        assert_eq!(error, AccessError::NotAnInstant);
    }
    for (error, message) in [
        (
            refused(|it| it.event.at = Phi::new("2026-03-04".parse().unwrap())),
            "an AuditEvent is recorded at an instant: date, time to the second and offset",
        ),
        (
            refused(|it| it.event.by = Actor::default()),
            "an access says who looked",
        ),
        (
            refused(|it| it.observer = Reference::to(" ")),
            "an AuditEvent says which system wrote it down",
        ),
        (
            refused(|it| it.patient = Reference::default()),
            "an access says whose chart it was",
        ),
        (
            refused(|it| it.event.entries[1] = Reference::default()),
            "an entry of the access points nowhere",
        ),
        (
            refused(|it| it.event.broke_glass = Some("".into())),
            "a text of the access is empty",
        ),
        (
            refused(|it| it.event.entries.truncate(2)),
            "the access has more labels than entries",
        ),
    ] {
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn another_event_is_no_access() {
    type Change = fn(&mut AuditRecord);
    let changes: [Change; 16] = [
        |it| it.kind = None,
        |it| it.subkinds.clear(),
        |it| it.action = None,
        |it| it.recorded = Some(Phi::new("2026-03-04".parse().unwrap())),
        |it| it.outcome = Some(AuditOutcome::MajorFailure),
        |it| it.outcome_text = Some("more".into()),
        |it| it.purposes.clear(),
        |it| it.purposes[1].text = None,
        |it| it.agents[0].requestor = Some(false),
        |it| it.agents[0].name = Some("more".into()),
        |it| it.agents.push(AuditAgent::default()),
        |it| it.observer = None,
        |it| it.entities[0].details[0].text = Some("03".into()),
        |it| it.entities[1].labels[0].display = Some("more".into()),
        |it| it.entities.swap(3, 4),
        |it| it.entities.clear(),
    ];
    for change in changes {
        let mut record = full().to_record().unwrap();
        change(&mut record);
        let error = AuditedAccess::from_record(&record).unwrap_err();
        assert_eq!(error, AccessError::NotAnAccess);
    }
}
