//! The claim editor on good and bad lines, and beside the official program.

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
    runner::run("edit_claims", arguments, input)
}

const GOOD: &str = r#"{"id":"c-1","admit":"2026-03-10","discharge":"2026-03-14","los":4,"age":71,"sex":1,"discharge_status":1,"admit_dx":"R079","dx":[["J189","Y"],["M545","Y"]],"px":[["5A1955Z","2026-03-11"]]}"#;

#[test]
fn an_answer_to_the_letter() {
    let output = run(&["--mce-only"], GOOD.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    assert_eq!(
        text(&output.stdout),
        concat!(
            r#"{"id":"c-1","mce":{"id":"c-1","type":"PREPAYMENT","counts":{"INVALID_CODE":1,"INCONSISTENT_WITH_LENGTH_OF_STAY":1},"#,
            r#""admit_dx":[],"dx":[{"i":1,"edits":["INVALID_CODE"]}],"px":[{"i":0,"edits":["INCONSISTENT_WITH_LENGTH_OF_STAY"]}]},"#,
            r#""findings":[{"id":"mce.INVALID_CODE","severity":"rejects","at":[{"list":"dx","i":1,"code":"M54.5"}],"#,
            r#""source":"Medicare Code Editor V43.1","sentence":"M54.5 is a header since 2021-10-01, billable until 2021-09-30: use M54.50, M54.51 or M54.59","#,
            r#""suggestion":["M5450","M5451","M5459"]},"#,
            r#"{"id":"mce.INCONSISTENT_WITH_LENGTH_OF_STAY","severity":"rejects","at":[{"list":"px","i":0,"code":"5A1955Z"}],"#,
            r#""source":"Medicare Code Editor V43.1","sentence":"5A1955Z takes more than four days, and the stay did not"}]}"#,
            "\n"
        )
    );
    let output = run(&["--mce-only", "--explain"], GOOD.as_bytes());
    assert_eq!(
        text(&output.stdout),
        "claim \"c-1\": PREPAYMENT\n  \
         rejects  diagnosis 2: M54.5 is a header since 2021-10-01, billable until 2021-09-30: use M54.50, M54.51 or M54.59; perhaps M5450, M5451, M5459 [mce.INVALID_CODE, Medicare Code Editor V43.1]\n  \
         rejects  procedure 1: 5A1955Z takes more than four days, and the stay did not [mce.INCONSISTENT_WITH_LENGTH_OF_STAY, Medicare Code Editor V43.1]\n"
    );
}

const MISCODED: &str = r#"{"id":"c-2","admit":"2026-05-10","discharge":"2026-05-14","los":4,"age":71,"sex":1,"discharge_status":1,"admit_dx":"R079","dx":[["E1165","Y"],["E1010","Y"],["H2510","Y"]],"px":[["08RK3JZ","2026-05-11"]]}"#;

#[test]
fn coding_joins_the_findings_and_leaves_the_official_answer() {
    let without = run(&["--mce-only"], MISCODED.as_bytes());
    assert!(text(&without.stdout).ends_with("\"findings\":[]}\n"));
    let output = run(&[], MISCODED.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    let (own, other): (Value, Value) = (
        serde_json::from_slice(&output.stdout).unwrap(),
        serde_json::from_slice(&without.stdout).unwrap(),
    );
    assert_eq!(own["mce"], other["mce"]);
    let expected = concat!(
        r#""findings":[{"id":"coding.excludes1","severity":"warns","at":[{"list":"dx","i":0,"code":"E11.65"},{"list":"dx","i":1,"code":"E10.10"}],"#,
        r#""source":"Excludes1 at E11 in the tabular list of FY2026, April 2026 update; Excludes1 at E10 in the same; ICD-10-CM Official Guidelines FY2026, I.A.12.a","#,
        r#""sentence":"E11.65 and E10.10 are not reported together: Excludes1 at E11 says \"type 1 diabetes mellitus (E10.-)\", and that at E10 says \"type 2 diabetes mellitus (E11.-)\""}"#,
    );
    let said = text(&output.stdout);
    assert!(said.contains(expected), "{said}");
    let output = run(&["--explain"], MISCODED.as_bytes());
    let said = text(&output.stdout);
    assert!(said.starts_with("claim \"c-2\": NONE\n  warns    principal diagnosis, with diagnosis 2: E11.65 and E10.10 are not"), "{said}");
    assert!(said.contains("  warns    diagnosis 3, with procedure 1: H25.10 leaves the side open, which 08RK3JZ tells; perhaps H2512 [coding.side-open, "), "{said}");
}

#[test]
fn a_bad_line_is_named_and_the_others_edited() {
    let bad: [(&[u8], &str); 8] = [
        (b"Jane Doe", "not a claim: it does not begin with {"),
        (b"{\"id\":1,\"age\":}", "not JSON: see column 15"),
        (&GOOD.as_bytes()[..60], "not JSON: see column 60"),
        (b"[1,2]", "not a claim: it does not begin with {"),
        (b"\"Jane Doe\"", "not a claim: it does not begin with {"),
        (
            b"{\"id\":1,\"dx\":\"Jane Doe\"}",
            "not a claim: see column 23",
        ),
        (
            b"{\"id\":1,\"dx\":[{\"code\":\"J189\"}]}",
            "not a claim: see column 15",
        ),
        (b"{\"id\":\"Jane \xFF\"}", "not UTF-8: see byte 13"),
    ];
    let mut input = Vec::new();
    let mut expected = String::new();
    for (index, (line, why)) in bad.iter().enumerate() {
        input.extend([GOOD.as_bytes(), b"\r\n\n", line, b"\n"].concat());
        expected += &format!(
            "edit_claims: standard input: line {}: {why}\n",
            3 * index + 3
        );
    }
    let output = run(&["-"], &input);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stderr), expected);
    assert_eq!(text(&output.stdout).lines().count(), bad.len());
}

#[test]
fn what_is_missing_or_of_another_kind_is_edited_as_missing() {
    let answer = |line: &str| -> Value {
        let output = run(&[], line.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{line}");
        let mut answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["mce"].take()
    };
    let nothing = answer("{}");
    assert_eq!(nothing["type"], "INVALID_DISCHARGE_DATE");
    assert_eq!(nothing["id"], Value::Null);
    let dates = [
        "null",
        "20260314",
        "\"2026-3-14\"",
        "\"2026-02-30\"",
        "\"+026-03-14\"",
        "\" 2026-03-14\"",
        "[]",
        "{}",
        "true",
    ];
    for date in dates {
        let of_date = answer(&format!(
            "{{\"id\":[1],\"discharge\":{date},\"dx\":[[\"J189\"]]}}"
        ));
        assert_eq!(of_date["type"], "INVALID_DISCHARGE_DATE", "{date}");
        assert_eq!(of_date["id"][0], 1);
    }
    let counts =
        |age: &str| answer(&GOOD.replace("\"age\":71", &format!("\"age\":{age}")))["counts"].take();
    for age in ["71", "\"71\"", "71.0", "7.1e1", "124", "0", "-0"] {
        assert_eq!(counts(age)["INVALID_AGE"], Value::Null, "{age}");
    }
    for age in [
        "null",
        "\"old\"",
        "71.5",
        "-1",
        "125",
        "4294967367",
        "-4294967225",
        "18446744073709551687",
        "1e300",
        "[71]",
        "{\"age\":71}",
        "true",
        "\"\"",
    ] {
        assert_eq!(counts(age)["INVALID_AGE"], 1, "{age}");
    }
    // Positions stay what they are.
    let codes = r#"{"discharge":"2026-03-14","age":1,"sex":1,"discharge_status":1,"dx":[["J189"],null,[],[null,"Y"],"QQQ",[7],["Q\u0051Q",1,2,3]],"px":null}"#;
    let of_codes = answer(codes);
    assert_eq!(of_codes["counts"].to_string(), r#"{"INVALID_CODE":2}"#);
    assert_eq!(
        of_codes["dx"].to_string(),
        r#"[{"edits":["INVALID_CODE"],"i":4},{"edits":["INVALID_CODE"],"i":6}]"#
    );
    // Other members are passed over, a mark before the first line as well.
    let more = GOOD.replacen('{', "\u{FEFF}{\"name\":{\"given\":[\"Jane\"]},", 1);
    assert_eq!(answer(&more)["type"], "PREPAYMENT");
}

#[test]
fn files_are_read_in_order_and_a_missing_one_is_named() {
    let scratch = tempfile::tempdir().unwrap();
    let path = |name: &str| scratch.path().join(name).display().to_string();
    fs::write(path("one.jsonl"), GOOD).unwrap();
    fs::write(path("two.jsonl"), GOOD.replace("c-1", "c-2")).unwrap();
    fs::write(path("empty.jsonl"), "").unwrap();
    let (one, two, empty, absent) = (
        path("one.jsonl"),
        path("two.jsonl"),
        path("empty.jsonl"),
        path("absent.jsonl"),
    );
    let output = run(&[&two, &empty, &one], b"");
    assert_eq!(output.status.code(), Some(0));
    let ids: Vec<&str> = text(&output.stdout)
        .lines()
        .map(|line| &line[..11])
        .collect();
    assert_eq!(ids, ["{\"id\":\"c-2\"", "{\"id\":\"c-1\""]);
    let output = run(&[&absent, &one], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with(&format!("edit_claims: {absent}: ")));
    assert_eq!(text(&output.stdout).lines().count(), 1);
}

#[test]
fn wrong_arguments_say_what_is_right() {
    let output = run(&["--fast"], b"");
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(
        said.contains("there is no option --fast") && said.contains("Usage:"),
        "{said}"
    );
    let output = run(&["--help"], b"");
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("Usage: edit_claims"));
}

#[test]
fn the_official_answers_to_60_000_claims() {
    let Some(folder) = him_testdata::folder("oracle", "the_official_answers_to_60_000_claims")
    else {
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    let claims = scratch.path().join("claims.jsonl");
    fs::write(
        &claims,
        him_testdata::xz(&folder.join("mce_dev.claims.jsonl.xz")).unwrap(),
    )
    .unwrap();
    let output = run(&[claims.to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stderr, b"", "a pipe gets no progress bar");
    let answers = him_testdata::xz(&folder.join("mce_dev.answers.jsonl.xz")).unwrap();
    let mut compared = 0;
    for (own, official) in text(&output.stdout).lines().zip(text(&answers).lines()) {
        let own: Value = serde_json::from_str(own).unwrap();
        let official: Value = serde_json::from_str(official).unwrap();
        assert_eq!(own["mce"], official);
        assert_eq!(own["id"], official["id"]);
        compared += 1;
    }
    assert_eq!(compared, 60_000);
}
