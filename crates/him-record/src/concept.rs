//! Coded concepts: what was found, done or given, in the words and the codes of its source.

use him_codes::CodeSystem;

use crate::record_type::record;
use crate::{PhiText, UnknownMembers};

/// The code system of a [`Coding`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SystemUri {
    /// A system that this workspace knows.
    Known(CodeSystem),
    /// Any other, by the URI in the source.
    Other(PhiText),
}

impl SystemUri {
    /// The system of a FHIR URI or OID.
    pub fn from_uri(uri: &str) -> Self {
        CodeSystem::from_uri(uri).map_or_else(|| SystemUri::Other(uri.into()), SystemUri::Known)
    }
}

record! {
    /// A code in a code system (FHIR R4 `Coding`).
    #[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct Coding {
        /// The code system; the shape of a code never tells it.
        pub system: Option<SystemUri>,
        /// The code as written, unchecked.
        pub code: Option<PhiText>,
        /// The words that the source shows for the code.
        pub display: Option<PhiText>,
    }
}

impl Coding {
    /// A code of a known system.
    pub fn new(system: CodeSystem, code: &str) -> Self {
        Coding {
            system: Some(SystemUri::Known(system)),
            code: Some(code.into()),
            display: None,
            unknown: UnknownMembers::default(),
        }
    }

    /// The code, if it is of `system`.
    pub fn code_in(&self, system: CodeSystem) -> Option<&str> {
        match &self.system {
            Some(SystemUri::Known(known)) if *known == system => {
                self.code.as_ref().map(PhiText::expose_str)
            }
            _ => None,
        }
    }
}

record! {
    /// A concept: codes that mean the same, and the words of the author (FHIR R4 `CodeableConcept`).
    #[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct Concept {
        /// The same concept in one or more code systems.
        pub codings: Vec<Coding>,
        /// The words of the author.
        pub text: Option<PhiText>,
    }
}

impl Concept {
    /// A concept with a single code.
    pub fn coded(system: CodeSystem, code: &str) -> Self {
        Concept {
            codings: vec![Coding::new(system, code)],
            text: None,
            unknown: UnknownMembers::default(),
        }
    }

    /// The codes of one system, in the order of the source.
    pub fn codes_in(&self, system: CodeSystem) -> impl Iterator<Item = &str> {
        self.codings
            .iter()
            .filter_map(move |coding| coding.code_in(system))
    }

    /// The words to show: the text, else the first display.
    pub fn words(&self) -> Option<&PhiText> {
        self.text.as_ref().or_else(|| {
            self.codings
                .iter()
                .find_map(|coding| coding.display.as_ref())
        })
    }
}
