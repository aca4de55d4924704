//! The list of HCPCS Level II, and the look-up in it. The layouts are described in `him-codes-release`, `hcpcs.rs`.

use chrono::NaiveDate;
use him_codes_data::{HCPCS, HCPCS_EDITIONS};

use super::code::Hcpcs;
use super::details;
use super::editions::Editions;
use super::entry::Entry;
use super::invalid::{self, Invalid};
use super::life::{Life, Verdict};
use super::modifier;
use crate::automaton::{Automaton, LETTER};
use crate::blob::{self, element};
#[cfg(feature = "titles")]
use crate::title::Titles;

pub(super) struct Table {
    pub(super) automaton: Automaton,
    lives: &'static [[u8; 8]],
    pub(super) editions: Editions,
    /// What goes with a table that a program has read. Of the embedded one it is not reached from here, so that a program that
    /// asks for none of it does not contain it.
    own: Option<Own>,
}

pub(super) struct Own {
    pub(super) details: details::Table,
    pub(super) modifiers: modifier::Rows,
    #[cfg(feature = "titles")]
    pub(super) titles: Titles,
    #[cfg(feature = "titles")]
    pub(super) modifier_titles: Titles,
}

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TABLE: Table = match Table::try_new(HCPCS, HCPCS_EDITIONS) {
    Some(table) => table,
    None => blob::layout_fault(),
};

impl Table {
    /// None when the bytes have another layout, or no edition has records.
    pub(super) const fn try_new(
        blob: &'static [u8],
        editions: &'static [him_codes_data::Edition],
    ) -> Option<Table> {
        let Some(([slots, codes], rest)) = blob::try_head(blob, *b"HCL1") else {
            return None;
        };
        let Some((automaton, lives)) = Automaton::read(rest, slots, LETTER) else {
            return None;
        };
        let (Some(editions), true) = (Editions::new(editions), lives.len() == 8 * codes) else {
            return None;
        };
        Some(Table {
            automaton,
            lives: lives.as_chunks().0,
            editions,
            own: None,
        })
    }

    #[cfg(feature = "release")]
    pub(super) fn with(mut self, own: Own) -> Table {
        self.own = Some(own);
        self
    }

    /// None of the embedded table.
    pub(super) const fn own(&self) -> Option<&Own> {
        self.own.as_ref()
    }

    #[inline]
    pub(super) const fn find(&self, code: Hcpcs) -> Option<u32> {
        self.automaton.find(code.key())
    }

    #[inline]
    pub(super) const fn life(&self, ordinal: u32) -> Option<Life> {
        match element(self.lives, ordinal as usize) {
            Some(bytes) => Some(Life::from_bits(u64::from_le_bytes(bytes))),
            None => None,
        }
    }
}

#[inline]
pub(super) fn check(list: &'static Table, code: Hcpcs, on: NaiveDate) -> Result<Entry, Invalid> {
    let Some(ordinal) = list.find(code) else {
        return Err(invalid::missing(list, code, on));
    };
    match list
        .life(ordinal)
        .map(|life| (life, life.verdict(&list.editions, on, true)))
    {
        Some((life, Verdict::In(basis))) => Ok(Entry::new(list, code, ordinal, life, on, basis)),
        Some((life, verdict)) => Err(invalid::absent(list, code, ordinal, life, on, verdict)),
        None => Err(invalid::missing(list, code, on)),
    }
}

/// The code with this number, when it is not known to be invalid on the day.
pub(super) fn at(list: &'static Table, code: Hcpcs, ordinal: u32, on: NaiveDate) -> Option<Entry> {
    let life = list.life(ordinal)?;
    match life.verdict(&list.editions, on, true) {
        Verdict::In(basis) => Some(Entry::new(list, code, ordinal, life, on, basis)),
        Verdict::NotYet | Verdict::NoLonger => None,
    }
}
