//! What a document is: where it comes from, which codes it stands for, and its text.

use core::fmt;

use super::index::{
    DOCUMENTS_PER_INDEX, Index, LENGTH_UNIT, NODES_PER_INDEX, SECTIONS, take_count,
};
use crate::phrases::{Phrased, take_number};

/// Of the code that stands for a term while it is in force, or of a manifestation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Code(u32),
    Manifestation(u32),
}

/// The section of the neoplasm table, each row of which has as many documents as the table has columns.
const NEOPLASMS: usize = 5;
const COLUMNS: [&str; 6] = [
    "malignant primary",
    "malignant secondary",
    "carcinoma in situ",
    "benign",
    "uncertain behavior",
    "unspecified behavior",
];

impl Index {
    /// The section of a document; 0 for the titles.
    pub(crate) fn section(&self, document: u32) -> usize {
        let after = self.sections.iter().filter(|(first, _)| *first <= document);
        after.count().clamp(1, SECTIONS) - 1
    }

    /// What the words of a document weigh.
    pub(crate) fn length(&self, document: u32) -> u32 {
        let length = self.lengths.get(document as usize).copied();
        u32::from(length.unwrap_or(u8::MAX)) * LENGTH_UNIT
    }

    pub(crate) fn is_title(&self, document: u32) -> bool {
        document < self.titles
    }

    /// The codes of a document that is no title, by their numbers.
    pub(crate) fn targets(&self, document: u32) -> Targets {
        self.targets_of(document).unwrap_or(Targets {
            rest: &[],
            code: 0,
            ended: true,
        })
    }

    fn targets_of(&self, document: u32) -> Option<Targets> {
        let number = document.checked_sub(self.titles)? as usize;
        let place = u32::from_le_bytes(*self.target_places.get(number / DOCUMENTS_PER_INDEX)?);
        let mut targets = Targets {
            rest: self.targets.get(place as usize..)?,
            code: 0,
            ended: false,
        };
        for _ in 0..number % DOCUMENTS_PER_INDEX {
            targets.by_ref().for_each(drop);
            targets.ended = false;
        }
        Some(targets)
    }

    /// The text of a document that is no title.
    pub(crate) fn text(&'static self, document: u32) -> Text {
        Text {
            index: self,
            document,
        }
    }

    /// The node of a document, and for a neoplasm the column.
    fn node(&self, document: u32) -> Option<(usize, Option<&'static str>)> {
        let section = self.section(document);
        let (first, node) = *self.sections.get(section)?;
        let number = document.checked_sub(first)?;
        if section == NEOPLASMS {
            let column = COLUMNS.get((number % 6) as usize).copied();
            return Some(((node + number / 6) as usize, column));
        }
        Some(((node + number) as usize, None))
    }

    fn depth(&self, node: usize) -> Option<u8> {
        self.nodes.get(node).map(|byte| byte >> 4)
    }

    fn node_text(&'static self, node: usize) -> Option<Phrased> {
        let place = u32::from_le_bytes(*self.node_places.get(node / NODES_PER_INDEX)?);
        let mut rest = self.node_texts.get(place as usize..)?;
        let mut at = node - node % NODES_PER_INDEX;
        loop {
            let mut count = u16::from(self.nodes.get(at)? & 15);
            if count == 15 {
                (count, rest) = take_number(rest)?;
            }
            let text = rest;
            for _ in 0..count {
                (_, rest) = take_number(rest)?;
            }
            if at == node {
                return Some(Phrased {
                    dictionary: &self.phrases,
                    numbers: text.get(..text.len() - rest.len())?,
                });
            }
            at += 1;
        }
    }

    /// The node above: the last one before it with a lesser depth.
    fn above(&self, node: usize) -> Option<usize> {
        let depth = self.depth(node)?;
        let before = self.nodes.get(..node)?;
        before.iter().rposition(|byte| byte >> 4 < depth)
    }
}

/// See [`Index::targets`].
pub(crate) struct Targets {
    rest: &'static [u8],
    code: u32,
    ended: bool,
}

impl Iterator for Targets {
    type Item = Target;

    fn next(&mut self) -> Option<Target> {
        if self.ended {
            return None;
        }
        let Some((count, rest)) = take_count(self.rest) else {
            self.ended = true;
            return None;
        };
        self.rest = rest;
        self.ended = count & 3 != 1;
        let manifestation = count & 3 == 2;
        // Another target follows those of a term that has a manifestation: the mark of the last one says which it is.
        if count & 3 == 3 {
            return None;
        }
        let zigzag = (count >> 2) as u32;
        let difference = (zigzag >> 1) ^ (zigzag & 1).wrapping_neg();
        self.code = self.code.wrapping_add(difference);
        Some(if manifestation {
            Target::Manifestation(self.code)
        } else {
            Target::Code(self.code)
        })
    }
}

/// A term with those above it: `Abscess, lung, with pneumonia`.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    index: &'static Index,
    document: u32,
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((node, column)) = self.index.node(self.document) else {
            return Ok(());
        };
        let mut path = [None; 16];
        let mut next = Some(node);
        for place in path.iter_mut().rev() {
            *place = next;
            next = next.and_then(|node| self.index.above(node));
        }
        let mut first = true;
        for node in path.into_iter().flatten() {
            if !first {
                f.write_str(", ")?;
            }
            first = false;
            if let Some(text) = self.index.node_text(node) {
                text.pieces().try_for_each(|piece| f.write_str(piece))?;
            }
        }
        column.map_or(Ok(()), |column| write!(f, ", {column}"))
    }
}
