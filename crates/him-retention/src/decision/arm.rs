//! One rule on one record, as a decision shows it.

use std::fmt;

use chrono::NaiveDate;

use crate::event::Missing;
use crate::expression::{Expression, Value};
use crate::rule::Part;
use crate::{Rule, Verification};

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
