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
    Claim, CodingEditor, CodingRule, Diagnosis, Edit, Finding, Findings, FindingsWriter,
    GuidelineBasis, MedicareCodeEditor, Place, Procedure, Rule, Setting, Severity,
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
    let mut writer = FindingsWriter::new();
    let mut line = Vec::new();
    for case in table["case"].as_array().unwrap() {
        let case = case.as_table().unwrap();
        let rule: CodingRule = format!("coding.{}", case["rule"].as_str().unwrap())
            .parse()
            .unwrap();
        let on = case
            .get("on")
            .map_or("2026-05-14", |on| on.as_str().unwrap());
        let (dx, px) = (strings(case, "dx"), strings(case, "px"));
        let findings = edit(CodingEditor::new(), on, &dx, &px);
        // What the writer remembers of other claims changes nothing.
        line.clear();
        writer.write(&findings, &mut line);
        assert_eq!(
            str::from_utf8(&line).unwrap(),
            serde_json::to_string(&findings).unwrap()
        );
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
        said(&["F458", "G4763", "I110", "I509", "Z720/"], &[]),
        [
            "informs coding.excludes1: F45.8 and G47.63 are not reported together unless they are unrelated: Excludes1 at F45.8 says \"sleep related teeth grinding (G47.63)\", and that at G47.63 says \"psychogenic bruxism (F45.8)\" []",
        ]
    );
    assert_eq!(
        said(&["D631", "N184", "G3281", "E1122", "Z720/"], &[]),
        [
            "warns coding.code-first-order: D63.1 has to come after N18.4: \"Code first underlying chronic kidney disease (CKD) (N18.-)\" at D63.1 []",
            "warns coding.code-first-order: N18.4 has to come after E11.22: \"Code first any associated: ... diabetic chronic kidney disease (E08.22, E09.22, E10.22, E11.22, E13.22) ...\" at N18 []",
            "informs coding.use-additional: N18.4 may need another code: \"Use additional code, if applicable, to identify: ... associated cachexia (E88.A) ...\" at N18 []",
            "informs coding.code-first-missing: what G32.81 comes from is missing: \"Code first underlying disease, such as: ... celiac disease (with gluten ataxia) (K90.0) ...\" at G32.81 []",
            "informs coding.use-additional: E11.22 may need another code: \"Use additional code to identify control using: ... injectable non-insulin antidiabetic drugs (Z79.85) ...\" at E11 []",
        ]
    );
    // The list has two blanks there.
    assert_eq!(
        said(&["Z4001"], &[]),
        [
            "informs coding.use-additional: Z40.01 may need another code: \"Use additional code to identify risk factor, such as genetic susceptibility to malignant neoplasm Z15.-\" at Z40.0 []",
        ]
    );
    assert_eq!(
        said(&["M1610", "H2511", "H2512"], &["0SRB0JZ"]),
        [
            "warns coding.side-open: M16.10 leaves the side open, which 0SRB0JZ tells [\"M1612\"]",
            "warns coding.sides-together: H25.12 and H25.11 are one condition on both sides, for which there is one code [\"H2513\"]",
        ]
    );
    assert_eq!(
        said(&["K219/", "Z9989", "L89152/U"], &[]),
        [
            "rejects coding.poa-missing: K21.9 needs an indicator: whether it was present on admission []",
            "warns coding.poa-exempt: Z99.89 is exempt from present-on-admission reporting (list of FY2026): its indicator is left empty []",
            "informs coding.poa-undocumented: the record does not tell whether L89.152 was present on admission: the provider is to be asked []",
        ]
    );
}

#[test]
fn what_the_medicare_code_editor_has_said_is_not_said_again() {
    let texts = owned(&["W19XXXA", "S72001A"]);
    let diagnoses = diagnoses(&texts);
    let mut claim = Claim::default();
    claim.discharge = Some(day("2026-05-14"));
    (claim.age, claim.sex, claim.discharge_status) = (Some(71), Some(2), Some(1));
    claim.diagnoses = &diagnoses;
    let mut findings = Findings::new();
    CodingEditor::new().edit(&claim, &mut findings);
    let rules = |findings: &Findings| -> Vec<String> {
        findings
            .all()
            .iter()
            .map(|it| it.rule().to_string())
            .collect()
    };
    assert!(rules(&findings).contains(&"coding.external-cause-first".to_owned()));
    MedicareCodeEditor::new().edit(&claim, &mut findings);
    let alone = serde_json::to_string(&findings.answer()).unwrap();
    assert_eq!(rules(&findings), ["mce.E_CODE_AS_PDX"]);
    CodingEditor::new().add(&claim, &mut findings);
    let both = rules(&findings);
    assert_eq!(both[0], "mce.E_CODE_AS_PDX");
    assert!(
        !both.contains(&"coding.external-cause-first".to_owned()),
        "{both:?}"
    );
    assert!(
        both.iter().skip(1).all(|rule| rule.starts_with("coding.")),
        "{both:?}"
    );
    // The answer of the official editor stays what it is.
    assert_eq!(serde_json::to_string(&findings.answer()).unwrap(), alone);
    assert_eq!(findings.answer().count(Edit::ExternalCauseAsPrincipal), 1);
}

#[test]
fn elsewhere_nothing_is_asked_about_admission() {
    let outside = CodingEditor::new().in_setting(Setting::Outpatient);
    let findings = edit(outside, "2026-05-14", &owned(&["H2510/", "J189/X"]), &[]);
    let rules: Vec<String> = findings
        .all()
        .iter()
        .map(|it| it.rule().to_string())
        .collect();
    assert!(!rules.iter().any(|rule| rule.contains("poa")), "{rules:?}");
    assert!(rules.contains(&"coding.side-open".to_owned()), "{rules:?}");
}

#[test]
fn names_and_sections() {
    for rule in CodingRule::ALL {
        let id = Rule::Coding(*rule);
        let text = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<Rule>(&text).unwrap(), id);
        assert_eq!(id.to_string().parse::<Rule>().unwrap(), id);
        let guideline = rule.guideline();
        let from_memory = guideline.basis() == GuidelineBasis::Memory;
        assert_eq!(
            guideline.to_string().ends_with("(section from memory)"),
            from_memory
        );
        assert!(guideline.to_string().contains(guideline.section()));
    }
}

#[test]
fn no_text_of_the_claim_is_kept() {
    let dx = owned(&["J189/Jane", "Jane Doe/Y", "E1165", "E1010/"]);
    let findings = edit(
        CodingEditor::new(),
        "2026-05-14",
        &dx,
        &owned(&["Jane Doe"]),
    );
    let all = format!("{findings:?} {}", serde_json::to_string(&findings).unwrap());
    assert!(!all.contains("Jane"), "{all}");
    assert!(all.contains("coding.poa-invalid"), "{all}");
}

/// Codes that can be reported, beginnings of codes, and what else may stand in their place.
fn any_code() -> impl Strategy<Value = String> {
    const CODES: [&str; 40] = [
        "E1165", "E1010", "I509", "I5022", "D631", "N184", "N189", "M1610", "M1611", "M160",
        "H2510", "H2511", "H2512", "S72001A", "S72001D", "S72001S", "S72009A", "W19XXXA",
        "W19XXXD", "Y92009", "Y9301", "O80", "O701", "Z370", "Z3800", "Z331", "Z3402", "Z3A39",
        "C189", "Z85038", "C7951", "B9620", "N390", "J189", "Q210", "Z9989", "F0280", "G309",
        "H401111", "H401112",
    ];
    prop_oneof![
        6 => proptest::sample::select(&CODES[..]).prop_map(str::to_owned),
        1 => "[A-Za-z][0-9][0-9A-Za-z.]{0,6}",
        1 => "[0 ]{0,4}",
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_is_answered(
        dx in proptest::collection::vec((any_code(), "[YNUW1 X]{0,2}"), 0..100),
        px in proptest::collection::vec(prop_oneof![Just("0SRB0JZ".to_owned()), Just("10E0XZZ".to_owned()), any_code()], 0..20),
        days in proptest::option::of(-3_000i64..3_000),
    ) {
        let diagnoses: Vec<Diagnosis<'_>> = dx.iter().map(|(code, poa)| Diagnosis::new(code, poa)).collect();
        let procedures: Vec<Procedure<'_>> = px.iter().map(|code| Procedure::new(code, None)).collect();
        let mut claim = Claim::default();
        claim.discharge = days.map(|days| day("2020-01-01") + chrono::TimeDelta::days(days));
        claim.diagnoses = &diagnoses;
        claim.procedures = &procedures;
        let mut findings = Findings::new();
        MedicareCodeEditor::new().edit(&claim, &mut findings);
        let before = findings.all().len();
        CodingEditor::new().add(&claim, &mut findings);
        let mut line = Vec::new();
        FindingsWriter::new().write(&findings, &mut line);
        prop_assert_eq!(&line, &serde_json::to_vec(&findings).unwrap());
        line.clear();
        FindingsWriter::new().write_answer("7", findings.answer(), &mut line);
        let identified = findings.answer().identified(7);
        prop_assert_eq!(line, serde_json::to_vec(&identified).unwrap());
        let added = &findings.all()[before..];
        let order: Vec<_> = added.iter().map(|it| (it.place(), it.rule())).collect();
        prop_assert!(order.is_sorted(), "{order:?}");
        for finding in added {
            prop_assert!(!finding.to_string().is_empty());
            prop_assert!(finding.suggestions().count() <= 4);
            prop_assert!(finding.notes().count() <= 2);
            for (place, _) in finding.others() {
                prop_assert!(place != finding.place());
            }
        }
        // Alone it says all that, and perhaps more; and a used buffer changes nothing.
        let mut alone = Findings::new();
        CodingEditor::new().edit(&claim, &mut alone);
        prop_assert!(added.iter().all(|it| alone.all().contains(it)));
        let first = serde_json::to_string(&alone).unwrap();
        CodingEditor::new().edit(&claim, &mut findings);
        prop_assert_eq!(serde_json::to_string(&findings).unwrap(), first);
        prop_assert!(claim.discharge.is_some_and(|on| on >= day("2015-10-01")) || alone.all().len() == 1);
    }
}

/// More codes than any form takes.
#[test]
fn a_thousand_codes() {
    let dx: Vec<String> = ["E1165", "E1010", "S72001A", "S72001D", "H2510"]
        .iter()
        .cycle()
        .take(1_000)
        .map(|code| (*code).to_owned())
        .collect();
    let findings = edit(CodingEditor::new(), "2026-05-14", &dx, &[]);
    assert!(
        findings
            .all()
            .iter()
            .any(|it| it.severity() == Severity::Warns)
    );
}
