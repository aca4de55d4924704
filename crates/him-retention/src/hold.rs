//! Orders not to destroy.

mod register;

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

pub use register::{Extent, Order, Register, Subject};

use crate::Error;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Why a record may not be destroyed.
    HoldKind, "kind of hold" {
        /// Litigation pending or reasonably anticipated (FRCP 37(e)).
        Litigation = "litigation" | "litigation_TX_hospital" | "litigation_ND",
        /// An open audit.
        Audit = "audit",
        /// An open investigation.
        Investigation = "investigation",
        /// An active study.
        Research = "research",
        /// The patient asked that the record be kept.
        PatientRequest = "patient_request" | "patient_request_MS_images",
        /// A proceeding that may need the record (42 CFR 485.638(c)).
        PendingProceeding = "pending_proceeding" | "pending_proceeding_CAH",
        /// An attorney's notice that a case involves the record: the first day is that of the
        /// notice, the last that of the notice that the case is concluded (210 ILCS 85/6.17).
        AttorneyNotice = "attorney_notice" | "attorney_notice_IL",
        /// A complaint or action on medical liability (CSP R1112-7): stops the clock of the rules
        /// that say so.
        LiabilityClaim = "liability_claim" | "claim_FR",
        /// An official's statement that delays the notice of a breach (45 CFR 164.412); says
        /// nothing of destruction and holds no record.
        LawEnforcementDelay = "law_enforcement_delay",
        /// Anything else that the site holds records for.
        Other = "other",
    }
}

impl HoldKind {
    /// True when such a hold forbids destruction by itself, unless a rule of the decision says what
    /// it does instead ([`Rule::extension`](crate::Rule::extension)).
    #[must_use]
    pub const fn blocks(self) -> bool {
        !matches!(self, Self::LawEnforcementDelay)
    }
}

/// A hold: nothing is destroyed from its first day to its last, both included, whatever the rules
/// say ([`HoldKind::blocks`]). A rule may give a kind of hold more, or another, effect: it stops the
/// clock of the French rule, and extends the one of Illinois up to a cap.
///
/// Written `kind:from..to`, with an empty end while it is open.
///
/// ```
/// use him_retention::{Hold, HoldKind};
///
/// let hold: Hold = "litigation:2021-03-01..".parse()?;
/// assert_eq!(hold.kind(), HoldKind::Litigation);
/// assert!(hold.to().is_none());
/// # Ok::<(), him_retention::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    kind: HoldKind,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

impl Hold {
    /// A hold from a first to a last day, open without the last.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Date`](crate::ErrorKind::Date) when the last day lies before the first.
    pub fn try_new(kind: HoldKind, from: NaiveDate, to: Option<NaiveDate>) -> Result<Self, Error> {
        if to.is_some_and(|to| to < from) {
            return Err(Error::new(
                crate::ErrorKind::Date,
                "hold: expected a last day on or after the first",
            ));
        }
        Ok(Self { kind, from, to })
    }

    /// Why.
    #[must_use]
    pub fn kind(&self) -> HoldKind {
        self.kind
    }

    /// The first day held.
    #[must_use]
    pub fn from(&self) -> NaiveDate {
        self.from
    }

    /// The last day held; `None` while the hold is open.
    #[must_use]
    pub fn to(&self) -> Option<NaiveDate> {
        self.to
    }

    /// True from the first to the last day of the hold, both included.
    #[must_use]
    pub fn covers(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

impl FromStr for Hold {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || Error::new(crate::ErrorKind::Name, "hold: expected kind:from..to");
        let (kind, span) = text.split_once(':').ok_or_else(bad)?;
        let (from, to) = span.split_once("..").ok_or_else(bad)?;
        let date = |text: &str, what| text.parse::<NaiveDate>().map_err(|_| Error::date(what));
        let to = to.trim();
        Self::try_new(
            kind.parse()?,
            date(from.trim(), "first day of the hold")?,
            if to.is_empty() {
                None
            } else {
                Some(date(to, "last day of the hold")?)
            },
        )
    }
}

/// Prints no date: when a patient's record is in litigation is the patient's affair.
impl fmt::Debug for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hold")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
