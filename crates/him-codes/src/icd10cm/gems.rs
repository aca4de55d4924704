//! The general equivalence mappings (CMS) between the diagnosis codes of ICD-9-CM and ICD-10-CM, both ways, in their last
//! edition, of 2018.
//!
//! ```
//! use him_codes::icd10cm::gems;
//!
//! // A poisoning is two codes in ICD-9-CM, one in ICD-10-CM.
//! let mapping = gems::backward("T36.0X1A".parse()?).unwrap();
//! let alternatives: Vec<Vec<String>> = mapping
//!     .alternatives()
//!     .map(|alternative| alternative.map(|code| code.to_string()).collect())
//!     .collect();
//! assert_eq!(alternatives, [["960.0", "E856"]]);
//!
//! let mapping = gems::forward("25010".parse()?).unwrap();
//! assert_eq!(mapping.lines().count(), 3);
//! assert!(mapping.lines().all(|line| line.flags().is_approximate()));
//! # Ok::<(), him_codes::ParseError>(())
//! ```
//!
//! The mappings are no crosswalk: each way is made for its own questions, and neither is the other reversed. Their codes of
//! ICD-10-CM are those of FY2018; procedures (ICD-9-CM volume 3, ICD-10-PCS) are other files, and not here.

use core::fmt;
use core::iter::FusedIterator;

use him_codes_data::{GEMS, GEMS_EDITIONS};

use super::code::Icd10Cm;
use super::table;
use crate::blob;
use crate::edition::{self, Edition};
use crate::icd9cm::Icd9Cm;

/// The layout is described in `him-datagen`, `gems.rs`.
struct Table {
    icd9: &'static [[u8; 3]],
    flags: &'static [[u8; 2]],
    forward: &'static [[u8; 2]],
    forward_lines: &'static [[u8; 3]],
    backward: &'static [[u8; 2]],
    lists: &'static [[u8; 2]],
    list_lines: &'static [[u8; 3]],
}

/// Read while compiling: a table that does not fit this code does not build.
static TABLE: Table = Table::new(GEMS);

const TARGET_BITS: u32 = 18;
const NO_TARGET: u32 = (1 << TARGET_BITS) - 1;
/// Choice lists are numbered with one digit.
const MOST_LISTS: u8 = 9;
const MOST_CODES: usize = MOST_LISTS as usize;

/// The edition of the mappings: in force from the first day of FY2018, whose codes of ICD-10-CM they have.
#[must_use]
pub fn edition() -> Option<Edition> {
    edition::all(GEMS_EDITIONS).next()
}

/// What the mapping from ICD-9-CM to ICD-10-CM has of a code; none when it does not have the code.
#[must_use]
pub fn forward(code: Icd9Cm) -> Option<Mapping<Icd10Cm>> {
    let place = TABLE.icd9.binary_search_by_key(&code.packed(), number_of);
    let lines = between(TABLE.forward, TABLE.forward_lines, place.ok()?)?;
    // Codes that are targets only have no lines of their own.
    (!lines.is_empty()).then_some(Mapping {
        lines,
        target: icd10,
    })
}

/// What the mapping from ICD-10-CM to ICD-9-CM has of a code; none when it does not have the code.
#[must_use]
pub fn backward(code: Icd10Cm) -> Option<Mapping<Icd9Cm>> {
    let ordinal = table::TABLE.find(code.key())?;
    let list = u16::from_le_bytes(*TABLE.backward.get(ordinal as usize)?);
    let lines = between(TABLE.lists, TABLE.list_lines, list.into())?;
    Some(Mapping {
        lines,
        target: icd9,
    })
}

/// The codes of ICD-9-CM that the mappings have, in their order.
pub fn icd9_codes() -> impl Iterator<Item = Icd9Cm> + Clone {
    (0..).map_while(icd9)
}

fn icd9(ordinal: u32) -> Option<Icd9Cm> {
    Icd9Cm::from_packed(number_of(TABLE.icd9.get(ordinal as usize)?))
}

fn number_of([a, b, c]: &[u8; 3]) -> u32 {
    u32::from_le_bytes([*a, *b, *c, 0])
}

fn icd10(ordinal: u32) -> Option<Icd10Cm> {
    table::code(ordinal)
}

fn between(
    starts: &[[u8; 2]],
    lines: &'static [[u8; 3]],
    number: usize,
) -> Option<&'static [[u8; 3]]> {
    let start = u16::from_le_bytes(*starts.get(number)?);
    let end = u16::from_le_bytes(*starts.get(number + 1)?);
    lines.get(start.into()..end.into())
}

impl Table {
    const fn new(table: &'static [u8]) -> Table {
        let ([icd9, flags, icd10, lists, lines], rest) = blob::head(table, *b"HGM1");
        let (codes, rest) = blob::split(rest, 3 * icd9);
        let (flags, rest) = blob::split(rest, 2 * flags);
        let (forward, rest) = blob::split(rest, 2 * (icd9 + 1));
        let (forward_lines, rest) = blob::split(rest, 3 * lines);
        let (backward, rest) = blob::split(rest, 2 * icd10);
        let (lists, rest) = blob::split(rest, 2 * (lists + 1));
        if !rest.len().is_multiple_of(3) {
            blob::layout_fault()
        }
        Table {
            icd9: codes.as_chunks().0,
            flags: flags.as_chunks().0,
            forward: forward.as_chunks().0,
            forward_lines: forward_lines.as_chunks().0,
            backward: backward.as_chunks().0,
            lists: lists.as_chunks().0,
            list_lines: rest.as_chunks().0,
        }
    }
}

/// What a mapping has of one code; `T` is the code's type in the other system.
#[derive(Clone, Copy)]
pub struct Mapping<T> {
    lines: &'static [[u8; 3]],
    target: fn(u32) -> Option<T>,
}

/// A line of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Line<T> {
    target: Option<T>,
    flags: Flags,
}

/// The five flags of a line.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Flags(u16);

impl<T> Mapping<T> {
    /// The lines, in the order of the file.
    #[must_use]
    pub fn lines(&self) -> Lines<T> {
        Lines {
            lines: self.lines.iter(),
            target: self.target,
        }
    }

    /// Whether the other system has nothing for the code.
    #[must_use]
    pub fn is_unmapped(&self) -> bool {
        self.lines().all(|line| line.flags.is_no_map())
    }

    /// What can stand for the code in the other system: first each line that is no part of a combination, then of each
    /// scenario all combinations of one code from each of its choice lists. Nothing for an unmapped code.
    #[must_use]
    pub fn alternatives(&self) -> Alternatives<T>
    where
        T: Copy,
    {
        Alternatives {
            mapping: *self,
            alone: self.lines(),
            scenario: 1,
            choice: [0; MOST_CODES],
        }
    }

    /// The lines of a choice list of a scenario.
    fn choices(&self, scenario: u8, list: u8) -> impl Iterator<Item = Line<T>> {
        self.lines().filter(move |line| {
            line.flags.scenario() == Some(scenario) && line.flags.choice_list() == Some(list)
        })
    }
}

impl<T: fmt::Debug> fmt::Debug for Mapping<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.lines()).finish()
    }
}

impl<T: Copy> Line<T> {
    /// The code of the other system; none when it has nothing for the code.
    #[must_use]
    pub const fn target(&self) -> Option<T> {
        self.target
    }

    /// How the codes correspond.
    #[must_use]
    pub const fn flags(&self) -> Flags {
        self.flags
    }
}

impl Flags {
    /// Whether the codes are no equivalents: one says more, or something else, than the other.
    #[must_use]
    pub const fn is_approximate(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether the other system has nothing for the code.
    #[must_use]
    pub const fn is_no_map(self) -> bool {
        self.0 & 2 != 0
    }

    /// Whether the target stands for the code only together with others.
    #[must_use]
    pub const fn is_combination(self) -> bool {
        self.0 & 4 != 0
    }

    /// In which set of combinations the target belongs, from 1; none outside of combinations.
    #[must_use]
    pub const fn scenario(self) -> Option<u8> {
        match (self.0 >> 4 & 15) as u8 {
            0 => None,
            number => Some(number),
        }
    }

    /// From which list of the scenario the target is, from 1: a combination has one code of each.
    #[must_use]
    pub const fn choice_list(self) -> Option<u8> {
        match (self.0 >> 8 & 15) as u8 {
            0 => None,
            number => Some(number),
        }
    }
}

/// Prints the five digits of the file: approximate, no map, combination, scenario, choice list.
impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flag = u8::from;
        write!(
            f,
            "{}{}{}{}{}",
            flag(self.is_approximate()),
            flag(self.is_no_map()),
            flag(self.is_combination()),
            self.scenario().unwrap_or(0),
            self.choice_list().unwrap_or(0)
        )
    }
}

impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Flags({self})")
    }
}

/// See [`Mapping::lines`].
#[derive(Clone)]
pub struct Lines<T> {
    lines: core::slice::Iter<'static, [u8; 3]>,
    target: fn(u32) -> Option<T>,
}

impl<T> Iterator for Lines<T> {
    type Item = Line<T>;

    fn next(&mut self) -> Option<Line<T>> {
        let word = number_of(self.lines.next()?);
        let flags = TABLE.flags.get((word >> TARGET_BITS) as usize)?;
        let number = word & NO_TARGET;
        Some(Line {
            target: if number == NO_TARGET {
                None
            } else {
                (self.target)(number)
            },
            flags: Flags(u16::from_le_bytes(*flags)),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.lines.size_hint()
    }
}

impl<T> ExactSizeIterator for Lines<T> {}
impl<T> FusedIterator for Lines<T> {}

/// The codes that together stand for one of the other system: an iterator over them, in the order of the choice lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative<T> {
    codes: [Option<T>; MOST_CODES],
    next: usize,
    approximate: bool,
    scenario: Option<u8>,
}

impl<T: Copy> Alternative<T> {
    /// Whether one of the codes corresponds but approximately.
    #[must_use]
    pub const fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// From which scenario the combination is; none for a code that stands alone.
    #[must_use]
    pub const fn scenario(&self) -> Option<u8> {
        self.scenario
    }
}

impl<T: Copy> Iterator for Alternative<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let code = self.codes.get(self.next).copied().flatten()?;
        self.next += 1;
        Some(code)
    }
}

impl<T: Copy> FusedIterator for Alternative<T> {}

/// See [`Mapping::alternatives`].
#[derive(Clone)]
pub struct Alternatives<T> {
    mapping: Mapping<T>,
    alone: Lines<T>,
    scenario: u8,
    /// Which code of each choice list comes next.
    choice: [u16; MOST_CODES],
}

impl<T: Copy> Alternatives<T> {
    /// The combination of the current choices, and the step to the next one.
    fn combination(&mut self) -> Option<Alternative<T>> {
        let mut alternative = Alternative {
            codes: [None; MOST_CODES],
            next: 0,
            approximate: false,
            scenario: Some(self.scenario),
        };
        let lists = (1..=MOST_LISTS).zip(alternative.codes.iter_mut().zip(self.choice));
        for (list, (code, choice)) in lists {
            let mut choices = self.mapping.choices(self.scenario, list);
            let Some(line) = choices.nth(choice.into()) else {
                break;
            };
            *code = line.target;
            alternative.approximate |= line.flags.is_approximate();
        }
        alternative.codes.first().copied().flatten()?;
        // As an odometer: the last list turns fastest.
        let count = alternative.codes.iter().flatten().count();
        for (place, list) in (0..count).zip(1..=MOST_LISTS).rev() {
            let len = self.mapping.choices(self.scenario, list).count();
            let Some(choice) = self.choice.get_mut(place) else {
                break;
            };
            *choice += 1;
            if usize::from(*choice) < len {
                return Some(alternative);
            }
            *choice = 0;
        }
        self.scenario += 1;
        Some(alternative)
    }
}

impl<T: Copy> Iterator for Alternatives<T> {
    type Item = Alternative<T>;

    fn next(&mut self) -> Option<Alternative<T>> {
        let single = self
            .alone
            .find(|line| line.target.is_some() && !line.flags.is_combination());
        match single {
            Some(line) => {
                let mut codes = [None; MOST_CODES];
                if let Some(first) = codes.first_mut() {
                    *first = line.target;
                }
                Some(Alternative {
                    codes,
                    next: 0,
                    approximate: line.flags.is_approximate(),
                    scenario: None,
                })
            }
            None => self.combination(),
        }
    }
}

impl<T: Copy> FusedIterator for Alternatives<T> {}

macro_rules! debug_as_name {
    ($($iterator:ident),*) => {$(
        impl<T> fmt::Debug for $iterator<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($iterator))
            }
        }
    )*};
}
debug_as_name!(Lines, Alternatives);
