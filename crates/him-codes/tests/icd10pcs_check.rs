//! What a check answers, to the letter: `vectors/icd10pcs_check.csv`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use chrono::NaiveDate;
use him_codes::icd10pcs::{self, Invalid};
use him_codes::{Allowed, Evidence, Icd10Pcs, ParseErrorKind};

fn answer(text: &str, on: NaiveDate) -> (&'static str, String) {
    match icd10pcs::check(text, on) {
        Ok(entry) => ("valid", entry.code().to_string()),
        Err(reason) => {
            let verdict = match reason {
                Invalid::Malformed(_) => "malformed",
                Invalid::Unknown(_) => "unknown",
                Invalid::Header(_) => "header",
                Invalid::NotYet(_) => "not_yet",
                Invalid::NoLonger(_) => "expired",
                _ => "other",
            };
            (verdict, reason.to_string())
        }
    }
}

#[test]
fn vectors() {
    let mut reader =
        csv::Reader::from_reader(include_str!("vectors/icd10pcs_check.csv").as_bytes());
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let on: NaiveDate = record[1].parse().unwrap();
        let (verdict, message) = answer(&record[0], on);
        assert_eq!(
            (verdict, message.as_str()),
            (&record[2], &record[3]),
            "{:?} on {on}",
            &record[0]
        );
        // The ways to ask agree.
        if let Ok(code) = record[0].parse::<Icd10Pcs>() {
            assert_eq!(code.check(on), icd10pcs::check(&record[0], on));
            assert_eq!(code.entry(on).is_some(), verdict == "valid");
        }
        let json = serde_json::to_string(&record[0]).unwrap();
        assert_eq!(
            serde_json::from_str::<Icd10Pcs>(&json).ok(),
            record[0].parse().ok()
        );
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn the_parts_of_an_answer() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let error = "0DTJ4Z".parse::<Icd10Pcs>().unwrap_err();
    let allowed = Allowed::DigitOrPcsLetter;
    assert_eq!(
        (error.kind(), error.offset()),
        (ParseErrorKind::Incomplete { allowed }, 6)
    );
    let error = "0DTI4ZZ".parse::<Icd10Pcs>().unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (ParseErrorKind::Character { allowed }, 3)
    );

    let entry = icd10pcs::check("XW033E5", day(2021, 1, 1)).unwrap();
    assert_eq!(entry.since(), day(2020, 8, 1));
    assert_eq!(entry.since_evidence(), Evidence::CodeEditor);
    let entry = icd10pcs::check("0DTJ4ZZ", day(2021, 1, 1)).unwrap();
    assert_eq!((entry.until(), entry.until_evidence()), (None, None));
    assert_eq!(entry.since_evidence(), Evidence::OrderFile);
    assert_eq!(
        entry.table().title().unwrap(),
        *"Gastrointestinal System, Resection"
    );

    let Err(Invalid::NotYet(not_yet)) = icd10pcs::check("XW033E5", day(2020, 7, 31)) else {
        panic!("not yet")
    };
    assert_eq!(not_yet.from(), day(2020, 8, 1));
    assert_eq!(not_yet.entry().unwrap().since(), day(2020, 8, 1));
    let Err(Invalid::NoLonger(no_longer)) = icd10pcs::check("0X6L0Z2", day(2025, 1, 1)) else {
        panic!("no longer")
    };
    assert_eq!(no_longer.until(), day(2024, 3, 31));
    assert_eq!(no_longer.entry().unwrap().until(), Some(day(2024, 3, 31)));

    let Err(Invalid::Unknown(unknown)) = icd10pcs::check("0DTJ3ZZ", day(2025, 1, 1)) else {
        panic!("unknown")
    };
    assert_eq!(unknown.known_len(), 4);
    assert_eq!(
        unknown.nearest_above().unwrap().prefix().to_string(),
        "0DTJ"
    );
    assert!(unknown.allowed_next().into_iter().eq("0478".chars()));
    let near: Vec<String> = unknown
        .nearby()
        .map(|entry| entry.code().to_string())
        .collect();
    assert!(near.contains(&"0DTJ4ZZ".to_owned()), "{near:?}");

    // A character left out in the middle may leave the beginning of other codes.
    let Err(Invalid::Header(header)) = icd10pcs::check("0DT", day(2025, 1, 1)) else {
        panic!("header")
    };
    assert!(header.is_table() && header.billable().count() > 50);

    // Came in April 2026, of which no order file is held.
    let entry = icd10pcs::entries(day(2026, 4, 1))
        .find(|entry| entry.since() == day(2026, 4, 1))
        .unwrap();
    assert_eq!((entry.title(), entry.short_title()), (None, None));
    assert_eq!(entry.since_evidence(), Evidence::CodeEditor);
}
