//! Whatever stands on a claim: a return code or a typed error, never a panic; and what grouping must keep.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use chrono::NaiveDate;
use him_codes::edits::{Claim, Diagnosis, Procedure};
use him_drg::{
    AdmittingStatus, ErrorKind, Grouper, Grouping, HacStatus, Hospital, Options, ReturnCode, Ties,
    Version,
};
use proptest::prelude::*;

fn v43() -> Version {
    Version::new(43, 1).unwrap()
}

fn group(claim: &Claim<'_>) -> Grouping {
    let mut grouping = Grouping::new();
    Grouper::new()
        .group_as(v43(), claim, &mut grouping)
        .unwrap();
    grouping
}

fn with(diagnoses: &[&str]) -> Grouping {
    let diagnoses: Vec<Diagnosis<'_>> = diagnoses
        .iter()
        .map(|code| Diagnosis::new(code, "Y"))
        .collect();
    let mut claim = Claim::default();
    (claim.sex, claim.discharge_status) = (Some(1), Some(1));
    claim.diagnoses = &diagnoses;
    group(&claim)
}

#[test]
fn nothing_at_all_has_no_principal_diagnosis() {
    let grouping = group(&Claim::default());
    assert_eq!(grouping.initial().return_code, ReturnCode::InvalidPrincipal);
    assert_eq!((grouping.last().drg, grouping.last().mdc), (999, 0));
    assert_eq!(grouping.admitting(), AdmittingStatus::NotGiven);
    assert_eq!(grouping.hac_status(), HacStatus::NotApplicable);
    assert!(!grouping.principal().recognized);
    assert_eq!(grouping.secondary().len(), 0);
}

#[test]
fn errors_of_the_principal_diagnosis() {
    for (code, expected) in [
        ("", ReturnCode::InvalidPrincipal),
        ("I50.21", ReturnCode::InvalidPrincipal),
        (" I5021", ReturnCode::InvalidPrincipal),
        ("I5021000", ReturnCode::InvalidPrincipal),
        ("\u{130}50", ReturnCode::InvalidPrincipal),
        ("W891XXA", ReturnCode::CannotBePrincipal),
        ("i5021", ReturnCode::Ok),
    ] {
        assert_eq!(with(&[code]).initial().return_code, expected, "{code}");
    }
}

#[test]
fn sex_and_discharge_status_matter_where_they_are_asked_for() {
    let code_of = |code: &str, sex, status| {
        let diagnoses = [Diagnosis::new(code, "Y")];
        let mut claim = Claim::default();
        (claim.sex, claim.discharge_status) = (sex, status);
        claim.diagnoses = &diagnoses;
        group(&claim).initial().return_code
    };
    // A54.09 belongs to MDC 12 or 13.
    for sex in [None, Some(0), Some(3), Some(i32::MIN)] {
        assert_eq!(
            code_of("A5409", sex, Some(1)),
            ReturnCode::InvalidSex,
            "{sex:?}"
        );
        assert_eq!(code_of("I5021", sex, Some(1)), ReturnCode::Ok, "{sex:?}");
    }
    // DRG 280 to 285 depend on whether the patient lives.
    for status in [None, Some(0), Some(8), Some(99), Some(i32::MAX)] {
        assert_eq!(
            code_of("I2101", Some(1), status),
            ReturnCode::InvalidDischargeStatus,
            "{status:?}"
        );
        assert_eq!(
            code_of("J189", Some(1), status),
            ReturnCode::Ok,
            "{status:?}"
        );
    }
}

#[test]
fn five_hundred_codes_and_more() {
    let codes = ["I5021", "S72141A", "E119", "nonsense", ""];
    let procedures = ["0SPD08Z", "0SRD0JZ", "0SR904Z", "0SRB04Z", "027034Z", "?"];
    for count in [500, 70_000] {
        let diagnoses: Vec<Diagnosis<'_>> = codes
            .iter()
            .cycle()
            .take(count)
            .map(|code| Diagnosis::new(code, "N"))
            .collect();
        let procedures: Vec<Procedure<'_>> = procedures
            .iter()
            .cycle()
            .take(count.min(2_000))
            .map(|code| Procedure::new(code, None))
            .collect();
        let mut claim = Claim::default();
        (claim.sex, claim.discharge_status) = (Some(1), Some(1));
        claim.diagnoses = &diagnoses;
        claim.procedures = &procedures;
        let grouping = group(&claim);
        assert!(grouping.initial().is_grouped());
        assert_eq!(grouping.secondary().len(), count - 1);
        assert_eq!(grouping.procedures().len(), count.min(2_000));
    }
}

#[test]
fn no_version_is_an_error_that_says_so() {
    let mut grouping = Grouping::new();
    let grouper = Grouper::new();
    let mut claim = Claim::default();
    let kind = |claim: &Claim<'_>, grouping: &mut Grouping| {
        grouper.group(claim, grouping).map_err(|error| error.kind())
    };
    assert_eq!(kind(&claim, &mut grouping), Err(ErrorKind::NoDischargeDate));
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    for outside in [
        day(2022, 9, 30),
        day(2026, 10, 1),
        Some(NaiveDate::MIN),
        Some(NaiveDate::MAX),
    ] {
        claim.discharge = outside;
        assert!(
            matches!(
                kind(&claim, &mut grouping),
                Err(ErrorKind::NotInForce { .. })
            ),
            "{outside:?}"
        );
    }
    // The days of each version, from `MSDRG.md`.
    for (first, last, version) in [
        (day(2022, 10, 1), day(2023, 3, 31), "40.0"),
        (day(2023, 4, 1), day(2023, 9, 30), "40.1"),
        (day(2023, 10, 1), day(2024, 3, 31), "41.0"),
        (day(2024, 4, 1), day(2024, 9, 30), "41.1"),
        (day(2024, 10, 1), day(2025, 3, 31), "42.0"),
        (day(2025, 4, 1), day(2025, 9, 30), "42.1"),
        (day(2025, 10, 1), day(2026, 3, 31), "43.0"),
        (day(2026, 4, 1), day(2026, 9, 30), "43.1"),
    ] {
        let version: Version = version.parse().unwrap();
        assert_eq!((version.first_day(), version.last_day()), (first, last));
        for on in [first, last] {
            claim.discharge = on;
            assert_eq!(kind(&claim, &mut grouping), Ok(()));
            assert_eq!(grouping.version(), Some(version));
        }
    }
    assert_eq!(
        grouper
            .group_as(Version::new(44, 0).unwrap(), &claim, &mut grouping)
            .unwrap_err()
            .to_string(),
        "no version: 44.0 is not held; held are 40.0 to 43.1"
    );
}

#[test]
fn versions_are_written_in_three_ways() {
    for text in ["43.1", "V43.1", "v43.1", "431"] {
        assert_eq!(text.parse(), Ok(v43()), "{text}");
    }
    for text in [
        "", "43", "43.2", "4.31", "43.1 ", "+43.1", "043.1.", "1000.1", "V", "4\u{e9}",
    ] {
        assert!(text.parse::<Version>().is_err(), "{text}");
    }
    assert_eq!(v43().to_string(), "43.1");
}

/// Codes that lead into the corners of the logic, and such as are none.
const DIAGNOSES: [&str; 22] = [
    "I5021", "S72141A", "S27339A", "S062X9A", "T83511A", "N390", "E1165", "A5409", "W891XXA",
    "B20", "I469", "J9601", "I2101", "Z3800", "P9160", "O80", "K7200", "N186", "C9101", "i5021",
    "", "\u{dc}",
];
const PROCEDURES: [&str; 18] = [
    "0SPD08Z", "0SRD0JZ", "0SR904Z", "0SRB04Z", "027034Z", "0271356", "02733G6", "0BYF0Z2",
    "0TY00Z0", "5A1955Z", "0B113Z4", "XRGA4R7", "0RG84K0", "0SG13J1", "10D07Z7", "ZZZZZZZ", "0",
    "\u{dc}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_claim_has_a_result(
        diagnoses in prop::collection::vec((0..26_usize, "[YNUW1E ]?", ".{0,9}"), 0..40),
        procedures in prop::collection::vec((0..22_usize, "[0-9A-Za-z]{0,8}"), 0..40),
        sex in prop::option::of(-1..4_i32),
        status in prop::option::of(-1..100_i32),
        version in 0..8_usize,
        hospital in 0..3_usize,
        ties in 0..3_usize,
        affected: bool,
    ) {
        let diagnoses: Vec<Diagnosis<'_>> = diagnoses
            .iter()
            .map(|(place, poa, other)| Diagnosis::new(DIAGNOSES.get(*place).copied().unwrap_or(other), poa))
            .collect();
        let procedures: Vec<Procedure<'_>> = procedures
            .iter()
            .map(|(place, other)| Procedure::new(PROCEDURES.get(*place).copied().unwrap_or(other), None))
            .collect();
        let mut claim = Claim::default();
        (claim.sex, claim.discharge_status) = (sex, status);
        claim.diagnoses = &diagnoses;
        claim.procedures = &procedures;
        let mut options = Options::default();
        options.hospital = [Hospital::NotExempt, Hospital::Exempt, Hospital::Unknown][hospital];
        options.ties = [Ties::ClinicalSignificance, Ties::ClaimOrder, Ties::Alphabetical][ties];
        options.affected = affected;
        let grouper = Grouper::new().with_options(options);
        let version = grouper.versions().nth(version).unwrap();
        let mut grouping = Grouping::new();
        grouper.group_as(version, &claim, &mut grouping).unwrap();

        prop_assert_eq!(grouping.secondary().len(), diagnoses.len().saturating_sub(1));
        prop_assert_eq!(grouping.procedures().len(), procedures.len());
        for outcome in [grouping.initial(), grouping.last()] {
            prop_assert_eq!(outcome.is_grouped(), outcome.drg != 999);
            prop_assert_eq!(outcome.is_grouped(), outcome.mdc != 0);
        }
        if hospital == 1 {
            prop_assert_eq!(grouping.initial(), grouping.last());
        }
        if !affected {
            let marked = |affects: him_drg::Affects| affects != him_drg::Affects::None;
            prop_assert!(!grouping.secondary().any(|it| marked(it.affects)));
            prop_assert!(!grouping.procedures().any(|it| marked(it.affects)));
        }
        // A buffer that was used says the same, and the order of secondary codes does not matter to the DRG.
        let (initial, last) = (*grouping.initial(), *grouping.last());
        let mut turned = diagnoses.clone();
        turned.get_mut(1..).unwrap_or_default().reverse();
        claim.diagnoses = &turned;
        let reversed: Vec<Procedure<'_>> = procedures.iter().rev().copied().collect();
        claim.procedures = &reversed;
        grouper.group_as(version, &claim, &mut grouping).unwrap();
        prop_assert_eq!((initial, last), (*grouping.initial(), *grouping.last()));
        // The explanation comes to the same.
        let why = grouper.explain(version, &claim).unwrap();
        prop_assert_eq!((why.initial, why.last), (initial, last));
        prop_assert_eq!(why.path.is_empty(), why.to_string().contains("no row of the list"));
        if let Some(step) = why.path.last().filter(|_| initial.is_grouped()) {
            prop_assert_eq!(step.leads, him_drg::explain::StepResult::Drg(initial.drg));
        }
    }

    #[test]
    fn any_text_is_a_version_or_none(text in ".{0,8}") {
        if let Ok(version) = text.parse::<Version>() {
            prop_assert_eq!(version.to_string().parse::<Version>(), Ok(version));
        }
    }
}
