//! Scores of invented people: the rules of CMS's macros, one by one.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use chrono::NaiveDate;
use him_codes::Icd10Cm;
use him_risk::hcc::{
    Beneficiary, Calibration, Dual, Entitlement, Factor, Implausible, Kidney, Model, ModelTables,
    Outcome, Payment, Scorer, Segment, Sex, Unscorable, YearTables,
};
use proptest::prelude::*;

fn person(age: u8, sex: Sex) -> Beneficiary {
    Beneficiary::aged(age, sex).unwrap()
}

fn codes(texts: &[&str]) -> Vec<Icd10Cm> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

/// The terms, each name with its value.
fn terms(model: Model, who: &Beneficiary, texts: &[&str]) -> Vec<String> {
    let mut scorer = Scorer::new(model);
    let score = scorer.score(who, &codes(texts)).unwrap();
    score.terms().map(|term| term.to_string()).collect()
}

fn kept(model: Model, who: &Beneficiary, texts: &[&str]) -> Vec<String> {
    let mut scorer = Scorer::new(model);
    let score = scorer.score(who, &codes(texts)).unwrap();
    score
        .categories()
        .map(|category| category.to_string())
        .collect()
}

#[test]
fn sixty_four_counts_as_sixty_five_for_new_enrollees_by_age() {
    let woman = person(64, Sex::Female);
    let new = |who: Beneficiary| terms(Model::CmsHccV28, &who.new_enrollee(true), &["E11.9"]);
    assert_eq!(new(woman), ["NMCAID_NORIGDIS_NEF65 0.532"]);
    let disabled = woman.with_original_entitlement(Entitlement::Disability);
    assert_eq!(
        new(disabled.with_dual(Dual::Partial)),
        ["MCAID_NORIGDIS_NEF60_64 1.396"]
    );
    // A continuing enrollee keeps the cell, and is not disabled.
    let lung = ["C50.911"];
    let in_institution =
        |who: Beneficiary| terms(Model::CmsHccV28, &who.institutional(true), &lung);
    assert!(
        in_institution(disabled)
            .iter()
            .any(|term| term.starts_with("DISABLED_CANCER_V28"))
    );
    assert!(
        !in_institution(woman)
            .iter()
            .any(|term| term.starts_with("DISABLED"))
    );
    assert_eq!(terms(Model::CmsHccV28, &woman, &[])[0], "F60_64 0.436");
}

#[test]
fn ages_are_those_of_february_first() {
    let born = |text: &str| {
        let birth: NaiveDate = text.parse().unwrap();
        Beneficiary::born(birth, 2026, Sex::Male)
    };
    assert_eq!(born("1961-02-01").unwrap().age(), 65);
    assert_eq!(born("1961-02-02").unwrap().age(), 64);
    assert_eq!(born("1960-12-31").unwrap().age(), 65);
    assert_eq!(born("2026-02-01").unwrap().age(), 0);
    assert_eq!(born("2026-02-02"), Err(Implausible::Unborn));
    assert_eq!(born("1890-01-01"), Err(Implausible::Age));
}

#[test]
fn originally_disabled_people_have_a_term_from_sixty_five() {
    let man = person(70, Sex::Male).with_original_entitlement(Entitlement::Disability);
    assert_eq!(
        terms(Model::CmsHccV28, &man, &[]),
        ["M70_74 0.396", "OriginallyDisabled_Male 0.135"]
    );
    let both = man.with_original_entitlement(Entitlement::DisabilityAndRenalDisease);
    assert_eq!(terms(Model::CmsHccV28, &both, &[]), ["M70_74 0.396"]);
    let new = man.new_enrollee(true).special_needs_plan(true);
    assert_eq!(
        terms(Model::CmsHccV28, &new, &[]),
        ["NMCAID_ORIGDIS_NEM70_74 1.807"]
    );
    assert_eq!(
        terms(Model::RxHccV08, &man, &[]),
        ["M70_74 0.144", "M65OD 0.000"]
    );
}

#[test]
fn edits_by_sex_and_age_move_diagnoses() {
    let (girl, woman, man) = (
        person(10, Sex::Female),
        person(70, Sex::Female),
        person(70, Sex::Male),
    );
    let child = girl.with_original_entitlement(Entitlement::Disability);
    assert_eq!(kept(Model::CmsHccV28, &woman, &["D66"]), ["HCC112"]);
    assert_eq!(kept(Model::CmsHccV28, &man, &["D66"]), ["HCC111"]);
    assert_eq!(kept(Model::CmsHccV24, &woman, &["D66"]), ["HCC48"]);
    assert_eq!(kept(Model::CmsHccV24, &man, &["D66"]), ["HCC46"]);
    let disabled = person(49, Sex::Female).with_original_entitlement(Entitlement::Disability);
    assert_eq!(kept(Model::CmsHccV28, &disabled, &["C50.011"]), ["HCC22"]);
    assert_eq!(kept(Model::CmsHccV28, &woman, &["C50.011"]), ["HCC23"]);
    assert_eq!(kept(Model::CmsHccV24, &child, &["J44.0"]), ["HCC112"]);
    assert_eq!(kept(Model::CmsHccV28, &child, &["J44.0"]), [] as [&str; 0]);
    assert_eq!(kept(Model::CmsHccV24, &child, &["F34.81"]), ["HCC59"]);
    assert_eq!(kept(Model::CmsHccV24, &woman, &["F34.81"]), [] as [&str; 0]);

    let mut scorer = Scorer::new(Model::CmsHccV28);
    let given = codes(&["D66", "K70.30", "J44.0", "Z00.00", "E11.9"]);
    let score = scorer.score(&child, &given).unwrap();
    let outcomes: Vec<Outcome> = score.codes().map(|(_, outcome)| outcome).collect();
    assert_eq!(
        outcomes,
        [
            Outcome::Reassigned,
            Outcome::NotAtThisAge,
            Outcome::Invalid,
            Outcome::NoCategory,
            Outcome::Counts
        ]
    );
}

#[test]
fn heart_assist_devices_need_heart_failure() {
    let woman = person(70, Sex::Female);
    assert_eq!(
        kept(Model::CmsHccV28, &woman, &["T82.512A"]),
        [] as [&str; 0]
    );
    let mut scorer = Scorer::new(Model::CmsHccV28);
    let given = codes(&["T82.512A"]);
    let score = scorer.score(&woman, &given).unwrap();
    let dropped = score.dropped().next().unwrap();
    assert_eq!(dropped.by().to_string(), "no heart failure beside it");
    assert_eq!(dropped.category().number(), 223);
    // With heart failure the device stays, and drops it.
    let with = terms(Model::CmsHccV28, &woman, &["T82.512A", "I50.9", "E11.9"]);
    assert!(with.iter().any(|term| term.starts_with("HCC223 ")));
    assert!(!with.iter().any(|term| term.starts_with("HCC226 ")));
    assert!(with.iter().any(|term| term.starts_with("DIABETES_HF_V28 ")));
}

#[test]
fn a_category_that_was_dropped_drops_nothing() {
    // V28: 62 drops 63, which alone would drop 202; CMS goes from the lowest number up.
    let woman = person(70, Sex::Female);
    assert_eq!(kept(Model::CmsHccV28, &woman, &["Z94.4"]), ["HCC62"]);
}

#[test]
fn counts_start_at_one_and_end_at_ten() {
    let woman = person(70, Sex::Female);
    let diseases = [
        "E11.9", "I50.9", "J44.9", "G35", "F20.9", "C61", "N18.4", "L89.154", "M05.79", "I48.0",
        "B20",
    ];
    for count in 0..=diseases.len() {
        let terms = terms(Model::CmsHccV28, &woman, &diseases[..count]);
        let found = terms
            .iter()
            .find(|term| term.starts_with('D') && term.as_bytes()[1].is_ascii_digit());
        let categories = terms.iter().filter(|term| term.starts_with("HCC")).count();
        let expected = match categories {
            0 => None,
            1..=9 => Some(format!("D{categories} ")),
            _ => Some("D10P ".to_owned()),
        };
        assert_eq!(
            found.map(|term| term.split_inclusive(' ').next().unwrap().to_owned()),
            expected
        );
    }
}

#[test]
fn renal_disease_has_segments_by_month() {
    let woman = person(70, Sex::Female).with_original_entitlement(Entitlement::RenalDisease);
    let segment = |who: &Beneficiary| {
        Scorer::new(Model::EsrdV24)
            .score(who, &[])
            .map(|score| score.segment())
    };
    assert_eq!(segment(&woman), Ok(Segment::Dialysis));
    assert_eq!(
        segment(&woman.new_enrollee(true)),
        Ok(Segment::DialysisNewEnrollee)
    );
    for (months, expected) in [
        (1, Segment::TransplantMonth1),
        (2, Segment::TransplantMonth2),
        (3, Segment::TransplantMonth3),
        (4, Segment::GraftNonDualAged),
        (500, Segment::GraftNonDualAged),
    ] {
        let with = woman.with_kidney(Kidney::since_transplant(months).unwrap());
        assert_eq!(segment(&with), Ok(expected));
    }
    assert_eq!(
        segment(&person(70, Sex::Female)),
        Err(Unscorable::NoRenalDisease)
    );
    let graft = woman.with_kidney(Kidney::since_transplant(9).unwrap());
    assert_eq!(
        terms(Model::EsrdV24, &graft, &[]),
        ["F70_74 0.359", "FGC_GE65_DUR4_9_ND_PBD 2.529"]
    );
    let month = woman.with_kidney(Kidney::since_transplant(1).unwrap());
    assert_eq!(
        terms(Model::EsrdV24, &month, &["E11.9"]),
        ["TRANSPLANT_KIDNEY_ONLY_1M 5.985"]
    );
    // What an institution adds is of grafts; dialysis has its own term.
    let inside = woman.institutional(true);
    assert_eq!(
        terms(Model::EsrdV24, &inside, &[]),
        [
            "F70_74 0.624",
            "Originally_ESRD_Female -0.024",
            "LTI_Aged 0.020"
        ]
    );
}

#[test]
fn part_d_takes_either_calibration() {
    let man = person(67, Sex::Male);
    let score = |calibration| {
        let tables = ModelTables::embedded(Model::RxHccV08, calibration);
        let mut scorer = Scorer::with_tables(tables);
        scorer
            .score(&man, &codes(&["E11.65"]))
            .unwrap()
            .raw()
            .to_string()
    };
    assert_eq!(
        (score(Calibration::Earlier), score(Calibration::Later)),
        ("0.718".into(), "0.761".into())
    );
}

/// Categories to which CMS gives one coefficient in a segment have it in either set; in the order of the file they have not.
#[test]
fn the_calibrations_of_part_d_are_not_mixed() {
    let inside = person(70, Sex::Male).institutional(true);
    for (who, first, second) in [
        (person(70, Sex::Male), ("C92.10", 15), ("C79.51", 17)),
        (person(50, Sex::Male), ("C92.10", 15), ("C79.51", 17)),
        (person(70, Sex::Male), ("F20.9", 130), ("F31.9", 131)),
        (inside, ("F20.9", 130), ("F31.9", 131)),
    ] {
        let mut sums = Vec::new();
        for calibration in [Calibration::Earlier, Calibration::Later] {
            let tables = ModelTables::embedded(Model::RxHccV08, calibration);
            let mut scorer = Scorer::with_tables(tables);
            for (code, number) in [first, second] {
                let score = scorer.score(&who, &codes(&[code])).unwrap();
                let category = score.categories().next().unwrap();
                assert_eq!(category.number(), number);
                sums.push(category.factor().unwrap());
            }
        }
        assert_eq!((sums[0], sums[2]), (sums[1], sums[3]));
        assert_ne!(sums[0], sums[2]);
    }
}

#[test]
fn nothing_of_a_person_shows_in_debug() {
    let mut scorer = Scorer::new(Model::CmsHccV28);
    let woman = person(93, Sex::Female);
    let given = codes(&["E11.9", "E11.22", "I50.9"]);
    let score = scorer.score(&woman, &given).unwrap();
    let mut shown = format!(
        "{woman:?} {score:?} {:?} {:?}",
        score.terms().next(),
        score.categories().next()
    );
    shown += &format!("{scorer:?}");
    for secret in ["93", "Female", "E11", "37", "1.0"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn payment_rounds_after_each_step() {
    let raw: Factor = "1.325".parse().unwrap();
    assert_eq!(Payment::CMS_HCC_V28_2026.of(raw).to_string(), "1.169");
    assert!(Payment::CMS_HCC_V28_2026.is_from_memory());
    let own = Payment::new("1.1".parse().unwrap()).unwrap();
    assert!(!own.is_from_memory());
    assert_eq!(own.of("1.0".parse().unwrap()).to_string(), "0.909");
    let own = own.with_coding_adjustment("0.5".parse().unwrap()).unwrap();
    assert_eq!(own.of("1.0".parse().unwrap()).to_string(), "0.455");
    let frail = own.with_frailty("0.1".parse().unwrap());
    assert_eq!(frail.of("1.0".parse().unwrap()).to_string(), "0.555");
    assert!(own.with_coding_adjustment("1.5".parse().unwrap()).is_err());
    assert_eq!(own.of("-0.024".parse().unwrap()).to_string(), "-0.011");
}

#[test]
fn broken_rows_cost_themselves() {
    let mut tables = YearTables::new(2031);
    tables.mapping(b"diagnosis_code,cc,model_name\nE119,38,CMS-HCC Model V28\n,38,CMS-HCC Model V28\nE119,x,CMS-HCC Model V28\nE119,38,V99\n\xff,1,2\nI509,226,CMS-HCC Model V28\n");
    tables.edits(b"icd10,sex,age_min,age_max,action,cc_override,model_name\nE119,9,,,invalid,,CMS-HCC Model V28\nE119,,old,,invalid,,CMS-HCC Model V28\nE119,,,,vanish,,CMS-HCC Model V28\n");
    tables.labels(b"wrong,columns\n");
    tables.cms_coefficients(
        Model::CmsHccV28,
        "Coefficient,Value\nCNA_F70_74,0.395\nCNA_HCC38,many\nCNA_HCC226,0.5\n",
    );
    let faults: Vec<String> = tables.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "mapping: line 3: the code has not the form of one",
            "mapping: line 4: the category is no number",
            "mapping: line 5: the model is not known",
            "mapping: line 6: not UTF-8",
            "edits: line 2: the sex is none of 1, 2 and blank",
            "edits: line 3: the age is no number",
            "edits: line 4: the action is neither invalid nor override",
            "labels: line 1: a column is missing",
            "coefficients: line 3: the value is no decimal number",
        ]
    );
    let mut scorer = Scorer::with_tables(tables.build(Model::CmsHccV28).unwrap());
    let score = scorer
        .score(&person(70, Sex::Female), &codes(&["E11.9", "I50.9"]))
        .unwrap()
        .raw();
    assert_eq!(score.to_string(), "0.895");
    let fault = tables.build(Model::CmsHccV24).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "CMS-HCC Model V24 has no mapping of codes"
    );
    let mut only = YearTables::new(2031);
    only.cms_format(Model::CmsHccV24, "E119 19");
    assert_eq!(
        only.build(Model::CmsHccV24).unwrap_err().to_string(),
        "CMS-HCC Model V24 has no coefficients"
    );
    let mut many = String::new();
    for number in 1..=129 {
        many += &format!("E11{} {number}\n", number % 10);
    }
    let mut large = YearTables::new(2031);
    large.cms_format(Model::CmsHccV24, &many);
    assert_eq!(
        large.build(Model::CmsHccV24).unwrap_err().to_string(),
        "CMS-HCC Model V24 has 129 categories, more than 128"
    );
}

fn anybody() -> impl Strategy<Value = Beneficiary> {
    let status = (0..4_u8, 0..5_u8, 0..3_u8, 0..16_u8, 0..20_u16);
    (0..=130_u8, any::<bool>(), status).prop_map(
        |(age, male, (orec, crec, dual, flags, months))| {
            let entitlement = |code: u8| code.to_string().parse::<Entitlement>().unwrap();
            let mut who = person(age, if male { Sex::Male } else { Sex::Female })
                .with_original_entitlement(entitlement(orec))
                .with_dual([Dual::None, Dual::Partial, Dual::Full][usize::from(dual)])
                .new_enrollee(flags & 1 == 1)
                .institutional(flags & 2 == 2)
                .special_needs_plan(flags & 4 == 4)
                .low_income(flags & 8 == 8);
            if crec < 4 {
                who = who.with_current_entitlement(entitlement(crec));
            }
            if let Ok(kidney) = Kidney::since_transplant(months) {
                who = who.with_kidney(kidney);
            }
            who
        },
    )
}

proptest! {
    /// Whoever it is: a score or a typed error; every category has its codes, nothing is lost, and order and repetition of codes
    /// do not matter.
    #[test]
    fn scores_account_for_every_code(
        who in anybody(),
        texts in prop::collection::vec("[A-Z][0-9A-Z]{2}[0-9A-Z]{0,4}|E11\\.[0-9]{1,2}|I5[0-9]\\.[0-9]|C[0-9]{2}\\.[0-9]|N18\\.[0-9]|F[0-9]{2}\\.[0-9]{2}", 0..30),
    ) {
        let given: Vec<Icd10Cm> = texts.iter().filter_map(|text| text.parse().ok()).collect();
        let mut turned = given.clone();
        turned.reverse();
        turned.extend(&given);
        for model in Model::ALL {
            let mut scorer = Scorer::new(model);
            let (raw, kept) = match scorer.score(&who, &given) {
                Ok(score) => {
                    prop_assert_eq!(score.codes().len(), given.len());
                    let sum: Factor = score.terms().map(|term| term.factor()).sum();
                    prop_assert_eq!(sum, score.raw());
                    for category in score.categories().chain(score.dropped().map(|dropped| dropped.category())) {
                        prop_assert!(category.codes().count() > 0);
                        for (place, code) in category.codes() {
                            prop_assert_eq!(given[place], code);
                        }
                    }
                    (score.raw(), score.categories().map(|category| category.number()).collect::<Vec<_>>())
                }
                Err(error) => {
                    prop_assert!(model.is_esrd(), "{model} {error}");
                    continue;
                }
            };
            let score = scorer.score(&who, &turned).unwrap();
            prop_assert_eq!(score.raw(), raw);
            prop_assert_eq!(score.categories().map(|category| category.number()).collect::<Vec<_>>(), kept);
        }
    }

    /// Any bytes as any table: faults, never a panic.
    #[test]
    fn any_file_is_read(bytes in prop::collection::vec(any::<u8>(), 0..300), text in ".{0,200}") {
        let mut tables = YearTables::new(2031);
        tables.mapping(&bytes);
        tables.hierarchies(text.as_bytes());
        tables.labels(&bytes);
        tables.edits(&bytes);
        tables.coefficients(&bytes);
        for model in Model::ALL {
            tables.cms_format(model, &text);
            tables.cms_hierarchies(model, &text);
            tables.cms_labels(model, &text);
            tables.cms_coefficients(model, &text);
            let _ = tables.build(model);
        }
    }
}
