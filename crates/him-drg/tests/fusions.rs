//! Spinal fusions are counted: one, two or three of a kind are different DRGs. Claims are invented.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use him_codes::edits::{Claim, Diagnosis, Procedure};
use him_drg::{Grouper, Grouping, Version};

/// Fusions of one joint from the front, then of several from behind.
const FRONT: [&str; 3] = ["0RG60K0", "0SG00JJ", "0RGA3K0"];
const BEHIND: &str = "0RG7071";

fn drg(version: Version, secondary: &[&str], procedures: &[&str]) -> u16 {
    let diagnoses = ["M48061"].iter().chain(secondary);
    let diagnoses: Vec<Diagnosis<'_>> = diagnoses.map(|code| Diagnosis::new(code, "Y")).collect();
    let procedures: Vec<Procedure<'_>> = procedures
        .iter()
        .map(|code| Procedure::new(code, None))
        .collect();
    let mut claim = Claim::default();
    (claim.sex, claim.discharge_status) = (Some(1), Some(1));
    claim.diagnoses = &diagnoses;
    claim.procedures = &procedures;
    let mut grouping = Grouping::new();
    Grouper::new()
        .group_as(version, &claim, &mut grouping)
        .unwrap();
    grouping.initial().drg
}

/// `MULTFUSE` of V42 and what V43 writes in its place say the same. Three from one side are no fusion of both.
#[test]
fn fusions_of_one_side_are_counted() {
    let [one, two, three] = FRONT;
    for (major, minor) in [(42, 0), (42, 1), (43, 0), (43, 1)] {
        let version = Version::new(major, minor).unwrap();
        assert_eq!(drg(version, &[], &[one]), 451, "{version}");
        assert_eq!(drg(version, &[], &[one, two]), 448, "{version}");
        assert_eq!(drg(version, &[], &[one, two, three]), 448, "{version}");
        assert_eq!(drg(version, &["J9601"], &[one, two]), 447, "{version}");
        assert_eq!(drg(version, &[], &[one, BEHIND]), 428, "{version}");
        assert_eq!(drg(version, &["J9601"], &[one, BEHIND]), 426, "{version}");
    }
}
