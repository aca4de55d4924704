//! Records that go together.

use chrono::NaiveDate;

use super::{Certificate, Item, Method, Refusal, State};
use crate::vocabulary::vocabulary;
use crate::{Decision, DutyKind, Log, Outcome, RecordKey};

vocabulary! {
    /// What becomes of the records.
    Kind, "kind of disposition" {
        /// They are destroyed.
        Destruction = "destruction",
        /// Another keeper takes them over, with the duty to keep them and every hold.
        Transfer = "transfer",
        /// The practice closes, and a custodian takes them over.
        PracticeClosure = "practice_closure",
    }
}

/// What a reviewer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Review {
    /// It may go.
    Proceed,
    /// It stays, for a reason that no rule knows: history, teaching, a request.
    Keep,
}

/// An act of destruction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Destruction {
    /// The day.
    pub on: NaiveDate,
    /// How.
    pub method: Method,
    /// Who destroys.
    pub by: Box<str>,
    /// Who watches, somebody else.
    pub witness: Box<str>,
    /// How it was verified that nothing is left (NIST SP 800-88).
    pub verified_by: Box<str>,
}

impl Destruction {
    /// An act whose verification is still to be stated.
    #[must_use]
    pub fn new(
        on: NaiveDate,
        method: Method,
        by: impl Into<Box<str>>,
        witness: impl Into<Box<str>>,
    ) -> Self {
        Self {
            on,
            method,
            by: by.into(),
            witness: witness.into(),
            verified_by: Box::default(),
        }
    }
}

/// A batch of records from the worklist to the certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    pub(super) name: Box<str>,
    pub(super) kind: Kind,
    pub(super) facility: Box<str>,
    pub(super) items: Vec<Item>,
    pub(super) acts: Vec<Destruction>,
    pub(super) receivers: Vec<Box<str>>,
    pub(super) log: Log,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn open(name: impl Into<Box<str>>, kind: Kind, facility: impl Into<Box<str>>) -> Self {
        Self {
            name: name.into(),
            kind,
            facility: facility.into(),
            items: Vec::new(),
            acts: Vec::new(),
            receivers: Vec::new(),
            log: Log::default(),
        }
    }

    /// Puts a record on the worklist, with the decision of the day.
    ///
    /// Only what is [`Outcome::Eligible`] can be listed for destruction. A transfer or a closure
    /// moves the duty to keep along with the record, whatever the decision is.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotEligible`], [`Refusal::Twice`], [`Refusal::Unanswered`].
    pub fn list(
        &mut self,
        mut item: Item,
        decision: &Decision<'_>,
        by: &str,
    ) -> Result<(), Refusal> {
        answered(by, "listed")?;
        if self.item(&item.key).is_some() {
            return Err(Refusal::Twice);
        }
        let eligible = matches!(decision.outcome(), Outcome::Eligible { .. });
        if self.kind == Kind::Destruction && !eligible {
            return Err(Refusal::NotEligible(decision.outcome().name()));
        }
        item.take_rules(decision);
        item.state = State::Listed;
        item.last_step = decision.on();
        let why = decision
            .deciding()
            .map_or("", |arm| arm.rule().citation.as_deref().unwrap_or_default());
        self.log.add(decision.on(), by, "list", &item.key, why);
        self.items.push(item);
        Ok(())
    }

    /// A review of a listed record.
    ///
    /// # Errors
    ///
    /// [`Refusal::OutOfTurn`] and those of every step: unknown record, nobody or no reason named, a
    /// day before the step before.
    pub fn review(
        &mut self,
        key: &RecordKey,
        review: Review,
        on: NaiveDate,
        by: &str,
        reason: &str,
    ) -> Result<(), Refusal> {
        answered(by, reason)?;
        let item = self.find(key)?;
        item.expect(State::Listed)?;
        item.step(on)?;
        let (state, action) = match review {
            Review::Proceed => (State::Reviewed, "review"),
            Review::Keep => (State::Kept, "keep"),
        };
        item.state = state;
        self.log.add(on, by, action, key, reason);
        Ok(())
    }

    /// An approval of a reviewed record; two people must give one each.
    ///
    /// # Errors
    ///
    /// [`Refusal::SamePerson`] when the second is the first, and those of every step.
    pub fn approve(
        &mut self,
        key: &RecordKey,
        on: NaiveDate,
        by: &str,
        reason: &str,
    ) -> Result<(), Refusal> {
        answered(by, reason)?;
        let item = self.find(key)?;
        match item.state {
            State::ApprovedOnce => {
                if item
                    .first_approver
                    .as_deref()
                    .is_some_and(|first| same(first, by))
                {
                    return Err(Refusal::SamePerson);
                }
                item.step(on)?;
                item.second_approver = Some(by.into());
                item.state = State::Approved;
            }
            _ => {
                item.expect(State::Reviewed)?;
                item.step(on)?;
                item.first_approver = Some(by.into());
                item.state = State::ApprovedOnce;
            }
        }
        self.log.add(on, by, "approve", key, reason);
        Ok(())
    }

    /// Records that what a rule asks for was done: a notice sent, a summary kept, an approval given.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoDuty`], and those of every step.
    pub fn fulfil(
        &mut self,
        key: &RecordKey,
        rule: &str,
        kind: DutyKind,
        on: NaiveDate,
        by: &str,
        evidence: &str,
    ) -> Result<(), Refusal> {
        answered(by, evidence)?;
        let item = self.find(key)?;
        let duty = item
            .duties
            .iter_mut()
            .find(|duty| *duty.rule == *rule && duty.kind == kind && duty.done.is_none())
            .ok_or(Refusal::NoDuty)?;
        duty.done = Some(on);
        self.log.add(on, by, "fulfil", key, evidence);
        Ok(())
    }

    /// Destroys an approved record, if `now`, the decision of that day with every hold of that day,
    /// still permits it. If it does not, the record is stopped.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotEligible`] after which the record is [`State::Stopped`]; whatever the rules ask
    /// for and was not done; a method that does not suit medium, sensitivity or law; those of every
    /// step.
    pub fn destroy(
        &mut self,
        key: &RecordKey,
        act: &Destruction,
        now: &Decision<'_>,
    ) -> Result<(), Refusal> {
        self.only(Kind::Destruction)?;
        answered(&act.by, &act.witness)?;
        if same(&act.by, &act.witness) {
            return Err(Refusal::SamePerson);
        }
        if now.on() != act.on {
            return Err(Refusal::StaleDecision);
        }
        let item = self.find(key)?;
        item.expect(State::Approved)?;
        if !matches!(now.outcome(), Outcome::Eligible { .. }) {
            item.step(act.on)?;
            item.state = State::Stopped;
            let outcome = now.outcome().name();
            self.log.add(act.on, &act.by, "stop", key, outcome);
            return Err(Refusal::NotEligible(outcome));
        }
        item.check_method(act.method)?;
        item.check_duties(act.on)?;
        item.step(act.on)?;
        item.outcome = Some((act.on, Some(act.method)));
        item.state = State::Done;
        self.log
            .add(act.on, &act.by, "destroy", key, act.method.as_str());
        if !self.acts.contains(act) {
            self.acts.push(act.clone());
        }
        Ok(())
    }

    /// Hands an approved record over to another keeper, who takes over the duty to keep it and every
    /// hold on it.
    ///
    /// # Errors
    ///
    /// [`Refusal::OtherKind`] in a batch of destruction, and those of every step.
    pub fn hand_over(
        &mut self,
        key: &RecordKey,
        receiver: &str,
        on: NaiveDate,
        by: &str,
    ) -> Result<(), Refusal> {
        if self.kind == Kind::Destruction {
            return Err(Refusal::OtherKind(self.kind.as_str()));
        }
        answered(by, receiver)?;
        let item = self.find(key)?;
        item.expect(State::Approved)?;
        item.step(on)?;
        item.outcome = Some((on, None));
        item.state = State::Done;
        self.log.add(on, by, "hand_over", key, receiver);
        if !self.receivers.iter().any(|one| **one == *receiver) {
            self.receivers.push(receiver.into());
        }
        Ok(())
    }

    /// The certificate of destruction of all records that were destroyed, signed by the manager of
    /// the department.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unfinished`] while a record is on its way, [`Refusal::Nothing`] when none was
    /// destroyed.
    pub fn certify(&mut self, manager: &str) -> Result<Certificate, Refusal> {
        self.only(Kind::Destruction)?;
        answered(manager, "certified")?;
        let open = self
            .items
            .iter()
            .filter(|item| !item.state.is_final())
            .count();
        if open > 0 {
            return Err(Refusal::Unfinished(open));
        }
        let last = self.items.iter().filter_map(Item::done_on).max();
        let last = last.ok_or(Refusal::Nothing)?;
        let name = RecordKey::new(self.name.clone());
        self.log
            .add(last, manager, "certify", &name, "normal course of business");
        Ok(Certificate::of(self, manager))
    }

    /// The records, in the order of their listing.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The record of that key.
    #[must_use]
    pub fn item(&self, key: &RecordKey) -> Option<&Item> {
        self.items.iter().find(|item| item.key == *key)
    }

    /// What becomes of the records.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Who did what, when and why.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    fn find(&mut self, key: &RecordKey) -> Result<&mut Item, Refusal> {
        let found = self.items.iter_mut().find(|item| item.key == *key);
        found.ok_or(Refusal::Unknown)
    }

    fn only(&self, kind: Kind) -> Result<(), Refusal> {
        if self.kind == kind {
            Ok(())
        } else {
            Err(Refusal::OtherKind(self.kind.as_str()))
        }
    }
}

fn answered(by: &str, reason: &str) -> Result<(), Refusal> {
    if by.trim().is_empty() || reason.trim().is_empty() {
        Err(Refusal::Unanswered)
    } else {
        Ok(())
    }
}

/// The same person under another spelling of the name is still one person.
fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
