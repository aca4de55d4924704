//! Which codes name a side of the body, and which of them name the same condition of the other side, of both, or of none.
//!
//! Where a side enters below a header, the title says so and that of the header does not. Codes below one header whose
//! titles are equal but for the words of sides name one condition.

use std::collections::{BTreeMap, BTreeSet};

use super::wording::{without, words};
use super::{Titles, region};

/// The numbers are those of the packed table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Right = 1,
    Left = 2,
    Bilateral = 3,
    Unspecified = 4,
    /// One of both, without which.
    Unilateral = 5,
}

/// The side that enters with a code.
#[derive(Clone, Copy)]
pub(super) struct Placed {
    pub(super) side: Side,
    /// The characters of the header.
    pub(super) before: usize,
    /// Which of the conditions below the header.
    pub(super) condition: u8,
    /// Whether there is one code for both sides of it.
    pub(super) has_bilateral: bool,
    /// Of the body; see [`region`].
    pub(super) region: u8,
}

pub(super) struct Sides(BTreeMap<String, Placed>);

const SIDES: [&str; 5] = ["right", "left", "bilateral", "unilateral", "unspecified"];

impl Sides {
    pub(super) fn of(titles: &Titles<'_>) -> Sides {
        let mut sides = BTreeMap::new();
        let mut below: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for code in titles.keys() {
            if let Some(header) = header(code, titles) {
                below.entry(header).or_default().push(code);
            }
        }
        for (header, children) in &below {
            place(header, children, titles, &below, &mut sides);
        }
        Sides(sides)
    }

    /// The side that enters with a code: not one that a header above it has told.
    pub(super) fn get(&self, code: &str) -> Option<&Placed> {
        self.0.get(code)
    }
}

pub(super) fn header<'t>(code: &str, titles: &Titles<'t>) -> Option<&'t str> {
    (3..code.len()).rev().find_map(|len| {
        let own = titles.get_key_value(code.get(..len)?)?;
        Some(*own.0)
    })
}

fn named(title: &str) -> Option<Side> {
    let words = words(title);
    let has = |word: &str| words.iter().any(|own| own == word);
    match (has("right"), has("left"), has("bilateral")) {
        (true, false, false) => Some(Side::Right),
        (false, true, false) => Some(Side::Left),
        (false, false, true) => Some(Side::Bilateral),
        (false, false, false) if has("unilateral") => Some(Side::Unilateral),
        // A code that tells of both sides, each in its own way.
        _ => None,
    }
}

fn is_open(title: &str) -> bool {
    words(title).iter().any(|word| word == "unspecified")
}

/// The codes below a header; and below its `unilateral` parts, where that of both sides stands beside those.
fn place(
    header: &str,
    children: &[&str],
    titles: &Titles<'_>,
    below: &BTreeMap<&str, Vec<&str>>,
    sides: &mut BTreeMap<String, Placed>,
) {
    let title = |code: &str| titles.get(code).copied().unwrap_or_default();
    if named(title(header)).is_some_and(|side| side != Side::Unilateral) {
        return;
    }
    let both = children
        .iter()
        .any(|code| named(title(code)) == Some(Side::Bilateral));
    let mut all: Vec<&str> = Vec::new();
    for code in children {
        let one_sided = words(title(code)).iter().any(|word| word == "unilateral");
        match below.get(code) {
            Some(parts) if both && one_sided && parts.iter().any(|code| is_sided(title(code))) => {
                all.extend(parts);
            }
            _ => all.push(code),
        }
    }
    let said = |code: &str| without(title(code), &SIDES);
    // The conditions: what is said of one side.
    let mut conditions: Vec<BTreeSet<String>> = Vec::new();
    for code in &all {
        if is_sided(title(code)) || named(title(code)) == Some(Side::Unilateral) {
            let own = said(code);
            if !conditions.contains(&own) {
                conditions.push(own);
            }
        }
    }
    let mut found: Vec<(&str, Side, usize)> = Vec::new();
    // `Unilateral ..., unspecified hip` beside those of the right and the left.
    let of_sides: Vec<BTreeSet<String>> = all
        .iter()
        .filter(|code| is_sided(title(code)))
        .map(|code| said(code))
        .collect();
    for code in &all {
        let own = said(code);
        let named = match named(title(code)) {
            Some(Side::Unilateral) if is_open(title(code)) && of_sides.contains(&own) => None,
            named => named,
        };
        let (side, condition) = match named {
            Some(side @ (Side::Right | Side::Left | Side::Unilateral)) => {
                (side, conditions.iter().position(|other| *other == own))
            }
            // A code for both sides need not repeat what has sides.
            Some(side) => (side, nearest(&conditions, &own)),
            None if is_open(title(code)) && !tells_both(title(code)) => {
                let exact = conditions.iter().position(|other| *other == own);
                (Side::Unspecified, exact)
            }
            None => continue,
        };
        if let Some(condition) = condition {
            found.push((code, side, condition));
        }
    }
    for (code, side, condition) in &found {
        let of_condition = || found.iter().filter(|(_, _, other)| other == condition);
        let has = |wanted: Side| of_condition().any(|(_, side, _)| *side == wanted);
        let several = found
            .iter()
            .any(|(_, other, own)| own == condition && other != side);
        // Deeper parts belong to the outer header, which comes first.
        if sides.contains_key(*code) || !several {
            continue;
        }
        let regions = of_condition().map(|(code, ..)| region::of_diagnosis(title(code)));
        let own = region::of_diagnosis(title(code));
        let region = [own].into_iter().chain(regions).find(|region| *region > 0);
        let placed = Placed {
            side: *side,
            before: header.len(),
            condition: u8::try_from(*condition).unwrap_or(u8::MAX),
            has_bilateral: has(Side::Bilateral),
            region: region.unwrap_or(0),
        };
        sides.insert((*code).to_owned(), placed);
    }
}

fn is_sided(title: &str) -> bool {
    matches!(named(title), Some(Side::Right | Side::Left))
}

fn tells_both(title: &str) -> bool {
    let words = words(title);
    ["right", "left"]
        .iter()
        .all(|side| words.iter().any(|own| own == side))
}

/// The condition that says all that the title of both sides says, with the least beyond it.
fn nearest(conditions: &[BTreeSet<String>], own: &BTreeSet<String>) -> Option<usize> {
    let fitting = conditions.iter().enumerate();
    let fitting = fitting.filter(|(_, other)| own.is_subset(other));
    fitting
        .min_by_key(|(_, other)| other.len())
        .map(|(at, _)| at)
}
