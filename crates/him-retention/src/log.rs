//! A log of who did what with which record, each entry chained to the one before by SHA-256.

use std::fmt;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

/// Names a record to the site: an accession number, a box, a medical record number.
///
/// It may identify a patient: `Debug` prints `[redacted]`, and reading takes
/// [`expose`](Self::expose).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey(Box<str>);

impl RecordKey {
    /// The name that the site uses.
    #[must_use]
    pub fn new(name: impl Into<Box<str>>) -> Self {
        Self(name.into())
    }

    /// The name, for those who may see it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A SHA-256 digest, printed in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seal([u8; 32]);

impl Seal {
    /// The seal before the first entry.
    pub const START: Self = Self([0; 32]);
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One thing that was done.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogEntry {
    /// The day.
    pub on: NaiveDate,
    /// Who did it: the site's name for a member of its workforce.
    pub by: Box<str>,
    /// What was done, one word.
    pub action: &'static str,
    /// With which record or order.
    pub subject: RecordKey,
    /// Why, or by which authority.
    pub reason: Box<str>,
    /// Seals this entry and all before it.
    pub seal: Seal,
}

/// Prints what was done and by whom, and neither the record nor the day nor the reason.
impl fmt::Debug for LogEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogEntry")
            .field("by", &self.by)
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

/// Entries in the order in which they were written.
///
/// A change, a loss or another order of entries shows itself ([`verify`](Self::verify)); a loss at the
/// end does where the [`head`](Log::head) was noted elsewhere, as a certificate does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    entries: Vec<LogEntry>,
}

impl Log {
    pub(crate) fn add(
        &mut self,
        on: NaiveDate,
        by: &str,
        action: &'static str,
        subject: &RecordKey,
        reason: &str,
    ) {
        let mut entry = LogEntry {
            on,
            by: by.into(),
            action,
            subject: subject.clone(),
            reason: reason.into(),
            seal: Seal::START,
        };
        entry.seal = seal(self.head(), &entry);
        self.entries.push(entry);
    }

    /// The log of entries that were kept elsewhere.
    ///
    /// # Errors
    ///
    /// The place, counted from 0, of the first entry whose seal does not fit those before it.
    pub fn from_entries(entries: Vec<LogEntry>) -> Result<Self, usize> {
        let log = Self { entries };
        log.verify().map(|()| log)
    }

    /// The entries, the oldest first.
    #[must_use]
    pub fn entries(&self) -> &[LogEntry] {
        &self.entries
    }

    /// The seal of the last entry.
    #[must_use]
    pub fn head(&self) -> Seal {
        self.entries.last().map_or(Seal::START, |last| last.seal)
    }

    /// Computes every seal anew.
    ///
    /// # Errors
    ///
    /// The place, counted from 0, of the first entry whose seal does not fit those before it.
    pub fn verify(&self) -> Result<(), usize> {
        let mut before = Seal::START;
        for (at, entry) in self.entries.iter().enumerate() {
            if seal(before, entry) != entry.seal {
                return Err(at);
            }
            before = entry.seal;
        }
        Ok(())
    }
}

/// SHA-256 over the seal before and the fields, each with its length in front, so that no two entries
/// have the same bytes.
fn seal(before: Seal, entry: &LogEntry) -> Seal {
    let mut hash = Sha256::new();
    hash.update(before.0);
    let on = entry.on.to_string();
    let fields = [
        &*on,
        &*entry.by,
        entry.action,
        entry.subject.expose(),
        &*entry.reason,
    ];
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    Seal(hash.finalize().into())
}
