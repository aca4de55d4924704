use std::collections::BTreeMap;
use std::io::Read;

use him_record::{AnyEntry, Chart, Directory, Unheld};

use super::envelope::Document;
use super::error::Error;
use super::finding::Finding;
use super::reading::Reading;
use super::store::Store;

/// How an import is made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Whether each entry keeps the JSON from which it came (the default). Without it a chart takes
    /// half the memory, what the model does not hold of a held resource is gone, and an export is
    /// written from the model alone.
    pub keep_source: bool,
    /// Whether a resource is refused in which a required element is missing, an element is not of the
    /// standard, or a value breaks a rule; by default each costs no more than its element. A refused
    /// resource is kept raw and reported ([`FindingKind::Rejected`](super::FindingKind::Rejected)), and
    /// the others are read.
    pub strict: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            keep_source: true,
            strict: false,
        }
    }
}

/// Reads FHIR R4 into charts.
///
/// One importer may read several inputs, such as the files of a bulk export: what belongs together
/// is put together in [`finish`](Importer::finish), whatever the order. The ids of resources must
/// mean the same in all of them; records of different servers need an importer each.
#[derive(Debug)]
pub struct Importer {
    reading: Reading<'static>,
}

/// What an [`Importer`] made of its inputs.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Import {
    /// A chart for each patient who was received or named, in the order of the inputs.
    pub charts: Vec<Chart>,
    /// What belongs to no one patient.
    pub shared: Shared,
    /// What the sender should know, in the order of the inputs; those about who is whose at the end.
    pub findings: Vec<Finding>,
    /// What became of each resource.
    pub counts: Counts,
    /// What stood around the resources of each input, in the order of the inputs; without
    /// [`Options::keep_source`] nothing.
    pub documents: Vec<Document>,
}

/// What belongs to no one patient.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Shared {
    /// People, organizations and places. Each chart has copies of those that it names; the only
    /// chart of an import has copies of all.
    pub directory: Directory,
    /// Drugs, devices, binaries, provenances and audit records that name no one patient. The only
    /// chart of an import has them in the place of this list.
    pub entries: Vec<AnyEntry>,
    /// Resources of other types, and those that name no patient.
    pub unheld: Vec<Unheld>,
}

/// How many resources were received, and what became of them.
///
/// A contained resource is part of the one that contains it, and a Bundle that is read is its
/// entries. The copies in the directories of charts do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// By resource type; `"?"` for resources of no type that R4 has.
    pub by_type: BTreeMap<&'static str, TypeCount>,
    /// Entries of Bundles without a resource: deletions, requests, responses.
    pub entries_without_resource: usize,
}

/// What became of the resources of one type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeCount {
    /// In a chart or directory, as an entry of the model.
    pub held: usize,
    /// In a chart or shared, as JSON.
    pub kept_raw: usize,
    /// Not JSON, or not UTF-8: reported as a finding or as the error of its input.
    pub unreadable: usize,
}

impl TypeCount {
    /// How many were received.
    pub fn received(&self) -> usize {
        self.held + self.kept_raw + self.unreadable
    }
}

impl Counts {
    /// The sum over all types.
    pub fn total(&self) -> TypeCount {
        let mut total = TypeCount::default();
        for count in self.by_type.values() {
            total.held += count.held;
            total.kept_raw += count.kept_raw;
            total.unreadable += count.unreadable;
        }
        total
    }

    pub(super) fn of(&mut self, resource_type: &'static str) -> &mut TypeCount {
        self.by_type.entry(resource_type).or_default()
    }
}

/// What one call of a `read_` method took in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The number of the input, as in [`Finding::input`].
    pub input: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Resources received.
    pub resources: usize,
    /// Findings made.
    pub findings: usize,
}

impl Default for Importer {
    fn default() -> Self {
        Importer::new()
    }
}

impl Importer {
    /// An importer with the default options.
    pub fn new() -> Self {
        Importer::with_options(Options::default())
    }

    /// An importer with the given options.
    pub fn with_options(options: Options) -> Self {
        Importer {
            reading: Reading::new(options, Store::sink()),
        }
    }

    /// Reads a JSON document: a Bundle of any type, or one resource.
    ///
    /// A Bundle is read entry by entry: memory holds the charts and about twice the largest entry,
    /// never the document. Any reader will do; buffering it gains nothing.
    ///
    /// # Errors
    /// When the input breaks off or is not FHIR JSON outside an entry; what was complete before is
    /// kept. An entry that cannot be read is a [`Finding`], and the others are read.
    pub fn read_json(&mut self, mut source: impl Read) -> Result<Summary, Error> {
        self.reading.read_json(&mut source)
    }

    /// Reads newline-delimited JSON: a resource or Bundle on each line, as in bulk exports.
    ///
    /// # Errors
    /// When the source cannot be read or is empty. A line that cannot be read is a [`Finding`].
    pub fn read_ndjson(&mut self, mut source: impl Read) -> Result<Summary, Error> {
        self.reading.read_ndjson(&mut source)
    }

    /// Puts together what belongs together.
    pub fn finish(self) -> Import {
        self.reading.finish()
    }
}
