use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;

use him_record::{AnyEntry, Chart, Directory, PhiText, SourceJson, SourcePlace, Unheld};

use super::envelope::Document;
use super::error::Error;
use super::finding::{Finding, FindingKind, Position};
use super::json::Problem;
use super::path;
use super::resource::Received;
use super::store::{Origin, Store};
use super::window::Window;

/// How an import is made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Whether each entry keeps the JSON from which it came (the default). Without it a chart takes
    /// half the memory, and what the model does not hold of a held resource is gone.
    pub keep_source: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { keep_source: true }
    }
}

/// Reads FHIR R4 into charts.
///
/// One importer may read several inputs, such as the files of a bulk export: what belongs together
/// is put together in [`finish`](Importer::finish), whatever the order. The ids of resources must
/// mean the same in all of them; records of different servers need an importer each.
#[derive(Debug)]
pub struct Importer {
    options: Options,
    store: Store,
    counts: Counts,
    findings: Vec<Finding>,
    inputs: usize,
    /// Entries seen in the Bundle being read.
    entries: usize,
    pub(super) document: Document,
    documents: Vec<Document>,
    /// Whether the Bundle being read is the history of a server.
    pub(super) history: bool,
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

/// A value within the window, for reports about it.
#[derive(Clone)]
pub(super) struct Place<'w, 'r> {
    pub(super) window: &'w Window<'r>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The index in `Bundle.entry`.
    pub(super) entry: Option<usize>,
    /// The type of the value, if it is no entry.
    pub(super) named: &'static str,
}

impl Place<'_, '_> {
    /// The path of the value.
    fn path(&self) -> String {
        match self.entry {
            Some(index) => format!("Bundle.entry[{index}]"),
            None => self.named.into(),
        }
    }

    /// The paths of offsets into the window, which ascend.
    pub(super) fn paths(&self, at: &[usize]) -> Vec<String> {
        let text = self.window.bytes().get(self.start..self.end);
        let at: Vec<_> = at.iter().map(|at| at.saturating_sub(self.start)).collect();
        let mut paths = path::paths(text.unwrap_or_default(), &at);
        let start = self.path();
        for path in &mut paths {
            path.insert_str(0, &start);
        }
        paths
    }
}

/// A resource has few findings unless it is garbage throughout.
const FINDINGS_OF_ONE: usize = 64;

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
            options,
            store: Store::default(),
            counts: Counts::default(),
            findings: Vec::new(),
            inputs: 0,
            entries: 0,
            document: Document::default(),
            documents: Vec::new(),
            history: false,
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
    pub fn read_json(&mut self, source: impl Read) -> Result<Summary, Error> {
        self.read(source, |importer, window| importer.document(window))
    }

    /// Reads newline-delimited JSON: a resource or Bundle on each line, as in bulk exports.
    ///
    /// # Errors
    /// When the source cannot be read or is empty. A line that cannot be read is a [`Finding`].
    pub fn read_ndjson(&mut self, source: impl Read) -> Result<Summary, Error> {
        self.read(source, |importer, window| importer.lines(window))
    }

    fn read(
        &mut self,
        mut source: impl Read,
        read: impl FnOnce(&mut Self, &mut Window<'_>) -> Result<(), Error>,
    ) -> Result<Summary, Error> {
        let mut summary = Summary {
            input: self.inputs,
            ..Summary::default()
        };
        let received = self.counts.total().received();
        let findings = self.findings.len();
        let start = Position {
            offset: 0,
            line: 1,
            column: 1,
        };
        let mut window = Window::new(&mut source, start);
        self.entries = 0;
        self.history = false;
        let result = read(self, &mut window);
        self.inputs += 1;
        let mut document = std::mem::take(&mut self.document);
        document.end();
        if self.options.keep_source {
            self.documents.push(document);
        }
        result?;
        summary.bytes = window.position(window.bytes().len()).offset;
        summary.resources = self.counts.total().received() - received;
        summary.findings = self.findings.len() - findings;
        Ok(summary)
    }

    /// Puts together what belongs together.
    pub fn finish(self) -> Import {
        let mut import = self.store.into_import(self.counts, self.findings);
        import.documents = self.documents;
        import
    }

    pub(super) fn next_entry(&mut self) -> usize {
        self.entries += 1;
        self.entries - 1
    }

    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(super) fn inputs(&self) -> usize {
        self.inputs
    }

    pub(super) fn restart_entries(&mut self) {
        self.history = false;
        self.entries = 0;
    }

    /// What a request in the history of a server deletes.
    pub(super) fn forget(&mut self, deleted: &str) {
        if self.history {
            let document = u32::try_from(self.inputs).unwrap_or(u32::MAX);
            self.store.forget(document, deleted);
        }
    }

    pub(super) fn without_resource(&mut self) {
        self.counts.entries_without_resource += 1;
    }

    pub(super) fn unreadable(&mut self, resource_type: Option<&'static str>) {
        self.counts.of(resource_type.unwrap_or("?")).unreadable += 1;
    }

    /// Turns problems at offsets into findings at paths.
    pub(super) fn problems(
        &mut self,
        place: &Place<'_, '_>,
        resource_type: Option<&'static str>,
        mut problems: Vec<Problem>,
    ) {
        if problems.is_empty() {
            return;
        }
        problems.sort_by_key(|problem| problem.at);
        problems.dedup();
        if problems.len() > FINDINGS_OF_ONE {
            problems.truncate(FINDINGS_OF_ONE);
            if let Some(last) = problems.last().copied() {
                problems.push(Problem {
                    at: last.at,
                    kind: FindingKind::More,
                });
            }
        }
        let offsets: Vec<_> = problems.iter().map(|problem| problem.at).collect();
        for (problem, path) in problems.iter().zip(place.paths(&offsets)) {
            self.findings.push(Finding {
                kind: problem.kind,
                input: self.inputs,
                entry: place.entry,
                resource_type: resource_type.filter(|name| *name != "?"),
                path,
                position: place.window.position(problem.at),
            });
        }
    }

    /// Takes a resource that was read from `range` of the window and stood at `number` among those
    /// of the document.
    pub(super) fn receive(
        &mut self,
        place: &Place<'_, '_>,
        full_url: Option<PhiText>,
        resource: Received,
        range: Range<usize>,
        number: u32,
    ) {
        let resource_type = resource.resource_type;
        let bytes = place.window.bytes().get(range.clone()).unwrap_or_default();
        let text = match str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = range.start + error.valid_up_to();
                let kind = FindingKind::InvalidUtf8;
                self.unreadable(Some(resource_type));
                self.problems(place, Some(resource_type), vec![Problem { at, kind }]);
                return;
            }
        };
        let document = u32::try_from(self.inputs).unwrap_or(u32::MAX);
        let place_in_source = SourcePlace::new(document, number);
        let source = SourceJson::new(text).with_place(place_in_source);
        let origin = || Origin {
            input: self.inputs,
            entry: place.entry,
            resource_type,
            path: match place.entry {
                Some(_) => place.path() + ".resource",
                None => place.path(),
            },
            position: place.window.position(range.start),
        };
        let keep = self.options.keep_source;
        let history = self.history.then_some(document);
        let (held, problem) = self
            .store
            .add(resource, full_url, source, keep, history, origin);
        let count = self.counts.of(resource_type);
        if held {
            count.held += 1;
        } else {
            count.kept_raw += 1;
        }
        if let Some(kind) = problem {
            let at = range.start;
            self.problems(place, Some(resource_type), vec![Problem { at, kind }]);
        }
    }
}
