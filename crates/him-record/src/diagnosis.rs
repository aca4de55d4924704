use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Concept, Moment, Phi, PhiText, Reference};

value_set! {
    /// The part that a diagnosis plays in an encounter (FHIR R4 `DiagnosisRole`, with the terms of
    /// the UB-04: principal for what FHIR calls the chief diagnosis of a discharge).
    pub enum DiagnosisRole {
        /// At admission.
        Admitting = "AD",
        /// At discharge.
        Discharge = "DD",
        /// Why the patient came, in their words.
        ChiefComplaint = "CC",
        /// Found to be there besides.
        Comorbidity = "CM",
        /// Before an operation.
        Preoperative = "pre-op",
        /// After an operation.
        Postoperative = "post-op",
        /// On the bill.
        Billing = "billing",
    }
}

value_set! {
    /// Whether a condition was present on admission (UB-04 form locators 67 to 67Q, 72).
    pub enum PresentOnAdmission {
        /// It was.
        Yes = "Y",
        /// It was not.
        No = "N",
        /// The documentation does not suffice.
        Unknown = "U",
        /// It cannot be determined clinically.
        Undetermined = "W",
        /// The code is exempt from reporting.
        Exempt = "1",
    }
}

value_set! {
    /// Whether a condition is active (FHIR R4 `ConditionClinicalStatusCodes`).
    pub enum ClinicalStatus {
        /// Active.
        Active = "active",
        /// Active again after it was gone.
        Recurrence = "recurrence",
        /// Active again after it was better.
        Relapse = "relapse",
        /// Not active.
        Inactive = "inactive",
        /// In remission.
        Remission = "remission",
        /// Gone.
        Resolved = "resolved",
    }
}

value_set! {
    /// How sure a finding is (FHIR R4 `ConditionVerificationStatus`, `AllergyIntoleranceVerificationStatusCodes`).
    pub enum Verification {
        /// Not confirmed.
        Unconfirmed = "unconfirmed",
        /// Likely.
        Provisional = "provisional",
        /// One of several that may be.
        Differential = "differential",
        /// Confirmed.
        Confirmed = "confirmed",
        /// Ruled out.
        Refuted = "refuted",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
    }
}

record! {
    /// A diagnosis, problem or complaint (FHIR R4 `Condition`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Diagnosis {
        /// What it is.
        pub code: Option<Concept>,
        /// Problem-list item, encounter diagnosis.
        pub categories: Vec<Concept>,
        /// Whether it is active.
        pub clinical_status: Option<ClinicalStatus>,
        /// How sure it is.
        pub verification: Option<Verification>,
        /// How severe it is.
        pub severity: Option<Concept>,
        /// Symptoms and findings that led to it.
        pub evidence: Vec<Evidence>,
        /// Where in the body it is.
        pub body_sites: Vec<Concept>,
        /// The part it plays in its encounter.
        pub role: Option<DiagnosisRole>,
        /// Its place in the order of the encounter, 1 first.
        pub rank: Option<u32>,
        /// Whether it was present on admission.
        pub present_on_admission: Option<PresentOnAdmission>,
        /// When it began.
        pub onset: Option<Phi<Moment>>,
        /// When it ended.
        pub abatement: Option<Phi<Moment>>,
        /// When it was written down.
        pub recorded: Option<Phi<Moment>>,
        /// The encounter in which it was found.
        pub encounter: Option<Reference>,
        /// Who found it.
        pub asserter: Option<Reference>,
        /// Who wrote it down.
        pub recorder: Option<Reference>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}

impl Diagnosis {
    /// The signs and symptoms that led to it.
    pub fn symptoms(&self) -> impl Iterator<Item = &Concept> {
        self.evidence.iter().flat_map(|evidence| &evidence.codes)
    }
}

record! {
    /// What led to a diagnosis (FHIR R4 `Condition.evidence`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Evidence {
        /// Signs and symptoms.
        pub codes: Vec<Concept>,
        /// Observations and other entries.
        pub details: Vec<Reference>,
    }
}
