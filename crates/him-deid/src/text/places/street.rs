//! Streets and post-office boxes.

use crate::Rule;
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;

/// Finds a street that starts with the number at `at`: `123 Main St Apt 4B`.
pub(crate) fn street(page: &mut Page<'_>, at: usize) -> bool {
    if page.runs_on_before(at)
        || page.token(at).len() > 6
        || page.glued(at) && page.before(at, 1).is_one_of(b"./-")
    {
        return false;
    }
    let mut next = at + 1;
    // `123B`, `12-14`
    if page.glued(next) && page.token(next).initial() {
        next += 1;
    }
    let mut words = 0;
    let mut kind = None;
    while words < 6 {
        let token = page.token(next);
        if token.opens_line() {
            break;
        }
        if token.is_sign(b'.')
            && (page.before(next, 1).initial() || page.before(next, 1).len() <= 3)
            || token.is_one_of(b"'-") && words > 0
        {
            next += 1;
            continue;
        }
        if token.has(Classes::STREET_TYPE) && words > 0 && is_kind(page, at, next) {
            kind = Some(next);
            // `Park Place Ct`: the last one is the kind.
            let further = page.token(next + 1);
            if !(further.has(Classes::STREET_TYPE)
                && further.capital()
                && !further.opens_line()
                && is_kind(page, at, next + 1))
            {
                break;
            }
        }
        let ordinal = token.is_number()
            && page.token(next + 1).has(Classes::ORDINAL_SUFFIX)
            && page.glued(next + 1);
        if ordinal {
            next += 2;
            words += 1;
            continue;
        }
        if !token.is_word()
            || !token.capital()
            || token.has(Classes::UNIT) && token.len() <= 3
            || token.has(Classes::FACILITY_STOP)
        {
            break;
        }
        next += 1;
        words += 1;
    }
    let Some(kind) = kind else { return false };
    let mut end = kind + 1;
    if page.token(end).is_sign(b'.')
        && page.glued(end)
        && !page.token(end + 1).opens_line()
        && page.token(end + 1).kind != Kind::Edge
    {
        end += 1;
    }
    if page.is_any(end, &["N", "S", "E", "W", "NE", "NW", "SE", "SW"]) && page.token(end).upper() {
        end += 1;
    }
    let end = apartment(page, end);
    page.mark(at, end, Rule::Street, Tag::Plain);
    true
}

/// Whether the word at `at` tells a kind of street rather than something else.
pub(super) fn is_kind(page: &Page<'_>, house: usize, at: usize) -> bool {
    let token = page.token(at);
    if token.capital() && !page.in_capitals(at) {
        return !(token.upper() && page.is_any(at, &["ct", "pt", "dr", "pl"]));
    }
    // In capitals `CT`, `PT`, `RUN`, `VIEW` are other things.
    token.capital()
        && (page.token(house).len() >= 3
            || !page.is_any(
                at,
                &[
                    "ct", "pt", "dr", "view", "point", "run", "way", "row", "path", "walk",
                ],
            ))
        && !page.is_any(at, &["view", "pt", "run"])
}

/// The end of an address line with `Apt 4B`, `Suite 200`, `#12`.
pub(crate) fn apartment(page: &Page<'_>, end: usize) -> usize {
    let at = end + usize::from(page.token(end).is_one_of(b",^"));
    if page.token(at).opens_line() {
        return end;
    }
    let mut next = at;
    if page.token(next).has(Classes::UNIT_WORD) {
        next += 1;
        while page.token(next).is_one_of(b".#") {
            next += 1;
        }
    } else if page.token(next).is_sign(b'#') {
        next += 1;
    } else {
        return end;
    }
    if !(page.token(next).is_number() || page.token(next).initial()) {
        return end;
    }
    next += 1;
    if page.token(next).is_sign(b'-') && page.glued(next) && page.glued(next + 1) {
        next += 1;
    }
    if page.runs_on_after(next) || page.before(next, 1).is_sign(b'-') {
        next += 1;
    }
    next
}

/// Finds `P.O. Box 123` at `at`.
pub(crate) fn box_number(page: &mut Page<'_>, at: usize) -> bool {
    if !page.is(at, "box")
        || !page
            .number(
                at + 1 + usize::from(page.token(at + 1).is_sign(b'#')),
                1..=7,
            )
            .is_some()
    {
        return false;
    }
    let end = at + 2 + usize::from(page.token(at + 1).is_sign(b'#'));
    let mut start = at;
    for back in 1..=4 {
        let token = page.before(at, back);
        if token.is_sign(b'.')
            || page.is_any(
                at.wrapping_sub(back),
                &[
                    "p", "o", "po", "post", "office", "postal", "rr", "route", "rural",
                ],
            )
            || token.is_number()
                && back < 3
                && page.is_any(at.wrapping_sub(back + 1), &["rr", "route"])
        {
            if token.is_word() {
                start = at - back;
            }
        } else {
            break;
        }
    }
    if start == at {
        return false;
    }
    page.mark(start, end, Rule::Street, Tag::Plain);
    true
}
