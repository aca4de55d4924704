//! Reads the titles that the generator packs. The layout is described in `him-codes-release`, `code_table.rs`.

use core::fmt;
use core::iter::FusedIterator;

use crate::blob;
use crate::day::Day;

/// The title of a code, unpacked while it is printed or read piece by piece: nothing is allocated.
///
/// ```
/// # use chrono::NaiveDate;
/// # use him_codes::icd10cm::check;
/// let title = check("I10", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap())?.title();
/// assert_eq!(title, *"Essential (primary) hypertension");
/// assert_eq!(title.len(), 32);
/// assert_eq!(title.pieces().collect::<String>(), title.to_string());
/// # Ok::<(), him_codes::icd10cm::Invalid>(())
/// ```
#[derive(Clone, Copy)]
pub struct Title {
    titles: &'static Titles,
    phrases: &'static [u8],
}

pub(crate) struct Titles {
    days: &'static [[u8; 4]],
    phrases: &'static [[u8; 4]],
    index: &'static [[u8; 4]],
    text: &'static str,
    entries: &'static [u8],
}

const CODES_PER_INDEX: usize = 16;
/// The generator nests pairs no deeper.
const MAX_DEPTH: usize = 24;
const WORD: u32 = 1 << 31;

impl Titles {
    pub(crate) const fn new(blob: &'static [u8], magic: [u8; 4]) -> Titles {
        match Titles::try_new(blob, magic) {
            Some(titles) => titles,
            None => blob::layout_fault(),
        }
    }

    /// As [`new`](Titles::new), of titles that are read while the program runs.
    pub(crate) const fn try_new(blob: &'static [u8], magic: [u8; 4]) -> Option<Titles> {
        let Some(([days, phrases, text, codes], rest)) = blob::try_head(blob, magic) else {
            return None;
        };
        let Some((days, rest)) = rest.split_at_checked(4 * days) else {
            return None;
        };
        let Some((phrases, rest)) = rest.split_at_checked(4 * phrases) else {
            return None;
        };
        let Some((index, rest)) = rest.split_at_checked(4 * codes.div_ceil(CODES_PER_INDEX)) else {
            return None;
        };
        let Some((text, entries)) = rest.split_at_checked(text) else {
            return None;
        };
        let Ok(text) = str::from_utf8(text) else {
            return None;
        };
        Some(Titles {
            days: days.as_chunks().0,
            phrases: phrases.as_chunks().0,
            index: index.as_chunks().0,
            text,
            entries,
        })
    }

    /// Long and short title on a day. The latest title stands first; a day before the first title gets the first one.
    pub(crate) fn of(&'static self, ordinal: u32, on: Day) -> (Title, Title) {
        let mut entry = self.entry(ordinal).unwrap_or_default();
        let mut found = (&[][..], &[][..]);
        while let Some((day, rest)) = entry.split_first() {
            let (Some((long, rest)), first) = (take_title(rest), self.day(*day)) else {
                break;
            };
            let Some((short, rest)) = take_title(rest) else {
                break;
            };
            found = (long, if short.is_empty() { long } else { short });
            if first <= on {
                break;
            }
            entry = rest;
        }
        (
            Title {
                titles: self,
                phrases: found.0,
            },
            Title {
                titles: self,
                phrases: found.1,
            },
        )
    }

    /// The day from which they hold, the long and the short title, from the latest to the first.
    #[cfg(feature = "release")]
    pub(crate) fn all(
        &'static self,
        ordinal: u32,
    ) -> impl Iterator<Item = (Day, Title, Title)> + use<> {
        let mut entry = self.entry(ordinal).unwrap_or_default();
        core::iter::from_fn(move || {
            let (day, rest) = entry.split_first()?;
            let (long, rest) = take_title(rest)?;
            let (short, rest) = take_title(rest)?;
            entry = rest;
            let title = |phrases| Title {
                titles: self,
                phrases,
            };
            let short = if short.is_empty() { long } else { short };
            Some((self.day(*day), title(long), title(short)))
        })
    }

    /// Whether the long title, and the short one, differ between two days.
    pub(crate) fn differ(&'static self, ordinal: u32, from: Day, to: Day) -> (bool, bool) {
        let (old, new) = (self.of(ordinal, from), self.of(ordinal, to));
        // Equal titles are packed alike.
        (
            old.0.phrases != new.0.phrases,
            old.1.phrases != new.1.phrases,
        )
    }

    fn day(&self, number: u8) -> Day {
        Day::from_number(
            self.days
                .get(usize::from(number))
                .map_or(0, |bytes| u32::from_le_bytes(*bytes)),
        )
    }

    fn entry(&self, ordinal: u32) -> Option<&'static [u8]> {
        let ordinal = ordinal as usize;
        let start = u32::from_le_bytes(*self.index.get(ordinal / CODES_PER_INDEX)?);
        let mut rest = self.entries.get(start as usize..)?;
        for _ in 0..ordinal % CODES_PER_INDEX {
            let (len, after) = take_number(rest)?;
            rest = after.get(usize::from(len)..)?;
        }
        let (len, after) = take_number(rest)?;
        after.get(..usize::from(len))
    }
}

/// A number of one byte below 128, else of two.
#[inline]
fn take_number(bytes: &[u8]) -> Option<(u16, &[u8])> {
    match bytes {
        [high @ 0x80..=0xff, low, rest @ ..] => {
            Some((128 + u16::from_be_bytes([high & 0x7f, *low]), rest))
        }
        [one @ 0..0x80, rest @ ..] => Some((u16::from(*one), rest)),
        _ => None,
    }
}

/// A count of phrases, and the phrases.
fn take_title(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (count, bytes) = take_number(bytes)?;
    let mut rest = bytes;
    for _ in 0..count {
        (_, rest) = take_number(rest)?;
    }
    bytes.split_at_checked(bytes.len() - rest.len())
}

impl Title {
    /// The words and turns that make the title, in order.
    #[must_use]
    pub fn pieces(&self) -> Pieces {
        Pieces {
            titles: self.titles,
            rest: self.phrases,
            open: [0; MAX_DEPTH],
            depth: 0,
        }
    }

    /// In bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pieces().map(str::len).sum()
    }

    /// Never, for a title of the official lists.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }
}

/// See [`Title::pieces`].
#[derive(Clone)]
pub struct Pieces {
    titles: &'static Titles,
    rest: &'static [u8],
    /// The right halves of the pairs that have been entered.
    open: [u16; MAX_DEPTH],
    depth: usize,
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
            let phrase = u32::from_le_bytes(*self.titles.phrases.get(usize::from(number))?);
            if phrase & WORD != 0 {
                let start = (phrase & 0xff_ffff) as usize;
                return self
                    .titles
                    .text
                    .get(start..start + (phrase >> 24 & 0x7f) as usize);
            }
            *self.open.get_mut(self.depth)? = (phrase & 0x7fff) as u16;
            self.depth += 1;
            number = (phrase >> 15) as u16;
        }
    }
}

impl FusedIterator for Pieces {}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces().try_for_each(|piece| f.write_str(piece))
    }
}

impl PartialEq for Title {
    fn eq(&self, other: &Title) -> bool {
        self.pieces()
            .flat_map(str::bytes)
            .eq(other.pieces().flat_map(str::bytes))
    }
}

impl Eq for Title {}

impl PartialEq<str> for Title {
    fn eq(&self, other: &str) -> bool {
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

impl fmt::Debug for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Title({self})")
    }
}

impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pieces")
    }
}
