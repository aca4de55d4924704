//! What a reviewer of rules would object to.

mod reach;

use std::fmt;

use super::RuleBook;
use crate::vocabulary::vocabulary;
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

vocabulary! {
    /// The objections of [`RuleBook::lint`]; a rule takes one upon itself by naming it in its field
    /// `accepts`.
    FindingKind, "objection" {
        /// A rule that states a period names no law.
        NoCitation = "no_citation",
        /// A rule that claims to be checked names no source.
        NoSource = "no_source",
        /// Two rules of the same jurisdiction, provider and record type are in force on the same
        /// day, and neither supersedes the other.
        Overlap = "overlap",
        /// The rule was superseded before it came into force.
        NeverInForce = "never_in_force",
        /// The minor period repeats the adult one.
        RepeatedArm = "repeated_arm",
        /// The minor period can never be used: no age of majority and no `minor_under` tells who is
        /// a minor, or nobody is.
        NoAgeOfMajority = "no_age_of_majority",
        /// The deceased period counts from nothing that a death makes known.
        DeceasedWithoutDeath = "deceased_without_death",
        /// A part of an expression that can never decide: beside `PERMANENT`, written twice, a
        /// longer period of the same event beside it, or a branch that no date reaches.
        Unreachable = "unreachable",
        /// A day is computed from what is no day: a period after `PERMANENT`, its year's end.
        IllTyped = "ill_typed",
        /// `max`, `min` or `EXIT` of one part, or an `if` whose branches are equal.
        Idle = "idle",
        /// An age is not between 1 and 150.
        Age = "age",
        /// The adult or minor period counts from the patient's own birth alone although everyone has
        /// it: state it as a floor inside `max`.
        AdultByAgeAlone = "adult_by_age_alone",
        /// `permanent_without` names an event that no period mentions.
        UnusedEvent = "unused_event",
        /// The successor is in another jurisdiction or for another keeper or record type.
        Successor = "successor",
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            FindingKind::NoCitation => "states a period and cites no law",
            FindingKind::NoSource => "claims to be checked and names no source",
            FindingKind::Overlap => "is in force together with another rule for the same records",
            FindingKind::NeverInForce => "is superseded before it comes into force",
            FindingKind::RepeatedArm => "repeats the adult period for minors",
            FindingKind::NoAgeOfMajority => {
                "has a period for minors and no age at which minority ends"
            }
            FindingKind::DeceasedWithoutDeath => {
                "has a period for the deceased that does not mention DEATH"
            }
            FindingKind::Unreachable => "contains a period that can never decide",
            FindingKind::IllTyped => "computes a day from what is no day",
            FindingKind::Idle => "contains a choice with nothing to choose from",
            FindingKind::Age => "contains an age that is not between 1 and 150",
            FindingKind::AdultByAgeAlone => "counts an adult's period from the birth date alone",
            FindingKind::UnusedEvent => {
                "is permanent without an event that its periods do not mention"
            }
            FindingKind::Successor => "is superseded by a rule for other records",
        };
        write!(f, "{}: {what} ({})", self.rule, self.kind)
    }
}

impl RuleBook {
    /// Checks every rule and returns every objection that the rule does not accept. Names of events,
    /// providers and the like are checked on reading already ([`faults`](Self::faults)).
    ///
    /// ```
    /// use him_retention::{FindingKind, RuleBook};
    ///
    /// assert_eq!(RuleBook::embedded().lint(), []);
    /// let mut book = RuleBook::default();
    /// book.add("site.toml", r#"
    ///     jurisdiction = "SITE"
    ///     name = "An invented clinic"
    ///     [[rule]]
    ///     id = "OURS"
    ///     provider = "hospital"
    ///     record = "medical_record"
    ///     adult = "max(DISCHARGE+10y, DISCHARGE+7y)"
    ///     verification = "site_policy"
    /// "#)?;
    /// assert_eq!(book.lint()[0].kind, FindingKind::Unreachable);
    /// # Ok::<(), him_retention::Error>(())
    /// ```
    #[must_use]
    pub fn lint(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let mut object = |kind| {
                let finding = Finding {
                    rule: rule.id.clone(),
                    kind,
                };
                if !rule.accepts.contains(&kind) && !findings.contains(&finding) {
                    findings.push(finding);
                }
            };
            self.whole(at, rule, &mut object);
            for arm in rule.arms() {
                arm.visit(&mut |part| parts(part, &mut object));
                reach::check(arm, &mut object);
            }
        }
        findings
    }

    /// The objections to a rule as a whole.
    fn whole(&self, at: usize, rule: &Rule, object: &mut impl FnMut(FindingKind)) {
        let states_period = rule.arms().any(|arm| *arm != Expression::None);
        if states_period && rule.citation.is_none() && rule.verification != Verification::SitePolicy
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
        let superseded = rule.superseded_by.as_ref().and(rule.superseded_seen);
        if let (Some(from), Some(seen)) = (rule.effective_from, superseded)
            && seen < from
        {
            object(FindingKind::NeverInForce);
        }
        if rule.minor.is_some() && rule.minor == rule.adult {
            object(FindingKind::RepeatedArm);
        }
        // Federal rules and advice take the age of the state in scope.
        let borrows = rule.jurisdiction == crate::Jurisdiction::US || rule.advisory;
        let no_age = rule.minor_under.is_none() && rule.derived.majority.is_none();
        if rule.minor.is_some() && (no_age && !borrows || rule.minor_under == Some(0)) {
            object(FindingKind::NoAgeOfMajority);
        }
        let of_death = |arm: &Expression| arm.events().contains(&Event::Death);
        if rule.deceased.as_ref().is_some_and(|arm| !of_death(arm)) {
            object(FindingKind::DeceasedWithoutDeath);
        }
        let by_age = |arm: &Expression| {
            let mut found = false;
            arm.visit(&mut |part| {
                found |= matches!(part, Expression::Age(_) | Expression::Majority(_));
            });
            found && arm.events().is_empty()
        };
        if rule.adult.as_ref().is_some_and(by_age) {
            object(FindingKind::AdultByAgeAlone);
        }
        let mentions = |event| rule.arms().any(|arm| arm.events().contains(&event));
        if rule.permanent_without.is_some_and(|event| !mentions(event)) {
            object(FindingKind::UnusedEvent);
        }
        let successor = rule.derived.successor.and_then(|at| self.rules.get(at));
        if successor.is_some_and(|successor| !same_records(rule, successor)) {
            object(FindingKind::Successor);
        }
    }
}

/// The objections to a part of an expression.
fn parts(part: &Expression, object: &mut impl FnMut(FindingKind)) {
    match part {
        Expression::Age(age) if !(1..=150).contains(age) => object(FindingKind::Age),
        Expression::Max(parts) | Expression::Min(parts) if parts.len() < 2 => {
            object(FindingKind::Idle);
        }
        Expression::Exit(events) if events.len() < 2 => object(FindingKind::Idle),
        Expression::If(_, yes, no) if yes == no => object(FindingKind::Idle),
        _ => {}
    }
}

fn same_records(one: &Rule, other: &Rule) -> bool {
    (one.jurisdiction, one.provider, one.record)
        == (other.jurisdiction, other.provider, other.record)
}

fn overlap(one: &Rule, other: &Rule) -> bool {
    let replaces = |a: &Rule, b: &Rule| a.superseded_by.as_deref() == Some(&*b.id);
    if replaces(one, other) || replaces(other, one) {
        return false;
    }
    let starts_before_end = |a: &Rule, b: &Rule| match (a.effective_from, b.effective_to) {
        (Some(from), Some(to)) => from < to,
        _ => true,
    };
    starts_before_end(one, other) && starts_before_end(other, one)
}
