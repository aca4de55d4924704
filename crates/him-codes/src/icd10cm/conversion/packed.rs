//! Reads the packed table. The layout is described in `him-datagen`, `conversion/packed.rs`.

use him_codes_data::ICD10CM_CONVERSION;

use super::super::code::Icd10Cm;
use super::super::table;
use crate::blob;

pub(super) struct Table {
    pub(super) days: &'static [[u8; 4]],
    odd: &'static [[u8; 8]],
    pub(super) words: &'static [[u8; 4]],
    pub(super) lines: &'static [[u8; 8]],
    previous: &'static [[u8; 4]],
    pub(super) ranges: &'static [[u8; 12]],
    successors: &'static [[u8; 8]],
}

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TABLE: Table = Table::new(ICD10CM_CONVERSION);

const CODE_BITS: u32 = 18;
pub(super) const LINE_BITS: u32 = 14;
pub(super) const ODD: u32 = 1 << 30;
pub(super) const RANGE: u32 = 1 << 31;

impl Table {
    const fn new(table: &'static [u8]) -> Table {
        let ([days, odd, words, lines, previous, ranges, successors], rest) =
            blob::head(table, *b"HCV1");
        let (days, rest) = blob::split(rest, 4 * days);
        let (odd, rest) = blob::split(rest, 8 * odd);
        let (words, rest) = blob::split(rest, 4 * words);
        let (lines, rest) = blob::split(rest, 8 * lines);
        let (previous, rest) = blob::split(rest, 4 * previous);
        let (ranges, rest) = blob::split(rest, 12 * ranges);
        if rest.len() != 8 * successors {
            blob::layout_fault()
        }
        Table {
            days: days.as_chunks().0,
            odd: odd.as_chunks().0,
            words: words.as_chunks().0,
            lines: lines.as_chunks().0,
            previous: previous.as_chunks().0,
            ranges: ranges.as_chunks().0,
            successors: rest.as_chunks().0,
        }
    }

    pub(super) fn code(&self, word: u32) -> Option<Icd10Cm> {
        if word & ODD == 0 {
            return table::code(word & ((1 << CODE_BITS) - 1));
        }
        let odd = self.odd.get((word & !(ODD | RANGE)) as usize)?;
        Icd10Cm::from_key(u64::from_be_bytes(*odd))
    }

    /// The numbers of the lines that name the code alone.
    pub(super) fn naming(&self, ordinal: u32) -> &'static [[u8; 4]] {
        let code = |pair: &[u8; 4]| u32::from_le_bytes(*pair) >> LINE_BITS;
        let start = self.previous.partition_point(|pair| code(pair) < ordinal);
        let rest = self.previous.get(start..).unwrap_or_default();
        let len = rest.partition_point(|pair| code(pair) == ordinal);
        rest.get(..len).unwrap_or_default()
    }
}

pub(super) fn word_of(line: &[u8; 8]) -> u32 {
    let [word, _] = halves(line);
    word
}

pub(super) fn halves(pair: &[u8; 8]) -> [u32; 2] {
    let both = u64::from_le_bytes(*pair);
    [both as u32, (both >> 32) as u32]
}

/// The codes that came in the place of a deleted one, as the editions show; for codes that the table does not have.
pub(in crate::icd10cm) fn successors(code: Icd10Cm) -> impl Iterator<Item = Icd10Cm> {
    let ordinal = table::TABLE.find(code.key()).unwrap_or(u32::MAX);
    let list = TABLE.successors;
    let start = list.partition_point(|pair| word_of(pair) < ordinal);
    let pairs = list.get(start..).unwrap_or_default().iter();
    pairs
        .map(halves)
        .take_while(move |[old, _]| *old == ordinal)
        .filter_map(|[_, new]| table::code(new))
}
