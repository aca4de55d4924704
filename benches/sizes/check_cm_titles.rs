//! A program that checks ICD-10-CM, and prints titles.
#![allow(
    missing_docs,
    clippy::print_stdout,
    reason = "a program that prints its answer"
)]

use chrono::NaiveDate;
use him_codes::icd10cm;

fn main() {
    let day = NaiveDate::from_ymd_opt(2025, 10, 1).unwrap_or_default();
    for code in std::env::args().skip(1) {
        println!(
            "{:?}",
            icd10cm::check(&code, day)
                .map(|entry| entry.title().to_string())
                .ok()
        );
    }
}
