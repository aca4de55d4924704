//! The scores of spans, counted by hand.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(gold: &str, predicted: &str) -> Output {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join("examples").join("score_deid");
    let files = tempfile::tempdir().unwrap();
    let (a, b) = (files.path().join("gold"), files.path().join("pred"));
    fs::write(&a, gold).unwrap();
    fs::write(&b, predicted).unwrap();
    Command::new(program.with_extension(std::env::consts::EXE_EXTENSION))
        .args([a, b])
        .output()
        .unwrap()
}

fn lines(output: &Output) -> Vec<String> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(words).collect()
}

/// `é` is one code point: `José Exemplar saw Acme on 3/14`.
const GOLD: &str = concat!(
    r#"{"id":"a","text":"José Exemplar saw Acme on 3/14","spans":["#,
    r#"{"start":0,"end":13,"cat":"NAME"},{"start":18,"end":22,"cat":"IGNORE"},{"start":26,"end":30,"cat":"DATE"}]}"#,
    "\n",
    r#"{"id":2,"text":"No pain today","spans":[]}"#,
    "\n"
);

#[test]
fn counted_by_hand() {
    let predicted = concat!(
        r#"{"id":2,"spans":[{"start":3,"end":7,"cat":"NAME","rule":"x"}]}"#,
        "\n",
        r#"{"id":"a","spans":[{"start":0,"end":4,"cat":"NAME"},{"start":18,"end":22,"cat":"NAME"},{"start":26,"end":30,"cat":"DATE"}]}"#,
    );
    let output = run(GOLD, predicted);
    assert_eq!(output.status.code(), Some(0));
    let lines = lines(&output);
    for want in [
        "DATE 2 100.00 100.00 100.00 | 1 100.00 100.00 100.00",
        "NAME 2 50.00 50.00 50.00 | 1 0.00 0.00 0.00",
        "all 4 75.00 75.00 75.00 | 2 50.00 50.00 33.33",
        "documents 2",
        "clean, touched 1 of 1 (100.00 %)",
        "leaking 1 of 1 (100.00 %)",
        "over-redacted words 1 of 5 (20.00 %)",
    ] {
        assert!(lines.iter().any(|line| line == want), "{want}: {lines:#?}");
    }
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("recall found gold tokens / gold tokens"))
    );
}

#[test]
fn what_is_left_out_is_said() {
    let output = run(
        GOLD,
        "{\"id\":\"a\",\"spans\":[]}\nsecret\n{\"id\":\"b\",\"spans\":[]}\n",
    );
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("line 2: not a document"), "{text}");
    assert!(text.contains("document \"2\" is not in PRED"), "{text}");
    assert!(
        text.contains("document \"b\" of PRED is not in GOLD"),
        "{text}"
    );
    assert!(!text.contains("secret"), "{text}");
}
