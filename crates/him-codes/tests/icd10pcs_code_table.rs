//! Tables of ICD-10-PCS that are made at run time, beside the embedded one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

mod release;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use him_codes::icd10pcs::tables::{self, Tables};
use him_codes::icd10pcs::{self, CodeTable, Entry};
use him_codes::release::{Release, ReleaseError};
use him_codes::{Evidence, Icd10Pcs, Standing};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The first day of each edition, and the day before.
fn days(table: CodeTable) -> Vec<NaiveDate> {
    let first = table.editions().map(|edition| edition.effective());
    first
        .flat_map(|day| [day.pred_opt().unwrap(), day])
        .collect()
}

fn titles(entry: Entry) -> (Option<String>, Option<String>) {
    let text = |title: Option<him_codes::Title>| title.map(|title| title.to_string());
    (text(entry.title()), text(entry.short_title()))
}

fn releases(files: &[release::OrderFile]) -> Vec<Release<'_>> {
    let names: BTreeMap<NaiveDate, &str> = icd10pcs::editions()
        .map(|edition| (edition.effective(), edition.name()))
        .collect();
    files
        .iter()
        .map(|file| Release::new(names[&file.effective], file.effective, &file.bytes))
        .collect()
}

/// All order files, read at run time: on the first day of each the answers are the embedded ones, but for two codes that
/// their order file lacks. In between, the embedded table knows more: the days of editions without a file.
#[test]
fn all_order_files() {
    let Some(folder) = him_testdata::folder("codes", "all_procedure_order_files") else {
        return;
    };
    let files = release::procedure_order_files(&folder);
    let releases = releases(&files);
    let table = CodeTable::from_releases(&releases).unwrap();
    assert_eq!(table.editions().len(), 11);
    let late = ["XW023X7", "XW023Y7"].map(|code| code.parse::<Icd10Pcs>().unwrap());
    for file in &files {
        let on = file.effective;
        let embedded: Vec<Entry> = icd10pcs::entries(on)
            .filter(|entry| on != day("2022-04-01") || !late.contains(&entry.code()))
            .collect();
        let found: Vec<Entry> = table.entries(on).collect();
        assert_eq!(found.len(), embedded.len(), "{on}");
        for (a, b) in embedded.into_iter().zip(found) {
            assert_eq!(a.code(), b.code(), "{on}");
            assert_eq!(titles(a), titles(b), "{} on {on}", a.code());
            if a.since_evidence() == Evidence::OrderFile {
                assert_eq!(a.since(), b.since(), "{} on {on}", a.code());
            }
            if a.until_evidence() == Some(Evidence::OrderFile) {
                assert_eq!(a.until(), b.until(), "{} on {on}", a.code());
            }
        }
        let prefixes = |headers: icd10pcs::Headers| headers.map(|header| header.prefix());
        assert!(prefixes(icd10pcs::headers(on)).eq(prefixes(table.headers(on))));
        for (a, b) in icd10pcs::headers(on).zip(table.headers(on)) {
            assert_eq!(a.allowed_next(), b.allowed_next());
            assert_eq!(a.title().unwrap(), b.title().unwrap());
        }
    }
    let (last, before) = releases.split_last().unwrap();
    let added = CodeTable::from_releases(before)
        .unwrap()
        .with_release(*last)
        .unwrap();
    for on in days(table) {
        assert!(added.entries(on).eq(table.entries(on)), "{on}");
        assert!(
            added
                .entries(on)
                .map(titles)
                .eq(table.entries(on).map(titles))
        );
        assert!(added.headers(on).eq(table.headers(on)));
    }

    // A file that takes its own place changes nothing.
    let again = CodeTable::from_release(last.replacing()).unwrap();
    for on in days(CodeTable::embedded()) {
        assert!(again.entries(on).eq(icd10pcs::entries(on)), "{on}");
        assert!(
            again
                .entries(on)
                .map(titles)
                .eq(icd10pcs::entries(on).map(titles))
        );
        assert!(again.headers(on).eq(icd10pcs::headers(on)));
    }
}

type Rows = BTreeMap<String, (bool, String, String)>;

/// The rows of an edition, as the embedded table has them.
fn rows(on: NaiveDate) -> Rows {
    let mut rows = Rows::new();
    for header in icd10pcs::headers(on) {
        let titles = header.title().zip(header.short_title());
        let (long, short) = titles.map_or_else(
            || ("Invented".to_owned(), "Invented".to_owned()),
            |(long, short)| (long.to_string(), short.to_string()),
        );
        rows.insert(header.prefix().to_string(), (false, short, long));
    }
    for entry in icd10pcs::entries(on) {
        let (long, short) = titles(entry);
        let invented = || format!("Invented {}", entry.code());
        let row = (
            true,
            short.unwrap_or_else(invented),
            long.unwrap_or_else(invented),
        );
        rows.insert(entry.code().to_string(), row);
    }
    rows
}

fn file(rows: &Rows) -> Vec<u8> {
    release::file(rows.iter().map(|(code, (billable, short, long))| {
        (code.as_str(), *billable, short.as_str(), long.as_str())
    }))
}

/// An invented FY2027: what is held, with the titles of the codes of April 2026, a table more, and some codes less.
#[test]
fn an_invented_edition() {
    let april = day("2026-04-01");
    let mut rows = rows(april);
    let untitled: BTreeSet<Icd10Pcs> = icd10pcs::entries(april)
        .filter(|entry| entry.title().is_none())
        .map(|entry| entry.code())
        .collect();
    assert_eq!(untitled.len(), 80);
    rows.remove("0DTJ4ZZ").unwrap();
    let title = || "Invented".to_owned();
    rows.insert("ZZZ".into(), (false, title(), title()));
    rows.insert("ZZZ0ZZZ".into(), (true, title(), title()));
    let file = file(&rows);
    let start = day("2026-10-01");
    let table = CodeTable::from_release(Release::new("FY2027", start, &file)).unwrap();

    let message = |text, on| table.check(text, on).unwrap_err().to_string();
    let before = day("2026-09-30");
    assert_eq!(
        message("0DTJ4ZZ", start),
        "0DTJ4ZZ is no longer valid on 2026-10-01: its last day was 2026-09-30"
    );
    assert!(table.check("0DTJ4ZZ", before).is_ok());
    assert_eq!(
        message("0DTJ", start),
        "0DTJ is incomplete, a code has 7 characters: after 0DTJ comes 0, 4, 7 or 8"
    );
    assert_eq!(
        message("ZZZ0", before),
        "ZZZ0 is not yet valid on 2026-09-30: its first day is 2026-10-01, as a header"
    );
    let entry = table.check("ZZZ0ZZZ", start).unwrap();
    assert_eq!(
        entry.edition().map(|edition| edition.name()),
        Some("FY2027")
    );
    assert_eq!(entry.table().title().unwrap(), *"Invented");
    assert_eq!(table.covered_until(), day("2027-09-30"));
    let prefix = "ZZZ".parse().unwrap();
    assert!(table.header(prefix, start).is_some() && table.header(prefix, before).is_none());
    // What came without a title in April has one from that day.
    for code in untitled {
        let entry = table.entry(code, april).unwrap();
        assert_eq!(entry.since(), april);
        assert_eq!(entry.since_evidence(), Evidence::CodeEditor);
        assert_eq!(entry.title().unwrap(), *format!("Invented {code}"));
    }
    // The days before are as they were.
    for on in days(CodeTable::embedded()) {
        for (old, new) in icd10pcs::entries(on).zip(table.entries(on)) {
            assert_eq!((old.code(), old.since()), (new.code(), new.since()));
            assert_eq!(old.edition(), new.edition());
            assert!(old.title().is_none_or(|title| Some(title) == new.title()));
        }
        assert_eq!(table.entries(on).count(), icd10pcs::entries(on).count());
    }
    // The axes are those that were there, and say of which edition.
    let edition = table.tables().and_then(|tables| tables.edition());
    assert_eq!(edition.map(|edition| edition.name()), Some("FY2026"));
}

fn same_tables(one: Tables, other: Tables) {
    assert_eq!(one.all().count(), other.all().count());
    for (a, b) in one.all().zip(other.all()) {
        assert_eq!(
            (a.prefix(), a.values(), a.definition()),
            (b.prefix(), b.values(), b.definition())
        );
        assert_eq!(a.rows().count(), b.rows().count());
        for (a, b) in a.rows().zip(b.rows()) {
            for axis in 4..=7 {
                assert!(a.axis(axis).eq(b.axis(axis)));
            }
        }
    }
}

/// The tables of FY2026, read at run time.
#[test]
fn the_axes_of_an_edition() {
    let Some(folder) = him_testdata::folder("codes", "the_axes_of_an_edition") else {
        return;
    };
    let xml = him_testdata::xz(&folder.join("icd10pcs/icd10pcs_tables_2026.xml.xz")).unwrap();
    let files = release::procedure_order_files(&folder);
    let last = releases(&files)[10];
    let bare = CodeTable::from_releases(&[last]).unwrap();
    assert!(bare.tables().is_none());
    let table = bare.with_tables("FY2026", &xml).unwrap();
    let own = table.tables().unwrap();
    assert_eq!(own.edition().unwrap().standing(), Standing::Official);
    assert_eq!(format!("{own:?}"), "Tables(FY2026)");
    same_tables(own, Tables::embedded());
    for entry in table.entries(last.effective()).step_by(97) {
        assert_eq!(own.values(entry.code()), tables::values(entry.code()));
    }
    let appendix = "0DTJ".chars().try_fold(own.builder(), |b, c| b.choose(c));
    let values: String = appendix
        .unwrap()
        .values()
        .map(|value| value.character())
        .collect();
    assert_eq!(values, "0478");
    assert_ne!(own.builder(), tables::Builder::new());
    assert_eq!(
        appendix.unwrap().choose('3').unwrap_err().to_string(),
        "axis 5 takes 0, 4, 7 or 8 here"
    );

    // Tables of another edition make other codes.
    let wrong = CodeTable::embedded()
        .with_tables("FY2025", &xml)
        .unwrap_err();
    assert!(matches!(&wrong, ReleaseError::Tables(_)));
    assert_eq!(
        wrong.to_string(),
        "the tables of FY2025: 00H033J stands in one of these tables and the order file of FY2025, not in both"
    );
    let text = String::from_utf8(xml).unwrap();
    let broken = text.replacen("<title>Body Part</title>", "<title>Body Part", 1);
    let wrong = CodeTable::embedded().with_tables("FY2026", broken.as_bytes());
    let message = wrong.unwrap_err().to_string();
    let line = 1 + text
        .lines()
        .position(|line| line.trim() == "<title>Body Part</title>")
        .unwrap();
    assert_eq!(
        message,
        format!(
            "the tables of FY2026: line {line}: is not what comes here in a file of ICD-10-PCS tables"
        )
    );
}
