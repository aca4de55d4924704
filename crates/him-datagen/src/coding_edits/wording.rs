//! The words of titles, so that two that say the same compare equal.

use std::collections::BTreeSet;

/// In their order, in lower case and the singular.
pub(super) fn words(title: &str) -> Vec<String> {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(singular)
        .collect()
}

fn singular(word: &str) -> String {
    let word = word.to_ascii_lowercase();
    match word.strip_suffix('s') {
        Some("len") => word,
        Some(stem) if stem.len() > 5 && stem.ends_with("ie") => {
            format!("{}y", stem.trim_end_matches("ie"))
        }
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word,
    }
}

/// Words that say nothing of the condition.
const EMPTY: [&str; 9] = [
    "of",
    "the",
    "and",
    "in",
    "or",
    "other",
    "not",
    "elsewhere",
    "classified",
];

/// What a title says when these words are left out, and what stands in parentheses.
pub(super) fn without(title: &str, left_out: &[&str]) -> BTreeSet<String> {
    let outside = title.split('(').enumerate().map(|(part, text)| match part {
        0 => text,
        _ => text.split_once(')').map_or("", |(_, after)| after),
    });
    outside
        .flat_map(words)
        .filter(|word| !left_out.contains(&word.as_str()) && !EMPTY.contains(&word.as_str()))
        .collect()
}
