use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::history::Digest;
use crate::json::{Found, Member, One, Refusal, write_text};
use crate::record_type::record;
use crate::{AnyEntry, Chart, EntryKind, JsonError, PhiText, SchemaVersion};

record! {
    /// What an export holds: enough to see that it is whole.
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Manifest {
        /// The form of the entries.
        pub schema_version: SchemaVersion,
        /// What the record is called.
        pub name: PhiText,
        /// How many entries there are, the patient included.
        pub entries: u64,
        /// How many there are of each kind, in the order of the chart; kinds without any are left out.
        pub counts: Vec<KindCount>,
        /// The length of the ndjson in bytes.
        pub bytes: u64,
        /// The SHA-256 of the ndjson, hexadecimal.
        pub sha256: PhiText,
    }
    blank Manifest::default();
    required schema_version, entries, bytes, sha256;
}

record! {
    /// How many entries of a kind there are.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct KindCount {
        /// The kind.
        pub kind: EntryKind,
        /// How many.
        pub count: u64,
    }
    blank KindCount { kind: EntryKind::Patient, count: 0, unknown: Default::default() };
    required kind, count;
}

record! {
    /// The first line: what belongs to the chart as a whole.
    #[derive(Debug, Clone, Default, PartialEq)]
    pub(super) struct Header {
        schema_version: SchemaVersion,
    }
    blank Header::default();
    required schema_version;
}

/// A chart as ndjson, with its manifest.
///
/// The first line is an object with the `schema_version`; each other line is a list of the kind of an
/// entry and the entry, the patient first.
#[derive(Clone, PartialEq)]
pub struct Export {
    /// The entries, a line each. They are protected health information.
    pub ndjson: String,
    /// What they are.
    pub manifest: Manifest,
}

impl Export {
    /// Writes a chart out.
    pub fn of(chart: &Chart, name: &str) -> Self {
        let header = Header {
            unknown: chart.unknown.clone(),
            ..Header::default()
        };
        let mut ndjson = line(&header);
        let mut counts: Vec<KindCount> = Vec::new();
        for entry in chart.entries() {
            let entry = entry.to_any();
            let kind = entry.kind();
            match counts.last_mut().filter(|last| last.kind == kind) {
                Some(last) => last.count += 1,
                None => counts.push(KindCount {
                    kind,
                    count: 1,
                    unknown: Default::default(),
                }),
            }
            ndjson.push_str("[\"");
            ndjson.push_str(kind.code());
            ndjson.push_str("\",");
            ndjson.push_str(&entry.to_json());
            ndjson.push_str("]\n");
        }
        let manifest = Manifest {
            name: name.into(),
            entries: counts.iter().map(|it| it.count).sum(),
            counts,
            bytes: ndjson.len() as u64,
            sha256: sha256(&ndjson).into(),
            ..Manifest::default()
        };
        Export { ndjson, manifest }
    }

    /// An export that was received.
    pub fn new(ndjson: String, manifest: Manifest) -> Self {
        Export { ndjson, manifest }
    }

    /// Reads the chart back, if it is as the manifest says.
    pub fn read(&self) -> Result<Chart, ImportError> {
        if self.ndjson.len() as u64 != self.manifest.bytes {
            return Err(ImportError::Length);
        }
        if sha256(&self.ndjson) != self.manifest.sha256.expose_str() {
            return Err(ImportError::Hash);
        }
        let unreadable = |line: usize| {
            move |error: JsonError| ImportError::Unreadable {
                line: line + 1,
                reason: error.to_string(),
            }
        };
        let mut lines = self.ndjson.lines().enumerate();
        let (_, first) = lines.next().ok_or(ImportError::Length)?;
        let header: Header = crate::document::read(first).map_err(unreadable(0))?;
        let mut chart = Chart {
            unknown: header.unknown,
            ..Chart::default()
        };
        let mut counts: Vec<(EntryKind, u64)> = Vec::new();
        for (number, line) in lines {
            let entry = crate::document::read_by(line, &tagged).map_err(unreadable(number))?;
            let kind = entry.kind();
            match counts.last_mut().filter(|last| last.0 == kind) {
                Some(last) => last.1 += 1,
                None => counts.push((kind, 1)),
            }
            chart.push(entry);
        }
        let counted = self.manifest.counts.iter().map(|it| (it.kind, it.count));
        if !counted.eq(counts.iter().copied())
            || counts.iter().map(|it| it.1).sum::<u64>() != self.manifest.entries
        {
            return Err(ImportError::Counts);
        }
        Ok(chart)
    }
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export")
            .field("manifest", &self.manifest)
            .finish_non_exhaustive()
    }
}

impl Manifest {
    /// Writes the manifest as JSON.
    pub fn to_json(&self) -> String {
        write_text(self.said())
    }

    /// Reads the JSON of a manifest.
    pub fn from_json(json: &str) -> Result<Self, JsonError> {
        crate::document::read(json)
    }
}

/// Why an export does not read back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The ndjson is not as long as the manifest says.
    #[error("the entries are not as long as the manifest says")]
    Length,
    /// The ndjson does not have the hash of the manifest.
    #[error("the entries do not have the hash of the manifest")]
    Hash,
    /// The numbers of entries are not those of the manifest.
    #[error("there are not as many entries as the manifest says")]
    Counts,
    /// A line that this edition of the crate cannot read.
    #[error("line {line}: {reason}")]
    Unreadable {
        /// The line, from 1.
        line: usize,
        /// Why, without a value.
        reason: String,
    },
}

/// Reads an entry behind the code of its kind, in a list of two.
fn tagged(found: Found<'_>) -> Result<AnyEntry, Refusal> {
    const SHORT: &str = "expected the kind of an entry and the entry";
    let list = found.list("the kind of an entry and the entry")?;
    let mut kind = One::new(&EntryKind::read);
    list.next(&mut kind)?;
    let kind = kind.into_value().ok_or(SHORT)?;
    let read = |found: Found<'_>| AnyEntry::read(kind, found);
    let mut entry = One::new(&read);
    list.next(&mut entry)?;
    entry.into_value().ok_or(SHORT.into())
}

fn line(value: &Header) -> String {
    let mut line = write_text(value.said());
    line.push('\n');
    line
}

fn sha256(text: &str) -> String {
    Digest::new(Sha256::digest(text.as_bytes()).into()).to_string()
}
