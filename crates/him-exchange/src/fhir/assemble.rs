//! What can only be known when everything was received: which references mean the same patient,
//! what drugs and roles entries refer to, and whom a chart names.

use std::collections::BTreeSet;

use him_record::{
    Chart, DiagnosisRole, Directory, Entry, Identifier, Links, Location, Medication, Organization,
    PhiText, Practitioner, Reference, SourceJson, Unheld,
};

use super::finding::{Finding, FindingKind};
use super::importer::{Counts, Import, Shared};
use super::resource;
use super::store::{Alias, Slot, Store};

/// Who a reference means.
enum Resolved {
    /// The patient received in this slot.
    Slot(usize),
    NotAPatient,
    NotReceived,
    Ambiguous,
}

impl Store {
    pub(super) fn into_import(mut self, mut counts: Counts, mut findings: Vec<Finding>) -> Import {
        let resolved: Vec<_> = self.slots.iter().map(|slot| self.resolve(slot)).collect();
        let slots = std::mem::take(&mut self.slots);
        let mut slots: Vec<_> = slots.into_iter().map(Some).collect();
        for (from, resolved) in resolved.into_iter().enumerate() {
            let Some(resolved) = resolved else { continue };
            let Some(mut slot) = slots.get_mut(from).and_then(Option::take) else {
                continue;
            };
            let kind = match resolved {
                Resolved::Slot(to) => {
                    if let Some(Some(target)) = slots.get_mut(to) {
                        append(&mut target.chart, slot.chart);
                    }
                    continue;
                }
                Resolved::NotAPatient => FindingKind::NoPatient,
                Resolved::NotReceived => FindingKind::PatientNotReceived,
                Resolved::Ambiguous => FindingKind::PatientAmbiguous,
            };
            findings.push(Finding {
                kind,
                input: slot.origin.input,
                entry: slot.origin.entry,
                resource_type: Some(slot.origin.resource_type).filter(|name| *name != "?"),
                path: slot.origin.path.clone(),
                position: slot.origin.position,
            });
            if kind == FindingKind::NoPatient && has_sources(&slot.chart) {
                self.unhold(slot.chart, &mut counts);
                continue;
            }
            name_patient(&mut slot);
            if let Some(place) = slots.get_mut(from) {
                *place = Some(slot);
            }
        }
        let mut charts: Vec<_> = slots.into_iter().flatten().map(|slot| slot.chart).collect();
        let finder = DirectoryLinks::new(&self.directory);
        let single = charts.len() == 1;
        for chart in &mut charts {
            for medication in &mut chart.medications {
                self.name_drug(&mut medication.content);
            }
            give_roles(chart);
            chart.directory = if single {
                self.directory.clone()
            } else {
                finder.named_in(chart, &self.directory)
            };
        }
        Import {
            charts,
            shared: Shared {
                directory: self.directory,
                unheld: self.unheld,
            },
            findings,
            counts,
        }
    }

    /// Who a slot without a patient means; `None` if it has its patient.
    fn resolve(&self, slot: &Slot) -> Option<Resolved> {
        if slot.known {
            return None;
        }
        let key = &*slot.key;
        if self.not_patients.contains(key) {
            return Some(Resolved::NotAPatient);
        }
        if let Some(wanted) = key.strip_prefix("Patient?identifier=") {
            return Some(self.with_identifier(wanted));
        }
        let id = key
            .strip_prefix("urn:uuid:")
            .or_else(|| key.rsplit('/').next());
        let relative = format!("Patient/{}", id.unwrap_or(key));
        Some(match self.aliases.get(&*relative) {
            // The same id on another server is another patient.
            Some(Alias::One(to)) if !(is_http(key) && self.is_http_slot(*to)) => {
                Resolved::Slot(*to)
            }
            Some(Alias::Several) if !is_http(key) => Resolved::Ambiguous,
            _ => Resolved::NotReceived,
        })
    }

    fn is_http_slot(&self, slot: usize) -> bool {
        self.slots.get(slot).is_some_and(|slot| is_http(&slot.key))
    }

    fn with_identifier(&self, wanted: &str) -> Resolved {
        let mut found = self.slots.iter().enumerate().filter(|(_, slot)| {
            let identifiers = &slot.chart.patient.content.identifiers;
            slot.known
                && identifiers
                    .iter()
                    .filter_map(Identifier::token)
                    .any(|known| known == wanted)
        });
        match (found.next(), found.next()) {
            (Some((slot, _)), None) => Resolved::Slot(slot),
            (Some(_), Some(_)) => Resolved::Ambiguous,
            (None, _) => Resolved::NotReceived,
        }
    }

    /// Moves the entries of what is no patient's chart to what the charts share.
    fn unhold(&mut self, chart: Chart, counts: &mut Counts) {
        let mut sources = Vec::new();
        take_sources(chart.related, &mut sources);
        take_sources(chart.encounters, &mut sources);
        take_sources(chart.diagnoses, &mut sources);
        take_sources(chart.procedures, &mut sources);
        take_sources(chart.observations, &mut sources);
        take_sources(chart.medications, &mut sources);
        take_sources(chart.allergies, &mut sources);
        take_sources(chart.immunizations, &mut sources);
        take_sources(chart.reports, &mut sources);
        take_sources(chart.notes, &mut sources);
        for source in sources {
            let resource_type = resource::known_type(source.expose());
            let count = counts.of(resource_type);
            count.held = count.held.saturating_sub(1);
            count.kept_raw += 1;
            self.unheld.push(Unheld::new(resource_type, source));
        }
        self.unheld.extend(chart.unheld);
    }

    /// Takes the drug from the `Medication` that was received on its own.
    fn name_drug(&self, medication: &mut Medication) {
        if medication.drug.is_some() {
            return;
        }
        let target = medication
            .drug_reference
            .as_ref()
            .and_then(|r| r.target.as_ref());
        let Some(target) = target.map(|it| Reference::unversioned(it.expose_str())) else {
            return;
        };
        let id = target
            .strip_prefix("urn:uuid:")
            .or_else(|| target.rsplit('/').next());
        let relative = format!("Medication/{}", id.unwrap_or(target));
        let found = self
            .drugs
            .get(target)
            .or_else(|| self.drugs.get(&*relative));
        medication.drug = found.cloned();
    }
}

fn is_http(url: &str) -> bool {
    url.starts_with("http")
}

/// Gives a chart whose patient was not received the name by which entries refer to it.
fn name_patient(slot: &mut Slot) {
    let patient = &mut slot.chart.patient;
    let key = &*slot.key;
    if key.contains(':') {
        patient.full_url = Some(key.into());
    }
    let id = key.rsplit_once("Patient/").map(|(_, id)| id);
    patient.id = id
        .or_else(|| key.strip_prefix("urn:uuid:"))
        .map(PhiText::from);
}

fn append(to: &mut Chart, from: Chart) {
    to.related.extend(from.related);
    to.encounters.extend(from.encounters);
    to.diagnoses.extend(from.diagnoses);
    to.procedures.extend(from.procedures);
    to.observations.extend(from.observations);
    to.medications.extend(from.medications);
    to.allergies.extend(from.allergies);
    to.immunizations.extend(from.immunizations);
    to.reports.extend(from.reports);
    to.notes.extend(from.notes);
    to.unheld.extend(from.unheld);
}

fn take_sources<T>(entries: Vec<Entry<T>>, out: &mut Vec<SourceJson>) {
    out.extend(entries.into_iter().filter_map(|entry| entry.source));
}

/// Whether all entries of a chart can be kept as JSON.
fn has_sources(chart: &Chart) -> bool {
    fn all<T>(entries: &[Entry<T>]) -> bool {
        entries.iter().all(|entry| entry.source.is_some())
    }
    all(&chart.related)
        && all(&chart.encounters)
        && all(&chart.diagnoses)
        && all(&chart.procedures)
        && all(&chart.observations)
        && all(&chart.medications)
        && all(&chart.allergies)
        && all(&chart.immunizations)
        && all(&chart.reports)
        && all(&chart.notes)
}

/// Gives diagnoses the role and rank that their encounters name.
///
/// A diagnosis with several roles takes the one at discharge, which is what is coded and billed.
fn give_roles(chart: &mut Chart) {
    if chart
        .encounters
        .iter()
        .all(|encounter| encounter.content.diagnoses.is_empty())
    {
        return;
    }
    let links = Links::new("Condition", &chart.diagnoses);
    let named: Vec<_> = chart
        .encounters
        .iter()
        .flat_map(|encounter| &encounter.content.diagnoses)
        .filter_map(|named| Some((links.position(&named.condition)?, named.role, named.rank)))
        .collect();
    for (place, role, rank) in named {
        let Some(diagnosis) = chart.diagnoses.get_mut(place) else {
            continue;
        };
        let diagnosis = &mut diagnosis.content;
        let unset = diagnosis.role.is_none() && diagnosis.rank.is_none();
        let final_role = role == Some(DiagnosisRole::Discharge)
            && diagnosis.role != Some(DiagnosisRole::Discharge);
        if unset || final_role {
            (diagnosis.role, diagnosis.rank) = (role, rank);
        }
    }
}

struct DirectoryLinks<'d> {
    practitioners: Links<'d, Practitioner>,
    organizations: Links<'d, Organization>,
    locations: Links<'d, Location>,
}

impl<'d> DirectoryLinks<'d> {
    fn new(directory: &'d Directory) -> Self {
        let Directory {
            practitioners,
            organizations,
            locations,
            ..
        } = directory;
        DirectoryLinks {
            practitioners: Links::with_identifiers("Practitioner", practitioners, |it| {
                &it.identifiers
            }),
            organizations: Links::with_identifiers("Organization", organizations, |it| {
                &it.identifiers
            }),
            locations: Links::with_identifiers("Location", locations, |it| &it.identifiers),
        }
    }

    /// Copies of the entries that a chart names, in the order in which they were received.
    fn named_in(&self, chart: &Chart, directory: &Directory) -> Directory {
        let mut practitioners = BTreeSet::new();
        let mut organizations = BTreeSet::new();
        let mut locations = BTreeSet::new();
        each_reference(chart, &mut |reference| {
            if let Some(place) = self.practitioners.position(reference) {
                practitioners.insert(place);
            } else if let Some(place) = self.organizations.position(reference) {
                organizations.insert(place);
            } else if let Some(place) = self.locations.position(reference) {
                locations.insert(place);
            }
        });
        let mut named = Directory::default();
        named.practitioners = copies(practitioners, &directory.practitioners);
        named.organizations = copies(organizations, &directory.organizations);
        named.locations = copies(locations, &directory.locations);
        named
    }
}

fn copies<T: Clone>(places: BTreeSet<usize>, entries: &[Entry<T>]) -> Vec<Entry<T>> {
    places
        .into_iter()
        .filter_map(|place| entries.get(place))
        .cloned()
        .collect()
}

/// Shows each reference of a chart that may be to a person, organization or place.
fn each_reference(chart: &Chart, show: &mut impl FnMut(&Reference)) {
    let patient = &chart.patient.content;
    patient.general_practitioners.iter().for_each(&mut *show);
    patient.managing_organization.iter().for_each(&mut *show);
    for contact in patient
        .contacts
        .iter()
        .chain(chart.related.iter().map(|r| &r.content))
    {
        contact.organization.iter().for_each(&mut *show);
    }
    for encounter in chart.encounters.iter().map(|entry| &entry.content) {
        encounter.participants.iter().for_each(&mut *show);
        encounter
            .locations
            .iter()
            .map(|stay| &stay.location)
            .for_each(&mut *show);
        encounter.service_provider.iter().for_each(&mut *show);
    }
    for diagnosis in chart.diagnoses.iter().map(|entry| &entry.content) {
        diagnosis
            .asserter
            .iter()
            .chain(&diagnosis.recorder)
            .for_each(&mut *show);
    }
    for procedure in chart.procedures.iter().map(|entry| &entry.content) {
        procedure
            .performers
            .iter()
            .chain(&procedure.location)
            .for_each(&mut *show);
    }
    for observation in chart.observations.iter().map(|entry| &entry.content) {
        observation.performers.iter().for_each(&mut *show);
    }
    for medication in chart.medications.iter().map(|entry| &entry.content) {
        medication.performers.iter().for_each(&mut *show);
    }
    for allergy in chart.allergies.iter().map(|entry| &entry.content) {
        allergy.recorder.iter().for_each(&mut *show);
    }
    for immunization in chart.immunizations.iter().map(|entry| &entry.content) {
        let named = immunization.performers.iter().chain(&immunization.location);
        named.for_each(&mut *show);
    }
    for report in chart.reports.iter().map(|entry| &entry.content) {
        report.performers.iter().for_each(&mut *show);
    }
    for note in chart.notes.iter().map(|entry| &entry.content) {
        note.authors
            .iter()
            .chain(&note.custodian)
            .for_each(&mut *show);
    }
}
