//! After the first, a score allocates nothing. People are invented.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use him_codes::Icd10Cm;
use him_risk::hcc::{Beneficiary, Entitlement, Model, Scorer, Sex};

#[test]
fn a_score_allocates_nothing_after_the_first() {
    let codes: Vec<Icd10Cm> = [
        "E11.22", "I50.9", "J44.9", "C50.911", "N18.6", "F20.9", "Z00.00", "I48.0",
    ]
    .iter()
    .map(|code| code.parse().unwrap())
    .collect();
    let woman = Beneficiary::aged(70, Sex::Female).unwrap();
    let woman = woman.with_original_entitlement(Entitlement::RenalDisease);
    for model in Model::ALL {
        let mut scorer = Scorer::new(model);
        scorer.score(&woman, &codes).unwrap();
        let info = allocation_counter::measure(|| {
            let score = scorer.score(&woman, &codes).unwrap();
            assert!(score.terms().len() > 1 && score.categories().count() > 2);
            assert!(
                score
                    .categories()
                    .all(|category| category.codes().count() > 0)
            );
        });
        assert_eq!(info.count_total, 0, "{model}");
    }
}
