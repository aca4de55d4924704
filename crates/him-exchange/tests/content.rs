//! What a chart holds of each resource type. The people are invented.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in the functions that tests share as well"
)]

mod shared;

use him_codes::CodeSystem;
use him_exchange::fhir::{Finding, FindingKind, Import, Importer};
use him_record::*;
use shared::import;

const CHART: &str = include_str!("vectors/chart.json");

fn shown(text: &Option<PhiText>) -> &str {
    text.as_ref().unwrap().expose_str()
}

fn at(moment: &Option<Phi<Moment>>) -> String {
    moment.unwrap().expose().to_string()
}

/// The findings about what is there.
fn present(import: &Import) -> impl Iterator<Item = &Finding> {
    let missing = |finding: &&Finding| matches!(finding.kind, FindingKind::Missing(_));
    import
        .findings
        .iter()
        .filter(move |finding| !missing(finding))
}

/// A Bundle of one observation of a patient with the given members.
fn observation(members: &str) -> Import {
    import(&format!(
        r##"{{"resourceType": "Observation", "subject": {{"reference": "Patient/x"}}, {members}}}"##
    ))
}

#[test]
fn every_entry_is_where_it_belongs() {
    let import = import(CHART);
    assert_eq!(import.findings, []);
    assert_eq!(import.charts.len(), 1);
    let chart = &import.charts[0];
    let lengths = [
        chart.related.len(),
        chart.encounters.len(),
        chart.diagnoses.len(),
        chart.procedures.len(),
        chart.observations.len(),
        chart.medications.len(),
        chart.allergies.len(),
        chart.immunizations.len(),
        chart.reports.len(),
        chart.notes.len(),
        chart.unheld.len(),
        chart.directory.len(),
    ];
    assert_eq!(lengths, [1, 1, 1, 1, 1, 2, 1, 1, 1, 2, 0, 3]);
    assert_eq!((chart.care_plans.len(), chart.drugs.len()), (1, 1));
    let shared: Vec<_> = import
        .shared
        .unheld
        .iter()
        .map(|raw| raw.resource_type)
        .collect();
    assert_eq!(shared, ["OperationOutcome"]);
    assert_eq!(import.counts.entries_without_resource, 1);
    let total = import.counts.total();
    assert_eq!((total.held, total.kept_raw, total.unreadable), (18, 1, 0));
}

#[test]
fn patient() {
    let import = import(CHART);
    let patient = &import.charts[0].patient;
    assert_eq!(shown(&patient.id), "p1");
    assert_eq!(
        shown(&patient.full_url),
        "https://ehr.example.org/fhir/Patient/p1"
    );
    let source: serde_json::Value =
        serde_json::from_str(patient.source.as_ref().unwrap().expose()).unwrap();
    assert_eq!(source["id"], "p1");
    let patient = &patient.content;
    let given: Vec<_> = patient.names[0]
        .given
        .iter()
        .map(PhiText::expose_str)
        .collect();
    assert_eq!(given, ["Ficta", "\u{1F600}"]);
    assert_eq!(shown(&patient.names[0].family), "Exempl\u{e1}r");
    assert_eq!(patient.names[1].used_as, Some(Use::Maiden));
    assert_eq!(shown(&patient.identifiers[0].value), "INV-0001");
    assert_eq!(patient.sex, Some(Sex::Female));
    assert_eq!(patient.birth_date.unwrap().expose().to_string(), "1950-02");
    let Deceased::On(death) = patient.deceased else {
        panic!("not dead")
    };
    assert_eq!(death.expose().to_string(), "2024-03-09T04:05:06.789Z");
    let race = patient.race.as_ref().unwrap();
    let codes: Vec<_> = race.codes_in(CodeSystem::RaceEthnicity).collect();
    assert_eq!(codes, ["2106-3", "2112-1"]);
    assert_eq!(shown(&race.text), "White");
    assert_eq!(
        shown(&patient.ethnicity.as_ref().unwrap().text),
        "Not stated"
    );
    assert_eq!(shown(&patient.mothers_maiden_name), "Fabula");
    assert_eq!(
        shown(&patient.birth_place.as_ref().unwrap().city),
        "Nowhere"
    );
    assert_eq!(shown(&patient.contacts[0].names[0].family), "Exemplar");
    assert_eq!(shown(&patient.languages[0].text), "English");
    assert_eq!(shown(&patient.addresses[0].postal_code), "00000");
}

#[test]
fn encounter_and_the_role_of_its_diagnosis() {
    let import = import(CHART);
    let chart = &import.charts[0];
    let encounter = &chart.encounters[0].content;
    assert_eq!(encounter.class, Some(EncounterClass::Inpatient));
    assert_eq!(encounter.status, Some(EncounterStatus::Finished));
    assert_eq!(
        encounter.period.end_date().unwrap().to_string(),
        "2024-03-09"
    );
    assert_eq!(encounter.diagnoses.len(), 2);
    let disposition = encounter.discharge_disposition.as_ref().unwrap();
    assert_eq!(
        disposition.codes_in(CodeSystem::DischargeStatus).next(),
        Some("01")
    );
    let diagnosis = &chart.diagnoses[0].content;
    assert_eq!(diagnosis.role, Some(DiagnosisRole::Discharge));
    assert_eq!(diagnosis.rank, Some(2));
    assert_eq!(diagnosis.clinical_status, Some(ClinicalStatus::Active));
    assert_eq!(diagnosis.verification, Some(Verification::Confirmed));
    assert_eq!(
        (at(&diagnosis.onset), at(&diagnosis.abatement)),
        ("2024-02-29".into(), "2024".into())
    );
    assert_eq!(diagnosis.remarks[0].expose_str(), "invented remark");
    let date = chart.date_of_service(diagnosis, &chart.encounter_links());
    assert_eq!(date.unwrap().to_string(), "2024-03-09");
    assert_eq!(chart.care_states().len(), 1);
}

#[test]
fn observation_values() {
    let import = import(CHART);
    let observation = &import.charts[0].observations[0].content;
    let Some(ObservedValue::Quantity(quantity)) = &observation.value else {
        panic!("no quantity")
    };
    assert_eq!(quantity.value.as_ref().unwrap().expose().as_str(), "100.10");
    assert_eq!(quantity.comparator, Some(Comparator::Less));
    let unit = quantity.coded_unit.as_ref().unwrap();
    assert_eq!(unit.code_in(CodeSystem::Ucum), Some("mg/dL"));
    let high = observation.reference_ranges[0].high.as_ref().unwrap();
    assert_eq!(high.value.as_ref().unwrap().expose().as_str(), "1.10E2");
    assert_eq!(observation.components.len(), 3);
    assert_eq!(
        observation.components[0].value,
        Some(ObservedValue::Integer(Phi::new(3)))
    );
    assert!(matches!(
        observation.components[1].value,
        Some(ObservedValue::Range {
            low: Some(_),
            high: None
        })
    ));
    assert_eq!(
        observation.components[2].value,
        Some(ObservedValue::InSource)
    );
}

#[test]
fn every_form_of_value() {
    let value = |members: &str| {
        let import = self::observation(members);
        import.charts[0].observations[0].content.value.clone()
    };
    let text = |text: &str| ObservedValue::Text(text.into());
    assert_eq!(value(r#""valueString": "a\tb""#), Some(text("a\tb")));
    assert_eq!(
        value(r#""valueBoolean": false"#),
        Some(ObservedValue::Boolean(Phi::new(false)))
    );
    assert_eq!(
        value(r#""valueTime": "10:00:00""#),
        Some(ObservedValue::InSource)
    );
    assert_eq!(
        value(r#""valueString": null, "_valueString": {"extension": []}"#),
        None
    );
    assert!(matches!(
        value(r#""valueCodeableConcept": {"text": "t"}"#),
        Some(ObservedValue::Concept(_))
    ));
    assert!(matches!(
        value(r#""valueDateTime": "2024""#),
        Some(ObservedValue::Moment(_))
    ));
    assert!(matches!(
        value(r#""valuePeriod": {}"#),
        Some(ObservedValue::Period(_))
    ));
    assert!(matches!(
        value(r#""valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 8}}"#),
        Some(ObservedValue::Ratio {
            numerator: Some(_),
            denominator: Some(_)
        })
    ));
}

#[test]
fn drugs_are_named_by_contained_and_received_medications() {
    let import = import(CHART);
    let medications = &import.charts[0].medications;
    assert_eq!(medications[0].content.kind, MedicationKind::Order);
    assert_eq!(
        shown(&medications[0].content.drug.as_ref().unwrap().text),
        "inventomycin"
    );
    assert_eq!(medications[0].content.dosages[0].expose_str(), "twice");
    assert_eq!(medications[1].content.kind, MedicationKind::Administration);
    let drug = medications[1].content.drug.as_ref().unwrap();
    assert_eq!(drug.codes_in(CodeSystem::RxNorm).next(), Some("1"));
}

#[test]
fn documents() {
    let import = import(CHART);
    let chart = &import.charts[0];
    let note = &chart.notes[0].content;
    assert_eq!(
        note.forms[0].text().unwrap().expose_str(),
        "Ficta Exemplar came in."
    );
    assert_eq!(note.encounters.len(), 1);
    let sections: Vec<_> = chart.notes[1]
        .content
        .forms
        .iter()
        .map(|f| f.text().unwrap())
        .collect();
    assert_eq!(sections.len(), 2);
    assert_eq!(sections[0].expose_str(), "<div>first</div>");
    assert_eq!(sections[1].expose_str(), "<div>inner</div>");
    let report = &chart.reports[0].content;
    assert_eq!(
        report.forms[0].data,
        AttachmentData::Bytes(Phi::new((*b"%PDF-").into()))
    );
    assert_eq!(shown(&report.conclusion), "invented conclusion");
    let allergy = &chart.allergies[0].content;
    assert_eq!(allergy.reactions.len(), 2);
    assert_eq!(allergy.kind, Some(AllergyKind::Allergy));
    assert_eq!(
        import.shared.directory.organizations[0].content.names[0].expose_str(),
        "Mock Hospital"
    );
}

#[test]
fn each_chart_has_its_own() {
    let text = include_str!("vectors/two_patients.ndjson");
    let mut importer = Importer::new();
    importer.read_ndjson(text.as_bytes()).unwrap();
    let import = importer.finish();
    assert_eq!(import.charts.len(), 3);
    for (chart, id) in import.charts.iter().zip(["a", "b", "never"]) {
        assert_eq!(shown(&chart.patient.id), id);
        assert_eq!(chart.observations.len(), 1);
        let code = chart.observations[0].content.code.as_ref().unwrap();
        assert_eq!(shown(&code.text), id);
        assert_eq!(chart.directory.practitioners.len(), usize::from(id == "b"));
    }
    let findings: Vec<_> = present(&import).map(ToString::to_string).collect();
    assert_eq!(
        findings,
        ["Observation (line 6, column 1): the patient named was not received"]
    );
    assert_eq!(import.shared.directory.practitioners.len(), 2);
}

#[test]
fn the_same_id_on_another_server_is_another_patient() {
    let import = import(
        r#"{"resourceType": "Bundle", "entry": [
        {"fullUrl": "http://a.example.org/Patient/1", "resource": {"resourceType": "Patient", "id": "1"}},
        {"fullUrl": "http://b.example.org/Patient/1", "resource": {"resourceType": "Patient", "id": "1"}},
        {"fullUrl": "http://b.example.org/Observation/2",
         "resource": {"resourceType": "Observation", "subject": {"reference": "Patient/1"}}},
        {"resource": {"resourceType": "Observation", "subject": {"reference": "Patient/1"}}},
        {"resource": {"resourceType": "Observation", "subject": {"reference": "http://c.example.org/Patient/1"}}}
    ]}"#,
    );
    let observations: Vec<_> = import.charts.iter().map(|c| c.observations.len()).collect();
    assert_eq!(observations, [0, 1, 1, 1]);
    let kinds: Vec<_> = present(&import).map(|finding| finding.kind).collect();
    assert_eq!(
        kinds,
        [
            FindingKind::PatientAmbiguous,
            FindingKind::PatientNotReceived
        ]
    );
}

#[test]
fn a_second_copy_of_a_patient_stands_beside_the_first() {
    let import = import(
        r#"{"resourceType": "Bundle", "type": "searchset", "entry": [
            {"resource": {"resourceType": "Patient", "id": "p", "birthDate": "1980-01-01",
                "name": [{"family": "Ficta"}], "identifier": [{"value": "1"}]}},
            {"resource": {"resourceType": "Patient", "id": "p", "birthDate": "1981-01-01",
                "name": [{"family": "Ficta"}, {"family": "Olim", "use": "maiden"}],
                "telecom": [{"value": "555-0100"}]}}
        ]}"#,
    );
    let chart = &import.charts[0];
    assert_eq!(import.charts.len(), 1);
    assert_eq!(chart.copies.len(), 1);
    let patient = &chart.patient.content;
    assert_eq!(patient.names.len(), 1);
    let copy = &chart.copies[0].content;
    let families: Vec<_> = copy.names.iter().map(|name| shown(&name.family)).collect();
    assert_eq!(families, ["Ficta", "Olim"]);
    assert_eq!(shown(&copy.telecoms[0].value), "555-0100");
    assert_eq!(
        patient.birth_date.unwrap().expose().to_string(),
        "1980-01-01"
    );
}

#[test]
fn what_names_no_patient_is_shared() {
    let import = import(
        r##"{"resourceType": "Bundle", "entry": [
        {"resource": {"resourceType": "Patient", "id": "1"}},
        {"resource": {"resourceType": "Patient", "id": "1", "active": true}},
        {"resource": {"resourceType": "Observation", "status": "final"}},
        {"resource": {"resourceType": "Observation", "subject": {"reference": "Group/1"}}},
        {"resource": {"resourceType": "Observation", "subject": {"reference": "urn:uuid:1d"}}},
        {"fullUrl": "urn:uuid:1d", "resource": {"resourceType": "Device"}},
        {"resource": {"resourceType": "Observation", "subject": {"reference": "#p"},
            "contained": [{"resourceType": "Patient", "id": "p", "gender": "male"}]}},
        {"resource": {"resourceType": "Appointment", "participant": [
            {"actor": {"reference": "Practitioner/2"}}, {"actor": {"reference": "Patient/1"}}]}}
    ]}"##,
    );
    let shared: Vec<_> = import
        .shared
        .unheld
        .iter()
        .map(|raw| raw.resource_type)
        .collect();
    assert_eq!(shared, ["Observation", "Observation", "Observation"]);
    assert!(matches!(import.shared.entries[..], [AnyEntry::Device(_)]));
    let findings: Vec<_> = present(&import).map(ToString::to_string).collect();
    assert_eq!(
        findings,
        [
            "Bundle.entry[1].resource (line 3, column 22): the patient was received before",
            "Bundle.entry[2].resource (line 4, column 22): no patient is named",
            "Bundle.entry[3].resource (line 5, column 22): no patient is named",
            "Bundle.entry[4].resource (line 6, column 22): no patient is named",
        ]
    );
    assert_eq!(import.charts.len(), 2);
    let raw: Vec<_> = import.charts[0]
        .unheld
        .iter()
        .map(|raw| raw.resource_type)
        .collect();
    assert_eq!(raw, ["Appointment"]);
    assert_eq!(import.charts[0].copies.len(), 1);
    assert_eq!(import.charts[1].patient.content.sex, Some(Sex::Male));
    let total = import.counts.total();
    assert_eq!((total.held, total.kept_raw), (4, 4));
}

#[test]
fn bundles_may_have_their_type_last() {
    let late = r#"{"entry": [{"resource": {"id": "1", "resourceType": "Patient"}}], "type": "collection", "resourceType": "Bundle"}"#;
    assert_eq!(import(late).counts.by_type["Patient"].held, 1);
    let escaped = r#"{"resourceTyp\u0065": "Bundle", "entr\u0079": [{"resourc\u0065": {"resourceTyp\u0065": "P\u0061tient", "\u0069d": "1"}}]}"#;
    let import_of_escaped = import(escaped);
    assert_eq!(import_of_escaped.counts.by_type["Patient"].held, 1);
    assert_eq!(shown(&import_of_escaped.charts[0].patient.id), "1");
    let list = r#"{"entry": [{"item": {"reference": "Patient/1"}}], "resourceType": "List"}"#;
    assert_eq!(import(list).counts.by_type["List"].kept_raw, 1);
    let twice = r#"{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Basic"}}], "entry": [{"resource": {"resourceType": "Basic"}}]}"#;
    assert_eq!(import(twice).counts.by_type["Basic"].kept_raw, 2);
    let marked = "\u{feff}\r\n{\"resourceType\":\r\n\"Patient\"}\r\n";
    assert_eq!(import(marked).counts.by_type["Patient"].held, 1);
}

#[test]
fn nothing_is_shown_by_debug() {
    let import = import(CHART);
    let shown = format!("{import:?} {import:#?}");
    for secret in [
        "Exempl", "Fabula", "INV-0001", "555-01", "Invented", "I21", "2024", "hives",
    ] {
        assert!(!shown.contains(secret), "{secret}");
    }
}
