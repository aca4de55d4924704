//! FHIR R4 JSON: each construction once, and what must hold of anything. All people are invented.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

use chrono::NaiveDate;
use him_deid::fhir::{ErrorKind, Records, Run};
use him_deid::{Disposition, Identifiers, SafeHarbor};
use proptest::prelude::*;
use serde_json::{Value, json};

fn policy() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"))
}

fn left(resource: &Value) -> Value {
    let (left, _) = policy()
        .deidentify_fhir(&resource.to_string())
        .expect("FHIR");
    serde_json::from_str(left.content().as_str()).expect("JSON")
}

#[test]
fn each_construction() {
    let cases = [
        // What is not in the table goes: elements, extensions, types, shapes.
        (
            json!({"resourceType": "Patient", "shoeSize": 39, "gender": "female"}),
            json!({"resourceType": "Patient", "gender": "female"}),
        ),
        (
            json!({"resourceType": "Patient", "gender": {"value": "female"}}),
            json!({"resourceType": "Patient"}),
        ),
        (
            json!({"resourceType": "Patient", "active": "May Exemplar"}),
            json!({"resourceType": "Patient"}),
        ),
        (
            json!({"resourceType": "Patient", "gender": "May Exemplar"}),
            json!({"resourceType": "Patient"}),
        ),
        (
            json!({"resourceType": "Patient", "_gender": {"extension": [{"url": "http://example.org/x", "valueString": "May"}]}}),
            json!({"resourceType": "Patient"}),
        ),
        (
            json!({"resourceType": "Patient", "contained": [{"resourceType": "Unheard", "id": "x"}]}),
            json!({"resourceType": "Patient"}),
        ),
        // Narrative, metadata, rules.
        (
            json!({"resourceType": "Patient", "text": {"status": "generated", "div": "<div>May</div>"}, "implicitRules": "http://example.org/r",
                "meta": {"versionId": "7", "lastUpdated": "2024-03-14T10:30:00Z", "source": "http://ehr.example.org", "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient", "http://example.org/p"],
                         "tag": [{"system": "http://example.org", "code": "vip"}]}}),
            json!({"resourceType": "Patient", "meta": {"profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]}}),
        ),
        // Extensions that stay, with their parts; others in them go.
        (
            json!({"resourceType": "Patient", "extension": [
            {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race", "extension": [
                {"url": "ombCategory", "valueCoding": {"system": "urn:oid:2.16.840.1.113883.6.238", "code": "2106-3", "display": "White"}},
                {"url": "secret", "valueString": "May"}, {"url": "text", "valueString": "White"}]},
            {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "F"},
            {"url": "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName", "valueString": "Roe"}]}),
            json!({"resourceType": "Patient", "extension": [
            {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race", "extension": [
                {"url": "ombCategory", "valueCoding": {"system": "urn:oid:2.16.840.1.113883.6.238", "code": "2106-3", "display": "White"}},
                {"url": "text", "valueString": "White"}]},
            {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "F"}]}),
        ),
        // Codes by their systems.
        (
            json!({"resourceType": "Condition", "code": {"text": "sugar", "coding": [
            {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "E11.9", "display": "Type 2 diabetes"},
            {"system": "http://example.org/local", "code": "MAY-EXEMPLAR", "display": "Diabetes"},
            {"system": "http://loinc.org", "code": "123-45-6789"}]}}),
            json!({"resourceType": "Condition", "code": {"text": "sugar", "coding": [
            {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "E11.9", "display": "Type 2 diabetes"}, {"display": "Diabetes"}]}}),
        ),
        // Dates, moments, times; decimals to the digit.
        (
            json!({"resourceType": "Observation", "effectiveInstant": "2024-03-14T10:30:00Z", "issued": "2024-03-14T10:30:00Z", "status": "final",
                "valueTime": "10:30:00"}),
            json!({"resourceType": "Observation", "status": "final"}),
        ),
        (
            json!({"resourceType": "Observation", "valueDateTime": "2024-03", "effectivePeriod": {"start": "1920-01-01", "end": "2024-03-14"}}),
            json!({"resourceType": "Observation", "valueDateTime": "2024", "effectivePeriod": {"end": "2024"}}),
        ),
        // Ages.
        (
            json!({"resourceType": "FamilyMemberHistory", "name": "Jo Roe", "ageAge": {"value": 95, "unit": "a", "system": "http://unitsofmeasure.org", "code": "a"}, "deceasedString": "97", "bornDate": "1920"}),
            json!({"resourceType": "FamilyMemberHistory", "ageAge": {"value": 90, "unit": "a", "system": "http://unitsofmeasure.org", "code": "a"}, "deceasedString": "90+"}),
        ),
        (
            json!({"resourceType": "Observation", "code": {"text": "Age"}, "valueInteger": 91}),
            json!({"resourceType": "Observation", "code": {"text": "Age"}, "valueInteger": 90}),
        ),
        (
            json!({"resourceType": "Observation", "code": {"text": "Age"}, "valueString": "102 years"}),
            json!({"resourceType": "Observation", "code": {"text": "Age"}, "valueString": "90+"}),
        ),
        (
            json!({"resourceType": "Observation", "code": {"text": "Heart rate"}, "valueInteger": 91}),
            json!({"resourceType": "Observation", "code": {"text": "Heart rate"}, "valueInteger": 91}),
        ),
        // Contained resources are numbered by their places.
        (
            json!({"resourceType": "Observation", "contained": [{"resourceType": "Patient", "id": "may", "name": [{"family": "Exemplar"}]}], "subject": {"reference": "#may"}, "performer": [{"reference": "#gone"}]}),
            json!({"resourceType": "Observation", "contained": [{"resourceType": "Patient", "id": "1"}], "subject": {"reference": "#1"}}),
        ),
        // References.
        (
            json!({"resourceType": "Observation", "subject": {"reference": "http://ehr.example.org/fhir/Patient/77/_history/3", "type": "Patient", "display": "May", "identifier": {"value": "1"}}}),
            json!({"resourceType": "Observation", "subject": {"reference": "Patient/1", "type": "Patient"}}),
        ),
        (
            json!({"resourceType": "Observation", "subject": {"reference": "urn:uuid:7a5e4c1e-0000-4000-8000-000000000001"}}),
            json!({"resourceType": "Observation"}),
        ),
        // Attachments: plain text is scrubbed, all else goes.
        (
            json!({"resourceType": "DocumentReference", "content": [{"attachment": {"contentType": "text/plain; charset=utf-8", "data": "U2VlbiBieSBEci4gRXhlbXBsYXIu", "url": "http://x/1", "hash": "aGFzaA=="}}]}),
            json!({"resourceType": "DocumentReference", "content": [{"attachment": {"contentType": "text/plain", "data": "U2VlbiBieSBEci4gW05BTUVdLg=="}}]}),
        ),
        (
            json!({"resourceType": "DocumentReference", "content": [{"attachment": {"contentType": "application/pdf", "data": "JVBERi0="}}]}),
            json!({"resourceType": "DocumentReference"}),
        ),
        (
            json!({"resourceType": "Patient", "photo": [{"contentType": "text/plain", "data": "TWF5"}]}),
            json!({"resourceType": "Patient"}),
        ),
        (
            json!({"resourceType": "Binary", "contentType": "text/plain", "data": "TWF5"}),
            json!({"resourceType": "Binary", "contentType": "text/plain"}),
        ),
        // Devices, places, plans.
        (
            json!({"resourceType": "Device", "serialNumber": "S-1", "lotNumber": "L", "distinctIdentifier": "D", "udiCarrier": [{"deviceIdentifier": "1"}], "expirationDate": "2030-01-31", "status": "active"}),
            json!({"resourceType": "Device", "expirationDate": "2030", "status": "active"}),
        ),
        (
            json!({"resourceType": "Location", "name": "Ward 5", "position": {"longitude": 1.5, "latitude": 2.5}, "address": {"city": "Springfield", "state": "IL", "postalCode": "62704", "country": "US"}}),
            json!({"resourceType": "Location", "address": {"state": "IL", "country": "US"}}),
        ),
        (
            json!({"resourceType": "Coverage", "subscriberId": "1", "class": [{"type": {"text": "group"}, "value": "ACME"}], "status": "active"}),
            json!({"resourceType": "Coverage", "status": "active"}),
        ),
        (
            json!({"resourceType": "QuestionnaireResponse", "item": [{"linkId": "1.2", "text": "Name?", "answer": [{"valueString": "Dr. Exemplar"}], "item": [{"linkId": "x", "answer": [{"valueDate": "2024-03-14"}]}]}]}),
            json!({"resourceType": "QuestionnaireResponse", "item": [{"linkId": "1.2", "text": "Name?", "answer": [{"valueString": "Dr. [NAME]"}], "item": [{"linkId": "x", "answer": [{"valueDate": "2024"}]}]}]}),
        ),
        // Bundles of bundles, parameters.
        (
            json!({"resourceType": "Bundle", "link": [{"relation": "self", "url": "http://x"}], "timestamp": "2024-03-14T10:30:00Z", "total": 1, "entry": [{"resource": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "p"}}]}, "request": {"method": "PUT", "url": "Patient/p"}}]}),
            json!({"resourceType": "Bundle", "total": 1, "entry": [{"resource": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient", "id": "1"}}]}, "request": {"method": "PUT", "url": "Patient/1"}}]}),
        ),
        (
            json!({"resourceType": "Parameters", "parameter": [{"name": "patient", "resource": {"resourceType": "Patient", "id": "p"}}, {"name": "of", "valueReference": {"reference": "Patient/p"}}, {"name": "x", "valueHumanName": {"family": "Exemplar"}}]}),
            json!({"resourceType": "Parameters", "parameter": [{"name": "patient", "resource": {"resourceType": "Patient", "id": "1"}}, {"name": "of", "valueReference": {"reference": "Patient/1"}}, {"name": "x"}]}),
        ),
    ];
    for (given, expected) in cases {
        assert_eq!(left(&given), expected, "{given}");
    }
}

#[test]
fn numbers_keep_their_digits() {
    let text = r#"{"resourceType":"Observation","valueQuantity":{"value":1.50e-3,"unit":"g"}}"#;
    assert_eq!(
        policy()
            .deidentify_fhir(text)
            .expect("FHIR")
            .0
            .content()
            .as_str(),
        text
    );
}

/// A bulk export has patients in one file and notes in another: each note is searched for its own patient.
#[test]
fn records_of_patients() {
    let mut records = Records::new();
    for line in [
        json!({"resourceType": "Patient", "id": "1", "identifier": [{"value": "QX40017"}], "name": [{"family": "Zorquillim"}]}),
        json!({"resourceType": "Patient", "id": "2", "name": [{"family": "Vexmublorn"}]}),
        json!({"resourceType": "Coverage", "beneficiary": {"reference": "http://ehr.example.org/Patient/2"}, "subscriberId": "QX50029"}),
        json!({"resourceType": "Observation", "subject": {"reference": "Patient/2"}, "performer": [{"type": "Practitioner", "display": "Dr. Snigploo"}]}),
    ] {
        records.add(&line.to_string()).unwrap();
    }
    assert!(records.add("{").is_err());
    assert_eq!(format!("{records:?}"), "Records { patients: 2 }");
    let note = |id: &str| {
        json!({"resourceType": "DocumentReference", "subject": {"reference": format!("Patient/{id}")},
            "description": "zorquillim form read; vexmublorn form read; qx-40017 read; qx-50029 read; snigploo form read"})
    };
    let lines = format!("{}\n{}\n{}\n", note("1"), note("2"), note("3"));
    let policy = policy();
    let mut out = Vec::new();
    let mut run = Run::new(&policy).with_records(&records);
    run.deidentify_lines(lines.as_bytes(), |_, outcome| {
        let (left, _) = outcome.unwrap();
        let left: Value = serde_json::from_str(left.content().as_str()).unwrap();
        out.push(left["description"].as_str().unwrap().to_owned());
        Ok(())
    })
    .unwrap();
    let known = |text: &String| {
        ["zorquillim", "vexmublorn", "40017", "50029", "snigploo"].map(|word| !text.contains(word))
    };
    // Those who gave care stand in the documents themselves.
    let found: Vec<_> = out.iter().map(known).collect();
    assert_eq!(found[0], [true, false, true, false, false], "{}", out[0]);
    assert_eq!(found[1], [false, true, false, true, false], "{}", out[1]);
    assert_eq!(found[2], [false; 5], "{}", out[2]);
}

/// The name of a group of insured people is that of the employer; that of a plan is on the market.
#[test]
fn the_group_of_a_coverage_is_the_employer() {
    let class = |code: &str, name: &str| {
        json!({"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/coverage-class", "code": code}]},
            "value": "GRP-77120", "name": name})
    };
    let bundle = json!({"resourceType": "Bundle", "entry": [
        {"resource": {"resourceType": "Coverage", "class": [class("group", "Wexlyby Widgets, Inc."), class("plan", "Gold")]}},
        {"resource": {"resourceType": "Observation", "valueString": "lifts at Wexlyby Widgets (grp77120); gold crown on 14"}}]});
    let left = left(&bundle);
    assert_eq!(
        left["entry"][1]["resource"]["valueString"],
        "lifts at [LOCATION] ([ID]); gold crown on 14"
    );
}

#[test]
fn the_type_may_come_last() {
    let text = r#"{"name":[{"family":"Exemplar"}],"gender":"female","resourceType":"Patient"}"#;
    assert_eq!(
        policy()
            .deidentify_fhir(text)
            .expect("FHIR")
            .0
            .content()
            .as_str(),
        r#"{"gender":"female","resourceType":"Patient"}"#
    );
}

#[test]
fn what_is_no_resource() {
    let kind = |text: &str| {
        policy()
            .deidentify_fhir(text)
            .expect_err("no resource")
            .kind()
    };
    assert_eq!(kind("[]"), ErrorKind::ResourceType);
    assert_eq!(kind("null"), ErrorKind::ResourceType);
    assert_eq!(kind(r#"{"resourceType":"Patient"} x"#), ErrorKind::Syntax);
    let deep = format!(
        "{{\"resourceType\":\"Patient\",\"a\":{}{}}}",
        "[".repeat(5000),
        "]".repeat(5000)
    );
    assert_eq!(kind(&deep), ErrorKind::TooDeep);
    let error = policy()
        .deidentify_fhir(r#"{"resourceType":"Patient","name":CANARY}"#)
        .expect_err("no JSON");
    assert!(
        !error.to_string().contains("CANARY") && error.position() == Some((1, 34)),
        "{error} {:?}",
        error.position()
    );
}

#[test]
fn the_record_of_a_run_is_found() {
    let mut record = Identifiers::new();
    record.add_name(["May"], Some("Exemplar"));
    let policy = policy();
    let mut run = Run::new(&policy).with_record(record);
    let (left, manifest) = run
        .deidentify(r#"{"resourceType":"Observation","valueString":"exemplar is well"}"#)
        .expect("FHIR");
    assert_eq!(
        left.content().as_str(),
        r#"{"resourceType":"Observation","valueString":"[NAME] is well"}"#
    );
    assert_eq!(
        manifest.count("Observation.valueString", Disposition::Scrubbed),
        1
    );
    let spans: Vec<_> = manifest
        .text_spans()
        .map(|(place, rule, ..)| (place, rule.id()))
        .collect();
    assert_eq!(spans, [("Observation.valueString", "name.record")]);
}

/// JSON of any shape below the names of FHIR.
fn any_json() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec![
        "resourceType",
        "id",
        "name",
        "family",
        "given",
        "telecom",
        "value",
        "identifier",
        "address",
        "line",
        "city",
        "postalCode",
        "birthDate",
        "extension",
        "url",
        "valueString",
        "contained",
        "subject",
        "reference",
        "display",
        "entry",
        "resource",
        "fullUrl",
        "code",
        "coding",
        "system",
        "text",
        "div",
        "photo",
        "meta",
        "lastUpdated",
        "note",
        "valueQuantity",
        "unit",
        "effectiveDateTime",
        "valueReference",
        "parameter",
        "part",
        "item",
        "answer",
    ]);
    let leaf = prop_oneof![
        Just(json!("Patient")),
        Just(json!("Bundle")),
        Just(json!("Observation")),
        Just(json!("Qxzvemplar")),
        Just(json!("1961-05-04")),
        Just(json!("Patient/p-17")),
        Just(json!("http://loinc.org")),
        Just(json!("urn:uuid:x")),
        Just(json!("#a")),
        Just(json!(92)),
        Just(json!(true)),
        Just(Value::Null),
        "[ -~]{0,10}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..6).prop_map(|members| Value::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect()
            )),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// No panic, twice is once, no full date, no identifier, name, telecom, address line, photo or narrative.
    #[test]
    fn anything(kind in prop::sample::select(vec!["Patient", "Bundle", "Observation", "Parameters", "Questionnaire", "Claim"]), body in any_json()) {
        let mut body = match body { Value::Object(members) => members, other => [("entry".to_owned(), other)].into_iter().collect() };
        body.insert("resourceType".to_owned(), json!(kind));
        let text = Value::Object(body).to_string();
        let policy = policy();
        let first = policy.deidentify_fhir(&text).expect("a resource").0.into_content().into_string();
        let second = policy.deidentify_fhir(&first).expect("our own").0.into_content().into_string();
        prop_assert_eq!(&first, &second);
        prop_assert!(!first.contains("1961-05-04"), "{}", first);
        for gone in ["\"family\"", "\"given\"", "\"telecom\"", "\"line\"", "\"photo\"", "\"div\"", "\"identifier\"", "\"lastUpdated\"", "p-17"] {
            prop_assert!(!first.contains(gone), "{} in {}", gone, first);
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,40}") {
        let _ = policy().deidentify_fhir(&text);
    }
}
