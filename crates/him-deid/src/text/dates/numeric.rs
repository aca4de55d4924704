//! Dates in digits.

use super::parts::{
    chained_after, chained_before, is_day, is_month_day, is_year, tag, time, weekday_before,
};
use crate::Rule;
use crate::text::known::Known;
use crate::text::lexicon::Classes;
use crate::text::names;
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;

/// Finds a date that starts with the number at `at`.
pub(crate) fn numeric(page: &mut Page<'_>, at: usize, known: &Known) -> bool {
    if page.runs_on_before(at) && !page.is_any(at - 1, &["T", "on", "dob"]) {
        return false;
    }
    full(page, at, known)
        || spaced(page, at, known)
        || compact(page, at, known)
        || month_year(page, at)
        || month_day(page, at, known)
        || revealing_year(page, at)
}

/// Three numbers: `03/14/2024`, `2024-03-14T09:30:00Z`, `3.14.24`, `3 / 14 / 2024`.
pub(super) fn full(page: &mut Page<'_>, at: usize, known: &Known) -> bool {
    let Kind::Sign(separator @ (b'/' | b'-' | b'.')) = page.token(at + 1).kind else {
        return false;
    };
    if chained_before(page, at) || !page.token(at + 3).is_sign(separator) {
        return false;
    }
    let tight = (at + 1..=at + 4).all(|part| page.glued(part));
    // A line may end after a separator.
    let wrapped = (at + 1..=at + 4).all(|part| {
        page.glued(part) || page.token(part).opens_line() && page.token(part).is_number()
    });
    let loose = wrapped
        || separator != b'.' && (at + 1..=at + 4).all(|part| !page.token(part).opens_column());
    if !tight && !loose {
        return false;
    }
    let number = |nth: usize| page.number(at + nth, 1..=4);
    let (Some(a), Some(b), Some(c)) = (number(0), number(2), number(4)) else {
        return false;
    };
    let digits = |nth: usize| page.token(at + nth).len();
    let year = match (digits(0), digits(2), digits(4)) {
        (4, 1..=2, 1..=2) if is_year(a) && is_month_day(b, c) => Some(a),
        (1..=2, 1..=2, 4) if is_year(c) && is_month_day(a, b) => Some(c),
        // With points or spaces a short year needs the other numbers in full: 1.2.24 is a section.
        (first, second, 2)
            if is_month_day(a, b)
                && (tight && (separator != b'.' || (first == 2 && second == 2))
                    || known.has_compact_date(a * 10_000 + b * 100 + c)) =>
        {
            None
        }
        _ => return false,
    };
    let mut end = at + 5;
    if page.runs_on_after(end) && !page.is(end, "T") || chained_after(page, end, &[separator]) {
        return false;
    }
    if year.is_none() && page.unit_after(end) {
        return false;
    }
    end = time(page, end);
    let start = weekday_before(page, at);
    page.mark(start, end, Rule::NumericDate, tag(page, year));
    true
}

/// Three numbers with blanks, where they are a date of the record: `03 14 1931`.
fn spaced(page: &mut Page<'_>, at: usize, known: &Known) -> bool {
    let apart = |at: usize| !page.glued(at) && !page.token(at).opens_column();
    let (Some(a), Some(b), Some(c)) = (
        page.number(at, 1..=4),
        page.number(at + 1, 1..=2),
        page.number(at + 2, 1..=4),
    ) else {
        return false;
    };
    let date = a % 100 * 10_000 + b * 100 + c % 100;
    let year = match (page.token(at).len(), page.token(at + 2).len()) {
        (4, 1..=2) => Some(a),
        (1..=2, 4) => Some(c),
        (2, 2) => None,
        _ => return false,
    };
    if !apart(at + 1)
        || !apart(at + 2)
        || year.is_some_and(|year| !is_year(year))
        || !known.has_compact_date(date)
        || page.runs_on_after(at + 3)
        || page.unit_after(at + 3)
    {
        return false;
    }
    page.mark(at, at + 3, Rule::KnownDate, tag(page, year));
    true
}

/// One number: `20240314`, `202403140930`, `03142024`; `031424` where the record or a label tells.
pub(super) fn compact(page: &mut Page<'_>, at: usize, known: &Known) -> bool {
    let word = page.word(at);
    let part = |from: usize, to: usize| {
        word.get(from..to)
            .and_then(|part| part.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let length = word.len();
    if page.runs_on_after(at + 1) && !page.is(at + 1, "T")
        || chained_before(page, at)
        || chained_after(page, at + 1, b"/-.")
    {
        return false;
    }
    let year_first = matches!(length, 8 | 12 | 14)
        && (1900..=2099).contains(&part(0, 4))
        && is_day(part(6, 8), part(4, 6));
    let clock = length == 8 || (part(8, 10) < 24 && part(10, 12) < 60);
    if year_first && clock {
        let end = time(page, at + 1);
        page.mark(at, end, Rule::NumericDate, tag(page, Some(part(0, 4))));
        return true;
    }
    if length == 8 && (1900..=2099).contains(&part(4, 8)) && is_month_day(part(0, 2), part(2, 4)) {
        page.mark(at, at + 1, Rule::NumericDate, tag(page, Some(part(4, 8))));
        return true;
    }
    if length == 6 && known.has_compact_date(part(0, 6)) {
        page.mark(at, at + 1, Rule::KnownDate, Tag::Plain);
        return true;
    }
    let labelled = page.before(at, 1).has(Classes::BORN | Classes::DATE_PREP)
        || (page.before(at, 1).is_one_of(b":#") && page.before(at, 2).has(Classes::BORN));
    if length == 6
        && labelled
        && is_month_day(part(0, 2), part(2, 4))
        && page.before(at, 1).kind != Kind::Edge
    {
        let born = page.before(at, 1).has(Classes::BORN) || page.before(at, 2).has(Classes::BORN);
        if born {
            page.mark(at, at + 1, Rule::NumericDate, Tag::Plain);
            return true;
        }
    }
    false
}

/// Month and year: `03/2024`, `2024-03`.
pub(super) fn month_year(page: &mut Page<'_>, at: usize) -> bool {
    if !(page.glued(at + 1) && page.token(at + 1).is_one_of(b"/-") && page.glued(at + 2))
        || chained_before(page, at)
    {
        return false;
    }
    let (Some(a), Some(b)) = (page.number(at, 1..=4), page.number(at + 2, 1..=4)) else {
        return false;
    };
    let year = match (page.token(at).len(), page.token(at + 2).len()) {
        (1..=2, 4) if (1..=12).contains(&a) && is_year(b) => b,
        (4, 2) if (1..=12).contains(&b) && is_year(a) && !page.before(at, 1).is_sign(b'-') => a,
        _ => return false,
    };
    let end = at + 3;
    if page.runs_on_after(end) || chained_after(page, end, b"/-.") || page.unit_after(end) {
        return false;
    }
    page.mark(at, end, Rule::NumericDate, tag(page, Some(year)));
    true
}

/// Month and day: `3/14`, unless it is a fraction, a score, a ratio.
pub(super) fn month_day(page: &mut Page<'_>, at: usize, known: &Known) -> bool {
    let separator = page.token(at + 1);
    if !(page.glued(at + 1) && separator.is_one_of(b"/-") && page.glued(at + 2))
        || chained_before(page, at)
    {
        return false;
    }
    let slash = separator.is_sign(b'/');
    let (Some(a), Some(b)) = (page.number(at, 1..=2), page.number(at + 2, 1..=2)) else {
        return false;
    };
    if !is_day(b, a) && !(is_day(a, b) && known.has_month_day(b, a)) {
        return false;
    }
    let end = at + 3;
    if page.runs_on_after(end) && !page.token(end).has(Classes::ORDINAL_SUFFIX) {
        return false;
    }
    // `3/14-3/17` and `3/14-17` are stretches of days.
    let range = slash
        && page.glued(end)
        && page.token(end).is_sign(b'-')
        && page.glued(end + 1)
        && page.number(end + 1, 1..=2).is_some();
    if chained_after(page, end, b"/.") || (chained_after(page, end, b"-") && !range) {
        return false;
    }
    if !dates_rather_than_measures(page, at, end, (a, b), slash, known) {
        return false;
    }
    let mut last = end;
    if range
        && page
            .number(end + 1, 1..=2)
            .is_some_and(|day| is_day(day, a))
        && !page.token(end + 2).is_sign(b'/')
    {
        last = end + 2;
    }
    let start = weekday_before(page, at);
    page.mark(start, last, Rule::MonthDay, Tag::Plain);
    // The other end of the stretch is a date because this one is.
    let joined = last
        + usize::from(
            page.token(last).is_sign(b'-') || page.is_any(last, &["to", "through", "thru", "and"]),
        );
    if joined > last
        && let (Some(month), Some(day)) =
            (page.number(joined, 1..=2), page.number(joined + 2, 1..=2))
        && page.token(joined + 1).is_sign(b'/')
        && page.glued(joined + 1)
        && page.glued(joined + 2)
        && is_day(day, month)
        && !chained_after(page, joined + 3, b"/.-")
        && !page.unit_after(joined + 3)
        && !page.runs_on_after(joined + 3)
    {
        page.mark(joined, joined + 3, Rule::MonthDay, Tag::Plain);
    }
    true
}

/// What the words around `a/b` say.
pub(super) fn dates_rather_than_measures(
    page: &Page<'_>,
    at: usize,
    end: usize,
    (a, b): (u32, u32),
    slash: bool,
    known: &Known,
) -> bool {
    let after = page.token(end);
    if page.unit_after(end) || after.has(Classes::MD_NEGATIVE_AFTER) && !after.opens_line() {
        return false;
    }
    if after.is_sign(b')')
        && page.before(at, 1).is_sign(b'(')
        && page.before(at, 2).has(Classes::MD_NEGATIVE_BEFORE)
    {
        return false;
    }
    let mut back = 1;
    while page.before(at, back).is_one_of(b":(,@~#\"") {
        back += 1;
    }
    let before = page.before(at, back);
    let same_line = !page.token(at + 1 - back).opens_line() || back > 1;
    let introduced = same_line && before.has(Classes::DATE_PREP);
    let index = at.saturating_sub(back);
    // `f/u 5/10`, `last dose 5/10`
    let follow_up = page.is(index, "u") && page.is(index.saturating_sub(2), "f");
    let last_time =
        page.is_any(index, &["dose", "dosed"]) && page.is(index.saturating_sub(1), "last");
    let strongly = same_line && (before.has(Classes::DATE_PREP_STRONG) || follow_up || last_time);
    // `x 3/7` are three days of a week, `H/H 10/31` two results, `5/16"` inches.
    let times = page.is(index, "x") && back == 1;
    let results = page.is(index, "h") && page.is(index.saturating_sub(2), "h");
    let inches = after.is_sign(b'"') && page.glued(end) && !page.before(at, 1).is_sign(b'"');
    if (times || results || inches) && !known.has_month_day(a, b) {
        return false;
    }
    // Fractions and scores are written over these: `improved from 7/10`.
    let score = matches!(b, 2 | 3 | 4 | 5 | 6 | 8 | 10) && a <= b;
    let mut measured = false;
    for further in back..back + 9 {
        let token = page.before(at, further);
        let ends = token.is_one_of(b".;") || token.is_sign(b',') && !score;
        if ends && !page.before(at, further - 1).glued()
            || matches!(token.kind, Kind::Tag | Kind::Edge)
        {
            break;
        }
        // What is no score belongs to a measure only close by: `Hgb 10/31`.
        measured |= token.has(Classes::MD_NEGATIVE_BEFORE) && (score || further < back + 3);
        if token.opens_line() {
            break;
        }
    }
    if strongly {
        return slash || known.has_month_day(a, b);
    }
    if measured {
        return slash && !score && known.has_month_day(a, b);
    }
    if !slash {
        return known.has_month_day(a, b) && introduced;
    }
    let labelled = introduced && back > 1 && page.before(at, back - 1).is_sign(b':');
    if known.has_month_day(a, b)
        || labelled
        || before.has(Classes::CREDENTIAL_STRONG) && before.upper()
        || same_line && signed(page, at, end)
        || clock(page, end)
        || !after.opens_line() && page.is_any(end, OCCASIONS)
    {
        return true;
    }
    !score
}

/// What has a day: `the 2/3 appt`.
const OCCASIONS: &[&str] = &[
    "appt",
    "appointment",
    "visit",
    "admission",
    "discharge",
    "surgery",
    "procedure",
    "hearing",
];

/// Whether `5/10` stands where a signature has its date: `A. Exemplar, M.D. 5/10`, `Dr. Exemplar 5/10 and`.
fn signed(page: &Page<'_>, at: usize, end: usize) -> bool {
    let degree = at.checked_sub(4).is_some_and(|first| {
        page.before(at, 1).is_sign(b'.') && names::pointed_degree(page, first).is_some()
    });
    let name = page.before(at, 1).kind == Kind::Tag && page.before(at, 1).value != 0;
    let after = page.token(end);
    let ends = !after.is_word()
        || after.opens_line()
        || page.is_any(end, &["and", "at", "regarding", "re"]);
    degree || name && ends
}

/// Whether a time of the day follows: `0930`, `at 0930`, `@ 9:30`.
fn clock(page: &Page<'_>, end: usize) -> bool {
    let at = end + usize::from(page.is(end, "at") || page.token(end).is_sign(b'@'));
    if page.token(end).opens_column() || page.token(at).opens_column() {
        return false;
    }
    let joined = page.number(at, 4..=4);
    let parts = page.number(at, 1..=2).zip(page.number(at + 2, 2..=2));
    let parts = parts.filter(|_| page.token(at + 1).is_sign(b':') && page.glued(at + 1));
    let time = joined.map(|time| (time / 100, time % 100)).or(parts);
    time.is_some_and(|(hours, minutes)| hours < 24 && minutes < 60) && !page.unit_after(at + 1)
}

/// A year alone that tells an age over 89: `born in 1931`.
pub(super) fn revealing_year(page: &mut Page<'_>, at: usize) -> bool {
    // `born in '31`
    if let Some(short) = page.number(at, 2..=2)
        && page.before(at, 1).is_sign(b'\'')
        && page.glued(at)
        && page
            .before(at, 2 + usize::from(page.is(at.wrapping_sub(2), "in")))
            .has(Classes::BORN)
        && !page.policy.keeps_year(1900 + short as i32)
    {
        page.mark(at - 1, at + 1, Rule::RevealingYear, Tag::Plain);
        return true;
    }
    let Some(year) = page.number(at, 4..=4) else {
        return false;
    };
    if !(1850..=2150).contains(&year) || page.policy.keeps_year(year as i32) {
        return false;
    }
    if page.unit_after(at + 1)
        || page.runs_on_after(at + 1)
        || chained_after(page, at + 1, b"/:.")
        || chained_before(page, at)
    {
        return false;
    }
    let mut back = 1;
    while page.before(at, back).is_one_of(b":.(") {
        back += 1;
    }
    let before = page.before(at, back);
    let enclosed = page.before(at, 1).is_sign(b'(') && page.token(at + 1).is_one_of(b")-");
    if !(before.has(Classes::ERA | Classes::BORN)
        || enclosed
        || page.is(at.saturating_sub(back), "b"))
        || page.is(at + 1, "hours")
    {
        return false;
    }
    page.mark(at, at + 1, Rule::RevealingYear, Tag::Plain);
    true
}
