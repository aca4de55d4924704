use std::ops::Range;
use std::sync::OnceLock;

use super::bytes::{Fields, sha256, write_field, write_optional};
use super::{BreakKind, ChartId, Digest, EntryId, HistoryError, LogId, MergeId, Timestamp};
use crate::audit::AccessEvent;
use crate::json::{Member as _, write_text};
use crate::{Actor, AnyEntry, EntryKind, JsonError, PhiText};

/// Who changes something, when and why.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Stamp {
    /// When it is written down; not before the last event of the log.
    pub at: Timestamp,
    /// Who writes it down.
    pub by: Actor,
    /// Why.
    pub why: Option<PhiText>,
}

impl Stamp {
    /// Somebody at an instant.
    pub fn new(at: Timestamp, by: Actor) -> Self {
        Stamp { at, by, why: None }
    }

    /// The same with the reason.
    pub fn because(mut self, why: &str) -> Self {
        self.why = Some(why.into());
        self
    }
}

/// What an event does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// Opens the chart of a patient.
    Open,
    /// Adds an entry to a chart.
    Add {
        /// The chart that is its home.
        chart: ChartId,
    },
    /// Puts a new version of an entry in the place of the last one.
    Revise {
        /// The entry.
        entry: EntryId,
    },
    /// Gives an entry another home.
    Move {
        /// The entry.
        entry: EntryId,
        /// Its new home.
        to: ChartId,
    },
    /// Merges a chart into another.
    Merge {
        /// The chart that goes.
        merged: ChartId,
        /// The chart that stays.
        into: ChartId,
    },
    /// Takes a merge back.
    Unmerge {
        /// The merge.
        merge: MergeId,
    },
    /// Somebody looked at a chart.
    Access {
        /// The chart.
        chart: ChartId,
    },
}

impl Change {
    /// The name in the bytes of an event, and the numbers that go with it.
    fn parts(self) -> (&'static str, [Option<u64>; 2]) {
        match self {
            Change::Open => ("open", [None, None]),
            Change::Add { chart } => ("add", [Some(chart.event()), None]),
            Change::Revise { entry } => ("revise", [Some(entry.event()), None]),
            Change::Move { entry, to } => ("move", [Some(entry.event()), Some(to.event())]),
            Change::Merge { merged, into } => ("merge", [Some(merged.event()), Some(into.event())]),
            Change::Unmerge { merge } => ("unmerge", [Some(merge.event()), None]),
            Change::Access { chart } => ("access", [Some(chart.event()), None]),
        }
    }

    fn from_parts(name: &str, numbers: [Option<u64>; 2]) -> Option<Self> {
        Some(match (name, numbers) {
            ("open", [None, None]) => Change::Open,
            ("add", [Some(chart), None]) => Change::Add {
                chart: ChartId::new(chart),
            },
            ("revise", [Some(entry), None]) => Change::Revise {
                entry: EntryId::new(entry),
            },
            ("move", [Some(entry), Some(to)]) => Change::Move {
                entry: EntryId::new(entry),
                to: ChartId::new(to),
            },
            ("merge", [Some(merged), Some(into)]) => Change::Merge {
                merged: ChartId::new(merged),
                into: ChartId::new(into),
            },
            ("unmerge", [Some(merge), None]) => Change::Unmerge {
                merge: MergeId::new(merge),
            },
            ("access", [Some(chart), None]) => Change::Access {
                chart: ChartId::new(chart),
            },
            _ => return None,
        })
    }

    /// Whether an event that does this has a body.
    fn has_body(self) -> bool {
        matches!(
            self,
            Change::Open | Change::Add { .. } | Change::Revise { .. } | Change::Access { .. }
        )
    }
}

/// The entry or access that an event carries, as JSON.
pub(super) struct Body {
    kind: &'static str,
    json: String,
    entry: Option<AnyEntry>,
}

impl Body {
    pub(super) fn entry(entry: AnyEntry) -> Self {
        Body {
            kind: entry.kind().code(),
            json: entry.to_json(),
            entry: Some(entry),
        }
    }

    pub(super) fn access(access: &AccessEvent) -> Self {
        Body {
            kind: ACCESS,
            // Writing to memory fails only for maps whose keys are no strings; there are none.
            json: write_text(access.said()),
            entry: None,
        }
    }
}

/// The kind of body that is no entry.
const ACCESS: &str = "access-event";
/// What the bytes of an event begin with.
const FORMAT: &[u8] = b"him-record/event/1";
/// The bytes of the hash at the end of an event.
const HASH: usize = 32;

/// One change of the log, and the bytes that are kept of it.
///
/// The bytes are protected health information; `Debug` shows numbers and hash only.
pub struct Event {
    bytes: Box<[u8]>,
    number: u64,
    at: Timestamp,
    change: Change,
    hash: Digest,
    by: Range<usize>,
    why: Option<Range<usize>>,
    kind: Option<EntryKind>,
    body: Option<Range<usize>>,
    entry: OnceLock<Result<Box<AnyEntry>, HistoryError>>,
}

impl Event {
    /// Its number in the log, from 0.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// When it was written.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// What it does.
    pub fn change(&self) -> Change {
        self.change
    }

    /// Its hash.
    pub fn hash(&self) -> Digest {
        self.hash
    }

    /// Who wrote it; an error if a later version wrote what this one cannot read.
    pub fn by(&self) -> Result<Actor, JsonError> {
        crate::document::read(self.text(&self.by))
    }

    /// Why.
    pub fn why(&self) -> Option<PhiText> {
        self.why.as_ref().map(|why| self.text(why).into())
    }

    /// The kind of the entry that it carries.
    pub fn kind(&self) -> Option<EntryKind> {
        self.kind
    }

    /// The entry that it carries.
    pub fn entry(&self) -> Result<&AnyEntry, HistoryError> {
        let (Some(kind), Some(body)) = (self.kind, &self.body) else {
            return Err(HistoryError::NoSuchEntry);
        };
        let read = || match AnyEntry::from_json(kind, self.text(body)) {
            Ok(entry) => Ok(Box::new(entry)),
            Err(error) => Err(HistoryError::unreadable(self.number, &error)),
        };
        let entry = self.entry.get_or_init(read).as_ref();
        entry.map(|entry| &**entry).map_err(Clone::clone)
    }

    /// The access that it carries.
    pub fn access(&self) -> Option<Result<AccessEvent, JsonError>> {
        let body = self.body.as_ref().filter(|_| self.kind.is_none())?;
        Some(crate::document::read(self.text(body)))
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn text(&self, range: &Range<usize>) -> &str {
        let bytes = self.bytes.get(range.clone()).unwrap_or_default();
        // Checked when the event was read or written.
        str::from_utf8(bytes).unwrap_or_default()
    }

    pub(super) fn write(
        log: LogId,
        number: u64,
        previous: Digest,
        stamp: Stamp,
        change: Change,
        body: Option<Body>,
    ) -> Self {
        let by = write_text(stamp.by.said());
        let why = stamp.why.as_ref().map(PhiText::expose_str);
        let (name, numbers) = change.parts();
        let (kind, json) = match &body {
            Some(body) => (Some(body.kind), Some(body.json.as_str())),
            None => (None, None),
        };
        let size = by.len() + why.map_or(0, str::len) + json.map_or(0, str::len);
        let mut bytes = Vec::with_capacity(size + 320);
        write_field(&mut bytes, FORMAT);
        write_field(&mut bytes, log.as_bytes());
        write_field(&mut bytes, &number.to_be_bytes());
        write_field(&mut bytes, previous.as_bytes());
        write_field(&mut bytes, &stamp.at.unix_micros().to_be_bytes());
        write_field(&mut bytes, by.as_bytes());
        let by = bytes.len() - by.len()..bytes.len();
        write_optional(&mut bytes, why.map(str::as_bytes));
        let why = why.map(|why| bytes.len() - why.len()..bytes.len());
        write_field(&mut bytes, name.as_bytes());
        for number in numbers {
            let number = number.map(u64::to_be_bytes);
            write_optional(&mut bytes, number.as_ref().map(|it| it.as_slice()));
        }
        write_optional(&mut bytes, kind.map(str::as_bytes));
        write_optional(&mut bytes, json.map(str::as_bytes));
        let json = json.map(|json| bytes.len() - json.len()..bytes.len());
        let hash = sha256(&bytes);
        bytes.extend_from_slice(hash.as_bytes());
        let entry = OnceLock::new();
        let held = body.and_then(|body| body.entry);
        let kind = held.as_ref().map(AnyEntry::kind);
        if let Some(held) = held {
            // A new cell is empty.
            let _ = entry.set(Ok(Box::new(held)));
        }
        Event {
            bytes: bytes.into_boxed_slice(),
            number,
            at: stamp.at,
            change,
            hash,
            by,
            why,
            kind,
            body: json,
            entry,
        }
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Event")
            .field("number", &self.number)
            .field("change", &self.change)
            .field("kind", &self.kind)
            .field("hash", &self.hash)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// What the bytes of an event say, without copying any.
pub(super) struct Parsed<'a> {
    pub(super) log: [u8; 16],
    pub(super) number: u64,
    pub(super) previous: Digest,
    pub(super) at: Timestamp,
    pub(super) change: Change,
    pub(super) hash: Digest,
    pub(super) kind: Option<EntryKind>,
    by: &'a str,
    why: Option<&'a str>,
    body: Option<&'a str>,
}

impl<'a> Parsed<'a> {
    /// Reads the bytes of an event, and whether they have their hash.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, BreakKind> {
        let hashed = bytes.len().checked_sub(HASH).ok_or(BreakKind::Form)?;
        let (fields, hash) = bytes.split_at_checked(hashed).ok_or(BreakKind::Form)?;
        let hash = Digest::new(hash.try_into().map_err(|_| BreakKind::Form)?);
        if sha256(fields) != hash {
            return Err(BreakKind::Hash);
        }
        Self::read_fields(Fields(fields), hash).ok_or(BreakKind::Form)
    }

    fn read_fields(mut fields: Fields<'a>, hash: Digest) -> Option<Self> {
        if fields.next()? != FORMAT {
            return None;
        }
        let log = fields.next_array()?;
        let number = fields.next_number()?;
        let previous = Digest::new(fields.next_array()?);
        let at = Timestamp::from_unix_micros(i64::from_be_bytes(fields.next_array()?));
        let by = fields.next_text()?;
        let text = |field: Option<Option<&'a [u8]>>| match field? {
            Some(bytes) => str::from_utf8(bytes).ok().map(Some),
            None => Some(None),
        };
        let why = text(fields.next_optional())?;
        let name = fields.next_text()?;
        let mut number_of = || match fields.next_optional()? {
            Some(bytes) => Some(Some(u64::from_be_bytes(bytes.try_into().ok()?))),
            None => Some(None),
        };
        let numbers = [number_of()?, number_of()?];
        let change = Change::from_parts(name, numbers)?;
        let kind = text(fields.next_optional())?;
        let body = text(fields.next_optional())?;
        let kind = match (change, kind) {
            (Change::Access { .. }, Some(ACCESS)) => None,
            (Change::Open, Some(kind)) => {
                Some(EntryKind::from_code(kind).filter(|kind| *kind == EntryKind::Patient)?)
            }
            (Change::Add { .. }, Some(kind)) => {
                Some(EntryKind::from_code(kind).filter(|kind| *kind != EntryKind::Patient)?)
            }
            (Change::Revise { .. }, Some(kind)) => Some(EntryKind::from_code(kind)?),
            (change, None) if !change.has_body() => None,
            _ => return None,
        };
        let complete = fields.0.is_empty() && body.is_some() == change.has_body();
        complete.then_some(Parsed {
            log,
            number,
            previous,
            at,
            change,
            hash,
            kind,
            by,
            why,
            body,
        })
    }

    /// The event that keeps the bytes; `bytes` are those that were read.
    pub(super) fn keep(self, bytes: &'a [u8]) -> Event {
        let range = |part: &str| {
            let start = part.as_ptr().addr() - bytes.as_ptr().addr();
            start..start + part.len()
        };
        Event {
            number: self.number,
            at: self.at,
            change: self.change,
            hash: self.hash,
            by: range(self.by),
            why: self.why.map(range),
            kind: self.kind,
            body: self.body.map(range),
            entry: OnceLock::new(),
            bytes: bytes.into(),
        }
    }
}
