//! The contractor file of HCPCS Level II (CMS, `HCPC2019_CONTR_ANWEB.txt`): records of 320 columns, of which the first of a
//! code has everything but the rest of a long description.
//!
//! Before the first record stand disclaimers. Codes of CPT (Level I) and of CDT (the D series) are passed over: their owners
//! license them.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::fault::{Fault, Result};

/// A code or a modifier, with what its record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Five characters, or the two of a modifier.
    pub code: String,
    /// In full.
    pub long: String,
    /// At most 28 characters.
    pub short: String,
    /// Up to five codes, or other texts, to which the record refers.
    pub see: Vec<String>,
    /// A letter.
    pub coverage: u8,
    /// Padded with blanks, as is `types_of_service`.
    pub betos: [u8; 3],
    /// One character each.
    pub types_of_service: [u8; 5],
    /// The first day of the code.
    pub added: NaiveDate,
    /// On which the last action took effect.
    pub action_date: Option<NaiveDate>,
    /// The last day of the code.
    pub terminated: Option<NaiveDate>,
    /// What the last update did, a letter.
    pub action: u8,
}

/// Columns count from 1 and both ends belong to the field, as in CMS's layout.
const CODE: (usize, usize) = (1, 5);
const SEQUENCE: (usize, usize) = (6, 10);
const KIND: usize = 11;
const LONG: (usize, usize) = (12, 91);
const SHORT: (usize, usize) = (92, 119);
const SEE: (usize, usize) = (205, 229);
const COVERAGE: usize = 230;
const BETOS: (usize, usize) = (257, 259);
const TYPES_OF_SERVICE: (usize, usize) = (261, 265);
const ADDED: (usize, usize) = (269, 276);
const ACTION_DATE: (usize, usize) = (277, 284);
const TERMINATED: (usize, usize) = (285, 292);
const ACTION: usize = 293;

/// The records of Level II, codes and modifiers, in the order of the file; or every line that is wrong.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Record>> {
    let mut records: Vec<Record> = Vec::new();
    let mut lines: HashMap<String, usize> = HashMap::new();
    let mut faults: Vec<(usize, String)> = Vec::new();
    // The code whose record continues, and whether it is kept.
    let mut open: Option<(&[u8], bool)> = None;
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let mut fault = |what: &str| faults.push((index + 1, what.to_owned()));
        let line = line.trim_ascii_end();
        let Some(kind) = kind(line) else {
            if line.is_empty() || open.is_none() {
                continue;
            }
            fault("is no record: column 11 must be 3, 4, 7 or 8");
            continue;
        };
        let code = field(line, CODE);
        if matches!(kind, b'4' | b'8') {
            match open {
                Some((before, kept)) if before == code => {
                    if let (true, Some(record)) = (kept, records.last_mut()) {
                        match text(line, LONG) {
                            Ok(part) => push_text(&mut record.long, part),
                            Err(what) => fault(what),
                        }
                    }
                }
                _ => fault("continues another code than the one before it"),
            }
            continue;
        }
        // What continues a line that is wrong is not wrong for that.
        open = Some((code, false));
        match is_level_two(kind, code) {
            Ok(false) => {}
            Ok(true) => match first_line(line) {
                Ok(record) => match lines.insert(record.code.clone(), index + 1) {
                    None => {
                        open = Some((code, true));
                        records.push(record);
                    }
                    Some(first) => fault(&format!("{} is already on line {first}", record.code)),
                },
                Err(what) => fault(what),
            },
            Err(what) => fault(what),
        }
    }
    if !faults.is_empty() {
        return Err(Fault::in_lines(file, faults));
    }
    if records.is_empty() {
        return Err(Fault::in_file(file, "has no record"));
    }
    Ok(records)
}

/// 3 and 4 of a code, 7 and 8 of a modifier; none of a line that is no record.
fn kind(line: &[u8]) -> Option<u8> {
    let sequence = field(line, SEQUENCE);
    let kind = line.get(KIND - 1).copied()?;
    let numbered = sequence.len() == 5 && sequence.iter().all(u8::is_ascii_digit);
    (numbered && matches!(kind, b'3' | b'4' | b'7' | b'8')).then_some(kind)
}

/// Whether the code is one of CMS's own.
fn is_level_two(kind: u8, code: &[u8]) -> std::result::Result<bool, &'static str> {
    match (kind, code) {
        (b'3', [letter, digits @ ..]) if digits.iter().all(u8::is_ascii_digit) => match letter {
            b'0'..=b'9' | b'D' => Ok(false),
            b'A'..=b'V' => Ok(true),
            _ => Err("columns 1 to 5 are no code"),
        },
        // Categories II and III of CPT and its laboratory codes.
        (b'3', [digits @ .., b'A'..=b'Z']) if digits.iter().all(u8::is_ascii_digit) => Ok(false),
        (b'7', [b' ', b' ', b' ', b'0'..=b'9', _]) => Ok(false),
        (b'7', [b' ', b' ', b' ', b'A'..=b'Z', b'0'..=b'9' | b'A'..=b'Z']) => Ok(true),
        _ => Err("columns 1 to 5 are no code"),
    }
}

fn first_line(line: &[u8]) -> std::result::Result<Record, &'static str> {
    let character = |column: usize| line.get(column - 1).copied().unwrap_or(b' ');
    if line.len() < ACTION {
        return Err("ends before column 293");
    }
    let date = |columns| match text(line, columns)? {
        "" => Ok(None),
        text => NaiveDate::parse_from_str(text, "%Y%m%d")
            .map(Some)
            .map_err(|_| "columns 269 to 292 must be dates YYYYMMDD or blank"),
    };
    let see = field(line, SEE).chunks(5).filter_map(|part| {
        let part = str::from_utf8(part.trim_ascii()).ok()?;
        (!part.is_empty()).then(|| part.to_owned())
    });
    let mut long = String::new();
    push_text(&mut long, text(line, LONG)?);
    let record = Record {
        code: text(line, CODE)?.to_owned(),
        long,
        short: text(line, SHORT)?.to_owned(),
        see: see.collect(),
        coverage: character(COVERAGE),
        betos: padded(field(line, BETOS)),
        types_of_service: padded(field(line, TYPES_OF_SERVICE)),
        added: date(ADDED)?.ok_or("columns 269 to 276 have no date")?,
        action_date: date(ACTION_DATE)?,
        terminated: date(TERMINATED)?,
        action: character(ACTION),
    };
    if record.terminated.is_some_and(|last| last < record.added) {
        return Err("ends before it begins");
    }
    if !record.coverage.is_ascii_uppercase() || !record.action.is_ascii_uppercase() {
        return Err("columns 230 and 293 must be letters");
    }
    Ok(record)
}

/// What the line has of the columns.
fn field(line: &[u8], (first, last): (usize, usize)) -> &[u8] {
    line.get(first - 1..last.min(line.len()))
        .unwrap_or_default()
}

fn text(line: &[u8], columns: (usize, usize)) -> std::result::Result<&str, &'static str> {
    let bytes = field(line, columns).trim_ascii();
    match str::from_utf8(bytes) {
        Ok(text) if bytes.iter().all(|byte| (b' '..=b'~').contains(byte)) => Ok(text),
        _ => Err("has characters that are not printable ASCII"),
    }
}

fn padded<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut padded = [b' '; N];
    for (cell, byte) in padded.iter_mut().zip(bytes) {
        *cell = *byte;
    }
    padded
}

/// Adds a part of a description, with one blank between words.
fn push_text(long: &mut String, part: &str) {
    for word in part.split_ascii_whitespace() {
        if !long.is_empty() {
            long.push(' ');
        }
        long.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Code, kind and the columns from 12, from 92, from 205, from 230 and from 269.
    fn line(code: &str, kind: char, texts: [&str; 5]) -> String {
        let mut line = format!("{code:>5}00100{kind}");
        for (column, text) in [12, 92, 205, 230, 269].into_iter().zip(texts) {
            line += &" ".repeat(column - 1 - line.len());
            line += text;
        }
        format!("{line:<320}\r\n")
    }

    fn first(code: &str, kind: char) -> String {
        let see = "Q9999";
        line(
            code,
            kind,
            [
                "An invented",
                "Invented",
                see,
                "C",
                "2001010120020101        N",
            ],
        )
    }

    fn rest(code: &str, kind: char) -> String {
        line(code, kind, ["  thing, each", "", "", "", ""])
    }

    #[test]
    fn descriptions_go_on() {
        let head = "***Disclaimers\t\r\n\r\n*Brand names \u{a0}\r\n";
        let file = head.to_owned()
            + &first("A1", '7')
            + &first("Q9998", '3')
            + &rest("Q9998", '4')
            + &first("99999", '3')
            + &rest("99999", '4')
            + &first("D9999", '3')
            + &first("9999F", '3')
            + "\r\n";
        let records = read("invented.txt", file.as_bytes()).unwrap();
        let codes: Vec<&str> = records.iter().map(|record| record.code.as_str()).collect();
        assert_eq!(codes, ["A1", "Q9998"], "neither CPT nor CDT");
        assert_eq!(records[1].long, "An invented thing, each");
        assert_eq!(records[1].short, "Invented");
        assert_eq!(records[1].see, ["Q9999"]);
        assert_eq!((records[1].coverage, records[1].action), (b'C', b'N'));
        assert_eq!(records[1].added.to_string(), "2001-01-01");
        assert_eq!(records[1].terminated, None);
    }

    #[test]
    fn bad_lines_are_named() {
        let message = |file: String| {
            read("invented.txt", file.as_bytes())
                .unwrap_err()
                .to_string()
        };
        let good = first("Q9998", '3');
        assert_eq!(
            message("nothing\n".to_owned()),
            "invented.txt: has no record"
        );
        assert_eq!(
            message(good.clone() + &good),
            "invented.txt: line 2: Q9998 is already on line 1"
        );
        assert_eq!(
            message(good.clone() + "Q9997 something else\n"),
            "invented.txt: line 2: is no record: column 11 must be 3, 4, 7 or 8"
        );
        assert_eq!(
            message(good.clone() + &rest("Q9997", '4')),
            "invented.txt: line 2: continues another code than the one before it"
        );
        assert_eq!(
            message(good.replace("20010101", "20011301")),
            "invented.txt: line 1: columns 269 to 292 must be dates YYYYMMDD or blank"
        );
        assert_eq!(
            message(good.replace("20010101", "        ")),
            "invented.txt: line 1: columns 269 to 276 have no date"
        );
        assert_eq!(
            message(good.replace("        N", "19991231N")),
            "invented.txt: line 1: ends before it begins"
        );
        assert_eq!(
            message(first("Q99X8", '3')),
            "invented.txt: line 1: columns 1 to 5 are no code"
        );
        assert_eq!(
            message(good.chars().take(200).collect()),
            "invented.txt: line 1: ends before column 293"
        );
    }
}
