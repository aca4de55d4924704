//! Hospitals, schools, companies.

use super::city::state;
use super::society;
use crate::Rule;
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;
use crate::text::words::COMMON;

/// Finds an institution whose kind is the word at `at`: `Riverside Hospital`, `University of Somewhere`.
pub(crate) fn facility(page: &mut Page<'_>, at: usize) -> bool {
    let kind = *page.token(at);
    if !kind.capital() && kind.has(Classes::FACILITY_STRONG) {
        // `our Springfield clinic`
        let name = page.before(at, 1);
        if at > 0
            && name.is_word()
            && name.title_case()
            && name.classes.is_empty()
            && !page.opens_sentence(at - 1)
            && !page.token(at).opens_line()
        {
            page.mark(at - 1, at + 1, Rule::Facility, Tag::Plain);
            return true;
        }
        return false;
    }
    if !kind.capital() || page.in_capitals(at) && !kind.has(Classes::FACILITY_STRONG) {
        return false;
    }
    let mut start = at;
    let mut proper = 0;
    while at - start < 9 {
        let Some(before) = start.checked_sub(1) else {
            break;
        };
        let token = page.token(before);
        if page.token(start).opens_column() {
            break;
        }
        let word = token.is_word()
            && token.capital()
            && !(token.has(Classes::TITLE)
                || token.has(Classes::PERSON_LABEL) && page.token(start).is_sign(b':'))
            && !(token.has(Classes::FACILITY_STOP) && page.opens_sentence(before));
        let joint = token.is_one_of(b"&-'") && page.before(before, 1).is_word()
            || token.is_sign(b'.')
                && (page.is_any(before.wrapping_sub(1), &["st", "mt", "ft", "ste"])
                    || page.before(before, 1).initial())
                && page.token(start).capital()
            || token.is_word()
                && page.is_any(before, &["of", "and", "s", "de"])
                && page.before(before, 1).is_word()
                && (page.before(before, 1).capital() && !page.glued(before))
            || page.is(before, "s") && page.glued(before) && page.before(before, 1).is_sign(b'\'');
        if !(word || joint) {
            break;
        }
        proper += usize::from(
            word && !token.has(Classes::FACILITY_GENERIC) && !token.has(Classes::FACILITY_STOP),
        );
        start = before;
    }
    // What the walk took too much at its left end.
    while start < at
        && (!page.token(start).capital()
            || page.token(start).has(Classes::FACILITY_STOP)
            || page.is_any(
                start,
                &["the", "our", "this", "a", "her", "his", "their", "my"],
            ))
    {
        proper -= usize::from(
            page.token(start).is_word()
                && page.token(start).capital()
                && !page.token(start).has(Classes::FACILITY_GENERIC)
                && !page.token(start).has(Classes::FACILITY_STOP),
        )
        .min(proper);
        start += 1;
    }
    // The rest of the name: `Hospital of Somewhere`, `Medical Center Slidell`.
    let mut end = at + 1;
    let mut after = 0;
    while end < at + 7 && !page.token(end).opens_column() {
        let token = page.token(end);
        let linked = page.is_any(end, &["of", "at", "for", "and"]) || token.is_one_of(b"&");
        if linked {
            let next = end + 1 + usize::from(page.is(end + 1, "the"));
            if !(page.token(next).title_case() && !page.token(next).opens_line())
                || token.is_word()
                    && page.is_any(end, &["and", "for", "at"])
                    && proper == 0
                    && !page.is(end, "at")
            {
                break;
            }
            if page.is_any(end, &["for", "and", "at"])
                && (page.token(next).has(COMMON)
                    && !page.token(next).has(Classes::FACILITY_GENERIC))
            {
                break;
            }
            end = next;
            continue;
        }
        let hyphen = token.is_one_of(b"-'")
            && page.glued(end)
            && page.glued(end + 1)
            && page.token(end + 1).capital();
        if hyphen {
            end += 1;
            continue;
        }
        if !(token.is_word()
            && token.capital()
            && (token.title_case() || !token.has(COMMON) || token.has(Classes::FACILITY)))
            || token.has(Classes::CREDENTIAL_STRONG)
        {
            break;
        }
        let joined = token.has(Classes::PARTICLE | Classes::STATE_FIRST)
            && page.token(end + 1).title_case()
            && !page.token(end + 1).opens_column();
        if token.has(COMMON) && !token.has(Classes::FACILITY | Classes::STATE) && !joined {
            break;
        }
        after += usize::from(!token.has(COMMON) || token.has(Classes::STATE));
        end += 1;
    }
    while end > at + 1 && !page.before(end, 1).capital() {
        end -= 1;
    }
    let strong = kind.has(Classes::FACILITY_STRONG);
    let ordinary = (start..at)
        .filter(|&part| page.token(part).is_word() && page.token(part).capital())
        .all(|part| page.token(part).has(Classes::ORDINARY));
    let named = proper >= 1 && (strong || !ordinary)
        || after > 0 && (proper > 0 || strong)
        || proper == 0 && after > 0 && strong;
    // `admitted to Twin Lakes Regional Medical Center`: capitals amid small letters make a proper noun.
    let placed = start > 0
        && !page.opens_sentence(start)
        && page.before(start, 1).has(Classes::PLACE_PREP)
        && !page.before(start, 1).capital()
        && (start..=at).all(|part| {
            !page.token(part).upper()
                || page.token(part).len() > 1 && !page.token(part).has(Classes::ORDINARY)
        })
        && (proper > 0
            || start < at
                && (page.is(at, "hospital")
                    || (start..at).any(|part| {
                        page.is_any(
                            part,
                            &[
                                "city",
                                "county",
                                "general",
                                "community",
                                "university",
                                "memorial",
                                "regional",
                                "district",
                                "state",
                                "veterans",
                            ],
                        )
                    })));
    let usual =
        named && !(proper > 0 && ordinary && after == 0 && (!strong || page.opens_sentence(start)));
    // Nobody was a patient there: the model is not to take it either.
    if society::learned(page, start, at) {
        page.keep(start, at + 3);
        return false;
    }
    if let Some((from, to)) = society::cited(page, start, end) {
        page.keep(from, to);
        return false;
    }
    if !usual && !placed {
        return false;
    }
    // `Medical Center (MC)`
    if page.token(end).is_sign(b'(')
        && page.token(end + 1).upper()
        && page.token(end + 2).is_sign(b')')
    {
        end += 3;
    }
    page.mark(start, end, Rule::Facility, Tag::Plain);
    // `Riverside Hospital, Springfield`
    let city = page.token(end + 1);
    if page.token(end).is_sign(b',') && city.title_case() && !city.has(COMMON) && !city.opens_line()
    {
        let more = page.token(end + 2);
        let two = more.title_case() && !more.has(COMMON) && !more.opens_column();
        page.mark(end + 1, end + 2 + usize::from(two), Rule::City, Tag::Plain);
    }
    true
}

/// Finds an institution after `seen at`, `transferred from` at the preposition `at`, whatever its kind.
pub(crate) fn cared_for_at(page: &mut Page<'_>, at: usize) -> bool {
    let verb = page.before(at, 1);
    let cared = verb.is_word() && verb.has(Classes::CARE_VERB)
        || verb.kind == Kind::Tag
        || verb.is_sign(b')');
    if !cared || page.token(at).opens_line() || page.token(at).capital() {
        return false;
    }
    if !verb.is_word() && !page.is_any(at, &["at", "in"]) {
        return false;
    }
    let start = at + 1 + usize::from(page.is_any(at + 1, &["the", "our"]));
    let first = page.token(start);
    // `NYU`, but not `ICU`
    let acronym =
        first.upper() && first.len() > 2 && first.classes.is_empty() && !page.in_capitals(start);
    if !(first.title_case() || acronym) || first.opens_line() {
        return false;
    }
    let mut end = start;
    let (mut words, mut unknown) = (0, 0);
    while end < start + 9 && !(end > start && page.token(end).opens_column()) {
        let token = page.token(end);
        let point = token.is_sign(b'.')
            && (page.is_any(end - 1, &["st", "mt", "ft", "ste"]) || page.before(end, 1).initial())
            && page.token(end + 1).capital();
        let hyphen = token.is_one_of(b"-'")
            && page.glued(end)
            && page.glued(end + 1)
            && page.token(end + 1).is_word();
        let joint = (token.is_one_of(b"&:")
            || page.is_any(end, &["of", "and", "for", "at", "in", "the"]))
            && page
                .token(end + 1 + usize::from(page.is(end + 1, "the")))
                .title_case()
            && !page.token(end + 1).opens_line();
        let possessive = page.is(end, "s") && page.glued(end);
        let word = token.is_word()
            && token.capital()
            && !token.has(Classes::MONTH | Classes::WEEKDAY | Classes::CREDENTIAL_STRONG);
        if !(word || point || hyphen || joint || possessive) || joint && words == 0 {
            break;
        }
        words += usize::from(word);
        unknown += usize::from(
            word && (!token.has(COMMON) || token.has(Classes::STATE | Classes::STATE_FIRST)),
        );
        end += 1;
    }
    while end > start && !page.before(end, 1).capital() && !page.is(end - 1, "s") {
        end -= 1;
    }
    let generic = (start..end)
        .all(|part| !page.token(part).is_word() || page.token(part).has(Classes::FACILITY_GENERIC));
    if state(page, start).is_some_and(|(stop, _)| stop == end)
        || generic
        || unknown == 0 && words < 2
    {
        return false;
    }
    if let Some(kind) = (start + 1..end).find(|kind| society::learned(page, start, *kind)) {
        page.keep(start, kind + 3);
        return false;
    }
    page.mark(start, end, Rule::Facility, Tag::Plain);
    true
}
