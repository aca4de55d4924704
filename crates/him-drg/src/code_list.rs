//! Finds a code by its text.

use crate::blob::{LargeNumbers, Numbers, Reader};

/// Of three digits or letters.
const CATEGORIES: usize = 36 * 36 * 36;

/// The codes of one kind, in order, with numbers beside each.
#[derive(Clone, Copy)]
pub(crate) struct CodeList<const COLUMNS: usize> {
    front: Numbers,
    starts: LargeNumbers,
    rests: LargeNumbers,
    columns: [Numbers; COLUMNS],
}

/// What a code field holds, its first eight bytes: the order in which the grouper prefers codes, small letters last.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(pub(crate) u64);

impl Key {
    #[inline]
    pub(crate) fn of(text: &str) -> Key {
        let mut bytes = [0; 8];
        for (byte, own) in bytes.iter_mut().zip(text.as_bytes()) {
            *byte = *own;
        }
        Key(u64::from_be_bytes(bytes))
    }
}

/// One more than a digit to the base of 36, in either letter case; 0 of what is none.
const DIGITS: [u8; 256] = {
    let mut digits = [0; 256];
    let mut unset: &mut [u8] = &mut digits;
    let mut byte = 0_u8;
    while let [digit, rest @ ..] = unset {
        *digit = match byte {
            b'0'..=b'9' => byte - b'0' + 1,
            b'A'..=b'Z' => byte - b'A' + 11,
            b'a'..=b'z' => byte - b'a' + 11,
            _ => 0,
        };
        byte = byte.wrapping_add(1);
        unset = rest;
    }
    digits
};

#[inline]
fn digit(byte: u8) -> u32 {
    DIGITS
        .get(usize::from(byte))
        .map_or(0, |digit| u32::from(*digit))
}

impl<const COLUMNS: usize> CodeList<COLUMNS> {
    pub(crate) fn read(reader: &mut Reader) -> Option<CodeList<COLUMNS>> {
        let count = reader.u32()? as usize;
        let categories = usize::from(reader.u16()?);
        let front = Numbers::read(reader, CATEGORIES)?;
        let starts = LargeNumbers::read(reader, categories + 1)?;
        let rests = LargeNumbers::read(reader, count)?;
        let mut columns = [front; COLUMNS];
        for column in &mut columns {
            *column = Numbers::read(reader, count)?;
        }
        Some(CodeList {
            front,
            starts,
            rests,
            columns,
        })
    }

    /// The place of a code, whichever version it belongs to. Letter case does not matter; nothing is trimmed and no dot
    /// taken, as the grouper has it.
    #[inline]
    pub(crate) fn find(&self, text: &str) -> Option<usize> {
        let [a, b, c, rest @ ..] = text.as_bytes() else {
            return None;
        };
        let (a, b, c) = (digit(*a), digit(*b), digit(*c));
        let mut bytes = [0_u32; 4];
        let mut whole = a != 0 && b != 0 && c != 0 && rest.len() <= 4;
        for (byte, own) in bytes.iter_mut().zip(rest) {
            *byte = digit(*own);
            whole &= *byte != 0;
        }
        if !whole {
            return None;
        }
        let head = 36 * (36 * (a - 1) + b - 1) + c - 1;
        let [d, e, f, g] = bytes;
        let rest = 37 * (37 * (37 * d + e) + f) + g;
        let category = usize::from(self.front.get(head as usize)?);
        let start = self.starts.get(category)? as usize;
        let end = self.starts.get(category + 1)? as usize;
        let rests = self.rests.range(start, end)?;
        let place = rests.partition_point(|bytes| u32::from_le_bytes(*bytes) < rest);
        (rests.get(place).copied().map(u32::from_le_bytes) == Some(rest)).then_some(start + place)
    }

    #[inline]
    pub(crate) fn number<const COLUMN: usize>(&self, place: usize) -> Option<u16> {
        self.columns.get(COLUMN)?.get(place)
    }
}
