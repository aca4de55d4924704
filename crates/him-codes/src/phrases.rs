//! Reads texts that the generator packs as phrases. The layout is described in `him-datagen`, `phrases.rs`.

use core::fmt;
use core::iter::FusedIterator;

/// The words and pairs of which texts are made.
pub(crate) struct Phrases {
    pub(crate) phrases: &'static [[u8; 4]],
    pub(crate) words: &'static str,
}

/// A text as the numbers of its phrases.
#[derive(Clone, Copy)]
pub(crate) struct Phrased {
    pub(crate) dictionary: &'static Phrases,
    pub(crate) numbers: &'static [u8],
}

/// The generator nests pairs no deeper.
const MAX_DEPTH: usize = 24;
const WORD: u32 = 1 << 31;

/// A number of one byte below 128, else of two.
#[inline]
pub(crate) fn take_number(bytes: &[u8]) -> Option<(u16, &[u8])> {
    match bytes {
        [high @ 0x80..=0xff, low, rest @ ..] => {
            Some((128 + u16::from_be_bytes([high & 0x7f, *low]), rest))
        }
        [one @ 0..0x80, rest @ ..] => Some((u16::from(*one), rest)),
        _ => None,
    }
}

/// The words and turns that make a text, in order; see [`Title::pieces`](crate::Title::pieces).
#[derive(Clone)]
pub struct Pieces {
    dictionary: &'static Phrases,
    rest: &'static [u8],
    /// The right halves of the pairs that have been entered.
    open: [u16; MAX_DEPTH],
    depth: usize,
}

impl Phrased {
    pub(crate) fn pieces(&self) -> Pieces {
        Pieces {
            dictionary: self.dictionary,
            rest: self.numbers,
            open: [0; MAX_DEPTH],
            depth: 0,
        }
    }

    pub(crate) fn is(&self, other: &str) -> bool {
        let mut rest = other;
        let starts = self.pieces().all(|piece| match rest.strip_prefix(piece) {
            Some(tail) => {
                rest = tail;
                true
            }
            None => false,
        });
        starts && rest.is_empty()
    }
}

impl Iterator for Pieces {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        let mut number = match self.depth.checked_sub(1) {
            Some(depth) => {
                self.depth = depth;
                *self.open.get(depth)?
            }
            None => {
                let (number, rest) = take_number(self.rest)?;
                self.rest = rest;
                number
            }
        };
        loop {
            let phrase = *self.dictionary.phrases.get(usize::from(number))?;
            let phrase = u32::from_le_bytes(phrase);
            if phrase & WORD != 0 {
                let start = (phrase & 0xff_ffff) as usize;
                return self
                    .dictionary
                    .words
                    .get(start..start + (phrase >> 24 & 0x7f) as usize);
            }
            *self.open.get_mut(self.depth)? = (phrase & 0x7fff) as u16;
            self.depth += 1;
            number = (phrase >> 15) as u16;
        }
    }
}

impl FusedIterator for Pieces {}

impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pieces")
    }
}

/// What texts of phrases have in common, for a type that wraps [`Phrased`].
macro_rules! text_of_phrases {
    ($text:ident, $noun:literal) => {
        impl $text {
            #[doc = concat!("The words and turns that make the ", $noun, ", in order.")]
            #[must_use]
            pub fn pieces(&self) -> $crate::phrases::Pieces {
                self.0.pieces()
            }

            /// In bytes.
            #[must_use]
            pub fn len(&self) -> usize {
                self.pieces().map(str::len).sum()
            }

            #[doc = concat!("Never, for a ", $noun, " of the official lists.")]
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.0.numbers.is_empty()
            }
        }

        impl core::fmt::Display for $text {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                self.pieces().try_for_each(|piece| f.write_str(piece))
            }
        }

        impl PartialEq for $text {
            fn eq(&self, other: &$text) -> bool {
                self.pieces()
                    .flat_map(str::bytes)
                    .eq(other.pieces().flat_map(str::bytes))
            }
        }

        impl Eq for $text {}

        impl PartialEq<str> for $text {
            fn eq(&self, other: &str) -> bool {
                self.0.is(other)
            }
        }

        impl core::fmt::Debug for $text {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($text), "({})"), self)
            }
        }
    };
}
pub(crate) use text_of_phrases;
