//! Codes in constants: [`icd10pcs!`](crate::icd10pcs!).

use him_codes_data::ICD10PCS_EDITIONS;

use super::code::{Icd10Pcs, LEN};
use super::invalid::SHORTEST_HEADER;
use super::prefix::Prefix;
use super::table::TABLE;
use crate::automaton::{ALPHABET, character};
use crate::below::Below;
use crate::characters::Characters;
use crate::constant::{Held, Sentence, day_before, later, no_day, read_day, stop};
use crate::day::Day;
use crate::packed::prefix_mask;
use crate::table::Timeline;

/// A code of ICD-10-PCS in a constant: a wrong one does not compile, and the compiler's message is the reason.
///
/// With a day, written as such or as a text, the code can be reported on that day. Without one it can be reported on some day
/// of the editions held.
///
/// ```
/// use him_codes::{Icd10Pcs, icd10pcs};
///
/// const APPENDECTOMY: Icd10Pcs = icd10pcs!("0DTJ4ZZ");
/// assert_eq!(APPENDECTOMY.to_string(), "0DTJ4ZZ");
/// assert_eq!(icd10pcs!("0dtj4zz", 2025-10-01), icd10pcs!("0DTJ4ZZ", on = "2025-10-01"));
/// ```
///
/// Malformed: "not an ICD-10-PCS code: byte 0 must be a digit or a letter other than I and O".
/// ```compile_fail,E0080
/// him_codes::icd10pcs!("ODTJ4ZZ");
/// ```
///
/// Incomplete: "0DTJ is incomplete, a code has 7 characters: after 0DTJ comes 0, 4, 7 or 8".
/// ```compile_fail,E0080
/// him_codes::icd10pcs!("0DTJ");
/// ```
///
/// Unknown: "0DTJ3ZZ is not an ICD-10-PCS code: after 0DTJ comes 0, 4, 7 or 8".
/// ```compile_fail,E0080
/// him_codes::icd10pcs!("0DTJ3ZZ");
/// ```
///
/// Not yet valid, or no longer: "0X6L0Z2 is no longer valid on 2024-04-01: its last day was 2024-03-31".
/// ```compile_fail,E0080
/// him_codes::icd10pcs!("0X6L0Z2", 2024-04-01);
/// ```
#[macro_export]
macro_rules! icd10pcs {
    ($code:expr $(,)?) => {{
        const CODE: $crate::Icd10Pcs =
            $crate::icd10pcs::constant::checked($code, ::core::option::Option::None);
        CODE
    }};
    ($code:expr, on = $on:expr $(,)?) => {{
        const CODE: $crate::Icd10Pcs =
            $crate::icd10pcs::constant::checked($code, ::core::option::Option::Some($on));
        CODE
    }};
    ($code:expr, $year:literal - $month:literal - $day:literal $(,)?) => {
        $crate::icd10pcs!(
            $code,
            on = ::core::concat!(
                ::core::stringify!($year),
                "-",
                ::core::stringify!($month),
                "-",
                ::core::stringify!($day)
            )
        )
    };
}

const HELD: Held = Held::of(ICD10PCS_EDITIONS);

/// The code, or the end of the compilation.
#[must_use]
#[track_caller]
pub const fn checked(text: &str, on: Option<&str>) -> Icd10Pcs {
    match check(text, on) {
        Ok(code) => code,
        Err(sentence) => stop(&sentence),
    }
}

/// The code, or why it cannot be reported on the day, or on any day, as `Display` says it.
#[allow(clippy::result_large_err, reason = "constants have no heap")]
pub const fn check(text: &str, on: Option<&str>) -> Result<Icd10Pcs, Sentence> {
    let prefix = match (Icd10Pcs::try_new(text), Prefix::try_new(text)) {
        (Ok(code), _) => Prefix::of(code),
        (_, Ok(prefix)) if prefix.len() >= SHORTEST_HEADER => prefix,
        (Err(error), _) => return Err(error.sentence()),
    };
    let timeline = match (prefix.code(), TABLE.find(prefix.key())) {
        (Some(_), Some(ordinal)) => TABLE.timeline(ordinal),
        _ => Timeline::NONE,
    };
    let on = match on {
        None => timeline.day_for(HELD.last),
        Some(text) => match read_day(text) {
            Some(on) if timeline.is_billable(on) => Ok(on),
            Some(on) => Err(on),
            None => return Err(no_day()),
        },
    };
    match (on, prefix.code()) {
        (Ok(_), Some(code)) => Ok(code),
        (Ok(on) | Err(on), _) => {
            let mut sentence = Sentence::new();
            explain(prefix, on, &mut sentence);
            sentence.push_edition(on, ICD10PCS_EDITIONS);
            Err(sentence)
        }
    }
}

const fn explain(prefix: Prefix, on: Day, to: &mut Sentence) {
    to.push_key(prefix.key());
    if prefix.len() < LEN && is_live(prefix.key(), on) {
        to.push(" is incomplete, a code has 7 characters: after ");
        to.push_key(prefix.key()).push(" comes ");
        to.push_characters(next(prefix.key(), prefix.len(), on));
        return;
    }
    match days_beside(prefix.key(), on) {
        (Some(gone), _) => {
            to.push(" is no longer valid on ").push_day(on);
            to.push(": its last day was ").push_day(day_before(gone));
            as_header(prefix, to);
        }
        (None, Some(first)) if on.number() >= HELD.first.number() => {
            to.push(" is not yet valid on ").push_day(on);
            to.push(": its first day is ").push_day(first);
            as_header(prefix, to);
        }
        (None, Some(first)) => {
            to.push(" is not yet valid on ").push_day(on);
            to.push(": ICD-10-PCS is in force from ")
                .push_day(HELD.first);
            if first.number() > HELD.first.number() {
                to.push(", ").push_key(prefix.key());
                to.push(" from ").push_day(first);
            }
        }
        (None, None) => unknown(prefix, later(on, HELD.first), to),
    }
}

const fn as_header(prefix: Prefix, to: &mut Sentence) {
    if prefix.len() < LEN {
        to.push(", as a header");
    }
}

const fn unknown(prefix: Prefix, on: Day, to: &mut Sentence) {
    to.push(" is not an ICD-10-PCS code: ");
    let mut known = prefix.len() - 1;
    while known > 0 && !is_live(prefix.key() & prefix_mask(known), on) {
        known -= 1;
    }
    let start = prefix.key() & prefix_mask(known);
    if known == 0 {
        to.push("a code starts with ");
    } else {
        to.push("after ").push_key(start).push(" comes ");
    }
    to.push_characters(next(start, known, on));
}

/// The characters with which codes of the day go on after the first `len` of a key.
const fn next(key: u64, len: usize, on: Day) -> Characters {
    let mut next = Characters::EMPTY;
    let mut symbol = 0;
    while len < LEN && symbol < ALPHABET {
        if is_live(key | (character(symbol) as u64) << (56 - 8 * len), on) {
            next = next.with(symbol);
        }
        symbol += 1;
    }
    next
}

/// Whether a code of the day starts so.
const fn is_live(key: u64, on: Day) -> bool {
    let mut rows = Rows::starting(key);
    while let Some(timeline) = rows.next() {
        if timeline.is_listed(on) {
            return true;
        }
    }
    false
}

/// The last day before, and the first day after, on which a code that starts so is in the list, where it is not on the day.
const fn days_beside(key: u64, on: Day) -> (Option<Day>, Option<Day>) {
    let (mut before, mut after) = (None::<Day>, None::<Day>);
    let mut rows = Rows::starting(key);
    while let Some(timeline) = rows.next() {
        let mut index = 0;
        while let Some(span) = timeline.span(index) {
            let first = span.first();
            if span.state().is_some() && first.number() > on.number() {
                after = match after {
                    Some(day) if day.number() <= first.number() => after,
                    _ => Some(first),
                };
            }
            if span.state().is_none() && first.number() <= on.number() {
                before = match before {
                    Some(day) if day.number() >= first.number() => before,
                    _ => Some(first),
                };
            }
            index += 1;
        }
    }
    (before, after)
}

/// The timelines of all rows that start so.
struct Rows {
    own: Option<u32>,
    below: Option<Below>,
}

impl Rows {
    const fn starting(key: u64) -> Rows {
        match TABLE.automaton.walk(key) {
            Some(node) => Rows {
                own: node.ordinal(),
                below: Some(Below::new(&TABLE.automaton, key, Some(node))),
            },
            None => Rows {
                own: None,
                below: None,
            },
        }
    }

    const fn next(&mut self) -> Option<Timeline> {
        if let Some(ordinal) = self.own.take() {
            return Some(TABLE.timeline(ordinal));
        }
        match &mut self.below {
            Some(below) => match below.advance() {
                Some((_, ordinal)) => Some(TABLE.timeline(ordinal)),
                None => None,
            },
            None => None,
        }
    }
}
