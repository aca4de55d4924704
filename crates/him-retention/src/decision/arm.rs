//! One rule on one record: which of its periods applies, and what it comes to.

use std::fmt;

use chrono::NaiveDate;

use crate::event::Missing;
use crate::expression::{Case, Expression, Majority, Value, birthday};
use crate::rule::Part;
use crate::{Event, Rule, Verification};

/// A rule that was considered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Arm<'b> {
    pub(crate) rule: &'b Rule,
    pub(crate) kind: ArmKind,
    pub(crate) computed: Computed,
    pub(crate) standing: Standing,
}

/// Which period of the rule applies to the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ArmKind {
    /// The rule has one period for all ages.
    Everyone,
    /// The patient was of age.
    Adult,
    /// The patient was a minor.
    Minor,
    /// The care reached from minority into adulthood: the later of both periods.
    AdultAndMinor,
    /// It is not known whether the patient was a minor.
    AgeUnknown,
    /// The patient is dead.
    Deceased,
}

/// What became of a rule in the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// It has the date of the decision, or keeps the decision open.
    Decides,
    /// It ends on the same day as the rule that decides.
    Ties,
    /// It ends earlier than the rule that decides.
    Shorter,
    /// It sets no period, and another rule does.
    NoPeriod,
    /// Federal law that yields to the period of state law.
    YieldsToState,
}

/// What a rule comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Computed {
    Value(Value),
    /// `NONE`.
    NoPeriod,
    /// `STATE_LAW or x`, and there is state law.
    Yields,
}

impl<'b> Arm<'b> {
    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &'b Rule {
        self.rule
    }

    /// Which of its periods applies.
    #[must_use]
    pub fn kind(&self) -> ArmKind {
        self.kind
    }

    /// The periods that were evaluated: one, or two when both count or it is not known which.
    pub fn expressions(&self) -> impl Iterator<Item = &'b Expression> {
        let rule = self.rule;
        let (first, second) = match self.kind {
            ArmKind::Everyone | ArmKind::Adult => (rule.adult.as_ref(), None),
            ArmKind::Minor => (rule.minor.as_ref(), None),
            ArmKind::AdultAndMinor | ArmKind::AgeUnknown => {
                (rule.adult.as_ref(), rule.minor.as_ref())
            }
            ArmKind::Deceased => (rule.deceased.as_ref(), None),
        };
        first.into_iter().chain(second)
    }

    /// The last day of the rule's period, when it is known.
    #[must_use]
    pub fn through(&self) -> Option<NaiveDate> {
        match self.computed {
            Computed::Value(value) => value.date(),
            Computed::NoPeriod | Computed::Yields => None,
        }
    }

    /// True when the rule keeps the record for ever.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        matches!(self.computed, Computed::Value(value) if value.is_never())
    }

    /// What is missing to compute the rule's date.
    #[must_use]
    pub fn missing(&self) -> Missing {
        match self.computed {
            Computed::Value(value) => value.missing,
            Computed::NoPeriod | Computed::Yields => Missing::NOTHING,
        }
    }

    /// True when a condition was not stated and the rule's longer period was taken.
    #[must_use]
    pub fn assumed_condition(&self) -> bool {
        matches!(self.computed, Computed::Value(value) if value.assumed)
    }

    /// What became of it.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// How the period that applies was checked: a part that is unverified makes it
    /// [`Verification::Unverified`].
    #[must_use]
    pub fn verification(&self) -> Verification {
        let doubtful = |part: &Part| match part {
            Part::Adult => !matches!(self.kind, ArmKind::Minor | ArmKind::Deceased),
            Part::Minor => matches!(
                self.kind,
                ArmKind::Minor | ArmKind::AdultAndMinor | ArmKind::AgeUnknown
            ),
            Part::Deceased => self.kind == ArmKind::Deceased,
            Part::Trigger | Part::EffectiveFrom | Part::EffectiveTo => true,
        };
        if self.rule.unverified.iter().any(doubtful) {
            Verification::Unverified
        } else {
            self.rule.verification
        }
    }

    /// What the sources say against each other about the period that applies.
    #[must_use]
    pub fn dispute(&self) -> Option<&'b str> {
        let dispute = self.rule.disputed.as_ref()?;
        let concerns = |part: &Part| match part {
            Part::Minor => matches!(
                self.kind,
                ArmKind::Minor | ArmKind::AdultAndMinor | ArmKind::AgeUnknown
            ),
            Part::Deceased => self.kind == ArmKind::Deceased,
            _ => !matches!(self.kind, ArmKind::Minor | ArmKind::Deceased),
        };
        dispute.arms.iter().any(concerns).then_some(&*dispute.why)
    }
}

impl fmt::Debug for Arm<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arm")
            .field("rule", &self.rule.id)
            .field("standing", &self.standing)
            .finish_non_exhaustive()
    }
}

/// Chooses the period and evaluates it.
pub(super) fn compute<'c>(
    rule: &'c Rule,
    case: &mut Case<'c>,
    on: NaiveDate,
) -> (ArmKind, Computed) {
    case.permanent_without = rule.permanent_without;
    case.care_events = &rule.derived.care_events;
    if let Some(deceased) = &rule.deceased
        && (rule.adult.is_none() || died(rule, case))
    {
        return (ArmKind::Deceased, evaluate(deceased, case));
    }
    let Some(adult) = &rule.adult else {
        return (ArmKind::Everyone, Computed::NoPeriod);
    };
    let Some(minor) = &rule.minor else {
        return (ArmKind::Everyone, evaluate(adult, case));
    };
    match minority(rule, case, on) {
        Minority::Adult => (ArmKind::Adult, evaluate(adult, case)),
        Minority::Minor => (ArmKind::Minor, evaluate(minor, case)),
        Minority::Both => {
            let both = join(evaluate(adult, case), evaluate(minor, case), Value::later);
            (ArmKind::AdultAndMinor, both)
        }
        Minority::Unknown(missing) => {
            let either = join(evaluate(adult, case), evaluate(minor, case), |a, b| {
                a.either(b, missing)
            });
            (ArmKind::AgeUnknown, either)
        }
    }
}

fn evaluate(expression: &Expression, case: &Case<'_>) -> Computed {
    if *expression == Expression::None {
        Computed::NoPeriod
    } else {
        Computed::Value(expression.evaluate(case))
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
    Unknown(Missing),
}

/// Was the patient a minor? Asked of the event that the rule names (`minor_at`), else of the events
/// of the adult period, else of a death that ended the care, and of the first care where it is
/// stated.
fn minority(rule: &Rule, case: &Case<'_>, on: NaiveDate) -> Minority {
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
        if on < minor_before {
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
        Minority::Adult
    } else {
        Minority::Both
    }
}
