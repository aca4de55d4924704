//! Tables of HCPCS Level II that are made at run time, beside the embedded one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use him_codes::hcpcs::{self, Basis, CodeTable, Entry, Hcpcs, Invalid, modifier};
use him_codes::release::{Release, ReleaseError};
use him_codes::{Standing, Title};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Days on which an edition begins or ends, those beside them, and some between.
fn days(table: CodeTable) -> Vec<NaiveDate> {
    let mut days: BTreeSet<NaiveDate> = ["2010-01-01", "2018-04-01", "2018-07-01", "2022-01-01"]
        .into_iter()
        .map(day)
        .collect();
    for edition in table.editions() {
        let first = edition.effective();
        for after in [0, 89, 90, 92, 364, 365] {
            days.insert(first + Days::new(after));
        }
        days.insert(first - Days::new(1));
    }
    days.into_iter().collect()
}

fn text(title: Option<Title>) -> Option<String> {
    title.map(|title| title.to_string())
}

fn show(answer: Result<Entry, Invalid>) -> String {
    match answer {
        Ok(entry) => {
            let titles = (text(entry.title()), text(entry.short_title()));
            let see: Vec<String> = entry
                .details()
                .into_iter()
                .flat_map(|details| details.see())
                .map(|code| code.to_string())
                .collect();
            let editions: Vec<&str> = entry.editions().map(|edition| edition.name()).collect();
            format!(
                "{} {titles:?} {:?} {see:?} {editions:?} {:?} {:?}",
                entry.statement(),
                entry.details(),
                entry.since(),
                entry.until()
            )
        }
        Err(reason) => format!("{reason} {:?}", reason.edition()),
    }
}

fn show_modifier(answer: Result<modifier::Entry, modifier::Invalid>) -> String {
    match answer {
        Ok(entry) => format!(
            "{} {:?} {:?} {:?} {:?} {:?}",
            entry.statement(),
            text(entry.title()),
            text(entry.short_title()),
            entry.coverage(),
            entry.action(),
            entry.see()
        ),
        Err(reason) => reason.to_string(),
    }
}

/// Both say the same of every code and modifier, on each of the days.
fn assert_same(one: CodeTable, other: CodeTable) {
    assert!(one.editions().eq(other.editions()));
    assert_eq!(one.covered_until(), other.covered_until());
    assert_eq!(one.kept_from(), other.kept_from());
    let days = days(one);
    let codes: BTreeSet<Hcpcs> = days
        .iter()
        .flat_map(|on| one.entries(*on).map(|entry| entry.code()))
        .collect();
    for on in &days {
        assert!(one.entries(*on).eq(other.entries(*on)), "{on}");
        for (index, code) in codes.iter().enumerate() {
            let (a, b) = (one.check_code(*code, *on), other.check_code(*code, *on));
            assert_eq!(a, b);
            if index % 5 == 0 {
                assert_eq!(show(a), show(b), "{on}");
            }
        }
        for first in ('0'..='9').chain('A'..='Z') {
            for second in ('0'..='9').chain('A'..='Z') {
                let text = format!("{first}{second}");
                let (a, b) = (
                    one.check_modifier(&text, *on),
                    other.check_modifier(&text, *on),
                );
                assert_eq!(a, b);
                assert_eq!(show_modifier(a), show_modifier(b), "{on}");
            }
        }
        assert!(one.modifiers(*on).eq(other.modifiers(*on)));
        for text in ["G0000", "JO185", "V9999", "G008", "D0120"] {
            assert_eq!(one.check(text, *on), other.check(text, *on));
            assert_eq!(show(one.check(text, *on)), show(other.check(text, *on)));
            assert!(one.nearby(text, *on).eq(other.nearby(text, *on)));
        }
    }
}

/// The three files, read at run time, all at once, one after the other, and over themselves.
#[test]
fn the_official_files() {
    let Some(folder) = him_testdata::folder("codes", "the_official_files_of_hcpcs") else {
        return;
    };
    let read = |name: &str| {
        let path = folder.join("hcpcs").join(name);
        if name.ends_with(".xz") {
            him_testdata::xz(&path).unwrap()
        } else {
            std::fs::read(path).unwrap()
        }
    };
    let files = [
        read("hcpc2018-contr-anweb.txt.xz"),
        read("hcpc2019-contr-anweb.txt.xz"),
        read("hcpcs-level2-2026q3-codes.txt"),
    ];
    let named = [
        ("2018", "2018-01-01"),
        ("2019", "2019-01-01"),
        ("2026 Q3", "2026-07-01"),
    ];
    let releases: Vec<Release<'_>> = named
        .iter()
        .zip(&files)
        .map(|((name, first), file)| Release::new(name, day(first), file))
        .collect();
    let [first, second, third] = releases[..] else {
        panic!()
    };
    let embedded = CodeTable::embedded();
    assert_same(
        CodeTable::from_releases(&[third, first, second]).unwrap(),
        embedded,
    );
    let added = CodeTable::from_releases(&[second])
        .and_then(|table| table.with_release(third))
        .and_then(|table| table.with_release(first))
        .unwrap();
    assert_same(added, embedded);
    for release in releases {
        let error = CodeTable::from_release(release).unwrap_err();
        assert!(matches!(error, ReleaseError::AlreadyHeld { .. }));
        assert_same(
            CodeTable::from_release(release.replacing()).unwrap(),
            embedded,
        );
    }
}

/// Lines of an invented record: the code, its first and its last day, and its title.
fn record(code: &str, added: &str, last: &str, title: &str) -> String {
    let kind = if code.len() == 2 { '7' } else { '3' };
    let mut line = format!("{code:>5}00100{kind}{title:<80}{title:<28}");
    let columns = [
        (230, "C"),
        (257, "D1A"),
        (261, "P"),
        (269, added),
        (285, last),
        (293, "N"),
    ];
    for (column, text) in columns {
        line += &" ".repeat(column - 1 - line.len());
        line += text;
    }
    format!("{line:<320}\r\n")
}

/// An invented record of 2027: some codes go on, one has ended, one is new.
#[test]
fn an_invented_record() {
    let file = record("A0021", "19820101", "20261231", "Invented end")
        + &record("A0080", "19820101", "", "Invented title")
        + &record("V9999", "20270101", "", "Invented")
        + &record("ZZ", "20270101", "", "Invented modifier");
    let start = day("2027-01-01");
    let table = CodeTable::from_release(Release::new("2027", start, file.as_bytes())).unwrap();
    let say = |text, on| match table.check(text, day(on)) {
        Ok(entry) => entry.statement().to_string(),
        Err(reason) => reason.to_string(),
    };
    assert_eq!(
        say("V9999", "2027-02-01"),
        "V9999 is in force on 2027-02-01 by the record of 2027"
    );
    assert_eq!(
        say("V9999", "2026-12-31"),
        "V9999 is not yet valid on 2026-12-31: its first day is 2027-01-01"
    );
    assert_eq!(
        say("A0021", "2027-01-01"),
        "A0021 is no longer valid on 2027-01-01: its last day was 2026-12-31"
    );
    assert_eq!(
        say("A0021", "2023-01-01"),
        "A0021 is in force on 2023-01-01 by the record of 2027"
    );
    assert_eq!(
        say("A0080", "2027-08-01"),
        "A0080 is in force on 2027-08-01 by the record of 2027, whose later updates are not held (as of 2027, the last edition here)"
    );
    // In the list of 2026 Q3, and not in the record that followed.
    assert_eq!(
        say("A2001", "2026-08-01"),
        "A2001 is in the list of 2026 Q3, which has no days and keeps codes that have ended"
    );
    assert_eq!(
        say("A2001", "2026-11-01"),
        "A2001 is in the list of 2026 Q3 and not in the record of 2027: whether it is in force on 2026-11-01 is not held"
    );
    assert_eq!(
        say("A2001", "2027-02-01"),
        "A2001 is no longer valid on 2027-02-01: the record of 2027 does not have it, its last day is not held"
    );
    let entry = table.check("A0080", start).unwrap();
    assert_eq!(entry.title().unwrap(), *"Invented title");
    assert_eq!(entry.details().unwrap().betos(), Some("D1A"));
    let before = table.check("A0080", day("2019-02-01")).unwrap();
    let embedded = hcpcs::check("A0080", day("2019-02-01")).unwrap();
    assert_eq!(before.title().unwrap(), embedded.title().unwrap());
    assert_eq!(before.details(), embedded.details());
    assert_eq!(
        entry.edition().map(|edition| edition.standing()),
        Some(Standing::Official)
    );
    let modifier = table.check_modifier("zz", start).unwrap();
    assert_eq!(modifier.basis(), Basis::Record);
    assert_eq!(modifier.title().unwrap(), *"Invented modifier");
    assert_eq!(table.covered_until(), day("2027-03-31"));
    assert_eq!(format!("{table:?}"), "CodeTable(2018 to 2027)");
    // The embedded table is as it was.
    assert!(hcpcs::check("V9999", start).is_err());
}

#[test]
fn a_broken_file() {
    let good = record("V9998", "20270101", "", "Invented");
    let faults = |file: &str| {
        let release = Release::new("2027", day("2027-01-01"), file.as_bytes());
        match CodeTable::from_release(release) {
            Err(ReleaseError::Records { edition, fault }) => {
                assert_eq!(edition, "2027");
                let lines = fault.lines();
                lines
                    .map(|(line, what)| (line.unwrap_or(0), what.to_owned()))
                    .collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        }
    };
    let fault = |line, what: &str| (line, what.to_owned());
    let broken = good.clone()
        + &good
            .replace("V9998", "V9997")
            .replace("20270101", "20271301")
        + &good.replace("V9998", "V9997").replace("001003", "002004")
        + &good
        + "nothing\r\n"
        + &good.replace("V9998", "V99X8");
    assert_eq!(
        faults(&broken),
        [
            fault(2, "columns 269 to 292 must be dates YYYYMMDD or blank"),
            fault(4, "V9998 is already on line 1"),
            fault(5, "is no record: column 11 must be 3, 4, 7 or 8"),
            fault(6, "columns 1 to 5 are no code"),
        ]
    );
    assert_eq!(
        faults("A0021\nA0021\nA00\n\nA0080\n"),
        [
            fault(2, "is not after the line before it"),
            fault(3, "must be a letter from A to V and four digits"),
        ]
    );
    assert_eq!(faults(""), [fault(0, "has no record")]);
}

/// More editions than a table holds.
#[test]
fn too_many_editions() {
    let mut table = CodeTable::embedded();
    for year in 2027..2048 {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        table = table
            .with_release(Release::new("list", first, b"A0021\n"))
            .unwrap();
    }
    let first = day("2026-10-01");
    let error = table.with_release(Release::new("one more", first, b"A0021\n"));
    assert_eq!(
        error.unwrap_err(),
        ReleaseError::Limit("HCPCS: 25 editions, at most 24 fit".to_owned())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let release = Release::new("invented", day("2027-10-01"), &bytes);
        prop_assert!(CodeTable::from_releases(&[release]).is_err());
    }

    #[test]
    fn a_changed_record(at in 0..960usize, byte in any::<u8>()) {
        let mut bytes = (record("V9997", "20270101", "", "Invented")
            + &record("V9998", "20270101", "20271231", "Invented")
            + &record("ZZ", "20270101", "", "Invented")).into_bytes();
        bytes[at] = byte;
        let release = Release::new("invented", day("2027-01-01"), &bytes);
        match CodeTable::from_releases(&[release]) {
            Ok(table) => prop_assert!(table.entries(day("2027-01-01")).count() <= 2),
            Err(ReleaseError::Records { fault, .. }) => prop_assert!(fault.lines().len() > 0),
            Err(ReleaseError::Limit(_)) => {}
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
