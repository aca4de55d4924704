//! Whole packs of real records, counted a second time without the importer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in the functions that tests share as well"
)]

mod shared;

use std::collections::BTreeMap;

use him_exchange::fhir::{Counts, ErrorKind, Import, Importer, Options};
use serde_json::Value;

type ByType = BTreeMap<String, usize>;

/// Resources by type, as plain JSON has them.
fn count(document: &Value, counts: &mut ByType) {
    let name = document["resourceType"].as_str().unwrap_or("?");
    if name == "Bundle" {
        for entry in document["entry"].as_array().into_iter().flatten() {
            if let Some(resource) = entry.get("resource") {
                let name = resource["resourceType"].as_str().unwrap_or("?");
                *counts.entry(name.to_string()).or_default() += 1;
            }
        }
    } else {
        *counts.entry(name.to_string()).or_default() += 1;
    }
}

fn received(counts: &Counts) -> ByType {
    let by_type = counts.by_type.iter();
    by_type
        .map(|(name, count)| (name.to_string(), count.received()))
        .collect()
}

fn assert_whole(import: &Import, expected: &ByType) {
    assert_eq!(&received(&import.counts), expected);
    let total = import.counts.total();
    assert_eq!(total.unreadable, 0);
    assert_eq!(shared::found(import), (total.held, total.kept_raw));
}

#[test]
fn synthea_bundles_import_whole() {
    const HELD: &[&str] = &[
        "AllergyIntolerance",
        "CarePlan",
        "CareTeam",
        "Claim",
        "Condition",
        "DiagnosticReport",
        "Device",
        "DocumentReference",
        "Encounter",
        "ExplanationOfBenefit",
        "Goal",
        "ImagingStudy",
        "Immunization",
        "Location",
        "Medication",
        "MedicationAdministration",
        "MedicationRequest",
        "Observation",
        "Organization",
        "Patient",
        "Practitioner",
        "PractitionerRole",
        "Procedure",
        "Provenance",
    ];
    let mut files = 0;
    for name in [
        "synthea-r4-bundles-dev.tar.xz",
        "synthea-r4-bundles-dev2.tar.xz",
    ] {
        let Some(pack) = shared::pack("synthea_bundles_import_whole", name) else {
            return;
        };
        for (path, text) in pack.iter().filter(|(path, _)| path.ends_with(".json")) {
            let mut expected = ByType::new();
            count(&serde_json::from_slice(text).unwrap(), &mut expected);
            let mut importer = Importer::new();
            let summary = importer.read_json(&**text).unwrap();
            let import = importer.finish();
            assert_whole(&import, &expected);
            assert_eq!(summary.bytes, text.len() as u64);
            assert_eq!(summary.resources, expected.values().sum::<usize>());
            assert_eq!(import.findings, [], "{path}");
            assert_eq!(import.charts.len(), 1);
            for (name, count) in &import.counts.by_type {
                let held = HELD.contains(name);
                assert_eq!(count.kept_raw == 0, held, "{path} {name}");
            }
            let chart = &import.charts[0];
            assert_eq!(chart.patient.content.names.len(), expected_names(text));
            assert_eq!(chart.encounters.len(), expected["Encounter"]);
            assert_eq!(chart.directory, import.shared.directory);
            files += 1;
        }
    }
    assert_eq!(files, 280);
}

fn expected_names(text: &[u8]) -> usize {
    let bundle: Value = serde_json::from_slice(text).unwrap();
    bundle["entry"][0]["resource"]["name"]
        .as_array()
        .unwrap()
        .len()
}

#[test]
fn bulk_export_is_one_import() {
    let test = "bulk_export_is_one_import";
    let Some(pack) = shared::pack(test, "synthea-bulk-ndjson-10pt-dev.tar.xz") else {
        return;
    };
    let pack: Vec<_> = pack
        .iter()
        .filter(|(path, _)| path.ends_with(".ndjson") && !path.ends_with("log.ndjson"))
        .collect();
    let mut charts = Vec::new();
    for reverse in [false, true] {
        let mut expected = ByType::new();
        let mut importer = Importer::new();
        let mut pack = pack.clone();
        if reverse {
            pack.reverse();
        }
        for (_, text) in pack {
            for line in text
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
            {
                count(&serde_json::from_slice(line).unwrap(), &mut expected);
            }
            importer.read_ndjson(&**text).unwrap();
        }
        let import = importer.finish();
        assert_whole(&import, &expected);
        assert_eq!(import.charts.len(), expected["Patient"]);
        let texts = import.charts.iter().flat_map(|chart| &chart.notes);
        let texts = texts.filter(|note| note.content.forms.iter().any(|f| f.text().is_some()));
        assert_eq!(texts.count(), expected["DocumentReference"]);
        for chart in &import.charts {
            assert!(chart.patient.source.is_some());
            assert!(!chart.directory.practitioners.is_empty());
            assert!(chart.directory.len() < import.shared.directory.len());
        }
        let mut these = import.charts;
        these.sort_by(|a, b| a.patient.id.cmp(&b.patient.id));
        charts.push(these);
    }
    // The order of the files changes nothing but the order of the charts.
    let reversed = charts.pop().unwrap();
    assert!(charts.pop().unwrap() == reversed);
}

fn single(test: &str, name: &str, wanted: impl Fn(&str) -> bool) -> Option<(usize, Vec<String>)> {
    let pack = shared::pack(test, name)?;
    let (mut read, mut refused) = (0, Vec::new());
    for (path, text) in pack
        .iter()
        .filter(|(path, _)| path.ends_with(".json") && wanted(path))
    {
        let mut importer = Importer::new();
        let result = importer.read_json(&**text);
        match serde_json::from_slice::<Value>(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)) {
            Ok(document) if document.get("resourceType").is_some() => {
                result.unwrap_or_else(|error| panic!("{path}: {error}"));
                let mut expected = ByType::new();
                count(&document, &mut expected);
                let import = importer.finish();
                assert_eq!(import.counts.total().unreadable, 0, "{path}");
                assert_eq!(
                    import.counts.total().received(),
                    expected.values().sum::<usize>(),
                    "{path}"
                );
                let total = import.counts.total();
                assert_eq!(
                    shared::found(&import),
                    (total.held, total.kept_raw),
                    "{path}"
                );
                read += 1;
            }
            Ok(_) => {
                let kind = result.unwrap_err().kind();
                assert!(
                    matches!(kind, ErrorKind::NotFhir | ErrorKind::NotAnObject),
                    "{path}"
                );
            }
            Err(_) => refused.push(format!("{path}: {}", result.unwrap_err())),
        }
    }
    Some((read, refused))
}

#[test]
fn us_core_examples_are_read() {
    let name = "uscore-examples-dev.tar.xz";
    let Some((read, refused)) = single("us_core_examples_are_read", name, |_| true) else {
        return;
    };
    assert_eq!((read, refused), (147, Vec::new()));
}

#[test]
fn official_examples_are_read_or_refused() {
    let (test, name) = (
        "official_examples_are_read_or_refused",
        "fhir-r4-official-examples-dev.tar.xz",
    );
    let Some((read, refused)) = single(test, name, |_| true) else {
        return;
    };
    assert_eq!((read, refused), (1140, Vec::new()));
}

#[test]
fn fhir_test_cases_are_read_or_refused() {
    let (test, name) = (
        "fhir_test_cases_are_read_or_refused",
        "fhir-test-cases-dev.tar.xz",
    );
    let Some((read, refused)) = single(test, name, |path| path.contains("r4")) else {
        return;
    };
    assert_eq!(read, 71);
    // A file of the pack that is not JSON, as the pack has it.
    assert_eq!(
        refused,
        [
            "validator/xver-parameters-r4.json: Parameters.parameter[0].extension[0].extension[1] \
          (line 17, column 5): not JSON, a comma or closing bracket is expected"
        ]
    );
}

#[test]
fn without_sources_the_same_is_held() {
    let (test, name) = (
        "without_sources_the_same_is_held",
        "uscore-examples-dev.tar.xz",
    );
    let Some(pack) = shared::pack(test, name) else {
        return;
    };
    for (path, text) in pack.iter().filter(|(path, _)| path.ends_with(".json")) {
        let mut options = Options::default();
        options.keep_source = false;
        let (mut with, mut without) = (Importer::new(), Importer::with_options(options));
        with.read_json(&**text).unwrap();
        without.read_json(&**text).unwrap();
        assert_eq!(with.finish().counts, without.finish().counts, "{path}");
    }
}
