//! A minimal acyclic automaton over a sorted list of codes, which numbers them in their order.
//!
//! It is laid out as a double array, so that each character of a code costs one load. A state has a *base*, its own alone;
//! the word of its transition by a character stands at base + the character's number (`0`-`9` 0-9, `A`-`Z` 10-35), where
//! the transitions of other states fill the places between.
//!
//! - *front*: one 64-bit word for each possible first two characters (see [`First`]). Bits 0-14 the base of
//!   the state after them, 32-63 the number of codes before the first that starts so.
//! - *slots*: one 64-bit word for each place. Bits 0-14 the base of the state that the transition leads to, bit 15 set when
//!   a code ends there, 16-30 the base of the state that it leaves, 32-47 how many codes lie before it below that state.
//!
//! A state without transitions has the base 32767, as has, where it belongs to no transition, a slot's state that is left.

use std::collections::{HashMap, HashSet};

use crate::fault::{Fault, Result};

/// Its two parts, before they are packed.
pub struct Automaton {
    /// See the module.
    pub front: Vec<u64>,
    /// See the module.
    pub slots: Vec<u64>,
}

const ALPHABET: usize = 36;
const NO_STATE: u64 = 32767;
const FREE: u64 = NO_STATE << 16 | NO_STATE;

/// With what the codes of a system start. The second character is a digit or a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// As of ICD-10-CM.
    Letter,
    /// As of ICD-10-PCS.
    DigitOrLetter,
}

impl First {
    /// The symbol of the first group.
    fn lowest(self) -> usize {
        match self {
            First::Letter => symbol(b'A'),
            First::DigitOrLetter => symbol(b'0'),
        }
    }
}

impl Automaton {
    /// `codes` are sorted, without duplicate, and at least three digits and letters long.
    ///
    /// # Errors
    ///
    /// When a code is out of order or none, or when there are more than the layout holds.
    pub fn build(codes: &[&str], first: First) -> Result<Automaton> {
        let mut states = States::default();
        let count = (ALPHABET - first.lowest()) * ALPHABET;
        let mut groups = Vec::with_capacity(count);
        let mut rest = codes;
        let mut before = 0u64;
        for group in 0..count {
            let (own, others) = rest.split_at(
                rest.iter()
                    .take_while(|code| group_of(code, first) == Some(group))
                    .count(),
            );
            let suffixes: Vec<&[u8]> = own
                .iter()
                .filter_map(|code| code.as_bytes().get(2..))
                .collect();
            groups.push((states.number(&suffixes), before));
            before += own.len() as u64;
            rest = others;
        }
        if let Some(code) = rest.first() {
            return Err(Fault::in_file(*code, "is out of order, or not a code"));
        }
        if before >= 1 << 32 {
            return Err(Fault::in_file("automaton", "too many codes"));
        }
        let (bases, slots) = states.place()?;
        let base = |state: usize| bases.get(state).copied().unwrap_or(NO_STATE);
        let front = groups
            .into_iter()
            .map(|(state, before)| before << 32 | base(state))
            .collect();
        Ok(Automaton { front, slots })
    }
}

fn group_of(code: &str, first: First) -> Option<usize> {
    let [one, two, ..] = code.as_bytes() else {
        return None;
    };
    let row = symbol(*one).checked_sub(first.lowest())?;
    Some(row * ALPHABET + symbol(*two))
}

fn symbol(c: u8) -> usize {
    usize::from(if c.is_ascii_digit() {
        c - b'0'
    } else {
        c - b'A' + 10
    })
}

/// Whether a code ends here, and the state after each next character.
#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    accepts: bool,
    next: Vec<(u8, usize)>,
}

#[derive(Default)]
struct States {
    numbers: HashMap<State, usize>,
    /// Each with the number of codes that end in it or below it.
    states: Vec<(State, u64)>,
}

impl States {
    /// The number of the state whose continuations are `suffixes`; equal ones are one state.
    fn number(&mut self, suffixes: &[&[u8]]) -> usize {
        let accepts = suffixes.first().is_some_and(|suffix| suffix.is_empty());
        let longer = suffixes.get(usize::from(accepts)..).unwrap_or_default();
        let mut next = Vec::new();
        for branch in longer.chunk_by(|a, b| a.first() == b.first()) {
            let Some(&c) = branch.first().and_then(|suffix| suffix.first()) else {
                continue;
            };
            let rest: Vec<&[u8]> = branch.iter().filter_map(|suffix| suffix.get(1..)).collect();
            next.push((c, self.number(&rest)));
        }
        let state = State { accepts, next };
        *self.numbers.entry(state.clone()).or_insert_with(|| {
            self.states.push((state, suffixes.len() as u64));
            self.states.len() - 1
        })
    }

    /// The base of each state, and the slots.
    fn place(&self) -> Result<(Vec<u64>, Vec<u64>)> {
        let mut bases = vec![NO_STATE; self.states.len()];
        let mut slots: Vec<Option<(usize, usize)>> = Vec::new();
        let mut taken: HashSet<usize> = HashSet::new();
        // The states with most transitions first: the others fit between them.
        let mut order: Vec<usize> = (0..self.states.len()).collect();
        order.sort_by_key(|&n| {
            (
                std::cmp::Reverse(self.states.get(n).map(|(state, _)| state.next.len())),
                n,
            )
        });
        for number in order {
            let Some((State { next, .. }, _)) = self.states.get(number) else {
                continue;
            };
            if next.is_empty() {
                continue;
            }
            let free = |base: &usize| {
                let open =
                    |&(c, _): &(u8, usize)| !matches!(slots.get(base + symbol(c)), Some(Some(_)));
                !taken.contains(base) && next.iter().all(open)
            };
            let base = (0..NO_STATE as usize).find(free);
            let base = base.ok_or_else(|| Fault::in_file("automaton", "too many transitions"))?;
            taken.insert(base);
            slots.resize(slots.len().max(base + ALPHABET), None);
            for (index, &(c, _)) in next.iter().enumerate() {
                if let Some(slot) = slots.get_mut(base + symbol(c)) {
                    *slot = Some((number, index));
                }
            }
            if let Some(cell) = bases.get_mut(number) {
                *cell = base as u64;
            }
        }
        let base = |state: usize| bases.get(state).copied().unwrap_or(NO_STATE);
        let mut words = Vec::with_capacity(slots.len());
        for slot in slots {
            let Some(((source, index), (State { accepts, next }, _))) =
                slot.and_then(|slot| Some((slot, self.states.get(slot.0)?)))
            else {
                words.push(FREE);
                continue;
            };
            let size = |state: usize| self.states.get(state).map_or(0, |(_, count)| *count);
            let skip = u64::from(*accepts)
                + next
                    .iter()
                    .take(index)
                    .map(|&(_, state)| size(state))
                    .sum::<u64>();
            if skip >= 1 << 16 {
                return Err(Fault::in_file(
                    "automaton",
                    "too many codes share their first two characters",
                ));
            }
            let target = next.get(index).map_or(0, |&(_, state)| state);
            let ends = self
                .states
                .get(target)
                .is_some_and(|(state, _)| state.accepts);
            words.push(skip << 32 | base(source) << 16 | u64::from(ends) << 15 | base(target));
        }
        Ok((bases, words))
    }
}
