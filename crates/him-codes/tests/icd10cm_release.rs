//! ICD-10-CM against the official files, whole.
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
use him_codes::Icd10Cm;
use him_codes::icd10cm::{self, Entry, Invalid, State};

/// Every row of every order file, and every code of the other files, on the day the file takes effect.
#[test]
fn every_row_of_every_order_file() {
    let Some(folder) = him_testdata::folder("codes", "every_row_of_every_order_file") else {
        return;
    };
    let files = release::order_files(&folder);
    let all: BTreeSet<&str> = files
        .iter()
        .flat_map(|file| file.rows.iter().map(|row| row.code.as_str()))
        .collect();
    assert_eq!(all.len(), 99_085);
    for file in &files {
        let on = file.effective;
        let mut listed: HashSet<&str> = HashSet::new();
        for row in &file.rows {
            listed.insert(&row.code);
            let code: Icd10Cm = row.code.parse().unwrap();
            let entry = code.entry(on).unwrap_or_else(|| panic!("{code} on {on}"));
            assert_eq!(
                entry.state() == State::Billable,
                row.billable,
                "{code} on {on}"
            );
            assert_eq!(
                icd10cm::check(&row.code, on).is_ok(),
                row.billable,
                "{code} on {on}"
            );
            assert_eq!(icd10cm::check(&code.to_string(), on), code.check(on));
            assert_eq!(entry.title(), *row.long, "{code} on {on}");
            assert_eq!(entry.short_title(), *row.short, "{code} on {on}");
            assert_eq!(entry.title().to_string(), row.long, "{code} on {on}");
            assert!(entry.since() <= on && entry.until().is_none_or(|until| until >= on));
        }
        for code in all.iter().filter(|code| !listed.contains(*code)) {
            let code: Icd10Cm = code.parse().unwrap();
            assert_eq!(code.entry(on), None, "{code} on {on}");
            assert!(
                matches!(
                    code.check(on),
                    Err(Invalid::NotYet(_) | Invalid::NoLonger(_))
                ),
                "{code} on {on}"
            );
        }
        let mut expected: Vec<&str> = listed.into_iter().collect();
        expected.sort_unstable();
        let entries: Vec<Entry> = icd10cm::entries(on).collect();
        assert!(
            entries
                .iter()
                .map(|entry| entry.code().undotted().as_str().to_owned())
                .eq(expected)
        );
        assert!(entries.is_sorted_by_key(Entry::code));
    }
    assert_eq!(files.last().map(|file| file.rows.len()), Some(98_403));
}

/// Every text that differs from a code of the last edition in its last character, or by one more or one less.
#[test]
fn every_neighbour_of_a_code() {
    let Some(folder) = him_testdata::folder("codes", "every_neighbour_of_a_code") else {
        return;
    };
    let files = release::order_files(&folder);
    let file = files.last().unwrap();
    let billable: HashSet<&str> = file
        .rows
        .iter()
        .filter(|row| row.billable)
        .map(|row| row.code.as_str())
        .collect();
    let mut wrong = 0;
    for row in &file.rows {
        let stem = &row.code[..row.code.len() - 1];
        for c in ('0'..='9').chain('A'..='Z') {
            for text in [format!("{stem}{c}"), format!("{}{c}", row.code)] {
                let valid = icd10cm::check(&text, file.effective).is_ok();
                assert_eq!(valid, billable.contains(text.as_str()), "{text}");
                wrong += usize::from(!valid);
            }
        }
        assert!(icd10cm::check(stem, file.effective).is_err(), "{stem}");
    }
    assert!(wrong > 3_000_000, "{wrong}");
}

/// Every period of the Medicare Code Editor's table, on its first and last day and on the days beside them.
#[test]
fn every_period_of_the_code_editor() {
    let Some(folder) = him_testdata::folder("codes", "every_period_of_the_code_editor") else {
        return;
    };
    let periods = release::code_editor(&folder, "i10dx");
    assert_eq!(periods.len(), 75_719);
    // V43.1 is the table of FY2026: it does not know what ends with it.
    let last = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
    let mut asked = 0;
    for (text, rows) in &periods {
        let code: Icd10Cm = text.parse().unwrap();
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
}

/// Parents, children and billable codes below, computed from the rows of each file.
#[test]
fn the_hierarchy_of_every_edition() {
    let Some(folder) = him_testdata::folder("codes", "the_hierarchy_of_every_edition") else {
        return;
    };
    for file in release::order_files(&folder) {
        let on = file.effective;
        let rows: BTreeMap<&str, bool> = file
            .rows
            .iter()
            .map(|row| (row.code.as_str(), row.billable))
            .collect();
        let parent_of = |code: &str| {
            (3..code.len())
                .rev()
                .map(|len| &code[..len])
                .find(|p| rows.contains_key(p))
                .map(str::to_owned)
        };
        let mut children: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for code in rows.keys() {
            if let Some(parent) = parent_of(code) {
                children.entry(parent).or_default().push(code);
            }
        }
        let text = |entry: Entry| entry.code().undotted().as_str().to_owned();
        for (code, billable) in &rows {
            let entry = code.parse::<Icd10Cm>().unwrap().entry(on).unwrap();
            assert_eq!(entry.parent().map(text), parent_of(code), "{code} on {on}");
            let expected = children.get(*code).map_or(&[][..], Vec::as_slice);
            assert!(
                entry
                    .children()
                    .map(text)
                    .eq(expected.iter().map(|c| (*c).to_owned())),
                "{code} on {on}"
            );
            let below = || {
                rows.range(*code..)
                    .skip(1)
                    .take_while(|(other, _)| other.starts_with(code))
            };
            assert!(
                entry
                    .descendants()
                    .map(text)
                    .eq(below().map(|(c, _)| (*c).to_owned())),
                "{code} on {on}"
            );
            let expected: Vec<&str> = below()
                .filter(|(_, billable)| **billable)
                .map(|(c, _)| *c)
                .collect();
            assert!(
                entry
                    .billable()
                    .map(text)
                    .eq(expected.iter().map(|c| (*c).to_owned())),
                "{code} on {on}"
            );

            // A seventh character is what is missing when all billable codes below have the same six before it.
            if !billable {
                let stem = format!("{code:X<6}");
                let seventh = expected.iter().all(|c| c.len() == 7 && c[..6] == stem);
                match icd10cm::check(code, on).unwrap_err() {
                    Invalid::NeedsSeventh(needs) => {
                        assert!(seventh, "{code} on {on}");
                        assert_eq!(needs.stem().undotted().as_str(), stem);
                        let allowed: String = needs.allowed().into_iter().collect();
                        assert!(
                            allowed
                                .chars()
                                .eq(expected.iter().filter_map(|c| c.chars().last()))
                        );
                        assert!(
                            needs
                                .billable()
                                .map(text)
                                .eq(expected.iter().map(|c| (*c).to_owned()))
                        );
                        assert_eq!(needs.entry(), Some(entry));
                    }
                    Invalid::Header(header) => {
                        assert!(!seventh, "{code} on {on}");
                        assert_eq!(header, entry);
                    }
                    other => panic!("{code} on {on}: {other}"),
                }
            }
        }
    }
}

/// The longest beginning of an unknown code that codes have, and what can follow it, from the rows of the last file.
#[test]
fn what_an_unknown_code_could_be() {
    let Some(folder) = him_testdata::folder("codes", "what_an_unknown_code_could_be") else {
        return;
    };
    let files = release::order_files(&folder);
    let file = files.last().unwrap();
    let mut next: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
    for row in &file.rows {
        for len in 0..row.code.len() {
            next.entry(&row.code[..len])
                .or_default()
                .insert(row.code[len..].chars().next().unwrap());
        }
    }
    let mut unknown = 0;
    for (index, row) in file.rows.iter().enumerate() {
        // A wrong character in each place in turn.
        let mut text = row.code.clone();
        let place = 1 + index % (row.code.len() - 1);
        let wrong = ['Z', '7', 'Q', '0'][index % 4];
        text.replace_range(place..=place, &wrong.to_string());
        let Err(Invalid::Unknown(reason)) = icd10cm::check(&text, file.effective) else {
            continue;
        };
        unknown += 1;
        let known = (0..text.len())
            .rev()
            .find(|len| next.contains_key(&text[..*len]));
        let complete = (0..=text.len())
            .rev()
            .find(|len| is_row(file, &text[..*len]));
        let known = known.max(complete).unwrap();
        assert_eq!(reason.known_len(), known, "{text}");
        let expected = next.get(&text[..known]).cloned().unwrap_or_default();
        assert!(reason.allowed_next().into_iter().eq(expected), "{text}");
    }
    assert!(unknown > 50_000, "{unknown}");
}

fn is_row(file: &release::OrderFile, code: &str) -> bool {
    code.parse::<Icd10Cm>()
        .is_ok_and(|code| code.entry(file.effective).is_some())
}

/// One wrong character, one too many, one too few or two swapped: the code that was meant is near.
#[test]
fn the_meant_code_is_near() {
    let Some(folder) = him_testdata::folder("codes", "the_meant_code_is_near") else {
        return;
    };
    let files = release::order_files(&folder);
    let file = files.last().unwrap();
    let (mut asked, mut among_five) = (0, 0);
    for (index, row) in file
        .rows
        .iter()
        .filter(|row| row.billable)
        .enumerate()
        .step_by(7)
    {
        let mut text: Vec<char> = row.code.chars().collect();
        let at = index / 7 % text.len();
        match index % 4 {
            0 if at > 0 => text[at] = ['4', 'W', '9', 'K'][index / 5 % 4],
            1 if at + 1 < text.len() => text.swap(at, at + 1),
            2 => drop(text.remove(at)),
            3 if text.len() < 7 => text.insert(at, ['1', 'X', '8', 'C'][index / 3 % 4]),
            _ => continue,
        }
        let text: String = text.into_iter().collect();
        let Err(Invalid::Unknown(reason)) = icd10cm::check(&text, file.effective) else {
            continue;
        };
        asked += 1;
        let near: Vec<Entry> = reason.nearby().collect();
        let place = near
            .iter()
            .position(|entry| entry.code().undotted().as_str() == row.code);
        assert!(place.is_some(), "{text}: {} not among {near:?}", row.code);
        among_five += usize::from(place < Some(5));
        let distinct: HashSet<Icd10Cm> = near.iter().map(Entry::code).collect();
        assert_eq!(distinct.len(), near.len(), "{text}: {near:?}");
    }
    println!("{among_five} of {asked} codes that were meant are among the first five");
    assert!(asked > 3_000, "{asked}");
}
