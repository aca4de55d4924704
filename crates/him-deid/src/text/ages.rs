//! Ages over 89 (45 CFR 164.514(b)(2)(i)(C)).

use super::lexicon::Classes;
use super::page::{Page, Tag};
use super::token::Kind;
use crate::{Category, Rule};

/// Ages that the rule hides, up to what a person may reach.
const OVER_89: std::ops::RangeInclusive<u32> = 90..=125;

/// Finds an age that is the number at `at`.
pub(crate) fn in_digits(page: &mut Page<'_>, at: usize) -> bool {
    match page.number(at, 2..=3) {
        Some(age) if OVER_89.contains(&age) => {}
        _ => return false,
    }
    if page.runs_on_before(at)
        || page.before(at, 1).is_one_of(b".") && page.glued(at) && page.before(at, 2).is_number()
    {
        return false;
    }
    let decade = page.number(at, 2..=2) == Some(90) && decade(page, at);
    let range = page.token(at + 1).is_sign(b'-')
        && page.glued(at + 1)
        && page.glued(at + 2)
        && page
            .number(at + 2, 2..=3)
            .is_some_and(|to| OVER_89.contains(&to));
    let end = at + 1 + usize::from(decade) + if range { 2 } else { 0 };
    if decade || is_age(page, at) {
        page.mark(at, end, Rule::Age, Tag::Age);
        return true;
    }
    false
}

/// Finds `ninety-two` and what else says it in words at `at`.
pub(crate) fn in_words(page: &mut Page<'_>, at: usize) -> bool {
    if page.token(at).has(Classes::OLD_PERSON) {
        page.mark(at, at + 1, Rule::Age, Tag::Age);
        return true;
    }
    if page.is(at, "nineties") {
        if decade(page, at) {
            page.mark(at, at + 1, Rule::Age, Tag::Age);
            return true;
        }
        return false;
    }
    let mut start = at;
    let mut last = at;
    if page.is(at, "hundred") {
        if page.is_any(at.wrapping_sub(1), &["one", "a"]) {
            start = at - 1;
        }
        last += usize::from(page.is(last + 1, "and"));
    }
    const ONES: [&str; 19] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let next = last + 1 + usize::from(page.token(last + 1).is_sign(b'-'));
    if page.is_any(next, &ONES) {
        last = next;
    }
    if years_follow(page, last + 1, true)
        || page.before(start, 1).has(Classes::AGE_WORD)
        || told(page, start, last + 1)
    {
        page.mark(start, last + 1, Rule::Age, Tag::Age);
        return true;
    }
    false
}

/// `in her early 90s`.
fn decade(page: &Page<'_>, at: usize) -> bool {
    let mut plural = at + 1;
    if page.token(at).is_number() {
        if page.token(plural).is_sign(b'\'') {
            plural += 1;
        }
        if !(page.glued(plural) && page.is(plural, "s")) {
            return false;
        }
        if plural != at + 1 {
            // The `'s` stays: only the number is the age.
            return false;
        }
    }
    let back = 1
        + usize::from(page.before(at, 1).has(Classes::DECADE_MOD))
        + usize::from(page.before(at, 1).is_sign(b'-')) * 2;
    page.before(at, back).has(Classes::PRONOUN) || page.before(at, back).has(Classes::AGE_WORD)
}

fn is_age(page: &Page<'_>, at: usize) -> bool {
    let end = at + 1;
    // `90's`: the plural in the other spelling.
    if page.token(end).is_sign(b'\'')
        && page.glued(end)
        && page.is(end + 1, "s")
        && page.number(at, 2..=2) == Some(90)
        && (page.before(at, 1).has(Classes::PRONOUN) || page.before(at, 2).has(Classes::PRONOUN))
    {
        return true;
    }
    let mut back = 1;
    while page.before(at, back).is_one_of(b":=,(")
        || page.is_any(at.wrapping_sub(back), &["is", "of", "at"]) && back < 3
    {
        back += 1;
    }
    // `Age/Sex: 91/F`
    if page.is(at.wrapping_sub(back), "sex") && page.before(at, back + 1).is_sign(b'/') {
        back += 2;
    }
    let labelled =
        page.before(at, back).has(Classes::AGE_WORD) || page.before(at, 1).has(Classes::TURNED);
    if labelled
        && !page.token(end).is_sign(b'%')
        && !page.is_any(
            end,
            &[
                "degrees", "deg", "mg", "ml", "minutes", "min", "days", "day",
            ],
        )
    {
        return true;
    }
    if years_follow(page, end, false) || told(page, at, at + 1) || beside_person(page, at) {
        return true;
    }
    // `92F with ...`; temperatures are written so too.
    let sex = if page.token(end).is_one_of(b"-/") {
        end + 1
    } else {
        end
    };
    let fever = (1..=3).any(|back| page.before(at, back).has(Classes::TEMPERATURE));
    if page.is_any(sex, &["M", "F"])
        && (page.token(sex).upper() || page.glued(end))
        && !fever
        && (page.token(sex + 1).has(Classes::FOLLOW_SEX) || page.token(sex + 1).is_one_of(b",;"))
        && !page.before(at, 1).is_one_of(b"/.")
    {
        return true;
    }
    if page.is_any(
        end,
        &["male", "female", "man", "woman", "gentleman", "lady"],
    ) {
        return true;
    }
    page.token(end).has(Classes::ORDINAL_SUFFIX) && page.glued(end) && page.is(end + 1, "birthday")
}

/// `[NAME], 93, fell`, `wife 90,`
fn beside_person(page: &Page<'_>, at: usize) -> bool {
    let after = page.token(at + 1);
    let closes = after.is_one_of(b",;.)") && !page.glued(at + 2)
        || after.opens_line()
        || after.kind == Kind::Edge;
    let before = page.before(at, 1);
    let named = before.is_sign(b',')
        && page.before(at, 2).kind == Kind::Tag
        && page.before(at, 2).value == Category::Name.mark()
        && after.is_sign(b',');
    closes
        && !page.token(at).opens_line()
        && (named || before.has(Classes::RELATIVE) && !page.glued(at))
}

/// `y/o 95`, `she is 92.`, `mother died at 96`
fn told(page: &Page<'_>, at: usize, end: usize) -> bool {
    let word = |back: usize, words: &[&str]| {
        at.checked_sub(back)
            .is_some_and(|at| page.is_any(at, words))
    };
    let after = page.token(end);
    let closes = after.is_one_of(b",;.)") && !page.glued(end + 1)
        || after.opens_line()
        || after.kind == Kind::Edge
        || after.is_word()
            && !after.capital()
            && page.is_any(end, &["and", "of", "from", "now", "today", "but"]);
    if !closes || page.token(at).opens_line() {
        return false;
    }
    let slashed = word(1, &["o"]) && word(3, &["y"]) && page.before(at, 2).is_sign(b'/');
    let is = word(1, &["is", "was", "now"])
        && (word(2, &["she", "he", "pt", "patient"])
            || page.before(at, 2).has(Classes::RELATIVE)
            || word(3, &["she", "he"]) && word(2, &["is"]));
    let lived = word(1, &["at", "to"])
        && word(2, &["died", "dies", "lived", "deceased", "passed", "alive"])
        || word(1, &["at", "to"]) && word(2, &["away"]) && word(3, &["passed"]);
    slashed || is || lived
}

/// `-year-old`, `yo`, `y/o`, `years of age`, `yr F`.
fn years_follow(page: &Page<'_>, end: usize, in_words: bool) -> bool {
    let at = if page.token(end).is_sign(b'-') {
        end + 1
    } else {
        end
    };
    let token = page.token(at);
    if token.opens_line() {
        return false;
    }
    if !token.has(Classes::YEAR_WORD) {
        // `92-F`
        return in_words && page.is_any(at, &["plus"]);
    }
    if page.is_any(at, &["yo", "yom", "yof", "yrold", "años"]) {
        return true;
    }
    let mut next = at + 1;
    if page.token(next).is_one_of(b"-./") {
        next += 1;
    }
    page.is_any(next, &["old", "o", "olds"])
        || page.token(next).has(Classes::SEX_WORD) && !page.token(next).opens_line()
        || page.is(next, "of") && page.is(next + 1, "age")
        || page.is_any(
            next,
            &["aa", "white", "black", "hispanic", "caucasian", "asian"],
        )
}
