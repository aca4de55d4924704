//! Which principal diagnosis takes the severity of which secondary ones.

use std::collections::BTreeMap;

use crate::NONE;
use crate::blob::{Blob, number};
use crate::fault::{Fault, Result};
use crate::profiles::Numbering;
use crate::tables::Tables;

pub(crate) struct Exclusions<'a> {
    /// In each, spans of numbers among the codes with a severity.
    groups: Vec<Vec<(u16, u16)>>,
    /// For each version a group.
    timelines: Numbering<Vec<u16>>,
    pub(crate) of_codes: BTreeMap<&'a str, u16>,
    /// One bit a code: whether it has a severity in any version.
    has_severity: Vec<u64>,
}

impl<'a> Exclusions<'a> {
    pub(crate) fn of(tables: &'a Tables, versions: &[u16]) -> Result<Exclusions<'a>> {
        let severe = tables
            .dx
            .iter()
            .filter(|(_, rows)| rows.iter().any(|row| row.2 != "NCC"));
        let severe: Vec<&str> = severe.map(|(code, _)| code.as_str()).collect();
        let mut has_severity = vec![0; tables.dx.len().div_ceil(64)];
        for (place, rows) in tables.dx.values().enumerate() {
            if rows.iter().any(|row| row.2 != "NCC")
                && let Some(word) = has_severity.get_mut(place / 64)
            {
                *word |= 1 << (place % 64);
            }
        }
        let mut groups = Vec::new();
        let mut numbers = BTreeMap::new();
        for (name, codes) in &tables.exgrp {
            let id: u32 = name
                .parse()
                .map_err(|_| Fault::new(format!("an exclusion group {name:?}")))?;
            numbers.insert(id, number("exclusion groups", groups.len())?);
            // A code without severity has nothing to lose.
            let mut ranks = codes
                .iter()
                .filter_map(|code| severe.binary_search(&code.as_str()).ok())
                .map(|rank| number("codes with a severity", rank))
                .collect::<Result<Vec<u16>>>()?;
            ranks.sort_unstable();
            ranks.dedup();
            let mut spans: Vec<(u16, u16)> = Vec::new();
            for rank in ranks {
                match spans.last_mut() {
                    Some((_, last)) if *last + 1 == rank => *last = rank,
                    _ => spans.push((rank, rank)),
                }
            }
            groups.push(spans);
        }
        let mut timelines = Numbering::new("timelines of exclusions");
        let mut of_codes = BTreeMap::new();
        for code in tables.dx.keys() {
            let rows = tables.pdxex.get(code).map_or(&[][..], Vec::as_slice);
            let timeline = versions.iter().map(|version| {
                let row = rows.iter().find(|row| row.0.contains(version));
                row.map_or(Ok(NONE), |row| {
                    let group = numbers.get(&row.1).copied();
                    group.ok_or_else(|| Fault::new(format!("{code}: no exclusion group {}", row.1)))
                })
            });
            let timeline = timeline.collect::<Result<Vec<u16>>>()?;
            of_codes.insert(code.as_str(), timelines.number(timeline)?);
        }
        Ok(Exclusions {
            groups,
            timelines,
            of_codes,
            has_severity,
        })
    }

    pub(crate) fn write(&self, blob: &mut Blob) -> Result<()> {
        blob.count("timelines", self.timelines.values.len())?;
        for timeline in &self.timelines.values {
            timeline.iter().for_each(|group| blob.u16(*group));
        }
        blob.count("exclusion groups", self.groups.len())?;
        let mut start = 0;
        for spans in &self.groups {
            blob.large("spans", start)?;
            start += spans.len();
        }
        blob.large("spans", start)?;
        for (first, last) in self.groups.iter().flatten() {
            blob.u16(*first);
            blob.u16(*last);
        }
        blob.large("words", self.has_severity.len())?;
        // How many have one before each word, so that a code's number is two loads.
        let mut before = 0;
        for word in &self.has_severity {
            blob.count("codes with a severity", before)?;
            before += word.count_ones() as usize;
        }
        for word in &self.has_severity {
            blob.0.extend(word.to_le_bytes());
        }
        Ok(())
    }
}
