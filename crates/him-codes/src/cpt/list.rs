//! Lists of CPT codes from a file that the user has licensed.

mod ama;
mod csv;
mod fault;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use chrono::NaiveDate;

pub use self::ama::AmaLayout;
pub use self::fault::{Fault, FaultKind};
use super::code::{Category, Cpt};
use super::{Answer, Entry, Invalid, Unchecked};

/// The codes of a file that the user has licensed, with the days of which the file speaks.
///
/// ```
/// use chrono::NaiveDate;
/// use him_codes::cpt::{Answer, CptList};
///
/// let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
/// // Invented rows.
/// let file = b"code,effective_from,effective_to,title\n\
///     99998,2020-01-01,,An invented service\n\
///     9999X,,,A slip\n\
///     99997,2020-01-01,2024-12-31,\"Another, ended\"\n";
/// let loaded = CptList::from_csv(file, day(2020), None);
/// assert_eq!(loaded.faults()[0].to_string(), "line 3: not a CPT code: byte 4 must be a digit, A, F, M, T or U");
///
/// let list = loaded.list();
/// let Answer::Valid(entry) = list.check("99998", day(2026)) else { panic!() };
/// assert_eq!(entry.title(), Some("An invented service"));
/// let Answer::Invalid(reason) = list.check("99997", day(2026)) else { panic!() };
/// assert_eq!(reason.to_string(), "99997 is no longer valid on 2026-01-01: its last day was 2024-12-31");
/// assert!(matches!(list.check("99996", day(2026)), Answer::Invalid(_)));
/// assert!(matches!(list.check("0001U", day(2026)), Answer::Unchecked(_))); // no PLA code in the file
/// assert!(matches!(list.check("99996", day(2019)), Answer::Unchecked(_))); // before the file
/// ```
#[derive(Clone)]
pub struct CptList {
    from: NaiveDate,
    until: Option<NaiveDate>,
    /// In the order of the codes, then of the days.
    rows: Vec<Row>,
    titles: String,
    /// A bit for each category of which there is a row.
    categories: u8,
}

/// A list and what was wrong with its file.
#[derive(Clone, Debug)]
pub struct Loaded {
    list: CptList,
    faults: Vec<Fault>,
    notice_lines: usize,
}

#[derive(Clone, Copy)]
struct Row {
    code: Cpt,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
    /// Where the title starts and ends.
    title: (usize, usize),
    line: usize,
}

impl CptList {
    /// Reads a CSV file. Its first line names the columns, in any order and case: `code`, and where wanted `effective_from`,
    /// `effective_to` and `title`; others are passed over. Days are `2026-01-01`, `20260101` or `1/1/2026`. A field with
    /// commas stands in double quotes, a quote in it twice; it ends on its line. A code may have several rows for periods
    /// that do not overlap.
    ///
    /// The file speaks of the days from `from` until `until`: a code that it does not have is invalid on these. Bytes that
    /// are not UTF-8 are read as Windows-1252, line by line.
    #[must_use]
    pub fn from_csv(bytes: &[u8], from: NaiveDate, until: Option<NaiveDate>) -> Loaded {
        let mut builder = Builder::new(from, until);
        csv::read(bytes, &mut builder);
        builder.finish()
    }

    /// Reads a file of the AMA's CPT data files in one of its layouts; `from` and `until` are the days of its edition, for
    /// the file has none: for the annual files 1 January and 31 December.
    ///
    /// The copyright notice before the first code is passed over, and [counted](Loaded::notice_lines). Bytes that are not
    /// UTF-8 are read as Windows-1252, line by line.
    #[must_use]
    pub fn from_ama(
        bytes: &[u8],
        layout: AmaLayout,
        from: NaiveDate,
        until: Option<NaiveDate>,
    ) -> Loaded {
        let mut builder = Builder::new(from, until);
        ama::read(bytes, layout, &mut builder);
        builder.finish()
    }

    /// Whether `text` is a code of the list on the day.
    #[must_use]
    pub fn check(&self, text: &str, on: NaiveDate) -> Answer<'_> {
        match Cpt::try_new(text) {
            Ok(code) => self.check_code(code, on),
            Err(error) => Answer::Invalid(Invalid::Malformed(error)),
        }
    }

    /// As [`check`](CptList::check), of a code that is read already.
    #[must_use]
    pub fn check_code(&self, code: Cpt, on: NaiveDate) -> Answer<'_> {
        let unchecked = Answer::Unchecked(Unchecked { code, on });
        let speaks = self.from <= on && self.until.is_none_or(|until| on <= until);
        let start = self.rows.partition_point(|row| row.code < code);
        let rest = self.rows.get(start..).unwrap_or_default();
        let own = rest.iter().take_while(|row| row.code == code);
        let mut ended = None;
        let mut empty = true;
        for row in own {
            empty = false;
            if let Some(from) = row.since.filter(|since| on < *since) {
                return match ended {
                    Some(until) => Answer::Invalid(Invalid::NoLonger { code, on, until }),
                    None => Answer::Invalid(Invalid::NotYet { code, on, from }),
                };
            }
            if let Some(until) = row.until.filter(|until| *until < on) {
                ended = Some(until);
                continue;
            }
            // A day that the row leaves open is one of the file's.
            let begun = row.since.is_some() || self.from <= on;
            let lasts = row.until.is_some() || self.until.is_none_or(|until| on <= until);
            if begun && lasts {
                return Answer::Valid(Entry {
                    code,
                    on,
                    since: row.since,
                    until: row.until,
                    title: self
                        .titles
                        .get(row.title.0..row.title.1)
                        .filter(|title| !title.is_empty()),
                });
            }
            return unchecked;
        }
        match ended {
            Some(until) => Answer::Invalid(Invalid::NoLonger { code, on, until }),
            None if empty && speaks && self.has_category(code.category()) => {
                Answer::Invalid(Invalid::NotListed { code, on })
            }
            None => unchecked,
        }
    }

    /// The codes with their days and titles, in order; one for each period.
    pub fn codes(&self) -> impl Iterator<Item = Cpt> {
        self.rows.iter().map(|row| row.code)
    }

    /// How many rows the list has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the list has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A file of some categories tells nothing of the others, which the AMA also publishes by themselves.
    fn has_category(&self, category: Category) -> bool {
        self.categories & bit(category) != 0
    }
}

const fn bit(category: Category) -> u8 {
    1 << category as u8
}

impl Loaded {
    /// The list of all lines without fault.
    #[must_use]
    pub const fn list(&self) -> &CptList {
        &self.list
    }

    /// The list, without what was wrong.
    #[must_use]
    pub fn into_list(self) -> CptList {
        self.list
    }

    /// The lines that were left out, in their order.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// How many lines before the first code were passed over as notice.
    #[must_use]
    pub const fn notice_lines(&self) -> usize {
        self.notice_lines
    }
}

/// The work in progress.
struct Builder {
    list: CptList,
    faults: Vec<Fault>,
    notice_lines: usize,
}

impl Builder {
    fn new(from: NaiveDate, until: Option<NaiveDate>) -> Builder {
        let list = CptList {
            from,
            until,
            rows: Vec::new(),
            titles: String::new(),
            categories: 0,
        };
        Builder {
            list,
            faults: Vec::new(),
            notice_lines: 0,
        }
    }

    fn fault(&mut self, line: usize, kind: FaultKind) {
        self.faults.push(Fault::new(line, kind));
    }

    fn row(&mut self, line: usize, code: Cpt, days: [Option<NaiveDate>; 2], title: &str) {
        let start = self.list.titles.len();
        self.list.titles.push_str(title);
        let [since, until] = days;
        self.list.rows.push(Row {
            code,
            since,
            until,
            title: (start, self.list.titles.len()),
            line,
        });
    }

    /// Adds to the title of the row before, with a blank.
    fn more(&mut self, title: &str) {
        if let Some(row) = self.list.rows.last_mut() {
            if !title.is_empty() && row.title.1 > row.title.0 {
                self.list.titles.push(' ');
            }
            self.list.titles.push_str(title);
            row.title.1 = self.list.titles.len();
        }
    }

    /// Puts the rows in order; of rows of a code whose days overlap the first line stays.
    fn finish(mut self) -> Loaded {
        self.list.rows.sort_by_key(|row| (row.code, row.line));
        let mut rows: Vec<Row> = Vec::with_capacity(self.list.rows.len());
        for row in core::mem::take(&mut self.list.rows) {
            let own = rows
                .iter()
                .rev()
                .take_while(|before| before.code == row.code);
            let overlapped = own.filter(|before| overlap(before, &row)).last();
            match overlapped.map(|before| before.line) {
                Some(first) => self.fault(row.line, FaultKind::Repeated { first }),
                None => rows.push(row),
            }
        }
        rows.sort_by_key(|row| (row.code, row.since));
        let of = |row: &Row| bit(row.code.category());
        self.list.categories = rows.iter().map(of).fold(0, |all, own| all | own);
        self.list.rows = rows;
        self.faults.sort_by_key(Fault::line);
        Loaded {
            list: self.list,
            faults: self.faults,
            notice_lines: self.notice_lines,
        }
    }
}

fn overlap(a: &Row, b: &Row) -> bool {
    let starts_in_time = |first: &Row, second: &Row| match (first.since, second.until) {
        (Some(since), Some(until)) => since <= until,
        _ => true,
    };
    starts_in_time(a, b) && starts_in_time(b, a)
}

/// The lines of a file with their numbers from 1, without the ends of lines, a byte-order mark and the DOS end of file.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\x1a").unwrap_or(bytes);
    (1..)
        .zip(bytes.split(|byte| *byte == b'\n'))
        .map(|(number, line)| (number, line.strip_suffix(b"\r").unwrap_or(line)))
}

/// UTF-8, or else Windows-1252.
fn decoded(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80 => '€',
        0x82 => '‚',
        0x83 => 'ƒ',
        0x84 => '„',
        0x85 => '…',
        0x86 => '†',
        0x87 => '‡',
        0x88 => 'ˆ',
        0x89 => '‰',
        0x8a => 'Š',
        0x8b => '‹',
        0x8c => 'Œ',
        0x8e => 'Ž',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x95 => '•',
        0x96 => '–',
        0x97 => '—',
        0x98 => '˜',
        0x99 => '™',
        0x9a => 'š',
        0x9b => '›',
        0x9c => 'œ',
        0x9e => 'ž',
        0x9f => 'Ÿ',
        _ => char::from(byte),
    }
}

impl fmt::Debug for CptList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The rows are licensed: they do not belong in a log.
        let until = self.until.map(|until| until.max(self.from));
        write!(
            f,
            "CptList({} rows from {} until {until:?})",
            self.rows.len(),
            self.from
        )
    }
}
