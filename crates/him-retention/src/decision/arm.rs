//! One rule on one record: which of its periods applies, and what it comes to.

use std::fmt;

use chrono::NaiveDate;

use crate::event::Missing;
use crate::expression::{Case, Expression, Majority, Value, birthday};
use crate::rule::{Extension, Part};
use crate::{Event, Rule, Verification};

/// A rule that was considered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Arm<'b> {
    pub(crate) rule: &'b Rule,
    pub(crate) kind: ArmKind,
    pub(crate) computed: Computed,
    pub(crate) standing: Standing,
    pub(crate) effects: Effects,
}

/// What moved the date of a rule, or makes it doubtful.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effects {
    /// A notice extends the period.
    pub(crate) extended: bool,
    /// The clock stood still for a time.
    pub(crate) suspended: bool,
    /// The date, or who is a minor, rests on an age of majority that nobody checked.
    pub(crate) unverified_majority: bool,
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

    /// True when a notice extends the period ([`Rule::extension`]).
    #[must_use]
    pub fn is_extended(&self) -> bool {
        self.effects.extended
    }

    /// True when holds stopped the clock of the period for a time ([`Rule::suspended_by`]).
    #[must_use]
    pub fn is_suspended(&self) -> bool {
        self.effects.suspended
    }

    /// True when the rule would come to another date under another age of majority, and that of the
    /// jurisdiction was never checked against a source.
    #[must_use]
    pub fn rests_on_unverified_majority(&self) -> bool {
        self.effects.unverified_majority
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
