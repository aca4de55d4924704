//! Every code of ICD-10-CM and of ICD-9-CM against the published definitions, read here by a small interpreter of their
//! patterns on dotted codes, which shares nothing with the generator.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use him_codes::icd10cm::{self, gems};
use him_codes::{Icd9Cm, Icd10Cm};
use him_risk::comorbidity::{Index, Scheme, Weights};

const FILES: [(Scheme, &str, &str); 4] = [
    (Scheme::CharlsonDeyo1992, "deyo1992.txt", "deyo1992"),
    (Scheme::CharlsonQuan2005, "quan2005.txt", "quan2005"),
    (Scheme::CharlsonGlasheen2019, "cdmf2019.txt", "cdmf2019"),
    (
        Scheme::ElixhauserQuan2005,
        "elixhauser_quan2005_regex.txt",
        "quan2005",
    ),
];

/// Condition, revision, pattern.
type Row = (String, u8, String);

fn rows(path: &Path, method: &str) -> Vec<Row> {
    let text = fs::read_to_string(path).unwrap();
    let mut rows = Vec::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        // Column `dx` is 0 for a procedure.
        if let [condition, revision @ ("9" | "10"), "1", of, pattern] = cells[..]
            && of == method
        {
            rows.push((
                condition.to_owned(),
                revision.parse().unwrap(),
                pattern.to_owned(),
            ));
        }
    }
    rows
}

/// Whether a regular expression of the kind that the files have matches at the start of the text.
fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.trim_start_matches('^').chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    while p < pattern.len() {
        if pattern[p] == '$' {
            return t == text.len();
        }
        let Some(c) = text.get(t) else { return false };
        match pattern[p] {
            '\\' => {
                p += 1;
                if pattern[p] != *c {
                    return false;
                }
            }
            '.' => {}
            '[' => {
                let end = p + pattern[p..].iter().position(|c| *c == ']').unwrap();
                let class = &pattern[p + 1..end];
                let mut inside = false;
                let mut i = 0;
                while i < class.len() {
                    if i + 2 < class.len() && class[i + 1] == '-' {
                        inside |= class[i] <= *c && *c <= class[i + 2];
                        i += 3;
                    } else {
                        inside |= class[i] == *c;
                        i += 1;
                    }
                }
                if !inside {
                    return false;
                }
                p = end;
            }
            literal => {
                if literal != *c {
                    return false;
                }
            }
        }
        p += 1;
        t += 1;
    }
    true
}

/// Not in the file: Quan's table 2, from memory.
const DEPRESSION: [&str; 6] = [
    "^F20\\.4",
    "^F31\\.[3-5]",
    "^F3[2,3]",
    "^F34\\.1",
    "^F41\\.2",
    "^F43\\.2",
];

fn expected(rows: &[Row], revision: u8, dotted: &str) -> BTreeSet<String> {
    rows.iter()
        .filter(|(_, of, pattern)| *of == revision && matches(pattern, dotted))
        .map(|(condition, ..)| condition.clone())
        .collect()
}

fn all_icd10cm() -> Vec<Icd10Cm> {
    let mut all: Vec<Icd10Cm> = (0..icd10cm::ordinals())
        .filter_map(Icd10Cm::from_ordinal)
        .collect();
    // Of the international ICD-10, not in ICD-10-CM.
    let others = [
        "I64", "C97", "F00.0", "F05.1", "B21.0", "K73", "I71", "V12.61", "Z94",
    ];
    all.extend(others.iter().map(|code| code.parse::<Icd10Cm>().unwrap()));
    all
}

#[test]
fn every_code_falls_where_the_definitions_put_it() {
    let Some(folder) =
        him_testdata::folder("codes", "every_code_falls_where_the_definitions_put_it")
    else {
        return;
    };
    let codes = all_icd10cm();
    assert!(codes.len() > 90_000);
    let old: Vec<Icd9Cm> = gems::icd9_codes().collect();
    assert!(old.len() > 14_000);
    for (scheme, file, method) in FILES {
        let mut rows = rows(&folder.join("risk/charlson").join(file), method);
        assert!(rows.len() > 30, "{file}");
        if scheme == Scheme::ElixhauserQuan2005 {
            let depression = |(condition, of, _): &Row| condition == "DEPRESS" && *of == 10;
            assert!(!rows.iter().any(depression), "the file has them now");
            let row = |pattern: &&str| ("DEPRESS".to_owned(), 10, (*pattern).to_owned());
            rows.extend(DEPRESSION.iter().map(row));
        }
        let conditions: BTreeSet<&str> = rows
            .iter()
            .map(|(condition, ..)| condition.as_str())
            .collect();
        let known: Vec<&str> = scheme
            .conditions()
            .map(|condition| condition.code())
            .collect();
        assert_eq!(known, conditions.into_iter().collect::<Vec<_>>());
        let mut found = 0;
        for code in &codes {
            let own: BTreeSet<String> = scheme
                .of(*code)
                .iter()
                .map(|c| c.code().to_owned())
                .collect();
            found += own.len();
            assert_eq!(
                own,
                expected(&rows, 10, &code.to_string()),
                "{scheme:?} {code}"
            );
        }
        for code in &old {
            let own: BTreeSet<String> = scheme
                .of(*code)
                .iter()
                .map(|c| c.code().to_owned())
                .collect();
            found += own.len();
            assert_eq!(
                own,
                expected(&rows, 9, &code.to_string()),
                "{scheme:?} {code}"
            );
        }
        assert!(found > 500, "{scheme:?} {found}");
    }
}

#[test]
fn weights_are_those_of_the_table() {
    let Some(folder) = him_testdata::folder("codes", "weights_are_those_of_the_table") else {
        return;
    };
    let text = fs::read_to_string(folder.join("risk/charlson/charlson.txt")).unwrap();
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    for (scheme, weights, column) in [
        (Scheme::CharlsonDeyo1992, Weights::Charlson, "deyo1992"),
        (Scheme::CharlsonQuan2005, Weights::Charlson, "quan2005"),
        (Scheme::CharlsonQuan2005, Weights::Quan2011, "quan2011"),
        (
            Scheme::CharlsonGlasheen2019,
            Weights::Glasheen2019,
            "cdmf2019",
        ),
    ] {
        let place = lines[0].iter().position(|name| *name == column).unwrap();
        let table: BTreeMap<&str, i32> = lines[1..]
            .iter()
            .filter_map(|line| Some((line[1], line[place].parse().ok()?)))
            .collect();
        let index = Index::try_new(scheme, weights).unwrap();
        let own: BTreeMap<&str, i32> = scheme
            .conditions()
            .map(|condition| (condition.code(), index.points_of(condition)))
            .collect();
        assert_eq!(own, table, "{column}");
    }
    assert_eq!(
        Index::try_new(Scheme::CharlsonDeyo1992, Weights::Quan2011),
        None
    );
    assert_eq!(
        Index::try_new(Scheme::ElixhauserQuan2005, Weights::Charlson),
        None
    );
}

/// van Walraven 2009, table 2, as commonly reprinted: hypertension, diabetes, hypothyroidism, ulcer, AIDS, rheumatoid arthritis,
/// alcohol abuse and psychoses count nothing.
#[test]
fn van_walraven_weighs_21_conditions() {
    let index = Index::ELIXHAUSER_VAN_WALRAVEN;
    let points: Vec<i32> = Scheme::ElixhauserQuan2005
        .conditions()
        .map(|condition| index.points_of(condition))
        .collect();
    assert_eq!(points.iter().filter(|points| **points != 0).count(), 21);
    assert_eq!(
        points.iter().filter(|points| **points > 0).sum::<i32>(),
        100 - 11
    );
    assert_eq!(
        points.iter().filter(|points| **points < 0).sum::<i32>(),
        -19
    );
    assert!(index.weights().is_from_memory());
}
