//! The tabular lists of ICD-10-CM against the official files, whole.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

#[path = "release/tabular.rs"]
mod release;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use him_codes::Icd10Cm;
use him_codes::icd10cm::tabular::{self, NoteKind, Place, Position, Reference, TabularList};
use him_codes::icd10cm::{self, State, entries};

use crate::release::Tabular;

const KINDS: [(&str, NoteKind); 11] = [
    ("includes", NoteKind::Includes),
    ("excludes1", NoteKind::Excludes1),
    ("excludes2", NoteKind::Excludes2),
    ("codeFirst", NoteKind::CodeFirst),
    ("useAdditionalCode", NoteKind::UseAdditionalCode),
    ("codeAlso", NoteKind::CodeAlso),
    ("notes", NoteKind::Note),
    ("inclusionTerm", NoteKind::InclusionTerm),
    ("sevenChrNote", NoteKind::SeventhNote),
    ("sevenChrDef", NoteKind::SeventhDefinition),
    ("sevenChrDef/note", NoteKind::SeventhTerm),
];

/// Of each list, in the order of the kinds above; counted in the files.
const COUNTS: [[usize; 11]; 2] = [
    [1015, 5441, 2253, 681, 1347, 352, 176, 11617, 507, 1787, 7],
    [1024, 5407, 2520, 809, 1485, 655, 180, 12574, 508, 1790, 8],
];

fn kind(element: &str) -> NoteKind {
    let found = KINDS.iter().find(|(name, _)| *name == element);
    found.unwrap_or_else(|| panic!("{element}")).1
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The files with their lists.
fn files(test: &str) -> Vec<(Tabular, TabularList)> {
    let Some(folder) = him_testdata::folder("codes", test) else {
        return Vec::new();
    };
    let files = Tabular::all(&folder);
    assert_eq!(files.len(), tabular::lists().len());
    files.into_iter().zip(tabular::lists()).collect()
}

#[test]
fn every_note_stands_where_the_file_has_it() {
    for ((file, list), counts) in files("every_note_stands_where_the_file_has_it")
        .into_iter()
        .zip(COUNTS)
    {
        let mut found: HashMap<NoteKind, usize> = HashMap::new();
        let mut seen = BTreeSet::new();
        for place in &file.places {
            let expected: Vec<_> = place
                .notes
                .iter()
                .map(|note| {
                    (
                        kind(&note.kind),
                        note.opens,
                        note.seventh,
                        note.text.clone(),
                    )
                })
                .collect();
            for (kind, ..) in &expected {
                *found.entry(*kind).or_default() += 1;
            }
            // A code that stands there; of a section without own ones a section below has it.
            let code: Icd10Cm = match place.element.as_str() {
                "diag" => place.name.parse().unwrap(),
                "section" => place.name[..3].parse().unwrap(),
                _ => {
                    let title = place.title.strip_suffix(')').unwrap();
                    title[title.rfind('(').unwrap() + 1..][..3].parse().unwrap()
                }
            };
            let stands_here = |own: Place| match own {
                Place::Chapter(chapter) => {
                    place.element == "chapter" && chapter.number().to_string() == place.name
                }
                Place::Section(section) => {
                    place.element == "section" && section.to_string() == place.name
                }
                Place::Code(own) => place.element == "diag" && own == code,
                _ => false,
            };
            let notes = list.notes(code).filter(|note| stands_here(note.place()));
            let notes: Vec<_> = notes
                .map(|note| {
                    assert_eq!(note.list(), list);
                    (
                        note.kind(),
                        note.opens_group(),
                        note.seventh(),
                        note.text().to_string(),
                    )
                })
                .collect();
            assert_eq!(notes, expected, "{} {}", place.element, place.name);
            if place.element == "diag" {
                let own: Vec<_> = list
                    .notes(code)
                    .own()
                    .map(|note| (note.kind(), note.to_string()))
                    .collect();
                let expected: Vec<_> = expected
                    .into_iter()
                    .map(|(kind, _, _, text)| (kind, text))
                    .collect();
                assert_eq!(own, expected, "{code}");
                seen.insert(code);
            }
        }
        for ((element, kind), count) in KINDS.iter().zip(counts) {
            assert_eq!(found.get(kind).copied(), Some(count), "{element}");
        }
        // And nothing more: no other code has own notes but those with a defined seventh character, which are their stem's.
        let (mut stems, mut others) = (0, 0);
        for entry in entries(file.first_day).filter(|entry| !seen.contains(&entry.code())) {
            let stem = entry.parent().unwrap().code();
            assert!(seen.contains(&stem), "{} {stem}", entry.code());
            assert!(entry.seventh().is_some(), "{}", entry.code());
            let texts = |notes: tabular::Notes| {
                notes
                    .map(|note| (note.place(), note.text()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(texts(entry.notes()), texts(list.notes(stem)));
            assert_eq!(texts(entry.notes().own()), texts(list.notes(stem).own()));
            stems += 1;
            others += usize::from(entry.notes().own().next().is_none());
        }
        assert!(stems > 50_000 && others > 0, "{stems} {others}");
    }
}

#[test]
fn notes_come_from_the_nearest_place_to_the_chapter() {
    for (file, list) in files("notes_come_from_the_nearest_place_to_the_chapter") {
        // Sections without own categories, with those that stand in them.
        let mut around: Vec<&str> = Vec::new();
        for place in file.of("diag").filter(|place| !place.notes.is_empty()) {
            let code: Icd10Cm = place.name.parse().unwrap();
            let mut expected = Vec::new();
            for above in place
                .within
                .iter()
                .rev()
                .map(|number| &file.places[*number])
            {
                if above.element == "section" {
                    around = vec![above.name.as_str()];
                    around.extend(umbrellas(&above.name));
                    for section in &around {
                        let section = file
                            .of("section")
                            .find(|own| own.name == **section)
                            .unwrap();
                        expected.extend(
                            section
                                .notes
                                .iter()
                                .map(|note| (section.name.clone(), note.text.clone())),
                        );
                    }
                } else {
                    let name = match above.element.as_str() {
                        "chapter" => format!("Chapter {}", above.name),
                        _ => above.name.clone(),
                    };
                    // The header of H54.512A is H54.511 in one file, but does not begin it.
                    if above.element == "diag" && !place.name.starts_with(&above.name) {
                        continue;
                    }
                    expected.extend(
                        above
                            .notes
                            .iter()
                            .map(|note| (name.clone(), note.text.clone())),
                    );
                }
            }
            let own = place
                .notes
                .iter()
                .map(|note| (place.name.clone(), note.text.clone()));
            let expected: Vec<_> = own.chain(expected).collect();
            let notes: Vec<_> = list
                .notes(code)
                .map(|note| (note.place().to_string(), note.to_string()))
                .collect();
            assert_eq!(notes, expected, "{code}");
        }
        assert!(!around.is_empty());
    }
}

/// The sections around a section, by hand from the printed list.
fn umbrellas(section: &str) -> Vec<&'static str> {
    let within = |range: &str| {
        let (first, last) = range.split_once('-').unwrap();
        let (own_first, own_last) = section.split_once('-').unwrap_or((section, section));
        section != range && first <= own_first && own_last <= last
    };
    let all = [
        "C00-C75", "C00-C96", "M00-M25", "M40-M54", "M60-M79", "M80-M94", "T20-T32", "T07-T88",
        "V00-V99", "W00-X58", "V00-X58", "Y62-Y84",
    ];
    all.into_iter().filter(|range| within(range)).collect()
}

#[test]
fn chapters_and_sections_are_those_of_the_file() {
    for (file, list) in files("chapters_and_sections_are_those_of_the_file") {
        let chapters: Vec<_> = list
            .chapters()
            .map(|own| {
                let (first, last) = own.range();
                (
                    own.number().to_string(),
                    format!("{} ({first}-{last})", own.title()),
                )
            })
            .collect();
        let expected: Vec<_> = file
            .of("chapter")
            .map(|own| (own.name.clone(), own.title.clone()))
            .collect();
        assert_eq!(chapters, expected);
        let sections: Vec<_> = list
            .sections()
            .map(|own| {
                assert!(own.chapter().sections().any(|section| section == own));
                (own.to_string(), format!("{} ({own})", own.title()))
            })
            .collect();
        let expected: Vec<_> = file
            .of("section")
            .map(|own| (own.name.clone(), own.title.clone()))
            .collect();
        assert_eq!(sections, expected);
        for section in list.sections() {
            let around: Vec<_> =
                std::iter::successors(section.parent(), |own| own.parent()).collect();
            let names: Vec<_> = around.iter().map(ToString::to_string).collect();
            assert_eq!(names, umbrellas(&section.to_string()), "{section}");
            assert!(
                around
                    .iter()
                    .all(|own| own.categories().count() >= section.categories().count())
            );
            if let Some(parent) = section.parent() {
                assert!(parent.sections().any(|own| own == section), "{section}");
            }
        }

        let categories: Vec<_> = file.of("diag").filter(|own| own.name.len() == 3).collect();
        let names: Vec<_> = list.categories().map(|own| own.to_string()).collect();
        assert_eq!(
            names,
            categories
                .iter()
                .map(|own| own.name.clone())
                .collect::<Vec<_>>()
        );
        let mut of_sections: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for category in categories {
            let [chapter, section] = category.within[..] else {
                panic!("{category:?}");
            };
            let (chapter, section) = (&file.places[chapter], &file.places[section]);
            let code: Icd10Cm = category.name.parse().unwrap();
            let own = list.section_of(code).unwrap();
            assert_eq!(
                (own.to_string(), own.chapter().number().to_string()),
                (section.name.clone(), chapter.name.clone())
            );
            assert!(own.contains(code) && own.chapter().contains(code));
            assert_eq!(list.chapter_of(code), Some(own.chapter()));
            let entry = code.entry(file.first_day).unwrap();
            assert_eq!(
                (entry.section(), entry.category()),
                (Some(own), Some(entry))
            );
            of_sections
                .entry(&section.name)
                .or_default()
                .push(category.name.clone());
        }
        for section in list.sections() {
            let own: Vec<_> = section.categories().map(|code| code.to_string()).collect();
            if let Some(expected) = of_sections.get(section.to_string().as_str()) {
                assert_eq!(&own, expected, "{section}");
            } else {
                let below: Vec<_> = section
                    .sections()
                    .flat_map(|own| own.categories())
                    .map(|code| code.to_string())
                    .collect();
                assert_eq!(own, below, "{section}");
            }
        }
        let of_chapters: usize = list.chapters().map(|own| own.categories().count()).sum();
        assert_eq!(of_chapters, list.categories().count());
    }
}

#[test]
fn siblings_share_their_parent_or_section() {
    let on = day("2026-05-01");
    let siblings = |text: &str| {
        let entry = text.parse::<Icd10Cm>().unwrap().entry(on).unwrap();
        entry
            .siblings()
            .map(|entry| entry.code().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(siblings("E11.21"), ["E11.22", "E11.29"]);
    assert_eq!(siblings("E11"), ["E08", "E09", "E10", "E13"]);
    assert_eq!(siblings("C43"), ["C4A", "C44"]);
    assert_eq!(siblings("Z68"), Vec::<String>::new());
    assert_eq!(
        siblings("O64.1XX0"),
        [
            "O64.1XX1", "O64.1XX2", "O64.1XX3", "O64.1XX4", "O64.1XX5", "O64.1XX9"
        ]
    );
    let mut checked = 0;
    for entry in entries(on)
        .filter(|entry| entry.parent().is_some())
        .step_by(97)
    {
        let children = entry.parent().unwrap().children().count();
        assert_eq!(entry.siblings().count() + 1, children, "{entry:?}");
        assert!(
            entry
                .siblings()
                .all(|other| other.parent() == entry.parent() && other != entry)
        );
        checked += 1;
    }
    assert!(checked > 900);
}

/// Every code with a seventh character of a definition has a title that ends with the meaning.
#[test]
fn seventh_characters_mean_what_the_titles_say() {
    let mut defined = 0;
    for entry in entries(day("2026-05-01")) {
        let Some(seventh) = entry.seventh() else {
            continue;
        };
        let title = entry.title().to_string().to_lowercase();
        let meaning = seventh.meaning().to_string().to_lowercase();
        assert!(title.ends_with(&meaning), "{title}: {meaning}");
        assert!(entry.code().to_string().ends_with(seventh.character()));
        defined += 1;
    }
    assert_eq!(defined, 51_305);
}

/// What a note's parentheses say when they hold nothing but codes and ranges.
#[test]
fn plain_parentheses_are_read_as_they_stand() {
    let mut read = 0;
    for (file, list) in files("plain_parentheses_are_read_as_they_stand") {
        for place in file.of("diag").filter(|place| !place.notes.is_empty()) {
            let code: Icd10Cm = place.name.parse().unwrap();
            for note in list
                .notes(code)
                .filter(|note| note.place() == Place::Code(code))
            {
                let text = note.to_string();
                let Some(expected) = plain_references(&text) else {
                    continue;
                };
                let references: Vec<_> = note.references().map(|own| own.to_string()).collect();
                assert_eq!(references, expected, "{place:?}");
                read += expected.len();
            }
        }
    }
    assert!(read == 0 || read > 18_000, "{read}");
}

/// None where a parenthesis with a code is something else than codes and ranges with commas between them.
fn plain_references(text: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('(') {
        let (inside, _) = text[at + 1..].split_once(')')?;
        let digit = inside.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        if !(digit && inside.starts_with(|c: char| c.is_ascii_uppercase())) {
            if inside.contains(|c: char| c.is_ascii_digit()) {
                return None;
            }
            continue;
        }
        for item in inside.split(", ") {
            let ends = match item.strip_suffix('-').unwrap_or(item).split_once('-') {
                Some((from, through)) => vec![from, through],
                None => vec![item],
            };
            let ends: Option<Vec<Icd10Cm>> = ends
                .iter()
                .map(|end| {
                    let end = end.trim_end_matches('-').trim_end_matches('.');
                    end.parse()
                        .ok()
                        .filter(|code: &Icd10Cm| code.to_string() == end)
                })
                .collect();
            let ends: Vec<_> = ends?.iter().map(ToString::to_string).collect();
            // A range that ends before it begins is a misprint.
            if ends.first() > ends.last() {
                return None;
            }
            found.push(ends.join("-"));
        }
    }
    // Ends that are alike are one code.
    Some(found).filter(|found| !found.is_empty())
}

/// Codes in the order of the file, each with its place there, and the place after all below it.
fn places(file: &Tabular) -> HashMap<Icd10Cm, (usize, usize)> {
    let codes: Vec<Icd10Cm> = file
        .of("diag")
        .map(|own| own.name.parse().unwrap())
        .collect();
    let mut places = HashMap::new();
    for (place, code) in codes.iter().enumerate() {
        let undotted = code.undotted();
        let below = |own: &&Icd10Cm| own.undotted().as_str().starts_with(undotted.as_str());
        let end = place + codes[place..].iter().take_while(below).count();
        places.insert(*code, (place, end));
    }
    places
}

#[test]
fn ranges_go_by_the_order_of_the_list() {
    let mut compared = 0;
    for (file, list) in files("ranges_go_by_the_order_of_the_list") {
        let places = places(&file);
        let mut ranges: BTreeMap<String, Reference> = BTreeMap::new();
        for place in file.of("diag") {
            for note in list.notes(place.name.parse().unwrap()).own() {
                for reference in note.references().chain(note.mentions()) {
                    if reference.from() != reference.through() && reference.condition().is_none() {
                        ranges.insert(reference.to_string(), reference);
                    }
                }
            }
        }
        for reference in ranges.values() {
            let (Some((first, _)), Some((_, end))) = (
                places.get(&reference.from()),
                places.get(&reference.through()),
            ) else {
                continue;
            };
            for (code, (place, _)) in &places {
                let within = (first..end).contains(&place);
                assert_eq!(reference.contains(*code), within, "{reference} {code}");
            }
            compared += 1;
        }
    }
    assert!(compared == 0 || compared > 700, "{compared}");
}

/// The intent of a poisoning by its title, against the conditions on the fifth or sixth character.
#[test]
fn intents_are_those_of_the_titles() {
    let on = day("2026-05-01");
    let conditions: Vec<_> = entries(on)
        .flat_map(|entry| entry.notes().own())
        .flat_map(|note| note.references())
        .filter(|own| {
            own.condition()
                .is_some_and(|own| own.position() == Position::FifthOrSixth)
        })
        .collect();
    let with = |text: &str| {
        *conditions
            .iter()
            .find(|own| own.to_string() == text)
            .unwrap_or_else(|| panic!("{text}"))
    };
    let adverse = with("T36-T50 with fifth or sixth character 5");
    let poisoning = with("T36-T65 with fifth or sixth character 1, 2, 3 or 4");
    let mut counts = [0; 3];
    for entry in entries(on).filter(|entry| entry.state() == State::Billable) {
        let code = entry.code();
        let title = entry.title().to_string().to_lowercase();
        let drug = ("T36".parse().unwrap()..="T50".parse().unwrap()).contains(&code.category());
        let toxic = ("T36".parse().unwrap()..="T65".parse().unwrap()).contains(&code.category());
        let is_adverse = drug && title.starts_with("adverse effect");
        assert_eq!(adverse.contains(code), is_adverse, "{code} {title}");
        let underdosing = title.starts_with("underdosing");
        assert_eq!(
            poisoning.contains(code),
            toxic && !is_adverse && !underdosing,
            "{code} {title}"
        );
        counts[0] += usize::from(is_adverse);
        counts[1] += usize::from(poisoning.contains(code));
        counts[2] += usize::from(underdosing);
    }
    assert!(counts.iter().all(|count| *count > 500), "{counts:?}");
}

#[test]
fn a_list_answers_for_its_days_and_the_nearest_for_others() {
    let [old, new] = tabular::lists().collect::<Vec<_>>()[..] else {
        panic!("two lists");
    };
    for (on, list, in_force) in [
        ("2015-10-01", old, false),
        ("2020-10-01", old, false),
        ("2020-12-31", old, false),
        ("2021-01-01", old, true),
        ("2021-09-30", old, true),
        ("2021-10-01", old, false),
        ("2023-12-31", old, false),
        ("2024-01-01", new, false),
        ("2025-10-01", new, false),
        ("2026-03-31", new, false),
        ("2026-04-01", new, true),
        ("2026-09-30", new, true),
        ("2026-10-01", new, false),
        ("2030-01-01", new, false),
    ] {
        assert_eq!(tabular::list_on(day(on)), list, "{on}");
        assert_eq!(list.is_in_force(day(on)), in_force, "{on}");
        let other = if list == old { new } else { old };
        assert!(!other.is_in_force(day(on)));
    }
    // A code that came with FY2023, on a day that is nearer to the list of FY2021.
    let entry = icd10cm::check("F01.A0", day("2022-11-01")).unwrap();
    assert_eq!(entry.tabular_list(), new);
    let entry = icd10cm::check("F01.50", day("2022-11-01")).unwrap();
    assert_eq!(entry.tabular_list(), old);
    // One that was gone before FY2026.
    let entry = icd10cm::check("O35.0XX0", day("2021-10-01")).unwrap();
    assert_eq!(entry.tabular_list(), old);
    assert_eq!(
        entry.seventh().unwrap().to_string(),
        "0: not applicable or unspecified"
    );
    // Of FY2027, in no list: what stands above it.
    let new_codes =
        entries(day("2026-10-01")).filter(|entry| entry.code().entry(day("2026-09-30")).is_none());
    let mut count = 0;
    for entry in new_codes {
        assert_eq!(entry.tabular_list(), new);
        count += usize::from(entry.chapter().is_some());
        assert!(entry.notes().all(|note| note.list() == new));
    }
    assert!(count > 200, "{count}");
}

#[test]
fn every_code_of_every_day_has_its_chapter() {
    let mut without_section = BTreeSet::new();
    for edition in icd10cm::editions() {
        for entry in entries(edition.effective()) {
            let chapter = entry.chapter().unwrap();
            match entry.section() {
                Some(section) => {
                    assert!(chapter == section.chapter() && chapter.contains(entry.code()))
                }
                None => drop(
                    without_section.insert((entry.code().category().to_string(), chapter.number())),
                ),
            }
        }
    }
    // Categories of FY2027, whose tabular list is not held.
    let expected =
        [("J4B", 10), ("K6A", 11), ("QA1", 17)].map(|(code, chapter)| (code.to_owned(), chapter));
    assert_eq!(without_section, BTreeSet::from(expected));
}
