use core::fmt;
use core::iter::FusedIterator;
use core::ops::Range;

use super::TabularList;
use super::packed::{PACKED, Row};
use crate::icd10cm::code::Icd10Cm;

/// A chapter of the tabular list. Prints as `Chapter 4`.
#[derive(Clone, Copy)]
pub struct Chapter {
    list: TabularList,
    row: Row,
}

/// A section of a chapter, which the list also calls a block. Prints as its range, `E08-E13`, or its one category, `Z68`.
///
/// Some sections have others in them and no categories of their own: `C00-C14` stands in `C00-C75`, and that in `C00-C96`.
#[derive(Clone, Copy)]
pub struct Section {
    list: TabularList,
    /// Among those of all lists.
    number: u16,
    row: Row,
    chapter: Row,
}

impl Chapter {
    fn at(list: TabularList, number: u16) -> Option<Chapter> {
        let row = PACKED.chapter(number)?;
        Some(Chapter { list, row })
    }

    /// 1 to 22.
    #[must_use]
    pub const fn number(&self) -> u8 {
        self.row.number
    }

    /// Without the range that the list writes after it.
    #[must_use]
    pub fn title(&self) -> &'static str {
        PACKED.title(&self.row)
    }

    /// The first and the last category, as the list writes them after the title: `A00` and `B99`. Some of the last ones
    /// stand for what may come: there is no category `U85`.
    #[must_use]
    pub const fn range(&self) -> (Icd10Cm, Icd10Cm) {
        (self.row.first, self.row.last)
    }

    /// Its sections in the order of the list, each before those that stand in it.
    #[must_use]
    pub fn sections(&self) -> Sections {
        let (first, count) = self.row.sections;
        Sections::new(self.list, first..first.saturating_add(count), None)
    }

    /// Its categories, in the order of the list.
    #[must_use]
    pub fn categories(&self) -> Categories {
        Categories::new(self.list, self.row.categories)
    }

    /// Whether the code's category stands in it.
    #[must_use]
    pub fn contains(&self, code: Icd10Cm) -> bool {
        is_within(self.list, self.row.categories, code)
    }

    /// Whether a category that the list does not have may be of this chapter; the last such chapter has it.
    pub(super) fn takes(&self, code: Icd10Cm) -> bool {
        let (first, last) = self.range();
        let same_letter = code.key() >> 56 == last.key() >> 56;
        code >= first && (same_letter || code.category() <= last)
    }

    /// The list of which it is a chapter.
    #[must_use]
    pub const fn list(&self) -> TabularList {
        self.list
    }

    #[cfg(feature = "notes")]
    pub(super) const fn notes_place(&self) -> Option<u16> {
        self.row.notes
    }
}

impl Section {
    pub(super) fn at(list: TabularList, number: u16) -> Option<Section> {
        let row = PACKED.section(number)?;
        let chapter = PACKED.chapter(u16::from(row.number))?;
        Some(Section {
            list,
            number,
            row,
            chapter,
        })
    }

    /// Without the range that the list writes after it.
    #[must_use]
    pub fn title(&self) -> &'static str {
        PACKED.title(&self.row)
    }

    /// The first and the last category, as the list writes them: `E08` and `E13`. Twice the same for a section of one.
    #[must_use]
    pub const fn range(&self) -> (Icd10Cm, Icd10Cm) {
        (self.row.first, self.row.last)
    }

    /// The chapter in which it stands.
    #[must_use]
    pub const fn chapter(&self) -> Chapter {
        Chapter {
            list: self.list,
            row: self.chapter,
        }
    }

    /// The section around it.
    ///
    /// ```
    /// # use him_codes::icd10cm::tabular;
    /// let list = tabular::lists().next_back().unwrap();
    /// let lip = list.section_of("C00".parse()?).unwrap();
    /// let around: Vec<_> = std::iter::successors(Some(lip), |own| own.parent()).map(|own| own.to_string()).collect();
    /// assert_eq!(around, ["C00-C14", "C00-C75", "C00-C96"]);
    /// # Ok::<(), him_codes::ParseError>(())
    /// ```
    #[must_use]
    pub fn parent(&self) -> Option<Section> {
        Section::at(self.list, self.row.around()?)
    }

    /// The sections right in it.
    #[must_use]
    pub fn sections(&self) -> Sections {
        let list = PACKED.list(self.list.0);
        let end = list.first_section.saturating_add(list.sections);
        Sections::new(
            self.list,
            self.number.saturating_add(1)..end,
            Some(self.number),
        )
    }

    /// Its categories and those of the sections in it, in the order of the list.
    ///
    /// ```
    /// # use him_codes::icd10cm::tabular;
    /// let list = tabular::lists().next_back().unwrap();
    /// let skin = list.section_of("C44".parse()?).unwrap();
    /// assert_eq!(skin.categories().map(|code| code.to_string()).collect::<Vec<_>>(), ["C43", "C4A", "C44"]);
    /// # Ok::<(), him_codes::ParseError>(())
    /// ```
    #[must_use]
    pub fn categories(&self) -> Categories {
        Categories::new(self.list, self.row.categories)
    }

    /// Whether the code's category stands in it.
    #[must_use]
    pub fn contains(&self, code: Icd10Cm) -> bool {
        is_within(self.list, self.row.categories, code)
    }

    /// The list of which it is a section.
    #[must_use]
    pub const fn list(&self) -> TabularList {
        self.list
    }

    #[cfg(feature = "notes")]
    pub(super) const fn notes_place(&self) -> Option<u16> {
        self.row.notes
    }
}

fn is_within(list: TabularList, (first, end): (u16, u16), code: Icd10Cm) -> bool {
    let place = PACKED.place(list.0, code);
    place.is_some_and(|(_, place)| (first..end).contains(&place))
}

impl fmt::Display for Chapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chapter {}", self.number())
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.range();
        first.fmt(f)?;
        if first == last {
            Ok(())
        } else {
            write!(f, "-{last}")
        }
    }
}

/// Equal are those of the same list.
impl PartialEq for Chapter {
    fn eq(&self, other: &Chapter) -> bool {
        (self.list, self.number()) == (other.list, other.number())
    }
}

impl Eq for Chapter {}

/// Equal are those of the same list.
impl PartialEq for Section {
    fn eq(&self, other: &Section) -> bool {
        (self.list, self.number) == (other.list, other.number)
    }
}

impl Eq for Section {}

/// See [`TabularList::chapters`].
#[derive(Clone)]
pub struct Chapters {
    list: TabularList,
    numbers: Range<u16>,
}

impl Chapters {
    pub(super) fn of(list: TabularList) -> Chapters {
        let row = PACKED.list(list.0);
        let numbers = row.first_chapter..row.first_chapter.saturating_add(row.chapters);
        Chapters { list, numbers }
    }
}

impl Iterator for Chapters {
    type Item = Chapter;

    fn next(&mut self) -> Option<Chapter> {
        Chapter::at(self.list, self.numbers.next()?)
    }
}

/// See [`Chapter::sections`].
#[derive(Clone)]
pub struct Sections {
    list: TabularList,
    numbers: Range<u16>,
    /// Only those right in this one.
    parent: Option<u16>,
}

impl Sections {
    fn new(list: TabularList, numbers: Range<u16>, parent: Option<u16>) -> Sections {
        Sections {
            list,
            numbers,
            parent,
        }
    }

    pub(super) fn of_list(list: TabularList) -> Sections {
        let row = PACKED.list(list.0);
        let numbers = row.first_section..row.first_section.saturating_add(row.sections);
        Sections::new(list, numbers, None)
    }
}

impl Iterator for Sections {
    type Item = Section;

    fn next(&mut self) -> Option<Section> {
        let (list, parent) = (self.list, self.parent);
        let mut sections = self
            .numbers
            .by_ref()
            .filter_map(|number| Section::at(list, number));
        sections.find(|section| parent.is_none() || section.row.around() == parent)
    }
}

/// See [`Section::categories`].
#[derive(Clone)]
pub struct Categories {
    list: TabularList,
    places: Range<u16>,
}

impl Categories {
    fn new(list: TabularList, (first, end): (u16, u16)) -> Categories {
        Categories {
            list,
            places: first..end,
        }
    }

    pub(super) fn of_list(list: TabularList) -> Categories {
        Categories::new(list, (0, PACKED.list(list.0).categories))
    }
}

impl Iterator for Categories {
    type Item = Icd10Cm;

    fn next(&mut self) -> Option<Icd10Cm> {
        PACKED.category(self.list.0, self.places.next()?)
    }
}

impl fmt::Debug for Chapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} of {:?}", self.list)
    }
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Section({self} of {:?})", self.list)
    }
}

macro_rules! fused_with_name {
    ($($iterator:ident),*) => {$(
        impl FusedIterator for $iterator {}
        impl fmt::Debug for $iterator {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($iterator))
            }
        }
    )*};
}
fused_with_name!(Chapters, Sections, Categories);
