//! Retention decisions: one record by every rule of its state and of federal law, one rule beside an
//! expression engine, and schedules.

use std::hint::black_box;

use cel::{Context, Program};
use chrono::{Datelike, NaiveDate};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use him_retention::schedule::{Scheduler, Summary};
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

fn hospital(state: &str) -> Option<Scope> {
    let state = state.parse().ok()?;
    Some(Scope::new(
        state,
        Provider::Hospital,
        RecordType::MedicalRecord,
    ))
}

fn decide(criterion: &mut Criterion) {
    let book = RuleBook::embedded();
    let on = day(2026, 11, 22);
    let mut group = criterion.benchmark_group("him-retention/decide");
    // State and federal rule; the minor cases compute a majority and a maximum, the last a date that
    // rests on an age of majority which is not verified.
    let cases = [
        ("adult", "US-MA", day(1961, 7, 3)),
        ("minor", "US-TX", day(2009, 2, 28)),
        ("majority", "US-PA", day(2009, 2, 28)),
    ];
    for (name, state, birth) in cases {
        let Some(scope) = hospital(state) else {
            continue;
        };
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
    // A claim that stopped the clock, and a notice that extends.
    let holds = [
        (
            "suspended",
            "FR-R1112-7",
            "liability_claim:2015-01-01..2016-05-31",
        ),
        ("extended", "US-IL-HOSP", "attorney_notice:2020-01-01.."),
    ];
    for (name, rule, hold) in holds {
        let Ok(hold) = hold.parse() else { continue };
        let facts = facts(day(1961, 7, 3))
            .with(Event::LastStayOrConsult, day(2014, 3, 9))
            .with(Event::RecordCreated, day(2014, 3, 9))
            .with_hold(hold);
        let scope = Scope::of_rules([rule]);
        group.bench_function(format!("date-only/{name}"), |bencher| {
            bencher.iter(|| book.outcome(black_box(&facts), black_box(&scope), black_box(on)));
        });
    }
    group.finish();
    criterion.bench_function("him-retention/load/embedded", |bencher| {
        bencher.iter(RuleBook::try_embedded)
    });
}

/// One rule, Texas hospitals: may the record be destroyed on that day? CEL has no anniversaries; days
/// written as numbers, 20141231, are a reading that it can compute.
fn peer(criterion: &mut Criterion) {
    const RULE: &str = "on > (last - birth < 180000 \
        ? (birth + 200000 > last + 100000 ? birth + 200000 : last + 100000) : last + 100000)";
    let book = RuleBook::embedded();
    let on = day(2026, 11, 22);
    let facts = facts(day(2009, 2, 28));
    let scope = Scope::of_rules(["US-TX-HOSP"]);
    let mut group = criterion.benchmark_group("him-retention/one rule");
    group.bench_function("him", |bencher| {
        bencher.iter(|| book.outcome(black_box(&facts), black_box(&scope), black_box(on)));
    });
    let number = |date: NaiveDate| {
        i64::from(date.year()) * 10_000 + i64::from(date.month() * 100 + date.day())
    };
    let known = [
        ("on", number(on)),
        ("last", number(day(2014, 3, 9))),
        ("birth", number(day(2009, 2, 28))),
    ];
    let Ok(program) = Program::compile(RULE) else {
        return;
    };
    let context = || {
        let mut context = Context::default();
        for (name, value) in black_box(known) {
            context.add_variable_from_value(name, value);
        }
        context
    };
    group.bench_function("cel, compiled once, a context for each record", |bencher| {
        bencher.iter(|| program.execute(&context()));
    });
    group.bench_function("cel, compiled and context made once", |bencher| {
        let context = context();
        bencher.iter(|| program.execute(black_box(&context)));
    });
    group.finish();
}

/// A hundred thousand invented records of six states through the scheduler, with the summary.
fn schedule(criterion: &mut Criterion) {
    const RECORDS: u32 = 100_000;
    let book = RuleBook::embedded();
    let on = day(2026, 11, 22);
    let states = ["US-TX", "US-PA", "US-MA", "US-NY", "US-CA", "US-FL"];
    let scopes: Vec<_> = states.into_iter().filter_map(hospital).collect();
    let record = |number: u32| {
        // Multiplication by odd numbers scatters the days.
        let scattered = number.wrapping_mul(2_654_435_761);
        let year = |first: i32, span: u32| first + (scattered / 97 % span) as i32;
        let left = day(year(1995, 30), scattered % 12 + 1, scattered % 28 + 1);
        let facts = Facts::new()
            .with(
                Event::BirthDate,
                day(year(1920, 95), 1 + number % 12, 1 + number % 28),
            )
            .with(Event::Discharge, left)
            .with(Event::LastTreatment, left)
            .with(Event::LastEntry, left);
        let scope = scopes.get(number as usize % scopes.len())?;
        Some((number, facts, scope))
    };
    let mut group = criterion.benchmark_group("him-retention/schedule");
    group.throughput(Throughput::Elements(u64::from(RECORDS)));
    group.sample_size(10);
    group.bench_function("summary of 100,000 records", |bencher| {
        bencher.iter(|| {
            let mut scheduler = Scheduler::new(book);
            let mut summary = Summary::default();
            for (_, entry) in scheduler.schedule((0..RECORDS).filter_map(record), on) {
                summary.add(&entry);
            }
            summary.records()
        });
    });
    group.finish();
}

criterion_group!(benches, decide, peer, schedule);
criterion_main!(benches);
