//! `deidentify_notes` with surrogates and under the limited data set. All people are invented.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(clippy::indexing_slicing, reason = "a missing JSON member is null")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

fn run(arguments: &[&str], input: &str) -> (Vec<Value>, Option<i32>, String) {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join("examples").join("deidentify_notes");
    let mut child = Command::new(program.with_extension(std::env::consts::EXE_EXTENSION))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let answers = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    (
        answers.collect(),
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

const NOTES: &str = r#"{"id":1,"text":"Señora May Exemplar (MRN 00123456) is well.","record":{"name":"May Exemplar","mrn":"00123456"}}
{"id":2,"text":"EXEMPLAR called again.","record":{"name":"May Exemplar","mrn":"00123456"}}
"#;

#[test]
fn surrogates_are_the_same_in_all_notes_of_a_record() {
    let (answers, code, _) = run(&["--surrogates", "--as-of", "2026-11-25"], NOTES);
    assert_eq!((answers.len(), code), (2, Some(0)));
    let invented = |nth: usize| {
        let answer = &answers[nth];
        let text: Vec<char> = answer["surrogates"].as_str().unwrap().chars().collect();
        let spans = answer["spans"].as_array().unwrap().iter();
        let values = spans.map(|span| {
            let at = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
            text[at("out_start")..at("out_end")]
                .iter()
                .collect::<String>()
        });
        values.collect::<Vec<_>>()
    };
    for answer in &answers {
        let text = answer["surrogates"].as_str().unwrap().to_lowercase();
        assert!(
            !text.contains("exemplar") && !text.contains("00123456"),
            "{text}"
        );
    }
    let (first, second) = (invented(0), invented(1));
    let family = first
        .iter()
        .find_map(|name| name.rsplit(' ').next())
        .unwrap();
    assert_eq!(second, [family.to_uppercase()]);
}

#[test]
fn a_limited_data_set_keeps_dates_and_ages() {
    let note = r#"{"id":1,"text":"Dr. Exemplar saw the 92 y/o on 3/14/2024, call 555-010-0199."}"#;
    let (answers, code, _) = run(&["--policy", "limited-data-set"], note);
    let kinds: Vec<_> = answers[0]["spans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| span["cat"].as_str().unwrap())
        .collect();
    assert_eq!((kinds, code), (vec!["NAME", "CONTACT"], Some(0)));
    assert!(answers[0].get("surrogates").is_none());
}

#[test]
fn there_is_no_other_policy() {
    let (_, code, why) = run(&["--policy", "none"], "");
    assert_eq!(code, Some(2));
    assert!(
        why.starts_with("deidentify_notes: the policies are: safe-harbor, limited-data-set"),
        "{why}"
    );
}
