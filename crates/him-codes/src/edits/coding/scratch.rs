use alloc::vec::Vec;

use super::code::Coded;
use super::table::{Side, TABLE, procedure_side};
use crate::icd10pcs::Prefix;

/// What the editor needs for a claim, kept for the next one.
#[derive(Clone, Default)]
pub(in crate::edits) struct Scratch {
    codes: Vec<Coded>,
    /// For each reference one more than the link that leads to the first code which it covers; 0 for none.
    heads: Vec<u32>,
    /// A code, and one more than the link to the next one that the same reference covers.
    links: Vec<(u32, u32)>,
    /// The references that some code of the claim is covered by.
    touched: Vec<u16>,
    /// The procedures on one side: position, side and region.
    pub(super) procedures: Vec<(u32, Side, u32)>,
    /// Two codes, the note that keeps them apart, and whether it holds for the second.
    pub(super) conflicts: Vec<Conflict>,
    /// The notes whose codes have been missed.
    pub(super) missed: Vec<u16>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Conflict {
    pub(super) first: u32,
    pub(super) second: u32,
    pub(super) of_second: bool,
    pub(super) order: u32,
    pub(super) note: u16,
}

/// What a long claim needs. Longer ones make the buffers grow.
const CODES: usize = 128;

impl Scratch {
    pub(in crate::edits) const fn new() -> Scratch {
        Scratch {
            codes: Vec::new(),
            heads: Vec::new(),
            links: Vec::new(),
            touched: Vec::new(),
            procedures: Vec::new(),
            conflicts: Vec::new(),
            missed: Vec::new(),
        }
    }

    pub(super) fn begin(&mut self) {
        if self.heads.is_empty() {
            self.heads.resize(TABLE.reference_count(), 0);
            self.codes.reserve(CODES);
            self.links.reserve(8 * CODES);
            self.touched.reserve(8 * CODES);
            self.procedures.reserve(CODES);
            self.conflicts.reserve(8 * CODES);
            self.missed.reserve(4 * CODES);
        }
        self.end();
    }

    /// Forgets the claim.
    pub(super) fn end(&mut self) {
        for number in &self.touched {
            if let Some(head) = self.heads.get_mut(usize::from(*number)) {
                *head = 0;
            }
        }
        self.codes.clear();
        self.links.clear();
        self.touched.clear();
        self.procedures.clear();
        self.conflicts.clear();
        self.missed.clear();
    }

    pub(super) fn add(&mut self, mut own: Coded) {
        let Ok(at) = u32::try_from(self.codes.len()) else {
            return;
        };
        own.again = self.codes.iter().any(|other| other.code == own.code);
        self.codes.push(own);
        if own.again {
            return;
        }
        for number in TABLE.covering(own.row) {
            let Some(head) = self.heads.get_mut(usize::from(number)) else {
                continue;
            };
            self.links.push((at, *head));
            self.touched.push(number);
            *head = u32::try_from(self.links.len()).unwrap_or(0);
        }
    }

    pub(super) fn add_procedure(&mut self, index: usize, text: &str) {
        let side = Prefix::try_new(text).ok().and_then(procedure_side);
        if let (Ok(index), Some((side, region))) = (u32::try_from(index), side) {
            self.procedures.push((index, side, region));
        }
    }

    pub(super) fn codes(&self) -> &[Coded] {
        &self.codes
    }

    /// The places of the codes that a reference covers, the last first.
    pub(super) fn covered(&self, reference: u16) -> impl Iterator<Item = usize> {
        let mut next = self.heads.get(usize::from(reference)).copied().unwrap_or(0);
        core::iter::from_fn(move || {
            let (at, after) = *self.links.get(next.checked_sub(1)? as usize)?;
            next = after;
            Some(at as usize)
        })
    }
}
