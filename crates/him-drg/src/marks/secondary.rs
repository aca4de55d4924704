//! Secondary diagnoses: of those that fit, the one that is preferred.

use core::cmp::Reverse;

use crate::case::{Case, Secondary};
use crate::code_list::Key;
use crate::formula::{Operand, Special};
use crate::marks::Marks;
use crate::options::Ties;
use crate::tables::{Row, Tables};

/// A row of newborns that is named by its number: its operands mark no secondary diagnosis.
const NEONATE_WITH_OTHER_PROBLEMS: u16 = 794;

impl Marks {
    pub(super) fn mark_secondary(&mut self, case: &Case, tables: &Tables, row: &Row, ties: Ties) {
        if row.drg == NEONATE_WITH_OTHER_PROBLEMS {
            return self.mark_neonate(case, tables, ties);
        }
        let suppression = row.suppression.map(usize::from);
        let suppression = suppression.and_then(|number| tables.suppressions.get(number));
        for at in 0..self.operands.len() {
            match self.operands.get(at).copied() {
                Some(Operand::Special(special @ (Special::Mcc | Special::Cc))) => {
                    let level = if special == Special::Mcc { 2 } else { 1 };
                    self.mark_first(case, ties, |secondary| {
                        secondary.level_as_coded() == level
                            && !suppression.is_some_and(|set| secondary.attributes.meets(set))
                    });
                }
                Some(Operand::Secondary(attribute)) => {
                    self.mark_first(case, ties, |secondary| secondary.attributes.has(attribute));
                }
                // Where the principal diagnosis has it, it is enough.
                Some(Operand::Any(attribute)) if !case.principal_attributes.has(attribute) => {
                    self.mark_first(case, ties, |secondary| secondary.attributes.has(attribute));
                }
                Some(Operand::Special(Special::MultipleTrauma)) => {
                    self.mark_trauma(case, tables, ties);
                }
                _ => {}
            }
        }
    }

    /// Marks the preferred one of those that fit; says which.
    fn mark_first<'c>(
        &mut self,
        case: &'c Case,
        ties: Ties,
        fits: impl Fn(&Secondary) -> bool,
    ) -> Option<&'c Secondary> {
        let places = case.secondary.iter().enumerate();
        let fitting = places.filter(|(_, one)| one.found.is_some() && fits(one));
        let (place, first) = fitting.min_by_key(|(_, one)| preference(one, ties))?;
        *self.secondary.get_mut(place)? = true;
        Some(first)
    }

    /// Diagnoses that bring a new site, until there are two.
    fn mark_trauma(&mut self, case: &Case, tables: &Tables, ties: Ties) {
        let trauma = &tables.known.trauma;
        let mut sites = case.principal_attributes.and(trauma);
        while sites.count() < 2 {
            let marked = self.mark_first(case, ties, |secondary| {
                let mut new = secondary.attributes.and(trauma);
                new.remove(&sites);
                new.count() > 0
            });
            let Some(marked) = marked else { return };
            sites.add(&marked.attributes.and(trauma));
        }
    }

    /// A newborn with a harmless principal diagnosis: what is not harmless made the difference.
    fn mark_neonate(&mut self, case: &Case, tables: &Tables, ties: Ties) {
        let harmless = &tables.known.incident;
        if case.principal_attributes.meets(harmless) {
            self.mark_first(case, ties, |secondary| {
                !secondary.attributes.meets(harmless)
            });
        }
    }
}

/// The table's highest severity first, whether or not it counts, then by code; of equals the first on the claim.
fn preference(secondary: &Secondary, ties: Ties) -> impl Ord + use<> {
    let (severity, written) = (secondary.severity, secondary.written);
    match ties {
        Ties::ClinicalSignificance => (Reverse(severity), written),
        Ties::ClaimOrder => (Reverse(0), Key::default()),
        Ties::Alphabetical => (Reverse(0), written),
    }
}
