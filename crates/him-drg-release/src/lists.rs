//! The rows that each version tries one after the other, by MDC.

use std::collections::BTreeMap;

use crate::attributes::{Attributes, set};
use crate::blob::Blob;
use crate::fault::{Fault, Result};
use crate::formula::{Decisions, FALSE, Formula};
use crate::operand::{NEGATED, meaning};
use crate::profiles::Numbering;
use crate::tables::{FormulaRow, Tables};
use crate::{NONE, WORDS};

/// What a row leads to when it is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Outcome {
    Drg,
    Reroute,
    InvalidDischargeStatus,
    InvalidPrincipal,
    CannotBePrincipal,
    InvalidSex,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    drg: u16,
    base: u16,
    outcome: Outcome,
    kind: u8,
    reroute: u8,
    suppression: u16,
    formula: u16,
}

pub(crate) struct Lists {
    suppressions: Numbering<[u64; WORDS]>,
    formulas: Numbering<String>,
    compiled: Vec<Decisions>,
    rows: Numbering<Row>,
    /// For each version, by MDC.
    lists: Vec<BTreeMap<u8, Vec<u16>>>,
    conditions: Vec<(u8, u16, u16)>,
}

impl Lists {
    pub(crate) fn of(tables: &Tables, attributes: &Attributes, versions: &[u16]) -> Result<Lists> {
        let mut lists = Lists {
            suppressions: Numbering::new("suppressions"),
            formulas: Numbering::new("formulas"),
            compiled: Vec::new(),
            rows: Numbering::new("rows"),
            lists: Vec::new(),
            conditions: Vec::new(),
        };
        for version in versions {
            let mut by_mdc = BTreeMap::new();
            for (mdc, rows) in &tables.formulas {
                let mdc: u8 = mdc
                    .parse()
                    .map_err(|_| Fault::new(format!("an MDC {mdc:?}")))?;
                let version = version.to_string();
                let mut ranked: Vec<(u32, &FormulaRow)> = rows
                    .iter()
                    .filter_map(|row| Some((*row.ranks.get(&version)?, row)))
                    .collect();
                ranked.sort_by_key(|(rank, _)| *rank);
                let mut list = Vec::new();
                for (_, row) in ranked {
                    list.extend(lists.row(row, attributes)?);
                }
                by_mdc.insert(mdc, list);
            }
            lists.lists.push(by_mdc);
        }
        for row in tables.hacf.values().flatten() {
            let mask = versions
                .iter()
                .enumerate()
                .filter(|(_, version)| row.0.contains(version));
            let mask = mask.fold(0, |mask, (place, _)| mask | 1 << place);
            let formula = lists.formula(&row.2, attributes)?;
            lists.conditions.push((row.1, mask, formula));
        }
        lists.conditions.sort_unstable();
        Ok(lists)
    }

    /// None for a heading and for a row that leads nowhere.
    fn row(&mut self, row: &FormulaRow, attributes: &Attributes) -> Result<Option<u16>> {
        let text = &row.formula;
        let outcome = if row.reroute != 0 {
            Outcome::Reroute
        } else if text.contains("INVALID_DSTAT") {
            Outcome::InvalidDischargeStatus
        } else if row.drg != 0 {
            Outcome::Drg
        } else {
            match text.as_str() {
                "INVALID_PDX" => Outcome::InvalidPrincipal,
                "PDX_ECODE" => Outcome::CannotBePrincipal,
                "INVALID_SEX" => Outcome::InvalidSex,
                _ => return Ok(None),
            }
        };
        let kind = match row.surg.as_str() {
            "NA" => 0,
            "MEDICAL" => 1,
            "SURGICAL" => 2,
            other => return Err(Fault::new(format!("a row that is {other:?}"))),
        };
        let formula = self.formula(text, attributes)?;
        let never = self
            .compiled
            .get(usize::from(formula))
            .is_some_and(|decisions| decisions.start == FALSE);
        if never {
            return Ok(None);
        }
        let names = row
            .supp
            .iter()
            .map(String::as_str)
            .filter(|name| !name.is_empty());
        let suppression = match set(names, &attributes.diagnoses) {
            [0, 0, 0, 0, 0] => NONE,
            suppression => self.suppressions.number(suppression)?,
        };
        let row = Row {
            drg: row.drg,
            base: row.base,
            outcome,
            kind,
            reroute: row.reroute,
            suppression,
            formula,
        };
        self.rows.number(row).map(Some)
    }

    fn formula(&mut self, text: &str, attributes: &Attributes) -> Result<u16> {
        let number = self.formulas.number(text.to_owned())?;
        if usize::from(number) == self.compiled.len() {
            let formula = Formula::parse(text)?;
            let compiled = formula.compile(&mut |name| meaning(name, attributes))?;
            self.compiled.push(compiled);
        }
        Ok(number)
    }

    pub(crate) fn write(&self, blob: &mut Blob) -> Result<()> {
        blob.count("suppressions", self.suppressions.values.len())?;
        self.suppressions
            .values
            .iter()
            .for_each(|set| blob.set(set));
        blob.count("formulas", self.compiled.len())?;
        for (decisions, text) in self.compiled.iter().zip(&self.formulas.values) {
            blob.u8(decisions.start);
            blob.small("steps", decisions.steps.len())?;
            for step in &decisions.steps {
                blob.u16(step.operand | if step.negated { NEGATED } else { 0 });
                blob.u8(step.yes);
                blob.u8(step.no);
            }
            blob.text(text)?;
        }
        blob.count("rows", self.rows.values.len())?;
        for row in &self.rows.values {
            blob.u16(row.drg);
            blob.u16(row.base);
            blob.u8(row.outcome as u8);
            blob.u8(row.kind);
            blob.u8(row.reroute);
            blob.u16(row.suppression);
            blob.u16(row.formula);
        }
        for by_mdc in &self.lists {
            blob.small("lists", by_mdc.len())?;
            for (mdc, list) in by_mdc {
                blob.u8(*mdc);
                blob.count("rows of a list", list.len())?;
                list.iter().for_each(|row| blob.u16(*row));
            }
        }
        blob.small("hospital-acquired conditions", self.conditions.len())?;
        for (number, mask, formula) in &self.conditions {
            blob.u8(*number);
            blob.u16(*mask);
            blob.u16(*formula);
        }
        Ok(())
    }
}
