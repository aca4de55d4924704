//! What took the place of deleted procedure codes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use him_codes::icd10pcs::{self, Entry, Invalid};

fn words(entry: &Entry) -> Vec<String> {
    let title = entry.title().unwrap().to_string().to_lowercase();
    let (title, _) = title
        .split_once(", new technology group")
        .unwrap_or((&title, ""));
    let mut words: Vec<String> = title
        .split([' ', ',', '-', '/', '(', ')'])
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words
}

/// Every code that ended: those with an heir, and all others, of which nothing is said.
#[test]
fn every_code_that_ended() {
    let editions: Vec<NaiveDate> = icd10pcs::editions()
        .map(|edition| edition.effective())
        .collect();
    let (mut ended, mut replaced) = (0, 0);
    let mut tables = BTreeSet::new();
    for (before, day) in editions.iter().zip(&editions[1..]) {
        for entry in icd10pcs::entries(*before) {
            let Err(Invalid::NoLonger(reason)) = entry.code().check(*day) else {
                continue;
            };
            ended += 1;
            let new: Vec<Entry> = reason.replaced_by().collect();
            replaced += usize::from(!new.is_empty());
            for new in new {
                assert_eq!((new.since(), new.on()), (*day, *day), "{}", entry.code());
                assert_eq!(words(&new), words(&entry), "{}", entry.code());
                tables.insert((
                    entry.table().prefix().to_string(),
                    new.table().prefix().to_string(),
                ));
                // Long after, it is still said.
                let later = entry.code().check(icd10pcs::covered_until()).unwrap_err();
                let Invalid::NoLonger(later) = later else {
                    panic!()
                };
                assert!(
                    later
                        .replaced_by()
                        .all(|new| new.on() == icd10pcs::covered_until())
                );
            }
        }
    }
    assert_eq!((ended, replaced), (3_214, 34));
    let owned = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert!(
        tables.contains(&owned("X27", "047")) && tables.contains(&owned("XW0", "XW0")),
        "{tables:?}"
    );
}

#[test]
fn nothing_is_allocated() {
    let on = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    let mut count = 0;
    let counted = allocation_counter::measure(|| {
        for text in ["X27H385", "XW033C3", "0SG604Z", "30233AZ"] {
            if let Err(Invalid::NoLonger(reason)) = icd10pcs::check(text, on) {
                count += reason.replaced_by().count();
            }
        }
    });
    assert_eq!((count, counted.count_total), (2, 0));
}
