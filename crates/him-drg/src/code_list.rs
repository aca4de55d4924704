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

/// A text as a code field may hold it, in capitals: in the order of the text, and zero when it is none.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(pub(crate) u64);

impl Key {
    /// Three to seven digits and letters; letter case does not matter, and nothing is trimmed, as the grouper has it.
    #[inline]
    pub(crate) fn of(text: &str) -> Key {
        let bytes = text.as_bytes();
        if !(3..=7).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_alphanumeric) {
            return Key(0);
        }
        let key = bytes.iter().fold(0, |key: u64, byte| {
            key << 8 | u64::from(byte.to_ascii_uppercase())
        });
        Key(key << (8 * (8 - bytes.len())))
    }

    /// The first eight bytes as they are: the order in which the grouper prefers codes, small letters last.
    #[inline]
    pub(crate) fn as_written(text: &str) -> Key {
        let bytes = text.as_bytes().iter().chain([0; 8].iter()).take(8);
        Key(bytes.fold(0, |key, byte| key << 8 | u64::from(*byte)))
    }
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

    /// The place of a code, whichever version it belongs to.
    #[inline]
    pub(crate) fn find(&self, key: Key) -> Option<usize> {
        let [a, b, c, d, e, f, g, _] = key.0.to_be_bytes();
        // A key holds digits and capital letters only.
        let digit = |byte: u8| {
            u32::from(if byte < b'A' {
                byte - b'0'
            } else {
                byte - b'A' + 10
            })
        };
        if key.0 == 0 {
            return None;
        }
        let head = 36 * (36 * digit(a) + digit(b)) + digit(c);
        let rest = [d, e, f, g].into_iter().fold(0, |number, byte| {
            37 * number + if byte == 0 { 0 } else { digit(byte) + 1 }
        });
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
