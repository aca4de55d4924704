//! The order files of ICD-10-CM and ICD-10-PCS, in the fixed columns that CMS and NCHS publish.
//!
//! | columns (from 1) | content |
//! |---|---|
//! | 1-5 | order number |
//! | 7-13 | code without dot, left-justified |
//! | 15 | `1` valid for submission, `0` header (of ICD-10-PCS a table, the first three characters) |
//! | 17-76 | short title |
//! | 78- | long title |
//!
//! Lines end in CR LF. The lines are in the order of the tabular list, which is not ASCII order.

mod fault;

use std::collections::{HashMap, HashSet};

pub use self::fault::{LineFault, LineFaultKind};
use crate::fault::{Fault, Result};

/// A line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'t> {
    /// Without dot.
    pub code: &'t str,
    /// The flag in column 15.
    pub billable: bool,
    /// Blanks on the right are padding; one on the left is in the release and stays.
    pub short: &'t str,
    /// The long title, likewise.
    pub long: &'t str,
}

/// Of which system the codes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// ICD-10-CM.
    Icd10Cm,
    /// ICD-10-PCS.
    Icd10Pcs,
}

/// Reads a whole order file. `file` is for messages.
///
/// # Errors
///
/// As [`rows`]; the message has a line for each.
pub fn read<'t>(file: &str, bytes: &'t [u8], list: List) -> Result<Vec<Row<'t>>> {
    rows(bytes, list).map_err(|faults| match faults.as_slice() {
        [
            LineFault {
                kind: LineFaultKind::NoCodes,
                ..
            },
        ] => Fault::in_file(file, "holds no codes"),
        faults => {
            let what = |fault: &LineFault| (fault.line, fault.kind.to_string());
            Fault::in_lines(file, faults.iter().map(what))
        }
    })
}

/// The rows of a whole order file.
///
/// # Errors
///
/// Everything that is wrong with the file, in order of the lines. What is missing because its own line is broken is not
/// counted again: after a line without a readable code, no header is said to have nothing below it.
pub fn rows(bytes: &[u8], list: List) -> std::result::Result<Vec<Row<'_>>, Vec<LineFault>> {
    let mut faults: Vec<LineFault> = Vec::new();
    let mut rows: Vec<(Row<'_>, usize)> = Vec::new();
    let mut broken = Broken::default();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut rest = bytes;
    let (mut line, mut order) = (0, 0);
    while !rest.is_empty() {
        line += 1;
        order += 1;
        let mut fault = |kind| faults.push(LineFault { line, kind });
        let Some(end) = rest.iter().position(|&byte| byte == b'\n') else {
            fault(LineFaultKind::CutShort);
            broken.unread = true;
            break;
        };
        let (text, after) = rest.split_at(end);
        rest = after.get(1..).unwrap_or_default();
        let whole = text.strip_suffix(b"\r");
        if whole.is_none() {
            fault(LineFaultKind::LineEnd);
        }
        match columns(whole.unwrap_or(text)) {
            Err(kind) => {
                fault(kind);
                broken.unread = true;
            }
            Ok(columns) => {
                // After a line too many or too few the numbers go on from what stands there.
                if columns.order() != Some(order) {
                    fault(LineFaultKind::OrderNumber { expected: order });
                    order = columns.order().unwrap_or(order);
                }
                match columns.row(list, &mut fault) {
                    Ok(row) => match seen.get(row.code) {
                        Some(&first) => fault(LineFaultKind::Twice {
                            code: row.code.to_owned(),
                            first,
                        }),
                        None => {
                            seen.insert(row.code, line);
                            rows.push((row, line));
                        }
                    },
                    Err(Some(code)) => drop(broken.codes.insert(code)),
                    Err(None) => broken.unread = true,
                }
            }
        }
    }
    if line == 0 {
        let kind = LineFaultKind::NoCodes;
        return Err(vec![LineFault { line: 1, kind }]);
    }
    check_tree(&rows, &broken, &mut faults);
    if faults.is_empty() {
        return Ok(rows.into_iter().map(|(row, _)| row).collect());
    }
    faults.sort_by_key(|fault| fault.line);
    Err(faults)
}

/// Of lines that are no rows.
#[derive(Default)]
struct Broken<'t> {
    codes: HashSet<&'t str>,
    /// Whether there are lines of which not even the code can be read.
    unread: bool,
}

/// A line of printable ASCII, long enough, and blank where it must be.
struct Columns<'t>(&'t str);

fn columns(line: &[u8]) -> std::result::Result<Columns<'_>, LineFaultKind> {
    if let Some(at) = line.iter().position(|byte| !matches!(byte, b' '..=b'~')) {
        return Err(LineFaultKind::NotPrintable { column: at + 1 });
    }
    // Shortest: one character of long title.
    let columns = line.len();
    let text = str::from_utf8(line).ok().filter(|_| columns >= 78);
    let text = text.ok_or(LineFaultKind::Short { columns })?;
    for column in [6, 14, 16, 77] {
        if line.get(column - 1) != Some(&b' ') {
            return Err(LineFaultKind::NotBlank { column });
        }
    }
    Ok(Columns(text))
}

impl<'t> Columns<'t> {
    fn between(&self, from: usize, to: usize) -> &'t str {
        self.0.get(from - 1..to).unwrap_or_default()
    }

    fn order(&self) -> Option<usize> {
        let number = self.between(1, 5);
        number.parse().ok().filter(|_| !number.starts_with('+'))
    }

    /// Where that is no row, the code, if that at least can be read.
    fn row(
        &self,
        list: List,
        fault: &mut impl FnMut(LineFaultKind),
    ) -> std::result::Result<Row<'t>, Option<&'t str>> {
        let code = Some(self.between(7, 13).trim_end());
        let code = code.filter(|code| list.has_form(code.as_bytes()));
        let billable = match self.between(15, 15) {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        };
        let short = self.between(17, 76).trim_end();
        let long = self.0.get(77..).unwrap_or_default().trim_end();
        let titled = !short.is_empty() && !long.is_empty();
        for (good, kind) in [
            (code.is_some(), LineFaultKind::NotACode { list }),
            (billable.is_some(), LineFaultKind::Flag),
            (titled, LineFaultKind::NoTitle),
        ] {
            if !good {
                fault(kind);
            }
        }
        match (code, billable) {
            (Some(code), Some(billable)) if titled => Ok(Row {
                code,
                billable,
                short,
                long,
            }),
            _ => Err(code),
        }
    }
}

impl List {
    fn has_form(self, code: &[u8]) -> bool {
        let alphanumeric = |c: &u8| c.is_ascii_digit() || c.is_ascii_uppercase();
        match (self, code) {
            // A letter, then two to six digits or letters. The second character was a digit in every code until FY2026
            // brought the category QA0.
            (List::Icd10Cm, [first, rest @ ..]) => {
                first.is_ascii_uppercase()
                    && (2..=6).contains(&rest.len())
                    && rest.iter().all(alphanumeric)
            }
            // A code has seven characters and a table, which is a header, three. Never I and O, which look like 1 and 0.
            (List::Icd10Pcs, code) => {
                matches!(code.len(), 3 | 7)
                    && code
                        .iter()
                        .all(|c| alphanumeric(c) && !matches!(c, b'I' | b'O'))
            }
            (List::Icd10Cm, []) => false,
        }
    }

    /// `an ICD-10-CM code` and so on.
    #[must_use]
    pub fn a_code(self) -> &'static str {
        match self {
            List::Icd10Cm => "an ICD-10-CM code",
            List::Icd10Pcs => "an ICD-10-PCS code",
        }
    }
}

/// A header has a billable code below it, a billable code has nothing below it, and every code has its category.
fn check_tree(rows: &[(Row<'_>, usize)], broken: &Broken<'_>, faults: &mut Vec<LineFault>) {
    let mut sorted: Vec<&(Row<'_>, usize)> = rows.iter().collect();
    sorted.sort_unstable_by_key(|(row, _)| row.code);
    let mut category = "";
    for (index, &&(row, line)) in sorted.iter().enumerate() {
        let code = || row.code.to_owned();
        let mut fault = |kind| faults.push(LineFault { line, kind });
        let own = row.code.get(..3).unwrap_or_default();
        if row.code.len() == 3 {
            category = row.code;
        } else if own != category && !broken.unread && !broken.codes.contains(own) {
            fault(LineFaultKind::NoCategory { code: code() });
        }
        let mut below = sorted
            .iter()
            .skip(index + 1)
            .map(|(row, _)| row)
            .take_while(|other| other.code.starts_with(row.code));
        if row.billable {
            if let Some(other) = below.next() {
                let (code, below) = (code(), other.code.to_owned());
                fault(LineFaultKind::NotTheLast { code, below });
            }
        } else if !below.any(|other| other.billable)
            && !broken.unread
            && !broken.codes.iter().any(|other| other.starts_with(row.code))
        {
            fault(LineFaultKind::NothingBelow { code: code() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: usize, code: &str, flag: char, short: &str, long: &str) -> String {
        format!("{number:05} {code:<7} {flag} {short:<60} {long}\r\n")
    }

    fn message(text: &str) -> String {
        read("invented.txt", text.as_bytes(), List::Icd10Cm)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn reads_rows() {
        let text = line(1, "Q99", '0', "Invented", "Invented  header")
            + &line(2, "Q991", '1', " Inv", " Invented code");
        let rows = read("invented.txt", text.as_bytes(), List::Icd10Cm).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(
            rows[0],
            Row {
                code: "Q99",
                billable: false,
                short: "Invented",
                long: "Invented  header"
            }
        );
        assert_eq!(
            rows[1],
            Row {
                code: "Q991",
                billable: true,
                short: " Inv",
                long: " Invented code"
            }
        );
    }

    #[test]
    fn tables_and_codes_of_procedures() {
        let good = line(1, "0ZZ", '0', "Invented", "Invented")
            + &line(2, "0ZZ0ZZZ", '1', "Invented", "Invented");
        let read = |text: &str| {
            read("invented.txt", text.as_bytes(), List::Icd10Pcs)
                .map(|rows| rows.len())
                .map_err(|fault| fault.to_string())
        };
        assert_eq!(read(&good), Ok(2));
        let wrong = Err("invented.txt: line 2: columns 7-13 do not hold an ICD-10-PCS code".into());
        for code in ["0ZZ0ZZ ", "0ZZ0ZZO", "0ZZIZZZ", "0ZZ0zZZ"] {
            assert_eq!(read(&good.replace("0ZZ0ZZZ", code)), wrong, "{code}");
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let good = line(1, "Q99", '1', "Invented", "Invented");
        let second = |code, flag| good.clone() + &line(2, code, flag, "Invented", "Invented");
        let cases = [
            (String::new(), "invented.txt: holds no codes"),
            (
                good.replace("\r\n", "\n"),
                "invented.txt: line 1: the line does not end in CR LF",
            ),
            (
                good.trim_end().to_owned(),
                "invented.txt: line 1: no line end: the file is cut short",
            ),
            (
                good.clone() + "00002 Q98\r\n",
                "invented.txt: line 2: 9 columns, a line has at least 78",
            ),
            (
                good.clone() + "\r\n",
                "invented.txt: line 2: 0 columns, a line has at least 78",
            ),
            (
                good.replace(" 1 ", " 1x"),
                "invented.txt: line 1: column 16 must be blank",
            ),
            (
                good.replace("Q99  ", "Q99x "),
                "invented.txt: line 1: columns 7-13 do not hold an ICD-10-CM code",
            ),
            (
                good.replace("Invented\r", "Invent\u{e9}d\r"),
                "invented.txt: line 1: column 84 is not printable ASCII",
            ),
            (
                good.replace("00001", "00002"),
                "invented.txt: line 1: the order number must be 00001",
            ),
            (
                second("Q99", '1'),
                "invented.txt: line 2: Q99 is already on line 1",
            ),
            (
                second("Q98", '2'),
                "invented.txt: line 2: the flag in column 15 must be 0 or 1",
            ),
            (
                second("U0", '1'),
                "invented.txt: line 2: columns 7-13 do not hold an ICD-10-CM code",
            ),
            (
                second("Q98", '0'),
                "invented.txt: line 2: Q98 is flagged 0, but no code flagged 1 lies below it",
            ),
            (
                second("Q991", '1'),
                "invented.txt: line 1: Q99 is flagged 1, but Q991 lies below it",
            ),
            (
                second("Q981", '1'),
                "invented.txt: line 2: Q981 has no category row",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(message(&text), expected);
        }
    }
}
