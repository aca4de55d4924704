//! The round trip on invented charts, on files that are broken, and on official packs.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program, which the test runner builds beside this test.
fn trip(paths: &[&Path]) -> Output {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join("examples").join("fhir_round_trip");
    Command::new(program.with_extension(std::env::consts::EXE_EXTENSION))
        .args(paths)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn invented_charts_come_back_the_same() {
    let charts = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/records_office/charts"
    ));
    let output = trip(&[charts]);
    assert_eq!(text(&output.stderr), "");
    let said = text(&output.stdout);
    let numbers: Vec<usize> = said
        .split(' ')
        .filter_map(|it| it.trim().parse().ok())
        .collect();
    assert_eq!(numbers.len(), 4, "{said}");
    assert!(numbers[0] > 50 && numbers[0] == numbers[1], "{said}");
    assert_eq!(output.status.code(), Some(0));
}

/// Invented. One bad resource is said with its place and takes no other along.
#[test]
fn what_is_not_json_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let single = path("single.json", "{\"resourceType\": \"Patient\",\n \"id\": }");
    let bundle = path(
        "bundle.json",
        r#"{"resourceType": "Bundle", "type": "collection", "entry": [
            {"resource": {"resourceType": "Patient", "id": "1"}},
            {"resource": {"resourceType": "Patient", "id": nonsense}},
            {"resource": {"resourceType": "Basic", "id": "3"}}]}"#,
    );
    let lines = path(
        "lines.ndjson",
        "{\"resourceType\": \"Patient\", \"id\": \"1\"}\nno JSON\n{\"resourceType\": \"Basic\", \"id\": \"1.50\"}\n",
    );
    let output = trip(&[&single, &bundle, &lines]);
    assert_eq!(
        text(&output.stdout),
        "resources 7 identical 4 reported 3 lost 0\n"
    );
    let said = text(&output.stderr);
    let folder = folder.path().display();
    assert_eq!(
        said,
        format!(
            "{folder}/single.json: Patient.id (line 2, column 8): not JSON, a value is expected\n\
             {folder}/bundle.json: Bundle.entry[1].resource.id (line 3, column 60): not JSON, a value is expected\n\
             {folder}/lines.ndjson: Resource (line 2, column 1): not JSON, a value is expected\n"
        )
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn wrong_arguments_are_explained() {
    let output = trip(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("fhir_round_trip: no PATH is given\n\nUsage:"));
    let output = trip(&[Path::new("/nonexistent/chart.json")]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stdout),
        "resources 0 identical 0 reported 0 lost 0\n"
    );
}

#[test]
fn official_packs_come_back_the_same() {
    let Some(packs) = him_testdata::folder("record", "official_packs_come_back_the_same") else {
        return;
    };
    for (name, expected) in [
        (
            "fhir-r4-official-examples-dev.tar.xz",
            "resources 1602 identical 1602 reported 0 lost 0\n",
        ),
        (
            "uscore-examples-dev.tar.xz",
            "resources 150 identical 150 reported 0 lost 0\n",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut files = 0;
        him_testdata::for_each_file(&packs.join(name), |path, content| {
            if path.extension().is_some_and(|it| it == "json") {
                files += 1;
                fs::write(folder.path().join(format!("{files}.json")), content)?;
            }
            Ok(())
        })
        .unwrap();
        let output = trip(&[folder.path()]);
        assert_eq!(text(&output.stdout), expected, "{name}");
        assert_eq!(output.status.code(), Some(0));
    }
}
