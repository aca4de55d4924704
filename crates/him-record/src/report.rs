use crate::record_type::record;
use crate::{Attachment, Concept, Moment, Period, Phi, PhiText, Reference, ResultStatus};

record! {
    /// A laboratory, imaging or pathology report (FHIR R4 `DiagnosticReport`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Report {
        /// What it reports on.
        pub code: Option<Concept>,
        /// Where it stands.
        pub status: Option<ResultStatus>,
        /// Laboratory, imaging, pathology.
        pub categories: Vec<Concept>,
        /// When it was true of the patient.
        pub effective: Period,
        /// When it was released.
        pub issued: Option<Phi<Moment>>,
        /// The observations that it holds together.
        pub results: Vec<Reference>,
        /// What it concludes, in words.
        pub conclusion: Option<PhiText>,
        /// What it concludes, as codes.
        pub conclusions: Vec<Concept>,
        /// The report as it was issued.
        pub forms: Vec<Attachment>,
        /// The encounter to which it belongs.
        pub encounter: Option<Reference>,
        /// Who answers for it.
        pub performers: Vec<Reference>,
    }
}
