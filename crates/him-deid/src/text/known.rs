//! The identifiers of one record, ready to be found.

use std::collections::BTreeMap;

use super::page::{Page, Tag};
use super::token::Kind;
use super::words::Words;
use crate::Rule;

/// What a number of the record is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberKind {
    Id,
    Contact,
    Zip,
}

/// A number in upper case without separators.
type Number = (Box<[u8]>, NumberKind);

/// Everything known of one record.
#[derive(Clone, Default)]
pub(crate) struct Known {
    pub(crate) words: Words,
    /// Letters and digits of numbers in upper case, by their first byte.
    numbers: BTreeMap<u8, Vec<Number>>,
    first_bytes: [u64; 4],
    /// Days of the year, 32 bits a month.
    month_days: [u32; 13],
    /// `mmddyy`, `ddmmyy` and `yymmdd` of the dates, sorted.
    compact: Vec<u32>,
}

impl Known {
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.numbers.is_empty()
    }

    pub(crate) fn add_number(&mut self, number: &str, kind: NumberKind) {
        let folded: Box<[u8]> = number
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_uppercase())
            .collect();
        let Some(&first) = folded.first() else { return };
        // Shorter ones are counts and years more often than numbers.
        if folded.len() < 4 || !folded.iter().any(u8::is_ascii_digit) {
            return;
        }
        let bucket = self.numbers.entry(first).or_default();
        if bucket.iter().any(|(known, _)| *known == folded) {
            return;
        }
        bucket.push((folded, kind));
        for byte in [first, first.to_ascii_lowercase()] {
            if let Some(bits) = self.first_bytes.get_mut(usize::from(byte >> 6)) {
                *bits |= 1 << (byte & 63);
            }
        }
    }

    pub(crate) fn add_date(&mut self, year: i32, month: u32, day: u32) {
        if let Some(days) = self.month_days.get_mut(month as usize) {
            *days |= 1 << day;
        }
        let short = year.rem_euclid(100) as u32;
        for date in [
            month * 10_000 + day * 100 + short,
            day * 10_000 + month * 100 + short,
            short * 10_000 + month * 100 + day,
        ] {
            if let Err(place) = self.compact.binary_search(&date) {
                self.compact.insert(place, date);
            }
        }
    }

    pub(crate) fn has_month_day(&self, a: u32, b: u32) -> bool {
        let day = |month: u32, day: u32| {
            day < 32
                && self
                    .month_days
                    .get(month as usize)
                    .is_some_and(|days| days >> day & 1 != 0)
        };
        day(a, b) || day(b, a)
    }

    pub(crate) fn has_compact_date(&self, date: u32) -> bool {
        self.compact.binary_search(&date).is_ok()
    }

    /// Whether a number of the record may begin with the token.
    #[inline]
    pub(crate) fn may_start(&self, page: &Page<'_>, at: usize) -> bool {
        let byte = page
            .text
            .as_bytes()
            .get(page.token(at).start as usize)
            .copied()
            .unwrap_or(0);
        self.first_bytes
            .get(usize::from(byte >> 6))
            .is_some_and(|bits| bits >> (byte & 63) & 1 != 0)
    }

    /// Whether `code` is a number of the record.
    #[cfg_attr(
        not(feature = "record"),
        allow(dead_code, reason = "only records have codes")
    )]
    pub(crate) fn is_number(&self, code: &str) -> bool {
        let folded = || {
            code.bytes()
                .filter(u8::is_ascii_alphanumeric)
                .map(|byte| byte.to_ascii_uppercase())
        };
        let Some(first) = folded().next() else {
            return false;
        };
        let mut bucket = self.numbers.get(&first).into_iter().flatten();
        bucket.any(|(number, _)| number.iter().copied().eq(folded()))
    }

    /// Whether a number can be no measurement: one of the record, longer than any is, or filled up with zeros.
    #[cfg_attr(
        not(any(feature = "record", feature = "hl7v2", feature = "csv")),
        allow(dead_code, reason = "only records have measurements")
    )]
    pub(crate) fn is_identifying(&self, number: &str) -> bool {
        let whole = number.split(['.', 'e', 'E']).next().unwrap_or("");
        let digits = whole.bytes().filter(u8::is_ascii_digit).count();
        let bare = whole.trim_start_matches('-');
        let padded = digits > 4 && bare.starts_with('0');
        digits > 12 || padded || digits >= 6 && self.is_number(bare)
    }

    /// Finds a number of the record that starts at the token and marks it.
    pub(crate) fn find_number(&self, page: &mut Page<'_>, at: usize) -> bool {
        let byte = page
            .text
            .as_bytes()
            .get(page.token(at).start as usize)
            .copied()
            .unwrap_or(0);
        let first = byte.to_ascii_uppercase();
        let longest = self
            .numbers
            .get(&first)
            .into_iter()
            .flatten()
            .filter_map(|(number, kind)| Some((match_number(page, at, number)?, *kind, number)))
            .max_by_key(|(end, ..)| *end);
        let Some((end, kind, number)) = longest else {
            return false;
        };
        let (start, end) = match kind {
            NumberKind::Id => whole_id(page, at, end),
            NumberKind::Contact => (
                telephone_start(page, at, end),
                super::contacts::extension(page, end),
            ),
            NumberKind::Zip => (at, end),
        };
        let (rule, tag) = match kind {
            NumberKind::Id => (Rule::KnownId, Tag::Plain),
            NumberKind::Contact => (Rule::KnownContact, Tag::Plain),
            NumberKind::Zip => {
                let zip = std::str::from_utf8(number).unwrap_or("");
                (
                    Rule::Zip,
                    Tag::Zip(page.policy.zip_edition().generalise(zip)),
                )
            }
        };
        page.mark(start, end, rule, tag);
        true
    }
}

/// A number with the letters or check digits that are joined to it: `00-7730015-A`, `mq-4471902`.
fn whole_id(page: &Page<'_>, at: usize, end: usize) -> (usize, usize) {
    let letters = |at: usize| {
        let token = page.token(at);
        token.is_word() && token.len() <= 3 && token.classes.is_empty() || token.initial()
    };
    let (mut start, mut stop) = (at, end);
    let hyphen_before =
        page.glued(at) && page.before(at, 1).is_sign(b'-') && page.before(at, 1).glued();
    let back = 1 + usize::from(hyphen_before);
    if let Some(prefix) = at.checked_sub(back)
        && page.glued(at)
        && letters(prefix)
        && !page.runs_on_before(prefix)
        && !(page.glued(prefix) && page.before(prefix, 1).is_one_of(b"-/._"))
    {
        start = prefix;
    }
    if page.glued(end) {
        let hyphen = page.token(end).is_sign(b'-') && page.glued(end + 1);
        let suffix = end + usize::from(hyphen);
        let digits = hyphen && page.number(suffix, 1..=3).is_some();
        if (letters(suffix) || digits) && !page.runs_on_after(suffix + 1) {
            stop = suffix + 1;
        }
    }
    (start, stop)
}

/// A telephone number with the bracket of its area and the sign or digit of its country.
fn telephone_start(page: &Page<'_>, at: usize, end: usize) -> usize {
    let mut start = at;
    let closes = (at..end).any(|part| page.token(part).is_sign(b')'));
    if closes && page.before(start, 1).is_sign(b'(') {
        start -= 1;
    }
    let country = |at: usize| page.number(at, 1..=1) == Some(1) && !page.runs_on_before(at);
    let back = 1 + usize::from(page.before(start, 1).is_one_of(b"-."));
    if let Some(one) = start.checked_sub(back)
        && country(one)
        && !page.token(start).opens_line()
        && (back == 2 && page.glued(one + 1) || closes)
    {
        start = one;
    }
    if page.glued(start) && page.before(start, 1).is_sign(b'+') {
        start -= 1;
    }
    start
}

/// The end of `number` that starts at the token `at`, whatever separators stand in it.
fn match_number(page: &Page<'_>, at: usize, number: &[u8]) -> Option<usize> {
    if page.runs_on_before(at) && page.token(at).kind == page.before(at, 1).kind {
        return None;
    }
    let mut rest = number;
    let mut next = at;
    let mut signs = 0;
    while !rest.is_empty() {
        let token = page.token(next);
        match token.kind {
            Kind::Word | Kind::Number => {
                let word = page.word(next).as_bytes();
                let (head, tail) = rest.split_at_checked(word.len())?;
                if !word.eq_ignore_ascii_case(head) {
                    return None;
                }
                rest = tail;
                signs = 0;
            }
            Kind::Sign(sign) if b"-./()_: ,#'*".contains(&sign) || sign == 0 => {
                // Short numbers have no separators within.
                signs += 1;
                if signs > 3 || number.len() < 6 {
                    return None;
                }
            }
            _ => return None,
        }
        next += 1;
        if !rest.is_empty() && number.len() < 6 && !page.glued(next) {
            return None;
        }
    }
    // The number is a part of a longer one: `12345` in `123456` cannot be, `1234` in `1234.5` can.
    let decimal = number.len() < 6
        && page.glued(next)
        && page.token(next).is_one_of(b".,")
        && page.glued(next + 1)
        && page.token(next + 1).is_number();
    (!decimal).then_some(next)
}
