use core::fmt;

use super::TabularList;
use super::chapter::{Chapter, Section};
use super::packed_notes::{NOTES, PackedNote};
use super::reference::References;
use crate::edition::Edition;
use crate::icd10cm::code::Icd10Cm;
use crate::phrases::{Phrased, text_of_phrases};

/// A note of the tabular list. Prints as its text.
///
/// ```
/// # use chrono::NaiveDate;
/// # use him_codes::icd10cm::check;
/// use him_codes::icd10cm::tabular::NoteKind;
///
/// let entry = check("I11.0", NaiveDate::from_ymd_opt(2026, 5, 1).unwrap())?;
/// let note = entry.notes().of(NoteKind::UseAdditionalCode).next().unwrap();
/// assert_eq!(note.text().to_string(), "code to identify type of heart failure (I50.-)");
/// assert_eq!(note.place().to_string(), "I11.0");
/// let references: Vec<_> = note.references().map(|own| own.to_string()).collect();
/// assert_eq!(references, ["I50"]);
/// assert!(note.points_to("I50.22".parse().unwrap()));
/// # Ok::<(), him_codes::icd10cm::Invalid>(())
/// ```
#[derive(Clone, Copy)]
pub struct Note {
    list: TabularList,
    place: Place,
    packed: PackedNote,
}

/// Where a note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// It holds for all codes of the chapter.
    Chapter(Chapter),
    /// It holds for all codes of the section.
    Section(Section),
    /// It holds for the code and all below it.
    Code(Icd10Cm),
}

/// What a note says, by the element of the official file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// What the code is also for.
    Includes,
    /// Not coded here: the two are not reported together.
    Excludes1,
    /// Not included here: both may be reported together.
    Excludes2,
    /// What has to be reported before this code.
    CodeFirst,
    /// What to report after this code, too.
    UseAdditionalCode,
    /// What may be needed too, in either order.
    CodeAlso,
    /// Any other explanation.
    Note,
    /// A condition for which the code is used.
    InclusionTerm,
    /// That a seventh character is needed.
    SeventhNote,
    /// What a seventh character means; see [`Note::seventh`].
    SeventhDefinition,
    /// A term among the definitions of seventh characters, below that of [`Note::seventh`].
    SeventhTerm,
}

/// The text of a note, unpacked while it is printed or read piece by piece: nothing is allocated.
#[derive(Clone, Copy)]
pub struct NoteText(Phrased);

text_of_phrases!(NoteText, "note");

impl NoteKind {
    fn of_number(number: u8) -> NoteKind {
        match number {
            0 => NoteKind::Includes,
            1 => NoteKind::Excludes1,
            2 => NoteKind::Excludes2,
            3 => NoteKind::CodeFirst,
            4 => NoteKind::UseAdditionalCode,
            5 => NoteKind::CodeAlso,
            7 => NoteKind::InclusionTerm,
            8 => NoteKind::SeventhNote,
            9 => NoteKind::SeventhDefinition,
            10 => NoteKind::SeventhTerm,
            _ => NoteKind::Note,
        }
    }

    pub(super) const fn number(self) -> u8 {
        match self {
            NoteKind::Includes => 0,
            NoteKind::Excludes1 => 1,
            NoteKind::Excludes2 => 2,
            NoteKind::CodeFirst => 3,
            NoteKind::UseAdditionalCode => 4,
            NoteKind::CodeAlso => 5,
            NoteKind::Note => 6,
            NoteKind::InclusionTerm => 7,
            NoteKind::SeventhNote => 8,
            NoteKind::SeventhDefinition => 9,
            NoteKind::SeventhTerm => 10,
        }
    }
}

/// As the printed list heads such notes.
impl fmt::Display for NoteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            NoteKind::Includes => "Includes",
            NoteKind::Excludes1 => "Excludes1",
            NoteKind::Excludes2 => "Excludes2",
            NoteKind::CodeFirst => "Code first",
            NoteKind::UseAdditionalCode => "Use additional code",
            NoteKind::CodeAlso => "Code also",
            NoteKind::Note => "Note",
            NoteKind::InclusionTerm => "Inclusion term",
            NoteKind::SeventhNote => "7th character note",
            NoteKind::SeventhDefinition => "7th character",
            NoteKind::SeventhTerm => "7th character term",
        })
    }
}

impl Note {
    pub(super) fn new(list: TabularList, place: Place, packed: PackedNote) -> Note {
        Note {
            list,
            place,
            packed,
        }
    }

    /// What it says.
    #[must_use]
    pub fn kind(&self) -> NoteKind {
        NoteKind::of_number(self.packed.kind)
    }

    /// Its text, as the list has it, such as `code to identify type of heart failure (I50.-)`. The notes of one heading are
    /// separate; the first may introduce the others (`code to identify:`).
    #[must_use]
    pub fn text(&self) -> NoteText {
        NoteText(NOTES.text(self.packed.text).phrased)
    }

    /// Whether the list has a heading before it: it is the first of its kind at its place, or of a second such group.
    #[must_use]
    pub const fn opens_group(&self) -> bool {
        self.packed.opens
    }

    /// Where it stands.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The list in which it stands.
    #[must_use]
    pub const fn list(&self) -> TabularList {
        self.list
    }

    /// The edition of that list.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        self.list.edition()
    }

    /// Of a definition the seventh character that it explains; of a term among definitions that of the one before it.
    #[must_use]
    pub fn seventh(&self) -> Option<char> {
        NOTES.text(self.packed.text).seventh.map(char::from)
    }

    /// The codes to which it points, in the order of the text: those in parentheses; those in the text itself when no
    /// parentheses name any.
    #[must_use]
    pub fn references(&self) -> References {
        References::new(NOTES.text(self.packed.text).references, false)
    }

    /// The codes that its text names for another reason: to say what it is about (`any condition in I51.4-I51.9 due to
    /// hypertension (I11.-)`) or what is excepted (`Conditions in S00-T88, except T74 and T76`).
    #[must_use]
    pub fn mentions(&self) -> References {
        References::new(NOTES.text(self.packed.text).references, true)
    }

    /// Whether one of its [references](Note::references) covers the code.
    #[must_use]
    pub fn points_to(&self, code: Icd10Cm) -> bool {
        self.references().any(|reference| reference.contains(code))
    }

    pub(super) const fn packed_text(&self) -> u16 {
        self.packed.text
    }
}

/// Equal are those of the same list and place that say the same.
impl PartialEq for Note {
    fn eq(&self, other: &Note) -> bool {
        (self.list, self.place, self.packed.kind, self.packed_text())
            == (
                other.list,
                other.place,
                other.packed.kind,
                other.packed_text(),
            )
    }
}

impl Eq for Note {}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Note({} at {}: {})",
            self.kind(),
            self.place,
            self.text()
        )
    }
}

/// `Chapter 4`, `E08-E13` or `E11.9`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Chapter(chapter) => chapter.fmt(f),
            Place::Section(section) => section.fmt(f),
            Place::Code(code) => code.fmt(f),
        }
    }
}
