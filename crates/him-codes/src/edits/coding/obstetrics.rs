//! Pregnancy, childbirth and the newborn.

use super::code::Coded;
use super::{CodingRule, Flags, Pass, Place, Severity, Subject};
use crate::Icd10Cm;

const INCIDENTAL: Option<Icd10Cm> = code("Z331");
const TERMINATION: Option<Icd10Cm> = code("Z332");
const SINGLE_LIVE_BIRTH: Option<Icd10Cm> = code("Z370");

const fn code(text: &str) -> Option<Icd10Cm> {
    match Icd10Cm::try_new(text) {
        Ok(code) => Some(code),
        Err(_) => None,
    }
}

impl Pass<'_, '_> {
    pub(super) fn obstetrics(&mut self) {
        let outcome = self.any(|own| own.is_in(b"Z37"));
        let newborn = self.any(|own| own.is_in(b"Z38"));
        let mother = self.any(Coded::is_obstetric);
        self.outcome(outcome, mother);
        if let (Some(outcome), Some(newborn)) = (outcome, newborn) {
            let rule = CodingRule::OutcomeOnNewborn;
            self.found(rule, Severity::Warns, &outcome, &[&newborn]);
        }
        let Some(mother) = mother else { return };
        if let Some(newborn) = newborn {
            let rule = CodingRule::ObstetricOnNewborn;
            self.found(rule, Severity::Warns, &mother, &[&newborn]);
        }
        if let Some(own) = self.any(|own| Some(own.code) == INCIDENTAL) {
            let rule = CodingRule::IncidentalPregnancy;
            self.found(rule, Severity::Warns, &own, &[&mother]);
        }
        if let Some(own) = self.any(|own| own.is_in(b"Z34")) {
            let rule = CodingRule::NormalPregnancy;
            self.found(rule, Severity::Warns, &own, &[&mother]);
        }
        self.normal_delivery(outcome);
        let weeks = self.any(|own| own.is_in(b"Z3A"));
        let going_on = self.any(|own| own.is_within(b"O09", b"O9A"));
        let ended = self.any(|own| own.is_within(b"O00", b"O08"));
        if let (Some(weeks), Some(ended), None) = (weeks, ended, going_on) {
            let rule = CodingRule::WeeksOfGestation;
            self.found(rule, Severity::Warns, &weeks, &[&ended]);
        }
    }

    fn outcome(&mut self, outcome: Option<Coded>, mother: Option<Coded>) {
        let delivery = self.any(|own| own.traits().is_delivery());
        match (outcome, delivery) {
            (None, Some(delivery)) => {
                self.found(CodingRule::OutcomeMissing, Severity::Warns, &delivery, &[]);
            }
            (None, None) => {
                if let (Some((place, subject)), Some(mother)) = (self.delivering(), mother) {
                    let rule = CodingRule::OutcomeMissing;
                    let mut finding = self.finding(rule, Severity::Warns, &mother);
                    finding.detail.others = [Some((place, subject)), None];
                    self.findings.push(finding);
                }
            }
            (Some(outcome), None)
                if mother.is_none()
                    && self.delivering().is_none()
                    // An attempted termination may end with a child that lives.
                    && self.any(|own| Some(own.code) == TERMINATION).is_none() =>
            {
                let rule = CodingRule::OutcomeWithoutDelivery;
                self.found(rule, Severity::Warns, &outcome, &[]);
            }
            _ => {}
        }
    }

    /// The first procedure that is a delivery.
    fn delivering(&self) -> Option<(Place, Subject)> {
        let delivers = Flags::CESAREAN.or(Flags::VAGINAL_DELIVERY);
        let mut all = self.claim.procedures.iter().enumerate();
        let (index, own) = all.find(|(_, own)| self.procedure_flags(own.code).has(delivers))?;
        Some((Place::procedure(index), Subject::procedure(own.code)))
    }

    fn normal_delivery(&mut self, outcome: Option<Coded>) {
        let Some(own) = self.any(|own| own.is_in(b"O80")) else {
            return;
        };
        let other = |other: &Coded| other.is_obstetric() && !other.is_in(b"O80");
        if let Some(other) = self.any(other) {
            self.found(CodingRule::NormalDelivery, Severity::Warns, &own, &[&other]);
        }
        if let Some(outcome) = outcome.filter(|outcome| Some(outcome.code) != SINGLE_LIVE_BIRTH) {
            let rule = CodingRule::NormalDeliveryOutcome;
            self.found(rule, Severity::Warns, &own, &[&outcome]);
        }
    }
}
