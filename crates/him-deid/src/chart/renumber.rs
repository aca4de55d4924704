//! Numbers for entries in the order in which they stand, so that their links hold.

use std::collections::HashMap;

use him_record::{Chart, Directory, Entry, PhiText, Reference};

use crate::Disposition;
#[cfg(feature = "pseudonyms")]
use crate::Pseudonyms;
use crate::policy::rules::Rules;

/// New numbers of the entries, by type and by what their source called them.
pub(super) struct Numbers<'a> {
    by_id: HashMap<(&'static str, &'a str), usize>,
    by_url: HashMap<&'a str, (&'static str, usize)>,
    /// What the entries are called, in their order.
    names: Vec<Box<str>>,
    given: usize,
    #[cfg(feature = "pseudonyms")]
    pseudonyms: Option<&'a Pseudonyms>,
}

impl<'a> Numbers<'a> {
    /// The names of the entries, and what the manifest calls that.
    pub(super) fn of(chart: &'a Chart, rules: &'a Rules) -> (Self, Disposition) {
        #[cfg(feature = "pseudonyms")]
        let names_as = rules
            .pseudonyms
            .as_ref()
            .map_or(Disposition::Renumbered, |_| Disposition::Pseudonymised);
        #[cfg(not(feature = "pseudonyms"))]
        let (_, names_as) = (rules, Disposition::Renumbered);
        let mut numbers = Numbers {
            by_id: HashMap::with_capacity(chart.len()),
            by_url: HashMap::with_capacity(chart.len() * 2),
            names: Vec::with_capacity(chart.len()),
            given: 0,
            #[cfg(feature = "pseudonyms")]
            pseudonyms: rules.pseudonyms.as_ref(),
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
        (numbers, names_as)
    }

    /// The name of the entry that follows the one before.
    pub(super) fn next(&mut self) -> &str {
        self.given += 1;
        self.name(self.given)
    }

    fn name(&self, number: usize) -> &str {
        number
            .checked_sub(1)
            .and_then(|place| self.names.get(place))
            .map_or("", |name| name)
    }

    /// Numbers follow the order of [`of`](Numbers::of), which [`Harbor::chart`] repeats.
    fn add<T>(&mut self, kind: &'static str, entry: &'a Entry<T>) {
        let last = self.names.len() + 1;
        self.names.push(self.called(kind, entry.id.as_ref(), last));
        if let Some(id) = &entry.id {
            self.by_id.entry((kind, id.expose_str())).or_insert(last);
            // Bundles without full URLs use the id of the resource as a UUID.
            self.by_url.entry(id.expose_str()).or_insert((kind, last));
        }
        if let Some(url) = &entry.full_url {
            self.by_url
                .entry(Reference::unversioned(url.expose_str()))
                .or_insert((kind, last));
        }
    }

    fn called(&self, kind: &str, id: Option<&PhiText>, number: usize) -> Box<str> {
        #[cfg(feature = "pseudonyms")]
        if let (Some(pseudonyms), Some(id)) = (self.pseudonyms, id) {
            return pseudonyms.pseudonym(kind, id.expose_str()).as_str().into();
        }
        let _ = (kind, id);
        number.to_string().into()
    }

    pub(super) fn find(&self, target: &str) -> Option<(&'static str, &str)> {
        self.number(target)
            .map(|(kind, number)| (kind, self.name(number)))
    }

    fn number(&self, target: &str) -> Option<(&'static str, usize)> {
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
