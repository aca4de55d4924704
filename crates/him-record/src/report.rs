use crate::record_type::record;
use crate::{
    Attachment, Concept, Identifier, Moment, Period, Phi, PhiText, Reference, ResultStatus,
};

record! {
    /// A laboratory, imaging or pathology report (FHIR R4 `DiagnosticReport`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Report {
        /// Report and accession numbers.
        pub identifiers: Vec<Identifier>,
        /// The orders.
        pub orders: Vec<Reference>,
        /// What was examined.
        pub specimens: Vec<Reference>,
        /// The images.
        pub imaging: Vec<Reference>,
        /// Who read the results.
        pub interpreters: Vec<Reference>,
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
