//! Tables of ICD-10-CM that are made at run time, beside the embedded one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

mod release;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use him_codes::icd10cm::{self, CodeTable, Entry, Invalid, State};
use him_codes::release::{LineFault, LineFaultKind, List, Release, ReleaseError};
use him_codes::{Evidence, Icd10Cm, Standing};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn first_days(table: CodeTable) -> impl Iterator<Item = NaiveDate> {
    table.editions().map(|edition| edition.effective())
}

/// The first day of each edition, and the day before.
fn days(table: CodeTable) -> Vec<NaiveDate> {
    first_days(table)
        .flat_map(|day| [day.pred_opt().unwrap(), day])
        .collect()
}

/// Every code that is in the list on one of the days.
fn codes(table: CodeTable) -> Vec<Icd10Cm> {
    let mut codes: Vec<Icd10Cm> = days(table)
        .into_iter()
        .flat_map(|on| table.entries(on).map(|entry| entry.code()))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Both say the same of every code on every day on which something changes, and of its neighbours.
fn assert_same(one: CodeTable, other: CodeTable) {
    assert!(one.editions().eq(other.editions()));
    assert_eq!(one.covered_until(), other.covered_until());
    let codes = codes(one);
    assert_eq!(codes, self::codes(other));
    for on in days(one) {
        for code in &codes {
            let (a, b) = (one.entry(*code, on), other.entry(*code, on));
            assert_eq!(a, b, "{code} on {on}");
        }
    }
    for on in first_days(one) {
        for (a, b) in one.entries(on).zip(other.entries(on)) {
            assert_eq!(a.title(), b.title(), "{a:?}");
            assert_eq!(a.short_title(), b.short_title(), "{a:?}");
        }
    }
    let on = one.covered_until();
    for code in codes.iter().step_by(7) {
        let text = code.to_string();
        let stem = &text[..text.len() - 1];
        for text in [
            text.as_str(),
            stem,
            &format!("{stem}Q"),
            &format!("{text}8"),
        ] {
            let (a, b) = (one.check(text, on), other.check(text, on));
            assert_eq!(a, b, "{text}");
            match (a, b) {
                (Err(Invalid::Unknown(a)), Err(Invalid::Unknown(b))) => {
                    assert!(a.nearby().eq(b.nearby()), "{text}");
                    assert_eq!(a.to_string(), b.to_string());
                }
                (Err(Invalid::Header(a)), Err(Invalid::Header(b))) => {
                    assert!(a.children().eq(b.children()), "{text}");
                    assert!(a.billable().eq(b.billable()), "{text}");
                    assert!(a.descendants().eq(b.descendants()), "{text}");
                    assert!(a.ancestors().eq(b.ancestors()), "{text}");
                }
                (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string()),
                (a, b) => assert_eq!(a.is_ok(), b.is_ok()),
            }
        }
    }
}

/// The names of the embedded editions, by their first day.
fn names() -> BTreeMap<NaiveDate, &'static str> {
    icd10cm::editions()
        .map(|edition| (edition.effective(), edition.name()))
        .collect()
}

fn releases(files: &[release::OrderFile]) -> Vec<Release<'_>> {
    let names = names();
    files
        .iter()
        .map(|file| {
            let effective = file.effective;
            let release = Release::new(names[&effective], effective, &file.bytes);
            if effective == day("2026-10-01") {
                release.reconstructed()
            } else {
                release
            }
        })
        .collect()
}

/// All order files, read at run time: on the days of their editions the answers are the embedded ones. What the embedded
/// table has of the two updates without a file stands in none of them.
#[test]
fn all_order_files() {
    let Some(folder) = him_testdata::folder("codes", "all_order_files") else {
        return;
    };
    let files = release::order_files(&folder);
    let mut releases = releases(&files);
    releases.reverse();
    let table = CodeTable::from_releases(&releases).unwrap();
    let held = |on| {
        let edition = icd10cm::edition_on(on);
        edition.is_none_or(|edition| edition.standing() != Standing::NotHeld)
    };
    let not_held = icd10cm::editions().filter(|edition| edition.standing() == Standing::NotHeld);
    assert_eq!(not_held.count(), 2);
    let embedded = CodeTable::embedded();
    let codes = codes(embedded);
    assert_eq!(codes.len(), 99_085);
    let (mut compared, mut dated_by_editor) = (0, 0);
    for on in days(embedded) {
        for code in &codes {
            let (a, b) = (embedded.entry(*code, on), table.entry(*code, on));
            if !held(on) {
                dated_by_editor += u32::from(a.is_some() != b.is_some());
                continue;
            }
            compared += 1;
            assert_eq!(a.map(|a| a.state()), b.map(|b| b.state()), "{code} on {on}");
            let (Some(a), Some(b)) = (a, b) else { continue };
            assert_eq!(a.title(), b.title(), "{code} on {on}");
            assert_eq!(a.short_title(), b.short_title(), "{code} on {on}");
            let official =
                |evidence| matches!(evidence, Evidence::OrderFile | Evidence::Reconstructed);
            if official(a.since_evidence()) {
                assert_eq!(a.since(), b.since(), "{code} on {on}");
                assert_eq!(a.since_evidence(), b.since_evidence(), "{code} on {on}");
            }
            if a.until_evidence().is_none_or(official) {
                assert_eq!(a.until(), b.until(), "{code} on {on}");
                assert_eq!(a.until_evidence(), b.until_evidence(), "{code} on {on}");
            }
        }
    }
    // Of 32 days, four follow an update without a file.
    assert_eq!(compared, 28 * 99_085);
    assert!((500..5_000).contains(&dated_by_editor), "{dated_by_editor}");
}

/// One file after the other makes the same table as all at once, and so does a file that takes its own place.
#[test]
fn an_edition_added() {
    let Some(folder) = him_testdata::folder("codes", "an_edition_added") else {
        return;
    };
    let files = release::order_files(&folder);
    let releases = releases(&files);
    let all = CodeTable::from_releases(&releases).unwrap();
    let (last, before) = releases.split_last().unwrap();
    let added = CodeTable::from_releases(before).unwrap();
    assert_same(added.with_release(*last).unwrap(), all);
    // In the middle.
    let mut others = releases.clone();
    let middle = others.remove(9);
    let added = CodeTable::from_releases(&others).unwrap();
    assert_same(added.with_release(middle).unwrap(), all);

    let again = CodeTable::from_release(last.replacing()).unwrap();
    assert_same(again, CodeTable::embedded());
    let again = again.with_release(releases[11].replacing()).unwrap();
    assert_same(again, CodeTable::embedded());
}

type Rows = BTreeMap<String, (bool, String, String)>;

/// The rows of an edition, as the embedded table has them.
fn rows(on: NaiveDate) -> Rows {
    let row = |entry: Entry| {
        let billable = entry.state() == State::Billable;
        let titles = (entry.short_title().to_string(), entry.title().to_string());
        (
            entry.code().undotted().to_string(),
            (billable, titles.0, titles.1),
        )
    };
    icd10cm::entries(on).map(row).collect()
}

fn file(rows: &Rows) -> Vec<u8> {
    release::file(rows.iter().map(|(code, (billable, short, long))| {
        (code.as_str(), *billable, short.as_str(), long.as_str())
    }))
}

fn invented(rows: &mut Rows, code: &str, billable: bool) {
    let title = format!("Invented {code}");
    rows.insert(code.to_owned(), (billable, title.clone(), title));
}

/// An invented FY2028: FY2027 with some rows more, some less, and some changed.
#[test]
fn an_invented_edition() {
    let mut rows = rows(day("2026-10-01"));
    assert_eq!(rows.len(), 98_403);
    rows.remove("R5383").unwrap();
    rows.get_mut("N390").unwrap().0 = false;
    invented(&mut rows, "N3900", true);
    invented(&mut rows, "N3901", true);
    invented(&mut rows, "QZ9", false);
    invented(&mut rows, "QZ9X", true);
    rows.get_mut("E119").unwrap().2 = "Invented title".into();
    let file = file(&rows);
    let start = day("2027-10-01");
    let table = CodeTable::from_release(Release::new("FY2028", start, &file)).unwrap();

    let message = |text, on| match table.check(text, on) {
        Ok(entry) => entry.title().to_string(),
        Err(reason) => reason.to_string(),
    };
    let before = day("2027-09-30");
    assert_eq!(
        message("R53.83", start),
        "R53.83 is no longer valid on 2027-10-01: its last day was 2027-09-30"
    );
    assert_eq!(message("R53.83", before), "Other fatigue");
    assert_eq!(
        message("N39.0", start),
        "N39.0 is a header since 2027-10-01, billable until 2027-09-30: use N39.00 or N39.01"
    );
    assert_eq!(
        message("N39.0", before),
        "Urinary tract infection, site not specified"
    );
    assert_eq!(
        message("N39.00", before),
        "N39.00 is not yet valid on 2027-09-30: its first day is 2027-10-01"
    );
    assert_eq!(message("N39.00", start), "Invented N3900");
    assert_eq!(message("QZ9.X", start), "Invented QZ9X");
    assert_eq!(
        message("E11.9", before),
        "Type 2 diabetes mellitus without complications"
    );
    assert_eq!(message("E11.9", start), "Invented title");
    assert_eq!(
        message("E11.7", start),
        "E11.7 is not an ICD-10-CM code: after E11 comes 0-6, 8, 9 or A"
    );
    assert_eq!(
        message("E11.7", day("2028-10-01")),
        "E11.7 is not an ICD-10-CM code: after E11 comes 0-6, 8, 9 or A (as of FY2028, the last edition here)"
    );

    let entry = table.check("N39.00", start).unwrap();
    let edition = entry.edition().unwrap();
    assert_eq!((edition.name(), edition.effective()), ("FY2028", start));
    assert_eq!(edition.standing(), Standing::Official);
    assert_eq!(entry.since_evidence(), Evidence::OrderFile);
    assert_eq!(entry.parent().unwrap().billable_until(), Some(before));
    assert!(!entry.beyond_data());
    assert_eq!(table.covered_until(), day("2028-09-30"));
    assert_eq!(table.entries(start).count(), 98_403 + 3);
    assert_eq!(table.editions().len(), icd10cm::editions().len() + 1);
    assert_eq!(format!("{table:?}"), "CodeTable(FY2016 to FY2028)");
    // The embedded table is as it was.
    assert!(icd10cm::check("N39.00", start).is_err());
    assert!(icd10cm::check("R53.83", start).is_ok());

    // Answers about the days before are as they were, but for last days that are known now.
    let embedded = CodeTable::embedded();
    let changed = ["R5383", "N390"].map(|code| code.parse::<Icd10Cm>().unwrap());
    for on in days(embedded).into_iter().chain([before]) {
        let (mut old, mut new) = (embedded.entries(on), table.entries(on));
        loop {
            let (old, new) = (old.next(), new.next());
            let (Some(old), Some(new)) = (old, new) else {
                assert_eq!(old, new);
                break;
            };
            if changed.contains(&old.code()) {
                assert_eq!((old.code(), old.state()), (new.code(), new.state()));
                assert!(old.until().is_some() || new.until() == Some(before));
            } else {
                assert_eq!(old, new);
            }
            assert_eq!(old.title(), new.title());
            assert_eq!(old.edition(), new.edition());
        }
    }
}

/// The file of an update that was not held takes the place of what was inferred.
#[test]
fn the_file_of_an_edition_that_was_not_held() {
    let start = day("2020-04-01");
    let file = file(&rows(start));
    let table = CodeTable::from_release(Release::new("April 2020", start, &file)).unwrap();
    let edition = table.edition_on(start).unwrap();
    assert_eq!(
        (edition.name(), edition.standing()),
        ("April 2020", Standing::Official)
    );
    assert_eq!(table.editions().len(), icd10cm::editions().len());
    let entry = table.check("U07.1", start).unwrap();
    assert_eq!(
        (entry.since(), entry.since_evidence()),
        (start, Evidence::OrderFile)
    );
    let embedded = icd10cm::check("U07.1", start).unwrap();
    assert_eq!(embedded.since_evidence(), Evidence::CodeEditor);
    for on in days(CodeTable::embedded()) {
        for (old, new) in icd10cm::entries(on).zip(table.entries(on)) {
            assert_eq!((old.code(), old.state()), (new.code(), new.state()));
            assert_eq!((old.since(), old.until()), (new.since(), new.until()));
            assert_eq!(old.title(), new.title());
        }
    }
}

/// A table that starts later says so, and does not claim that the system does.
#[test]
fn a_table_of_one_edition() {
    let file = release::file([
        ("Q99", false, "Invented", "Invented"),
        ("Q99X", true, "One", "Invented one"),
    ]);
    let release = Release::new("FY2025", day("2024-10-01"), &file);
    let table = CodeTable::from_releases(&[release]).unwrap();
    assert_eq!(
        table
            .check("Q99.X", day("2024-09-30"))
            .unwrap_err()
            .to_string(),
        "Q99.X is not known on 2024-09-30: the first edition here is FY2025, in force from 2024-10-01"
    );
    assert_eq!(
        table
            .check("Q99.X", day("2024-10-01"))
            .unwrap()
            .short_title(),
        *"One"
    );
    let twice =
        CodeTable::from_releases(&[release, Release::new("again", release.effective(), &file)]);
    assert_eq!(
        twice.unwrap_err().to_string(),
        "again takes effect on 2024-10-01, and the order file of that day is already held: FY2025"
    );
}

/// Every line that is wrong is named, once.
#[test]
fn a_broken_file() {
    let title = "Invented";
    let good = [
        release::line(1, "Q98", false, title, title),
        release::line(2, "Q981", true, title, title),
        release::line(3, "Q99", false, title, title),
        release::line(4, "Q991", true, title, title),
        release::line(5, "Q992", true, title, title),
    ];
    let faults = |lines: &[String]| {
        let bytes = lines.concat().into_bytes();
        match CodeTable::from_release(Release::new("FY2028", day("2027-10-01"), &bytes)) {
            Err(ReleaseError::OrderFile { edition, faults }) => {
                assert_eq!(edition, "FY2028");
                faults
            }
            other => panic!("{other:?}"),
        }
    };
    let fault = |line, kind| LineFault { line, kind };
    let code = |code: &str| code.to_owned();
    use LineFaultKind::*;

    let mut lines = good.clone();
    lines[0] = lines[0].replace("00001", "x0001");
    lines[1] = lines[1].replace(" 1 ", " 2 ");
    lines[3] = "0004\r\n".into();
    lines[4] = lines[4].replace("\r\n", "");
    assert_eq!(
        faults(&lines),
        [
            fault(1, OrderNumber { expected: 1 }),
            fault(2, Flag),
            fault(4, Short { columns: 4 }),
            fault(5, CutShort),
        ]
    );
    // A line that is gone is one fault, and so is what it leaves without its category.
    let mut lines = good.to_vec();
    lines.remove(2);
    assert_eq!(
        faults(&lines),
        [
            fault(3, OrderNumber { expected: 3 }),
            fault(3, NoCategory { code: code("Q991") }),
            fault(4, NoCategory { code: code("Q992") }),
        ]
    );
    let mut lines = good.clone();
    lines[0] = lines[0].replace("Q98 ", "9Q8 ");
    lines[2] = lines[2].replace(" 0 ", " 1 ");
    lines[3] = lines[3]
        .replace("Q991", "Q992")
        .replace("\r\n", "\u{e9}\r\n");
    lines[4] = lines[4].replace(title, "        ");
    assert_eq!(
        faults(&lines),
        [
            fault(
                1,
                NotACode {
                    list: List::Icd10Cm
                }
            ),
            fault(4, NotPrintable { column: 86 }),
            fault(5, NoTitle),
        ]
    );
    let mut lines = good.clone();
    lines[1] = lines[1].replace("Q981", "Q982").replace("\r\n", "\n");
    lines[2] = lines[2].replace(" 0 ", " 1 ");
    lines[4] = lines[4].replace("Q992", "Q991");
    assert_eq!(
        faults(&lines),
        [
            fault(2, LineEnd),
            fault(
                3,
                NotTheLast {
                    code: code("Q99"),
                    below: code("Q991")
                }
            ),
            fault(
                5,
                Twice {
                    code: code("Q991"),
                    first: 4
                }
            ),
        ]
    );
    assert_eq!(
        faults(&[good[0].clone(), good[1].replace(" 1 ", " 0 ")]),
        [
            fault(1, NothingBelow { code: code("Q98") }),
            fault(2, NothingBelow { code: code("Q981") }),
        ]
    );
    assert_eq!(faults(&[]), [fault(1, NoCodes)]);
    // A file of the other system.
    let other = release::line(1, "0DTJ4ZZ", true, title, title);
    assert_eq!(
        faults(&[other]),
        [fault(
            1,
            NotACode {
                list: List::Icd10Cm
            }
        )]
    );
    let error = CodeTable::from_release(Release::new("FY2028", day("2027-10-01"), &[b'\n'; 30]));
    let message = error.unwrap_err().to_string();
    assert!(
        message.starts_with("the order file of FY2028 is wrong in 60 places"),
        "{message}"
    );
    assert!(message.ends_with("\nand 40 more"), "{message}");
}

/// Twelve more years of changes, more than there have been in any year, are within the limits.
#[test]
fn the_next_twelve_years() {
    let mut rows = rows(day("2026-10-01"));
    let categories: Vec<String> = rows
        .keys()
        .filter(|code| code.len() == 3)
        .step_by(40)
        .cloned()
        .collect();
    rows.retain(|code, _| categories.contains(&code[..3].to_owned()));
    let mut years = Vec::new();
    for year in 0..12 {
        let billable = |rows: &Rows, whole: bool| -> Vec<String> {
            let own = |(code, row): &(&String, &(bool, String, String))| {
                row.0 && (code.len() == 7) == whole
            };
            rows.iter()
                .filter(own)
                .map(|(code, _)| code.clone())
                .collect()
        };
        for (index, code) in billable(&rows, false)
            .iter()
            .enumerate()
            .skip(year % 7)
            .step_by(11)
        {
            rows.get_mut(code).unwrap().0 = false;
            invented(&mut rows, &format!("{code}{}", index % 10), true);
        }
        for code in billable(&rows, true).iter().skip(year % 5).step_by(41) {
            let beside = rows
                .range(code[..6].to_owned()..)
                .take_while(|(other, _)| other.starts_with(&code[..6]));
            if beside.count() > 2 {
                rows.remove(code);
            }
        }
        let start = NaiveDate::from_ymd_opt(2027 + year as i32, 10, 1).unwrap();
        years.push((start, file(&rows), rows.clone()));
    }
    let releases: Vec<Release<'_>> = years
        .iter()
        .map(|(start, file, _)| Release::new("invented", *start, file))
        .collect();
    let table = CodeTable::from_releases(&releases).unwrap();
    for (start, _, rows) in &years {
        let found = table.entries(*start).map(|entry| {
            let billable = entry.state() == State::Billable;
            (entry.code().undotted().to_string(), billable)
        });
        assert!(found.eq(rows.iter().map(|(code, row)| (code.clone(), row.0))));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let release = Release::new("invented", day("2027-10-01"), &bytes);
        prop_assert!(CodeTable::from_releases(&[release]).is_err());
    }

    /// Whatever happens to a good file, it makes a table that has its rows, or the error names a line of it.
    #[test]
    fn a_changed_file(at in 0..600usize, byte in any::<u8>(), cut in any::<bool>()) {
        let title = "Invented";
        let mut bytes = release::file([
            ("Q98", false, title, title), ("Q981", true, title, title), ("Q99", false, title, title),
            ("Q991", false, title, title), ("Q9911", true, title, title), ("Q9912", true, title, title),
        ]);
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        // One more than before if the byte is a line break.
        let lines = bytes.split(|byte| *byte == b'\n').count();
        let on = day("2027-10-01");
        match CodeTable::from_releases(&[Release::new("invented", on, &bytes)]) {
            Ok(table) => {
                let text = String::from_utf8(bytes).unwrap();
                let mut codes: Vec<&str> = text.lines().map(|line| line[6..13].trim_end()).collect();
                codes.sort_unstable();
                let found: Vec<String> = table.entries(on).map(|entry| entry.code().undotted().to_string()).collect();
                prop_assert_eq!(found, codes);
            }
            Err(ReleaseError::OrderFile { faults, .. }) => {
                prop_assert!(faults.iter().all(|fault| (1..=lines).contains(&fault.line)));
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
