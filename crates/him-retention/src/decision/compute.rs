//! Which period of a rule applies to the patient, and what it comes to.

use chrono::NaiveDate;

use super::ArmKind;
use super::arm::{Computed, Effects};
use crate::event::Missing;
use crate::expression::{Case, Expression, Majority, Value, birthday};
use crate::rule::Extension;
use crate::{Event, Rule};

/// Chooses the period and evaluates it; `verified` says whether the age of majority in the case was
/// checked.
pub(super) fn compute<'c>(
    rule: &'c Rule,
    case: &mut Case<'c>,
    verified: bool,
) -> (ArmKind, Computed, Effects) {
    case.permanent_without = rule.permanent_without;
    case.care_events = &rule.derived.care_events;
    case.suspended_by = &rule.suspended_by;
    let mut effects = Effects::default();
    let (kind, computed) = choose(rule, case, &mut effects);
    if !rule.suspended_by.is_empty() && !case.facts.holds().is_empty() {
        let running = Case {
            suspended_by: &[],
            ..*case
        };
        let (_, unmoved) = choose(rule, &running, &mut Effects::default());
        effects.suspended = unmoved != computed;
    }
    if rule.derived.asks_majority && !verified && kind != ArmKind::Deceased {
        // If every age that a law may set gives the same date, it does not matter which is right.
        let any_age = Case {
            majority: Majority::UNKNOWN,
            ..*case
        };
        let same = match (kind, minority(rule, &any_age)) {
            (ArmKind::Adult, Minority::Adult) => !rule.derived.adult_mentions_majority,
            (ArmKind::Minor, Minority::Minor) => !rule.derived.minor_mentions_majority,
            _ => false,
        };
        if same {
            return (kind, computed, effects);
        }
        let (_, at_any_age) = choose(rule, &any_age, &mut Effects::default());
        effects.unverified_majority = !computed.same_dates(at_any_age);
    }
    (kind, computed, effects)
}

fn choose(rule: &Rule, case: &Case<'_>, effects: &mut Effects) -> (ArmKind, Computed) {
    if let Some(deceased) = &rule.deceased
        && (rule.adult.is_none() || died(rule, case))
    {
        return (ArmKind::Deceased, evaluate(deceased, rule, case, effects));
    }
    let Some(adult) = &rule.adult else {
        return (ArmKind::Everyone, Computed::NoPeriod);
    };
    let Some(minor) = &rule.minor else {
        return (ArmKind::Everyone, evaluate(adult, rule, case, effects));
    };
    match minority(rule, case) {
        Minority::Adult => (ArmKind::Adult, evaluate(adult, rule, case, effects)),
        Minority::Minor => (ArmKind::Minor, evaluate(minor, rule, case, effects)),
        Minority::Both => {
            let adult = evaluate(adult, rule, case, effects);
            let both = join(adult, evaluate(minor, rule, case, effects), Value::later);
            (ArmKind::AdultAndMinor, both)
        }
        Minority::AdultOrBoth(missing) => {
            let adult = evaluate(adult, rule, case, effects);
            let both = join(
                adult,
                evaluate(minor, rule, case, effects),
                |adult, minor| adult.either(adult.later(minor), missing),
            );
            (ArmKind::Adult, both)
        }
        Minority::Unknown(missing) => {
            let adult = evaluate(adult, rule, case, effects);
            let either = join(adult, evaluate(minor, rule, case, effects), |a, b| {
                a.either(b, missing)
            });
            (ArmKind::AgeUnknown, either)
        }
    }
}

fn evaluate(
    expression: &Expression,
    rule: &Rule,
    case: &Case<'_>,
    effects: &mut Effects,
) -> Computed {
    if *expression == Expression::None {
        return Computed::NoPeriod;
    }
    let value = expression.evaluate(case);
    let Some(extension) = &rule.extension else {
        return Computed::Value(value);
    };
    let longer = extended(value, extension, case);
    effects.extended |= longer != value;
    Computed::Value(longer)
}

/// The period with the time that notices add to it: each must come before the period is over, and
/// adds the time until it is revoked, at most until the cap. Until that second notice comes, the cap
/// counts.
fn extended(period: Value, extension: &Extension, case: &Case<'_>) -> Value {
    let stated = case
        .facts
        .date(extension.notice)
        .map(|notice| (notice, case.facts.date(extension.concluded)));
    let held = case
        .facts
        .holds()
        .iter()
        .filter(|hold| hold.kind() == extension.hold)
        .map(|hold| (hold.from(), hold.to()));
    stated
        .into_iter()
        .chain(held)
        .fold(period, |sum, (notice, concluded)| {
            if notice > period.high {
                return sum;
            }
            let cap = extension.cap.evaluate(case);
            let until = concluded.map_or(cap, |day| Value::exact(day).earlier(cap));
            let longer = sum.later(until);
            if notice <= period.low {
                longer
            } else {
                sum.either(longer, period.missing)
            }
        })
}

impl Computed {
    fn same_dates(self, other: Self) -> bool {
        match (self, other) {
            (Self::Value(one), Self::Value(other)) => {
                (one.low, one.high) == (other.low, other.high)
            }
            _ => self == other,
        }
    }
}

fn join(one: Computed, other: Computed, joined: impl Fn(Value, Value) -> Value) -> Computed {
    match (one, other) {
        (Computed::Value(one), Computed::Value(other)) => Computed::Value(joined(one, other)),
        // A period beside none: the gap must be closed first.
        _ => Computed::NoPeriod,
    }
}

/// True when the deceased period applies.
fn died(rule: &Rule, case: &Case<'_>) -> bool {
    let Some(death) = case.facts.date(Event::Death) else {
        // Dead since nobody knows when: the period for the deceased stays open.
        return case.facts.is_dead();
    };
    // A stay without a discharge was ended by the death.
    !rule.deceased_in_care
        || case
            .facts
            .date(Event::Discharge)
            .is_none_or(|discharge| death <= discharge)
}

enum Minority {
    Adult,
    Minor,
    Both,
    /// An adult by the care that is known; an event that is not would tell whether it began before.
    AdultOrBoth(Missing),
    Unknown(Missing),
}

/// Was the patient a minor? Asked of the event that the rule names (`minor_at`), else of the events
/// of the adult period, else of a death that ended the care, and of the first care where it is
/// stated.
fn minority(rule: &Rule, case: &Case<'_>) -> Minority {
    let birth_event = if rule.derived.infant {
        Event::InfantBirthDate
    } else {
        Event::BirthDate
    };
    let Some(birth) = case.facts.date(birth_event) else {
        return Minority::Unknown(Missing::event(birth_event));
    };
    let age = rule.minor_under.map_or(case.majority, Majority::at);
    let day = |years| birthday(birth, years).unwrap_or(NaiveDate::MAX);
    // Where the age of majority is not known, a minor is certain before the least and an adult
    // after the most.
    let minor_before = day(age.least);
    let adult_from = if age.least == age.most {
        minor_before
    } else {
        day(age.most)
    };

    let named = rule.minor_at.and_then(|event| case.facts.date(event));
    let cared = || {
        rule.derived
            .care_events
            .iter()
            .filter_map(|&event| case.date(event))
    };
    let death = || {
        let counted = rule
            .adult
            .as_ref()
            .is_some_and(|adult| adult.events().contains(&Event::Death));
        case.facts.date(Event::Death).filter(|_| counted)
    };
    let earliest = named.or_else(|| cared().min()).or_else(death);
    let latest = named.or_else(|| cared().max()).or_else(death);
    let (Some(earliest), Some(latest)) = (earliest, latest) else {
        // Whatever happened, it happened in the minority of a patient who is a minor still.
        if case.on < minor_before {
            return Minority::Minor;
        }
        let events = rule.derived.care_events.iter().map(|&event| match event {
            Event::Trigger => case.trigger,
            other => other,
        });
        return Minority::Unknown(events.fold(Missing::NOTHING, |all, event| {
            all.and(Missing::event(event))
        }));
    };
    let earliest = case
        .facts
        .first_care()
        .map_or(earliest, |first| first.min(earliest));
    if latest < minor_before {
        Minority::Minor
    } else if earliest >= adult_from {
        match rule.minor_at.filter(|_| named.is_none()) {
            Some(event) => Minority::AdultOrBoth(Missing::event(event)),
            None => Minority::Adult,
        }
    } else {
        Minority::Both
    }
}
