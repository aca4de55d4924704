//! A minimal acyclic automaton over a sorted list of codes, which numbers them in their order.
//!
//! A code is read as its first character, then as three pairs of characters, filled up with the end where it is shorter: so
//! a look-up takes four loads, whatever the code's length. A state stands after the first character and after each of the
//! first two pairs, and where all has been read.
//!
//! It is laid out as a double array. The *rank* of the end is 0, of `0`-`9` 1-10, of `A`-`Z` 11-36; the number of a pair is
//! 37 times the rank of the first of it plus that of the second. A state has a *base*, its own alone; the word of its
//! transition by a pair stands at base + the pair's number, where the transitions of other states fill the places between.
//!
//! - *front*: one 64-bit word for each rank of a first character. Bits 0-15 the base of the state after it, 32-63 the number
//!   of codes before the first that starts so.
//! - *slots*: one 48-bit word for each place. Of a transition, bits 0-15 the base of the state that it leads to, 16-26 the
//!   number of its pair, 27-47 how many codes lie before it below the state that it leaves. At base + 1, which no pair has,
//!   the head of a state: bits 16-26 are 1, 0-15 tell for the characters `0` to `F` whether each may come next, 27-46 for
//!   those from `G` to `Z`, 47 whether a code ends here.
//!
//! The base of no state is 65535, and a free place has all bits set.

use std::collections::{HashMap, HashSet};

use crate::fault::{Fault, Result};

/// Its two parts, before they are packed.
pub struct Automaton {
    /// See the module.
    pub front: Vec<u64>,
    /// See the module.
    pub slots: Vec<[u8; 6]>,
}

const RANKS: usize = 37;
const LONGEST: usize = 7;
const NO_STATE: usize = 0xffff;
const HEAD: usize = 1;
const FREE: [u8; 6] = [0xff; 6];

/// With what the codes of a system start. The other characters are digits or letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// As of ICD-10-CM.
    Letter,
    /// As of ICD-10-PCS.
    DigitOrLetter,
}

impl Automaton {
    /// `codes` are sorted, without duplicate, and at most seven digits and letters long.
    ///
    /// # Errors
    ///
    /// When a code is out of order or none, or when there are more than the layout holds.
    pub fn build(codes: &[&str], first: First) -> Result<Automaton> {
        if let Some(code) = codes.iter().find(|code| !is_code(code, first)) {
            return Err(Fault::in_file(*code, "is not a code"));
        }
        if let Some([_, code]) = codes.array_windows().find(|[a, b]| a >= b) {
            return Err(Fault::in_file(*code, "is out of order"));
        }
        let mut states = States::default();
        let mut starts = Vec::new();
        let mut before = 0;
        for own in codes.chunk_by(|a, b| a.as_bytes().first() == b.as_bytes().first()) {
            let suffixes: Vec<&[u8]> = own
                .iter()
                .filter_map(|code| code.as_bytes().get(1..))
                .collect();
            let one = own.first().and_then(|code| code.as_bytes().first());
            starts.push((rank(one), states.number(&suffixes, LONGEST - 1), before));
            before += own.len();
        }
        let (bases, slots) = states.place()?;
        let mut front = vec![NO_STATE as u64; RANKS];
        for (rank, state, before) in starts {
            let before =
                u32::try_from(before).map_err(|_| Fault::in_file("automaton", "too many codes"))?;
            if let (Some(word), Some(base)) = (front.get_mut(rank), bases.get(state)) {
                *word = u64::from(before) << 32 | *base as u64;
            }
        }
        Ok(Automaton { front, slots })
    }
}

impl Automaton {
    /// As they stand in a blob: the front, then the slots.
    pub fn bytes(&self) -> impl Iterator<Item = u8> {
        let front = self.front.iter().flat_map(|word| word.to_le_bytes());
        front.chain(self.slots.iter().flatten().copied())
    }
}

fn is_code(text: &str, first: First) -> bool {
    let letter = first == First::DigitOrLetter || !text.starts_with(|c: char| c.is_ascii_digit());
    let each = |c: u8| c.is_ascii_digit() || c.is_ascii_uppercase();
    (1..=LONGEST).contains(&text.len()) && letter && text.bytes().all(each)
}

fn rank(c: Option<&u8>) -> usize {
    usize::from(match c {
        None => 0,
        Some(c) if c.is_ascii_digit() => c - b'0' + 1,
        Some(c) => c - b'A' + 11,
    })
}

/// The characters that may come next, whether a code ends here, and the state after each next pair.
#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    head: u64,
    next: Vec<(usize, usize)>,
}

#[derive(Default)]
struct States {
    numbers: HashMap<State, usize>,
    /// Each with the number of codes that end in it or below it.
    states: Vec<(State, usize)>,
}

impl States {
    /// The number of the state whose continuations are `suffixes`, of at most `len` characters; equal ones are one state.
    fn number(&mut self, suffixes: &[&[u8]], len: usize) -> usize {
        let mut next = Vec::new();
        let mut head = 0;
        for branch in suffixes.chunk_by(|a, b| a.iter().take(2).eq(b.iter().take(2))) {
            let pair = branch.first().copied().unwrap_or_default();
            head |= match rank(pair.first()) {
                0 => 1 << 36,
                rank => 1u64 << (rank - 1),
            };
            let pair = rank(pair.first()) * RANKS + rank(pair.get(1));
            let rest: Vec<&[u8]> = branch
                .iter()
                .map(|suffix| suffix.get(2..).unwrap_or_default())
                .collect();
            if len > 0 {
                next.push((pair, self.number(&rest, len - 2)));
            }
        }
        let state = State { head, next };
        *self.numbers.entry(state.clone()).or_insert_with(|| {
            self.states.push((state, suffixes.len()));
            self.states.len() - 1
        })
    }

    /// The base of each state, and the slots.
    fn place(&self) -> Result<(Vec<usize>, Vec<[u8; 6]>)> {
        let mut bases = vec![NO_STATE; self.states.len()];
        let mut used: Vec<bool> = Vec::new();
        let mut taken: HashSet<usize> = HashSet::new();
        // The states with most transitions first: the others fit between them.
        let mut order: Vec<_> = self
            .states
            .iter()
            .map(|(state, _)| state)
            .enumerate()
            .collect();
        order.sort_by_key(|(number, state)| (std::cmp::Reverse(state.next.len()), *number));
        for (number, state) in order {
            let free = |base: &usize| {
                let open = |place: usize| !used.get(base + place).is_some_and(|used| *used);
                !taken.contains(base) && state.places().all(open)
            };
            let base = (0..NO_STATE).find(free);
            let base = base.ok_or_else(|| Fault::in_file("automaton", "too many transitions"))?;
            taken.insert(base);
            let last = state.places().max().unwrap_or_default();
            used.resize(used.len().max(base + last + 1), false);
            for place in state.places() {
                if let Some(used) = used.get_mut(base + place) {
                    *used = true;
                }
            }
            if let Some(cell) = bases.get_mut(number) {
                *cell = base;
            }
        }
        if used.len() > NO_STATE {
            return Err(Fault::in_file("automaton", "too many transitions"));
        }
        let mut slots = vec![FREE; used.len()];
        for ((State { head, next }, _), &base) in self.states.iter().zip(&bases) {
            // The place stands between the low 16 bits and the others.
            let mut write = |place: usize, word: u64| {
                if let Some(slot) = slots.get_mut(base + place) {
                    let word = word >> 16 << 27 | (place as u64) << 16 | word & 0xffff;
                    let [bytes @ .., _, _] = word.to_le_bytes();
                    *slot = bytes;
                }
            };
            write(HEAD, *head);
            let mut skip = 0;
            for &(pair, state) in next {
                let target = bases.get(state).copied().unwrap_or(NO_STATE);
                write(pair, (skip as u64) << 16 | target as u64);
                skip += self.states.get(state).map_or(0, |(_, size)| *size);
            }
            if skip >= 1 << 21 {
                let what = "too many codes share their first character";
                return Err(Fault::in_file("automaton", what));
            }
        }
        Ok((bases, slots))
    }
}

impl State {
    /// What it takes after its base.
    fn places(&self) -> impl Iterator<Item = usize> {
        [HEAD]
            .into_iter()
            .chain(self.next.iter().map(|(pair, _)| *pair))
    }
}
