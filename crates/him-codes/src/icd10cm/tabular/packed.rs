//! The packed chapters and sections. The layout is described in `him-datagen`, `tabular_list/hierarchy.rs`.

use crate::automaton::{LETTER, groups, symbol};
use crate::blob;
use crate::icd10cm::code::Icd10Cm;

pub(super) struct Packed {
    /// The third characters after each first two.
    masks: &'static [[u8; 8]],
    /// How many categories stand before these.
    before: &'static [[u8; 2]],
    categories: &'static [[u8; 3]],
    /// Section and place, list by list.
    places: &'static [[u8; 4]],
    /// The categories in the order of each list.
    orders: &'static [[u8; 2]],
    lists: &'static [[u8; 18]],
    chapters: &'static [[u8; 22]],
    sections: &'static [[u8; 20]],
    titles: &'static str,
}

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static PACKED: Packed = Packed::new(him_codes_data::ICD10CM_TABULAR);

const NONE: u16 = u16::MAX;

impl Packed {
    const fn new(blob: &'static [u8]) -> Packed {
        let ([lists, categories, chapters, sections, text], rest) = blob::head(blob, *b"HCL1");
        let (masks, rest) = blob::split(rest, 8 * groups(LETTER));
        let (before, rest) = blob::split(rest, 2 * groups(LETTER));
        let (keys, rest) = blob::split(rest, 3 * categories);
        let (places, rest) = blob::split(rest, 4 * categories * lists);
        let (orders, rest) = blob::split(rest, 2 * categories * lists);
        let (heads, rest) = blob::split(rest, 18 * lists);
        let (chapters, rest) = blob::split(rest, 22 * chapters);
        let (sections, titles) = blob::split(rest, 20 * sections);
        let Ok(text_of_titles) = str::from_utf8(titles) else {
            blob::layout_fault()
        };
        if titles.len() != text || lists != him_codes_data::ICD10CM_TABULAR_EDITIONS.len() {
            blob::layout_fault()
        }
        Packed {
            masks: masks.as_chunks().0,
            before: before.as_chunks().0,
            categories: keys.as_chunks().0,
            places: places.as_chunks().0,
            orders: orders.as_chunks().0,
            lists: heads.as_chunks().0,
            chapters: chapters.as_chunks().0,
            sections: sections.as_chunks().0,
            titles: text_of_titles,
        }
    }

    /// How many lists there are.
    pub(super) fn count(&self) -> u8 {
        self.lists.len().to_le_bytes()[0]
    }

    pub(super) fn list(&self, list: u8) -> List {
        let row = self
            .lists
            .get(usize::from(list))
            .copied()
            .unwrap_or_default();
        let [a, b, c, d, e, f, g, h, ..] = row;
        List {
            first_day: i32::from_le_bytes([a, b, c, d]),
            last_day: i32::from_le_bytes([e, f, g, h]),
            first_chapter: short(&row, 8),
            chapters: short(&row, 10),
            first_section: short(&row, 12),
            sections: short(&row, 14),
            categories: short(&row, 16),
        }
    }

    /// The section of a code's category, and the category's place in the list.
    #[inline]
    pub(super) fn place(&self, list: u8, code: Icd10Cm) -> Option<(u16, u16)> {
        let [one, two, three, ..] = code.key().to_be_bytes();
        let group = usize::from(symbol(one) - LETTER) * 36 + usize::from(symbol(two));
        let mask = u64::from_le_bytes(*self.masks.get(group)?);
        let bit = 1u64 << symbol(three);
        if mask & bit == 0 {
            return None;
        }
        let before = u16::from_le_bytes(*self.before.get(group)?);
        let number = usize::from(before) + (mask & (bit - 1)).count_ones() as usize;
        let row = self
            .places
            .get(usize::from(list) * self.categories.len() + number)?;
        let (section, place) = (short(row, 0), short(row, 2));
        (section != NONE).then_some((section, place))
    }

    /// The category at a place in the order of the list.
    pub(super) fn category(&self, list: u8, place: u16) -> Option<Icd10Cm> {
        let at = usize::from(list) * self.categories.len() + usize::from(place);
        let number = u16::from_le_bytes(*self.orders.get(at)?);
        let [a, b, c] = *self.categories.get(usize::from(number))?;
        Icd10Cm::from_key(u64::from_be_bytes([a, b, c, 0, 0, 0, 0, 0]))
    }

    pub(super) fn chapter(&self, number: u16) -> Option<Row> {
        let row = self.chapters.get(usize::from(number))?;
        Row::new(row, short(row, 8), short(row, 10), 12)
    }

    pub(super) fn section(&self, number: u16) -> Option<Row> {
        let row = self.sections.get(usize::from(number))?;
        Row::new(row, short(row, 8), 0, 10)
    }

    pub(super) fn title(&self, row: &Row) -> &'static str {
        let start = usize::from(row.title.0);
        let title = self.titles.get(start..start + usize::from(row.title.1));
        title.unwrap_or_default()
    }
}

#[derive(Clone, Copy)]
pub(super) struct List {
    /// Days since the first of the year 1, which is day 1.
    pub(super) first_day: i32,
    pub(super) last_day: i32,
    pub(super) first_chapter: u16,
    pub(super) chapters: u16,
    pub(super) first_section: u16,
    pub(super) sections: u16,
    pub(super) categories: u16,
}

/// A chapter or a section.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// Of a chapter its number; of a section its chapter among those of all lists.
    pub(super) number: u8,
    pub(super) first: Icd10Cm,
    pub(super) last: Icd10Cm,
    /// Of a chapter its first section and their number; of a section the one around it.
    pub(super) sections: (u16, u16),
    /// The places of its categories, the second after the last.
    pub(super) categories: (u16, u16),
    title: (u16, u16),
    #[cfg(feature = "notes")]
    pub(super) notes: Option<u16>,
}

impl Row {
    /// `rest` is where the bytes that both have begin.
    fn new(row: &[u8], one: u16, two: u16, rest: usize) -> Option<Row> {
        let [number, a, b, c, d, e, f, ..] = *row else {
            return None;
        };
        Some(Row {
            number,
            first: Icd10Cm::from_key(u64::from_be_bytes([a, b, c, 0, 0, 0, 0, 0]))?,
            last: Icd10Cm::from_key(u64::from_be_bytes([d, e, f, 0, 0, 0, 0, 0]))?,
            sections: (one, two),
            categories: (short(row, rest), short(row, rest + 2)),
            title: (short(row, rest + 4), short(row, rest + 6)),
            #[cfg(feature = "notes")]
            notes: Some(short(row, rest + 8)).filter(|place| *place != NONE),
        })
    }

    /// The section around a section.
    pub(super) fn around(&self) -> Option<u16> {
        Some(self.sections.0).filter(|section| *section != NONE)
    }
}

fn short(row: &[u8], at: usize) -> u16 {
    let bytes = row.get(at..).and_then(<[u8]>::first_chunk);
    bytes.map_or(NONE, |bytes| u16::from_le_bytes(*bytes))
}
