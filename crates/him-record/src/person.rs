//! What identifies and reaches people and organizations.

use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Concept, Period, PhiText, SystemUri};

value_set! {
    /// What a name, address, telecom or identifier is used for (FHIR R4 `NameUse`, `AddressUse`,
    /// `ContactPointUse`, `IdentifierUse` in one).
    pub enum Use {
        /// The one to use first.
        Usual = "usual",
        /// The one in official registers.
        Official = "official",
        /// For a limited time.
        Temporary = "temp",
        /// Informal.
        Nickname = "nickname",
        /// Hides the person for privacy.
        Anonymous = "anonymous",
        /// No longer in use.
        Old = "old",
        /// Before a marriage.
        Maiden = "maiden",
        /// At home.
        Home = "home",
        /// At work.
        Work = "work",
        /// For bills.
        Billing = "billing",
        /// A device that the person carries.
        Mobile = "mobile",
        /// Of secondary use.
        Secondary = "secondary",
    }
}

record! {
    /// A number or code by which somebody knows the subject (FHIR R4 `Identifier`).
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Identifier {
        /// What it is used for.
        pub used_as: Option<Use>,
        /// The kind of number, usually of HL7 table 0203: `MR`, `SS`, `DL`, `PPN`.
        pub kind: Option<Concept>,
        /// Who assigns it.
        pub system: Option<SystemUri>,
        /// The number.
        pub value: Option<PhiText>,
        /// When it was in use.
        pub period: Period,
    }
}

impl Identifier {
    /// `system|value`, as a search for an identifier writes it; `None` if either is missing.
    pub fn token(&self) -> Option<String> {
        let system = match self.system.as_ref()? {
            SystemUri::Known(system) => system.uri(),
            SystemUri::Other(uri) => uri.expose_str(),
        };
        Some(format!("{system}|{}", self.value.as_ref()?.expose_str()))
    }
}

record! {
    /// A name of a person (FHIR R4 `HumanName`).
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct HumanName {
        /// What it is used for.
        pub used_as: Option<Use>,
        /// The whole name as it is written.
        pub text: Option<PhiText>,
        /// The family name, with its particles.
        pub family: Option<PhiText>,
        /// Given names, the first one first.
        pub given: Vec<PhiText>,
        /// Titles before the name.
        pub prefix: Vec<PhiText>,
        /// What follows the name: Jr., MD.
        pub suffix: Vec<PhiText>,
        /// When it was in use.
        pub period: Period,
    }
}

value_set! {
    /// The technical form of a telecom (FHIR R4 `ContactPointSystem`).
    pub enum TelecomSystem {
        /// Voice.
        Phone = "phone",
        /// Fax.
        Fax = "fax",
        /// Mail by computer.
        Email = "email",
        /// A pager.
        Pager = "pager",
        /// An address on the web.
        Url = "url",
        /// A text message.
        Sms = "sms",
        /// Anything else.
        Other = "other",
    }
}

record! {
    /// A number or address for telecommunication (FHIR R4 `ContactPoint`).
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Telecom {
        /// Its technical form.
        pub system: Option<TelecomSystem>,
        /// What it is used for.
        pub used_as: Option<Use>,
        /// The number or address.
        pub value: Option<PhiText>,
        /// When it was in use.
        pub period: Period,
    }
}

record! {
    /// A postal or physical address (FHIR R4 `Address`).
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Address {
        /// What it is used for.
        pub used_as: Option<Use>,
        /// The whole address as it is written.
        pub text: Option<PhiText>,
        /// Street, number, post-office box.
        pub lines: Vec<PhiText>,
        /// City or town.
        pub city: Option<PhiText>,
        /// County.
        pub district: Option<PhiText>,
        /// State or province, usually its two-letter code.
        pub state: Option<PhiText>,
        /// ZIP or other postal code.
        pub postal_code: Option<PhiText>,
        /// Country.
        pub country: Option<PhiText>,
        /// When it was in use.
        pub period: Period,
    }
}
