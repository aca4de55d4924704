//! After the first claim, grouping allocates nothing.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::hint::black_box;

use him_codes::edits::{Claim, Diagnosis, Procedure};
use him_drg::{Grouper, Grouping, Version};

#[test]
fn a_used_buffer_is_enough() {
    // Invented: trauma of several sites, joints, clusters, stents, conditions acquired in hospital.
    let codes = [
        "S72141A", "S27339A", "I5021", "T83511A", "N390", "E119", "QQQ", "", "J9601", "Z3800",
    ];
    let indicators = ["Y", "N", "", "U", "W", "1"];
    let diagnoses: Vec<Diagnosis<'_>> = codes
        .iter()
        .cycle()
        .zip(indicators.iter().cycle())
        .take(25)
        .map(|(code, poa)| Diagnosis::new(code, poa))
        .collect();
    let codes = [
        "0SPD08Z", "0SRD0JZ", "0SR904Z", "0SRB04Z", "027034Z", "0271356", "ZZZ", "5A1955Z",
    ];
    let procedures: Vec<Procedure<'_>> = codes
        .iter()
        .cycle()
        .take(25)
        .map(|code| Procedure::new(code, None))
        .collect();
    let mut large = Claim::default();
    (large.sex, large.discharge_status) = (Some(2), Some(1));
    large.admitting = "R079";
    large.diagnoses = &diagnoses;
    large.procedures = &procedures;
    let mut small = large;
    small.diagnoses = diagnoses.get(1..3).unwrap();
    small.procedures = &[];

    let grouper = Grouper::new();
    let mut grouping = Grouping::new();
    let version = Version::new(43, 1).unwrap();
    let first =
        allocation_counter::measure(|| grouper.group_as(version, &large, &mut grouping).unwrap());
    assert!(first.count_total > 0, "the counter does count");
    let mut codes = 0;
    let counted = allocation_counter::measure(|| {
        for version in grouper.versions() {
            for claim in [&large, &small, &large] {
                grouper
                    .group_as(version, black_box(claim), &mut grouping)
                    .unwrap();
                codes += grouping
                    .secondary()
                    .map(|it| 1 + it.conditions().count())
                    .sum::<usize>();
                codes += grouping
                    .procedures()
                    .map(|it| 1 + it.conditions().count())
                    .sum::<usize>();
            }
        }
    });
    assert_eq!(counted.count_total, 0);
    assert!(codes > 800, "{codes}");
}
