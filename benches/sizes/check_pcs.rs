//! A program that checks ICD-10-PCS, and nothing else.
#![allow(
    missing_docs,
    clippy::print_stdout,
    reason = "a program that prints its answer"
)]

use chrono::NaiveDate;
use him_codes::icd10pcs;

fn main() {
    let day = NaiveDate::from_ymd_opt(2025, 10, 1).unwrap_or_default();
    for code in std::env::args().skip(1) {
        println!("{}", icd10pcs::check(&code, day).is_ok());
    }
}
