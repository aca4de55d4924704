//! What a check answers, to the letter: `vectors/icd10cm_check.csv`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use chrono::NaiveDate;
use him_codes::Icd10Cm;
use him_codes::icd10cm::{self, Invalid};

fn answer(text: &str, on: NaiveDate) -> (&'static str, String) {
    match icd10cm::check(text, on) {
        Ok(entry) => ("valid", entry.code().to_string()),
        Err(reason) => {
            let verdict = match reason {
                Invalid::Malformed(_) => "malformed",
                Invalid::Unknown(_) => "unknown",
                Invalid::Header(_) => "header",
                Invalid::NeedsSeventh(_) => "needs_7th",
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
    let mut reader = csv::Reader::from_reader(include_str!("vectors/icd10cm_check.csv").as_bytes());
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
        match record[0].parse::<Icd10Cm>() {
            Ok(code) => assert_eq!(code.check(on), icd10cm::check(&record[0], on)),
            Err(error) => assert_eq!(error.to_string(), message),
        }
        let json = serde_json::to_string(&record[0]).unwrap();
        assert_eq!(
            serde_json::from_str::<Icd10Cm>(&json).is_ok(),
            verdict != "malformed"
        );
        seen += 1;
    }
    assert!(seen > 70, "{seen}");
}
