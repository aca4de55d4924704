//! Which codes of ICD-10-CM are exempt from reporting whether they were present on admission (CMS, `POAexemptCodesFY26.txt`):
//! lines `ORDER<TAB>CODE<TAB>TITLE` under a line of headings, one file a fiscal year.
//!
//! `icd10cm-poa-exempt.bin`, `HPE1`: the numbers of lists and of codes of `icd10cm.bin` (32 bits each, little-endian); for
//! each list, from the first to the last, a bit for each code in its order, lowest bit first, filled up to whole bytes.

use std::collections::BTreeSet;

use crate::code_table::count_bytes;
use crate::fault::{Fault, Result};
use crate::history::{Edition, Standing};
use crate::output::{Fingerprint, Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile, sha256_hex};

const TABLE: &str = "icd10cm-poa-exempt";

/// Reads the lists and adds their table to the output, after that of ICD-10-CM.
pub(crate) fn generate(release: &Release, progress: &Progress, output: &mut Output) -> Result<()> {
    let mut lists = Vec::new();
    for file in release.files() {
        if !file.path.starts_with("icd10cm/poa-exempt-") {
            continue;
        }
        progress.at(&file.path);
        lists.push((
            edition(file)?,
            file,
            read(&file.path, &release.read(file)?)?,
        ));
    }
    lists.sort_by_key(|(edition, ..)| edition.effective);
    if lists.is_empty() {
        return Err(Fault::in_file(
            "MANIFEST.csv",
            "names no icd10cm/poa-exempt-*.txt",
        ));
    }
    let mut blob = b"HPE1".to_vec();
    let codes = output.codes("icd10cm").to_vec();
    for count in [lists.len(), codes.len()] {
        blob.extend(count_bytes(count)?);
    }
    let mut before = BTreeSet::new();
    for (edition, file, list) in &lists {
        output.sources.push(Source {
            name: format!("{TABLE}-{}", edition.name.to_lowercase()),
            effective: Some(edition.effective),
            ..Source::of(file)
        });
        if let Some(code) = list.iter().find(|code| codes.binary_search(code).is_err()) {
            let what = format!("{code} is in no edition of ICD-10-CM that is held");
            return Err(Fault::in_file(&*file.path, what));
        }
        for eight in codes.chunks(8) {
            let bits = eight.iter().enumerate();
            blob.push(bits.fold(0, |byte, (bit, code)| {
                byte | u8::from(list.contains(code)) << bit
            }));
        }
        let text: String = list.iter().map(|code| format!("{code}\n")).collect();
        output.fingerprints.push(Fingerprint {
            table: TABLE,
            edition: edition.name.clone(),
            rows: list.len(),
            added: list.difference(&before).count(),
            removed: before.difference(list).count(),
            bytes: text.len(),
            sha256: sha256_hex(text.as_bytes()),
        });
        before = list.clone();
    }
    output.table(TABLE, codes.len(), "data/icd10cm-poa-exempt.bin", blob);
    let editions: Vec<Edition> = lists.into_iter().map(|(edition, ..)| edition).collect();
    output.editions(
        "ICD10CM_POA_EXEMPT_EDITIONS",
        "Lists of codes exempt from present-on-admission reporting, from the first to the last.",
        &editions,
    );
    Ok(())
}

/// `FY2026` is in force from 2025-10-01.
fn edition(file: &ReleaseFile) -> Result<Edition> {
    let name = file.edition_name();
    let year = name
        .strip_prefix("FY")
        .and_then(|year| year.parse::<i32>().ok());
    let effective = year
        .and_then(|year| chrono::NaiveDate::from_ymd_opt(year - 1, 10, 1))
        .map_or_else(|| file.effective(), Ok)?;
    Ok(Edition {
        name: name.to_owned(),
        effective,
        standing: Standing::Official,
    })
}

/// The codes without their dots.
fn read(file: &str, bytes: &[u8]) -> Result<BTreeSet<String>> {
    let mut codes = BTreeSet::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if index == 0 || line.trim_ascii().is_empty() {
            continue;
        }
        let code = line.split(|byte| *byte == b'\t').nth(1).unwrap_or_default();
        let code: String = code
            .iter()
            .filter(|byte| **byte != b'.')
            .map(|byte| char::from(*byte))
            .collect();
        if !(3..=7).contains(&code.len())
            || !code
                .bytes()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        {
            return Err(Fault::at_line(
                file,
                index + 1,
                "its second column is no code",
            ));
        }
        if !codes.insert(code) {
            return Err(Fault::at_line(
                file,
                index + 1,
                "its code has a line before this one",
            ));
        }
    }
    Ok(codes)
}
