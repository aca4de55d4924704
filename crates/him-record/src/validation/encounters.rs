//! What belongs to an encounter, and its diagnoses.

use std::collections::{HashMap, HashSet};

use super::time::{Dated, dates};
use super::{Findings, Rule};
use crate::{
    Chart, DiagnosisRole, EncounterClass, EncounterStatus, EntryKind, Links, Moment, Period, Phi,
};

pub(super) fn check(chart: &Chart, findings: &mut Findings) {
    let encounters = chart.encounter_links();
    let heads = chart.heads();
    // Those of a kind stand together.
    let (mut kind, mut seen) = (EntryKind::Patient, HashSet::new());
    for head in &heads {
        if head.kind != kind {
            kind = head.kind;
            seen.clear();
        }
        if let Some(id) = head.id
            && !seen.insert(id)
        {
            findings.add(Rule::SameId, format!("{}.id", head.kind.path(head.index)));
        }
        if let Some(encounter) = head.encounter
            && encounter.target.is_some()
            && encounters.position(encounter).is_none()
        {
            let path = format!("{}.encounter", head.kind.path(head.index));
            findings.add(Rule::NoSuchEncounter, path);
        }
    }
    for dated in dates(chart) {
        // An onset lies before the visit, an abatement after it; a report comes when it is ready.
        let contained = match dated.kind {
            EntryKind::Procedure | EntryKind::Immunization => dated.field != "recorded",
            EntryKind::Observation => dated.field == "effective",
            _ => false,
        };
        let entry = chart.entry_at(dated.kind, dated.index);
        let entry = entry.filter(|_| contained).map(|it| it.head(dated.index));
        let visit = entry.and_then(|head| encounters.find(head.encounter?));
        let Some(visit) = visit.map(|entry| &*entry.content) else {
            continue;
        };
        if !is_within(&dated, &visit.period, |moment| moment) {
            // The period of a visit is that of the appointment: the rest of its day is less strange.
            let stays = visit
                .class
                .is_none_or(|class| class.is_inpatient() || class == EncounterClass::Emergency);
            let same_day = || is_within(&dated, &visit.period, |moment| moment.date().into());
            let rule = if !stays && same_day() {
                Rule::OutsideHours
            } else {
                Rule::OutsideEncounter
            };
            findings.add(rule, dated.path());
        }
    }
    check_moves(chart, findings);
    check_principal(chart, findings);
}

/// Whether something may have been within a period, the moments taken as precisely as `of` leaves them.
fn is_within(dated: &Dated, period: &Period, of: fn(Moment) -> Moment) -> bool {
    let before = |one: Option<Moment>, other: Option<Moment>| matches!((one, other), (Some(one), Some(other)) if of(one).is_before(&of(other)));
    let first = dated.start.or(dated.end);
    let last = dated.end.or(dated.start);
    !before(first, period.start.map(Phi::into_exposed))
        && !before(period.end.map(Phi::into_exposed), last)
}

/// Stays at places are within the encounter.
fn check_moves(chart: &Chart, findings: &mut Findings) {
    for (index, entry) in chart.encounters.iter().enumerate() {
        let whole = &entry.content.period;
        for (stay, place) in entry.content.locations.iter().enumerate() {
            let begins_early = match (&place.period.start, &whole.start) {
                (Some(start), Some(whole)) => start.expose().is_before(whole.expose()),
                _ => false,
            };
            let ends_late = match (&place.period.end, &whole.end) {
                (Some(end), Some(whole)) => whole.expose().is_before(end.expose()),
                _ => false,
            };
            if begins_early || ends_late {
                let path = format!("encounters[{index}].locations[{stay}].period");
                findings.add(Rule::OutsideEncounter, path);
            }
        }
    }
}

/// Who is the principal diagnosis is said by rank 1 at discharge or on the bill, either where the
/// encounter lists its diagnoses or at the diagnosis; both may say the same.
fn check_principal(chart: &Chart, findings: &mut Findings) {
    let encounters = chart.encounter_links();
    let diagnoses = Links::new("Condition", &chart.diagnoses);
    // Encounter, role and rank, with what holds the rank and the first place that says so.
    let mut ranked: HashMap<(usize, Option<DiagnosisRole>, u32), HashSet<Holder>> = HashMap::new();
    let mut rank = |encounter,
                    role: Option<DiagnosisRole>,
                    rank,
                    holder,
                    path: String,
                    findings: &mut Findings| {
        // The principal diagnosis of the stay and that of its bill are one.
        let role = role.filter(|_| rank != 1 || !is_discharge(role));
        let holders = ranked.entry((encounter, role, rank)).or_default();
        if holders.insert(holder) && holders.len() > 1 {
            let rule = if rank == 1 && is_discharge(role) {
                Rule::SecondPrincipal
            } else {
                Rule::SameRank
            };
            findings.add(rule, path);
        }
    };
    for (index, entry) in chart.encounters.iter().enumerate() {
        for (place, listed) in entry.content.diagnoses.iter().enumerate() {
            let path = format!("encounters[{index}].diagnoses[{place}]");
            let diagnosis = diagnoses.position(&listed.condition);
            if diagnosis.is_none()
                && listed.condition.target.is_some()
                && !chart.diagnoses.is_empty()
            {
                findings.add(Rule::NoSuchDiagnosis, format!("{path}.condition"));
            }
            if let Some(number) = listed.rank {
                let holder = diagnosis.map_or(Holder::Listed(place), Holder::Diagnosis);
                rank(
                    index,
                    listed.role,
                    number,
                    holder,
                    format!("{path}.rank"),
                    findings,
                );
            }
        }
    }
    for (index, entry) in chart.diagnoses.iter().enumerate() {
        let encounter = entry.content.encounter.as_ref();
        let encounter = encounter.and_then(|it| encounters.position(it));
        if let (Some(encounter), Some(number)) = (encounter, entry.content.rank) {
            let (role, holder) = (entry.content.role, Holder::Diagnosis(index));
            rank(
                encounter,
                role,
                number,
                holder,
                format!("diagnoses[{index}].rank"),
                findings,
            );
        }
    }
    for (index, entry) in chart.encounters.iter().enumerate() {
        let content = &entry.content;
        let inpatient = content.class.is_some_and(|class| class.is_inpatient());
        let finished = content.status == Some(EncounterStatus::Finished);
        let mut keys = ranked.keys();
        let principal = keys.any(|key| key.0 == index && key.2 == 1 && is_discharge(key.1));
        if inpatient && finished && !principal {
            findings.add(Rule::NoPrincipal, format!("encounters[{index}].diagnoses"));
        }
    }
}

/// What holds a rank.
#[derive(PartialEq, Eq, Hash)]
enum Holder {
    /// A diagnosis of the chart.
    Diagnosis(usize),
    /// One that the encounter lists and the chart does not have.
    Listed(usize),
}

/// The roles in which rank 1 makes a principal diagnosis.
fn is_discharge(role: Option<DiagnosisRole>) -> bool {
    matches!(
        role,
        None | Some(DiagnosisRole::Discharge | DiagnosisRole::Billing)
    )
}
