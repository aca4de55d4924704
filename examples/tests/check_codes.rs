//! The checker on lines of every kind, and on files that nobody should send.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program, which the test runner builds beside this test.
fn program() -> Command {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join("examples").join("check_codes");
    Command::new(program.with_extension(std::env::consts::EXE_EXTENSION))
}

fn checked(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = program();
    command.args(arguments).stdin(Stdio::piped());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    output
}

/// Verdict, official form, detail and suggestions of each line.
fn answers(output: &Output) -> Vec<[String; 4]> {
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let names = "system,code,date,verdict,official,title,detail,suggestions";
    assert_eq!(
        reader
            .headers()
            .unwrap()
            .iter()
            .collect::<Vec<_>>()
            .join(","),
        names
    );
    let answer = |record: csv::StringRecord| [3, 4, 6, 7].map(|column| record[column].to_owned());
    reader
        .records()
        .map(|record| answer(record.unwrap()))
        .collect()
}

fn answer(system: &str, code: &str, date: &str) -> [String; 4] {
    let output = checked(&[], format!("{system},{code},{date}\n").as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let answers = answers(&output);
    assert_eq!(answers.len(), 1);
    answers.into_iter().next().unwrap()
}

#[test]
fn every_verdict_has_its_line() {
    let rows = [
        ("icd10cm", "e119", "2025-01-01", ["valid", "E11.9", "", ""]),
        (
            "ICD-10-CM",
            " E11.9 ",
            "20250101",
            ["valid", "E11.9", "", ""],
        ),
        (
            "icd10cm",
            "A04.7",
            "2025-01-01",
            [
                "header",
                "A04.7",
                "A04.7 is a header since 2017-10-01, billable until 2017-09-30: use A04.71 or A04.72",
                "A04.71 A04.72",
            ],
        ),
        (
            "icd10cm",
            "W19",
            "2025-01-01",
            [
                "needs_7th",
                "W19",
                "W19 needs a 7th character, after W19.XXX: A, D or S (A: initial encounter; D: subsequent encounter; S: sequela)",
                "W19.XXXA W19.XXXD W19.XXXS",
            ],
        ),
        (
            "icd10cm",
            "T40.4X5A",
            "2025-01-01",
            [
                "expired",
                "T40.4X5A",
                "T40.4X5A is no longer valid on 2025-01-01: its last day was 2020-09-30: use T40.415A, T40.425A or T40.495A",
                "T40.415A T40.425A T40.495A",
            ],
        ),
        (
            "icd10pcs",
            "ODTJ4ZZ",
            "2025-01-01",
            [
                "malformed",
                "",
                "not an ICD-10-PCS code: byte 0 must be a digit or a letter other than I and O",
                "0DTJ4ZZ",
            ],
        ),
        (
            "icd10pcs",
            "0DTJ4Z",
            "2025-01-01",
            [
                "malformed",
                "",
                "0DTJ4Z is incomplete, a code has 7 characters: after 0DTJ4Z comes G or Z",
                "0DTJ4ZG 0DTJ4ZZ",
            ],
        ),
        (
            "hcpcs",
            "C9022",
            "2015-01-01",
            [
                "expired",
                "C9022",
                "C9022 is no longer valid on 2015-01-01: its last day was 2014-12-31, see J1322",
                "J1322",
            ],
        ),
        (
            "hcpcs",
            "J0185",
            "2022-02-01",
            [
                "unchecked",
                "J0185",
                "J0185 is in the record of 2019 and in the list of 2026 Q3: whether it is in force on 2022-02-01 is not held",
                "",
            ],
        ),
        (
            "cpt",
            "99213",
            "2026-01-01",
            [
                "unchecked",
                "99213",
                "99213 has the form of a CPT code: no list held speaks of 2026-01-01",
                "",
            ],
        ),
    ];
    for (system, code, date, expected) in rows {
        assert_eq!(
            answer(system, code, date),
            expected,
            "{system} {code} {date}"
        );
    }
    let [verdict, _, _, suggestions] = answer("icd10cm", "E1l.9", "2025-01-01");
    assert_eq!(verdict, "unknown");
    assert!(suggestions.starts_with("E11.9 "));
    let [verdict, official, detail, _] = answer("icd10cm", "U07.1", "2020-03-31");
    assert_eq!((verdict.as_str(), official.as_str()), ("not_yet", "U07.1"));
    assert_eq!(
        detail,
        "U07.1 is not yet valid on 2020-03-31: its first day is 2020-04-01"
    );
}

#[test]
fn a_broken_line_costs_itself_only() {
    let long = "x".repeat(100_000);
    let input = [
        b"\xef\xbb\xbfSystem,Code,Date\r\n".as_slice(),
        b"icd10cm,\"E11.9,2025-01-01\n",
        b"icd10cm,E11.9,2025-01-01\r\n",
        b"icd10cm,E11.9\n",
        b"icd10cm,E11.9,2025-02-29\n",
        b"\n   \n",
        b"loinc,E11.9,2025-01-01\n",
        b"icd10cm,\xff\xfe,2025-01-01\n",
        b"a,b,c,d\n",
        long.as_bytes(),
        b"\nicd10cm,\"E11.9\",\"2025-01-01\"",
    ]
    .concat();
    let output = checked(&[], &input);
    assert_eq!(output.status.code(), Some(0));
    let said: Vec<_> = answers(&output)
        .into_iter()
        .map(|[verdict, _, detail, _]| format!("{verdict}: {detail}"))
        .collect();
    assert_eq!(
        said,
        [
            "malformed: the line has fewer columns than system,code,date",
            "valid: ",
            "malformed: the line has fewer columns than system,code,date",
            "malformed: the date is no day written YYYY-MM-DD or YYYYMMDD",
            "malformed: the system is none of icd10cm, icd10pcs, hcpcs and cpt",
            "malformed: not an ICD-10-CM code: byte 0 must be a letter",
            "malformed: the line has more columns than system,code,date",
            "malformed: the line is too long",
            "valid: ",
        ]
    );
}

#[test]
fn a_list_of_cpt_codes_decides() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    // Invented rows.
    let rows = "code,effective_from,effective_to,title\n99998,2020-01-01,,An invented service\n9999X,,,A slip\n";
    fs::write(&path, rows).unwrap();
    let list = path.to_str().unwrap();
    let input =
        b"cpt,99998,2026-01-01\ncpt,99998,2019-12-31\ncpt,99997,2026-01-01\ncpt,0001U,2026-01-01\n";
    let output = checked(&["--cpt", list], input);
    assert_eq!(output.status.code(), Some(1), "a line of the list is bad");
    let stderr = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(stderr.contains("line 3: not a CPT code"), "{stderr}");
    let verdicts: Vec<_> = answers(&output)
        .into_iter()
        .map(|[verdict, ..]| verdict)
        .collect();
    assert_eq!(verdicts, ["valid", "not_yet", "unknown", "unchecked"]);
}

#[test]
fn files_are_read_one_after_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("codes.csv");
    fs::write(&path, "system,code,date\nicd10cm,I10,2025-01-01\n").unwrap();
    let path = path.to_str().unwrap();
    let output = program()
        .args([path, "no-such-file.csv", path])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(answers(&output).len(), 2);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.starts_with("check_codes: no-such-file.csv: "),
        "{stderr}"
    );
    let output = program().arg("--no-such-option").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
