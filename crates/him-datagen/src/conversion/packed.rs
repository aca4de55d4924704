//! The packed conversion table (`icd10cm-conversion.bin`, `HCV1`).
//!
//! Numbers are little-endian, codes are their numbers in `icd10cm.bin`. Four letters; the numbers of days, odd codes, words,
//! lines, previous codes, ranges and successors (32 bits each); then
//!
//! - days, 32 bits each (`year << 9 | day of the year`);
//! - odd codes, 64 bits each: codes of the table that no edition has, as their characters from the lowest byte up;
//! - words, 32 bits each: a code (bits 0-17), or an odd code's number when bit 30 is set; with bit 31 the word is the start
//!   of a range and the next its end;
//! - lines, 64 bits each: the new code as a word; the place of the line's words (bits 0-15), how many they are (16-23), the
//!   number of its day (24-30), and whether all were assigned together (31). First the lines of codes that an edition has,
//!   in their order, then the others;
//! - previous codes, 32 bits each, in order: code << 14 | line;
//! - ranges, 32 bits three times: the first and the last code, with all that stands below the end of the range; the line;
//! - successors, each a deleted code and a new one, 32 bits each, in order.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Conversion, Join, Range, successors};
use crate::code_table::{count_bytes, day_number};
use crate::fault::{Fault, Result};
use crate::history::{History, State};

const NAME: &str = "icd10cm-conversion";
const CODE_BITS: u32 = 18;
const LINE_BITS: u32 = 14;
const ODD: u32 = 1 << 30;
const RANGE: u32 = 1 << 31;

#[derive(Default)]
struct Packing {
    odd: Vec<u64>,
    words: Vec<u32>,
    places: BTreeMap<Vec<u32>, usize>,
}

pub(super) fn pack(history: &History<'_>, table: &[Conversion]) -> Result<Vec<u8>> {
    let mut days: Vec<NaiveDate> = table.iter().map(|line| line.effective).collect();
    days.sort_unstable();
    days.dedup();

    let mut packing = Packing::default();
    let mut lines = Vec::new();
    for line in table {
        let words = packing.words_of(history, &line.previous)?;
        lines.push((packing.word(history, &line.code)?, words, line));
    }
    lines.sort_by_key(|(word, _, line)| (*word, line.effective));

    let mut packed_lines = Vec::new();
    let mut previous = Vec::new();
    let mut ranges = Vec::new();
    for (number, (code, words, line)) in lines.iter().enumerate() {
        let place = packing.place(words);
        let day = days.binary_search(&line.effective).unwrap_or_default();
        let fields = [(place, 16), (words.len(), 8), (day, 7)];
        if fields.iter().any(|(value, bits)| value >> bits != 0) || number >> LINE_BITS != 0 {
            return Err(Fault::in_file(NAME, "is too large for its packed form"));
        }
        let rest = place | words.len() << 16 | day << 24 | (line.join as usize) << 31;
        packed_lines.extend(code.to_le_bytes());
        packed_lines.extend(count_bytes(rest)?);
        let mut in_range = false;
        for word in words {
            if *word & (RANGE | ODD) == 0 && !in_range {
                previous.push(word << LINE_BITS | number as u32);
            }
            in_range = word & RANGE != 0;
        }
        for range in line
            .previous
            .iter()
            .filter(|range| range.first != range.last)
        {
            let (first, end) = span(history, range);
            if first == end {
                let what = format!(
                    "{}: the range {}-{} is empty",
                    line.code, range.first, range.last
                );
                return Err(Fault::in_file(NAME, what));
            }
            ranges.extend(count_bytes(first)?);
            ranges.extend(count_bytes(end - 1)?);
            ranges.extend(count_bytes(number)?);
        }
    }
    previous.sort_unstable();

    let told = |ordinal: u32, day: NaiveDate| tells(history, table, ordinal, day);
    let successors = successors::find(history, told);

    let mut blob = b"HCV1".to_vec();
    for count in [
        days.len(),
        packing.odd.len(),
        packing.words.len(),
        lines.len(),
        previous.len(),
        ranges.len() / 12,
        successors.len(),
    ] {
        blob.extend(count_bytes(count)?);
    }
    for day in days {
        blob.extend(day_number(day)?.to_le_bytes());
    }
    blob.extend(packing.odd.iter().flat_map(|key| key.to_le_bytes()));
    blob.extend(packing.words.iter().flat_map(|word| word.to_le_bytes()));
    blob.extend(packed_lines);
    blob.extend(previous.iter().flat_map(|pair| pair.to_le_bytes()));
    blob.extend(ranges);
    for (old, new) in successors {
        blob.extend(old.to_le_bytes());
        blob.extend(new.to_le_bytes());
    }
    Ok(blob)
}

/// The numbers of the codes of a range, the end excluded.
fn span(history: &History<'_>, range: &Range) -> (usize, usize) {
    let codes = &history.codes;
    let first = codes.partition_point(|code| *code.code < *range.first);
    let end = codes
        .partition_point(|code| *code.code <= *range.last || code.code.starts_with(&range.last));
    (first, end.max(first))
}

impl Packing {
    fn word(&mut self, history: &History<'_>, code: &str) -> Result<u32> {
        if let Some(ordinal) = history.ordinal(code) {
            if ordinal >> CODE_BITS != 0 {
                return Err(Fault::in_file(
                    NAME,
                    "more codes than its packed form can name",
                ));
            }
            return Ok(ordinal);
        }
        let mut key = [0; 8];
        for (cell, byte) in key.iter_mut().zip(code.bytes()) {
            *cell = byte;
        }
        let key = u64::from_le_bytes(key);
        let known = self.odd.iter().position(|odd| *odd == key);
        let number = known.unwrap_or_else(|| {
            self.odd.push(key);
            self.odd.len() - 1
        });
        Ok(ODD | number as u32)
    }

    fn words_of(&mut self, history: &History<'_>, ranges: &[Range]) -> Result<Vec<u32>> {
        let mut words = Vec::new();
        for range in ranges {
            let first = self.word(history, &range.first)?;
            if range.first == range.last {
                words.push(first);
            } else {
                words.push(first | RANGE);
                words.push(self.word(history, &range.last)?);
            }
        }
        Ok(words)
    }

    /// Lines with the same previous codes share their words.
    fn place(&mut self, words: &[u32]) -> usize {
        if let Some(place) = self.places.get(words) {
            return *place;
        }
        let place = self.words.len();
        self.words.extend(words);
        self.places.insert(words.to_vec(), place);
        place
    }
}

/// Whether a line of the day names the code, or a header above it, as what was assigned before.
fn tells(history: &History<'_>, table: &[Conversion], ordinal: u32, day: NaiveDate) -> bool {
    let Some(code) = history.code(ordinal).map(|history| history.code) else {
        return false;
    };
    let lines = table.iter().filter(|line| line.effective == day);
    let mut ranges = lines.flat_map(|line| line.previous.iter().map(move |range| (line, range)));
    ranges.any(|(line, range)| covers(history, line, range, code))
}

fn covers(history: &History<'_>, line: &Conversion, range: &Range, code: &str) -> bool {
    if range.first == range.last && range.first != code {
        let header = history.ordinal(&range.first).and_then(|n| history.code(n));
        let eve = line.effective.pred_opt();
        let was_header = header
            .zip(eve)
            .is_some_and(|(header, eve)| header.state_on(eve) == State::Header);
        return was_header && code.starts_with(&range.first);
    }
    let seventh = |text: &str| text.get(6..7).map(str::to_owned);
    let by_seventh = seventh(&range.first).is_some() && seventh(&range.last).is_some();
    *range.first <= *code
        && (*code <= *range.last || code.starts_with(&range.last))
        && (!by_seventh || seventh(code) == seventh(&line.code))
}

const _: () = assert!(Join::AllOf as usize == 1);
