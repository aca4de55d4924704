//! Dated vectors of every rule, through both public paths.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests fail by panicking and say when they skip"
)]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use him_retention::{ArmKind, Event, Expression, Facts, Outcome, Period, RuleBook, Scope};
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
    /// The statute of limitations, in years.
    sol: Option<u16>,
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
        let scope = match self.sol {
            Some(years) => scope.with_statute_of_limitations(Period::years(years).unwrap()),
            None => scope,
        };
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

/// What the vectors of a rule show.
#[derive(Default)]
struct Seen {
    vectors: usize,
    arms: Vec<ArmKind>,
    missing: bool,
}

#[test]
fn every_rule_on_its_dates() {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    for (name, text) in FILES {
        let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for vector in &file.vector {
            vector.check();
            let seen = seen.entry(vector.rule.clone()).or_default();
            seen.vectors += 1;
            if let Some(through) = &vector.through {
                let decision = RuleBook::embedded().decide(
                    &vector.facts(),
                    &vector.scope(),
                    through.parse().unwrap(),
                );
                seen.arms.extend(decision.deciding().map(|arm| arm.kind()));
                seen.missing |= !vector.needs.is_empty();
            }
        }
    }
    let none = Seen::default();
    for rule in RuleBook::embedded().rules() {
        let seen = seen.get(&*rule.id).unwrap_or(&none);
        assert!(seen.vectors > 0, "{} has no vector", rule.id);
        let dated = |arm: &Option<Expression>| {
            arm.as_ref()
                .is_some_and(|arm| !matches!(arm, Expression::None | Expression::Permanent))
        };
        // A date on the last day and the next, and the answer without each event that it needs.
        if dated(&rule.adult) || dated(&rule.deceased) {
            assert!(seen.missing, "{}: no vector with a missing event", rule.id);
        }
        if dated(&rule.minor) {
            for kind in [ArmKind::Adult, ArmKind::Minor] {
                assert!(seen.arms.contains(&kind), "{}: no {kind:?}", rule.id);
            }
        }
        if dated(&rule.deceased) {
            assert!(seen.arms.contains(&ArmKind::Deceased), "{}", rule.id);
        }
    }
}
