//! What the rules say about one record on one day.

mod arm;
mod compute;
mod decide;
mod explain;
mod tally;

use std::fmt;

use chrono::NaiveDate;

pub use arm::{Arm, ArmKind, Standing};
pub use decide::decide;
pub use explain::Explanation;

use crate::event::Missing;
use crate::expression::Value;
use crate::{Duty, HoldKind, Jurisdiction};

/// The answer. Dates are days in the life of a patient's record: `Debug` does not print them.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The record must be kept through that day, the day included.
    Retain {
        /// The last day of the duty.
        through: NaiveDate,
    },
    /// The record may be destroyed; the day of the decision is this day or later.
    Eligible {
        /// The first day on which it may.
        from: NaiveDate,
    },
    /// A hold forbids destruction today, whatever the rules say; [`Decision`] has the dates without
    /// it.
    Held {
        /// Why; the first of several holds.
        kind: HoldKind,
    },
    /// The record is permanent.
    Never,
    /// An event that could decide is not known.
    Indeterminate {
        /// What would have to be known.
        missing: Missing,
    },
    /// The law sets no period that was found, and the site's policy sets none either.
    NeedsPolicy {
        /// Where the gap is.
        gap: Gap,
    },
    /// The deciding rule cannot be relied upon to permit destruction.
    NeedsReview {
        /// Why not.
        why: Doubt,
    },
}

/// Why a period is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Gap {
    /// No rule is in force for the scope.
    NoRule,
    /// A rule says that no period was found (`NONE`); see the arms.
    NoPeriod,
    /// No rule of that state is known for such a keeper and record, which is not to say that it has
    /// none.
    NoRuleOf(Jurisdiction),
    /// An explicit rule id is not in the book.
    UnknownRule,
}

/// Why a rule does not permit destruction by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Doubt {
    /// The deciding rule, or the part of it that decides, was never checked against a source.
    Unverified,
    /// Sources contradict each other about it.
    Disputed,
    /// Its date depends on an age of majority that was never checked against a source.
    AgeOfMajority,
}

/// The outcome with its reasons.
///
/// `Debug` prints neither dates nor the patient's age group; [`explain`](Self::explain) does.
#[derive(Clone, PartialEq, Eq)]
pub struct Decision<'b> {
    pub(crate) outcome: Outcome,
    pub(crate) on: NaiveDate,
    pub(crate) law_of: NaiveDate,
    pub(crate) value: Value,
    pub(crate) destroy_from: Option<NaiveDate>,
    pub(crate) arms: Vec<Arm<'b>>,
    pub(crate) gap: Option<Gap>,
    pub(crate) doubt: Option<Doubt>,
    pub(crate) trigger: Option<crate::Event>,
    pub(crate) site_trigger: bool,
    pub(crate) limit: Option<&'b crate::Rule>,
}

/// A record that is kept although nothing asks for it any more, where the law forbids to keep longer
/// than needed.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OverRetention<'b> {
    /// The law of storage limitation.
    pub rule: &'b crate::Rule,
    /// The first day on which no rule and no hold asked for the record.
    pub since: NaiveDate,
}

/// Prints no date.
impl fmt::Debug for OverRetention<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OverRetention")
            .field("rule", &self.rule.id)
            .finish_non_exhaustive()
    }
}

impl<'b> Decision<'b> {
    /// The answer.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The day on which the answer holds.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// The last day of the longest duty, when it is known; holds aside, and whether or not the
    /// deciding rule is verified.
    #[must_use]
    pub fn retain_through(&self) -> Option<NaiveDate> {
        if self.gap.is_some() {
            None
        } else {
            self.value.date()
        }
    }

    /// The first day on which neither a rule nor a hold on file stands against destruction, after the
    /// end of every hold that has ended. In a [`Held`](Outcome::Held) decision: as it would be without
    /// the holds that cover the day.
    ///
    /// A statement about dates, not a permission: that is [`Outcome::Eligible`] alone.
    #[must_use]
    pub fn destroy_from(&self) -> Option<NaiveDate> {
        self.destroy_from
    }

    /// A day through which the record must be kept in any case, even where the end is not known.
    #[must_use]
    pub fn at_least_through(&self) -> Option<NaiveDate> {
        self.value.at_least()
    }

    /// The day beyond which no rule that was considered reaches, even where the end is not known:
    /// with an event missing that could only shorten the duty, this day is never too early.
    #[must_use]
    pub fn at_most_through(&self) -> Option<NaiveDate> {
        if self.gap.is_some() {
            None
        } else {
            self.value.at_most()
        }
    }

    /// Every rule that was considered, the winner first.
    #[must_use]
    pub fn arms(&self) -> &[Arm<'b>] {
        &self.arms
    }

    /// What the rules that were considered ask for before the record is destroyed.
    pub fn duties(&self) -> impl Iterator<Item = (&'b crate::Rule, &'b Duty)> + '_ {
        let rules = self.arms.iter().map(|arm| arm.rule);
        rules.flat_map(|rule| rule.duties.iter().map(move |duty| (rule, duty)))
    }

    /// The warning that the record is kept longer than any rule asks for, where storage limitation is
    /// law (GDPR Art. 5(1)(e), Nigeria's NDPA).
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_retention::{Event, Facts, Provider, RecordType, Scope, decide};
    /// # let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    /// let scope = Scope::new("DE".parse()?, Provider::AnyProvider, RecordType::MedicalRecord);
    /// let facts = Facts::new().with(Event::TreatmentConcluded, day(2015, 3, 31));
    /// let decision = decide(&facts, &scope, day(2026, 11, 25));
    /// let warning = decision.over_retention().unwrap();
    /// assert_eq!(warning.since, day(2025, 4, 1));
    /// assert_eq!(warning.rule.citation.as_deref(), Some("GDPR Art. 5(1)(e)"));
    /// # Ok::<(), him_retention::Error>(())
    /// ```
    #[must_use]
    pub fn over_retention(&self) -> Option<OverRetention<'b>> {
        match (self.outcome, self.limit) {
            (Outcome::Eligible { from }, Some(rule)) => Some(OverRetention { rule, since: from }),
            _ => None,
        }
    }

    /// The rule that decides: the one whose date the decision has, or whose lack of a date keeps it
    /// open.
    #[must_use]
    pub fn deciding(&self) -> Option<&Arm<'b>> {
        self.arms
            .iter()
            .find(|arm| arm.standing == Standing::Decides)
    }

    /// What the decision would need to know.
    #[must_use]
    pub fn missing(&self) -> Missing {
        self.value.missing
    }

    /// The reasons as readable text with citations. **It holds dates of the patient**: show it to
    /// those who may see the record, and log it nowhere.
    #[must_use]
    pub fn explain(&self) -> Explanation<'_> {
        Explanation(self)
    }
}

impl Outcome {
    /// The answer in one word, without dates.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Retain { .. } => "RETAIN",
            Self::Eligible { .. } => "ELIGIBLE",
            Self::Held { .. } => "HELD",
            Self::Never => "NEVER",
            Self::Indeterminate { .. } => "INDETERMINATE",
            Self::NeedsPolicy { .. } => "NEEDS_POLICY",
            Self::NeedsReview { .. } => "NEEDS_REVIEW",
        }
    }
}

/// The word of [`Outcome::name`], without dates.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retain { .. } => f.write_str("Retain { through: [redacted] }"),
            Self::Eligible { .. } => f.write_str("Eligible { from: [redacted] }"),
            Self::Held { kind } => f.debug_struct("Held").field("kind", kind).finish(),
            Self::Never => f.write_str("Never"),
            Self::Indeterminate { missing } => f
                .debug_struct("Indeterminate")
                .field("missing", missing)
                .finish(),
            Self::NeedsPolicy { gap } => f.debug_struct("NeedsPolicy").field("gap", gap).finish(),
            Self::NeedsReview { why } => f.debug_struct("NeedsReview").field("why", why).finish(),
        }
    }
}

impl fmt::Debug for Decision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("outcome", &self.outcome)
            .field("arms", &self.arms)
            .finish_non_exhaustive()
    }
}
