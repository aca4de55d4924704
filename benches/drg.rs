//! Grouping whole claims.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use him_codes::edits::{Claim, Diagnosis, Procedure};
use him_codes::icd10cm::{self, State};
use him_codes::icd10pcs;
use him_drg::{Grouper, Grouping, Version};

/// So many different claims that the tables are read as a stream of claims reads them.
const CLAIMS: usize = 512;
const CODES: usize = 25;

/// Codes of the day, far apart in the list, in an order that no cache likes.
fn spread(codes: &[String]) -> Vec<&str> {
    let step = (codes.len() * 7 / 11) | 1;
    let places = (0..CLAIMS * CODES).map(|n| n * step % codes.len().max(1));
    places
        .filter_map(|place| codes.get(place))
        .map(String::as_str)
        .collect()
}

fn group(c: &mut Criterion) {
    let on = NaiveDate::from_ymd_opt(2026, 5, 4).unwrap_or_default();
    let Some(version) = Version::on(on) else {
        return;
    };
    let diagnoses = icd10cm::entries(on).filter(|entry| entry.state() == State::Billable);
    let diagnoses: Vec<String> = diagnoses
        .map(|it| it.code().undotted().to_string())
        .collect();
    let procedures: Vec<String> = icd10pcs::entries(on)
        .map(|it| it.code().to_string())
        .collect();
    let diagnoses = spread(&diagnoses);
    let procedures = spread(&procedures);
    let diagnoses: Vec<Diagnosis<'_>> = diagnoses
        .into_iter()
        .zip(["Y", "Y", "N", "Y", "W", "Y", "U"].into_iter().cycle())
        .map(|(code, poa)| Diagnosis::new(code, poa))
        .collect();
    let procedures: Vec<Procedure<'_>> = procedures
        .into_iter()
        .map(|code| Procedure::new(code, None))
        .collect();
    let claim = |diagnoses, procedures| {
        let mut claim = Claim::default();
        (claim.sex, claim.discharge_status) = (Some(2), Some(1));
        claim.diagnoses = diagnoses;
        claim.procedures = procedures;
        claim
    };
    let large: Vec<Claim<'_>> = diagnoses
        .chunks(CODES)
        .zip(procedures.chunks(CODES))
        .map(|(diagnoses, procedures)| claim(diagnoses, procedures))
        .collect();
    let small: Vec<Claim<'_>> = diagnoses
        .chunks(6)
        .zip(procedures.chunks(2))
        .take(CLAIMS)
        .map(|(diagnoses, procedures)| claim(diagnoses, procedures))
        .collect();
    let grouper = Grouper::new();
    let mut grouping = Grouping::new();
    let mut group = c.benchmark_group("him-drg/group");
    group.throughput(Throughput::Elements(CLAIMS as u64));
    for (name, claims) in [
        ("claims of 25 diagnoses and 25 procedures", &large),
        ("claims of 6 diagnoses and 2 procedures", &small),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut sum = 0;
                for claim in claims {
                    if grouper
                        .group_as(version, black_box(claim), &mut grouping)
                        .is_ok()
                    {
                        sum += u32::from(grouping.last().drg);
                    }
                }
                sum
            });
        });
    }
    group.bench_function("explain 8 of them", |b| {
        b.iter(|| {
            let claims = large.iter().take(8);
            claims
                .filter_map(|claim| grouper.explain(version, black_box(claim)).ok())
                .count()
        });
    });
    group.finish();
}

criterion_group!(benches, group);
criterion_main!(benches);
