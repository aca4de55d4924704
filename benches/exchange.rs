//! Bundle to chart and back, beside the plain JSON tree of `serde_json`.

#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a benchmark fails by panicking; criterion writes undocumented functions"
)]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use him_exchange::fhir::{Exporter, Import, Importer, Options, stream_ndjson};

/// The first `count` files of a pack; none if the pack is not there.
fn pack(name: &str, extension: &str, count: usize) -> Vec<Vec<u8>> {
    let Some(folder) = him_testdata::folder("record", "him-exchange benches of the packs") else {
        return Vec::new();
    };
    let mut files = Vec::new();
    him_testdata::for_each_file(&folder.join(name), |path, content| {
        if path.extension().is_some_and(|found| found == extension) && files.len() < count {
            files.push(content);
        }
        Ok(())
    })
    .expect("a pack is whole");
    files
}

/// As `files`, without white space between tokens.
fn compact(files: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let parse = |text: &Vec<u8>| serde_json::from_slice::<serde_json::Value>(text);
    let files = files.iter().map(|text| parse(text).expect("JSON"));
    files.map(|value| value.to_string().into_bytes()).collect()
}

fn bundle_to_chart(criterion: &mut Criterion) {
    let synthea = pack("synthea-r4-bundles-dev.tar.xz", "json", 20);
    let invented = include_bytes!("../crates/him-exchange/tests/vectors/chart.json");
    let cases = [
        ("invented", vec![invented.to_vec()]),
        ("synthea_compact", compact(&synthea)),
        ("synthea", synthea),
    ];
    for (case, files) in cases {
        if files.is_empty() {
            continue;
        }
        let mut group = criterion.benchmark_group(format!("him-exchange/bundle_to_chart/{case}"));
        group.throughput(Throughput::Bytes(
            files.iter().map(|f| f.len() as u64).sum(),
        ));
        group.bench_function("him", |bencher| {
            bencher.iter(|| {
                for text in &files {
                    let mut importer = Importer::new();
                    importer.read_json(&**text).expect("a Bundle");
                    black_box(importer.finish());
                }
            });
        });
        group.bench_function("serde_json_value", |bencher| {
            bencher.iter(|| {
                for text in &files {
                    let value: serde_json::Value = serde_json::from_slice(text).expect("JSON");
                    black_box(value);
                }
            });
        });
        group.finish();
    }
}

fn import(text: &[u8]) -> Import {
    let mut importer = Importer::new();
    importer.read_json(text).expect("a Bundle");
    importer.finish()
}

/// The same charts out again: as they were read, and with every entry compared with its source.
fn chart_to_bundle(criterion: &mut Criterion) {
    let synthea = pack("synthea-r4-bundles-dev.tar.xz", "json", 20);
    for (case, files) in [("synthea_compact", compact(&synthea)), ("synthea", synthea)] {
        if files.is_empty() {
            continue;
        }
        let imports: Vec<_> = files.iter().map(|text| import(text)).collect();
        let mut edited: Vec<_> = files.iter().map(|text| import(text)).collect();
        for chart in edited.iter_mut().flat_map(|import| &mut import.charts) {
            for entry in &mut chart.observations {
                entry.content.issued = None;
            }
        }
        let values = files.iter().map(|text| serde_json::from_slice(text));
        let values: Vec<serde_json::Value> = values.map(|value| value.expect("JSON")).collect();
        let mut group = criterion.benchmark_group(format!("him-exchange/chart_to_bundle/{case}"));
        group.throughput(Throughput::Bytes(
            files.iter().map(|f| f.len() as u64).sum(),
        ));
        let export = |import: &Import| {
            let mut out = Vec::new();
            let written = Exporter::of(import).document(0, &mut out);
            black_box((written.expect("memory takes all"), out));
        };
        group.bench_function("him", |bencher| {
            bencher.iter(|| imports.iter().for_each(export))
        });
        group.bench_function("him_every_observation_edited", |bencher| {
            bencher.iter(|| edited.iter().for_each(export));
        });
        group.bench_function("serde_json_value", |bencher| {
            bencher.iter(|| {
                for value in &values {
                    black_box(serde_json::to_vec(value).expect("JSON"));
                }
            });
        });
        group.finish();
    }
}

fn ndjson_to_entries(criterion: &mut Criterion) {
    let files = pack("synthea-bulk-ndjson-10pt-dev.tar.xz", "ndjson", usize::MAX);
    if files.is_empty() {
        return;
    }
    let mut group = criterion.benchmark_group("him-exchange/ndjson_to_entries/bulk");
    group.throughput(Throughput::Bytes(
        files.iter().map(|f| f.len() as u64).sum(),
    ));
    group.bench_function("him", |bencher| {
        bencher.iter(|| {
            for text in &files {
                let look = |streamed| {
                    black_box(streamed);
                };
                stream_ndjson(&**text, Options::default(), look).expect("lines");
            }
        });
    });
    group.finish();
}

fn ndjson_to_charts(criterion: &mut Criterion) {
    let files = pack("synthea-bulk-ndjson-10pt-dev.tar.xz", "ndjson", usize::MAX);
    if files.is_empty() {
        return;
    }
    let mut group = criterion.benchmark_group("him-exchange/ndjson_to_charts/bulk");
    group.throughput(Throughput::Bytes(
        files.iter().map(|f| f.len() as u64).sum(),
    ));
    group.bench_function("him", |bencher| {
        bencher.iter(|| {
            let mut importer = Importer::new();
            for text in &files {
                importer.read_ndjson(&**text).expect("lines");
            }
            black_box(importer.finish());
        });
    });
    group.bench_function("serde_json_value", |bencher| {
        bencher.iter(|| {
            for line in files
                .iter()
                .flat_map(|text| text.split(|byte| *byte == b'\n'))
            {
                if !line.is_empty() {
                    black_box(serde_json::from_slice::<serde_json::Value>(line).expect("JSON"));
                }
            }
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(5));
    targets = bundle_to_chart, chart_to_bundle, ndjson_to_charts, ndjson_to_entries
}
criterion_main!(benches);
