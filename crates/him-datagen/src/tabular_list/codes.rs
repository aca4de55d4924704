//! The codes of a tabular list in its order, and what a reference covers there.

use std::collections::{BTreeMap, BTreeSet};

use crate::history::Held;
use crate::references::{Codes, Condition, Reference};
use crate::tabular::{Chapter, Diagnosis, NoteKind};

pub(super) struct Listed {
    /// Each code's place in the order of the list.
    places: BTreeMap<String, usize>,
    chapters: Vec<(u8, (String, String))>,
    /// What the seventh characters mean below a code.
    sevenths: BTreeMap<String, Vec<(u8, String)>>,
    /// Those that can be reported, as the order file has them.
    billable: BTreeSet<String>,
}

/// A code and all below it, or codes that follow each other in ASCII with all below the last.
pub(super) type Stretch = (String, String);

impl Listed {
    pub(super) fn new(chapters: &[Chapter], order_file: &Held<'_>) -> Listed {
        let codes = in_order(chapters).into_iter().zip(0..);
        let mut sevenths: BTreeMap<String, Vec<(u8, String)>> = BTreeMap::new();
        for_each(chapters, &mut |own| {
            for note in &own.notes {
                if let (NoteKind::SeventhDefinition, Some(c)) = (note.kind, note.seventh) {
                    let meanings = sevenths.entry(own.code.clone()).or_default();
                    meanings.push((c, note.text.clone()));
                }
            }
        });
        let billable = order_file.rows.iter().filter(|row| row.billable);
        Listed {
            places: codes
                .map(|(code, place)| (code.to_owned(), place))
                .collect(),
            chapters: chapters
                .iter()
                .map(|own| (own.number, own.range.clone()))
                .collect(),
            sevenths,
            billable: billable.map(|row| row.code.to_owned()).collect(),
        }
    }

    /// The stretches of the codes that a range has in the order of the list; one with the ends of the range where that is
    /// the order of ASCII. An end that is not in the list stands for its neighbour within the range.
    pub(super) fn stretches(&self, from: &str, through: &str) -> Vec<Stretch> {
        let whole = vec![(from.to_owned(), through.to_owned())];
        if from == through {
            return whole;
        }
        let first = self.places.range(from.to_owned()..).next();
        let last = self.places.range(..=last_below(through)).next_back();
        let (Some((_, &first)), Some((_, &last))) = (first, last) else {
            return whole;
        };
        // All that stands below the last code, wherever that is in ASCII.
        let below = self.places.range(through.to_owned()..=last_below(through));
        let last = below.map(|(_, &place)| place).max().unwrap_or(last);
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut open = false;
        for (code, place) in &self.places {
            let within = (first..=last).contains(place);
            match (stretches.last_mut().filter(|_| open), within) {
                (Some((_, end)), true) => end.clone_from(code),
                (None, true) => stretches.push((code.clone(), code.clone())),
                _ => {}
            }
            open = within;
        }
        match stretches.as_mut_slice() {
            // The ends as they are written, which need not be in the list; below the last there may be codes.
            [one]
                if one.0.as_str() >= from
                    && (one.1.as_str() <= through || one.1.starts_with(through)) =>
            {
                whole
            }
            [] => whole,
            _ => stretches,
        }
    }

    /// Whether the list has a code that a reference covers.
    pub(super) fn covers_any(&self, reference: &Reference, stretches: &[Stretch]) -> bool {
        stretches.iter().any(|(from, through)| {
            let mut codes = self.billable.range(from.clone()..=last_below(through));
            codes.any(|code| match &reference.condition {
                None => true,
                Some(condition) => self.holds(condition, code),
            })
        })
    }

    fn holds(&self, condition: &Condition, code: &str) -> bool {
        let stem = code
            .get(..6)
            .filter(|_| !self.places.contains_key(code))
            .unwrap_or(code);
        condition.is_met_by(code, stem.trim_end_matches('X'))
    }

    fn meanings_above(&self, code: &str) -> Option<&Vec<(u8, String)>> {
        (3..=code.len())
            .rev()
            .find_map(|len| self.sevenths.get(code.get(..len)?))
    }
}

impl Codes for Listed {
    fn known(&self, code: &str) -> bool {
        let mut from = self.places.range(code.to_owned()..);
        let starts =
            |code: &str, other: Option<&String>| other.is_some_and(|own| own.starts_with(code));
        starts(code, from.next().map(|(own, _)| own))
            || starts(code, self.billable.range(code.to_owned()..).next())
    }

    fn chapter(&self, number: u8) -> Option<(String, String)> {
        let chapter = self.chapters.iter().find(|(own, _)| *own == number)?;
        Some(chapter.1.clone())
    }

    fn seventh(&self, code: &str, words: &str) -> Vec<u8> {
        let meanings = self.meanings_above(code).into_iter().flatten();
        let with_words = meanings.filter(|(_, text)| text.contains(words));
        with_words.map(|(c, _)| *c).collect()
    }
}

/// The last text that starts with a code, for texts of digits and capitals.
pub(super) fn last_below(code: &str) -> String {
    format!("{code}~")
}

/// Every code in the order of the list.
pub(super) fn in_order(chapters: &[Chapter]) -> Vec<&str> {
    let mut codes = Vec::new();
    for_each(chapters, &mut |own| codes.push(own.code.as_str()));
    codes
}

fn for_each<'t>(chapters: &'t [Chapter], look: &mut impl FnMut(&'t Diagnosis)) {
    let sections = chapters.iter().flat_map(|chapter| &chapter.sections);
    for category in sections.flat_map(|section| &section.categories) {
        category.for_each(look);
    }
}
