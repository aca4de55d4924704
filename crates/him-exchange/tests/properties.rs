//! Whatever happens to a Bundle, the entries that it does not happen to are read.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in the functions that tests share as well"
)]

use std::io::{self, Read};

mod shared;

use him_exchange::fhir::{Exporter, Import, Importer};
use proptest::prelude::*;

const CHART: &str = include_str!("vectors/chart.json");
const LINES: &str = include_str!("vectors/two_patients.ndjson");

/// Gives a few bytes at a time.
struct Dripping<'a>(&'a [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(buffer.len());
        self.0
            .take(count as u64)
            .read(buffer)
            .inspect(|read| self.0 = &self.0[*read..])
    }
}

fn import(text: &[u8]) -> Import {
    let mut importer = Importer::new();
    let _ = importer.read_json(text);
    importer.finish()
}

/// The number of resources that are where the counts say.
fn assert_nothing_lost(import: &Import) {
    let total = import.counts.total();
    assert_eq!(shared::found(import), (total.held, total.kept_raw));
    // All of it is written again, and as it was received.
    let mut written = 0;
    for document in 0..import.documents.len() {
        let mut out = Vec::new();
        let exporter = Exporter::of(import);
        let of_document = exporter.document(document, &mut out).unwrap();
        assert_eq!(of_document.as_received, of_document.resources());
        written += of_document.resources();
    }
    assert_eq!(written, total.held + total.kept_raw);
}

/// An invented observation whose text tells it from all others.
fn entry(number: usize, indent: &str, full_url: bool) -> String {
    let url = format!("{indent}\"fullUrl\": \"urn:uuid:{number}\",");
    format!(
        "{{{}{indent}\"resource\": {{{indent}\"resourceType\": \"Observation\",{indent}\
         \"status\": \"final\", \"code\": {{\"text\": \"marker-{number};\\n\\\"\"}},{indent}\
         \"subject\": {{\"reference\": \"Patient/1\"}},{indent}\
         \"component\": [{{\"code\": {{}}, \"valueQuantity\": {{\"value\": 1.50}}}}, {{\"code\": {{}}}}]}}{indent}}}",
        if full_url { &url } else { "" }
    )
}

/// The numbers of the markers that the import holds anywhere.
fn markers(import: &Import) -> Vec<usize> {
    let entries = import.charts.iter().flat_map(him_record::Chart::entries);
    let charts = entries.filter_map(him_record::EntryRef::source);
    let sources = charts.chain(import.shared.unheld.iter().map(|raw| &raw.source));
    let mut found: Vec<_> = sources
        .filter_map(|source| {
            let (_, rest) = source.expose().split_once("marker-")?;
            rest.split(';').next()?.parse().ok()
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[derive(Debug, Clone)]
enum Mutation {
    Replace(u8),
    Delete,
    Insert(u8),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let byte = prop_oneof![any::<u8>(), prop::sample::select(&b"\"\\{}[],: \n0a"[..]),];
    prop_oneof![
        byte.clone().prop_map(Mutation::Replace),
        Just(Mutation::Delete),
        byte.prop_map(Mutation::Insert),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mutation_costs_its_entry_only(
        (pretty, full_url) in any::<(bool, bool)>(),
        mutated in 1_usize..5,
        at in any::<prop::sample::Index>(),
        mutation in mutation(),
    ) {
        let indent = if pretty { "\n    " } else { "" };
        let mut text = format!("{{\"resourceType\": \"Bundle\",{indent}\"entry\": [").into_bytes();
        for number in 0..6 {
            if number > 0 {
                text.push(b',');
            }
            let mut entry = entry(number, indent, full_url).into_bytes();
            if number == mutated {
                let at = at.index(entry.len());
                match mutation {
                    Mutation::Replace(byte) => entry[at] = byte,
                    Mutation::Delete => {
                        entry.remove(at);
                    }
                    Mutation::Insert(byte) => entry.insert(at, byte),
                }
            }
            text.extend_from_slice(&entry);
        }
        text.extend_from_slice(b"]}");
        let import = import(&text);
        assert_nothing_lost(&import);
        let found = markers(&import);
        for number in (0..6).filter(|number| *number != mutated) {
            prop_assert!(found.contains(&number), "{number} of {found:?} in {}", String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn any_mutation_of_a_chart_is_survived(
        places in prop::collection::vec((any::<prop::sample::Index>(), mutation()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut text = CHART.as_bytes().to_vec();
        for (at, mutation) in places {
            let at = at.index(text.len());
            match mutation {
                Mutation::Replace(byte) => text[at] = byte,
                Mutation::Delete => {
                    text.remove(at);
                }
                Mutation::Insert(byte) => text.insert(at, byte),
            }
        }
        if let Some(cut) = cut {
            text.truncate(cut.index(text.len()));
        }
        assert_nothing_lost(&import(&text));
        let mut importer = Importer::new();
        let _ = importer.read_ndjson(&*text);
        assert_nothing_lost(&importer.finish());
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_nothing_lost(&import(&bytes));
        let mut importer = Importer::new();
        let _ = importer.read_ndjson(&*bytes);
        assert_nothing_lost(&importer.finish());
    }

    /// The grammar is that of another reader: one value is read whole or refused by both.
    #[test]
    fn json_is_what_another_reader_takes(
        value in "[\\[\\]{}\",:a\\\\u0-9.eE+\\- tn]{0,12}|(\\[|\\]|\\{|\\}|\"a\"|,|:|1|-0\\.5e\\+1|true|null| |\"\\\\u00e9\"){0,9}",
    ) {
        let text = format!("{{\"resourceType\": \"Basic\", \"x\": {value}}}");
        let mine = Importer::new().read_json(text.as_bytes()).is_ok();
        let other = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
        prop_assert_eq!(mine, other, "{}", text);
    }
}

#[test]
fn dripping_input_reads_the_same() {
    let mutated = CHART.replace("\"status\": \"final\"", "\"status\": fnal");
    for text in [CHART, &mutated] {
        let whole = import(text.as_bytes());
        for step in [1, 2, 7, 4096] {
            let mut importer = Importer::new();
            importer.read_json(Dripping(text.as_bytes(), step)).unwrap();
            let dripped = importer.finish();
            assert!(dripped.charts == whole.charts);
            assert_eq!(dripped.findings, whole.findings);
            assert_eq!(dripped.counts, whole.counts);
        }
    }
    let mut whole = Importer::new();
    whole.read_ndjson(LINES.as_bytes()).unwrap();
    let mut dripped = Importer::new();
    dripped.read_ndjson(Dripping(LINES.as_bytes(), 1)).unwrap();
    let (whole, dripped) = (whole.finish(), dripped.finish());
    assert!(whole.charts == dripped.charts);
    assert_eq!(whole.findings, dripped.findings);
}

/// Larger than what is read at a time, with entries across every boundary.
#[test]
fn long_bundles_read_the_same_however_they_come() {
    let entries: Vec<_> = (0..6_000)
        .map(|number| entry(number, "\n  ", true))
        .collect();
    let broken = entries.join(",").replace("\"marker-777;", "marker-777;");
    let text = format!("{{\"resourceType\": \"Bundle\", \"entry\": [{broken}]}}");
    assert!(text.len() > 4 * 256 * 1024);
    let whole = import(text.as_bytes());
    assert_eq!(whole.counts.total().held, 5_999);
    assert_eq!(whole.findings.len(), 2);
    let at = text.find("marker-777;").unwrap();
    assert_eq!(whole.findings[0].position.offset, at as u64);
    let before = &text[..at];
    assert_eq!(
        whole.findings[0].position.line,
        1 + before.matches('\n').count() as u64
    );
    let column = before.len() - before.rfind('\n').unwrap();
    assert_eq!(whole.findings[0].position.column, column as u64);
    for step in [1, 1000, 300_000] {
        let mut importer = Importer::new();
        importer.read_json(Dripping(text.as_bytes(), step)).unwrap();
        let dripped = importer.finish();
        assert!(dripped.charts == whole.charts);
        assert_eq!(dripped.findings, whole.findings);
    }
}

#[test]
fn the_order_of_entries_does_not_matter() {
    let bundle: serde_json::Value = serde_json::from_str(CHART).unwrap();
    let forwards = import(bundle.to_string().as_bytes());
    let mut reversed = bundle.clone();
    reversed["entry"].as_array_mut().unwrap().reverse();
    let mut backwards = import(reversed.to_string().as_bytes());
    assert_eq!(forwards.counts, backwards.counts);
    assert_eq!(backwards.charts.len(), 1);
    let chart = &mut backwards.charts[0];
    chart.medications.reverse();
    chart.notes.reverse();
    assert!(forwards.charts == backwards.charts);
}

/// The seeds of the fuzz target, as a plain test.
#[test]
fn the_fuzz_corpus_is_survived() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/fhir_r4");
    let mut seeds = 0;
    for seed in std::fs::read_dir(corpus).unwrap() {
        let text = std::fs::read(seed.unwrap().path()).unwrap();
        assert_nothing_lost(&import(&text));
        let mut importer = Importer::new();
        let _ = importer.read_ndjson(&*text);
        assert_nothing_lost(&importer.finish());
        seeds += 1;
    }
    assert!(seeds >= 8);
}
