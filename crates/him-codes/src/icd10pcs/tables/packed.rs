//! Reads the packed tables.

use him_codes_data::ICD10PCS_TABLES;

use super::Value;
use crate::blob;
use crate::packed::prefix_mask;

pub(super) struct Tables {
    text_ends: &'static [[u8; 4]],
    values: &'static [[u8; 3]],
    list_ends: &'static [[u8; 4]],
    rows: &'static [[u8; 16]],
    tables: &'static [[u8; 20]],
    text: &'static str,
}

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TABLES: Tables = {
    let ([texts, values, lists, rows, tables, text], rest) = blob::head(ICD10PCS_TABLES, *b"HPA1");
    let (text_ends, rest) = blob::split(rest, 4 * texts);
    let (values, rest) = blob::split(rest, 3 * values);
    let (list_ends, rest) = blob::split(rest, 4 * lists);
    let (rows, rest) = blob::split(rest, 16 * rows);
    let (tables, rest) = blob::split(rest, 20 * tables);
    let (text, rest) = blob::split(rest, text);
    let Ok(text) = str::from_utf8(text) else {
        blob::layout_fault()
    };
    if !rest.is_empty() {
        blob::layout_fault()
    }
    Tables {
        text_ends: text_ends.as_chunks().0,
        values: values.as_chunks().0,
        list_ends: list_ends.as_chunks().0,
        rows: rows.as_chunks().0,
        tables: tables.as_chunks().0,
        text,
    }
};

impl Tables {
    pub(super) fn table(&self, index: usize) -> Option<Table> {
        (index < self.tables.len()).then_some(Table(index))
    }

    pub(super) fn row(&self, index: usize) -> Option<Row> {
        self.rows.get(index).map(Row)
    }

    /// By the first three characters of a key.
    pub(super) fn find(&self, key: u64) -> Option<Table> {
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
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Table(usize);

impl Table {
    fn packed(self) -> &'static [u8; 20] {
        TABLES.tables.get(self.0).unwrap_or(&[0; 20])
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
            axis: TABLES.text(self.number(at)).unwrap_or_default(),
            character: char::from(character),
            label: TABLES.text(self.number(at + 1)).unwrap_or_default(),
        };
        [value(one, 0), value(two, 2), value(three, 4)]
    }

    pub(super) fn definition(self) -> Option<&'static str> {
        TABLES.text(self.number(6))
    }

    /// From the first row to the one after the last.
    pub(super) fn rows(self) -> (usize, usize) {
        let next = Table(self.0 + 1);
        let end = if next.0 < TABLES.tables.len() {
            usize::from(next.number(7))
        } else {
            TABLES.rows.len()
        };
        (usize::from(self.number(7)), end)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Row(&'static [u8; 16]);

impl Row {
    /// `axis` from 4 to 7.
    pub(super) fn values(self, axis: usize) -> impl Iterator<Item = Value> + use<> {
        let numbers = self.0.as_chunks::<2>().0;
        let number = |at: usize| numbers.get(at).map(|number| u16::from_le_bytes(*number));
        let at = axis.checked_sub(4).map_or(usize::MAX, |at| 2 * at.min(4));
        let title = number(at).and_then(|title| TABLES.text(title));
        let list = at
            .checked_add(1)
            .and_then(number)
            .and_then(|list| between(TABLES.list_ends, list))
            .and_then(|(start, end)| TABLES.values.get(start..end))
            .unwrap_or_default();
        list.iter().filter_map(move |[character, low, high]| {
            Some(Value {
                axis: title?,
                character: char::from(*character),
                label: TABLES.text(u16::from_le_bytes([*low, *high]))?,
            })
        })
    }
}
