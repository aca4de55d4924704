use std::fmt;

use thiserror::Error;

use super::{LateEntry, LifeAct, LifeMove, LifeState};

/// The rules of the life of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum LifeRule {
    /// 42 CFR 482.24(c)(1): whoever answers for an entry is known.
    #[error("an act in the record names who does it")]
    Named,
    /// 42 CFR 482.24(c)(1): the author authenticates the entry.
    #[error("an entry is signed by its author; others co-sign")]
    SignedByAuthor,
    /// A second signature by the same person is none.
    #[error("an entry is co-signed by somebody who has not signed it")]
    CoSignedByAnother,
    /// There is nothing to countersign, add to or amend before the signature.
    #[error("an entry is signed before it is co-signed, addended or amended")]
    FirstSigned,
    /// CMS Program Integrity Manual, chapter 3, section 3.3.2.5: what was signed is not written over.
    #[error("what was signed changes by an addendum or an amendment only")]
    SignedStays,
    /// A preliminary entry does not become a draft or preliminary again.
    #[error("only a draft is released")]
    OnlyDraftsAreReleased,
    /// An entry is begun once.
    #[error("an entry begins by being written, and once")]
    BegunOnce,
    /// The same section: what was in error is kept and marked; the right entry is another one.
    #[error("nothing is done to an entry that was entered in error")]
    ErrorIsFinal,
    /// The same section: changes after the signature say why.
    #[error("amending an entry and marking it as entered in error take a reason")]
    ReasonGiven,
    /// The same section: an addendum is a text of its own.
    #[error("an addendum says something")]
    AddendumSaysSomething,
    /// Acts stand in the order in which they were done.
    #[error("an act is not earlier than the one before it")]
    TimeGoesForward,
    /// The same section: a late entry is about care before it was written.
    #[error("a late entry is written after the care that it describes")]
    LateIsLater,
    /// The same section: a late entry is identified as such.
    #[error("a late entry says why it is late")]
    LateSaysWhy,
}

/// A move that a rule forbids. It says nothing of who or what.
///
/// ```
/// use him_record::life::EntryLife;
/// use him_record::Actor;
///
/// let at = "2026-02-03".parse().unwrap();
/// let mut life = EntryLife::draft(Actor::new("Practitioner/1"), at).unwrap();
/// let error = life.amend(Actor::new("Practitioner/1"), at, "wrong side").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "an entry is signed before it is co-signed, addended or amended (draft, then amend)"
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LifeError {
    rule: LifeRule,
    from: Option<LifeState>,
    tried: LifeMove,
}

impl LifeError {
    /// The rule.
    pub fn rule(&self) -> LifeRule {
        self.rule
    }

    /// Where the entry stood; `None` if it was not begun.
    pub fn from(&self) -> Option<LifeState> {
        self.from
    }

    /// What was to be done.
    pub fn tried(&self) -> LifeMove {
        self.tried
    }

    /// A life without any act.
    #[cfg(feature = "serde")]
    pub(super) fn none() -> Self {
        LifeError {
            rule: LifeRule::BegunOnce,
            from: None,
            tried: LifeMove::Write,
        }
    }
}

impl fmt::Display for LifeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.from.map_or("nothing", LifeState::code);
        write!(f, "{} ({from}, then {})", self.rule, self.tried.code())
    }
}

impl std::error::Error for LifeError {}

/// Checks the first act of a life.
pub(super) fn check_first(act: &LifeAct, late: Option<&LateEntry>) -> Result<(), LifeError> {
    let broken = |rule| LifeError {
        rule,
        from: None,
        tried: act.kind,
    };
    if act.kind != LifeMove::Write {
        return Err(broken(LifeRule::BegunOnce));
    }
    if !act.by.is_named() {
        return Err(broken(LifeRule::Named));
    }
    let Some(late) = late else { return Ok(()) };
    if late.why.expose_str().trim().is_empty() {
        return Err(broken(LifeRule::LateSaysWhy));
    }
    if !late.service.expose().is_before(act.at.expose()) {
        return Err(broken(LifeRule::LateIsLater));
    }
    Ok(())
}

/// Checks a further act; tells the state after it.
pub(super) fn check(
    from: LifeState,
    acts: &[LifeAct],
    act: &LifeAct,
) -> Result<LifeState, LifeError> {
    let broken = |rule| LifeError {
        rule,
        from: Some(from),
        tried: act.kind,
    };
    let signed = from.is_signed();
    let to = match (act.kind, from) {
        (_, LifeState::EnteredInError) => Err(LifeRule::ErrorIsFinal),
        (LifeMove::Write, _) => Err(LifeRule::BegunOnce),
        (LifeMove::MarkInError, _) => Ok(LifeState::EnteredInError),
        (LifeMove::Revise | LifeMove::Release | LifeMove::Sign, _) if signed => {
            Err(LifeRule::SignedStays)
        }
        (LifeMove::Revise, _) => Ok(from),
        (LifeMove::Release, LifeState::Draft) => Ok(LifeState::Preliminary),
        (LifeMove::Release, _) => Err(LifeRule::OnlyDraftsAreReleased),
        (LifeMove::Sign, _) => Ok(LifeState::Signed),
        (LifeMove::CoSign | LifeMove::Addend | LifeMove::Amend, _) if !signed => {
            Err(LifeRule::FirstSigned)
        }
        (LifeMove::CoSign, _) => Ok(LifeState::CoSigned),
        (LifeMove::Addend, _) => Ok(LifeState::Addended),
        (LifeMove::Amend, _) => Ok(LifeState::Amended),
    }
    .map_err(broken)?;
    if !act.by.is_named() {
        return Err(broken(LifeRule::Named));
    }
    let says = |text: &Option<crate::PhiText>| {
        let text = text.as_ref().map(crate::PhiText::expose_str);
        text.is_some_and(|text| !text.trim().is_empty())
    };
    let signers = || {
        let signatures = [LifeMove::Sign, LifeMove::CoSign];
        acts.iter()
            .filter(move |act| signatures.contains(&act.kind))
    };
    let author = acts.first();
    match act.kind {
        LifeMove::Sign if author.is_some_and(|it| !it.by.is_same_person(&act.by)) => {
            return Err(broken(LifeRule::SignedByAuthor));
        }
        LifeMove::CoSign if signers().any(|it| it.by.is_same_person(&act.by)) => {
            return Err(broken(LifeRule::CoSignedByAnother));
        }
        LifeMove::Amend | LifeMove::MarkInError if !says(&act.why) => {
            return Err(broken(LifeRule::ReasonGiven));
        }
        LifeMove::Addend if !says(&act.text) => {
            return Err(broken(LifeRule::AddendumSaysSomething));
        }
        _ => {}
    }
    let last = acts.last();
    if last.is_some_and(|last| act.at.expose().is_before(last.at.expose())) {
        return Err(broken(LifeRule::TimeGoesForward));
    }
    Ok(to)
}
