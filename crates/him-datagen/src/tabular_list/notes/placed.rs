//! Notes by their places, with the numbers that they and their references have in the packed table.

use std::collections::BTreeMap;

use super::{Merged, Resolved};
use crate::fault::{Fault, Result};
use crate::references::Condition;
use crate::tabular::NoteKind;
use crate::tabular_list::codes::{Stretch, last_below};
use crate::tabular_list::hierarchy::Outer;

/// The notes of all lists.
pub(crate) struct Placed {
    references: Vec<Resolved>,
    places: BTreeMap<String, Vec<PlacedNote>>,
    /// For each list and category the sections and the chapter in which it stands, from the innermost.
    around: Vec<BTreeMap<String, Vec<String>>>,
}

/// A note with its number in the packed table.
#[derive(Clone)]
pub(crate) struct PlacedNote {
    pub(crate) number: u16,
    /// The code, section or chapter at which it stands.
    pub(crate) place: String,
    pub(crate) kind: NoteKind,
    /// Whether it is the first of its element.
    pub(crate) opens: bool,
    /// Bit 0 is the first list.
    pub(crate) lists: u8,
    pub(crate) text: String,
    /// Of a definition its seventh character.
    pub(crate) seventh: Option<u8>,
    /// The numbers of what it points to.
    pub(crate) references: Vec<u16>,
}

impl Placed {
    pub(super) fn new(
        all: &[(&str, Vec<Merged>)],
        references: &[&Resolved],
        outer: &Outer,
    ) -> Result<Placed> {
        let mut places: BTreeMap<String, Vec<PlacedNote>> = BTreeMap::new();
        let mut number = 0;
        for (place, notes) in all {
            for note in notes {
                let pointed = note.text.references.iter().filter(|(_, mention)| !mention);
                let pointed = pointed.filter_map(|(own, _)| references.binary_search(&own).ok());
                let pointed = pointed.map(short).collect::<Result<Vec<u16>>>()?;
                places
                    .entry((*place).to_owned())
                    .or_default()
                    .push(PlacedNote {
                        number: short(number)?,
                        place: (*place).to_owned(),
                        kind: note.kind,
                        opens: note.opens,
                        lists: note.lists,
                        text: note.text.text.clone(),
                        seventh: note.text.seventh,
                        references: pointed,
                    });
                number += 1;
            }
        }
        Ok(Placed {
            references: references.iter().map(|own| (*own).clone()).collect(),
            places,
            around: outer.around.clone(),
        })
    }

    /// The notes that hold for a code, from the nearest, each with the set of lists in which it holds for this code.
    pub(crate) fn of(&self, code: &str) -> Vec<(&PlacedNote, u8)> {
        let mut found: Vec<(&PlacedNote, u8)> = Vec::new();
        let at = |place: &str| self.places.get(place).map_or(&[][..], Vec::as_slice);
        for len in (3..=code.len()).rev() {
            let own = at(code.get(..len).unwrap_or(code));
            found.extend(own.iter().map(|note| (note, note.lists)));
        }
        for (list, around) in self.around.iter().enumerate() {
            let category = code.get(..3).unwrap_or(code);
            for place in around.get(category).into_iter().flatten() {
                for note in at(place).iter().filter(|note| note.lists >> list & 1 == 1) {
                    match found.iter_mut().find(|(own, _)| own.number == note.number) {
                        Some((_, lists)) => *lists |= 1 << list,
                        None => found.push((note, 1 << list)),
                    }
                }
            }
        }
        found
    }

    /// The note at a code that stands nearest above another, of those of a kind.
    pub(crate) fn nearest(&self, code: &str, kind: NoteKind) -> impl Iterator<Item = &PlacedNote> {
        let places = (3..=code.len()).rev().filter_map(move |len| {
            let own = self.places.get(code.get(..len)?)?;
            own.iter().any(|note| note.kind == kind).then_some(own)
        });
        let nearest = places.into_iter().next();
        nearest
            .into_iter()
            .flatten()
            .filter(move |note| note.kind == kind)
    }

    /// Whether the reference of this number covers a code, which its seventh character of a definition may end.
    pub(crate) fn covers(&self, reference: u16, code: &str, defined: bool) -> bool {
        let Some(own) = self.references.get(usize::from(reference)) else {
            return false;
        };
        let whole = [(own.from.clone(), own.through.clone())];
        let stretches: &[Stretch] = match own.stretches.as_slice() {
            [] => &whole,
            stretches => stretches,
        };
        let within = stretches
            .iter()
            .any(|(first, last)| code >= first.as_str() && code <= last_below(last).as_str());
        within
            && own
                .condition
                .as_ref()
                .is_none_or(|condition| is_met(condition, code, defined))
    }
}

fn is_met(condition: &Condition, code: &str, defined: bool) -> bool {
    let stem = if defined {
        code.get(..6).unwrap_or(code)
    } else {
        code
    };
    condition.is_met_by(code, stem.trim_end_matches('X'))
}

fn short(number: usize) -> Result<u16> {
    u16::try_from(number)
        .map_err(|_| Fault::in_file("icd10cm-notes", "is too large for numbers of 16 bits"))
}
