//! Columns are checked as single codes are.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use chrono::{Days, NaiveDate};
use him_codes::{Dates, Icd10Cm, Icd10Pcs, NO_ORDINAL, Verdict, icd10cm, icd10pcs};
use proptest::prelude::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// What single checks answer.
fn one_by_one(
    system: System,
    texts: &[String],
    on: impl Fn(usize) -> NaiveDate,
) -> Vec<(Verdict, u32)> {
    let row = |(row, text): (usize, &String)| match system {
        System::Diagnoses => (
            Verdict::from(&icd10cm::check(text, on(row))),
            text.parse()
                .ok()
                .and_then(Icd10Cm::ordinal)
                .unwrap_or(NO_ORDINAL),
        ),
        System::Procedures => (
            Verdict::from(&icd10pcs::check(text, on(row))),
            text.parse()
                .ok()
                .and_then(Icd10Pcs::ordinal)
                .unwrap_or(NO_ORDINAL),
        ),
    };
    texts.iter().enumerate().map(row).collect()
}

#[derive(Clone, Copy)]
enum System {
    Diagnoses,
    Procedures,
}

fn columns(system: System, texts: &[String], on: Dates<'_>) -> Vec<(Verdict, u32)> {
    let mut verdicts = vec![Verdict::default(); texts.len()];
    let mut ordinals = vec![7; texts.len()];
    match system {
        System::Diagnoses => icd10cm::check_all(texts, on, &mut verdicts, &mut ordinals).unwrap(),
        System::Procedures => icd10pcs::check_all(texts, on, &mut verdicts, &mut ordinals).unwrap(),
    }
    verdicts.into_iter().zip(ordinals).collect()
}

fn agree(system: System, texts: &[String], days: &[NaiveDate]) {
    for on in days {
        assert_eq!(
            columns(system, texts, Dates::All(*on)),
            one_by_one(system, texts, |_| *on)
        );
    }
    let each: Vec<NaiveDate> = days.iter().copied().cycle().take(texts.len()).collect();
    assert_eq!(
        columns(system, texts, Dates::Each(&each)),
        one_by_one(system, texts, |row| each[row])
    );
}

/// Every code and header of every edition, in each way to write it, each once wrong in its last place.
#[test]
fn the_whole_lists() {
    let days = [
        day(2010, 1, 1),
        day(2020, 3, 31),
        day(2021, 10, 1),
        day(2026, 10, 1),
        NaiveDate::MAX,
    ];
    let mut texts = Vec::new();
    for ordinal in 0..icd10cm::ordinals() {
        let code = Icd10Cm::from_ordinal(ordinal).unwrap();
        assert_eq!(code.ordinal(), Some(ordinal));
        texts.push(match ordinal % 5 {
            0 => code.undotted().to_string(),
            1 => code.to_string().to_lowercase(),
            2 => format!(" {code} "),
            3 => code.to_string(),
            _ => {
                code.to_string()
                    .split_at(code.to_string().len() - 1)
                    .0
                    .to_owned()
                    + "7"
            }
        });
    }
    assert_eq!(Icd10Cm::from_ordinal(icd10cm::ordinals()), None);
    assert_eq!(Icd10Cm::from_ordinal(NO_ORDINAL), None);
    agree(System::Diagnoses, &texts, &days);
    texts.clear();
    let mut tables = 0;
    for ordinal in 0..icd10pcs::ordinals() {
        let Some(code) = Icd10Pcs::from_ordinal(ordinal) else {
            tables += 1;
            continue;
        };
        assert_eq!(code.ordinal(), Some(ordinal));
        texts.push(match ordinal % 4 {
            0 => code.to_string().to_lowercase(),
            1 => format!("{code} "),
            2 => code.to_string(),
            _ => code.to_string()[..6].to_owned() + "9",
        });
    }
    assert_eq!(tables, 921);
    agree(System::Procedures, &texts, &days);
}

/// The numbers are in the order of the codes, and index all of them.
#[test]
fn ordinals_are_dense_and_in_order() {
    let codes: Vec<Icd10Cm> = (0..icd10cm::ordinals())
        .map(|n| Icd10Cm::from_ordinal(n).unwrap())
        .collect();
    assert!(codes.is_sorted_by(|a, b| a < b));
    for edition in icd10cm::editions() {
        assert!(
            icd10cm::entries(edition.effective()).all(|entry| entry.code().ordinal().is_some())
        );
    }
}

#[test]
fn forms_of_text() {
    let texts = [
        "",
        " ",
        "E",
        "E1",
        "E11",
        "E11.",
        "E11.9",
        "e11.9",
        "E119",
        "E1.19",
        "E11..9",
        ".E11",
        "E11.\0",
        "E11\0",
        "E119\0",
        "E11.9\0",
        "\0E11",
        "E\x0011",
        "S72.001A",
        "S72001A",
        "S72.001AA",
        "S72001AA",
        "S72.001A ",
        "\tS72.001A",
        "E11.\u{e9}",
        "E11\u{e9}",
        "\u{e9}\u{e9}\u{e9}\u{e9}",
        "911",
        "E11-9",
        "E11:9",
        "E11@9",
        "E11[9",
        "E11`9",
        "E11{9",
        "E11/9",
        "0DTJ4ZZ",
        "0dtj4zz",
        "ODTJ4ZZ",
        "0DTJ4Z",
        "0DTJ",
        "0DTJ4ZZZ",
        "0DTJ\x004Z",
        "\u{80}DTJ4ZZ",
        "O64.1",
        "O64.1XX",
        "a long text that is no code",
    ];
    let texts = texts.map(str::to_owned);
    let days = [day(2019, 12, 31), day(2025, 1, 1)];
    agree(System::Diagnoses, &texts, &days);
    agree(System::Procedures, &texts, &days);
}

#[test]
fn columns_of_every_length() {
    let texts: Vec<String> = ["E11.9", "S72.001A", "E11.7"]
        .iter()
        .cycle()
        .take(50)
        .map(|&text| text.into())
        .collect();
    for len in 0..texts.len() {
        agree(System::Diagnoses, &texts[..len], &[day(2025, 1, 1)]);
    }
}

#[test]
fn columns_of_other_lengths_are_refused() {
    let on = day(2025, 1, 1);
    let (mut verdicts, mut ordinals) = ([Verdict::NotYet; 2], [7; 2]);
    let mut check = |on: Dates<'_>, v, o| {
        icd10cm::check_all(
            &["E11.9", "I10"],
            on,
            &mut verdicts[..v],
            &mut ordinals[..o],
        )
        .unwrap_err()
        .to_string()
    };
    assert_eq!(check(Dates::All(on), 1, 2), "2 codes, but 1 verdicts");
    assert_eq!(check(Dates::All(on), 2, 0), "2 codes, but 0 ordinals");
    assert_eq!(check(Dates::Each(&[on]), 2, 2), "2 codes, but 1 dates");
    assert_eq!((verdicts, ordinals), ([Verdict::NotYet; 2], [7; 2]));
}

#[test]
fn nothing_is_allocated() {
    let on = day(2025, 1, 1);
    let codes = ["E11.9", " e119 ", "E11.7", "O64.1", "A04.7", "", "U07.1"].repeat(9);
    let days: Vec<NaiveDate> = (0..)
        .map_while(|n| on.checked_add_days(Days::new(n)))
        .take(codes.len())
        .collect();
    let mut verdicts = vec![Verdict::default(); codes.len()];
    let mut ordinals = vec![0; codes.len()];
    let counted = allocation_counter::measure(|| {
        icd10cm::check_all(&codes, on, &mut verdicts, &mut ordinals).unwrap();
        icd10cm::check_all(&codes, &days[..], &mut verdicts, &mut ordinals).unwrap();
        icd10pcs::check_all(&codes, on, &mut verdicts, &mut ordinals).unwrap();
        icd10pcs::check_all(&codes, &days[..], &mut verdicts, &mut ordinals).unwrap();
    });
    assert_eq!(counted.count_total, 0);
    assert!(verdicts.iter().all(|verdict| !verdict.is_valid()));
}

#[test]
fn verdicts_have_their_names() {
    let names: Vec<&str> = Verdict::ALL
        .iter()
        .map(|verdict| verdict.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "valid",
            "malformed",
            "unknown",
            "header",
            "needs_7th",
            "not_yet",
            "expired"
        ]
    );
    for (number, verdict) in Verdict::ALL.into_iter().enumerate() {
        assert_eq!(verdict as usize, number);
        assert_eq!(verdict.to_string(), verdict.as_str());
        assert_eq!(verdict.is_valid(), number == 0);
    }
}

proptest! {
    #[test]
    fn any_texts(texts in prop::collection::vec("\\PC{0,9}|[A-Z0-9.]{3,8}|[ES][0-9]{2}\\.?[0-9A-Z]{0,4}", 0..40), days in 0_u64..9000) {
        let on = day(2010, 1, 1).checked_add_days(Days::new(days)).unwrap();
        agree(System::Diagnoses, &texts, &[on]);
        agree(System::Procedures, &texts, &[on]);
    }
}
