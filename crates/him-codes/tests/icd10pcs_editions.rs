//! What the tables have of each edition, frozen: an answer once published for a day never changes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use chrono::NaiveDate;
use him_codes::{Title, icd10pcs};
use sha2::{Digest, Sha256};

/// `vectors/icd10pcs_editions.csv`: the hash of the lines `CODE,flag`, and that of the lines `CODE,short title,long title`,
/// of the day on which each edition takes effect; tables and codes in ASCII order.
#[test]
fn every_edition_is_as_it_was() {
    let text = |title: Option<Title>| title.map(|title| title.to_string()).unwrap_or_default();
    let mut editions = icd10pcs::editions();
    let mut reader =
        csv::Reader::from_reader(include_str!("vectors/icd10pcs_editions.csv").as_bytes());
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
        let mut entries = icd10pcs::entries(on);
        for header in icd10pcs::headers(on) {
            let table = header.prefix();
            rows += 1;
            codes.update(format!("{table},0\n"));
            let (short, long) = (text(header.short_title()), text(header.title()));
            titles.update(format!("{table},{short},{long}\n"));
            for entry in header.billable() {
                assert_eq!(entries.next(), Some(entry));
                let code = entry.code();
                rows += 1;
                billable += 1;
                codes.update(format!("{code},1\n"));
                let (short, long) = (text(entry.short_title()), text(entry.title()));
                titles.update(format!("{code},{short},{long}\n"));
            }
        }
        assert_eq!(entries.next(), None);
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
    assert_eq!(seen, 18);
    assert!(
        editions.next().is_none(),
        "a new edition needs its line in vectors/icd10pcs_editions.csv"
    );
}

#[test]
fn days_outside_the_editions() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    assert_eq!(icd10pcs::edition_on(day(2015, 9, 30)), None);
    assert_eq!(icd10pcs::entries(day(2015, 9, 30)).count(), 0);
    assert_eq!(icd10pcs::headers(day(2015, 9, 30)).count(), 0);
    assert_eq!(icd10pcs::covered_until(), day(2026, 9, 30));
    let within = icd10pcs::check("0DTJ4ZZ", day(2026, 9, 30)).unwrap();
    assert!(!within.beyond_data());
    for on in [day(2026, 10, 1), day(2048, 1, 1), NaiveDate::MAX] {
        let entry = icd10pcs::check("0DTJ4ZZ", on).unwrap();
        assert!(entry.beyond_data());
        assert_eq!(entry.on(), on);
        assert_eq!(
            entry.edition().map(|edition| edition.name()),
            Some("FY2026, April 2026 update")
        );
        assert_eq!(icd10pcs::entries(on).count(), 79_193);
    }
    assert!(icd10pcs::check("0DTJ4ZZ", NaiveDate::MIN).is_err());
    assert!(icd10pcs::check("0DTJ4ZZ", day(-1, 1, 1)).is_err());
}
