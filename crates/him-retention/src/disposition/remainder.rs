//! What stays when a record goes: the index entry, the summary sheet, the permanent registers.

use std::fmt;

use chrono::NaiveDate;

use super::{Certificate, Item};
use crate::{Event, Facts, Outcome, RecordKey, RecordType, Rule, RuleBook, Scope, Seal};

/// Records that outlive the one that is destroyed, as far as rules speak of them.
const OUTLIVING: &[RecordType] = &[
    RecordType::MasterPatientIndex,
    RecordType::RecordSummary,
    RecordType::DischargeSummarySheet,
    RecordType::CoreRecord,
    RecordType::BasicInformation,
    RecordType::PermanentMedicalRecord,
    RecordType::BirthDeathInformation,
    RecordType::PatientRegister,
    RecordType::RegisterOfBirths,
    RecordType::RegisterOfDeaths,
    RecordType::RegisterOfSurgicalProcedures,
    RecordType::DiseaseIndex,
    RecordType::OperativeIndex,
    RecordType::PhysicianIndex,
];

/// A part that must be kept when the record is destroyed. `Debug` prints no date.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remainder<'b> {
    /// What is kept.
    pub record: RecordType,
    /// By which rule.
    pub rule: &'b Rule,
    /// The last day; `None` for ever, or while it cannot be computed.
    pub through: Option<NaiveDate>,
    /// Kept for ever.
    pub permanent: bool,
}

impl fmt::Debug for Remainder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remainder")
            .field("record", &self.record)
            .field("rule", &self.rule.id)
            .field("permanent", &self.permanent)
            .finish_non_exhaustive()
    }
}

impl RuleBook {
    /// What the rules of the scope keep when the record is destroyed on that day.
    ///
    /// A part whose period is over already is left out. With [`Scope::with_advice`] the permanent
    /// indexes and registers that AHIMA recommends count too.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use him_retention::{Event, Facts, Provider, RecordType, RuleBook, Scope};
    ///
    /// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    /// let scope = Scope::new("US-KS".parse()?, Provider::Hospital, RecordType::MedicalRecord);
    /// let facts = Facts::new().with(Event::Discharge, day(2010, 1, 31));
    /// let kept = RuleBook::embedded().remainder(&facts, &scope, day(2026, 11, 25));
    /// let [summary] = kept.as_slice() else { panic!("one part stays") };
    /// assert_eq!(summary.record, RecordType::RecordSummary);
    /// assert_eq!(summary.through, Some(day(2051, 11, 25)));
    /// # Ok::<(), him_retention::Error>(())
    /// ```
    #[must_use]
    pub fn remainder<'b>(
        &'b self,
        facts: &Facts,
        scope: &Scope,
        destroyed: NaiveDate,
    ) -> Vec<Remainder<'b>> {
        let facts = facts.clone().with(Event::RecordDestroyed, destroyed);
        let mut kept = Vec::new();
        for &record in OUTLIVING {
            let Some(scope) = scope.for_record(record) else {
                return kept;
            };
            let decision = self.decide(&facts, &scope, destroyed);
            let over = matches!(decision.outcome(), Outcome::Eligible { .. });
            let longest = decision.arms().iter().find(|arm| {
                arm.is_permanent() || arm.through().is_some() || !arm.missing().is_empty()
            });
            if let Some(arm) = longest.filter(|_| !over) {
                kept.push(Remainder {
                    record,
                    rule: arm.rule(),
                    through: arm.through(),
                    permanent: arm.is_permanent(),
                });
            }
        }
        kept
    }
}

/// What the index says of a record that is gone, so that a request for it can be answered. `Debug`
/// prints neither record nor dates.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexEntry {
    /// Which record.
    pub key: RecordKey,
    /// Its series.
    pub series: Box<str>,
    /// The first and last day that it documented.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The day of its destruction.
    pub destroyed: NaiveDate,
    /// The rules that permitted it.
    pub rules: Vec<Box<str>>,
    /// Seals the log up to the certificate that covers it.
    pub certificate: Seal,
}

impl fmt::Debug for IndexEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IndexEntry")
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

impl Item {
    /// The entry of the index that stays; none while the record is there.
    #[must_use]
    pub fn index_entry(&self, certificate: &Certificate) -> Option<IndexEntry> {
        Some(IndexEntry {
            key: self.key.clone(),
            series: self.series.clone(),
            days: self.days,
            destroyed: self.done_on()?,
            rules: self.rules.iter().map(|(id, _)| id.clone()).collect(),
            certificate: certificate.seal(),
        })
    }
}
