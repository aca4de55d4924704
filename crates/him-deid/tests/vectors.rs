//! What is written, and exactly what is left of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]

use chrono::NaiveDate;
use him_deid::{Identifiers, Preset, SafeHarbor, Scrubber};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    /// What is left; absent where nothing changes.
    want: Option<String>,
}

fn policy() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

/// A record of invented people.
fn record() -> Identifiers {
    let mut record = Identifiers::new();
    record.add_name(["May", "R"], Some("Exemplar-Ortiz"));
    record.add_name(["Robert"], Some("White"));
    record.add_full_name("Dr. Grace Hopewell, MD");
    record.add_number("00-123456");
    record.add_telecom("(617) 555-0123");
    record.add_telecom("may.ortiz@example.org");
    record.add_street("12 Sesame St");
    record.add_place("Exampleton");
    record.add_zip("02139-4307");
    record.add_organization("Exampleton Widgets, Inc.");
    record.add_date(NaiveDate::from_ymd_opt(1951, 4, 15).unwrap());
    record
}

/// Which layers must give exactly what is wanted.
enum Layers {
    Rules,
    /// With the model, under both presets.
    All,
}

fn run(name: &str, toml: &str, record: &Identifiers, layers: Layers, at_least: usize) {
    let policy = policy();
    let scrubber = Scrubber::new(&policy, record);
    match layers {
        Layers::Rules => check(name, toml, scrubber.without_model(), at_least),
        Layers::All => {
            check(name, toml, scrubber, at_least);
            check(name, toml, scrubber.with_preset(Preset::Balanced), at_least);
        }
    }
}

fn check(name: &str, toml: &str, scrubber: Scrubber<'_>, at_least: usize) {
    let vectors: Vectors = toml::from_str(toml).unwrap();
    assert!(
        vectors.case.len() >= at_least,
        "{name} has {} cases",
        vectors.case.len()
    );
    let mut wrong = Vec::new();
    for case in &vectors.case {
        let want = case.want.as_deref().unwrap_or(&case.text);
        let got = scrubber.scrub(&case.text);
        if got.text != want {
            let rules: Vec<_> = got
                .spans
                .iter()
                .map(|span| (span.rule.id(), &case.text[span.start..span.end]))
                .collect();
            wrong.push(format!(
                "text {:?}\nwant {want:?}\ngot  {:?}\n     {rules:?}",
                case.text, got.text
            ));
        }
        // A second run finds nothing more.
        let again = scrubber.scrub(&got.text);
        assert_eq!(
            again.text, got.text,
            "{name}: second run over {:?}",
            case.text
        );
    }
    assert!(
        wrong.is_empty(),
        "{name}: {} of {} differ\n{}",
        wrong.len(),
        vectors.case.len(),
        wrong.join("\n")
    );
}

macro_rules! vectors {
    ($($name:ident: $file:literal, $record:expr, $layers:ident, $count:literal;)+) => {
        $(#[test]
        fn $name() {
            let toml = include_str!(concat!("vectors/", $file, ".toml"));
            run($file, toml, &$record, Layers::$layers, $count);
        })+
    };
}

vectors! {
    dates: "dates", Identifiers::new(), All, 35;
    ages: "ages", Identifiers::new(), All, 15;
    contacts: "contacts", Identifiers::new(), Rules, 18;
    ids: "ids", Identifiers::new(), All, 30;
    places: "places", Identifiers::new(), Rules, 18;
    names: "names", Identifiers::new(), Rules, 28;
    clinical_text_stays: "clinical", Identifiers::new(), All, 55;
    record_identifiers: "record", record(), Rules, 25;
}

/// The words of clinical text stay for a patient with none of them in the name, too.
#[test]
fn clinical_text_stays_with_a_record() {
    run(
        "clinical",
        include_str!("vectors/clinical.toml"),
        &record(),
        Layers::All,
        55,
    );
}
