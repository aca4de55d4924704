//! Dated vectors of every rule, through both public paths.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests fail by panicking and say when they skip"
)]

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use him_retention::{Event, Facts, Outcome, RuleBook, Scope};
use serde::Deserialize;

const FILES: &[(&str, &str)] = &[
    ("us.toml", include_str!("vectors/us.toml")),
    ("states.toml", include_str!("vectors/states.toml")),
    ("world.toml", include_str!("vectors/world.toml")),
    ("advisory.toml", include_str!("vectors/advisory.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    vector: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    rule: String,
    case: String,
    jurisdiction: String,
    events: BTreeMap<String, String>,
    through: Option<String>,
    outcome: Option<String>,
    missing: Option<String>,
    #[serde(default)]
    needs: Vec<String>,
    law_of: Option<String>,
}

impl Vector {
    fn facts(&self) -> Facts {
        self.events
            .iter()
            .fold(Facts::new(), |facts, (name, date)| {
                facts.with(name.parse().unwrap(), date.parse().unwrap())
            })
    }

    fn scope(&self) -> Scope {
        let scope = Scope::of_rules([self.rule.as_str()])
            .with_jurisdiction(self.jurisdiction.parse().unwrap());
        match &self.law_of {
            Some(day) => scope.with_law_of(day.parse().unwrap()),
            None => scope,
        }
    }

    fn check(&self) {
        let name = format!("{} {}", self.rule, self.case);
        let (facts, scope) = (self.facts(), self.scope());
        let book = RuleBook::embedded();
        let decide = |facts: &Facts, on| {
            let decision = book.decide(facts, &scope, on);
            assert_eq!(
                book.outcome(facts, &scope, on),
                decision.outcome(),
                "{name}: both paths"
            );
            decision
        };
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        if let Some(outcome) = &self.outcome {
            let decision = decide(&facts, today);
            assert_eq!(decision.outcome().name(), outcome, "{name}");
            let missing: Vec<_> = decision.missing().names().collect();
            assert_eq!(missing.first().copied(), self.missing.as_deref(), "{name}");
            return;
        }
        let through: NaiveDate = self.through.as_ref().unwrap().parse().unwrap();
        let next = through.succ_opt().unwrap();
        let decision = decide(&facts, through);
        assert_eq!(
            decision.retain_through().map(|day| day.to_string()),
            self.through,
            "{name}"
        );
        assert!(
            decision.outcome() == Outcome::Retain { through },
            "{name}: retained on the last day"
        );
        assert_eq!(
            decision.deciding().and_then(|arm| arm.through()),
            Some(through),
            "{name}: the winner's date"
        );
        assert!(
            decide(&facts, next).outcome() == Outcome::Eligible { from: next },
            "{name}: eligible the next day"
        );
        for need in &self.needs {
            let event: Event = need.parse().unwrap();
            let mut facts = facts.clone();
            facts.set(event, None);
            // Long after every period, so that a guess would come out as eligible.
            let decision = decide(&facts, NaiveDate::from_ymd_opt(2200, 1, 1).unwrap());
            assert_eq!(
                decision.outcome().name(),
                "INDETERMINATE",
                "{name} without {need}"
            );
            assert!(
                event == Event::Trigger || decision.missing().contains(event),
                "{name} without {need}"
            );
        }
    }
}

#[test]
fn every_rule_on_its_dates() {
    let mut rules = BTreeSet::new();
    for (name, text) in FILES {
        let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for vector in &file.vector {
            vector.check();
            rules.insert(vector.rule.clone());
        }
    }
    for rule in RuleBook::embedded().rules() {
        assert!(rules.contains(&*rule.id), "{} has no vector", rule.id);
    }
}
