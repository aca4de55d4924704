//! What the generator needs to train the model; no part of the public interface.

use crate::text::model;
use crate::text::page::Page;
use crate::text::token::Kind;
use crate::{Category, Identifiers, Rule, SafeHarbor, Scrubber, Workspace};

pub use crate::text::dictionary::{BUCKET_BITS, HEAD, Listed, pair, place};
pub use crate::text::model::{BUCKETS, FEATURES, HEADER, LABELS, Model};

/// The key of a word, as the engine makes it.
pub fn key(word: &str) -> u64 {
    crate::text::fold::Key::of(word)
}

/// A word or number that the rules left, with its features.
#[derive(Clone)]
pub struct Item {
    /// Bytes.
    pub start: usize,
    /// Bytes.
    pub end: usize,
    /// Numbers below [`BUCKETS`].
    pub features: [u32; FEATURES],
}

/// The chains of words that the rules leave in a text, in order. `marked` counts as found from the start.
pub fn chains(
    policy: &SafeHarbor,
    text: &str,
    marked: &[(usize, usize, Category)],
) -> Vec<Vec<Item>> {
    let nobody = Identifiers::new();
    let scrubber = Scrubber::new(policy, &nobody);
    let mut workspace = Workspace::default();
    let marked: Vec<_> = marked
        .iter()
        .map(|&(from, to, category)| {
            let rule = match category {
                Category::Name => Rule::ModelName,
                _ => Rule::ModelPlace,
            };
            (from, to, rule)
        })
        .collect();
    let page: Page<'_> = scrubber.page_by_rules(text, &marked, &mut workspace);
    let hand = model::Hand::of(&page);
    let described: Vec<_> = (0..page.len())
        .map(|at| model::describe(&page, at, hand))
        .collect();
    let segments: Vec<_> = model::segments(&page).collect();
    segments
        .into_iter()
        .map(|(from, to)| {
            (from..to)
                .filter(|&at| matches!(page.token(at).kind, Kind::Word | Kind::Number))
                .map(|at| Item {
                    start: page.token(at).start as usize,
                    end: page.token(at).end as usize,
                    features: model::features(&described, at),
                })
                .collect()
        })
        .collect()
}
