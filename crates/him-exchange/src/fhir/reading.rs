//! The reading of inputs, whatever becomes of what they say.

use std::io::Read;
use std::ops::Range;

use him_record::{PhiText, SourcePlace};

use super::envelope::Document;
use super::error::Error;
use super::finding::{Finding, FindingKind, Position, Severity};
use super::importer::{Counts, Import, Options, Summary};
use super::json::Problem;
use super::path;
use super::resource::{HeldEntry, Received};
use super::sink::{Arrival, Origin, Sink};
use super::strict;
use super::window::Window;

/// A reading of one or more inputs.
pub(super) struct Reading<'s> {
    options: Options,
    sink: Box<dyn Sink + 's>,
    counts: Counts,
    reported: usize,
    inputs: usize,
    /// Entries seen in the Bundle being read.
    entries: usize,
    /// Whether there were findings about the entry being read.
    flawed: bool,
    pub(super) document: Document,
    documents: Vec<Document>,
    /// Whether the Bundle being read is the history of a server.
    pub(super) history: bool,
}

/// What was read is of patients: nothing of it is shown.
impl std::fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading")
            .field("options", &self.options)
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
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

impl<'s> Reading<'s> {
    pub(super) fn new(options: Options, sink: Box<dyn Sink + 's>) -> Self {
        Reading {
            options,
            sink,
            counts: Counts::default(),
            reported: 0,
            inputs: 0,
            entries: 0,
            flawed: false,
            document: Document::default(),
            documents: Vec::new(),
            history: false,
        }
    }

    pub(super) fn read_json(&mut self, source: &mut dyn Read) -> Result<Summary, Error> {
        self.read(source, Self::document)
    }

    pub(super) fn read_ndjson(&mut self, source: &mut dyn Read) -> Result<Summary, Error> {
        self.read(source, Self::lines)
    }

    fn read(
        &mut self,
        source: &mut dyn Read,
        read: fn(&mut Self, &mut Window<'_>) -> Result<(), Error>,
    ) -> Result<Summary, Error> {
        let mut summary = Summary {
            input: self.inputs,
            ..Summary::default()
        };
        let received = self.counts.total().received();
        let findings = self.reported;
        let start = Position {
            offset: 0,
            line: 1,
            column: 1,
        };
        let mut window = Window::new(source, start);
        self.entries = 0;
        self.history = false;
        let keep = self.options.keep_source && self.sink.keeps_documents();
        self.document = Document::new(keep);
        let result = read(self, &mut window);
        self.inputs += 1;
        let mut document = std::mem::take(&mut self.document);
        document.end();
        if document.is_kept() {
            self.documents.push(document);
        }
        result?;
        summary.bytes = window.position(window.bytes().len()).offset;
        summary.resources = self.counts.total().received() - received;
        summary.findings = self.reported - findings;
        Ok(summary)
    }

    pub(super) fn finish(self) -> Import {
        let Reading {
            sink,
            counts,
            document,
            documents,
            ..
        } = self;
        // Nothing is left to drop while the import is handed on; see `HeldEntry`.
        drop(document);
        sink.finish(counts, documents)
    }

    pub(super) fn next_entry(&mut self) -> usize {
        self.entries += 1;
        self.entries - 1
    }

    pub(super) fn report(&mut self, finding: Finding) {
        self.reported += 1;
        self.sink.report(finding);
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
            self.sink.forget(document, deleted);
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
        self.flawed = problems
            .iter()
            .any(|problem| problem.kind.severity() >= Severity::Warning);
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
            self.report(Finding {
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
        mut resource: Received,
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
        if self.options.strict && !resource.entry.is_none() {
            let flawed = self.flawed;
            let problems = strict::unknown_elements(text, resource_type, range.start);
            if flawed || !problems.is_empty() {
                resource.entry = HeldEntry::default();
                let kind = FindingKind::Rejected;
                let at = range.start;
                self.problems(place, Some(resource_type), problems);
                self.problems(place, Some(resource_type), vec![Problem { at, kind }]);
            }
        }
        let origin = || Origin {
            input: self.inputs,
            entry: place.entry,
            resource_type,
            named: place.named,
            position: place.window.position(range.start),
        };
        let arrival = Arrival {
            full_url,
            text,
            keep_source: self.options.keep_source,
            place: place_in_source,
            history: self.history.then_some(document),
            origin: &origin,
        };
        let (held, problem) = self.sink.add(resource, arrival);
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
