//! Which codes may stay.

use him_codes::CodeSystem;
use him_record::{Coding, SystemUri};

/// Whether a code has the form of its system, so that it can be nothing else.
///
/// A code field may hold anything (45 CFR 164.514(b)(2)(i)(R)); what a published system cannot hold goes.
pub(crate) fn has_form(system: CodeSystem, code: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let length = code.len();
    let plain = code
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    match system {
        CodeSystem::Icd10Cm
        | CodeSystem::Icd10
        | CodeSystem::Icd9Cm
        | CodeSystem::Icd9CmProcedure => {
            let count = code.bytes().filter(u8::is_ascii_digit).count();
            plain && length <= 8 && count >= 1 && !code.contains('-')
                || plain && length <= 9 && code.contains('.') && count >= 2
        }
        CodeSystem::Icd10Pcs => plain && length == 7 && !code.contains(['.', '-']),
        CodeSystem::SnomedCt => digits(code) && (6..=18).contains(&length),
        CodeSystem::Loinc => {
            let part = code
                .strip_prefix("LP")
                .or_else(|| code.strip_prefix("LA"))
                .unwrap_or(code);
            part.split_once('-').is_some_and(|(number, check)| {
                digits(number) && number.len() <= 7 && digits(check) && check.len() == 1
            })
        }
        CodeSystem::RxNorm => digits(code) && length <= 8,
        CodeSystem::Cvx
        | CodeSystem::RevenueCode
        | CodeSystem::DischargeStatus
        | CodeSystem::PlaceOfService => digits(code) && length <= 4,
        CodeSystem::Mvx => length <= 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()),
        CodeSystem::Cpt | CodeSystem::Hcpcs | CodeSystem::Cdt => {
            plain && length == 5 && code.bytes().filter(u8::is_ascii_digit).count() >= 4
        }
        CodeSystem::Ndc => {
            length <= 13
                && code
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'-')
        }
        // Units have no spaces and hardly a long word; annotations in braces are free text.
        CodeSystem::Ucum => {
            length <= 24
                && code.is_ascii()
                && !code.contains(char::is_whitespace)
                && annotation_is_usual(code)
                && longest_word(code) <= 6
        }
        CodeSystem::Unii => plain && length == 10,
        CodeSystem::RaceEthnicity => {
            plain && length == 6 && code.contains('-') || matches!(code, "UNK" | "ASKU" | "OTH")
        }
        CodeSystem::ProviderTaxonomy => plain && length == 10 && code.ends_with('X'),
        // A system that was added since: nothing is known of its form.
        _ => false,
    }
}

/// Annotations that laboratories write.
fn annotation_is_usual(code: &str) -> bool {
    let Some((_, rest)) = code.split_once('{') else {
        return true;
    };
    let note = rest
        .split_once('}')
        .map_or(rest, |(note, _)| note)
        .to_ascii_lowercase();
    const USUAL: &[&str] = &[
        "score",
        "nominal",
        "ratio",
        "index",
        "count",
        "rbc",
        "wbc",
        "hpf",
        "lpf",
        "beats",
        "breaths",
        "counts",
        "cells",
        "copies",
        "dose",
        "titer",
        "inr",
        "titre",
        "percentile",
        "1.73_m2",
        "cfu",
        "steps",
        "#",
        "presence",
        "tbl",
        "puff",
        "drop",
        "ph",
        "number",
        "events",
        "pack",
        "patches",
        "tablet",
        "capsule",
        "mm3",
        "field",
    ];
    USUAL.contains(&note.as_str())
}

fn longest_word(code: &str) -> usize {
    let outside = code.split_once('{').map_or(code, |(unit, _)| unit);
    outside
        .split(|c: char| !c.is_ascii_alphabetic())
        .map(str::len)
        .max()
        .unwrap_or(0)
}

/// LOINC codes whose value is the age of the person: age; reported; calculated; estimated; current or
/// at death; at collection of the specimen.
const AGES: &[&str] = &[
    "30525-0", "21612-7", "29553-5", "21611-9", "63900-5", "35659-2",
];

/// SNOMED CT: age; current chronological age.
const SNOMED_AGES: &[&str] = &["397669002", "424144002"];

/// Whether a coding asks for an age.
pub(crate) fn is_age(coding: &Coding) -> bool {
    match (&coding.system, &coding.code) {
        (Some(SystemUri::Known(system)), Some(code)) => is_age_code(*system, code.expose_str()),
        _ => false,
    }
}

/// Whether a code asks for an age.
pub(crate) fn is_age_code(system: CodeSystem, code: &str) -> bool {
    match system {
        CodeSystem::Loinc => AGES.contains(&code),
        CodeSystem::SnomedCt => SNOMED_AGES.contains(&code),
        _ => false,
    }
}

/// Days in the years, months, weeks or days of an age.
pub(crate) fn days_in(unit: &str) -> Option<f64> {
    // An ampere is no year.
    if unit == "A" {
        return None;
    }
    let unit = unit.trim().to_ascii_lowercase();
    let unit = unit.split([' ', '-']).next().unwrap_or("");
    match unit.trim_end_matches('.') {
        "a" | "a_j" | "a_g" | "a_t" | "y" | "yr" | "yrs" | "year" | "years" | "yo" | "y/o"
        | "y.o" | "{years}" | "{year}" | "" => Some(365.25),
        "mo" | "mo_j" | "mo_g" | "mos" | "month" | "months" => Some(30.4375),
        "wk" | "wks" | "week" | "weeks" => Some(7.0),
        "d" | "day" | "days" => Some(1.0),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(1.0 / 24.0),
        "min" | "minute" | "minutes" => Some(1.0 / 1_440.0),
        _ => None,
    }
}
