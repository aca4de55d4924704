//! Numbers for entries in the order in which they stand, so that their links hold.

use std::collections::HashMap;

use him_record::{Chart, Directory, Entry, Reference};

/// New numbers of the entries, by type and by what their source called them.
pub(super) struct Numbers<'a> {
    by_id: HashMap<(&'static str, &'a str), usize>,
    by_url: HashMap<&'a str, (&'static str, usize)>,
    pub(super) last: usize,
}

impl<'a> Numbers<'a> {
    pub(super) fn of(chart: &'a Chart) -> Self {
        let mut numbers = Numbers {
            by_id: HashMap::with_capacity(chart.len()),
            by_url: HashMap::with_capacity(chart.len() * 2),
            last: 0,
        };
        numbers.add("Patient", &chart.patient);
        let Directory {
            practitioners,
            organizations,
            locations,
            ..
        } = &chart.directory;
        practitioners
            .iter()
            .for_each(|entry| numbers.add("Practitioner", entry));
        organizations
            .iter()
            .for_each(|entry| numbers.add("Organization", entry));
        locations
            .iter()
            .for_each(|entry| numbers.add("Location", entry));
        chart
            .encounters
            .iter()
            .for_each(|entry| numbers.add("Encounter", entry));
        chart
            .diagnoses
            .iter()
            .for_each(|entry| numbers.add("Condition", entry));
        chart
            .procedures
            .iter()
            .for_each(|entry| numbers.add("Procedure", entry));
        chart
            .observations
            .iter()
            .for_each(|entry| numbers.add("Observation", entry));
        chart
            .medications
            .iter()
            .for_each(|entry| numbers.add(entry.content.kind.code(), entry));
        chart
            .allergies
            .iter()
            .for_each(|entry| numbers.add("AllergyIntolerance", entry));
        chart
            .immunizations
            .iter()
            .for_each(|entry| numbers.add("Immunization", entry));
        chart
            .reports
            .iter()
            .for_each(|entry| numbers.add("DiagnosticReport", entry));
        chart
            .notes
            .iter()
            .for_each(|entry| numbers.add("DocumentReference", entry));
        numbers.last = 0;
        numbers
    }

    /// Numbers follow the order of [`of`](Numbers::of), which [`Harbor::chart`] repeats.
    fn add<T>(&mut self, kind: &'static str, entry: &'a Entry<T>) {
        self.last += 1;
        if let Some(id) = &entry.id {
            self.by_id
                .entry((kind, id.expose_str()))
                .or_insert(self.last);
            // Bundles without full URLs use the id of the resource as a UUID.
            self.by_url
                .entry(id.expose_str())
                .or_insert((kind, self.last));
        }
        if let Some(url) = &entry.full_url {
            self.by_url
                .entry(Reference::unversioned(url.expose_str()))
                .or_insert((kind, self.last));
        }
    }

    pub(super) fn find(&self, target: &str) -> Option<(&'static str, usize)> {
        let target = Reference::unversioned(target);
        if let Some(&found) = self.by_url.get(target).filter(|_| target.contains(':')) {
            return Some(found);
        }
        if let Some(uuid) = target.strip_prefix("urn:uuid:") {
            return self.by_url.get(uuid).copied();
        }
        let (before, id) = target.rsplit_once('/')?;
        let named = before.rsplit('/').next()?;
        let (&(kind, _), &number) = self.by_id.get_key_value(&(intern(named)?, id))?;
        Some((kind, number))
    }
}

/// The types that the chart holds.
fn intern(named: &str) -> Option<&'static str> {
    const TYPES: [&str; 17] = [
        "Patient",
        "Practitioner",
        "Organization",
        "Location",
        "Encounter",
        "Condition",
        "Procedure",
        "Observation",
        "MedicationRequest",
        "MedicationStatement",
        "MedicationAdministration",
        "MedicationDispense",
        "AllergyIntolerance",
        "Immunization",
        "DiagnosticReport",
        "DocumentReference",
        "RelatedPerson",
    ];
    TYPES.into_iter().find(|known| *known == named)
}
