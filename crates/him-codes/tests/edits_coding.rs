//! The editor of coding: rule by rule (`vectors/edits_coding.toml`), its words, and whatever else may come.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use him_codes::edits::{
    Claim, CodingEditor, CodingRule, Diagnosis, Edit, Finding, Findings, GuidelineBasis,
    MedicareCodeEditor, Place, Procedure, Rule, Setting, Severity,
};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Codes with their indicators after a slash.
fn diagnoses(texts: &[String]) -> Vec<Diagnosis<'_>> {
    texts
        .iter()
        .map(|text| {
            let (code, poa) = text.split_once('/').unwrap_or((text, "Y"));
            Diagnosis::new(code, poa)
        })
        .collect()
}

fn edit(editor: CodingEditor, on: &str, dx: &[String], px: &[String]) -> Findings {
    let diagnoses = diagnoses(dx);
    let procedures: Vec<Procedure<'_>> = px.iter().map(|code| Procedure::new(code, None)).collect();
    let mut claim = Claim::default();
    claim.discharge = Some(day(on));
    claim.diagnoses = &diagnoses;
    claim.procedures = &procedures;
    let mut findings = Findings::new();
    editor.edit(&claim, &mut findings);
    findings
}

fn place(place: Place) -> String {
    match place {
        Place::Diagnosis(index) => format!("dx{index}"),
        Place::Procedure(index) => format!("px{index}"),
        _ => "claim".to_owned(),
    }
}

fn places(finding: &Finding) -> Vec<String> {
    let own = [finding.place()].into_iter();
    own.chain(finding.others().map(|(place, _)| place))
        .map(place)
        .collect()
}

fn strings(case: &toml::Table, name: &str) -> Vec<String> {
    let list = case.get(name).and_then(toml::Value::as_array);
    let list = list.into_iter().flatten();
    list.map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn vectors() {
    let text = include_str!("vectors/edits_coding.toml");
    let table: toml::Table = text.parse().unwrap();
    let (mut positive, mut negative) = (BTreeSet::new(), BTreeSet::new());
    let mut wrong = Vec::new();
    for case in table["case"].as_array().unwrap() {
        let case = case.as_table().unwrap();
        let rule: CodingRule = case["rule"].as_str().unwrap().parse().unwrap();
        let on = case
            .get("on")
            .map_or("2026-05-14", |on| on.as_str().unwrap());
        let (dx, px) = (strings(case, "dx"), strings(case, "px"));
        let findings = edit(CodingEditor::new(), on, &dx, &px);
        let own = findings
            .all()
            .iter()
            .filter(|it| it.rule() == Rule::Coding(rule));
        let found: Vec<String> = own
            .map(|it| format!("{} {}", it.severity(), places(it).join(" ")))
            .collect();
        let mut expected = strings(case, "found");
        let mut sorted = found.clone();
        sorted.sort();
        expected.sort();
        if sorted != expected {
            wrong.push(format!(
                "{rule} {dx:?} {px:?}: {found:?}, expected {expected:?}"
            ));
        }
        if expected.is_empty() {
            negative.insert(rule)
        } else {
            positive.insert(rule)
        };
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for rule in CodingRule::ALL {
        assert!(negative.contains(rule), "{rule} has no negative vector");
        assert!(positive.contains(rule), "{rule} has no positive vector");
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn sentences() {
    let said = |dx: &[&str], px: &[&str]| -> Vec<String> {
        let findings = edit(CodingEditor::new(), "2026-05-14", &owned(dx), &owned(px));
        let all = findings.all().iter();
        all.map(|finding| {
            let codes: Vec<String> = finding.suggestions().map(|code| code.to_string()).collect();
            format!(
                "{} {}: {finding} {codes:?}",
                finding.severity(),
                finding.rule()
            )
        })
        .collect()
    };
    assert_eq!(
        said(&["F458", "G4763", "I110", "N184"], &[]),
        [
            "informs coding.excludes1: F45.8 and G47.63 are not reported together unless they are unrelated: Excludes1 at F45.8 says \"sleep related teeth grinding (G47.63)\", and that at G47.63 says \"psychogenic bruxism (F45.8)\" []",
            "",
        ]
    );
}
