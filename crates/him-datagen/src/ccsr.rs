//! The Clinical Classifications Software Refined for diagnoses of ICD-10-CM (AHRQ).
//!
//! Two lists: of the categories with their titles, and of the codes, a line for each category that a code is in. Both start
//! with a title and the names of the columns and close with `End of Content`. Where the two give a category different
//! titles, that of the codes' list is taken.
//!
//! Packed (`ccsr.bin`, `HCS1`): numbers are little-endian. Four letters; the numbers of categories, rationales, lists, lines
//! of the lists, codes of ICD-10-CM, odd codes and bytes of text (32 bits each); then
//!
//! - categories in the order of their codes, 20 bytes each: the lowest and the highest number in `icd10cm.bin` of its codes
//!   (32 bits each, the lowest above the highest when there are none), the place of its title in the text (24 bits) and its
//!   length (8 bits), its code (8 bytes, filled with zeros);
//! - rationales, 32 bits each: place in the text (24 bits), length (8 bits);
//! - lists, and one more, 16 bits each: the place of the first line;
//! - lines, 32 bits each: category (bits 0-9), default for inpatient data (10-11) and outpatient data (12-13), each 0 no, 1
//!   yes, 2 unacceptable as that diagnosis; rationale (14-20);
//! - of each code of ICD-10-CM by its number: the number of its list, 16 bits, all set for none;
//! - odd codes, which no edition of ICD-10-CM held has: 64 bits, the characters from the highest byte down, and the number
//!   of its list, 64 bits;
//! - the text.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::code_table::count_bytes;
use crate::fault::{Fault, Result};
use crate::history::{Edition, History, Standing};
use crate::output::{Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

const NO_LIST: u16 = u16::MAX;
const END: &str = "End of Content";
const CATEGORY_COLUMNS: [&str; 2] = ["CCSR Category", "CCSR Category Description"];
const CODE_COLUMNS: [&str; 7] = [
    "ICD-10-CM Code",
    "ICD-10-CM Code Description",
    "CCSR Category",
    "CCSR Category Description",
    "Inpatient Default CCSR (Y/N/X)",
    "Outpatient Default CCSR (Y/N/X)",
    "Rationale for Default Assignment",
];

#[derive(Default)]
struct Mapping {
    /// By their codes, with their titles.
    categories: BTreeMap<String, String>,
    /// By the code of ICD-10-CM, in the order of the file.
    lines: BTreeMap<String, Vec<Line>>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    category: String,
    inpatient: u32,
    outpatient: u32,
    rationale: String,
}

/// Reads the last version and adds its table to the output.
pub(crate) fn generate(
    release: &Release,
    history: &History<'_>,
    progress: &Progress,
    output: &mut Output,
) -> Result<()> {
    progress.at("CCSR");
    let categories = last(release, "-categories.csv")?;
    let mapping = last(release, "-mapping.csv")?;
    let mut read = Mapping::default();
    read.categories(&categories.path, &release.read(categories)?)?;
    read.codes(&mapping.path, &release.read(mapping)?)?;
    for (part, file) in [("categories", categories), ("mapping", mapping)] {
        output.sources.push(Source {
            name: format!("ccsr-{}-{part}", file.edition.replace('.', "-")),
            ..Source::of(file)
        });
    }
    // Version 2026.1 is that of the fiscal year 2026.
    let year = mapping.edition.strip_prefix('v').and_then(|version| {
        let (year, _) = version.split_once('.')?;
        year.parse::<i32>().ok()
    });
    let effective = year.and_then(|year| NaiveDate::from_ymd_opt(year - 1, 10, 1));
    let edition = Edition {
        name: mapping.edition.clone(),
        effective: effective.ok_or_else(|| {
            Fault::in_file(
                &mapping.path,
                "the edition in MANIFEST.csv is no version such as v2026.1",
            )
        })?,
        standing: Standing::Official,
    };
    let rows = read.lines.values().map(Vec::len).sum();
    output.table("ccsr", rows, "data/ccsr.bin", read.pack(history)?);
    let doc = "Version of the Clinical Classifications Software Refined.";
    output.editions("CCSR_EDITIONS", doc, &[edition]);
    Ok(())
}

fn last<'r>(release: &'r Release, end: &str) -> Result<&'r ReleaseFile> {
    let is_part = |file: &&ReleaseFile| {
        let path = file.path.strip_suffix(".xz").unwrap_or(&file.path);
        path.starts_with("crosswalks/dxccsr-") && path.ends_with(end)
    };
    let files = release.files().iter().filter(is_part);
    files
        .max_by_key(|file| file.path.as_str())
        .ok_or_else(|| Fault::in_file("MANIFEST.csv", format!("names no crosswalks/dxccsr-*{end}")))
}

impl Mapping {
    fn categories(&mut self, file: &str, bytes: &[u8]) -> Result<()> {
        for (line, cells) in table(file, bytes, &CATEGORY_COLUMNS)? {
            let fault = |what: &str| Fault::at_line(file, line, what);
            let [code, title, ..] = cells.as_slice() else {
                return Err(fault("has not two columns"));
            };
            if code.is_empty() || code.len() > 8 || title.is_empty() {
                return Err(fault("is not a category and its title"));
            }
            if self
                .categories
                .insert(code.clone(), title.clone())
                .is_some()
            {
                return Err(fault("the category stands twice"));
            }
        }
        Ok(())
    }

    fn codes(&mut self, file: &str, bytes: &[u8]) -> Result<()> {
        for (line, cells) in table(file, bytes, &CODE_COLUMNS)? {
            let fault = |what: &str| Fault::at_line(file, line, what);
            let [code, _, category, title, inpatient, outpatient, rationale] = cells.as_slice()
            else {
                return Err(fault("has not seven columns"));
            };
            let code = code.trim_matches('\'').to_owned();
            if !(3..=7).contains(&code.len()) || !code.bytes().all(|c| c.is_ascii_alphanumeric()) {
                return Err(fault("the first column is not a code"));
            }
            let default = |cell: &str| match cell {
                "N" => Ok(0),
                "Y" => Ok(1),
                "X" => Ok(2),
                _ => Err(fault("a default is not Y, N or X")),
            };
            let known = self.categories.get_mut(category);
            *known.ok_or_else(|| fault("the category is not in the list of categories"))? =
                title.clone();
            self.lines.entry(code).or_default().push(Line {
                category: category.clone(),
                inpatient: default(inpatient)?,
                outpatient: default(outpatient)?,
                rationale: rationale.clone(),
            });
        }
        Ok(())
    }

    fn pack(&self, history: &History<'_>) -> Result<Vec<u8>> {
        let too_large = || Fault::in_file("ccsr", "is too large for its packed form");
        let mut text = String::new();
        let mut place = |own: &str| {
            let start = text.len();
            text += own;
            u32::try_from(own.len() << 24 | start)
                .ok()
                .filter(|_| own.len() < 1 << 8 && start < 1 << 24)
                .ok_or_else(too_large)
        };
        let names: Vec<&String> = self.categories.keys().collect();
        let rationales: BTreeSet<&str> = self
            .lines
            .values()
            .flatten()
            .map(|line| line.rationale.as_str())
            .collect();
        let rationales: Vec<&str> = rationales.into_iter().collect();
        let distinct: BTreeSet<&Vec<Line>> = self.lines.values().collect();
        if names.len() > 1 << 10 || rationales.len() > 1 << 7 || distinct.len() >= NO_LIST.into() {
            return Err(too_large());
        }

        let mut spans = vec![(u32::MAX, 0); names.len()];
        let mut lists = vec![NO_LIST; history.codes.len()];
        let mut odd = Vec::new();
        let number_of: BTreeMap<&Vec<Line>, u16> = distinct.iter().copied().zip(0..).collect();
        for (code, lines) in &self.lines {
            let list = number_of.get(lines).copied().unwrap_or_default();
            let Some(ordinal) = history.ordinal(code) else {
                let mut key = [0; 8];
                for (cell, byte) in key.iter_mut().zip(code.bytes()) {
                    *cell = byte;
                }
                odd.push((u64::from_be_bytes(key), list));
                continue;
            };
            if let Some(cell) = lists.get_mut(ordinal as usize) {
                *cell = list;
            }
            for line in lines {
                let category = names.binary_search(&&line.category).unwrap_or_default();
                if let Some((low, high)) = spans.get_mut(category) {
                    *low = ordinal.min(*low);
                    *high = ordinal.max(*high);
                }
            }
        }

        let mut starts = Vec::new();
        let mut lines = Vec::new();
        for list in &distinct {
            starts.push(u16::try_from(lines.len()).map_err(|_| too_large())?);
            for line in *list {
                let category = names.binary_search(&&line.category).unwrap_or_default();
                let rationale = rationales.binary_search(&line.rationale.as_str());
                let low = line.inpatient << 10 | line.outpatient << 12;
                let high = (rationale.unwrap_or_default() as u32) << 14;
                lines.push(category as u32 | low | high);
            }
        }
        starts.push(u16::try_from(lines.len()).map_err(|_| too_large())?);

        let mut categories = Vec::new();
        for ((name, title), (low, high)) in self.categories.iter().zip(spans) {
            categories.extend(low.to_le_bytes());
            categories.extend(high.to_le_bytes());
            categories.extend(place(title)?.to_le_bytes());
            let mut cell = [0; 8];
            for (cell, byte) in cell.iter_mut().zip(name.bytes()) {
                *cell = byte;
            }
            categories.extend(cell);
        }
        let mut reasons = Vec::new();
        for rationale in &rationales {
            reasons.extend(place(rationale)?.to_le_bytes());
        }
        let mut blob = b"HCS1".to_vec();
        for count in [
            names.len(),
            rationales.len(),
            distinct.len(),
            lines.len(),
            lists.len(),
            odd.len(),
            text.len(),
        ] {
            blob.extend(count_bytes(count)?);
        }
        blob.extend(categories);
        blob.extend(reasons);
        blob.extend(starts.iter().flat_map(|start| start.to_le_bytes()));
        blob.extend(lines.iter().flat_map(|line| line.to_le_bytes()));
        blob.extend(lists.iter().flat_map(|list| list.to_le_bytes()));
        for (key, list) in odd {
            blob.extend(key.to_le_bytes());
            blob.extend(u64::from(list).to_le_bytes());
        }
        blob.extend(text.bytes());
        Ok(blob)
    }
}

/// The lines between the names of the columns and the end, with their numbers.
fn table(file: &str, bytes: &[u8], columns: &[&str]) -> Result<Vec<(usize, Vec<String>)>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut lines = Vec::new();
    let mut in_table = false;
    let mut ended = false;
    for record in reader.records() {
        let record = record.map_err(|e| Fault::in_file(file, e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line) as usize;
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if !in_table {
            in_table = cells.iter().take(columns.len()).eq(columns);
        } else if cells.first().is_some_and(|cell| cell == END) {
            ended = true;
            break;
        } else if cells.iter().any(|cell| !cell.is_empty()) {
            lines.push((line, cells));
        }
    }
    match (in_table, ended) {
        (true, true) => Ok(lines),
        (false, _) => {
            let what = format!("has no line of the columns {}", columns.join(", "));
            Err(Fault::in_file(file, what))
        }
        (true, false) => Err(Fault::in_file(file, format!("does not close with {END:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATEGORIES: &str = "title\nCCSR Category,CCSR Category Description,\nDIG001,Intestinal infection,\nEnd of Content,,\n";

    fn shown(codes: &str) -> String {
        let mut mapping = Mapping::default();
        mapping
            .categories("categories.csv", CATEGORIES.as_bytes())
            .unwrap();
        let text = format!("a title,,,,,,\n{}\n{codes}", CODE_COLUMNS.join(","));
        match mapping.codes("mapping.csv", text.as_bytes()) {
            Ok(()) => format!("{:?}", mapping.lines.keys().collect::<Vec<_>>()),
            Err(fault) => fault.to_string(),
        }
    }

    #[test]
    fn a_broken_line_is_named() {
        let end = "End of Content,,,,,,\n";
        let cases = [
            (
                "A000,\"Cholera, x\",DIG001,Intestinal infection,Y,Y,06 Infectious conditions\n",
                "[\"A000\"]",
            ),
            (
                "A0,x,DIG001,x,Y,Y,06\n",
                "mapping.csv: line 3: the first column is not a code",
            ),
            (
                "A000,x,DIG002,x,Y,Y,06\n",
                "mapping.csv: line 3: the category is not in the list of categories",
            ),
            (
                "A000,x,DIG001,x,Y,?,06\n",
                "mapping.csv: line 3: a default is not Y, N or X",
            ),
            (
                "A000,x,DIG001,x,Y,Y\n",
                "mapping.csv: line 3: has not seven columns",
            ),
        ];
        for (line, answer) in cases {
            assert_eq!(shown(&format!("{line}{end}")), answer, "{line}");
        }
        assert_eq!(
            shown("A000,x,DIG001,x,Y,Y,06\n"),
            "mapping.csv: does not close with \"End of Content\""
        );
        let fault = table("categories.csv", b"a,b\n", &CATEGORY_COLUMNS).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "categories.csv: has no line of the columns CCSR Category, CCSR Category Description"
        );
    }
}
