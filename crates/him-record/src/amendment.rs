//! Requests of patients to amend their record, by 45 CFR 164.526: deadlines, grounds for denial, what
//! a denial says, disagreement and rebuttal, and what goes along with later disclosures.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_record::amendment::{AmendmentRequest, AmendmentState, Denial, DenialGround};
//! use him_record::{Actor, Reference};
//!
//! // Invented.
//! let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
//! let entry = Reference::to("Observation/7");
//! let mut request = AmendmentRequest::new(Actor::new("Patient/1"), day(3, 2), "not my weight");
//! request.entries.push(entry.clone());
//! assert_eq!(request.deadline(), Some(day(5, 1)));
//! request.extend(day(4, 30), "the scale is being checked", day(5, 31))?;
//!
//! let mut denial = Denial::new(DenialGround::AccurateAndComplete, "The scale is right.");
//! denial.how_to_disagree = Some("Write to the record department.".into());
//! denial.how_to_ask_inclusion = Some("Tell the record department.".into());
//! denial.how_to_complain = Some("To us, or to the Secretary of HHS.".into());
//! denial.contact = Some("Privacy officer, 555-0100".into());
//! request.deny(day(5, 20), Actor::new("Practitioner/p"), denial)?;
//! request.disagree(day(6, 1), "I was weighed in boots.")?;
//! assert_eq!(request.state(), AmendmentState::Disagreed);
//! assert_eq!(request.to_disclose_with(&entry).unwrap().len(), 3);
//! # Ok::<(), him_record::amendment::AmendmentError>(())
//! ```

mod decision;
mod disclosure;
mod rule;

pub use decision::{Acceptance, Denial, DenialGround, Extension, Informed, Statement};
pub use disclosure::Enclosure;
pub use rule::{AmendmentError, AmendmentRule};

use chrono::{Days, NaiveDate};

use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Actor, PartialDate, Phi, PhiText, Reference};

value_set! {
    /// Where a request stands.
    pub enum AmendmentState {
        /// Not decided yet.
        Received = "received",
        /// Not decided yet; the patient knows why it takes longer.
        Extended = "extended",
        /// Accepted.
        Accepted = "accepted",
        /// Accepted in part; the rest is denied, or still to be.
        AcceptedInPart = "accepted-in-part",
        /// Denied.
        Denied = "denied",
        /// Denied, and the patient disagrees in writing.
        Disagreed = "disagreed",
        /// Denied, disagreed with, and the disagreement is answered.
        Rebutted = "rebutted",
    }
}

record! {
    /// A request to amend the record.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct AmendmentRequest {
        /// The patient, or who acts for them.
        pub by: Actor,
        /// The day on which it was received.
        pub received: Phi<PartialDate>,
        /// The entries in question; the request and what follows are linked to them (164.526(d)(4)).
        pub entries: Vec<Reference>,
        /// What should be amended, and how.
        pub text: PhiText,
        /// Why, where the site asks for it (164.526(b)(1)).
        pub why: Option<PhiText>,
        /// That the decision takes longer.
        pub extension: Option<Extension>,
        /// That it was accepted.
        pub acceptance: Option<Acceptance>,
        /// That it was denied.
        pub denial: Option<Denial>,
        /// That the patient disagrees.
        pub disagreement: Option<Statement>,
        /// The answer to the disagreement.
        pub rebuttal: Option<Statement>,
        /// The day on which the patient, without disagreeing, asked that request and denial go along
        /// with later disclosures (164.526(d)(5)(ii)).
        pub inclusion_asked: Option<Phi<PartialDate>>,
        /// That somebody else amended their record and gave notice (164.526(e)).
        pub from_other_entity: Option<Reference>,
    }
    blank AmendmentRequest::new(Actor::default(), NaiveDate::MIN, "");
    required by, received, text;
}

/// 164.526(b)(2)(i): no later than 60 days after receipt.
const DAYS_TO_ACT: Days = Days::new(60);
/// 164.526(b)(2)(ii): by no more than 30 days.
const DAYS_OF_EXTENSION: Days = Days::new(30);

impl AmendmentRequest {
    /// A request received on a day.
    pub fn new(by: Actor, received: NaiveDate, text: &str) -> Self {
        AmendmentRequest {
            by,
            received: Phi::new(received.into()),
            entries: Vec::new(),
            text: text.into(),
            why: None,
            extension: None,
            acceptance: None,
            denial: None,
            disagreement: None,
            rebuttal: None,
            inclusion_asked: None,
            from_other_entity: None,
            unknown: Default::default(),
        }
    }

    /// Where it stands.
    pub fn state(&self) -> AmendmentState {
        if self.is_accepted() {
            AmendmentState::Accepted
        } else if self.rebuttal.is_some() {
            AmendmentState::Rebutted
        } else if self.disagreement.is_some() {
            AmendmentState::Disagreed
        } else if self.acceptance.is_some() {
            AmendmentState::AcceptedInPart
        } else if self.denial.is_some() {
            AmendmentState::Denied
        } else if self.extension.is_some() {
            AmendmentState::Extended
        } else {
            AmendmentState::Received
        }
    }

    /// Whether all of it is accepted or denied.
    pub fn is_decided(&self) -> bool {
        self.is_accepted() || self.denial.is_some()
    }

    /// Whether the whole of it is accepted.
    fn is_accepted(&self) -> bool {
        self.acceptance.as_ref().is_some_and(Acceptance::is_whole)
    }

    /// The last day on which to accept, deny, or, the first time, to extend: 60 days after receipt,
    /// or the day named in the extension. `None` if the day of receipt is not known to the day.
    pub fn deadline(&self) -> Option<NaiveDate> {
        match &self.extension {
            Some(extension) => extension.until.expose().exact(),
            None => self
                .received
                .expose()
                .exact()?
                .checked_add_days(DAYS_TO_ACT),
        }
    }

    /// Whether the deadline has passed on a day without a decision.
    pub fn is_overdue(&self, on: NaiveDate) -> bool {
        !self.is_decided() && self.deadline().is_some_and(|deadline| on > deadline)
    }

    /// Whether it was decided after the deadline. A late decision is still made and kept.
    pub fn was_decided_late(&self) -> bool {
        let accepted = self.acceptance.as_ref().map(|it| it.on);
        let denied = self.denial.as_ref().and_then(|it| it.on);
        let mut decided = [accepted, denied].into_iter().flatten();
        let deadline = self.deadline();
        decided.any(|on| on.expose().exact() > deadline && deadline.is_some())
    }

    /// Tells the patient, within the 60 days and once, why it takes longer and until when
    /// (164.526(b)(2)(ii)).
    pub fn extend(
        &mut self,
        on: NaiveDate,
        reasons: &str,
        until: NaiveDate,
    ) -> Result<(), AmendmentError> {
        self.undecided(on)?;
        if self.extension.is_some() {
            return Err(AmendmentRule::OneExtension.broken());
        }
        if reasons.trim().is_empty() {
            return Err(AmendmentRule::ExtensionSaysWhy.broken());
        }
        let deadline = self.deadline();
        if deadline.is_some_and(|deadline| on > deadline) {
            return Err(AmendmentRule::ExtendedInTime.broken());
        }
        let latest = deadline.and_then(|it| it.checked_add_days(DAYS_OF_EXTENSION));
        if until < on || latest.is_some_and(|latest| until > latest) {
            return Err(AmendmentRule::ThirtyDays.broken());
        }
        self.extension = Some(Extension::new(on, reasons, until));
        Ok(())
    }

    /// Accepts the request: the entries are linked to the amendment (164.526(c)(1)).
    pub fn accept(
        &mut self,
        on: NaiveDate,
        by: Actor,
        amendment: Reference,
    ) -> Result<(), AmendmentError> {
        self.undecided(on)?;
        if self.acceptance.is_some() {
            return Err(AmendmentRule::DecidedOnce.broken());
        }
        if self.entries.is_empty() {
            return Err(AmendmentRule::EntriesIdentified.broken());
        }
        self.acceptance = Some(Acceptance::new(on, by, amendment));
        Ok(())
    }

    /// Accepts a part of the request; the rest is to be denied, in the same time (164.526(b)(2)(i)).
    pub fn accept_in_part(
        &mut self,
        on: NaiveDate,
        by: Actor,
        amendment: Reference,
    ) -> Result<(), AmendmentError> {
        self.accept(on, by, amendment)?;
        if let Some(acceptance) = &mut self.acceptance {
            acceptance.in_part = Some(true);
        }
        Ok(())
    }

    /// Denies the request, or what was not accepted of it; the denial must say all that 164.526(d)(1)
    /// asks for.
    pub fn deny(&mut self, on: NaiveDate, by: Actor, denial: Denial) -> Result<(), AmendmentError> {
        self.undecided(on)?;
        if let Some(missing) = denial.missing().first() {
            return Err(missing.broken());
        }
        self.denial = Some(denial.made(on, by));
        Ok(())
    }

    /// The patient disagrees with a denial in writing (164.526(d)(2)).
    pub fn disagree(&mut self, on: NaiveDate, text: &str) -> Result<(), AmendmentError> {
        if self.denial.is_none() {
            return Err(AmendmentRule::OnlyDenialsAreDisputed.broken());
        }
        if self.disagreement.is_some() {
            return Err(AmendmentRule::OneStatement.broken());
        }
        self.disagreement = Some(self.statement(on, text)?);
        Ok(())
    }

    /// The disagreement is answered; the patient gets a copy (164.526(d)(3)).
    pub fn rebut(&mut self, on: NaiveDate, text: &str) -> Result<(), AmendmentError> {
        if self.disagreement.is_none() {
            return Err(AmendmentRule::OnlyDisagreementIsRebutted.broken());
        }
        if self.rebuttal.is_some() {
            return Err(AmendmentRule::OneStatement.broken());
        }
        self.rebuttal = Some(self.statement(on, text)?);
        Ok(())
    }

    /// The patient asks that request and denial go along with later disclosures
    /// (164.526(d)(1)(iii)).
    pub fn ask_inclusion(&mut self, on: NaiveDate) -> Result<(), AmendmentError> {
        if self.denial.is_none() {
            return Err(AmendmentRule::OnlyDenialsAreDisputed.broken());
        }
        self.inclusion_asked = Some(Phi::new(on.into()));
        Ok(())
    }

    fn statement(&self, on: NaiveDate, text: &str) -> Result<Statement, AmendmentError> {
        if text.trim().is_empty() {
            return Err(AmendmentRule::StatementSaysSomething.broken());
        }
        let denied = self.denial.as_ref().and_then(|denial| denial.on);
        let denied = denied.and_then(|denied| denied.expose().exact());
        if denied.is_some_and(|denied| on < denied) {
            return Err(AmendmentRule::TimeGoesForward.broken());
        }
        Ok(Statement::new(on, text))
    }

    fn undecided(&self, on: NaiveDate) -> Result<(), AmendmentError> {
        if self.is_decided() {
            return Err(AmendmentRule::DecidedOnce.broken());
        }
        let received = self.received.expose().exact();
        if received.is_some_and(|received| on < received) {
            return Err(AmendmentRule::TimeGoesForward.broken());
        }
        Ok(())
    }
}
