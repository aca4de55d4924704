use super::table::{Row, TABLE, Traits};
use super::{ListsOfDay, Place, Subject, TabularList};
use crate::Icd10Cm;
use crate::day::Day;
use crate::edits::table::{Flags, TABLE as MCE};
use crate::icd10cm;
use crate::packed::prefix_mask;

/// A diagnosis of a claim that can be reported on the day.
#[derive(Clone, Copy)]
pub(super) struct Coded {
    pub(super) index: u32,
    pub(super) code: Icd10Cm,
    pub(super) ordinal: u32,
    plain: bool,
    /// Whether the claim has the code before: all but that is said of the first.
    pub(super) again: bool,
    pub(super) list: TabularList,
    pub(super) row: Row,
    /// Of the Medicare Code Editor.
    pub(super) flags: Flags,
}

impl Coded {
    pub(super) fn read(index: usize, text: &str, day: Day, lists: &ListsOfDay) -> Option<Coded> {
        let code = Icd10Cm::try_new(text).ok()?;
        let ordinal = icd10cm::ordinal(code)?;
        if !icd10cm::is_billable(ordinal, day) {
            return None;
        }
        Some(Coded {
            index: u32::try_from(index).ok()?,
            code,
            plain: code.len() == text.len(),
            again: false,
            ordinal,
            list: lists.of(ordinal),
            row: TABLE.row(ordinal)?,
            flags: MCE.diagnosis_flags(ordinal, day),
        })
    }

    pub(super) const fn place(&self) -> Place {
        Place::Diagnosis(self.index)
    }

    pub(super) const fn subject(&self) -> Subject {
        Subject::Diagnosis {
            code: self.code,
            plain: self.plain,
        }
    }

    pub(super) const fn is_first(&self) -> bool {
        self.index == 0
    }

    pub(super) const fn traits(&self) -> Traits {
        self.row.traits
    }

    pub(super) fn is_manifestation(&self) -> bool {
        self.flags.has(Flags::MANIFESTATION)
    }

    /// The first `len` characters as a number.
    pub(super) const fn start(&self, len: usize) -> u64 {
        self.code.key() & prefix_mask(len)
    }

    /// What follows the first `len` characters, moved to the front.
    pub(super) const fn rest(&self, len: usize) -> u64 {
        if len >= 8 {
            0
        } else {
            self.code.key() << (8 * len)
        }
    }

    /// The character at a place from 0; 0 when there is none.
    pub(super) const fn character(&self, at: usize) -> u8 {
        if at >= 8 {
            0
        } else {
            (self.code.key() >> (56 - 8 * at)) as u8
        }
    }

    /// Whether its category is from one to another, in ASCII order.
    #[inline]
    pub(super) fn is_within(&self, first: &[u8; 3], last: &[u8; 3]) -> bool {
        // As numbers they compare at once.
        let number = |[a, b, c]: [u8; 3]| u32::from_be_bytes([0, a, b, c]);
        let own = (self.code.key() >> 40) as u32;
        number(*first) <= own && own <= number(*last)
    }

    pub(super) fn is_in(&self, category: &[u8; 3]) -> bool {
        self.is_within(category, category)
    }

    /// Chapter 19.
    pub(super) fn is_injury(&self) -> bool {
        matches!(self.character(0), b'S' | b'T')
    }

    /// Chapter 20.
    pub(super) fn is_external_cause(&self) -> bool {
        matches!(self.character(0), b'V'..=b'Y')
    }

    /// Chapter 15.
    pub(super) fn is_obstetric(&self) -> bool {
        self.character(0) == b'O'
    }
}
