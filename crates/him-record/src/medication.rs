use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Concept, Period, PhiText, Reference, UnknownMembers};

value_set! {
    /// What a medication entry says: that a drug was ordered, taken or given.
    pub enum MedicationKind {
        /// Ordered.
        Order = "MedicationRequest",
        /// Taken, as somebody says.
        Statement = "MedicationStatement",
        /// Given.
        Administration = "MedicationAdministration",
        /// Handed out.
        Dispense = "MedicationDispense",
    }
}

value_set! {
    /// Where a medication stands (the union of the FHIR R4 value sets of the four resources).
    pub enum MedicationStatus {
        /// In force.
        Active = "active",
        /// Going on.
        InProgress = "in-progress",
        /// Not done.
        NotDone = "not-done",
        /// Not taken.
        NotTaken = "not-taken",
        /// Meant to be.
        Intended = "intended",
        /// Being prepared.
        Preparation = "preparation",
        /// Paused.
        OnHold = "on-hold",
        /// Withdrawn.
        Cancelled = "cancelled",
        /// Over.
        Completed = "completed",
        /// Turned down.
        Declined = "declined",
        /// Ended early.
        Stopped = "stopped",
        /// Not in force yet.
        Draft = "draft",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
        /// Not known.
        Unknown = "unknown",
    }
}

record! {
    /// A drug ordered, taken, given or handed out.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct Medication {
        /// Which of these.
        pub kind: MedicationKind,
        /// Where it stands.
        pub status: Option<MedicationStatus>,
        /// The drug as a concept.
        pub drug: Option<Concept>,
        /// The drug as an entry of its own.
        pub drug_reference: Option<Reference>,
        /// When it was ordered, taken or given.
        pub effective: Period,
        /// How much, how often, in words.
        pub dosages: Vec<PhiText>,
        /// Why.
        pub reasons: Vec<Concept>,
        /// The encounter to which it belongs.
        pub encounter: Option<Reference>,
        /// Who ordered or gave it.
        pub performers: Vec<Reference>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
    blank Medication::new(MedicationKind::Statement);
    required kind;
}

impl Medication {
    /// An entry of the given kind with nothing else known.
    pub fn new(kind: MedicationKind) -> Self {
        Medication {
            kind,
            status: None,
            drug: None,
            drug_reference: None,
            effective: Period::default(),
            dosages: Vec::new(),
            reasons: Vec::new(),
            encounter: None,
            performers: Vec::new(),
            remarks: Vec::new(),
            unknown: UnknownMembers::default(),
        }
    }
}
