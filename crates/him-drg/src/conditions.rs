//! Hospital-acquired conditions: what Medicare does not pay for when it was not present on admission (section
//! 1886(d)(4)(D) of the Social Security Act).

use crate::case::{Case, Poa, Secondary};
use crate::formula::{Formula, Operand};
use crate::grouping::HacLine;
use crate::options::Hospital;
use crate::outcome::{HacUse, ReturnCode};
use crate::set::Set;
use crate::tables::Tables;

/// All versions from this on list each condition of a code that is not met, earlier ones the first.
const ALL_LISTED: u16 = 410;

/// What was found, with the lines in a buffer that is kept from claim to claim.
#[derive(Default)]
pub(crate) struct Conditions {
    /// Each with the position among the secondary diagnoses.
    pub(crate) lines: Vec<(u16, HacLine)>,
    /// One bit for each condition that is met.
    pub(crate) met: u32,
    /// A condition of which the indicator was not recognised, and which is not excluded.
    unrecognized: bool,
    /// The indicator of the first secondary diagnosis with a met condition.
    first_met: Option<Poa>,
    /// Secondary diagnoses, of any kind, that were not present on admission or do not say.
    not_present: usize,
}

impl Conditions {
    pub(crate) fn clear(&mut self) {
        self.lines.clear();
        self.met = 0;
        self.unrecognized = false;
        self.first_met = None;
        self.not_present = 0;
    }

    /// Looks at every secondary diagnosis, and strips those that are met of their severity.
    pub(crate) fn find(&mut self, case: &mut Case, tables: &Tables, hospital: Hospital) {
        self.clear();
        let all = All::of(case, tables);
        let absent = |secondary: &&Secondary| secondary.poa != Poa::Present;
        self.not_present = case.secondary.iter().filter(absent).count();
        for place in 0..case.secondary.len() {
            let Some(secondary) = case.secondary.get(place) else {
                continue;
            };
            let Ok(position) = u16::try_from(place) else {
                continue;
            };
            let from = self.lines.len();
            self.look_at(case, tables, &all, secondary, position, hospital);
            let lines = self.lines.get(from..).unwrap_or_default();
            let met = lines
                .iter()
                .any(|(_, line)| line.used == HacUse::CriteriaMet);
            if met && let Some(secondary) = case.secondary.get_mut(place) {
                secondary.stripped = true;
            }
        }
    }

    fn look_at(
        &mut self,
        case: &Case,
        tables: &Tables,
        all: &All,
        secondary: &Secondary,
        position: u16,
        hospital: Hospital,
    ) {
        let conditions = conditions_of(tables, secondary);
        let own = attributes(conditions.clone());
        let line = |number, used, attribute| {
            (
                position,
                HacLine {
                    number,
                    used,
                    attribute,
                },
            )
        };
        if hospital == Hospital::Exempt {
            let lines = conditions.map(|(_, attribute)| line(0, HacUse::Exempt, attribute));
            self.lines.extend(lines);
            return;
        }
        let mut conditions = conditions.peekable();
        if secondary.poa == Poa::Present {
            if let Some((_, attribute)) = conditions.next() {
                self.lines.push(line(0, HacUse::CriteriaNotMet, attribute));
            }
            return;
        }
        if conditions.peek().is_some() && secondary.poa == Poa::Unrecognized && !secondary.excluded
        {
            self.unrecognized = true;
        }
        let from = self.lines.len();
        for (number, attribute) in conditions {
            let of_all = number == URINARY_CATHETER_INFECTION;
            let holds = tables
                .condition(number, case.version)
                .is_some_and(|condition| {
                    let secondary = if of_all { all.secondary } else { own };
                    let formula = tables.formulas.get(usize::from(condition.formula));
                    formula.is_some_and(|formula| all.holds(formula, &secondary))
                });
            let used = if secondary.excluded && (!of_all || holds) {
                HacUse::Exclusion
            } else if holds {
                HacUse::CriteriaMet
            } else {
                HacUse::CriteriaNotMet
            };
            if used == HacUse::CriteriaMet {
                self.met |= 1 << number.min(31);
                self.first_met.get_or_insert(secondary.poa);
            }
            let shown = if used == HacUse::CriteriaNotMet {
                0
            } else {
                number
            };
            self.lines.push(line(shown, used, attribute));
        }
        self.shorten(case, tables, from);
    }

    /// Met lines alone, where there are any; else all, or in V40 the first.
    fn shorten(&mut self, case: &Case, tables: &Tables, from: usize) {
        let lines = self.lines.get(from..).unwrap_or_default();
        if lines
            .iter()
            .any(|(_, line)| line.used == HacUse::CriteriaMet)
        {
            let mut end = from;
            for at in from..self.lines.len() {
                let line = self.lines.get(at).copied();
                let met = line.filter(|(_, line)| line.used == HacUse::CriteriaMet);
                if let Some((kept, met)) = self.lines.get_mut(end).zip(met) {
                    *kept = met;
                    end += 1;
                }
            }
            self.lines.truncate(end);
        } else {
            let version = tables
                .versions
                .get(case.version)
                .map_or(0, |version| version.packed());
            if version < ALL_LISTED {
                self.lines.truncate(from + 1);
            }
        }
    }

    /// The number of different conditions that are met.
    pub(crate) fn categories(&self) -> u8 {
        u8::try_from(self.met.count_ones()).unwrap_or(u8::MAX)
    }

    /// Why there is no final DRG, where there is none.
    pub(crate) fn obstacle(&self, hospital: Hospital) -> Option<ReturnCode> {
        if self.met == 0 {
            return None;
        }
        match hospital {
            Hospital::Exempt => None,
            Hospital::NotExempt => self.unrecognized.then_some(ReturnCode::HacMissingOnePoa),
            Hospital::Unknown => Some(match self.first_met {
                _ if self.not_present > 1 => ReturnCode::HacStatusInvalidMultHacs,
                Some(Poa::NotPresent) => ReturnCode::HacStatusInvalidPoaNOrU,
                _ => ReturnCode::HacStatusInvalidPoaInvalidOr1,
            }),
        }
    }
}

/// Its formula is about the operands of all secondary diagnoses, those of the others about the code's own.
const URINARY_CATHETER_INFECTION: u8 = 6;

/// What the formulas of the conditions ask beside the code itself.
struct All {
    principal: Set,
    secondary: Set,
    procedures: Set,
}

impl All {
    fn of(case: &Case, tables: &Tables) -> All {
        let principal = case
            .principal
            .and_then(|found| tables.diagnoses.get(usize::from(found.profile)));
        let principal =
            principal.map_or(&[][..], |profile| tables.conditions_of(profile.conditions));
        let mut all = All {
            principal: attributes(principal.iter().copied()),
            secondary: Set::default(),
            procedures: Set::default(),
        };
        // What was present on admission is no one's condition here.
        for secondary in case
            .secondary
            .iter()
            .filter(|secondary| secondary.poa != Poa::Present)
        {
            all.secondary
                .add(&attributes(conditions_of(tables, secondary)));
        }
        for procedure in &case.procedures {
            all.procedures.add(&procedure.attributes);
        }
        all
    }

    fn holds(&self, formula: &Formula, secondary: &Set) -> bool {
        formula.is_true(|operand| match operand {
            Operand::Principal(attribute) => self.principal.has(attribute),
            Operand::Secondary(attribute) => secondary.has(attribute),
            Operand::Procedure(attribute) => self.procedures.has(attribute),
            Operand::Any(attribute) => self.principal.has(attribute) || secondary.has(attribute),
            Operand::Only(_) | Operand::Special(_) => false,
        })
    }
}

/// The conditions of a secondary diagnosis: number and attribute, without those that only a principal one has.
pub(crate) fn conditions_of<'t>(
    tables: &'t Tables,
    secondary: &Secondary,
) -> impl Iterator<Item = (u8, u16)> + Clone + use<'t> {
    let profile = secondary
        .found
        .and_then(|found| tables.diagnoses.get(usize::from(found.profile)));
    let conditions = profile.map_or(&[][..], |profile| tables.conditions_of(profile.conditions));
    conditions.iter().copied().filter(|(_, attribute)| {
        let name = tables.names.diagnoses.get(usize::from(*attribute));
        name.is_some_and(|name| !name.ends_with("_pdx"))
    })
}

fn attributes(conditions: impl Iterator<Item = (u8, u16)>) -> Set {
    let mut set = Set::default();
    for (_, attribute) in conditions {
        set.add(&Set::one(Some(attribute)));
    }
    set
}
