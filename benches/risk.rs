//! Risk scores of a patient, and comorbidities of a million rows. All patients are invented.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use him_codes::Icd10Cm;
use him_risk::ccsr::Ccsr;
use him_risk::cmr::{Discharge, Discharges};
use him_risk::columns::{Columns, Measure};
use him_risk::comorbidity::{Index, Options};
use him_risk::hcc::{Beneficiary, Entitlement, Model, Roster, Scorer, Sex};
use him_risk::{Diagnosis, Poa, Window};

/// Twelve diagnoses, as a sick patient of 72 has them in a year.
const CODES: [&str; 12] = [
    "E11.22", "N18.32", "I13.0", "I50.32", "J44.9", "I48.20", "E78.5", "F33.1", "M17.11", "Z79.4",
    "G47.33", "R05.9",
];

fn codes() -> Vec<Icd10Cm> {
    CODES.iter().filter_map(|code| code.parse().ok()).collect()
}

fn patient(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("him-risk/raf");
    let codes = codes();
    let Ok(woman) = Beneficiary::aged(72, Sex::Female) else {
        return;
    };
    let woman = woman.with_original_entitlement(Entitlement::RenalDisease);
    for model in Model::ALL {
        let mut scorer = Scorer::new(model);
        group.bench_function(model.name(), |bencher| {
            bencher.iter(|| {
                scorer
                    .score(&woman, black_box(&codes))
                    .map(|score| score.raw())
            });
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("him-risk/patient");
    let diagnoses: Vec<Diagnosis> = codes
        .iter()
        .map(|code| Diagnosis::new(*code).with_poa(Poa::Present))
        .collect();
    for (name, index) in [
        ("charlson", Index::CHARLSON_QUAN_2011),
        ("elixhauser", Index::ELIXHAUSER_VAN_WALRAVEN),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                index
                    .score(black_box(&diagnoses), &Options::default())
                    .points()
            });
        });
    }
    group.bench_function("cmr", |bencher| {
        bencher.iter(|| {
            Discharge::new(black_box(&diagnoses))
                .comorbidities()
                .mortality()
        });
    });
    group.finish();
}

/// Rows of patient, code, day, indicator: 50,000 patients in no order, codes of all of ICD-10-CM and half of them of chronic
/// conditions.
struct Table {
    patients: Vec<u64>,
    texts: Vec<String>,
    days: Vec<Option<NaiveDate>>,
    poa: Vec<Option<Poa>>,
}

const ROWS: usize = 1_000_000;
const PATIENTS: u64 = 50_000;
const FIRST_PATIENT: u64 = 1_000_000_000;

impl Table {
    fn new() -> Table {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut draw = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let all: Vec<String> = (0..him_codes::icd10cm::ordinals())
            .filter_map(|ordinal| Some(Icd10Cm::from_ordinal(ordinal)?.to_string()))
            .collect();
        let mut table = Table {
            patients: Vec::new(),
            texts: Vec::new(),
            days: Vec::new(),
            poa: Vec::new(),
        };
        for _ in 0..ROWS {
            table.patients.push(FIRST_PATIENT + draw(PATIENTS));
            let chronic = draw(2) == 0;
            let known = CODES.get(draw(CODES.len() as u64) as usize).copied();
            let any = all.get(draw(all.len() as u64) as usize).map(String::as_str);
            let text = if chronic { known } else { any };
            table.texts.push(text.unwrap_or_default().to_owned());
            table
                .days
                .push(Some(NaiveDate::default() + Days::new(draw(1000))));
            table.poa.push(match draw(3) {
                0 => Some(Poa::Absent),
                1 => None,
                _ => Some(Poa::Present),
            });
        }
        table
    }
}

fn columns(criterion: &mut Criterion) {
    let table = Table::new();
    let texts: Vec<&str> = table.texts.iter().map(String::as_str).collect();
    let first = NaiveDate::default();
    let window = Window::between(first, first + Days::new(730));
    let Some(columns) = Columns::new(&table.patients, &texts)
        .and_then(|columns| columns.with_days(&table.days))
        .ok()
    else {
        return;
    };
    let windowed = columns.selecting(window);
    for (name, index) in Index::ALL {
        bench(criterion, name, &windowed, || index);
    }
    if let Ok(columns) = columns.with_poa(&table.poa) {
        bench(criterion, "cmr", &columns, Discharges::default);
    }
    bench(criterion, "ccsr", &windowed, || Ccsr);
    let roster: Roster = (0..PATIENTS)
        .filter_map(|number| {
            let sex = if number % 2 == 0 {
                Sex::Female
            } else {
                Sex::Male
            };
            let who = Beneficiary::aged(65 + (number % 30) as u8, sex).ok()?;
            let who = who.with_original_entitlement(Entitlement::RenalDisease);
            Some((FIRST_PATIENT + number, who))
        })
        .collect();
    for model in Model::ALL {
        bench(criterion, model.name(), &windowed, || roster.by(model));
    }
}

fn bench<M: Measure>(
    criterion: &mut Criterion,
    name: &str,
    columns: &Columns<'_, &str>,
    measure: impl Fn() -> M,
) {
    let mut group = criterion.benchmark_group("him-risk/columns");
    group.sample_size(20);
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function(name, |bencher| {
        bencher.iter_batched(
            &measure,
            |measure| columns.score(measure),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, patient, columns);
criterion_main!(benches);
