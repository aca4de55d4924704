//! The hits of a query while it is answered: of each code the best.

use alloc::vec::Vec;
use core::cmp::Reverse;

use super::INDEX;
use super::hit::{Hit, Source};
use crate::icd10cm::State;
use crate::search::scores::{PERFECT, Ranked};

#[derive(Default)]
pub(super) struct Found {
    /// In the order of the codes.
    hits: Vec<Hit>,
}

impl Found {
    pub(super) fn len(&self) -> usize {
        self.hits.len()
    }

    /// Keeps it when it is better than what is there of its code.
    pub(super) fn add(&mut self, hit: Hit) {
        let rank = |hit: &Hit| (Reverse(hit.score), length(hit));
        match self.hits.binary_search_by_key(&hit.code(), Hit::code) {
            Ok(at) => {
                if let Some(known) = self
                    .hits
                    .get_mut(at)
                    .filter(|known| rank(&hit) < rank(known))
                {
                    *known = hit;
                }
            }
            Err(at) => self.hits.insert(at, hit),
        }
    }

    /// The score of the last of the best so many hits; 0 when there are fewer.
    pub(super) fn score_of(&self, last: usize) -> u32 {
        let mut counts = [0; PERFECT as usize + 1];
        for hit in &self.hits {
            if let Some(count) = counts.get_mut(usize::from(hit.score)) {
                *count += 1;
            }
        }
        let mut better = 0;
        let mut counts = counts.into_iter().enumerate().rev();
        counts
            .find(|(_, count)| {
                better += count;
                better >= last
            })
            .map_or(0, |(score, _)| score as u32)
    }

    /// Of the same score, headers come first, then those found by less text, then by less title; then it is the order of the
    /// codes.
    pub(super) fn best(&self, limit: usize) -> Vec<Hit> {
        let rank = |(at, hit): (u32, &Hit)| -> Ranked {
            let title = match hit.source {
                Source::Code => 0,
                _ => INDEX.length(hit.entry.ordinal()),
            };
            let below = u32::from(hit.entry.state() == State::Billable);
            let short = PERFECT.saturating_sub(hit.score.into());
            (short << 1 | below, length(hit) << 16 | title, at)
        };
        let mut ranked: Vec<Ranked> = (0..).zip(&self.hits).map(rank).collect();
        ranked.sort_unstable();
        let best = ranked.iter().take(limit);
        best.filter_map(|(.., at)| self.hits.get(*at as usize).copied())
            .collect()
    }
}

/// Of the text that a hit was found by; below 2^11.
fn length(hit: &Hit) -> u32 {
    match hit.source {
        Source::Document(document) => INDEX.length(document),
        Source::Title(entry) => INDEX.length(entry.ordinal()),
        Source::Code => 0,
    }
}
