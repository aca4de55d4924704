use super::likeness::unshifted;
use crate::packed::prefix_mask;

/// A text in the place of a code: its letters and digits, and what the other characters tell.
#[derive(Clone, Copy)]
pub(super) struct Written {
    /// Letters in upper case, and digits, from the highest byte down, then zeros.
    pub(super) key: u64,
    /// How many there are, at most eight: one more than the longest code has.
    pub(super) len: usize,
    /// After how many of them the dot stands, or what may stand for it.
    pub(super) dot: Option<usize>,
    pub(super) stray: Stray,
}

/// Characters that are neither letters nor digits nor the dot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stray {
    None,
    /// One, where the dot should be.
    Dot,
    /// One, after so many letters and digits; with the digit on its key.
    One {
        at: usize,
        digit: Option<u8>,
    },
    Many,
}

/// A text with more of them is not a code with a slip in it.
const MOST_STRAYS: usize = 8;

impl Written {
    /// None when it has nothing of a code, or more than one character too many. `dotted`: the system has a dot.
    pub(super) fn read(text: &str, dotted: bool) -> Option<Written> {
        let mut key = 0;
        let mut len = 0;
        let mut dot = None;
        let mut strays = 0;
        let mut stray = Stray::None;
        for c in text.trim_ascii().chars() {
            if c.is_ascii_alphanumeric() {
                if len == 8 {
                    return None;
                }
                key |= u64::from(u32::from(c.to_ascii_uppercase())) << (56 - 8 * len);
                len += 1;
            } else if c == '.' && dotted && dot.is_none() {
                dot = Some(len);
            } else {
                strays += 1;
                let digit = unshifted(c);
                stray = if strays == 1 {
                    Stray::One { at: len, digit }
                } else {
                    Stray::Many
                };
            }
            if strays > MOST_STRAYS {
                return None;
            }
        }
        // What stands alone may stand for the dot.
        if let Stray::One { at, digit: None } = stray
            && dotted
            && dot.is_none()
        {
            dot = Some(at);
            if at == super::BEFORE_DOT {
                stray = Stray::Dot;
            }
        }
        (len > 0).then_some(Written {
            key,
            len,
            dot,
            stray,
        })
    }

    /// Of a code's characters.
    pub(super) const fn of(key: u64, len: usize) -> Written {
        Written {
            key,
            len,
            dot: None,
            stray: Stray::None,
        }
    }

    /// Whether there is one that is a slip of its own.
    pub(super) fn is_strange(&self) -> bool {
        !matches!(self.stray, Stray::None | Stray::Dot)
    }

    /// Zero after the last.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.key.to_be_bytes().get(at).copied().unwrap_or_default()
    }

    /// With another character in a place.
    pub(super) fn with(&self, at: usize, byte: u8) -> u64 {
        let place = 56 - 8 * at.min(7);
        self.key & !(0xff << place) | u64::from(byte) << place
    }

    /// With the character and the one before it swapped.
    pub(super) fn swapped(&self, at: usize) -> u64 {
        let (left, right) = (self.byte(at.saturating_sub(1)), self.byte(at));
        let swapped = self.with(at.saturating_sub(1), right);
        Written::of(swapped, self.len).with(at, left)
    }

    /// Without the character in a place.
    pub(super) const fn without(&self, at: usize) -> u64 {
        self.key & prefix_mask(at) | (self.key & !prefix_mask(at + 1)) << 8
    }

    /// With one more character before the one in a place; of at most seven.
    pub(super) fn with_more(&self, at: usize, byte: u8) -> u64 {
        let place = 56 - 8 * at.min(7);
        let rest = self.key & !prefix_mask(at);
        self.key & prefix_mask(at) | u64::from(byte) << place | rest >> 8
    }

    /// The first of the equal characters that end before `end`.
    pub(super) fn run_start(&self, end: usize, byte: u8) -> usize {
        let before = (0..end).rev().take_while(|at| self.byte(*at) == byte);
        end - before.count()
    }
}
