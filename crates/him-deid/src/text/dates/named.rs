//! Dates with the name of the month.

use super::parts::{chained_after, chained_before, is_day, is_year, tag, time, weekday_before};
use crate::Rule;
use crate::text::known::Known;
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;

/// Finds a date around the name of a month at `at`.
pub(crate) fn named(page: &mut Page<'_>, at: usize, known: &Known) -> bool {
    let month = u32::from(page.token(at).value);
    let capital = page.token(at).capital();
    // `the MAY-1 antibody`
    if page.token(at).upper()
        && page.token(at).len() == 3
        && page.is(at, "may")
        && page.token(at + 1).is_sign(b'-')
        && page.glued(at + 1)
        && !page.in_capitals(at)
        && !page.glued(at)
    {
        return false;
    }
    // Some are also words: may, march, mar, dec, sep.
    let word_too = page.token(at).len() == 3 || page.is(at, "march");
    let (start, day_before) = day_before(page, at, month);
    let (end, day_after, year) = day_and_year_after(page, at, month, day_before);
    if let Some(first) = ordinal_before(page, at)
        .filter(|_| day_before.is_none() && !day_after && (capital || !word_too))
    {
        page.mark(first, end, Rule::NamedDate, tag(page, year));
        return true;
    }
    if day_before.is_none() && !day_after && year.is_none() {
        return month_alone(page, at);
    }
    // `may 5` in small letters is a verb unless a year or a suffix tells otherwise.
    if !capital
        && word_too
        && year.is_none()
        && !page.before(end, 2).is_sign(b'\'')
        && !(at + 1..end).any(|part| {
            let day = page.number(part, 1..=2);
            day.is_some_and(|day| known.has_month_day(month, day))
        })
        && !page.before(end, 1).has(Classes::ORDINAL_SUFFIX)
        && start == at
    {
        return false;
    }
    // `14 may` likewise, as in `the 14 may`.
    let on_record = day_before.is_some_and(|day| known.has_month_day(month, day));
    if start < at
        && !day_after
        && year.is_none()
        && !capital
        && !(on_record
            || page.glued(at) && word_too
            // `4 de mayo`, `2 sept`
            || page.is(at - 1, "de")
            || !page.word(at).is_ascii()
            || page.is_any(at, NO_WORDS))
    {
        return false;
    }
    let start = weekday_before(page, start);
    page.mark(start, end, Rule::NamedDate, tag(page, year));
    true
}

/// Months that are nothing else in small letters.
const NO_WORDS: &[&str] = &[
    "january",
    "february",
    "april",
    "june",
    "july",
    "september",
    "sept",
    "october",
    "november",
    "december",
    "feb",
    "apr",
    "aug",
    "oct",
    "nov",
    "jul",
];

/// The day before a month: `14 March`, `14-Mar`, `5th of March`, `2024-Mar`.
pub(super) fn day_before(page: &Page<'_>, at: usize, month: u32) -> (usize, Option<u32>) {
    let mut back = 1;
    if page.before(at, back).is_one_of(b"-/.,")
        && (page.glued(at) || !page.before(at, back).glued())
    {
        back += 1;
    } else if page.is_any(at.wrapping_sub(1), &["of", "de"]) {
        back += 1;
        if page.is(at.wrapping_sub(back), "day") {
            back += 1;
        }
    }
    if page.before(at, back).has(Classes::ORDINAL_SUFFIX) && at >= back && page.glued(at - back) {
        back += 1;
    }
    let Some(first) = at.checked_sub(back) else {
        return (at, None);
    };
    if page.runs_on_before(first) || page.token(first + 1).opens_line() && back == 1 {
        return (at, None);
    }
    match page.number(first, 1..=2) {
        Some(day) if is_day(day, month) && !chained_before(page, first) => (first, Some(day)),
        _ => (at, None),
    }
}

/// What follows a month: the token after the date, whether there is a day, and the year.
pub(super) fn day_and_year_after(
    page: &Page<'_>,
    at: usize,
    month: u32,
    day_before: Option<u32>,
) -> (usize, bool, Option<u32>) {
    let mut end = at + 1;
    let mut next = at + 1;
    if page.token(next).is_sign(b'.') && page.glued(next) {
        next += 1;
    }
    if page.token(next).is_one_of(b",-/") {
        next += 1;
    }
    if page.is(next, "the") {
        next += 1;
    }
    let mut day_after = false;
    if day_before.is_none()
        && let Some(day) = page.number(next, 1..=2)
        && is_day(day, month)
        && (!page.token(next).opens_column() || wrapped(page, next))
    {
        let mut last = next + 1;
        let suffix = page.token(last).has(Classes::ORDINAL_SUFFIX)
            && page.token(last).len() == 2
            && !page.token(last).opens_line();
        if suffix {
            last += 1;
        }
        let other = page.runs_on_after(last) && !suffix
            || page.unit_after(last) && !suffix
            || chained_after(page, last, b".:");
        if !other {
            day_after = true;
            end = last;
            // `March 3-5`
            if page.token(last).is_sign(b'-')
                && page
                    .number(last + 1, 1..=2)
                    .is_some_and(|to| is_day(to, month) && to > day)
                && !page.unit_after(last + 2)
                && (!page.runs_on_after(last + 2)
                    || page.token(last + 2).has(Classes::ORDINAL_SUFFIX))
            {
                end = last + 2;
                if page.token(end).has(Classes::ORDINAL_SUFFIX) && page.glued(end) {
                    end += 1;
                }
            }
            next = end;
            while page.token(next).is_one_of(b",-/.") && next < end + 2 {
                next += 1;
            }
        }
    }
    if page.is_any(next, &["of", "de", "del"]) {
        next += 1;
    }
    let apostrophe = page.token(next).is_sign(b'\'')
        && page.glued(next + 1)
        && page.number(next + 1, 2..=2).is_some();
    if apostrophe && !page.runs_on_after(next + 2) {
        // The year tells as much as a day that this is a date.
        return (next + 2, true, None);
    }
    if let Some(year) = page.number(next, 4..=4)
        && is_year(year)
        && !page.runs_on_after(next + 1)
        && !page.unit_after(next + 1)
        && (!page.token(next).opens_line() || day_after && page.before(next, 1).is_sign(b','))
    {
        return (time(page, next + 1), day_after, Some(year));
    }
    // `14-Mar-24` and `Mar/14/24`
    let short = page.glued(next)
        && (page.before(next, 1).is_one_of(b"-/") || next == at + 1 && page.glued(at))
        && (day_after || day_before.is_some())
        && page.number(next, 2..=2).is_some()
        && !page.runs_on_after(next + 1);
    // `14 Mar 31,`: a number that nothing follows is no count.
    let after = page.token(next + 1);
    let alone = next == at + 1
        && day_before.is_some()
        && page.number(next, 2..=2).is_some()
        && !page.token(next).opens_column()
        && (after.is_one_of(b",;.)") && !page.glued(next + 2)
            || after.opens_line()
            || after.kind == Kind::Edge);
    if short || alone {
        return (next + 1, day_after, None);
    }
    // `On March second look surgery`
    let verb = page.is_any(at, &["may", "march"]) && !page.is(next.saturating_sub(1), "the");
    if let (None, Some(last)) = (day_before, ordinal(page, next))
        && !(verb && page.token(last).is_word() && !page.token(last).opens_line())
    {
        return (last, true, None);
    }
    (end, day_after, None)
}

/// Whether the day at `at`, the first word of its line, goes on with a year: `January` and `1, 1928`.
fn wrapped(page: &Page<'_>, at: usize) -> bool {
    let year = at + 1 + usize::from(page.token(at + 1).is_sign(b','));
    page.token(at).opens_line()
        && !page.token(year).opens_line()
        && page.number(year, 4..=4).is_some_and(is_year)
}

/// The end of `fourteenth` or `twenty-first` at `at`.
fn ordinal(page: &Page<'_>, at: usize) -> Option<usize> {
    const DAYS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    if page.token(at).opens_line() {
        return None;
    }
    if page.is_any(at, &["twenty", "thirty"]) {
        let ones = at + 1 + usize::from(page.token(at + 1).is_sign(b'-'));
        return page.is_any(ones, DAYS.get(..9)?).then_some(ones + 1);
    }
    (page.is_any(at, &DAYS) || page.is(at, "thirtieth")).then_some(at + 1)
}

/// The start of `the fourteenth of` before the month at `at`.
fn ordinal_before(page: &Page<'_>, at: usize) -> Option<usize> {
    if !page.is(at.checked_sub(1)?, "of") {
        return None;
    }
    let ones = at.checked_sub(2)?;
    let tens = ones.saturating_sub(1 + usize::from(page.before(ones, 1).is_sign(b'-')));
    [tens, ones]
        .into_iter()
        .find(|&from| ordinal(page, from) == Some(at - 1))
}

/// `in March`, `last May`, `mid-October`.
pub(super) fn month_alone(page: &mut Page<'_>, at: usize) -> bool {
    let token = page.token(at);
    // `Mar`, `Dec`, `Sun` in digits' company only.
    let full = token.len() > 4 || page.is_any(at, &["may", "june", "july"]);
    if !token.capital() || !full || token.opens_line() {
        return false;
    }
    let back = if page.before(at, 1).is_sign(b'-') {
        2
    } else {
        1
    };
    let before = page.before(at, back);
    if !before.has(Classes::MONTH_PREP) || page.token(at + 1).is_sign(b'\'') {
        return false;
    }
    // A name may follow a preposition: `spoke with ... from May Exemplar`.
    if page.token(at + 1).title_case()
        && !page.token(at + 1).opens_line()
        && !page.token(at + 1).has(Classes::ORDINARY)
    {
        return false;
    }
    page.mark(at, at + 1, Rule::Month, Tag::Plain);
    true
}
