//! Chapter 20 beside what it caused.

use super::code::Coded;
use super::table::Phase;
use super::{CodingRule, Edit, Pass, Severity};

impl Pass<'_, '_> {
    pub(super) fn external_causes(&mut self) {
        if self.any(Coded::is_external_cause).is_none() {
            return self.cause_missing();
        }
        if let Some(first) = self
            .code(0)
            .filter(|first| first.is_first() && first.is_external_cause())
            && !self.is_said(Edit::ExternalCauseAsPrincipal, first.place())
        {
            self.found(CodingRule::ExternalCauseFirst, Severity::Warns, &first, &[]);
        }
        self.cause_alone();
        self.phases_of_causes();
        self.occurrence();
    }

    /// Poisonings, toxic effects and maltreatment say their cause themselves; complications of care need not have one.
    fn cause_missing(&mut self) {
        let injured = |own: &Coded| {
            let tells_cause = own.is_within(b"T36", b"T65")
                || [b"T74", b"T76"].iter().any(|category| own.is_in(category))
                || own.is_within(b"T80", b"T88");
            own.is_injury() && !tells_cause && own.traits().phase() == Some(Phase::Initial)
        };
        if let Some(own) = self.any(injured) {
            self.found(
                CodingRule::ExternalCauseMissing,
                Severity::Informs,
                &own,
                &[],
            );
        }
    }

    fn cause_alone(&mut self) {
        // Place, activity, status and complications of care go with any condition.
        let of_injury = |own: &Coded| own.is_within(b"V00", b"Y38");
        if self.any(|own| !own.is_external_cause()).is_none() {
            if let Some(own) = self.any(Coded::is_external_cause) {
                self.found(CodingRule::ExternalCauseAlone, Severity::Warns, &own, &[]);
            }
        } else if self.any(Coded::is_injury).is_none()
            && let Some(own) = self.any(of_injury)
        {
            let rule = CodingRule::ExternalCauseWithoutInjury;
            self.found(rule, Severity::Informs, &own, &[]);
        }
    }

    /// An injury in a phase, which a cause may be in as well.
    fn injury_in(&self, phase: Phase) -> Option<Coded> {
        self.any(|own| !own.is_external_cause() && own.traits().phase() == Some(phase))
    }

    fn phases_of_causes(&mut self) {
        let phases = [Phase::Initial, Phase::Subsequent, Phase::Sequela];
        let Some(injury) = phases.into_iter().find_map(|phase| self.injury_in(phase)) else {
            return;
        };
        for at in 0..self.scratch.codes().len() {
            let Some(own) = self.code(at) else { return };
            let phase = own.traits().phase().filter(|phase| phases.contains(phase));
            if own.is_external_cause() && phase.is_some_and(|phase| self.injury_in(phase).is_none())
            {
                let rule = CodingRule::ExternalCausePhase;
                self.found(rule, Severity::Warns, &own, &[&injury]);
            }
        }
    }

    fn occurrence(&mut self) {
        let later = [Phase::Subsequent, Phase::Sequela];
        let later = later.into_iter().find_map(|phase| self.injury_in(phase));
        for (category, severity) in [
            // A fall in the hospital is at a second place.
            (b"Y92", Severity::Informs),
            (b"Y93", Severity::Warns),
            (b"Y99", Severity::Warns),
        ] {
            let Some(own) = self.any(|own| own.is_in(category)) else {
                continue;
            };
            if let Some(later) = later.filter(|_| self.injury_in(Phase::Initial).is_none()) {
                let rule = CodingRule::OccurrenceAfterInitial;
                self.found(rule, Severity::Warns, &own, &[&later]);
            }
            let again = |other: &Coded| other.is_in(category) && other.code != own.code;
            if let Some(again) = self.any(again) {
                self.found(CodingRule::OccurrenceTwice, severity, &again, &[&own]);
            }
        }
    }
}
