//! De-identification of FHIR JSON, and the risk of tables. Everything is invented but the Synthea bundles of the
//! shared data, where present.

use std::hint::black_box;
use std::time::Duration;

use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use him_deid::SafeHarbor;
use him_deid::fhir::Run;
use him_deid::risk::{Column, Hierarchy, Loss, Report, Search, Table};

fn bundles() -> Option<Vec<String>> {
    let folder = him_testdata::folder("record", "him-deid/fhir/synthea")?;
    let mut bundles = Vec::new();
    him_testdata::for_each_file(
        &folder.join("synthea-r4-bundles-dev.tar.xz"),
        |path, content| {
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
                && bundles.len() < 10
            {
                bundles.extend(String::from_utf8(content).ok());
            }
            Ok(())
        },
    )
    .ok()?;
    Some(bundles)
}

fn fhir(c: &mut Criterion) {
    let Some(bundles) = bundles() else { return };
    let Some(as_of) = NaiveDate::from_ymd_opt(2026, 11, 22) else {
        return;
    };
    let policy = SafeHarbor::new(as_of);
    let mut group = c.benchmark_group("him-deid/fhir");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(
        bundles.iter().map(|bundle| bundle.len() as u64).sum(),
    ));
    group.bench_function("synthea bundles", |b| {
        b.iter(|| {
            for bundle in &bundles {
                let _ = black_box(Run::new(&policy).deidentify(bundle));
            }
        });
    });
    group.bench_function("synthea bundles as serde_json::Value", |b| {
        b.iter(|| {
            for bundle in &bundles {
                let _ = black_box(serde_json::from_str::<serde_json::Value>(bundle));
            }
        });
    });
    group.finish();
}

/// A million rows of eight quasi-identifiers with skewed values, by a small generator with a fixed seed.
fn million() -> Option<Table> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut draw = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // The smaller of two draws: small values are more frequent.
        ((state >> 32) % below).min((state & 0xFFFF_FFFF) % below)
    };
    let mut column = |name: &str, values: u64, width: usize| {
        let names = (0..values)
            .map(|value| format!("{value:0width$}").into())
            .collect();
        Column::from_codes(
            name,
            names,
            (0..1_000_000).map(|_| draw(values) as u32).collect(),
        )
    };
    let columns = [
        column("zip", 900, 5),
        column("age", 90, 2),
        column("sex", 2, 1),
        column("race", 6, 1),
        column("marital", 5, 1),
        column("year", 10, 4),
        column("payer", 12, 2),
        column("facility", 40, 3),
    ];
    Table::new(columns.into_iter().flatten()).ok()
}

const NAMES: [&str; 8] = [
    "zip", "age", "sex", "race", "marital", "year", "payer", "facility",
];

fn risk(c: &mut Criterion) {
    let Some(table) = million() else { return };
    let mut group = c.benchmark_group("him-deid/risk");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(10));
    group.bench_function("report, 1,000,000 rows x 8", |b| {
        b.iter(|| black_box(Report::of(&table, &NAMES)))
    });
    let search = || {
        let of = |name: &'static str| {
            let column = table.column(name).ok()?;
            let hierarchy = match name {
                "zip" => Hierarchy::masked(column, 5),
                "age" => Hierarchy::intervals(column, &[5, 10, 20])
                    .ok()?
                    .with_whole(),
                "facility" | "year" => Hierarchy::masked(column, 4),
                _ => Hierarchy::whole(column),
            };
            Some((name, hierarchy))
        };
        Some(
            Search::new(&table, NAMES.into_iter().filter_map(of))
                .ok()?
                .leaving_out(0.05),
        )
    };
    group.bench_function("search k = 5, precision", |b| {
        b.iter(|| black_box(search().map(|search| search.reach(5, Loss::Precision))));
    });
    group.bench_function("search k = 5, entropy", |b| {
        b.iter(|| black_box(search().map(|search| search.reach(5, Loss::Entropy))));
    });
    group.finish();
}

criterion_group!(benches, fhir, risk);
criterion_main!(benches);
