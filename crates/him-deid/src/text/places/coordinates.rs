//! Places by latitude and longitude.

use crate::Rule;
use crate::text::page::{Page, Tag};

/// Finds `40.7128, -74.0060` at the first number `at`: degrees with four decimals and more are a house.
pub(crate) fn coordinates(page: &mut Page<'_>, at: usize) -> bool {
    let Some(middle) = degrees(page, at, 90) else {
        return false;
    };
    let comma = page.token(middle).is_one_of(b",/;");
    let mut second = middle + usize::from(comma);
    second += usize::from(page.token(second).is_sign(b'-'));
    if second == middle || page.token(second).opens_line() {
        return false;
    }
    let Some(end) = degrees(page, second, 180) else {
        return false;
    };
    let start = at.saturating_sub(usize::from(
        page.glued(at) && page.before(at, 1).is_sign(b'-') && !page.runs_on_before(at),
    ));
    page.mark(start, end, Rule::Coordinates, Tag::Plain);
    true
}

/// The end of a decimal number of at most `most` with four decimals.
fn degrees(page: &Page<'_>, at: usize, most: u32) -> Option<usize> {
    let whole = page.number(at, 1..=3)?;
    let decimals = page.token(at + 2);
    (whole <= most
        && !page.runs_on_before(at)
        && page.token(at + 1).is_sign(b'.')
        && page.glued(at + 1)
        && page.glued(at + 2)
        && decimals.is_number()
        && decimals.len() >= 4
        && !page.runs_on_after(at + 3))
    .then_some(at + 3)
}
