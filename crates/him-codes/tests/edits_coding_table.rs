//! The editor of coding over the whole table: every note, every side, every phase, every exempt code.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use him_codes::Icd10Cm;
use him_codes::edits::{
    Claim, CodingEditor, CodingRule, Diagnosis, Finding, Findings, Place, Rule,
};
use him_codes::icd10cm::tabular::NoteKind;
use him_codes::icd10cm::{self, Entry, State, poa};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Days on which a list is in force, and others.
const DAYS: [&str; 4] = ["2018-01-01", "2021-03-01", "2024-06-01", "2026-05-01"];

fn billable(on: NaiveDate) -> Vec<Entry> {
    icd10cm::entries(on)
        .filter(|entry| entry.state() == State::Billable)
        .collect()
}

struct Editor {
    on: NaiveDate,
    findings: Findings,
}

impl Editor {
    fn new(on: NaiveDate) -> Editor {
        Editor {
            on,
            findings: Findings::new(),
        }
    }

    fn edit(&mut self, codes: &[(Icd10Cm, &str)]) -> &[Finding] {
        let texts: Vec<_> = codes
            .iter()
            .map(|(code, poa)| (code.undotted(), poa))
            .collect();
        let diagnoses: Vec<Diagnosis<'_>> = texts
            .iter()
            .map(|(code, poa)| Diagnosis::new(code.as_str(), poa))
            .collect();
        let mut claim = Claim::default();
        claim.discharge = Some(self.on);
        claim.diagnoses = &diagnoses;
        CodingEditor::new().edit(&claim, &mut self.findings);
        self.findings.all()
    }

    /// The findings of a rule, each as its places.
    fn found(&mut self, rule: CodingRule, codes: &[Icd10Cm]) -> Vec<Vec<u32>> {
        let codes: Vec<(Icd10Cm, &str)> = codes.iter().map(|code| (*code, "Y")).collect();
        let own = self.edit(&codes).iter();
        own.filter(|finding| finding.rule() == Rule::Coding(rule))
            .map(positions)
            .collect()
    }
}

fn positions(finding: &Finding) -> Vec<u32> {
    let own = [finding.place()].into_iter();
    own.chain(finding.others().map(|(place, _)| place))
        .map(|place| match place {
            Place::Diagnosis(index) => index,
            _ => u32::MAX,
        })
        .collect()
}

/// Of each note up to two codes for which it holds, with up to two that each of its references covers.
fn each_note(
    on: NaiveDate,
    kind: NoteKind,
    mut look: impl FnMut(Entry, &him_codes::icd10cm::tabular::Note, Entry),
) {
    let mut seen: HashMap<(String, String), usize> = HashMap::new();
    for entry in billable(on) {
        for note in entry.notes().of(kind) {
            let times = seen
                .entry((note.place().to_string(), note.to_string()))
                .or_default();
            *times += 1;
            if *times > 2 {
                continue;
            }
            for reference in note.references() {
                let covered = reference.entries(on).filter(|other| {
                    other.state() == State::Billable && other.code() != entry.code()
                });
                for other in covered.step_by(7).take(2) {
                    look(entry, &note, other);
                }
            }
        }
    }
}

#[test]
fn every_excludes1_note_keeps_its_codes_apart() {
    for on in DAYS.map(day) {
        let mut editor = Editor::new(on);
        let mut asked = 0;
        each_note(on, NoteKind::Excludes1, |own, note, other| {
            for codes in [[own.code(), other.code()], [other.code(), own.code()]] {
                let found = editor.found(CodingRule::Excludes1, &codes);
                assert_eq!(found, [[0, 1]], "{codes:?} by {note:?} on {on}");
                let findings = editor.findings.all().iter();
                let mut own =
                    findings.filter(|it| it.rule() == Rule::Coding(CodingRule::Excludes1));
                let finding = own.next().unwrap();
                assert!(finding.notes().count() >= 1);
                assert!(
                    finding
                        .notes()
                        .all(|note| note.kind() == NoteKind::Excludes1)
                );
                // Each of the notes points to the other code.
                for note in finding.notes() {
                    assert!(codes.iter().any(|code| note.points_to(*code)), "{note:?}");
                }
                asked += 1;
            }
        });
        assert!(asked > 20_000, "{asked}");
    }
}

/// Whether a note of one code points to the other, by the notes as they are read.
fn excluded(one: &Entry, other: &Entry) -> bool {
    let points = |from: &Entry, to: &Entry| {
        let mut notes = from.notes().of(NoteKind::Excludes1);
        notes.any(|note| note.points_to(to.code()))
    };
    points(one, other) || points(other, one)
}

#[test]
fn pairs_conflict_where_a_note_says_so_and_nowhere_else() {
    for on in DAYS.map(day) {
        let all = billable(on);
        let mut editor = Editor::new(on);
        let (mut apart, mut conflicting) = (0, 0);
        // Neighbours, and codes from everywhere.
        for step in [1, 2, 5, 17, 101, 1_009, 10_007, 33_331] {
            for first in (0..all.len()).step_by(19) {
                let (one, other) = (&all[first], &all[(first + step) % all.len()]);
                let found = editor.found(CodingRule::Excludes1, &[one.code(), other.code()]);
                let expected = excluded(one, other);
                assert_eq!(!found.is_empty(), expected, "{one:?} {other:?}");
                if expected {
                    conflicting += 1;
                } else {
                    apart += 1;
                }
            }
        }
        assert!(apart > 20_000 && conflicting > 100, "{apart} {conflicting}");
    }
}

#[test]
fn every_code_first_note_asks_for_its_order() {
    for on in DAYS.map(day) {
        let mut editor = Editor::new(on);
        let mut asked = 0;
        each_note(on, NoteKind::CodeFirst, |own, note, other| {
            let (own, other) = (own.code(), other.code());
            let found = editor.found(CodingRule::CodeFirstOrder, &[own, other]);
            assert!(
                found.contains(&vec![0, 1]),
                "{own} {other} by {note:?}: {found:?}"
            );
            let found = editor.found(CodingRule::CodeFirstOrder, &[other, own]);
            assert!(
                !found.contains(&vec![1, 0]),
                "{other} {own} by {note:?}: {found:?}"
            );
            asked += 1;
        });
        assert!(asked > 1_000, "{asked}");
    }
}

#[test]
fn every_manifestation_asks_for_what_it_comes_from() {
    let on = day("2026-05-01");
    let mut editor = Editor::new(on);
    let mut asked = 0;
    for entry in billable(on) {
        let title = entry.title().to_string();
        let mut notes = entry.notes().of(NoteKind::CodeFirst);
        if !title.contains("in diseases classified elsewhere") || notes.next().is_none() {
            continue;
        }
        let found = editor.found(CodingRule::CodeFirstMissing, &[entry.code()]);
        assert_eq!(found, [[0]], "{entry:?}");
        asked += 1;
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn every_use_additional_note_is_a_hint_until_its_code_is_there() {
    for on in DAYS.map(day) {
        let mut editor = Editor::new(on);
        let mut asked = 0;
        each_note(on, NoteKind::UseAdditionalCode, |own, note, other| {
            let of_note = |editor: &mut Editor, codes: &[Icd10Cm]| {
                editor.found(CodingRule::UseAdditional, codes);
                let findings = editor.findings.all().iter();
                let hints =
                    findings.filter(|it| it.rule() == Rule::Coding(CodingRule::UseAdditional));
                // A hint cites the heading of the note's element.
                hints
                    .filter(|hint| hint.notes().any(|heading| heading.place() == note.place()))
                    .filter(|hint| hint.place() == Place::Diagnosis(0))
                    .count()
            };
            let before = of_note(&mut editor, &[own.code()]);
            let after = of_note(&mut editor, &[own.code(), other.code()]);
            assert!(before >= 1, "{own:?} {note:?}");
            assert!(after < before, "{own:?} {other:?} {note:?}");
            asked += 1;
        });
        assert!(asked > 2_000, "{asked}");
    }
}

fn titles(all: &[Entry]) -> BTreeMap<String, Icd10Cm> {
    all.iter()
        .map(|entry| (entry.title().to_string(), entry.code()))
        .collect()
}

/// By the titles themselves: the word of the side alone differs.
#[test]
fn every_side_of_a_condition() {
    for on in DAYS.map(day) {
        let all = billable(on);
        let titles = titles(&all);
        let mut editor = Editor::new(on);
        let (mut open, mut both, mut apart, mut renamed) = (0, 0, 0, 0);
        for (title, right) in &titles {
            // Numbers that have been given to other codes since, such as M92.51: the table goes by the last title.
            let last = right.entry(day("2026-10-01"));
            if last.is_some_and(|last| {
                last.state() == State::Header || last.title() != *title.as_str()
            }) {
                renamed += 1;
                continue;
            }
            let same_header = |other: &Icd10Cm| other.category() == right.category();
            let of = |side: &str| {
                titles
                    .get(&title.replace("right", side))
                    .filter(|it| same_header(it))
            };
            // `Homonymous bilateral field defects, right side` are of both eyes.
            if title.matches("right").count() != 1 || title.contains("bilateral") {
                continue;
            }
            if let Some(unspecified) = of("unspecified") {
                let found = editor.found(CodingRule::SideConflict, &[*right, *unspecified]);
                assert_eq!(found, [[1, 0]], "{title}");
                let found = editor.found(CodingRule::SideOpen, &[*unspecified]);
                assert_eq!(found, [[0]], "{title}");
                let found = editor.found(CodingRule::SideOpen, &[*right]);
                assert!(found.is_empty(), "{title}");
                open += 1;
            }
            if let Some(left) = of("left") {
                let found = editor.found(CodingRule::SideConflict, &[*right, *left]);
                assert!(found.is_empty(), "{title}");
                apart += 1;
            }
            let word = title.find("right ").map(|at| &title[at..]);
            let word = word.and_then(|rest| rest.split([',', ' ']).nth(1));
            let bilateral = word.map(|word| title.replace(&format!("right {word}"), "bilateral"));
            if let Some(bilateral) = bilateral
                .and_then(|title| titles.get(&title))
                .filter(|it| same_header(it))
            {
                let found = editor.found(CodingRule::SideConflict, &[*bilateral, *right]);
                assert_eq!(found, [[1, 0]], "{title}");
                if let Some(left) = of("left") {
                    let found = editor.found(CodingRule::SidesTogether, &[*right, *left]);
                    assert_eq!(found, [[1, 0]], "{title}");
                    let suggested = editor
                        .findings
                        .all()
                        .iter()
                        .find(|it| it.rule() == Rule::Coding(CodingRule::SidesTogether));
                    let suggested: Vec<String> = suggested
                        .unwrap()
                        .suggestions()
                        .map(|it| it.to_string())
                        .collect();
                    assert_eq!(suggested, [bilateral.undotted().to_string()], "{title}");
                }
                both += 1;
            }
        }
        assert!(
            open > 8_000 && both > 250 && apart > 10_000,
            "{open} {both} {apart}"
        );
        println!(
            "{on}: {open} open, {both} on both sides, {apart} on one, {renamed} renamed since"
        );
    }
}

#[test]
fn every_injury_has_one_phase() {
    for on in DAYS.map(day) {
        let mut editor = Editor::new(on);
        let mut stems: BTreeMap<String, Vec<(Icd10Cm, String)>> = BTreeMap::new();
        for entry in billable(on) {
            let text = entry.code().undotted().to_string();
            if text.len() == 7 {
                let title = entry.title().to_string();
                stems
                    .entry(text[..6].to_owned())
                    .or_default()
                    .push((entry.code(), title));
            }
        }
        let phase = |title: &str| {
            let phases = ["initial encounter", "subsequent encounter", "sequela"];
            phases
                .into_iter()
                .position(|phase| title.contains(&format!(", {phase}")))
        };
        let mut asked = 0;
        for codes in stems.values() {
            for pair in codes
                .windows(2)
                .chain([&[codes[0].clone(), codes[codes.len() - 1].clone()][..]])
            {
                let [(one, first), (other, second)] = pair else {
                    panic!()
                };
                let (Some(a), Some(b)) = (phase(first), phase(second)) else {
                    continue;
                };
                if one == other {
                    continue;
                }
                let late = (a == 2) != (b == 2);
                let rule = if late {
                    CodingRule::SequelaWithAcute
                } else {
                    CodingRule::PhaseConflict
                };
                let found = editor.found(rule, &[*one, *other]);
                assert_eq!(found.len(), 1, "{first} / {second}");
                asked += 1;
            }
        }
        assert!(asked > 20_000, "{asked}");
    }
}

#[test]
fn every_exempt_code_and_every_other() {
    let on = day("2026-05-01");
    let mut editor = Editor::new(on);
    let (mut exempt, mut others) = (0, 0);
    for entry in billable(on).into_iter().step_by(3) {
        let is_exempt = poa::is_exempt(entry.code(), on).is_exempt();
        let mut has = |indicator: &str, rule: CodingRule| {
            let findings = editor.edit(&[(entry.code(), indicator)]);
            findings.iter().any(|it| it.rule() == Rule::Coding(rule))
        };
        for indicator in ["Y", "N", "U", "W", "y"] {
            assert_eq!(
                has(indicator, CodingRule::PoaExempt),
                is_exempt,
                "{entry:?} {indicator}"
            );
            assert!(
                !has(indicator, CodingRule::PoaMissing) && !has(indicator, CodingRule::PoaInvalid)
            );
        }
        for indicator in ["", " "] {
            assert_eq!(
                has(indicator, CodingRule::PoaMissing),
                !is_exempt,
                "{entry:?}"
            );
        }
        // 1 was for exempt codes in the format before 5010.
        for indicator in ["1", "X", "E", "YY", "?"] {
            assert!(
                has(indicator, CodingRule::PoaInvalid),
                "{entry:?} {indicator}"
            );
        }
        if is_exempt { exempt += 1 } else { others += 1 }
    }
    assert!(exempt > 5_000 && others > 5_000, "{exempt} {others}");
}
