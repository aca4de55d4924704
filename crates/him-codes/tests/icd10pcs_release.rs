//! ICD-10-PCS against the official files, whole.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

mod release;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{Days, NaiveDate};
use him_codes::Icd10Pcs;
use him_codes::icd10pcs::{self, Entry, Invalid, Prefix};

/// Published after the order file of the day on which they take effect; the Medicare Code Editor has them from that day.
const LATE: [&str; 2] = ["XW023X7", "XW023Y7"];

/// Every row of every order file, and every code of the other files, on the day the file takes effect.
#[test]
fn every_row_of_every_order_file() {
    let test = "every_row_of_every_order_file";
    let Some(folder) = him_testdata::folder("codes", test) else {
        return;
    };
    let files = release::procedure_order_files(&folder);
    let all: BTreeSet<&str> = files
        .iter()
        .flat_map(|file| file.rows.iter().map(|row| row.code.as_str()))
        .collect();
    assert_eq!(all.len(), 83_328 - 80 - 3);
    let mut late = 0;
    for file in &files {
        let on = file.effective;
        let mut listed: HashSet<&str> = HashSet::new();
        for row in &file.rows {
            listed.insert(&row.code);
            if row.billable {
                let code: Icd10Pcs = row.code.parse().unwrap();
                let entry = icd10pcs::check(&row.code, on).unwrap();
                assert_eq!(entry.code(), code);
                assert_eq!(code.entry(on), Some(entry));
                assert_eq!(code.to_string(), row.code);
                assert_eq!(entry.title().unwrap(), *row.long, "{code} on {on}");
                assert_eq!(entry.short_title().unwrap(), *row.short, "{code} on {on}");
                assert!(entry.since() <= on && entry.until().is_none_or(|until| until >= on));
            } else {
                let Err(Invalid::Header(header)) = icd10pcs::check(&row.code, on) else {
                    panic!("{} on {on}", row.code)
                };
                assert!(header.is_table());
                assert_eq!(header.prefix().to_string(), row.code);
                assert_eq!(header.title().unwrap(), *row.long, "{} on {on}", row.code);
                assert_eq!(header.short_title().unwrap(), *row.short);
            }
        }
        for text in all.iter().filter(|code| !listed.contains(*code)) {
            match icd10pcs::check(text, on) {
                Err(Invalid::NotYet(_) | Invalid::NoLonger(_)) => {}
                Ok(_) if LATE.contains(text) => late += 1,
                other => panic!("{text} on {on}: {other:?}"),
            }
        }
        let entries: Vec<Entry> = icd10pcs::entries(on).collect();
        assert!(entries.is_sorted_by_key(Entry::code));
        assert!(
            entries
                .iter()
                .map(|entry| entry.code().to_string())
                .all(|code| listed.contains(code.as_str()) || LATE.contains(&code.as_str()))
        );
        assert!(
            icd10pcs::headers(on)
                .map(|header| header.prefix().to_string())
                .eq(listed
                    .iter()
                    .filter(|code| code.len() == 3)
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .copied())
        );
    }
    assert_eq!(late, LATE.len());
}

/// Every period of the Medicare Code Editor's table, on its first and last day and on the days beside them.
#[test]
fn every_period_of_the_code_editor() {
    let Some(folder) = him_testdata::folder("codes", "every_period_of_the_code_editor") else {
        return;
    };
    let periods = release::code_editor(&folder, "i10sg");
    assert_eq!(periods.len(), 82_407);
    // V43.1 is the table of FY2026: it does not know what ends with it.
    let last = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
    let mut asked = 0;
    for (text, rows) in &periods {
        let code: Icd10Pcs = text.parse().unwrap();
        for (first, until) in rows {
            let ends = [
                *until,
                until.and_then(|until| until.checked_add_days(Days::new(1))),
            ];
            for on in [first.pred_opt(), Some(*first)]
                .into_iter()
                .chain(ends)
                .flatten()
                .chain([last])
            {
                let expected = rows
                    .iter()
                    .any(|(first, until)| *first <= on && until.is_none_or(|until| on <= until));
                assert_eq!(code.check(on).is_ok(), expected, "{code} on {on}");
                asked += 1;
            }
        }
    }
    assert!(asked > 250_000, "{asked}");
    // And nothing but these.
    for edition in icd10pcs::editions() {
        for entry in icd10pcs::entries(edition.effective()) {
            assert!(periods.contains_key(&entry.code().to_string()), "{entry:?}");
        }
    }
}

/// Every text that differs from a code of the last file in its last character, or has one more or one less.
#[test]
fn every_neighbour_of_a_code() {
    let Some(folder) = him_testdata::folder("codes", "every_neighbour_of_a_code") else {
        return;
    };
    let files = release::procedure_order_files(&folder);
    let file = files.last().unwrap();
    let codes: HashSet<&str> = file
        .rows
        .iter()
        .filter(|row| row.billable)
        .map(|row| row.code.as_str())
        .collect();
    let mut wrong = 0;
    for code in &codes {
        let stem = &code[..6];
        for c in ('0'..='9').chain('A'..='Z') {
            let text = format!("{stem}{c}");
            let answer = icd10pcs::check(&text, file.effective);
            assert_eq!(answer.is_ok(), codes.contains(text.as_str()), "{text}");
            if matches!(c, 'I' | 'O') {
                assert!(matches!(answer, Err(Invalid::Malformed(_))), "{text}");
            }
            wrong += usize::from(answer.is_err());
        }
        let longer = icd10pcs::check(&format!("{code}Z"), file.effective);
        assert!(matches!(longer, Err(Invalid::Malformed(_))), "{code}");
    }
    assert!(wrong > 2_000_000, "{wrong}");
}

/// What comes after each beginning of a code, from the rows of the first and the last file.
#[test]
fn the_beginnings_of_codes() {
    let Some(folder) = him_testdata::folder("codes", "the_beginnings_of_codes") else {
        return;
    };
    let files = release::procedure_order_files(&folder);
    for file in [files.first().unwrap(), files.last().unwrap()] {
        let on = file.effective;
        let mut next: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for row in file.rows.iter().filter(|row| row.billable) {
            for len in 0..7 {
                next.entry(&row.code[..len])
                    .or_default()
                    .insert(row.code[len..].chars().next().unwrap());
                *count.entry(&row.code[..len]).or_default() += 1;
            }
        }
        for (text, expected) in next.iter().filter(|(text, _)| !text.is_empty()) {
            let header = text.parse::<Prefix>().unwrap().header(on).unwrap();
            assert!(
                header
                    .allowed_next()
                    .into_iter()
                    .eq(expected.iter().copied()),
                "{text} on {on}"
            );
            assert_eq!(header.billable().count(), count[text], "{text} on {on}");
            let checked = icd10pcs::check(text, on).unwrap_err();
            match text.len() {
                1 | 2 => assert!(matches!(checked, Invalid::Malformed(_)), "{text}"),
                _ => assert_eq!(checked, Invalid::Header(header), "{text}"),
            }
        }
        // A wrong character in each place in turn.
        let mut unknown = 0;
        for (index, row) in file.rows.iter().enumerate().filter(|(_, row)| row.billable) {
            let mut text = row.code.clone();
            let place = index % 7;
            text.replace_range(place..=place, ["Z", "7", "Q", "A"][index % 4]);
            let Err(Invalid::Unknown(reason)) = icd10pcs::check(&text, on) else {
                continue;
            };
            unknown += 1;
            let known = (0..7)
                .rev()
                .find(|len| next.contains_key(&text[..*len]))
                .unwrap();
            assert_eq!(reason.known_len(), known, "{text}");
            assert_eq!(
                reason
                    .nearest_above()
                    .map(|header| header.prefix().to_string()),
                Some(text[..known].to_owned()).filter(|text| !text.is_empty())
            );
            assert!(
                reason
                    .allowed_next()
                    .into_iter()
                    .eq(next[&text[..known]].iter().copied()),
                "{text}"
            );
            // The code that was meant is near.
            if unknown % 7 == 0 {
                assert!(
                    reason
                        .nearby()
                        .any(|entry| entry.code().to_string() == row.code),
                    "{text}"
                );
            }
        }
        assert!(unknown > 30_000, "{unknown}");
    }
}
