use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Concept, Period, PhiText, Reference};

value_set! {
    /// Where an event stands (FHIR R4 `EventStatus`).
    pub enum EventStatus {
        /// Being prepared.
        Preparation = "preparation",
        /// Going on.
        InProgress = "in-progress",
        /// Did not take place.
        NotDone = "not-done",
        /// Paused.
        OnHold = "on-hold",
        /// Stopped before its end.
        Stopped = "stopped",
        /// Over.
        Completed = "completed",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
        /// Not known.
        Unknown = "unknown",
    }
}

record! {
    /// Something done to or for the patient (FHIR R4 `Procedure`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Procedure {
        /// What was done.
        pub code: Option<Concept>,
        /// Where it stands.
        pub status: Option<EventStatus>,
        /// When it was done.
        pub performed: Period,
        /// The encounter in which it was done.
        pub encounter: Option<Reference>,
        /// Who did it.
        pub performers: Vec<Reference>,
        /// Where it was done.
        pub location: Option<Reference>,
        /// Why it was done.
        pub reasons: Vec<Concept>,
        /// The diagnoses or findings that are the reason.
        pub reason_references: Vec<Reference>,
        /// The kind of procedure.
        pub category: Option<Concept>,
        /// How it ended.
        pub outcome: Option<Concept>,
        /// On what part of the body.
        pub body_sites: Vec<Concept>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}
