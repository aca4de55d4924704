//! The Medicare Code Editor: corner by corner (`vectors/edits_mce.csv`), row by row of its tables, and beside the official
//! program.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use him_codes::edits::{
    AgeGroup, Claim, Diagnosis, Edit, Findings, MedicareCodeEditor, Outcome, Place, Procedure,
    Rule, Severity,
};
use proptest::prelude::*;
use serde_json::Value;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The codes of a cell; `~` is an empty one.
fn list(cell: &str) -> Vec<&str> {
    let codes = cell
        .split('|')
        .map(|code| if code == "~" { "" } else { code });
    if cell.is_empty() {
        Vec::new()
    } else {
        codes.collect()
    }
}

#[test]
fn vectors() {
    let text = include_str!("vectors/edits_mce.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut findings = Findings::new();
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let number = |column: usize| record[column].parse().ok();
        let diagnoses: Vec<Diagnosis<'_>> = list(&record[7])
            .into_iter()
            .map(|code| Diagnosis::new(code, "Y"))
            .collect();
        let procedures: Vec<Procedure<'_>> = list(&record[8])
            .into_iter()
            .map(|code| Procedure::new(code, None))
            .collect();
        let mut claim = Claim::default();
        claim.discharge = record[1].parse().ok();
        (claim.age, claim.sex, claim.discharge_status) = (number(2), number(3), number(4));
        claim.length_of_stay = number(5);
        claim.admitting = &record[6];
        claim.diagnoses = &diagnoses;
        claim.procedures = &procedures;
        MedicareCodeEditor::new().edit(&claim, &mut findings);

        let answer = findings.answer();
        let counts: Vec<String> = answer
            .counts()
            .map(|(edit, count)| format!("{edit} {count}"))
            .collect();
        let mut edits = Vec::new();
        for edit in answer.admitting() {
            edits.push(format!("admit {edit}"));
        }
        for (name, codes) in [
            ("dx", answer.diagnoses().collect::<Vec<_>>()),
            ("px", answer.procedures().collect()),
        ] {
            for code in codes {
                let mut text = format!("{name}{}", code.position());
                code.edits().for_each(|edit| text += &format!(" {edit}"));
                if let Some(group) = code.age_group() {
                    text += &format!(" {group}");
                }
                edits.push(text);
            }
        }
        let found = [
            answer.outcome().to_string(),
            counts.join(" "),
            edits.join(";"),
        ];
        assert_eq!(
            found,
            [&record[9], &record[10], &record[11]],
            "{}",
            &record[0]
        );
        seen += 1;
    }
    assert!(seen > 90, "{seen}");
}

#[test]
fn sentences() {
    let diagnoses = [
        "S72.009A",
        "Q99",
        "W19XXXA",
        "Y6551",
        "name of a patient",
        "M839",
        "S72009A",
    ];
    let diagnoses = diagnoses.map(|code| Diagnosis::new(code, "Y"));
    let procedures = [
        "0TY00Z0", "0SR20JZ", "5A1955Z", "10D00Z0", "0DTJ", "0DTJ4ZZ ",
    ];
    let procedures = procedures.map(|code| Procedure::new(code, None));
    let mut claim = Claim::default();
    claim.discharge = Some(day("2024-09-30"));
    claim.admitting = "M54.5";
    claim.diagnoses = &diagnoses;
    claim.procedures = &procedures;
    claim.length_of_stay = Some(1);
    let mut findings = Findings::new();
    MedicareCodeEditor::new().edit(&claim, &mut findings);
    let said: Vec<String> = findings
        .all()
        .iter()
        .map(|finding| {
            let codes: Vec<String> = finding.suggestions().map(|code| code.to_string()).collect();
            format!(
                "{} {}: {finding} {codes:?}",
                finding.severity(),
                finding.rule()
            )
        })
        .collect();
    let expected = [
        "rejects mce.INVALID_AGE: the age is not a number of years from 0 to 124 []",
        "rejects mce.INVALID_SEX: the sex is neither 1 (male) nor 2 (female); 0 (unknown) is valid from 2024-10-01 []",
        "rejects mce.INVALID_DISCHARGE_STATUS: the discharge status is none of the day of discharge []",
        "rejects mce.INVALID_ADMIT_DX: M54.5 is a header since 2021-10-01, billable until 2021-09-30: use M54.50, M54.51 or M54.59 [\"M5450\", \"M5451\", \"M5459\"]",
        "rejects mce.INVALID_CODE: S72.009A is a code of 2024-09-30, but a claim carries it without dot and blanks: S72009A [\"S72009A\"]",
        "rejects mce.INVALID_CODE: Q99 is a header: use Q99.0, Q99.1, Q99.2, Q99.8 or Q99.9 []",
        "rejects mce.WRONG_PROCEDURE_PERFORMED: Y65.51 reports surgery on the wrong patient, the wrong part or the wrong kind of it, which Medicare does not pay []",
        "rejects mce.INVALID_CODE: not an ICD-10-CM code: byte 4 must be a digit or a letter []",
        "rejects mce.AGE_CONFLICT: M83.9 is for ages 15 to 124 (adult), and the claim's is another []",
        "rejects mce.UNSPECIFIED: S72.009A leaves the side open: the record should tell whether it is right or left []",
        "warns mce.LIMITED_COVERAGE: Medicare covers 0TY00Z0 in some cases only []",
        "rejects mce.NON_COVERED: Medicare does not cover 0SR20JZ, or not for this age and with the other codes of the claim []",
        "rejects mce.INCONSISTENT_WITH_LENGTH_OF_STAY: 5A1955Z takes more than four days, and the stay did not []",
        "rejects mce.SEX_CONFLICT: 10D00Z0 is for one sex, and the claim's is another []",
        "warns mce.QUESTIONABLE_OBSTETRIC_ADMISSION: 10D00Z0 is a delivery, and no secondary diagnosis of Z37 tells its outcome []",
        "rejects mce.INVALID_CODE: 0DTJ is incomplete, a code has 7 characters: after 0DTJ comes 0, 4, 7 or 8 []",
        "rejects mce.INVALID_CODE: 0DTJ4ZZ is a code of 2024-09-30, but a claim carries it without blanks [\"0DTJ4ZZ\"]",
    ];
    assert_eq!(said, expected);

    let only = |codes: &[Diagnosis<'_>], discharge: Option<&str>| {
        let mut claim = Claim::default();
        claim.discharge = discharge.map(day);
        (claim.age, claim.sex, claim.discharge_status) = (Some(30), Some(2), Some(1));
        claim.diagnoses = codes;
        let mut findings = Findings::new();
        MedicareCodeEditor::new().edit(&claim, &mut findings);
        let said: Vec<String> = findings.all().iter().map(ToString::to_string).collect();
        said
    };
    let on = Some("2026-03-14");
    for (code, sentence) in [
        (
            "W19XXXA",
            "W19.XXXA is an external cause: what it caused comes first",
        ),
        (
            "G3281",
            "G32.81 is a manifestation: the disease behind it comes first",
        ),
        (
            "Z9181",
            "Z91.81 is not accepted as principal diagnosis: it tells a circumstance, or adds to another diagnosis",
        ),
        (
            "Z5189",
            "Z51.89 does not stand alone: a secondary diagnosis is missing",
        ),
        ("E119", "E11.9 is seldom reason enough to admit a patient"),
        ("", "the claim has no principal diagnosis"),
        (
            "E117",
            "E11.7 is not an ICD-10-CM code: after E11 comes 0-6, 8, 9 or A",
        ),
    ] {
        assert_eq!(only(&[Diagnosis::new(code, "")], on), [sentence], "{code}");
    }
    let twice = [Diagnosis::new("J189", ""); 2];
    assert_eq!(
        only(&twice, on),
        ["J18.9 is the principal diagnosis already"]
    );
    let sentence = "the discharge date is missing, or not from 1985-10-01 to 2026-09-30";
    assert_eq!(only(&twice, None), [sentence]);
    assert_eq!(only(&twice, Some("2026-10-01")), [sentence]);
}

#[test]
fn json() {
    let diagnoses = ["J189", "O80", "name of a patient"].map(|code| Diagnosis::new(code, "Y"));
    let mut claim = Claim::default();
    claim.discharge = Some(day("2024-09-30"));
    (claim.age, claim.sex, claim.discharge_status) = (Some(99), Some(1), Some(1));
    claim.diagnoses = &diagnoses;
    let mut findings = Findings::new();
    MedicareCodeEditor::new().edit(&claim, &mut findings);
    assert_eq!(
        serde_json::to_string(&findings.answer().identified(7)).unwrap(),
        r#"{"id":7,"type":"PREPAYMENT","counts":{"INVALID_CODE":1,"SEX_CONFLICT":1,"AGE_CONFLICT":1},"admit_dx":[],"dx":[{"i":1,"edits":["AGE_CONFLICT","SEX_CONFLICT"],"age":"MATERNITY"},{"i":2,"edits":["INVALID_CODE"]}],"px":[]}"#,
    );
    assert_eq!(
        serde_json::to_string(&findings.all()[0]).unwrap(),
        r#"{"id":"mce.AGE_CONFLICT","severity":"rejects","at":[{"list":"dx","i":1,"code":"O80"}],"source":"Medicare Code Editor V43.1","sentence":"O80 is for ages 9 to 64 (maternity), and the claim's is another"}"#,
    );
    assert_eq!(
        serde_json::to_string(&findings.all()[2]).unwrap(),
        r#"{"id":"mce.INVALID_CODE","severity":"rejects","at":[{"list":"dx","i":2,"code":null}],"source":"Medicare Code Editor V43.1","sentence":"not an ICD-10-CM code: byte 4 must be a digit or a letter"}"#,
    );
    // Nothing of the patient, and no text that is no code.
    let all = format!(
        "{} {findings:?} {claim:?} {diagnoses:?}",
        serde_json::to_string(&findings).unwrap()
    );
    assert!(!all.contains("99") && !all.contains("patient\""), "{all}");
    assert!(!all.contains("name of"), "{all}");

    for edit in Edit::ALL {
        let rule = Rule::Mce(*edit);
        let text = serde_json::to_string(&rule).unwrap();
        assert_eq!(serde_json::from_str::<Rule>(&text).unwrap(), rule);
        assert_eq!(edit.name().parse::<Edit>().unwrap(), *edit);
    }
    let error = serde_json::from_str::<Severity>("\"shouts\"").unwrap_err();
    assert_eq!(
        error.to_string(),
        "not the name of a severity at line 1 column 8"
    );
    assert_eq!(
        "AGED".parse::<AgeGroup>().unwrap_err().to_string(),
        "not the name of an age group of the Medicare Code Editor"
    );
    assert_eq!("NONE".parse::<Outcome>().unwrap(), Outcome::None);
    assert!("INVALID_CODE".parse::<Rule>().is_err());
}

/// What the tables' flags demand of a claim of one code, whose age and sex fit no group.
fn expected(flags: Option<&str>, procedure: bool) -> Vec<&'static str> {
    let Some(flags) = flags else {
        return vec!["INVALID_CODE"];
    };
    let has = |flag: &str| flags.split('|').any(|own| own == flag);
    let mut edits = Vec::new();
    let mut when = |true_: bool, name| {
        if true_ {
            edits.push(name);
        }
    };
    let any_age = ["newborn", "pediatric", "maternity", "adult"]
        .into_iter()
        .any(has);
    when(any_age, "AGE_CONFLICT");
    when(has("male") || has("female"), "SEX_CONFLICT");
    if procedure {
        // The diagnosis of the claim is without flags, its age bad, its stay short.
        let not = has("noncovered") || has("ncov45") || has("ncov12agele60");
        when(not, "NON_COVERED");
        when(!not && has("lcov"), "LIMITED_COVERAGE");
        when(has("los"), "INCONSISTENT_WITH_LENGTH_OF_STAY");
        when(
            has("csect") || has("vagdel"),
            "QUESTIONABLE_OBSTETRIC_ADMISSION",
        );
        // A kidney of its own claim covers nothing but a pancreas.
        assert!(!(has("ncov45") && has("kidneyxp")));
    } else {
        when(has("ecodepdx"), "E_CODE_AS_PDX");
        when(has("manifestation"), "MANIFESTATION_AS_PDX");
        when(has("reqsdx"), "REQUIRES_SDX");
        when(has("unacceptable") && !has("reqsdx"), "UNACCEPTABLE_PDX");
        when(has("qadm"), "QUESTIONABLE_ADMISSION");
        when(has("wrngproc"), "WRONG_PROCEDURE_PERFORMED");
        when(has("unspecified"), "UNSPECIFIED");
    }
    edits.sort_unstable();
    edits
}

type Row = (NaiveDate, Option<NaiveDate>, String);

/// On the first and the last day of each row, and on the days beside them.
#[test]
fn every_row_of_the_tables() {
    let test = "every_row_of_the_tables";
    let Some(folder) = him_testdata::folder("codes", test) else {
        return;
    };
    let mut findings = Findings::new();
    for (name, procedure) in [("i10dx", false), ("i10sg", true)] {
        let path = folder.join(format!("edits/mce_v43.1_{name}.csv.xz"));
        let text = him_testdata::xz(&path).unwrap();
        let mut codes: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for record in csv::Reader::from_reader(text.as_slice()).records() {
            let record = record.unwrap();
            let date = |column: usize| NaiveDate::parse_from_str(&record[column], "%Y%m%d").ok();
            let row = (date(1).unwrap(), date(2), record[3].to_owned());
            codes.entry(record[0].to_owned()).or_default().push(row);
        }
        assert!(codes.len() > 75_000, "{}", codes.len());
        let mut asked = 0;
        for (code, rows) in &codes {
            let mut days: Vec<NaiveDate> = Vec::new();
            for (first, last, _) in rows {
                days.extend([*first, *first - Days::new(1)]);
                days.extend(last.iter().flat_map(|last| [*last, *last + Days::new(1)]));
                days.extend(last.is_none().then(|| day("2026-09-30")));
            }
            for on in days {
                let row = rows
                    .iter()
                    .find(|(first, last, _)| *first <= on && last.is_none_or(|last| on <= last));
                let flags = row.map(|(.., flags)| flags.as_str());
                let diagnoses = [Diagnosis::new(if procedure { "J189" } else { code }, "")];
                let procedures = [Procedure::new(code, None)];
                let mut claim = Claim::default();
                claim.discharge = Some(on);
                (claim.age, claim.sex, claim.discharge_status) = (Some(-1), Some(9), Some(1));
                claim.length_of_stay = Some(1);
                claim.diagnoses = &diagnoses;
                claim.procedures = if procedure { &procedures } else { &[] };
                MedicareCodeEditor::new().edit(&claim, &mut findings);
                let place = if procedure {
                    Place::Procedure(0)
                } else {
                    Place::Diagnosis(0)
                };
                let own = findings
                    .all()
                    .iter()
                    .filter(|finding| finding.place() == place);
                let mut found: Vec<&str> = own
                    .map(|finding| match finding.rule() {
                        Rule::Mce(edit) => edit.name(),
                        _ => panic!("another rule"),
                    })
                    .collect();
                found.sort_unstable();
                assert_eq!(found, expected(flags, procedure), "{code} on {on}");
                asked += 1;
            }
        }
        assert!(asked > 200_000, "{asked}");
    }
}

/// The official program's answers to 60,000 invented claims, to the letter and in its order.
#[test]
fn the_official_program_says_the_same() {
    let test = "the_official_program_says_the_same";
    let Some(folder) = him_testdata::folder("oracle", test) else {
        return;
    };
    let read =
        |name: &str| String::from_utf8(him_testdata::xz(&folder.join(name)).unwrap()).unwrap();
    let claims = read("mce_dev.claims.jsonl.xz");
    let answers = read("mce_dev.answers.jsonl.xz");
    let mut findings = Findings::new();
    let mut compared = 0;
    for (line, answer) in claims.lines().zip(answers.lines()) {
        let value: Value = serde_json::from_str(line).unwrap();
        let number = |name: &str| {
            value[name]
                .as_i64()
                .and_then(|number| i32::try_from(number).ok())
        };
        let pairs = |name: &str| -> Vec<(&str, &str)> {
            let list = value[name].as_array().unwrap();
            list.iter()
                .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
                .collect()
        };
        let diagnoses: Vec<Diagnosis<'_>> = pairs("dx")
            .into_iter()
            .map(|(code, poa)| Diagnosis::new(code, poa))
            .collect();
        let procedures: Vec<Procedure<'_>> = pairs("px")
            .into_iter()
            .map(|(code, date)| Procedure::new(code, date.parse().ok()))
            .collect();
        let mut claim = Claim::default();
        claim.discharge = value["discharge"]
            .as_str()
            .and_then(|text| text.parse().ok());
        claim.age = number("age");
        claim.sex = number("sex");
        claim.discharge_status = number("discharge_status");
        claim.length_of_stay = number("los");
        claim.admitting = value["admit_dx"].as_str().unwrap();
        claim.diagnoses = &diagnoses;
        claim.procedures = &procedures;
        MedicareCodeEditor::new().edit(&claim, &mut findings);
        let own = serde_json::to_string(&findings.answer().identified(&value["id"])).unwrap();
        assert_eq!(own, answer);
        compared += 1;
    }
    assert_eq!(compared, 60_000);
    assert_eq!(answers.lines().count(), 60_000);
}

/// Codes, beginnings of codes, and what else may stand in their place.
fn any_code() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z][0-9][0-9A-Za-z.]{0,6}",
        "[0-9A-HJ-NP-Z]{0,8}",
        "[0 ]{0,4}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_is_answered(
        diagnoses in proptest::collection::vec(any_code(), 0..100),
        procedures in proptest::collection::vec(any_code(), 0..100),
        admitting in any_code(),
        numbers in any::<[Option<i32>; 4]>(),
        days in proptest::option::of(-100_000i64..100_000),
    ) {
        let diagnoses: Vec<Diagnosis<'_>> =
            diagnoses.iter().map(|code| Diagnosis::new(code, code)).collect();
        let procedures: Vec<Procedure<'_>> =
            procedures.iter().map(|code| Procedure::new(code, None)).collect();
        let mut claim = Claim::default();
        claim.discharge = days.map(|days| day("2020-01-01") + chrono::TimeDelta::days(days));
        [claim.age, claim.sex, claim.discharge_status, claim.length_of_stay] = numbers;
        claim.admitting = &admitting;
        claim.diagnoses = &diagnoses;
        claim.procedures = &procedures;
        let mut findings = Findings::new();
        MedicareCodeEditor::new().edit(&claim, &mut findings);
        let places: Vec<Place> = findings.all().iter().map(|finding| finding.place()).collect();
        prop_assert!(places.is_sorted(), "{places:?}");
        for finding in findings.all() {
            prop_assert!(!finding.to_string().is_empty());
        }
        let answer = findings.answer();
        let counted: u32 = answer.counts().map(|(_, count)| count).sum();
        let listed = findings.all().iter().filter(|it| it.severity() > Severity::Informs).count();
        match answer.outcome() {
            Outcome::InvalidDischargeDate => prop_assert_eq!((counted, listed), (0, 1)),
            _ => prop_assert_eq!(counted as usize, listed),
        }
        // The same claim again gives the same.
        let before = serde_json::to_string(&findings).unwrap();
        MedicareCodeEditor::new().edit(&claim, &mut findings);
        prop_assert_eq!(serde_json::to_string(&findings).unwrap(), before);
    }
}
