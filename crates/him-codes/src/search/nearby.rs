//! Words of the index that differ from what is written in one or two letters: left out, put in, another one, or two
//! neighbours exchanged (the restricted Damerau-Levenshtein distance).
//!
//! The sorted words are walked as the tree of their beginnings. A row of the table of distances between a beginning and the
//! beginnings of what is written is kept for each letter, so that words share the rows of what they have in common, and a
//! beginning that is too far from all is left with everything that starts so. Of a row only the five cells around the
//! diagonal can be within two.

use super::index::Index;
use super::word::{LONGEST, Word};

/// Cells of a row: those of the beginnings of what is written that are up to two letters shorter or longer.
const BAND: usize = 5;
type Row = [u8; BAND];
const FAR: u8 = 100;
/// No letter of a word.
const NONE: u8 = 0;

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) struct Nearby<'w> {
    pub(super) written: &'w Word,
    /// 1 or 2.
    pub(super) within: u8,
    /// Whether more may follow what is written.
    pub(super) open: bool,
}

impl Index {
    /// Calls `found` with each word and its distance.
    pub(super) fn nearby(&self, asked: Nearby<'_>, mut found: impl FnMut(usize, u8)) {
        let len = asked.written.len();
        // Two places before and after what is written, so that each letter has all its neighbours.
        let mut padded = [NONE; LONGEST + 2 * BAND];
        for (cell, letter) in padded.iter_mut().skip(3).zip(asked.written.as_bytes()) {
            *cell = *letter;
        }
        // Row 0 stands for the empty beginning; the best distance so far of a beginning to all that is written.
        let mut rows = [([FAR; BAND], FAR); LONGEST + 1];
        if let Some(first) = rows.first_mut() {
            first.0 = [FAR, FAR, 0, 1, 2];
        }
        // The length of the beginning that is too far.
        let mut left = usize::MAX;
        for (number, &shared) in self.words.shared.iter().enumerate() {
            let shared = usize::from(shared);
            if shared >= left {
                continue;
            }
            left = usize::MAX;
            let Some(text) = self.words.text.get(number) else {
                continue;
            };
            let text = text.get(..LONGEST).unwrap_or(text);
            let mut best = FAR;
            let mut last = shared;
            for depth in shared..text.len() {
                let (Some(&[letter]), Some(&(above, best_above))) =
                    (text.get(depth..=depth), rows.get(depth))
                else {
                    break;
                };
                let before = depth.checked_sub(1);
                let before = before.and_then(|at| Some((*text.get(at)?, rows.get(at)?.0)));
                let Some(letters) = padded.get(depth..).and_then(<[u8]>::first_chunk) else {
                    break;
                };
                let row = row(depth + 1, letter, above, before, letters);
                let end = cell(&row, len, depth + 1);
                best = best_above.min(end);
                if let Some(place) = rows.get_mut(depth + 1) {
                    *place = (row, best);
                }
                last = depth + 1;
                let reachable = row.iter().any(|distance| *distance <= asked.within);
                if !(reachable || asked.open && best <= asked.within) {
                    left = last;
                    break;
                }
            }
            if left != usize::MAX {
                continue;
            }
            let Some((row, best_of_row)) = rows.get(last) else {
                continue;
            };
            let distance = if asked.open {
                best.min(*best_of_row)
            } else {
                cell(row, len, last)
            };
            if distance <= asked.within {
                found(number, distance);
            }
        }
    }
}

/// The cell of a row for a beginning of this length.
fn cell(row: &Row, len: usize, depth: usize) -> u8 {
    (len + 2)
        .checked_sub(depth)
        .and_then(|at| row.get(at))
        .copied()
        .unwrap_or(FAR)
}

/// The row of a beginning of `depth` letters, the last of which is `letter`, from the one above it and, with its last letter,
/// the one above that. `letters` are those of what is written around the diagonal, from the one before the first cell's.
fn row(depth: usize, letter: u8, above: Row, before: Option<(u8, Row)>, letters: &[u8; 6]) -> Row {
    let mut row = [FAR; BAND];
    let mut left = FAR;
    let [_, b, c, d, e] = above;
    let above_next = [b, c, d, e, FAR];
    let (before_letter, before_row) = before.unwrap_or((NONE, [FAR; BAND]));
    let pairs = letters.iter().zip(letters.iter().skip(1));
    let cells = row.iter_mut().zip(above).zip(above_next).zip(before_row);
    for (at, ((((cell, diagonal), above), across), (&previous, &own))) in
        cells.zip(pairs).enumerate()
    {
        // The number of letters written that the cell stands for, and two more.
        let written = depth + at;
        let mut distance = match written {
            0 | 1 => FAR,
            // Everything so far is left out of what is written.
            2 => depth.to_le_bytes()[0],
            _ => diagonal.saturating_add(u8::from(own != letter)),
        };
        if written > 2 {
            distance = distance
                .min(above.saturating_add(1))
                .min(left.saturating_add(1));
            if own == before_letter && previous == letter && own != NONE {
                distance = distance.min(across.saturating_add(1));
            }
        }
        *cell = distance;
        left = distance;
    }
    row
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use him_codes_data::ICD10CM_SEARCH;

    use super::*;

    static INDEX: Index = Index::new(ICD10CM_SEARCH, *b"HCS1");

    /// The whole table of distances, by the book.
    fn distance(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let other = usize::from(a[i - 1] != b[j - 1]);
                    let mut least = (table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1)
                        .min(table[i - 1][j - 1] + other);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn every_word_that_is_near() {
        let words = |number| INDEX.words.text.get(number).unwrap();
        let all = INDEX.words.text.len();
        for text in [
            "pnuemonia",
            "ab",
            "fractrue",
            "xfemur",
            "emur",
            "dichlorodiphenyltrichloroethanes",
        ] {
            let written = Word::from_bytes(text.as_bytes());
            for within in [1, 2] {
                let expected: Vec<(usize, u8)> = (0..all)
                    .map(|number| (number, distance(words(number), text.as_bytes())))
                    .filter(|(_, distance)| *distance <= within)
                    .map(|(number, distance)| (number, distance as u8))
                    .collect();
                let mut found = Vec::new();
                let asked = Nearby {
                    written: &written,
                    within: within as u8,
                    open: false,
                };
                INDEX.nearby(asked, |number, distance| found.push((number, distance)));
                assert_eq!(found, expected, "{text}");
                // Of an open word, the nearest beginning counts.
                let expected: Vec<(usize, u8)> = (0..all)
                    .map(|number| {
                        let word = words(number);
                        let beginnings =
                            (0..=word.len()).map(|len| distance(&word[..len], text.as_bytes()));
                        (number, beginnings.min().unwrap())
                    })
                    .filter(|(_, distance)| *distance <= within && text.len() > within)
                    .map(|(number, distance)| (number, distance as u8))
                    .collect();
                let mut found = Vec::new();
                INDEX.nearby(
                    Nearby {
                        open: true,
                        ..asked
                    },
                    |number, distance| found.push((number, distance)),
                );
                if text.len() > within {
                    assert_eq!(found, expected, "{text}, open");
                }
            }
        }
    }
}
