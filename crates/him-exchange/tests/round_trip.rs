//! Whole packs of real records: in and out again, the same as JSON.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in the functions that tests share as well"
)]

mod shared;

use him_exchange::fhir::{Exporter, Importer};
use shared::json::difference;

/// What comes out of what went in, and how many resources.
fn there_and_back(text: &[u8], lines: bool) -> Result<(String, usize), String> {
    let mut importer = Importer::new();
    let read = if lines {
        importer.read_ndjson(text)
    } else {
        importer.read_json(text)
    };
    read.map_err(|error| error.to_string())?;
    let import = importer.finish();
    let received = import.counts.total().received();
    let mut out = Vec::new();
    let exporter = Exporter::of(&import);
    assert_eq!(exporter.unplaced(), 0);
    let written = exporter.document(0, &mut out).unwrap();
    assert_eq!(written.resources(), received, "as many come out as went in");
    assert_eq!(written.as_received, received, "nothing was changed");
    Ok((String::from_utf8(out).unwrap(), received))
}

/// Every JSON file of a pack; how many were the same, and those that are not JSON.
fn pack(test: &str, name: &str, wanted: impl Fn(&str) -> bool) -> Option<(usize, Vec<String>)> {
    let pack = shared::pack(test, name)?;
    let (mut same, mut refused) = (0, Vec::new());
    for (path, text) in pack
        .iter()
        .filter(|(path, _)| path.ends_with(".json") && wanted(path))
    {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        if serde_json::from_slice::<serde_json::Value>(text)
            .is_ok_and(|value| value.get("resourceType").is_none())
        {
            continue;
        }
        match there_and_back(text, false) {
            Ok((out, _)) => {
                let difference = difference(str::from_utf8(text).unwrap(), &out);
                assert_eq!(difference, None, "{path}");
                same += 1;
            }
            Err(_) => refused.push(path.clone()),
        }
    }
    Some((same, refused))
}

#[test]
fn official_examples() {
    let name = "fhir-r4-official-examples-dev.tar.xz";
    if let Some(found) = pack("official_examples", name, |_| true) {
        assert_eq!(found, (1140, Vec::new()));
    }
}

#[test]
fn us_core_examples() {
    if let Some(found) = pack("us_core_examples", "uscore-examples-dev.tar.xz", |_| true) {
        assert_eq!(found, (147, Vec::new()));
    }
}

#[test]
fn fhir_test_cases() {
    let r4 = |path: &str| path.contains("r4");
    if let Some((same, refused)) = pack("fhir_test_cases", "fhir-test-cases-dev.tar.xz", r4) {
        assert_eq!(same, 71);
        // Not JSON, as the pack has it.
        assert_eq!(refused, ["validator/xver-parameters-r4.json"]);
    }
}

#[test]
fn synthea_bundles() {
    for (name, files) in [
        ("synthea-r4-bundles-dev.tar.xz", 80),
        ("synthea-r4-bundles-dev2.tar.xz", 200),
    ] {
        if let Some(found) = pack("synthea_bundles", name, |_| true) {
            assert_eq!(found, (files, Vec::new()));
        }
    }
}

#[test]
fn bulk_ndjson() {
    let test = "bulk_ndjson";
    let Some(pack) = shared::pack(test, "synthea-bulk-ndjson-10pt-dev.tar.xz") else {
        return;
    };
    for (path, text) in pack.iter().filter(|(path, _)| path.ends_with(".ndjson")) {
        if path.ends_with("log.ndjson") {
            continue;
        }
        let (out, received) = there_and_back(text, true).unwrap();
        let lines: Vec<_> = str::from_utf8(text).unwrap().lines().collect();
        assert_eq!(lines.len(), received);
        // Nothing was changed, so even the bytes are the same.
        assert!(lines.iter().copied().eq(out.lines()), "{path}");
    }
}
