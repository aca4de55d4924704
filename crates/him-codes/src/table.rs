//! The packed list of a code system. The layout is described in `him-codes-release`, `code_table.rs`.

use chrono::NaiveDate;

use crate::automaton::{Automaton, Node, groups};
use crate::blob;
use crate::day::Day;
use crate::edition::{self, Edition, Evidence};
#[cfg(feature = "titles")]
use crate::title::Titles;

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
    editions: &'static [him_codes_data::Edition],
    /// Those of an embedded table are not reached from here, so that a program that asks for none does not contain them.
    #[cfg(feature = "titles")]
    titles: Option<Titles>,
}

/// One code's states in order of time. A span lasts until the next.
#[derive(Clone, Copy)]
pub(crate) struct Timeline(&'static [u8; 16]);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span(u32);

/// The number of a code and of one of its spans: an entry has them in one word, since it has its table too.
#[derive(Clone, Copy)]
pub(crate) struct Place(u32);

impl Place {
    #[inline]
    pub(crate) fn new(ordinal: u32, span: usize) -> Place {
        Place(ordinal << 2 | (span as u32 & 3))
    }

    pub(crate) const fn ordinal(self) -> u32 {
        self.0 >> 2
    }

    pub(crate) const fn span(self) -> usize {
        (self.0 & 3) as usize
    }
}

const UNUSED: u32 = u32::MAX;
const NO_SPANS: [u8; 16] = [0xff; 16];

impl Table {
    /// `first` is the symbol of the first group of the automaton.
    pub(crate) const fn new(blob: &'static [u8], letters: [u8; 4], first: u8) -> Table {
        match Table::try_new(blob, letters, first) {
            Some(table) => table,
            None => blob::layout_fault(),
        }
    }

    /// As [`new`](Table::new), of a table that is read while the program runs.
    pub(crate) const fn try_new(blob: &'static [u8], letters: [u8; 4], first: u8) -> Option<Table> {
        let Some(([slots, timelines, codes], rest)) = blob::try_head(blob, letters) else {
            return None;
        };
        let Some((front, rest)) = rest.split_at_checked(8 * groups(first)) else {
            return None;
        };
        let Some((slots, rest)) = rest.split_at_checked(8 * slots) else {
            return None;
        };
        let Some((timelines, numbers)) = rest.split_at_checked(16 * timelines) else {
            return None;
        };
        if numbers.len() != codes {
            return None;
        }
        Some(Table {
            automaton: Automaton::new(front.as_chunks().0, slots.as_chunks().0, first),
            timelines: timelines.as_chunks().0,
            numbers,
            editions: &[],
            #[cfg(feature = "titles")]
            titles: None,
        })
    }

    /// From the first to the last.
    pub(crate) const fn with_editions(
        mut self,
        editions: &'static [him_codes_data::Edition],
    ) -> Table {
        self.editions = editions;
        self
    }

    pub(crate) fn editions(
        &self,
    ) -> impl DoubleEndedIterator<Item = Edition> + ExactSizeIterator + use<> {
        edition::all(self.editions)
    }

    pub(crate) fn edition_on(&self, on: NaiveDate) -> Option<Edition> {
        self.editions()
            .rev()
            .find(|edition| edition.effective() <= on)
    }

    pub(crate) fn covered_until(&self) -> NaiveDate {
        self.editions()
            .next_back()
            .map_or(NaiveDate::MIN, Edition::fiscal_year_end)
    }

    /// Before the first edition, codes are explained by that one.
    pub(crate) fn in_force(&self, on: NaiveDate) -> NaiveDate {
        self.editions()
            .next()
            .map_or(on, |first| on.max(first.effective()))
    }

    #[cfg(all(feature = "release", feature = "titles"))]
    pub(crate) fn with_titles(mut self, titles: Titles) -> Table {
        self.titles = Some(titles);
        self
    }

    /// None of an embedded table.
    #[cfg(feature = "titles")]
    pub(crate) const fn titles(&self) -> Option<&Titles> {
        self.titles.as_ref()
    }

    /// How many codes there are.
    pub(crate) const fn len(&self) -> usize {
        self.numbers.len()
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

    /// None while the code is not in the list.
    pub(crate) fn state_on(self, on: Day) -> Option<State> {
        self.span(self.begun(on).checked_sub(1)?)?.state()
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
