//! The list of ICD-10-PCS, and the look-up in it.

use chrono::NaiveDate;
use him_codes_data::{ICD10PCS, ICD10PCS_EDITIONS};

use super::code::{Icd10Pcs, LEN};
use super::entry::Entry;
use super::header::Header;
use super::invalid::{self, Invalid};
use super::prefix::Prefix;
use crate::automaton::{ALPHABET, DIGIT_OR_LETTER, character};
use crate::below::Rows;
use crate::characters::Characters;
use crate::day::Day;
use crate::packed::prefix_mask;
use crate::table::{Span, Table};

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TABLE: Table =
    Table::new(ICD10PCS, *b"HCP1", DIGIT_OR_LETTER).with_editions(ICD10PCS_EDITIONS);

#[inline]
pub(super) fn check(list: &'static Table, code: Icd10Pcs, on: NaiveDate) -> Result<Entry, Invalid> {
    let (ordinal, found) = list.look_up(code.key(), Day::of(on));
    match found.state() {
        Some(_) => Ok(Entry::new(list, code, ordinal, on, found.begun() - 1)),
        None => Err(invalid::missing(list, Prefix::of(code), on)),
    }
}

/// The code, when it is in the list on the day.
pub(super) fn entry(list: &'static Table, code: Icd10Pcs, on: NaiveDate) -> Option<Entry> {
    at(list, code, list.find(code.key())?, on)
}

/// The code with this number, when it is in the list on the day.
#[inline]
pub(super) fn at(
    list: &'static Table,
    code: Icd10Pcs,
    ordinal: u32,
    on: NaiveDate,
) -> Option<Entry> {
    let index = span_on(list, ordinal, on)?;
    Some(Entry::new(list, code, ordinal, on, index))
}

/// Which span of the row with this number the day is in, when the row is in the list on the day.
#[inline]
pub(super) fn span_on(list: &'static Table, ordinal: u32, on: NaiveDate) -> Option<usize> {
    let timeline = list.timeline(ordinal);
    let index = timeline.begun(Day::of(on)).checked_sub(1)?;
    timeline.span(index).and_then(Span::state).map(|_| index)
}

/// The last day before, and the first day after, on which a code that starts so is in the list, where it is not on the day.
pub(super) fn days_beside(
    list: &'static Table,
    prefix: Prefix,
    on: NaiveDate,
) -> (Option<Day>, Option<Day>) {
    let on = Day::of(on);
    let (mut before, mut after) = (None::<Day>, None::<Day>);
    let mut look = |ordinal: u32| {
        let timeline = list.timeline(ordinal);
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
    for (_, ordinal) in Rows::starting(&list.automaton, prefix.key()) {
        look(ordinal);
    }
    (before, after)
}

/// Whether a code of the day starts so.
pub(super) fn is_live(list: &'static Table, key: u64, on: NaiveDate) -> bool {
    Rows::starting(&list.automaton, key).any(|(_, ordinal)| span_on(list, ordinal, on).is_some())
}

/// What the codes of the day that start so have in common.
pub(super) fn header(list: &'static Table, prefix: Prefix, on: NaiveDate) -> Option<Header> {
    let live = prefix.len() < LEN && is_live(list, prefix.key(), on);
    live.then(|| Header::new(list, prefix, on))
}

/// The characters with which codes of the day go on after the first `len` of a key.
pub(super) fn next(list: &'static Table, key: u64, len: usize, on: NaiveDate) -> Characters {
    let known = key & prefix_mask(len);
    let longer = |next: u8| known | u64::from(character(next)) << (56 - 8 * len.min(7));
    // Most characters lead nowhere on any day, which one step tells.
    let node = (len >= 2).then(|| list.automaton.walk(known)).flatten();
    let leads = |next: u8| node.is_none_or(|node| list.automaton.step(node, next).is_some());
    Characters::from_symbols(
        (0..ALPHABET).filter(|next| len < 7 && leads(*next) && is_live(list, longer(*next), on)),
    )
}
