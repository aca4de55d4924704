//! Birth, events and death in order; periods that go forward; nothing in the future.

use him_codes::CodeSystem;

use super::{Findings, Rule, Validation};
use crate::{Chart, Concept, Encounter, EntryKind, Links, Moment, PartialDate, Period, Phi};

/// A moment of a chart, with its place.
pub(super) struct Dated {
    pub(super) kind: EntryKind,
    pub(super) index: usize,
    pub(super) field: &'static str,
    pub(super) start: Option<Moment>,
    pub(super) end: Option<Moment>,
    nature: Nature,
}

/// What a moment tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// Something was done to or true of the living patient.
    Lived,
    /// Something was written, which may be after death.
    Written,
    /// Something is planned, which may be in the future.
    Planned,
}

impl Dated {
    pub(super) fn path(&self) -> String {
        format!("{}.{}", self.kind.path(self.index), self.field)
    }
}

/// What is done because the patient died: certification, examination of the body. SNOMED CT and LOINC
/// codes; the first of each are those of the Synthea records, the others from knowledge.
const OF_DEATH: &[&str] = &[
    "308646001",
    "29240004",
    "69453-9",
    "69449-7",
    "81956-5",
    "80616-6",
    "85699-7",
    "18743-5",
];

fn is_of_death(concept: &Concept) -> bool {
    let has = |of| concept.codes_in(of).any(|code| OF_DEATH.contains(&code));
    has(CodeSystem::SnomedCt) || has(CodeSystem::Loinc)
}

/// Whether an entry is about the death of the patient, or belongs to an encounter that is.
fn of_death(chart: &Chart, encounters: &Links<'_, Encounter>, dated: &Dated) -> bool {
    let of_encounter = |it: &Encounter| it.kinds.iter().chain(&it.reasons).any(is_of_death);
    let (code, encounter) = match dated.kind {
        EntryKind::Encounter => {
            let entry = chart.encounters.get(dated.index);
            return entry.is_some_and(|entry| of_encounter(&entry.content));
        }
        EntryKind::Observation => match chart.observations.get(dated.index) {
            Some(entry) => (&entry.content.code, &entry.content.encounter),
            None => return false,
        },
        EntryKind::Procedure => match chart.procedures.get(dated.index) {
            Some(entry) => (&entry.content.code, &entry.content.encounter),
            None => return false,
        },
        _ => return false,
    };
    let encounter = encounter.as_ref().and_then(|it| encounters.find(it));
    code.as_ref().is_some_and(is_of_death)
        || encounter.is_some_and(|entry| of_encounter(&entry.content))
}

/// Dates of a chart, as they are found.
struct Dates(Vec<Dated>);

impl Dates {
    fn add(
        &mut self,
        kind: EntryKind,
        index: usize,
        field: &'static str,
        period: Period,
        nature: Nature,
    ) {
        let start = period.start.map(Phi::into_exposed);
        let end = period.end.map(Phi::into_exposed);
        if start.is_some() || end.is_some() {
            self.0.push(Dated {
                kind,
                index,
                field,
                start,
                end,
                nature,
            });
        }
    }
}

/// Every moment of the chart to which birth and death are bounds.
pub(super) fn dates(chart: &Chart) -> Vec<Dated> {
    let mut all = Dates(Vec::new());
    macro_rules! dates {
        ($($kind:ident $list:ident: $($field:ident $form:ident $nature:ident),+;)+) => { $(
            for (index, entry) in chart.$list.iter().enumerate() {
                let it = &entry.content;
                $( all.add(EntryKind::$kind, index, stringify!($field), dates!(@$form it.$field), Nature::$nature); )+
            }
        )+ };
        (@at $it:ident.$field:ident) => {
            Period { start: $it.$field, end: $it.$field }
        };
        (@during $it:ident.$field:ident) => {
            $it.$field
        };
    }
    dates! {
        Encounter encounters: period during Lived;
        Diagnosis diagnoses: onset at Lived, abatement at Lived, recorded at Written;
        Procedure procedures: performed during Lived;
        Observation observations: effective during Lived, issued at Written;
        Medication medications: effective during Planned;
        Allergy allergies: onset at Lived, recorded at Written;
        Immunization immunizations: occurred at Lived, recorded at Written;
        Report reports: effective during Written, issued at Written;
        Note notes: written at Written, service during Written;
        Episode episodes: period during Planned;
        Order orders: occurrence during Planned, authored at Written;
        Specimen specimens: collected during Written;
        Imaging imaging: started at Written;
        CarePlan care_plans: period during Planned, created at Written;
    }
    all.0
}

pub(super) fn check(how: &Validation, chart: &Chart, findings: &mut Findings) {
    let patient = &chart.patient.content;
    let born = patient.birth_date.map(Phi::into_exposed).map(Moment::from);
    let died = match patient.deceased {
        crate::Deceased::On(moment) => Some(moment.into_exposed()),
        _ => None,
    };
    let today = how.on.map(|day| Moment::from(PartialDate::from(day)));
    if let (Some(born), Some(died)) = (born, died)
        && died.is_before(&born)
    {
        findings.add(Rule::DeathBeforeBirth, "patient.deceased");
    }
    for (moment, path) in [(born, "patient.birth_date"), (died, "patient.deceased")] {
        if moment.is_some_and(|it| today.is_some_and(|today| today.is_before(&it))) {
            findings.add(Rule::InFuture, path);
        }
    }
    let encounters = chart.encounter_links();
    for dated in dates(chart) {
        let first = dated.start.or(dated.end);
        let last = dated.end.or(dated.start);
        if let (Some(first), Some(last)) = (first, last) {
            if last.is_before(&first) {
                findings.add(Rule::EndsBeforeStart, dated.path());
            }
            if born.is_some_and(|born| first.is_before(&born)) {
                findings.add(Rule::BeforeBirth, dated.path());
            }
            // A stay may be closed after death; what begins then is another matter.
            if died.is_some_and(|died| died.is_before(&first)) {
                let lived = dated.nature == Nature::Lived;
                let rule = if lived && !of_death(chart, &encounters, &dated) {
                    Rule::AfterDeath
                } else {
                    Rule::WrittenAfterDeath
                };
                findings.add(rule, dated.path());
            }
            let planned = dated.nature == Nature::Planned;
            if !planned && today.is_some_and(|today| today.is_before(&first)) {
                findings.add(Rule::InFuture, dated.path());
            }
        }
    }
    for (index, entry) in chart.encounters.iter().enumerate() {
        for (stay, place) in entry.content.locations.iter().enumerate() {
            if goes_back(&place.period) {
                let path = format!("encounters[{index}].locations[{stay}].period");
                findings.add(Rule::EndsBeforeStart, path);
            }
        }
    }
    let mut backward = |field: &str, index: usize, period: &Period| {
        if goes_back(period) {
            let path = format!("patient.{field}[{index}].period");
            findings.add(Rule::EndsBeforeStart, path);
        }
    };
    for (index, it) in patient.names.iter().enumerate() {
        backward("names", index, &it.period);
    }
    for (index, it) in patient.addresses.iter().enumerate() {
        backward("addresses", index, &it.period);
    }
    for (index, it) in patient.telecoms.iter().enumerate() {
        backward("telecoms", index, &it.period);
    }
    for (index, it) in patient.identifiers.iter().enumerate() {
        backward("identifiers", index, &it.period);
    }
}

pub(super) fn goes_back(period: &Period) -> bool {
    match (&period.start, &period.end) {
        (Some(start), Some(end)) => end.expose().is_before(start.expose()),
        _ => false,
    }
}
