//! The conversion table of ICD-10-CM (CDC/NCHS): which codes were assigned before a new code came.
//!
//! A spreadsheet of one sheet: a title, a line of column names, then for each new code the year (its first of October) or the
//! day from which it is valid, and what was assigned before. That is `None`, codes, ranges (`I20.0-I20.1`), or all codes
//! below one (`I63.-`, `R11-`); commas and semicolons stand between alternatives, and when there is an `and` or `&`,
//! everything was assigned together.

mod packed;
pub(crate) mod successors;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::{Days, NaiveDate};

use crate::fault::{Fault, Result};
use crate::history::{Edition, History, Standing};
use crate::output::{Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

/// A new code, and what was assigned before it came. Codes are without dot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Conversion {
    pub(crate) code: String,
    pub(crate) effective: NaiveDate,
    pub(crate) join: Join,
    /// In the order of the table; empty where it says `None`.
    pub(crate) previous: Vec<Range>,
}

/// How the previous codes of a line belong together. The numbers are those of the packed table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Join {
    /// One of them was assigned.
    AnyOf = 0,
    /// One of each was assigned, together.
    AllOf = 1,
}

/// From a code to another with all that stands below it; most ranges are one code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Range {
    pub(crate) first: String,
    pub(crate) last: String,
}

const COLUMNS: [&str; 3] = [
    "Current code assignment",
    "Effective",
    "Previous Code(s) Assignment",
];

/// Reads the table and adds its packed form to the output.
pub(crate) fn generate(
    release: &Release,
    history: &History<'_>,
    progress: &Progress,
    output: &mut Output,
) -> Result<()> {
    progress.at("conversion table of ICD-10-CM");
    let (file, mut lines) = read(release)?;
    // Some lines stand twice.
    lines.sort();
    lines.dedup();
    let rows = lines.len();
    let blob = packed::pack(history, &lines)?;
    let edition = file.edition_name().to_owned();
    let effective = lines.iter().map(|line| line.effective).max();
    output.sources.push(Source {
        name: format!("icd10cm-conversion-{}", edition.to_lowercase()),
        ..Source::of(file)
    });
    output.table(
        "icd10cm-conversion",
        rows,
        "data/icd10cm-conversion.bin",
        blob,
    );
    output.editions(
        "ICD10CM_CONVERSION_EDITIONS",
        "Edition of the conversion table of ICD-10-CM.",
        &[Edition {
            name: edition,
            effective: effective.unwrap_or_default(),
            standing: Standing::Official,
        }],
    );
    Ok(())
}

/// The conversion table among the release files, and its lines in the order of the table.
pub(crate) fn read(release: &Release) -> Result<(&ReleaseFile, Vec<Conversion>)> {
    let is_table = |file: &&ReleaseFile| {
        let name = file.path.strip_prefix("icd10cm/icd10cm-conversion-table-");
        name.is_some_and(|name| name.ends_with(".xlsx"))
    };
    // The table of a year has the lines of the years before it.
    let file = release
        .files()
        .iter()
        .filter(is_table)
        .max_by_key(|file| file.path.as_str())
        .ok_or_else(|| {
            Fault::in_file(
                "MANIFEST.csv",
                "names no icd10cm/icd10cm-conversion-table-*.xlsx",
            )
        })?;
    let rows = sheet(&file.path, release.read(file)?)?;
    Ok((file, lines(&file.path, &rows)?))
}

/// The cells of the only sheet, with the number of the first line.
fn sheet(file: &str, bytes: Vec<u8>) -> Result<(usize, Vec<Vec<Data>>)> {
    let fault = |what: String| Fault::in_file(file, what);
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|e| fault(format!("not a spreadsheet: {e}")))?;
    let range = book
        .worksheet_range_at(0)
        .ok_or_else(|| fault("has no sheet".to_owned()))?
        .map_err(|e| fault(format!("the sheet cannot be read: {e}")))?;
    let first = range.start().map_or(1, |(row, _)| row as usize + 1);
    Ok((first, range.rows().map(<[Data]>::to_vec).collect()))
}

fn lines(file: &str, (first, rows): &(usize, Vec<Vec<Data>>)) -> Result<Vec<Conversion>> {
    let mut lines = Vec::new();
    let mut in_table = false;
    for (index, row) in rows.iter().enumerate() {
        let fault = |what: &str| Fault::at_line(file, first + index, what);
        let text = |n: usize| match row.get(n) {
            Some(Data::String(text)) => text.trim(),
            _ => "",
        };
        if !in_table {
            in_table = (0..3).map(text).eq(COLUMNS);
            continue;
        }
        if row.iter().all(|cell| matches!(cell, Data::Empty)) {
            continue;
        }
        let code = code(text(0)).ok_or_else(|| fault("the first cell is not a code"))?;
        let effective = row
            .get(1)
            .and_then(effective)
            .ok_or_else(|| fault("the second cell is neither a year nor a day"))?;
        let (join, previous) =
            previous(text(2)).ok_or_else(|| fault("the third cell does not list codes"))?;
        lines.push(Conversion {
            code,
            effective,
            join,
            previous,
        });
    }
    if !in_table {
        let what = format!("has no line of the columns {}", COLUMNS.join(", "));
        return Err(Fault::in_file(file, what));
    }
    Ok(lines)
}

/// A year stands for its first of October; a larger number is a day, counted as spreadsheets do.
fn effective(cell: &Data) -> Option<NaiveDate> {
    let number = match cell {
        Data::Int(number) => u32::try_from(*number).ok()?,
        Data::Float(number) if number.fract() == 0.0 && (0.0..1e6).contains(number) => {
            *number as u32
        }
        Data::DateTime(day)
            if day.as_f64().fract() == 0.0 && (0.0..1e6).contains(&day.as_f64()) =>
        {
            day.as_f64() as u32
        }
        _ => return None,
    };
    match number {
        2015..=2200 => NaiveDate::from_ymd_opt(number.try_into().ok()?, 10, 1),
        // 2015-01-01 and later.
        42_005.. => {
            NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number.into()))
        }
        _ => None,
    }
}

/// Without its dot.
fn code(text: &str) -> Option<String> {
    let (category, rest) = text.split_at_checked(3)?;
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let fits = category.starts_with(|c: char| c.is_ascii_uppercase())
        && rest.len() <= 4
        && category
            .chars()
            .chain(rest.chars())
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    fits.then(|| format!("{category}{rest}"))
}

fn previous(text: &str) -> Option<(Join, Vec<Range>)> {
    if text == "None" {
        return Some((Join::AnyOf, Vec::new()));
    }
    let mut join = Join::AnyOf;
    let mut ranges = Vec::new();
    let words = text.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
    for word in words.filter(|word| !word.is_empty()) {
        match word.to_ascii_lowercase().as_str() {
            "and" | "&" => join = Join::AllOf,
            // "Codes in Categories T15-T19", "a code from R11-"
            "a" | "code" | "codes" | "in" | "from" | "categories" => {}
            _ => ranges.push(range(word)?),
        }
    }
    (!ranges.is_empty()).then_some((join, ranges))
}

fn range(word: &str) -> Option<Range> {
    let (first, last) = match word.split_once('-') {
        None => (word, word),
        // I63.- and R11-
        Some((first, "")) => (first, first),
        Some((first, last)) => (first, last),
    };
    let [first, last] =
        [first, last].map(|code_text| code(code_text.strip_suffix('.').unwrap_or(code_text)));
    let range = Range {
        first: first?,
        last: last?,
    };
    (range.first <= range.last).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some((join, ranges)) = previous(text) else {
            return "nothing".to_owned();
        };
        let ranges: Vec<String> = ranges
            .iter()
            .map(|range| format!("{}-{}", range.first, range.last))
            .collect();
        format!("{join:?} {}", ranges.join(" "))
    }

    #[test]
    fn cells_of_every_kind() {
        assert_eq!(shown("None"), "AnyOf ");
        assert_eq!(shown("A04.7"), "AnyOf A047-A047");
        assert_eq!(shown("L05.01, L05.91"), "AnyOf L0501-L0501 L0591-L0591");
        assert_eq!(shown("I20.0-I20.1; I20.8"), "AnyOf I200-I201 I208-I208");
        assert_eq!(
            shown("M93.001 & M93.002"),
            "AllOf M93001-M93001 M93002-M93002"
        );
        assert_eq!(
            shown("H02.201, H02.202, H02.204 and H02.205"),
            "AllOf H02201-H02201 H02202-H02202 H02204-H02204 H02205-H02205"
        );
        assert_eq!(shown("I63.- and P91.88"), "AllOf I63-I63 P9188-P9188");
        assert_eq!(
            shown("K31.89 and a code from R11-"),
            "AllOf K3189-K3189 R11-R11"
        );
        assert_eq!(
            shown("K59.09 AND Code from categories T36-T50"),
            "AllOf K5909-K5909 T36-T50"
        );
        assert_eq!(shown("Codes in Categories T15-T19"), "AnyOf T15-T19");
        for wrong in [
            "",
            "none",
            "A04.7 or A04.8",
            "A04.8-A04.7",
            "A0",
            "04.71",
            "A04.71234",
        ] {
            assert_eq!(shown(wrong), "nothing", "{wrong}");
        }
    }

    #[test]
    fn years_and_days() {
        let day = |cell| effective(&cell).map(|day| day.to_string());
        assert_eq!(day(Data::Float(2017.0)).as_deref(), Some("2017-10-01"));
        assert_eq!(day(Data::Int(45_017)).as_deref(), Some("2023-04-01"));
        assert_eq!(day(Data::Float(43_922.0)).as_deref(), Some("2020-04-01"));
        assert_eq!(day(Data::Float(2017.5)), None);
        assert_eq!(day(Data::Int(1999)), None);
        assert_eq!(day(Data::String("2017".to_owned())), None);
    }

    #[test]
    fn a_broken_line_is_named() {
        let text = |text: &str| Data::String(text.to_owned());
        let head: Vec<Data> = COLUMNS.iter().map(|name| text(name)).collect();
        let line = |row: Vec<Data>| {
            let rows = (1, vec![vec![text("Conversion Table")], head.clone(), row]);
            lines("table.xlsx", &rows).map_err(|fault| fault.to_string())
        };
        let good = line(vec![text("W453XXA "), Data::Int(2025), text("W45.8XXA")]).unwrap();
        assert_eq!(good.len(), 1);
        assert_eq!(good[0].code, "W453XXA");
        assert_eq!(
            line(vec![text("A04"), Data::Empty, text("A04.7")]).unwrap_err(),
            "table.xlsx: line 3: the second cell is neither a year nor a day"
        );
        assert_eq!(
            line(vec![Data::Empty, Data::Int(2017), text("A04.7")]).unwrap_err(),
            "table.xlsx: line 3: the first cell is not a code"
        );
        assert_eq!(
            line(vec![text("A04.71"), Data::Int(2017), text("see note")]).unwrap_err(),
            "table.xlsx: line 3: the third cell does not list codes"
        );
        assert_eq!(
            lines("table.xlsx", &(1, vec![])).unwrap_err().to_string(),
            "table.xlsx: has no line of the columns Current code assignment, Effective, Previous Code(s) Assignment"
        );
    }

    #[test]
    fn the_official_table() {
        let test = "him-datagen conversion::the_official_table";
        let Some(folder) = him_testdata::folder("codes", test) else {
            return;
        };
        let release = Release::open(&folder).unwrap();
        let (file, lines) = read(&release).unwrap();
        assert_eq!(file.edition_name(), "FY2026");
        assert_eq!(lines.len(), 5892);
        assert_eq!(
            lines.iter().filter(|line| line.previous.is_empty()).count(),
            125
        );
        let together = lines.iter().filter(|line| line.join == Join::AllOf);
        assert_eq!(together.count(), 119);
    }
}
