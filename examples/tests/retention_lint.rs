//! The lint on the shipped rules and on a policy with a mistake of every kind.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

fn linted(files: &[&Path]) -> (Option<i32>, String) {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join("examples").join("retention_lint");
    let output = Command::new(program.with_extension(std::env::consts::EXE_EXTENSION))
        .args(files)
        .output()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
    )
}

#[test]
fn nothing_is_to_be_objected_to_the_shipped_rules() {
    let (code, text) = linted(&[]);
    assert_eq!(text, "224 rules of 70 jurisdictions: 0 objections\n");
    assert_eq!(code, Some(0));
}

#[test]
fn each_mistake_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.toml");
    let rule = |id: &str, record: &str, rest: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\nprovider = \"hospital\"\nrecord = \"{record}\"\n{rest}\n\
             verification = \"site_policy\"\n"
        )
    };
    let head = "jurisdiction = \"SITE\"\nname = \"An invented hospital\"\n";
    let text = [
        head,
        &rule("TYPES", "medical_record", "adult = \"PERMANENT+5y\""),
        &rule(
            "REACH",
            "imaging",
            "adult = \"max(EXPOSURE+10y, EXPOSURE+7y)\"",
        ),
        &rule("TWICE-1", "core_record", "adult = \"DISCHARGE+10y\""),
        &rule("TWICE-2", "core_record", "adult = \"DISCHARGE+12y\""),
        &rule(
            "ARM",
            "lab_report",
            "adult = \"REPORTED+5y\"\nminor = \"REPORTED+5y\"",
        ),
    ]
    .concat();
    std::fs::write(&policy, text).unwrap();
    let (code, text) = linted(&[&policy]);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "TWICE-1: is in force together with another rule for the same records (overlap)",
            "REACH: contains a period that can never decide (unreachable)",
            "ARM: repeats the adult period for minors (repeated_arm)",
            "ARM: has a period for minors and no age at which minority ends (no_age_of_majority)",
            "TYPES: computes a day from what is no day (ill_typed)",
            "229 rules of 71 jurisdictions: 5 objections",
        ]
    );
    assert_eq!(code, Some(1));

    let broken = rule("EVENT", "medical_record", "adult = \"DISCHARGED+5y\"");
    std::fs::write(&policy, format!("{head}{broken}")).unwrap();
    let (code, text) = linted(&[&policy]);
    let fault = "policy.toml: line 7, column 9: rule EVENT: adult: byte 0: expected an event or a function, such as DISCHARGE\n";
    assert!(text.contains(fault), "{text}");
    assert_eq!(code, Some(1));
}
