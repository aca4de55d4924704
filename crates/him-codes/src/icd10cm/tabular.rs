//! The tabular list of ICD-10-CM: chapters, sections, and the notes on how codes go together.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::icd10cm::check;
//!
//! let entry = check("E11.9", NaiveDate::from_ymd_opt(2026, 5, 1).unwrap())?;
//! let (chapter, section) = (entry.chapter().unwrap(), entry.section().unwrap());
//! assert_eq!(chapter.to_string(), "Chapter 4");
//! assert_eq!(chapter.title(), "Endocrine, nutritional and metabolic diseases");
//! assert_eq!(section.to_string(), "E08-E13");
//! assert_eq!(section.title(), "Diabetes mellitus");
//! # Ok::<(), him_codes::icd10cm::Invalid>(())
//! ```
//!
//! CDC/NCHS publishes the list with each edition; [`lists`] are those that are held. Each answer names its list, and a
//! list knows [on which days it is in force](TabularList::is_in_force). On other days the answer comes from the nearest
//! list that has the code.
//!
//! With the feature `notes`, [`Entry::notes`](super::Entry::notes) gives the notes that hold for a code: those of the code
//! and of all that stands above it, with the codes that they refer to. The tabular list has no codes with a
//! seventh character of a definition: for these the notes are those of the code without it, and
//! [`Entry::seventh`](super::Entry::seventh) is what that character means. The list's introduction and the table of visual
//! impairment at H54 are not here.

mod chapter;
#[cfg(feature = "notes")]
mod condition;
#[cfg(feature = "notes")]
mod note;
#[cfg(feature = "notes")]
mod notes;
mod packed;
#[cfg(feature = "notes")]
mod packed_notes;
#[cfg(feature = "notes")]
mod reference;
#[cfg(feature = "notes")]
mod seventh;
mod siblings;

use chrono::{Datelike, NaiveDate};

pub use self::chapter::{Categories, Chapter, Chapters, Section, Sections};
#[cfg(feature = "notes")]
pub use self::condition::{Condition, Position, Values};
#[cfg(feature = "notes")]
pub use self::note::{Note, NoteKind, NoteText, Place};
#[cfg(feature = "notes")]
pub use self::notes::Notes;
use self::packed::PACKED;
#[cfg(feature = "notes")]
pub use self::reference::{Covered, Reference, References};
#[cfg(feature = "notes")]
pub use self::seventh::{Seventh, Sevenths};
pub use self::siblings::Siblings;
use super::code::Icd10Cm;
use super::table;
use crate::edition::{self, Edition};

/// An edition of the tabular list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TabularList(u8);

/// The lists that are held, from the first to the last.
///
/// ```
/// use him_codes::icd10cm::tabular;
///
/// let names: Vec<_> = tabular::lists().filter_map(|list| Some(list.edition()?.name())).collect();
/// assert_eq!(names, ["FY2021, January 2021 update", "FY2026, April 2026 update"]);
/// ```
pub fn lists() -> impl DoubleEndedIterator<Item = TabularList> + ExactSizeIterator {
    (0..PACKED.count()).map(TabularList)
}

/// Which list answers for the codes of a day, as [`list_for`] finds it, worked out once for all codes.
#[cfg(feature = "coding-edits")]
#[derive(Clone, Copy)]
pub(crate) struct ListsOfDay {
    /// The one in force, or else the nearest.
    first: TabularList,
    /// The others from the nearest, each with its first day; none when the first is in force.
    lists: [Option<(TabularList, crate::day::Day)>; 4],
}

#[cfg(feature = "coding-edits")]
impl ListsOfDay {
    pub(crate) fn new(on: NaiveDate) -> ListsOfDay {
        let first = list_on(on);
        let mut found = ListsOfDay {
            first,
            lists: [None; 4],
        };
        if !first.is_in_force(on) {
            let mut after = None;
            for cell in &mut found.lists {
                let farther = |list: &TabularList| Some((list.distance(on), list.0)) > after;
                let next = lists()
                    .filter(farther)
                    .min_by_key(|list| (list.distance(on), list.0));
                let Some(list) = next else { break };
                after = Some((list.distance(on), list.0));
                let day = NaiveDate::from_num_days_from_ce_opt(PACKED.list(list.0).first_day);
                *cell = day.map(|day| (list, crate::day::Day::of(day)));
            }
        }
        found
    }

    /// Of the code of this number.
    #[inline]
    pub(crate) fn of(&self, ordinal: u32) -> TabularList {
        let mut near = self.lists.iter().flatten();
        let timeline = table::TABLE.timeline(ordinal);
        let found = near.find(|(_, day)| timeline.is_listed(*day));
        found.map_or(self.first, |(list, _)| *list)
    }
}

#[cfg(feature = "coding-edits")]
pub(crate) fn list_numbered(number: u8) -> Option<TabularList> {
    lists().nth(usize::from(number))
}

/// The list in force on a day, or else the one nearest in time.
///
/// ```
/// # use chrono::NaiveDate;
/// # use him_codes::icd10cm::tabular;
/// let day = NaiveDate::from_ymd_opt(2025, 3, 14).unwrap();
/// let list = tabular::list_on(day);
/// assert_eq!(list.edition().unwrap().name(), "FY2026, April 2026 update");
/// assert!(!list.is_in_force(day));
/// ```
#[must_use]
pub fn list_on(on: NaiveDate) -> TabularList {
    nearest(on, |_| true).unwrap_or(TabularList(0))
}

/// The list that answers for a code on a day: the one in force; else the nearest on whose first day the code stands in the
/// order file, else the nearest.
pub(super) fn list_for(code: Icd10Cm, on: NaiveDate) -> TabularList {
    let list = list_on(on);
    if list.is_in_force(on) {
        return list;
    }
    let has_code = |list: TabularList| {
        let day = NaiveDate::from_num_days_from_ce_opt(PACKED.list(list.0).first_day);
        day.and_then(|day| table::entry(&table::TABLE, code, day))
            .is_some()
    };
    nearest(on, has_code).unwrap_or(list)
}

fn nearest(on: NaiveDate, suits: impl Fn(TabularList) -> bool) -> Option<TabularList> {
    let suiting = lists().filter(|list| suits(*list));
    suiting.min_by_key(|list| list.distance(on))
}

impl TabularList {
    /// The edition whose list it is. That of FY2021 is the one of January 2021: it has the codes that came then.
    #[must_use]
    pub fn edition(self) -> Option<Edition> {
        edition::all(him_codes_data::ICD10CM_TABULAR_EDITIONS).nth(usize::from(self.0))
    }

    /// Whether it is the list of the day: from the first day of its edition to the day before the next.
    #[must_use]
    pub fn is_in_force(self, on: NaiveDate) -> bool {
        self.distance(on) == 0
    }

    /// Days from the day to those on which it is in force.
    fn distance(self, on: NaiveDate) -> i32 {
        let (list, day) = (PACKED.list(self.0), on.num_days_from_ce());
        (list.first_day.saturating_sub(day))
            .max(day.saturating_sub(list.last_day))
            .max(0)
    }

    /// The chapters, in their order.
    #[must_use]
    pub fn chapters(self) -> Chapters {
        Chapters::of(self)
    }

    /// The chapter of this number, such as 4.
    #[must_use]
    pub fn chapter(self, number: u8) -> Option<Chapter> {
        self.chapters().find(|chapter| chapter.number() == number)
    }

    /// The sections of all chapters, in the order of the list; see [`Chapter::sections`].
    #[must_use]
    pub fn sections(self) -> Sections {
        Sections::of_list(self)
    }

    /// The categories, in the order of the list, which is not that of the codes: C4A stands between C43 and C44.
    #[must_use]
    pub fn categories(self) -> Categories {
        Categories::of_list(self)
    }

    /// The chapter in which the code's category stands. A category that the list does not have is in the chapter whose range
    /// it is in, or follows with the same letter, as QA1 follows `Q00-QA0`; none when there is no such chapter.
    #[must_use]
    pub fn chapter_of(self, code: Icd10Cm) -> Option<Chapter> {
        match self.section_of(code) {
            Some(section) => Some(section.chapter()),
            None => self.chapters().filter(|chapter| chapter.takes(code)).last(),
        }
    }

    /// The innermost section in which the code's category stands; none when the list does not have that.
    #[must_use]
    pub fn section_of(self, code: Icd10Cm) -> Option<Section> {
        let (section, _) = PACKED.place(self.0, code)?;
        Section::at(self, section)
    }

    #[cfg(feature = "coding-edits")]
    pub(crate) const fn number(self) -> u8 {
        self.0
    }

    /// The note of this number, when it holds for the code.
    #[cfg(feature = "coding-edits")]
    pub(crate) fn note(self, code: Icd10Cm, number: u16) -> Option<Note> {
        self.notes(code).numbered(number)
    }

    /// The notes that hold for a code, from the nearest to those of its chapter. The code need not be in the list: then
    /// they are those of what stands above it.
    #[cfg(feature = "notes")]
    #[must_use]
    pub fn notes(self, code: Icd10Cm) -> Notes {
        Notes::new(self, code)
    }
}

impl core::fmt::Debug for TabularList {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let name = self.edition().map_or("", Edition::name);
        write!(f, "TabularList({name})")
    }
}
