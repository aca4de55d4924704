//! Look-up by words: what clinicians and patients write, and what holds for any text.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use him_codes::icd10cm::search::{Match, Meaning};
use him_codes::icd10cm::{self, Hit, Query, Search, State};
use proptest::prelude::*;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 14).unwrap()
}

fn codes(hits: &[Hit]) -> Vec<String> {
    hits.iter().map(|hit| hit.code().to_string()).collect()
}

#[test]
fn vectors() {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(include_str!("vectors/icd10cm_search.csv").as_bytes());
    let mut search = Search::new();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let query = Query::new(&record[0], record[1].parse().unwrap());
        let found = codes(&search.find(&query));
        let within: usize = record[3].parse().unwrap();
        if !found.iter().take(within).any(|code| *code == record[2]) {
            wrong.push(format!("{record:?}: {found:?}"));
        }
        seen += 1;
    }
    assert!(
        wrong.is_empty(),
        "{} of {seen}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(seen > 250, "{seen}");
}

#[test]
fn a_hit_says_what_was_found_and_where() {
    let said = |query: &str| {
        let hits = icd10cm::search(query, day());
        let hit = hits[0];
        (
            hit.code().to_string(),
            hit.matched(),
            hit.text().to_string(),
            hit.edition(),
            hit.meaning(),
        )
    };
    let cases = [
        (
            "cholera eltor",
            "A00.1",
            Match::InclusionTerm,
            "Cholera eltor",
            "FY2026, April 2026 update",
            None,
        ),
        (
            "Chronic kidney disease, stage 3a",
            "N18.31",
            Match::Title,
            "Chronic kidney disease, stage 3a",
            "FY2026",
            None,
        ),
        (
            "aberrant artery subclavian",
            "Q27.8",
            Match::IndexEntry,
            "Aberrant (congenital), artery (peripheral), subclavian",
            "FY2017",
            None,
        ),
        (
            "abandonment with intent to injure or kill",
            "X58.XXXA",
            Match::ExternalCause,
            "Abandonment (causing exposure to weather conditions) (with intent to injure or kill) NEC",
            "FY2026",
            None,
        ),
        (
            "neoplasm abdomen wall connective tissue benign",
            "D21.4",
            Match::Neoplasm,
            "Neoplasm, neoplastic, abdomen, abdominal, wall, connective tissue, benign",
            "FY2026",
            None,
        ),
        (
            "absinthe poisoning",
            "T51.0X1A",
            Match::Drug,
            "Absinthe",
            "FY2026",
            None,
        ),
        (
            "E11.9",
            "E11.9",
            Match::Code,
            "Type 2 diabetes mellitus without complications",
            "FY2026",
            None,
        ),
        (
            "NSTEMI",
            "I21.4",
            Match::Title,
            "Non-ST elevation (NSTEMI) myocardial infarction",
            "FY2026",
            Some(Meaning::Abbreviation(
                "non st elevation myocardial infarction",
            )),
        ),
        (
            "pink eye",
            "H10.9",
            Match::Title,
            "Unspecified conjunctivitis",
            "FY2026",
            Some(Meaning::LayTerm("conjunctivitis")),
        ),
    ];
    for (query, code, matched, text, edition, meaning) in cases {
        let expected = (code.to_owned(), matched, text.to_owned(), edition, meaning);
        assert_eq!(said(query), expected, "{query}");
    }
}

#[test]
fn codes_are_those_of_the_day() {
    let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let first = |query, on| codes(&icd10cm::search(query, on))[0].clone();
    // Covid-19 has a code since April 2020.
    assert_eq!(first("covid-19", on(2020, 4, 1)), "U07.1");
    assert!(!codes(&icd10cm::search("covid-19", on(2020, 3, 31))).contains(&"U07.1".to_owned()));
    // A term of the index whose code became a header leads below it.
    assert_eq!(first("pain low back", on(2021, 9, 30)), "M54.5");
    assert_eq!(first("pain low back", on(2021, 10, 1)), "M54.50");
    // ICD-10-CM was not in force.
    assert_eq!(icd10cm::search("asthma", on(2015, 9, 30)), []);
    assert!(!icd10cm::search("asthma", on(2015, 10, 1)).is_empty());
}

#[test]
fn headers_where_they_are_asked_for() {
    let find = |query: Query<'_>| codes(&Search::new().find(&query));
    let text = "type 2 diabetes mellitus";
    assert_eq!(find(Query::new(text, day()))[0], "E11.9");
    let found = find(Query::new(text, day()).with_headers().with_limit(2));
    assert_eq!(found, ["E11", "E11.9"]);
    let found = find(Query::new("e11.6", day()).with_headers().with_limit(3));
    assert_eq!(found, ["E11.6", "E11.61", "E11.610"]);
    let found = find(Query::new("e11.6", day()).with_limit(2));
    assert_eq!(found, ["E11.610", "E11.618"]);
    assert!(find(Query::new(text, day()).with_limit(0)).is_empty());
    assert_eq!(
        find(Query::new("fracture", day()).with_limit(200)).len(),
        200
    );
}

/// Letter by letter, the code is there before the word is.
#[test]
fn while_typing() {
    for (typed, code) in [
        ("diab", "E11.9"),
        ("diabetes mel", "E11.9"),
        ("fx fem", "S72.90XA"),
        ("pneu", "J18.9"),
        ("acute ap", "K35.80"),
        ("hyperten", "I10"),
        ("heart att", "I21.9"),
        ("DM2 w", "E11.9"),
        ("oesophagi", "K20.90"),
        ("type 2 diabetes with ret", "E11.319"),
        ("m54.5", "M54.50"),
        ("left ankle spr", "S93.402A"),
    ] {
        let found = codes(&icd10cm::complete(typed, day()));
        assert!(
            found.iter().take(3).any(|own| own == code),
            "{typed}: {found:?}"
        );
    }
    for typed in ["a", "s", "fr", "x", "e", "e1", "é", "ph"] {
        assert!(!icd10cm::complete(typed, day()).is_empty(), "{typed}");
    }
}

#[test]
fn nothing_for_nothing() {
    for query in [
        "",
        " ",
        "...",
        "of the",
        "\u{0}",
        "日本語",
        "🩺",
        "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
    ] {
        assert_eq!(icd10cm::search(query, day()), [], "{query:?}");
    }
}

#[test]
fn long_queries_are_bounded() {
    let mut search = Search::new();
    for part in [
        "acute ",
        "a",
        "s72.001a ",
        "fracturre ",
        "w/o ",
        "x.",
        "e11.",
        "\u{301}",
        "é",
        "0",
        "- ",
    ] {
        let text = part.repeat(10_240 / part.len());
        for query in [
            Query::new(&text, day()),
            Query::new(&text, day()).while_typing(),
        ] {
            assert!(search.find(&query).len() <= 10);
        }
    }
}

/// What has to be so of any answer.
fn check(query: &Query<'_>, hits: &[Hit], on: NaiveDate, limit: usize, headers: bool) {
    assert!(hits.len() <= limit);
    assert!(
        hits.is_sorted_by(|a, b| a.score() >= b.score()),
        "{query:?}"
    );
    let distinct: BTreeSet<_> = hits.iter().map(Hit::code).collect();
    assert_eq!(distinct.len(), hits.len(), "{query:?}");
    for hit in hits {
        assert!((1..=1000).contains(&hit.score()));
        let entry = hit.code().entry(on).unwrap();
        assert_eq!(entry, hit.entry(), "{query:?}");
        assert!(headers || entry.state() == State::Billable, "{query:?}");
        assert!(!hit.text().to_string().is_empty() && !hit.edition().is_empty());
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..5500).prop_map(|days| NaiveDate::from_ymd_opt(2014, 1, 1).unwrap() + Days::new(days))
}

/// Words that titles have, in any order, whole or cut.
fn clinical_text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "left",
        "femur",
        "fracture",
        "diabetes",
        "type",
        "2",
        "II",
        "CKD",
        "fx",
        "w/o",
        "with",
        "unspecified",
        "pnuemonia",
        "e11",
        "S72.0",
        "heart",
        "attack",
        "oedema",
        "Alzheimer's",
        "initial",
        "poisoning",
        "aspirin",
        "neoplasm",
        "malignant",
        "colon",
        "history",
        "of",
        "h/o",
        "zzzz",
        "3a",
        "hemorage",
    ]);
    let cut =
        (word, 0usize..12).prop_map(|(word, cut)| word.chars().take(12 - cut).collect::<String>());
    prop::collection::vec(cut, 0..9).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_an_answer(
        text in prop_oneof![any::<String>(), "\\PC{0,40}", "[a-z]{1,20}( [a-z0-9.]{1,12}){0,4}", clinical_text()],
        on in any_day(),
        limit in 0usize..40,
        (headers, typing) in any::<(bool, bool)>(),
    ) {
        let mut query = Query::new(&text, on).with_limit(limit);
        if headers {
            query = query.with_headers();
        }
        if typing {
            query = query.while_typing();
        }
        let mut search = Search::new();
        let hits = search.find(&query);
        check(&query, &hits, on, limit, headers);
        // What was asked before leaves no trace.
        let _ = search.find(&Query::new("acute appendicitis", on));
        prop_assert_eq!(search.find(&query), hits);
    }
}
