//! What the record says of a drug and FHIR of the resource to which a medication refers: a change of it
//! takes the place of the reference.

use him_record::{AnyEntry, Chart, Concept, Drug, Entry, EntryRef, Medication, Reference};

use super::json::Json;
use super::resource::{self, Received};

/// The medication with its own drug in the place of the reference; `None` if the drug is still the one to
/// which it refers, or that is not known here.
pub(super) fn named(
    entry: &Entry<Medication>,
    chart: Option<&Chart>,
    shared: &[AnyEntry],
) -> Option<Entry<Medication>> {
    let it = &entry.content;
    let target = it.drug_reference.as_ref()?.target.as_ref()?.expose_str();
    if entry.is_as_read() || it.drug.is_none() {
        return None;
    }
    let before = read(entry.source.as_ref()?.expose())?.entry;
    let EntryRef::Medication(before) = before.as_ref()? else {
        return None;
    };
    // With another reference it is the reference that was edited.
    if before.content.drug_reference != it.drug_reference {
        return None;
    }
    let implied = match &before.content.drug {
        // In the source beside the reference, or contained.
        Some(drug) => Some(drug.clone()),
        None if target.starts_with('#') => None,
        None => {
            let own = chart.into_iter().flat_map(|chart| &chart.drugs);
            let shared = shared.iter().filter_map(|entry| match entry {
                AnyEntry::Drug(drug) => Some(&**drug),
                _ => None,
            });
            let mut drugs = own.chain(shared);
            received_code(drugs.find(|drug| is_target(target, drug))?)
        }
    };
    if implied == it.drug {
        return None;
    }
    let mut named = entry.clone();
    named.content.drug_reference = None;
    Some(named)
}

fn read(source: &str) -> Option<Received> {
    resource::read(&mut Json::new(source.as_bytes(), 0)).ok()
}

/// What the drug was when it was received, which the medications that refer to it were given.
fn received_code(drug: &Entry<Drug>) -> Option<Concept> {
    match &drug.source {
        Some(source) if !drug.is_as_read() => read(source.expose())?.drug,
        _ => drug.content.code.clone(),
    }
}

fn is_target(target: &str, drug: &Entry<Drug>) -> bool {
    let target = Reference::unversioned(target);
    let url = drug.full_url.as_ref().map(|url| url.expose_str());
    let id = drug.id.as_ref().map(|id| id.expose_str());
    let relative = target
        .rsplit_once('/')
        .filter(|(before, _)| before.rsplit('/').next() == Some("Medication"));
    let named = target
        .strip_prefix("urn:uuid:")
        .or(relative.map(|(_, id)| id));
    url == Some(target) || (named.is_some() && named == id)
}
