//! The resources received so far, grouped by the patient that they name.

use std::collections::{HashMap, HashSet};

use him_record::{
    Chart, Concept, Content, EntryRef, Patient, PhiText, Reference, SourceJson, Unheld,
};

use super::envelope::Document;
use super::finding::{Finding, FindingKind};
use super::importer::{Counts, Import};
use super::resource::{HeldEntry, Received};
use super::sink::{Arrival, Origin, Sink};

/// The entries that name their patient in one way.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) chart: Chart,
    /// The reference to the patient: a full URL or `Patient/id`.
    pub(super) key: Box<str>,
    /// Whether the patient was received.
    pub(super) known: bool,
    /// The first resource that names it so.
    pub(super) origin: Origin,
    /// Whether the chart is no longer here.
    pub(super) left: bool,
}

impl Slot {
    /// Takes the chart out.
    pub(super) fn leave(&mut self) -> Chart {
        self.left = true;
        std::mem::take(&mut self.chart)
    }
}

/// The patient with a relative reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alias {
    One(usize),
    Several,
}

#[derive(Default)]
pub(super) struct Store {
    pub(super) slots: Vec<Slot>,
    by_key: HashMap<Box<str>, usize>,
    last: usize,
    /// `Patient/id` to the slot of the patient received.
    pub(super) aliases: HashMap<Box<str>, Alias>,
    /// The directory, and what the model does not hold, of no one patient.
    pub(super) shared: Chart,
    /// The other entries of no one patient.
    pub(super) entries: Vec<HeldEntry>,
    pub(super) findings: Vec<Finding>,
    /// The entries of histories, by document and `Type/id`, whose newest version is known.
    versions: HashSet<(u32, String)>,
    /// What the drugs are to which medications refer, by full URL and `Medication/id`.
    pub(super) drugs: HashMap<Box<str>, Concept>,
    /// URNs of what may be a subject and is no patient.
    pub(super) not_patients: HashSet<Box<str>>,
}

/// It holds what patients are called: nothing of it is shown.
impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("slots", &self.slots.len())
            .finish_non_exhaustive()
    }
}

impl Sink for Store {
    /// Puts a resource where it belongs.
    fn add(&mut self, received: Received, arrival: Arrival<'_>) -> (bool, Option<FindingKind>) {
        let Received {
            resource_type,
            id,
            labels,
            mut entry,
            patient,
            drug,
            contained_patient,
        } = received;
        let Arrival {
            full_url,
            text,
            keep_source,
            place,
            history,
            origin,
        } = arrival;
        let source = SourceJson::new(text).with_place(place).with_labels(labels);
        let url = full_url
            .as_ref()
            .map(|url| Reference::unversioned(url.expose_str()));
        let mut problem = None;
        if let (Some(document), Some(id)) = (history, &id)
            && !self
                .versions
                .insert((document, format!("{resource_type}/{}", id.expose_str())))
        {
            // Histories begin with the newest version (FHIR R4 "history").
            problem = Some(FindingKind::Superseded);
            // Former names of a patient matter to whoever removes them from the notes.
            if !entry.is_patient() {
                entry = HeldEntry::default();
            }
        }
        if let Some(drug) = drug.filter(|_| problem.is_none()) {
            let id = id
                .as_ref()
                .map(|id| format!("Medication/{}", id.expose_str()));
            for key in [url.map(Box::from), id.map(Box::from)]
                .into_iter()
                .flatten()
            {
                self.drugs.entry(key).or_insert_with(|| drug.clone());
            }
        }
        if let Some(url) = url.filter(|url| url.starts_with("urn:"))
            && matches!(
                resource_type,
                "Group" | "Device" | "Location" | "Practitioner" | "Organization" | "Substance"
            )
        {
            self.not_patients.insert(url.into());
        }
        let slot = if is_of_directory(entry.as_ref()) {
            None
        } else if resource_type == "Patient" {
            // A patient that is not held names itself all the same.
            let slot = self.patient_slot(url, id.as_ref(), origin);
            if entry.is_none()
                && let Some(slot) = self.slots.get_mut(slot).filter(|slot| !slot.known)
            {
                slot.known = true;
                let patient = &mut slot.chart.patient;
                (patient.id, patient.full_url) = (id.clone(), full_url.clone());
            }
            Some(slot)
        } else {
            match patient.target() {
                _ if !contained_patient.is_none() => {
                    let slot = self.open(format!("#{}", self.slots.len()).into(), origin());
                    if let Some(slot) = self.slots.get_mut(slot) {
                        put(contained_patient, &mut slot.chart);
                        let patient = std::mem::take(&mut slot.chart.patient);
                        let content = patient.content.into_value();
                        slot.chart.patient.content = Content::derived(content);
                        slot.known = true;
                    }
                    Some(slot)
                }
                Some(target) => Some(self.slot_of(target, url, origin)),
                None => None,
            }
        };
        let held = !entry.is_none();
        let entry = entry.keeping(resource_type, full_url, source, keep_source);
        let Some(slot) = slot.and_then(|slot| self.slots.get_mut(slot)) else {
            return self.add_shared(resource_type, entry, problem);
        };
        let is_patient = entry.is_patient();
        if is_patient && slot.known {
            let patient = std::mem::take(&mut slot.chart.patient);
            put(entry, &mut slot.chart);
            let copy = std::mem::replace(&mut slot.chart.patient, patient);
            slot.chart.copies.push(copy);
            problem = problem.or(Some(FindingKind::PatientRepeated));
        } else {
            slot.known |= is_patient;
            put(entry, &mut slot.chart);
        }
        (held, problem)
    }

    fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Older versions of it do not hold.
    fn forget(&mut self, document: u32, deleted: &str) {
        self.versions.insert((document, deleted.to_owned()));
    }

    fn keeps_documents(&self) -> bool {
        true
    }

    fn finish(self: Box<Self>, counts: Counts, documents: Vec<Document>) -> Import {
        self.into_import(counts, documents)
    }
}

impl Store {
    pub(super) fn sink() -> Box<dyn Sink> {
        Box::new(Store::default())
    }

    /// Puts an entry that names no patient.
    fn add_shared(
        &mut self,
        resource_type: &'static str,
        held: HeldEntry,
        problem: Option<FindingKind>,
    ) -> (bool, Option<FindingKind>) {
        let Some(entry) = held.as_ref() else {
            return (false, problem);
        };
        match entry {
            EntryRef::Unheld(_) => {
                put(held, &mut self.shared);
                return (false, problem);
            }
            _ if is_of_directory(Some(entry)) => {
                put(held, &mut self.shared);
                return (true, problem);
            }
            EntryRef::Drug(_)
            | EntryRef::Device(_)
            | EntryRef::Binary(_)
            | EntryRef::Account(_)
            | EntryRef::Provenance(_)
            | EntryRef::Audit(_) => {
                self.entries.push(held);
                return (true, problem);
            }
            _ => {}
        }
        let problem = problem.or(Some(FindingKind::NoPatient));
        match entry.source().cloned() {
            Some(source) => {
                let mut unheld = Unheld::new(resource_type, source);
                unheld.full_url = entry.full_url().cloned();
                self.shared.unheld.push(unheld);
                (false, problem)
            }
            // Without its source it can only be kept as what it was read to be.
            None => {
                self.entries.push(held);
                (true, problem)
            }
        }
    }

    fn open(&mut self, key: Box<str>, origin: Origin) -> usize {
        let slot = self.slots.len();
        let mut chart = Chart::default();
        chart.patient.content = Content::derived(Patient::default());
        self.by_key.insert(key.clone(), slot);
        self.slots.push(Slot {
            chart,
            key,
            known: false,
            origin,
            left: false,
        });
        slot
    }

    fn slot(&mut self, key: &str, origin: &dyn Fn() -> Origin) -> usize {
        // The entries of one patient usually follow each other.
        if self
            .slots
            .get(self.last)
            .is_some_and(|slot| *slot.key == *key)
        {
            return self.last;
        }
        self.last = match self.by_key.get(key) {
            Some(slot) => *slot,
            None => self.open(key.into(), origin()),
        };
        self.last
    }

    /// The slot of a patient received: by the full URL if there is one, else by the id.
    fn patient_slot(
        &mut self,
        url: Option<&str>,
        id: Option<&PhiText>,
        origin: &dyn Fn() -> Origin,
    ) -> usize {
        let relative = id.map(|id| format!("Patient/{}", id.expose_str()));
        let slot = match (url, &relative) {
            (Some(url), _) => self.slot(url, origin),
            (None, Some(relative)) => self.slot(relative, origin),
            (None, None) => self.open(format!("#{}", self.slots.len()).into(), origin()),
        };
        if let Some(relative) = relative {
            let alias = self
                .aliases
                .entry(relative.into())
                .or_insert(Alias::One(slot));
            if *alias != Alias::One(slot) {
                *alias = Alias::Several;
            }
        }
        slot
    }

    /// The slot of the patient that an entry names.
    fn slot_of(&mut self, target: &str, url: Option<&str>, origin: &dyn Fn() -> Origin) -> usize {
        let target = Reference::unversioned(target);
        if !target.contains(':')
            && let Some(base) = url.and_then(base_of)
        {
            return self.slot(&format!("{base}{target}"), origin);
        }
        self.slot(target, origin)
    }
}

pub(super) fn put(mut entry: HeldEntry, chart: &mut Chart) {
    if let Some(entry) = entry.take() {
        chart.push(entry);
    }
}

/// Whether an entry belongs to the directory, whoever its patients are.
fn is_of_directory(entry: Option<EntryRef<'_>>) -> bool {
    matches!(
        entry,
        Some(
            EntryRef::Practitioner(_)
                | EntryRef::Organization(_)
                | EntryRef::Location(_)
                | EntryRef::Role(_)
        )
    )
}

/// The base of a RESTful URL `base/Type/id`, with the slash: relative references are relative to it
/// (FHIR R4 Bundle, "Resolving references in Bundles").
fn base_of(url: &str) -> Option<&str> {
    if !url.starts_with("http") {
        return None;
    }
    let (type_end, _id) = url.rsplit_once('/')?;
    let (base, resource_type) = type_end.rsplit_once('/')?;
    him_record::resource_type::known(resource_type)?;
    url.get(..base.len() + 1)
}
