//! What can only be known when everything was received: which references mean the same patient,
//! what drugs and roles entries refer to, and whom a chart names.

use std::collections::BTreeSet;

use him_record::{
    Chart, DiagnosisRole, Directory, Entry, EntryRef, Identifier, Links, Location, Medication,
    Organization, PhiText, Practitioner, PractitionerRole, Reference, Unheld,
};

use super::envelope::Document;
use super::finding::{Finding, FindingKind};
use super::importer::{Counts, Import, Shared};
use super::references::each_reference;
use super::resource;
use super::store::{Alias, Slot, Store, put};

/// Who a reference means.
enum Resolved {
    /// The patient received in this slot.
    Slot(usize),
    NotAPatient,
    NotReceived,
    Ambiguous,
}

impl Store {
    pub(super) fn into_import(mut self, mut counts: Counts, documents: Vec<Document>) -> Import {
        let mut resolved = Vec::new();
        for slot in &self.slots {
            resolved.push(self.resolve(slot));
        }
        for (from, resolved) in resolved.into_iter().enumerate() {
            let (Some(resolved), Some(slot)) = (resolved, self.slots.get_mut(from)) else {
                continue;
            };
            let kind = match resolved {
                Resolved::Slot(to) => {
                    let chart = slot.leave();
                    if let Some(target) = self.slots.get_mut(to) {
                        target.chart.append(chart);
                    }
                    continue;
                }
                Resolved::NotAPatient => FindingKind::NoPatient,
                Resolved::NotReceived => FindingKind::PatientNotReceived,
                Resolved::Ambiguous => FindingKind::PatientAmbiguous,
            };
            self.findings.push(Finding {
                kind,
                input: slot.origin.input,
                entry: slot.origin.entry,
                resource_type: Some(slot.origin.resource_type).filter(|name| *name != "?"),
                path: slot.origin.path(),
                position: slot.origin.position,
            });
            if kind == FindingKind::NoPatient && has_sources(&slot.chart) {
                let chart = slot.leave();
                self.unhold(&chart, &mut counts);
            } else {
                name_patient(slot);
            }
        }
        // One by one: the code that drops a list of slots would be another copy of that for charts.
        let mut charts = Vec::new();
        for slot in &mut self.slots {
            if !slot.left {
                charts.push(slot.leave());
            }
        }
        let finder = DirectoryLinks::new(&self.shared.directory);
        let single = charts.len() == 1;
        for chart in &mut charts {
            for medication in &mut chart.medications {
                self.name_drug(medication.content.implied_mut());
            }
            give_roles(chart);
            imply_from_claims(chart);
            chart.directory = if single {
                self.shared.directory.clone()
            } else {
                finder.named_in(chart, &self.shared.directory)
            };
        }
        let mut entries = Vec::new();
        for held in self.entries {
            match &mut *charts {
                [chart] => put(held, chart),
                _ => entries.append(&mut held.into_list()),
            }
        }
        Import {
            charts,
            shared: Shared {
                directory: self.shared.directory,
                entries,
                unheld: self.shared.unheld,
            },
            findings: self.findings,
            counts,
            documents,
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
    fn unhold(&mut self, chart: &Chart, counts: &mut Counts) {
        for entry in chart.entries().skip(1) {
            let Some(source) = entry.source() else {
                continue;
            };
            let resource_type = resource::type_name(entry);
            if !matches!(entry, EntryRef::Unheld(_)) {
                let count = counts.of(resource_type);
                count.held = count.held.saturating_sub(1);
                count.kept_raw += 1;
            }
            let mut unheld = Unheld::new(resource_type, source.clone());
            unheld.full_url = entry.full_url().cloned();
            self.shared.unheld.push(unheld);
        }
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

/// Whether all entries of a chart can be kept as JSON.
fn has_sources(chart: &Chart) -> bool {
    let mut entries = chart.entries().skip(1);
    entries.all(|entry| entry.source().is_some())
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
        let diagnosis = diagnosis.content.implied_mut();
        let unset = diagnosis.role.is_none() && diagnosis.rank.is_none();
        let final_role = role == Some(DiagnosisRole::Discharge)
            && diagnosis.role != Some(DiagnosisRole::Discharge);
        if unset || final_role {
            (diagnosis.role, diagnosis.rank) = (role, rank);
        }
    }
}

/// Gives diagnoses what claims say of them, whether they were present on admission, and encounters the
/// group to which a claim for them is paid.
fn imply_from_claims(chart: &mut Chart) {
    if chart.claims.is_empty() {
        return;
    }
    let conditions = Links::new("Condition", &chart.diagnoses);
    let encounters = Links::new("Encounter", &chart.encounters);
    let mut present = Vec::new();
    let mut groups = Vec::new();
    for claim in chart.claims.iter().map(|claim| &claim.content) {
        for diagnosis in &claim.diagnoses {
            let condition = diagnosis.condition.as_ref();
            let condition = condition.and_then(|condition| conditions.position(condition));
            if let (Some(place), Some(said)) = (condition, diagnosis.present_on_admission) {
                present.push((place, said));
            }
            let Some(group) = &diagnosis.package else {
                continue;
            };
            let visits = claim.items.iter().flat_map(|item| &item.encounters);
            let visits = visits.filter_map(|visit| encounters.position(visit));
            groups.extend(visits.map(|visit| (visit, group.clone())));
        }
    }
    for (place, said) in present {
        if let Some(diagnosis) = chart.diagnoses.get_mut(place) {
            let known = &mut diagnosis.content.implied_mut().present_on_admission;
            known.get_or_insert(said);
        }
    }
    for (place, group) in groups {
        if let Some(encounter) = chart.encounters.get_mut(place) {
            encounter.content.implied_mut().drg.get_or_insert(group);
        }
    }
}

struct DirectoryLinks<'d> {
    practitioners: Links<'d, Practitioner>,
    organizations: Links<'d, Organization>,
    locations: Links<'d, Location>,
    roles: Links<'d, PractitionerRole>,
}

impl<'d> DirectoryLinks<'d> {
    fn new(directory: &'d Directory) -> Self {
        let Directory {
            practitioners,
            organizations,
            locations,
            roles,
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
            roles: Links::with_identifiers("PractitionerRole", roles, |it| &it.identifiers),
        }
    }

    /// Copies of the entries that a chart names, in the order in which they were received.
    fn named_in(&self, chart: &Chart, directory: &Directory) -> Directory {
        let mut practitioners = BTreeSet::new();
        let mut organizations = BTreeSet::new();
        let mut locations = BTreeSet::new();
        let mut roles = BTreeSet::new();
        each_reference(chart, &mut |reference| {
            roles.extend(self.roles.position(reference));
        });
        let named_by_roles = roles.iter().filter_map(|place| directory.roles.get(*place));
        let named_by_roles = named_by_roles.flat_map(|role| {
            let role = &role.content;
            let people = role.practitioner.iter().chain(&role.organization);
            people.chain(&role.locations)
        });
        let mut name = |reference: &Reference| {
            if let Some(place) = self.practitioners.position(reference) {
                practitioners.insert(place);
            } else if let Some(place) = self.organizations.position(reference) {
                organizations.insert(place);
            } else if let Some(place) = self.locations.position(reference) {
                locations.insert(place);
            }
        };
        named_by_roles.for_each(&mut name);
        each_reference(chart, &mut name);
        let mut named = Directory::default();
        named.practitioners = copies(practitioners, &directory.practitioners);
        named.organizations = copies(organizations, &directory.organizations);
        named.locations = copies(locations, &directory.locations);
        named.roles = copies(roles, &directory.roles);
        named
    }
}

fn copies<T: Clone>(places: BTreeSet<usize>, entries: &[Entry<T>]) -> Vec<Entry<T>> {
    let mut copies = Vec::new();
    for place in places {
        if let Some(entry) = entries.get(place) {
            copies.push(entry.clone());
        }
    }
    copies
}
