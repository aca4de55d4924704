//! The list of ICD-10-PCS, and the look-up in it.

use chrono::NaiveDate;
use him_codes_data::ICD10PCS;

use super::code::Icd10Pcs;
use super::entry::Entry;
use super::invalid::{self, Invalid};
use super::prefix::Prefix;
use crate::automaton::{ALPHABET, DIGIT_OR_LETTER, Node, character};
use crate::below::Below;
use crate::characters::Characters;
use crate::day::Day;
use crate::packed::prefix_mask;
use crate::table::{Span, Table};

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TABLE: Table = Table::new(ICD10PCS, *b"HCP1", DIGIT_OR_LETTER);

#[inline]
pub(super) fn check(code: Icd10Pcs, on: NaiveDate) -> Result<Entry, Invalid> {
    let Some(ordinal) = TABLE.find(code.key()) else {
        return Err(invalid::missing(Prefix::of(code), on));
    };
    match at(code, ordinal, on) {
        Some(entry) => Ok(entry),
        None => Err(invalid::missing(Prefix::of(code), on)),
    }
}

/// The code, when it is in the list on the day.
pub(super) fn entry(code: Icd10Pcs, on: NaiveDate) -> Option<Entry> {
    at(code, TABLE.find(code.key())?, on)
}

/// The code with this number, when it is in the list on the day.
#[inline]
pub(super) fn at(code: Icd10Pcs, ordinal: u32, on: NaiveDate) -> Option<Entry> {
    let index = span_on(ordinal, on)?;
    Some(Entry::new(code, ordinal, on, index))
}

/// Which span of the row with this number the day is in, when the row is in the list on the day.
#[inline]
pub(super) fn span_on(ordinal: u32, on: NaiveDate) -> Option<usize> {
    let timeline = TABLE.timeline(ordinal);
    let index = timeline.begun(Day::of(on)).checked_sub(1)?;
    timeline.span(index).and_then(Span::state).map(|_| index)
}

/// The rows below the first characters of a code, at least two.
pub(super) fn below(key: u64, node: Option<Node>) -> Below {
    Below::new(&TABLE.automaton, key, node)
}

/// The last day before, and the first day after, on which a code that starts so is in the list, where it is not on the day.
pub(super) fn days_beside(prefix: Prefix, on: NaiveDate) -> (Option<Day>, Option<Day>) {
    let on = Day::of(on);
    let (mut before, mut after) = (None::<Day>, None::<Day>);
    let mut look = |ordinal: u32| {
        let timeline = TABLE.timeline(ordinal);
        for index in 0.. {
            let Some(span) = timeline.span(index) else {
                break;
            };
            if span.state().is_some() && span.first() > on {
                after = Some(after.map_or(span.first(), |day| day.min(span.first())));
            }
            if span.state().is_none() && span.first() <= on {
                before = before.max(Some(span.first()));
            }
        }
    };
    let key = prefix.key();
    let node = TABLE.automaton.walk(key);
    if let Some(ordinal) = node.and_then(Node::ordinal) {
        look(ordinal);
    }
    for (_, ordinal) in below(key, node) {
        look(ordinal);
    }
    (before, after)
}

/// Whether a code of the day starts so.
pub(super) fn is_live(key: u64, on: NaiveDate) -> bool {
    let live = |key: u64, node: Option<Node>| {
        let own = node.and_then(Node::ordinal);
        own.into_iter()
            .chain(below(key, node).map(|(_, ordinal)| ordinal))
            .any(|ordinal| span_on(ordinal, on).is_some())
    };
    match key.to_be_bytes() {
        [0, ..] => true,
        [one, 0, ..] => (0..ALPHABET).any(|two| {
            let two = character(two);
            let key = u64::from_be_bytes([one, two, 0, 0, 0, 0, 0, 0]);
            live(key, TABLE.automaton.root(one, two))
        }),
        _ => live(key, TABLE.automaton.walk(key)),
    }
}

/// The characters with which codes of the day go on after the first `len` of a key.
pub(super) fn next(key: u64, len: usize, on: NaiveDate) -> Characters {
    let known = key & prefix_mask(len);
    let longer = |next: u8| known | u64::from(character(next)) << (56 - 8 * len.min(7));
    Characters::from_symbols((0..ALPHABET).filter(|next| len < 7 && is_live(longer(*next), on)))
}
