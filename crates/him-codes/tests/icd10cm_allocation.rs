//! Parsing and checking make no allocation, whatever the answer, and neither does what can be asked of an answer.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use chrono::NaiveDate;
use him_codes::icd10cm::{self, Invalid};
use him_codes::{Icd10Cm, Loinc, Sctid};

const TEXTS: &[&str] = &[
    "E11.9",
    " s72001a ",
    "M54.5",
    "A04.7",
    "O64.1",
    "O64.1XX",
    "U07.1",
    "B88.0",
    "E11.7",
    "E11.90",
    "AO4.7",
    "S01.01A",
    "",
    "E1.19",
    "not a code",
    "B02.21X",
    "I42.0",
    "QA0",
];

#[test]
fn nothing_is_allocated() {
    let days = [
        (2010, 1, 1),
        (2015, 10, 1),
        (2020, 3, 31),
        (2021, 10, 1),
        (2026, 10, 1),
        (2030, 1, 1),
    ];
    let days = days.map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap());
    let mut answers = 0;
    let counted = allocation_counter::measure(|| {
        for text in TEXTS {
            let _ = std::hint::black_box(text.parse::<Icd10Cm>());
            let _ = std::hint::black_box(text.parse::<Sctid>());
            let _ = std::hint::black_box(text.parse::<Loinc>());
            for on in days {
                answers += icd10cm::nearby(text, on).count();
                answers += match icd10cm::check(text, on) {
                    Ok(entry) => {
                        entry.title().pieces().count()
                            + entry.ancestors().count()
                            + usize::from(entry.until().is_some())
                    }
                    Err(Invalid::Header(entry)) => {
                        entry.children().count() + entry.billable().count()
                    }
                    Err(Invalid::NeedsSeventh(needs)) => needs.allowed().into_iter().count(),
                    Err(Invalid::Unknown(unknown)) => {
                        unknown.nearby().count() + unknown.allowed_next().into_iter().count()
                    }
                    Err(_) => 1,
                };
            }
        }
    });
    assert!(answers > 100, "{answers}");
    assert_eq!(counted.count_total, 0);
    // The counter does count.
    assert_ne!(
        allocation_counter::measure(|| drop(std::hint::black_box(vec![answers]))).count_total,
        0
    );
}
