//! Explanations: the path, the codes behind each operand, and questions. All claims are invented.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use him_codes::edits::{Claim, Diagnosis, Procedure};
use him_drg::explain::{Explanation, Place, Question, StepResult};
use him_drg::{
    Affects, Grouper, Grouping, HacStatus, Hospital, Options, PoaCheck, ReturnCode, SeverityUse,
    Ties, Version,
};

fn explain(diagnoses: &[(&str, &str)], procedures: &[&str]) -> Explanation {
    let diagnoses: Vec<Diagnosis<'_>> = diagnoses
        .iter()
        .map(|(code, poa)| Diagnosis::new(code, poa))
        .collect();
    let procedures: Vec<Procedure<'_>> = procedures
        .iter()
        .map(|code| Procedure::new(code, None))
        .collect();
    let mut claim = Claim::default();
    (claim.sex, claim.discharge_status) = (Some(2), Some(1));
    claim.diagnoses = &diagnoses;
    claim.procedures = &procedures;
    Grouper::new()
        .explain(Version::new(43, 1).unwrap(), &claim)
        .unwrap()
}

fn questions(why: &Explanation) -> Vec<String> {
    why.questions.iter().map(ToString::to_string).collect()
}

#[test]
fn trauma_of_two_sites_goes_by_way_of_the_first_list() {
    let why = explain(&[("S72141A", "Y"), ("S27339A", "Y"), ("E119", "Y")], &[]);
    let [first, last] = why.path.as_slice() else {
        panic!("{why}")
    };
    assert_eq!((first.list, first.leads), (0, StepResult::List(24)));
    assert_eq!(first.formula, "PDX:strauma & MULTST");
    let places: Vec<Place> = first.operands[1].by.iter().map(|it| it.place).collect();
    assert_eq!(places, [Place::Principal, Place::Secondary(0)]);
    assert_eq!((last.list, why.initial.mdc), (24, 24));
    assert_eq!(last.leads, StepResult::Drg(why.initial.drg));
    assert!(why.final_path.is_empty());
}

#[test]
fn unrelated_procedures_take_a_third_step() {
    let why = explain(&[("I5021", "Y")], &["0SRD0JZ"]);
    let lists: Vec<u8> = why.path.iter().map(|step| step.list).collect();
    assert_eq!(lists, [5, 29]);
    assert_eq!(why.path[0].leads, StepResult::List(29));
    assert_eq!(why.initial.mdc, 5);
    assert_eq!(
        why.path[1].operands[0].by[0].code.unwrap().to_string(),
        "0SRD0JZ"
    );
}

#[test]
fn errors_have_a_path_where_a_row_found_them() {
    let why = explain(&[("W891XXA", "Y")], &[]);
    assert_eq!(
        why.path[0].leads,
        StepResult::Error(ReturnCode::CannotBePrincipal)
    );
    assert_eq!(why.path[0].operands[0].text, "PDX_ECODE");
    assert!(why.questions.is_empty());
    let why = explain(&[], &[]);
    assert_eq!(
        why.path[0].leads,
        StepResult::Error(ReturnCode::InvalidPrincipal)
    );
}

#[test]
fn a_single_code_that_decides_is_asked_about() {
    let why = explain(&[("I5021", "Y"), ("J9601", "Y"), ("N179", "Y")], &[]);
    assert_eq!(
        questions(&why),
        [
            "J96.01 (diagnosis 2) is the only MCC that counts, and the DRG depends on it: which documentation supports it?",
            "N17.9 (diagnosis 3) is an unspecified code: does the record say more, or is this all that is known?",
            "DRG 292, Heart Failure and Shock with CC differs by severity alone: does the documentation support each secondary diagnosis that is coded, and is each that it supports coded?",
            "DRG 293, Heart Failure and Shock without CC/MCC differs by severity alone: does the documentation support each secondary diagnosis that is coded, and is each that it supports coded?",
        ]
    );
    // Two of them, and neither is the only one.
    let why = explain(&[("I5021", "Y"), ("J9601", "Y"), ("I469", "Y")], &[]);
    assert!(
        !why.questions
            .iter()
            .any(|it| matches!(it, Question::OnlyCarrier { .. }))
    );
}

#[test]
fn indicators_are_asked_about_and_whether_they_decide() {
    let why = explain(&[("I5021", "Y"), ("S72141A", "U")], &[]);
    assert_eq!(why.hac_status, HacStatus::Changes);
    assert_eq!((why.initial.drg, why.last.drg), (291, 293));
    assert_eq!(why.final_path.last().unwrap().leads, StepResult::Drg(293));
    assert_eq!(
        questions(&why)[0],
        "S72.141A (diagnosis 2) is coded as not present on admission: what does the record say of when it began? The final DRG depends on it."
    );
    let why = explain(&[("I5021", "Y"), ("S72141A", "U"), ("J9601", "Y")], &[]);
    assert_eq!(why.hac_status, HacStatus::NoChange);
    assert!(questions(&why).contains(
        &"S72.141A (diagnosis 2) is coded as not present on admission: what does the record say of when it began?".to_owned()
    ));
    let why = explain(&[("I5021", "Y"), ("S72141A", "")], &[]);
    assert_eq!(why.last.return_code, ReturnCode::HacMissingOnePoa);
    assert_eq!(
        questions(&why)[0],
        "S72.141A (diagnosis 2) has no valid indicator for present on admission: what does the record say of when it began? The final DRG depends on it."
    );
}

#[test]
fn excluded_severities_say_why() {
    let why = explain(&[("I5021", "Y"), ("I5023", "Y")], &[]);
    assert_eq!(why.severities[0].used, SeverityUse::MccExcluded);
    assert!(
        why.to_string()
            .contains("I50.23 (diagnosis 2): MCC, excluded by the principal diagnosis")
    );
}

/// A field for codes may hold a name.
#[test]
fn what_is_no_code_is_not_printed() {
    let why = explain(
        &[("Jane Doe", "Jane"), ("Doe", "Doe"), ("I5021", "Jane Doe")],
        &["Jane", "Doe"],
    );
    for text in [why.to_string(), format!("{why:?}")] {
        assert!(
            !text.contains("Jane") && !text.contains("Doe") && !text.contains("DOE"),
            "{text}"
        );
    }
}

/// From memory of the grouper's manual; see `docs/conformance/drg.md`.
#[test]
fn hospitals_that_are_exempt_or_not_known() {
    let outcome = |hospital, indicators: &[&str]| {
        let mut diagnoses = vec![Diagnosis::new("I5021", "Y")];
        diagnoses.extend(indicators.iter().map(|poa| Diagnosis::new("S72141A", poa)));
        let mut claim = Claim::default();
        claim.discharge_status = Some(1);
        claim.diagnoses = &diagnoses;
        let mut options = Options::default();
        options.hospital = hospital;
        let grouper = Grouper::new().with_options(options);
        let why = grouper
            .explain(Version::new(43, 1).unwrap(), &claim)
            .unwrap();
        (why.last.drg, why.last.return_code)
    };
    let unknown = |indicators: &[&str]| outcome(Hospital::Unknown, indicators);
    assert_eq!(outcome(Hospital::Exempt, &["N", ""]), (291, ReturnCode::Ok));
    assert_eq!(unknown(&["Y", "W"]), (291, ReturnCode::Ok));
    assert_eq!(unknown(&["N"]), (999, ReturnCode::HacStatusInvalidPoaNOrU));
    assert_eq!(
        unknown(&["1"]),
        (999, ReturnCode::HacStatusInvalidPoaInvalidOr1)
    );
    for several in [&["U", ""][..], &["N", "N"], &["1", "E"]] {
        assert_eq!(
            unknown(several),
            (999, ReturnCode::HacStatusInvalidMultHacs)
        );
    }
    assert_eq!(
        unknown(&["Y", "U"]),
        (999, ReturnCode::HacStatusInvalidPoaNOrU)
    );
}

#[test]
fn what_is_said_of_each_code_of_an_exempt_hospital() {
    let diagnoses = [
        Diagnosis::new("I5021", "Y"),
        Diagnosis::new("T8144XA", "N"),
        Diagnosis::new("I10", "N"),
    ];
    let mut claim = Claim::default();
    claim.discharge_status = Some(1);
    claim.diagnoses = &diagnoses;
    let mut options = Options::default();
    options.hospital = Hospital::Exempt;
    let mut grouping = Grouping::new();
    let grouper = Grouper::new().with_options(options);
    grouper
        .group_as(Version::new(43, 1).unwrap(), &claim, &mut grouping)
        .unwrap();
    let mut said = grouping.secondary();
    let infection = said.next().unwrap();
    assert_eq!(infection.poa, PoaCheck::Exempt);
    let lines = infection
        .conditions()
        .map(|line| (line.number, line.used.name(), line.list));
    let exempt = |list| (0, "HAC_NOT_APPLICABLE_EXEMPT", list);
    assert_eq!(
        lines.collect::<Vec<_>>(),
        ["hac11_sdx", "HAC12", "HAC13"].map(exempt)
    );
    assert_eq!(said.next().unwrap().poa, PoaCheck::NotChecked);
    assert_eq!(grouping.hac_status(), HacStatus::NotApplicable);
}

/// Two MCCs of one kind, the later one first by code.
#[test]
fn ties_are_broken_as_asked() {
    let diagnoses = ["I5021", "J9601", "A419", "E119"].map(|code| Diagnosis::new(code, "Y"));
    let mut claim = Claim::default();
    claim.discharge_status = Some(1);
    claim.diagnoses = &diagnoses;
    let marked = |ties| {
        let mut options = Options::default();
        options.ties = ties;
        let mut grouping = Grouping::new();
        let grouper = Grouper::new().with_options(options);
        grouper
            .group_as(Version::new(43, 1).unwrap(), &claim, &mut grouping)
            .unwrap();
        let marked = grouping.secondary().map(|one| one.affects == Affects::Both);
        marked.collect::<Vec<_>>()
    };
    assert_eq!(marked(Ties::ClinicalSignificance), [false, true, false]);
    assert_eq!(marked(Ties::ClaimOrder), [true, false, false]);
    assert_eq!(marked(Ties::Alphabetical), [false, true, false]);
}
