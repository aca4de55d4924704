//! Sequelae, and secondary neoplasms.

use super::code::Coded;
use super::table::Phase;
use super::{CodingRule, Pass, Severity};

/// Categories whose codes are sequelae without a seventh character that says so.
const SEQUELAE: [&[u8; 3]; 8] = [
    b"B90", b"B91", b"B92", b"B94", b"E64", b"E68", b"G09", b"O94",
];

impl Pass<'_, '_> {
    pub(super) fn injuries(&mut self) {
        self.sequelae();
        self.secondary_neoplasms();
    }

    fn sequelae(&mut self) {
        let late =
            |own: &Coded| own.traits().phase() == Some(Phase::Sequela) && !own.is_external_cause();
        // The codes of I69 say the condition too.
        let by_category = |own: &Coded| SEQUELAE.iter().any(|category| own.is_in(category));
        let Some(first) = self.code(0).filter(|first| first.is_first()) else {
            return self.sequela_alone(late);
        };
        let manifest = self.code(1).is_some_and(|second| second.is_manifestation());
        if (late(&first) || by_category(&first)) && !manifest {
            self.found(CodingRule::SequelaFirst, Severity::Warns, &first, &[]);
        } else {
            self.sequela_alone(late);
        }
    }

    fn sequela_alone(&mut self, late: impl Fn(&Coded) -> bool) {
        // What a sequela led to is an illness, not its cause nor a circumstance.
        let is_condition =
            |own: &Coded| !late(own) && !own.is_external_cause() && own.character(0) != b'Z';
        if let Some(own) = self.any(&late)
            && self.any(is_condition).is_none()
        {
            self.found(CodingRule::SequelaAlone, Severity::Warns, &own, &[]);
        }
    }

    fn secondary_neoplasms(&mut self) {
        let secondary = |own: &Coded| own.is_within(b"C77", b"C79") || own.is_in(b"C7B");
        let primary =
            |own: &Coded| own.character(0) == b'C' && !secondary(own) || own.is_in(b"Z85");
        if let Some(own) = self.any(secondary)
            && self.any(primary).is_none()
        {
            let rule = CodingRule::SecondaryWithoutPrimary;
            self.found(rule, Severity::Informs, &own, &[]);
        }
    }
}
