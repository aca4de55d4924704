//! The conversion table (CDC/NCHS): which codes were assigned before each new code came, and the other way.
//!
//! ```
//! use him_codes::icd10cm::conversion;
//!
//! let line = conversion::line("I20.2".parse()?).unwrap();
//! assert_eq!(line.to_string(), "I20.2 from 2022-10-01, before: I20.0-I20.1 or I20.8");
//! let later: Vec<String> = conversion::later("M54.5".parse()?).map(|line| line.code().to_string()).collect();
//! assert_eq!(later, ["M54.50", "M54.51", "M54.59"]);
//! # Ok::<(), him_codes::ParseError>(())
//! ```
//!
//! The table has every code that came from FY2017 to FY2026, but for thirteen of FY2017; [`edition`] names it. Its lines are
//! given as published, with some misprints: a few codes in them ([`Range::billable`] of one is empty) stand in no edition.

mod later;
mod packed;

use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;
use him_codes_data::ICD10CM_CONVERSION_EDITIONS;

pub use self::later::Later;
use self::later::Lines;
pub(super) use self::packed::successors;
use self::packed::{ODD, RANGE, TABLE, halves, word_of};

use super::code::Icd10Cm;
use super::entry::{Entry, State};
use super::table::{self, TABLE as CODES};
use crate::day::Day;
use crate::edition::{self, Edition};
use crate::packed::prefix_mask;

/// A line of the table: a new code, and what was assigned before it came.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Conversion {
    code: Icd10Cm,
    line: u16,
}

/// How the previous codes of a line belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Join {
    /// One of them was assigned.
    AnyOf,
    /// They were assigned together, one of each range.
    AllOf,
}

/// Previous codes of a line: one code, or all from one to another with what stands below it. A header stands for the
/// codes below it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    first: Icd10Cm,
    last: Icd10Cm,
    /// Of the line.
    new: Icd10Cm,
    effective: NaiveDate,
}

/// The edition of the table.
#[must_use]
pub fn edition() -> Option<Edition> {
    edition::all(ICD10CM_CONVERSION_EDITIONS).next()
}

/// The line of a new code; none of a code that the table does not have, as one that there was from the beginning.
#[must_use]
pub fn line(code: Icd10Cm) -> Option<Conversion> {
    let wanted = CODES.find(code.key());
    let known = wanted.and_then(|wanted| {
        let place = TABLE
            .lines
            .partition_point(|line| word_of(line) & !ODD < wanted && word_of(line) & ODD == 0);
        Conversion::at(place).filter(|line| line.code == code)
    });
    known.or_else(|| {
        let odd = TABLE.lines.partition_point(|line| word_of(line) & ODD == 0);
        (odd..TABLE.lines.len())
            .filter_map(Conversion::at)
            .find(|line| line.code == code)
    })
}

/// The lines that have the code as a previous one, alone or in a range.
#[must_use]
pub fn later(code: Icd10Cm) -> Later {
    Later::new(code)
}

/// Every line, in the order of the new codes; the few of codes that no edition has come last.
pub fn lines() -> impl ExactSizeIterator<Item = Conversion> + Clone {
    Lines::default()
}

impl Conversion {
    fn at(line: usize) -> Option<Conversion> {
        let code = TABLE.code(word_of(TABLE.lines.get(line)?))?;
        let line = u16::try_from(line).ok()?;
        Some(Conversion { code, line })
    }

    fn fields(self) -> u32 {
        let line = TABLE.lines.get(usize::from(self.line));
        line.map(halves).map_or(0, |[_, fields]| fields)
    }

    /// The new code.
    #[must_use]
    pub const fn code(self) -> Icd10Cm {
        self.code
    }

    /// The first day of the new code.
    #[must_use]
    pub fn effective(self) -> NaiveDate {
        let number = (self.fields() >> 24 & 0x7f) as usize;
        let day = TABLE.days.get(number).map(|day| u32::from_le_bytes(*day));
        day.map_or(NaiveDate::MAX, |day| Day::from_number(day).date())
    }

    /// Whether a header among what was assigned before stands for the codes below it.
    fn stands_for_codes_below(self, header: Icd10Cm) -> bool {
        was_header(header, self.effective())
    }

    /// How the previous codes belong together.
    #[must_use]
    pub fn join(self) -> Join {
        if self.fields() >> 31 == 0 {
            Join::AnyOf
        } else {
            Join::AllOf
        }
    }

    /// What was assigned before the new code came, in the order of the table. Nothing where the table says "None".
    #[must_use]
    pub fn previous(self) -> Previous {
        let fields = self.fields();
        let (start, len) = ((fields & 0xffff) as usize, (fields >> 16 & 0xff) as usize);
        Previous {
            words: TABLE.words.get(start..start + len).unwrap_or_default(),
            new: self.code,
            effective: self.effective(),
        }
    }
}

/// Says what was assigned before: `A04.71 from 2017-10-01, before: A04.7`.
impl fmt::Display for Conversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}, before: ", self.code, self.effective())?;
        let join = match self.join() {
            Join::AnyOf => " or ",
            Join::AllOf => " and ",
        };
        let mut before = "";
        for range in self.previous() {
            write!(f, "{before}{range}")?;
            before = join;
        }
        if before.is_empty() {
            f.write_str("none")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Conversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Conversion({self})")
    }
}

impl Range {
    /// The first code.
    #[must_use]
    pub const fn first(&self) -> Icd10Cm {
        self.first
    }

    /// The last code; what stands below it belongs to the range. The first code, when it is one code.
    #[must_use]
    pub const fn last(&self) -> Icd10Cm {
        self.last
    }

    /// Whether a code belongs to the range. Of ranges between codes with a seventh character, those with the seventh
    /// character of the new code do.
    #[must_use]
    pub fn contains(&self, code: Icd10Cm) -> bool {
        if self.first == self.last {
            return code == self.first
                || self.first.is_above(code) && was_header(self.first, self.effective);
        }
        let seventh = |code: Icd10Cm| code.key() >> 8 & 0xff;
        let by_seventh = seventh(self.first) != 0 && seventh(self.last) != 0;
        self.first <= code
            && (code <= self.last || self.last.is_above(code))
            && (!by_seventh || seventh(code) == seventh(self.new))
    }

    /// The billable codes of the range, as they were on the day before the new code came.
    #[must_use]
    pub fn billable(&self) -> Previously {
        let first = CODES.find(self.first.key());
        Previously {
            range: *self,
            next: first,
        }
    }
}

/// On the day before the new code came.
fn eve(code: Icd10Cm, effective: NaiveDate) -> Option<Entry> {
    table::entry(&CODES, code, effective.pred_opt()?)
}

fn was_header(code: Icd10Cm, effective: NaiveDate) -> bool {
    eve(code, effective).map(|entry| entry.state()) == Some(State::Header)
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        if self.last != self.first {
            write!(f, "-{}", self.last)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Range({self})")
    }
}

impl Icd10Cm {
    fn is_above(self, code: Icd10Cm) -> bool {
        code.len() > self.len() && code.key() & prefix_mask(self.len()) == self.key()
    }
}

/// See [`Conversion::previous`].
#[derive(Clone)]
pub struct Previous {
    words: &'static [[u8; 4]],
    new: Icd10Cm,
    effective: NaiveDate,
}

impl Iterator for Previous {
    type Item = Range;

    fn next(&mut self) -> Option<Range> {
        let mut take = || {
            let (word, rest) = self.words.split_first()?;
            self.words = rest;
            Some(u32::from_le_bytes(*word))
        };
        let word = take()?;
        let first = TABLE.code(word)?;
        let last = if word & RANGE == 0 {
            first
        } else {
            TABLE.code(take()?)?
        };
        Some(Range {
            first,
            last,
            new: self.new,
            effective: self.effective,
        })
    }
}

/// See [`Range::billable`].
#[derive(Clone)]
pub struct Previously {
    range: Range,
    /// The number of the next code to look at.
    next: Option<u32>,
}

impl Iterator for Previously {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            let ordinal = self.next?;
            let code = table::code(ordinal);
            let last = self.range.last;
            let Some(code) = code.filter(|code| *code <= last || last.is_above(*code)) else {
                self.next = None;
                return None;
            };
            self.next = Some(ordinal + 1);
            let billable = eve(code, self.range.effective)
                .filter(|entry| entry.state() == State::Billable && self.range.contains(code));
            if billable.is_some() {
                return billable;
            }
        }
    }
}

macro_rules! debug_as_name {
    ($($iterator:ident),*) => {$(
        impl fmt::Debug for $iterator {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($iterator))
            }
        }
        impl FusedIterator for $iterator {}
    )*};
}
debug_as_name!(Previous, Previously);
