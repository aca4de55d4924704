//! The grouper on good and bad lines, and beside the official program.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(clippy::indexing_slicing, reason = "a missing JSON member is null")]

mod runner;

use std::fs;
use std::process::Output;

use serde_json::Value;

use crate::runner::text;

fn run(arguments: &[&str], input: &[u8]) -> Output {
    runner::run("group_claims", arguments, input)
}

/// Invented: heart failure, diabetes, and a hip broken in hospital.
const GOOD: &str = r#"{"id":"c-1","version":"43.1","age":71,"sex":"2","discharge_status":"1","admit_dx":"R0602","dx":[["I5023","Y"],["E119","Y"],["S72141A","N"]],"px":["BW03ZZZ"]}"#;

#[test]
fn an_answer_to_the_letter() {
    let output = run(&[], GOOD.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    assert_eq!(
        text(&output.stdout),
        concat!(
            r#"{"id":"c-1","#,
            r#""initial":{"grc":"OK","mdc":5,"drg":291,"base":291,"type":"MEDICAL","severity":"MCC","sdx_severity":"MCC"},"#,
            r#""final":{"grc":"OK","mdc":5,"drg":293,"base":291,"type":"MEDICAL","severity":"NON_CC","sdx_severity":"NON_CC"},"#,
            r#""hac_status":"FINAL_DRG_CHANGES","hac_categories":1,"admit_dx":"DX_VALID","#,
            r#""pdx":{"recognized":true,"affects":"BOTH","initial":"NEITHER","final":"NEITHER","poa":"POA_NOT_CHECKED"},"#,
            r#""sdx":[{"recognized":true,"affects":"NONE","initial":"NEITHER","final":"NEITHER","poa":"POA_NOT_CHECKED"},"#,
            r#"{"recognized":true,"affects":"BOTH","initial":"MCC","final":"NEITHER","poa":"POA_RECOGNIZED_NOT_POA","#,
            r#""hacs":[{"n":5,"status":"HAC_CRITERIA_MET","list":"HAC05"}]}],"#,
            r#""px":[{"recognized":true,"affects":"NONE","operating_room":false}]}"#,
            "\n"
        )
    );
    let output = run(&["--explain"], GOOD.as_bytes());
    assert_eq!(
        text(&output.stdout),
        "claim \"c-1\": MS-DRG V43.1: DRG 293, Heart Failure and Shock without CC/MCC (MDC 5, Diseases and Disorders of the Circulatory System; MEDICAL; severity NON_CC)\n\
         before hospital-acquired conditions: DRG 291, Heart Failure and Shock with MCC (MDC 5, Diseases and Disorders of the Circulatory System; MEDICAL; severity MCC)\n\
         path:\n  MDC 5 Diseases and Disorders of the Circulatory System, row 80: (MCC & PDX:dxc0505) -> DRG 291\n    MCC: S72.141A (diagnosis 3)\n    PDX:dxc0505: I50.23 (principal)\n\
         final path:\n  MDC 5 Diseases and Disorders of the Circulatory System, row 82: PDX:dxc0505 -> DRG 293\n    PDX:dxc0505: I50.23 (principal)\n\
         severity of secondary diagnoses:\n  S72.141A (diagnosis 3): MCC; finally counts for nothing\n\
         hospital-acquired conditions:\n  S72.141A (diagnosis 3) on list HAC05: HAC_CRITERIA_MET, Falls and Trauma\n\
         questions for the coder:\n  \
         S72.141A (diagnosis 3) is coded as not present on admission: what does the record say of when it began? The final DRG depends on it.\n  \
         DRG 291, Heart Failure and Shock with MCC differs by severity alone: does the documentation support each secondary diagnosis that is coded, and is each that it supports coded?\n  \
         DRG 292, Heart Failure and Shock with CC differs by severity alone: does the documentation support each secondary diagnosis that is coded, and is each that it supports coded?\n\n"
    );
}

#[test]
fn a_bad_line_is_named_and_the_others_grouped() {
    let bad: [(&[u8], &str); 4] = [
        (b"Jane Doe", "not a claim: it does not begin with {"),
        (b"{\"id\":1,\"age\":}", "not JSON: see column 15"),
        (
            b"{\"id\":1,\"dx\":\"Jane Doe\"}",
            "not a claim: see column 23",
        ),
        (b"{\"id\":\"Jane \xFF\"}", "not UTF-8: see byte 13"),
    ];
    let mut input = Vec::new();
    let mut expected = String::new();
    for (index, (line, why)) in bad.iter().enumerate() {
        input.extend([GOOD.as_bytes(), b"\r\n\n", line, b"\n"].concat());
        expected += &format!(
            "group_claims: standard input: line {}: {why}\n",
            3 * index + 3
        );
    }
    let output = run(&["-"], &input);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stderr), expected);
    assert_eq!(text(&output.stdout).lines().count(), bad.len());
}

#[test]
fn a_claim_that_no_version_is_for_is_answered_with_the_reason() {
    for (line, error) in [
        (
            "{}",
            "no version: the claim has no discharge date, and none is named",
        ),
        (
            r#"{"discharge":"2022-09-30"}"#,
            "no version: none is held for a discharge on 2022-09-30; held are 40.0 to 43.1",
        ),
        (
            r#"{"version":"44.0"}"#,
            "no version: 44.0 is not held; held are 40.0 to 43.1",
        ),
        (
            r#"{"version":"Jane Doe"}"#,
            "not a version of the grouper, such as 43.1",
        ),
    ] {
        let output = run(&[], line.as_bytes());
        assert_eq!(output.status.code(), Some(0));
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            answer,
            serde_json::json!({"id": null, "error": error}),
            "{line}"
        );
    }
    for (line, drg) in [
        (r#"{"discharge":"2026-05-04","dx":[["I5023","Y"]]}"#, 293),
        (r#"{"version":43.1,"dx":[["I5023"]]}"#, 293),
        (r#"{"version":"431","dx":["I5023"],"px":null}"#, 293),
        (r#"{"version":"43.1","dx":[]}"#, 999),
        (r#"{"version":"43.1"}"#, 999),
    ] {
        let output = run(&[], line.as_bytes());
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["final"]["drg"], drg, "{line}");
    }
}

#[test]
fn options_are_followed_and_others_refused() {
    let answer = |arguments: &[&str]| -> Value {
        let output = run(arguments, GOOD.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    assert_eq!(answer(&["--hospital", "exempt"])["final"]["drg"], 291);
    assert_eq!(answer(&["--hospital", "unknown"])["final"]["drg"], 999);
    assert_eq!(answer(&["--not-affected"])["sdx"][1]["affects"], "NONE");
    assert_eq!(
        answer(&["--ties", "alphabetical"])["sdx"][1]["affects"],
        "BOTH"
    );
    // V40.0, whatever the line says.
    assert_eq!(answer(&["--version", "40.0"])["final"]["drg"], 293);
    for (arguments, why) in [
        (&["--fast"][..], "group_claims: there is no option --fast"),
        (
            &["--version", "new"],
            "group_claims: new: not a version of the grouper, such as 43.1",
        ),
        (
            &["--hospital", "perhaps"],
            "group_claims: there is no hospital status perhaps",
        ),
        (&["--ties"], "group_claims: --ties needs a value"),
    ] {
        let output = run(arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(text(&output.stderr).lines().next(), Some(why));
    }
}

#[test]
fn the_official_answers_byte_for_byte() {
    let test = "the_official_answers_byte_for_byte";
    let Some(folder) = him_testdata::folder("oracle", test) else {
        return;
    };
    let claims = him_testdata::xz(&folder.join("msdrg_dev.claims.jsonl.xz")).unwrap();
    let answers = him_testdata::xz(&folder.join("msdrg_dev.answers.jsonl.xz")).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), claims).unwrap();
    let output = run(&[file.path().to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(0));
    for (ours, official) in text(&output.stdout).lines().zip(text(&answers).lines()) {
        assert_eq!(ours, official);
    }
    assert!(output.stdout == answers);
}
