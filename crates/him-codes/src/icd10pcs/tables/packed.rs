//! Reads the packed tables.

use him_codes_data::{ICD10PCS_TABLES, ICD10PCS_TABLES_EDITIONS};

use super::Value;
use crate::blob;
use crate::edition::{self, Edition};
use crate::packed::prefix_mask;

pub(in super::super) struct Packed {
    editions: &'static [him_codes_data::Edition],
    text_ends: &'static [[u8; 4]],
    values: &'static [[u8; 3]],
    list_ends: &'static [[u8; 4]],
    rows: &'static [[u8; 16]],
    tables: &'static [[u8; 20]],
    text: &'static str,
}

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TABLES: Packed = match Packed::try_new(ICD10PCS_TABLES, ICD10PCS_TABLES_EDITIONS)
{
    Some(tables) => tables,
    None => blob::layout_fault(),
};

impl Packed {
    /// None when the bytes have another layout.
    pub(in super::super) const fn try_new(
        blob: &'static [u8],
        editions: &'static [him_codes_data::Edition],
    ) -> Option<Packed> {
        let Some(([texts, values, lists, rows, tables, text], rest)) =
            blob::try_head(blob, *b"HPA1")
        else {
            return None;
        };
        let Some((text_ends, rest)) = rest.split_at_checked(4 * texts) else {
            return None;
        };
        let Some((values, rest)) = rest.split_at_checked(3 * values) else {
            return None;
        };
        let Some((list_ends, rest)) = rest.split_at_checked(4 * lists) else {
            return None;
        };
        let Some((rows, rest)) = rest.split_at_checked(16 * rows) else {
            return None;
        };
        let Some((tables, rest)) = rest.split_at_checked(20 * tables) else {
            return None;
        };
        let (Ok(text), true) = (str::from_utf8(rest), rest.len() == text) else {
            return None;
        };
        Some(Packed {
            editions,
            text_ends: text_ends.as_chunks().0,
            values: values.as_chunks().0,
            list_ends: list_ends.as_chunks().0,
            rows: rows.as_chunks().0,
            tables: tables.as_chunks().0,
            text,
        })
    }

    pub(super) fn edition(&self) -> Option<Edition> {
        edition::all(self.editions).next_back()
    }

    pub(super) fn table(&'static self, index: usize) -> Option<Table> {
        (index < self.tables.len()).then_some(Table {
            tables: self,
            index,
        })
    }

    pub(super) fn row(&'static self, index: usize) -> Option<Row> {
        let packed = self.rows.get(index)?;
        Some(Row {
            tables: self,
            packed,
        })
    }

    /// By the first three characters of a key.
    pub(super) fn find(&'static self, key: u64) -> Option<Table> {
        let key = key & prefix_mask(3);
        let index = self.tables.partition_point(|packed| key_of(packed) < key);
        self.table(index).filter(|table| table.key() == key)
    }

    fn text(&self, number: u16) -> Option<&'static str> {
        let (start, end) = between(self.text_ends, number)?;
        self.text.get(start..end)
    }
}

/// From the end of the one before to the own.
fn between(ends: &[[u8; 4]], number: u16) -> Option<(usize, usize)> {
    let end = |index: usize| ends.get(index).map(|end| u32::from_le_bytes(*end) as usize);
    let number = usize::from(number);
    let start = match number.checked_sub(1) {
        Some(before) => end(before)?,
        None => 0,
    };
    Some((start, end(number)?))
}

fn key_of(packed: &[u8; 20]) -> u64 {
    let [a, b, c, ..] = *packed;
    u64::from_be_bytes([a, b, c, 0, 0, 0, 0, 0])
}

/// The number of a table.
#[derive(Clone, Copy)]
pub(super) struct Table {
    tables: &'static Packed,
    index: usize,
}

impl PartialEq for Table {
    fn eq(&self, other: &Table) -> bool {
        self.index == other.index && core::ptr::eq(self.tables, other.tables)
    }
}

impl Eq for Table {}

impl Table {
    pub(super) const fn all(self) -> &'static Packed {
        self.tables
    }

    fn packed(self) -> &'static [u8; 20] {
        self.tables.tables.get(self.index).unwrap_or(&[0; 20])
    }

    /// The 16-bit numbers after the characters.
    fn number(self, at: usize) -> u16 {
        let numbers = self.packed().as_chunks::<2>().0;
        numbers
            .get(2 + at)
            .map_or(u16::MAX, |number| u16::from_le_bytes(*number))
    }

    pub(super) fn key(self) -> u64 {
        key_of(self.packed())
    }

    pub(super) fn values(self) -> [Value; 3] {
        let [one, two, three, ..] = *self.packed();
        let value = |character: u8, at: usize| Value {
            axis: self.tables.text(self.number(at)).unwrap_or_default(),
            character: char::from(character),
            label: self.tables.text(self.number(at + 1)).unwrap_or_default(),
        };
        [value(one, 0), value(two, 2), value(three, 4)]
    }

    pub(super) fn definition(self) -> Option<&'static str> {
        self.tables.text(self.number(6))
    }

    /// From the first row to the one after the last.
    pub(super) fn rows(self) -> (usize, usize) {
        let end = match self.tables.table(self.index + 1) {
            Some(next) => usize::from(next.number(7)),
            None => self.tables.rows.len(),
        };
        (usize::from(self.number(7)), end)
    }
}

#[derive(Clone, Copy)]
pub(super) struct Row {
    tables: &'static Packed,
    packed: &'static [u8; 16],
}

/// Rows of the same values are equal.
impl PartialEq for Row {
    fn eq(&self, other: &Row) -> bool {
        self.packed == other.packed && core::ptr::eq(self.tables, other.tables)
    }
}

impl Eq for Row {}

impl Row {
    /// `axis` from 4 to 7.
    pub(super) fn values(self, axis: usize) -> impl Iterator<Item = Value> + use<> {
        let Row { tables, packed } = self;
        let numbers = packed.as_chunks::<2>().0;
        let number = |at: usize| numbers.get(at).map(|number| u16::from_le_bytes(*number));
        let at = axis.checked_sub(4).map_or(usize::MAX, |at| 2 * at.min(4));
        let title = number(at).and_then(|title| tables.text(title));
        let list = at
            .checked_add(1)
            .and_then(number)
            .and_then(|list| between(tables.list_ends, list))
            .and_then(|(start, end)| tables.values.get(start..end))
            .unwrap_or_default();
        list.iter().filter_map(move |[character, low, high]| {
            Some(Value {
                axis: title?,
                character: char::from(*character),
                label: tables.text(u16::from_le_bytes([*low, *high]))?,
            })
        })
    }
}
