//! What a version says of a code, and the same for all versions: most codes share both with many others.

use std::collections::{BTreeMap, BTreeSet};

use crate::attributes::{Attributes, set};
use crate::blob::{Blob, number};
use crate::fault::{Fault, Result};
use crate::tables::{ConditionCodeRow, Tables, is_cluster};
use crate::{NONE, WORDS};

/// Gives each distinct value a number, in the order in which it is first met.
pub(crate) struct Numbering<T> {
    numbers: BTreeMap<T, u16>,
    pub(crate) values: Vec<T>,
    what: &'static str,
}

impl<T: Ord + Clone> Numbering<T> {
    pub(crate) fn new(what: &'static str) -> Numbering<T> {
        Numbering {
            numbers: BTreeMap::new(),
            values: Vec::new(),
            what,
        }
    }

    pub(crate) fn number(&mut self, value: T) -> Result<u16> {
        if let Some(number) = self.numbers.get(&value) {
            return Ok(*number);
        }
        let next = number(self.what, self.values.len())?;
        self.numbers.insert(value.clone(), next);
        self.values.push(value);
        Ok(next)
    }
}

/// Hospital-acquired conditions of a code: number and attribute.
pub(crate) type Conditions = Vec<(u8, u16)>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Diagnosis {
    mdc: u8,
    severity: u8,
    conditions: u16,
    male: u8,
    female: u8,
    attributes: [u64; WORDS],
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Procedure {
    conditions: u16,
    attributes: [u64; WORDS],
}

/// The number of a profile for each version, and of procedures the number among members of clusters.
pub(crate) type Timeline = (Vec<u16>, u16);

pub(crate) struct Profiles {
    conditions: Numbering<Conditions>,
    diagnoses: Numbering<Diagnosis>,
    procedures: Numbering<Procedure>,
    diagnosis_timelines: Numbering<Timeline>,
    procedure_timelines: Numbering<Timeline>,
    /// The number of the timeline of each code, in the order of the tables; of procedures with the clusters.
    pub(crate) of_diagnoses: BTreeMap<String, u16>,
    pub(crate) of_procedures: BTreeMap<String, u16>,
}

impl Profiles {
    /// `members` are the procedures that belong to clusters, in order.
    pub(crate) fn of(
        tables: &Tables,
        attributes: &Attributes,
        versions: &[u16],
        members: &[&str],
    ) -> Result<Profiles> {
        let mut profiles = Profiles {
            conditions: Numbering::new("kinds of hospital-acquired conditions"),
            diagnoses: Numbering::new("kinds of diagnoses"),
            procedures: Numbering::new("kinds of procedures"),
            diagnosis_timelines: Numbering::new("timelines of diagnoses"),
            procedure_timelines: Numbering::new("timelines of procedures"),
            of_diagnoses: BTreeMap::new(),
            of_procedures: BTreeMap::new(),
        };
        for code in tables.dx.keys() {
            let timeline = versions
                .iter()
                .map(|version| profiles.diagnosis(tables, attributes, code, *version))
                .collect::<Result<Vec<u16>>>()?;
            let number = profiles.diagnosis_timelines.number((timeline, NONE))?;
            profiles.of_diagnoses.insert(code.clone(), number);
        }
        for code in tables.pr.keys() {
            let timeline = versions
                .iter()
                .map(|version| profiles.procedure(tables, attributes, code, *version))
                .collect::<Result<Vec<u16>>>()?;
            let member = members
                .binary_search(&code.as_str())
                .map_or(Ok(NONE), |place| number("members of clusters", place))?;
            let number = profiles.procedure_timelines.number((timeline, member))?;
            profiles.of_procedures.insert(code.clone(), number);
        }
        Ok(profiles)
    }

    fn diagnosis(
        &mut self,
        tables: &Tables,
        attributes: &Attributes,
        code: &str,
        version: u16,
    ) -> Result<u16> {
        let rows = tables.dx.get(code).map_or(&[][..], Vec::as_slice);
        let Some(row) = rows.iter().find(|row| row.0.contains(&version)) else {
            return Ok(NONE);
        };
        let severity = match row.2.as_str() {
            "NCC" => 0,
            "CC" => 1,
            "MCC" => 2,
            other => return Err(Fault::new(format!("{code}: a severity {other:?}"))),
        };
        let names = pattern(&tables.dxpat, row.3)?
            .iter()
            .chain(pattern(&tables.dxpat, row.5)?);
        let sexes = tables.gender.get(code).into_iter().flatten();
        let sexes = sexes
            .filter(|row| row.0.contains(&version))
            .map(|row| &row.1)
            .next();
        let of_sex = |sex: &str| sexes.and_then(|mdcs| mdcs.get(sex)).copied().unwrap_or(0);
        let conditions =
            self.conditions_of(tables, code, version, |name| attributes.diagnosis(name))?;
        self.diagnoses.number(Diagnosis {
            mdc: row.1,
            severity,
            conditions,
            male: of_sex("1"),
            female: of_sex("2"),
            attributes: set(names.map(String::as_str), &attributes.diagnoses),
        })
    }

    fn procedure(
        &mut self,
        tables: &Tables,
        attributes: &Attributes,
        code: &str,
        version: u16,
    ) -> Result<u16> {
        let rows = tables.pr.get(code).map_or(&[][..], Vec::as_slice);
        let Some(row) = rows.iter().find(|row| row.0.contains(&version)) else {
            return Ok(NONE);
        };
        let names = pattern(&tables.prpat, row.1)?;
        let conditions =
            self.conditions_of(tables, code, version, |name| attributes.procedure(name))?;
        self.procedures.number(Procedure {
            conditions,
            attributes: set(names.iter().map(String::as_str), &attributes.procedures),
        })
    }

    fn conditions_of(
        &mut self,
        tables: &Tables,
        code: &str,
        version: u16,
        place: impl Fn(&str) -> Option<u16>,
    ) -> Result<u16> {
        let rows = tables.hacinfo.get(code).into_iter().flatten();
        let Some(ConditionCodeRow(_, operands, numbers)) =
            rows.into_iter().find(|row| row.0.contains(&version))
        else {
            return Ok(NONE);
        };
        // Numbers and operands are listed in parallel, each in order; their pairs follow from the names.
        let mut conditions = Conditions::new();
        for number in numbers {
            let operand = operands
                .iter()
                .find(|operand| condition_number(operand) == Some(*number));
            let operand = operand
                .and_then(|operand| place(operand))
                .ok_or_else(|| Fault::new(format!("{code}: no operand of condition {number}")))?;
            conditions.push((*number, operand));
        }
        conditions.sort_unstable();
        self.conditions.number(conditions)
    }

    pub(crate) fn write(&self, blob: &mut Blob) -> Result<()> {
        blob.count("kinds of conditions", self.conditions.values.len())?;
        for conditions in &self.conditions.values {
            blob.small("conditions of a code", conditions.len())?;
            for (number, attribute) in conditions {
                blob.u8(*number);
                blob.u16(*attribute);
            }
        }
        blob.count("kinds of diagnoses", self.diagnoses.values.len())?;
        for diagnosis in &self.diagnoses.values {
            blob.u8(diagnosis.mdc);
            blob.u8(diagnosis.severity);
            blob.u8(diagnosis.male);
            blob.u8(diagnosis.female);
            blob.u16(diagnosis.conditions);
            blob.set(&diagnosis.attributes);
        }
        blob.count("kinds of procedures", self.procedures.values.len())?;
        for procedure in &self.procedures.values {
            blob.u16(procedure.conditions);
            blob.set(&procedure.attributes);
        }
        blob.count("timelines", self.diagnosis_timelines.values.len())?;
        for (timeline, _) in &self.diagnosis_timelines.values {
            timeline.iter().for_each(|profile| blob.u16(*profile));
        }
        blob.count("timelines", self.procedure_timelines.values.len())?;
        for (timeline, member) in &self.procedure_timelines.values {
            timeline.iter().for_each(|profile| blob.u16(*profile));
            blob.u16(*member);
        }
        Ok(())
    }
}

/// The attributes of a pattern; 0 is the empty one.
fn pattern(patterns: &BTreeMap<String, Vec<String>>, number: u32) -> Result<&[String]> {
    if number == 0 {
        return Ok(&[]);
    }
    let pattern = patterns.get(&number.to_string()).map(Vec::as_slice);
    pattern.ok_or_else(|| Fault::new(format!("no pattern {number}")))
}

/// 5 of `HAC05`, 8 of `hac08_proc`.
fn condition_number(operand: &str) -> Option<u8> {
    let rest = operand
        .strip_prefix("HAC")
        .or_else(|| operand.strip_prefix("hac"))?;
    rest.get(..2)?.parse().ok()
}

/// The procedures that belong to clusters, in order.
pub(crate) fn members(tables: &Tables) -> Vec<&str> {
    let choices = tables.clusters.values().flatten().flat_map(|row| &row.2);
    let codes: BTreeSet<&str> = choices
        .flat_map(|(_, codes)| codes)
        .map(String::as_str)
        .collect();
    codes.into_iter().filter(|code| !is_cluster(code)).collect()
}
