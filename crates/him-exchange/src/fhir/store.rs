//! The resources received so far, grouped by the patient that they name.

use std::collections::{HashMap, HashSet};

use him_record::{
    Chart, Concept, Directory, Entry, Patient, PhiText, Reference, SourceJson, Unheld,
};

use super::finding::{FindingKind, Position};
use super::resource::{Content, Resource};

/// Where a resource came from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) input: usize,
    pub(super) entry: Option<usize>,
    pub(super) resource_type: &'static str,
    pub(super) path: String,
    pub(super) position: Position,
}

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
    pub(super) directory: Directory,
    pub(super) unheld: Vec<Unheld>,
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

impl Store {
    /// Puts a resource where it belongs. Says whether the model holds it, and what is wrong.
    pub(super) fn add(
        &mut self,
        resource: Resource,
        full_url: Option<PhiText>,
        source: SourceJson,
        keep_source: bool,
        origin: impl FnOnce() -> Origin,
    ) -> (bool, Option<FindingKind>) {
        let Resource {
            resource_type,
            id,
            content,
            patient,
            drug,
            contained_patient,
        } = resource;
        let url = full_url
            .as_ref()
            .map(|url| Reference::unversioned(url.expose_str()));
        if let Some(drug) = drug {
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
        let raw = |source| Unheld::new(resource_type, source);
        let slot = match &content {
            Content::Practitioner(_) | Content::Organization(_) | Content::Location(_) => None,
            Content::Patient(_) => Some(self.patient_slot(url, id.as_ref(), origin)),
            // A patient in a form that cannot be held names itself.
            Content::Raw if resource_type == "Patient" => {
                let slot = self.patient_slot(url, id.as_ref(), origin);
                if let Some(slot) = self.slots.get_mut(slot).filter(|slot| !slot.known) {
                    slot.known = true;
                    (slot.chart.patient.id, slot.chart.patient.full_url) =
                        (id.clone(), full_url.clone());
                }
                Some(slot)
            }
            _ => match (patient.target(), contained_patient) {
                (_, Some(patient)) => {
                    let slot = self.open(format!("#{}", self.slots.len()).into(), origin());
                    if let Some(slot) = self.slots.get_mut(slot) {
                        slot.chart.patient = Entry::new(*patient);
                        slot.known = true;
                    }
                    Some(slot)
                }
                (Some(target), None) => Some(self.slot_of(target, url, origin)),
                (None, None) => None,
            },
        };
        let Some(slot) = slot.and_then(|slot| self.slots.get_mut(slot)) else {
            let kept = |source| keep_source.then_some(source);
            let directory = &mut self.directory;
            match content {
                Content::Practitioner(content) => {
                    directory
                        .practitioners
                        .push(entry(id, full_url, *content, kept(source)));
                }
                Content::Organization(content) => {
                    directory
                        .organizations
                        .push(entry(id, full_url, *content, kept(source)));
                }
                Content::Location(content) => {
                    directory
                        .locations
                        .push(entry(id, full_url, *content, kept(source)));
                }
                Content::Raw => {
                    self.unheld.push(raw(source));
                    return (false, None);
                }
                _ => {
                    self.unheld.push(raw(source));
                    return (false, Some(FindingKind::NoPatient));
                }
            }
            return (true, None);
        };
        let chart = &mut slot.chart;
        if let Content::Raw = content {
            chart.unheld.push(raw(source));
            return (false, None);
        }
        if let Content::Patient(content) = content {
            if slot.known {
                add_identity(&mut chart.patient.content, *content);
                chart.unheld.push(raw(source));
                return (false, Some(FindingKind::PatientRepeated));
            }
            slot.known = true;
            chart.patient = entry(id, full_url, *content, keep_source.then_some(source));
            return (true, None);
        }
        let source = keep_source.then_some(source);
        match content {
            Content::Related(content) => chart.related.push(entry(id, full_url, *content, source)),
            Content::Encounter(content) => {
                chart.encounters.push(entry(id, full_url, *content, source));
            }
            Content::Diagnosis(content) => {
                chart.diagnoses.push(entry(id, full_url, *content, source));
            }
            Content::Procedure(content) => {
                chart.procedures.push(entry(id, full_url, *content, source));
            }
            Content::Observation(content) => {
                chart
                    .observations
                    .push(entry(id, full_url, *content, source));
            }
            Content::Medication(content) => {
                chart
                    .medications
                    .push(entry(id, full_url, *content, source));
            }
            Content::Allergy(content) => {
                chart.allergies.push(entry(id, full_url, *content, source));
            }
            Content::Immunization(content) => {
                chart
                    .immunizations
                    .push(entry(id, full_url, *content, source));
            }
            Content::Report(content) => chart.reports.push(entry(id, full_url, *content, source)),
            Content::Note(content) => chart.notes.push(entry(id, full_url, *content, source)),
            // Placed above.
            Content::Patient(_)
            | Content::Practitioner(_)
            | Content::Organization(_)
            | Content::Location(_)
            | Content::Raw => {}
        }
        (true, None)
    }

    fn open(&mut self, key: Box<str>, origin: Origin) -> usize {
        let slot = self.slots.len();
        self.by_key.insert(key.clone(), slot);
        self.slots.push(Slot {
            chart: Chart::new(Patient::default()),
            key,
            known: false,
            origin,
        });
        slot
    }

    fn slot(&mut self, key: &str, origin: impl FnOnce() -> Origin) -> usize {
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
        origin: impl FnOnce() -> Origin,
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
    fn slot_of(
        &mut self,
        target: &str,
        url: Option<&str>,
        origin: impl FnOnce() -> Origin,
    ) -> usize {
        let target = Reference::unversioned(target);
        if !target.contains(':')
            && let Some(base) = url.and_then(base_of)
        {
            return self.slot(&format!("{base}{target}"), origin);
        }
        self.slot(target, origin)
    }
}

/// Takes over what a further copy of a patient says of who it is: a former name must be known to
/// whoever removes it from the notes.
fn add_identity(patient: &mut Patient, copy: Patient) {
    fn add<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
        for one in more {
            if !known.contains(&one) {
                known.push(one);
            }
        }
    }
    add(&mut patient.identifiers, copy.identifiers);
    add(&mut patient.names, copy.names);
    add(&mut patient.telecoms, copy.telecoms);
    add(&mut patient.addresses, copy.addresses);
    add(&mut patient.contacts, copy.contacts);
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

fn entry<T>(
    id: Option<PhiText>,
    full_url: Option<PhiText>,
    content: T,
    source: Option<SourceJson>,
) -> Entry<T> {
    let mut entry = Entry::new(content);
    (entry.id, entry.full_url, entry.source) = (id, full_url, source);
    entry
}
