//! Codes in constants: [`hcpcs!`](crate::hcpcs!).

use him_codes_data::HCPCS_EDITIONS;

use super::code::Hcpcs;
use super::life::{Life, Verdict};
use super::table::TABLE;
use crate::automaton::{ALPHABET, LETTER, character};
use crate::below::Below;
use crate::blob::element;
use crate::characters::Characters;
use crate::constant::{Sentence, no_day, read_day, stop};
use crate::day::Day;
use crate::packed::prefix_mask;

/// A code of HCPCS Level II in a constant: a wrong one does not compile, and the compiler's message is the reason.
///
/// With a day, written as such or as a text, the code is not known to be invalid on that day: what [`check`](crate::hcpcs::check)
/// calls [uncertain](crate::hcpcs::Basis::is_uncertain) passes. Without a day, some edition held has the code. The dental codes,
/// whose list is not held, do not pass; [`Hcpcs::try_new`](crate::Hcpcs::try_new) takes them.
///
/// ```
/// use him_codes::{Hcpcs, hcpcs};
///
/// const DEXAMETHASONE: Hcpcs = hcpcs!("J1100");
/// assert_eq!(DEXAMETHASONE, hcpcs!("j1100", 2019-02-01));
/// assert_eq!(DEXAMETHASONE, hcpcs!("J1100", on = "2019-02-01"));
/// ```
///
/// Malformed: "not a HCPCS Level II code: byte 1 must be a digit".
/// ```compile_fail,E0080
/// him_codes::hcpcs!("JI100");
/// ```
///
/// Unknown: "G0000 is not a HCPCS Level II code: after G000 comes 8 or 9".
/// ```compile_fail,E0080
/// him_codes::hcpcs!("G0000", 2019-01-01);
/// ```
///
/// Not yet valid: "J0185 is not yet valid on 2018-12-31: its first day is 2019-01-01".
/// ```compile_fail,E0080
/// him_codes::hcpcs!("J0185", 2018-12-31);
/// ```
///
/// No longer valid: "C9022 is no longer valid on 2015-01-01: its last day was 2014-12-31".
/// ```compile_fail,E0080
/// him_codes::hcpcs!("C9022", 2015-01-01);
/// ```
///
/// Not held: "D0120 is a dental code of CDT, whose list is not held: not checked".
/// ```compile_fail,E0080
/// him_codes::hcpcs!("D0120");
/// ```
#[macro_export]
macro_rules! hcpcs {
    ($code:expr $(,)?) => {{
        const CODE: $crate::Hcpcs =
            $crate::hcpcs::constant::checked($code, ::core::option::Option::None);
        CODE
    }};
    ($code:expr, on = $on:expr $(,)?) => {{
        const CODE: $crate::Hcpcs =
            $crate::hcpcs::constant::checked($code, ::core::option::Option::Some($on));
        CODE
    }};
    ($code:expr, $year:literal - $month:literal - $day:literal $(,)?) => {
        $crate::hcpcs!(
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

/// The code, or the end of the compilation.
#[must_use]
#[track_caller]
pub const fn checked(text: &str, on: Option<&str>) -> Hcpcs {
    match check(text, on) {
        Ok(code) => code,
        Err(sentence) => stop(&sentence),
    }
}

/// The code, or why it cannot be reported on the day, or on any day: what `Display` says of that, without the codes that
/// replace one.
#[allow(clippy::result_large_err, reason = "constants have no heap")]
pub const fn check(text: &str, on: Option<&str>) -> Result<Hcpcs, Sentence> {
    let code = match Hcpcs::try_new(text) {
        Ok(code) => code,
        Err(error) => return Err(error.sentence()),
    };
    let life = match TABLE.find(code) {
        Some(ordinal) => TABLE.life(ordinal),
        None => None,
    };
    let on = match on {
        Some(text) => match read_day(text) {
            Some(on) => on,
            None => return Err(no_day()),
        },
        None if life.is_some() => return Ok(code),
        None => covered_until(),
    };
    let mut sentence = Sentence::new();
    sentence.push_key(code.key());
    match life {
        Some(life) => match life.verdict_on(&TABLE.editions, on, true) {
            Verdict::In(_) => return Ok(code),
            Verdict::NotYet => absent(life.first(), false, on, &mut sentence),
            Verdict::NoLonger => absent(life.last(), true, on, &mut sentence),
        },
        None if code.is_dental() => {
            sentence.push(" is a dental code of CDT, whose list is not held: not checked");
            return Err(sentence);
        }
        None => unknown(code, on, &mut sentence),
    }
    if on.number() > covered_until().number()
        && let [.., last] = HCPCS_EDITIONS
    {
        sentence.push(" (as of ").push(last.name);
        sentence.push(", the last edition here)");
    }
    Err(sentence)
}

const fn absent(day: Option<Day>, gone: bool, on: Day, to: &mut Sentence) {
    let (valid, own) = if gone {
        (" is no longer valid on ", "last day")
    } else {
        (" is not yet valid on ", "first day")
    };
    to.push(valid).push_day(on).push(": ");
    if let Some(day) = day {
        to.push("its ").push(own);
        to.push(if gone { " was " } else { " is " }).push_day(day);
        return;
    }
    let number = edition_on(on);
    to.push(if number > TABLE.editions.last_record() {
        "the list of "
    } else {
        "the record of "
    });
    // Before the last record that one speaks of the first day, and the record of the day of the last.
    let number = if gone || number > TABLE.editions.last_record() {
        number
    } else {
        TABLE.editions.last_record()
    };
    if let Some(edition) = element(HCPCS_EDITIONS, number) {
        to.push(edition.name);
    }
    to.push(" does not have it, its ").push(own);
    to.push(" is not held");
}

const fn unknown(code: Hcpcs, on: Day, to: &mut Sentence) {
    to.push(" is not a HCPCS Level II code: ");
    let mut known = 4;
    while known > 0 && !is_live(code.key() & prefix_mask(known), on) {
        known -= 1;
    }
    let start = code.key() & prefix_mask(known);
    let mut next = Characters::EMPTY;
    let (mut symbol, end) = if known == 0 {
        (LETTER, ALPHABET)
    } else {
        (0, 10)
    };
    while symbol < end {
        if is_live(start | (character(symbol) as u64) << (56 - 8 * known), on) {
            next = next.with(symbol);
        }
        symbol += 1;
    }
    if known > 0 {
        to.push("after ").push_key(start);
        to.push(" comes ").push_characters(next);
    } else if next.is_empty() {
        to.push("no code is held that was in force on ")
            .push_day(on);
    } else {
        to.push("it must start with ").push_characters(next);
    }
    if on.number() < kept_from().number() {
        to.push(" (codes that ended before ").push_day(kept_from());
        to.push(" are not held)");
    }
}

/// Whether a code of the day starts so.
const fn is_live(key: u64, on: Day) -> bool {
    let Some(node) = TABLE.automaton.walk(key) else {
        return false;
    };
    if let Some(ordinal) = node.ordinal()
        && is_in_force(TABLE.life(ordinal), on)
    {
        return true;
    }
    let mut below = Below::new(&TABLE.automaton, key, Some(node));
    while let Some((_, ordinal)) = below.advance() {
        if is_in_force(TABLE.life(ordinal), on) {
            return true;
        }
    }
    false
}

const fn is_in_force(life: Option<Life>, on: Day) -> bool {
    match life {
        Some(life) => matches!(life.verdict_on(&TABLE.editions, on, true), Verdict::In(_)),
        None => false,
    }
}

/// The number of the edition of a day; before the first, that of the last record.
const fn edition_on(on: Day) -> usize {
    let mut rest = HCPCS_EDITIONS;
    while let [before @ .., edition] = rest {
        if Day::of_date(edition.effective).number() <= on.number() {
            return before.len();
        }
        rest = before;
    }
    TABLE.editions.last_record()
}

/// The end of the last edition's quarter.
const fn covered_until() -> Day {
    match HCPCS_EDITIONS {
        [.., last] => Day::of_date(last.effective).quarter_end(),
        [] => Day::from_number(0),
    }
}

/// The records keep a code for four years.
const fn kept_from() -> Day {
    match HCPCS_EDITIONS {
        [first, ..] => Day::from_number(Day::of_date(first.effective).number() - (4 << 9)),
        [] => Day::from_number(0),
    }
}
