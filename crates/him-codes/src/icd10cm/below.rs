use chrono::NaiveDate;

use super::code::Icd10Cm;
use super::entry::{Entry, State};
use super::table::{self, TABLE};
use crate::automaton::{ALPHABET, GROUPS, Node, character};

/// The codes below a place in the automaton, of whatever day, in their order.
#[derive(Clone)]
pub(super) struct Below {
    /// The characters that have been read, then zeros.
    key: u64,
    /// How many these are.
    len: u32,
    /// How many of them lie above the place.
    top: u32,
    /// The nodes from the place down to what has been read, each with the next symbol to try. At most the third to the
    /// seventh character are below a place.
    path: [(Option<Node>, u8); 6],
}

impl Below {
    /// `key` has at least two characters and leads to `node`.
    pub(super) fn new(key: u64, node: Option<Node>) -> Below {
        let len = 8 - key.trailing_zeros() / 8;
        let mut path = [(None, 0); 6];
        if let Some(first) = path.first_mut() {
            *first = (node, 0);
        }
        Below {
            key,
            len,
            top: len,
            path,
        }
    }

    /// Goes on after everything that is below the last code.
    fn leave(&mut self) {
        if let Some((node, _)) = self.path.get_mut((self.len - self.top) as usize) {
            *node = None;
        }
    }
}

impl Iterator for Below {
    type Item = (Icd10Cm, u32);

    fn next(&mut self) -> Option<(Icd10Cm, u32)> {
        loop {
            let depth = (self.len - self.top) as usize;
            let (node, symbol) = self.path.get_mut(depth)?;
            let next = node.filter(|node| *symbol < ALPHABET && node.goes_on());
            let Some(next) = next else {
                if depth == 0 {
                    return None;
                }
                self.len -= 1;
                self.key &= super::code::prefix_mask(self.len as usize);
                continue;
            };
            let tried = *symbol;
            *symbol += 1;
            if let Some(child) = TABLE.automaton.step(next, tried) {
                self.key |= u64::from(character(tried)) << (56 - 8 * self.len);
                self.len += 1;
                if let Some(below) = self.path.get_mut(depth + 1) {
                    *below = (Some(child), 0);
                }
                if let (Some(ordinal), Some(code)) = (child.ordinal(), Icd10Cm::from_key(self.key))
                {
                    return Some((code, ordinal));
                }
            }
        }
    }
}

/// See [`Entry::descendants`].
#[derive(Clone)]
pub struct Descendants {
    below: Below,
    on: NaiveDate,
}

impl Descendants {
    pub(super) fn new(entry: &Entry) -> Descendants {
        let key = entry.code().key();
        Descendants::of(key, TABLE.automaton.walk(key), entry.on())
    }

    pub(super) fn of(key: u64, node: Option<Node>, on: NaiveDate) -> Descendants {
        Descendants {
            below: Below::new(key, node),
            on,
        }
    }
}

impl Iterator for Descendants {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let on = self.on;
        self.below
            .find_map(|(code, ordinal)| table::at(code, ordinal, on))
    }
}

/// See [`Entry::children`].
#[derive(Clone)]
pub struct Children(Descendants);

impl Children {
    pub(super) fn new(entry: &Entry) -> Children {
        Children(entry.descendants())
    }
}

impl Iterator for Children {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let entry = self.0.next()?;
        self.0.below.leave();
        Some(entry)
    }
}

/// See [`Entry::billable`].
#[derive(Clone)]
pub struct Billable(Descendants);

impl Billable {
    pub(super) fn new(descendants: Descendants) -> Billable {
        Billable(descendants)
    }
}

impl Iterator for Billable {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        self.0.find(|entry| entry.state() == State::Billable)
    }
}

/// Every code and header of a day; see [`entries`](super::entries).
#[derive(Clone)]
pub struct Entries {
    on: NaiveDate,
    next_group: usize,
    current: Option<Descendants>,
}

impl Entries {
    pub(super) fn new(on: NaiveDate) -> Entries {
        Entries {
            on,
            next_group: 0,
            current: None,
        }
    }
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(entry) = self.current.as_mut().and_then(Descendants::next) {
                return Some(entry);
            }
            if self.next_group == GROUPS {
                return None;
            }
            let alphabet = usize::from(ALPHABET);
            let [letter, ..] = (self.next_group / alphabet).to_le_bytes();
            let [second, ..] = (self.next_group % alphabet).to_le_bytes();
            let (letter, second) = (b'A' + letter, character(second));
            self.next_group += 1;
            let key = u64::from_be_bytes([letter, second, 0, 0, 0, 0, 0, 0]);
            self.current = Some(Descendants::of(
                key,
                TABLE.automaton.root(letter, second),
                self.on,
            ));
        }
    }
}

macro_rules! debug_as_name {
    ($($iterator:ident),*) => {$(
        impl core::fmt::Debug for $iterator {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(stringify!($iterator))
            }
        }
        impl core::iter::FusedIterator for $iterator {}
    )*};
}
debug_as_name!(Descendants, Children, Billable, Entries);
