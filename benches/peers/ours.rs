//! The look-ups of `peers.py` with this library: `ours codes` prints the codes, `ours FILE` times them.
#![allow(
    missing_docs,
    clippy::print_stdout,
    reason = "a program that prints its figures"
)]

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use him_codes::icd10cm::{self, State};
use him_codes::{Dates, Verdict};

/// So many codes are enough for Python.
const COUNT: usize = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let argument = std::env::args().nth(1).unwrap_or_default();
    let on = NaiveDate::from_ymd_opt(2025, 10, 1).unwrap_or_default();
    if argument == "codes" {
        let billable = icd10cm::entries(on).filter(|entry| entry.state() == State::Billable);
        let mut codes: Vec<String> = billable.map(|entry| entry.code().to_string()).collect();
        // Steps of a linear congruential generator (D. Knuth, MMIX): the same shuffle in every run.
        let mut dice = 7_u64;
        for last in (1..codes.len()).rev() {
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            codes.swap(last, (dice >> 33) as usize % (last + 1));
        }
        codes.truncate(COUNT);
        println!("{}", codes.join("\n"));
        return Ok(());
    }
    let text = std::fs::read_to_string(argument)?;
    let start = Instant::now();
    let _ = black_box(icd10cm::check(black_box("E11.9"), on));
    let start_up = start.elapsed().as_secs_f64() * 1e3;
    let codes: Vec<&str> = text.split_whitespace().collect();
    let entries: Vec<_> = codes
        .iter()
        .filter_map(|code| icd10cm::check(code, on).ok())
        .collect();
    let mut verdicts = vec![Verdict::default(); codes.len()];
    let mut ordinals = vec![0; codes.len()];
    let report = |operation: &str, run: &mut dyn FnMut() -> usize| {
        let passes = (0..50).map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed().as_secs_f64() * 1e9 / codes.len() as f64
        });
        let best = passes.fold(f64::MAX, f64::min);
        println!("him-codes,{operation},{best:.1},{start_up:.4}");
    };
    let valid = |code: &&&str| icd10cm::check(code, on).is_ok();
    report("check", &mut || codes.iter().filter(valid).count());
    report("check all", &mut || {
        let day = Dates::All(on);
        usize::from(icd10cm::check_all(&codes, day, &mut verdicts, &mut ordinals).is_ok())
    });
    // As Python does, the title as a string.
    report("title", &mut || {
        entries
            .iter()
            .map(|entry| entry.title().to_string().len())
            .sum()
    });
    report("parent", &mut || {
        entries
            .iter()
            .filter(|entry| entry.parent().is_some())
            .count()
    });
    report("all above", &mut || {
        entries.iter().map(|entry| entry.ancestors().count()).sum()
    });
    Ok(())
}
