use thiserror::Error;

use crate::JsonError;

/// Why a change is not written, or a chart not rebuilt. It says nothing of who or what.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// A chart that the log does not hold, or not yet at that time.
    #[error("the log has no such chart")]
    NoSuchChart,
    /// An entry that the log does not hold, or not yet at that time.
    #[error("the log has no such entry")]
    NoSuchEntry,
    /// A merge that the log does not hold, or that was taken back.
    #[error("the log has no such merge in force")]
    NoSuchMerge,
    /// A chart has one patient; it is revised, not added.
    #[error("a chart has one patient, who is revised and not added")]
    OnePatient,
    /// An entry stays what it is.
    #[error("a version of an entry is of the kind of the entry")]
    OtherKind,
    /// The entry of the patient is the chart.
    #[error("a patient is not moved to another chart")]
    PatientStays,
    /// A chart that is merged already, or with this one.
    #[error("a chart is merged once, and not with itself")]
    MergedAlready,
    /// Events stand in the order in which they were written.
    #[error("an event is not earlier than the one before it")]
    TimeGoesForward,
    /// 45 CFR 164.312(d): it is known who acts.
    #[error("an event names who acts")]
    Named,
    /// The acts of an entry are kept.
    #[error("a version goes on with the life of the one before")]
    LifeRewritten,
    /// What was signed changes by an amendment.
    #[error("the content of a signed entry changes only with an act that amends it")]
    SignedStays,
    /// A version that this edition of the crate cannot read.
    #[error("event {event}: {reason}")]
    Unreadable {
        /// The number of the event.
        event: u64,
        /// Why; without a value.
        reason: String,
    },
}

impl HistoryError {
    pub(super) fn unreadable(event: u64, error: &JsonError) -> Self {
        HistoryError::Unreadable {
            event,
            reason: error.to_string(),
        }
    }
}
