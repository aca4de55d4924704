//! Every row of every list of codes exempt from present-on-admission reporting, and every code that is in none.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use him_codes::Icd10Cm;
use him_codes::icd10cm::poa::{self, Speaks};
use him_codes::icd10cm::{editions, entries};

const ROWS: [(i32, usize); 4] = [
    (2023, 37_658),
    (2024, 38_110),
    (2025, 38_154),
    (2026, 38_349),
];

/// Every code and header of any edition.
fn all() -> BTreeSet<Icd10Cm> {
    editions()
        .flat_map(|edition| entries(edition.effective()))
        .map(|entry| entry.code())
        .collect()
}

#[test]
fn every_row_and_every_other_code() {
    let Some(folder) = him_testdata::folder("codes", "every_row_and_every_other_code") else {
        return;
    };
    let all = all();
    assert_eq!(all.len(), 99_085);
    for (year, rows) in ROWS {
        let path = folder.join(format!("icd10cm/poa-exempt-fy{year}.txt.xz"));
        let text = String::from_utf8(him_testdata::xz(&path).unwrap()).unwrap();
        let list: BTreeSet<Icd10Cm> = text
            .lines()
            .skip(1)
            .map(|line| line.split('\t').nth(1).unwrap().parse().unwrap())
            .collect();
        assert_eq!(list.len(), rows, "{year}");
        let first = NaiveDate::from_ymd_opt(year - 1, 10, 1).unwrap();
        for on in [first, NaiveDate::from_ymd_opt(year, 9, 30).unwrap()] {
            for code in &all {
                let answer = poa::is_exempt(*code, on);
                assert_eq!(answer.is_exempt(), list.contains(code), "{code} on {on}");
                assert_eq!(answer.speaks(), Speaks::OfTheDay);
                assert_eq!(answer.edition().unwrap().name(), format!("FY{year}"));
            }
        }
    }
}

#[test]
fn as_many_codes_as_published() {
    let all = all();
    for (year, rows) in ROWS {
        let on = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        assert_eq!(
            all.iter()
                .filter(|code| poa::is_exempt(**code, on).is_exempt())
                .count(),
            rows,
            "{year}"
        );
    }
}

#[test]
fn years_without_a_list_are_said() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let code: Icd10Cm = "Z99.89".parse().unwrap();
    let first = day("2022-10-01");
    assert_eq!(poa::is_exempt(code, first).speaks(), Speaks::OfTheDay);
    let before = poa::is_exempt(code, first - Days::new(1));
    assert_eq!(
        (before.speaks(), before.edition().unwrap().name()),
        (Speaks::Later, "FY2023")
    );
    assert_eq!(
        before.to_string(),
        "Z99.89 is exempt from present-on-admission reporting by the list of FY2023, the first one held: that of 2022-09-30 is not"
    );
    assert_eq!(
        poa::is_exempt(code, day("2026-09-30")).speaks(),
        Speaks::OfTheDay
    );
    let after = poa::is_exempt("E11.9".parse().unwrap(), day("2026-10-01"));
    assert_eq!(
        (
            after.is_exempt(),
            after.speaks(),
            after.to_string().as_str()
        ),
        (
            false,
            Speaks::Earlier,
            "E11.9 is not exempt from present-on-admission reporting by the list of FY2026, the last one held: that of 2026-10-01 is not"
        )
    );
    assert!(
        !poa::is_exempt("A00.00".parse().unwrap(), first).is_exempt(),
        "no code at all"
    );
}
