//! One rule of one jurisdiction.

use chrono::NaiveDate;

use crate::disposition::Method;
use crate::vocabulary::vocabulary;
use crate::{Event, Expression, FindingKind, HoldKind, Jurisdiction, Provider, RecordType};

vocabulary! {
    /// How a rule was checked against its source.
    Verification, "verification" {
        /// The text of the law itself was read.
        PrimaryText = "primary_text",
        /// A summary of the law by a legal publisher was read.
        LawSummary = "law_summary",
        /// A table, article or guide was read.
        Secondary = "secondary",
        /// Nothing was read yet: the rule may lengthen a retention and never ends one.
        Unverified = "unverified",
        /// The site's own policy; the site answers for it.
        SitePolicy = "site_policy",
    }
}

vocabulary! {
    /// A part of a rule that can be unverified on its own.
    Part, "part of a rule" {
        /// The period for adults.
        Adult = "adult",
        /// The period for minors.
        Minor = "minor",
        /// The period for the deceased.
        Deceased = "deceased",
        /// The event that periods start from.
        Trigger = "trigger",
        /// The first day in force.
        EffectiveFrom = "effective_from",
        /// The first day no longer in force.
        EffectiveTo = "effective_to",
    }
}

vocabulary! {
    /// What a rule asks for before a record is destroyed.
    DutyKind, "kind of duty" {
        /// The patient is told.
        NotifyPatient = "notify_patient",
        /// An authority is told.
        NotifyAgency = "notify_agency",
        /// A part of the record outlives the rest.
        KeepPart = "keep_part",
        /// Only certain methods of destruction are allowed.
        Method = "method",
        /// Others must approve.
        Approval = "approval",
        /// The destruction is entered in a register.
        Register = "register",
    }
}

/// Something to be done before a record is destroyed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its kind.
    pub kind: DutyKind,
    /// How many days ahead, or how long the other side has to answer.
    pub days: Option<u16>,
    /// What is to be done.
    pub what: Box<str>,
    /// The methods of destruction that are allowed, where the law lists them.
    #[serde(default)]
    pub methods: Vec<Method>,
}

/// A retention rule: who keeps what, for how long, by which law.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// Unique name, such as `US-AL-HOSP`.
    pub id: Box<str>,
    /// Whose law.
    pub jurisdiction: Jurisdiction,
    /// Who keeps the record.
    pub provider: Provider,
    /// What is kept.
    pub record: RecordType,
    /// The period for adults, and for everybody when [`minor`](Self::minor) is `None`.
    pub adult: Option<Expression>,
    /// The period for minors where it differs.
    pub minor: Option<Expression>,
    /// The period once the patient is dead, in place of the others.
    pub deceased: Option<Expression>,
    /// Patients below this age are minors under this rule, in place of the age of majority.
    pub minor_under: Option<u8>,
    /// The event at which the patient must have been a minor; without one, the events of the adult
    /// period.
    pub minor_at: Option<Event>,
    /// The deceased arm holds only for a patient who died in the keeper's care.
    pub deceased_in_care: bool,
    /// Without this event (a blood product's expiry) the record is permanent.
    pub permanent_without: Option<Event>,
    /// A rule without a period that leaves the matter to state law.
    pub defers_to_state: bool,
    /// Advice rather than law: considered only when asked for.
    pub advisory: bool,
    /// Law section; `None` where no law was found.
    pub citation: Option<Box<str>>,
    /// First day in force; `None` when it always was or the day is not known.
    pub effective_from: Option<NaiveDate>,
    /// First day no longer in force.
    pub effective_to: Option<NaiveDate>,
    /// The rule that took its place on a day that is not known.
    pub superseded_by: Option<Box<str>>,
    /// By this day the successor was seen in force; until then both count.
    pub superseded_seen: Option<NaiveDate>,
    /// How the rule was checked.
    pub verification: Verification,
    /// Parts that are unverified although the rule as a whole is checked.
    pub unverified: Vec<Part>,
    /// The arms on which sources contradict each other, unresolved, and how.
    pub disputed: Option<Dispute>,
    /// A notice that extends the period, up to a cap.
    pub extension: Option<Extension>,
    /// The kinds of holds that stop the clock of the rule: its periods run on from where they were
    /// when the hold ends.
    pub suspended_by: Vec<HoldKind>,
    /// Keeping a record longer than needed is itself a breach of this rule.
    pub storage_limitation: bool,
    /// The event whose day decides whether this version of the law applies, where it is not the day
    /// of the decision: records created before an amendment may stay under the old text.
    pub in_force_by: Option<Event>,
    /// Objections of the lint that the rule takes upon itself.
    pub accepts: Vec<FindingKind>,
    /// What is to be done before destruction.
    pub duties: Vec<Duty>,
    /// Where it was read.
    pub source: Option<Box<str>>,
    /// Date or edition of the source.
    pub source_date: Option<Box<str>>,
    /// What else a reader should know.
    pub note: Option<Box<str>>,
    pub(crate) derived: Derived,
}

/// A notice before the end of the period that extends it until another notice comes, at most to a
/// cap (210 ILCS 85/6.17(c)).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extension {
    /// The notice; without effect once the period is over.
    pub notice: Event,
    /// The notice that ends the extension.
    pub concluded: Event,
    /// The day beyond which the extension does not reach.
    pub cap: Expression,
    /// The kind of hold that stands for the two notices: it extends and does not block.
    pub hold: HoldKind,
}

/// Sources that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct Dispute {
    /// The arms of the rule that are in dispute.
    pub arms: Vec<Part>,
    /// What the sources say.
    pub why: Box<str>,
}

/// What follows from a rule and is needed for every decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Derived {
    /// The events that tell whether the patient was a minor.
    pub(crate) care_events: Vec<Event>,
    /// The age of majority of the jurisdiction, when it has one, and whether it was checked.
    pub(crate) majority: Option<(u8, bool)>,
    /// Who is a minor, or when one comes of age, matters to the rule.
    pub(crate) asks_majority: bool,
    /// The period for adults, that for minors, counts from the age of majority.
    pub(crate) adult_mentions_majority: bool,
    pub(crate) minor_mentions_majority: bool,
    /// The minor of the minor arm is an infant, not the patient.
    pub(crate) infant: bool,
    /// Place of the successor in the book.
    pub(crate) successor: Option<usize>,
}

impl Rule {
    /// True on days from `effective_from` to the day before `effective_to`; of the decision, or of
    /// the event that [`in_force_by`](Self::in_force_by) names.
    #[must_use]
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.effective_from.is_none_or(|from| from <= on)
            && self.effective_to.is_none_or(|to| on < to)
    }

    /// The periods that are stated.
    pub(crate) fn arms(&self) -> impl Iterator<Item = &Expression> {
        [&self.adult, &self.minor, &self.deceased]
            .into_iter()
            .flatten()
    }

    /// True for `STATE_LAW or x`: the rule yields to a period of state law.
    pub(crate) fn yields_to_state(&self) -> bool {
        matches!(self.adult, Some(Expression::StateLawOr(_)))
    }

    /// True when the law names no event from which the period runs.
    #[must_use]
    pub fn names_no_trigger(&self) -> bool {
        self.derived.care_events.contains(&Event::Trigger)
    }

    pub(crate) fn derive(&mut self, majority: Option<(u8, bool)>) {
        let arms = [self.adult.as_ref(), self.minor.as_ref()];
        self.derived.infant = self.minor.as_ref().is_some_and(Expression::mentions_infant);
        self.derived.majority = majority;
        let mentions = |arm: &Option<Expression>| {
            let mut mentioned = false;
            if let Some(arm) = arm {
                arm.visit(&mut |part| mentioned |= matches!(part, Expression::Majority(_)));
            }
            mentioned
        };
        self.derived.adult_mentions_majority = mentions(&self.adult) || mentions(&self.deceased);
        self.derived.minor_mentions_majority = mentions(&self.minor);
        self.derived.asks_majority = self.derived.adult_mentions_majority || self.minor.is_some();
        // A death is no care: a child discharged alive stays a child's case however late the death.
        self.derived.care_events = arms
            .into_iter()
            .flatten()
            .map(Expression::events)
            .map(|events| {
                events
                    .into_iter()
                    .filter(|&event| event != Event::Death)
                    .collect::<Vec<_>>()
            })
            .find(|events| !events.is_empty())
            .unwrap_or_default();
    }
}
