//! The list of HCPCS Level II, and the look-up in it. The layouts are described in `him-datagen`, `hcpcs.rs`.

use chrono::NaiveDate;
use him_codes_data::HCPCS;

use super::code::Hcpcs;
use super::entry::Entry;
use super::invalid::{self, Invalid};
use super::life::{Life, Verdict};
use crate::automaton::{Automaton, LETTER, Node, groups};
use crate::blob;

pub(super) struct Table {
    pub(super) automaton: Automaton,
    lives: &'static [[u8; 8]],
}

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TABLE: Table = Table::new(HCPCS);

impl Table {
    const fn new(table: &'static [u8]) -> Table {
        let ([slots, codes], rest) = blob::head(table, *b"HCL1");
        let (front, rest) = blob::split(rest, 8 * groups(LETTER));
        let (slots, lives) = blob::split(rest, 8 * slots);
        if lives.len() != 8 * codes {
            blob::layout_fault()
        }
        Table {
            automaton: Automaton::new(front.as_chunks().0, slots.as_chunks().0, LETTER),
            lives: lives.as_chunks().0,
        }
    }

    #[inline]
    fn find(&self, code: Hcpcs) -> Option<u32> {
        self.automaton.walk(code.key()).and_then(Node::ordinal)
    }

    #[inline]
    pub(super) fn life(&self, ordinal: u32) -> Option<Life> {
        let bytes = self.lives.get(ordinal as usize)?;
        Some(Life::from_bits(u64::from_le_bytes(*bytes)))
    }
}

#[inline]
pub(super) fn check(code: Hcpcs, on: NaiveDate) -> Result<Entry, Invalid> {
    let Some(ordinal) = TABLE.find(code) else {
        return Err(invalid::missing(code, on));
    };
    match TABLE
        .life(ordinal)
        .map(|life| (life, life.verdict(on, true)))
    {
        Some((life, Verdict::In(basis))) => Ok(Entry::new(code, ordinal, life, on, basis)),
        Some((life, verdict)) => Err(invalid::absent(code, ordinal, life, on, verdict)),
        None => Err(invalid::missing(code, on)),
    }
}

/// The code with this number, when it is not known to be invalid on the day.
pub(super) fn at(code: Hcpcs, ordinal: u32, on: NaiveDate) -> Option<Entry> {
    let life = TABLE.life(ordinal)?;
    match life.verdict(on, true) {
        Verdict::In(basis) => Some(Entry::new(code, ordinal, life, on, basis)),
        Verdict::NotYet | Verdict::NoLonger => None,
    }
}
