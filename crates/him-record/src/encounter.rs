use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Concept, DiagnosisRole, Identifier, PartialDate, Period, Reference};

value_set! {
    /// Where an encounter stands (FHIR R4 `EncounterStatus`).
    pub enum EncounterStatus {
        /// Planned.
        Planned = "planned",
        /// The patient is here.
        Arrived = "arrived",
        /// The patient is assessed.
        Triaged = "triaged",
        /// Going on.
        InProgress = "in-progress",
        /// The patient is away for a time.
        OnLeave = "onleave",
        /// Over.
        Finished = "finished",
        /// Did not take place.
        Cancelled = "cancelled",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
        /// Not known.
        Unknown = "unknown",
    }
}

value_set! {
    /// The kind of care setting (HL7 v3 `ActEncounterCode`).
    pub enum EncounterClass {
        /// Ambulatory.
        Ambulatory = "AMB",
        /// Emergency department.
        Emergency = "EMER",
        /// Field, outside a facility.
        Field = "FLD",
        /// At the patient's home.
        HomeHealth = "HH",
        /// Inpatient, nothing more said.
        Inpatient = "IMP",
        /// Inpatient, acute.
        InpatientAcute = "ACUTE",
        /// Inpatient, not acute.
        InpatientNonAcute = "NONAC",
        /// Observation.
        Observation = "OBSENC",
        /// Before an admission.
        PreAdmission = "PRENC",
        /// Short stay.
        ShortStay = "SS",
        /// By telephone or video.
        Virtual = "VR",
    }
}

impl EncounterClass {
    /// Whether the patient is admitted: codes then follow the date of discharge, and hospital
    /// retention rules the discharge.
    pub fn is_inpatient(self) -> bool {
        matches!(
            self,
            EncounterClass::Inpatient
                | EncounterClass::InpatientAcute
                | EncounterClass::InpatientNonAcute
        )
    }
}

record! {
    /// A visit or stay (FHIR R4 `Encounter`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Encounter {
        /// Visit and account numbers.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<EncounterStatus>,
        /// The kind of setting.
        pub class: Option<EncounterClass>,
        /// The kind of visit in the words of the source.
        pub kinds: Vec<Concept>,
        /// From admission to discharge.
        pub period: Period,
        /// Why the patient came.
        pub reasons: Vec<Concept>,
        /// The diagnoses with their roles.
        pub diagnoses: Vec<EncounterDiagnosis>,
        /// Who took part.
        pub participants: Vec<Reference>,
        /// Where the patient was, in turn.
        pub locations: Vec<LocationMove>,
        /// Who answers for the encounter.
        pub service_provider: Option<Reference>,
        /// How soon the patient had to be seen.
        pub priority: Option<Concept>,
        /// The episodes of care to which it belongs.
        pub episodes: Vec<Reference>,
        /// The diagnosis-related group, as a claim for the encounter says it.
        pub drg: Option<Concept>,
        /// From where the patient was admitted.
        pub admit_source: Option<Concept>,
        /// Where the patient went at discharge.
        pub discharge_disposition: Option<Concept>,
    }
}

impl Encounter {
    /// The day on which an inpatient stay ended; `None` for other visits and while it goes on.
    pub fn discharge(&self) -> Option<PartialDate> {
        let inpatient = self.class.is_some_and(EncounterClass::is_inpatient);
        self.period.end_date().filter(|_| inpatient)
    }

    /// The date whose code set applies: the discharge of an inpatient stay, else the start.
    ///
    /// The HIPAA code sets are those of the date of service (45 CFR 162.1000(a)); for inpatient
    /// claims CMS takes the date of discharge. A stay without discharge is coded by what is known
    /// so far, its start.
    pub fn date_of_service(&self) -> Option<PartialDate> {
        let visited = || self.period.start_date().or(self.period.end_date());
        self.discharge().or_else(visited)
    }
}

record! {
    /// The part that a diagnosis plays in an encounter (FHIR R4 `Encounter.diagnosis`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct EncounterDiagnosis {
        /// The diagnosis.
        pub condition: Reference,
        /// Its role.
        pub role: Option<DiagnosisRole>,
        /// Its place in the order, 1 first.
        pub rank: Option<u32>,
    }
}

record! {
    /// A stay at one place within an encounter (FHIR R4 `Encounter.location`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct LocationMove {
        /// The place.
        pub location: Reference,
        /// From when to when.
        pub period: Period,
    }
}
