//! The program on invented patients, and on lines that nobody should send.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod runner;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn program() -> Command {
    runner::program("risk_scores")
}

struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new(patients: &str, diagnoses: &str) -> Files {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("patients.csv"), patients).unwrap();
        fs::write(folder.path().join("diagnoses.csv"), diagnoses).unwrap();
        Files { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn scored(&self, arguments: &[&str]) -> Output {
        program()
            .args(arguments)
            .arg("--patients")
            .arg(self.path("patients.csv"))
            .arg(self.path("diagnoses.csv"))
            .output()
            .unwrap()
    }

    /// What was reported, without the folder.
    fn faults(&self, output: &Output) -> Vec<String> {
        let text = runner::text(&output.stderr);
        let folder = format!("{}/", self.folder.path().display());
        text.lines().map(|line| line.replace(&folder, "")).collect()
    }
}

fn lines(output: &Output) -> Vec<String> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn scores_list_what_they_are_made_of() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("risk_scores");
    let output = program()
        .args([
            "--measures",
            "V28,charlson-quan-2011,cmr,ccsr",
            "--patients",
        ])
        .arg(folder.join("patients.csv"))
        .arg(folder.join("diagnoses.csv"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
    let lines = lines(&output);
    assert_eq!(
        lines[..3],
        [
            "invented-1,CMS-HCC Model V28,CNA,1.033,F70_74 0.395; HCC37 0.166; HCC226 0.360; DIABETES_HF_V28 0.112; D2 0.000,HCC37: E11.22; HCC226: I50.9,HCC38 dropped (HCC37): E11.9; Z00.00 has no category",
            "invented-1,charlson-quan-2011,,6,chf 2; dmc 1; age 3,chf: I50.9; dmc: E11.22,dm does not count: E11.9",
            "invented-1,cmr,2025-03-14,0,DIAB_UNCX; readmission 0,DIAB_UNCX: E11.9,",
        ]
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("invented-3,CMS-HCC Model V28,NE,0.532,"))
    );
}

#[test]
fn a_broken_line_is_named_and_the_rest_goes_on() {
    let files = Files::new(
        "patient,sex,age,orec,dual,new_enrollee,graft_months\n\
         1,F,70,0,00,,\n2,X,70,,,,\n3,M,old,,,,\n4,M,200,,,,\n5,M,70,7,,,\n6,M,70,,77,,\n7,M,70,,,maybe,\n8,M,70,,,,0\n1,M,71,,,,\n,M,70,,,,\n9,M,,,,,\n",
        "patient,code,date,poa\n\
         1,E11.9,2025-01-02,Y\n1,not a code,2025-01-02,Y\n1,E11.9,2025-13-02,Y\n1,E11.9,2025-01-02,Q\n\"1,E11.9\n,E11.9,2025-01-02,Y\n1,i509,20250102,n\n1,J44.9,2026-01-01,\n",
    );
    let output = files.scored(&["--measures", "V28,charlson-quan-2011"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        files.faults(&output),
        [
            "risk_scores: patients.csv: line 3, field sex: the sex is none of M, F, 1, 2",
            "risk_scores: patients.csv: line 4, field age: is no number of years",
            "risk_scores: patients.csv: line 5, field age: the age is above 130 years",
            "risk_scores: patients.csv: line 6, field orec: the reason for entitlement is none of 0, 1, 2, 3",
            "risk_scores: patients.csv: line 7, field dual: the dual status is none of 00 to 10, 99, NA",
            "risk_scores: patients.csv: line 8, field new_enrollee: is none of 1, 0, Y, N, true, false",
            "risk_scores: patients.csv: line 9, field graft_months: months since a transplant count from 1, the month of the transplant",
            "risk_scores: patients.csv: line 10, field patient: came before; the first line counts",
            "risk_scores: patients.csv: line 11, field patient: is empty",
            "risk_scores: patients.csv: line 12, field age: there is neither an age nor a birth_date",
            "risk_scores: diagnoses.csv: line 3, field code: not an ICD-10-CM code: byte 3 must be a digit or a letter",
            "risk_scores: diagnoses.csv: line 4, field date: is no day written YYYY-MM-DD or YYYYMMDD",
            "risk_scores: diagnoses.csv: line 5, field poa: is none of Y, N, U, W, 1",
            "risk_scores: diagnoses.csv: line 6, field line: has a quote that does not close",
            "risk_scores: diagnoses.csv: line 7, field patient: is empty",
        ]
    );
    // J44.9 is of another year of service, and a comorbidity all the same.
    assert_eq!(
        lines(&output),
        [
            "1,CMS-HCC Model V28,CNA,1.033,F70_74 0.395; HCC38 0.166; HCC226 0.360; DIABETES_HF_V28 0.112; D2 0.000,HCC38: E11.9; HCC226: I50.9,",
            "1,charlson-quan-2011,,6,chf 2; copd 1; dm 0; age 3,chf: I50.9; copd: J44.9; dm: E11.9,",
        ]
    );
}

#[test]
fn options_choose_days_and_indicators() {
    let files = Files::new(
        "patient,sex,age,index_date\n1,F,40,2025-06-01\n2,F,40,\n",
        "patient,code,date,poa\n1,I50.9,2025-05-01,N\n1,J44.9,2024-05-01,Y\n2,I50.9,2025-05-01,Y\n3,I50.9,2025-05-01,Y\n",
    );
    let measure = ["--measures", "charlson-quan-2005"];
    let scores = |more: &[&str]| {
        let arguments: Vec<&str> = measure.iter().chain(more).copied().collect();
        lines(&files.scored(&arguments))
    };
    assert_eq!(
        scores(&[])[0],
        "1,charlson-quan-2005,,2,chf 1; copd 1,chf: I50.9; copd: J44.9,"
    );
    assert_eq!(
        scores(&["--poa", "present"])[0],
        "1,charlson-quan-2005,,1,copd 1,copd: J44.9,"
    );
    let looking_back = scores(&["--look-back", "365"]);
    assert_eq!(looking_back[0], "1,charlson-quan-2005,,1,chf 1,chf: I50.9,");
    assert_eq!(
        looking_back[1],
        "2,charlson-quan-2005,,,,,no index_date to look back from"
    );
    // Nobody in the file of patients.
    assert_eq!(scores(&[])[2], "3,charlson-quan-2005,,1,chf 1,chf: I50.9,");
    let output = files.scored(&["--measures", "V28"]);
    assert_eq!(
        lines(&output)[2],
        "3,CMS-HCC Model V28,,,,,not in the file of patients"
    );
}

#[test]
fn wrong_arguments_say_so() {
    let run = |arguments: &[&str]| {
        let output = program().args(arguments).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        (
            output.status.code(),
            text.lines().next().unwrap_or_default().to_owned(),
        )
    };
    assert_eq!(
        run(&[]),
        (Some(2), "risk_scores: DIAGNOSES is missing".to_owned())
    );
    assert_eq!(
        run(&["--measures", "V29", "x"]),
        (Some(2), "risk_scores: there is no measure V29".to_owned())
    );
    assert_eq!(
        run(&["--fast", "x"]),
        (Some(2), "risk_scores: there is no option --fast".to_owned())
    );
    let (code, text) = run(&["/nowhere/at/all.csv"]);
    assert_eq!(code, Some(1));
    assert!(text.starts_with("risk_scores: /nowhere/at/all.csv: "));
    let files = Files::new("patient,age\n", "patient,code\n");
    let output = files.scored(&[]);
    assert_eq!(
        files.faults(&output),
        ["risk_scores: patients.csv: line 1: there is no column sex"]
    );
}

/// Bytes that spreadsheets leave, and files that are none.
#[test]
fn a_file_that_is_no_table_says_why() {
    let good = "\u{feff}patient,code,date\r\n1,\"E11.9\",2025-01-02\r\n\r\n";
    let files = Files::new("\u{feff}Patient,SEX,Age\r\n1,F,70\r\n", good);
    let output = files.scored(&["--measures", "V28"]);
    assert_eq!(files.faults(&output), [""; 0]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        lines(&output),
        ["1,CMS-HCC Model V28,CNA,0.561,F70_74 0.395; HCC38 0.166; D1 0.000,HCC38: E11.9,"]
    );
    for (diagnoses, why) in [
        ("", "there is no header line"),
        ("\n\r\n", "there is no header line"),
        (
            "code,date\nE119,2025-01-02\n",
            "line 1: there is no column patient",
        ),
        (
            "patient,code,Patient\n1,E119,2\n",
            "line 1: there are two columns patient",
        ),
        (
            "patient,code\r1,E119\r",
            "line 1 has a carriage return within: lines end with a line feed",
        ),
    ] {
        let files = Files::new("patient,sex,age\n1,F,70\n", diagnoses);
        let output = files.scored(&["--measures", "V28"]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(
            files.faults(&output),
            [format!("risk_scores: diagnoses.csv: {why}")]
        );
    }
    let files = Files::new(
        "patient,sex,age\n1,F,70\n",
        "patient,code\n1,E119\r2,I509\n1,I509\n",
    );
    let output = files.scored(&["--measures", "V28"]);
    assert_eq!(
        files.faults(&output),
        [
            "risk_scores: diagnoses.csv: line 2, field line: has a carriage return within: lines end with a line feed"
        ]
    );
}

#[test]
fn diagnoses_come_from_standard_input_too() {
    let input = b"patient,code\n1,A00.0\n";
    let output = runner::run("risk_scores", &["--measures", "ccsr", "-"], input);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        lines(&output),
        ["1,ccsr,,2,DIG001; INF003,DIG001: A00.0; INF003: A00.0,"]
    );
}
