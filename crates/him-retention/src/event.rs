//! The dated events from which periods run, and the conditions that choose between two periods.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// Something that happened on a day and that a rule counts from.
    Event, "event" {
        /// The patient was born.
        BirthDate = "BIRTH_DATE",
        /// The infant was born whose monitoring a mother's record holds.
        InfantBirthDate = "INFANT_BIRTH_DATE",
        /// The patient died.
        Death = "DEATH",
        /// The start of a period whose rule names none, when the caller gives it outright.
        Trigger = "TRIGGER",
        /// The patient left the facility alive or dead at the end of this stay.
        Discharge = "DISCHARGE",
        /// The latest discharge of all stays.
        LastDischarge = "LAST_DISCHARGE",
        /// The patient was transferred.
        Transfer = "TRANSFER",
        /// The final treatment of the patient.
        FinalTreatment = "FINAL_TREATMENT",
        /// The latest treatment.
        LastTreatment = "LAST_TREATMENT",
        /// The latest care of any kind.
        LastCare = "LAST_CARE",
        /// The latest contact of any kind with the patient.
        LastContact = "LAST_CONTACT",
        /// The latest encounter.
        LastEncounter = "LAST_ENCOUNTER",
        /// The latest episode of care.
        LastEpisode = "LAST_EPISODE",
        /// The patient was last seen.
        LastSeen = "LAST_SEEN",
        /// The latest service.
        LastService = "LAST_SERVICE",
        /// The latest stay or outpatient consultation (France).
        LastStayOrConsult = "LAST_STAY_OR_CONSULT",
        /// The latest visit.
        LastVisit = "LAST_VISIT",
        /// The latest entry in the record.
        LastEntry = "LAST_ENTRY",
        /// The latest change of the record.
        LastChange = "LAST_CHANGE",
        /// The record, or the part of it that is decided on, was created.
        RecordCreated = "RECORD_CREATED",
        /// The record was destroyed (the summary that outlives it counts from here).
        RecordDestroyed = "RECORD_DESTROYED",
        /// The date of service.
        Dos = "DOS",
        /// The treatment began.
        TreatmentStarted = "TREATMENT_STARTED",
        /// The treatment was concluded.
        TreatmentConcluded = "TREATMENT_CONCLUDED",
        /// The care ended.
        CareCeased = "CARE_CEASED",
        /// The record became dormant.
        Dormant = "DORMANT",
        /// The patient was removed from the practice's list.
        Deregistered = "DEREGISTERED",
        /// The examination was made.
        Exam = "EXAM",
        /// The image was exposed.
        Exposure = "EXPOSURE",
        /// The result was reported.
        Reported = "REPORTED",
        /// The next mammogram after the examination was made.
        NextMammogram = "NEXT_MAMMOGRAM",
        /// A diagnosis was made on the specimen.
        DiagnosisMade = "DIAGNOSIS_MADE",
        /// The test procedure was discontinued.
        ProcedureDiscontinued = "PROCEDURE_DISCONTINUED",
        /// Processing of the blood product was completed.
        ProcessingComplete = "PROCESSING_COMPLETE",
        /// The blood product expired.
        ProductExpiry = "PRODUCT_EXPIRY",
        /// The marketing application was approved.
        Approval = "APPROVAL",
        /// The investigation was discontinued.
        InvestigationDiscontinued = "INVESTIGATION_DISCONTINUED",
        /// The study was terminated or completed.
        StudyTerminated = "STUDY_TERMINATED",
        /// The records are no longer needed for a premarket application.
        NoLongerNeeded = "NO_LONGER_NEEDED",
        /// The contract period ended.
        ContractPeriodEnd = "CONTRACT_PERIOD_END",
        /// The audit was completed.
        AuditCompleted = "AUDIT_COMPLETED",
        /// The cost report was filed.
        CostReportFiled = "COST_REPORT_FILED" | "COST_REPORT_FILED_MONTH_END",
        /// Any day of the calendar year that the record covers.
        CalendarYear = "CALENDAR_YEAR" | "CALENDAR_YEAR_END",
        /// The policy was last in effect.
        LastInEffect = "LAST_IN_EFFECT",
        /// The employment ended.
        EmploymentEnd = "EMPLOYMENT_END",
        /// The violation was committed.
        Violation = "VIOLATION",
        /// The physician who kept the records died.
        PhysicianDeath = "PHYSICIAN_DEATH",
        /// An attorney gave notice of a case (Illinois).
        AttorneyNotice = "ATTORNEY_NOTICE",
        /// Notice came that the case is concluded (Illinois).
        CaseConcludedNotice = "CASE_CONCLUDED_NOTICE",
    }
}

vocabulary! {
    /// A fact without a date that chooses between two periods.
    Condition, "condition" {
        /// The patient had a further mammogram at the facility within five years; follows from
        /// `NEXT_MAMMOGRAM`.
        LaterMammogramWithin5Y = "LATER_MAMMOGRAM_WITHIN_5Y",
        /// A copy is in the patient's record.
        CopyInRecord = "COPY_IN_RECORD",
    }
}

/// Names by which rules speak of the end of the year or month of an event.
pub(crate) const CALENDAR_YEAR_END: &str = "CALENDAR_YEAR_END";
pub(crate) const COST_REPORT_FILED_MONTH_END: &str = "COST_REPORT_FILED_MONTH_END";

/// What a decision would need and was not given: events, conditions, and two quantities that belong
/// to no event.
///
/// Holds names only, no dates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Missing(u128);

const STATUTE_OF_LIMITATIONS: u32 = 127;
const AGE_OF_MAJORITY: u32 = 126;
// `Missing` gives each event one bit below the two quantities.
const _: () = assert!(Event::ALL.len() <= AGE_OF_MAJORITY as usize);

impl Missing {
    /// Nothing.
    pub const NOTHING: Self = Self(0);
    pub(crate) const STATUTE_OF_LIMITATIONS: Self = Self(1 << STATUTE_OF_LIMITATIONS);
    pub(crate) const AGE_OF_MAJORITY: Self = Self(1 << AGE_OF_MAJORITY);

    /// One event.
    #[must_use]
    pub const fn event(event: Event) -> Self {
        Self(1 << event as u32)
    }

    /// True when nothing is missing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True when the event is among the missing.
    #[must_use]
    pub const fn contains(self, event: Event) -> bool {
        self.0 & Self::event(event).0 != 0
    }

    /// The names: events as in the expressions, `SOL` for the statute of limitations that the site
    /// must state, and `AGE_OF_MAJORITY` where no jurisdiction with one is in scope.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let events = Event::ALL
            .iter()
            .copied()
            .filter(move |&event| self.contains(event))
            .map(Event::as_str);
        let quantities = [
            (Self::AGE_OF_MAJORITY, "AGE_OF_MAJORITY"),
            (Self::STATUTE_OF_LIMITATIONS, "SOL"),
        ];
        events.chain(
            quantities
                .into_iter()
                .filter(move |(one, _)| self.0 & one.0 != 0)
                .map(|(_, name)| name),
        )
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, name) in self.names().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}
