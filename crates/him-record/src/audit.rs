//! Who looked at what, and why (45 CFR 164.312(b), 164.528): a type to write down, and to hand to a
//! FHIR `AuditEvent`.

use crate::confidentiality::{Access, AccessRole, PurposeOfUse};
use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Actor, EntryKind, Moment, PartialDate, Phi, PhiText, Reference};

value_set! {
    /// What was done with the record (FHIR R4 `AuditEventAction`).
    pub enum AccessAction {
        /// Something was made.
        Create = "C",
        /// Something was read, printed or sent.
        Read = "R",
        /// Something was changed.
        Update = "U",
        /// Something was removed.
        Delete = "D",
        /// Something was run, such as a search or an export.
        Execute = "E",
    }
}

value_set! {
    /// How it ended (FHIR R4 `AuditEventOutcome`).
    pub enum AccessOutcome {
        /// It was done.
        Done = "0",
        /// It was refused.
        Refused = "4",
        /// It failed.
        Failed = "8",
    }
}

record! {
    /// One access to a chart: who, what, when, why, and whether the glass was broken.
    ///
    /// It has what a FHIR R4 `AuditEvent` says of an access; `him_exchange::fhir::AuditedAccess` makes
    /// one of it.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct AccessEvent {
        /// What was done.
        pub action: AccessAction,
        /// When.
        pub at: Phi<Moment>,
        /// Who.
        pub by: Actor,
        /// As what.
        pub role: AccessRole,
        /// For what.
        pub purpose: PurposeOfUse,
        /// The entries; the whole chart if there are none.
        pub entries: Vec<Reference>,
        /// The lists of the chart that were looked at, where no single entries were.
        pub kinds: Vec<EntryKind>,
        /// Why, in words.
        pub why: Option<PhiText>,
        /// Why the glass was broken; `None` if it was not.
        pub broke_glass: Option<PhiText>,
        /// How many entries were withheld.
        pub withheld: Option<u32>,
        /// How it ended.
        pub outcome: Option<AccessOutcome>,
    }
    blank AccessEvent::blank();
    required action, at, by, role, purpose;
}

impl AccessEvent {
    /// An access by somebody in a role for a purpose.
    pub fn new(
        action: AccessAction,
        at: Moment,
        by: Actor,
        role: AccessRole,
        purpose: PurposeOfUse,
    ) -> Self {
        AccessEvent {
            action,
            at: Phi::new(at),
            by,
            role,
            purpose,
            ..AccessEvent::blank()
        }
    }

    /// Writes an access down: `None` if it does not say who looks, or the glass was broken and `why`
    /// says nothing.
    pub fn of(access: &Access, action: AccessAction, at: Moment, why: &str) -> Option<Self> {
        let by = access.who.clone().filter(Actor::is_named)?;
        let said = !why.trim().is_empty();
        if access.broke_glass && !said {
            return None;
        }
        Some(AccessEvent {
            why: said.then(|| why.into()),
            broke_glass: access.broke_glass.then(|| why.into()),
            ..AccessEvent::new(action, at, by, access.role, access.purpose)
        })
    }

    fn blank() -> Self {
        AccessEvent {
            action: AccessAction::Read,
            at: Phi::new(Moment::from(PartialDate::MIN)),
            by: Actor::default(),
            role: AccessRole::Outsider,
            purpose: PurposeOfUse::Operations,
            entries: Vec::new(),
            kinds: Vec::new(),
            why: None,
            broke_glass: None,
            withheld: None,
            outcome: None,
            unknown: Default::default(),
        }
    }
}
