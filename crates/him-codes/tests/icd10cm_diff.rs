//! What changes from edition to edition, against the order files and the published addenda, row by row.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

mod release;

use std::collections::{BTreeMap, BTreeSet};

use him_codes::icd10cm::{self, ChangeKind, State};
use him_codes::{Edition, icd10pcs};

fn edition(name: &str) -> Edition {
    let mut editions = icd10cm::editions();
    editions.find(|edition| edition.name() == name).unwrap()
}

/// Code, whether it is billable, short title, long title.
type Row = (String, bool, String, String);

#[derive(Debug, Default, PartialEq)]
struct Addenda {
    added: BTreeSet<Row>,
    deleted: BTreeSet<Row>,
    revised: BTreeSet<(Row, Row)>,
}

/// A code that becomes a header is a code deleted and a header added there.
#[test]
fn the_addenda_of_fy2027() {
    let Some(folder) = him_testdata::folder("codes", "the_addenda_of_fy2027") else {
        return;
    };
    let text =
        std::fs::read_to_string(folder.join("icd10cm/icd10cm-order-addenda-2027.txt")).unwrap();
    let mut official = Addenda::default();
    let mut from = None;
    for line in text.lines() {
        let Some((what, row)) = line.split_at_checked(13) else {
            continue;
        };
        let row = || {
            let cell = |range: std::ops::Range<usize>| row[range].trim_end().to_owned();
            (
                cell(2..10).trim().to_owned(),
                &row[..1] == "1",
                cell(10..70),
                row[71..].trim_end().to_owned(),
            )
        };
        match what.trim() {
            "Add:" => assert!(official.added.insert(row())),
            "Delete:" => assert!(official.deleted.insert(row())),
            "Revise from:" => from = Some(row()),
            "Revise to:" => assert!(official.revised.insert((from.take().unwrap(), row()))),
            _ => {}
        }
    }
    let valid = |rows: &BTreeSet<Row>| rows.iter().filter(|row| row.1).count();
    assert_eq!(
        (valid(&official.added), official.added.len()),
        (190, 190 + 63)
    );
    assert_eq!(
        (valid(&official.deleted), official.deleted.len()),
        (30, 30 + 6)
    );
    assert_eq!(official.revised.len(), 4);

    let mut found = Addenda::default();
    let row = |entry: icd10cm::Entry| {
        let (short, long) = (entry.short_title().to_string(), entry.title().to_string());
        (
            entry.code().undotted().to_string(),
            entry.state() == State::Billable,
            short,
            long,
        )
    };
    let mut demoted = 0;
    for change in icd10cm::diff(edition("FY2026"), edition("FY2027")) {
        let (before, after) = (change.before().map(row), change.after().map(row));
        match (change.kind(), before, after) {
            (ChangeKind::Retitled, Some(before), Some(after)) => {
                assert_eq!(change.short_title_changed(), before.2 != after.2);
                assert_eq!(change.long_title_changed(), before.3 != after.3);
                assert!(found.revised.insert((before, after)));
            }
            (kind, before, after) => {
                demoted += usize::from(kind == ChangeKind::Demoted);
                found.added.extend(after);
                found.deleted.extend(before);
            }
        }
    }
    assert_eq!(found, official);
    // 15 of the 30 deleted codes stay as headers.
    assert_eq!(demoted, 15);
}

#[test]
fn every_order_file_of_icd_10_cm() {
    let Some(folder) = him_testdata::folder("codes", "every_order_file_of_icd_10_cm") else {
        return;
    };
    let files = release::order_files(&folder);
    for (index, from) in files.iter().enumerate() {
        // Each with the next, and with the first and the last.
        for to in [files.get(index + 1), files.first(), files.last()]
            .into_iter()
            .flatten()
        {
            let expected = differences(from, to);
            let found: Vec<_> = icd10cm::diff_between(from.effective, to.effective)
                .map(|change| {
                    let code = change.code().undotted().to_string();
                    let titles = (change.long_title_changed(), change.short_title_changed());
                    (code, change.kind(), titles)
                })
                .collect();
            assert_eq!(found, expected, "{} to {}", from.effective, to.effective);
        }
    }
}

#[test]
fn every_order_file_of_icd_10_pcs() {
    let Some(folder) = him_testdata::folder("codes", "every_order_file_of_icd_10_pcs") else {
        return;
    };
    let files = release::procedure_order_files(&folder);
    // Two codes of April 2022 that the order file lacks, and the editor has.
    let published_later = ["XW023X7", "XW023Y7"];
    for pair in files.windows(2) {
        let [from, to] = pair else { panic!() };
        let mut expected = differences(from, to);
        let mut found: Vec<_> = icd10pcs::diff_between(from.effective, to.effective)
            .map(|change| {
                let code = change.prefix().to_string();
                let titles = (change.long_title_changed(), change.short_title_changed());
                assert_eq!(
                    change.code().is_some(),
                    change.after().or(change.before()).is_some()
                );
                assert_eq!(
                    change.code().is_none(),
                    change.table_after().or(change.table_before()).is_some()
                );
                (code, change.kind(), titles)
            })
            .collect();
        expected.retain(|row| !published_later.contains(&row.0.as_str()));
        found.retain(|row| !published_later.contains(&row.0.as_str()));
        assert_eq!(found, expected, "{} to {}", from.effective, to.effective);
    }
}

fn differences(
    from: &release::OrderFile,
    to: &release::OrderFile,
) -> Vec<(String, ChangeKind, (bool, bool))> {
    let by_code = |file: &release::OrderFile| -> BTreeMap<String, (bool, String, String)> {
        let row = |row: &release::Row| {
            (
                row.code.clone(),
                (row.billable, row.long.clone(), row.short.clone()),
            )
        };
        file.rows.iter().map(row).collect()
    };
    let (old, new) = (by_code(from), by_code(to));
    let codes: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut changes = Vec::new();
    for code in codes {
        let change = match (old.get(code), new.get(code)) {
            (None, _) => Some((ChangeKind::Added, (false, false))),
            (_, None) => Some((ChangeKind::Deleted, (false, false))),
            (Some(old), Some(new)) => {
                let titles = (old.1 != new.1, old.2 != new.2);
                let kind = match (old.0, new.0) {
                    (true, false) => ChangeKind::Demoted,
                    (false, true) => ChangeKind::Promoted,
                    _ => ChangeKind::Retitled,
                };
                let differs = kind != ChangeKind::Retitled || titles != (false, false);
                differs.then_some((kind, titles))
            }
        };
        changes.extend(change.map(|(kind, titles)| (code.clone(), kind, titles)));
    }
    changes
}

#[test]
fn there_and_back() {
    let (from, to) = (edition("FY2026"), edition("FY2027"));
    assert_eq!(icd10cm::diff(from, from).count(), 0);
    let there: Vec<_> = icd10cm::diff(from, to).collect();
    let back: Vec<_> = icd10cm::diff(to, from).collect();
    assert_eq!(there.len(), back.len());
    for (there, back) in there.iter().zip(&back) {
        let opposite = match there.kind() {
            ChangeKind::Added => ChangeKind::Deleted,
            ChangeKind::Deleted => ChangeKind::Added,
            ChangeKind::Demoted => ChangeKind::Promoted,
            ChangeKind::Promoted => ChangeKind::Demoted,
            other => other,
        };
        assert_eq!((there.code(), opposite), (back.code(), back.kind()));
        assert_eq!(
            (there.before(), there.after()),
            (back.after(), back.before())
        );
    }
}

#[test]
fn nothing_is_allocated() {
    let days = [edition("FY2020"), edition("FY2022")].map(Edition::effective);
    let mut count = 0;
    let counted = allocation_counter::measure(|| {
        count += icd10cm::diff_between(days[0], days[1]).count();
        count += icd10pcs::diff_between(days[0], days[1]).count();
    });
    assert!(count > 1000, "{count}");
    assert_eq!(counted.count_total, 0);
}
