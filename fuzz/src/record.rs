//! The record: its JSON and its log.

use him_record::history::{
    AsOf, Broken, Change, ChartId, EntryId, History, LogId, MergeId, Stamp, Timestamp, Verifier,
};
use him_record::record_set::{Export, Manifest};
use him_record::validation::Validation;
use him_record::{
    Actor, AnyEntry, Chart, Diagnosis, Encounter, Entry, EntryKind, Patient, Reference,
};
use sha2::{Digest, Sha256};

/// A chart that can be read is written as one that reads the same, entry by entry and as an export as well;
/// it can be validated, and its log is read again.
pub fn chart_json(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    for kind in EntryKind::ALL {
        if let Ok(entry) = AnyEntry::from_json(*kind, text) {
            let written = entry.to_json();
            let again = AnyEntry::from_json(*kind, &written).expect("what was written can be read");
            assert!(again == entry && again.to_json() == written);
        }
    }
    if let Ok(manifest) = Manifest::from_json(text) {
        let again = Manifest::from_json(&manifest.to_json()).expect("what was written can be read");
        assert!(again == manifest);
        let _ = Export::new(text.to_owned(), manifest).read();
    }
    let Ok(chart) = Chart::from_json(text) else {
        return;
    };
    let written = chart.to_json();
    let again = Chart::from_json(&written).expect("what was written can be read");
    assert!(again == chart && again.to_json() == written);
    for finding in Validation::on(super::day(2026, 11, 25)).of(&chart) {
        assert!(!finding.to_string().is_empty());
    }
    let export = Export::of(&chart, "an invented record");
    let read = export.read().expect("an export can be read");
    assert!(read.to_json() == written);
    let mut history = History::new(LOG);
    let opened = history
        .open(chart.patient.clone(), stamp())
        .expect("a new log");
    let entries = chart.into_entries();
    for entry in entries.iter().skip(1).cloned() {
        // A further copy of the patient is an entry like any other.
        history
            .add(opened, entry, stamp())
            .expect("a chart of the log");
    }
    let read = read_again(&history).expect("a log as it was written");
    let view = read.view(opened, AsOf::Now).expect("a chart of the log");
    // A log holds entries; what a later version says of a chart as a whole is no entry.
    assert!(view.chart().clone().into_entries() == entries);
}

/// Events made of any bytes are refused at their place, with a true hash as well; and a log that the bytes
/// dictate is whole, whatever they dictate: it reads as the same, no chart loses an entry, and a byte that
/// changes is found where it is.
pub fn history_log(input: &[u8]) {
    assert!(Verifier::new(LOG).check(input).is_err());
    let mut hashed = input.to_vec();
    hashed.extend_from_slice(&Sha256::digest(input));
    let mut forged = History::new(LOG);
    if forged.receive(&hashed).is_ok() {
        assert!(forged.verify().is_ok() && read_again(&forged).is_ok());
        let event = &forged.events()[0];
        let _ = (
            event.by(),
            event.why(),
            event.entry().is_ok(),
            event.access(),
        );
        let _ = forged.view(ChartId::new(0), AsOf::Now);
    }

    let (history, homes) = dictated(input);
    assert_eq!(history.verify(), Ok(()));
    let read = read_again(&history).expect("a log as it was written");
    assert_eq!(read.head(), history.head());
    let (mut shown, mut patients) = (0, 0);
    for chart in (0..history.events().len() as u64).map(ChartId::new) {
        let Ok(view) = history.view(chart, AsOf::Now) else {
            continue;
        };
        let again = read.view(chart, AsOf::Now).expect("a chart of the log");
        assert!(view.chart() == again.chart() && view.charts() == again.charts());
        if view.charts()[0] != chart {
            continue;
        }
        patients += 1 + view.merged_patients().len();
        shown += view.heads().len() - 1;
        for (entry, home) in &homes {
            let here = view.position(*entry).is_some();
            assert_eq!(here, view.charts().contains(home));
        }
    }
    // Each patient is shown in one place, and each entry.
    let opened = history
        .events()
        .iter()
        .filter(|event| event.change() == Change::Open);
    assert_eq!(patients, opened.count());
    assert_eq!(shown, homes.len());

    let mut events: Vec<Vec<u8>> = history
        .events()
        .iter()
        .map(|it| it.as_bytes().to_vec())
        .collect();
    if let [first, second, ..] = *input
        && !events.is_empty()
    {
        let at = usize::from(first) % events.len();
        let place = usize::from(second) % events[at].len();
        events[at][place] ^= 1 << (first % 8);
        let broken = History::read(LOG, &events).expect_err("a changed byte");
        assert_eq!(broken.position(), at as u64);
    }
}

const LOG: LogId = LogId::new(*b"an invented log!");

fn stamp() -> Stamp {
    Stamp::new(Timestamp::from_unix_micros(0), Actor::new("Practitioner/1"))
}

fn read_again(history: &History) -> Result<History, Broken> {
    History::read(LOG, history.events().iter().map(|event| event.as_bytes()))
}

/// What the bytes dictate, three for each step, and the entries with their homes.
fn dictated(input: &[u8]) -> (History, Vec<(EntryId, ChartId)>) {
    let mut history = History::new(LOG);
    let mut entries = Vec::new();
    for step in input.as_chunks::<3>().0 {
        let [step, a, b] = *step;
        let (a, b) = (u64::from(a), u64::from(b));
        match step % 8 {
            0 => drop(history.open(Entry::new(Patient::default()), stamp())),
            1 => {
                let visit = Entry::new(Encounter::default());
                entries.extend(history.add(ChartId::new(a), visit, stamp()));
            }
            2 => {
                let mut problem = Diagnosis::default();
                problem.encounter = Some(Reference::to("Encounter/1"));
                entries.extend(history.add(ChartId::new(a), Entry::new(problem), stamp()));
            }
            3 => drop(history.revise(EntryId::new(a), Entry::new(Diagnosis::default()), stamp())),
            4 | 5 => drop(history.merge(ChartId::new(a), ChartId::new(b), stamp())),
            6 => drop(history.unmerge(MergeId::new(a), stamp())),
            _ => drop(history.move_entry(EntryId::new(a), ChartId::new(b), stamp())),
        }
    }
    let home = |entry| Some((entry, history.home(entry).ok()?));
    let homes = entries.into_iter().filter_map(home).collect();
    (history, homes)
}
