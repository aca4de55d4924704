//! The general equivalence mappings against the files of CMS, both ways, whole.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path;

use him_codes::icd10cm::gems::{self, Mapping};
use him_codes::{Icd9Cm, Icd10Cm};

/// By code, the targets and flags in the order of the file, undotted and in upper case.
fn file(folder: &Path, name: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let bytes = him_testdata::xz(&folder.join(format!("crosswalks/{name}.txt.xz"))).unwrap();
    let mut lines: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for line in String::from_utf8(bytes).unwrap().lines() {
        let [source, target, flags] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let target = if target == "NoDx" {
            target.to_owned()
        } else {
            target.to_uppercase()
        };
        lines
            .entry(source.to_owned())
            .or_default()
            .push((target, flags.to_owned()));
    }
    lines
}

fn undotted(code: impl Display) -> String {
    code.to_string().replace('.', "")
}

fn lines<T: Display + Copy>(mapping: Mapping<T>) -> Vec<(String, String)> {
    let line = |line: gems::Line<T>| {
        let target = line.target().map_or_else(|| "NoDx".to_owned(), undotted);
        (target, line.flags().to_string())
    };
    mapping.lines().map(line).collect()
}

/// What the rules make of a code's lines: each line outside of combinations alone, and of each scenario the product of its
/// choice lists.
fn expected(lines: &[(String, String)]) -> Vec<Vec<String>> {
    let mut alternatives = Vec::new();
    let mut scenarios: BTreeMap<char, BTreeMap<char, Vec<String>>> = BTreeMap::new();
    for (target, flags) in lines {
        let flags: Vec<char> = flags.chars().collect();
        match (flags[1], flags[2]) {
            ('1', _) => {}
            (_, '0') => alternatives.push(vec![target.clone()]),
            _ => {
                let lists = scenarios.entry(flags[3]).or_default();
                lists.entry(flags[4]).or_default().push(target.clone());
            }
        }
    }
    for lists in scenarios.values() {
        let mut product: Vec<Vec<String>> = vec![Vec::new()];
        for list in lists.values() {
            product = product
                .iter()
                .flat_map(|head| {
                    list.iter().map(|code| {
                        let mut whole = head.clone();
                        whole.push(code.clone());
                        whole
                    })
                })
                .collect();
        }
        alternatives.append(&mut product);
    }
    alternatives
}

fn alternatives<T: Display + Copy>(mapping: Mapping<T>) -> Vec<Vec<String>> {
    let codes = mapping.alternatives();
    codes.map(|codes| codes.map(undotted).collect()).collect()
}

#[test]
fn every_line_forward() {
    let Some(folder) = him_testdata::folder("codes", "icd10cm_gems every_line_forward") else {
        return;
    };
    let file = file(&folder, "2018_I9gem");
    assert_eq!(file.len(), 14_567);
    assert_eq!(file.values().map(Vec::len).sum::<usize>(), 24_860);
    for (code, own) in &file {
        let icd9: Icd9Cm = code.parse().unwrap();
        assert_eq!(&undotted(icd9), code);
        let mapping = gems::forward(icd9).unwrap();
        assert_eq!(&lines(mapping), own, "{icd9}");
        assert_eq!(alternatives(mapping), expected(own), "{icd9}");
        assert_eq!(mapping.is_unmapped(), own[0].0 == "NoDx", "{icd9}");
        assert!(
            mapping
                .lines()
                .all(|line| line.flags().is_no_map() == line.target().is_none())
        );
    }
}

#[test]
fn every_line_backward() {
    let Some(folder) = him_testdata::folder("codes", "icd10cm_gems every_line_backward") else {
        return;
    };
    let file = file(&folder, "2018_I10gem");
    assert_eq!(file.len(), 71_704);
    assert_eq!(file.values().map(Vec::len).sum::<usize>(), 81_593);
    let day = gems::edition().unwrap().effective();
    for (code, own) in &file {
        let icd10: Icd10Cm = code.parse().unwrap();
        let mapping = gems::backward(icd10).unwrap();
        assert_eq!(&lines(mapping), own, "{icd10}");
        assert_eq!(alternatives(mapping), expected(own), "{icd10}");
        assert!(icd10.check(day).is_ok(), "{icd10}");
    }
    // Every other code of the edition has no line: headers.
    let mapped = him_codes::icd10cm::entries(day)
        .filter(|entry| gems::backward(entry.code()).is_some())
        .count();
    assert_eq!(mapped, file.len());
}

#[test]
fn the_codes_of_icd_9_cm() {
    let Some(folder) = him_testdata::folder("codes", "icd10cm_gems the_codes_of_icd_9_cm") else {
        return;
    };
    let forward = file(&folder, "2018_I9gem");
    let backward = file(&folder, "2018_I10gem");
    let mut codes: BTreeSet<String> = forward.keys().cloned().collect();
    codes.extend(backward.into_values().flatten().map(|(target, _)| target));
    codes.remove("NoDx");
    assert!(gems::icd9_codes().map(undotted).eq(codes.iter().cloned()));
    assert!(gems::icd9_codes().is_sorted());
    // What is a target one way has lines the other way.
    assert_eq!(codes.len(), forward.len());
}

#[test]
fn codes_that_are_not_mapped() {
    for text in ["A00", "M54.50", "Q99.99", "ZZZ.ZZZZ"] {
        assert!(gems::backward(text.parse().unwrap()).is_none(), "{text}");
    }
    for text in ["250", "999.99", "E99", "V99.99"] {
        let mapping = text.parse().ok().and_then(gems::forward);
        assert!(mapping.is_none(), "{text}");
    }
    let stroke_scale = gems::backward("R29.700".parse().unwrap()).unwrap();
    assert!(stroke_scale.is_unmapped());
    assert_eq!(stroke_scale.alternatives().count(), 0);
}

#[test]
fn scenarios() {
    // One code alone, and one scenario of a pair.
    let mapping = gems::backward("A18.14".parse().unwrap()).unwrap();
    let shown: Vec<(Option<u8>, bool, Vec<String>)> = mapping
        .alternatives()
        .map(|codes| {
            (
                codes.scenario(),
                codes.is_approximate(),
                codes.map(|code| code.to_string()).collect(),
            )
        })
        .collect();
    let owned = |codes: &[&str]| {
        codes
            .iter()
            .map(|code| (*code).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        shown,
        [
            (None, true, owned(&["016.50"])),
            (Some(1), true, owned(&["016.50", "601.4"]))
        ]
    );
    let exact = gems::forward("001.0".parse().unwrap()).unwrap();
    assert_eq!(
        exact
            .alternatives()
            .next()
            .map(|codes| codes.is_approximate()),
        Some(false)
    );
    assert_eq!(
        format!("{exact:?}"),
        "[Line { target: Some(Icd10Cm(A00.0)), flags: Flags(00000) }]"
    );
}

#[test]
fn nothing_is_allocated() {
    let mut count = 0;
    let counted = allocation_counter::measure(|| {
        for text in ["A18.01", "T36.0X1A", "F45.8", "E11.9"] {
            let mapping = gems::backward(text.parse().unwrap()).unwrap();
            count += mapping.alternatives().flatten().count();
        }
        for text in ["250.10", "V54.12", "995.29", "E813.0"] {
            let mapping = gems::forward(text.parse().unwrap()).unwrap();
            count += mapping.alternatives().flatten().count() + mapping.lines().len();
        }
    });
    assert!(count > 500, "{count}");
    assert_eq!(counted.count_total, 0);
}
