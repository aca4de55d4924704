use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Actor, Moment, Phi, PhiText};

value_set! {
    /// What is done to an entry.
    pub enum LifeMove {
        /// It is begun.
        Write = "write",
        /// It is changed before it is signed.
        Revise = "revise",
        /// It is released before it is signed.
        Release = "release",
        /// Its author signs.
        Sign = "sign",
        /// Another signs.
        CoSign = "co-sign",
        /// More is said.
        Addend = "addend",
        /// Something is changed after the signature.
        Amend = "amend",
        /// It is marked as entered in error.
        MarkInError = "mark-in-error",
    }
}

record! {
    /// One act in the life of an entry: what, who, when, why.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct LifeAct {
        /// What was done.
        pub kind: LifeMove,
        /// Who did it.
        pub by: Actor,
        /// When.
        pub at: Phi<Moment>,
        /// Why.
        pub why: Option<PhiText>,
        /// To what the signer attests.
        pub attestation: Option<PhiText>,
        /// What an addendum says.
        pub text: Option<PhiText>,
    }
    blank LifeAct::new(LifeMove::Write, Actor::default(), Moment::from(crate::PartialDate::MIN));
    required kind, by, at;
}

impl LifeAct {
    /// An act of somebody at a moment.
    pub fn new(kind: LifeMove, by: Actor, at: Moment) -> Self {
        LifeAct {
            kind,
            by,
            at: Phi::new(at),
            why: None,
            attestation: None,
            text: None,
            unknown: Default::default(),
        }
    }

    /// The same with the reason.
    pub fn because(mut self, why: &str) -> Self {
        self.why = Some(why.into());
        self
    }

    /// The same with the statement to which the signature attests.
    pub fn attesting(mut self, statement: &str) -> Self {
        self.attestation = Some(statement.into());
        self
    }

    /// The same with the text of an addendum.
    pub fn saying(mut self, text: &str) -> Self {
        self.text = Some(text.into());
        self
    }
}

record! {
    /// That an entry was written later than it should have been.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct LateEntry {
        /// When the care was given.
        pub service: Phi<Moment>,
        /// Why it was not written then.
        pub why: PhiText,
    }
    blank LateEntry::new(Moment::from(crate::PartialDate::MIN), "");
    required service, why;
}

impl LateEntry {
    /// An entry about care of the given moment, and why it is late.
    pub fn new(service: Moment, why: &str) -> Self {
        LateEntry {
            service: Phi::new(service),
            why: why.into(),
            unknown: Default::default(),
        }
    }
}
