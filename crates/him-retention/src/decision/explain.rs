//! A decision in words.

use std::fmt;

use super::arm::Computed;
use super::{Arm, ArmKind, Decision, Doubt, Gap, Outcome, Standing};
use crate::Verification;
use crate::expression::Value;

/// The readable reasons of a [`Decision`], with dates of the patient.
///
/// First the answer, then a line per rule: what became of it, its id, the period that applies, the
/// day it comes to, the citation and how it was checked.
#[derive(Clone, Copy)]
pub struct Explanation<'d>(pub(super) &'d Decision<'d>);

/// Prints no date.
impl fmt::Debug for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Explanation").field(&self.0.outcome).finish()
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decision = self.0;
        let on = decision.on;
        match decision.outcome {
            Outcome::Retain { through } => write!(f, "On {on}: retain through {through}")?,
            Outcome::Eligible { from } => write!(f, "On {on}: may be destroyed, since {from}")?,
            Outcome::Held { kind } => write!(f, "On {on}: held ({kind}), not to be destroyed")?,
            Outcome::Never => write!(f, "On {on}: permanent, never to be destroyed")?,
            Outcome::Indeterminate { missing } => {
                write!(
                    f,
                    "On {on}: cannot be decided, missing {missing}; not to be destroyed"
                )?;
            }
            Outcome::NeedsPolicy { gap } => {
                write!(
                    f,
                    "On {on}: needs a site policy, {}; not to be destroyed",
                    gap_in_words(gap)
                )?;
            }
            Outcome::NeedsReview { why } => {
                let why = match why {
                    Doubt::Unverified => "the deciding rule is unverified",
                    Doubt::Disputed => "sources contradict each other about the deciding rule",
                    Doubt::AgeOfMajority => {
                        "the deciding rule depends on an age of majority that is unverified"
                    }
                };
                write!(f, "On {on}: needs a review, {why}; not to be destroyed")?;
            }
        }
        if let Some(arm) = decision.deciding() {
            write!(
                f,
                " ({})",
                arm.rule.citation.as_deref().unwrap_or(&arm.rule.id)
            )?;
        }
        floor(f, decision)?;
        writeln!(f)?;
        if decision.law_of != on {
            writeln!(f, "  law in force on {}", decision.law_of)?;
        }
        if let Some(event) = decision.trigger {
            let chosen = if decision.site_trigger {
                "the site's choice"
            } else {
                "the default"
            };
            writeln!(
                f,
                "  a rule names no event from which its period runs: {event} is {chosen}"
            )?;
        }
        for arm in &decision.arms {
            line(f, arm)?;
        }
        if let Some(warning) = decision.over_retention() {
            let rule = warning.rule;
            writeln!(
                f,
                "  kept longer than needed since {}: {} ({})",
                warning.since,
                rule.citation.as_deref().unwrap_or(&rule.id),
                in_words(rule.verification)
            )?;
        }
        for (rule, duty) in decision.duties() {
            write!(f, "  before destruction ({}): {}", rule.id, duty.what)?;
            match duty.days {
                Some(days) => writeln!(f, " {days} days.")?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}

/// What is certain beside an answer that has no date of its own.
fn floor(f: &mut fmt::Formatter<'_>, decision: &Decision<'_>) -> fmt::Result {
    let value = decision.value;
    match decision.outcome {
        Outcome::Retain { .. } | Outcome::Eligible { .. } | Outcome::Never => Ok(()),
        _ if value.is_never() => f.write_str("; permanent by the rules"),
        Outcome::Held { .. } | Outcome::NeedsReview { .. }
            if decision.gap.is_none() && value.is_exact() =>
        {
            write!(f, "; by the rules retain through {}", value.low)
        }
        _ => match value.at_least() {
            Some(low) => write!(f, "; retain in any case through {low}"),
            None => Ok(()),
        },
    }
}

fn gap_in_words(gap: Gap) -> String {
    match gap {
        Gap::NoRule => "no rule is in force for such records".to_owned(),
        Gap::NoPeriod => "no period found in the law".to_owned(),
        Gap::NoRuleOf(jurisdiction) => {
            format!("no rule of {jurisdiction} is known for such records")
        }
        Gap::UnknownRule => "a rule was named that is not known".to_owned(),
    }
}

fn line(f: &mut fmt::Formatter<'_>, arm: &Arm<'_>) -> fmt::Result {
    let rule = arm.rule;
    let standing = match arm.standing {
        Standing::Decides => "decides",
        Standing::Ties => "same day",
        Standing::Shorter => "shorter",
        Standing::NoPeriod => "no period",
        Standing::YieldsToState => "yields to state law",
    };
    write!(f, "  {standing}: {}", rule.id)?;
    let kind = match arm.kind {
        ArmKind::Everyone => "",
        ArmKind::Adult => " adult",
        ArmKind::Minor => " minor",
        ArmKind::AdultAndMinor => " minor and adult, the later",
        ArmKind::AgeUnknown => " adult or minor, unknown",
        ArmKind::Deceased => " deceased",
    };
    write!(f, "{kind}, ")?;
    for (index, expression) in arm.expressions().enumerate() {
        if index > 0 {
            f.write_str(" / ")?;
        }
        write!(f, "{expression}")?;
    }
    match arm.computed {
        Computed::Value(value) => computed(f, value)?,
        Computed::NoPeriod => f.write_str(": no period found")?,
        Computed::Yields => {}
    }
    if arm.assumed_condition() {
        f.write_str(", condition not stated, the longer period taken")?;
    }
    if arm.is_extended() {
        f.write_str(", extended by a notice")?;
    }
    if arm.is_suspended() {
        f.write_str(", the clock stopped during a hold")?;
    }
    if arm.rests_on_unverified_majority() {
        f.write_str(", age of majority unverified")?;
    }
    match &rule.citation {
        Some(citation) => write!(f, "; {citation}")?,
        None => f.write_str("; no law found")?,
    }
    write!(f, " ({})", in_words(arm.verification()))?;
    if let Some(why) = arm.dispute() {
        write!(f, "; disputed: {why}")?;
    }
    writeln!(f)
}

const fn in_words(verification: Verification) -> &'static str {
    match verification {
        Verification::PrimaryText => "text of the law",
        Verification::LawSummary => "summary of the law",
        Verification::Secondary => "secondary source",
        Verification::Unverified => "unverified",
        Verification::SitePolicy => "site policy",
    }
}

fn computed(f: &mut fmt::Formatter<'_>, value: Value) -> fmt::Result {
    if value.is_never() {
        return f.write_str(": permanent");
    }
    if let Some(date) = value.date() {
        return write!(f, ": through {date}");
    }
    write!(f, ": missing {}", value.missing)?;
    if let Some(low) = value.at_least() {
        write!(f, ", not before {low}")?;
    }
    match value.at_most() {
        Some(high) => write!(f, ", not after {high}"),
        None => Ok(()),
    }
}
