//! AHRQ's programs, read here line by line, against the software: every code, every value, every exempt list. Discharges are
//! invented.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::NaiveDate;
use him_codes::Icd10Cm;
use him_risk::cmr::{self, Discharge, Measure, Presence};
use him_risk::{Diagnosis, Poa};

struct Programs {
    format: String,
    index: String,
}

fn programs(folder: &Path) -> Programs {
    let mut archive =
        zip::ZipArchive::new(File::open(folder.join("risk/elixhauser-cmr-v2025-1.zip")).unwrap())
            .unwrap();
    let mut read = |part: &str| {
        let name = (0..archive.len())
            .map(|place| {
                archive
                    .by_index(place)
                    .unwrap()
                    .name()
                    .unwrap()
                    .into_owned()
            })
            .find(|name| name.contains(part))
            .unwrap();
        let mut text = String::new();
        archive
            .by_name(&name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    };
    Programs {
        format: read("Format_Program"),
        index: read("Index_Program"),
    }
}

/// By format: code to value.
fn formats(program: &str) -> BTreeMap<String, HashMap<String, String>> {
    let mut formats = BTreeMap::new();
    for part in program.split("alue $").skip(1) {
        let (name, body) = part.split_once('\n').unwrap();
        let mut of_format = HashMap::new();
        let mut waiting = Vec::new();
        // Quoted words; one after `=` is the value of those before it.
        let mut rest = body;
        while let Some(start) = rest.find(['"', '\'']) {
            let between = &rest[..start];
            let (word, after) = rest[start + 1..].split_once(['"', '\'']).unwrap();
            if between.contains(';') || between.contains("other") {
                break;
            }
            if between.contains('=') {
                for code in waiting.drain(..) {
                    of_format.insert(code, word.to_owned());
                }
            } else {
                waiting.push(word.to_owned());
            }
            rest = after;
        }
        formats.insert(name.trim().to_owned(), of_format);
    }
    formats
}

fn diagnosis(code: Icd10Cm, poa: Option<Poa>) -> Diagnosis {
    let diagnosis = Diagnosis::new(code);
    poa.map_or(diagnosis, |poa| diagnosis.with_poa(poa))
}

#[test]
fn the_tables_are_those_of_the_programs() {
    assert!(cmr::is_read());
    let Some(folder) = him_testdata::folder("codes", "the_tables_are_those_of_the_programs") else {
        return;
    };
    let programs = programs(&folder);
    let formats = formats(&programs.format);
    let values = &formats["COMFMT"];
    assert!(values.len() > 4_000);
    let mut with_value = 0;
    for code in (0..him_codes::icd10cm::ordinals()).filter_map(Icd10Cm::from_ordinal) {
        let expected = values.get(code.undotted().as_str()).map(String::as_str);
        assert_eq!(cmr::format_value(code), expected, "{code}");
        with_value += usize::from(expected.is_some());
    }
    // Codes of no list would not be seen above.
    assert_eq!(with_value, values.len());

    for (prefix, weight) in [
        ("rw", Measure::readmission as fn(Measure) -> i32),
        ("mw", Measure::mortality),
    ] {
        let mut lines = 0;
        for line in programs.index.lines() {
            if let Some((name, number)) = line
                .trim()
                .strip_prefix(prefix)
                .and_then(|l| l.split_once('='))
            {
                let measure = Measure::named(name.trim()).unwrap();
                let number: i32 = number.trim().trim_end_matches(';').trim().parse().unwrap();
                assert_eq!(weight(measure), number, "{prefix}{name}");
                lines += 1;
            }
        }
        assert_eq!((lines, Measure::all().count()), (38, 38));
    }
}

/// A code alone in each fiscal year without an indicator: a measure that needs one is there when the year's list has the code.
#[test]
fn exempt_codes_are_those_of_the_fiscal_year() {
    let Some(folder) = him_testdata::folder("codes", "exempt_codes_are_those_of_the_fiscal_year")
    else {
        return;
    };
    let formats = formats(&programs(&folder).format);
    let principal: Icd10Cm = "J18.9".parse().unwrap();
    let mut exempt_seen = BTreeSet::new();
    for (code, value) in &formats["COMFMT"] {
        let icd: Icd10Cm = code.parse().unwrap();
        for year in 2014..2029 {
            let version = if (2016..=2025).contains(&year) {
                year - 1983
            } else {
                42
            };
            let list = formats
                .iter()
                .find(|(name, _)| name.to_ascii_uppercase() == format!("POAXMPT_V{version}FMT"));
            let exempt = list.unwrap().1.contains_key(code);
            for (month, of_year) in [(10, year - 1), (9, year)] {
                let day = NaiveDate::from_ymd_opt(of_year, month, 30).unwrap();
                let diagnoses = [diagnosis(principal, None), diagnosis(icd, None)];
                let found = Discharge::new(&diagnoses).on(day).comorbidities();
                let needing = found.iter().filter(|measure| measure.needs_poa()).count();
                // All values but those of one measure that counts always give one when exempt.
                if !exempt {
                    assert_eq!(needing, 0, "{code} {day}");
                } else if Measure::named(value).is_none_or(Measure::needs_poa) {
                    assert!(needing > 0, "{code} {value} {day}");
                    exempt_seen.insert(code.clone());
                }
            }
        }
    }
    assert!(!exempt_seen.is_empty());
}

fn found(codes: &[(&str, Option<Poa>)]) -> cmr::Comorbidities {
    let diagnoses: Vec<Diagnosis> = codes
        .iter()
        .map(|(code, poa)| diagnosis(code.parse::<Icd10Cm>().unwrap(), *poa))
        .collect();
    let day = NaiveDate::from_ymd_opt(2025, 3, 1).unwrap();
    Discharge::new(&diagnoses).on(day).comorbidities()
}

const Y: Option<Poa> = Some(Poa::Present);
const N: Option<Poa> = Some(Poa::Absent);

#[test]
fn the_rules_of_the_mapping_program_hold() {
    let names = |codes: &[(&str, Option<Poa>)]| found(codes).to_string();
    // The principal diagnosis is no comorbidity.
    assert_eq!(names(&[("I50.9", Y)]), "");
    assert_eq!(names(&[]), "");
    // Neutral to the indicator, and not.
    assert_eq!(
        names(&[("J18.9", Y), ("E11.9", N), ("I50.9", N)]),
        "DIAB_UNCX"
    );
    assert_eq!(names(&[("J18.9", Y), ("I50.9", Y)]), "HF");
    assert_eq!(names(&[("J18.9", Y), ("I50.9", None)]), "");
    assert_eq!(names(&[("J18.9", Y), ("I50.9", Some(Poa::Exempt))]), "");
    // Two measures of a code, one of them neutral.
    assert_eq!(names(&[("J18.9", Y), ("I11.0", N)]), "HTN_CX");
    assert_eq!(
        names(&[("J18.9", Y), ("I11.0", Y), ("I10", Y)]),
        "HF HTN_CX"
    );
    assert_eq!(names(&[("J18.9", Y), ("K70.10", Y)]), "ALCOHOL LIVER_MLD");
    // Exclusions.
    assert_eq!(
        names(&[("J18.9", Y), ("E11.9", Y), ("E11.21", Y)]),
        "DIAB_CX"
    );
    assert_eq!(
        names(&[("J18.9", Y), ("C50.911", N), ("C78.00", N), ("D05.10", N)]),
        "CANCER_METS"
    );
    assert_eq!(
        names(&[("J18.9", Y), ("C50.911", N), ("D05.10", N)]),
        "CANCER_SOLID"
    );
    assert_eq!(
        names(&[("J18.9", Y), ("K74.00", Y), ("K72.10", Y)]),
        "LIVER_SEV"
    );
    // Severe, but not on admission: the mild one stays.
    assert_eq!(
        names(&[("J18.9", Y), ("K74.00", Y), ("K72.10", N)]),
        "LIVER_MLD"
    );
    assert_eq!(
        names(&[("J18.9", Y), ("N18.30", Y), ("N18.6", Y)]),
        "RENLFL_SEV"
    );
    // Cerebrovascular disease: on admission; a sequela; a sequela beside a stroke in hospital.
    assert_eq!(names(&[("J18.9", Y), ("I63.9", Y)]), "CBVD");
    assert_eq!(names(&[("J18.9", Y), ("I63.9", N)]), "");
    assert_eq!(names(&[("J18.9", Y), ("I69.30", Y)]), "CBVD");
    assert_eq!(names(&[("J18.9", Y), ("I69.30", Y), ("I63.9", N)]), "");
    assert_eq!(
        names(&[("J18.9", Y), ("I69.30", Y), ("I63.9", N), ("I60.9", Y)]),
        "CBVD"
    );
    assert_eq!(names(&[("J18.9", Y), ("I69.351", Y)]), "CBVD PARALYSIS");
}

#[test]
fn indices_and_missing_measures() {
    let both = found(&[("J18.9", Y), ("I50.9", Y), ("C78.00", N), ("E66.01", N)]);
    assert_eq!(
        (both.mortality(), both.readmission()),
        (Some(14 + 22 - 7), Some(7 + 11 - 2))
    );
    assert_eq!(both.has(Measure::named("hf").unwrap()), Presence::Present);

    let diagnoses = [
        diagnosis("J18.9".parse().unwrap(), None),
        diagnosis("I50.9".parse().unwrap(), None),
        diagnosis("E11.9".parse().unwrap(), None),
    ];
    let without = Discharge::without_poa(&diagnoses).comorbidities();
    assert_eq!(without.to_string(), "DIAB_UNCX");
    assert_eq!(
        without.has(Measure::named("HF").unwrap()),
        Presence::Missing
    );
    assert_eq!(
        without.has(Measure::named("CBVD").unwrap()),
        Presence::Missing
    );
    assert_eq!(
        without.has(Measure::named("AIDS").unwrap()),
        Presence::Absent
    );
    assert_eq!((without.mortality(), without.readmission()), (None, None));
    assert_eq!(
        Measure::all().filter(|measure| measure.needs_poa()).count(),
        18
    );
}
