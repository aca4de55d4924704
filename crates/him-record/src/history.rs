//! The history of charts: an append-only log of events, each bound to the one before it by SHA-256.
//!
//! Nothing is overwritten. A log holds any number of charts; every change of any of them is an
//! [`Event`] with who, when and why. A chart can be rebuilt as it was after any event or at any
//! instant, and [`Verifier`] names the first event that is not as it was written.
//!
//! The bytes of an event, and what exactly is hashed, are specified in `docs/HISTORY.md`.
//!
//! ```
//! use him_record::history::{AsOf, History, LogId, Stamp, Timestamp};
//! use him_record::{Actor, Diagnosis, Entry, Patient};
//!
//! // Invented. An id of a log is drawn at random, once.
//! let mut history = History::new(LogId::new(*b"an invented log "));
//! let stamp = |micros| Stamp::new(Timestamp::from_unix_micros(micros), Actor::new("Practitioner/1"));
//!
//! let chart = history.open(Entry::new(Patient::default()), stamp(1))?;
//! let problem = history.add(chart, Entry::new(Diagnosis::default()), stamp(2))?;
//! let mut ranked = Diagnosis::default();
//! ranked.rank = Some(1);
//! history.revise(problem, Entry::new(ranked), stamp(3))?;
//!
//! assert_eq!(history.view(chart, AsOf::Now)?.diagnoses[0].content.rank, Some(1));
//! assert_eq!(history.view(chart, AsOf::Event(1))?.diagnoses[0].content.rank, None);
//! assert!(history.view(chart, AsOf::Event(0))?.diagnoses.is_empty());
//! assert_eq!(history.verify(), Ok(()));
//! # Ok::<(), him_record::history::HistoryError>(())
//! ```
//!
//! # Merge and unmerge
//! Two charts that turn out to be of one person are merged by an event; from then on they are shown
//! as one, and every entry still knows its home. If they were of two persons after all, unmerging is
//! an event as well. What was written in between goes to the home of the entry that it revises; a new
//! entry to the home of the encounter that it names, else to the chart under which it was written; and
//! [`History::move_entry`] corrects what nobody could know.

mod bytes;
mod checkpoint;
mod error;
mod event;
mod index;
mod number;
mod verify;
mod view;

pub use checkpoint::Checkpoint;
#[cfg(feature = "sign")]
pub use checkpoint::{BadSignature, SignedCheckpoint};
pub use error::HistoryError;
pub use event::{Change, Event, Stamp};
pub use number::{ChartId, Digest, EntryId, LogId, MergeId, Timestamp};
pub use verify::{BreakKind, Broken, Verifier};
pub use view::{AsOf, View};

use std::sync::Arc;

use crate::audit::AccessEvent;
use crate::life::LifeMove;
use crate::{AnyEntry, Entry, Patient};
use event::Body;
use index::Index;

/// A log of events and what follows from it.
#[derive(Debug, Clone)]
pub struct History {
    log: LogId,
    events: Vec<Arc<Event>>,
    index: Index,
}

impl History {
    /// An empty log.
    pub fn new(log: LogId) -> Self {
        History {
            log,
            events: Vec::new(),
            index: Index::default(),
        }
    }

    /// Reads a log from the bytes of its events, in order, and verifies each. What comes before the
    /// first broken event can be read again by itself: [`Broken::position`] tells how much that is.
    pub fn read<B: AsRef<[u8]>>(
        log: LogId,
        events: impl IntoIterator<Item = B>,
    ) -> Result<Self, Broken> {
        let mut history = History::new(log);
        let mut verifier = Verifier::new(log);
        for bytes in events {
            let event = verifier.read(bytes.as_ref())?;
            history.events.push(Arc::new(event));
        }
        history.index = verifier.into_index();
        Ok(history)
    }

    /// Verifies an event that another writer has appended, and takes it in.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        let last = self.events.last().map(|last| last.at());
        let count = self.events.len() as u64;
        let mut verifier = Verifier::after(self.log, count, self.head(), last);
        verifier.lend(&mut self.index);
        let event = verifier.read(bytes);
        verifier.lend(&mut self.index);
        self.events.push(Arc::new(event?));
        Ok(())
    }

    /// The id of the log.
    pub fn log(&self) -> LogId {
        self.log
    }

    /// The events, in order.
    pub fn events(&self) -> &[Arc<Event>] {
        &self.events
    }

    /// The hash of the last event; zeros before the first.
    pub fn head(&self) -> Digest {
        self.events.last().map_or(Digest::ZERO, |last| last.hash())
    }

    /// Opens the chart of a patient.
    pub fn open(&mut self, patient: Entry<Patient>, stamp: Stamp) -> Result<ChartId, HistoryError> {
        let body = Body::entry(patient.into());
        let number = self.append(Change::Open, Some(body), stamp)?;
        Ok(ChartId::new(number))
    }

    /// Adds an entry to a chart.
    pub fn add(
        &mut self,
        chart: ChartId,
        entry: impl Into<AnyEntry>,
        stamp: Stamp,
    ) -> Result<EntryId, HistoryError> {
        let entry = entry.into();
        if matches!(entry, AnyEntry::Patient(_)) {
            return Err(HistoryError::OnePatient);
        }
        let chart = self.home_of_new(chart, &entry)?;
        let number = self.append(Change::Add { chart }, Some(Body::entry(entry)), stamp)?;
        Ok(EntryId::new(number))
    }

    /// Puts a new version of an entry, or of the patient, in the place of the last one.
    ///
    /// What is known of its life goes on: acts are added, never dropped, and the content of a signed
    /// entry changes only with an act that amends it.
    pub fn revise(
        &mut self,
        entry: EntryId,
        to: impl Into<AnyEntry>,
        stamp: Stamp,
    ) -> Result<(), HistoryError> {
        let to = to.into();
        let version = self.index.last_version(entry)?;
        let last = self.entry_at(version)?;
        if last.kind() != to.kind() {
            return Err(HistoryError::OtherKind);
        }
        check_life(last, &to)?;
        self.append(Change::Revise { entry }, Some(Body::entry(to)), stamp)?;
        Ok(())
    }

    /// Gives an entry another home.
    pub fn move_entry(
        &mut self,
        entry: EntryId,
        to: ChartId,
        stamp: Stamp,
    ) -> Result<(), HistoryError> {
        self.append(Change::Move { entry, to }, None, stamp)?;
        Ok(())
    }

    /// Merges a chart into another of the same person.
    pub fn merge(
        &mut self,
        merged: ChartId,
        into: ChartId,
        stamp: Stamp,
    ) -> Result<MergeId, HistoryError> {
        let number = self.append(Change::Merge { merged, into }, None, stamp)?;
        Ok(MergeId::new(number))
    }

    /// Takes a merge back: each entry goes home.
    pub fn unmerge(&mut self, merge: MergeId, stamp: Stamp) -> Result<(), HistoryError> {
        self.append(Change::Unmerge { merge }, None, stamp)?;
        Ok(())
    }

    /// Writes down that somebody looked at a chart.
    pub fn accessed(
        &mut self,
        chart: ChartId,
        access: AccessEvent,
        stamp: Stamp,
    ) -> Result<(), HistoryError> {
        self.append(Change::Access { chart }, Some(Body::access(&access)), stamp)?;
        Ok(())
    }

    /// The chart under which an entry is kept, whatever is merged.
    pub fn home(&self, entry: EntryId) -> Result<ChartId, HistoryError> {
        self.index.home(entry)
    }

    /// The numbers of the events that gave an entry its versions, the first one first.
    pub fn versions(&self, entry: EntryId) -> Result<&[u64], HistoryError> {
        self.index.versions(entry)
    }

    /// The entry as an event left it; the event must be one of its versions.
    pub fn entry_at(&self, event: u64) -> Result<&AnyEntry, HistoryError> {
        let found = usize::try_from(event).ok();
        let found = found.and_then(|event| self.events.get(event));
        found.ok_or(HistoryError::NoSuchEntry)?.entry()
    }

    /// The chart as it was, with what was merged with it.
    pub fn view(&self, chart: ChartId, as_of: AsOf) -> Result<View, HistoryError> {
        view::rebuild(&self.events, &self.index, chart, as_of)
    }

    /// Hashes every event anew and names the first that is not as it was written.
    pub fn verify(&self) -> Result<(), Broken> {
        let mut verifier = Verifier::new(self.log);
        let mut events = self.events.iter();
        events.try_for_each(|event| verifier.check(event.as_bytes()))
    }

    /// The same, and that nothing is missing of what a checkpoint saw.
    pub fn verify_against(&self, checkpoint: &Checkpoint) -> Result<(), Broken> {
        self.verify()?;
        checkpoint.holds(self)
    }

    /// What the log is now, to be kept elsewhere.
    pub fn checkpoint(&self) -> Checkpoint {
        let at = self.events.last().map(|event| event.at());
        Checkpoint::new(self.log, self.events.len() as u64, self.head(), at)
    }

    fn append(
        &mut self,
        change: Change,
        body: Option<Body>,
        stamp: Stamp,
    ) -> Result<u64, HistoryError> {
        if !stamp.by.is_named() {
            return Err(HistoryError::Named);
        }
        let last = self.events.last();
        if last.is_some_and(|last| stamp.at < last.at()) {
            return Err(HistoryError::TimeGoesForward);
        }
        let number = self.events.len() as u64;
        self.index.apply(number, change)?;
        let event = Event::write(self.log, number, self.head(), stamp, change, body);
        self.events.push(Arc::new(event));
        Ok(number)
    }

    /// Where a new entry belongs: with its encounter, if that is in a chart merged with this one.
    fn home_of_new(&self, chart: ChartId, entry: &AnyEntry) -> Result<ChartId, HistoryError> {
        let charts = self.index.merged_with(chart)?;
        let head = entry.as_ref().head(0);
        let Some(encounter) = head.encounter.filter(|_| charts.len() > 1) else {
            return Ok(chart);
        };
        let mut encounters = Vec::new();
        for home in charts {
            for entry in self.index.entries_of(home) {
                let entry = self.entry_at(self.index.last_version(entry)?)?;
                if let AnyEntry::Encounter(entry) = entry {
                    encounters.push(((**entry).clone(), home));
                }
            }
        }
        let (entries, homes): (Vec<_>, Vec<_>) = encounters.into_iter().unzip();
        let links = crate::Links::new("Encounter", &entries);
        let found = links.position(encounter);
        Ok(found.and_then(|at| homes.get(at).copied()).unwrap_or(chart))
    }
}

/// Whether a new version goes on with the life of the last one.
fn check_life(last: &AnyEntry, new: &AnyEntry) -> Result<(), HistoryError> {
    let Some(lived) = last.as_ref().head(0).life else {
        return Ok(());
    };
    let life = new
        .as_ref()
        .head(0)
        .life
        .ok_or(HistoryError::LifeRewritten)?;
    let added = life.acts().strip_prefix(lived.acts());
    let added = added.ok_or(HistoryError::LifeRewritten)?;
    let amended = added.iter().any(|act| act.kind == LifeMove::Amend);
    if lived.state().is_signed() && !amended && !last.says_same(new) {
        return Err(HistoryError::SignedStays);
    }
    Ok(())
}
