//! Where resources go once they are read.

use him_record::{PhiText, SourcePlace};

use super::envelope::Document;
use super::finding::{Finding, FindingKind, Position};
use super::importer::{Counts, Import};
use super::resource::Received;

/// What takes the resources of a reading.
pub(super) trait Sink {
    /// Takes a resource. Says whether the model holds it, and what is wrong.
    fn add(&mut self, received: Received, arrival: Arrival<'_>) -> (bool, Option<FindingKind>);
    fn report(&mut self, finding: Finding);
    /// Knows that what a request in the history `document` deletes is no more.
    fn forget(&mut self, document: u32, deleted: &str);
    /// Whether what stands around the resources is wanted.
    fn keeps_documents(&self) -> bool;
    /// Puts together what belongs together.
    fn finish(self: Box<Self>, counts: Counts, documents: Vec<Document>) -> Import;
}

/// How a resource came.
pub(super) struct Arrival<'a> {
    pub(super) full_url: Option<PhiText>,
    /// Its JSON.
    pub(super) text: &'a str,
    /// Whether the entry shall keep it.
    pub(super) keep_source: bool,
    pub(super) place: SourcePlace,
    /// The number of the document if it is the history of a server.
    pub(super) history: Option<u32>,
    pub(super) origin: &'a dyn Fn() -> Origin,
}

/// Where a resource came from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) input: usize,
    pub(super) entry: Option<usize>,
    pub(super) resource_type: &'static str,
    /// The type of the document, if it is no entry.
    pub(super) named: &'static str,
    pub(super) position: Position,
}

impl Origin {
    pub(super) fn path(&self) -> String {
        match self.entry {
            Some(index) => format!("Bundle.entry[{index}].resource"),
            None => self.named.into(),
        }
    }
}
