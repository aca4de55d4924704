//! Export of charts that were changed: what was not changed stays as it was received.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in the functions that tests share as well"
)]

mod shared;

use him_exchange::fhir::{Exporter, Import, Importer, write_bundle, write_entry, write_ndjson};
use him_record::*;
use serde_json::{Value, json};
use shared::{import, json::difference, touch, unsource};

fn export(import: &Import) -> String {
    let mut out = Vec::new();
    Exporter::of(import).document(0, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What comes out of a resource after an edit of its chart.
fn edited(resource: &Value, edit: impl FnOnce(&mut Chart)) -> Value {
    let mut import = import(&resource.to_string());
    edit(&mut import.charts[0]);
    serde_json::from_str(&export(&import)).unwrap()
}

/// Invented, with everything that an export must not touch.
fn patient() -> Value {
    json!({
        "resourceType": "Patient", "id": "p",
        "meta": {"versionId": "7", "tag": [{"code": "kept"}]},
        "text": {"status": "generated", "div": "<div>Exemplar</div>"},
        "extension": [
            {"url": "https://example.org/unknown", "valueString": "kept"},
            {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race", "extension": [
                {"url": "text", "valueString": "White"},
                {"url": "ombCategory", "valueCoding": {"system": "urn:oid:2.16.840.1.113883.6.238", "code": "2106-3", "userSelected": true}}]}
        ],
        "identifier": [
            {"use": "usual", "system": "urn:oid:1.2.3", "value": "INV-1", "assigner": {"display": "kept"}},
            {"system": "urn:oid:1.2.4", "value": "INV-2", "extension": [{"url": "u", "valueCode": "kept"}]}
        ],
        "name": [
            {"use": "official", "family": "Exemplar", "given": ["Ficta", "Q"], "_given": [null, {"id": "kept"}],
             "_family": {"extension": [{"url": "u", "valueString": "own"}]}},
            {"use": "old", "family": "Olim", "period": {"end": "2001"}, "extension": [{"url": "u", "valueString": "kept"}]},
            {"use": "nickname", "text": "Fi", "id": "kept"}
        ],
        "telecom": [
            {"system": "phone", "value": "555-0100", "rank": 1},
            {"system": "phone", "value": "555-0101", "rank": 2},
            {"system": "email", "value": "ficta@example.org", "rank": 3}
        ],
        "gender": "female", "_gender": {"id": "kept"},
        "birthDate": "1950-02-03",
        "_birthDate": {"extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime", "valueDateTime": "1950-02-03T04:05:06Z"},
            {"url": "https://example.org/unknown", "valueBoolean": true}]},
        "multipleBirthInteger": 2,
        "photo": [{"contentType": "image/png"}],
        "communication": [{"language": {"text": "English"}, "preferred": true}],
        "link": [{"type": "seealso", "other": {"reference": "Patient/q"}}]
    })
}

#[test]
fn a_changed_name_among_three() {
    let mut expected = patient();
    expected["name"][1]["family"] = json!("Nunc");
    let out = edited(&patient(), |chart| {
        chart.patient.content.names[1].family = Some("Nunc".into());
    });
    assert_eq!(out, expected);
}

#[test]
fn a_telecom_less_and_an_identifier_more() {
    let mut expected = patient();
    expected["telecom"].as_array_mut().unwrap().remove(1);
    let new = json!({"use": "official", "system": "urn:oid:1.2.5", "value": "INV-3"});
    expected["identifier"]
        .as_array_mut()
        .unwrap()
        .insert(1, new);
    let out = edited(&patient(), |chart| {
        let patient = &mut chart.patient.content;
        patient.telecoms.remove(1);
        let mut identifier = Identifier::default();
        identifier.used_as = Some(Use::Official);
        identifier.system = Some(SystemUri::from_uri("urn:oid:1.2.5"));
        identifier.value = Some("INV-3".into());
        patient.identifiers.insert(1, identifier);
    });
    assert_eq!(out, expected);
}

#[test]
fn elements_that_change_places_take_their_extensions_along() {
    let mut expected = patient();
    expected["name"].as_array_mut().unwrap().reverse();
    expected["name"][2]["given"] = json!(["Q", "Ficta"]);
    expected["name"][2]["_given"] = json!([{"id": "kept"}, null]);
    let out = edited(&patient(), |chart| {
        let names = &mut chart.patient.content.names;
        names.reverse();
        names[2].given.reverse();
    });
    assert_eq!(out, expected);
}

#[test]
fn dates_codes_and_extensions() {
    let mut expected = patient();
    expected["birthDate"] = json!("1950-02");
    expected["gender"] = json!("other");
    expected["extension"][1]["extension"][1]["valueCoding"]["code"] = json!("2076-8");
    expected["_birthDate"]["extension"][0]["valueDateTime"] = json!("1950-02-03T05:00:00Z");
    expected["deceasedDateTime"] = json!("2024-01-02");
    expected["communication"] = json!([
        {"language": {"text": "English"}, "preferred": true}, {"language": {"text": "Latin"}}
    ]);
    let out = edited(&patient(), |chart| {
        let patient = &mut chart.patient.content;
        patient.birth_date = Some(Phi::new("1950-02".parse().unwrap()));
        patient.birth_time = Some(Phi::new("1950-02-03T05:00:00Z".parse().unwrap()));
        patient.sex = Some(Sex::Other);
        patient.race.as_mut().unwrap().codings[0].code = Some("2076-8".into());
        patient.deceased = Deceased::On(Phi::new("2024-01-02".parse().unwrap()));
        let mut latin = Concept::default();
        latin.text = Some("Latin".into());
        patient.languages.push(latin);
    });
    assert_eq!(out, expected);
}

#[test]
fn what_is_removed_takes_its_extensions_along() {
    let mut expected = patient();
    for name in ["gender", "_gender", "birthDate", "_birthDate", "telecom"] {
        expected.as_object_mut().unwrap().remove(name);
    }
    let out = edited(&patient(), |chart| {
        let patient = &mut chart.patient.content;
        (patient.sex, patient.birth_date, patient.birth_time) = (None, None, None);
        patient.telecoms.clear();
    });
    assert_eq!(out, expected);
}

fn observation() -> Value {
    json!({
        "resourceType": "Observation", "id": "o", "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "2345-7", "version": "kept"}]},
        "subject": {"reference": "Patient/p", "display": "kept"},
        "effectiveInstant": "2024-03-02T10:00:00Z",
        "valueQuantity": {"value": 1.50, "unit": "mg/dL", "extension": [{"url": "u"}]},
        "referenceRange": [{"low": {"value": 1}, "appliesTo": [{"text": "kept"}]}],
        "component": [
            {"code": {"text": "systolic"}, "valueQuantity": {"value": 120}, "id": "kept"},
            {"code": {"text": "diastolic"}, "valueSampledData": {"origin": {"value": 0}, "period": 1, "dimensions": 1}}
        ]
    })
}

#[test]
fn an_amended_value() {
    let mut expected = observation();
    expected["status"] = json!("amended");
    expected["valueQuantity"]["value"] = json!(1.75);
    expected["component"][0]["valueQuantity"]["value"] = json!(125);
    let out = edited(&observation(), |chart| {
        let observation = &mut chart.observations[0].content;
        observation.status = Some(ResultStatus::Amended);
        let Some(ObservedValue::Quantity(quantity)) = &mut observation.value else {
            panic!("a quantity");
        };
        quantity.value = Some(Phi::new("1.75".parse().unwrap()));
        let Some(ObservedValue::Quantity(quantity)) = &mut observation.components[0].value else {
            panic!("a quantity");
        };
        quantity.value = Some(Phi::new("125".parse().unwrap()));
    });
    assert_eq!(out, expected);
}

#[test]
fn a_value_of_another_type_takes_the_place_of_the_first() {
    let mut expected = observation();
    expected.as_object_mut().unwrap().remove("valueQuantity");
    expected["valueString"] = json!("haemolysed");
    expected.as_object_mut().unwrap().remove("effectiveInstant");
    expected["effectivePeriod"] = json!({"start": "2024-03-02", "end": "2024-03-03"});
    expected["component"][1]
        .as_object_mut()
        .unwrap()
        .remove("valueSampledData");
    expected["component"][1]["valueInteger"] = json!(80);
    let out = edited(&observation(), |chart| {
        let observation = &mut chart.observations[0].content;
        observation.value = Some(ObservedValue::Text("haemolysed".into()));
        let day = |text: &str| Some(text.parse().unwrap());
        observation.effective = Period::new(day("2024-03-02"), day("2024-03-03"));
        observation.components[1].value = Some(ObservedValue::Integer(Phi::new(80)));
    });
    assert_eq!(out, expected);
}

#[test]
fn one_choice_of_a_date_stays_what_it_was() {
    let resource = json!({
        "resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"},
        "clinicalStatus": {"coding": [
            {"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active", "display": "Active"}],
            "text": "active"},
        "onsetPeriod": {"start": "2024-01-01", "end": "2024-01-05"},
        "abatementPeriod": {"start": "2024-02-01", "end": "2024-02-05"},
        "stage": [{"summary": {"text": "kept"}}]
    });
    let mut expected = resource.clone();
    expected["onsetPeriod"]["start"] = json!("2023-12-31");
    expected["abatementPeriod"]["end"] = json!("2024-02-06");
    // Its words would say what is no longer so.
    expected["clinicalStatus"] = json!({"coding": [
        {"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "resolved"}]});
    let out = edited(&resource, |chart| {
        let diagnosis = &mut chart.diagnoses[0].content;
        diagnosis.onset = Some(Phi::new("2023-12-31".parse().unwrap()));
        diagnosis.abatement = Some(Phi::new("2024-02-06".parse().unwrap()));
        diagnosis.clinical_status = Some(ClinicalStatus::Resolved);
    });
    assert_eq!(out, expected);
}

#[test]
fn sections_of_a_document() {
    let section = |title: &str, inner: Value| {
        json!({"title": title, "code": {"text": "kept"},
            "text": {"status": "additional", "div": format!("<div>{title}</div>")}, "section": inner})
    };
    let resource = json!({
        "resourceType": "Composition", "id": "n", "status": "final", "subject": {"reference": "Patient/p"},
        "type": {"text": "summary"}, "date": "2024", "author": [{"display": "x"}], "title": "t",
        "section": [
            {"title": "without narrative", "section": [section("a", json!([{"entry": []}]))]},
            section("b", json!([section("c", json!([]))]))
        ]
    });
    let mut expected = resource.clone();
    expected["section"][1]["section"][0]["text"]["div"] = json!("<div>new</div>");
    expected["status"] = json!("amended");
    let out = edited(&resource, |chart| {
        let note = &mut chart.notes[0].content;
        note.document_status = Some(DocumentStatus::Amended);
        note.forms[2].data = AttachmentData::Text("<div>new</div>".into());
    });
    assert_eq!(out, expected);
}

#[test]
fn entries_added_and_taken_out() {
    let bundle = json!({
        "resourceType": "Bundle", "id": "b", "type": "transaction", "timestamp": "2024-01-01T00:00:00Z",
        "entry": [
            {"fullUrl": "urn:uuid:p", "resource": patient(), "request": {"method": "PUT", "url": "Patient/p"}},
            {"resource": observation(), "request": {"method": "POST", "url": "Observation"}},
            {"request": {"method": "DELETE", "url": "Patient/z"}},
            {"resource": {"resourceType": "Basic", "id": "kept"}, "search": {"mode": "match"}}
        ],
        "signature": {"who": {"display": "kept"}}
    });
    let mut import = import(&bundle.to_string());
    let chart = &mut import.charts[0];
    chart.observations.clear();
    let mut diagnosis = Diagnosis::default();
    diagnosis.code = Some(Concept::coded(him_codes::CodeSystem::Icd10Cm, "E11.9"));
    diagnosis.clinical_status = Some(ClinicalStatus::Active);
    diagnosis.onset = Some(Phi::new("2024-01".parse().unwrap()));
    chart.diagnoses.push(Entry::new(diagnosis));
    let mut expected = bundle;
    let entries = expected["entry"].as_array_mut().unwrap();
    entries.remove(1);
    entries.push(json!({
        "resource": {
            "resourceType": "Condition",
            "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "E11.9"}]},
            "onsetDateTime": "2024-01",
            "subject": {"reference": "urn:uuid:p"}
        },
        "request": {"method": "POST", "url": "Condition"}
    }));
    let out: Value = serde_json::from_str(&export(&import)).unwrap();
    assert_eq!(out, expected);
}

#[test]
fn a_copy_of_an_entry_is_a_new_entry() {
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": [
        {"resource": patient()}, {"resource": observation()}]});
    let mut import = import(&bundle.to_string());
    let mut copy = import.charts[0].observations[0].clone();
    copy.id = Some("o2".into());
    copy.content.status = Some(ResultStatus::Preliminary);
    import.charts[0].observations.push(copy);
    let mut expected = bundle;
    let mut new = observation();
    new["id"] = json!("o2");
    new["status"] = json!("preliminary");
    expected["entry"]
        .as_array_mut()
        .unwrap()
        .push(json!({"resource": new}));
    let out: Value = serde_json::from_str(&export(&import)).unwrap();
    assert_eq!(out, expected);
}

#[test]
fn contents_that_change_places_are_noticed() {
    let other = json!({"resourceType": "Observation", "id": "x", "status": "final",
        "code": {"text": "other"}, "subject": {"reference": "Patient/p"}});
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": [
        {"resource": patient()}, {"resource": observation()}, {"resource": other}]});
    let mut import = import(&bundle.to_string());
    let [first, second] = &mut import.charts[0].observations[..] else {
        panic!("two");
    };
    std::mem::swap(&mut first.content, &mut second.content);
    let out: Value = serde_json::from_str(&export(&import)).unwrap();
    assert_eq!(
        out["entry"][1]["resource"]["code"],
        json!({"text": "other"})
    );
    assert_eq!(out["entry"][1]["resource"]["id"], "o");
    assert_eq!(
        out["entry"][2]["resource"]["code"]["coding"][0]["code"],
        "2345-7"
    );
}

/// Every JSON file of the packs.
fn packs(test: &str, mut look: impl FnMut(&str, &str)) {
    for name in [
        "fhir-r4-official-examples-dev.tar.xz",
        "uscore-examples-dev.tar.xz",
        "fhir-test-cases-dev.tar.xz",
    ] {
        for (path, text) in shared::pack(test, name).iter().flatten() {
            if path.ends_with(".json")
                && let Ok(text) = str::from_utf8(text)
            {
                look(path, text);
            }
        }
    }
}

#[test]
fn what_was_only_looked_at_is_as_received() {
    packs("what_was_only_looked_at_is_as_received", |path, text| {
        let mut importer = Importer::new();
        if importer.read_json(text.as_bytes()).is_err() {
            return;
        }
        let mut import = importer.finish();
        for chart in &mut import.charts {
            touch(chart);
        }
        let out = export(&import);
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        assert_eq!(difference(text, &out), None, "{path}");
    });
}

/// What the model holds is written such that it is read again.
#[test]
fn the_model_alone_says_what_it_holds() {
    let mut charts = 0;
    packs("the_model_alone_says_what_it_holds", |path, text| {
        let mut importer = Importer::new();
        if importer.read_json(text.as_bytes()).is_err() {
            return;
        }
        for mut chart in importer.finish().charts {
            chart.unheld.clear();
            chart.copies.clear();
            let before = chart.clone();
            unsource(&mut chart);
            let mut out = Vec::new();
            write_bundle(&chart, &mut out).unwrap();
            let again = import(str::from_utf8(&out).unwrap());
            let mut lines = Vec::new();
            write_ndjson(&chart, &mut lines).unwrap();
            assert_eq!(
                lines.split(|byte| *byte == b'\n').count(),
                chart.entries().filter(|it| !it.is_derived()).count() + 1
            );
            for after in &again.charts {
                same(path, &before, after);
            }
            charts += 1;
        }
    });
    println!("{charts} charts");
}

/// Compares the contents, kind by kind, as far as both say the same of their form.
fn same(path: &str, before: &Chart, after: &Chart) {
    let of_kind = |chart: &Chart, kind| {
        let mut entries = chart.clone().into_entries();
        entries.retain(|entry| entry.kind() == kind);
        entries.into_iter().map(alone)
    };
    let own = EntryKind::ALL.iter().filter(|kind| {
        let shared = kind.code().starts_with("directory");
        !shared && !matches!(kind, EntryKind::Patient | EntryKind::Unheld)
    });
    for kind in own {
        for (left, right) in of_kind(before, *kind).zip(of_kind(after, *kind)) {
            assert_eq!(left, right, "{path} {}", kind.code());
        }
    }
}

/// The entry as the model alone writes it.
fn alone(mut entry: AnyEntry) -> String {
    entry.set_source(None, None);
    let mut out = Vec::new();
    write_entry(entry.as_ref(), None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// FHIR says of the encounter and the claim what the record says of the diagnosis.
#[test]
fn the_rank_of_a_diagnosis_is_that_in_its_encounter() {
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": [
        {"resource": patient()},
        {"resource": {"resourceType": "Encounter", "id": "e", "status": "finished",
            "class": {"code": "IMP", "display": "kept"}, "subject": {"reference": "Patient/p"},
            "diagnosis": [{"condition": {"reference": "Condition/c", "display": "kept"}, "rank": 2}]}},
        {"resource": {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"},
            "encounter": {"reference": "Encounter/e"}}},
        {"resource": {"resourceType": "Claim", "id": "k", "status": "active", "type": {"text": "institutional"},
            "use": "claim", "patient": {"reference": "Patient/p"}, "created": "2024", "provider": {"display": "x"},
            "priority": {"text": "normal"}, "insurance": [],
            "diagnosis": [{"sequence": 1, "diagnosisReference": {"reference": "Condition/c"},
                "onAdmission": {"coding": [{"code": "Y"}]}, "packageCode": {"coding": [{"code": "470"}]}}],
            "item": [{"sequence": 1, "productOrService": {"text": "room"}, "encounter": [{"reference": "Encounter/e"}]}]}}
    ]});
    let mut import = import(&bundle.to_string());
    let chart = &mut import.charts[0];
    assert_eq!(
        chart.encounters[0].content.drg.as_ref().unwrap().codings[0].code,
        Some("470".into())
    );
    let diagnosis = &mut chart.diagnoses[0].content;
    assert_eq!(diagnosis.rank, Some(2));
    assert_eq!(
        diagnosis.present_on_admission,
        Some(PresentOnAdmission::Yes)
    );
    diagnosis.rank = Some(1);
    diagnosis.role = Some(DiagnosisRole::Discharge);
    diagnosis.present_on_admission = Some(PresentOnAdmission::No);
    let mut second = Diagnosis::default();
    second.role = Some(DiagnosisRole::Comorbidity);
    second.rank = Some(2);
    second.encounter = Some(Reference::to("Encounter/e"));
    let mut second = Entry::new(second);
    second.id = Some("c2".into());
    chart.diagnoses.push(second);
    let mut expected = bundle.clone();
    let role = |code: &str| json!({"coding": [{"system": "http://terminology.hl7.org/CodeSystem/diagnosis-role", "code": code}]});
    let listed = &mut expected["entry"][1]["resource"]["diagnosis"];
    listed[0]["rank"] = json!(1);
    listed[0]["use"] = role("DD");
    listed
        .as_array_mut()
        .unwrap()
        .push(json!({"condition": {"reference": "Condition/c2"}, "use": role("CM"), "rank": 2}));
    expected["entry"][3]["resource"]["diagnosis"][0]["onAdmission"]["coding"][0] =
        json!({"code": "N"});
    expected["entry"]
        .as_array_mut()
        .unwrap()
        .push(json!({"resource": {
        "resourceType": "Condition", "id": "c2", "encounter": {"reference": "Encounter/e"},
        "subject": {"reference": "Patient/p"}}}));
    let out: Value = serde_json::from_str(&export(&import)).unwrap();
    assert_eq!(out, expected);

    // What is taken away goes there as well; what was never said stays unsaid.
    let mut import = shared::import(&bundle.to_string());
    let diagnosis = &mut import.charts[0].diagnoses[0].content;
    (diagnosis.rank, diagnosis.present_on_admission) = (None, None);
    let mut expected = bundle.clone();
    let listed = expected["entry"][1]["resource"]["diagnosis"][0].as_object_mut();
    listed.unwrap().remove("rank");
    let claimed = expected["entry"][3]["resource"]["diagnosis"][0].as_object_mut();
    claimed.unwrap().remove("onAdmission");
    let out: Value = serde_json::from_str(&export(&import)).unwrap();
    assert_eq!(out, expected);
    let mut import = shared::import(&bundle.to_string());
    touch(&mut import.charts[0]);
    let out: Value = serde_json::from_str(&export(&import)).unwrap();
    assert_eq!(out, bundle);
}

#[test]
fn scans_have_a_hash_and_pages() {
    let resource = json!({
        "resourceType": "DocumentReference", "id": "n", "status": "current", "subject": {"reference": "Patient/p"},
        "type": {"text": "consent form"}, "date": "2024-01-01T00:00:00Z",
        "content": [{"attachment": {"contentType": "application/pdf", "data": "YWJj", "extension": [
            {"url": "http://hl7.org/fhir/5.0/StructureDefinition/extension-Attachment.pages", "valuePositiveInt": 3}]}}],
        "context": {"encounter": [{"reference": "Encounter/e"}]}
    });
    let import = import(&resource.to_string());
    let scans: Vec<_> = import.charts[0].scanned_documents().collect();
    assert_eq!(scans.len(), 1);
    // FIPS 180-4, example of SHA-256 for "abc".
    assert_eq!(
        scans[0].document.sha256.as_ref().unwrap().expose_str(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert_eq!(scans[0].document.pages, Some(3));
    assert_eq!(scans[0].encounters.len(), 1);
    assert_eq!(scans[0].patient.unwrap().expose_str(), "p");
    let mut expected = resource.clone();
    expected["content"][0]["attachment"]["extension"][0]["valuePositiveInt"] = json!(4);
    let out = edited(&resource, |chart| {
        chart.notes[0].content.forms[0].pages = Some(4);
    });
    assert_eq!(out, expected);
}

/// Invented: one drug contained, one beside, in the same Bundle.
fn prescriptions() -> Value {
    let order = |id: &str, target: &str| {
        json!({"resource": {
            "resourceType": "MedicationRequest", "id": id, "status": "active", "intent": "order",
            "subject": {"reference": "Patient/p"}, "medicationReference": {"reference": target},
            "contained": [{"resourceType": "Medication", "id": "in", "code": {"text": "inventomycin"}}],
            "dosageInstruction": [{"text": "once", "route": {"text": "kept"}}],
        }})
    };
    json!({"resourceType": "Bundle", "type": "collection", "entry": [
        {"resource": {"resourceType": "Patient", "id": "p"}},
        order("a", "#in"),
        order("b", "Medication/m"),
        {"resource": {"resourceType": "Medication", "id": "m", "code": {"text": "fictomab"}}},
    ]})
}

/// Another drug takes the place of the reference to the first one.
#[test]
fn a_drug_that_was_changed() {
    let edited = |edit: &dyn Fn(&mut Chart)| {
        let mut import = import(&prescriptions().to_string());
        edit(&mut import.charts[0]);
        serde_json::from_str::<Value>(&export(&import)).unwrap()
    };
    for order in 0..2 {
        let out = edited(&|chart| {
            let drug = chart.medications[order].content.drug.as_mut().unwrap();
            drug.text = Some("placebene".into());
        });
        let mut expected = prescriptions();
        let changed = expected["entry"][order + 1]["resource"]
            .as_object_mut()
            .unwrap();
        changed.remove("medicationReference");
        changed.insert(
            "medicationCodeableConcept".into(),
            json!({"text": "placebene"}),
        );
        assert_eq!(out, expected);
        // Another edit leaves the reference alone, and so does one of the drug to which it points.
        let out = edited(&|chart| chart.medications[order].content.dosages[0] = "twice".into());
        let mut expected = prescriptions();
        expected["entry"][order + 1]["resource"]["dosageInstruction"][0]["text"] = json!("twice");
        assert_eq!(out, expected);
    }
    let out = edited(&|chart| {
        chart.drugs[0].content.code.as_mut().unwrap().text = Some("placebene".into());
        touch(chart);
    });
    let mut expected = prescriptions();
    expected["entry"][3]["resource"]["code"]["text"] = json!("placebene");
    assert_eq!(out, expected);
    // With another reference the drug is that of the other.
    let out = edited(&|chart| {
        chart.medications[0].content.drug_reference = Some(Reference::to("Medication/m"));
    });
    let mut expected = prescriptions();
    expected["entry"][1]["resource"]["medicationReference"]["reference"] = json!("Medication/m");
    assert_eq!(out, expected);
}

/// Invented: resources that say in each way how confidential they are.
fn confidential() -> Value {
    let security = |codes: &[&str]| {
        let system = |code: &str| match code {
            "N" | "R" | "V" => "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
            _ => "http://terminology.hl7.org/CodeSystem/v3-ActCode",
        };
        let coding = |code: &&str| json!({"system": system(code), "code": code, "display": "kept"});
        json!({"versionId": "1", "security": codes.iter().map(coding).collect::<Vec<_>>(), "tag": [{"code": "kept"}]})
    };
    json!({"resourceType": "Bundle", "type": "collection", "entry": [
        {"resource": {"resourceType": "Patient", "id": "p"}},
        {"resource": {"resourceType": "Condition", "id": "c", "meta": security(&["TBOO", "42CFRPart2", "R"]),
            "subject": {"reference": "Patient/p"}}},
        {"resource": {"resourceType": "Composition", "status": "final", "type": {"text": "x"}, "date": "2026",
            "author": [{"display": "x"}], "title": "x", "confidentiality": "V", "subject": {"reference": "Patient/p"}}},
        {"resource": {"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": {}}],
            "securityLabel": [{"coding": [{"system": "http://hl7.org/fhir/v3/ActCode", "code": "HIV"}]}], "subject": {"reference": "Patient/p"}}},
        {"resource": {"resourceType": "Flag", "meta": security(&["PSYTHPN"]), "subject": {"reference": "Patient/p"}}},
        {"resource": {"resourceType": "Observation", "status": "final", "code": {}, "subject": {"reference": "Patient/p"},
            "meta": {"security": [{"system": "urn:other", "code": "R"}, {"code": "minor-consented"}, null, 7, {"modifierExtension": []}]}}},
    ]})
}

/// What a resource says of its confidentiality are the labels of its entry, whether it is held or not.
#[test]
fn labels_are_read_and_written() {
    use him_record::confidentiality::{Access, AccessRole, Label, Labels, PurposeOfUse};
    let text = confidential().to_string();
    let whole = import(&text);
    let labels = |labels: &[Label]| labels.iter().copied().collect::<Labels>();
    let chart = &whole.charts[0];
    assert_eq!(
        chart.diagnoses[0].labels,
        labels(&[Label::Restricted, Label::Part2])
    );
    assert_eq!(chart.notes[0].labels, labels(&[Label::VeryRestricted]));
    assert_eq!(chart.notes[1].labels, labels(&[Label::Hiv]));
    assert_eq!(
        chart.observations[0].labels,
        labels(&[Label::MinorConsented])
    );
    assert_eq!(chart.unheld[0].labels, labels(&[Label::PsychotherapyNote]));
    assert_eq!(export(&whole), text);
    let view = Access::new(PurposeOfUse::Payment, AccessRole::Coder).view(chart);
    assert!(view.chart.diagnoses.is_empty() && view.chart.unheld.is_empty());
    assert_eq!(view.withheld.last().unwrap().path(), "unheld[0]");
    let again = Chart::from_json(&chart.to_json()).unwrap();
    assert_eq!(again.unheld[0].labels, chart.unheld[0].labels);
    assert!(again == *chart);

    let edited = |edit: &dyn Fn(&mut Chart)| {
        let mut import = import(&text);
        edit(&mut import.charts[0]);
        serde_json::from_str::<Value>(&export(&import)).unwrap()
    };
    let mut expected = confidential();
    let security = expected["entry"][1]["resource"]["meta"]["security"]
        .as_array_mut()
        .unwrap();
    security.remove(1);
    assert_eq!(
        edited(&|chart| chart.diagnoses[0].labels.remove(Label::Part2)),
        expected
    );
    let hiv = json!({"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HIV"});
    let mut expected = confidential();
    expected["entry"][0]["resource"]["meta"] = json!({"security": [hiv]});
    assert_eq!(
        edited(&|chart| chart.patient.labels.insert(Label::Hiv)),
        expected
    );
    let mut expected = confidential();
    expected["entry"][2]["resource"]["meta"] = json!({"security": [hiv]});
    assert_eq!(
        edited(&|chart| chart.notes[0].labels.insert(Label::Hiv)),
        expected
    );
    // The rest of `meta` stays when the last label goes.
    let mut expected = confidential();
    let security = &mut expected["entry"][1]["resource"]["meta"]["security"];
    security.as_array_mut().unwrap().truncate(1);
    let none = |chart: &mut Chart| chart.diagnoses[0].labels = Labels::default();
    assert_eq!(edited(&none), expected);
    // What is kept raw says nothing else of the chart.
    let mut expected = confidential();
    let security = &mut expected["entry"][4]["resource"]["meta"]["security"];
    security.as_array_mut().unwrap().push(hiv.clone());
    assert_eq!(
        edited(&|chart| chart.unheld[0].labels.insert(Label::Hiv)),
        expected
    );
    let mut expected = confidential();
    let meta = expected["entry"][4]["resource"]["meta"].as_object_mut();
    meta.unwrap().remove("security");
    assert_eq!(
        edited(&|chart| chart.unheld[0].labels.remove(Label::PsychotherapyNote)),
        expected
    );
    for (source, label, expected) in [
        (
            json!({"resourceType": "Flag"}),
            vec![Label::Hiv],
            json!({"resourceType": "Flag", "meta": {"security": [hiv]}}),
        ),
        (
            json!({"resourceType": "Flag", "meta": {"security": [hiv]}}),
            vec![],
            json!({"resourceType": "Flag"}),
        ),
    ] {
        let received = source.pointer("/meta").map(|_| Label::Hiv);
        let source = SourceJson::new(source.to_string());
        let source = source.with_labels(received.into_iter().collect());
        let mut flag = Unheld::new("Flag", source);
        flag.labels = labels(&label);
        let mut out = Vec::new();
        write_entry(EntryRef::Unheld(&flag), None, &mut out).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&out).unwrap(), expected);
    }
    // Another edit leaves the labels alone.
    let mut expected = confidential();
    expected["entry"][1]["resource"]["code"] = json!({"text": "x"});
    let code = |chart: &mut Chart| {
        chart.diagnoses[0].content.code.get_or_insert_default().text = Some("x".into());
    };
    assert_eq!(edited(&code), expected);
}
