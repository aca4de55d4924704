//! What a reviewer of rules would object to.

use std::fmt;

use super::RuleBook;
use crate::{Event, Expression, Rule, Verification};

/// An objection to a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: Box<str>,
    /// The objection.
    pub kind: FindingKind,
}

/// The objections of [`RuleBook::lint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// A rule that states a period names no law.
    NoCitation,
    /// A rule that claims to be checked names no source.
    NoSource,
    /// Two rules of the same jurisdiction, provider and record type are in force on the same day,
    /// and neither supersedes the other.
    Overlap,
    /// The minor period repeats the adult one.
    RepeatedArm,
    /// The minor period can never be used: no age of majority and no `minor_under` tells who is a
    /// minor.
    NoAgeOfMajority,
    /// The deceased period counts from nothing that a death makes known.
    DeceasedWithoutDeath,
    /// `max`, `min` or `EXIT` of one part, or an `if` whose branches are equal.
    Idle,
    /// An age is not between 1 and 150.
    Age,
    /// The adult or minor period counts from the patient's own birth alone although everyone has
    /// it: state it as a floor inside `max`.
    AdultByAgeAlone,
    /// `permanent_without` names an event that no period mentions.
    UnusedEvent,
    /// The successor is in another jurisdiction or for another keeper or record type.
    Successor,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            FindingKind::NoCitation => "states a period and cites no law",
            FindingKind::NoSource => "claims to be checked and names no source",
            FindingKind::Overlap => "is in force together with another rule for the same records",
            FindingKind::RepeatedArm => "repeats the adult period for minors",
            FindingKind::NoAgeOfMajority => {
                "has a period for minors and no age at which minority ends"
            }
            FindingKind::DeceasedWithoutDeath => {
                "has a period for the deceased that does not mention DEATH"
            }
            FindingKind::Idle => "contains a choice with nothing to choose from",
            FindingKind::Age => "contains an age that is not between 1 and 150",
            FindingKind::AdultByAgeAlone => "counts an adult's period from the birth date alone",
            FindingKind::UnusedEvent => {
                "is permanent without an event that its periods do not mention"
            }
            FindingKind::Successor => "is superseded by a rule for other records",
        };
        write!(f, "{}: {what}", self.rule)
    }
}

impl RuleBook {
    /// Checks every rule and returns every objection. Names of events, providers and the like are
    /// checked on reading already.
    #[must_use]
    pub fn lint(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let mut object = |kind| {
                findings.push(Finding {
                    rule: rule.id.clone(),
                    kind,
                })
            };
            let arms: Vec<&Expression> = [&rule.adult, &rule.minor, &rule.deceased]
                .into_iter()
                .flatten()
                .collect();
            let states_period = arms.iter().any(|arm| **arm != Expression::None);
            if states_period
                && rule.citation.is_none()
                && rule.verification != Verification::SitePolicy
            {
                object(FindingKind::NoCitation);
            }
            let checked = !matches!(
                rule.verification,
                Verification::Unverified | Verification::SitePolicy
            );
            if checked && rule.source.is_none() {
                object(FindingKind::NoSource);
            }
            let later = self.rules.get(at + 1..).unwrap_or_default();
            if later
                .iter()
                .take_while(|other| same_records(rule, other))
                .any(|other| overlap(rule, other))
            {
                object(FindingKind::Overlap);
            }
            if rule.minor.is_some() && rule.minor == rule.adult {
                object(FindingKind::RepeatedArm);
            }
            // Federal rules and advice take the age of the state in scope.
            let borrows = rule.jurisdiction == crate::Jurisdiction::US || rule.advisory;
            if rule.minor.is_some()
                && !borrows
                && rule.minor_under.is_none()
                && rule.derived.majority.is_none()
            {
                object(FindingKind::NoAgeOfMajority);
            }
            if rule
                .deceased
                .as_ref()
                .is_some_and(|arm| !arm.events().contains(&Event::Death))
            {
                object(FindingKind::DeceasedWithoutDeath);
            }
            if let Some(adult) = &rule.adult {
                let dated = adult.events().is_empty();
                if dated && !matches!(adult, Expression::None | Expression::Permanent) {
                    object(FindingKind::AdultByAgeAlone);
                }
            }
            if rule
                .permanent_without
                .is_some_and(|event| !arms.iter().any(|arm| arm.events().contains(&event)))
            {
                object(FindingKind::UnusedEvent);
            }
            let successor = rule.derived.successor.and_then(|at| self.rules.get(at));
            if successor.is_some_and(|successor| !same_records(rule, successor)) {
                object(FindingKind::Successor);
            }
            for arm in arms {
                arm.visit(&mut |part| match part {
                    Expression::Age(age) if !(1..=150).contains(age) => object(FindingKind::Age),
                    Expression::Max(parts) | Expression::Min(parts) if parts.len() < 2 => {
                        object(FindingKind::Idle)
                    }
                    Expression::Exit(events) if events.len() < 2 => object(FindingKind::Idle),
                    Expression::If(_, yes, no) if yes == no => object(FindingKind::Idle),
                    _ => {}
                });
            }
        }
        findings
    }
}

fn same_records(one: &Rule, other: &Rule) -> bool {
    (one.jurisdiction, one.provider, one.record)
        == (other.jurisdiction, other.provider, other.record)
}

fn overlap(one: &Rule, other: &Rule) -> bool {
    let versions = [one, other].map(|rule| rule.superseded_by.as_deref());
    if versions[0] == Some(&other.id) || versions[1] == Some(&one.id) {
        return false;
    }
    let starts_before_end = |a: &Rule, b: &Rule| match (a.effective_from, b.effective_to) {
        (Some(from), Some(to)) => from < to,
        _ => true,
    };
    starts_before_end(one, other) && starts_before_end(other, one)
}
