//! The table of jurisdictions in the project's documentation is that of the rules.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fmt::Write as _;
use std::path::Path;

use him_retention::{Expression, RuleBook, Verification};

const HEAD: &str = "| | rules | text of the law | summary of the law | secondary | unverified | doubts | age of majority | no period found |\n\
                    |---|---|---|---|---|---|---|---|---|\n";

fn table(book: &RuleBook) -> String {
    let mut table = String::from(HEAD);
    for place in book.places() {
        let rules: Vec<_> = book
            .rules()
            .iter()
            .filter(|rule| rule.jurisdiction == place.jurisdiction)
            .collect();
        let checked = |how| rules.iter().filter(|rule| rule.verification == how).count();
        let doubts: Vec<_> = rules
            .iter()
            .filter(|rule| !rule.unverified.is_empty() || rule.disputed.is_some())
            .map(|rule| rule.id.to_string())
            .collect();
        let majority = place.majority.as_ref().map_or_else(
            || "-".to_owned(),
            |majority| {
                let checked = if majority.is_verified() {
                    "checked"
                } else {
                    "from memory"
                };
                format!("{}, {checked}", majority.age)
            },
        );
        let none: Vec<_> = rules
            .iter()
            .filter(|rule| rule.adult == Some(Expression::None))
            .map(|rule| rule.provider.to_string())
            .collect();
        let _ = writeln!(
            table,
            "| {} {} | {} | {} | {} | {} | {} | {} | {majority} | {} |",
            place.jurisdiction,
            place.name,
            rules.len(),
            checked(Verification::PrimaryText),
            checked(Verification::LawSummary),
            checked(Verification::Secondary),
            checked(Verification::Unverified),
            doubts.join(", "),
            none.join(", "),
        );
    }
    table
}

#[test]
fn the_table_of_jurisdictions_is_that_of_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/conformance/retention.md");
    // The documentation is part of the repository and not of the published crate.
    let Ok(document) = std::fs::read_to_string(path) else {
        return;
    };
    let table = table(RuleBook::embedded());
    assert!(
        document.contains(&table),
        "docs/conformance/retention.md lacks this table:\n{table}"
    );
}
