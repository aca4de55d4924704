//! Resources one by one, for inputs of which no chart shall be made in memory.

use std::io::Read;

use him_record::{AnyEntry, PhiText, SourceJson};

use super::envelope::Document;
use super::error::Error;
use super::finding::{Finding, FindingKind, Position};
use super::importer::{Counts, Import, Options, Summary};
use super::reading::Reading;
use super::resource::Received;
use super::sink::{Arrival, Sink};

/// What a stream hands out, in the order of the input.
#[derive(Debug)]
#[non_exhaustive]
pub enum Streamed {
    /// A resource. What is wrong with it was handed out before it.
    Resource(StreamedResource),
    /// What the sender should know.
    Finding(Finding),
}

/// A resource of a stream.
#[derive(Debug)]
#[non_exhaustive]
pub struct StreamedResource {
    /// What it says, or, of what the model does not hold, its JSON.
    pub entry: AnyEntry,
    /// The reference to the patient whose it is, if it names one.
    pub patient: Option<PhiText>,
    /// The index in `Bundle.entry`; `None` outside a Bundle.
    pub bundle_entry: Option<usize>,
    /// Where in the input.
    pub position: Position,
}

/// Hands out what is read.
struct Stream<'l> {
    look: &'l mut dyn FnMut(Streamed),
}

impl Sink for Stream<'_> {
    fn add(&mut self, received: Received, arrival: Arrival<'_>) -> (bool, Option<FindingKind>) {
        let source = SourceJson::new(arrival.text).with_labels(received.labels);
        let origin = (arrival.origin)();
        let patient = received.patient.target().map(PhiText::from);
        let held = !received.entry.is_none();
        let mut entry = received.entry.keeping(
            received.resource_type,
            arrival.full_url,
            source,
            arrival.keep_source,
        );
        if let Some(entry) = entry.take() {
            (self.look)(Streamed::Resource(StreamedResource {
                entry,
                patient,
                bundle_entry: origin.entry,
                position: origin.position,
            }));
        }
        (held, None)
    }

    fn report(&mut self, finding: Finding) {
        (self.look)(Streamed::Finding(finding));
    }

    /// Every version of a history is handed out.
    fn forget(&mut self, _document: u32, _deleted: &str) {}

    fn keeps_documents(&self) -> bool {
        false
    }

    fn finish(self: Box<Self>, _counts: Counts, _documents: Vec<Document>) -> Import {
        Import::default()
    }
}

fn reading(options: Options, look: &mut dyn FnMut(Streamed)) -> Reading<'_> {
    Reading::new(options, Box::new(Stream { look }))
}

/// Reads a JSON document, a Bundle or one resource, and hands out its resources one by one.
///
/// Memory holds about twice the largest entry, whatever the size of the input. Nothing is put
/// together: references between entries are left as they are, and of a history every version is
/// handed out.
///
/// # Errors
/// As [`Importer::read_json`](super::Importer::read_json).
pub fn stream_json(
    mut source: impl Read,
    options: Options,
    mut look: impl FnMut(Streamed),
) -> Result<Summary, Error> {
    reading(options, &mut look).read_json(&mut source)
}

/// Reads newline-delimited JSON and hands out its resources one by one; see [`stream_json`].
///
/// ```
/// use him_exchange::fhir::{Options, Streamed, stream_ndjson};
///
/// // Invented for this example.
/// let lines = "{\"resourceType\":\"Patient\",\"id\":\"1\"}\n{\"resourceType\":\"Basic\"}\n";
/// let mut resources = 0;
/// stream_ndjson(lines.as_bytes(), Options::default(), |streamed| {
///     if let Streamed::Resource(_) = streamed {
///         resources += 1;
///     }
/// })?;
/// assert_eq!(resources, 2);
/// # Ok::<(), him_exchange::fhir::Error>(())
/// ```
///
/// # Errors
/// As [`Importer::read_ndjson`](super::Importer::read_ndjson).
pub fn stream_ndjson(
    mut source: impl Read,
    options: Options,
    mut look: impl FnMut(Streamed),
) -> Result<Summary, Error> {
    reading(options, &mut look).read_ndjson(&mut source)
}
