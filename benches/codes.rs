//! Checking codes by date, beside a hash map of the same table.
#![allow(
    missing_docs,
    clippy::indexing_slicing,
    reason = "criterion's macros make public items; an index here is masked to the length"
)]

use std::collections::HashMap;
use std::hint::black_box;

use arrow_array::StringArray;
use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use him_codes::icd10cm::{self, State};
use him_codes::{CodeSystem, Icd10Cm, Icd10Pcs, Loinc, Sctid, Verdict, icd10pcs};

/// Steps of a linear congruential generator (D. Knuth, MMIX): the same shuffle in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 14).unwrap_or_default()
}

/// Billable codes of the day, shuffled, as a claim has them: dotted, or not.
fn codes(dotted: bool) -> Vec<String> {
    let mut codes: Vec<String> = icd10cm::entries(day())
        .filter(|entry| entry.state() == State::Billable)
        .map(|entry| {
            if dotted {
                entry.code().to_string()
            } else {
                entry.code().undotted().to_string()
            }
        })
        .collect();
    let mut dice = Dice(7);
    for last in (1..codes.len()).rev() {
        codes.swap(last, dice.below(last + 1));
    }
    codes.truncate(16_384);
    codes
}

/// One in ten is wrong: a header, or one character is another.
fn some_wrong(mut codes: Vec<String>) -> Vec<String> {
    let mut dice = Dice(11);
    for code in codes.iter_mut().step_by(10) {
        let at = dice.below(code.len());
        if at == 0 || code.is_char_boundary(at + 1) && dice.below(2) == 0 {
            code.truncate(3);
        } else {
            code.replace_range(at..=at, "Z");
        }
    }
    codes
}

fn check_one(c: &mut Criterion) {
    let on = day();
    // One text after the other in memory, as in a column of a file: what is measured is not the heap.
    let column =
        |codes: Vec<String>| -> Vec<&'static str> { codes.join(" ").leak().split(' ').collect() };
    let cases = [
        ("dotted", column(codes(true))),
        ("undotted", column(codes(false))),
        ("one in ten wrong", column(some_wrong(codes(true)))),
    ];
    // First and last day in days since the common era.
    let mut table: HashMap<String, (NaiveDate, Option<NaiveDate>)> = HashMap::new();
    for entry in icd10cm::entries(on).filter(|entry| entry.state() == State::Billable) {
        table.insert(
            entry.code().undotted().to_string(),
            (entry.since(), entry.until()),
        );
    }
    let look_up = |text: &str| {
        let mut key = text.trim().replace('.', "");
        key.make_ascii_uppercase();
        table
            .get(&key)
            .is_some_and(|(since, until)| *since <= on && until.is_none_or(|until| on <= until))
    };
    let mut group = c.benchmark_group("him-codes/check");
    for (case, codes) in &cases {
        group.throughput(Throughput::Elements(codes.len() as u64));
        group.bench_function(*case, |b| {
            b.iter(|| {
                codes
                    .iter()
                    .filter(|code| icd10cm::check(code, black_box(on)).is_ok())
                    .count()
            });
        });
        group.bench_function(format!("{case}, HashMap<String, _>"), |b| {
            b.iter(|| codes.iter().filter(|code| look_up(code)).count());
        });
    }
    // The next code is known only after the answer: what a single call costs, not what a loop of them does.
    let (_, dotted) = &cases[0];
    group.throughput(Throughput::Elements(dotted.len() as u64));
    group.bench_function("dotted, one after the other", |b| {
        b.iter(|| {
            let mut at = 0;
            for _ in 0..dotted.len() {
                let until =
                    icd10cm::check(dotted[at], on).map_or(1, |entry| black_box(entry).code().len());
                at = (at + until) & 0x3fff;
            }
            at
        });
    });
    // As above, with what decides about the next code in a register: an entry that is moved waits for its own stores.
    group.bench_function("dotted, the verdict one after the other", |b| {
        b.iter(|| {
            let mut at = 0;
            for _ in 0..dotted.len() {
                at = (at + 4 + usize::from(black_box(icd10cm::check(dotted[at], on).is_ok())))
                    & 0x3fff;
            }
            at
        });
    });
    group.bench_function("dotted, the number one after the other", |b| {
        b.iter(|| {
            let mut at = 0;
            for _ in 0..dotted.len() {
                let code = Icd10Cm::try_new(dotted[at]).ok();
                let number = black_box(code).and_then(Icd10Cm::ordinal).unwrap_or(0);
                at = (at + 1 + (number as usize & 7)) & 0x3fff;
            }
            at
        });
    });
    let parsed: Vec<Icd10Cm> = dotted.iter().filter_map(|code| code.parse().ok()).collect();
    group.bench_function("parsed before", |b| {
        b.iter(|| {
            parsed
                .iter()
                .filter(|code| code.check(black_box(on)).is_ok())
                .count()
        });
    });
    group.finish();

    let mut group = c.benchmark_group("him-codes/parse");
    group.throughput(Throughput::Elements(dotted.len() as u64));
    group.bench_function("Icd10Cm", |b| {
        b.iter(|| {
            dotted
                .iter()
                .filter(|code| black_box(code.parse::<Icd10Cm>()).is_ok())
                .count()
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("Sctid", |b| {
        b.iter(|| black_box("900000000000207008").parse::<Sctid>())
    });
    group.bench_function("Loinc", |b| b.iter(|| black_box("4548-4").parse::<Loinc>()));
    group.bench_function("CodeSystem", |b| {
        b.iter(|| CodeSystem::from_uri(black_box("http://hl7.org/fhir/sid/cvx")));
    });
    group.finish();
}

fn check_procedures(c: &mut Criterion) {
    let on = day();
    let mut codes: Vec<String> = icd10pcs::entries(on)
        .map(|entry| entry.code().to_string())
        .collect();
    let mut dice = Dice(7);
    for last in (1..codes.len()).rev() {
        codes.swap(last, dice.below(last + 1));
    }
    codes.truncate(16_384);
    let codes: Vec<&'static str> = codes.join(" ").leak().split(' ').collect();
    let mut group = c.benchmark_group("him-codes/check icd10pcs");
    group.throughput(Throughput::Elements(codes.len() as u64));
    group.bench_function("in a loop", |b| {
        b.iter(|| {
            codes
                .iter()
                .filter(|code| icd10pcs::check(code, black_box(on)).is_ok())
                .count()
        });
    });
    // The next code is known only after the answer: what a single call costs, not what a loop of them does.
    group.bench_function("one after the other", |b| {
        b.iter(|| {
            let mut at = 0;
            for _ in 0..codes.len() {
                let step = icd10pcs::check(codes[at], on)
                    .map_or(2, |entry| usize::from(black_box(entry).on() == on));
                at = (at + step) & 0x3fff;
            }
            at
        });
    });
    let parsed: Vec<Icd10Pcs> = codes.iter().filter_map(|code| code.parse().ok()).collect();
    group.bench_function("parsed before", |b| {
        b.iter(|| {
            parsed
                .iter()
                .filter(|code| code.check(black_box(on)).is_ok())
                .count()
        });
    });
    let entries: Vec<_> = parsed
        .iter()
        .filter_map(|code| code.check(on).ok())
        .collect();
    group.bench_function("title", |b| {
        b.iter(|| {
            entries
                .iter()
                .filter_map(icd10pcs::Entry::title)
                .map(|title| title.pieces().map(str::len).sum::<usize>())
                .sum::<usize>()
        });
    });
    group.finish();
    let mut group = c.benchmark_group("him-codes/explain icd10pcs");
    for (case, text) in [
        ("header", "0DT"),
        ("unknown", "0DTJ3ZZ"),
        ("malformed", "ODTJ4ZZ"),
    ] {
        group.bench_function(case, |b| {
            b.iter(|| icd10pcs::check(black_box(text), on).is_ok())
        });
    }
    group.finish();
}

/// Whole columns: every code that is billable on the day, in random order, every other one without its dot.
fn check_columns(c: &mut Criterion) {
    let on = day();
    let mut dice = Dice(7);
    let mut shuffled = |mut codes: Vec<String>| -> Vec<&'static str> {
        for last in (1..codes.len()).rev() {
            codes.swap(last, dice.below(last + 1));
        }
        codes.join(" ").leak().split(' ').collect()
    };
    let billable = icd10cm::entries(on).filter(|entry| entry.state() == State::Billable);
    let diagnoses = shuffled(
        billable
            .enumerate()
            .map(|(n, entry)| match n % 2 {
                0 => entry.code().to_string(),
                _ => entry.code().undotted().to_string(),
            })
            .collect(),
    );
    let procedures = shuffled(
        icd10pcs::entries(on)
            .map(|entry| entry.code().to_string())
            .collect(),
    );
    let wrong: Vec<String> = some_wrong(diagnoses.iter().map(|code| (*code).to_owned()).collect());
    let rows = diagnoses.len().max(procedures.len());
    let days = vec![on; rows];
    let mut verdicts = vec![Verdict::default(); rows];
    let mut ordinals = vec![0; rows];
    let mut group = c.benchmark_group("him-codes/check_all");
    let count = diagnoses.len();
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function("icd10cm, one day", |b| {
        b.iter(|| {
            icd10cm::check_all(
                &diagnoses,
                on,
                &mut verdicts[..count],
                &mut ordinals[..count],
            )
        });
    });
    group.bench_function("icd10cm, a day each", |b| {
        b.iter(|| {
            icd10cm::check_all(
                &diagnoses,
                &days[..count],
                &mut verdicts[..count],
                &mut ordinals[..count],
            )
        });
    });
    group.bench_function("icd10cm, one in ten wrong", |b| {
        b.iter(|| icd10cm::check_all(&wrong, on, &mut verdicts[..count], &mut ordinals[..count]));
    });
    group.bench_function("icd10cm, single checks in a loop", |b| {
        b.iter(|| {
            diagnoses
                .iter()
                .filter(|code| icd10cm::check(code, black_box(on)).is_ok())
                .count()
        });
    });
    let array = StringArray::from_iter_values(&diagnoses);
    group.bench_function("icd10cm, Arrow", |b| {
        b.iter(|| icd10cm::check_array(&array, on))
    });
    let count = procedures.len();
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function("icd10pcs, one day", |b| {
        b.iter(|| {
            icd10pcs::check_all(
                &procedures,
                on,
                &mut verdicts[..count],
                &mut ordinals[..count],
            )
        });
    });
    group.finish();
}

fn ask_more(c: &mut Criterion) {
    let on = day();
    let entries: Vec<_> = codes(true)
        .iter()
        .filter_map(|code| icd10cm::check(code, on).ok())
        .collect();
    let mut group = c.benchmark_group("him-codes/ask");
    group.throughput(Throughput::Elements(entries.len() as u64));
    group.bench_function("title", |b| {
        b.iter(|| {
            entries
                .iter()
                .map(|entry| entry.title().pieces().map(str::len).sum::<usize>())
                .sum::<usize>()
        });
    });
    group.bench_function("parent", |b| {
        b.iter(|| {
            entries
                .iter()
                .filter(|entry| black_box(entry.parent()).is_some())
                .count()
        });
    });
    group.bench_function("all above", |b| {
        b.iter(|| {
            entries
                .iter()
                .map(|entry| entry.ancestors().count())
                .sum::<usize>()
        });
    });
    group.throughput(Throughput::Elements(98_186));
    group.bench_function("entries", |b| b.iter(|| icd10cm::entries(on).count()));
    group.finish();
    let mut group = c.benchmark_group("him-codes/explain");
    for (case, text) in [
        ("header", "S72.0"),
        ("needs 7th", "S52.501"),
        ("unknown", "E11.7"),
        ("malformed", "E1.19"),
    ] {
        group.bench_function(case, |b| {
            b.iter(|| icd10cm::check(black_box(text), on).is_ok())
        });
    }
    let Err(icd10cm::Invalid::Unknown(unknown)) = icd10cm::check("S01.01A", on) else {
        return;
    };
    group.bench_function("nearby", |b| b.iter(|| black_box(unknown).nearby().count()));
    for text in ["E11.7", "S01.01A", "S72.001AA"] {
        group.bench_function(format!("nearby five/{text}"), |b| {
            b.iter(|| icd10cm::nearby(black_box(text), on).take(5).count());
        });
    }
    for text in ["0DTJ3ZZ", "0DTJ4Z", "ODTJ4ZZ"] {
        group.bench_function(format!("nearby five/{text}"), |b| {
            b.iter(|| icd10pcs::nearby(black_box(text), on).take(5).count());
        });
    }
    group.finish();
}

criterion_group!(
    benches,
    check_one,
    check_columns,
    check_procedures,
    ask_more
);
criterion_main!(benches);
