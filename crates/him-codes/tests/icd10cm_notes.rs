//! Notes of ICD-10-CM and the codes that they refer to: the vectors, and properties over all of them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use him_codes::Icd10Cm;
use him_codes::icd10cm::tabular::{self, Note, NoteKind, Position, References};
use him_codes::icd10cm::{self, Entry, Invalid, State, entries};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> Icd10Cm {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

fn rows(file: &str) -> Vec<csv::StringRecord> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/");
    let mut reader = csv::Reader::from_path(folder.to_owned() + file).unwrap();
    reader.records().map(Result::unwrap).collect()
}

fn shown(references: References) -> String {
    let references: Vec<_> = references.map(|own| own.to_string()).collect();
    references.join("; ")
}

#[test]
fn notes_are_inherited_as_the_vectors_say() {
    let rows = rows("icd10cm_notes.csv");
    for row in &rows {
        let entry = code(&row[1]).entry(day(&row[0])).unwrap();
        let is_meant = |note: &Note| {
            let place = note.place().to_string();
            (note.kind().to_string().as_str(), place.as_str()) == (&row[2], &row[3])
                && note.text() == row[4]
        };
        let notes: Vec<_> = entry.notes().filter(is_meant).collect();
        let [note] = notes.as_slice() else {
            panic!("{row:?}: {notes:?}");
        };
        assert_eq!(entry.notes().of(note.kind()).filter(is_meant).count(), 1);
        assert_eq!(shown(note.references()), row[5], "{row:?}");
        if !row[6].is_empty() {
            assert!(note.points_to(code(&row[6])), "{row:?}");
        }
        assert!(entry.tabular_list().is_in_force(entry.on()));
    }
    assert!(rows.len() >= 50);
}

#[test]
fn references_are_read_as_the_vectors_say() {
    let rows = rows("icd10cm_references.csv");
    let mut wrong = Vec::new();
    for row in &rows {
        let list = tabular::list_on(day(&row[0]));
        assert!(list.is_in_force(day(&row[0])));
        // Of a section the notes of its first category.
        let at_place = |note: &Note| note.place().to_string() == row[1] && note.text() == row[2];
        let category = row[1].split('-').next().unwrap();
        let note = list.notes(code(category)).find(at_place);
        let note = note.unwrap_or_else(|| panic!("{row:?}"));
        let found = (shown(note.references()), shown(note.mentions()));
        if found != (row[3].to_owned(), row[4].to_owned()) {
            wrong.push(format!("{row:?}: {found:?}"));
        }
        for (codes, contained) in [(&row[5], true), (&row[6], false)] {
            let codes = codes
                .split_whitespace()
                .filter(|text| note.points_to(code(text)) != contained);
            wrong.extend(codes.map(|text| format!("{row:?}: {text}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(rows.len() >= 80);
}

/// Every note of a list, once.
fn all_notes(on: NaiveDate) -> Vec<Note> {
    let list = tabular::list_on(on);
    assert!(list.is_in_force(on));
    let outer = list.categories().flat_map(|category| list.notes(category));
    let mut seen = BTreeSet::new();
    let outer = outer.filter(|note| !matches!(note.place(), tabular::Place::Code(_)));
    let outer: Vec<_> = outer.collect();
    let outer = outer
        .into_iter()
        .filter(|note| seen.insert((note.place().to_string(), note.kind(), note.to_string())));
    let own = entries(on).flat_map(move |entry| {
        let is_here = move |note: &Note| note.place() == tabular::Place::Code(entry.code());
        list.notes(entry.code()).own().filter(is_here)
    });
    outer.chain(own).collect()
}

#[test]
fn what_a_reference_lists_is_what_it_contains() {
    let on = day("2026-05-01");
    let all: Vec<Entry> = entries(on).collect();
    let mut references = BTreeMap::new();
    for note in all_notes(on) {
        for reference in note.references().chain(note.mentions()) {
            references.insert(reference.to_string(), reference);
        }
    }
    assert!(references.len() > 6000, "{}", references.len());
    // All with a condition or a range, and some of the others.
    let plain = |text: &String| !text.contains(['-', ' ']);
    let (singles, others): (Vec<_>, Vec<_>) = references.iter().partition(|(text, _)| plain(text));
    let few = singles.into_iter().step_by(61);
    let mut conditions = 0;
    for (text, reference) in others.into_iter().step_by(3).chain(few) {
        let listed: Vec<_> = reference.entries(on).map(|entry| entry.code()).collect();
        let contained = all
            .iter()
            .map(Entry::code)
            .filter(|code| reference.contains(*code));
        assert_eq!(listed, contained.collect::<Vec<_>>(), "{text}");
        conditions += usize::from(reference.condition().is_some());
    }
    assert!(conditions > 10, "{conditions}");
}

/// The codes and ranges that cover nothing on the list's first day, all of them named in `unresolved.csv`.
#[test]
fn references_cover_codes() {
    for (on, expected) in [
        ("2021-01-01", &["B27 with .2", "V94.X"][..]),
        ("2026-04-01", &["G31.90"][..]),
    ] {
        let mut empty = BTreeSet::new();
        for note in all_notes(day(on)) {
            for reference in note.references().chain(note.mentions()) {
                if reference.entries(day(on)).next().is_none() {
                    empty.insert(reference.to_string());
                }
            }
        }
        assert_eq!(empty.into_iter().collect::<Vec<_>>(), expected, "{on}");
    }
}

#[test]
fn a_condition_prints_what_it_asks() {
    let on = day("2026-05-01");
    let mut conditions = BTreeMap::new();
    for note in all_notes(on) {
        for condition in note.references().filter_map(|own| own.condition()) {
            assert!(condition.values().all(|value| !value.is_empty()));
            conditions.insert(condition.to_string(), condition.position());
        }
    }
    for (text, position) in [
        ("with .51 or .52", Position::Fourth),
        ("with fifth character 2", Position::Fifth),
        ("with fifth to sixth characters 23", Position::Fifth),
        ("with sixth character 1, 2, 3 or 4", Position::Sixth),
        ("with seventh character B or C", Position::Seventh),
        ("with fifth or sixth character 5", Position::FifthOrSixth),
        ("with final character 6", Position::Final),
    ] {
        assert_eq!(
            conditions.get(text),
            Some(&position),
            "{text}: {conditions:?}"
        );
    }
}

#[test]
fn a_missing_seventh_character_is_explained() {
    let on = day("2026-05-01");
    let Err(Invalid::NeedsSeventh(needs)) = icd10cm::check("O64.1", on) else {
        panic!("needs a seventh character");
    };
    let sevenths: Vec<_> = needs.sevenths().map(|own| own.to_string()).collect();
    assert_eq!(
        sevenths,
        [
            "0: not applicable or unspecified",
            "1: fetus 1",
            "2: fetus 2",
            "3: fetus 3",
            "4: fetus 4",
            "5: fetus 5",
            "9: other fetus"
        ]
    );
    assert_eq!(needs.meaning('9').unwrap(), *"other fetus");
    assert!(needs.meaning('6').is_none());
    // The definition that stands nearest: torus fractures have fewer than the category.
    let Err(Invalid::NeedsSeventh(needs)) = icd10cm::check("S52.011", on) else {
        panic!("needs a seventh character");
    };
    let first = needs.sevenths().next().unwrap();
    assert_eq!(
        (first.note().place().to_string(), first.to_string()),
        (
            "S52.01".to_owned(),
            "A: initial encounter for closed fracture".to_owned()
        )
    );

    // Every allowed character of every day has a meaning.
    let (mut defined, mut listed) = (0, 0);
    for on in [
        "2015-10-01",
        "2019-01-01",
        "2021-01-01",
        "2024-01-01",
        "2026-05-01",
        "2026-10-01",
    ]
    .map(day)
    {
        for entry in entries(on)
            .filter(|entry| entry.state() == State::Header)
            .step_by(7)
        {
            let Err(Invalid::NeedsSeventh(needs)) = entry.code().check(on) else {
                continue;
            };
            let characters: Vec<_> = needs.sevenths().map(|own| own.character()).collect();
            if characters.is_empty() {
                // The list has the codes themselves: C44.1121.
                assert!(
                    needs.billable().all(|entry| entry.seventh().is_none()),
                    "{needs} on {on}"
                );
                listed += 1;
            } else {
                assert_eq!(
                    characters,
                    needs.allowed().into_iter().collect::<Vec<_>>(),
                    "{needs} on {on}"
                );
                defined += 1;
            }
        }
    }
    assert!(defined > 5_000 && listed < 60, "{defined} {listed}");
}

#[test]
fn nothing_is_allocated() {
    let codes = [
        "K70.30", "E11.9", "S72.001A", "T36.0X5A", "V43.52XA", "O99.810", "C44.1021", "K6A.01",
        "Z68.1",
    ]
    .map(code);
    let days = ["2016-01-01", "2021-02-01", "2026-05-01", "2026-10-01"].map(day);
    let other = code("T38.815A");
    let mut found = 0;
    let counted = allocation_counter::measure(|| {
        for entry in days
            .iter()
            .flat_map(|on| codes.iter().filter_map(|code| code.entry(*on)))
        {
            found += entry.ancestors().count() + entry.siblings().count();
            found += entry.section().map_or(0, |section| {
                section.categories().count() + section.title().len()
            });
            found += entry
                .chapter()
                .map_or(0, |chapter| chapter.sections().count());
            for note in entry.notes() {
                found += note.text().pieces().count()
                    + note.references().count()
                    + note.mentions().count();
                found += usize::from(note.points_to(other));
            }
            found += entry.notes().of(NoteKind::Excludes1).count();
            found += usize::from(entry.seventh().is_some());
            let references = entry
                .notes()
                .of(NoteKind::Excludes2)
                .flat_map(|note| note.references());
            found += references
                .take(3)
                .map(|own| own.entries(entry.on()).take(50).count())
                .sum::<usize>();
        }
    });
    assert!(found > 5_000, "{found}");
    assert_eq!(counted.count_total, 0);
}

/// Any text that has the form of a code has an answer.
#[test]
fn codes_that_do_not_exist_have_the_notes_above_them() {
    let list = tabular::lists().next_back().unwrap();
    let texts = |notes: tabular::Notes| notes.map(|note| note.text()).collect::<Vec<_>>();
    assert_eq!(
        texts(list.notes(code("E11.9ZZ"))),
        texts(list.notes(code("E11.9")))
    );
    assert_eq!(list.notes(code("E11.9ZZ")).own().count(), 0);
    assert_eq!(
        texts(list.notes(code("S09.0XX")).own()),
        texts(list.notes(code("S09.0")).own())
    );
    assert!(list.notes(code("A01ZZZZ")).next().is_some());
    let chapter = list.notes(code("ZZ9")).map(|note| note.place().to_string());
    assert_eq!(
        chapter.collect::<BTreeSet<_>>(),
        BTreeSet::from(["Chapter 21".to_owned()])
    );
    assert_eq!(
        list.chapter_of(code("ZZ9")).map(|chapter| chapter.number()),
        Some(21)
    );
}
