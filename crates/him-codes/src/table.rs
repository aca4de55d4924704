//! The packed list of a code system. The layout is described in `him-codes-release`, `code_table.rs`.

use chrono::NaiveDate;

use crate::automaton::{Automaton, NO_ORDINAL, WIDE};
use crate::blob::{self, element};
use crate::constant::day_before;
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

const SPANS: usize = 4;
const UNUSED: u32 = u32::MAX;
const BILLABLE: u32 = 2;

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
        let Some((automaton, rest)) = Automaton::read(rest, slots, first) else {
            return None;
        };
        let Some((timelines, numbers)) = rest.split_at_checked(16 * timelines) else {
            return None;
        };
        if numbers.len() != codes {
            return None;
        }
        Some(Table {
            automaton,
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

    /// The number of a code, [`NO_ORDINAL`] when it is none, and which of its spans the day is in.
    ///
    /// What a caller makes of these two numbers, which come in registers, need not be copied through memory; and the look-up
    /// is compiled here, where the place of the table is known.
    #[inline(never)]
    pub(crate) fn look_up(&self, key: u64, on: Day) -> (u32, Found) {
        let ordinal = self.find(key).unwrap_or(NO_ORDINAL);
        let timeline = self.timeline(ordinal);
        let begun = timeline.begun(on);
        let state = timeline.word(begun.wrapping_sub(1)).0 & 3;
        (ordinal, Found((begun as u32) << 2 | state))
    }

    /// How many codes there are.
    pub(crate) const fn len(&self) -> usize {
        self.numbers.len()
    }

    #[inline]
    pub(crate) const fn find(&self, key: u64) -> Option<u32> {
        self.automaton.find(key)
    }

    #[inline]
    pub(crate) const fn timeline_number(&self, ordinal: u32) -> Option<u8> {
        element(self.numbers, ordinal as usize)
    }

    /// Those of the codes that can be reported on the day.
    pub(crate) fn billable_timelines(&self, on: Day) -> Timelines {
        let mut set = Timelines([false; 256]);
        for (billable, spans) in set.0.iter_mut().zip(self.timelines) {
            *billable = Timeline(spans).is_billable(on);
        }
        set
    }

    /// A bit for each code whose timeline is in the set.
    #[inline(never)]
    pub(crate) fn are_billable(&self, ordinals: &[u32; WIDE], set: &Timelines) -> u32 {
        let mut bits = 0;
        for (bit, ordinal) in ordinals.iter().enumerate() {
            let number = self.timeline_number(*ordinal);
            bits |= u32::from(number.is_some_and(|number| set.has(number))) << bit;
        }
        bits
    }

    /// A bit for each code that can be reported on its day.
    #[inline(never)]
    pub(crate) fn are_billable_each(&self, ordinals: &[u32; WIDE], on: &[Day; WIDE]) -> u32 {
        let mut bits = 0;
        for (bit, (ordinal, on)) in ordinals.iter().zip(on).enumerate() {
            bits |= u32::from(self.timeline(*ordinal).is_billable(*on)) << bit;
        }
        bits
    }

    #[inline]
    pub(crate) const fn timeline(&self, ordinal: u32) -> Timeline {
        let Some(number) = self.timeline_number(ordinal) else {
            return Timeline::NONE;
        };
        match self.timelines.split_at_checked(number as usize) {
            Some((_, [spans, ..])) => Timeline(spans),
            _ => Timeline::NONE,
        }
    }
}

/// Where in its timeline a day finds a code.
#[derive(Clone, Copy)]
pub(crate) struct Found(u32);

impl Found {
    /// How many spans have begun.
    pub(crate) const fn begun(self) -> usize {
        (self.0 >> 2) as usize
    }

    /// None when the code is not in the list on the day.
    pub(crate) const fn state(self) -> Option<State> {
        Span(self.0 & 3).state()
    }
}

/// A set of timelines.
pub(crate) struct Timelines([bool; 256]);

impl Timelines {
    #[inline]
    pub(crate) fn has(&self, number: u8) -> bool {
        element(&self.0, number as usize).unwrap_or_default()
    }
}

impl Timeline {
    /// Of no code.
    pub(crate) const NONE: Timeline = Timeline(&[0xff; 16]);

    /// A day on which the code can be reported; else one that tells best why not: the last on which it is in the list, or the
    /// last of all that are held.
    pub(crate) const fn day_for(self, last_held: Day) -> Result<Day, Day> {
        let mut best = last_held;
        let mut index = 0;
        while let Some(span) = self.span(index) {
            match span.state() {
                Some(State::Billable) => return Ok(span.first()),
                Some(State::Header) => best = last_held,
                None => best = day_before(span.first()),
            }
            index += 1;
        }
        Err(best)
    }

    /// Whether the list of the day has the code, billable or a header.
    pub(crate) const fn is_listed(self, on: Day) -> bool {
        match self.begun(on).checked_sub(1) {
            Some(index) => self.word(index).state().is_some(),
            None => false,
        }
    }

    /// Whether a code can be reported on the day.
    #[inline]
    pub(crate) const fn is_billable(self, on: Day) -> bool {
        // Before the first span there is what stands for none, whose state is none either.
        let last = self.begun(on).wrapping_sub(1);
        self.word(last).0 & 3 == BILLABLE
    }

    /// The number of spans that have begun, 0 to 4.
    #[inline]
    pub(crate) const fn begun(self, on: Day) -> usize {
        // With all bits set after the day, a span that has begun is not greater as a whole; what stands for none is.
        let on = on.number() << 8 | 0xff;
        let mut begun = 0;
        let mut index = 0;
        while index < SPANS {
            begun += (self.word(index).0 <= on) as usize;
            index += 1;
        }
        begun
    }

    /// None while the code is not in the list.
    pub(crate) fn state_on(self, on: Day) -> Option<State> {
        self.span(self.begun(on).checked_sub(1)?)?.state()
    }

    #[inline]
    pub(crate) const fn span(self, index: usize) -> Option<Span> {
        match self.word(index) {
            Span(UNUSED) => None,
            span => Some(span),
        }
    }

    /// A span, or what stands for none.
    #[inline]
    const fn word(self, index: usize) -> Span {
        match element(self.0.as_chunks::<4>().0, index) {
            Some(bytes) => Span(u32::from_le_bytes(bytes)),
            None => Span(UNUSED),
        }
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
            BILLABLE => Some(State::Billable),
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
