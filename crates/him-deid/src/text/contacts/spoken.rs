//! Mail addresses as they are said.

use crate::Rule;
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};

/// Digits as they are said.
const DIGITS: &[&str] = &[
    "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];

/// Finds a number said digit by digit after the word at `at`: `call me at five five five zero one four two`.
pub(crate) fn spoken_number(page: &mut Page<'_>, at: usize) -> bool {
    let digit = |at: usize| page.is_any(at, DIGITS) && !page.token(at).opens_line();
    let Some(start) = (at + 1..at + 6).find(|&from| digit(from)) else {
        return false;
    };
    let mut end = start;
    while digit(end) || end > start && page.token(end).is_one_of(b"-,") && digit(end + 1) {
        end += 1;
    }
    let said = (start..end).filter(|&part| digit(part)).count();
    let telephone = page.token(at).has(Classes::PHONE_WORD);
    if said < if telephone { 7 } else { 4 } {
        return false;
    }
    let rule = if telephone {
        Rule::Phone
    } else {
        Rule::LabelledId
    };
    page.mark(start, end, rule, Tag::Plain);
    true
}

/// The signs of an address, said aloud.
const SIGNS: &[&str] = &[
    "dot",
    "underscore",
    "dash",
    "hyphen",
    "period",
    "punto",
    "guion",
];

/// Finds `exemplar dot ann at mail dot example dot org` around the `at` at `at`.
pub(crate) fn spoken_email(page: &mut Page<'_>, at: usize) -> bool {
    if !page.is_any(at, &["at", "arroba"]) || page.token(at).opens_line() {
        return false;
    }
    let part = |at: usize| {
        let token = page.token(at);
        (token.is_word() || token.is_number()) && !page.is_any(at, SIGNS)
    };
    let mut end = at + 1;
    let mut dots = 0;
    while part(end) && !page.token(end).opens_line() {
        end += 1;
        // `mail7`
        while page.glued(end) && part(end) {
            end += 1;
        }
        if !(page.is_any(end, &["dot", "punto", "period"]) && part(end + 1)) {
            break;
        }
        dots += 1;
        end += 1;
    }
    if dots == 0 || !page.before(end, 1).has(Classes::TLD) {
        return false;
    }
    let Some(mut start) = at.checked_sub(1).filter(|&before| part(before)) else {
        return false;
    };
    loop {
        while start > 0
            && page.glued(start)
            && (part(start - 1) || page.token(start - 1).is_one_of(b"._-"))
        {
            start -= 1;
        }
        match start.checked_sub(2) {
            Some(before)
                if page.is_any(start - 1, SIGNS)
                    && part(before)
                    && !page.token(start).opens_line()
                    && !page.token(start - 1).opens_line() =>
            {
                start = before;
            }
            _ => break,
        }
    }
    page.mark(start, end, Rule::Email, Tag::Plain);
    true
}
