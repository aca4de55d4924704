//! How many claims each rule of coding touches, over the real claims that are held and over the 60,000 invented ones. The
//! table is printed with `--nocapture`, and stands in `docs/conformance/edits.md`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints its table"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use him_codes::edits::{
    Claim, CodingEditor, CodingRule, Diagnosis, Findings, Procedure, Rule, Setting, Severity,
};
use him_codes::icd10cm::gems;
use him_codes::{Icd9Cm, Icd10Cm};
use serde_json::Value;

/// What is needed of a claim, whatever its format.
#[derive(Default, Clone)]
struct Held {
    inpatient: bool,
    discharge: Option<NaiveDate>,
    /// With the indicator.
    diagnoses: Vec<(String, String)>,
    procedures: Vec<String>,
}

/// A day on which a list is in force, for what has none, or one before ICD-10.
fn nominal() -> NaiveDate {
    "2026-05-01".parse().unwrap()
}

struct Noise {
    name: &'static str,
    claims: usize,
    codes: usize,
    touched: BTreeMap<(CodingRule, Severity), usize>,
}

fn measure(name: &'static str, claims: &[Held]) -> Noise {
    let mut noise = Noise {
        name,
        claims: 0,
        codes: 0,
        touched: BTreeMap::new(),
    };
    let mut findings = Findings::new();
    for held in claims.iter().filter(|held| !held.diagnoses.is_empty()) {
        let diagnoses: Vec<Diagnosis<'_>> = held
            .diagnoses
            .iter()
            .map(|(code, poa)| Diagnosis::new(code, poa))
            .collect();
        let procedures: Vec<Procedure<'_>> = held
            .procedures
            .iter()
            .map(|code| Procedure::new(code, None))
            .collect();
        let mut claim = Claim::default();
        claim.discharge = held.discharge;
        claim.diagnoses = &diagnoses;
        claim.procedures = &procedures;
        let setting = if held.inpatient {
            Setting::Inpatient
        } else {
            Setting::Outpatient
        };
        CodingEditor::new()
            .in_setting(setting)
            .edit(&claim, &mut findings);
        noise.claims += 1;
        noise.codes += diagnoses.len();
        let rules: BTreeSet<(CodingRule, Severity)> = findings
            .all()
            .iter()
            .filter_map(|finding| match finding.rule() {
                Rule::Coding(rule) => Some((rule, finding.severity())),
                _ => None,
            })
            .collect();
        for rule in rules {
            *noise.touched.entry(rule).or_default() += 1;
        }
    }
    noise
}

/// The claims of X12 837 files: the codes of HI, the day of DTP, the place of CLM.
fn x12(text: &str, claims: &mut Vec<Held>) {
    for (start, _) in text.match_indices("ISA") {
        let Some(head) = text.get(start..start + 106) else {
            continue;
        };
        let bytes = head.as_bytes();
        let (element, component, end) = (bytes[3] as char, bytes[104] as char, bytes[105] as char);
        if element.is_alphanumeric() || head.matches(element).count() != 16 {
            continue;
        }
        let rest = &text[start..];
        let interchange = rest
            .split_once(&format!("{end}IEA"))
            .map_or(rest, |(own, _)| own);
        let mut open: Option<Held> = None;
        for segment in interchange.split(end) {
            let fields: Vec<&str> = segment.trim().split(element).collect();
            let field = |at: usize| fields.get(at).copied().unwrap_or_default();
            match (field(0), &mut open) {
                ("CLM", _) => {
                    claims.extend(open.take());
                    // Facility type 11 with qualifier A: a hospital's inpatients.
                    let place: Vec<&str> = field(5).split(component).collect();
                    open = Some(Held {
                        inpatient: place.first() == Some(&"11") && place.get(1) == Some(&"A"),
                        ..Held::default()
                    });
                }
                ("DTP", Some(claim)) if matches!(field(1), "434" | "472") => {
                    let last = field(3).rsplit('-').next().unwrap_or_default();
                    claim.discharge = NaiveDate::parse_from_str(last, "%Y%m%d")
                        .ok()
                        .or(claim.discharge);
                }
                ("HI", Some(claim)) => {
                    for item in fields.iter().skip(1) {
                        let parts: Vec<&str> = item.split(component).collect();
                        let part = |at: usize| parts.get(at).copied().unwrap_or_default();
                        match part(0) {
                            "ABK" | "ABF" | "ABN" => {
                                claim
                                    .diagnoses
                                    .push((part(1).to_owned(), part(8).to_owned()));
                            }
                            // ICD-9-CM: the first code of the first alternative of the mappings.
                            "BK" | "BF" | "BN" => {
                                let old = part(1).parse::<Icd9Cm>().ok();
                                let mapping = old.and_then(gems::forward);
                                let new = mapping.and_then(|own| own.alternatives().next()?.next());
                                let new = new.map(|code: Icd10Cm| code.undotted().to_string());
                                claim
                                    .diagnoses
                                    .extend(new.map(|code| (code, part(8).to_owned())));
                            }
                            "BBR" | "BBQ" => claim.procedures.push(part(1).to_owned()),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        claims.extend(open);
    }
    for claim in claims {
        // Their days are those of ICD-9-CM.
        let old = claim
            .discharge
            .is_none_or(|on| on < "2015-10-01".parse().unwrap());
        if old {
            claim.discharge = Some(nominal());
            claim.inpatient = false;
        }
    }
}

/// The claims and explanations of benefit of FHIR, and codes of ICD-10-CM anywhere in their diagnoses.
fn fhir(value: &Value, claims: &mut Vec<Held>) {
    match value {
        Value::Array(list) => list.iter().for_each(|own| fhir(own, claims)),
        Value::Object(members) => {
            if matches!(
                value["resourceType"].as_str(),
                Some("Claim" | "ExplanationOfBenefit")
            ) {
                let mut held = Held {
                    discharge: Some(nominal()),
                    ..Held::default()
                };
                for diagnosis in value["diagnosis"].as_array().into_iter().flatten() {
                    let coding = diagnosis["diagnosisCodeableConcept"]["coding"].as_array();
                    for own in coding.into_iter().flatten() {
                        let system = own["system"].as_str().unwrap_or_default();
                        if system.contains("icd-10") {
                            let code = own["code"].as_str().unwrap_or_default().to_owned();
                            held.diagnoses.push((code, String::new()));
                        }
                    }
                }
                claims.push(held);
            }
            members.values().for_each(|own| fhir(own, claims));
        }
        _ => {}
    }
}

/// The codes of ICD-10-CM of a C-CDA document: what a patient had, in the order of the document. No claim, but real lists.
fn ccda(text: &str, claims: &mut Vec<Held>) {
    let mut held = Held {
        discharge: Some(nominal()),
        ..Held::default()
    };
    for tag in text
        .split('<')
        .filter(|tag| tag.contains("\"2.16.840.1.113883.6.90\""))
    {
        let code = tag
            .split_once(" code=\"")
            .and_then(|(_, rest)| rest.split_once('"'));
        if let Some((code, _)) = code {
            let own = (code.to_owned(), String::new());
            // A document repeats its problems from section to section.
            if !held.diagnoses.contains(&own) {
                held.diagnoses.push(own);
            }
        }
    }
    claims.push(held);
}

fn invented(folder: &Path) -> Vec<Held> {
    let bytes = him_testdata::xz(&folder.join("mce_dev.claims.jsonl.xz")).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let pairs = |value: &Value| -> Vec<(String, String)> {
        let list = value.as_array().into_iter().flatten();
        let text = |own: &Value| own.as_str().unwrap_or_default().to_owned();
        list.map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
    };
    text.lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).unwrap();
            Held {
                inpatient: true,
                discharge: value["discharge"].as_str().and_then(|on| on.parse().ok()),
                diagnoses: pairs(&value["dx"]),
                procedures: pairs(&value["px"])
                    .into_iter()
                    .map(|(code, _)| code)
                    .collect(),
            }
        })
        .collect()
}

#[test]
fn the_share_of_claims_that_each_rule_touches() {
    let test = "the_share_of_claims_that_each_rule_touches";
    let (Some(record), Some(oracle)) = (
        him_testdata::folder("record", test),
        him_testdata::folder("oracle", test),
    ) else {
        return;
    };
    let (mut of_x12, mut of_fhir, mut of_ccda) = (Vec::new(), Vec::new(), Vec::new());
    let mut archives: Vec<_> = std::fs::read_dir(&record)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    archives.sort();
    for archive in archives {
        let name = archive.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".tar.xz") || name.contains("hl7v2") {
            continue;
        }
        him_testdata::for_each_file(&archive, |path, content| {
            let text = String::from_utf8_lossy(&content);
            let path = path.to_string_lossy();
            if name.starts_with("x12") {
                x12(&text, &mut of_x12);
            } else if name.starts_with("ccda") {
                if path.ends_with(".xml") {
                    ccda(&text, &mut of_ccda);
                }
            } else if path.ends_with(".ndjson") {
                for line in text.lines().filter(|line| line.contains("diagnosis")) {
                    fhir(
                        &serde_json::from_str(line).unwrap_or_default(),
                        &mut of_fhir,
                    );
                }
            } else if path.ends_with(".json") {
                fhir(
                    &serde_json::from_str(&text).unwrap_or_default(),
                    &mut of_fhir,
                );
            }
            Ok(())
        })
        .unwrap();
    }
    println!(
        "FHIR: {} claims and explanations of benefit, of which the table has those with ICD-10",
        of_fhir.len()
    );
    let all = [
        measure("X12 837, ICD-9 through the mappings", &of_x12),
        measure("FHIR", &of_fhir),
        measure("C-CDA problem lists", &of_ccda),
        measure("60,000 invented", &invented(&oracle)),
    ];
    let rules: BTreeSet<(CodingRule, Severity)> = all
        .iter()
        .flat_map(|noise| noise.touched.keys().copied())
        .collect();
    let heads: Vec<String> = all
        .iter()
        .map(|noise| {
            format!(
                "{} ({} claims, {} codes)",
                noise.name, noise.claims, noise.codes
            )
        })
        .collect();
    println!("| rule | severity | {} |", heads.join(" | "));
    println!("|---|---|{}", "---:|".repeat(all.len()));
    for key in rules {
        let cells: Vec<String> = all
            .iter()
            .map(|noise| match noise.touched.get(&key) {
                Some(touched) => format!("{:.2} %", 100.0 * *touched as f64 / noise.claims as f64),
                None => String::new(),
            })
            .collect();
        println!("| `{}` | {} | {} |", key.0, key.1, cells.join(" | "));
    }
    for noise in &all {
        assert!(noise.claims > 0, "{} has no claims", noise.name);
    }
}
