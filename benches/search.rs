//! Look-up of ICD-10-CM by words: whole queries, and letter by letter.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};
use him_codes::icd10cm::{Query, Search};

const QUERIES: [(&str, &str); 9] = [
    ("term", "abscess of lung with pneumonia"),
    ("one_word", "hypertension"),
    ("injury", "left ankle sprain initial encounter"),
    ("abbreviations", "t2dm w/ ckd stage 3a"),
    ("lay", "heart attack"),
    ("misspelt", "pnuemonia due to streptococus"),
    ("drug", "oxycodone adverse effect"),
    ("code", "e11.6"),
    (
        "sixteen_common_words",
        "unspecified fracture left right initial subsequent encounter closed open type other specified with without disease injury pain",
    ),
];

const TYPED: [(&str, &str); 5] = [
    ("one_letter", "s"),
    ("diab", "diab"),
    ("diabetes_mel", "diabetes mel"),
    ("fx_fem", "fx fem"),
    ("misspelt", "pnuemon"),
];

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 14).unwrap_or_default()
}

fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("him-codes/search");
    let mut search = Search::new();
    for (name, text) in QUERIES {
        let query = Query::new(text, day());
        group.bench_function(name, |bencher| {
            bencher.iter(|| search.find(black_box(&query)))
        });
    }
    let hostile = "fracturre pnuemonai unspecifeid ".repeat(320);
    let query = Query::new(&hostile, day());
    group.bench_function("ten_kilobytes", |bencher| {
        bencher.iter(|| search.find(black_box(&query)));
    });
    group.finish();
}

fn typing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("him-codes/complete");
    let mut search = Search::new();
    for (name, text) in TYPED {
        let query = Query::new(text, day()).while_typing();
        group.bench_function(name, |bencher| {
            bencher.iter(|| search.find(black_box(&query)))
        });
    }
    group.finish();
}

criterion_group!(benches, whole, typing);
criterion_main!(benches);
