use core::iter::FusedIterator;
use core::ops::Range;

use chrono::NaiveDate;

use super::note::{Note, NoteKind, NoteText, Place};
use super::packed_notes::NOTES;
use super::{TabularList, list_for, lists};
use crate::icd10cm::code::Icd10Cm;
use crate::icd10cm::entry::Entry;
use crate::icd10cm::invalid::NeedsSeventh;
use crate::icd10cm::table::TABLE;

/// What the seventh character of a code means. Prints as `A: initial encounter`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seventh {
    character: char,
    note: Note,
}

impl Seventh {
    /// The character.
    #[must_use]
    pub const fn character(&self) -> char {
        self.character
    }

    /// Its meaning, such as `initial encounter`.
    #[must_use]
    pub fn meaning(&self) -> NoteText {
        self.note.text()
    }

    /// The definition: where it stands, and in which list.
    #[must_use]
    pub const fn note(&self) -> Note {
        self.note
    }
}

impl core::fmt::Display for Seventh {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}: {}", self.character, self.meaning())
    }
}

impl core::fmt::Debug for Seventh {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Seventh({self})")
    }
}

/// Definitions of seventh characters: those of one place, in the order of the list.
#[derive(Clone)]
pub struct Sevenths {
    list: TabularList,
    place: Place,
    numbers: Range<u16>,
}

impl Iterator for Sevenths {
    type Item = Seventh;

    fn next(&mut self) -> Option<Seventh> {
        self.numbers.find_map(|number| {
            let packed = NOTES.note(number)?;
            let own = packed.kind == NoteKind::SeventhDefinition.number();
            let note = Note::new(self.list, self.place, packed);
            let character = note
                .seventh()
                .filter(|_| own && packed.lists >> self.list.0 & 1 == 1)?;
            Some(Seventh { character, note })
        })
    }
}

impl FusedIterator for Sevenths {}

impl core::fmt::Debug for Sevenths {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl TabularList {
    /// What seventh characters mean below a code: the definitions that stand nearest to it, at the code or above.
    #[must_use]
    pub fn sevenths(self, code: Icd10Cm) -> Sevenths {
        let path = TABLE.automaton.path(code.key());
        let found = (3..=code.len()).rev().find_map(|len| {
            let ordinal = path.get(len - 3).copied().flatten()?;
            let definitions = Sevenths {
                list: self,
                place: Place::Code(code.prefix_or_all(len)),
                numbers: NOTES.of_code(ordinal),
            };
            definitions.clone().next().map(|_| definitions)
        });
        found.unwrap_or(Sevenths {
            list: self,
            place: Place::Code(code),
            numbers: 0..0,
        })
    }
}

/// Whether the seventh character of a code is taken from a definition.
pub(super) fn is_defined(list: TabularList, code: Icd10Cm) -> bool {
    list.sevenths(code).next().is_some()
}

/// The definitions for a code of a day; those of another list when its own does not have the character.
fn find(code: Icd10Cm, character: char, on: NaiveDate) -> Option<Seventh> {
    let own = list_for(code, on);
    let mut candidates = [own].into_iter().chain(lists().filter(|list| *list != own));
    candidates.find_map(|list| {
        list.sevenths(code)
            .find(|seventh| seventh.character == character)
    })
}

impl Entry {
    /// What the code's seventh character means; none when it has none, or one that is not taken from a definition.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let entry = check("S72.001A", NaiveDate::from_ymd_opt(2026, 5, 1).unwrap())?;
    /// let seventh = entry.seventh().unwrap();
    /// assert_eq!(seventh.to_string(), "A: initial encounter for closed fracture");
    /// assert_eq!(seventh.note().place().to_string(), "S72");
    /// # Ok::<(), him_codes::icd10cm::Invalid>(())
    /// ```
    #[must_use]
    pub fn seventh(&self) -> Option<Seventh> {
        let [.., character, _] = self.code().key().to_be_bytes();
        find(self.code(), char::from(character), self.on()).filter(|_| self.code().len() == 7)
    }
}

impl NeedsSeventh {
    /// What a character that can come seventh means; none where no definition says it, since the list has the whole codes
    /// (C44.1121): there their titles do.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::{Invalid, check};
    /// let day = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
    /// let Err(Invalid::NeedsSeventh(needs)) = check("S09.0", day) else { panic!() };
    /// assert_eq!(needs.meaning('D').unwrap(), *"subsequent encounter");
    /// assert!(needs.meaning('B').is_none());
    /// ```
    #[must_use]
    pub fn meaning(&self, character: char) -> Option<NoteText> {
        if !self.allowed().contains(character) {
            return None;
        }
        find(self.code(), character, self.on).map(|seventh| seventh.meaning())
    }

    /// The characters that can come seventh, each with its meaning, in the order of the characters; none where
    /// [`meaning`](NeedsSeventh::meaning) has none.
    pub fn sevenths(&self) -> impl Iterator<Item = Seventh> + use<> {
        let (code, on) = (self.code(), self.on);
        self.allowed()
            .into_iter()
            .filter_map(move |character| find(code, character, on))
    }
}
