//! Chapters and sections, and which categories stand in them.
//!
//! `icd10cm-tabular.bin`: `HCL1`; the numbers of lists, categories, chapters, sections and bytes of text (32 bits each);
//! for each first two characters of a code (see [`crate::automaton`]) the set of third characters with which it is a
//! category of some list (64 bits, bit 0 for `0`), then for each the number of categories before these (16 bits): so the
//! categories are numbered in ASCII order. Then
//! - categories, three bytes each;
//! - for each list and category its section and its place in the order of the list (16 bits each, all ones when the list
//!   lacks it);
//! - for each list its categories in its order, filled up with ones (16 bits each);
//! - lists, 18 bytes: the first day and the last day in force (32 bits each, days since the first of the year 1, which is day
//!   1), the first chapter, their number, the first section, their number, the number of categories (16 bits each);
//! - chapters, 22 bytes: number, first and last category (7 bytes), a zero, first section, number of sections, first
//!   category's place, the place after the last's, place and length of the title, notes (16 bits each);
//! - sections, 20 bytes: its chapter among those of all lists, first and last category (7 bytes), a zero, the section around it (all ones
//!   when there is none), first category's place, the place after the last's, place and length of the title, notes (16 bits
//!   each);
//! - the text of the titles.
//!
//! Notes are the number of the place in `icd10cm-notes.bin`, all ones when there are none there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::Datelike;

use super::List;
use crate::fault::{Fault, Result};
use crate::output::Output;
use crate::tabular::{Chapter, Note, Section};

const NONE: u16 = u16::MAX;
/// `A0` to `ZZ`.
const GROUPS: usize = 26 * 36;

/// Chapters and sections with notes, numbered: each with its notes in each list.
#[derive(Default)]
pub(super) struct Outer {
    pub(super) names: Vec<String>,
    pub(super) notes: Vec<Vec<Vec<Note>>>,
    /// For each list and category the sections and the chapter in which it stands, from the innermost.
    pub(super) around: Vec<BTreeMap<String, Vec<String>>>,
}

impl Outer {
    /// Chapters of the same number and sections of the same range are the same place in all lists.
    fn place(&mut self, name: String, list: usize, lists: usize, notes: &[Note]) -> Result<u16> {
        if notes.is_empty() {
            return Ok(NONE);
        }
        let place = match self.names.iter().position(|own| *own == name) {
            Some(place) => place,
            None => {
                self.names.push(name);
                self.notes.push(vec![Vec::new(); lists]);
                self.names.len() - 1
            }
        };
        if let Some(own) = self
            .notes
            .get_mut(place)
            .and_then(|place| place.get_mut(list))
        {
            own.extend_from_slice(notes);
        }
        number(place)
    }
}

pub(super) fn pack(lists: &[List], output: &mut Output) -> Result<Outer> {
    let all: BTreeSet<&str> = lists
        .iter()
        .flat_map(|list| categories(&list.chapters))
        .collect();
    let numbers: BTreeMap<&str, usize> = all.iter().copied().zip(0..).collect();
    let mut outer = Outer::default();
    let mut text = Text::default();
    let (mut heads, mut chapters, mut sections) = (Vec::new(), Vec::new(), Vec::new());
    let (mut of_categories, mut orders) = (Vec::new(), Vec::new());
    for (list_number, list) in lists.iter().enumerate() {
        let order: Vec<&str> = categories(&list.chapters).collect();
        let places: BTreeMap<&str, usize> = order.iter().copied().zip(0..).collect();
        let mut own = vec![(NONE, NONE); all.len()];
        let (first_chapter, first_section) = (chapters.len(), sections.len());
        let mut around: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for chapter in &list.chapters {
            let spans = spans(list, chapter, &places)?;
            let base = sections.len();
            let parents = parents(list, chapter, &spans)?;
            for (own, section) in chapter.sections.iter().enumerate() {
                let names = names_around(chapter, &parents, own);
                for category in &section.categories {
                    around.insert(category.code.clone(), names.clone());
                }
            }
            for ((section, span), parent) in chapter.sections.iter().zip(&spans).zip(parents) {
                for category in &section.categories {
                    let index = numbers.get(category.code.as_str());
                    if let Some(cell) = index.and_then(|index| own.get_mut(*index)) {
                        let place = places.get(category.code.as_str()).copied();
                        *cell = (number(sections.len())?, number(place.unwrap_or_default())?);
                    }
                }
                let name = section_name(section);
                let mut row = vec![number(chapters.len())?.to_le_bytes()[0]];
                row.extend(range(&section.range));
                let (title, len) = text.add(&section.title)?;
                let around = match parent {
                    Some(parent) => number(base + parent)?,
                    None => NONE,
                };
                let notes = outer.place(name, list_number, lists.len(), &section.notes)?;
                let (start, end) = (number(span.start)?, number(span.end)?);
                row.extend(
                    [around, start, end, title, len, notes]
                        .into_iter()
                        .flat_map(u16::to_le_bytes),
                );
                sections.push(row);
            }
            let start = spans
                .iter()
                .map(|span| span.start)
                .min()
                .unwrap_or_default();
            let end = spans.iter().map(|span| span.end).max().unwrap_or_default();
            let mut row = vec![chapter.number];
            row.extend(range(&chapter.range));
            let (title, len) = text.add(&chapter.title)?;
            let name = chapter_name(chapter);
            let notes = outer.place(name, list_number, lists.len(), &chapter.notes)?;
            let count = number(chapter.sections.len())?;
            let numbers = [
                number(base)?,
                count,
                number(start)?,
                number(end)?,
                title,
                len,
                notes,
            ];
            row.extend(numbers.into_iter().flat_map(u16::to_le_bytes));
            chapters.push(row);
        }
        outer.around.push(around);
        let counts = [
            first_chapter,
            chapters.len() - first_chapter,
            first_section,
            sections.len() - first_section,
            order.len(),
        ];
        for day in [list.effective, list.until] {
            heads.extend(day.num_days_from_ce().to_le_bytes());
        }
        for count in counts {
            heads.extend(number(count)?.to_le_bytes());
        }
        for (section, place) in own {
            of_categories.extend([section, place].into_iter().flat_map(u16::to_le_bytes));
        }
        let in_order = order
            .iter()
            .map(|code| numbers.get(code).copied().unwrap_or_default());
        let mut in_order = in_order.map(number).collect::<Result<Vec<u16>>>()?;
        in_order.resize(all.len(), NONE);
        orders.extend(in_order.into_iter().flat_map(u16::to_le_bytes));
    }

    let mut blob = b"HCL1".to_vec();
    for count in [
        lists.len(),
        all.len(),
        chapters.len(),
        sections.len(),
        text.bytes.len(),
    ] {
        blob.extend(u32::from(number(count)?).to_le_bytes());
    }
    let (masks, bases) = groups(&all)?;
    blob.extend(masks.iter().flat_map(|mask| mask.to_le_bytes()));
    blob.extend(bases.iter().flat_map(|base| base.to_le_bytes()));
    blob.extend(all.iter().flat_map(|code| code.bytes()));
    blob.extend(of_categories);
    blob.extend(orders);
    blob.extend(heads);
    blob.extend(chapters.into_iter().flatten());
    blob.extend(sections.into_iter().flatten());
    blob.extend(text.bytes);
    output.table(
        "icd10cm-tabular",
        all.len(),
        "data/icd10cm-tabular.bin",
        blob,
    );
    Ok(outer)
}

fn section_name(section: &Section) -> String {
    format!("{}-{}", section.range.0, section.range.1)
}

fn chapter_name(chapter: &Chapter) -> String {
    format!("chapter {}", chapter.number)
}

/// The names of a section, of those around it from the innermost, and of its chapter.
fn names_around(chapter: &Chapter, parents: &[Option<usize>], own: usize) -> Vec<String> {
    let sections = std::iter::successors(Some(own), |own| parents.get(*own).copied().flatten());
    let sections = sections
        .filter_map(|own| chapter.sections.get(own))
        .map(section_name);
    sections.chain([chapter_name(chapter)]).collect()
}

fn categories(chapters: &[Chapter]) -> impl Iterator<Item = &str> {
    let sections = chapters.iter().flat_map(|chapter| &chapter.sections);
    let categories = sections.flat_map(|section| &section.categories);
    categories.map(|category| category.code.as_str())
}

/// The places of each section's categories; of a section without own ones, those of its range.
fn spans(
    list: &List,
    chapter: &Chapter,
    places: &BTreeMap<&str, usize>,
) -> Result<Vec<Range<usize>>> {
    let span = |section: &Section| {
        let place = |code: &str| {
            let what = format!("{code}, an end of a section, is not in the list");
            places
                .get(code)
                .copied()
                .ok_or_else(|| Fault::in_file(&list.name, what))
        };
        match (section.categories.first(), section.categories.last()) {
            (Some(first), Some(last)) => Ok(place(&first.code)?..place(&last.code)? + 1),
            _ => Ok(place(&section.range.0)?..place(&section.range.1)? + 1),
        }
    };
    chapter.sections.iter().map(span).collect()
}

/// For each section the smallest that is around it: they must lie within each other or apart.
fn parents(list: &List, chapter: &Chapter, spans: &[Range<usize>]) -> Result<Vec<Option<usize>>> {
    let mut parents = Vec::new();
    for (own, span) in spans.iter().enumerate() {
        let mut parent: Option<(usize, &Range<usize>)> = None;
        for (other, around) in spans.iter().enumerate().filter(|(other, _)| *other != own) {
            let apart = span.end <= around.start || around.end <= span.start;
            let within = around.start <= span.start && span.end <= around.end;
            let contains = span.start <= around.start && around.end <= span.end;
            if !(apart || within || contains) {
                let range = chapter.sections.get(own).map(|section| &section.range);
                return Err(Fault::in_file(
                    &list.name,
                    format!("the section {range:?} overlaps another"),
                ));
            }
            // Of two with the same categories the first is around the second.
            let within = within && (!contains || other < own);
            if within && parent.is_none_or(|(_, best)| around.len() <= best.len()) {
                parent = Some((other, around));
            }
        }
        parents.push(parent.map(|(parent, _)| parent));
    }
    Ok(parents)
}

/// Third characters and number of the first category of each group.
fn groups(all: &BTreeSet<&str>) -> Result<(Vec<u64>, Vec<u16>)> {
    let symbol = |c: u8| {
        u64::from(if c.is_ascii_digit() {
            c - b'0'
        } else {
            c - b'A' + 10
        })
    };
    let mut masks = vec![0u64; GROUPS];
    for code in all {
        if let [one, two, three] = code.as_bytes() {
            let group = (symbol(*one) - 10) * 36 + symbol(*two);
            if let Some(mask) = usize::try_from(group)
                .ok()
                .and_then(|group| masks.get_mut(group))
            {
                *mask |= 1 << symbol(*three);
            }
        }
    }
    let mut bases = Vec::new();
    let mut before = 0;
    for mask in &masks {
        bases.push(number(before)?);
        before += mask.count_ones() as usize;
    }
    if before != all.len() {
        return Err(Fault::in_file(
            "icd10cm-tabular",
            "a category has not three characters",
        ));
    }
    Ok((masks, bases))
}

fn range(ends: &(String, String)) -> impl Iterator<Item = u8> {
    ends.0.bytes().chain(ends.1.bytes()).chain([0])
}

#[derive(Default)]
struct Text {
    bytes: Vec<u8>,
    titles: BTreeMap<String, (u16, u16)>,
}

impl Text {
    /// Place and length.
    fn add(&mut self, title: &str) -> Result<(u16, u16)> {
        if let Some(place) = self.titles.get(title) {
            return Ok(*place);
        }
        let place = (number(self.bytes.len())?, number(title.len())?);
        self.bytes.extend_from_slice(title.as_bytes());
        self.titles.insert(title.to_owned(), place);
        Ok(place)
    }
}

fn number(count: usize) -> Result<u16> {
    let fits = u16::try_from(count).ok().filter(|number| *number != NONE);
    fits.ok_or_else(|| Fault::in_file("icd10cm-tabular", "is too large for numbers of 16 bits"))
}
