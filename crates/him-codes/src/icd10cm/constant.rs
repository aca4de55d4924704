//! Codes in constants: [`icd10cm!`](crate::icd10cm!).

use him_codes_data::ICD10CM_EDITIONS;

use super::code::Icd10Cm;
use super::table::TABLE;
use crate::automaton::{ALPHABET, character, symbol};
use crate::below::Below;
use crate::characters::Characters;
use crate::constant::{Held, Sentence, day_before, later, no_day, read_day, stop};
use crate::day::Day;
use crate::packed::prefix_mask;
use crate::table::{State, Timeline};

/// A code of ICD-10-CM in a constant: a wrong one does not compile, and the compiler's message is the reason.
///
/// With a day, written as such or as a text, the code can be reported on that day. Without one it can be reported on some day
/// of the editions held: M54.5, a header since 2021-10-01, passes.
///
/// ```
/// use him_codes::{Icd10Cm, icd10cm};
///
/// const DIABETES: Icd10Cm = icd10cm!("E11.9");
/// assert_eq!(DIABETES.to_string(), "E11.9");
/// let low_back_pain = icd10cm!("M54.50", 2025-10-01);
/// assert_eq!(low_back_pain, icd10cm!("m5450", on = "2025-10-01"));
/// ```
///
/// Malformed: "not an ICD-10-CM code: byte 3 must be a digit or a letter".
/// ```compile_fail,E0080
/// him_codes::icd10cm!("E11:9");
/// ```
///
/// Unknown: "E11.7 is not an ICD-10-CM code: after E11 comes 0-6, 8, 9 or A".
/// ```compile_fail,E0080
/// him_codes::icd10cm!("E11.7");
/// ```
///
/// A header: "A04.7 is a header since 2017-10-01, billable until 2017-09-30: use A04.71 or A04.72".
/// ```compile_fail,E0080
/// him_codes::icd10cm!("A04.7", 2025-10-01);
/// ```
///
/// A header of all editions: "E11 is a header: use one of the 87 codes from E11.00 to E11.A".
/// ```compile_fail,E0080
/// him_codes::icd10cm!("E11");
/// ```
///
/// Without its seventh character: "O64.1 needs a 7th character, after O64.1XX: 0-5 or 9".
/// ```compile_fail,E0080
/// him_codes::icd10cm!("O64.1");
/// ```
///
/// Not yet valid: "U07.1 is not yet valid on 2020-03-31: its first day is 2020-04-01".
/// ```compile_fail,E0080
/// him_codes::icd10cm!("U07.1", 2020-03-31);
/// ```
///
/// No longer valid: "O35.0XX0 is no longer valid on 2022-10-01: its last day was 2022-09-30".
/// ```compile_fail,E0080
/// him_codes::icd10cm!("O35.0XX0", on = "2022-10-01");
/// ```
///
/// No day: "the day of the code is none of the years 0000 to 2047, such as 2025-10-01".
/// ```compile_fail,E0080
/// him_codes::icd10cm!("E11.9", 2025-02-29);
/// ```
#[macro_export]
macro_rules! icd10cm {
    ($code:expr $(,)?) => {{
        const CODE: $crate::Icd10Cm =
            $crate::icd10cm::constant::checked($code, ::core::option::Option::None);
        CODE
    }};
    ($code:expr, on = $on:expr $(,)?) => {{
        const CODE: $crate::Icd10Cm =
            $crate::icd10cm::constant::checked($code, ::core::option::Option::Some($on));
        CODE
    }};
    ($code:expr, $year:literal - $month:literal - $day:literal $(,)?) => {
        $crate::icd10cm!(
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

const HELD: Held = Held::of(ICD10CM_EDITIONS);

/// The code, or the end of the compilation.
#[must_use]
#[track_caller]
pub const fn checked(text: &str, on: Option<&str>) -> Icd10Cm {
    match check(text, on) {
        Ok(code) => code,
        Err(sentence) => stop(&sentence),
    }
}

/// The code, or why it cannot be reported on the day, or on any day: what `Display` says of that, without the codes that
/// replace one.
#[allow(clippy::result_large_err, reason = "constants have no heap")]
pub const fn check(text: &str, on: Option<&str>) -> Result<Icd10Cm, Sentence> {
    let code = match Icd10Cm::try_new(text) {
        Ok(code) => code,
        Err(error) => return Err(error.sentence()),
    };
    let timeline = match TABLE.find(code.key()) {
        Some(ordinal) => TABLE.timeline(ordinal),
        None => Timeline::NONE,
    };
    let on = match on {
        None => match timeline.day_for(HELD.last) {
            Ok(_) => return Ok(code),
            Err(on) => on,
        },
        Some(text) => match read_day(text) {
            Some(on) if timeline.is_billable(on) => return Ok(code),
            Some(on) => on,
            None => return Err(no_day()),
        },
    };
    let mut sentence = Sentence::new();
    explain(code, timeline, on, &mut sentence);
    sentence.push_edition(on, ICD10CM_EDITIONS);
    Err(sentence)
}

const fn explain(code: Icd10Cm, timeline: Timeline, on: Day, to: &mut Sentence) {
    let begun = timeline.begun(on);
    let now = match begun.checked_sub(1) {
        Some(index) => timeline.span(index),
        None => None,
    };
    match now {
        Some(span) if span.state().is_some() => match seventh(code, on) {
            Some(seventh) => needs_seventh(code, seventh, to),
            None => header(code, timeline, begun, on, to),
        },
        Some(gone) => {
            code.say(to);
            to.push(" is no longer valid on ").push_day(on);
            to.push(": its last day was ");
            to.push_day(day_before(gone.first()));
            as_header(timeline, begun.wrapping_sub(2), to);
        }
        None => match timeline.span(0) {
            Some(first) => not_yet(code, timeline, first.first(), on, to),
            None => match seventh(code, on) {
                Some(seventh) => needs_seventh(code, seventh, to),
                None => unknown(code, later(on, HELD.first), to),
            },
        },
    }
}

const fn not_yet(code: Icd10Cm, timeline: Timeline, first: Day, on: Day, to: &mut Sentence) {
    code.say(to);
    to.push(" is not yet valid on ").push_day(on);
    if on.number() >= HELD.first.number() {
        to.push(": its first day is ").push_day(first);
        as_header(timeline, 0, to);
        return;
    }
    to.push(": ICD-10-CM is in force from ")
        .push_day(HELD.first);
    if first.number() > HELD.first.number() {
        to.push(", ");
        code.say(to);
        to.push(" from ").push_day(first);
    }
}

const fn as_header(timeline: Timeline, index: usize, to: &mut Sentence) {
    if let Some(span) = timeline.span(index)
        && matches!(span.state(), Some(State::Header))
    {
        to.push(", as a header");
    }
}

const fn needs_seventh(code: Icd10Cm, (stem, allowed): (Icd10Cm, Characters), to: &mut Sentence) {
    code.say(to);
    to.push(" needs a 7th character");
    if code.len() < 6 {
        to.push(", after ");
        stem.say(to);
    }
    to.push(": ").push_characters(allowed);
}

/// So many codes are named one by one.
const NAMED: usize = 6;

const fn header(code: Icd10Cm, timeline: Timeline, begun: usize, on: Day, to: &mut Sentence) {
    code.say(to);
    to.push(" is a header");
    if let Some(before) = begun.checked_sub(2)
        && let (Some(before), Some(now)) = (timeline.span(before), timeline.span(begun - 1))
        && matches!(before.state(), Some(State::Billable))
    {
        to.push(" since ").push_day(now.first());
        to.push(", billable until ")
            .push_day(day_before(now.first()));
    }
    let mut codes = BillableBelow::new(code, on);
    let mut count = 0;
    let mut ends = None;
    while let Some(found) = codes.next() {
        ends = match ends {
            None => Some((found, found)),
            Some((first, _)) => Some((first, found)),
        };
        count += 1;
    }
    if let Some((first, last)) = ends
        && count > NAMED
    {
        to.push(": use one of the ").push_number(count);
        to.push(" codes from ");
        first.say(to);
        to.push(" to ");
        return last.say(to);
    }
    let mut codes = BillableBelow::new(code, on);
    let mut index = 0;
    while let Some(found) = codes.next() {
        to.push(match index {
            0 => ": use ",
            _ if index + 1 == count => " or ",
            _ => ", ",
        });
        found.say(to);
        index += 1;
    }
}

const fn unknown(code: Icd10Cm, on: Day, to: &mut Sentence) {
    code.say(to);
    to.push(" is not an ICD-10-CM code: ");
    let mut known = code.len();
    while known > 0 && !is_live(code.key() & prefix_mask(known), on) {
        known -= 1;
    }
    let start = code.key() & prefix_mask(known);
    let mut next = Characters::EMPTY;
    let mut symbol = 0;
    while known < 7 && symbol < ALPHABET {
        if is_live(start | (character(symbol) as u64) << (56 - 8 * known), on) {
            next = next.with(symbol);
        }
        symbol += 1;
    }
    if known < 3 {
        to.push("after ").push_key(start);
    } else if next.is_empty() {
        code.prefix_or_all(known).say(to);
        to.push(" is complete");
        return;
    } else {
        to.push("after ");
        code.prefix_or_all(known).say(to);
    }
    to.push(" comes ").push_characters(next);
}

/// Whether a code of the day starts so.
const fn is_live(key: u64, on: Day) -> bool {
    let Some(node) = TABLE.automaton.walk(key) else {
        return false;
    };
    if let Some(ordinal) = node.ordinal()
        && TABLE.timeline(ordinal).is_listed(on)
    {
        return true;
    }
    let mut below = Below::new(&TABLE.automaton, key, Some(node));
    while let Some((_, ordinal)) = below.advance() {
        if TABLE.timeline(ordinal).is_listed(on) {
            return true;
        }
    }
    false
}

/// The six characters before the seventh, and which can be the seventh, when the codes below differ in that alone.
const fn seventh(code: Icd10Cm, on: Day) -> Option<(Icd10Cm, Characters)> {
    const PLACEHOLDERS: u64 = u64::from_be_bytes(*b"XXXXXX\0\0");
    if code.len() > 6 {
        return None;
    }
    let stem = code.key() | (PLACEHOLDERS & !prefix_mask(code.len()));
    let mut characters = Characters::EMPTY;
    let mut codes = BillableBelow::new(code, later(on, HELD.first));
    while let Some(found) = codes.next() {
        let key = found.key();
        if found.len() != 7 || key & prefix_mask(6) != stem {
            return None;
        }
        characters = characters.with(symbol((key >> 8) as u8));
    }
    match Icd10Cm::from_key(stem) {
        Some(stem) if !characters.is_empty() => Some((stem, characters)),
        _ => None,
    }
}

/// The codes below a code that can be reported on a day.
struct BillableBelow {
    below: Below,
    on: Day,
}

impl BillableBelow {
    const fn new(code: Icd10Cm, on: Day) -> BillableBelow {
        let node = TABLE.automaton.walk(code.key());
        BillableBelow {
            below: Below::new(&TABLE.automaton, code.key(), node),
            on,
        }
    }

    const fn next(&mut self) -> Option<Icd10Cm> {
        while let Some((key, ordinal)) = self.below.advance() {
            if TABLE.timeline(ordinal).is_billable(self.on) {
                return Icd10Cm::from_key(key);
            }
        }
        None
    }
}

impl Icd10Cm {
    const fn say(self, to: &mut Sentence) {
        let [a, b, c, ..] = self.key().to_be_bytes();
        to.push_byte(a).push_byte(b).push_byte(c);
        if self.len() > 3 {
            to.push(".").push_key(self.key() << 24);
        }
    }
}
