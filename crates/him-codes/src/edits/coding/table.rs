//! The tables of the editor. Their layouts are described in `him-datagen`, `coding_edits.rs`.

use core::ops::Range;

use him_codes_data::{EDITS_CODING, EDITS_PROCEDURE_SIDES};

use crate::blob;
use crate::icd10cm;
use crate::icd10pcs::Prefix;

pub(super) struct Table {
    numbers: &'static [[u8; 2]],
    classes: &'static [[u8; 8]],
    note_ends: &'static [[u8; 2]],
    notes: &'static [[u8; 4]],
    reference_ends: &'static [[u8; 2]],
    references: &'static [[u8; 2]],
    pointing_ends: &'static [[u8; 2]],
    pointed: &'static [[u8; 2]],
}

/// Read while compiling: a table that does not fit this code, or the table of the codes, does not build.
pub(super) static TABLE: Table = read(EDITS_CODING);

const fn read(bytes: &'static [u8]) -> Table {
    let (
        [
            codes,
            classes,
            note_lists,
            notes,
            reference_lists,
            references,
            pointing,
        ],
        rest,
    ) = blob::head(bytes, *b"HKE1");
    let (numbers, rest) = blob::split(rest, 2 * codes);
    let (classes, rest) = blob::split(rest, 8 * classes);
    let (note_ends, rest) = blob::split(rest, 2 * note_lists);
    let (notes, rest) = blob::split(rest, 4 * notes);
    let (reference_ends, rest) = blob::split(rest, 2 * reference_lists);
    let (references, rest) = blob::split(rest, 2 * references);
    let (pointing_ends, pointed) = blob::split(rest, 2 * pointing);
    if codes != icd10cm::CODES {
        blob::layout_fault()
    }
    Table {
        numbers: numbers.as_chunks().0,
        classes: classes.as_chunks().0,
        note_ends: note_ends.as_chunks().0,
        notes: notes.as_chunks().0,
        reference_ends: reference_ends.as_chunks().0,
        references: references.as_chunks().0,
        pointing_ends: pointing_ends.as_chunks().0,
        pointed: pointed.as_chunks().0,
    }
}

/// What the table says of a code.
#[derive(Clone, Copy)]
pub(super) struct Row {
    notes: u16,
    references: u16,
    pub(super) traits: Traits,
}

impl Table {
    /// The number above those of all references.
    pub(super) fn reference_count(&self) -> usize {
        let pointed = self.pointed.iter().map(|own| u16::from_le_bytes(*own));
        pointed.max().map_or(0, |last| usize::from(last) + 1)
    }

    /// None for a code that was never billable.
    #[inline]
    pub(super) fn row(&self, ordinal: u32) -> Option<Row> {
        let number = u16::from_le_bytes(*self.numbers.get(ordinal as usize)?);
        let [a, b, c, d, traits @ ..] = *self
            .classes
            .get(usize::from(number))
            .filter(|_| number > 0)?;
        Some(Row {
            notes: u16::from_le_bytes([a, b]),
            references: u16::from_le_bytes([c, d]),
            traits: Traits(u32::from_le_bytes(traits)),
        })
    }

    /// The notes that hold for a code in a list, from the nearest.
    pub(super) fn notes(&self, row: Row, list: u8) -> impl Iterator<Item = Asked> {
        let notes = self.notes.get(range(self.note_ends, row.notes));
        notes.unwrap_or_default().iter().filter_map(move |note| {
            let [a, b, lists, manner] = *note;
            (lists >> list & 1 == 1).then_some(Asked {
                number: u16::from_le_bytes([a, b]),
                manner,
            })
        })
    }

    /// The references that cover a code.
    pub(super) fn covering(&self, row: Row) -> impl Iterator<Item = u16> + use<> {
        let own = self
            .references
            .get(range(self.reference_ends, row.references));
        own.unwrap_or_default()
            .iter()
            .map(|own| u16::from_le_bytes(*own))
    }

    /// The references to which a note points.
    pub(super) fn pointed(&self, note: u16) -> impl Iterator<Item = u16> + use<> {
        let own = self.pointed.get(range(self.pointing_ends, note));
        own.unwrap_or_default()
            .iter()
            .map(|own| u16::from_le_bytes(*own))
    }
}

fn range(ends: &[[u8; 2]], number: u16) -> Range<usize> {
    let end = |number: usize| {
        ends.get(number)
            .map(|end| usize::from(u16::from_le_bytes(*end)))
    };
    let number = usize::from(number);
    let start = number.checked_sub(1).and_then(end).unwrap_or(0);
    start..end(number).unwrap_or(start)
}

/// A note that asks something of the claim.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// In the table of notes.
    pub(super) number: u16,
    manner: u8,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AskedKind {
    Excludes1,
    CodeFirst,
    UseAdditional,
    CodeAlso,
    History,
}

impl Asked {
    pub(super) const fn kind(self) -> AskedKind {
        match self.manner & 7 {
            0 => AskedKind::Excludes1,
            1 => AskedKind::CodeFirst,
            2 => AskedKind::UseAdditional,
            3 => AskedKind::CodeAlso,
            _ => AskedKind::History,
        }
    }

    /// The first of its element.
    pub(super) const fn opens(self) -> bool {
        self.manner & 8 != 0
    }

    /// `if applicable`, `any`.
    pub(super) const fn is_conditional(self) -> bool {
        self.manner & 16 != 0
    }

    /// `such as`.
    pub(super) const fn gives_examples(self) -> bool {
        self.manner & 32 != 0
    }

    /// `underlying`: a disease that the code cannot be without.
    pub(super) const fn is_underlying(self) -> bool {
        self.manner & 128 != 0
    }

    /// Of a history, whether it stands above the code.
    pub(super) const fn is_inherited(self) -> bool {
        self.manner & 64 != 0
    }
}

/// What the titles and the seventh character of a code say.
#[derive(Clone, Copy)]
pub(super) struct Traits(u32);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Right,
    Left,
    Bilateral,
    Unspecified,
    /// One of both, without which.
    Unilateral,
}

/// What a seventh character says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Initial,
    Subsequent,
    Sequela,
    /// One of several that exclude each other, such as a stage.
    Exclusive,
}

impl Traits {
    const fn bits(self, at: u32, len: u32) -> u32 {
        self.0 >> at & ((1 << len) - 1)
    }

    #[inline]
    pub(super) const fn side(self) -> Option<Side> {
        match self.bits(0, 3) {
            1 => Some(Side::Right),
            2 => Some(Side::Left),
            3 => Some(Side::Bilateral),
            4 => Some(Side::Unspecified),
            5 => Some(Side::Unilateral),
            _ => None,
        }
    }

    /// The characters before the one that tells the side, and which of the conditions below these.
    pub(super) const fn condition(self) -> (usize, u32) {
        (self.bits(3, 2) as usize + 3, self.bits(5, 6))
    }

    /// The characters through the one that tells the side.
    pub(super) const fn through_side(self) -> usize {
        self.bits(29, 3) as usize + 3
    }

    /// Of the body; 0 for none.
    pub(super) const fn region(self) -> u32 {
        self.bits(11, 5)
    }

    /// Whether one code stands for both sides of the condition.
    pub(super) const fn has_bilateral(self) -> bool {
        self.bits(16, 1) == 1
    }

    #[inline]
    pub(super) const fn phase(self) -> Option<Phase> {
        match self.bits(17, 3) {
            1 => Some(Phase::Initial),
            2 => Some(Phase::Subsequent),
            3 => Some(Phase::Sequela),
            4 => Some(Phase::Exclusive),
            _ => None,
        }
    }

    /// Of a code that leaves something open: the characters of the header, its own that do so, and whether it leaves open all
    /// that the header says.
    #[inline]
    pub(super) const fn unspecified(self) -> Option<(usize, usize, bool)> {
        match self.bits(20, 3) {
            0 => None,
            header => Some((
                header as usize + 2,
                self.bits(23, 3) as usize + 2,
                self.bits(26, 1) == 1,
            )),
        }
    }

    /// Whether a child is born in this stay.
    pub(super) const fn is_delivery(self) -> bool {
        self.bits(27, 1) == 1
    }

    /// Whether the title says `chronic` and nothing of an acute part.
    pub(super) const fn is_chronic(self) -> bool {
        self.bits(28, 1) == 1
    }
}

static PROCEDURE_SIDES: &[[u8; 4]] = {
    let ([count], rows) = blob::head(EDITS_PROCEDURE_SIDES, *b"HKP1");
    if rows.len() != 4 * count {
        blob::layout_fault()
    }
    rows.as_chunks().0
};

/// The side and the region of the body part of a procedure.
pub(super) fn procedure_side(code: Prefix) -> Option<(Side, u32)> {
    let [section, system, _, part, ..] = code.key().to_be_bytes();
    let wanted = [section, system, part];
    let found = PROCEDURE_SIDES.binary_search_by(|row| {
        let [a, b, c, _] = *row;
        [a, b, c].cmp(&wanted)
    });
    let [.., said] = *PROCEDURE_SIDES.get(found.ok()?)?;
    let side = match said & 7 {
        1 => Side::Right,
        _ => Side::Left,
    };
    Some((side, u32::from(said >> 3)))
}
