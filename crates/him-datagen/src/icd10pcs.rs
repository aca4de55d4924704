//! ICD-10-PCS: which release files make it, and on which day each took effect.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::automaton::First;
use crate::code_editor::{self, CodeEditor};
use crate::code_table::{CodeTable, TableName, count_bytes};
use crate::conversion::successors::{self, Successor};
use crate::fault::{Fault, Result};
use crate::history::{Held, History, Standing};
use crate::order_file::{self, List, Row};
use crate::output::{Output, Source};
use crate::procedure_tables;
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

const TABLE: CodeTable = CodeTable {
    codes: TableName {
        name: "icd10pcs",
        path: "data/icd10pcs.bin",
        letters: *b"HCP1",
    },
    titles: TableName {
        name: "icd10pcs-titles",
        path: "data/icd10pcs-titles.bin",
        letters: *b"HPT1",
    },
    first: First::DigitOrLetter,
};

/// Reads the editions and adds the tables of ICD-10-PCS to the output.
pub(crate) fn generate(release: &Release, progress: &Progress, output: &mut Output) -> Result<()> {
    let (editor_file, editor) = code_editor::of(release, "_i10sg.csv", progress)?;
    let files: Vec<&ReleaseFile> = release
        .files()
        .iter()
        .filter(|file| is_order_file(&file.path))
        .collect();
    let mut unpacked = Vec::new();
    for file in &files {
        progress.at(&file.path);
        unpacked.push(release.read(file)?);
    }
    let mut held = Vec::new();
    for (file, bytes) in files.iter().zip(&unpacked) {
        let rows = order_file::read(&file.path, bytes, List::Icd10Pcs)?;
        let effective = match file.effective() {
            Ok(effective) => effective,
            Err(_) => first_day(file, &rows, &editor)?,
        };
        held.push((
            *file,
            Held {
                name: edition_name(file.edition_name(), effective),
                effective,
                standing: Standing::Official,
                file: file.path.clone(),
                rows,
            },
        ));
    }
    held.sort_by_key(|(_, edition)| edition.effective);
    for (file, edition) in &held {
        let source = Source::order_file("icd10pcs", file, &edition.name, edition.effective);
        output.sources.push(source);
    }
    output
        .sources
        .push(Source::code_editor("i10sg", editor_file));

    progress.at("tables of ICD-10-PCS");
    let held: Vec<Held<'_>> = held.into_iter().map(|(_, edition)| edition).collect();
    TABLE.fingerprint(&held, output);
    procedure_tables::generate(release, &held, progress, output)?;
    let history = History::build(held, &editor)?;
    TABLE.pack(&history, output)?;
    let successors = successors::of_procedures(&history);
    output.table(
        "icd10pcs-successors",
        successors.len(),
        "data/icd10pcs-successors.bin",
        packed_successors(&successors)?,
    );
    output.editions(
        "ICD10PCS_EDITIONS",
        "Editions of ICD-10-PCS, from the first to the last.",
        &history.editions,
    );
    output.disagreements("icd10pcs", &history.disagreements);
    Ok(())
}

/// `icd10pcs-successors.bin`, `HPS1`: four letters; the number of pairs, 32 bits; pairs of a deleted code and one that took
/// its place, by their numbers in `icd10pcs.bin`, 32 bits each, in order.
fn packed_successors(pairs: &BTreeSet<Successor>) -> Result<Vec<u8>> {
    let mut blob = b"HPS1".to_vec();
    blob.extend(count_bytes(pairs.len())?);
    for (old, new) in pairs {
        blob.extend(old.to_le_bytes());
        blob.extend(new.to_le_bytes());
    }
    Ok(blob)
}

fn is_order_file(path: &str) -> bool {
    let name = path.strip_prefix("icd10pcs/icd10pcs-order-");
    name.is_some_and(|name| name.ends_with(".txt") || name.ends_with(".txt.xz"))
}

/// CMS replaces the order file of a fiscal year with each update and keeps its name. The file of an update has codes that
/// the editor does not take before that update: it took effect on the first day of the year on which the editor takes all.
fn first_day(file: &ReleaseFile, rows: &[Row<'_>], editor: &CodeEditor) -> Result<NaiveDate> {
    let fault = |what: &str| Fault::in_file(&file.path, what);
    let year: i32 = file
        .edition_name()
        .strip_prefix("FY")
        .and_then(|year| year.parse().ok())
        .ok_or_else(|| fault("the edition in MANIFEST.csv is not a fiscal year such as FY2026"))?;
    let start = NaiveDate::from_ymd_opt(year - 1, 10, 1);
    let end = NaiveDate::from_ymd_opt(year, 9, 30);
    let (Some(start), Some(end)) = (start, end) else {
        return Err(fault("the year in MANIFEST.csv is no year"));
    };
    let mut first = start;
    for row in rows.iter().filter(|row| row.billable) {
        let day = editor
            .periods(row.code)
            .iter()
            .find(|period| {
                period.first <= end && period.last.is_none_or(|last| last >= start)
            })
            .map(|period| period.first)
            .ok_or_else(|| {
                fault(&format!(
                    "{} is not in the Medicare Code Editor's table for that year, and MANIFEST.csv gives the edition no effective date",
                    row.code
                ))
            })?;
        first = first.max(day);
    }
    Ok(first)
}

/// `FY2021, January 2021 update` for the file of that update.
fn edition_name(name: &str, effective: NaiveDate) -> String {
    let month = match effective.month() {
        1 => "January",
        4 => "April",
        8 => "August",
        _ => return name.to_owned(),
    };
    if name.contains("update") {
        name.to_owned()
    } else {
        format!("{name}, {month} {} update", effective.year())
    }
}
