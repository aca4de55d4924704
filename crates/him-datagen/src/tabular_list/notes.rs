//! The notes of all lists, and the codes that they refer to.
//!
//! `icd10cm-notes.bin`: `HCN1`; the numbers of lists, codes of `icd10cm.bin`, code places, all places, notes, texts, phrases,
//! bytes of words, references, conditions, bytes of conditions, stretches, groups of stretches (32 bits each); then
//! - for every 64 codes the set of those that are places (64 bits), then for each set the number of places before (16 bits);
//! - for each place the end of its notes (16 bits): first the codes, then chapters and sections as `icd10cm-tabular.bin`
//!   numbers them;
//! - notes, four bytes: the kind, plus 16 when it is the first of its element; the set of lists in which it stands (bit 0 is
//!   the first list); the text (16 bits);
//! - for every 16th text its place (32 bits);
//! - phrases, as in the titles (see [`crate::code_table`]);
//! - references, 16 bytes: first code and last code, each in seven bytes from the highest down with zeros after it, and one
//!   byte, the condition after the first and the group of stretches after the last, 0 for none;
//! - for each condition the end in its bytes (16 bits);
//! - stretches: first code and last, 64 bits each, as above; for each group its end in the stretches (16 bits);
//! - conditions: position, then for each value its length and the value;
//! - words; texts.
//!
//! A reference covers what stands from the first code to below the last in the order of ASCII, or the group's stretches
//! where the order of the list is another; and it covers of these what meets the condition. A text is its length, twice the
//! number of its references, plus one when a seventh character follows, these references (16 bits each, the highest set
//! when it is a mention), that character (one byte), and its phrases; length, number and phrases are numbers of one byte or
//! two (see [`crate::phrases`]).

mod blob;
mod placed;

use std::collections::{BTreeMap, BTreeSet};

use self::blob::Blob;
pub(crate) use self::placed::{Placed, PlacedNote};
use super::List;
use super::codes::{Stretch, last_below};
use super::hierarchy::Outer;
use crate::fault::{Fault, Result};
use crate::history::History;
use crate::output::{Fingerprint, Output};
use crate::references::{self, Codes, Condition, Problem};
use crate::release::sha256_hex;
use crate::tabular::{Diagnosis, Note, NoteKind};

/// A reference with the stretches that it has in its list, none where these are its ends.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Resolved {
    from: String,
    through: String,
    condition: Option<Condition>,
    stretches: Vec<Stretch>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Text {
    text: String,
    seventh: Option<u8>,
    /// And whether it is a mention.
    references: Vec<(Resolved, bool)>,
}

/// A note as it is packed, and the lists in which it stands.
#[derive(Clone, PartialEq, Eq)]
struct Merged {
    kind: NoteKind,
    opens: bool,
    text: Text,
    lists: u8,
}

pub(super) fn pack(
    lists: &[List],
    outer: &Outer,
    history: &History<'_>,
    output: &mut Output,
) -> Result<Placed> {
    let mut review = Review::default();
    let mut places: BTreeMap<&str, Vec<Vec<Note>>> = BTreeMap::new();
    for (number, list) in lists.iter().enumerate() {
        let sections = list.chapters.iter().flat_map(|chapter| &chapter.sections);
        for category in sections.flat_map(|section| &section.categories) {
            category.for_each(&mut |own: &Diagnosis| {
                if own.notes.is_empty() {
                    return;
                }
                let place = places
                    .entry(own.code.as_str())
                    .or_insert_with(|| vec![Vec::new(); lists.len()]);
                if let Some(notes) = place.get_mut(number) {
                    notes.extend_from_slice(&own.notes);
                }
            });
        }
    }
    let code_places = places.len();
    let mut all: Vec<(&str, Vec<Merged>)> = Vec::new();
    let outer_places = outer.names.iter().map(String::as_str).zip(&outer.notes);
    for (place, notes) in places
        .iter()
        .map(|(place, notes)| (*place, notes))
        .chain(outer_places)
    {
        let mut merged: Vec<Merged> = Vec::new();
        for ((number, list), notes) in lists.iter().enumerate().zip(notes) {
            let bit = 1u8.checked_shl(u32::try_from(number).unwrap_or(8));
            let bit =
                bit.ok_or_else(|| Fault::in_file("icd10cm-notes", "more than eight lists"))?;
            let own: Vec<Merged> = notes
                .iter()
                .map(|note| Merged {
                    kind: note.kind,
                    opens: note.opens,
                    text: review.resolve(list, place, note),
                    lists: bit,
                })
                .collect();
            merged = merge(merged, own);
        }
        all.push((place, merged));
    }
    fingerprints(lists, &all, output);

    let texts: BTreeSet<&Text> = all
        .iter()
        .flat_map(|(_, notes)| notes)
        .map(|note| &note.text)
        .collect();
    let blob = Blob::new(&texts)?;
    let placed = Placed::new(&all, blob.references(), outer)?;
    let blob = blob.pack(lists, history, &all, code_places)?;
    let notes = all.iter().map(|(_, notes)| notes.len()).sum();
    output.table("icd10cm-notes", notes, "data/icd10cm-notes.bin", blob);
    output.file("unresolved.csv", review.csv());
    Ok(placed)
}

/// Both sequences as one, in which what they share stands once: as much as their order allows.
fn merge(first: Vec<Merged>, second: Vec<Merged>) -> Vec<Merged> {
    let same = |one: &Merged, other: &Merged| {
        one.kind == other.kind && one.opens == other.opens && one.text == other.text
    };
    // How many the rests from each pair of places share.
    let width = second.len() + 1;
    let mut shared = vec![0u32; (first.len() + 1) * width];
    let at =
        |shared: &[u32], i: usize, j: usize| shared.get(i * width + j).copied().unwrap_or_default();
    for (i, one) in first.iter().enumerate().rev() {
        for (j, other) in second.iter().enumerate().rev() {
            let best = if same(one, other) {
                at(&shared, i + 1, j + 1) + 1
            } else {
                at(&shared, i + 1, j).max(at(&shared, i, j + 1))
            };
            if let Some(cell) = shared.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let mut merged = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        match (first.get(i), second.get(j)) {
            (Some(one), Some(other)) if same(one, other) => {
                merged.push(Merged {
                    lists: one.lists | other.lists,
                    ..one.clone()
                });
                i += 1;
                j += 1;
            }
            (Some(one), other)
                if other.is_none() || at(&shared, i + 1, j) >= at(&shared, i, j + 1) =>
            {
                merged.push(one.clone());
                i += 1;
            }
            (_, Some(other)) => {
                merged.push(other.clone());
                j += 1;
            }
            _ => return merged,
        }
    }
}

/// What a reviewer should see, by edition and place.
#[derive(Default)]
struct Review(BTreeSet<(String, String, Problem, String)>);

impl Review {
    fn resolve(&mut self, list: &List, place: &str, note: &Note) -> Text {
        let (found, problems) = references::read(&note.text, &list.listed);
        let mut row = |problem| {
            self.0.insert((
                list.name.clone(),
                place.to_owned(),
                problem,
                note.text.clone(),
            ));
        };
        problems.into_iter().for_each(&mut row);
        let mut references = Vec::new();
        for reference in found {
            let stretches = list.listed.stretches(&reference.from, &reference.through);
            let missing = [&reference.from, &reference.through]
                .into_iter()
                .find(|end| !list.listed.known(end));
            if let Some(end) = missing {
                row(Problem {
                    words: end.clone(),
                    what: "no code of the list starts so",
                });
            } else if reference.from > last_below(&reference.through) {
                let words = format!("{}-{}", reference.from, reference.through);
                let what = "the range ends before it begins";
                row(Problem { words, what });
            } else if !list.listed.covers_any(&reference, &stretches) {
                let words = format!("{}-{}", reference.from, reference.through);
                row(Problem {
                    words,
                    what: "no code of the list meets the condition",
                });
            }
            let plain =
                stretches.as_slice() == [(reference.from.clone(), reference.through.clone())];
            let resolved = Resolved {
                from: reference.from,
                through: reference.through,
                condition: reference.condition,
                stretches: if plain { Vec::new() } else { stretches },
            };
            references.push((resolved, reference.mention));
        }
        Text {
            text: note.text.clone(),
            seventh: note.seventh,
            references,
        }
    }

    fn csv(&self) -> Vec<u8> {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\"").replace('\t', " "));
        let mut csv = "edition,place,words,problem,note\n".to_owned();
        for (edition, place, Problem { words, what }, note) in &self.0 {
            csv += &format!(
                "{},{place},{},{},{}\n",
                quoted(edition),
                quoted(words),
                quoted(what),
                quoted(note)
            );
        }
        csv.into_bytes()
    }
}

/// The bytes that are hashed are lines `PLACE,kind,first of its element,seventh character,text` of each list.
fn fingerprints(lists: &[List], all: &[(&str, Vec<Merged>)], output: &mut Output) {
    for (number, list) in lists.iter().enumerate() {
        let (mut text, mut rows) = (String::new(), 0);
        for (place, notes) in all {
            for note in notes.iter().filter(|note| note.lists >> number & 1 == 1) {
                let seventh = note
                    .text
                    .seventh
                    .map(char::from)
                    .map(String::from)
                    .unwrap_or_default();
                let (kind, opens) = (note.kind as u8, u8::from(note.opens));
                text += &format!("{place},{kind},{opens},{seventh},{}\n", note.text.text);
                rows += 1;
            }
        }
        output.fingerprints.push(Fingerprint {
            table: "icd10cm-notes",
            edition: list.name.clone(),
            rows,
            added: 0,
            removed: 0,
            bytes: text.len(),
            sha256: sha256_hex(text.as_bytes()),
        });
    }
}
