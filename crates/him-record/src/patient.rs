use crate::record_type::record;
use crate::value_set::value_set;
use crate::{
    Address, Concept, HumanName, Identifier, Moment, PartialDate, Period, Phi, PhiText, Reference,
    Telecom,
};

value_set! {
    /// Sex for administration (FHIR R4 `AdministrativeGender`).
    pub enum Sex {
        /// Male.
        Male = "male",
        /// Female.
        Female = "female",
        /// Neither.
        Other = "other",
        /// Not known.
        Unknown = "unknown",
    }
}

record! {
    /// The person whose chart it is (FHIR R4 `Patient`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Patient {
        /// Medical record numbers and all other numbers.
        pub identifiers: Vec<Identifier>,
        /// Names, also former ones.
        pub names: Vec<HumanName>,
        /// Phones, mail.
        pub telecoms: Vec<Telecom>,
        /// Addresses, also former ones.
        pub addresses: Vec<Address>,
        /// Sex for administration.
        pub sex: Option<Sex>,
        /// The sex that was assigned at birth.
        pub birth_sex: Option<PhiText>,
        /// What the person says of their gender.
        pub gender_identity: Option<Concept>,
        /// Date of birth.
        pub birth_date: Option<Phi<PartialDate>>,
        /// Date of birth with the time of day.
        pub birth_time: Option<Phi<Moment>>,
        /// Whether the record is in use.
        pub active: Option<bool>,
        /// Whether and when the person died.
        pub deceased: Deceased,
        /// Civil status.
        pub marital_status: Option<Concept>,
        /// Languages of communication.
        pub languages: Vec<Concept>,
        /// Race, by the OMB categories and in words.
        pub race: Option<Concept>,
        /// Ethnicity, by the OMB categories and in words.
        pub ethnicity: Option<Concept>,
        /// Where the person was born.
        pub birth_place: Option<Address>,
        /// The family name of the mother before marriage.
        pub mothers_maiden_name: Option<PhiText>,
        /// Relatives, guardians, employers.
        pub contacts: Vec<Contact>,
        /// The primary care provider.
        pub general_practitioners: Vec<Reference>,
        /// The organization that keeps the record.
        pub managing_organization: Option<Reference>,
    }
}

impl Patient {
    /// The date of death, where known.
    pub fn death_date(&self) -> Option<PartialDate> {
        match &self.deceased {
            Deceased::On(moment) => Some(moment.expose().date()),
            Deceased::Unknown | Deceased::No | Deceased::Yes => None,
        }
    }
}

/// Whether the patient has died.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Deceased {
    /// The chart does not say.
    #[default]
    Unknown,
    /// Alive.
    No,
    /// Dead, at a date that is not known.
    Yes,
    /// Dead since this moment.
    On(Phi<Moment>),
}

record! {
    /// Somebody to reach about the patient (FHIR R4 `Patient.contact`, `RelatedPerson`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Contact {
        /// What the person is to the patient.
        pub relationships: Vec<Concept>,
        /// Names.
        pub names: Vec<HumanName>,
        /// Phones, mail.
        pub telecoms: Vec<Telecom>,
        /// Addresses.
        pub addresses: Vec<Address>,
        /// Numbers.
        pub identifiers: Vec<Identifier>,
        /// Sex for administration.
        pub sex: Option<Sex>,
        /// Date of birth.
        pub birth_date: Option<Phi<PartialDate>>,
        /// Whether the entry is in use.
        pub active: Option<bool>,
        /// The organization, for example the employer.
        pub organization: Option<Reference>,
        /// When the person was a contact.
        pub period: Period,
    }
}
