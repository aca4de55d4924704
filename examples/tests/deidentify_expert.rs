//! The program under an expert determination. All people are invented.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::indexing_slicing, reason = "a missing JSON member is null")]

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

mod runner;

fn run(folder: &Path, statement: &str, more: &[&str], input: &str) -> Output {
    let file = folder.join("statement.toml");
    fs::write(&file, statement).unwrap();
    let file = file.to_str().unwrap();
    let policy = [
        "--as-of",
        "2026-11-25",
        "--policy",
        "expert-determination",
        "--expert",
        file,
    ];
    let arguments = [policy.as_slice(), more].concat();
    runner::run("deidentify_notes", &arguments, input.as_bytes())
}

/// A folder with a table of twelve people in two classes of six, and a key.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let rows = (0..12).map(|row| format!("{},{},note {row}\n", ["f", "m"][row % 2], "62704"));
    let table = format!("\u{feff}sex,zip,remark\n{}", rows.collect::<String>());
    fs::write(folder.path().join("cohort.csv"), table).unwrap();
    fs::write(folder.path().join("shift.key"), [7; 32]).unwrap();
    folder
}

const HEAD: &str = "expert = \"A. Statistician\"\ndocumentation = \"report 17 of 2026\"\n";

fn risk(at_most: f64) -> String {
    format!(
        "[risk]\ntable = \"cohort.csv\"\nquasi_identifiers = [\"sex\", \"zip\"]\nat_most = {at_most}\n"
    )
}

const NOTE: &str = r#"{"id":1,"text":"Dr. Exemplar saw the 93-year-old on 3/14/2024 and 3/21/2024. Lives in Springfield, IL 62704.","record":{"mrn":"00123456"}}"#;

fn categories(output: &Output) -> Vec<String> {
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let spans = answer["spans"].as_array().unwrap().iter();
    spans
        .map(|span| span["cat"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn it_begins_as_strict_as_the_safe_harbor() {
    let folder = folder();
    let output = run(folder.path(), &format!("{HEAD}{}", risk(0.2)), &[], NOTE);
    assert_eq!(output.status.code(), Some(0));
    let all = ["NAME", "AGE", "DATE", "DATE", "LOCATION", "LOCATION"];
    assert_eq!(categories(&output), all);
    // Two classes of six: a risk of 1/6 each.
    assert_eq!(
        runner::text(&output.stderr),
        "deidentify_notes: risk: 12 rows, 2 classes, k = 6, 0 unique\n\
         deidentify_notes: risk: 2 classes of fewer than 11 rows, 12 rows in them\n\
         deidentify_notes: risk: prosecutor: highest 0.1667, average 0.1667, 0.00 % of rows above 0.2000\n\
         deidentify_notes: risk: marketer: 0.1667\n"
    );
}

#[test]
fn what_the_expert_lets_stay_stays() {
    let folder = folder();
    let keep = "[keep]\ndates = \"whole\"\nages = \"whole\"\nzips = \"whole\"\nplaces = \"city\"\n";
    let output = run(
        folder.path(),
        &format!("{HEAD}{keep}{}", risk(0.2)),
        &[],
        NOTE,
    );
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(categories(&output), ["NAME"]);
}

#[test]
fn dates_of_a_patient_shift_together() {
    let folder = folder();
    let keep = "[keep]\ndates = \"shifted\"\n[shift]\nkey = \"shift.key\"\ndays = 365\nwhole_weeks = true\n";
    let statement = format!("{HEAD}{keep}{}", risk(0.2));
    let output = run(folder.path(), &statement, &["--surrogates"], NOTE);
    assert_eq!(output.status.code(), Some(0));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = answer["surrogates"].as_str().unwrap();
    assert!(
        !text.contains("3/14/2024") && !text.contains("Exemplar"),
        "{text}"
    );
    let dates: Vec<chrono::NaiveDate> = text
        .split_ascii_whitespace()
        .filter_map(|word| {
            chrono::NaiveDate::parse_from_str(word.trim_end_matches('.'), "%m/%d/%Y").ok()
        })
        .collect();
    let original = chrono::NaiveDate::from_ymd_opt(2024, 3, 14).unwrap();
    assert_eq!(dates.len(), 2, "{text}");
    assert_eq!((dates[1] - dates[0]).num_days(), 7);
    let shift = (dates[0] - original).num_days();
    assert!(
        shift != 0 && shift % 7 == 0 && shift.abs() <= 365,
        "{shift}"
    );
    // Again the same.
    let again = run(folder.path(), &statement, &["--surrogates"], NOTE);
    let again: Value = serde_json::from_slice(&again.stdout).unwrap();
    let moved = dates[0].format("%-m/%-d/%Y").to_string();
    assert!(
        again["surrogates"].as_str().unwrap().contains(&moved),
        "{again} {moved}"
    );
}

#[test]
fn a_population_lowers_the_risk() {
    let folder = folder();
    let rows = (0..200).map(|row| format!("{},62704\n", ["f", "m"][row % 2]));
    let table = format!("sex,zip\n{}", rows.collect::<String>());
    fs::write(folder.path().join("county.csv"), table).unwrap();
    let statement = format!("{HEAD}{}population = \"county.csv\"\n", risk(0.01));
    let output = run(folder.path(), &statement, &[], NOTE);
    let said = runner::text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("risk: journalist: highest 0.0100"), "{said}");
}

#[test]
fn without_an_accepted_risk_nothing_is_answered() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).display().to_string();
    for (statement, why) in [
        (
            format!("{HEAD}{}", risk(0.09)),
            format!(
                "the highest risk of {} is 0.1667, above the 0.09 that the expert accepts\n12 rows",
                path("cohort.csv")
            ),
        ),
        (HEAD.to_owned(), "missing field `risk`".to_owned()),
        (
            format!("{HEAD}{}", risk(0.2).replace("0.2", "inf")),
            "at_most is a risk, above 0 and up to 1, not inf".to_owned(),
        ),
        (
            format!(
                "expert = \" \"\ndocumentation = \"report 17\"\n{}",
                risk(0.2)
            ),
            "an expert determination names the expert and where methods and results are documented"
                .to_owned(),
        ),
        (
            format!("{HEAD}[keep]\ndates = \"shifted\"\n{}", risk(0.2)),
            "dates = \"shifted\" and [shift] go together".to_owned(),
        ),
        (
            format!("{HEAD}[keep]\nnames = \"whole\"\n{}", risk(0.2)),
            "unknown field `names`".to_owned(),
        ),
        (
            format!("{HEAD}{}", risk(0.2).replace("sex", "age")),
            format!("{}: the table has no column `age`", path("cohort.csv")),
        ),
        (
            format!("{HEAD}{}", risk(0.2).replace("\"sex\", \"zip\"", "")),
            "no quasi-identifier was named".to_owned(),
        ),
    ] {
        let output = run(folder.path(), &statement, &[], NOTE);
        let said = runner::text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(output.stdout.is_empty());
        assert!(said.contains(&why), "{said}\n{why}");
    }
}
