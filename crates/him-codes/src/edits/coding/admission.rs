//! What was present on admission.

use super::code::Coded;
use super::table::Phase;
use super::{CodingRule, Pass, Severity};
use crate::claim_value::PoaIndicator;
use crate::icd10cm::poa::{self, Speaks};

impl Pass<'_, '_> {
    pub(super) fn admission(&mut self) {
        let (list, speaks) = poa::list_on(self.on);
        let certain = speaks == Speaks::OfTheDay;
        for at in 0..self.scratch.codes().len() {
            let Some(own) = self.code(at) else { return };
            let text = self.claim.diagnoses.get(own.index as usize);
            let text = text.map_or("", |diagnosis| diagnosis.present_on_admission);
            let exempt = poa::is_listed(list, own.ordinal);
            self.indicator(&own, text, exempt, certain);
        }
    }

    fn indicator(&mut self, own: &Coded, text: &str, exempt: bool, certain: bool) {
        let letter = match text.as_bytes() {
            // Valid on all days.
            [b'Y'] => b'Y',
            [b'N'] => b'N',
            _ => {
                let read = PoaIndicator::try_new(text).ok();
                let Some(indicator) = read.filter(|own| own.check(self.on).is_ok()) else {
                    self.found(CodingRule::PoaInvalid, Severity::Rejects, own, &[]);
                    return;
                };
                indicator.letter()
            }
        };
        let severity = |severity| if certain { severity } else { Severity::Informs };
        match letter {
            b' ' if exempt => {}
            b' ' => {
                let severity = if certain {
                    Severity::Rejects
                } else {
                    Severity::Warns
                };
                self.found(CodingRule::PoaMissing, severity, own, &[]);
            }
            _ if exempt => {
                self.found(CodingRule::PoaExempt, severity(Severity::Warns), own, &[]);
            }
            b'U' => {
                self.found(CodingRule::PoaUndocumented, Severity::Informs, own, &[]);
                self.not_present(own);
            }
            b'W' => {
                self.found(CodingRule::PoaUndetermined, Severity::Informs, own, &[]);
                self.not_present(own);
            }
            b'N' => self.not_present(own),
            _ => {}
        }
    }

    /// What cannot begin in the hospital.
    fn not_present(&mut self, own: &Coded) {
        // Congenital conditions would be here, but all of them are exempt.
        if own.traits().is_chronic() || own.traits().phase() == Some(Phase::Sequela) {
            self.found(CodingRule::PoaChronic, Severity::Warns, own, &[]);
        }
        // A mother or a newborn may be there for what began in the hospital, and a combination code has parts that did.
        if own.is_first() && !matches!(own.character(0), b'O' | b'P' | b'Z') {
            self.found(CodingRule::PoaPrincipal, Severity::Informs, own, &[]);
        }
    }
}
