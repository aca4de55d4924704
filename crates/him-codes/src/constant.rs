//! What the macros for codes in constants have in common: days and sentences, made while a program compiles.
//!
//! Constants can call neither iterators, nor formatters, nor most of chrono; the sentences are those of `Display` all the
//! same, and a test holds the two together.

use him_codes_data::Edition;

use crate::characters::Characters;
use crate::day::Day;

/// A text of a constant.
#[derive(Clone, Copy)]
pub struct Sentence {
    bytes: [u8; CAPACITY],
    len: usize,
}

/// The longest sentence has about 230 bytes.
const CAPACITY: usize = 384;

impl Sentence {
    pub(crate) const fn new() -> Sentence {
        Sentence {
            bytes: [0; CAPACITY],
            len: 0,
        }
    }

    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match self.bytes.split_at_checked(self.len) {
            Some((text, _)) => match str::from_utf8(text) {
                Ok(text) => text,
                Err(_) => "",
            },
            None => "",
        }
    }

    /// Adds a text, as far as there is room.
    pub(crate) const fn push(&mut self, text: &str) -> &mut Sentence {
        let mut text = text.as_bytes();
        while let [byte, rest @ ..] = text {
            self.push_byte(*byte);
            text = rest;
        }
        self
    }

    pub(crate) const fn push_byte(&mut self, byte: u8) -> &mut Sentence {
        if byte.is_ascii()
            && let Some((_, [free, ..])) = self.bytes.split_at_mut_checked(self.len)
        {
            *free = byte;
            self.len += 1;
        }
        self
    }

    /// The characters of a key, as many as there are.
    pub(crate) const fn push_key(&mut self, key: u64) -> &mut Sentence {
        let mut rest = key;
        while rest != 0 {
            self.push_byte((rest >> 56) as u8);
            rest <<= 8;
        }
        self
    }

    pub(crate) const fn push_number(&mut self, number: usize) -> &mut Sentence {
        if number >= 10 {
            self.push_number(number / 10);
        }
        self.push_byte(b'0' + (number % 10) as u8)
    }

    /// Such as `2025-10-01`.
    pub(crate) const fn push_day(&mut self, day: Day) -> &mut Sentence {
        let (year, month, day) = calendar(day);
        let mut unit = 1000;
        while unit > year && unit > 1 {
            self.push_byte(b'0');
            unit /= 10;
        }
        self.push_number(year as usize).push_byte(b'-');
        self.push_byte(b'0' + (month / 10) as u8);
        self.push_byte(b'0' + (month % 10) as u8).push_byte(b'-');
        self.push_byte(b'0' + (day / 10) as u8);
        self.push_byte(b'0' + (day % 10) as u8)
    }

    pub(crate) const fn push_characters(&mut self, set: Characters) -> &mut Sentence {
        let mut rest = set;
        let mut first = true;
        while let Some((start, end, others)) = rest.first_piece() {
            if !first {
                self.push(if others.is_empty() { " or " } else { ", " });
            }
            first = false;
            self.push_byte(start);
            if end != start {
                self.push_byte(b'-').push_byte(end);
            }
            rest = others;
        }
        self
    }

    /// Where the day is after all that the tables cover, from which edition the answer comes.
    pub(crate) const fn push_edition(&mut self, on: Day, editions: &[Edition]) -> &mut Sentence {
        if let [.., last] = editions
            && on.number() > covered_until(editions).number()
        {
            self.push(" (as of ")
                .push(last.name)
                .push(", the last edition here)");
        }
        self
    }
}

/// The last day of the fiscal year in which the last edition takes effect.
const fn covered_until(editions: &[Edition]) -> Day {
    match editions {
        [.., Edition { effective, .. }] => day(
            effective.year as u32 + (effective.month >= 10) as u32,
            9,
            30,
        ),
        [] => Day::from_number(0),
    }
}

/// The days of the editions of a system; with their help a code is looked at without a day.
#[derive(Clone, Copy)]
pub(crate) struct Held {
    pub(crate) first: Day,
    pub(crate) last: Day,
}

impl Held {
    pub(crate) const fn of(editions: &[Edition]) -> Held {
        let first = match editions {
            [first, ..] => Day::of_date(first.effective),
            [] => Day::from_number(0),
        };
        let last = covered_until(editions);
        Held { first, last }
    }
}

pub(crate) const fn later(one: Day, other: Day) -> Day {
    if one.number() > other.number() {
        one
    } else {
        other
    }
}

pub(crate) const fn day_before(day: Day) -> Day {
    let (year, ordinal) = (day.number() >> 9, day.number() & 0x1ff);
    if ordinal > 1 {
        Day::from_number(day.number() - 1)
    } else {
        self::day(year.saturating_sub(1), 12, 31)
    }
}

/// A day written as `2025-10-01`, of the years that a table can hold.
pub(crate) const fn read_day(text: &str) -> Option<Day> {
    if let [a, b, c, d, b'-', e, f, b'-', g, h] = text.as_bytes()
        && let (Some(century), Some(year)) = (two_digits(*a, *b), two_digits(*c, *d))
        && let (Some(month), Some(date)) = (two_digits(*e, *f), two_digits(*g, *h))
    {
        let year = century * 100 + year;
        if year < 2048 && month >= 1 && month <= 12 && date >= 1 && date <= days_of(year, month) {
            return Some(day(year, month, date));
        }
    }
    None
}

pub(crate) const fn no_day() -> Sentence {
    let mut sentence = Sentence::new();
    sentence.push("the day of the code is none of the years 0000 to 2047, such as 2025-10-01");
    sentence
}

const fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    if tens.is_ascii_digit() && ones.is_ascii_digit() {
        Some((tens - b'0') as u32 * 10 + (ones - b'0') as u32)
    } else {
        None
    }
}

const fn days_of(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const fn day(year: u32, month: u32, day: u32) -> Day {
    let mut ordinal = day;
    let mut before = 1;
    while before < month {
        ordinal += days_of(year, before);
        before += 1;
    }
    Day::from_number(year << 9 | ordinal)
}

const fn calendar(day: Day) -> (u32, u32, u32) {
    let year = day.number() >> 9;
    let mut rest = day.number() & 0x1ff;
    let mut month = 1;
    while month < 12 && rest > days_of(year, month) {
        rest -= days_of(year, month);
        month += 1;
    }
    (year, month, rest)
}

/// Stops the compilation with the sentence.
#[track_caller]
#[allow(clippy::panic, reason = "runs while compiling, and stops that")]
pub(crate) const fn stop(sentence: &Sentence) -> ! {
    panic!("{}", sentence.as_str())
}

impl core::fmt::Debug for Sentence {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    extern crate alloc;
    use alloc::string::ToString;

    use chrono::{Datelike, NaiveDate};

    use super::*;

    #[test]
    fn days_are_those_of_chrono() {
        let mut date = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
        while date.year() < 2041 {
            let day = Day::of(date);
            let text = date.to_string();
            assert_eq!(read_day(&text), Some(day));
            assert_eq!(Sentence::new().push_day(day).as_str(), text);
            date = date.succ_opt().unwrap();
            assert_eq!(day_before(Day::of(date)), day);
        }
        let first = NaiveDate::from_ymd_opt(0, 1, 1).unwrap();
        assert_eq!(read_day("0000-01-01"), Some(Day::of(first)));
        assert_eq!(
            Sentence::new().push_day(Day::of(first)).as_str(),
            "0000-01-01"
        );
        for wrong in [
            "",
            "2025-1-1",
            "2025-00-01",
            "2025-13-01",
            "2025-01-00",
            "2025-02-29",
            "2025-04-31",
            "2048-01-01",
            "2025/01/01",
            "+025-01-01",
            "2025-01-01 ",
        ] {
            assert_eq!(read_day(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_sentence_ends_where_there_is_no_room() {
        let mut sentence = Sentence::new();
        for _ in 0..CAPACITY {
            sentence.push("ab\u{e9}");
        }
        assert_eq!(sentence.as_str().len(), CAPACITY);
        assert!(sentence.as_str().is_ascii());
    }
}
