use chrono::NaiveDate;

use super::{AmendmentError, AmendmentRequest, AmendmentRule};
use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Actor, PartialDate, Phi, PhiText, Reference};

record! {
    /// That a decision takes longer (164.526(b)(2)(ii)).
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct Extension {
        /// When the patient was told.
        pub on: Phi<PartialDate>,
        /// The reasons, in writing.
        pub reasons: PhiText,
        /// By when it will be decided.
        pub until: Phi<PartialDate>,
    }
    blank Extension::new(NaiveDate::MIN, "", NaiveDate::MIN);
    required on, reasons, until;
}

impl Extension {
    pub(super) fn new(on: NaiveDate, reasons: &str, until: NaiveDate) -> Self {
        Extension {
            on: Phi::new(on.into()),
            reasons: reasons.into(),
            until: Phi::new(until.into()),
            unknown: Default::default(),
        }
    }
}

record! {
    /// That a request was accepted (164.526(c)).
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct Acceptance {
        /// When.
        pub on: Phi<PartialDate>,
        /// Who decided, for 164.526(f).
        pub by: Actor,
        /// The entry that holds the amendment; the amended entries are linked to it.
        pub amendment: Reference,
        /// Whether only a part of the request was accepted, so that the rest is denied.
        pub in_part: Option<bool>,
        /// Whom the patient named, and agreed to have informed (164.526(c)(2), (c)(3)(i)), and who is
        /// known to have relied on what was wrong (164.526(c)(3)(ii)).
        pub to_inform: Vec<Reference>,
        /// Who was informed.
        pub informed: Vec<Informed>,
    }
    blank Acceptance::new(NaiveDate::MIN, Actor::default(), Reference::default());
    required on, by, amendment;
}

impl Acceptance {
    pub(super) fn new(on: NaiveDate, by: Actor, amendment: Reference) -> Self {
        Acceptance {
            on: Phi::new(on.into()),
            by,
            amendment,
            in_part: None,
            to_inform: Vec::new(),
            informed: Vec::new(),
            unknown: Default::default(),
        }
    }

    /// Whether the whole request was accepted.
    pub fn is_whole(&self) -> bool {
        self.in_part != Some(true)
    }

    /// Who is still to be informed.
    pub fn not_informed(&self) -> impl Iterator<Item = &Reference> {
        let informed = |who: &Reference| self.informed.iter().any(|it| it.who == *who);
        self.to_inform.iter().filter(move |who| !informed(who))
    }
}

impl AmendmentRequest {
    /// Somebody is to be told of the amendment (164.526(c)(3)).
    pub fn inform_later(&mut self, who: Reference) -> Result<(), AmendmentError> {
        self.accepted()?.to_inform.push(who);
        Ok(())
    }

    /// Somebody was told of the amendment.
    pub fn inform(&mut self, on: NaiveDate, who: Reference) -> Result<(), AmendmentError> {
        self.accepted()?.informed.push(Informed {
            on: Phi::new(on.into()),
            who,
            unknown: Default::default(),
        });
        Ok(())
    }

    fn accepted(&mut self) -> Result<&mut Acceptance, AmendmentError> {
        let acceptance = self.acceptance.as_mut();
        acceptance.ok_or(AmendmentRule::OnlyAcceptedIsInformed.broken())
    }
}

record! {
    /// That somebody was told of an amendment.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct Informed {
        /// When.
        pub on: Phi<PartialDate>,
        /// Who.
        pub who: Reference,
    }
    blank Informed { on: Phi::new(PartialDate::MIN), who: Reference::default(), unknown: Default::default() };
    required on, who;
}

value_set! {
    /// Why a request may be denied (164.526(a)(2)).
    pub enum DenialGround {
        /// (i): somebody else made the entry, and is still there to act on it.
        NotCreatedHere = "(a)(2)(i)",
        /// (ii): it is not part of the designated record set.
        NotInRecordSet = "(a)(2)(ii)",
        /// (iii): the patient has no right to inspect it under 164.524.
        NotOpenToInspection = "(a)(2)(iii)",
        /// (iv): it is accurate and complete.
        AccurateAndComplete = "(a)(2)(iv)",
    }
}

record! {
    /// That a request was denied, and what the patient was told (164.526(d)(1)).
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct Denial {
        /// When; set by [`AmendmentRequest::deny`].
        pub on: Option<Phi<PartialDate>>,
        /// Who decided; set by [`AmendmentRequest::deny`].
        pub by: Actor,
        /// The ground in the law.
        pub ground: DenialGround,
        /// The basis in plain language (d)(1)(i).
        pub basis: PhiText,
        /// That and how the patient may disagree in writing (d)(1)(ii).
        pub how_to_disagree: Option<PhiText>,
        /// That the patient may ask for request and denial to go along with disclosures (d)(1)(iii).
        pub how_to_ask_inclusion: Option<PhiText>,
        /// How the patient may complain, to the entity and to the Secretary (d)(1)(iv).
        pub how_to_complain: Option<PhiText>,
        /// Name or title, and telephone number, for complaints (d)(1)(iv).
        pub contact: Option<PhiText>,
    }
    blank Denial::new(DenialGround::AccurateAndComplete, "");
    required ground, basis;
}

impl Denial {
    /// A denial on a ground, with the basis in plain language.
    pub fn new(ground: DenialGround, basis: &str) -> Self {
        Denial {
            on: None,
            by: Actor::default(),
            ground,
            basis: basis.into(),
            how_to_disagree: None,
            how_to_ask_inclusion: None,
            how_to_complain: None,
            contact: None,
            unknown: Default::default(),
        }
    }

    /// What the denial does not say yet and must.
    pub fn missing(&self) -> Vec<AmendmentRule> {
        let parts = [
            (Some(&self.basis), AmendmentRule::DenialGivesBasis),
            (
                self.how_to_disagree.as_ref(),
                AmendmentRule::DenialTellsHowToDisagree,
            ),
            (
                self.how_to_ask_inclusion.as_ref(),
                AmendmentRule::DenialTellsOfInclusion,
            ),
            (
                self.how_to_complain.as_ref(),
                AmendmentRule::DenialTellsHowToComplain,
            ),
            (self.contact.as_ref(), AmendmentRule::DenialNamesContact),
        ];
        let silent =
            |text: Option<&PhiText>| text.is_none_or(|it| it.expose_str().trim().is_empty());
        let missing = parts.into_iter().filter(|(text, _)| silent(*text));
        missing.map(|(_, rule)| rule).collect()
    }

    pub(super) fn made(mut self, on: NaiveDate, by: Actor) -> Self {
        self.on = Some(Phi::new(on.into()));
        self.by = by;
        self
    }
}

record! {
    /// A statement of disagreement, or its rebuttal (164.526(d)(2), (d)(3)).
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct Statement {
        /// When.
        pub on: Phi<PartialDate>,
        /// What it says.
        pub text: PhiText,
    }
    blank Statement::new(NaiveDate::MIN, "");
    required on, text;
}

impl Statement {
    pub(super) fn new(on: NaiveDate, text: &str) -> Self {
        Statement {
            on: Phi::new(on.into()),
            text: text.into(),
            unknown: Default::default(),
        }
    }
}
