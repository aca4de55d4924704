//! The packed table, and the look-up in it. The layout is described in `him-datagen`, `icd10cm.rs`.

use chrono::NaiveDate;
use him_codes_data::ICD10CM;

use super::code::{Icd10Cm, prefix_mask};
use super::entry::{Entry, State};
use super::invalid::{self, Invalid};
use crate::automaton::{Automaton, GROUPS, Node};
use crate::blob;
use crate::day::Day;
use crate::edition::Evidence;

pub(super) struct Table {
    pub(super) automaton: Automaton,
    timelines: &'static [[u8; 16]],
    /// For each code the number of its timeline.
    numbers: &'static [u8],
}

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TABLE: Table = {
    let ([slots, timelines, codes], rest) = blob::head(ICD10CM, *b"HCM1");
    let (front, rest) = blob::split(rest, 8 * GROUPS);
    let (slots, rest) = blob::split(rest, 8 * slots);
    let (timelines, numbers) = blob::split(rest, 16 * timelines);
    if numbers.len() != codes {
        blob::layout_fault()
    }
    Table {
        automaton: Automaton::new(front.as_chunks().0, slots.as_chunks().0),
        timelines: timelines.as_chunks().0,
        numbers,
    }
};

/// One code's states in order of time. A span lasts until the next.
#[derive(Clone, Copy)]
pub(super) struct Timeline(&'static [u8; 16]);

#[derive(Clone, Copy)]
pub(super) struct Span(u32);

const UNUSED: u32 = u32::MAX;
const NO_SPANS: [u8; 16] = [0xff; 16];

impl Table {
    #[inline]
    pub(super) fn find(&self, code: Icd10Cm) -> Option<u32> {
        self.automaton.walk(code.key()).and_then(Node::ordinal)
    }

    #[inline]
    pub(super) fn timeline(&self, ordinal: u32) -> Timeline {
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
    fn begun(self, on: Day) -> usize {
        let chunks = self.0.as_chunks::<4>().0;
        chunks
            .iter()
            .filter(|bytes| Span(u32::from_le_bytes(**bytes)).first() <= on)
            .count()
    }

    #[inline]
    pub(super) fn span(self, index: usize) -> Option<Span> {
        let bytes = self.0.as_chunks::<4>().0.get(index)?;
        Some(Span(u32::from_le_bytes(*bytes))).filter(|span| span.0 != UNUSED)
    }
}

impl Span {
    #[inline]
    pub(super) const fn first(self) -> Day {
        Day::from_number(self.0 >> 8)
    }

    /// None while the code is not in the list.
    #[inline]
    pub(super) const fn state(self) -> Option<State> {
        match self.0 & 3 {
            1 => Some(State::Header),
            2 => Some(State::Billable),
            _ => None,
        }
    }

    pub(super) const fn evidence(self) -> Evidence {
        match self.0 >> 2 & 3 {
            0 => Evidence::OrderFile,
            1 => Evidence::Reconstructed,
            2 => Evidence::CodeEditor,
            _ => Evidence::Inferred,
        }
    }
}

#[inline]
pub(super) fn check(code: Icd10Cm, on: NaiveDate) -> Result<Entry, Invalid> {
    let Some(ordinal) = TABLE.find(code) else {
        return Err(invalid::missing(code, on));
    };
    let timeline = TABLE.timeline(ordinal);
    let begun = timeline.begun(Day::of(on));
    match begun
        .checked_sub(1)
        .and_then(|index| timeline.span(index))
        .and_then(Span::state)
    {
        Some(State::Billable) => Ok(Entry::new(code, ordinal, on, begun - 1)),
        Some(State::Header) => Err(invalid::header(Entry::new(code, ordinal, on, begun - 1))),
        None => Err(invalid::absent(code, ordinal, on, begun)),
    }
}

/// The code, when it is in the list on the day.
pub(super) fn entry(code: Icd10Cm, on: NaiveDate) -> Option<Entry> {
    at(code, TABLE.find(code)?, on)
}

/// The code, when it is billable on the day.
pub(super) fn billable(code: Icd10Cm, on: NaiveDate) -> Option<Entry> {
    entry(code, on).filter(|entry| entry.state() == State::Billable)
}

/// The code with this number, when it is in the list on the day.
pub(super) fn at(code: Icd10Cm, ordinal: u32, on: NaiveDate) -> Option<Entry> {
    let timeline = TABLE.timeline(ordinal);
    let index = timeline.begun(Day::of(on)).checked_sub(1)?;
    timeline.span(index)?.state()?;
    Some(Entry::new(code, ordinal, on, index))
}

/// The next code upwards that is in the list on the day.
pub(super) fn parent(code: Icd10Cm, on: NaiveDate) -> Option<Entry> {
    (3..code.len())
        .rev()
        .find_map(|len| entry(Icd10Cm::from_key(code.key() & prefix_mask(len))?, on))
}
