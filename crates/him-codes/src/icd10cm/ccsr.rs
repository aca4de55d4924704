//! The Clinical Classifications Software Refined (AHRQ): the categories of each diagnosis code, for statistics.
//!
//! ```
//! use him_codes::icd10cm::ccsr::{self, Category};
//!
//! let all: Vec<&str> = ccsr::of("A00.0".parse()?).map(|assignment| assignment.category().code()).collect();
//! assert_eq!(all, ["DIG001", "INF003"]);
//! assert_eq!(ccsr::of("A00.0".parse()?).inpatient_default().unwrap().title(), "Intestinal infection");
//!
//! let anemia: Category = "BLD001".parse().unwrap();
//! assert_eq!(anemia.title(), "Nutritional anemia");
//! assert_eq!(anemia.codes().next().unwrap().to_string(), "D50.0");
//! # Ok::<(), him_codes::ParseError>(())
//! ```
//!
//! One version is held, [`edition`]: v2026.1, with the codes that were billable at any time from FY2016 to FY2026, and six
//! older ones. Whether a code is valid on a day is not its question.

use core::fmt;
use core::iter::FusedIterator;
use core::str::FromStr;

use him_codes_data::{CCSR, CCSR_EDITIONS};

use super::code::Icd10Cm;
use super::table;
use crate::below::Rows;
use crate::blob;
use crate::edition::{self, Edition};

/// The layout is described in `him-datagen`, `ccsr.rs`.
struct Table {
    categories: &'static [[u8; 20]],
    rationales: &'static [[u8; 4]],
    lists: &'static [[u8; 2]],
    lines: &'static [[u8; 4]],
    codes: &'static [[u8; 2]],
    odd: &'static [[u8; 16]],
    text: &'static str,
}

/// Read while compiling: a table that does not fit this code does not build.
static TABLE: Table = Table::new(CCSR);

/// The version of the classification, in force from the first day of its fiscal year.
#[must_use]
pub fn edition() -> Option<Edition> {
    edition::all(CCSR_EDITIONS).next()
}

/// The categories of a code, in the order of the file; nothing for a header, and for a code that the version does not have.
#[must_use]
pub fn of(code: Icd10Cm) -> Assignments {
    let list = match table::TABLE.find(code.key()) {
        Some(ordinal) => TABLE.list_of(ordinal),
        None => TABLE
            .odd()
            .find(|(odd, _)| *odd == code)
            .map(|(_, list)| list),
    };
    Assignments {
        lines: list
            .map(|list| TABLE.lines_of(list))
            .unwrap_or_default()
            .iter(),
    }
}

/// Every category, in the order of their codes: those that have codes, and AHRQ's marks for data without one.
pub fn categories() -> impl ExactSizeIterator<Item = Category> + Clone {
    (0..TABLE.categories.len()).map(Category::at)
}

/// Every code that the version has, in their order; those that no edition of ICD-10-CM held has come last.
pub fn codes() -> impl Iterator<Item = Icd10Cm> + Clone {
    let listed = Rows::all(&table::TABLE.automaton);
    listed
        .filter(|(_, ordinal)| TABLE.list_of(*ordinal).is_some())
        .filter_map(|(key, _)| Icd10Cm::from_key(key))
        .chain(TABLE.odd().map(|(code, _)| code))
}

impl Table {
    const fn new(table: &'static [u8]) -> Table {
        let ([categories, rationales, lists, lines, codes, odd, text], rest) =
            blob::head(table, *b"HCS1");
        let (categories, rest) = blob::split(rest, 20 * categories);
        let (rationales, rest) = blob::split(rest, 4 * rationales);
        let (lists, rest) = blob::split(rest, 2 * (lists + 1));
        let (lines, rest) = blob::split(rest, 4 * lines);
        let (codes, rest) = blob::split(rest, 2 * codes);
        let (odd, rest) = blob::split(rest, 16 * odd);
        let (true, Ok(text)) = (rest.len() == text, str::from_utf8(rest)) else {
            blob::layout_fault()
        };
        Table {
            categories: categories.as_chunks().0,
            rationales: rationales.as_chunks().0,
            lists: lists.as_chunks().0,
            lines: lines.as_chunks().0,
            codes: codes.as_chunks().0,
            odd: odd.as_chunks().0,
            text,
        }
    }

    fn list_of(&self, ordinal: u32) -> Option<u16> {
        let list = u16::from_le_bytes(*self.codes.get(ordinal as usize)?);
        (list != u16::MAX).then_some(list)
    }

    fn lines_of(&self, list: u16) -> &'static [[u8; 4]] {
        let place = |list: usize| self.lists.get(list).map(|place| u16::from_le_bytes(*place));
        let list = usize::from(list);
        let lines = place(list).zip(place(list + 1)).and_then(|(start, end)| {
            let range = usize::from(start)..usize::from(end);
            self.lines.get(range)
        });
        lines.unwrap_or_default()
    }

    fn odd(&self) -> impl Iterator<Item = (Icd10Cm, u16)> + Clone + use<> {
        self.odd.iter().filter_map(|odd| {
            let both = u128::from_le_bytes(*odd);
            Some((Icd10Cm::from_key(both as u64)?, (both >> 64) as u16))
        })
    }

    /// Of a place in the text and a length.
    fn text(&self, word: [u8; 4]) -> &'static str {
        let [a, b, c, len] = word;
        let start = u32::from_le_bytes([a, b, c, 0]) as usize;
        let text = self.text.get(start..start + usize::from(len));
        text.unwrap_or_default()
    }
}

/// A category of the version.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category(u16);

impl Category {
    fn at(number: usize) -> Category {
        let [low, high, ..] = number.to_le_bytes();
        Category(u16::from_le_bytes([low, high]))
    }

    fn cells(self) -> &'static [u8; 20] {
        const NOTHING: &[u8; 20] = &[0; 20];
        let cells = TABLE.categories.get(usize::from(self.0));
        cells.unwrap_or(NOTHING)
    }

    /// Its code, such as `DIG001`: three letters for the body system, three digits.
    #[must_use]
    pub fn code(self) -> &'static str {
        let (_, code) = self.cells().split_at(12);
        let code = code.split(|byte| *byte == 0).next().unwrap_or_default();
        str::from_utf8(code).unwrap_or_default()
    }

    /// Its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self.cells() {
            [_, _, _, _, _, _, _, _, a, b, c, len, ..] => TABLE.text([*a, *b, *c, *len]),
        }
    }

    /// The codes in it, in their order, whatever the day; those that no edition held has come last. Nothing for a
    /// category that is discontinued, and for marks such as `XXX000`.
    #[must_use]
    pub fn codes(self) -> Codes {
        let (span, _) = self.cells().split_at(8);
        let both = span
            .first_chunk()
            .map_or(0, |both| u64::from_le_bytes(*both));
        let (low, high) = (both as u32, (both >> 32) as u32);
        Codes {
            category: self,
            listed: if low <= high { low..high + 1 } else { 0..0 },
            odd: 0,
        }
    }
}

/// Prints its code.
impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Category({self})")
    }
}

/// A text is not the code of a category of the version.
///
/// ```
/// use him_codes::icd10cm::ccsr::Category;
///
/// assert_eq!("DIG999".parse::<Category>().unwrap_err().to_string(), "not a category of CCSR v2026.1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCategory(());

impl fmt::Display for UnknownCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = edition().map_or("", Edition::name);
        write!(f, "not a category of CCSR {version}")
    }
}

impl core::error::Error for UnknownCategory {}

/// Takes any case.
impl FromStr for Category {
    type Err = UnknownCategory;

    fn from_str(text: &str) -> Result<Self, UnknownCategory> {
        categories()
            .find(|category| category.code().eq_ignore_ascii_case(text))
            .ok_or(UnknownCategory(()))
    }
}

/// Whether a category is the one of its code where a record counts once, by its principal or first-listed diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DefaultFor {
    /// `Y`: it is.
    Yes,
    /// `N`: another one is.
    No,
    /// `X`: none is, as the code is not acceptable as that diagnosis.
    Unacceptable,
}

/// A category of a code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Assignment(u32);

impl Assignment {
    /// The category.
    #[must_use]
    pub const fn category(self) -> Category {
        Category((self.0 & 0x3ff) as u16)
    }

    /// Whether it is the default for the principal diagnosis, in inpatient data.
    #[must_use]
    pub const fn inpatient(self) -> DefaultFor {
        default_for(self.0 >> 10)
    }

    /// Whether it is the default for the first-listed diagnosis, in outpatient data.
    #[must_use]
    pub const fn outpatient(self) -> DefaultFor {
        default_for(self.0 >> 12)
    }

    /// Why the default was chosen so, as AHRQ words it: `06 Infectious conditions`.
    #[must_use]
    pub fn rationale(self) -> &'static str {
        let number = (self.0 >> 14 & 0x7f) as usize;
        let place = TABLE.rationales.get(number);
        place.map_or("", |place| TABLE.text(*place))
    }
}

impl fmt::Debug for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assignment")
            .field("category", &self.category())
            .field("inpatient", &self.inpatient())
            .field("outpatient", &self.outpatient())
            .field("rationale", &self.rationale())
            .finish()
    }
}

const fn default_for(bits: u32) -> DefaultFor {
    match bits & 3 {
        0 => DefaultFor::No,
        1 => DefaultFor::Yes,
        _ => DefaultFor::Unacceptable,
    }
}

/// See [`of`].
#[derive(Clone)]
pub struct Assignments {
    lines: core::slice::Iter<'static, [u8; 4]>,
}

impl Assignments {
    /// The category of the code as principal diagnosis in inpatient data: `XXX000` when it is not acceptable as that, as in
    /// AHRQ's software. None when the version does not have the code.
    #[must_use]
    pub fn inpatient_default(&self) -> Option<Category> {
        self.default("XXX000", Assignment::inpatient)
    }

    /// The category of the code as first-listed diagnosis in outpatient data: `XXX111` when it is not acceptable as that.
    /// None when the version does not have the code.
    #[must_use]
    pub fn outpatient_default(&self) -> Option<Category> {
        self.default("XXX111", Assignment::outpatient)
    }

    fn default(&self, none: &str, of: fn(Assignment) -> DefaultFor) -> Option<Category> {
        let mut all = self.clone();
        let found = all.find(|assignment| of(*assignment) == DefaultFor::Yes);
        match found {
            Some(assignment) => Some(assignment.category()),
            None => self.clone().next().and_then(|_| none.parse().ok()),
        }
    }
}

impl Iterator for Assignments {
    type Item = Assignment;

    fn next(&mut self) -> Option<Assignment> {
        let line = self.lines.next()?;
        Some(Assignment(u32::from_le_bytes(*line)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.lines.size_hint()
    }
}

impl ExactSizeIterator for Assignments {}
impl FusedIterator for Assignments {}

impl fmt::Debug for Assignments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// See [`Category::codes`].
#[derive(Clone)]
pub struct Codes {
    category: Category,
    listed: core::ops::Range<u32>,
    odd: usize,
}

impl Iterator for Codes {
    type Item = Icd10Cm;

    fn next(&mut self) -> Option<Icd10Cm> {
        let category = self.category;
        let is_in = |list: u16| {
            let mut lines = TABLE.lines_of(list).iter();
            lines.any(|line| Assignment(u32::from_le_bytes(*line)).category() == category)
        };
        let listed = self
            .listed
            .find(|ordinal| TABLE.list_of(*ordinal).is_some_and(is_in));
        if let Some(ordinal) = listed {
            return table::code(ordinal);
        }
        let mut odd = TABLE.odd().enumerate().skip(self.odd);
        let (place, (code, _)) = odd.find(|(_, (_, list))| is_in(*list))?;
        self.odd = place + 1;
        Some(code)
    }
}

impl FusedIterator for Codes {}

impl fmt::Debug for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Codes({})", self.category)
    }
}
