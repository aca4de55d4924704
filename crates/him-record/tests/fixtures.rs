//! Files that earlier editions wrote, which every later one reads: a chart, a log of events, an export
//! of each schema version. They are never edited; a new version adds new ones. All people are
//! invented.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![allow(
    clippy::field_reassign_with_default,
    reason = "the structs are open to new fields"
)]

mod shared;

use std::fs;

use chrono::NaiveDate;
use him_record::amendment::{AmendmentRequest, AmendmentState};
use him_record::confidentiality::Label;
use him_record::history::{AsOf, ChartId, History, LogId, Stamp, Timestamp};
use him_record::life::{Draft, LifeState};
use him_record::record_set::{Export, Manifest};
use him_record::{Actor, Chart, Entry, Note, Reference};

const LOG: LogId = LogId::new(*b"an invented log!");

/// The chart of the other tests, with what an entry can have besides.
fn chart() -> Chart {
    let mut chart = shared::full_chart();
    let author = Actor::new("Practitioner/1").acting_as("attending");
    let at = "2026-02-03T10:00:00-05:00".parse().unwrap();
    let draft = Draft::begin(Note::default(), author.clone(), at).unwrap();
    let mut signed = draft
        .sign(author.clone(), at, Some("I saw the patient."))
        .unwrap();
    signed.addend(author, at, "More.").unwrap();
    let mut note = signed.into_entry();
    note.labels.insert(Label::Part2);
    chart.notes.push(note);
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let mut request = AmendmentRequest::new(Actor::new("Patient/1"), day(2), "not mine");
    request.entries.push(Reference::to("Observation/7"));
    request
        .extend(day(20), "the film is read again", day(30))
        .unwrap();
    chart.amendments.push(Entry::new(request));
    chart
}

fn history() -> History {
    let mut history = History::new(LOG);
    let mut time = 1_770_000_000_000_000;
    let mut next = || {
        time += 1_000_000;
        Stamp::new(
            Timestamp::from_unix_micros(time),
            Actor::new("Practitioner/1"),
        )
        .because("care")
    };
    let chart = chart();
    let one = history.open(chart.patient.clone(), next()).unwrap();
    let two = history.open(Entry::default(), next()).unwrap();
    for entry in chart.into_entries().into_iter().skip(1) {
        history.add(one, entry, next()).unwrap();
    }
    let merge = history.merge(two, one, next()).unwrap();
    history.unmerge(merge, next()).unwrap();
    history
}

fn file(name: &str) -> String {
    fs::read_to_string(format!("tests/fixtures/{name}")).unwrap()
}

#[test]
fn a_chart_of_schema_1() {
    let json = file("chart-1.json");
    let read = Chart::from_json(&json).unwrap();
    assert_eq!(read, chart());
    assert_eq!(
        read.notes[1].life.as_ref().unwrap().state(),
        LifeState::Addended
    );
    assert_eq!(read.amendments[0].content.state(), AmendmentState::Extended);
    assert_eq!(Chart::from_json(&read.to_json()).unwrap(), read);
}

#[test]
fn a_log_of_format_1() {
    let events = file("history-1.hex");
    let events: Vec<Vec<u8>> = events
        .lines()
        .map(|line| {
            let digits = (0..line.len()).step_by(2).map(|at| &line[at..at + 2]);
            digits
                .map(|byte| u8::from_str_radix(byte, 16).unwrap())
                .collect()
        })
        .collect();
    let read = History::read(LOG, &events).unwrap();
    assert_eq!(read.head().to_string(), file("history-1.head").trim());
    let view = read.view(ChartId::new(0), AsOf::Now).unwrap();
    assert_eq!(view.chart().len(), chart().len());
}

#[test]
fn an_export_of_schema_1() {
    let manifest = Manifest::from_json(&file("export-1.manifest.json")).unwrap();
    let export = Export::new(file("export-1.ndjson"), manifest);
    assert_eq!(export.read().unwrap(), chart());
}

#[test]
#[ignore = "it writes the fixtures, once for each schema version"]
fn write_the_fixtures() {
    let write =
        |name: &str, text: String| fs::write(format!("tests/fixtures/{name}"), text).unwrap();
    write("chart-1.json", chart().to_json());
    let history = history();
    let line = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let lines: Vec<String> = history
        .events()
        .iter()
        .map(|it| line(it.as_bytes()))
        .collect();
    write("history-1.hex", lines.join("\n") + "\n");
    write("history-1.head", history.head().to_string() + "\n");
    let export = Export::of(&chart(), "an invented record");
    write("export-1.ndjson", export.ndjson);
    write("export-1.manifest.json", export.manifest.to_json());
}
