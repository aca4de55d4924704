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

use std::collections::HashMap;

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
pub fn read<'t>(file: &str, bytes: &'t [u8], list: List) -> Result<Vec<Row<'t>>> {
    let mut rows = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut rest = bytes;
    let mut line = 0;
    while !rest.is_empty() {
        line += 1;
        let fault = |what: String| Fault::at_line(file, line, what);
        let end = rest
            .iter()
            .position(|&byte| byte == b'\n')
            .ok_or_else(|| fault("no line end: the file is cut short".into()))?;
        let (text, after) = rest.split_at(end);
        rest = after.get(1..).unwrap_or_default();
        let text = text
            .strip_suffix(b"\r")
            .ok_or_else(|| fault("the line does not end in CR LF".into()))?;
        let row = row(text, line, list).map_err(&fault)?;
        if let Some(first) = seen.insert(row.code, line) {
            return Err(fault(format!("{} is already on line {first}", row.code)));
        }
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(Fault::in_file(file, "holds no codes"));
    }
    check_tree(file, &rows)?;
    Ok(rows)
}

fn row(line: &[u8], number: usize, list: List) -> std::result::Result<Row<'_>, String> {
    if let Some(at) = line.iter().position(|byte| !matches!(byte, b' '..=b'~')) {
        return Err(format!("column {} is not printable ASCII", at + 1));
    }
    let line = str::from_utf8(line).map_err(|e| e.to_string())?;
    // Shortest: one character of long title.
    if line.len() < 78 {
        return Err(format!("{} columns, a line has at least 78", line.len()));
    }
    for column in [6, 14, 16, 77] {
        if line.as_bytes().get(column - 1) != Some(&b' ') {
            return Err(format!("column {column} must be blank"));
        }
    }
    let columns = |from: usize, to: usize| line.get(from - 1..to).unwrap_or_default();
    let order = columns(1, 5);
    if order.parse() != Ok(number) || order.starts_with('+') {
        return Err(format!("the order number must be {number:05}"));
    }
    let code = columns(7, 13).trim_end();
    if !list.has_form(code.as_bytes()) {
        return Err(format!("columns 7-13 do not hold {}", list.a_code()));
    }
    let billable = match columns(15, 15) {
        "0" => false,
        "1" => true,
        _ => return Err("the flag in column 15 must be 0 or 1".into()),
    };
    let short = columns(17, 76).trim_end();
    let long = line.get(77..).unwrap_or_default().trim_end();
    if short.is_empty() || long.is_empty() {
        return Err("a title is missing".into());
    }
    Ok(Row {
        code,
        billable,
        short,
        long,
    })
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

    fn a_code(self) -> &'static str {
        match self {
            List::Icd10Cm => "an ICD-10-CM code",
            List::Icd10Pcs => "an ICD-10-PCS code",
        }
    }
}

/// A header has a billable code below it, a billable code has nothing below it, and every code has its category.
fn check_tree(file: &str, rows: &[Row<'_>]) -> Result<()> {
    let mut sorted: Vec<(&Row<'_>, usize)> = rows.iter().zip(1..).collect();
    sorted.sort_unstable_by_key(|(row, _)| row.code);
    let mut category = "";
    for (index, &(row, line)) in sorted.iter().enumerate() {
        let fault = |what: String| Err(Fault::at_line(file, line, what));
        if row.code.len() == 3 {
            category = row.code;
        } else if row.code.get(..3) != Some(category) {
            return fault(format!("{} has no category row", row.code));
        }
        let below = || {
            let after = sorted.iter().skip(index + 1);
            after
                .map(|(row, _)| row)
                .take_while(|other| other.code.starts_with(row.code))
        };
        if row.billable {
            if let Some(other) = below().next() {
                return fault(format!(
                    "{} is flagged 1, but {} lies below it",
                    row.code, other.code
                ));
            }
        } else if !below().any(|other| other.billable) {
            return fault(format!(
                "{} is flagged 0, but no code flagged 1 lies below it",
                row.code
            ));
        }
    }
    Ok(())
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
