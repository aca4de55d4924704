//! The tables as they are held: every row carries the versions for which it stands, 431 for V43.1.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::fault::{Fault, Result};

/// Rows of a code.
pub(crate) type Rows<T> = BTreeMap<String, Vec<T>>;

/// Versions, MDC, severity, and the patterns: operands, hospital-acquired conditions, category.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct DiagnosisRow(
    pub(crate) Vec<u16>,
    pub(crate) u8,
    pub(crate) String,
    pub(crate) u32,
    #[allow(dead_code, reason = "hacinfo has the same, with the numbers")] pub(crate) u32,
    pub(crate) u32,
);

/// Versions and the pattern, or the exclusion group.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct NumberRow(pub(crate) Vec<u16>, pub(crate) u32);

/// Versions, the MDCs in which the members count for nothing themselves, and the choices: a number, and codes.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ClusterRow(
    pub(crate) Vec<u16>,
    pub(crate) Vec<u8>,
    pub(crate) Vec<(u32, Vec<String>)>,
);

/// Versions, and the MDC by sex.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct SexRow(pub(crate) Vec<u16>, pub(crate) BTreeMap<String, u8>);

/// Versions, the number of the condition, its formula.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ConditionRow(pub(crate) Vec<u16>, pub(crate) u8, pub(crate) String);

/// Versions, operands and the number of the condition of each.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ConditionCodeRow(
    pub(crate) Vec<u16>,
    pub(crate) Vec<String>,
    pub(crate) Vec<u8>,
);

/// A formula of an MDC, and what it leads to.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct FormulaRow {
    pub(crate) drg: u16,
    pub(crate) base: u16,
    pub(crate) surg: String,
    pub(crate) reroute: u8,
    #[serde(rename = "f")]
    pub(crate) formula: String,
    pub(crate) supp: Vec<String>,
    pub(crate) ranks: BTreeMap<String, u32>,
}

/// The tables of one or more versions of the grouper.
#[derive(Clone, Debug, Deserialize)]
pub struct Tables {
    pub(crate) dx: Rows<DiagnosisRow>,
    pub(crate) pr: Rows<NumberRow>,
    pub(crate) exgrp: BTreeMap<String, Vec<String>>,
    pub(crate) pdxex: Rows<NumberRow>,
    pub(crate) clusters: Rows<ClusterRow>,
    pub(crate) gender: Rows<SexRow>,
    pub(crate) formulas: BTreeMap<String, Vec<FormulaRow>>,
    pub(crate) hacf: Rows<ConditionRow>,
    pub(crate) hacinfo: Rows<ConditionCodeRow>,
    pub(crate) dxpat: BTreeMap<String, Vec<String>>,
    pub(crate) prpat: BTreeMap<String, Vec<String>>,
}

impl Tables {
    /// Reads the tables from their JSON.
    ///
    /// # Errors
    ///
    /// When the bytes are not JSON, or lack a table; the fault says where.
    pub fn from_json(json: &[u8]) -> Result<Tables> {
        serde_json::from_slice(json).map_err(|error| Fault::new(format!("the tables: {error}")))
    }

    /// The versions that have formulas, in order.
    ///
    /// # Errors
    ///
    /// When there is none, or there are more than 16.
    pub fn versions(&self) -> Result<Vec<u16>> {
        let ranks = self
            .formulas
            .values()
            .flatten()
            .flat_map(|row| row.ranks.keys());
        let versions: BTreeSet<&String> = ranks.collect();
        let versions = versions.into_iter().map(|text| {
            let version = text
                .parse()
                .ok()
                .filter(|version| (100..1000).contains(version));
            version.ok_or_else(|| Fault::new(format!("{text:?} is not a version such as 431")))
        });
        let mut versions = versions.collect::<Result<Vec<u16>>>()?;
        versions.sort_unstable();
        match versions.len() {
            1..=16 => Ok(versions),
            count => Err(Fault::new(format!(
                "{count} versions, 1 to 16 can be packed"
            ))),
        }
    }

    /// How many codes of each kind there are, for the list of what was made.
    #[must_use]
    pub fn code_count(&self) -> usize {
        self.dx.len() + self.pr.len()
    }

    /// The diagnoses and procedures of a version.
    pub fn codes(&self, version: u16) -> impl Iterator<Item = &str> {
        let diagnoses = self
            .dx
            .iter()
            .filter(move |(_, rows)| rows.iter().any(|row| row.0.contains(&version)));
        let procedures = self.pr.iter().filter(move |(code, rows)| {
            !is_cluster(code) && rows.iter().any(|row| row.0.contains(&version))
        });
        let diagnoses = diagnoses.map(|(code, _)| code.as_str());
        diagnoses.chain(procedures.map(|(code, _)| code.as_str()))
    }
}

/// `Z@0001`: several procedures that count as one.
pub(crate) fn is_cluster(code: &str) -> bool {
    code.contains('@')
}
