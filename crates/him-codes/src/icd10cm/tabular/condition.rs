use core::fmt;
use core::iter::FusedIterator;

use super::packed_notes::NOTES;
use super::{lists, seventh};
use crate::automaton::{ALPHABET, symbol};
use crate::icd10cm::code::Icd10Cm;
use crate::icd10cm::table::TABLE;

/// What a reference asks of the characters of a code. Prints as `with .22` or `with fifth or sixth character 5`.
#[derive(Clone, Copy)]
pub struct Condition {
    position: Position,
    /// Each after its length.
    values: &'static [u8],
}

/// Which characters of a code have to be one of the values; counted without the dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Position {
    /// Those from the fourth on: what follows the dot.
    Fourth,
    /// Those from the fifth on.
    Fifth,
    /// Those from the sixth on.
    Sixth,
    /// The seventh.
    Seventh,
    /// The sixth, or the fifth where the sixth is a placeholder or missing: of the codes for poisoning and toxic effects
    /// the character that tells the intent. (`T38.815A` has a fifth character 1, but its intent is 5, adverse effect.)
    FifthOrSixth,
    /// The last that is neither a placeholder nor taken from a definition of seventh characters.
    Final,
}

impl Condition {
    pub(super) fn of_number(number: usize) -> Condition {
        let (position, values) = NOTES.condition(number);
        let position = match position {
            4 => Position::Fourth,
            5 => Position::Fifth,
            6 => Position::Sixth,
            7 => Position::Seventh,
            8 => Position::FifthOrSixth,
            _ => Position::Final,
        };
        Condition { position, values }
    }

    /// Which characters.
    #[must_use]
    pub const fn position(&self) -> Position {
        self.position
    }

    /// What these can be, each of one character or more.
    #[must_use]
    pub const fn values(&self) -> Values {
        Values(self.values)
    }

    /// Whether a code meets it. A header that is too short to tell does not.
    #[must_use]
    pub fn is_met_by(&self, code: Icd10Cm) -> bool {
        let undotted = code.undotted();
        let text = undotted.as_str();
        let from = match self.position {
            Position::Fourth => 3,
            Position::Fifth => 4,
            Position::Sixth => 5,
            Position::Seventh => 6,
            Position::FifthOrSixth => match intent_at(code) {
                Some(at) => at,
                None => return false,
            },
            Position::Final => {
                let stem = stem(code);
                return is_complete(code)
                    && self.values().any(|value| stem_ends(text, stem, value));
            }
        };
        let rest = text.get(from..).unwrap_or_default();
        self.values().any(|value| rest.starts_with(value))
    }
}

/// Where the character stands that is the sixth, or else the fifth.
fn intent_at(code: Icd10Cm) -> Option<usize> {
    let [.., fifth, sixth, _, _] = code.key().to_be_bytes();
    match (fifth, sixth) {
        (0, _) => None,
        (_, 0) => is_complete(code).then_some(4),
        (_, b'X') => Some(4),
        _ => Some(5),
    }
}

/// How many characters remain without a seventh one of a definition and without placeholders.
fn stem(code: Icd10Cm) -> usize {
    let defined = code.len() == 7 && lists().any(|list| seventh::is_defined(list, code));
    let len = code.len() - usize::from(defined);
    let placeholders = code.key().to_be_bytes().into_iter().take(len).rev();
    len - placeholders.take_while(|c| *c == b'X').count()
}

fn stem_ends(text: &str, stem: usize, value: &str) -> bool {
    text.get(..stem).is_some_and(|stem| stem.ends_with(value))
}

/// Whether nothing but placeholders and a seventh character of a definition comes after a code.
fn is_complete(code: Icd10Cm) -> bool {
    let node = TABLE.automaton.walk(code.key());
    let Some(node) = node else {
        return true;
    };
    let last = code.len() == 6 && lists().any(|list| seventh::is_defined(list, code));
    let mut others = (0..ALPHABET).filter(|next| *next != symbol(b'X'));
    last || !others.any(|next| TABLE.automaton.step(node, next).is_some())
}

/// See [`Condition::values`].
#[derive(Clone)]
pub struct Values(&'static [u8]);

impl Iterator for Values {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        let (len, rest) = self.0.split_first()?;
        let (value, rest) = rest.split_at_checked(usize::from(*len))?;
        self.0 = rest;
        str::from_utf8(value).ok()
    }
}

impl FusedIterator for Values {}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// Equal are those that ask the same.
impl PartialEq for Condition {
    fn eq(&self, other: &Condition) -> bool {
        (self.position, self.values) == (other.position, other.values)
    }
}

impl Eq for Condition {}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [&str; 7] = ["", "", "", "fourth", "fifth", "sixth", "seventh"];
        let longest = self.values().map(str::len).max().unwrap_or(1);
        let first = match self.position {
            Position::Fourth => 3,
            Position::Fifth => 4,
            Position::Sixth => 5,
            Position::Seventh | Position::FifthOrSixth | Position::Final => 6,
        };
        let name = |at: usize| NAMES.get(at).copied().unwrap_or_default();
        f.write_str("with ")?;
        match self.position {
            Position::Fourth => {}
            Position::FifthOrSixth => f.write_str("fifth or sixth character ")?,
            Position::Final if longest > 1 => f.write_str("final characters ")?,
            Position::Final => f.write_str("final character ")?,
            _ if longest > 1 => {
                let last = name(first + longest - 1);
                write!(f, "{} to {last} characters ", name(first))?;
            }
            _ => write!(f, "{} character ", name(first))?,
        }
        let dot = if self.position == Position::Fourth {
            "."
        } else {
            ""
        };
        let mut values = self.values();
        let mut next = values.next();
        let mut separator = "";
        while let Some(value) = next {
            next = values.next();
            write!(f, "{separator}{dot}{value}")?;
            separator = if values.0.is_empty() { " or " } else { ", " };
        }
        Ok(())
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Condition({self})")
    }
}
