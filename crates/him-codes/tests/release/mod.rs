//! The official release files, read in place.
#![allow(dead_code, reason = "each test uses some of it")]

use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;
use him_testdata::xz;

pub(crate) struct OrderFile {
    pub(crate) effective: NaiveDate,
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
        let text = String::from_utf8(xz(&folder.join(file)).unwrap()).unwrap();
        let rows = text
            .lines()
            .map(|line| Row {
                code: line[6..13].trim_end().to_owned(),
                billable: &line[14..15] == "1",
                short: line[16..76].trim_end().to_owned(),
                long: line[77..].trim_end().to_owned(),
            })
            .collect();
        files.push(OrderFile {
            effective: date.trim_end_matches(')').parse().unwrap(),
            rows,
        });
    }
    files.sort_by_key(|file| file.effective);
    assert_eq!(files.len(), 14);
    files
}

/// By code, `(first day, last day)` of each row of the Medicare Code Editor's table of diagnoses.
pub(crate) fn code_editor(folder: &Path) -> HashMap<String, Vec<(NaiveDate, Option<NaiveDate>)>> {
    let bytes = xz(&folder.join("edits/mce_v43.1_i10dx.csv.xz")).unwrap();
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
