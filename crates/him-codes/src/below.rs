use core::ops::Range;

use crate::automaton::{ALPHABET, Automaton, Node, character};
use crate::packed::prefix_mask;

/// The codes below a place in the automaton, of whatever day, in their order: each as its characters and its number.
#[derive(Clone)]
pub(crate) struct Below {
    automaton: &'static Automaton,
    /// The characters that have been read, then zeros.
    key: u64,
    /// How many these are.
    len: u32,
    /// How many of them lie above the place.
    top: u32,
    /// The nodes from the place down to what has been read, each with the next symbol to try. At most the second to
    /// the seventh character are below a place.
    path: [(Option<Node>, u8); 7],
}

impl Below {
    /// `key` has at least one character and leads to `node`.
    pub(crate) const fn new(automaton: &'static Automaton, key: u64, node: Option<Node>) -> Below {
        let len = 8 - key.trailing_zeros() / 8;
        const NOWHERE: (Option<Node>, u8) = (None, 0);
        let path = [
            (node, 0),
            NOWHERE,
            NOWHERE,
            NOWHERE,
            NOWHERE,
            NOWHERE,
            NOWHERE,
        ];
        Below {
            automaton,
            key,
            len,
            top: len,
            path,
        }
    }

    /// The next code; constants cannot call `next`.
    pub(crate) const fn advance(&mut self) -> Option<(u64, u32)> {
        loop {
            let depth = (self.len - self.top) as usize;
            let Some((_, [(node, symbol), ..])) = self.path.split_at_mut_checked(depth) else {
                return None;
            };
            let next = match node {
                Some(node) => self.automaton.step_from(*node, *symbol),
                None => None,
            };
            let Some((tried, child)) = next else {
                if depth == 0 {
                    return None;
                }
                self.len -= 1;
                self.key &= prefix_mask(self.len as usize);
                continue;
            };
            *symbol = tried + 1;
            self.key |= (character(tried) as u64) << (56 - 8 * self.len);
            self.len += 1;
            if let Some((_, [below, ..])) = self.path.split_at_mut_checked(depth + 1) {
                *below = (Some(child), 0);
            }
            if let Some(ordinal) = child.ordinal() {
                return Some((self.key, ordinal));
            }
        }
    }

    /// The numbers of all of them; none once the first has been given.
    pub(crate) fn ordinals(&self) -> Option<Range<u32>> {
        let [(Some(node), 0), ..] = self.path else {
            return None;
        };
        let own = u32::from(node.ordinal().is_some());
        let first = self.automaton.first_from(node)?;
        Some(first + own..self.automaton.last_from(node)? + 1)
    }

    /// Goes on after everything that is below the last code.
    pub(crate) fn leave(&mut self) {
        if let Some((node, _)) = self.path.get_mut((self.len - self.top) as usize) {
            *node = None;
        }
    }
}

impl Iterator for Below {
    type Item = (u64, u32);

    fn next(&mut self) -> Option<(u64, u32)> {
        self.advance()
    }
}

/// The rows of a list that start alike, of whatever day, in their order: each as its characters and its number.
#[derive(Clone)]
pub(crate) struct Rows {
    automaton: &'static Automaton,
    /// What they start with, when that is a row itself.
    own: Option<(u64, u32)>,
    current: Option<Below>,
    /// The first character to go on with when these are through.
    next: u8,
}

impl Rows {
    pub(crate) const fn all(automaton: &'static Automaton) -> Rows {
        Rows {
            automaton,
            own: None,
            current: None,
            next: 0,
        }
    }

    /// `key` has the characters from the highest byte down, then zeros; without any, all rows start so.
    pub(crate) fn starting(automaton: &'static Automaton, key: u64) -> Rows {
        if key == 0 {
            return Rows::all(automaton);
        }
        let node = automaton.walk(key);
        let ordinal = node.and_then(Node::ordinal);
        Rows {
            automaton,
            own: ordinal.map(|ordinal| (key, ordinal)),
            current: Some(Below::new(automaton, key, node)),
            next: ALPHABET,
        }
    }

    /// Goes on after everything that starts as the last row does.
    pub(crate) fn leave(&mut self) {
        if let Some(below) = &mut self.current {
            below.leave();
        }
    }
}

impl Iterator for Rows {
    type Item = (u64, u32);

    fn next(&mut self) -> Option<(u64, u32)> {
        if let Some(own) = self.own.take() {
            return Some(own);
        }
        loop {
            if let Some(row) = self.current.as_mut().and_then(Below::next) {
                return Some(row);
            }
            if self.next == ALPHABET {
                return None;
            }
            let key = u64::from(character(self.next)) << 56;
            self.next += 1;
            self.current = Some(Below::new(self.automaton, key, self.automaton.walk(key)));
        }
    }
}
