//! Which of the codes below a header is meant by one who names the header.

use alloc::vec::Vec;
use core::cmp::Reverse;

use super::INDEX;
use super::codes::codes_below;
use super::gather::{DRUGS, entry};
use crate::icd10cm::{Entry, Icd10Cm, State, table};
use crate::search::scores::{PERFECT, Scores};

/// So many codes below a header are given, and what each is worth, of 1000.
const BELOW: [u32; 4] = [998, 900, 880, 860];

/// The billable codes below a header that have most of what a reading asks for beside what the document has, and of these
/// the least specific.
pub(super) fn below(
    scores: &Scores,
    document: u32,
    header: Entry,
) -> impl Iterator<Item = (Entry, u32)> {
    let own = scores.filled(document);
    let on = header.on();
    let mut best: [Option<Candidate>; 12] = [None; 12];
    for ordinal in codes_below(header) {
        let ordinal = ordinal as u32;
        let more = scores.filled(ordinal) & !own;
        let candidate = Candidate {
            gained: if more == 0 { 0 } else { scores.weight_of(more) },
            weight: scores.weight(ordinal),
            length: INDEX.length(ordinal),
            ordinal,
        };
        let better =
            |other: &Option<Candidate>| other.is_none_or(|other| candidate.order() < other.order());
        let Some(at) = best.iter().position(better) else {
            continue;
        };
        if table::state(ordinal, on) == Some(State::Billable)
            && let Some([place, rest @ ..]) = best.get_mut(at..)
        {
            // The worst makes room.
            let mut next = place.replace(candidate);
            for place in rest {
                next = core::mem::replace(place, next);
            }
        }
    }
    // The codes of a drug have their columns in order; of others the vaguest comes first.
    let drug = INDEX.section(document) == DRUGS;
    let mut found: Vec<(Candidate, Entry)> = best
        .into_iter()
        .flatten()
        .filter_map(|mut candidate| {
            let entry = entry(candidate.ordinal, on)?;
            let vague = candidate.length.saturating_sub(vagueness(entry.code()));
            candidate.length = if drug { 0 } else { vague };
            Some((candidate, entry))
        })
        .collect();
    // They are few, and in order but for what is vague: each moves up to its place.
    for end in 1..found.len() {
        for at in (1..=end).rev() {
            if let Some([(before, _), (own, _)]) = found.get(at - 1..=at)
                && own.order() < before.order()
            {
                found.swap(at - 1, at);
            }
        }
    }
    let length = INDEX.length(document);
    let above = INDEX.length(header.ordinal());
    let scores: Vec<(Entry, u32)> = found
        .into_iter()
        .zip(BELOW)
        .map(|((Candidate { gained, .. }, entry), worth)| {
            // What the code adds to its header, and nobody asked for.
            let more = INDEX.length(entry.ordinal()).saturating_sub(above + gained);
            let score = scores.score_with(document, length + more / 4, gained);
            (entry, score * worth / PERFECT)
        })
        .collect();
    scores.into_iter()
}

/// A code below a header.
#[derive(Clone, Copy)]
struct Candidate {
    /// What it has of the query and the document has not.
    gained: u32,
    /// What its title has of the query.
    weight: u32,
    length: u32,
    ordinal: u32,
}

impl Candidate {
    /// The best have the lowest.
    fn order(&self) -> impl Ord + use<> {
        (
            Reverse(self.gained),
            Reverse(self.weight),
            self.length,
            self.ordinal,
        )
    }
}

/// By how much a code is likelier to be the default of those beside it, in the measure of lengths: "unspecified" ends in 9, or
/// in 0.
fn vagueness(code: Icd10Cm) -> u32 {
    let text = code.undotted();
    let text = text.as_str().get(..6.min(code.len())).unwrap_or_default();
    match text.trim_end_matches('X').as_bytes().last() {
        Some(b'9') => 50,
        Some(b'0') => 45,
        _ => 0,
    }
}
