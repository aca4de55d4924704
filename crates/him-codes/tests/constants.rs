//! Codes in constants: what stops the compilation is what a check answers.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use chrono::NaiveDate;
use him_codes::{Hcpcs, Icd10Cm, Icd10Pcs, Verdict, hcpcs, icd10cm, icd10pcs};

const DIABETES: Icd10Cm = icd10cm!("E11.9");
static PROCEDURES: [Icd10Pcs; 2] = [icd10pcs!("0dtj4zz"), icd10pcs!("0X6L0Z2", 2024 - 03 - 31)];

#[test]
fn constants_are_codes() {
    assert_eq!(DIABETES, "e119".parse().unwrap());
    assert_eq!(PROCEDURES[0].to_string(), "0DTJ4ZZ");
    assert_eq!(PROCEDURES[1].to_string(), "0X6L0Z2");
    // A header of today that was a code passes without a day, and with one of those days.
    assert_eq!(icd10cm!("M54.5"), icd10cm!("M545", 2021 - 09 - 30));
    assert_eq!(
        icd10cm!(concat!("U07", ".1"), on = "2020-04-01").to_string(),
        "U07.1"
    );
    // Their names do not meet those around them.
    const CODE: Icd10Cm = icd10cm!("I10", 2019 - 08 - 09,);
    assert_eq!(CODE, icd10cm!("I10",));
}

/// The message of a constant is that of the check, but for what the check says of the codes that replace one.
fn agree(answer: (Verdict, String), constant: Option<&str>, what: &str) {
    let (verdict, sentence) = answer;
    match (verdict, constant) {
        (Verdict::Valid, None) => {}
        (Verdict::NoLonger, Some(message)) => {
            let (own, _) = message.split_once(" (as of ").unwrap_or((message, ""));
            assert!(
                sentence.starts_with(own),
                "{what}: {message:?}, {sentence:?}"
            );
        }
        (_, message) => assert_eq!(message, Some(sentence.as_str()), "{what}"),
    }
}

fn diagnosis(text: &str, on: NaiveDate) {
    let answer = icd10cm::check(text, on);
    let sentence = answer.map_or_else(|reason| reason.to_string(), |_| String::new());
    let day = on.to_string();
    let constant = icd10cm::constant::check(text, Some(&day)).err();
    let message = constant.as_ref().map(|sentence| sentence.as_str());
    agree(
        (Verdict::from(&answer), sentence),
        message,
        &format!("{text:?} on {on}"),
    );
}

fn procedure(text: &str, on: NaiveDate) {
    let answer = icd10pcs::check(text, on);
    let sentence = answer.map_or_else(|reason| reason.to_string(), |_| String::new());
    let day = on.to_string();
    let constant = icd10pcs::constant::check(text, Some(&day)).err();
    let message = constant.as_ref().map(|sentence| sentence.as_str());
    agree(
        (Verdict::from(&answer), sentence),
        message,
        &format!("{text:?} on {on}"),
    );
}

#[test]
fn messages_of_the_vectors() {
    let mut seen = 0;
    let mut each = |vectors: &str, check: fn(&str, NaiveDate)| {
        for record in csv::Reader::from_reader(vectors.as_bytes()).records() {
            let record = record.unwrap();
            let on: NaiveDate = record[1].parse().unwrap();
            if on < NaiveDate::from_ymd_opt(2048, 1, 1).unwrap() {
                check(&record[0], on);
                seen += 1;
            }
        }
    };
    each(include_str!("vectors/icd10cm_check.csv"), diagnosis);
    each(include_str!("vectors/icd10pcs_check.csv"), procedure);
    assert!(seen > 130, "{seen}");
}

fn days() -> impl Iterator<Item = NaiveDate> {
    [
        (2015, 9, 30),
        (2017, 1, 1),
        (2021, 10, 1),
        (2026, 10, 1),
        (2031, 1, 1),
    ]
    .into_iter()
    .filter_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day))
}

/// Every code and header of every edition, on days of several.
#[test]
fn messages_of_the_whole_lists() {
    for ordinal in 0..icd10cm::ordinals() {
        let code = Icd10Cm::from_ordinal(ordinal).unwrap();
        let text = code.to_string();
        for on in days() {
            diagnosis(&text, on);
        }
        let some_day = icd10cm::editions().any(|edition| code.check(edition.effective()).is_ok());
        assert_eq!(
            icd10cm::constant::check(&text, None).is_ok(),
            some_day,
            "{text}"
        );
        // One character less, and another one instead of the last.
        let (shorter, last) = text.split_at(text.len() - 1);
        let other = format!("{shorter}{}", if last == "9" { "X" } else { "9" });
        for on in days().skip(2).step_by(2) {
            diagnosis(shorter, on);
            diagnosis(&other, on);
        }
    }
    for ordinal in (0..icd10pcs::ordinals()).step_by(7) {
        let Some(code) = Icd10Pcs::from_ordinal(ordinal) else {
            continue;
        };
        let text = code.to_string();
        for on in days() {
            procedure(&text, on);
        }
        let some_day = icd10pcs::editions().any(|edition| code.check(edition.effective()).is_ok());
        assert_eq!(
            icd10pcs::constant::check(&text, None).is_ok(),
            some_day,
            "{text}"
        );
        procedure(&text[..6], days().last().unwrap());
        procedure(&format!("{}9", &text[..6]), days().nth(2).unwrap());
    }
}

/// Without a day, a code that never was one is explained on the last day on which it was in the list, or that is held.
#[test]
fn messages_without_a_day() {
    let message = |text| {
        icd10cm::constant::check(text, None)
            .unwrap_err()
            .as_str()
            .to_owned()
    };
    assert_eq!(
        message("E11:9"),
        "not an ICD-10-CM code: byte 3 must be a digit or a letter"
    );
    assert_eq!(
        message("E11.7"),
        "E11.7 is not an ICD-10-CM code: after E11 comes 0-6, 8, 9 or A"
    );
    assert_eq!(
        message("O64.1"),
        "O64.1 needs a 7th character, after O64.1XX: 0-5 or 9"
    );
    assert_eq!(
        message("O64.1XX"),
        "O64.1XX needs a 7th character: 0-5 or 9"
    );
    assert_eq!(
        message("S72.0"),
        "S72.0 is a header: use one of the 576 codes from S72.001A to S72.099S"
    );
    // Deleted, but for what it was before.
    assert_eq!(
        message("T40.4X"),
        "T40.4X is a header: use one of the 18 codes from T40.4X1A to T40.4X6S"
    );
    let message = |text| {
        icd10pcs::constant::check(text, None)
            .unwrap_err()
            .as_str()
            .to_owned()
    };
    assert_eq!(
        message("ODTJ4ZZ"),
        "not an ICD-10-PCS code: byte 0 must be a digit or a letter other than I and O"
    );
    assert_eq!(
        message("0DTJ"),
        "0DTJ is incomplete, a code has 7 characters: after 0DTJ comes 0, 4, 7 or 8"
    );
    assert_eq!(
        message("0DTJ3ZZ"),
        "0DTJ3ZZ is not an ICD-10-PCS code: after 0DTJ comes 0, 4, 7 or 8"
    );
    for wrong in ["2025-02-29", "2025-1-1", "x"] {
        let sentence = icd10cm::constant::check("E11.9", Some(wrong)).unwrap_err();
        assert_eq!(
            sentence.as_str(),
            "the day of the code is none of the years 0000 to 2047, such as 2025-10-01"
        );
    }
}

/// As for the others, with the verdicts of HCPCS.
#[test]
fn messages_of_hcpcs() {
    const DEXAMETHASONE: Hcpcs = hcpcs!("J1100", 2019 - 02 - 01);
    assert_eq!(DEXAMETHASONE, "J1100".parse().unwrap());
    let mut days: Vec<NaiveDate> = (2010..2030)
        .flat_map(|year| {
            [(1, 1), (3, 31), (4, 1), (9, 30)]
                .map(|(m, d)| NaiveDate::from_ymd_opt(year, m, d).unwrap())
        })
        .collect();
    days.push(NaiveDate::from_ymd_opt(2026, 7, 1).unwrap());
    let mut seen = [0; 2];
    let mut texts: Vec<String> = Vec::new();
    for on in &days {
        texts.extend(hcpcs::entries(*on).map(|entry| entry.code().to_string()));
    }
    texts.sort_unstable();
    texts.dedup();
    assert!(texts.len() > 8_000, "{}", texts.len());
    for text in &texts {
        assert!(hcpcs::constant::check(text, None).is_ok(), "{text}");
    }
    let wrong = [
        "", "JI100", "G0000", "D0120", "I0000", "W0000", "A9", "Q99999", "J1X00", "V5999", "Z1234",
    ];
    texts.retain(|text| text.ends_with(['1', '6']));
    texts.extend(wrong.map(str::to_owned));
    for text in &texts {
        for on in &days {
            let answer = hcpcs::check(text, *on);
            let constant = hcpcs::constant::check(text, Some(&on.to_string()));
            seen[usize::from(answer.is_ok())] += 1;
            match (answer, constant) {
                (Ok(_), Ok(_)) => {}
                (Err(reason), Err(message)) => {
                    let (own, _) = message
                        .as_str()
                        .split_once(" (as of ")
                        .unwrap_or((message.as_str(), ""));
                    let sentence = reason.to_string();
                    match reason {
                        hcpcs::Invalid::NoLonger(_) => {
                            assert!(sentence.starts_with(own), "{sentence} {own}")
                        }
                        _ => assert_eq!(sentence, message.as_str()),
                    }
                }
                (answer, constant) => panic!("{text} on {on}: {answer:?}, {constant:?}"),
            }
        }
    }
    assert!(seen.iter().all(|seen| *seen > 10_000), "{seen:?}");
}
