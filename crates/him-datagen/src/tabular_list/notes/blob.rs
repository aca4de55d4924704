//! The bytes of the notes; their layout stands in [`super`].

use std::collections::{BTreeSet, HashMap};

use super::{Merged, Resolved, Text};
use crate::fault::{Fault, Result};
use crate::history::History;
use crate::phrases::{Phrase, Phrases, write_number};
use crate::references::Condition;
use crate::tabular_list::List;
use crate::tabular_list::codes::Stretch;

const TEXTS_PER_INDEX: usize = 16;
const FIRST_OF_ELEMENT: u8 = 16;
const MENTION: u16 = 1 << 15;

/// The parts of the table.
pub(super) struct Blob<'t> {
    numbers: HashMap<&'t Text, u16>,
    references: Vec<&'t Resolved>,
    conditions: Vec<&'t Condition>,
    groups: Vec<&'t [Stretch]>,
    phrases: Phrases,
    index: Vec<u8>,
    texts: Vec<u8>,
}

impl<'t> Blob<'t> {
    pub(super) fn new(texts: &BTreeSet<&'t Text>) -> Result<Blob<'t>> {
        let resolved = || {
            texts
                .iter()
                .flat_map(|text| &text.references)
                .map(|(own, _)| own)
        };
        let references: Vec<&Resolved> = resolved().collect::<BTreeSet<_>>().into_iter().collect();
        let conditions = resolved()
            .filter_map(|own| own.condition.as_ref())
            .collect::<BTreeSet<_>>();
        let groups = resolved()
            .map(|own| own.stretches.as_slice())
            .filter(|own| !own.is_empty());
        let groups = groups.collect::<BTreeSet<_>>();
        let spelled: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
        let mut distinct = spelled.clone();
        distinct.dedup();
        let phrases = Phrases::build(&distinct)?;

        let (mut index, mut packed, mut numbers) = (Vec::new(), Vec::new(), HashMap::new());
        for (number, text) in texts.iter().enumerate() {
            if number % TEXTS_PER_INDEX == 0 {
                index.extend(count(packed.len())?);
            }
            let mut own = Vec::new();
            let fits = short(text.references.len() * 2 + usize::from(text.seventh.is_some()))?;
            write_number(&mut own, fits);
            for (resolved, mention) in &text.references {
                let number = references.binary_search(&resolved).unwrap_or_default();
                let number = short(number).ok().filter(|number| number & MENTION == 0);
                let number =
                    number.ok_or_else(|| Fault::in_file("icd10cm-notes", "too many references"))?;
                own.extend((number | if *mention { MENTION } else { 0 }).to_le_bytes());
            }
            own.extend(text.seventh);
            let sequence = distinct.binary_search(&text.text.as_str()).ok();
            for phrase in sequence
                .and_then(|at| phrases.titles.get(at))
                .into_iter()
                .flatten()
            {
                write_number(&mut own, *phrase);
            }
            let len = short(own.len()).ok().filter(|len| *len < 1 << 15);
            write_number(
                &mut packed,
                len.ok_or_else(|| Fault::in_file("icd10cm-notes", "a note is too long"))?,
            );
            packed.append(&mut own);
            numbers.insert(*text, short(number)?);
        }
        Ok(Blob {
            numbers,
            references,
            conditions: conditions.into_iter().collect(),
            groups: groups.into_iter().collect(),
            phrases,
            index,
            texts: packed,
        })
    }

    /// In the order of their numbers.
    pub(super) fn references(&self) -> &[&'t Resolved] {
        &self.references
    }

    pub(super) fn pack(
        self,
        lists: &[List],
        history: &History<'_>,
        all: &[(&str, Vec<Merged>)],
        code_places: usize,
    ) -> Result<Vec<u8>> {
        let (sets, before) = sets(history, all.get(..code_places).unwrap_or_default())?;
        let (mut ends, mut notes) = (Vec::new(), Vec::new());
        for (_, own) in all {
            for Merged {
                kind,
                opens,
                text,
                lists,
            } in own
            {
                let first = if *opens { FIRST_OF_ELEMENT } else { 0 };
                notes.extend([*kind as u8 | first, *lists]);
                let text = self.numbers.get(text).copied().unwrap_or_default();
                notes.extend(text.to_le_bytes());
            }
            ends.extend(short(notes.len() / 4)?.to_le_bytes());
        }
        let mut references = Vec::new();
        for own in &self.references {
            let condition = own
                .condition
                .as_ref()
                .and_then(|own| self.conditions.binary_search(&own).ok());
            let group = Some(own.stretches.as_slice()).filter(|own| !own.is_empty());
            let group = group.and_then(|own| self.groups.binary_search(&own).ok());
            references.extend(code_and(&own.from, condition)?);
            references.extend(code_and(&own.through, group)?);
        }
        let (mut conditions, mut condition_ends) = (Vec::new(), Vec::new());
        for Condition { position, values } in &self.conditions {
            conditions.push(*position);
            for value in values {
                conditions.push(value.len().to_le_bytes()[0]);
                conditions.extend(value.bytes());
            }
            condition_ends.extend(short(conditions.len())?.to_le_bytes());
        }
        let (mut stretches, mut group_ends) = (Vec::new(), Vec::new());
        for (from, through) in self.groups.iter().flat_map(|group| group.iter()) {
            stretches.extend(code_and(from, None)?);
            stretches.extend(code_and(through, None)?);
        }
        let mut end = 0;
        for group in &self.groups {
            end += group.len();
            group_ends.extend(short(end)?.to_le_bytes());
        }

        let mut blob = b"HCN1".to_vec();
        for number in [
            lists.len(),
            history.codes.len(),
            code_places,
            all.len(),
            notes.len() / 4,
            self.numbers.len(),
            self.phrases.phrases.len(),
            self.phrases.text.len(),
            self.references.len(),
            self.conditions.len(),
            conditions.len(),
            stretches.len() / 16,
            self.groups.len(),
        ] {
            blob.extend(count(number)?);
        }
        blob.extend(sets);
        blob.extend(before);
        blob.extend(ends);
        blob.extend(notes);
        blob.extend(self.index);
        blob.extend(phrase_bytes(&self.phrases)?);
        blob.extend(references);
        blob.extend(condition_ends);
        blob.extend(stretches);
        blob.extend(group_ends);
        blob.extend(conditions);
        blob.extend(&self.phrases.text);
        blob.extend(self.texts);
        Ok(blob)
    }
}

/// Which codes are places, and for each 64 how many places stand before them.
fn sets(history: &History<'_>, places: &[(&str, Vec<Merged>)]) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut sets = vec![0u64; history.codes.len().div_ceil(64)];
    for (place, _) in places {
        let found = history.codes.binary_search_by(|own| own.code.cmp(place));
        let what = "stands in a tabular list, but in no order file";
        let ordinal = found.map_err(|_| Fault::in_file(*place, what))?;
        if let Some(set) = sets.get_mut(ordinal / 64) {
            *set |= 1 << (ordinal % 64);
        }
    }
    let (mut before, mut own) = (Vec::new(), 0);
    for set in &sets {
        before.extend(short(own)?.to_le_bytes());
        own += set.count_ones() as usize;
    }
    Ok((
        sets.iter().flat_map(|set| set.to_le_bytes()).collect(),
        before,
    ))
}

/// A code in seven bytes, and the number of what stands after it in one.
fn code_and(code: &str, number: Option<usize>) -> Result<[u8; 8]> {
    let mut bytes = [0; 8];
    for (cell, byte) in bytes.iter_mut().zip(code.bytes().take(7)) {
        *cell = byte;
    }
    let number = number.map_or(Ok(0), |number| u8::try_from(number + 1));
    let number = number
        .map_err(|_| Fault::in_file("icd10cm-notes", "more than 255 conditions or groups"))?;
    let [.., last] = &mut bytes;
    *last = number;
    // The number in the lowest byte, the code above it.
    bytes.reverse();
    Ok(bytes)
}

fn phrase_bytes(phrases: &Phrases) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for phrase in &phrases.phrases {
        let word = match *phrase {
            Phrase::Pair(left, right) => u32::from(left) << 15 | u32::from(right),
            Phrase::Word { start, len } if start < 1 << 24 => {
                1 << 31 | u32::from(len) << 24 | start
            }
            Phrase::Word { .. } => return Err(Fault::in_file("icd10cm-notes", "too much text")),
        };
        bytes.extend(word.to_le_bytes());
    }
    Ok(bytes)
}

fn short(number: usize) -> Result<u16> {
    u16::try_from(number)
        .map_err(|_| Fault::in_file("icd10cm-notes", "is too large for numbers of 16 bits"))
}

fn count(number: usize) -> Result<[u8; 4]> {
    let number =
        u32::try_from(number).map_err(|_| Fault::in_file("icd10cm-notes", "is too large"))?;
    Ok(number.to_le_bytes())
}
