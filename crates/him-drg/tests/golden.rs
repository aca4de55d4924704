//! What a version answered once it answers for ever: a hash over every code of the embedded tables.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fmt::Write;

use him_codes::edits::{Claim, Diagnosis, Procedure};
use him_codes::{icd10cm, icd10pcs};
use him_drg::{Grouper, Grouping, Version, titles};
use sha2::{Digest, Sha256};

/// For each version the hash of its answers to claims made of its codes. Frozen.
const FROZEN: [(&str, &str); 8] = [
    (
        "40.0",
        "04746c42697176fcbe47194dc3416ac23bc22b78c92389f555388aae0b54d8b4",
    ),
    (
        "40.1",
        "ece73814bb8f7a404a64bdb40ca17eb54f181d687b9e8f5f299a7fa4b3876588",
    ),
    (
        "41.0",
        "8596d405f1dc41027b8bae6c529ec3f6b244bfceeece4f986a049a3a2b82e456",
    ),
    (
        "41.1",
        "2bde2d7d6f8518b111fb7d7683a25be1d7ef18c984a8abdd3949d19b26246d47",
    ),
    (
        "42.0",
        "0faa8dc040df2f330021a8da874bcaa57e7d7124b8a0a348006b3cc71c636d6d",
    ),
    (
        "42.1",
        "760a7fdfc63601d6492012fc7f173ed0647a946eff9324248bc69fccb1fba6e2",
    ),
    (
        "43.0",
        "8e9fb6cf4858610828f22b3638e8c41545a22423ed33f6e0d1c067ce5058e865",
    ),
    (
        "43.1",
        "6251dbfdcd85c85a03b34ab5bc2c5fe716b7739a1f08c95ac2fb4e5dfaa1065d",
    ),
];

/// Each ninth diagnosis as principal, beside those that follow it in a stride through the list, with procedures in another.
fn hash(version: Version) -> String {
    let day = version.last_day().unwrap();
    let diagnoses: Vec<String> = icd10cm::entries(day)
        .map(|entry| entry.code().undotted().to_string())
        .collect();
    let procedures: Vec<String> = icd10pcs::entries(day)
        .map(|entry| entry.code().to_string())
        .collect();
    let (grouper, mut grouping) = (Grouper::new(), Grouping::new());
    let mut hash = Sha256::new();
    for (place, principal) in diagnoses.iter().enumerate().step_by(9) {
        let other = |n: usize| {
            diagnoses
                .get((place * 7 + n * 7_919) % diagnoses.len())
                .unwrap()
        };
        let poa = ["Y", "N", "W", "U", "1"];
        let mut codes = vec![Diagnosis::new(principal, "Y")];
        codes.extend((1..6).map(|n| Diagnosis::new(other(n), poa[(place + n) % poa.len()])));
        let procedure = |n: usize| {
            procedures
                .get((place * 11 + n * 7_907) % procedures.len())
                .unwrap()
        };
        let operations: Vec<Procedure<'_>> = (0..place % 4)
            .map(|n| Procedure::new(procedure(n), None))
            .collect();
        let mut claim = Claim::default();
        claim.sex = Some(1 + i32::from(place % 2 == 0));
        claim.discharge_status = Some([1, 20, 2, 7][place % 4]);
        claim.diagnoses = &codes;
        claim.procedures = &operations;
        grouper.group_as(version, &claim, &mut grouping).unwrap();
        hash.update(serde_json::to_vec(&grouping).unwrap());
    }
    for number in 0..1_000 {
        hash.update(titles::drg(number, version).unwrap_or_default());
    }
    let mut text = String::new();
    for byte in hash.finalize() {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

#[test]
fn answers_do_not_change() {
    let found: Vec<(String, String)> = Grouper::new()
        .versions()
        .map(|version| (version.to_string(), hash(version)))
        .collect();
    let frozen: Vec<(String, String)> = FROZEN
        .iter()
        .map(|(version, hash)| ((*version).to_owned(), (*hash).to_owned()))
        .collect();
    assert_eq!(found, frozen);
}
