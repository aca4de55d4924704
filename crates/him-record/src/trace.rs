//! Who did what to the record: where entries are from, and who looked at them.

use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Coding, Concept, Moment, Period, Phi, PhiText, Reference};

record! {
    /// Where entries come from (FHIR R4 `Provenance`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Provenance {
        /// The entries.
        pub targets: Vec<Reference>,
        /// When it was done.
        pub occurred: Period,
        /// When it was written down.
        pub recorded: Option<Phi<Moment>>,
        /// Where it was done.
        pub location: Option<Reference>,
        /// Why.
        pub reasons: Vec<Concept>,
        /// What was done.
        pub activity: Option<Concept>,
        /// Who took part.
        pub agents: Vec<ProvenanceAgent>,
    }
}

record! {
    /// Somebody who took part (FHIR R4 `Provenance.agent`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct ProvenanceAgent {
        /// How.
        pub kind: Option<Concept>,
        /// In what roles.
        pub roles: Vec<Concept>,
        /// Who.
        pub who: Option<Reference>,
        /// For whom.
        pub on_behalf_of: Option<Reference>,
    }
}

value_set! {
    /// What was done to the entries (FHIR R4 `AuditEventAction`).
    pub enum AuditAction {
        /// Made.
        Create = "C",
        /// Read.
        Read = "R",
        /// Changed.
        Update = "U",
        /// Removed.
        Delete = "D",
        /// Something was executed.
        Execute = "E",
    }
}

value_set! {
    /// How it ended (FHIR R4 `AuditEventOutcome`).
    pub enum AuditOutcome {
        /// Well.
        Success = "0",
        /// With an error that can be mended.
        MinorFailure = "4",
        /// With an error.
        SeriousFailure = "8",
        /// With an error that kept the system from going on.
        MajorFailure = "12",
    }
}

record! {
    /// That somebody did something to the record, as a system wrote it down (FHIR R4 `AuditEvent`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct AuditRecord {
        /// The kind of event.
        pub kind: Option<Coding>,
        /// The kind, more finely.
        pub subkinds: Vec<Coding>,
        /// What was done.
        pub action: Option<AuditAction>,
        /// When it was done.
        pub period: Period,
        /// When it was written down.
        pub recorded: Option<Phi<Moment>>,
        /// How it ended.
        pub outcome: Option<AuditOutcome>,
        /// How it ended, in words.
        pub outcome_text: Option<PhiText>,
        /// For what it was done.
        pub purposes: Vec<Concept>,
        /// Who took part.
        pub agents: Vec<AuditAgent>,
        /// The system that wrote it down.
        pub observer: Option<Reference>,
        /// What was done to.
        pub entities: Vec<AuditEntity>,
    }
}

record! {
    /// Somebody or something that took part (FHIR R4 `AuditEvent.agent`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct AuditAgent {
        /// How.
        pub kind: Option<Concept>,
        /// In what roles.
        pub roles: Vec<Concept>,
        /// Who.
        pub who: Option<Reference>,
        /// What the system calls them.
        pub alternative_id: Option<PhiText>,
        /// Their name.
        pub name: Option<PhiText>,
        /// Whether they began it.
        pub requestor: Option<bool>,
        /// For what they did it.
        pub purposes: Vec<Concept>,
    }
}

record! {
    /// What was looked at or changed (FHIR R4 `AuditEvent.entity`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct AuditEntity {
        /// The entry.
        pub what: Option<Reference>,
        /// The kind of thing.
        pub kind: Option<Coding>,
        /// The part that it played.
        pub role: Option<Coding>,
        /// What it is called.
        pub name: Option<PhiText>,
        /// In words.
        pub description: Option<PhiText>,
        /// How confidential it is.
        pub labels: Vec<Coding>,
        /// What else is to be known of it.
        pub details: Vec<AuditDetail>,
    }
}

record! {
    /// Something to be known of what was looked at (FHIR R4 `AuditEvent.entity.detail`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct AuditDetail {
        /// What it tells.
        pub name: Option<PhiText>,
        /// What there is to tell, where it is text.
        pub text: Option<PhiText>,
    }
}
