//! The packed list of a code system. The layout is described in `him-codes-release`, `code_table.rs`.

use crate::automaton::{Automaton, Node, groups};
use crate::blob;
use crate::day::Day;
use crate::edition::Evidence;

/// What a code in the list is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Has more specific codes below it, one of which has to be used.
    Header,
    /// "Valid for submission for HIPAA-covered transactions", as the order files word it.
    Billable,
}

pub(crate) struct Table {
    pub(crate) automaton: Automaton,
    timelines: &'static [[u8; 16]],
    /// For each code the number of its timeline.
    numbers: &'static [u8],
}

/// One code's states in order of time. A span lasts until the next.
#[derive(Clone, Copy)]
pub(crate) struct Timeline(&'static [u8; 16]);

#[derive(Clone, Copy)]
pub(crate) struct Span(u32);

const UNUSED: u32 = u32::MAX;
const NO_SPANS: [u8; 16] = [0xff; 16];

impl Table {
    /// `first` is the symbol of the first group of the automaton.
    pub(crate) const fn new(blob: &'static [u8], letters: [u8; 4], first: u8) -> Table {
        let ([slots, timelines, codes], rest) = blob::head(blob, letters);
        let (front, rest) = blob::split(rest, 8 * groups(first));
        let (slots, rest) = blob::split(rest, 8 * slots);
        let (timelines, numbers) = blob::split(rest, 16 * timelines);
        if numbers.len() != codes {
            blob::layout_fault()
        }
        Table {
            automaton: Automaton::new(front.as_chunks().0, slots.as_chunks().0, first),
            timelines: timelines.as_chunks().0,
            numbers,
        }
    }

    #[inline]
    pub(crate) fn find(&self, key: u64) -> Option<u32> {
        self.automaton.walk(key).and_then(Node::ordinal)
    }

    #[inline]
    pub(crate) fn timeline(&self, ordinal: u32) -> Timeline {
        let number = self
            .numbers
            .get(ordinal as usize)
            .copied()
            .map_or(usize::MAX, usize::from);
        Timeline(self.timelines.get(number).unwrap_or(&NO_SPANS))
    }
}

impl Timeline {
    /// The number of spans that have begun, 0 to 4.
    #[inline]
    pub(crate) fn begun(self, on: Day) -> usize {
        let chunks = self.0.as_chunks::<4>().0;
        chunks
            .iter()
            .filter(|bytes| Span(u32::from_le_bytes(**bytes)).first() <= on)
            .count()
    }

    #[inline]
    pub(crate) fn span(self, index: usize) -> Option<Span> {
        let bytes = self.0.as_chunks::<4>().0.get(index)?;
        Some(Span(u32::from_le_bytes(*bytes))).filter(|span| span.0 != UNUSED)
    }
}

impl Span {
    #[inline]
    pub(crate) const fn first(self) -> Day {
        Day::from_number(self.0 >> 8)
    }

    /// None while the code is not in the list.
    #[inline]
    pub(crate) const fn state(self) -> Option<State> {
        match self.0 & 3 {
            1 => Some(State::Header),
            2 => Some(State::Billable),
            _ => None,
        }
    }

    pub(crate) const fn evidence(self) -> Evidence {
        match self.0 >> 2 & 3 {
            0 => Evidence::OrderFile,
            1 => Evidence::Reconstructed,
            2 => Evidence::CodeEditor,
            _ => Evidence::Inferred,
        }
    }
}
