//! The program over notes, good and bad. All people are invented.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::indexing_slicing, reason = "a missing JSON member is null")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn run(arguments: &[&str], input: &str) -> Output {
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
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Category and text of every span.
fn found(line: &str) -> Vec<(String, String)> {
    let answer: Value = serde_json::from_str(line).unwrap();
    let text: Vec<char> = answer["text"].as_str().unwrap().chars().collect();
    let spans = answer["spans"].as_array().unwrap().iter();
    spans
        .map(|span| {
            let at = |name: &str| span[name].as_u64().unwrap() as usize;
            assert!(span["rule"].is_string());
            let inner = text[at("start")..at("end")].iter().collect();
            (span["cat"].as_str().unwrap().to_owned(), inner)
        })
        .collect()
}

#[test]
fn spans_in_code_points() {
    let note = r#"{"id":"n-1","text":"😀 Señora Núñez; Dr. Exemplar, 3/14/2024.","record":{"family":"Núñez","nothing":1}}"#;
    let output = run(&["--as-of", "2026-11-25"], note);
    assert_eq!(output.status.code(), Some(0));
    let out = String::from_utf8(output.stdout).unwrap();
    let spans = found(out.trim_end());
    for want in [
        ("NAME", "Núñez"),
        ("NAME", "Exemplar"),
        ("DATE", "3/14/2024"),
    ] {
        assert!(
            spans
                .iter()
                .any(|(cat, text)| cat == want.0 && text.contains(want.1)),
            "{want:?} {spans:?}"
        );
    }
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said,
        "deidentify_notes: the field \"nothing\" of 1 records means nothing here and was not used\n"
    );
}

#[test]
fn a_bad_line_costs_itself_only() {
    let input = "{\"id\":1,\"text\":\"Dr. Exemplar\"}\nsecret\n{\"id\":3}\n{\"id\":4,\"text\":\"\",\"record\":5}\n\n{\"id\":5,\"text\":\"No pain today.\"}\n";
    let output = run(&[], input);
    assert_eq!(output.status.code(), Some(1));
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(out.lines().count(), 2);
    assert!(
        out.lines()
            .nth(1)
            .unwrap()
            .starts_with(r#"{"id":5,"text":"No pain today.","spans":[]}"#)
    );
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "deidentify_notes: line 2: not a JSON object in UTF-8\n\
         deidentify_notes: line 3: `text` is missing or no string\n\
         deidentify_notes: line 4: `record` is no object\n"
    );
}

#[test]
fn lists_presets_and_page() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("deny"), "bluebird\n").unwrap();
    fs::write(at("keep"), "Dr. Exemplar\n").unwrap();
    let note = r#"{"id":"<n>","text":"Bluebird & Dr. Exemplar, MRN 1234567"}"#;
    let (deny, keep, page) = (at("deny"), at("keep"), at("page.html"));
    let output = run(
        &[
            "--policy",
            "safe-harbor",
            "--preset",
            "balanced",
            "--deny",
            &deny,
            "--keep",
            &keep,
            "--html",
            &page,
        ],
        note,
    );
    assert_eq!(output.status.code(), Some(0));
    let out = String::from_utf8(output.stdout).unwrap();
    let want = [("OTHER", "Bluebird"), ("ID", "1234567")];
    assert_eq!(
        found(out.trim_end()),
        want.map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    let html = fs::read_to_string(page).unwrap();
    assert!(html.contains("<h2>&lt;n&gt;</h2>"), "{html}");
    assert!(
        html.contains(
            r#"<mark class="OTHER" title="other.list">Bluebird</mark> &amp; Dr. Exemplar"#
        ),
        "{html}"
    );
}

#[test]
fn wrong_arguments() {
    for (arguments, why) in [
        (
            &["--policy", "none"][..],
            "the policies are: safe-harbor, limited-data-set, expert-determination",
        ),
        (
            &["--policy", "expert-determination"],
            "--policy expert-determination needs --expert FILE",
        ),
        (
            &["--expert", "statement.toml"],
            "--expert needs --policy expert-determination",
        ),
        (&["--preset"], "--preset needs a value"),
        (
            &["--preset", "wild"],
            "the presets are: high-recall, balanced",
        ),
        (&["--as-of", "soon"], "--as-of needs a day, as YYYY-MM-DD"),
        (&["--what"], "there is no option --what"),
        (&["a", "b"], "there can be one FILE only"),
    ] {
        let output = run(arguments, "");
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.starts_with(&format!("deidentify_notes: {why}\n")),
            "{said}"
        );
    }
}
