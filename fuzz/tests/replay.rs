//! Replays the corpora on stable Rust, so that nothing found once comes back.

use std::path::Path;

fn replay(target: &str, property: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    assert!(
        !files.is_empty(),
        "{} holds nothing to replay",
        folder.display()
    );
    for file in files {
        let input = std::fs::read(&file).unwrap();
        property(&input);
        // A prefix is a truncated file: the most common broken input of all.
        property(&input[..input.len() / 2]);
    }
}

#[test]
fn icd10cm() {
    replay("icd10cm", him_fuzz::icd10cm);
}

#[test]
fn icd10pcs() {
    replay("icd10pcs", him_fuzz::icd10pcs);
}

#[test]
fn moment() {
    replay("moment", him_fuzz::moment);
}

#[test]
fn fhir_r4() {
    replay("fhir_r4", him_fuzz::fhir_r4);
}

#[test]
fn scrub() {
    replay("scrub", him_fuzz::scrub);
}

#[test]
fn rule_file() {
    replay("rule_file", him_fuzz::rule_file);
}

#[test]
fn deid_fhir() {
    replay("deid_fhir", him_fuzz::deid_fhir);
    // What is read as a chart is JSON of FHIR, too.
    replay("fhir_r4", him_fuzz::deid_fhir);
}

#[test]
fn deid_hl7v2() {
    replay("deid_hl7v2", him_fuzz::deid_hl7v2);
}

#[test]
fn deid_csv() {
    replay("deid_csv", him_fuzz::deid_csv);
}

#[test]
fn expression() {
    replay("expression", him_fuzz::expression);
}

#[test]
fn claim_codes() {
    replay("claim_codes", him_fuzz::claim_codes);
}

#[test]
fn claim_edits() {
    replay("claim_edits", him_fuzz::claim_edits);
}

#[test]
fn ncci_files() {
    replay("ncci_files", him_fuzz::ncci_files);
}

#[test]
fn code_files() {
    replay("code_files", him_fuzz::code_files);
}

#[test]
fn grouping() {
    replay("grouping", him_fuzz::grouping);
}

#[test]
fn risk() {
    replay("risk", him_fuzz::risk);
}

#[test]
fn chart_json() {
    replay("chart_json", him_fuzz::chart_json);
}

#[test]
fn history_log() {
    replay("history_log", him_fuzz::history_log);
}
