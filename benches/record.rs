//! The history of charts: append, verify, rebuild, and the JSON of a chart.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use him_codes::CodeSystem;
use him_record::history::{AsOf, ChartId, EntryId, History, LogId, Stamp, Timestamp, Verifier};
use him_record::{
    Actor, Chart, Coding, Concept, Entry, Observation, ObservedValue, Patient, Period, Phi,
    Quantity, Reference,
};

const LOG: LogId = LogId::new(*b"an invented log!");

fn stamp(micros: i64) -> Stamp {
    Stamp::new(
        Timestamp::from_unix_micros(micros),
        Actor::new("Practitioner/invented"),
    )
}

/// A laboratory result as charts have them. Invented.
fn result(number: usize) -> Entry<Observation> {
    let mut code = Concept::coded(CodeSystem::Loinc, "2345-7");
    code.text = Some("Glucose [Mass/volume] in Serum or Plasma".into());
    let mut quantity = Quantity::default();
    let value = format!("{}.{}", 70 + number % 90, number % 10);
    quantity.value = value.parse().ok().map(Phi::new);
    quantity.unit = Some("mg/dL".into());
    quantity.coded_unit = Some(Coding::new(CodeSystem::Ucum, "mg/dL"));
    let mut observation = Observation::default();
    observation.code = Some(code);
    observation.categories = vec![Concept::default()];
    observation.effective = Period::new("2026-02-03T10:00:00.120-05:00".parse().ok(), None);
    observation.value = Some(ObservedValue::Quantity(quantity));
    observation.encounter = Some(Reference::to(
        "urn:uuid:5f1c2b7e-0000-4000-8000-000000000001",
    ));
    let mut entry = Entry::new(observation);
    entry.id = Some(format!("5f1c2b7e-0000-4000-8000-{number:012}").into());
    entry
}

/// A log with one chart of so many entries, each tenth in a second version.
fn log(entries: usize) -> (History, ChartId) {
    let mut history = History::new(LOG);
    let mut time = 0;
    let mut next = || {
        time += 1_000;
        stamp(time)
    };
    let chart = history
        .open(Entry::new(Patient::default()), next())
        .unwrap_or(ChartId::new(0));
    for number in 0..entries {
        let added = history.add(chart, result(number), next());
        if number % 10 == 0 {
            let _ = history.revise(added.unwrap_or(EntryId::new(0)), result(number + 1), next());
        }
    }
    (history, chart)
}

fn history(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("him-record/history");
    // Many at a time, as a log grows: one alone, on a copy of a log, would mostly measure the copy's first growth.
    const ADDED: usize = 1_000;
    group.throughput(Throughput::Elements(ADDED as u64));
    group.bench_function("append", |bencher| {
        bencher.iter_batched(
            || (log(0), (0..ADDED).map(result).collect::<Vec<_>>()),
            |((mut history, chart), entries)| {
                for entry in entries {
                    black_box(history.add(chart, entry, stamp(i64::MAX)).is_ok());
                }
                history
            },
            BatchSize::LargeInput,
        );
    });

    let (whole, chart) = log(10_000);
    let bytes: Vec<&[u8]> = whole
        .events()
        .iter()
        .map(|event| event.as_bytes())
        .collect();
    group.throughput(Throughput::Elements(bytes.len() as u64));
    group.bench_function("verify", |bencher| {
        bencher.iter(|| {
            let mut verifier = Verifier::new(LOG);
            let mut events = bytes.iter();
            events.try_for_each(|event| verifier.check(event))
        });
    });
    group.bench_function("read", |bencher| {
        bencher.iter(|| History::read(LOG, bytes.iter()));
    });
    group.bench_function("view_10000/from_bytes", |bencher| {
        bencher.iter_batched(
            || History::read(LOG, bytes.iter()),
            |history| history.map(|history| history.view(chart, AsOf::Now)),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("view_10000/from_memory", |bencher| {
        bencher.iter(|| whole.view(chart, AsOf::Event(9_000)));
    });
    group.throughput(Throughput::Elements(1));
    if let Ok(view) = whole.view(chart, AsOf::Now) {
        group.bench_function("view_clone", |bencher| {
            bencher.iter(|| black_box(&view).clone())
        });
    }
    group.finish();
}

fn json(criterion: &mut Criterion) {
    let mut chart = Chart::default();
    chart.observations = (0..10_000).map(result).collect();
    let json = chart.to_json();
    let mut group = criterion.benchmark_group("him-record/json");
    group.throughput(Throughput::Bytes(json.len() as u64));
    group.bench_function("write", |bencher| bencher.iter(|| chart.to_json()));
    group.bench_function("read", |bencher| bencher.iter(|| Chart::from_json(&json)));
    group.finish();
}

criterion_group!(benches, history, json);
criterion_main!(benches);
