//! Reads the packed index. The layout is described in `him-datagen`, `search.rs`.

use crate::blob;
use crate::phrases::Phrases;

pub(crate) const SECTIONS: usize = 7;

pub(crate) struct Index {
    pub(super) titles: u32,
    /// First document and first node of each section, in order.
    pub(super) sections: [(u32, u32); SECTIONS],
    /// Weight of each document's words, in units of [`LENGTH_UNIT`].
    pub(super) lengths: &'static [u8],
    pub(super) target_places: &'static [[u8; 4]],
    pub(super) targets: &'static [u8],
    pub(super) nodes: &'static [u8],
    pub(super) node_places: &'static [[u8; 4]],
    pub(super) node_texts: &'static [u8],
    pub(super) phrases: Phrases,
    pub(super) words: Words,
    pub(super) rules: Rules,
}

/// Texts one after the other.
pub(super) struct Strings {
    /// Where each starts, and where the last ends.
    starts: &'static [[u8; 3]],
    text: &'static [u8],
}

pub(super) struct Rules {
    starts: &'static [[u8; 3]],
    text: &'static str,
}

impl Rules {
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(super) fn get(&self, number: usize) -> Option<&'static str> {
        self.text
            .get(place(self.starts, number)?..place(self.starts, number + 1)?)
    }
}

fn place(starts: &[[u8; 3]], number: usize) -> Option<usize> {
    let [a, b, c] = *starts.get(number)?;
    Some(u32::from_le_bytes([a, b, c, 0]) as usize)
}

pub(super) struct Words {
    pub(super) text: Strings,
    /// How many bytes each shares with the one before it.
    pub(super) shared: &'static [u8],
    pub(super) weights: &'static [u8],
    pub(super) sounds: &'static [[u8; 2]],
    posting_places: &'static [[u8; 3]],
    postings: &'static [u8],
}

pub(crate) const LENGTH_UNIT: u32 = 6;
pub(super) const DOCUMENTS_PER_INDEX: usize = 32;
pub(super) const NODES_PER_INDEX: usize = 16;
const WORDS_PER_INDEX: usize = 16;

impl Index {
    pub(crate) const fn new(blob: &'static [u8], letters: [u8; 4]) -> Index {
        let (
            [
                titles,
                documents,
                nodes,
                words,
                rules,
                phrases,
                targets,
                phrase_text,
                node_texts,
                word_text,
                postings,
                rule_text,
            ],
            rest,
        ) = blob::head(blob, letters);
        if titles > documents {
            blob::layout_fault()
        }
        let (sections, rest) = blob::split(rest, 8 * SECTIONS);
        let (lengths, rest) = blob::split(rest, documents);
        let places = (documents - titles).div_ceil(DOCUMENTS_PER_INDEX);
        let (target_places, rest) = blob::split(rest, 4 * places);
        let (targets, rest) = blob::split(rest, targets);
        let (node_bytes, rest) = blob::split(rest, nodes);
        let (node_places, rest) = blob::split(rest, 4 * nodes.div_ceil(NODES_PER_INDEX));
        let (node_texts, rest) = blob::split(rest, node_texts);
        let (phrases, rest) = blob::split(rest, 4 * phrases);
        let (phrase_text, rest) = blob::split(rest, phrase_text);
        let (starts, rest) = blob::split(rest, 3 * (words + 1));
        let (shared, rest) = blob::split(rest, words);
        let (weights, rest) = blob::split(rest, words);
        let (sounds, rest) = blob::split(rest, 2 * words);
        let (posting_places, rest) = blob::split(rest, 3 * words.div_ceil(WORDS_PER_INDEX));
        let (word_text, rest) = blob::split(rest, word_text);
        let (postings, rest) = blob::split(rest, postings);
        let (rule_starts, rest) = blob::split(rest, 3 * (rules + 1));
        let (rule_text, rest) = blob::split(rest, rule_text);
        let (Ok(rule_text), Ok(phrase_text)) =
            (str::from_utf8(rule_text), str::from_utf8(phrase_text))
        else {
            blob::layout_fault()
        };
        if !rest.is_empty() || titles > u32::MAX as usize {
            blob::layout_fault()
        }
        Index {
            titles: titles as u32,
            sections: section_starts(sections),
            lengths,
            target_places: target_places.as_chunks().0,
            targets,
            nodes: node_bytes,
            node_places: node_places.as_chunks().0,
            node_texts,
            phrases: Phrases {
                phrases: phrases.as_chunks().0,
                words: phrase_text,
            },
            words: Words {
                text: Strings::new(starts, word_text),
                shared,
                weights,
                sounds: sounds.as_chunks().0,
                posting_places: posting_places.as_chunks().0,
                postings,
            },
            rules: Rules {
                starts: rule_starts.as_chunks().0,
                text: rule_text,
            },
        }
    }

    pub(crate) fn documents(&self) -> usize {
        self.lengths.len()
    }
}

const fn section_starts(bytes: &'static [u8]) -> [(u32, u32); SECTIONS] {
    let mut starts = [(0, 0); SECTIONS];
    let mut unset: &mut [(u32, u32)] = &mut starts;
    let mut rest = bytes;
    while let (Some((document, after)), [start, tail @ ..]) = (rest.split_first_chunk::<4>(), unset)
    {
        let Some((node, after)) = after.split_first_chunk::<4>() else {
            blob::layout_fault()
        };
        *start = (u32::from_le_bytes(*document), u32::from_le_bytes(*node));
        rest = after;
        unset = tail;
    }
    starts
}

impl Strings {
    const fn new(starts: &'static [u8], text: &'static [u8]) -> Strings {
        Strings {
            starts: starts.as_chunks().0,
            text,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    #[inline]
    pub(super) fn get(&self, number: usize) -> Option<&'static [u8]> {
        self.text
            .get(place(self.starts, number)?..place(self.starts, number + 1)?)
    }

    /// How many texts, from the first, the test is true of; they are sorted by it.
    pub(super) fn partition_point(&self, before: impl Fn(&[u8]) -> bool) -> usize {
        partition_point(self.len(), |at| self.get(at).is_some_and(&before))
    }
}

/// How many numbers, from 0, the test is true of; of none after the first of which it is not.
pub(super) fn partition_point(len: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A number in bytes of seven bits, the lowest first.
#[inline]
pub(super) fn take_count(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut count = 0;
    let mut shift = 0;
    let mut rest = bytes;
    loop {
        let (&byte, after) = rest.split_first()?;
        count |= u64::from(byte & 0x7f) << shift;
        rest = after;
        if byte < 0x80 {
            return Some((count, rest));
        }
        shift += 7;
        if shift > 56 {
            return None;
        }
    }
}

/// Documents with neighbouring numbers that have a word.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) len: usize,
    /// Whether the word may as well be missing.
    pub(super) optional: bool,
}

/// The runs of a word.
#[derive(Clone)]
pub(super) struct Runs {
    rest: &'static [u8],
    next: usize,
}

impl Index {
    fn postings(&self, word: usize) -> Option<&'static [u8]> {
        let place = place(self.words.posting_places, word / WORDS_PER_INDEX)?;
        let mut rest = self.words.postings.get(place..)?;
        for _ in 0..word % WORDS_PER_INDEX {
            let (len, after) = take_count(rest)?;
            rest = after.get(len as usize..)?;
        }
        let (len, after) = take_count(rest)?;
        after.get(..len as usize)
    }

    /// The documents that have a word.
    pub(super) fn runs(&self, word: usize) -> Runs {
        Runs {
            rest: self.postings(word).unwrap_or_default(),
            next: 0,
        }
    }
}

impl Iterator for Runs {
    type Item = Run;

    #[inline]
    fn next(&mut self) -> Option<Run> {
        let (skipped, rest) = match self.rest {
            [short @ 0..0x80, rest @ ..] => (u64::from(*short), rest),
            longer => take_count(longer)?,
        };
        self.rest = rest;
        let start = self.next + (skipped >> 2) as usize;
        let mut len = 1;
        if skipped & 1 == 1 {
            let (more, rest) = take_count(self.rest)?;
            self.rest = rest;
            len = 2 + more as usize;
        }
        self.next = start + len;
        Some(Run {
            start,
            len,
            optional: skipped & 2 == 2,
        })
    }
}
