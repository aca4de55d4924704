//! Retention decisions: one record by every rule of its state and of federal law.

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};
use him_retention::{Event, Facts, Provider, RecordType, RuleBook, Scope};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// An invented patient of a hospital.
fn facts(birth: NaiveDate) -> Facts {
    Facts::new()
        .with(Event::BirthDate, birth)
        .with(Event::Discharge, day(2014, 3, 9))
        .with(Event::LastTreatment, day(2014, 3, 9))
        .with_first_care(day(2014, 3, 1))
}

fn decide(criterion: &mut Criterion) {
    let book = RuleBook::embedded();
    let on = day(2026, 11, 22);
    let mut group = criterion.benchmark_group("him-retention/decide");
    // State and federal rule; the minor case computes a majority and a maximum.
    let cases = [
        ("adult", "US-MA", day(1961, 7, 3)),
        ("minor", "US-TX", day(2009, 2, 28)),
    ];
    for (name, state, birth) in cases {
        let Ok(state) = state.parse() else { continue };
        let scope = Scope::new(state, Provider::Hospital, RecordType::MedicalRecord);
        let facts = facts(birth);
        group.bench_function(format!("explained/{name}"), |bencher| {
            bencher.iter(|| book.decide(black_box(&facts), black_box(&scope), black_box(on)));
        });
        group.bench_function(format!("date-only/{name}"), |bencher| {
            bencher.iter(|| book.outcome(black_box(&facts), black_box(&scope), black_box(on)));
        });
        group.bench_function(format!("explained-as-text/{name}"), |bencher| {
            bencher.iter(|| {
                book.decide(black_box(&facts), &scope, on)
                    .explain()
                    .to_string()
            });
        });
    }
    group.finish();
    criterion.bench_function("him-retention/load/embedded", |bencher| {
        bencher.iter(RuleBook::try_embedded)
    });
}

criterion_group!(benches, decide);
criterion_main!(benches);
