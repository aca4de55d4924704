//! What took the place of codes of which the conversion table says nothing: what the editions themselves show.
//!
//! A code that is deleted has as successors, by the first of these rules that finds some,
//! 1. the codes that come on the same day below the same header, which stays; of codes with a seventh character those with
//!    the same one;
//! 2. the codes that come on the same day with the same long title;
//! 3. the codes below the same header whose title was revised on the same day, so that it has all words of the deleted
//!    code's title, which it had not before.
//!
//! For codes that the conversion table of FY2026 does list, the first rule finds all that the table says wherever it finds
//! anything (361 codes), the second a part of it (44 codes) but for one, T84.048S, where a line of the table has a seventh
//! character that its neighbours do not have.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::history::{CodeHistory, History, State};

/// The numbers of a deleted code and of one that took its place.
pub(crate) type Successor = (u32, u32);

/// Of all deleted codes but those for which `told` says that the conversion table has them on the day.
pub(super) fn find(
    history: &History<'_>,
    told: impl Fn(u32, NaiveDate) -> bool,
) -> BTreeSet<Successor> {
    let mut by_title: HashMap<(NaiveDate, &str), Vec<u32>> = HashMap::new();
    for (ordinal, code) in (0..).zip(&history.codes) {
        for (day, _) in begins(code).filter(|(_, new)| *new) {
            if let Some(title) = code.title_on(day) {
                by_title.entry((day, title)).or_default().push(ordinal);
            }
        }
    }
    let mut found = BTreeSet::new();
    for (ordinal, code) in (0..).zip(&history.codes) {
        for pair in code.spans.windows(2) {
            let [before, after] = pair else { continue };
            let day = after.first;
            let deleted = before.state == State::Billable && after.state == State::Absent;
            if !deleted || told(ordinal, day) {
                continue;
            }
            let mut successors = below_the_same_header(history, code.code, day, |other| {
                begins(other).any(|(first, new)| new && first == day)
                    && seventh(other.code) == seventh(code.code)
            });
            let title = before_day(code, day);
            if successors.is_empty() {
                let same = title.and_then(|title| by_title.get(&(day, title)));
                successors = same.cloned().unwrap_or_default();
            }
            if let (Some(title), true) = (title, successors.is_empty()) {
                successors = below_the_same_header(history, code.code, day, |other| {
                    let titles = (before_day(other, day), other.title_on(day));
                    let (Some(old), Some(new)) = titles else {
                        return false;
                    };
                    other.state_on(day) == State::Billable
                        && !has_words_of(old, title)
                        && has_words_of(new, title)
                });
            }
            found.extend(successors.into_iter().map(|new| (ordinal, new)));
        }
    }
    found
}

/// Of deleted procedure codes: the codes that come on the same day with the same words in their long titles, in whatever
/// order and whatever the group of new technology.
///
/// A new technology that becomes an established one is rebuilt from the same words in another section, and a group that is
/// renewed keeps them. Other deleted codes have no such heir: their values are merged, split or given up.
pub(crate) fn of_procedures(history: &History<'_>) -> BTreeSet<Successor> {
    let mut came: HashMap<(NaiveDate, Vec<String>), Vec<u32>> = HashMap::new();
    for (ordinal, code) in (0..).zip(&history.codes) {
        for (day, _) in begins(code).filter(|(_, new)| *new) {
            // The title may be known from a later file of the year only.
            let title = code
                .title_on(day)
                .or(code.titles.first().map(|title| title.long));
            if let Some(title) = title {
                came.entry((day, procedure_words(title)))
                    .or_default()
                    .push(ordinal);
            }
        }
    }
    let mut found = BTreeSet::new();
    for (ordinal, code) in (0..).zip(&history.codes) {
        for pair in code.spans.windows(2) {
            let [before, after] = pair else { continue };
            let deleted = before.state == State::Billable && after.state == State::Absent;
            if let (true, Some(title)) = (deleted, before_day(code, after.first)) {
                let heirs = came.get(&(after.first, procedure_words(title)));
                found.extend(heirs.into_iter().flatten().map(|new| (ordinal, *new)));
            }
        }
    }
    found
}

fn procedure_words(title: &str) -> Vec<String> {
    let title = match title.rsplit_once(", New Technology Group ") {
        Some((title, group)) if group.bytes().all(|c| c.is_ascii_digit()) => title,
        _ => title,
    };
    let words = title.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.sort_unstable();
    words
}

/// The codes that fit, below the nearest header above a code, when that is a header on the day and the day before.
fn below_the_same_header(
    history: &History<'_>,
    code: &str,
    day: NaiveDate,
    fits: impl Fn(&CodeHistory<'_>) -> bool,
) -> Vec<u32> {
    let above = (3..code.len()).rev().find_map(|len| {
        let header = code.get(..len)?;
        let history = history.code(history.ordinal(header)?)?;
        (day.pred_opt().map(|eve| history.state_on(eve)) == Some(State::Header)).then_some(history)
    });
    let Some(header) = above.filter(|header| header.state_on(day) == State::Header) else {
        return Vec::new();
    };
    let Some(first) = history.ordinal(header.code) else {
        return Vec::new();
    };
    let below = (first..).zip(history.codes.iter().skip(first as usize));
    below
        .take_while(|(_, other)| other.code.starts_with(header.code))
        .filter(|(_, other)| other.code != code && fits(other))
        .map(|(ordinal, _)| ordinal)
        .collect()
}

/// The days on which a code becomes billable, and whether it was not in the list before.
fn begins(code: &CodeHistory<'_>) -> impl Iterator<Item = (NaiveDate, bool)> {
    let before = std::iter::once(State::Absent).chain(code.spans.iter().map(|span| span.state));
    let spans = code.spans.iter().zip(before);
    spans
        .filter(|(span, _)| span.state == State::Billable)
        .map(|(span, before)| (span.first, before == State::Absent))
}

fn before_day<'t>(code: &CodeHistory<'t>, day: NaiveDate) -> Option<&'t str> {
    code.title_on(day.pred_opt()?)
}

fn seventh(code: &str) -> Option<&str> {
    code.get(6..).filter(|rest| !rest.is_empty())
}

fn has_words_of(title: &str, other: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    words(title).is_superset(&words(other))
}
