use core::fmt;

use crate::automaton::{ALPHABET, character};
use crate::constant::Sentence;

/// A set of the characters of codes, in order: digits, then letters. Prints as a coder reads it: `0-9, A, C or X`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Characters(u64);

impl Characters {
    pub(crate) fn from_symbols(symbols: impl Iterator<Item = u8>) -> Characters {
        Characters(symbols.fold(0, |set, symbol| set | 1 << symbol))
    }

    pub(crate) const EMPTY: Characters = Characters(0);

    pub(crate) const fn with(self, symbol: u8) -> Characters {
        Characters(self.0 | 1 << symbol)
    }

    /// Whether the character is in the set; letters in upper case.
    #[must_use]
    pub fn contains(self, c: char) -> bool {
        self.into_iter().any(|own| own == c)
    }

    /// Whether nothing is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    const fn has(self, symbol: u8) -> bool {
        symbol < ALPHABET && self.0 >> symbol & 1 == 1
    }

    /// The end of the run of neighbours that starts at a symbol. Digits and letters are no neighbours.
    const fn run_end(self, start: u8) -> u8 {
        let mut end = start;
        while self.has(end + 1) && end != 9 {
            end += 1;
        }
        end
    }

    /// First and last character of the first piece that is printed, a run of three or more or a single one, and the others.
    pub(crate) const fn first_piece(self) -> Option<(u8, u8, Characters)> {
        if self.is_empty() {
            return None;
        }
        let start = self.0.trailing_zeros() as u8;
        let end = self.run_end(start);
        let end = if end >= start + 2 { end } else { start };
        let others = self.0 >> (end + 1) << (end + 1);
        Some((character(start), character(end), Characters(others)))
    }
}

impl IntoIterator for Characters {
    type Item = char;
    type IntoIter = IntoIter;

    fn into_iter(self) -> IntoIter {
        IntoIter { set: self, next: 0 }
    }
}

/// The characters of [`Characters`], in order.
#[derive(Clone, Debug)]
pub struct IntoIter {
    set: Characters,
    next: u8,
}

impl Iterator for IntoIter {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let symbol = (self.next..ALPHABET).find(|symbol| self.set.has(*symbol))?;
        self.next = symbol + 1;
        Some(character(symbol).into())
    }
}

impl fmt::Display for Characters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Sentence::new().push_characters(*self).as_str())
    }
}

impl fmt::Debug for Characters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Characters({self})")
    }
}

#[cfg(test)]
mod tests {
    extern crate alloc;
    use alloc::string::ToString;

    use super::*;

    fn shown(text: &str) -> alloc::string::String {
        Characters::from_symbols(text.bytes().map(crate::automaton::symbol)).to_string()
    }

    #[test]
    fn prints_runs() {
        assert_eq!(shown(""), "");
        assert_eq!(shown("7"), "7");
        assert_eq!(shown("12"), "1 or 2");
        assert_eq!(shown("0123456789ABC"), "0-9 or A-C");
        assert_eq!(shown("ABCDEFGHJKMNPQRS"), "A-H, J, K, M, N or P-S");
        assert_eq!(shown("9A"), "9 or A");
        assert_eq!(shown("XYZ0"), "0 or X-Z");
    }
}
