//! Answers what formulas ask of a case, in one list.

use crate::case::Case;
use crate::formula::{Formula, Operand, Special};
use crate::set::Set;
use crate::tables::{ProcedureProfile, Row, Tables};

/// A case as a list sees it: procedures may count there or not.
pub(crate) struct View<'a> {
    pub(crate) case: &'a Case,
    pub(crate) tables: &'a Tables,
    pub(crate) list: u8,
    procedures: Set,
    /// Without suppression.
    severity: u8,
}

impl<'a> View<'a> {
    pub(crate) fn new(case: &'a Case, tables: &'a Tables, list: u8) -> View<'a> {
        View {
            case,
            tables,
            list,
            procedures: case.procedure_attributes(list),
            severity: case.severity(None),
        }
    }

    pub(crate) fn formula(&self, row: &Row) -> Option<&'a Formula> {
        self.tables.formulas.get(usize::from(row.formula))
    }

    pub(crate) fn suppression(&self, row: &Row) -> Option<&'a Set> {
        self.tables.suppressions.get(usize::from(row.suppression?))
    }

    /// The severity of the claim in a row.
    pub(crate) fn severity(&self, row: &Row) -> u8 {
        match self.suppression(row) {
            Some(suppression) if self.severity > 0 => self.case.severity(Some(suppression)),
            _ => self.severity,
        }
    }

    #[inline]
    pub(crate) fn is_true(&self, row: &Row) -> bool {
        let ask = |operand| self.ask(operand, row);
        self.formula(row)
            .is_some_and(|formula| formula.is_true(ask))
    }

    /// Tells the operands that were found true on the way.
    pub(crate) fn trace(&self, row: &Row, found: impl FnMut(Operand)) {
        if let Some(formula) = self.formula(row) {
            formula.trace(|operand| self.ask(operand, row), found);
        }
    }

    #[inline]
    pub(crate) fn ask(&self, operand: Operand, row: &Row) -> bool {
        match operand {
            Operand::Principal(attribute) => self.case.principal_attributes.has(attribute),
            Operand::Secondary(attribute) => self.case.any_secondary.has(attribute),
            Operand::Any(attribute) => {
                self.case.principal_attributes.has(attribute)
                    || self.case.any_secondary.has(attribute)
            }
            Operand::Only(attribute) => self.case.every.has(attribute),
            Operand::Procedure(attribute) => self.procedures.has(attribute),
            Operand::Special(Special::Mcc) => self.severity(row) == 2,
            Operand::Special(Special::Cc) => self.severity(row) == 1,
            Operand::Special(special) => self.special(special),
        }
    }

    fn special(&self, special: Special) -> bool {
        let (case, known) = (self.case, &self.tables.known);
        match special {
            // Asked with the row.
            Special::Mcc | Special::Cc => false,
            Special::Died => case.died(),
            Special::Alive => case.status().is_some_and(|status| status != 20),
            Special::Ama => case.status() == Some(7),
            Special::Transfer => matches!(case.status(), Some(2 | 5 | 66 | 82 | 85 | 94)),
            Special::InvalidDischargeStatus => case.status().is_none(),
            Special::InvalidPrincipal => case.principal.is_none(),
            Special::ExternalCausePrincipal => {
                case.principal_attributes.meets(&known.external_cause)
            }
            Special::InvalidSex => case.sex().is_none() && case.needs_sex(self.tables),
            Special::MultipleTrauma => {
                let mut sites = case.principal_attributes;
                sites.add(&case.any_secondary);
                sites.and(&known.trauma).count() >= 2
            }
            Special::Bilateral => self.procedures.and(&known.joints).count() >= 2,
            Special::FourStents => self.sum(|line| line.stents) >= 4,
            Special::FourVessels => self.sum(|line| line.vessels) >= 4,
            Special::FourDrugElutingStents => self.stents_with(&known.drug_stents) >= 4,
            Special::FourOtherStents => self.stents_with(&known.other_stents) >= 4,
            Special::AnteriorFusions => self.count(&known.anterior_fusion) >= 2,
            Special::PosteriorFusions1 => self.count(&known.posterior_fusion_1) >= 2,
            Special::PosteriorFusions => self.count(&known.posterior_fusion) >= 2,
            Special::CustomAnteriorFusions => self.count(&known.custom_anterior_fusion) >= 2,
            Special::SingleFusions => {
                let anterior = self.count(&known.anterior_fusion);
                let posterior = self.count(&known.posterior_fusion);
                anterior >= 1 && posterior >= 1 && anterior + posterior >= 3
            }
            Special::MultipleFusions => {
                self.count(&known.anterior_fusion) >= 2
                    || self.count(&known.posterior_fusion_1) >= 2
            }
            Special::OperatingRoom => self.procedures.meets(&known.operating_room),
        }
    }

    fn sum(&self, of: impl Fn(&ProcedureProfile) -> u8) -> u32 {
        self.case
            .lines(self.tables, self.list)
            .map(|line| u32::from(of(line)))
            .sum()
    }

    fn stents_with(&self, kind: &Set) -> u32 {
        self.sum(|line| {
            if line.attributes.meets(kind) {
                line.stents
            } else {
                0
            }
        })
    }

    fn count(&self, attribute: &Set) -> usize {
        let lines = self.case.lines(self.tables, self.list);
        lines
            .filter(|line| line.attributes.meets(attribute))
            .count()
    }
}
