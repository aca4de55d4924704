//! What is frozen of the editions of HCPCS Level II, and what a check answers, to the letter.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use chrono::NaiveDate;
use him_codes::hcpcs::{self, Hcpcs, Invalid, Modifier, modifier};
use sha2::{Digest, Sha256};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code_answer(text: &str, on: NaiveDate) -> (&'static str, String) {
    match hcpcs::check(text, on) {
        Ok(entry) if entry.basis().is_uncertain() => ("uncertain", entry.statement().to_string()),
        Ok(entry) => ("valid", entry.statement().to_string()),
        Err(reason) => {
            let verdict = match reason {
                Invalid::Malformed(_) => "malformed",
                Invalid::Unknown(_) => "unknown",
                Invalid::NotYet(_) => "not_yet",
                Invalid::NoLonger(_) => "expired",
                Invalid::NotHeld(_) => "not_held",
                _ => "other",
            };
            (verdict, reason.to_string())
        }
    }
}

fn modifier_answer(text: &str, on: NaiveDate) -> (&'static str, String) {
    match modifier::check(text, on) {
        Ok(entry) if entry.basis().is_uncertain() => ("uncertain", entry.statement().to_string()),
        Ok(entry) => ("valid", entry.statement().to_string()),
        Err(reason) => {
            let verdict = match reason {
                modifier::Invalid::Malformed(_) => "malformed",
                modifier::Invalid::Unknown { .. } => "unknown",
                modifier::Invalid::NotYet { .. } => "not_yet",
                modifier::Invalid::NoLonger { .. } => "expired",
                _ => "other",
            };
            (verdict, reason.to_string())
        }
    }
}

#[test]
fn vectors() {
    let mut reader = csv::Reader::from_reader(include_str!("vectors/hcpcs_check.csv").as_bytes());
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let (text, on) = (&record[1], day(&record[2]));
        let (verdict, message) = match &record[0] {
            "modifier" => modifier_answer(text, on),
            _ => code_answer(text, on),
        };
        assert_eq!(
            (verdict, message.as_str()),
            (&record[3], &record[4]),
            "{text:?} on {on}"
        );
        // The ways to ask agree.
        match &record[0] {
            "modifier" => match text.parse::<Modifier>() {
                Ok(code) => assert_eq!(code.check(on), modifier::check(text, on)),
                Err(error) => assert_eq!(error.to_string(), message),
            },
            _ => match text.parse::<Hcpcs>() {
                Ok(code) => assert_eq!(code.check(on), hcpcs::check(text, on)),
                Err(error) => assert_eq!(error.to_string(), message),
            },
        }
        seen += 1;
    }
    assert!(seen > 45, "{seen}");
}

/// Every code with its days and the editions that have it, from the form alone.
fn all() -> Vec<(String, String, Vec<&'static str>)> {
    let mut all = Vec::new();
    for letter in 'A'..='V' {
        for number in 0..10_000 {
            let code: Hcpcs = format!("{letter}{number:04}").parse().unwrap();
            let entry = match code.check(day("2026-07-01")) {
                Ok(entry) => entry,
                Err(Invalid::NoLonger(gone)) => match gone.entry() {
                    Some(entry) => entry,
                    None => code.check(day("2018-06-01")).unwrap(),
                },
                Err(_) => continue,
            };
            let text = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
            let days = format!("{},{}", text(entry.since()), text(entry.until()));
            let editions = entry.editions().map(|edition| edition.name()).collect();
            all.push((code.to_string(), days, editions));
        }
    }
    all
}

#[test]
fn what_was_answered_for_an_edition_stays() {
    let all = all();
    let mut reader =
        csv::Reader::from_reader(include_str!("vectors/hcpcs_editions.csv").as_bytes());
    let mut seen = Vec::new();
    for record in reader.records() {
        let record = record.unwrap();
        let name = &record[0];
        let edition = hcpcs::editions()
            .find(|edition| edition.name() == name)
            .unwrap();
        assert_eq!(edition.effective(), day(&record[1]));
        let own = all.iter().filter(|(.., editions)| editions.contains(&name));
        // The days of a record that a later one corrects are the later one's.
        let lines = own.map(|(code, days, _)| match name {
            "2019" => format!("{code},{days}\n"),
            _ => format!("{code}\n"),
        });
        let lines: Vec<String> = lines.collect();
        let hash: String = Sha256::digest(lines.concat())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(
            (lines.len().to_string().as_str(), hash.as_str()),
            (&record[2], &record[3]),
            "{name}"
        );
        seen.push(name.to_owned());
    }
    let held: Vec<&str> = hcpcs::editions().map(|edition| edition.name()).collect();
    assert_eq!(
        seen, held,
        "an edition has a line in vectors/hcpcs_editions.csv"
    );
}

#[test]
fn the_intended_code_is_near() {
    let day = day("2019-01-01");
    let near = |text: &str| {
        let Err(Invalid::Unknown(unknown)) = hcpcs::check(text, day) else {
            panic!("{text}")
        };
        unknown
            .nearby()
            .map(|entry| entry.code().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(near("E1000").first().map(String::as_str), Some("E0100"));
    for text in ["E1000", "E0121", "G0000"] {
        let codes = near(text);
        assert!(
            !codes.is_empty() && codes.iter().all(|code| hcpcs::check(code, day).is_ok()),
            "{text}"
        );
        let mut distinct = codes.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), codes.len());
    }
}

#[test]
fn entries_are_in_order() {
    for on in ["2010-01-01", "2019-01-01", "2022-01-01", "2026-11-01"] {
        let codes: Vec<Hcpcs> = hcpcs::entries(day(on)).map(|entry| entry.code()).collect();
        assert!(codes.is_sorted());
        assert!(codes.iter().all(|code| code.check(day(on)).is_ok()));
        let in_force = all()
            .iter()
            .filter(|(code, ..)| hcpcs::check(code, day(on)).is_ok())
            .count();
        assert_eq!(codes.len(), in_force, "{on}");
    }
}
