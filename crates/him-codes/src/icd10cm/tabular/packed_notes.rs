//! The packed notes. The layout is described in `him-datagen`, `tabular_list/notes.rs`.

use core::ops::Range;

use crate::blob;
use crate::icd10cm::code::Icd10Cm;
use crate::packed::prefix_mask;
use crate::phrases::{Phrased, Phrases, take_number};

pub(super) struct PackedNotes {
    /// Which codes are places, 64 of them in each.
    sets: &'static [[u8; 8]],
    /// How many places stand before each set.
    before: &'static [[u8; 2]],
    /// How many places are codes.
    code_places: u16,
    ends: &'static [[u8; 2]],
    notes: &'static [[u8; 4]],
    /// Of every 16th text.
    index: &'static [[u8; 4]],
    dictionary: Phrases,
    references: &'static [[u8; 16]],
    condition_ends: &'static [[u8; 2]],
    stretches: &'static [[u8; 16]],
    group_ends: &'static [[u8; 2]],
    conditions: &'static [u8],
    texts: &'static [u8],
}

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static NOTES: PackedNotes = PackedNotes::new(him_codes_data::ICD10CM_NOTES);

const TEXTS_PER_INDEX: usize = 16;
/// The number that stands below the seven characters of a code.
const BELOW_CODE: u64 = 0xff;

impl PackedNotes {
    const fn new(blob: &'static [u8]) -> PackedNotes {
        let (counts, rest) = blob::head::<13>(blob, *b"HCN1");
        let [
            lists,
            codes,
            code_places,
            places,
            notes,
            texts,
            phrases,
            words,
            rest_of_counts @ ..,
        ] = counts;
        let [references, conditions, condition_bytes, stretches, groups] = rest_of_counts;
        let (sets, rest) = blob::split(rest, 8 * codes.div_ceil(64));
        let (before, rest) = blob::split(rest, 2 * codes.div_ceil(64));
        let (ends, rest) = blob::split(rest, 2 * places);
        let (notes, rest) = blob::split(rest, 4 * notes);
        let (index, rest) = blob::split(rest, 4 * texts.div_ceil(TEXTS_PER_INDEX));
        let (phrases, rest) = blob::split(rest, 4 * phrases);
        let (references, rest) = blob::split(rest, 16 * references);
        let (condition_ends, rest) = blob::split(rest, 2 * conditions);
        let (stretches, rest) = blob::split(rest, 16 * stretches);
        let (group_ends, rest) = blob::split(rest, 2 * groups);
        let (conditions, rest) = blob::split(rest, condition_bytes);
        let (words, texts) = blob::split(rest, words);
        let Ok(words) = str::from_utf8(words) else {
            blob::layout_fault()
        };
        if lists != him_codes_data::ICD10CM_TABULAR_EDITIONS.len()
            || code_places > u16::MAX as usize
        {
            blob::layout_fault()
        }
        PackedNotes {
            sets: sets.as_chunks().0,
            before: before.as_chunks().0,
            code_places: code_places as u16,
            ends: ends.as_chunks().0,
            notes: notes.as_chunks().0,
            index: index.as_chunks().0,
            dictionary: Phrases {
                phrases: phrases.as_chunks().0,
                words,
            },
            references: references.as_chunks().0,
            condition_ends: condition_ends.as_chunks().0,
            stretches: stretches.as_chunks().0,
            group_ends: group_ends.as_chunks().0,
            conditions,
            texts,
        }
    }

    /// The notes of a code, by its number.
    pub(super) fn of_code(&self, ordinal: u32) -> Range<u16> {
        let (set, bit) = ((ordinal / 64) as usize, 1u64 << (ordinal % 64));
        let before = self
            .before
            .get(set)
            .map_or(0, |before| u16::from_le_bytes(*before));
        match self.sets.get(set).map(|set| u64::from_le_bytes(*set)) {
            Some(set) if set & bit != 0 => {
                let [within, ..] = (set & (bit - 1)).count_ones().to_le_bytes();
                self.of_place(before.saturating_add(u16::from(within)))
            }
            _ => 0..0,
        }
    }

    /// The notes of a chapter or section.
    pub(super) fn of_outer(&self, place: u16) -> Range<u16> {
        self.of_place(self.code_places.saturating_add(place))
    }

    fn of_place(&self, place: u16) -> Range<u16> {
        let end = |place: usize| self.ends.get(place).map(|end| u16::from_le_bytes(*end));
        let start = usize::from(place).checked_sub(1).and_then(end).unwrap_or(0);
        start..end(usize::from(place)).unwrap_or(start)
    }

    pub(super) fn note(&self, number: u16) -> Option<PackedNote> {
        let [kind, lists, text @ ..] = *self.notes.get(usize::from(number))?;
        Some(PackedNote {
            kind: kind & 15,
            opens: kind & 16 != 0,
            lists,
            text: u16::from_le_bytes(text),
        })
    }

    pub(super) fn text(&'static self, number: u16) -> PackedText {
        self.text_at(usize::from(number)).unwrap_or(PackedText {
            references: &[],
            seventh: None,
            phrased: Phrased {
                dictionary: &self.dictionary,
                numbers: &[],
            },
        })
    }

    fn text_at(&'static self, number: usize) -> Option<PackedText> {
        let start = u32::from_le_bytes(*self.index.get(number / TEXTS_PER_INDEX)?);
        let mut rest = self.texts.get(start as usize..)?;
        for _ in 0..number % TEXTS_PER_INDEX {
            let (len, after) = take_number(rest)?;
            rest = after.get(usize::from(len)..)?;
        }
        let (len, after) = take_number(rest)?;
        let (counts, rest) = take_number(after.get(..usize::from(len))?)?;
        let (references, rest) = rest.split_at_checked(usize::from(counts / 2) * 2)?;
        let (seventh, numbers) = rest.split_at_checked(usize::from(counts % 2))?;
        Some(PackedText {
            references: references.as_chunks().0,
            seventh: seventh.first().copied(),
            phrased: Phrased {
                dictionary: &self.dictionary,
                numbers,
            },
        })
    }

    pub(super) fn reference(&self, number: u16) -> Option<PackedReference> {
        let [from, through] = self.codes(self.references.get(usize::from(number))?)?;
        let number = |word: u64| usize::from(word.to_le_bytes()[0]).checked_sub(1);
        Some(PackedReference {
            from: Icd10Cm::from_key(from & !BELOW_CODE)?,
            through: Icd10Cm::from_key(through & !BELOW_CODE)?,
            condition: number(from),
            group: number(through),
        })
    }

    fn codes(&self, row: &[u8; 16]) -> Option<[u64; 2]> {
        match *row.as_chunks().0 {
            [first, last] => Some([u64::from_le_bytes(first), u64::from_le_bytes(last)]),
            _ => None,
        }
    }

    /// The first and the last key of each stretch of a group.
    pub(super) fn stretches(&self, group: usize) -> impl Iterator<Item = (u64, u64)> {
        let range = range(self.group_ends, group);
        let rows = self.stretches.get(range).unwrap_or_default().iter();
        rows.filter_map(|row| self.codes(row))
            .map(|[first, last]| (first, last))
    }

    /// The position of a condition, and its values: each after its length.
    pub(super) fn condition(&self, number: usize) -> (u8, &'static [u8]) {
        let bytes = self.conditions.get(range(self.condition_ends, number));
        match bytes.and_then(<[u8]>::split_first) {
            Some((position, values)) => (*position, values),
            None => (0, &[]),
        }
    }
}

fn range(ends: &[[u8; 2]], number: usize) -> Range<usize> {
    let end = |number: usize| {
        ends.get(number)
            .map(|end| usize::from(u16::from_le_bytes(*end)))
    };
    let start = number.checked_sub(1).and_then(end).unwrap_or(0);
    start..end(number).unwrap_or(start)
}

#[derive(Clone, Copy)]
pub(super) struct PackedNote {
    pub(super) kind: u8,
    pub(super) opens: bool,
    /// Bit 0 is the first list.
    pub(super) lists: u8,
    pub(super) text: u16,
}

#[derive(Clone, Copy)]
pub(super) struct PackedText {
    /// The highest bit is set when it is a mention.
    pub(super) references: &'static [[u8; 2]],
    pub(super) seventh: Option<u8>,
    pub(super) phrased: Phrased,
}

#[derive(Clone, Copy)]
pub(super) struct PackedReference {
    pub(super) from: Icd10Cm,
    pub(super) through: Icd10Cm,
    pub(super) condition: Option<usize>,
    pub(super) group: Option<usize>,
}

/// Whether a code stands from one key to below another, in the order of ASCII.
pub(super) fn is_between(code: Icd10Cm, first: u64, last: u64) -> bool {
    let key = code.key();
    let len = 8 - (last.trailing_zeros() / 8) as usize;
    key >= first && key & prefix_mask(len) <= last
}
