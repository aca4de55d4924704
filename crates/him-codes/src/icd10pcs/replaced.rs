use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;
use him_codes_data::ICD10PCS_SUCCESSORS;

use super::code::Icd10Pcs;
use super::entry::Entry;
use super::prefix::Prefix;
use super::table::{self, TABLE};
use crate::blob;
use crate::table::Table;

/// Each a deleted code and one that took its place, by their numbers.
static SUCCESSORS: &[[u8; 8]] = {
    let ([pairs], rest) = blob::head(ICD10PCS_SUCCESSORS, *b"HPS1");
    if rest.len() != 8 * pairs {
        blob::layout_fault()
    }
    rest.as_chunks().0
};

/// No chain is as long; it stops one that would close in a circle.
const LONGEST_CHAIN: u32 = 12;

/// See [`NoLonger::replaced_by`](super::NoLonger::replaced_by).
#[derive(Clone)]
pub struct ReplacedBy {
    list: &'static Table,
    pairs: &'static [[u8; 8]],
    on: NaiveDate,
}

impl ReplacedBy {
    pub(super) fn new(list: &'static Table, prefix: Prefix, on: NaiveDate) -> ReplacedBy {
        let ordinal = prefix.code().and_then(|code| TABLE.find(code.key()));
        ReplacedBy {
            list,
            pairs: ordinal.map(pairs_of).unwrap_or_default(),
            on,
        }
    }
}

impl Iterator for ReplacedBy {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            let (pair, rest) = self.pairs.split_first()?;
            self.pairs = rest;
            if let Some(entry) = last_of_chain(self.list, new_of(pair), self.on, 0) {
                return Some(entry);
            }
        }
    }
}

impl FusedIterator for ReplacedBy {}

impl fmt::Debug for ReplacedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplacedBy")
    }
}

fn pairs_of(old: u32) -> &'static [[u8; 8]] {
    let number = |pair: &[u8; 8]| u64::from_le_bytes(*pair) as u32;
    let start = SUCCESSORS.partition_point(|pair| number(pair) < old);
    let rest = SUCCESSORS.get(start..).unwrap_or_default();
    let len = rest.partition_point(|pair| number(pair) == old);
    rest.get(..len).unwrap_or_default()
}

fn new_of(pair: &[u8; 8]) -> u32 {
    (u64::from_le_bytes(*pair) >> 32) as u32
}

/// `ordinal` is the code's number in the embedded table.
fn last_of_chain(list: &'static Table, ordinal: u32, on: NaiveDate, links: u32) -> Option<Entry> {
    let code = Icd10Pcs::from_key(TABLE.automaton.code(ordinal)?)?;
    table::entry(list, code, on).or_else(|| {
        let next = pairs_of(ordinal)
            .first()
            .filter(|_| links < LONGEST_CHAIN)?;
        last_of_chain(list, new_of(next), on, links + 1)
    })
}
