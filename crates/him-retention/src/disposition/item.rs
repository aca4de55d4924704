//! One record on its way.

use std::fmt;

use chrono::NaiveDate;

use super::{Medium, Method, Refusal, Sensitivity};
use crate::{Decision, DutyKind, RecordKey, Verification};

/// A record in a batch. `Debug` prints neither its name nor its days.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Item {
    /// Which record.
    pub key: RecordKey,
    /// The series that it belongs to, without names: "Inpatient charts".
    pub series: Box<str>,
    /// What it is kept on.
    pub medium: Medium,
    /// What a disclosure would do.
    pub sensitivity: Sensitivity,
    /// The medium is used again.
    pub reused: bool,
    /// The medium leaves the organization's control before it is sanitized.
    pub leaves_control: bool,
    /// The first and last day that the record documents.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The rules that were considered, each with its citation, the deciding one first.
    pub rules: Vec<(Box<str>, Option<Box<str>>)>,
    /// What the rules ask for.
    pub duties: Vec<DutyState>,
    pub(super) state: State,
    pub(super) last_step: NaiveDate,
    pub(super) first_approver: Option<Box<str>>,
    pub(super) second_approver: Option<Box<str>>,
    pub(super) outcome: Option<(NaiveDate, Option<Method>)>,
}

/// Where a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum State {
    /// On the worklist.
    Listed,
    /// Somebody looked at it.
    Reviewed,
    /// One person approved.
    ApprovedOnce,
    /// Two people approved.
    Approved,
    /// Destroyed, transferred or handed over.
    Done,
    /// Kept by the reviewer.
    Kept,
    /// Stopped: it was held, or to be kept, when it should have been destroyed.
    Stopped,
}

impl State {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Reviewed => "reviewed",
            Self::ApprovedOnce => "approved once",
            Self::Approved => "approved",
            Self::Done => "done",
            Self::Kept => "kept",
            Self::Stopped => "stopped",
        }
    }

    /// True when nothing more happens to the record in the batch.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Kept | Self::Stopped)
    }
}

/// What a rule asks for before destruction, and whether it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DutyState {
    /// The rule that asks.
    pub rule: Box<str>,
    /// Its kind.
    pub kind: DutyKind,
    /// How many days must pass between it and the destruction.
    pub days: Option<u16>,
    /// What is to be done.
    pub what: Box<str>,
    /// The methods that the law allows; empty where it names none.
    pub methods: Vec<Method>,
    /// When it was done.
    pub done: Option<NaiveDate>,
}

impl DutyState {
    /// True for what must be recorded as done; a limit on methods is checked by itself where the law
    /// lists them.
    fn is_open(&self) -> bool {
        let is_checked = self.kind == DutyKind::Method && !self.methods.is_empty();
        self.done.is_none() && !is_checked
    }
}

impl Item {
    /// A record of a series on a medium that is neither used again nor leaves the organization
    /// unsanitized.
    #[must_use]
    pub fn new(
        key: RecordKey,
        series: impl Into<Box<str>>,
        medium: Medium,
        sensitivity: Sensitivity,
    ) -> Self {
        Self {
            key,
            series: series.into(),
            medium,
            sensitivity,
            reused: false,
            leaves_control: false,
            days: None,
            rules: Vec::new(),
            duties: Vec::new(),
            state: State::Listed,
            last_step: NaiveDate::MIN,
            first_approver: None,
            second_approver: None,
            outcome: None,
        }
    }

    /// States the first and last day that it documents.
    #[must_use]
    pub fn with_days(mut self, first: NaiveDate, last: NaiveDate) -> Self {
        self.days = Some((first, last));
        self
    }

    /// States that the medium is used again.
    #[must_use]
    pub fn on_reused_medium(mut self) -> Self {
        self.reused = true;
        self
    }

    /// States that the medium leaves the organization's control before it is sanitized.
    #[must_use]
    pub fn leaving_control(mut self) -> Self {
        self.leaves_control = true;
        self
    }

    /// Where it is.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// The day on which it was destroyed or handed over.
    #[must_use]
    pub fn done_on(&self) -> Option<NaiveDate> {
        self.outcome.map(|(day, _)| day)
    }

    /// What is still to be done before destruction.
    pub fn open_duties(&self) -> impl Iterator<Item = &DutyState> {
        self.duties.iter().filter(|duty| duty.is_open())
    }

    pub(super) fn take_rules(&mut self, decision: &Decision<'_>) {
        for arm in decision.arms() {
            let rule = arm.rule();
            self.rules.push((rule.id.clone(), rule.citation.clone()));
        }
        for (rule, duty) in decision.duties() {
            self.duties.push(DutyState {
                rule: rule.id.clone(),
                kind: duty.kind,
                days: duty.days,
                what: duty.what.clone(),
                methods: duty.methods.clone(),
                done: None,
            });
        }
    }

    pub(super) fn expect(&self, state: State) -> Result<(), Refusal> {
        if self.state == state {
            return Ok(());
        }
        Err(Refusal::OutOfTurn {
            state: self.state.name(),
            expected: state.name(),
        })
    }

    pub(super) fn step(&mut self, on: NaiveDate) -> Result<(), Refusal> {
        if on < self.last_step {
            return Err(Refusal::BeforeLastStep);
        }
        self.last_step = on;
        Ok(())
    }

    /// Everything that the rules ask for was done, and done in time.
    pub(super) fn check_duties(&self, on: NaiveDate) -> Result<(), Refusal> {
        for duty in &self.duties {
            let (rule, kind) = (duty.rule.clone(), duty.kind);
            if duty.is_open() {
                return Err(Refusal::OpenDuty { rule, kind });
            }
            let from = duty
                .done
                .zip(duty.days)
                .and_then(|(done, days)| done.checked_add_days(chrono::Days::new(days.into())));
            if let Some(from) = from.filter(|&from| on < from) {
                return Err(Refusal::DutyTooLate { rule, kind, from });
            }
        }
        Ok(())
    }

    /// The method suits the medium, the sensitivity and the law.
    pub(super) fn check_method(&self, method: Method) -> Result<Verification, Refusal> {
        let row = method.on(self.medium).ok_or(Refusal::WrongMethod {
            medium: self.medium,
            method,
        })?;
        let least = self.sensitivity.least(self.reused, self.leaves_control);
        if row.category < least {
            return Err(Refusal::TooWeak {
                method,
                category: row.category,
                least,
            });
        }
        let forbids = |duty: &&DutyState| {
            duty.kind == DutyKind::Method
                && !duty.methods.is_empty()
                && !duty.methods.contains(&method)
        };
        match self.duties.iter().find(forbids) {
            Some(duty) => Err(Refusal::MethodForbidden {
                rule: duty.rule.clone(),
            }),
            None => Ok(row.verification),
        }
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item")
            .field("medium", &self.medium)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
