use crate::record_type::record;
use crate::{Concept, EventStatus, Moment, Phi, PhiText, Reference};

record! {
    /// A vaccine given, or not given (FHIR R4 `Immunization`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Immunization {
        /// The vaccine.
        pub vaccine: Option<Concept>,
        /// Whether it was given.
        pub status: Option<EventStatus>,
        /// Why it was not.
        pub status_reason: Option<Concept>,
        /// When it was given.
        pub occurred: Option<Phi<Moment>>,
        /// When it was written down.
        pub recorded: Option<Phi<Moment>>,
        /// The lot of the product.
        pub lot_number: Option<PhiText>,
        /// The encounter in which it was given.
        pub encounter: Option<Reference>,
        /// Who gave it.
        pub performers: Vec<Reference>,
        /// Where it was given.
        pub location: Option<Reference>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}
