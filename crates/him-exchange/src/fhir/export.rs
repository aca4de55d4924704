//! Charts to FHIR: what was received as it was received, with what was changed since.

use std::collections::BTreeSet;
use std::io::{self, Write};

use him_record::{AnyEntry, Chart, Directory, EntryRef, SourcePlace};

use super::drug;
use super::envelope::{Document, DocumentKind};
use super::importer::Import;
use super::ranking;
use super::resource::{self, id_of};
use super::tree::quote;

/// Writes charts as FHIR R4.
///
/// An entry that says what its source says is written as its source, byte for byte. Of one that was
/// changed, only the elements that say something else are written anew; what the model does not hold
/// stays, as do the extensions of what did not change. An entry without a source is written from the
/// model alone.
///
/// ```
/// use him_exchange::fhir::{Exporter, Importer};
///
/// // Invented for this example.
/// let text = r#"{"resourceType":"Patient","id":"p","gender":"female",
///     "name":[{"family":"Exemplar","_family":{"extension":[]}}],"animal":{}}"#;
/// let mut importer = Importer::new();
/// importer.read_json(text.as_bytes())?;
/// let mut import = importer.finish();
/// import.charts[0].patient.content.names[0].family = Some("Ficta".into());
///
/// let mut out = Vec::new();
/// Exporter::of(&import).document(0, &mut out)?;
/// assert_eq!(String::from_utf8(out)?,
///     r#"{"resourceType":"Patient","id":"p","gender":"female","name":[{"family":"Ficta","_family":{"extension":[]}}],"animal":{}}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Exporter<'a> {
    documents: &'a [Document],
    /// The entries that the charts share.
    shared: &'a [AnyEntry],
    /// The entries of each document, by their places.
    placed: Vec<Vec<Option<Item<'a>>>>,
    /// Those that stand in no document yet, each with the document to which it would be added.
    new: Vec<(Option<usize>, Item<'a>)>,
}

/// An entry to write, with the patient whose it is.
#[derive(Debug, Clone, Copy)]
struct Item<'a> {
    entry: EntryRef<'a>,
    chart: Option<&'a Chart>,
    /// The entries that its chart shares with others.
    shared: &'a [AnyEntry],
    /// Whether diagnoses of the chart may change it.
    ranked: bool,
}

/// What an export wrote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Resources that are as they were received.
    pub as_received: usize,
    /// Resources that were changed.
    pub changed: usize,
    /// Resources that were not received.
    pub new: usize,
}

impl Written {
    /// How many resources there are.
    pub fn resources(&self) -> usize {
        self.as_received + self.changed + self.new
    }
}

impl<'a> Exporter<'a> {
    /// What an import put together, with the changes that were made since.
    pub fn of(import: &'a Import) -> Self {
        let mut exporter = Exporter {
            documents: &import.documents,
            shared: &import.shared.entries,
            placed: Vec::new(),
            new: Vec::new(),
        };
        let sizes = import.documents.iter().map(Document::resources);
        exporter.placed = sizes.map(|size| vec![None; size]).collect();
        for chart in &import.charts {
            exporter.add_chart(chart);
        }
        exporter.add_directory(&import.shared.directory);
        for entry in &import.shared.entries {
            exporter.add(entry.as_ref(), None, None, false, false);
        }
        for unheld in &import.shared.unheld {
            exporter.add(EntryRef::Unheld(unheld), None, None, false, false);
        }
        exporter
    }

    /// Writes one of the documents that were read, in the order of the inputs.
    ///
    /// Entries that were taken out of the charts are not written, those that were added follow at the
    /// end, in the document of their patient; one that is a single resource takes none
    /// ([`unplaced`](Exporter::unplaced)).
    ///
    /// # Errors
    /// When `out` fails, or the import has no such document.
    pub fn document(&self, document: usize, out: &mut impl Write) -> io::Result<Written> {
        let (Some(form), Some(placed)) = (self.documents.get(document), self.placed.get(document))
        else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the import has no such document",
            ));
        };
        let find = |place: u32| placed.get(place as usize).copied().flatten();
        let counts = std::cell::Cell::new(Written::default());
        let requests = form.wants_requests();
        form.write(
            out,
            |place| find(place).is_some(),
            |place, out| match find(place) {
                Some(entry) => entry.write(out, &counts),
                None => Ok(()),
            },
            |mut comma, out| {
                for (_, entry) in self.new.iter().filter(|(to, _)| *to == Some(document)) {
                    if form.kind() == DocumentKind::Lines {
                        entry.write(out, &counts)?;
                        out.write_all(b"\n")?;
                        continue;
                    }
                    if std::mem::replace(&mut comma, true) {
                        out.write_all(b",")?;
                    }
                    entry.write_entry(out, &counts, requests)?;
                }
                Ok(())
            },
        )?;
        Ok(counts.get())
    }

    /// How many entries stand in none of the documents and can be added to none.
    pub fn unplaced(&self) -> usize {
        self.new.iter().filter(|(to, _)| to.is_none()).count()
    }

    fn add_chart(&mut self, chart: &'a Chart) {
        let own = |entry: &EntryRef<'a>| {
            !matches!(
                entry,
                EntryRef::Practitioner(_)
                    | EntryRef::Organization(_)
                    | EntryRef::Location(_)
                    | EntryRef::Role(_)
            )
        };
        let place = |entry: EntryRef<'a>| entry.source().and_then(|source| source.place());
        let first = chart.entries().filter(own).find_map(place);
        let home = first.map(|place| place.document as usize);
        let home = home.filter(|home| {
            let form = self.documents.get(*home);
            form.is_some_and(Document::takes_more)
        });
        let ranked = ranking::has_changes(chart);
        for entry in chart.entries().filter(own) {
            self.add(entry, Some(chart), home, false, ranked);
        }
        self.add_copies(&chart.directory, home);
    }

    fn add_directory(&mut self, directory: &'a Directory) {
        self.add_copies(directory, None);
    }

    /// The entries of a directory, of which several charts may have copies: one that was changed stands
    /// for all.
    fn add_copies(&mut self, directory: &'a Directory, home: Option<usize>) {
        let mut seen = BTreeSet::new();
        let mut add = |entry: EntryRef<'a>| {
            let place = entry.source().and_then(|source| source.place());
            // Of two in one directory the second was made by copying.
            let first = place.is_none_or(|place| seen.insert(place));
            self.add(entry, None, home, first, false);
        };
        for entry in &directory.practitioners {
            add(EntryRef::Practitioner(entry));
        }
        for entry in &directory.organizations {
            add(EntryRef::Organization(entry));
        }
        for entry in &directory.locations {
            add(EntryRef::Location(entry));
        }
        for entry in &directory.roles {
            add(EntryRef::Role(entry));
        }
    }

    fn add(
        &mut self,
        entry: EntryRef<'a>,
        chart: Option<&'a Chart>,
        home: Option<usize>,
        may_be_copy: bool,
        ranked: bool,
    ) {
        if entry.is_derived() {
            return;
        }
        let new = Item {
            entry,
            chart,
            shared: self.shared,
            ranked,
        };
        let place: Option<SourcePlace> = entry.source().and_then(|source| source.place());
        let slot = place.and_then(|place| {
            let document = self.placed.get_mut(place.document as usize)?;
            document.get_mut(place.resource as usize)
        });
        match slot {
            Some(slot @ None) => *slot = Some(new),
            Some(Some(known)) if may_be_copy => {
                if known.entry.is_as_read() {
                    *known = new;
                }
            }
            _ => self.new.push((home, new)),
        }
    }
}

impl<'a> Item<'a> {
    /// Writes the resource.
    fn write(&self, out: &mut impl Write, counts: &std::cell::Cell<Written>) -> io::Result<()> {
        if let Some(chart) = self.chart.filter(|_| self.ranked) {
            match self.entry {
                EntryRef::Encounter(entry) => {
                    if let Some(entry) = ranking::ranked(chart, entry) {
                        return self.instead(EntryRef::Encounter(&entry)).write(out, counts);
                    }
                }
                EntryRef::Claim(entry) => {
                    if let Some(entry) = ranking::flagged(chart, entry) {
                        return self.instead(EntryRef::Claim(&entry)).write(out, counts);
                    }
                }
                _ => {}
            }
        }
        if let EntryRef::Medication(entry) = self.entry
            && let Some(entry) = drug::named(entry, self.chart, self.shared)
        {
            return self
                .instead(EntryRef::Medication(&entry))
                .write(out, counts);
        }
        let mut count = counts.get();
        let source = self.entry.source().map(|source| source.expose());
        match source {
            Some(source) if self.is_unchanged(source) => {
                count.as_received += 1;
                out.write_all(source.as_bytes())?;
            }
            _ => {
                let subject = self.chart.and_then(reference_to);
                let text = resource::rewritten(self.entry, subject.as_deref());
                let text = text.as_deref().or(source).unwrap_or("{}");
                match source {
                    Some(source) if source == text => count.as_received += 1,
                    Some(_) => count.changed += 1,
                    None => count.new += 1,
                }
                out.write_all(text.as_bytes())?;
            }
        }
        counts.set(count);
        Ok(())
    }

    /// Another form of the entry, which nothing changes any more.
    fn instead<'b>(&self, entry: EntryRef<'b>) -> Item<'b>
    where
        'a: 'b,
    {
        Item {
            entry,
            chart: self.chart,
            shared: self.shared,
            ranked: false,
        }
    }

    fn is_unchanged(&self, source: &str) -> bool {
        let labelled = self.entry.source().map(|source| source.labels());
        if labelled != Some(self.entry.labels()) {
            return false;
        }
        if let EntryRef::Unheld(_) = self.entry {
            return true;
        }
        let id = self.entry.id().map(|id| id.expose_str());
        self.entry.is_as_read() && id_of(source).as_deref() == id
    }

    /// Writes the resource as an entry of a Bundle.
    fn write_entry(
        &self,
        out: &mut impl Write,
        counts: &std::cell::Cell<Written>,
        request: bool,
    ) -> io::Result<()> {
        out.write_all(b"{")?;
        if let Some(url) = self.entry.full_url() {
            let mut text = String::new();
            quote(url.expose_str(), &mut text);
            write!(out, "\"fullUrl\":{text},")?;
        }
        out.write_all(b"\"resource\":")?;
        self.write(out, counts)?;
        if request {
            let name = resource::type_name(self.entry);
            write!(
                out,
                ",\"request\":{{\"method\":\"POST\",\"url\":\"{name}\"}}"
            )?;
        }
        out.write_all(b"}")
    }
}

/// How entries refer to the patient of a chart.
fn reference_to(chart: &Chart) -> Option<String> {
    let target = ranking::reference_to("Patient", &chart.patient)?.target?;
    Some(target.expose_str().to_owned())
}

/// Writes a chart as a Bundle of type `collection`, from the chart alone.
///
/// # Errors
/// When `out` fails.
pub fn write_bundle(chart: &Chart, out: &mut impl Write) -> io::Result<Written> {
    let counts = std::cell::Cell::new(Written::default());
    out.write_all(b"{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[")?;
    for (place, entry) in all(chart).enumerate() {
        out.write_all(if place > 0 { b"," } else { b"" })?;
        entry.write_entry(out, &counts, false)?;
    }
    out.write_all(b"]}")?;
    Ok(counts.get())
}

/// Writes a chart as newline-delimited JSON, a resource on each line, from the chart alone.
///
/// # Errors
/// When `out` fails.
pub fn write_ndjson(chart: &Chart, out: &mut impl Write) -> io::Result<Written> {
    let counts = std::cell::Cell::new(Written::default());
    let mut line = Vec::new();
    for entry in all(chart) {
        line.clear();
        entry.write(&mut line, &counts)?;
        // A line break in JSON can only stand between tokens.
        for byte in &mut line {
            if matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        out.write_all(&line)?;
        out.write_all(b"\n")?;
    }
    Ok(counts.get())
}

/// Writes one entry as a resource. `patient` is the reference to the patient that an entry without a
/// source gets; one with a source has its own.
///
/// # Errors
/// When `out` fails.
pub fn write_entry(
    entry: EntryRef<'_>,
    patient: Option<&str>,
    out: &mut impl Write,
) -> io::Result<()> {
    let counts = std::cell::Cell::new(Written::default());
    let known = Item {
        entry,
        chart: None,
        shared: &[],
        ranked: false,
    };
    match entry.source() {
        Some(_) => known.write(out, &counts),
        None => {
            let text = resource::rewritten(entry, patient);
            out.write_all(text.as_deref().unwrap_or("{}").as_bytes())
        }
    }
}

fn all(chart: &Chart) -> impl Iterator<Item = Item<'_>> {
    let entries = chart.entries().filter(|entry| !entry.is_derived());
    let ranked = ranking::has_changes(chart);
    entries.map(move |entry| Item {
        entry,
        chart: Some(chart),
        shared: &[],
        ranked,
    })
}
