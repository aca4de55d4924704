//! Those who give care.

use crate::record_type::record;
use crate::{Address, Concept, HumanName, Identifier, Period, Reference, Telecom};

record! {
    /// A person who gives care (FHIR R4 `Practitioner`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Practitioner {
        /// NPI and other numbers.
        pub identifiers: Vec<Identifier>,
        /// Names.
        pub names: Vec<HumanName>,
        /// Phones, mail.
        pub telecoms: Vec<Telecom>,
        /// Addresses.
        pub addresses: Vec<Address>,
        /// Diplomas, licences, certificates.
        pub qualifications: Vec<Qualification>,
    }
}

record! {
    /// What entitles somebody to give care (FHIR R4 `Practitioner.qualification`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Qualification {
        /// Numbers.
        pub identifiers: Vec<Identifier>,
        /// What it is.
        pub code: Option<Concept>,
        /// When it is valid.
        pub period: Period,
        /// Who granted it.
        pub issuer: Option<Reference>,
    }
}

record! {
    /// What a practitioner does for an organization (FHIR R4 `PractitionerRole`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct PractitionerRole {
        /// Numbers.
        pub identifiers: Vec<Identifier>,
        /// Whether it is in use.
        pub active: Option<bool>,
        /// When.
        pub period: Period,
        /// Who.
        pub practitioner: Option<Reference>,
        /// For whom.
        pub organization: Option<Reference>,
        /// What the practitioner does.
        pub roles: Vec<Concept>,
        /// Specialties.
        pub specialties: Vec<Concept>,
        /// Where.
        pub locations: Vec<Reference>,
        /// Phones, mail.
        pub telecoms: Vec<Telecom>,
    }
}

record! {
    /// A hospital, practice, payer or other organization (FHIR R4 `Organization`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Organization {
        /// NPI and other numbers.
        pub identifiers: Vec<Identifier>,
        /// What it is.
        pub kinds: Vec<Concept>,
        /// The name; other names follow.
        pub names: Vec<crate::PhiText>,
        /// Phones, mail.
        pub telecoms: Vec<Telecom>,
        /// Addresses.
        pub addresses: Vec<Address>,
    }
}

record! {
    /// A place of care (FHIR R4 `Location`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Location {
        /// Numbers.
        pub identifiers: Vec<Identifier>,
        /// The name; other names follow.
        pub names: Vec<crate::PhiText>,
        /// Phones.
        pub telecoms: Vec<Telecom>,
        /// Where it is.
        pub address: Option<Address>,
        /// Who runs it.
        pub managing_organization: Option<Reference>,
    }
}
