//! Reads the tables of the Medicare Code Editor (MCE) of a release.

use chrono::NaiveDate;
pub(crate) use him_codes_release::code_editor::{CodeEditor, Period};

use crate::fault::{Fault, Result};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

/// The table of a release whose file is named so, such as `_i10dx.csv`, and the file.
pub(crate) fn of<'r>(
    release: &'r Release,
    name: &str,
    progress: &Progress,
) -> Result<(&'r ReleaseFile, CodeEditor)> {
    let file = release
        .files()
        .iter()
        .find(|file| file.path.starts_with("edits/mce_") && file.path.contains(name))
        .ok_or_else(|| Fault::in_file("MANIFEST.csv", format!("names no edits/mce_*{name}")))?;
    progress.at(&file.path);
    let editor = read(&file.path, &file.edition, &release.read(file)?)?;
    Ok((file, editor))
}

/// `version` as in `V43.1`: MCE and MS-DRG version 43 belong to fiscal year 2026, one version a year.
fn read(file: &str, version: &str, bytes: &[u8]) -> Result<CodeEditor> {
    let covers_to = version
        .strip_prefix('V')
        .and_then(|rest| rest.split('.').next())
        .and_then(|major| major.parse::<i32>().ok())
        .and_then(|major| NaiveDate::from_ymd_opt(1983 + major, 9, 30))
        .ok_or_else(|| {
            Fault::in_file(
                file,
                format!("the edition {version:?} is not a version such as V43.1"),
            )
        })?;
    let mut rows = Vec::new();
    let mut reader = csv::Reader::from_reader(bytes);
    for (index, record) in reader.records().enumerate() {
        let line = index + 2;
        let record = record.map_err(|e| Fault::at_line(file, line, e.to_string()))?;
        let day = |column: usize| {
            let text = record.get(column).unwrap_or_default();
            NaiveDate::parse_from_str(text, "%Y%m%d").map_err(|_| {
                Fault::at_line(
                    file,
                    line,
                    format!("column {} is not a date YYYYMMDD", column + 1),
                )
            })
        };
        let first = day(1)?;
        let last = if record.get(2) == Some("") {
            None
        } else {
            Some(day(2)?)
        };
        if last.is_some_and(|last| last < first) {
            return Err(Fault::at_line(file, line, "ends before it starts"));
        }
        let code = record.get(0).unwrap_or_default().to_owned();
        rows.push((code, Period { first, last }));
    }
    CodeEditor::new(file, covers_to, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor(rows: &str) -> Result<CodeEditor> {
        let text = format!("code,start_date,end_date,flags\n{rows}");
        read("invented.csv", "V43.1", text.as_bytes())
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn contiguous_rows_are_one_period() {
        let editor =
            editor("Q99,20151001,20160930,\nQ99,20161001,20170930,A\nQ99,20181001,,\n").unwrap();
        let first = Period {
            first: day("2015-10-01"),
            last: Some(day("2017-09-30")),
        };
        let second = Period {
            first: day("2018-10-01"),
            last: None,
        };
        assert_eq!(editor.periods("Q99"), [first, second]);
        assert_eq!(editor.covers_to(), day("2026-09-30"));
        assert!(editor.periods("Q98").is_empty());
    }

    #[test]
    fn bad_rows_are_named() {
        let message = |rows| {
            editor(rows)
                .err()
                .map(|e| e.to_string())
                .unwrap_or_default()
        };
        assert_eq!(
            message("Q99,2015,,\n"),
            "invented.csv: line 2: column 2 is not a date YYYYMMDD"
        );
        assert_eq!(
            message("Q99,20151001,20140930,\n"),
            "invented.csv: line 2: ends before it starts"
        );
        assert_eq!(
            message("Q99,20151001,,\nQ99,20161001,,\n"),
            "invented.csv: the periods of Q99 overlap"
        );
    }
}
