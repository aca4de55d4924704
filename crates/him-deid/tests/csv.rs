//! CSV by a map of its columns. All people are invented.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

use chrono::NaiveDate;
use him_deid::csv::{ColumnKind, Columns, Run};
use him_deid::{Crosswalk, Disposition, LimitedDataSet, Purpose, SafeHarbor, SystemRandom};
use proptest::prelude::*;

fn policy() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"))
}

fn left(columns: &[(&str, ColumnKind)], table: &str) -> String {
    let columns = Columns::new(columns.iter().copied());
    policy()
        .deidentify_csv(&columns, table)
        .expect("a table")
        .0
        .into_content()
        .into_string()
}

#[test]
fn each_kind() {
    use ColumnKind::*;
    for (kind, value, expected) in [
        (Patient, "MRN-1", Some("1")),
        (Id, "V-77", Some("1")),
        (Given, "May", None),
        (Family, "Exemplar", None),
        (Name, "May Exemplar", None),
        (Organization, "Acme", None),
        (Street, "12 Sesame St", None),
        (City, "Springfield", None),
        (Place, "Sangamon", None),
        (Number, "123-45-6789", None),
        (Contact, "555-010-0199", None),
        (Remove, "x", None),
        (State, "IL", Some("IL")),
        (State, "Springfield", Some("")),
        (Zip, "62704-1234", Some("627")),
        (Zip, "03601", Some("000")),
        (Zip, "nowhere", Some("000")),
        (Date, "2024-03-14", Some("2024")),
        (Date, "3/14/24", Some("2024")),
        (Date, "14-MAR-2024 10:30", Some("2024")),
        (Date, "20240314", Some("2024")),
        (Date, "1931-05-04", Some("")),
        (Date, "Exemplar", Some("")),
        (Age, "62", Some("62")),
        (Age, "90", Some("90")),
        (Age, "104 years", Some("90")),
        (Age, "old", Some("")),
        (Code, "E11.9", Some("E11.9")),
        (Code, "May Exemplar", Some("")),
        (Code, "123456789", Some("")),
        (Measurement, "7.40", Some("7.40")),
        (Measurement, "<0.01", Some("<0.01")),
        (Measurement, "high", Some("")),
        (
            Text,
            "Seen by Dr. Exemplar on 3/14/2024.",
            Some("Seen by Dr. [NAME] on [DATE 2024]."),
        ),
    ] {
        let table = format!("a,b\n{value},x\n");
        let expected = expected.map_or(String::from("\"\"\n\"\"\n"), |left| {
            format!("a\n{}\n", if left.is_empty() { "\"\"" } else { left })
        });
        if matches!(expected.as_str(), "\"\"\n\"\"\n") {
            assert!(!left(&[("a", kind)], &table).contains(value), "{kind:?}");
        } else {
            assert_eq!(left(&[("a", kind)], &table), expected, "{kind:?} {value}");
        }
    }
}

#[test]
fn the_row_is_found_in_its_text() {
    let columns = Columns::from_toml(
        "delimiter = \";\"\n[columns]\ngiven = \"given\"\nfamily = \"family\"\nphone = \"contact\"\nnote = \"text\"\n",
    )
    .expect("a map");
    let table = "given;family;phone;note\nMay;Exemplar;555-010-0199;exemplar can be reached at 5550100199\nJo;Roe;;may is well\n";
    let (left, summary) = policy().deidentify_csv(&columns, table).expect("a table");
    assert_eq!(
        left.content().as_str(),
        "note\n[NAME] can be reached at [CONTACT]\nmay is well\n"
    );
    assert_eq!(
        summary.manifest.count("identifier", Disposition::Removed),
        5
    );
    assert!(!format!("{summary:?}").contains("Exemplar"));
}

#[test]
fn a_bad_row_costs_itself_alone() {
    let columns = Columns::new([("id", ColumnKind::Patient), ("dx", ColumnKind::Code)]);
    let mut out = Vec::new();
    let policy = policy();
    let table: &[u8] = b"\xEF\xBB\xBFid,dx\n1,I10\n2,I11,extra\n3\n4,\xFF\n1,E11.9\n";
    let summary = Run::new(&policy, &columns)
        .deidentify(table, &mut out)
        .expect("readable");
    assert_eq!((summary.rows, summary.skipped), (2, vec![3, 4, 5]));
    assert_eq!(
        String::from_utf8(out)
            .expect("UTF-8")
            .trim_start_matches('\u{feff}'),
        "id,dx\n1,I10\n1,E11.9\n"
    );
}

#[test]
fn a_map_must_fit() {
    let columns = Columns::new([("mrn", ColumnKind::Patient)]);
    let error = |table: &str| {
        policy()
            .deidentify_csv(&columns, table)
            .expect_err("does not fit")
            .to_string()
    };
    assert_eq!(error("id,dx\n"), "the table has no column `mrn`");
    assert_eq!(error("mrn,mrn\n"), "the table has 2 columns `mrn`");
    assert_eq!(
        Columns::from_toml("delimiter = \"ö\"\n[columns]")
            .expect_err("no ASCII")
            .to_string(),
        "the delimiter of the map is not one ASCII character"
    );
    assert!(
        Columns::from_toml("[column]").is_err()
            && Columns::from_toml("[columns]\na = \"keep\"").is_err()
    );
}

#[test]
fn under_a_limited_data_set() {
    let columns = Columns::new([
        ("id", ColumnKind::Patient),
        ("city", ColumnKind::City),
        ("zip", ColumnKind::Zip),
        ("born", ColumnKind::Date),
        ("age", ColumnKind::Age),
    ]);
    let table = "id,city,zip,born,age\nA,Springfield,62704,1931-05-04,95\n";
    let (left, _) = LimitedDataSet::new(Purpose::HealthCareOperations)
        .deidentify_csv(&columns, table)
        .expect("a table");
    assert_eq!(
        left.content().as_str(),
        "id,city,zip,born,age\n1,Springfield,62704,1931-05-04,95\n"
    );
}

#[test]
fn codes_of_a_crosswalk() {
    let mut crosswalk = Crosswalk::new(SystemRandom);
    let columns = Columns::new([("id", ColumnKind::Patient)]);
    let policy = policy();
    let mut out = Vec::new();
    Run::new(&policy, &columns)
        .with_crosswalk(&mut crosswalk)
        .deidentify("id\n77\n".as_bytes(), &mut out)
        .expect("a table");
    let code = crosswalk.code("patient", "77").expect("random");
    assert_eq!(out, format!("id\n{code}\n").into_bytes());
}

/// The names of a patient may stand in another table.
#[test]
fn a_record_is_found_in_all_rows() {
    let columns = Columns::new([("note", ColumnKind::Text)]);
    let policy = policy();
    let mut record = him_deid::Identifiers::new();
    record.add_name(["Zorvex"], Some("Quillworth"));
    let mut out = Vec::new();
    Run::new(&policy, &columns)
        .with_record(record)
        .deidentify("note\nquillworth read\nzorvex read\n".as_bytes(), &mut out)
        .expect("a table");
    assert_eq!(out, b"note\n[NAME] read\n[NAME] read\n");
}

proptest! {
    /// Nothing panics, and nothing of a column that goes is left.
    #[test]
    fn any_table(rows in prop::collection::vec("[ -~]{0,20}", 0..8), bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let columns = Columns::new([("a", ColumnKind::Name), ("b", ColumnKind::Date), ("c", ColumnKind::Text)]);
        let mut table = String::from("a,b,c\n");
        for row in &rows {
            table.push_str(&format!("Qxzvemplar,{row}\n"));
        }
        let text = left(&[("a", ColumnKind::Name), ("b", ColumnKind::Date), ("c", ColumnKind::Text)], &table);
        prop_assert!(!text.contains("Qxzvemplar"));
        let _ = Run::new(&policy(), &columns).deidentify([b"a,b,c\n", bytes.as_slice()].concat().as_slice(), std::io::sink());
    }
}
