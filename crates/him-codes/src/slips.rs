//! What one slip of the pen may have made of a code.

use core::iter::FusedIterator;

use crate::automaton::{ALPHABET, character};
use crate::packed::prefix_mask;

/// The texts of at most seven characters that one slip turns into a given one, each once, the likelier slips first.
#[derive(Clone)]
pub(crate) struct Slips {
    key: u64,
    len: usize,
    placeholders: bool,
    slip: Slip,
}

#[derive(Clone, Copy)]
enum Slip {
    Placeholder,
    LookAlike { at: usize, turn: usize },
    Swapped { at: usize },
    TooMany { at: usize },
    TooFew { at: usize, symbol: u8 },
    Other { at: usize, symbol: u8 },
    Done,
}

/// Each with what it is taken for.
const LOOK_ALIKES: &[(u8, &[u8])] = &[
    (b'0', b"OD"),
    (b'1', b"IL"),
    (b'2', b"Z"),
    (b'5', b"S"),
    (b'6', b"G"),
    (b'8', b"B"),
    (b'B', b"8"),
    (b'D', b"0"),
    (b'G', b"6"),
    (b'I', b"1"),
    (b'L', b"1"),
    (b'O', b"0"),
    (b'S', b"5"),
    (b'Z', b"2"),
];

impl Slips {
    /// `placeholders`: whether the system fills places with X, which may have been forgotten.
    pub(crate) fn new(key: u64, len: usize, placeholders: bool) -> Slips {
        let slip = if placeholders {
            Slip::Placeholder
        } else {
            Slip::LookAlike { at: 0, turn: 0 }
        };
        Slips {
            key,
            len,
            placeholders,
            slip,
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.key.to_be_bytes().get(at).copied().unwrap_or_default()
    }

    fn with(&self, at: usize, byte: u8) -> u64 {
        let place = 56 - 8 * at.min(7);
        self.key & !(0xff << place) | u64::from(byte) << place
    }

    /// The characters before `at`, then `byte`, then those from `from` on.
    fn joined(&self, at: usize, byte: u8, from: usize) -> u64 {
        let rest = self.key & !prefix_mask(from);
        let rest = if from > at {
            rest << (8 * (from - at))
        } else {
            rest >> 8
        };
        self.key & prefix_mask(at) | u64::from(byte) << (56 - 8 * at.min(7)) | rest
    }

    fn with_placeholders(&self) -> Option<u64> {
        const PLACEHOLDERS: u64 = u64::from_be_bytes(*b"XXXXXX\0\0");
        let last = self.byte(self.len.checked_sub(1)?);
        let stem = self.key & prefix_mask(self.len - 1);
        let filled = stem | PLACEHOLDERS & !prefix_mask(self.len - 1) | u64::from(last) << 8;
        (self.placeholders && (4..7).contains(&self.len)).then_some(filled)
    }

    /// What the slip may have come from, and the slip to try after it.
    fn candidate(&self) -> (Option<u64>, Slip) {
        let len = self.len;
        match self.slip {
            Slip::Placeholder => (self.with_placeholders(), Slip::LookAlike { at: 0, turn: 0 }),
            Slip::LookAlike { at, .. } if at == len => (None, Slip::Swapped { at: 1 }),
            Slip::LookAlike { at, turn } => match look_alikes(self.byte(at)).get(turn) {
                Some(byte) => (
                    Some(self.with(at, *byte)),
                    Slip::LookAlike { at, turn: turn + 1 },
                ),
                None => (
                    None,
                    Slip::LookAlike {
                        at: at + 1,
                        turn: 0,
                    },
                ),
            },
            Slip::Swapped { at } if at >= len => (None, Slip::TooMany { at: 0 }),
            Slip::Swapped { at } => {
                let (left, right) = (self.byte(at - 1), self.byte(at));
                let place = 56 - 8 * at.min(7);
                let swapped =
                    self.with(at - 1, right) & !(0xff << place) | u64::from(left) << place;
                (
                    (left != right).then_some(swapped),
                    Slip::Swapped { at: at + 1 },
                )
            }
            Slip::TooMany { at } if at == len => (None, Slip::TooFew { at: 0, symbol: 0 }),
            Slip::TooMany { at } => {
                // Of equal neighbours the last one goes.
                let shorter = self.key & prefix_mask(at) | (self.key & !prefix_mask(at + 1)) << 8;
                (
                    (self.byte(at) != self.byte(at + 1)).then_some(shorter),
                    Slip::TooMany { at: at + 1 },
                )
            }
            Slip::TooFew { at, .. } if at > len || len == 7 => {
                (None, Slip::Other { at: 0, symbol: 0 })
            }
            Slip::TooFew { at, symbol } if symbol == ALPHABET => (
                None,
                Slip::TooFew {
                    at: at + 1,
                    symbol: 0,
                },
            ),
            Slip::TooFew { at, symbol } => {
                let byte = character(symbol);
                let longer = self.joined(at, byte, at);
                // Before an equal neighbour it would be the same text as behind it.
                let new = byte != self.byte(at) && Some(longer) != self.with_placeholders();
                (
                    new.then_some(longer),
                    Slip::TooFew {
                        at,
                        symbol: symbol + 1,
                    },
                )
            }
            Slip::Other { at, .. } if at == len => (None, Slip::Done),
            Slip::Other { at, symbol } if symbol == ALPHABET => (
                None,
                Slip::Other {
                    at: at + 1,
                    symbol: 0,
                },
            ),
            Slip::Other { at, symbol } => {
                let byte = character(symbol);
                let new = byte != self.byte(at) && !look_alikes(self.byte(at)).contains(&byte);
                (
                    new.then(|| self.with(at, byte)),
                    Slip::Other {
                        at,
                        symbol: symbol + 1,
                    },
                )
            }
            Slip::Done => (None, Slip::Done),
        }
    }
}

fn look_alikes(byte: u8) -> &'static [u8] {
    LOOK_ALIKES
        .iter()
        .find(|(own, _)| *own == byte)
        .map_or(&[], |(_, others)| others)
}

impl Iterator for Slips {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        while !matches!(self.slip, Slip::Done) {
            let (key, next) = self.candidate();
            self.slip = next;
            if key.is_some() {
                return key;
            }
        }
        None
    }
}

impl FusedIterator for Slips {}
