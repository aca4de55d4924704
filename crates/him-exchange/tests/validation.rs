//! What validation says of whole packs of records, and units of measure of every source.
//!
//! Each count was looked at: what is found is in the records. Their makers give social security
//! numbers and NPIs that nobody has, know no disposition of stays and no principal diagnosis, let
//! some patients live on after death, and call an echocardiogram by its LOINC code in SNOMED CT.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod shared;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use him_codes::CodeSystem;
use him_exchange::fhir::{Import, Importer};
use him_record::ucum::Unit;
use him_record::validation::Validation;
use him_record::{Chart, ObservedValue, Quantity};
use serde_json::Value;

fn imports(test: &str, name: &str) -> Option<Vec<Import>> {
    let files = shared::pack(test, name)?;
    let mut lines = Importer::new();
    let mut imports = Vec::new();
    for (path, text) in &files {
        if path.ends_with(".ndjson") {
            lines.read_ndjson(&**text).unwrap();
        } else if path.ends_with(".json") {
            let mut importer = Importer::new();
            importer.read_json(&**text).unwrap();
            imports.push(importer.finish());
        }
    }
    imports.push(lines.finish());
    Some(imports)
}

/// How often each rule is broken in each list of the chart, and in how many charts.
fn findings(imports: &[Import]) -> Vec<String> {
    let how = Validation::on(NaiveDate::from_ymd_opt(2026, 11, 25).unwrap());
    let mut found: BTreeMap<String, (usize, BTreeSet<usize>)> = BTreeMap::new();
    let charts = imports.iter().flat_map(|import| &import.charts);
    for (number, chart) in charts.enumerate() {
        for finding in how.of(chart) {
            let list = finding.path.split(['[', '.']).next().unwrap();
            let place = if list == "directory" {
                "practitioners"
            } else {
                list
            };
            let found = found
                .entry(format!("{place}: {}", finding.rule))
                .or_default();
            found.0 += 1;
            found.1.insert(number);
        }
    }
    let found = found.into_iter();
    found
        .map(|(rule, (count, charts))| format!("{count} in {}, {rule}", charts.len()))
        .collect()
}

#[test]
fn of_synthetic_bundles() {
    let test = "of_synthetic_bundles";
    let Some(first) = imports(test, "synthea-r4-bundles-dev.tar.xz") else {
        return;
    };
    assert_eq!(
        findings(&first),
        [
            "155 in 23, encounters: a finished inpatient stay has a principal diagnosis",
            "251 in 55, encounters: it is missing: the disposition",
            "155 in 23, encounters: it is missing: the source of admission",
            "11 in 11, encounters: it was written after the death of the patient",
            "22 in 7, observations: UCUM has no such unit, as far as known here",
            "25 in 7, observations: it is outside the encounter to which it belongs",
            "51 in 15, observations: it was written after the death of the patient",
            "80 in 80, patient: the identifier is not right: no Social Security number has the area 000, 666 or 900 to 999",
            "130 in 80, practitioners: the identifier is not right: 10 letters and digits are expected; there are fewer or more",
            "16 in 8, procedures: it is outside the encounter to which it belongs",
            "13 in 8, procedures: the code does not have the form of its system",
            "26 in 15, reports: it was written after the death of the patient"
        ]
    );
    let second = imports(test, "synthea-r4-bundles-dev2.tar.xz").unwrap();
    assert_eq!(
        findings(&second),
        [
            "1 in 1, care_plans: it is before the birth of the patient",
            "2 in 1, diagnoses: it is before the birth of the patient",
            "201 in 51, encounters: a finished inpatient stay has a principal diagnosis",
            "16 in 2, encounters: it is after the death of the patient",
            "1 in 1, encounters: it is before the birth of the patient",
            "488 in 144, encounters: it is missing: the disposition",
            "201 in 51, encounters: it is missing: the source of admission",
            "25 in 25, encounters: it was written after the death of the patient",
            "1 in 1, immunizations: it is after the death of the patient",
            "2 in 2, medications: it is before the birth of the patient",
            "16 in 1, medications: it was written after the death of the patient",
            "43 in 13, observations: UCUM has no such unit, as far as known here",
            "6 in 1, observations: it is after the death of the patient",
            "76 in 25, observations: it is outside the encounter to which it belongs",
            "85 in 27, observations: it was written after the death of the patient",
            "200 in 200, patient: the identifier is not right: no Social Security number has the area 000, 666 or 900 to 999",
            "315 in 200, practitioners: the identifier is not right: 10 letters and digits are expected; there are fewer or more",
            "9 in 2, procedures: it is after the death of the patient",
            "32 in 14, procedures: it is outside the encounter to which it belongs",
            "23 in 15, procedures: the code does not have the form of its system",
            "54 in 27, reports: it was written after the death of the patient"
        ]
    );
    let refused = refused_units(first.iter().chain(&second));
    // The one is an annotation in the wrong brackets, the other is no unit.
    assert_eq!(refused, ["(score)", "units"]);
}

#[test]
fn of_a_bulk_export() {
    let Some(lines) = imports("of_a_bulk_export", "synthea-bulk-ndjson-10pt-dev.tar.xz") else {
        return;
    };
    assert_eq!(
        findings(&lines),
        [
            "49 in 5, encounters: a finished inpatient stay has a principal diagnosis",
            "69 in 11, encounters: it is missing: the disposition",
            "49 in 5, encounters: it is missing: the source of admission",
            "3 in 3, encounters: it was written after the death of the patient",
            "6 in 3, notes: it was written after the death of the patient",
            "13 in 13, patient: the identifier is not right: no Social Security number has the area 000, 666 or 900 to 999",
            "57 in 13, practitioners: the identifier is not right: an NPI begins with 1 or 2",
            "124 in 4, procedures: it is outside the encounter to which it belongs",
            "393 in 11, procedures: it is outside the hours of the visit to which it belongs"
        ]
    );
}

/// The units of the observations that are refused.
fn refused_units<'i>(imports: impl Iterator<Item = &'i Import>) -> Vec<String> {
    let mut units = BTreeSet::new();
    let charts: Vec<&Chart> = imports.flat_map(|import| &import.charts).collect();
    let observations = charts.iter().flat_map(|chart| &chart.observations);
    for observation in observations {
        let it = &observation.content;
        let components = it.components.iter().map(|component| &component.value);
        let values = components.chain([&it.value]).flatten();
        let quantities = values.filter_map(|value| match value {
            ObservedValue::Quantity(quantity) => Some(quantity),
            _ => None,
        });
        let ranges = it
            .reference_ranges
            .iter()
            .flat_map(|range| [&range.low, &range.high]);
        let all = quantities.chain(ranges.flatten());
        let unit = |it: &Quantity| {
            Some(
                it.coded_unit
                    .as_ref()?
                    .code_in(CodeSystem::Ucum)?
                    .to_owned(),
            )
        };
        units.extend(all.filter_map(unit));
    }
    assert!(units.len() > 20);
    units
        .into_iter()
        .filter(|unit| unit.parse::<Unit>().is_err())
        .collect()
}

/// The codes that say to be UCUM, wherever they stand in a resource.
fn ucum_codes(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if members
                .get("system")
                .is_some_and(|it| it == "http://unitsofmeasure.org")
                && let Some(Value::String(code)) = members.get("code")
            {
                found.insert(code.clone());
            }
            members.values().for_each(|value| ucum_codes(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| ucum_codes(value, found)),
        _ => {}
    }
}

#[test]
fn every_unit_of_the_examples_is_known_or_wrong() {
    let test = "every_unit_of_the_examples_is_known_or_wrong";
    let mut codes = BTreeSet::new();
    for name in [
        "fhir-r4-official-examples-dev.tar.xz",
        "uscore-examples-dev.tar.xz",
        "fhir-test-cases-dev.tar.xz",
    ] {
        for (_, text) in shared::pack(test, name).iter().flatten() {
            if let Ok(value) = serde_json::from_slice(text) {
                ucum_codes(&value, &mut codes);
            }
        }
    }
    if codes.is_empty() {
        return;
    }
    assert!(codes.len() > 60, "{codes:?}");
    let refused = codes.iter().filter(|code| code.parse::<Unit>().is_err());
    // Words, a LOINC code, and `eq`, `h`, `mo` in other letters.
    assert_eq!(
        refused.collect::<Vec<_>>(),
        ["21612-7", "TAB", "ea", "mEq", "ml/hr", "month", "tbl"]
    );
}
