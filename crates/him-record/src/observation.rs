use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Coding, Concept, Decimal, Moment, Period, Phi, PhiText, Reference};

value_set! {
    /// Where an observation or report stands (FHIR R4 `ObservationStatus`, `DiagnosticReportStatus`).
    pub enum ResultStatus {
        /// Ordered, nothing there yet.
        Registered = "registered",
        /// Parts are there.
        Partial = "partial",
        /// There, not verified.
        Preliminary = "preliminary",
        /// Complete and verified.
        Final = "final",
        /// Changed after it was final.
        Amended = "amended",
        /// Changed because it was wrong.
        Corrected = "corrected",
        /// Added to after it was final.
        Appended = "appended",
        /// Not made.
        Cancelled = "cancelled",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
        /// Not known.
        Unknown = "unknown",
    }
}

record! {
    /// A vital sign, laboratory result, examination finding or answer (FHIR R4 `Observation`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Observation {
        /// What was observed.
        pub code: Option<Concept>,
        /// Where it stands.
        pub status: Option<ResultStatus>,
        /// Vital signs, laboratory, social history.
        pub categories: Vec<Concept>,
        /// When it was true of the patient.
        pub effective: Period,
        /// When it was released.
        pub issued: Option<Phi<Moment>>,
        /// What was found.
        pub value: Option<ObservedValue>,
        /// Why no value is there.
        pub absent_reason: Option<Concept>,
        /// High, low, abnormal.
        pub interpretations: Vec<Concept>,
        /// What is usual.
        pub reference_ranges: Vec<ReferenceRange>,
        /// Values that belong together, such as the two of a blood pressure.
        pub components: Vec<ObservedComponent>,
        /// How it was made.
        pub method: Option<Concept>,
        /// On what part of the body.
        pub body_site: Option<Concept>,
        /// On what specimen.
        pub specimen: Option<Reference>,
        /// With what device.
        pub device: Option<Reference>,
        /// The observations of a panel.
        pub members: Vec<Reference>,
        /// From what it was worked out.
        pub derived_from: Vec<Reference>,
        /// The encounter in which it was made.
        pub encounter: Option<Reference>,
        /// Who made it.
        pub performers: Vec<Reference>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}

value_set! {
    /// What an observation is about (FHIR R4 `ObservationCategoryCodes`).
    pub enum ObservationCategory {
        /// Pulse, blood pressure, temperature and the like.
        VitalSigns = "vital-signs",
        /// Examination by looking, touching, listening.
        Exam = "exam",
        /// Laboratory.
        Laboratory = "laboratory",
        /// Imaging.
        Imaging = "imaging",
        /// Other than laboratory and imaging, such as an ECG.
        Procedure = "procedure",
        /// Answers to questionnaires.
        Survey = "survey",
        /// Tobacco, occupation, housing.
        SocialHistory = "social-history",
        /// Treatment by others than physicians.
        Therapy = "therapy",
        /// Movement and exercise.
        Activity = "activity",
    }
}

impl Observation {
    /// Whether it is of a category of the standard.
    pub fn is_of(&self, category: ObservationCategory) -> bool {
        let codings = self.categories.iter().flat_map(|it| &it.codings);
        let mut codes = codings.filter_map(|coding| coding.code.as_ref());
        codes.any(|code| code.expose_str() == category.code())
    }
}

/// What an observation found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ObservedValue {
    /// A number with its unit.
    Quantity(Quantity),
    /// A coded finding.
    Concept(Concept),
    /// Words.
    Text(PhiText),
    /// Yes or no.
    Boolean(Phi<bool>),
    /// A count.
    Integer(Phi<i64>),
    /// A date, perhaps with a time.
    Moment(Phi<Moment>),
    /// A stretch of time.
    Period(Period),
    /// From a low to a high number.
    Range {
        /// The low end, included.
        low: Option<Quantity>,
        /// The high end, included.
        high: Option<Quantity>,
    },
    /// One number over another, such as a titre.
    Ratio {
        /// Above the line.
        numerator: Option<Quantity>,
        /// Below the line.
        denominator: Option<Quantity>,
    },
    /// A form that only the source of the entry holds (sampled data, time of day).
    InSource,
}

#[cfg(feature = "serde")]
crate::json::choice_member!(ObservedValue {
    "quantity" => Quantity(Quantity),
    "concept" => Concept(Concept),
    "text" => Text(PhiText),
    "boolean" => Boolean(Phi<bool>),
    "integer" => Integer(Phi<i64>),
    "moment" => Moment(Phi<Moment>),
    "period" => Period(Period),
    "range" => Range { low, high },
    "ratio" => Ratio { numerator, denominator },
    "in_source" => InSource,
});

record! {
    /// A number with its unit (FHIR R4 `Quantity`).
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Quantity {
        /// The number in the digits of the source.
        pub value: Option<Phi<Decimal>>,
        /// Whether the true value is below or above.
        pub comparator: Option<Comparator>,
        /// The unit in words.
        pub unit: Option<PhiText>,
        /// The unit as a code, usually of UCUM.
        pub coded_unit: Option<Coding>,
    }
}

value_set! {
    /// How a true value relates to the number given (FHIR R4 `QuantityComparator`).
    pub enum Comparator {
        /// Below.
        Less = "<",
        /// Below or equal.
        LessOrEqual = "<=",
        /// Above or equal.
        GreaterOrEqual = ">=",
        /// Above.
        Greater = ">",
    }
}

record! {
    /// What is usual for an observation (FHIR R4 `Observation.referenceRange`).
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct ReferenceRange {
        /// The low end, included.
        pub low: Option<Quantity>,
        /// The high end, included.
        pub high: Option<Quantity>,
        /// The range in words.
        pub text: Option<PhiText>,
    }
}

record! {
    /// One of several values of an observation (FHIR R4 `Observation.component`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct ObservedComponent {
        /// What was observed.
        pub code: Option<Concept>,
        /// What was found.
        pub value: Option<ObservedValue>,
        /// Why no value is there.
        pub absent_reason: Option<Concept>,
        /// High, low, abnormal.
        pub interpretations: Vec<Concept>,
        /// What is usual.
        pub reference_ranges: Vec<ReferenceRange>,
    }
}
