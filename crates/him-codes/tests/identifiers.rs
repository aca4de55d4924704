//! SNOMED CT identifiers, LOINC codes and the names of code systems.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::BTreeSet;

use him_codes::{CodeSystem, Loinc, LoincKind, Sctid, SctidKind};
use serde_json::Value;

#[test]
fn identifiers() {
    let mut reader = csv::Reader::from_reader(include_str!("vectors/identifiers.csv").as_bytes());
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let text = &record[1];
        let found = match &record[0] {
            "SNOMED CT" => text.parse::<Sctid>().map(|id| id.to_string()),
            _ => text.parse::<Loinc>().map(|code| code.to_string()),
        };
        assert_eq!(
            found.unwrap_or_else(|error| error.to_string()),
            &record[2],
            "{text:?}"
        );
        seen += 1;
    }
    assert!(seen > 35, "{seen}");
}

#[test]
fn parts_of_an_identifier() {
    let concept: Sctid = "731000124108".parse().unwrap();
    assert_eq!(
        (concept.kind(), concept.namespace()),
        (SctidKind::Concept, Some(1_000_124))
    );
    let description: Sctid = "37436014".parse().unwrap();
    assert_eq!(
        (description.kind(), description.namespace()),
        (SctidKind::Description, None)
    );
    assert_eq!("LA33-6".parse::<Loinc>().unwrap().kind(), LoincKind::Answer);
    assert_eq!(serde_json::to_string(&concept).unwrap(), "\"731000124108\"");
    assert_eq!(
        serde_json::from_str::<Loinc>("\"4548-4\"")
            .unwrap()
            .to_string(),
        "4548-4"
    );
    let error = serde_json::from_str::<Loinc>("\"4548-5\"").unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("not a LOINC code: byte 5 is not the check digit"),
        "{error}"
    );
}

#[test]
fn systems() {
    let mut reader = csv::Reader::from_reader(include_str!("vectors/systems.csv").as_bytes());
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let found = CodeSystem::from_uri(&record[0]).or_else(|| CodeSystem::from_oid(&record[0]));
        assert_eq!(
            found.map_or("", CodeSystem::name),
            &record[1],
            "{}",
            &record[0]
        );
        seen += 1;
    }
    assert!(seen > 35, "{seen}");
    for system in CodeSystem::ALL {
        assert_eq!(CodeSystem::from_uri(system.uri()), Some(*system));
        assert_eq!(system.to_string().parse(), Ok(*system));
        let json = serde_json::to_string(system).unwrap();
        assert_eq!(serde_json::from_str::<CodeSystem>(&json).unwrap(), *system);
    }
    assert!(CodeSystem::ALL.is_sorted());
}

/// Every coding of the Synthea bundles.
#[test]
fn every_code_of_real_records() {
    let Some(folder) = him_testdata::folder("record", "every_code_of_real_records") else {
        return;
    };
    let mut codes: BTreeSet<(String, String)> = BTreeSet::new();
    for pack in [
        "synthea-r4-bundles-dev",
        "synthea-r4-bundles-dev2",
        "synthea-bulk-ndjson-10pt-dev",
    ] {
        him_testdata::for_each_file(&folder.join(format!("{pack}.tar.xz")), |_, content| {
            let values = serde_json::Deserializer::from_slice(&content).into_iter::<Value>();
            values
                .map_while(Result::ok)
                .for_each(|value| collect(&value, &mut codes));
            Ok(())
        })
        .unwrap();
    }
    let (mut snomed, mut loinc) = (0, 0);
    let mut wrong = Vec::new();
    for (system, code) in &codes {
        let error = match CodeSystem::from_uri(system) {
            Some(CodeSystem::SnomedCt) => {
                snomed += 1;
                code.parse::<Sctid>().err()
            }
            Some(CodeSystem::Loinc) => {
                loinc += 1;
                code.parse::<Loinc>().err()
            }
            _ => None,
        };
        wrong.extend(error.map(|error| format!("{code}: {error}")));
    }
    println!("{snomed} SNOMED CT and {loinc} LOINC codes");
    assert!(snomed > 300 && loinc > 100, "{snomed} {loinc}");
    // Synthea calls this LOINC code a SNOMED CT one.
    assert_eq!(
        wrong,
        ["34552-0: not a SNOMED CT code: byte 5 must be a digit"]
    );
}

fn collect(value: &Value, codes: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Object(fields) => {
            if let (Some(Value::String(system)), Some(Value::String(code))) =
                (fields.get("system"), fields.get("code"))
            {
                codes.insert((system.clone(), code.clone()));
            }
            fields.values().for_each(|value| collect(value, codes));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, codes)),
        _ => {}
    }
}
