//! The life of an entry: written, signed, added to, amended, in error; who did it, when and why.
//!
//! Hospital records must be dated, timed and authenticated by the person who answers for the service
//! (42 CFR 482.24(c)(1)). What was signed stays: later changes are added to it, marked, dated and
//! signed themselves (CMS Medicare Program Integrity Manual, chapter 3, section 3.3.2.5).
//!
//! | from | may become |
//! |---|---|
//! | draft | draft, preliminary, signed, entered in error |
//! | preliminary | preliminary, signed, entered in error |
//! | signed, co-signed, addended, amended | co-signed, addended, amended, entered in error |
//! | entered in error | nothing |
//!
//! [`EntryLife`] checks each move when it is made or read. Code that handles one entry from draft to
//! signature can have the compiler check it instead: [`Draft`] and [`Signed`].
//!
//! ```
//! use him_record::life::{EntryLife, LifeRule, LifeState};
//! use him_record::{Actor, Moment};
//!
//! // Invented.
//! let resident = Actor::new("Practitioner/r").acting_as("resident");
//! let attending = Actor::new("Practitioner/a").acting_as("attending");
//! let at = |text: &str| text.parse::<Moment>().unwrap();
//!
//! let mut life = EntryLife::draft(resident.clone(), at("2026-02-03T10:00:00Z"))?;
//! let early = life.co_sign(attending.clone(), at("2026-02-03T10:05:00Z")).unwrap_err();
//! assert_eq!(early.rule(), LifeRule::FirstSigned);
//! life.sign(resident, at("2026-02-03T10:10:00Z"), Some("I saw the patient."))?;
//! life.co_sign(attending, at("2026-02-03T12:00:00Z"))?;
//! assert_eq!(life.state(), LifeState::CoSigned);
//! # Ok::<(), him_record::life::LifeError>(())
//! ```

mod act;
mod authored;
mod rule;

pub use act::{LateEntry, LifeAct, LifeMove};
pub use authored::{Draft, Signed};
pub use rule::{LifeError, LifeRule};

use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Actor, Moment, Phi};

value_set! {
    /// Where an entry stands in its life.
    pub enum LifeState {
        /// Being written, not to be relied on.
        Draft = "draft",
        /// Released before it is signed.
        Preliminary = "preliminary",
        /// Signed by its author.
        Signed = "signed",
        /// Signed by another who answers for it as well.
        CoSigned = "co-signed",
        /// Signed, with more said later.
        Addended = "addended",
        /// Signed, with something changed later.
        Amended = "amended",
        /// Should not have been written; kept, and not to be relied on.
        EnteredInError = "entered-in-error",
    }
}

impl LifeState {
    /// Whether the content is fixed.
    pub fn is_signed(self) -> bool {
        matches!(
            self,
            LifeState::Signed | LifeState::CoSigned | LifeState::Addended | LifeState::Amended
        )
    }
}

record! {
    /// What was done to an entry, as it is kept.
    #[derive(Debug, Clone, Default, PartialEq)]
    pub(super) struct LifeRecord {
        acts: Vec<LifeAct>,
        late: Option<LateEntry>,
    }
}

/// The life of one entry: what was done to it, in order, each move legal.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryLife {
    record: LifeRecord,
    state: LifeState,
}

impl EntryLife {
    /// An entry that its author began at a moment.
    pub fn draft(author: Actor, at: Moment) -> Result<Self, LifeError> {
        Self::begin(LifeAct::new(LifeMove::Write, author, at), None)
    }

    /// An entry about care that was given earlier, with the reason why it was not written then.
    pub fn late(author: Actor, at: Moment, late: LateEntry) -> Result<Self, LifeError> {
        Self::begin(LifeAct::new(LifeMove::Write, author, at), Some(late))
    }

    fn begin(first: LifeAct, late: Option<LateEntry>) -> Result<Self, LifeError> {
        rule::check_first(&first, late.as_ref())?;
        let mut record = LifeRecord::default();
        record.acts.push(first);
        record.late = late;
        Ok(EntryLife {
            record,
            state: LifeState::Draft,
        })
    }

    /// Where the entry stands.
    pub fn state(&self) -> LifeState {
        self.state
    }

    /// What was done, in order; the first is that it was begun.
    pub fn acts(&self) -> &[LifeAct] {
        &self.record.acts
    }

    /// Who wrote it.
    pub fn author(&self) -> Option<&Actor> {
        self.acts().first().map(|act| &act.by)
    }

    /// That it was written late, and why.
    pub fn late_entry(&self) -> Option<&LateEntry> {
        self.record.late.as_ref()
    }

    /// When it was signed by its author.
    pub fn signed_at(&self) -> Option<Phi<Moment>> {
        let mut acts = self.acts().iter();
        acts.find(|act| act.kind == LifeMove::Sign)
            .map(|act| act.at)
    }

    /// Makes a move, or says which rule forbids it.
    pub fn apply(&mut self, act: LifeAct) -> Result<(), LifeError> {
        self.state = rule::check(self.state, self.acts(), &act)?;
        self.record.acts.push(act);
        Ok(())
    }

    /// The author or another changes what is not signed yet.
    pub fn revise(&mut self, by: Actor, at: Moment) -> Result<(), LifeError> {
        self.apply(LifeAct::new(LifeMove::Revise, by, at))
    }

    /// A draft is shown to others before it is signed.
    pub fn release(&mut self, by: Actor, at: Moment) -> Result<(), LifeError> {
        self.apply(LifeAct::new(LifeMove::Release, by, at))
    }

    /// The author signs, with an attestation if one is due.
    pub fn sign(
        &mut self,
        by: Actor,
        at: Moment,
        attestation: Option<&str>,
    ) -> Result<(), LifeError> {
        let act = LifeAct::new(LifeMove::Sign, by, at);
        self.apply(match attestation {
            Some(attestation) => act.attesting(attestation),
            None => act,
        })
    }

    /// Another signs as well.
    pub fn co_sign(&mut self, by: Actor, at: Moment) -> Result<(), LifeError> {
        self.apply(LifeAct::new(LifeMove::CoSign, by, at))
    }

    /// More is said; the text stands beside what was signed.
    pub fn addend(&mut self, by: Actor, at: Moment, text: &str) -> Result<(), LifeError> {
        self.apply(LifeAct::new(LifeMove::Addend, by, at).saying(text))
    }

    /// Something is changed, for a reason; the history keeps what was signed.
    pub fn amend(&mut self, by: Actor, at: Moment, why: &str) -> Result<(), LifeError> {
        self.apply(LifeAct::new(LifeMove::Amend, by, at).because(why))
    }

    /// It should not have been written, for a reason.
    pub fn mark_in_error(&mut self, by: Actor, at: Moment, why: &str) -> Result<(), LifeError> {
        self.apply(LifeAct::new(LifeMove::MarkInError, by, at).because(why))
    }

    /// The life that a list of acts makes, each checked.
    #[cfg(feature = "serde")]
    fn replay(record: LifeRecord) -> Result<Self, LifeError> {
        let LifeRecord {
            acts,
            late,
            unknown,
        } = record;
        let mut acts = acts.into_iter();
        let first = acts.next().ok_or(LifeError::none())?;
        let mut life = Self::begin(first, late)?;
        for act in acts {
            life.apply(act)?;
        }
        life.record.unknown = unknown;
        Ok(life)
    }
}

#[cfg(feature = "serde")]
mod json {
    use super::{EntryLife, LifeRecord};
    use crate::json::{Found, Member, Refusal, Said, through_member};

    /// Acts are read through the rules: a life that could not have been is no life.
    impl Member for EntryLife {
        fn read(found: Found<'_>) -> Result<Self, Refusal> {
            let life = EntryLife::replay(LifeRecord::read(found)?);
            life.map_err(|error| Refusal::Rule(error.to_string().into()))
        }

        fn said(&self) -> Said<'_> {
            self.record.said()
        }

        #[cfg(test)]
        fn sample(from: &mut crate::json::Sample) -> Self {
            use super::{LateEntry, LifeAct, LifeMove};
            let late = LateEntry::new("1931".parse().unwrap(), &from.text());
            let author = crate::Actor::sample(from);
            let at = "1932-07-19".parse().unwrap();
            let mut life = EntryLife::late(author.clone(), at, late).unwrap();
            life.sign(author.clone(), at, Some(&from.text())).unwrap();
            life.addend(author.clone(), at, &from.text()).unwrap();
            let act = LifeAct::new(LifeMove::CoSign, crate::Actor::sample(from), at);
            life.apply(act.because(&from.text())).unwrap();
            life
        }
    }

    through_member!(EntryLife);
}
