use core::iter::FusedIterator;
use core::ops::Range;

use super::chapter::{Chapter, Section};
use super::note::{Note, NoteKind, Place};
use super::packed_notes::NOTES;
use super::{TabularList, seventh};
use crate::icd10cm::code::Icd10Cm;
use crate::icd10cm::entry::Entry;
use crate::icd10cm::table::TABLE;
use crate::packed::prefix_mask;

/// The notes that hold for a code: its own, then those of the headers above it, from the nearest to the category, those of
/// the section, of the sections around that, and of the chapter; at each place in the order of the list.
#[derive(Clone)]
pub struct Notes {
    list: TabularList,
    code: Icd10Cm,
    /// The numbers of the code's beginnings, by their lengths from 3 on.
    path: [Option<u32>; 5],
    kind: Option<NoteKind>,
    /// Codes of fewer characters are not asked for.
    shortest: usize,
    next: Next,
    place: Place,
    numbers: Range<u16>,
}

/// Where the next notes are looked for.
#[derive(Clone, Copy)]
enum Next {
    /// At the code's beginning of this length, 3 to 7.
    Code(usize),
    Section(Section),
    Chapter(Chapter),
    End,
}

impl Notes {
    pub(super) fn new(list: TabularList, code: Icd10Cm) -> Notes {
        Notes {
            list,
            code,
            path: TABLE.automaton.path(code.key()),
            kind: None,
            shortest: 0,
            next: Next::Code(code.len()),
            place: Place::Code(code),
            numbers: 0..0,
        }
    }

    /// Only those of a kind.
    #[must_use]
    pub fn of(mut self, kind: NoteKind) -> Notes {
        self.kind = Some(kind);
        self
    }

    /// Only those that stand at the code. The list has codes with a seventh character of a definition as they are without
    /// it: their own notes stand there.
    #[must_use]
    pub fn own(mut self) -> Notes {
        self.shortest = own_len(self.list, self.code);
        self
    }

    /// The list in which they stand.
    #[must_use]
    pub const fn list(&self) -> TabularList {
        self.list
    }

    /// The one of this number in the table.
    #[cfg(feature = "coding-edits")]
    pub(super) fn numbered(mut self, number: u16) -> Option<Note> {
        loop {
            if self.numbers.contains(&number) {
                let packed = NOTES.note(number)?;
                return Some(Note::new(self.list, self.place, packed));
            }
            if !self.advance() {
                return None;
            }
        }
    }

    /// Goes to the next place; false when there is none.
    fn advance(&mut self) -> bool {
        self.next = match self.next {
            Next::End => return false,
            Next::Code(len) if len < self.shortest.max(3) => {
                let section = || self.list.section_of(self.code).map(Next::Section);
                let chapter = || self.list.chapter_of(self.code).map(Next::Chapter);
                let inherits = self.shortest == 0;
                let next = inherits.then(|| section().or_else(chapter)).flatten();
                next.unwrap_or(Next::End)
            }
            Next::Code(len) => {
                let ordinal = self.path.get(len - 3).copied().flatten();
                if let Some(ordinal) = ordinal {
                    self.place = Place::Code(self.code.prefix_or_all(len));
                    self.numbers = NOTES.of_code(ordinal);
                }
                Next::Code(len - 1)
            }
            Next::Section(section) => {
                self.place = Place::Section(section);
                self.numbers = section
                    .notes_place()
                    .map_or(0..0, |place| NOTES.of_outer(place));
                match section.parent() {
                    Some(around) => Next::Section(around),
                    None => Next::Chapter(section.chapter()),
                }
            }
            Next::Chapter(chapter) => {
                self.place = Place::Chapter(chapter);
                self.numbers = chapter
                    .notes_place()
                    .map_or(0..0, |place| NOTES.of_outer(place));
                Next::End
            }
        };
        true
    }
}

/// How many characters of a code stand in the list: all but the seventh, when that is of a definition, and placeholders.
fn own_len(list: TabularList, code: Icd10Cm) -> usize {
    let len = match code.len() {
        7 if seventh::is_defined(list, code) => 6,
        len => len,
    };
    let path = TABLE.automaton.path(code.key());
    let listed = (3..=len)
        .rev()
        .find(|len| path.get(len - 3).copied().flatten().is_some());
    let listed = listed.unwrap_or(len);
    const PLACEHOLDERS: u64 = u64::from_be_bytes(*b"XXXXXXX\0");
    let between = prefix_mask(len) & !prefix_mask(listed);
    if code.key() & between == PLACEHOLDERS & between {
        listed
    } else {
        len
    }
}

impl Iterator for Notes {
    type Item = Note;

    fn next(&mut self) -> Option<Note> {
        loop {
            for number in self.numbers.by_ref() {
                let Some(packed) = NOTES.note(number) else {
                    break;
                };
                let of_kind = self.kind.is_none_or(|kind| kind.number() == packed.kind);
                if of_kind && packed.lists >> self.list.0 & 1 == 1 {
                    return Some(Note::new(self.list, self.place, packed));
                }
            }
            if !self.advance() {
                return None;
            }
        }
    }
}

impl FusedIterator for Notes {}

impl core::fmt::Debug for Notes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Notes({} in {:?})", self.code, self.list)
    }
}

impl Entry {
    /// The notes that hold for the code, from the nearest: its own, then those of all that stands above it.
    ///
    /// They come from the entry's [list](Entry::tabular_list), which need not be that of the day.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// use him_codes::icd10cm::tabular::NoteKind;
    ///
    /// let entry = check("K70.30", NaiveDate::from_ymd_opt(2026, 5, 1).unwrap())?;
    /// let mut notes = entry.notes().of(NoteKind::Excludes1);
    /// let note = notes.next().unwrap();
    /// assert_eq!((note.place().to_string(), note.to_string()), ("K70-K77".to_owned(), "jaundice NOS (R17)".to_owned()));
    /// # Ok::<(), him_codes::icd10cm::Invalid>(())
    /// ```
    #[must_use]
    pub fn notes(&self) -> Notes {
        self.tabular_list().notes(self.code())
    }
}
