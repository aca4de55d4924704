//! Those who give care.

use crate::record_type::record;
use crate::{Address, Concept, HumanName, Identifier, Reference, Telecom};

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
