//! Reads the titles that the generator packs. The layout is described in `him-codes-release`, `code_table.rs`.

use crate::blob;
use crate::day::Day;
use crate::phrases::{Phrased, Phrases, take_number, text_of_phrases};

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
pub struct Title(Phrased);

pub(crate) struct Titles {
    days: &'static [[u8; 4]],
    dictionary: Phrases,
    index: &'static [[u8; 4]],
    entries: &'static [u8],
}

const CODES_PER_INDEX: usize = 16;

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
            dictionary: Phrases {
                phrases: phrases.as_chunks().0,
                words: text,
            },
            index: index.as_chunks().0,
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
        let title = |numbers| {
            Title(Phrased {
                dictionary: &self.dictionary,
                numbers,
            })
        };
        (title(found.0), title(found.1))
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
            let title = |numbers| {
                Title(Phrased {
                    dictionary: &self.dictionary,
                    numbers,
                })
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
            old.0.0.numbers != new.0.0.numbers,
            old.1.0.numbers != new.1.0.numbers,
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

/// A count of phrases, and the phrases.
fn take_title(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (count, bytes) = take_number(bytes)?;
    let mut rest = bytes;
    for _ in 0..count {
        (_, rest) = take_number(rest)?;
    }
    bytes.split_at_checked(bytes.len() - rest.len())
}

text_of_phrases!(Title, "title");
