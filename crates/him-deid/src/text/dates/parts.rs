//! What dates are made of.

use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;

/// The year as it may stay.
pub(super) fn tag(page: &Page<'_>, year: Option<u32>) -> Tag {
    match year {
        Some(year) if (1000..=9999).contains(&year) && page.policy.keeps_year(year as i32) => {
            Tag::Year(year as u16)
        }
        _ => Tag::Plain,
    }
}

pub(super) fn is_year(number: u32) -> bool {
    (1850..=2150).contains(&number)
}

pub(super) fn is_day(day: u32, month: u32) -> bool {
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Month and day in either order.
pub(super) fn is_month_day(a: u32, b: u32) -> bool {
    is_day(b, a) || is_day(a, b)
}

/// The number directly before `at` and a separator, as in the `12` of `12/3`.
pub(super) fn chained_before(page: &Page<'_>, at: usize) -> bool {
    page.glued(at)
        && page.before(at, 1).is_one_of(b"/-.")
        && page.before(at, 1).glued()
        && matches!(page.before(at, 2).kind, Kind::Number | Kind::Word)
        && !page.before(at, 2).is_word()
}

/// Whether `separator` and another number follow directly.
pub(super) fn chained_after(page: &Page<'_>, end: usize, separators: &[u8]) -> bool {
    page.glued(end)
        && page.token(end).is_one_of(separators)
        && page.glued(end + 1)
        && page.token(end + 1).is_number()
}

/// The time that belongs to a date: joined by a `T`, or to the second as machines write it
/// (`2024-03-14 10:11:12`).
pub(super) fn time(page: &Page<'_>, end: usize) -> usize {
    let machine = page.number(end, 2..=2).is_some_and(|hour| hour < 24)
        && !page.token(end).opens_line()
        && page.token(end + 1).is_sign(b':')
        && page
            .number(end + 2, 2..=2)
            .is_some_and(|minute| minute < 60)
        && page.token(end + 3).is_sign(b':')
        && page
            .number(end + 4, 2..=2)
            .is_some_and(|second| second < 61)
        && (end + 1..end + 5).all(|part| page.glued(part))
        && !page.runs_on_after(end + 5);
    if machine {
        return end + 5;
    }
    if !(page.glued(end)
        && page.is(end, "T")
        && page.glued(end + 1)
        && page.token(end + 1).is_number())
    {
        return end;
    }
    let mut last = end + 2;
    while page.glued(last)
        && (page.token(last).is_number()
            || page.token(last).is_one_of(b":.+-")
            || page.is(last, "Z"))
        && !(page.token(last).is_one_of(b".-") && !page.glued(last + 1))
    {
        last += 1;
    }
    if page.before(last, 1).is_one_of(b":.+-") {
        last - 1
    } else {
        last
    }
}

/// A day of the week before a date belongs to it.
pub(super) fn weekday_before(page: &Page<'_>, at: usize) -> usize {
    let mut back = 1;
    while back < 3 && page.before(at, back).is_one_of(b",.") {
        back += 1;
    }
    let weekday = page.before(at, back).has(Classes::WEEKDAY) && !page.token(at).opens_line();
    // `Sat 97` and `sun` are other things: the full name or a capital.
    if weekday && page.before(at, back).capital() {
        at - back
    } else {
        at
    }
}
