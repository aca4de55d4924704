//! CCSR v2026.1 against AHRQ's files, both ways, whole.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::{BTreeMap, BTreeSet};

use him_codes::Icd10Cm;
use him_codes::icd10cm::ccsr::{self, Category, DefaultFor};

const END: &str = "End of Content";

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        record.iter().map(|cell| cell.trim().to_owned()).collect()
    });
    rows.skip(2)
        .take_while(|row: &Vec<String>| row[0] != END)
        .collect()
}

fn letter(default: DefaultFor) -> &'static str {
    match default {
        DefaultFor::Yes => "Y",
        DefaultFor::No => "N",
        DefaultFor::Unacceptable => "X",
    }
}

#[test]
fn every_row_both_ways() {
    let Some(folder) = him_testdata::folder("codes", "icd10cm_ccsr every_row_both_ways") else {
        return;
    };
    let bytes = him_testdata::xz(&folder.join("crosswalks/dxccsr-v2026-1-mapping.csv.xz")).unwrap();
    let rows = rows(&bytes);
    assert_eq!(rows.len(), 87_705);
    let mut expected: BTreeMap<Icd10Cm, Vec<Vec<String>>> = BTreeMap::new();
    let mut members: BTreeMap<String, BTreeSet<Icd10Cm>> = BTreeMap::new();
    for row in &rows {
        let code: Icd10Cm = row[0].parse().unwrap();
        let cells = expected.entry(code).or_default();
        cells.push(row[2..].to_vec());
        members.entry(row[2].clone()).or_default().insert(code);
    }
    assert_eq!((expected.len(), members.len()), (75_725, 553));
    for (code, rows) in &expected {
        let answer: Vec<Vec<String>> = ccsr::of(*code)
            .map(|assignment| {
                let category = assignment.category();
                let cells = [
                    category.code(),
                    category.title(),
                    letter(assignment.inpatient()),
                    letter(assignment.outpatient()),
                    assignment.rationale(),
                ];
                cells.map(str::to_owned).to_vec()
            })
            .collect();
        assert_eq!(&answer, rows, "{code}");
        // One default at most; none where the code is not acceptable.
        let default = |column: usize, none: &str| {
            let yes: Vec<&str> = rows
                .iter()
                .filter(|row| row[column] == "Y")
                .map(|row| row[0].as_str())
                .collect();
            assert!(yes.len() <= 1, "{code}");
            yes.first().copied().unwrap_or(none).to_owned()
        };
        let answers = ccsr::of(*code);
        let inpatient = answers.inpatient_default().map(Category::code);
        assert_eq!(inpatient, Some(default(2, "XXX000").as_str()), "{code}");
        let outpatient = answers.outpatient_default().map(Category::code);
        assert_eq!(outpatient, Some(default(3, "XXX111").as_str()), "{code}");
    }
    let mut all: Vec<Icd10Cm> = ccsr::codes().collect();
    all.sort_unstable();
    assert!(all.iter().eq(expected.keys()));
    for category in ccsr::categories() {
        let codes: Vec<Icd10Cm> = category.codes().collect();
        let set: BTreeSet<Icd10Cm> = codes.iter().copied().collect();
        assert_eq!(codes.len(), set.len(), "{category}");
        let own = members.remove(category.code()).unwrap_or_default();
        assert_eq!(set, own, "{category}");
    }
    assert!(members.is_empty(), "{members:?}");
    let of_no_edition: Vec<String> = ccsr::codes()
        .skip(75_719)
        .map(|code| code.to_string())
        .collect();
    assert_eq!(
        of_no_edition,
        [
            "T40.1X5A", "T40.1X5D", "T40.1X5S", "T40.8X5A", "T40.8X5D", "T40.8X5S"
        ]
    );
}

#[test]
fn every_category() {
    let Some(folder) = him_testdata::folder("codes", "icd10cm_ccsr every_category") else {
        return;
    };
    let file = folder.join("crosswalks/dxccsr-v2026-1-categories.csv");
    let rows = rows(&std::fs::read(file).unwrap());
    assert_eq!(rows.len(), 558);
    let codes: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert!(ccsr::categories().map(Category::code).eq(codes));
    let mut others = Vec::new();
    let mut empty = Vec::new();
    for row in &rows {
        let category: Category = row[0].to_lowercase().parse().unwrap();
        assert_eq!(category.to_string(), row[0]);
        if category.title() != row[1] {
            others.push((row[0].as_str(), row[1].as_str(), category.title()));
        }
        if category.codes().next().is_none() {
            empty.push(category.code());
        }
    }
    // The two files differ; the titles are those of the codes' list.
    let differing = [
        (
            "BLD007",
            "fluid and electrolyte disorders",
            "Diseases of white blood cells",
        ),
        (
            "INF012",
            "Coronavirus disease – 2019 (COVID-19)",
            "COVID-19",
        ),
    ];
    assert_eq!(others, differing);
    empty.sort_unstable();
    assert_eq!(empty, ["FAC021", "InvlDX", "NoDX1", "XXX000", "XXX111"]);
}

#[test]
fn headers_and_unknown_codes_have_no_category() {
    for text in ["A00", "S72.001", "E11.90", "ZZZ.ZZZZ", "C78.31"] {
        let answers = ccsr::of(text.parse().unwrap());
        assert_eq!(answers.len(), 0, "{text}");
        assert_eq!(answers.inpatient_default(), None, "{text}");
        assert_eq!(answers.outpatient_default(), None, "{text}");
    }
    let edition = ccsr::edition().unwrap();
    assert_eq!(edition.name(), "v2026.1");
    assert_eq!(edition.effective().to_string(), "2025-10-01");
}

#[test]
fn nothing_is_allocated() {
    let mut count = 0;
    let counted = allocation_counter::measure(|| {
        for text in ["A00.0", "T40.1X5A", "E11.9", "Z99.89"] {
            let answers = ccsr::of(text.parse().unwrap());
            count += answers.clone().count() + usize::from(answers.inpatient_default().is_some());
        }
        count += ccsr::categories()
            .map(|category| category.codes().count())
            .sum::<usize>();
    });
    assert!(count > 87_705, "{count}");
    assert_eq!(counted.count_total, 0);
}
