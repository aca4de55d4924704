//! CSV files whose first line names the columns, one line after the other: a broken one costs itself.

use std::io::{self, BufRead};

/// A line that could not be read.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) line: u64,
    pub(crate) field: &'static str,
    pub(crate) what: String,
}

/// The cells of a line, by the columns that the caller named.
pub(crate) struct Line {
    pub(crate) number: u64,
    cells: Vec<String>,
    places: Vec<Option<usize>>,
    columns: &'static [&'static str],
}

/// A line with more bytes is no line of such a file.
const LONGEST: usize = 1 << 16;

impl Line {
    /// Without blanks around it; empty where the file has not the column.
    pub(crate) fn cell(&self, column: &str) -> &str {
        let place = self.columns.iter().position(|own| *own == column);
        let place = place.and_then(|place| self.places.get(place).copied().flatten());
        let cell = place.and_then(|place| self.cells.get(place));
        cell.map_or("", |cell| cell.trim())
    }

    pub(crate) fn fault(&self, field: &'static str, what: impl ToString) -> Fault {
        Fault {
            line: self.number,
            field,
            what: what.to_string(),
        }
    }
}

/// Calls `take` with each line, and `fault` with each that cannot be read. Fails when the file cannot, has no header, lacks a
/// column of `needed` or has one twice; gives the bytes read to `progress`.
pub(crate) fn read(
    mut input: impl BufRead,
    columns: &'static [&'static str],
    needed: &[&str],
    mut take: impl FnMut(&Line) -> Result<(), Fault>,
    mut fault: impl FnMut(Fault),
    progress: impl Fn(u64),
) -> io::Result<()> {
    let mut line = Line {
        number: 0,
        cells: Vec::new(),
        places: Vec::new(),
        columns,
    };
    let mut bytes = Vec::new();
    let mut done = 0;
    loop {
        bytes.clear();
        let read = input.read_until(b'\n', &mut bytes)?;
        if read == 0 {
            let has_header = !line.places.is_empty();
            return if has_header {
                Ok(())
            } else {
                Err(wrong("there is no header line"))
            };
        }
        line.number += 1;
        done += read as u64;
        if line.number.is_multiple_of(4096) {
            progress(done);
        }
        if bytes.len() > LONGEST {
            fault(line.fault("line", "is longer than 65,536 bytes"));
            continue;
        }
        let Ok(text) = std::str::from_utf8(&bytes) else {
            fault(line.fault("line", "is not UTF-8"));
            continue;
        };
        let text = text
            .trim_start_matches('\u{feff}')
            .trim_end_matches(['\r', '\n']);
        if text.trim().is_empty() {
            continue;
        }
        if text.contains('\r') {
            let what = "has a carriage return within: lines end with a line feed";
            if line.places.is_empty() {
                return Err(wrong(&format!("line {} {what}", line.number)));
            }
            fault(line.fault("line", what));
            continue;
        }
        if !split(text, &mut line.cells) {
            fault(line.fault("line", "has a quote that does not close"));
            continue;
        }
        if line.places.is_empty() {
            let place = |name: &str| {
                let mut cells = line.cells.iter();
                cells.position(|cell| cell.trim().eq_ignore_ascii_case(name))
            };
            line.places = columns.iter().map(|name| place(name)).collect();
            if let Some(missing) = needed.iter().find(|name| place(name).is_none()) {
                return Err(wrong(&format!("line 1: there is no column {missing}")));
            }
            let times = |name: &str| {
                let cells = line.cells.iter();
                let same = cells.filter(|cell| cell.trim().eq_ignore_ascii_case(name));
                same.count()
            };
            if let Some(twice) = columns.iter().find(|name| times(name) > 1) {
                return Err(wrong(&format!("line 1: there are two columns {twice}")));
            }
            continue;
        }
        if let Err(found) = take(&line) {
            fault(found);
        }
    }
}

/// The file is none that can be read.
fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// False when a quote does not close on the line.
fn split(text: &str, cells: &mut Vec<String>) -> bool {
    cells.clear();
    if !text.contains('"') {
        cells.extend(text.split(',').map(str::to_owned));
        return true;
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let quotes = text.bytes().filter(|byte| *byte == b'"').count();
    match reader.records().next() {
        Some(Ok(record)) if quotes.is_multiple_of(2) => {
            cells.extend(record.iter().map(str::to_owned));
            true
        }
        _ => false,
    }
}

/// A day as `YYYY-MM-DD` or `YYYYMMDD`.
pub(crate) fn day(text: &str) -> Option<chrono::NaiveDate> {
    let digits: String = match text.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', _, _] => text.replace('-', ""),
        _ => text.to_owned(),
    };
    let all = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    let (year, month, day) = all.then(|| Some((number(0, 4)?, number(4, 6)?, number(6, 8)?)))??;
    chrono::NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}
