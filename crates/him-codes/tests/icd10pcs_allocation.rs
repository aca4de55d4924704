//! Parsing and checking make no allocation, whatever the answer, and neither does what can be asked of an answer.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use chrono::NaiveDate;
use him_codes::Icd10Pcs;
use him_codes::icd10pcs::{self, Invalid};

const TEXTS: &[&str] = &[
    "0DTJ4ZZ",
    " 0dtj4zz ",
    "0DTJ3ZZ",
    "0DTJ",
    "0DT",
    "0D",
    "ODTJ4ZZ",
    "XW033E5",
    "XW023X7",
    "0X6L0Z2",
    "30233AZ",
    "A000000",
    "0TX",
    "",
    "not a code",
];

#[test]
fn nothing_is_allocated() {
    let days = [
        (2010, 1, 1),
        (2015, 10, 1),
        (2020, 7, 31),
        (2022, 4, 1),
        (2026, 4, 1),
        (2030, 1, 1),
    ];
    let days = days.map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap());
    let mut answers = 0;
    let counted = allocation_counter::measure(|| {
        for text in TEXTS {
            let _ = std::hint::black_box(text.parse::<Icd10Pcs>());
            for on in days {
                answers += icd10pcs::nearby(text, on).count();
                answers += match icd10pcs::check(text, on) {
                    Ok(entry) => {
                        entry.title().map_or(0, |title| title.pieces().count())
                            + usize::from(entry.until().is_some())
                    }
                    Err(Invalid::Header(header)) => {
                        header.billable().count() + header.nearby().count()
                    }
                    Err(Invalid::Unknown(unknown)) => {
                        unknown.nearby().count() + unknown.allowed_next().into_iter().count()
                    }
                    Err(Invalid::NotYet(not_yet)) => usize::from(not_yet.entry().is_some()),
                    Err(Invalid::NoLonger(no_longer)) => usize::from(no_longer.entry().is_some()),
                    Err(_) => 1,
                };
            }
        }
    });
    assert!(answers > 100, "{answers}");
    assert_eq!(counted.count_total, 0);
}
