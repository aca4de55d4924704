//! The packed tables of a code list, of whichever system.
//!
//! Numbers are little-endian. A day is `year << 9 | day of the year`, 20 bits.
//!
//! Validity (`icd10cm.bin`, `HCM1`; `icd10pcs.bin`, `HCP1`): four letters; the numbers of slots, timelines and codes (32 bits
//! each); the automaton's front and slots (see [`crate::automaton`]); timelines, each of four 32-bit spans in order of time,
//! unused ones all ones (day << 8 | evidence << 2 | state); one byte a code, its timeline.
//!
//! Titles (`icd10cm-titles.bin`, `HCT1`; `icd10pcs-titles.bin`, `HPT1`): four letters; the numbers of days, phrases, bytes of
//! text and codes (32 bits each); days, 32 bits each; phrases, 32 bits each (a pair: left << 15 | right; a word: 1 << 31 |
//! length << 24 | place in the text); the place in the entries of every 16th code, 32 bits each; the text; the entries. An
//! entry is its length in bytes, then its titles from the latest to the first: the number of the day from which it holds (one
//! byte), the long title and the short one, each as a count of phrases and the phrases, a count of 0 where the short title
//! equals the long one. A code that stands in no order file has no title. Lengths, counts and phrases are numbers of one byte
//! or two (see [`crate::phrases`]).

use chrono::{Datelike, NaiveDate};

use crate::automaton::{Automaton, First};
use crate::fault::{Fault, Result};
use crate::history::{CodeHistory, History, Span, State};
use crate::phrases::{Phrase, Phrases, write_number};

const SPANS: usize = 4;
const CODES_PER_INDEX: usize = 16;

/// The packed codes of a history, with the four letters at their head.
///
/// # Errors
///
/// When the history is more than the layout holds: 4 spans of a code, 256 different timelines, 32767 places of the
/// automaton, 65,535 codes with the same first two characters, years up to 2047.
pub fn validity(history: &History<'_>, letters: [u8; 4], first: First) -> Result<Vec<u8>> {
    let codes: Vec<&str> = history.codes.iter().map(|history| history.code).collect();
    let automaton = Automaton::build(&codes, first)?;
    let mut timelines: Vec<[u32; SPANS]> = Vec::new();
    for history in &history.codes {
        timelines.push(timeline(history)?);
    }
    let mut distinct = timelines.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let numbers = timelines.iter().map(|timeline| {
        let number = distinct.binary_search(timeline).unwrap_or_default();
        u8::try_from(number)
            .map_err(|_| Fault::in_file("timelines", "more than 256 different timelines"))
    });
    let numbers = numbers.collect::<Result<Vec<u8>>>()?;

    let mut blob = letters.to_vec();
    for count in [automaton.slots.len(), distinct.len(), codes.len()] {
        blob.extend(count_bytes(count)?);
    }
    blob.extend(automaton.bytes());
    blob.extend(
        distinct
            .iter()
            .flatten()
            .flat_map(|span| span.to_le_bytes()),
    );
    blob.extend(numbers);
    Ok(blob)
}

fn timeline(history: &CodeHistory<'_>) -> Result<[u32; SPANS]> {
    let mut timeline = [u32::MAX; SPANS];
    let mut cells = timeline.iter_mut();
    for Span {
        first,
        state,
        evidence,
    } in &history.spans
    {
        let what = "changes its state more often than a timeline holds";
        let cell = cells
            .next()
            .ok_or_else(|| Fault::in_file(history.code, what))?;
        *cell = day_number(*first)? << 8 | (*evidence as u32) << 2 | *state as u32;
    }
    match history.spans.first() {
        Some(Span {
            state: State::Header | State::Billable,
            ..
        }) => Ok(timeline),
        _ => Err(Fault::in_file(history.code, "has no first day")),
    }
}

/// A day as the tables hold it: `year << 9 | day of the year`.
///
/// # Errors
///
/// When the year is before 0 or after 2047.
pub fn day_number(day: NaiveDate) -> Result<u32> {
    u32::try_from(day.year())
        .ok()
        .filter(|year| *year < 2048)
        .map(|year| year << 9 | day.ordinal())
        .ok_or_else(|| Fault::in_file(day.to_string(), "is beyond the years that a table holds"))
}

/// A count as the tables hold it.
///
/// # Errors
///
/// When it is too large.
pub fn count_bytes(count: usize) -> Result<[u8; 4]> {
    u32::try_from(count)
        .map(u32::to_le_bytes)
        .map_err(|_| Fault::in_file("a table", "is too large"))
}

/// The packed titles of a history, with the four letters at their head.
///
/// # Errors
///
/// When the history is more than the layout holds: 256 days on which titles change, 32768 words, words of 127 characters,
/// 16 MiB of words, 32 KiB of packed titles of a code.
pub fn titles(history: &History<'_>, letters: [u8; 4]) -> Result<Vec<u8>> {
    let mut days: Vec<NaiveDate> = history
        .codes
        .iter()
        .flat_map(|history| history.titles.iter().map(|title| title.first))
        .collect();
    days.sort_unstable();
    days.dedup();
    let all = || history.codes.iter().flat_map(|history| &history.titles);
    let mut distinct: Vec<&str> = all()
        .map(|title| title.long)
        .chain(all().map(|title| title.short))
        .collect();
    distinct.sort_unstable();
    distinct.dedup();
    let phrases = Phrases::build(&distinct)?;

    let mut entries = Vec::new();
    let mut index = Vec::new();
    for (number, history) in history.codes.iter().enumerate() {
        if number % CODES_PER_INDEX == 0 {
            index.extend(count_bytes(entries.len())?);
        }
        let mut entry = Vec::new();
        for title in history.titles.iter().rev() {
            let fault = |what| Fault::in_file(history.code, what);
            let day = days.binary_search(&title.first).unwrap_or_default();
            entry.push(
                u8::try_from(day)
                    .map_err(|_| fault("more than 256 days on which titles change"))?,
            );
            let short = if title.short == title.long {
                ""
            } else {
                title.short
            };
            for text in [title.long, short] {
                let sequence = match distinct.binary_search(&text) {
                    Ok(number) => phrases.titles.get(number).map_or(&[][..], Vec::as_slice),
                    Err(_) => &[],
                };
                write_number(
                    &mut entry,
                    u16::try_from(sequence.len()).map_err(|_| fault("a title is too long"))?,
                );
                for &phrase in sequence {
                    write_number(&mut entry, phrase);
                }
            }
        }
        let len = u16::try_from(entry.len()).ok().filter(|len| *len < 1 << 15);
        write_number(
            &mut entries,
            len.ok_or_else(|| Fault::in_file(history.code, "its titles are too long"))?,
        );
        entries.append(&mut entry);
    }

    let mut blob = letters.to_vec();
    for count in [
        days.len(),
        phrases.phrases.len(),
        phrases.text.len(),
        history.codes.len(),
    ] {
        blob.extend(count_bytes(count)?);
    }
    for day in days {
        blob.extend(day_number(day)?.to_le_bytes());
    }
    for phrase in &phrases.phrases {
        let word = match *phrase {
            Phrase::Pair(left, right) => u32::from(left) << 15 | u32::from(right),
            Phrase::Word { start, len } if start < 1 << 24 => {
                1 << 31 | u32::from(len) << 24 | start
            }
            Phrase::Word { .. } => return Err(Fault::in_file("titles", "too much text")),
        };
        blob.extend(word.to_le_bytes());
    }
    blob.extend(index);
    blob.extend(&phrases.text);
    blob.extend(entries);
    Ok(blob)
}
