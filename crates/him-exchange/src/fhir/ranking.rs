//! What the record says of a diagnosis and FHIR of its encounter or claim: role, rank, and whether it was
//! present on admission. A change of it is a change of the encounter or claim.

use him_record::{Chart, Claim, Diagnosis, Encounter, EncounterDiagnosis, Entry, Links, Reference};

/// The diagnoses of a chart that were made or changed here.
fn changed(chart: &Chart) -> impl Iterator<Item = (usize, &Entry<Diagnosis>)> {
    let diagnoses = chart.diagnoses.iter().enumerate();
    diagnoses.filter(|(_, entry)| !entry.is_as_read())
}

/// Whether a chart has diagnoses that may change its encounters and claims.
pub(super) fn has_changes(chart: &Chart) -> bool {
    let mut changed = changed(chart);
    changed.any(|(_, entry)| {
        let it = &entry.content;
        is_ranked(entry) || it.present_on_admission.is_some() || entry.source.is_some()
    })
}

fn is_ranked(diagnosis: &Entry<Diagnosis>) -> bool {
    diagnosis.content.role.is_some() || diagnosis.content.rank.is_some()
}

/// The encounter with the roles and ranks of its diagnoses; `None` if it has them.
pub(super) fn ranked(chart: &Chart, encounter: &Entry<Encounter>) -> Option<Entry<Encounter>> {
    let lists = !encounter.content.diagnoses.is_empty();
    if !lists && !changed(chart).any(|(_, diagnosis)| is_ranked(diagnosis)) {
        return None;
    }
    let encounters = chart.encounter_links();
    let conditions = Links::new("Condition", &chart.diagnoses);
    let mut out = None;
    for (place, diagnosis) in changed(chart) {
        let it = &diagnosis.content;
        let of = it.encounter.as_ref().and_then(|of| encounters.find(of));
        // What was received has the role and rank of its encounter until they are taken away.
        let taken_away = !is_ranked(diagnosis) && diagnosis.source.is_some();
        if !(is_ranked(diagnosis) || taken_away)
            || !of.is_some_and(|of| std::ptr::eq(of, encounter))
        {
            continue;
        }
        let listed = &out.as_ref().unwrap_or(encounter).content.diagnoses;
        let of_it =
            |listed: &EncounterDiagnosis| conditions.position(&listed.condition) == Some(place);
        let mut same = listed.iter().filter(|listed| of_it(listed));
        if same.any(|listed| (listed.role, listed.rank) == (it.role, it.rank)) {
            continue;
        }
        let count = listed.iter().filter(|listed| of_it(listed)).count();
        if taken_away && count == 0 {
            continue;
        }
        let out = out.get_or_insert_with(|| encounter.clone());
        let listed = &mut out.content.diagnoses;
        // Of several the one of the same role has another rank; a single one is the one that changed.
        let known = listed
            .iter_mut()
            .find(|listed| of_it(listed) && (count == 1 || taken_away || listed.role == it.role));
        if let Some(known) = known {
            (known.role, known.rank) = (it.role, it.rank);
        } else if let Some(condition) = reference_to("Condition", diagnosis) {
            let mut new = EncounterDiagnosis::default();
            (new.condition, new.role, new.rank) = (condition, it.role, it.rank);
            listed.push(new);
        }
    }
    out
}

/// The claim with what the diagnoses say of their presence on admission; `None` if it says so.
pub(super) fn flagged(chart: &Chart, claim: &Entry<Claim>) -> Option<Entry<Claim>> {
    let conditions = Links::new("Condition", &chart.diagnoses);
    let mut out: Option<Entry<Claim>> = None;
    for (nth, listed) in claim.content.diagnoses.iter().enumerate() {
        let condition = listed.condition.as_ref();
        let Some(diagnosis) = condition.and_then(|it| conditions.find(it)) else {
            continue;
        };
        let said = diagnosis.content.present_on_admission;
        let says = said.is_some() || diagnosis.source.is_some();
        if diagnosis.is_as_read() || !says || said == listed.present_on_admission {
            continue;
        }
        let out = out.get_or_insert_with(|| claim.clone());
        if let Some(listed) = out.content.diagnoses.get_mut(nth) {
            listed.present_on_admission = said;
        }
    }
    out
}

/// How others refer to an entry, if it can be referred to.
pub(super) fn reference_to<T>(resource_type: &str, entry: &Entry<T>) -> Option<Reference> {
    if let Some(url) = &entry.full_url {
        return Some(Reference::to(url.expose_str()));
    }
    let id = entry.id.as_ref()?;
    Some(Reference::to(&format!(
        "{resource_type}/{}",
        id.expose_str()
    )))
}
