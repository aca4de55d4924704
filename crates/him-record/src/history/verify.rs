use thiserror::Error;

use super::event::Parsed;
use super::index::Index;
use super::{Digest, Event, LogId, Timestamp};

/// How an event is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum BreakKind {
    /// The bytes do not have the hash that stands at their end: something was changed.
    #[error("its bytes are not those that were hashed")]
    Hash,
    /// The bytes are not those of an event.
    #[error("its bytes are not those of an event")]
    Form,
    /// The event is of another log: it was spliced in.
    #[error("it belongs to another log")]
    OtherLog,
    /// The event has another number: it was moved, repeated, or one before it is missing.
    #[error("it has the number of another place")]
    OtherPlace,
    /// The event follows another event than the one before it.
    #[error("it does not follow the event before it")]
    Link,
    /// The event is earlier than the one before it.
    #[error("it is earlier than the event before it")]
    Time,
    /// The event changes what is not there.
    #[error("it changes what the log does not have")]
    Content,
    /// The log ends before it, and a checkpoint has seen it.
    #[error("it is missing, and a checkpoint has seen it")]
    Missing,
    /// The log is another than a checkpoint has seen up to here.
    #[error("it is not the one that a checkpoint has seen")]
    Checkpoint,
}

/// The first event that is not as it was written.
///
/// ```
/// use him_record::history::{Checkpoint, Digest, History, LogId, Timestamp};
///
/// let history = History::new(LogId::new([7; 16]));
/// let seen = Checkpoint::new(history.log(), 3, Digest::ZERO, None);
/// let broken = history.verify_against(&seen).unwrap_err();
/// assert_eq!(broken.to_string(), "event 0: it is missing, and a checkpoint has seen it");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("event {position}: {kind}")]
pub struct Broken {
    position: u64,
    kind: BreakKind,
}

impl Broken {
    pub(super) fn new(position: u64, kind: BreakKind) -> Self {
        Broken { position, kind }
    }

    /// Its place in the log, from 0. Every event before it is as it was written.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// How it is broken.
    pub fn kind(&self) -> BreakKind {
        self.kind
    }
}

/// Verifies a log event by event, as it comes out of a store.
#[derive(Debug, Clone)]
pub struct Verifier {
    log: LogId,
    count: u64,
    head: Digest,
    last: Option<Timestamp>,
    index: Index,
}

impl Verifier {
    /// Nothing verified yet.
    pub fn new(log: LogId) -> Self {
        Verifier {
            log,
            count: 0,
            head: Digest::ZERO,
            last: None,
            index: Index::default(),
        }
    }

    /// How many events were as they were written.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The hash of the last one.
    pub fn head(&self) -> Digest {
        self.head
    }

    /// Checks the bytes of the next event. After an error the verifier stands before that event.
    pub fn check(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        self.parse(bytes).map(|_| ())
    }

    pub(super) fn read(&mut self, bytes: &[u8]) -> Result<Event, Broken> {
        self.parse(bytes).map(|parsed| parsed.keep(bytes))
    }

    /// One that has verified everything up to here, without what follows from it.
    pub(super) fn after(log: LogId, count: u64, head: Digest, last: Option<Timestamp>) -> Self {
        Verifier {
            count,
            head,
            last,
            ..Verifier::new(log)
        }
    }

    /// Exchanges what follows from the events with that of a history.
    pub(super) fn lend(&mut self, index: &mut Index) {
        std::mem::swap(&mut self.index, index);
    }

    pub(super) fn into_index(self) -> Index {
        self.index
    }

    fn parse<'a>(&mut self, bytes: &'a [u8]) -> Result<Parsed<'a>, Broken> {
        let broken = |kind| Broken::new(self.count, kind);
        let parsed = Parsed::read(bytes).map_err(broken)?;
        if parsed.log != *self.log.as_bytes() {
            return Err(broken(BreakKind::OtherLog));
        }
        if parsed.number != self.count {
            return Err(broken(BreakKind::OtherPlace));
        }
        if parsed.previous != self.head {
            return Err(broken(BreakKind::Link));
        }
        if self.last.is_some_and(|last| parsed.at < last) {
            return Err(broken(BreakKind::Time));
        }
        let applied = self.index.apply(parsed.number, parsed.change);
        applied.map_err(|_| broken(BreakKind::Content))?;
        self.count += 1;
        self.head = parsed.hash;
        self.last = Some(parsed.at);
        Ok(parsed)
    }
}
