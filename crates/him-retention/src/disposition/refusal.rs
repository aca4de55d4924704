//! Why a step of a disposition is refused.

use chrono::NaiveDate;

use super::{Category, Medium, Method};
use crate::DutyKind;

/// Why a step is refused. No message names a record or a patient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The record may not be destroyed on that day.
    #[error("the record is {0} on that day, not ELIGIBLE")]
    NotEligible(&'static str),
    /// The decision was made for another day than that of the act.
    #[error("the decision is of another day than the destruction")]
    StaleDecision,
    /// No record of that key is in the batch.
    #[error("no such record in the batch")]
    Unknown,
    /// The record is in the batch already.
    #[error("the record is in the batch already")]
    Twice,
    /// The step does not come next for the record.
    #[error("the record is {state}: expected one that is {expected}")]
    OutOfTurn {
        /// Where the record is.
        state: &'static str,
        /// Where it would have to be.
        expected: &'static str,
    },
    /// Nobody, or no reason, is named.
    #[error("expected who does it and why")]
    Unanswered,
    /// Both approvals, or act and witness, by the same person.
    #[error("expected two different people")]
    SamePerson,
    /// A step dated before the one that it follows.
    #[error("expected a day on or after the step before")]
    BeforeLastStep,
    /// The rules ask for something first.
    #[error("{rule}: {kind} is to be done first")]
    OpenDuty {
        /// The rule.
        rule: Box<str>,
        /// What it asks for.
        kind: DutyKind,
    },
    /// The notice was given too late.
    #[error("{rule}: {kind} was done on time only for a destruction from {from}")]
    DutyTooLate {
        /// The rule.
        rule: Box<str>,
        /// What it asks for.
        kind: DutyKind,
        /// The first day on which the record may be destroyed by it.
        from: NaiveDate,
    },
    /// No open duty of that kind.
    #[error("no rule asks for that, or it is done already")]
    NoDuty,
    /// The method does nothing for the medium.
    #[error("{method} is no method for {medium}")]
    WrongMethod {
        /// The medium.
        medium: Medium,
        /// The method.
        method: Method,
    },
    /// The method withstands less than the sensitivity asks for.
    #[error("{method} is {category}: the sensitivity asks for {least}")]
    TooWeak {
        /// The method.
        method: Method,
        /// What it withstands.
        category: Category,
        /// What is needed.
        least: Category,
    },
    /// The law allows other methods only.
    #[error("{rule} allows other methods only")]
    MethodForbidden {
        /// The rule.
        rule: Box<str>,
    },
    /// Destruction in a batch of transfers, or the reverse.
    #[error("the batch is a {0}")]
    OtherKind(&'static str),
    /// Records of the batch are neither done nor taken out.
    #[error("{0} records of the batch are still open")]
    Unfinished(usize),
    /// Nothing was done.
    #[error("nothing was carried out")]
    Nothing,
}
