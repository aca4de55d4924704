//! Scores of patients, one by one and in columns. All patients are invented.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use chrono::NaiveDate;
use him_codes::{Icd9Cm, Icd10Cm};
use him_risk::columns::Columns;
use him_risk::comorbidity::{Index, Options, Scheme};
use him_risk::{Diagnosis, Poa, PoaRule, Window};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn of(codes: &[&str]) -> Vec<Diagnosis> {
    let code = |text: &&str| Diagnosis::new(text.parse::<Icd10Cm>().unwrap());
    codes.iter().map(code).collect()
}

fn points(index: Index, codes: &[&str]) -> i32 {
    index.score(&of(codes), &Options::default()).points()
}

#[test]
fn severe_conditions_drop_mild_ones() {
    let quan = Index::CHARLSON_QUAN_2005;
    assert_eq!(points(quan, &["K70.3", "K72.90"]), 3);
    assert_eq!(points(quan, &["E11.9", "E11.21"]), 2);
    assert_eq!(points(quan, &["C50.911", "C78.00"]), 6);
    let ungraded = Options::default().graded(false);
    assert_eq!(
        quan.score(&of(&["C50.911", "C78.00"]), &ungraded).points(),
        8
    );

    let glasheen = Index::CHARLSON_GLASHEEN_2019;
    // An opportunistic condition is AIDS with HIV only.
    assert_eq!(points(glasheen, &["A15.0"]), 0);
    assert_eq!(points(glasheen, &["B20"]), 3);
    assert_eq!(points(glasheen, &["B20", "A15.0"]), 6);
    assert_eq!(points(glasheen, &["N18.3", "N18.6"]), 3);

    let elixhauser = Index::ELIXHAUSER_COUNT;
    assert_eq!(points(elixhauser, &["I10", "I11.9"]), 1);
    assert_eq!(points(elixhauser, &["E11.9", "E11.65", "C61", "C79.51"]), 2);
}

#[test]
fn a_code_counts_in_all_its_conditions_and_once() {
    let elixhauser = Scheme::ElixhauserQuan2005;
    for text in ["I42.6", "i426", " I426 ", "i42.6"] {
        let code: Icd10Cm = text.parse().unwrap();
        assert_eq!(elixhauser.of(code).to_string(), "ALCOHOL CHF");
    }
    assert_eq!(
        points(Index::ELIXHAUSER_COUNT, &["I42.6", "I50.9", "F10.20"]),
        2
    );
    // Quan's Charlson: hypertensive heart and kidney disease.
    assert_eq!(
        Scheme::CharlsonQuan2005
            .of("I13.2".parse::<Icd10Cm>().unwrap())
            .to_string(),
        "chf"
    );
    assert_eq!(
        points(Index::CHARLSON_QUAN_2005, &["I21.4", "I21.4", "I22.0"]),
        1
    );
}

#[test]
fn weights_of_2011_forget_five_conditions() {
    for code in ["I21.4", "I70.0", "I63.9", "K25.9", "E11.9"] {
        assert_eq!(points(Index::CHARLSON_QUAN_2005, &[code]), 1, "{code}");
        assert_eq!(points(Index::CHARLSON_QUAN_2011, &[code]), 0, "{code}");
    }
    assert_eq!(points(Index::CHARLSON_QUAN_2011, &["B20"]), 4);
}

#[test]
fn age_counts_from_fifty_by_tens() {
    let index = Index::CHARLSON_QUAN_2005;
    let ages = [
        (0, 0),
        (49, 0),
        (50, 1),
        (59, 1),
        (60, 2),
        (70, 3),
        (79, 3),
        (80, 4),
        (130, 4),
    ];
    for (age, expected) in ages {
        let options = Options::default().at_age(age);
        let report = index.score(&of(&["I50.9"]), &options);
        assert_eq!(
            (report.points(), report.age_points(), report.total()),
            (1, expected, 1 + expected)
        );
        assert_eq!(Index::ELIXHAUSER_COUNT.age_points(age), 0);
    }
}

#[test]
fn deyo_reads_icd9cm_alone() {
    let old = |text: &str| Diagnosis::new(text.parse::<Icd9Cm>().unwrap());
    let report = Index::CHARLSON_DEYO_1992.score(
        &[old("410.01"), old("v434"), old("25040"), old("250.00")],
        &Options::default(),
    );
    assert_eq!(report.counted().to_string(), "dmc mi pvd");
    assert_eq!(report.points(), 4);
    assert_eq!(points(Index::CHARLSON_DEYO_1992, &["I21.4"]), 0);
}

#[test]
fn windows_and_indicators_choose_what_counts() {
    let index = Index::CHARLSON_QUAN_2005;
    let code: Icd10Cm = "I50.9".parse().unwrap();
    let admitted = day("2025-06-01");
    let options = |window, poa| Options::default().in_window(window).by_poa(poa);
    let on = |text: &str| [Diagnosis::new(code).on(day(text))];
    let score = |diagnoses: &[Diagnosis], window, poa| {
        index.score(diagnoses, &options(window, poa)).points()
    };
    let before = Window::before(admitted, 365);
    assert_eq!(score(&on("2025-05-31"), before, PoaRule::Ignore), 1);
    assert_eq!(score(&on("2025-06-01"), before, PoaRule::Ignore), 0);
    assert_eq!(
        score(
            &on("2025-06-01"),
            Window::look_back(admitted, 0),
            PoaRule::Ignore
        ),
        1
    );
    assert_eq!(score(&on("2024-05-31"), before, PoaRule::Ignore), 0);
    assert_eq!(
        score(
            &on("2025-12-31"),
            Window::of_payment_year(2026),
            PoaRule::Ignore
        ),
        1
    );
    assert_eq!(
        score(
            &on("2026-01-01"),
            Window::of_payment_year(2026),
            PoaRule::Ignore
        ),
        0
    );

    let with = |poa| [Diagnosis::new(code).on(admitted).with_poa(poa)];
    assert_eq!(score(&with(Poa::Present), Window::ALL, PoaRule::Present), 1);
    assert_eq!(score(&with(Poa::Absent), Window::ALL, PoaRule::Present), 0);
    assert_eq!(score(&with(Poa::Absent), Window::ALL, PoaRule::Ignore), 1);
    assert_eq!(score(&on("2025-06-01"), Window::ALL, PoaRule::Present), 0);
    assert_eq!(
        score(&on("2025-06-01"), Window::ALL, PoaRule::PresentOrUnknown),
        1
    );
    // Z95.8 is exempt from reporting: it counts whatever stands there.
    let exempt: Icd10Cm = "Z95.820".parse().unwrap();
    let report = index.score(
        &[Diagnosis::new(exempt).on(admitted)],
        &options(Window::ALL, PoaRule::Present),
    );
    assert_eq!(report.counted().to_string(), "pvd");
}

/// What the held file lacks is there from memory, and says so.
#[test]
fn the_icd10_codes_of_depression_are_from_memory() {
    let scheme = Scheme::ElixhauserQuan2005;
    let from_memory = scheme
        .conditions()
        .filter(|condition| condition.is_from_memory());
    let codes: Vec<&str> = from_memory.map(|condition| condition.code()).collect();
    assert_eq!(codes, ["DEPRESS"]);
    assert!(
        scheme
            .conditions()
            .all(|condition| condition.is_defined_in_icd10())
    );
    let of = |code: &str| scheme.of(code.parse::<Icd10Cm>().unwrap()).to_string();
    for code in [
        "F20.4", "f31.4", "F31.30", "F3289", "F33.41", "F34.1", "F41.2", "F43.21",
    ] {
        assert!(of(code).contains("DEPRESS"), "{code}");
    }
    for code in ["F31.2", "F31.60", "F34.0", "F41.1", "F43.1"] {
        assert!(!of(code).contains("DEPRESS"), "{code}");
    }
    // Mood disorders are psychoses too where the file has them so.
    assert_eq!(of("F31.5"), "DEPRESS PSYCH");
    assert_eq!(
        scheme.of("311".parse::<Icd9Cm>().unwrap()).to_string(),
        "DEPRESS"
    );
}

#[test]
fn nothing_of_a_patient_shows_in_debug() {
    let diagnosis = of(&["I50.9"])[0].on(day("2025-06-01"));
    assert_eq!(
        format!("{diagnosis:?}"),
        "Diagnosis { code: Code(I50.9), on: Some(\"[redacted]\"), poa: None }"
    );
    let report = Index::CHARLSON_QUAN_2005.score(&[diagnosis], &Options::default());
    assert!(!format!("{report:?}").contains("chf"));
    let options = Options::default()
        .at_age(91)
        .in_window(Window::before(day("2025-06-01"), 30));
    let texts = ["I50.9"];
    let columns = Columns::new(&[4711], &texts).unwrap();
    let scores = columns.score(Index::CHARLSON_QUAN_2005);
    let patient = scores.patients().next().unwrap();
    let shown = format!(
        "{options:?} {:?} {columns:?} {scores:?} {patient:?} {:?}",
        Window::before(day("2025-06-01"), 30),
        patient.evidence().next()
    );
    for secret in ["91", "2025", "4711", "I50", "chf"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// Codes that hit, codes that miss, and what is no code.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "I50.9", "e119", "E11.21", "C50911", "c78.00", "K70.3", "K72.90", "B20", "A15.0", "I42.6",
            "Z00.00", "R05", "N186", "I10", "I11.9", "I64", "Z95.820",
        ]).prop_map(str::to_owned),
        2 => "[A-Z][0-9A-Z]{2}(\\.?[0-9A-Z]{1,4})?",
        1 => ".{0,9}",
    ]
}

proptest! {
    /// More diagnoses never take a condition away before hierarchies, and a repeated one changes nothing.
    #[test]
    fn conditions_grow_with_diagnoses(texts in prop::collection::vec(texts(), 0..12)) {
        let codes: Vec<Diagnosis> = texts
            .iter()
            .filter_map(|text| text.parse::<Icd10Cm>().ok())
            .map(Diagnosis::new)
            .collect();
        for (_, index) in Index::ALL {
            let all = index.score(&codes, &Options::default());
            let twice: Vec<Diagnosis> = codes.iter().chain(&codes).copied().collect();
            prop_assert_eq!(index.score(&twice, &Options::default()).points(), all.points());
            let part = index.score(codes.get(1..).unwrap_or_default(), &Options::default());
            prop_assert_eq!(part.found().mask() & !all.found().mask(), 0);
            prop_assert_eq!(all.counted().mask() & !all.found().mask(), 0);
        }
    }
}
