//! The best labels of a chain of words, and what is marked by them.

use super::features::{Described, Hand, describe, features, is_labelled};
use super::weights::{LABELS, Model};
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::token::{Kind, Token};
use crate::{Category, Preset, Rule};

/// A chain is parted after so many tokens, wherever it is.
const LONGEST: usize = 256;

/// What an ordinary word in small letters must be worth more than others, in hundredths of a nat.
const ORDINARY_DOUBT: i32 = 60;

/// Less than any sum of weights, with room to add to it.
const NEVER: i32 = -1_000_000;

/// No word of a name has more bytes.
const LONGEST_NAME: usize = 60;

/// How far a word's features reach.
const REACH: usize = 3;

/// Memory of the model, kept from text to text.
#[derive(Default)]
pub(crate) struct Pass {
    described: Vec<Described>,
    hand: Hand,
    /// Which tokens were replaced when the model last looked.
    tags: Vec<bool>,
    chain: Vec<usize>,
    /// For each word of the chain and each label, the best label before.
    back: Vec<[u8; LABELS]>,
    labels: Vec<u8>,
}

impl Pass {
    /// Forgets the text before.
    pub(crate) fn clear(&mut self) {
        self.described.clear();
        self.tags.clear();
    }
}

/// The stretches of tokens that the model labels together: within a line, between what was replaced.
pub(crate) fn segments(page: &Page<'_>) -> impl Iterator<Item = (usize, usize)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        while start < page.len() && page.token(start).kind == Kind::Tag {
            start += 1;
        }
        if start >= page.len() {
            return None;
        }
        let from = start;
        let mut end = start + 1;
        while end < page.len()
            && end - from < LONGEST
            && page.token(end).kind != Kind::Tag
            && !page.token(end).opens_line()
        {
            end += 1;
        }
        start = end;
        Some((from, end))
    })
}

/// Labels what no rule has found and marks names and places; returns whether there were any.
pub(crate) fn mark(
    page: &mut Page<'_>,
    model: &Model<'_>,
    preset: Preset,
    pass: &mut Pass,
) -> bool {
    let length = page.len();
    let hand = Hand::of(page);
    let first = pass.described.is_empty() || hand != pass.hand;
    if first {
        pass.hand = hand;
        pass.described.clear();
        pass.described
            .extend((0..length).map(|at| describe(page, at, hand)));
        pass.tags.clear();
        pass.tags.resize(length, false);
    }
    // What was replaced since the last look changes what its neighbours see.
    let mut fresh = vec![];
    for at in 0..length {
        if page.token(at).kind == Kind::Tag
            && let Some(seen) = pass.tags.get_mut(at).filter(|seen| !**seen)
        {
            *seen = true;
            if let Some(old) = pass.described.get_mut(at) {
                *old = describe(page, at, hand);
            }
            // The word before may no longer make a pair with it.
            if let Some(before) = at.checked_sub(1)
                && let Some(old) = pass.described.get_mut(before)
            {
                *old = describe(page, before, hand);
            }
            fresh.push(at);
        }
    }
    let mut found: Vec<(usize, usize, Rule)> = Vec::new();
    let mut near = fresh.iter().copied().peekable();
    for (from, to) in segments(page) {
        while near.next_if(|&at| at + REACH + 1 < from).is_some() {}
        if !first && near.peek().is_none_or(|&at| at > to + REACH) {
            continue;
        }
        label(page, model, preset, pass, from, to);
        runs(page, pass, &mut found);
    }
    let before = page.found();
    for (from, to, rule) in found {
        page.mark(from, to, rule, Tag::Plain);
    }
    page.found() > before
}

/// Finds the best labels of the words in `from..to` (Viterbi).
fn label(
    page: &Page<'_>,
    model: &Model<'_>,
    preset: Preset,
    pass: &mut Pass,
    from: usize,
    to: usize,
) {
    pass.chain.clear();
    pass.chain
        .extend((from..to).filter(|&at| is_labelled(page.token(at))));
    pass.back.clear();
    let mut best = [0_i32; LABELS];
    let doubt = model.units(ORDINARY_DOUBT);
    let caution = model.units(preset.caution());
    let keep_states = preset == Preset::Balanced;
    for (nth, &at) in pass.chain.iter().enumerate() {
        let (name, place) = model.sums(&features(&pass.described, at));
        let token = page.token(at);
        // `peace`, `given`: in small letters an ordinary word needs more to be a name.
        let plain = token.has(Classes::ORDINARY) && !token.capital();
        let caution = caution + if plain { doubt } else { 0 };
        let can = Labels::of(page, at, keep_states);
        let own = [
            0,
            if can.name { name - caution } else { NEVER },
            if can.place { place - caution } else { NEVER },
        ];
        let mut next = own;
        let mut back = [0_u8; LABELS];
        if nth > 0 {
            for ((to, score), origin) in next.iter_mut().enumerate().zip(&mut back) {
                let mut top = i32::MIN;
                for (from, (&before, steps)) in best.iter().zip(&model.transitions).enumerate() {
                    let step = steps.get(to).copied().unwrap_or(0);
                    if before + step > top {
                        top = before + step;
                        *origin = from as u8;
                    }
                }
                *score += top;
            }
        }
        pass.back.push(back);
        best = next;
    }
    let mut label = 0_u8;
    for (nth, &score) in best.iter().enumerate() {
        if best.get(usize::from(label)).is_some_and(|&top| score > top) {
            label = nth as u8;
        }
    }
    pass.labels.clear();
    for back in pass.back.iter().rev() {
        pass.labels.push(label);
        label = back.get(usize::from(label)).copied().unwrap_or(0);
    }
    pass.labels.reverse();
}

/// What a token can be at all.
struct Labels {
    name: bool,
    place: bool,
}

impl Labels {
    /// `keep_states`: a state behind its city stays, as the Safe Harbor allows.
    fn of(page: &Page<'_>, at: usize, keep_states: bool) -> Labels {
        let token = page.token(at);
        if token.is_number() {
            return Labels {
                name: false,
                // `92 degrees`; `ul.` is also a street.
                place: !page.unit_after(at + 1) || page.is(at + 1, "ul"),
            };
        }
        if token.has(NEITHER) || token.len() > LONGEST_NAME {
            return Labels {
                name: false,
                place: false,
            };
        }
        // `L4/5`, `CO2`, `T12`
        let code = page.glued(at + 1) && page.token(at + 1).is_number()
            || page.glued(at) && page.before(at, 1).is_number();
        let state = keep_states
            && page.before(at, 1).is_sign(b',')
            && token.capital()
            && token.has(STATES)
            && (token.upper() || !token.has(Classes::STATE_ABBR) || token.has(Classes::STATE));
        Labels {
            name: !code,
            place: !state,
        }
    }
}

const STATES: Classes = Classes::STATE
    .or(Classes::STATE_ABBR)
    .or(Classes::STATE_FIRST);

/// Words that introduce a name or number.
const NEITHER: Classes = Classes::TITLE
    .or(Classes::ID_STRONG)
    .or(Classes::YEAR_WORD)
    .or(Classes::PRONOUN);

/// Whether a run of words is one by more than numbers, single letters and ordinary words in small letters;
/// those are only beside what was found already.
fn stands(page: &Page<'_>, from: usize, to: usize, label: u8) -> bool {
    let whole = (from..to).any(|at| {
        let token = page.token(at);
        token.is_word()
            && !token.initial()
            && (token.len() > 2 || token.capital() && label == 1)
            // `degrees north`, `quiet`
            && (token.capital() || !token.has(Classes::ORDINARY))
    });
    if whole {
        return true;
    }
    // `BP` behind a place is no state.
    let known = (from..to).any(|at| {
        let token = page.token(at);
        token.is_word() && !token.classes.is_empty() && !token.has(Classes::STATE_ABBR)
    });
    if known && label == 2 {
        return false;
    }
    let mark = if label == 1 {
        Category::Name
    } else {
        Category::Location
    }
    .mark();
    let tagged = |token: &Token| token.kind == Kind::Tag && token.value == mark;
    let skip = |at: usize| usize::from(page.token(at).is_one_of(b".,"));
    let before = from.checked_sub(1 + skip(from.saturating_sub(1)));
    before.is_some_and(|at| tagged(page.token(at))) || tagged(page.token(to + skip(to)))
}

/// The words of one label with nothing but signs between them, as spans.
fn runs(page: &Page<'_>, pass: &Pass, found: &mut Vec<(usize, usize, Rule)>) {
    let mut open: Option<(usize, usize, u8)> = None;
    for (&at, &label) in pass.chain.iter().zip(&pass.labels) {
        if let Some((from, last, of)) = open {
            let joined = of == label
                && (last + 1..at).all(|between| page.token(between).is_one_of(b"-'.,&/#"));
            if joined {
                open = Some((from, at, of));
                continue;
            }
            if stands(page, from, last + 1, of) {
                found.push((from, last + 1, rule(of)));
            }
            open = None;
        }
        if label != 0 {
            open = Some((at, at, label));
        }
    }
    if let Some((from, last, of)) = open
        && stands(page, from, last + 1, of)
    {
        found.push((from, last + 1, rule(of)));
    }
}

fn rule(label: u8) -> Rule {
    if label == 1 {
        Rule::ModelName
    } else {
        Rule::ModelPlace
    }
}
