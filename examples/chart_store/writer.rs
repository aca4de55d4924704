//! Invented patients, and a day on which much is written about them.

use std::io::{self, Write};

use him_record::history::{AsOf, ChartId, History, HistoryError, Stamp, Timestamp};
use him_record::{
    Actor, Concept, Diagnosis, Entry, EntryKind, HumanName, Note, Observation, Patient,
};

use crate::store::{Store, StoreError};

/// How many charts are written to.
const CHARTS: u64 = 5;

/// Writes `count` transactions, and after each commit a line with the number of its last event and the
/// hash: the acknowledgement.
pub(crate) fn write(store: &mut Store, count: u64, out: &mut impl Write) -> Result<(), WriteError> {
    open_charts(store)?;
    for _ in 0..count {
        let number = store.history().events().len() as u64;
        // The first events open the charts, so they are called by the first numbers.
        let chart = ChartId::new(number % CHARTS);
        store.write(|history| step(history, chart, number))?;
        acknowledge(store, out)?;
        if store.history().events().len() as u64 / 100 > number / 100 {
            store.keep_checkpoint()?;
        }
    }
    Ok(())
}

/// Why writing ends.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Output(#[from] io::Error),
}

fn acknowledge(store: &Store, out: &mut impl Write) -> io::Result<()> {
    if let Some(last) = store.history().events().last() {
        writeln!(out, "{} {}", last.number(), last.hash())?;
        out.flush()?;
    }
    Ok(())
}

/// Opens the charts of the store, all in one transaction, if there are none.
fn open_charts(store: &mut Store) -> Result<(), StoreError> {
    if store.history().events().is_empty() {
        store.write(|history| {
            for number in 0..CHARTS {
                let mut name = HumanName::default();
                name.family = Some(format!("Invented-{number}").into());
                let mut patient = Patient::default();
                patient.names.push(name);
                history.open(Entry::new(patient), stamp(history))?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// One transaction: an entry, or two, or a new version of one.
fn step(history: &mut History, chart: ChartId, number: u64) -> Result<(), HistoryError> {
    match number % 4 {
        1 if let Some(first) = history.view(chart, AsOf::Now)?.id(EntryKind::Diagnosis, 0) => {
            let mut diagnosis = Diagnosis::default();
            diagnosis.remarks = vec![format!("seen again, {number}").into()];
            history.revise(first, Entry::new(diagnosis), stamp(history))?;
        }
        0 | 1 => {
            let mut diagnosis = Diagnosis::default();
            diagnosis.rank = Some(number as u32);
            history.add(chart, Entry::new(diagnosis), stamp(history))?;
        }
        2 => {
            let mut text = Concept::default();
            text.text = Some("Invented result".into());
            let mut observation = Observation::default();
            observation.code = Some(text);
            history.add(chart, Entry::new(observation), stamp(history))?;
        }
        _ => {
            // A note and what it found come together or not at all.
            let mut note = Note::default();
            note.description = Some(format!("Invented note {number}").into());
            history.add(chart, Entry::new(note), stamp(history))?;
            history.add(chart, Entry::new(Observation::default()), stamp(history))?;
        }
    }
    Ok(())
}

/// Now, or the time of the last event where clocks differ.
fn stamp(history: &History) -> Stamp {
    let now = Timestamp::from(chrono::Utc::now());
    let last = history.events().last().map(|event| event.at());
    let at = last.map_or(now, |last| last.max(now));
    Stamp::new(at, Actor::new("Practitioner/invented"))
}
