//! Codes of claims: CPT by form, National Drug Codes, place of service, discharge status, POA indicator.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use him_codes::claim_value::{self, DischargeStatus, PlaceOfService, PoaIndicator};
use him_codes::cpt::{self, Answer, Category, Cpt, Section, SurgerySection};
use him_codes::{Ndc, NdcError, NdcForm};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn vectors() {
    let mut reader = csv::Reader::from_reader(include_str!("vectors/claim_codes.csv").as_bytes());
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let text = &record[1];
        let found = match &record[0] {
            "cpt" => text
                .parse::<Cpt>()
                .map(|code| code.to_string())
                .map_err(|e| e.to_string()),
            "ndc" => text
                .parse::<Ndc>()
                .map(|code| code.to_string())
                .map_err(|e| e.to_string()),
            "ndc11" => text
                .parse::<Ndc>()
                .map(|code| {
                    code.to_11()
                        .map_or("none".to_owned(), |code| code.undashed().to_string())
                })
                .map_err(|e| e.to_string()),
            "ndc12" => text
                .parse::<Ndc>()
                .map(|code| code.to_12().to_string())
                .map_err(|e| e.to_string()),
            "place" => text
                .parse::<PlaceOfService>()
                .map(|code| code.to_string())
                .map_err(|e| e.to_string()),
            "status" => text
                .parse::<DischargeStatus>()
                .map(|code| code.to_string())
                .map_err(|e| e.to_string()),
            "poa" => text
                .parse::<PoaIndicator>()
                .map(|code| code.to_string())
                .map_err(|e| e.to_string()),
            other => panic!("{other}"),
        };
        assert_eq!(found.unwrap_or_else(|error| error), &record[2], "{text:?}");
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn sections_of_cpt() {
    let section = |code: &str| code.parse::<Cpt>().unwrap().section();
    let edges = [
        (100, 1999, Section::Anesthesia),
        (10004, 69990, Section::Surgery),
        (70010, 79999, Section::Radiology),
        (80047, 89398, Section::PathologyAndLaboratory),
        (90281, 99099, Section::Medicine),
        (99100, 99140, Section::Anesthesia),
        (99141, 99199, Section::Medicine),
        (99201, 99499, Section::EvaluationAndManagement),
        (99500, 99607, Section::Medicine),
    ];
    for number in 0..100_000u32 {
        let own = edges
            .iter()
            .find(|(first, last, _)| (*first..=*last).contains(&number));
        assert_eq!(
            section(&format!("{number:05}")),
            own.map(|(.., section)| *section),
            "{number}"
        );
    }
    assert_eq!(section("0001F"), None);
    assert_eq!(section("0001T"), None);
    assert_eq!(section("0002M"), None);
    assert_eq!(section("0001U"), Some(Section::PathologyAndLaboratory));
    assert_eq!(section("0001A"), Some(Section::Medicine));
    let part = |code: &str| code.parse::<Cpt>().unwrap().surgery_section();
    assert_eq!(part("10021"), Some(SurgerySection::General));
    assert_eq!(part("27447"), Some(SurgerySection::Musculoskeletal));
    assert_eq!(part("55920"), Some(SurgerySection::ReproductiveProcedures));
    assert_eq!(part("69990"), Some(SurgerySection::OperatingMicroscope));
    assert_eq!((part("99213"), part("2744T")), (None, None));
    let mut parts = 0;
    for number in 10_000..70_000u32 {
        let code: Cpt = format!("{number:05}").parse().unwrap();
        assert!(code.surgery_section().is_none() || code.section() == Some(Section::Surgery));
        parts += u32::from(code.surgery_section().is_some());
    }
    assert!(parts > 50_000);
}

#[test]
fn a_form_alone_is_never_valid() {
    let on = day("2026-01-01");
    for (text, category) in [
        ("99213", Category::One),
        ("0001F", Category::Two),
        ("0001t", Category::Three),
        ("0001U", Category::ProprietaryLaboratory),
        ("0002M", Category::MultianalyteAssay),
        ("0001A", Category::VaccineAdministration),
    ] {
        let Answer::Unchecked(unchecked) = cpt::check(text, on) else {
            panic!("{text}")
        };
        assert_eq!(
            (unchecked.code().category(), unchecked.on()),
            (category, on)
        );
    }
    assert!(matches!(
        cpt::check("J0185", on),
        Answer::Invalid(cpt::Invalid::Malformed(_))
    ));
}

#[test]
fn ten_digits_are_one_of_three() {
    let Err(NdcError::Ambiguous(readings)) = "0002143380".parse::<Ndc>() else {
        panic!()
    };
    assert_eq!(
        readings.map(Ndc::form),
        [NdcForm::F442, NdcForm::F532, NdcForm::F541]
    );
    for reading in readings {
        // With its hyphens each is read as itself, and without them it is the ten digits again.
        assert_eq!(reading.to_string().parse::<Ndc>(), Ok(reading));
        assert_eq!(reading.undashed().to_string(), "0002143380");
        let (eleven, twelve) = (reading.to_11().unwrap(), reading.to_12());
        assert_eq!(eleven.undashed().to_string().parse::<Ndc>(), Ok(eleven));
        assert_eq!(twelve.undashed().to_string().parse::<Ndc>(), Ok(twelve));
        assert!(reading.is_same_package(eleven) && reading.is_same_package(twelve));
    }
    assert_eq!("123456-7890-12".parse::<Ndc>().unwrap().to_11(), None);
}

#[test]
fn places_of_service() {
    let on = day("2026-11-01");
    let all: Vec<(PlaceOfService, claim_value::Meaning)> = PlaceOfService::all(on).collect();
    assert_eq!(all.len(), 52);
    assert!(all.is_sorted_by_key(|(place, _)| *place));
    for number in 0..100 {
        let place: PlaceOfService = format!("{number:02}").parse().unwrap();
        assert_eq!(
            place.check(on).is_ok(),
            all.iter().any(|(own, _)| *own == place),
            "{place}"
        );
    }
    let check = |text: &str, on: &str| {
        let place: PlaceOfService = text.parse().unwrap();
        place
            .check(day(on))
            .map(|meaning| meaning.name())
            .map_err(|reason| reason.to_string())
    };
    assert_eq!(check("02", "2021-12-31"), Ok("Telehealth"));
    assert_eq!(
        check("02", "2022-01-01"),
        Ok("Telehealth other than in the patient's home")
    );
    assert_eq!(check("11", "1999-01-01"), Ok("Office"));
    assert_eq!(check("22", "2015-12-31"), Ok("Outpatient hospital"));
    assert_eq!(
        check("19", "2015-12-31").unwrap_err(),
        "19 is not yet a place of service on 2015-12-31: its first day is 2016-01-01"
    );
    assert_eq!(
        check("28", "2025-01-01").unwrap_err(),
        "28 is not a place of service"
    );
}

/// Every row of the Medicare Code Editor's table at its first and last day, and the days around them.
#[test]
fn discharge_statuses() {
    let Some(folder) = him_testdata::folder("codes", "discharge_statuses") else {
        return;
    };
    let mut rows: BTreeMap<String, Vec<(NaiveDate, Option<NaiveDate>)>> = BTreeMap::new();
    let path = folder.join("edits/mce_v43.1_discharge_status.csv");
    for record in csv::Reader::from_path(path).unwrap().records() {
        let record = record.unwrap();
        let ymd = |text: &str| NaiveDate::parse_from_str(text, "%Y%m%d").ok();
        let days = (ymd(&record[1]).unwrap(), ymd(&record[2]));
        rows.entry(format!("{:0>2}", &record[0]))
            .or_default()
            .push(days);
    }
    assert_eq!(rows.len(), 43);
    for number in 0..100 {
        let status: DischargeStatus = format!("{number:02}").parse().unwrap();
        let Some(own) = rows.get(&status.to_string()) else {
            // Of outpatient and hospice claims, which the editor does not see.
            let others = ["09", "40", "41", "42"].contains(&status.to_string().as_str());
            assert_eq!(status.check(day("2026-11-01")).is_ok(), others, "{status}");
            continue;
        };
        let edges = own
            .iter()
            .flat_map(|(first, last)| [Some(*first), *last])
            .flatten();
        for edge in edges {
            for on in [edge - Days::new(1), edge, edge + Days::new(1)] {
                let valid = own
                    .iter()
                    .any(|(first, last)| *first <= on && last.is_none_or(|last| on <= last));
                assert_eq!(status.check(on).is_ok(), valid, "{status} on {on}");
            }
        }
    }
    let reason = "08"
        .parse::<DischargeStatus>()
        .unwrap()
        .check(day("2005-10-01"))
        .unwrap_err();
    assert_eq!(
        reason.to_string(),
        "08 is no longer a patient discharge status on 2005-10-01: its last day was 2005-09-30"
    );
    let meaning = "05"
        .parse::<DischargeStatus>()
        .unwrap()
        .check(day("2020-01-01"))
        .unwrap();
    assert_eq!(
        (meaning.since(), meaning.until()),
        (Some(day("2008-04-01")), None)
    );
    assert!(meaning.source().starts_with("MCE V43.1"));
}

#[test]
fn present_on_admission_indicators() {
    let valid = |text: &str, on: &str| text.parse::<PoaIndicator>().unwrap().check(day(on)).is_ok();
    for text in ["Y", "n", " U ", "W"] {
        assert!(
            valid(text, "2007-10-01") && valid(text, "2026-11-01"),
            "{text}"
        );
        assert!(!valid(text, "2007-09-30"));
    }
    assert!(valid("1", "2010-12-31") && !valid("1", "2011-01-01"));
    assert!(valid("", "2011-01-01") && valid("   ", "2026-01-01") && !valid("", "2010-12-31"));
    assert_eq!("".parse::<PoaIndicator>(), Ok(PoaIndicator::EXEMPT));
    assert_eq!(PoaIndicator::all(day("2026-01-01")).count(), 5);
    let reason = "Z"
        .parse::<PoaIndicator>()
        .unwrap()
        .check(day("2026-01-01"))
        .unwrap_err();
    assert_eq!(
        reason.to_string(),
        "Z is not a present-on-admission indicator"
    );
}
