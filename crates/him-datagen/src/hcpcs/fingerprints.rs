//! The lines of `fingerprints.csv`: of each edition, what it has of a table, as text.

use him_codes_release::hcpcs::Record;

use crate::output::{Fingerprint, Output};
use crate::release::sha256_hex;

pub(super) fn validity_line(record: &Record) -> String {
    let last = record
        .terminated
        .map_or(String::new(), |last| last.to_string());
    format!("{},{},{last}\n", record.code, record.added)
}

pub(super) fn title_line(record: &Record) -> String {
    format!("{},{},{}\n", record.code, record.short, record.long)
}

pub(super) fn details_line(record: &Record) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    let day = record
        .action_date
        .map_or(String::new(), |day| day.to_string());
    format!(
        "{},{},{},{},{},{day},{}\n",
        record.code,
        text(&[record.coverage]),
        text(&[record.action]),
        text(&record.betos),
        text(&record.types_of_service),
        record.see.join(" ")
    )
}

pub(super) fn fingerprint(
    output: &mut Output,
    table: &'static str,
    edition: &str,
    records: &[Record],
    line: impl Fn(&Record) -> String,
    before: &mut Vec<String>,
) {
    let rows = records
        .iter()
        .map(|record| (record.code.as_str(), line(record)));
    add_fingerprint(output, table, edition, rows.collect(), before);
}

/// `before` has the codes of the edition before, in order, and afterwards those of this one.
pub(super) fn add_fingerprint(
    output: &mut Output,
    table: &'static str,
    edition: &str,
    mut rows: Vec<(&str, String)>,
    before: &mut Vec<String>,
) {
    rows.sort_unstable();
    let codes: Vec<String> = rows.iter().map(|(code, _)| (*code).to_owned()).collect();
    let text: String = rows.iter().map(|(_, line)| line.as_str()).collect();
    let missing = |from: &[String], other: &[String]| {
        from.iter()
            .filter(|code| other.binary_search(code).is_err())
            .count()
    };
    output.fingerprints.push(Fingerprint {
        table,
        edition: edition.to_owned(),
        rows: codes.len(),
        added: missing(&codes, before),
        removed: missing(before, &codes),
        bytes: text.len(),
        sha256: sha256_hex(text.as_bytes()),
    });
    *before = codes;
}
