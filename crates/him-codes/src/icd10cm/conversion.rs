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

use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;
use him_codes_data::{ICD10CM_CONVERSION, ICD10CM_CONVERSION_EDITIONS};

use super::code::Icd10Cm;
use super::entry::{Entry, State};
use super::table::{self, TABLE as CODES};
use crate::blob;
use crate::day::Day;
use crate::edition::{self, Edition};
use crate::packed::prefix_mask;

/// The layout is described in `him-datagen`, `conversion/packed.rs`.
struct Table {
    days: &'static [[u8; 4]],
    odd: &'static [[u8; 8]],
    words: &'static [[u8; 4]],
    lines: &'static [[u8; 8]],
    previous: &'static [[u8; 4]],
    ranges: &'static [[u8; 12]],
    successors: &'static [[u8; 8]],
}

/// Read while compiling: a table that does not fit this code does not build.
static TABLE: Table = Table::new(ICD10CM_CONVERSION);

const CODE_BITS: u32 = 18;
const LINE_BITS: u32 = 14;
const ODD: u32 = 1 << 30;
const RANGE: u32 = 1 << 31;

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
    Lines { next: 0 }
}

impl Table {
    const fn new(table: &'static [u8]) -> Table {
        let ([days, odd, words, lines, previous, ranges, successors], rest) =
            blob::head(table, *b"HCV1");
        let (days, rest) = blob::split(rest, 4 * days);
        let (odd, rest) = blob::split(rest, 8 * odd);
        let (words, rest) = blob::split(rest, 4 * words);
        let (lines, rest) = blob::split(rest, 8 * lines);
        let (previous, rest) = blob::split(rest, 4 * previous);
        let (ranges, rest) = blob::split(rest, 12 * ranges);
        if rest.len() != 8 * successors {
            blob::layout_fault()
        }
        Table {
            days: days.as_chunks().0,
            odd: odd.as_chunks().0,
            words: words.as_chunks().0,
            lines: lines.as_chunks().0,
            previous: previous.as_chunks().0,
            ranges: ranges.as_chunks().0,
            successors: rest.as_chunks().0,
        }
    }

    fn code(&self, word: u32) -> Option<Icd10Cm> {
        if word & ODD == 0 {
            return table::code(word & ((1 << CODE_BITS) - 1));
        }
        let odd = self.odd.get((word & !(ODD | RANGE)) as usize)?;
        Icd10Cm::from_key(u64::from_be_bytes(*odd))
    }

    /// The numbers of the lines that name the code alone.
    fn naming(&self, ordinal: u32) -> &'static [[u8; 4]] {
        let code = |pair: &[u8; 4]| u32::from_le_bytes(*pair) >> LINE_BITS;
        let start = self.previous.partition_point(|pair| code(pair) < ordinal);
        let rest = self.previous.get(start..).unwrap_or_default();
        let len = rest.partition_point(|pair| code(pair) == ordinal);
        rest.get(..len).unwrap_or_default()
    }
}

fn word_of(line: &[u8; 8]) -> u32 {
    let [word, _] = halves(line);
    word
}

fn halves(pair: &[u8; 8]) -> [u32; 2] {
    let both = u64::from_le_bytes(*pair);
    [both as u32, (both >> 32) as u32]
}

/// The codes that came in the place of a deleted one, as the editions show; for codes that the table does not have.
pub(super) fn successors(code: Icd10Cm) -> impl Iterator<Item = Icd10Cm> {
    let ordinal = CODES.find(code.key()).unwrap_or(u32::MAX);
    let list = TABLE.successors;
    let start = list.partition_point(|pair| word_of(pair) < ordinal);
    let pairs = list.get(start..).unwrap_or_default().iter();
    pairs
        .map(halves)
        .take_while(move |[old, _]| *old == ordinal)
        .filter_map(|[_, new]| table::code(new))
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
                || self.first.is_above(code)
                    && self.eve(self.first).map(|entry| entry.state()) == Some(State::Header);
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

    /// On the day before the new code came.
    fn eve(&self, code: Icd10Cm) -> Option<Entry> {
        table::entry(&CODES, code, self.effective.pred_opt()?)
    }
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
            let billable = self
                .range
                .eve(code)
                .filter(|entry| entry.state() == State::Billable && self.range.contains(code));
            if billable.is_some() {
                return billable;
            }
        }
    }
}

/// See [`later`].
#[derive(Clone)]
pub struct Later {
    code: Icd10Cm,
    /// The lines that name the code, then those that name a header above it.
    naming: core::slice::Iter<'static, [u8; 4]>,
    /// How many characters the next header has.
    above: usize,
    own: Own,
}

/// What is left to look through.
#[derive(Clone)]
enum Own {
    /// For the number of the code, the ranges.
    Listed(u32, core::slice::Iter<'static, [u8; 12]>),
    /// For a code that no edition has, all lines.
    Odd(Lines),
}

impl Later {
    fn new(code: Icd10Cm) -> Later {
        let own = CODES.find(code.key());
        Later {
            code,
            naming: own.map(|own| TABLE.naming(own)).unwrap_or_default().iter(),
            above: code.len(),
            own: match own {
                Some(own) => Own::Listed(own, TABLE.ranges.iter()),
                None => Own::Odd(Lines { next: 0 }),
            },
        }
    }

    /// Whether the line names the code, or a header above it.
    fn is_named(&self, line: Conversion) -> bool {
        let mut ranges = line.previous();
        ranges.any(|range| range.first == range.last && range.contains(self.code))
    }
}

impl Iterator for Later {
    type Item = Conversion;

    fn next(&mut self) -> Option<Conversion> {
        loop {
            while let Some(pair) = self.naming.next() {
                let line = u32::from_le_bytes(*pair) & ((1 << LINE_BITS) - 1);
                let line = Conversion::at(line as usize);
                if let Some(line) = line.filter(|line| self.is_named(*line)) {
                    return Some(line);
                }
            }
            if self.above <= 3 {
                break;
            }
            self.above -= 1;
            let header = CODES.find(self.code.prefix_or_all(self.above).key());
            self.naming = header
                .map(|own| TABLE.naming(own))
                .unwrap_or_default()
                .iter();
        }
        let code = self.code;
        match &mut self.own {
            Own::Listed(own, ranges) => {
                for range in ranges {
                    let (first, rest) = range.split_at(4);
                    let (last, line) = rest.split_at(4);
                    let number =
                        |bytes: &[u8]| bytes.first_chunk().map_or(0, |b| u32::from_le_bytes(*b));
                    if !(number(first)..=number(last)).contains(own) {
                        continue;
                    }
                    let line = Conversion::at(number(line) as usize);
                    let fits = |range: Range| range.first != range.last && range.contains(code);
                    if let Some(line) = line.filter(|line| line.previous().any(fits)) {
                        return Some(line);
                    }
                }
                None
            }
            Own::Odd(lines) => lines.find(|line| line.previous().any(|range| range.contains(code))),
        }
    }
}

#[derive(Clone)]
struct Lines {
    next: usize,
}

impl Iterator for Lines {
    type Item = Conversion;

    fn next(&mut self) -> Option<Conversion> {
        let line = Conversion::at(self.next)?;
        self.next += 1;
        Some(line)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = TABLE.lines.len() - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Lines {}

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
debug_as_name!(Previous, Previously, Later);
