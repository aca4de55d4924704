//! What a setting needs: the items of the Uniform Hospital Discharge Data Set (50 FR 31038) and of
//! the UB-04 for stays, of 42 CFR 482.24(c) for entries.

use him_codes::CodeSystem;

use super::units::says;
use super::{Findings, Rule};
use crate::{
    Chart, Deceased, Diagnosis, Encounter, EncounterClass, EncounterStatus, EntryKind, EventStatus,
    Links, Medication, MedicationKind, Note, Observation, Patient, Procedure,
};

/// Asks an entry for what its setting needs.
struct Asked<'a> {
    findings: &'a mut Findings,
    kind: EntryKind,
    index: usize,
}

impl Asked<'_> {
    fn missing(&mut self, absent: bool, what: &'static str, field: &str) {
        if absent {
            let path = format!("{}.{field}", self.kind.path(self.index));
            self.findings.add(Rule::Missing(what), path);
        }
    }
}

impl Findings {
    fn of(&mut self, kind: EntryKind, index: usize) -> Asked<'_> {
        Asked {
            findings: self,
            kind,
            index,
        }
    }
}

pub(super) fn check(chart: &Chart, findings: &mut Findings) {
    let diagnoses = Links::new("Condition", &chart.diagnoses);
    patient(&chart.patient.content, findings);
    for (index, entry) in chart.encounters.iter().enumerate() {
        let it = &entry.content;
        encounter(it, &mut findings.of(EntryKind::Encounter, index));
        if it.status == Some(EncounterStatus::Finished)
            && it.class.is_some_and(EncounterClass::is_inpatient)
        {
            present_on_admission(it, chart, &diagnoses, findings);
        }
    }
    for (index, entry) in chart.diagnoses.iter().enumerate() {
        let mut asked = findings.of(EntryKind::Diagnosis, index);
        asked.missing(entry.content.code.is_none(), "what it is", "code");
    }
    for (index, entry) in chart.procedures.iter().enumerate() {
        procedure(
            &entry.content,
            &mut findings.of(EntryKind::Procedure, index),
        );
    }
    for (index, entry) in chart.observations.iter().enumerate() {
        observation(
            &entry.content,
            &mut findings.of(EntryKind::Observation, index),
        );
    }
    for (index, entry) in chart.medications.iter().enumerate() {
        medication(
            &entry.content,
            &mut findings.of(EntryKind::Medication, index),
        );
    }
    for (index, entry) in chart.notes.iter().enumerate() {
        let author = entry.life.as_ref().and_then(|life| life.author());
        let mut asked = findings.of(EntryKind::Note, index);
        note(&entry.content, author.is_some(), &mut asked);
    }
}

fn patient(it: &Patient, findings: &mut Findings) {
    let mut asked = findings.of(EntryKind::Patient, 0);
    let named = it.names.iter().any(|name| {
        says(name.family.as_ref()) || says(name.text.as_ref()) || !name.given.is_empty()
    });
    asked.missing(!named, "a name", "names");
    asked.missing(it.birth_date.is_none(), "the date of birth", "birth_date");
    asked.missing(it.sex.is_none(), "the sex", "sex");
    asked.missing(it.identifiers.is_empty(), "a number", "identifiers");
    let dead = matches!(it.deceased, Deceased::Yes);
    asked.missing(dead, "the date of death", "deceased");
}

fn encounter(it: &Encounter, asked: &mut Asked<'_>) {
    asked.missing(it.class.is_none(), "the setting", "class");
    asked.missing(it.status.is_none(), "the status", "status");
    let cancelled = matches!(
        it.status,
        Some(
            EncounterStatus::Cancelled | EncounterStatus::EnteredInError | EncounterStatus::Planned
        )
    );
    if cancelled {
        return;
    }
    asked.missing(it.period.start.is_none(), "the start", "period");
    let finished = it.status == Some(EncounterStatus::Finished);
    let inpatient = it.class.is_some_and(EncounterClass::is_inpatient);
    let unexplained = it.reasons.is_empty() && it.diagnoses.is_empty() && it.kinds.is_empty();
    let absent = !inpatient && finished && unexplained;
    asked.missing(absent, "a reason or diagnosis", "reasons");
    let emergency = it.class == Some(EncounterClass::Emergency);
    if finished && (inpatient || emergency) {
        asked.missing(it.period.end.is_none(), "the discharge", "period");
        let disposed = it.discharge_disposition.is_some();
        asked.missing(!disposed, "the disposition", "discharge_disposition");
    }
    if inpatient {
        let sourced = it.admit_source.is_some();
        asked.missing(!sourced, "the source of admission", "admit_source");
        asked.missing(it.participants.is_empty(), "the attending", "participants");
    }
}

/// UB-04: each diagnosis of an inpatient claim says whether it was present on admission.
fn present_on_admission(
    it: &Encounter,
    chart: &Chart,
    diagnoses: &Links<'_, Diagnosis>,
    findings: &mut Findings,
) {
    for listed in &it.diagnoses {
        let Some(index) = diagnoses.position(&listed.condition) else {
            continue;
        };
        let Some(entry) = chart.diagnoses.get(index) else {
            continue;
        };
        let coded = entry.content.code.as_ref();
        let coded = coded.is_some_and(|it| it.codes_in(CodeSystem::Icd10Cm).next().is_some());
        let silent = entry.content.present_on_admission.is_none();
        findings.of(EntryKind::Diagnosis, index).missing(
            coded && silent,
            "whether it was present on admission",
            "present_on_admission",
        );
    }
}

fn procedure(it: &Procedure, asked: &mut Asked<'_>) {
    asked.missing(it.code.is_none(), "what was done", "code");
    let undated = it.performed.start.is_none() && it.performed.end.is_none();
    let done = it.status == Some(EventStatus::Completed);
    asked.missing(undated && done, "when it was done", "performed");
}

fn observation(it: &Observation, asked: &mut Asked<'_>) {
    asked.missing(it.code.is_none(), "what was observed", "code");
    let silent = it.value.is_none()
        && it.absent_reason.is_none()
        && it.components.is_empty()
        && it.members.is_empty();
    asked.missing(silent, "a value, or why there is none", "value");
}

fn medication(it: &Medication, asked: &mut Asked<'_>) {
    let unnamed = it.drug.is_none() && it.drug_reference.is_none();
    asked.missing(unnamed, "the drug", "drug");
    // 42 CFR 482.24(c)(1): an order names who gives it.
    let unordered = it.kind == MedicationKind::Order && it.performers.is_empty();
    asked.missing(unordered, "who ordered it", "performers");
}

fn note(it: &Note, signed: bool, asked: &mut Asked<'_>) {
    asked.missing(it.kind.is_none(), "the type of document", "kind");
    asked.missing(it.written.is_none(), "when it was written", "written");
    let anonymous = it.authors.is_empty() && !signed;
    asked.missing(anonymous, "the author", "authors");
    asked.missing(it.forms.is_empty(), "the document", "forms");
}
