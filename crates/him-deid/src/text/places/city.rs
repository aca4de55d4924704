//! Cities and ZIP codes.

use crate::Rule;
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;
use crate::text::words::COMMON;

/// The end of the state that starts at `at`, and whether it is only a two-letter code.
pub(super) fn state(page: &Page<'_>, at: usize) -> Option<(usize, bool)> {
    let token = page.token(at);
    if !token.capital() {
        return None;
    }
    if token.has(Classes::STATE_FIRST)
        && page.token(at + 1).has(Classes::STATE_SECOND)
        && page.token(at + 1).capital()
    {
        return Some((at + 2, false));
    }
    if page.is(at, "district") && page.is(at + 1, "of") && page.is(at + 2, "columbia") {
        return Some((at + 3, false));
    }
    if token.has(Classes::STATE) {
        return Some((at + 1, false));
    }
    (token.has(Classes::STATE_ABBR) && token.upper() && token.len() == 2).then_some((at + 1, true))
}

/// Finds the city before the state at `at`, and the ZIP code after it.
pub(crate) fn around_state(page: &mut Page<'_>, at: usize) -> bool {
    let Some((end, code)) = state(page, at) else {
        return false;
    };
    let mut next = end;
    while page.token(next).is_one_of(b",.-") && next < end + 2 {
        next += 1;
    }
    let zip = !page.token(next).opens_line() && is_zip(page, next)
        || page.token(next).opens_line() && next == end && is_zip(page, next) && !code;
    let before = page.found();
    if zip {
        mark_zip(page, next);
    }
    // `Exemplar, MD` and `in pain, OR` are no places: these need their ZIP code or a preposition.
    let degree = code && page.token(at).has(Classes::CREDENTIAL | Classes::ORDINARY);
    if page.before(at, 1).is_sign(b',') && !page.token(at).opens_line() {
        city(page, at - 1, zip, degree);
    } else if zip && at > 0 {
        city(page, at, zip, degree);
    }
    page.found() > before
}

pub(super) fn city(page: &mut Page<'_>, end: usize, zip: bool, degree: bool) {
    let mut start = end;
    let mut words = 0;
    while let Some(at) = start.checked_sub(1) {
        let token = page.token(at);
        let part = token.is_word()
            && token.capital()
            && !token.has(
                Classes::TITLE
                    | Classes::UNIT_WORD
                    | Classes::PERSON_LABEL
                    | Classes::CREDENTIAL_STRONG,
            )
            && !(token.has(Classes::STREET_TYPE)
                && words > 0
                && !token.has(Classes::ORDINARY)
                && !page.is(at, "st"))
            || token.is_sign(b'.') && page.is_any(at.wrapping_sub(1), &["st", "ste", "ft", "mt"])
            || token.is_one_of(b"-'") && page.glued(at) && page.glued(at + 1) && words > 0
            || page.is_any(at, &["of", "du", "de"]) && words > 0 && page.before(at, 1).capital();
        if !part
            || words >= 4
            || token.is_word()
                && token.has(Classes::PLACE_LABEL)
                && page.token(at + 1).is_sign(b':')
        {
            break;
        }
        words += usize::from(token.is_word());
        start = at;
        if token.opens_column() {
            break;
        }
    }
    while start < end && !page.token(start).is_word() {
        start += 1;
    }
    if start >= end {
        return;
    }
    let before = page.before(start, 1);
    let known = (start..end).all(|at| page.token(at).has(COMMON) || !page.token(at).is_word());
    let placed = before.has(Classes::PLACE_PREP | Classes::PLACE_VERB)
        || before.is_sign(b',')
        || before.kind == Kind::Tag;
    // Without a ZIP code `Weakness, MA` must not pass for a city.
    let sure = zip
        || if degree {
            before.has(Classes::PLACE_PREP) && !known
        } else {
            placed || !known
        };
    if sure && !(known && page.opens_sentence(start) && !zip) {
        page.mark(start, end, Rule::City, Tag::Plain);
    }
}

/// Whether the number at `at` has the form of a ZIP code.
pub(super) fn is_zip(page: &Page<'_>, at: usize) -> bool {
    page.number(at, 5..=5).is_some() && !page.runs_on_after(at + 1) && !page.unit_after(at + 1)
        || page.number(at, 9..=9).is_some() && !page.runs_on_after(at + 1)
}

/// Marks a ZIP code with the four digits that may follow it.
pub(super) fn mark_zip(page: &mut Page<'_>, at: usize) {
    let mut end = at + 1;
    if page.glued(end)
        && page.token(end).is_sign(b'-')
        && page.glued(end + 1)
        && page.number(end + 1, 4..=4).is_some()
    {
        end += 2;
    }
    let zip = page.policy.zip_edition().generalise(page.word(at));
    page.mark(at, end, Rule::Zip, Tag::Zip(zip));
}

/// Finds a ZIP code after its label at `at`: `ZIP: 02139`, `zip code 02139-4307`.
pub(crate) fn labelled_zip(page: &mut Page<'_>, at: usize) -> bool {
    if !page.is_any(at, &["zip", "zipcode", "postal", "postcode"]) {
        return false;
    }
    let mut next = at + 1;
    while next < at + 5
        && (page.token(next).is_one_of(b":#=-")
            || page.is_any(next, &["code", "is", "number", "of"]))
    {
        next += 1;
    }
    if is_zip(page, next) {
        mark_zip(page, next);
        return true;
    }
    // Postal codes of other countries.
    let end = next + 1 + usize::from(page.runs_on_after(next + 1));
    if page.token(next).upper() && page.runs_on_after(next + 1) {
        let mut end = end;
        while page.runs_on_after(end) {
            end += 1;
        }
        if page.token(end).is_number()
            && !page.token(end).opens_column()
            && page.runs_on_after(end + 1)
        {
            end += 1;
            while page.runs_on_after(end) {
                end += 1;
            }
        }
        page.mark(next, end, Rule::LabelledPlace, Tag::Plain);
        return true;
    }
    false
}

/// Finds a place after `lives in`, `called from` at `at`.
pub(crate) fn lived_in(page: &mut Page<'_>, at: usize) -> bool {
    let mut next = at + 1;
    let mut prepositions = 0;
    let mut budget = 6;
    while budget > 0 && !page.token(next).opens_line() {
        let token = page.token(next);
        // A replaced name is as long as its tag.
        budget -= usize::from(token.kind != Kind::Tag);
        if token.has(Classes::PLACE_PREP) {
            prepositions += 1;
        } else if prepositions > 0
            || !(token.is_word() && !token.capital() || token.kind == Kind::Tag)
        {
            break;
        }
        next += 1;
    }
    if prepositions == 0 {
        return false;
    }
    let first = *page.token(next);
    if !first.title_case()
        || first.opens_line()
        || first.has(COMMON) && !first.has(Classes::EPONYM) && !page.token(next + 1).title_case()
    {
        return false;
    }
    if state(page, next).is_some() || first.has(Classes::MONTH) {
        return false;
    }
    let mut end = next;
    while end < next + 4 && !page.token(end).opens_column() {
        let token = page.token(end);
        let hyphen = token.is_one_of(b"-'")
            && page.glued(end)
            && page.glued(end + 1)
            && page.token(end + 1).capital();
        let point = token.is_sign(b'.')
            && page.before(end, 1).len() <= 3
            && page.token(end + 1).title_case();
        if !(token.is_word() && token.capital() || hyphen || point) || token.has(Classes::FACILITY)
        {
            break;
        }
        end += 1;
    }
    // An institution is found as a whole by its own rule.
    if end == next || page.token(end).has(Classes::FACILITY) {
        return false;
    }
    page.mark(next, end, Rule::City, Tag::Plain);
    // `moved from one to another`
    let other = page.token(end + 1);
    if page.is_any(end, &["to", "and"])
        && other.title_case()
        && !other.has(COMMON)
        && !other.opens_line()
        && state(page, end + 1).is_none()
    {
        page.mark(end + 1, end + 2, Rule::City, Tag::Plain);
    }
    true
}

/// Finds what follows the label of a place at `at`: `Address: ...`, `Hospital: ...`.
pub(crate) fn labelled(page: &mut Page<'_>, at: usize) -> bool {
    if !page.token(at + 1).is_sign(b':') || page.token(at + 2).opens_line() {
        return false;
    }
    let start = at + 2;
    let address = page.is_any(at, &["address", "addr", "residence", "direccion", "street"]);
    let mut end = start;
    let mut proper = false;
    let mut digits = false;
    while end < start + 16 && !(end > start && page.token(end).opens_column()) {
        let token = page.token(end);
        if matches!(token.kind, Kind::Tag | Kind::Edge) || token.is_one_of(b";:") {
            break;
        }
        // The next field of the line, and the state with its ZIP code, which have rules of their own.
        if token.is_word() && page.token(end + 1).is_sign(b':') && end > start {
            break;
        }
        if end > start && state(page, end).is_some() && page.before(end, 1).is_sign(b',') {
            break;
        }
        if !address && token.is_sign(b'.') && !page.glued(end + 1) && page.before(end, 1).len() > 3
        {
            break;
        }
        proper |= token.is_word() && token.capital() && !token.has(COMMON);
        digits |= token.is_number();
        if !address
            && !(token.is_word()
                && (token.capital() || page.is_any(end, &["of", "the", "and", "at", "for", "de"]))
                || token.is_one_of(b"&-'.,"))
        {
            break;
        }
        end += 1;
    }
    while end > start && !(page.before(end, 1).is_word() || page.before(end, 1).is_number())
        || end > start && page.is_any(end - 1, &["of", "the", "and", "at", "for"])
    {
        end -= 1;
    }
    if end <= start || !(proper || address && digits) {
        return false;
    }
    page.mark(start, end, Rule::LabelledPlace, Tag::Plain);
    true
}
