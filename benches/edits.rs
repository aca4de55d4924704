//! Editing whole claims.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use him_codes::edits::ncci::{Pairs, ServiceCode};
use him_codes::edits::{Claim, CodingEditor, Diagnosis, Findings, MedicareCodeEditor, Procedure};
use him_codes::icd10cm::{self, State};
use him_codes::icd10pcs;

/// So many different claims that the tables are read as a stream of claims reads them.
const CLAIMS: usize = 512;
const CODES: usize = 25;

/// Codes of the day, far apart in the list, in an order that no cache likes.
fn spread(codes: Vec<String>) -> Vec<String> {
    let step = (codes.len() * 7 / 11) | 1;
    (0..CLAIMS * CODES)
        .filter_map(|n| codes.get(n * step % codes.len()).cloned())
        .collect()
}

fn edit(c: &mut Criterion) {
    let on = NaiveDate::from_ymd_opt(2026, 3, 14).unwrap_or_default();
    let diagnoses = icd10cm::entries(on).filter(|entry| entry.state() == State::Billable);
    let diagnoses = spread(
        diagnoses
            .map(|it| it.code().undotted().to_string())
            .collect(),
    );
    let procedures = spread(
        icd10pcs::entries(on)
            .map(|it| it.code().to_string())
            .collect(),
    );
    let diagnoses: Vec<Diagnosis<'_>> = diagnoses
        .iter()
        .map(|code| Diagnosis::new(code, "Y"))
        .collect();
    let procedures: Vec<Procedure<'_>> = procedures
        .iter()
        .map(|code| Procedure::new(code, Some(on)))
        .collect();
    let claims: Vec<Claim<'_>> = diagnoses
        .chunks(CODES)
        .zip(procedures.chunks(CODES))
        .map(|(diagnoses, procedures)| {
            let mut claim = Claim::default();
            claim.discharge = Some(on);
            (claim.age, claim.sex, claim.discharge_status) = (Some(71), Some(2), Some(1));
            claim.length_of_stay = Some(5);
            claim.admitting = "R079";
            claim.diagnoses = diagnoses;
            claim.procedures = procedures;
            claim
        })
        .collect();
    let mut findings = Findings::new();
    let mut group = c.benchmark_group("him-codes/edit");
    group.throughput(Throughput::Elements(claims.len() as u64));
    group.bench_function("claims of 25 diagnoses and 25 procedures", |b| {
        b.iter(|| {
            let mut found = 0;
            for claim in &claims {
                MedicareCodeEditor::new().edit(black_box(claim), &mut findings);
                found += findings.all().len();
            }
            found
        });
    });
    group.bench_function("coding of claims of 25 diagnoses and 25 procedures", |b| {
        b.iter(|| {
            let mut found = 0;
            for claim in &claims {
                CodingEditor::new().edit(black_box(claim), &mut findings);
                found += findings.all().len();
            }
            found
        });
    });
    group.finish();
}

fn pair(c: &mut Criterion) {
    let mut builder = Pairs::builder();
    let mut text = String::new();
    for one in 0..1000 {
        text.clear();
        for two in 0..2000 {
            text += &format!("A{one:04}\tB{two:04}\t\t20240101\t*\t1\tInvented\n");
        }
        builder.read(&text, |_| ());
    }
    let pairs = builder.finish();
    let on = NaiveDate::from_ymd_opt(2026, 3, 14).unwrap_or_default();
    // One in two is a pair.
    let asked: Vec<(ServiceCode, ServiceCode)> = (0..16_384u32)
        .filter_map(|n| {
            let mixed = n.wrapping_mul(2_654_435_761) >> 8;
            let one = format!("A{:04}", mixed % 1000);
            let two = format!("B{:04}", mixed / 1000 % 4000);
            Some((one.parse().ok()?, two.parse().ok()?))
        })
        .collect();
    let mut group = c.benchmark_group("him-codes/ncci");
    group.throughput(Throughput::Elements(asked.len() as u64));
    group.bench_function("one of 2 million pairs", |b| {
        b.iter(|| {
            asked
                .iter()
                .filter(|(one, two)| pairs.pair(*one, *two, black_box(on)).is_some())
                .count()
        });
    });
    group.finish();
}

criterion_group!(benches, edit, pair);
criterion_main!(benches);
