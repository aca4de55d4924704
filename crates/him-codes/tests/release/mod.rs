//! The official release files, read in place.
#![allow(dead_code, reason = "each test uses some of it")]

use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;
use him_testdata::xz;

pub(crate) struct OrderFile {
    pub(crate) effective: NaiveDate,
    /// Unpacked, as published.
    pub(crate) bytes: Vec<u8>,
    pub(crate) rows: Vec<Row>,
}

pub(crate) struct Row {
    pub(crate) code: String,
    pub(crate) billable: bool,
    pub(crate) short: String,
    pub(crate) long: String,
}

/// All order files of ICD-10-CM with the dates of `MANIFEST.csv`, read without the generator's code.
pub(crate) fn order_files(folder: &Path) -> Vec<OrderFile> {
    let mut manifest = csv::Reader::from_path(folder.join("MANIFEST.csv")).unwrap();
    let mut files = Vec::new();
    for record in manifest.records() {
        let record = record.unwrap();
        let (file, edition) = (&record[0], &record[1]);
        if !file.starts_with("icd10cm/icd10cm-order-20") {
            continue;
        }
        let (_, date) = edition.split_once("effective ").unwrap();
        files.push(order_file(
            &folder.join(file),
            date.trim_end_matches(')').parse().unwrap(),
        ));
    }
    files.sort_by_key(|file| file.effective);
    assert_eq!(files.len(), 14);
    files
}

/// All order files of ICD-10-PCS. CMS replaces a year's file with each update; what is held of FY2021 to FY2024 is the file
/// of the update.
pub(crate) fn procedure_order_files(folder: &Path) -> Vec<OrderFile> {
    let updated = [(2021, 1), (2022, 4), (2023, 4), (2024, 4)];
    let file = |year: i32| {
        let update = updated.iter().find(|(updated, _)| *updated == year);
        let (of, month) = update.copied().unwrap_or((year - 1, 10));
        let path = folder.join(format!("icd10pcs/icd10pcs-order-{year}.txt.xz"));
        order_file(&path, NaiveDate::from_ymd_opt(of, month, 1).unwrap())
    };
    (2016..=2026).map(file).collect()
}

fn order_file(path: &Path, effective: NaiveDate) -> OrderFile {
    let bytes = xz(path).unwrap();
    let rows = str::from_utf8(&bytes)
        .unwrap()
        .lines()
        .map(|line| Row {
            code: line[6..13].trim_end().to_owned(),
            billable: &line[14..15] == "1",
            short: line[16..76].trim_end().to_owned(),
            long: line[77..].trim_end().to_owned(),
        })
        .collect();
    OrderFile {
        effective,
        bytes,
        rows,
    }
}

/// By code, `(first day, last day)` of each row of a table of the Medicare Code Editor: `i10dx` has the diagnoses, `i10sg`
/// the procedures.
pub(crate) fn code_editor(
    folder: &Path,
    table: &str,
) -> HashMap<String, Vec<(NaiveDate, Option<NaiveDate>)>> {
    let bytes = xz(&folder.join(format!("edits/mce_v43.1_{table}.csv.xz"))).unwrap();
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    let mut periods: HashMap<String, Vec<_>> = HashMap::new();
    for record in csv::Reader::from_reader(bytes.as_slice()).records() {
        let record = record.unwrap();
        periods
            .entry(record[0].to_owned())
            .or_default()
            .push((day(&record[1]).unwrap(), day(&record[2])));
    }
    periods
}

/// A line of an order file.
pub(crate) fn line(number: usize, code: &str, billable: bool, short: &str, long: &str) -> String {
    let flag = u8::from(billable);
    format!("{number:05} {code:<7} {flag} {short:<60} {long}\r\n")
}

/// An order file of rows of code, flag, short and long title.
pub(crate) fn file<'r>(
    rows: impl IntoIterator<Item = (&'r str, bool, &'r str, &'r str)>,
) -> Vec<u8> {
    let lines = (1..)
        .zip(rows)
        .map(|(number, (code, billable, short, long))| line(number, code, billable, short, long));
    lines.collect::<String>().into_bytes()
}
