//! What the tables have of each edition, frozen: an answer once published for a day never changes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use chrono::NaiveDate;
use him_codes::icd10cm::{self, State};
use sha2::{Digest, Sha256};

/// `vectors/icd10cm_editions.csv`: the hash of the lines `CODE,flag`, and that of the lines `CODE,short title,long title`,
/// of the day on which each edition takes effect.
#[test]
fn every_edition_is_as_it_was() {
    let mut editions = icd10cm::editions();
    let mut reader =
        csv::Reader::from_reader(include_str!("vectors/icd10cm_editions.csv").as_bytes());
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let edition = editions.next().unwrap();
        assert_eq!(edition.name(), &record[0]);
        let on: NaiveDate = record[1].parse().unwrap();
        assert_eq!(edition.effective(), on);
        assert_eq!(format!("{:?}", edition.standing()), &record[2]);
        let (mut rows, mut billable) = (0, 0);
        let (mut codes, mut titles) = (Sha256::new(), Sha256::new());
        for entry in icd10cm::entries(on) {
            let flag = u8::from(entry.state() == State::Billable);
            rows += 1;
            billable += u32::from(flag);
            let code = entry.code().undotted();
            codes.update(format!("{code},{flag}\n"));
            titles.update(format!(
                "{code},{},{}\n",
                entry.short_title(),
                entry.title()
            ));
        }
        let hex = |hash: Sha256| {
            hash.finalize()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        };
        let found = [
            rows.to_string(),
            billable.to_string(),
            hex(codes),
            hex(titles),
        ];
        assert_eq!(
            found.as_slice(),
            record.iter().skip(3).collect::<Vec<_>>(),
            "{}",
            edition.name()
        );
        seen += 1;
    }
    assert_eq!(seen, 16);
    assert!(
        editions.next().is_none(),
        "a new edition needs its line in vectors/icd10cm_editions.csv"
    );
}

#[test]
fn days_outside_the_editions() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    assert_eq!(icd10cm::edition_on(day(2015, 9, 30)), None);
    assert_eq!(icd10cm::entries(day(2015, 9, 30)).count(), 0);
    assert_eq!(icd10cm::covered_until(), day(2027, 9, 30));
    let within = icd10cm::check("E11.9", day(2027, 9, 30)).unwrap();
    assert!(!within.beyond_data());
    for on in [day(2027, 10, 1), day(2048, 1, 1), NaiveDate::MAX] {
        let entry = icd10cm::check("E11.9", on).unwrap();
        assert!(entry.beyond_data());
        assert_eq!(entry.on(), on);
        assert_eq!(
            entry.edition().map(|edition| edition.name()),
            Some("FY2027")
        );
        assert_eq!(icd10cm::entries(on).count(), 98_403);
    }
    assert!(icd10cm::check("E11.9", NaiveDate::MIN).is_err());
    assert!(icd10cm::check("E11.9", day(-1, 1, 1)).is_err());
}
