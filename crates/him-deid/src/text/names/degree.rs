//! Names before professional degrees.

use super::run::STOP;
use crate::Rule;
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;
use crate::text::words::COMMON;

/// Finds a name before the degree at `at`: `A. Exemplar, RN`, `Exemplar MD`.
pub(crate) fn credentialed(page: &mut Page<'_>, at: usize, length: usize) -> bool {
    let upper = page.token(at).upper()
        || page.is_any(at, &["PhD", "PharmD", "PsyD"]) && page.token(at).capital();
    if !upper || page.token(at).opens_line() || page.runs_on_after(at + length) {
        return false;
    }
    let comma = page.before(at, 1).is_sign(b',');
    let Some(mut first) = at.checked_sub(1 + usize::from(comma)) else {
        return false;
    };
    // `A. Exemplar Jr., MD`
    let point = usize::from(page.token(first).is_sign(b'.'));
    if let Some(name) = first.checked_sub(1 + point)
        && page.is_any(first - point, &["jr", "sr", "ii", "iii", "iv"])
    {
        first = name - usize::from(page.token(name).is_sign(b',') && name > 0);
    }
    let last = first;
    let (mut words, mut initials, mut known) = (0, 0, 0);
    let mut given_first = None;
    loop {
        let token = page.token(first);
        let part = match token.kind {
            Kind::Word if token.initial() => {
                initials += 1;
                true
            }
            Kind::Word if token.capital() && !token.has(STOP) => {
                let common = token.has(COMMON);
                let stops = token.has(Classes::PERSON_LABEL | Classes::FACILITY | Classes::UNIT)
                    || common && token.upper() && token.len() <= 4;
                // `Attending MD`, `Primary RN`
                let joined = page.glued(first)
                    && page.before(first, 1).is_sign(b'-')
                    && page.glued(first - 1);
                let usable =
                    !stops && (!common || (comma || words > 0 || joined) && token.title_case());
                words += usize::from(usable);
                known += usize::from(usable && common);
                usable
            }
            Kind::Word if token.has(Classes::PARTICLE) && words > 0 => {
                !token.has(Classes::ORDINARY) || page.before(first, 1).capital()
            }
            Kind::Sign(b'.') => {
                page.before(first, 1).initial()
                    || page.before(first, 1).has(Classes::PARTICLE)
                        && page.before(first, 1).capital()
            }
            Kind::Sign(b'-' | b'\'') => {
                words > 0
                    && first != last
                    && page.before(first, 1).is_word()
                    && page.glued(first + 1)
                    && page.glued(first)
            }
            // `Exemplar, Ann, MD`
            Kind::Sign(b',') => {
                let family = page.before(first, 1);
                comma
                    && words == 1
                    && first != last
                    && family.is_word()
                    && family.capital()
                    && !family.has(COMMON)
                    && !family.has(STOP)
            }
            _ => false,
        };
        if !part {
            break;
        }
        given_first = Some(first);
        if words + initials >= 5 || token.opens_column() {
            break;
        }
        let Some(before) = first.checked_sub(1) else {
            break;
        };
        first = before;
    }
    let Some(mut start) = given_first else {
        return false;
    };
    while start <= last && !page.token(start).is_word() {
        start += 1;
    }
    // Without a comma a single word is as often a service as a name.
    let enough = words > known && (comma || words + initials >= 2)
        || comma && words >= 2
        || comma && words >= 1 && initials >= 1;
    if words == 0 || !enough {
        return false;
    }
    if !comma && page.token(last).upper() && page.token(last).len() <= 4 && words == 1 {
        return false;
    }
    page.mark(start, last + 1, Rule::CredentialedName, Tag::Plain);
    true
}

/// The number of tokens of a degree written with points at `at`: `M.D.`, `Ph.D.`, `R.N.`
pub(crate) fn pointed_degree(page: &Page<'_>, at: usize) -> Option<usize> {
    let pointed =
        |at: usize| page.token(at + 1).is_sign(b'.') && page.glued(at + 1) && page.glued(at + 2);
    if !page.token(at).capital() || page.token(at).len() > 2 || !pointed(at) {
        return None;
    }
    let pairs = [
        ("M", "D"),
        ("D", "O"),
        ("R", "N"),
        ("N", "P"),
        ("P", "A"),
        ("Ph", "D"),
        ("D", "C"),
        ("O", "D"),
    ];
    pairs
        .iter()
        .any(|(a, b)| page.word(at) == *a && page.word(at + 2) == *b)
        .then_some(3)
}
