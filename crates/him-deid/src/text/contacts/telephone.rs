//! Telephone, fax and pager numbers.

use crate::Rule;
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;

/// Whether a word such as `call` or `fax` stands in the `reach` tokens before `at`.
fn spoken_of(page: &Page<'_>, at: usize, reach: usize) -> bool {
    (1..=reach)
        .take_while(|&back| !matches!(page.before(at, back).kind, Kind::Edge | Kind::Tag))
        .any(|back| page.before(at, back).has(Classes::PHONE_WORD))
}

/// The token after the separators of a telephone number: at most a space and one sign.
fn separated(page: &Page<'_>, after: usize) -> Option<usize> {
    let mut at = after;
    while page.token(at).is_one_of(b"-./)") && at < after + 2 && !page.token(at).opens_line() {
        at += 1;
    }
    let token = page.token(at);
    (token.is_number() && !token.opens_line() && (at > after || !token.glued())).then_some(at)
}

/// Finds a telephone number that starts at `at`, a number, a `(` or a `+`.
pub(crate) fn phone(page: &mut Page<'_>, at: usize) -> bool {
    if page.token(at).is_number()
        && page.runs_on_before(at)
        && !page.token(at - 1).has(Classes::PHONE_WORD)
        && !(page.is(at - 1, "x") && !page.runs_on_before(at - 1))
    {
        return false;
    }
    if page.token(at).is_sign(b'+') {
        return international(page, at);
    }
    let mut start = at;
    let mut area = at;
    if page.number(at, 1..=1) == Some(1)
        && let Some(next) =
            separated(page, at + 1).or_else(|| page.token(at + 1).is_sign(b'(').then_some(at + 1))
    {
        area = next + usize::from(page.token(next).is_sign(b'('));
        if page.token(at + 1).is_one_of(b"-.") && page.token(at + 2).is_sign(b'(') {
            area = at + 3;
        }
    }
    if page.token(area).is_sign(b'(') {
        area += 1;
    }
    if page.before(area, 1).is_sign(b'(') && start == area {
        start -= 1;
    }
    let exact =
        |at: usize, length: usize| page.token(at).is_number() && page.token(at).len() == length;
    if page.glued(at)
        && page.before(at, 1).is_one_of(b"-.")
        && page.before(at, 1).glued()
        && page.before(at, 2).is_number()
    {
        return false;
    }
    // Area, exchange, line.
    if exact(area, 3)
        && let Some(exchange) = separated(page, area + 1)
        && exact(exchange, 3)
        && let Some(line) = separated(page, exchange + 1)
        && exact(line, 4)
        && !page.runs_on_after(line + 1)
    {
        let bare = exchange == area + 1 && line == exchange + 1;
        let area_code = page.number(area, 3..=3);
        let plausible = area_code.is_some_and(|code| code >= 200) && !page.unit_after(line + 1);
        if !bare || plausible || spoken_of(page, start, 5) {
            let end = extension(page, line + 1);
            page.mark(start, end, Rule::Phone, Tag::Plain);
            return true;
        }
    }
    if exact(area, 3)
        && page.before(area, 1).is_sign(b'(')
        && page.token(area + 1).is_sign(b')')
        && exact(area + 2, 7)
    {
        page.mark(area - 1, area + 3, Rule::Phone, Tag::Plain);
        return true;
    }
    if exact(area, 3)
        && page.token(area + 1).is_one_of(b"-.")
        && page.glued(area + 1)
        && exact(area + 2, 7)
        && page.glued(area + 2)
    {
        page.mark(start, area + 3, Rule::Phone, Tag::Plain);
        return true;
    }
    grouped(page, at) || local(page, at) || whole(page, at)
}

/// A number in the groups of other countries: `056 590 36 33`, `(72) 754-186`, `Mobile: 33 93 31`.
fn grouped(page: &mut Page<'_>, at: usize) -> bool {
    let open = page.token(at).is_sign(b'(');
    let first = at + usize::from(open);
    let (mut digits, mut groups) = (0, 0);
    let (mut next, mut end) = (first, first);
    let mut spaced = true;
    while page.token(next).is_number() && groups < 7 {
        digits += page.token(next).len();
        groups += 1;
        end = next + 1;
        let closes = open && groups == 1;
        if closes && !page.token(end).is_sign(b')') {
            return false;
        }
        next = end + usize::from(closes);
        if page.token(next).is_one_of(b"-.") && page.glued(next) {
            next += 1;
            spaced = false;
        } else if page.glued(next) && !closes {
            break;
        }
        if page.token(next).opens_line() {
            break;
        }
    }
    if groups < 2
        || page.runs_on_after(end)
        || page.unit_after(end)
        || page.glued(end) && page.token(end).is_one_of(b"/-:%")
    {
        return false;
    }
    let mut back = 1;
    while back < 3 && page.before(at, back).is_one_of(b":#.") {
        back += 1;
    }
    let label = at.checked_sub(back).is_some_and(|at| {
        page.is_any(
            at,
            &[
                "phone",
                "telephone",
                "tel",
                "mobile",
                "cell",
                "fax",
                "pager",
                "desk",
                "ph",
            ],
        )
    }) && !page.token(at).opens_line();
    let length = page.token(first).len();
    let lengths = (first..end).filter(|&part| page.token(part).is_number());
    // `12.05.23` and `10 20 30` after a label are no numbers to call.
    let whole = lengths.clone().map(|part| page.token(part).len()).max() > Some(2) || digits > 6;
    let labelled = label && (6..=14).contains(&digits) && (whole || spaced);
    let trunk = page.word(first).starts_with('0')
        && (spaced && groups >= 3 || groups >= 4)
        && (9..=if page.word(first).starts_with("00") {
            15
        } else {
            12
        })
            .contains(&digits)
        && (2..=5).contains(&length)
        && lengths
            .clone()
            .skip(1)
            .all(|part| page.token(part).len() >= 2);
    let bracketed = open && (2..=5).contains(&length) && (8..=11).contains(&digits);
    if !(labelled || trunk || bracketed) {
        return false;
    }
    let end = extension(page, end);
    page.mark(at, end, Rule::Phone, Tag::Plain);
    true
}

/// `555-0199`.
fn local(page: &mut Page<'_>, at: usize) -> bool {
    let (Some(exchange), Some(line)) = (page.number(at, 3..=3), page.number(at + 2, 4..=4)) else {
        return false;
    };
    let joined = page.token(at + 1).is_one_of(b"-.") && page.glued(at + 1) && page.glued(at + 2);
    let chained = page.glued(at + 3)
        && page.token(at + 3).is_one_of(b"-./")
        && page.glued(at + 4)
        && page.token(at + 4).is_number();
    if !joined
        || chained
        || page.runs_on_after(at + 3)
        || page.unit_after(at + 3)
        || page.runs_on_before(at)
    {
        return false;
    }
    let hyphen = page.token(at + 1).is_sign(b'-');
    // `400-1200` is a range of results more often than a telephone.
    if !(spoken_of(page, at, 6) || hyphen && exchange >= 200 && line % 100 != 0) {
        return false;
    }
    let end = extension(page, at + 3);
    page.mark(at, end, Rule::Phone, Tag::Plain);
    true
}

/// `5550100199` after `call`, `4521` after `ext`.
fn whole(page: &mut Page<'_>, at: usize) -> bool {
    let length = page.token(at).len();
    let back = 1
        + (1..=2)
            .take_while(|&back| page.before(at, back).is_one_of(b":#."))
            .count();
    let label = page.before(at, back);
    let inside = page.is_any(
        at.wrapping_sub(back),
        &[
            "ext",
            "extension",
            "pager",
            "pgr",
            "beeper",
            "page",
            "paged",
            "dial",
            "phone",
            "tel",
            "fax",
            "telephone",
            "cell",
            "mobile",
            "text",
        ],
    );
    let glued_x =
        page.glued(at) && page.is(at.wrapping_sub(1), "x") && !page.runs_on_before(at - 1);
    let long = matches!(length, 10 | 11) && spoken_of(page, at, 5);
    let short = inside
        && label.has(Classes::PHONE_WORD)
        && ((3..=7).contains(&length)
            || length == 2
                && page.token(at + 1).is_sign(b'-')
                && page.number(at + 2, 4..=5).is_some())
        || glued_x && matches!(length, 4..=5) && !page.unit_after(at + 1);
    if page
        .number(at, 4..=4)
        .is_some_and(|year| (1900..2100).contains(&year))
        && !glued_x
        && back == 1
    {
        return false;
    }
    // Numbers of everybody.
    let public = matches!(
        page.number(at, 3..=3),
        Some(911 | 988 | 211 | 311 | 411 | 711)
    );
    if !(long || short) || public || page.unit_after(at + 1) || page.runs_on_after(at + 1) {
        return false;
    }
    if page.glued(at + 1)
        && page.token(at + 1).is_one_of(b":/")
        && page.glued(at + 2)
        && page.token(at + 2).is_number()
    {
        return false;
    }
    // `pager 31-4471`
    let joined = short
        && page.glued(at + 1)
        && page.token(at + 1).is_sign(b'-')
        && page.glued(at + 2)
        && page.number(at + 2, 3..=5).is_some();
    let end = at + if joined { 3 } else { 1 };
    page.mark(at, end, Rule::Phone, Tag::Plain);
    true
}

/// `+44 20 7946 0958`.
fn international(page: &mut Page<'_>, at: usize) -> bool {
    let mut digits = 0;
    let mut end = at + 1;
    let mut next = at + 1;
    if !page.glued(next) || !page.token(next).is_number() && !page.token(next).is_sign(b'(') {
        return false;
    }
    while digits < 15 {
        let token = page.token(next);
        if token.opens_line() {
            break;
        }
        match token.kind {
            Kind::Number => {
                digits += token.len();
                next += 1;
                end = next;
            }
            Kind::Sign(b'-' | b'.' | b'(' | b')') if digits < 12 => next += 1,
            _ => break,
        }
    }
    if !(8..=15).contains(&digits) {
        return false;
    }
    let end = extension(page, end);
    page.mark(at, end, Rule::Phone, Tag::Plain);
    true
}

/// The end of a number with its extension: `x123`, `ext. 123`, `, extension 123`.
pub(crate) fn extension(page: &Page<'_>, end: usize) -> usize {
    let mut at = end + usize::from(page.token(end).is_sign(b','));
    if page.token(at).opens_line()
        || !(page.is_any(at, &["x", "ext", "extension", "extn"]) || page.token(at).is_sign(b'#'))
    {
        return end;
    }
    at += 1;
    while page.token(at).is_one_of(b".:") {
        at += 1;
    }
    if page.number(at, 1..=6).is_some() && !page.token(at).opens_line() {
        at + 1
    } else {
        end
    }
}
