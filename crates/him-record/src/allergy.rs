use crate::record_type::record;
use crate::value_set::value_set;
use crate::{ClinicalStatus, Concept, Moment, Phi, PhiText, Reference, Verification};

value_set! {
    /// How a reaction comes about (FHIR R4 `AllergyIntoleranceType`).
    pub enum AllergyKind {
        /// By the immune system.
        Allergy = "allergy",
        /// Otherwise.
        Intolerance = "intolerance",
    }
}

value_set! {
    /// How dangerous a reaction may be (FHIR R4 `AllergyIntoleranceCriticality`).
    pub enum Criticality {
        /// Not to life.
        Low = "low",
        /// To life.
        High = "high",
        /// It cannot be said.
        UnableToAssess = "unable-to-assess",
    }
}

record! {
    /// What the patient must not be given (FHIR R4 `AllergyIntolerance`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Allergy {
        /// The substance, or that there is none known.
        pub code: Option<Concept>,
        /// How it comes about.
        pub kind: Option<AllergyKind>,
        /// How dangerous it may be.
        pub criticality: Option<Criticality>,
        /// Whether it is active.
        pub clinical_status: Option<ClinicalStatus>,
        /// How sure it is.
        pub verification: Option<Verification>,
        /// What happened to the patient.
        pub reactions: Vec<Reaction>,
        /// When it began.
        pub onset: Option<Phi<Moment>>,
        /// When it was written down.
        pub recorded: Option<Phi<Moment>>,
        /// The encounter in which it was found.
        pub encounter: Option<Reference>,
        /// Who wrote it down.
        pub recorder: Option<Reference>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}

value_set! {
    /// How bad a reaction was (FHIR R4 `AllergyIntoleranceSeverity`).
    pub enum ReactionSeverity {
        /// Mild.
        Mild = "mild",
        /// Between.
        Moderate = "moderate",
        /// Severe.
        Severe = "severe",
    }
}

record! {
    /// What happened to the patient on one occasion (FHIR R4 `AllergyIntolerance.reaction`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Reaction {
        /// The substance, if it is finer than that of the allergy.
        pub substance: Option<Concept>,
        /// Signs and symptoms.
        pub manifestations: Vec<Concept>,
        /// In words.
        pub description: Option<PhiText>,
        /// When it happened.
        pub onset: Option<Phi<Moment>>,
        /// How bad it was.
        pub severity: Option<ReactionSeverity>,
    }
}
