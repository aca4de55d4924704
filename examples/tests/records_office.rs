//! The records office on its sample charts, on official packs, and on files that nobody should send.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(clippy::indexing_slicing, reason = "a missing JSON member is null")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The program, which the test runner builds beside this test.
fn office() -> Command {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join("examples").join("records_office");
    let mut command = Command::new(program.with_extension(std::env::consts::EXE_EXTENSION));
    command.args(["--on", "2026-11-22"]);
    command
}

fn json(arguments: &[&Path]) -> (Output, Vec<Value>) {
    let output = office().arg("--json").args(arguments).output().unwrap();
    let lines = std::str::from_utf8(&output.stdout).unwrap().lines();
    let parts = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    (output, parts)
}

fn of_type<'a>(parts: &'a [Value], kind: &str) -> Vec<&'a Value> {
    parts.iter().filter(|part| part["type"] == kind).collect()
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

/// The reason given for a code of the sample chart.
fn reason(parts: &[Value], code: &str) -> String {
    let charts = of_type(parts, "chart");
    let mut findings = charts
        .iter()
        .flat_map(|chart| chart["code_findings"].as_array().unwrap());
    let finding = findings.find(|finding| finding["code"] == code);
    let finding = finding.unwrap_or_else(|| panic!("nothing is said about {code}"));
    format!("{}: {}", text(finding, "verdict"), text(finding, "reason"))
}

#[test]
fn the_sample_charts_get_their_answers() {
    let (output, parts) = json(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(of_type(&parts, "chart").len(), 6);
    assert_eq!(of_type(&parts, "error").len(), 0);

    for (code, expected) in [
        (
            "A04.7",
            "header: A04.7 is a header since 2017-10-01, billable until 2017-09-30: use A04.71 or A04.72",
        ),
        (
            "M54.5",
            "header: M54.5 is a header since 2021-10-01, billable until 2021-09-30: use M54.50, M54.51 or M54.59",
        ),
        (
            "S52.501",
            "needs_7th: S52.501 needs a 7th character: A-H, J, K, M, N or P-S",
        ),
        (
            "I50.9",
            "not_yet: I50.9 is not yet valid on 2012-05-21: ICD-10-CM is in force from 2015-10-01",
        ),
        (
            "I42.0",
            "header: I42.0 is a header since 2026-10-01, billable until 2026-09-30: use I42.00, I42.01 or I42.09",
        ),
        (
            "0DJD9ZZ",
            "unknown: 0DJD9ZZ is not an ICD-10-PCS code: after 0DJD comes 0, 3, 4, 7, 8 or X",
        ),
        (
            "T81.32XD",
            "no_longer: T81.32XD is no longer valid on 2026-10-07: its last day was 2024-09-30: use T81.320D, T81.321D, T81.328D or T81.329D",
        ),
        (
            "U07.1",
            "not_yet: U07.1 is not yet valid on 2020-03-30: its first day is 2020-04-01",
        ),
    ] {
        assert_eq!(reason(&parts, code), expected);
    }
    for (code, verdict) in [
        ("S52.5O1A", "unknown"),
        ("Q9Z.99", "unknown"),
        ("B88.0", "header"),
        ("29463-8", "malformed"),
    ] {
        assert!(
            reason(&parts, code).starts_with(&format!("{verdict}: ")),
            "{code}"
        );
    }

    let retention: BTreeMap<String, &Value> = of_type(&parts, "chart")
        .into_iter()
        .map(|chart| {
            let file = Path::new(text(chart, "source"))
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap();
            (format!("{file} {}", chart["chart"]), &chart["retention"])
        })
        .collect();
    for (chart, outcome, day, citation) in [
        (
            "adult_inpatient_ny 1",
            "RETAIN",
            "2029-02-16",
            "10 NYCRR 405.10(a)(4)",
        ),
        (
            "minor_tx 1",
            "RETAIN",
            "2036-08-30",
            "Tex. Health & Safety Code 241.103",
        ),
        (
            "deceased_mt 1",
            "ELIGIBLE",
            "2022-05-22",
            "ARM 37.106.402(1)",
        ),
        (
            "long_stay_ma 1",
            "RETAIN",
            "2046-10-07",
            "M.G.L. c.111 s.70; 105 CMR 130.370",
        ),
    ] {
        let decision = retention[chart];
        assert_eq!(text(decision, "outcome"), outcome, "{chart}");
        let days = [
            text(decision, "retain_through"),
            text(decision, "eligible_from"),
        ];
        assert!(days.contains(&day), "{chart}: {decision}");
        assert_eq!(text(decision, "citation"), citation, "{chart}");
    }
    assert_eq!(text(retention["clinic_oh 1"], "outcome"), "NEEDS_POLICY");
}

#[test]
fn no_identifier_of_the_sample_charts_is_left_in_their_notes() {
    let (_, parts) = json(&[]);
    let notes: Vec<String> = of_type(&parts, "chart")
        .into_iter()
        .flat_map(|chart| chart["notes"].as_array().unwrap())
        .map(|note| text(note, "text").to_lowercase())
        .collect();
    assert_eq!(notes.len(), 5);
    let all = notes.join("\n");
    for identifier in [
        "maribel",
        "quintanilla",
        "oakes",
        "desmond",
        "ny-4471902",
        "04/09/1971",
        "02/11/2023",
        "feb 16",
        "13-feb",
        "larkspur",
        "12208",
        "albany",
        "555",
        "219-09",
        "portal.example",
        "192.0.2",
        "abernathy",
        "rowan",
        "theo",
        "featherstone",
        "imogen",
        "tx00981172",
        "august 30",
        "6/14",
        "3:20 pm saturday",
        "pecan",
        "78704",
        "villanueva",
        "1234567893",
        "halvorsen",
        "agnes",
        "92-year",
        "11/02/1919",
        "jordan",
        "59337",
        "may 21",
        "magnus",
        "lindqvist",
        "88213",
        "4471b",
        "okonkwo",
        "chidi",
        "7730015",
        "11/5/24",
        "march 3",
        "4/12",
        "02110",
        "1hgcm8",
        "castellanos",
        "oct 21",
        "nakagawa",
        "inez",
        "marchetti",
        "sycamore",
    ] {
        assert!(!all.contains(identifier), "{identifier} is left in\n{all}");
    }
    // What the next reader needs is still there.
    for kept in [
        "type 2 diabetes",
        "c. difficile",
        "bp 118/62",
        "125 mg",
        "4 times a day",
        "5/5",
        "8 y/o",
        "6/10",
        "10 mg/kg",
        "ejection fraction 20 %",
        "4 x 3 cm",
        "104/66",
        "6.25 mg",
        "permethrin 5 %",
        "stage 4",
    ] {
        assert!(all.contains(kept), "{kept} is gone from\n{all}");
    }
}

#[test]
fn the_report_for_people_has_every_part() {
    let output = office().output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let report = String::from_utf8(output.stdout).unwrap();
    for part in [
        "=== ",
        "Codes ",
        "Retention ",
        "decides: US-NY-HOSP",
        "--- note 1",
        "charts, ",
        " MB/s)",
    ] {
        assert!(report.contains(part), "{part} is missing in\n{report}");
    }
    assert_eq!(output.stderr, b"", "a pipe gets no progress bar");
}

/// Resources by type, counted without any of our readers.
fn count(document: &Value, counts: &mut BTreeMap<String, u64>) {
    let mut add = |resource: &Value| {
        let kind = resource["resourceType"].as_str().unwrap_or("?");
        *counts.entry(kind.to_owned()).or_default() += 1;
    };
    match document["entry"].as_array() {
        Some(entries) if document["resourceType"] == "Bundle" => {
            entries
                .iter()
                .filter_map(|entry| entry.get("resource"))
                .for_each(&mut add);
        }
        _ => add(document),
    }
}

/// The types that the chart holds.
const HELD: &[&str] = &[
    "Account",
    "AllergyIntolerance",
    "AuditEvent",
    "Binary",
    "CarePlan",
    "CareTeam",
    "Claim",
    "Composition",
    "Condition",
    "Consent",
    "Coverage",
    "Device",
    "DiagnosticReport",
    "DocumentReference",
    "Encounter",
    "EpisodeOfCare",
    "ExplanationOfBenefit",
    "Goal",
    "ImagingStudy",
    "Immunization",
    "Location",
    "Medication",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "Organization",
    "Patient",
    "Practitioner",
    "PractitionerRole",
    "Procedure",
    "Provenance",
    "RelatedPerson",
    "ServiceRequest",
    "Specimen",
];

/// Unpacks the packs, counts their resources by hand and by the office, and compares.
fn compare(test: &str, packs: &[&str], ending: &str, files: u64) {
    let Some(folder) = him_testdata::folder("record", test) else {
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    let mut expected = BTreeMap::new();
    let mut bytes = 0;
    for pack in packs {
        let archive = folder.join(format!("{pack}.tar.xz"));
        him_testdata::for_each_file(&archive, |path, content| {
            if path.extension().is_none_or(|it| it != ending) {
                return Ok(());
            }
            for document in serde_json::Deserializer::from_slice(&content).into_iter::<Value>() {
                count(&document?, &mut expected);
            }
            bytes += content.len() as u64;
            let place = scratch.path().join(pack).join(path);
            fs::create_dir_all(place.parent().unwrap())?;
            fs::write(place, content)
        })
        .unwrap();
    }
    let (output, parts) = json(&[scratch.path()]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{:?}",
        of_type(&parts, "error")
    );
    let summary = of_type(&parts, "summary")[0];
    assert_eq!(summary["files"], files);
    assert_eq!(summary["bytes"], bytes);
    assert_eq!(summary["resources"], expected.values().sum::<u64>());

    let mut received: BTreeMap<String, u64> = BTreeMap::new();
    for file in of_type(&parts, "file") {
        for (kind, counts) in file["resources"].as_object().unwrap() {
            let number = |member: &str| counts[member].as_u64().unwrap();
            *received.entry(kind.clone()).or_default() += number("received");
            assert_eq!(number("unreadable"), 0);
            let kept = if HELD.contains(&kind.as_str()) {
                "held"
            } else {
                "kept_raw"
            };
            assert_eq!(number(kept), number("received"), "{kind} in {file}");
        }
    }
    assert_eq!(received, expected);
}

#[test]
fn every_resource_of_280_synthea_bundles_is_counted() {
    let test = "every_resource_of_280_synthea_bundles_is_counted";
    compare(
        test,
        &["synthea-r4-bundles-dev", "synthea-r4-bundles-dev2"],
        "json",
        280,
    );
}

#[test]
fn every_resource_of_a_bulk_export_is_counted() {
    let test = "every_resource_of_a_bulk_export_is_counted";
    compare(test, &["synthea-bulk-ndjson-10pt-dev"], "ndjson", 1);
}

#[test]
fn every_us_core_example_is_counted() {
    compare(
        "every_us_core_example_is_counted",
        &["uscore-examples-dev"],
        "json",
        147,
    );
}

/// A bundle of one invented patient, and the same with something wrong.
const GOOD: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p","birthDate":"1980-01-01"}},
{"resource":{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},"code":{"text":"invented"}}}
]}"#;

#[test]
fn broken_files_are_named_and_the_others_read() {
    let scratch = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| -> PathBuf {
        let path = scratch.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    let deep = format!(
        r#"{{"resourceType":"Patient","x":{}{}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let mut not_utf8 = GOOD.as_bytes().to_vec();
    let invented = GOOD.find("invented").unwrap();
    not_utf8[invented] = 0xFF;
    let broken = [
        (
            file("truncated.json", &GOOD.as_bytes()[..GOOD.len() - 40]),
            "line 3, column",
        ),
        (file("array.json", b"[1, 2]"), "line 1, column 1"),
        (file("scalar.json", b"42"), "line 1, column 1"),
        (file("deep.json", deep.as_bytes()), "line 1, column"),
        (file("not_utf8.json", &not_utf8), "line 3, column"),
        (file("empty.json", b""), "line 1, column 1"),
        (file("blank.ndjson", b""), "line 1, column 1"),
        (file("not_fhir.json", b"{}"), "line 1, column 1"),
        (
            file("note.txt", b"no FHIR"),
            "is neither .json nor .ndjson nor a folder",
        ),
        (scratch.path().join("absent.json"), "cannot be read"),
    ];
    let good = file("good.json", GOOD.as_bytes());
    let mut arguments: Vec<&Path> = broken.iter().map(|(path, _)| path.as_path()).collect();
    arguments.push(&good);
    let (output, parts) = json(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stderr, b"");
    let errors = of_type(&parts, "error");
    for (path, position) in &broken {
        let source = path.display().to_string();
        let error = errors
            .iter()
            .find(|error| error["source"] == source.as_str());
        let error = error.unwrap_or_else(|| panic!("nothing is said about {source}"));
        assert!(text(error, "error").contains(position), "{error}");
    }
    let read = of_type(&parts, "file")
        .into_iter()
        .find(|it| it["source"] == good.display().to_string().as_str());
    assert_eq!(read.unwrap()["resources"]["Condition"]["held"], 1);
    // What came before the damage is not lost either.
    let cut = of_type(&parts, "file")
        .into_iter()
        .find(|it| text(it, "source").ends_with("truncated.json"));
    assert_eq!(cut.unwrap()["resources"]["Patient"]["held"], 1);
}

#[test]
fn a_string_of_200_megabytes_is_read() {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("long.json");
    let mut file = std::io::BufWriter::new(fs::File::create(&path).unwrap());
    file.write_all(br#"{"resourceType":"Patient","id":"p","note":""#)
        .unwrap();
    for _ in 0..200 {
        file.write_all(&[b'x'; 1_000_000]).unwrap();
    }
    file.write_all(br#""}"#).unwrap();
    file.into_inner().unwrap();
    let (output, parts) = json(&[&path]);
    assert_eq!(output.status.code(), Some(0), "{parts:?}");
    assert_eq!(
        of_type(&parts, "file")[0]["resources"]["Patient"]["held"],
        1
    );
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_named_and_the_others_read() {
    use std::os::unix::fs::PermissionsExt;

    let scratch = tempfile::tempdir().unwrap();
    let closed = scratch.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::write(scratch.path().join("good.json"), GOOD).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let readable = fs::read_dir(&closed).is_ok();
    let (output, parts) = json(&[scratch.path()]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(of_type(&parts, "file").len(), 1);
    if readable {
        // To the superuser no folder is closed.
        let name = "a_folder_without_permission_is_named_and_the_others_read";
        let line = format!("\nskipped: {name}: this user may read every folder\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
        return;
    }
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        of_type(&parts, "error")[0]["source"],
        closed.display().to_string().as_str()
    );
}

#[test]
fn wrong_arguments_say_what_is_right() {
    for (arguments, message) in [
        (
            &["--on", "tomorrow"][..],
            "--on needs a date written YYYY-MM-DD",
        ),
        (&["--fast"][..], "there is no option --fast"),
    ] {
        let output = office().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(message) && said.contains("Usage:"), "{said}");
    }
}
