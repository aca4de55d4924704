//! Names beside ages, with initials, in pairs, and what belongs to a name.

use super::degree::pointed_degree;
use super::run::{STOP, Trust, run};
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;
use crate::text::words::COMMON;
use crate::{Category, Rule};

/// Finds a name beside the age that is the number at `at`: `Ann Exemplar is a 50-year-old`,
/// `a 50-year-old male, John Exemplar`.
pub(crate) fn beside_age(page: &mut Page<'_>, at: usize) -> bool {
    let mut end = at + 1;
    if page.token(end).is_sign(b'-') {
        end += 1;
    }
    if !page.token(end).has(Classes::YEAR_WORD)
        && !(page.is_any(end, &["M", "F"]) && page.token(end).upper() && page.glued(end))
    {
        return false;
    }
    let mut back = 1;
    // `is a very pleasant 57-year-old`
    while back < 6
        && page.before(at, back).has(Classes::ORDINARY)
        && !page.before(at, back).capital()
        && !page.is_any(at.wrapping_sub(back), &["is", "was"])
        && !page.token(at + 1 - back).opens_line()
    {
        back += 1;
    }
    if page.is_any(at.wrapping_sub(back), &["is", "was"]) {
        back += 1;
    } else {
        back = 1;
        while back < 4
            && (page.is_any(at.wrapping_sub(back), &["a", "an", "aged"])
                || page.before(at, back).is_one_of(b",("))
        {
            back += 1;
        }
    }
    let before = back > 1 && before_age(page, (at + 1).saturating_sub(back));
    // Forward: past `year-old (white) male (patient) (named)`.
    let mut next = end + 1;
    while next < end + 8
        && !page.token(next).opens_line()
        && (page.token(next).is_one_of(b"-/.")
            || page.is_any(
                next,
                &[
                    "old",
                    "o",
                    "of",
                    "age",
                    "male",
                    "female",
                    "man",
                    "woman",
                    "m",
                    "f",
                    "patient",
                    "hispanic",
                    "white",
                    "black",
                    "asian",
                    "caucasian",
                    "boy",
                    "girl",
                    "pt",
                    "gentleman",
                    "lady",
                ],
            ))
    {
        next += 1;
    }
    if !page.token(next).is_sign(b',') {
        return before;
    }
    let Some(stop) = run(page, next + 1, Trust::Weak) else {
        return before;
    };
    let closes = page.token(stop).is_one_of(b",.;()?")
        || page.token(stop).opens_line()
        || page.token(stop).kind == Kind::Edge
        || page
            .token(stop)
            .has(Classes::FACILITY_STOP | Classes::PHRASE_VERB | Classes::ORDINARY);
    if stop > next + 1 && closes && !page.token(next + 1).upper() {
        page.mark(next + 1, stop, Rule::DescribedName, Tag::Plain);
        return true;
    }
    before
}

pub(super) fn before_age(page: &mut Page<'_>, end: usize) -> bool {
    let mut start = end;
    let mut words = 0;
    while let Some(at) = start.checked_sub(1) {
        let token = page.token(at);
        let part = token.is_word() && token.title_case() && !token.has(COMMON) && !token.has(STOP)
            || token.initial() && start < end
            || token.initial() && page.token(start).is_sign(b',')
            || token.is_sign(b'.') && page.before(at, 1).initial()
            || token.is_one_of(b"-'") && page.glued(at) && page.glued(at + 1) && words > 0
            // `Ann Long is a ...`
            || token.is_word() && token.title_case() && start == end && !page.opens_sentence(at) && page.before(at, 1).title_case() && !page.before(at, 1).has(COMMON);
        if !part || end - start > 6 {
            break;
        }
        words += usize::from(token.is_word() && token.len() > 1);
        start = at;
        if token.opens_line() {
            break;
        }
    }
    if words == 0 {
        return false;
    }
    page.mark(start, end, Rule::DescribedName, Tag::Plain);
    true
}

/// Finds a first name with the initial of the family name at `at`: `Anna S.,`.
pub(crate) fn with_initial(page: &mut Page<'_>, at: usize) -> bool {
    let Some(first) = at.checked_sub(1) else {
        return false;
    };
    let name = page.token(first);
    let pointed = page.token(at + 1).is_sign(b'.') && page.glued(at + 1);
    let lone = !name.has(COMMON) || name.has(Classes::GIVEN_WORD) && !page.opens_sentence(first);
    let usable = name.is_word()
        && name.title_case()
        && lone
        && name.len() > 2
        && !page.token(at).opens_column();
    if !usable || page.token(at).glued() || page.runs_on_before(first) {
        return false;
    }
    let after = page.token(at + 1 + usize::from(pointed));
    let closes = after.is_one_of(b",;)?(:")
        || after.kind == Kind::Edge
        || after.is_word() && !after.capital() && !after.opens_line();
    if !pointed || !closes {
        return false;
    }
    page.mark(first, at + 2, Rule::DescribedName, Tag::Plain);
    true
}

/// Finds two capital words that no lexicon knows at `at`, amid small letters: `for Ann Exemplar, who`.
pub(crate) fn pair(page: &mut Page<'_>, at: usize) -> bool {
    let (first, second) = (page.token(at), page.token(at + 1));
    let unknown = |token: &crate::text::token::Token| {
        token.is_word()
            && token.title_case()
            && (!token.has(COMMON) || token.has(Classes::SURNAME_WORD))
            && token.len() > 2
    };
    let given = first.classes.is_empty()
        || first.has(Classes::GIVEN_WORD) && !page.opens_sentence(at) && !second.has(Classes::HEAD);
    if !given
        || first.len() < 3
        || !unknown(second)
        || second.opens_column()
        || second.glued()
        || page.runs_on_before(at)
    {
        return false;
    }
    let Some(end) = run(page, at, Trust::Title) else {
        return false;
    };
    let after = page.token(end);
    if end < at + 2 || after.has(Classes::HEAD) && !after.opens_line() || page.runs_on_after(end) {
        return false;
    }
    // In a heading or a list every word has its capital.
    let before = page.before(at, 1);
    let amid = before.is_word() && !before.capital()
        || before.is_one_of(b",(;")
        || page.opens_sentence(at);
    let closes = after.is_one_of(b",.;()?:'")
        || after.opens_line()
        || after.kind == Kind::Edge
        || after.is_word() && !after.capital();
    if !(amid && closes) {
        return false;
    }
    page.mark(at, end, Rule::DescribedName, Tag::Plain);
    true
}

/// Takes into a name what belongs to it: initials, and a capital word between two parts.
pub(crate) fn extend(
    page: &mut Page<'_>,
    start: usize,
    end: usize,
    is_initial: impl Fn(&str) -> bool,
) -> bool {
    let before = page.found();
    // `F. Exemplar`
    if let Some(at) = start.checked_sub(1) {
        let at = if page.token(at).is_sign(b'.') && page.glued(at) {
            at.saturating_sub(1)
        } else {
            at
        };
        let pointed = at + 2 == start;
        if page.token(at).initial()
            && !page.token(start).opens_column()
            && !page.runs_on_before(at)
            && (pointed || is_initial(page.word(at)))
            && !page.before(at, 1).is_sign(b'\'')
        {
            page.mark(at, start, Rule::RepeatedName, Tag::Plain);
        }
    }
    // `Exemplar, A.` and `Exemplar A`
    let field = page.token(end).is_sign(b'^');
    let at = end + usize::from(field || page.token(end).is_sign(b','));
    let pointed = page.token(at + 1).is_sign(b'.') && page.glued(at + 1);
    if page.token(at).initial()
        && pointed_degree(page, at).is_none()
        && !page.token(at).opens_column()
        && (field || !page.token(at).glued())
        && !page.runs_on_after(at + 1)
        && !(page.glued(at + 1) && page.token(at + 1).is_one_of(b"'/-"))
        && is_initial(page.word(at))
    {
        let point =
            pointed && (page.token(at + 2).kind == Kind::Edge || !page.token(at + 2).opens_line());
        page.mark(
            at,
            at + 1 + usize::from(point),
            Rule::RepeatedName,
            Tag::Plain,
        );
    }
    // `Exemplar, Jr.`
    let at = end + usize::from(page.token(end).is_sign(b','));
    if page.is_any(at, &["jr", "sr", "ii", "iii"])
        && page.token(at).capital()
        && !page.token(at).opens_column()
        && !page.token(at).glued()
    {
        let point =
            page.token(at + 1).is_sign(b'.') && page.glued(at + 1) && !page.token(at + 2).capital();
        page.mark(
            end,
            at + 1 + usize::from(point),
            Rule::RepeatedName,
            Tag::Plain,
        );
    }
    // `Ann Middle Exemplar` where only the outer ones are known, and `Ann-Middle`.
    let at =
        end + usize::from(page.token(end).is_sign(b'-') && page.glued(end) && page.glued(end + 1));
    let middle = page.token(at);
    if middle.is_word()
        && middle.title_case()
        && !middle.has(COMMON)
        && !middle.opens_column()
        && (at > end
            || page.token(at + 1).kind == Kind::Tag
                && page.token(at + 1).value == Category::Name.mark()
                && !page.token(at + 1).opens_column()
                && !page.token(at + 1).glued())
    {
        page.mark(at, at + 1, Rule::RepeatedName, Tag::Plain);
    }
    page.found() > before
}
