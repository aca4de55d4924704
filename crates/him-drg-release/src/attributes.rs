//! Which attributes are asked for, and their places in the sets.

use std::collections::BTreeSet;

use crate::WORDS;
use crate::fault::{Fault, Result};
use crate::formula::Formula;
use crate::tables::Tables;

/// Of diagnoses, beyond what formulas name: sites of significant trauma, and what the severity and marks ask.
const OF_DIAGNOSES: [&str; 11] = [
    "ecode", "incident", "mccalive", "stabdom", "stchest", "sthead", "stkidney", "stlolimb",
    "stpel", "stuplimb", "sturin",
];

/// Of procedures, beyond what formulas name: joints, counted stents and vessels, fusions, and those outside of the
/// operating room.
const OF_PROCEDURES: [&str; 25] = [
    "NORdrugstent",
    "NORstent",
    "d468",
    "d477",
    "leftankle",
    "lefthip",
    "leftknee",
    "nonor",
    "rightankle",
    "righthip",
    "rightknee",
    "sglantfuse",
    "sglantsectXfuse",
    "sglpostfuse",
    "sglpostfuse1",
    "stent1",
    "stent2",
    "stent3",
    "stent4",
    "vessel1",
    "vessel2",
    "vessel3",
    "vessel4",
    "vessel5",
    "vessel6",
];

/// Sorted names; the place of a name is its bit.
pub(crate) struct Attributes {
    pub(crate) diagnoses: Vec<String>,
    pub(crate) procedures: Vec<String>,
}

impl Attributes {
    pub(crate) fn of(tables: &Tables) -> Result<Attributes> {
        let mut diagnoses: BTreeSet<&str> = OF_DIAGNOSES.into();
        let mut procedures: BTreeSet<&str> = OF_PROCEDURES.into();
        let mut formulas: BTreeSet<&str> = BTreeSet::new();
        for row in tables.formulas.values().flatten() {
            formulas.insert(&row.formula);
            diagnoses.extend(
                row.supp
                    .iter()
                    .map(String::as_str)
                    .filter(|name| !name.is_empty()),
            );
        }
        formulas.extend(tables.hacf.values().flatten().map(|row| row.2.as_str()));
        let mut operands = BTreeSet::new();
        for text in formulas {
            collect(Formula::parse(text)?, &mut operands);
        }
        for name in &operands {
            match name.split_once(':') {
                Some((_, attribute)) => diagnoses.insert(attribute),
                None => procedures.insert(name),
            };
        }
        for row in tables.hacinfo.values().flatten() {
            // Of which kind the code is tells which of the two is used.
            diagnoses.extend(row.1.iter().map(String::as_str));
            procedures.extend(row.1.iter().map(String::as_str));
        }
        let carried =
            |patterns: &std::collections::BTreeMap<String, Vec<String>>| -> BTreeSet<String> {
                patterns.values().flatten().cloned().collect()
            };
        let conditions: BTreeSet<String> = tables
            .hacinfo
            .values()
            .flatten()
            .flat_map(|row| row.1.clone())
            .collect();
        let (of_diagnoses, of_procedures) = (carried(&tables.dxpat), carried(&tables.prpat));
        let kept = |asked: BTreeSet<&str>, carried: &BTreeSet<String>| -> Result<Vec<String>> {
            let kept: Vec<String> = asked
                .into_iter()
                .filter(|name| carried.contains(*name) || conditions.contains(*name))
                .map(str::to_owned)
                .collect();
            if kept.len() > 64 * WORDS {
                return Err(Fault::new(format!(
                    "{} attributes are asked for, {} can be packed",
                    kept.len(),
                    64 * WORDS
                )));
            }
            Ok(kept)
        };
        Ok(Attributes {
            diagnoses: kept(diagnoses, &of_diagnoses)?,
            procedures: kept(procedures, &of_procedures)?,
        })
    }

    pub(crate) fn diagnosis(&self, name: &str) -> Option<u16> {
        place(&self.diagnoses, name)
    }

    pub(crate) fn procedure(&self, name: &str) -> Option<u16> {
        place(&self.procedures, name)
    }
}

fn collect(formula: Formula, operands: &mut BTreeSet<String>) {
    match formula {
        Formula::Operand(name) => {
            operands.insert(name);
        }
        Formula::Not(part) => collect(*part, operands),
        Formula::And(parts) | Formula::Or(parts) => {
            parts.into_iter().for_each(|part| collect(part, operands));
        }
    }
}

fn place(names: &[String], name: &str) -> Option<u16> {
    let place = names.binary_search_by(|own| own.as_str().cmp(name)).ok()?;
    u16::try_from(place).ok()
}

/// The bits of those names that are in the list.
pub(crate) fn set<'a>(names: impl IntoIterator<Item = &'a str>, list: &[String]) -> [u64; WORDS] {
    let mut set = [0; WORDS];
    for place in names.into_iter().filter_map(|name| place(list, name)) {
        let (word, bit) = (usize::from(place) / 64, place % 64);
        if let Some(word) = set.get_mut(word) {
            *word |= 1 << bit;
        }
    }
    set
}
