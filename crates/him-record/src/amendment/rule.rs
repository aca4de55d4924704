use std::fmt;

use thiserror::Error;

/// The rules of 45 CFR 164.526.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum AmendmentRule {
    /// A request is decided once.
    #[error("a request is accepted or denied once")]
    DecidedOnce,
    /// What follows a request is not earlier than it.
    #[error("an act is not earlier than the one that it follows")]
    TimeGoesForward,
    /// One extension only.
    #[error("the time to act is extended once")]
    OneExtension,
    /// The extension is told within the 60 days.
    #[error("the time to act is extended within the 60 days")]
    ExtendedInTime,
    /// The extension is of at most 30 days.
    #[error("the time to act is extended by at most 30 days")]
    ThirtyDays,
    /// The patient is told why.
    #[error("an extension gives its reasons in writing")]
    ExtensionSaysWhy,
    /// The affected entries are identified.
    #[error("an accepted request identifies the entries that it affects")]
    EntriesIdentified,
    /// A denial gives its basis.
    #[error("a denial gives its basis in plain language")]
    DenialGivesBasis,
    /// A denial tells how to disagree.
    #[error("a denial tells how to submit a statement of disagreement")]
    DenialTellsHowToDisagree,
    /// A denial tells how to ask that it be included.
    #[error("a denial tells that request and denial go along with disclosures if the patient asks")]
    DenialTellsOfInclusion,
    /// A denial tells how to complain.
    #[error("a denial tells how to complain to the entity and to the Secretary")]
    DenialTellsHowToComplain,
    /// A denial names whom to complain to.
    #[error("a denial gives name or title and telephone number for complaints")]
    DenialNamesContact,
    /// Disagreement needs a denial.
    #[error("only a denied request is disagreed with or included")]
    OnlyDenialsAreDisputed,
    /// A rebuttal needs a disagreement.
    #[error("only a statement of disagreement is rebutted")]
    OnlyDisagreementIsRebutted,
    /// A statement is given once.
    #[error("a statement is given once")]
    OneStatement,
    /// A statement is a text.
    #[error("a statement says something")]
    StatementSaysSomething,
    /// Others are informed of what was accepted.
    #[error("others are informed of an accepted request")]
    OnlyAcceptedIsInformed,
}

impl AmendmentRule {
    /// The paragraph of 45 CFR 164.526, or that it follows from the order of things.
    pub const fn citation(self) -> &'static str {
        match self {
            AmendmentRule::DecidedOnce => "45 CFR 164.526(b)(2)(i)",
            AmendmentRule::OneExtension
            | AmendmentRule::ExtendedInTime
            | AmendmentRule::ThirtyDays
            | AmendmentRule::ExtensionSaysWhy => "45 CFR 164.526(b)(2)(ii)",
            AmendmentRule::EntriesIdentified => "45 CFR 164.526(c)(1)",
            AmendmentRule::OnlyAcceptedIsInformed => "45 CFR 164.526(c)(3)",
            AmendmentRule::DenialGivesBasis => "45 CFR 164.526(d)(1)(i)",
            AmendmentRule::DenialTellsHowToDisagree => "45 CFR 164.526(d)(1)(ii)",
            AmendmentRule::DenialTellsOfInclusion => "45 CFR 164.526(d)(1)(iii)",
            AmendmentRule::DenialTellsHowToComplain | AmendmentRule::DenialNamesContact => {
                "45 CFR 164.526(d)(1)(iv)"
            }
            AmendmentRule::OnlyDenialsAreDisputed => "45 CFR 164.526(d)(2)",
            AmendmentRule::OnlyDisagreementIsRebutted => "45 CFR 164.526(d)(3)",
            AmendmentRule::OneStatement
            | AmendmentRule::StatementSaysSomething
            | AmendmentRule::TimeGoesForward => "the order of the steps of 45 CFR 164.526",
        }
    }

    pub(super) const fn broken(self) -> AmendmentError {
        AmendmentError { rule: self }
    }
}

/// A step that a rule forbids. It says nothing of who or what.
///
/// ```
/// use chrono::NaiveDate;
/// use him_record::amendment::AmendmentRequest;
/// use him_record::Actor;
///
/// let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
/// let mut request = AmendmentRequest::new(Actor::new("Patient/1"), day(2), "not mine");
/// let error = request.rebut(day(3), "it is").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "only a statement of disagreement is rebutted (45 CFR 164.526(d)(3))"
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmendmentError {
    rule: AmendmentRule,
}

impl AmendmentError {
    /// The rule.
    pub fn rule(&self) -> AmendmentRule {
        self.rule
    }
}

impl fmt::Display for AmendmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.rule, self.rule.citation())
    }
}

impl std::error::Error for AmendmentError {}
