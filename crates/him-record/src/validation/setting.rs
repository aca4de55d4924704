//! What a setting needs: the items of the Uniform Hospital Discharge Data Set (50 FR 31038) and of
//! the UB-04 for stays, of 42 CFR 482.24(c) for entries.

use him_codes::CodeSystem;

use super::units::says;
use super::{Findings, Rule};
use crate::{Chart, Deceased, EncounterClass, EncounterStatus, Links, MedicationKind};

#[inline(never)]
pub(super) fn check(chart: &Chart, findings: &mut Findings) {
    let mut missing = |absent: bool, what: &'static str, path: String| {
        if absent {
            findings.add(Rule::Missing(what), path);
        }
    };
    let patient = &chart.patient.content;
    let at = |field: &str| format!("patient.{field}");
    let named = patient.names.iter().any(|name| {
        says(name.family.as_ref()) || says(name.text.as_ref()) || !name.given.is_empty()
    });
    missing(!named, "a name", at("names"));
    missing(
        patient.birth_date.is_none(),
        "the date of birth",
        at("birth_date"),
    );
    missing(patient.sex.is_none(), "the sex", at("sex"));
    missing(
        patient.identifiers.is_empty(),
        "a number",
        at("identifiers"),
    );
    let dead = matches!(patient.deceased, Deceased::Yes);
    missing(dead, "the date of death", at("deceased"));

    let diagnoses = Links::new("Condition", &chart.diagnoses);
    for (index, entry) in chart.encounters.iter().enumerate() {
        let it = &entry.content;
        let at = |field: &str| format!("encounters[{index}].{field}");
        missing(it.class.is_none(), "the setting", at("class"));
        missing(it.status.is_none(), "the status", at("status"));
        let cancelled = matches!(
            it.status,
            Some(
                EncounterStatus::Cancelled
                    | EncounterStatus::EnteredInError
                    | EncounterStatus::Planned
            )
        );
        if cancelled {
            continue;
        }
        missing(it.period.start.is_none(), "the start", at("period"));
        let finished = it.status == Some(EncounterStatus::Finished);
        let inpatient = it.class.is_some_and(EncounterClass::is_inpatient);
        if !inpatient {
            let unexplained =
                it.reasons.is_empty() && it.diagnoses.is_empty() && it.kinds.is_empty();
            missing(
                finished && unexplained,
                "a reason or diagnosis",
                at("reasons"),
            );
        }
        let emergency = it.class == Some(EncounterClass::Emergency);
        if finished && (inpatient || emergency) {
            missing(it.period.end.is_none(), "the discharge", at("period"));
            let disposed = it.discharge_disposition.is_some();
            missing(!disposed, "the disposition", at("discharge_disposition"));
        }
        if !inpatient {
            continue;
        }
        missing(
            it.admit_source.is_none(),
            "the source of admission",
            at("admit_source"),
        );
        missing(
            it.participants.is_empty(),
            "the attending",
            at("participants"),
        );
        // UB-04: each diagnosis of an inpatient claim says whether it was present on admission.
        for listed in it.diagnoses.iter().filter(|_| finished) {
            let diagnosis = diagnoses.position(&listed.condition);
            let Some((number, entry)) =
                diagnosis.and_then(|at| Some((at, chart.diagnoses.get(at)?)))
            else {
                continue;
            };
            let coded = entry.content.code.as_ref();
            let coded = coded.is_some_and(|it| it.codes_in(CodeSystem::Icd10Cm).next().is_some());
            let silent = entry.content.present_on_admission.is_none();
            let path = format!("diagnoses[{number}].present_on_admission");
            missing(coded && silent, "whether it was present on admission", path);
        }
    }
    for (index, entry) in chart.diagnoses.iter().enumerate() {
        let path = format!("diagnoses[{index}].code");
        missing(entry.content.code.is_none(), "what it is", path);
    }
    for (index, entry) in chart.procedures.iter().enumerate() {
        let it = &entry.content;
        let at = |field: &str| format!("procedures[{index}].{field}");
        missing(it.code.is_none(), "what was done", at("code"));
        let undated = it.performed.start.is_none() && it.performed.end.is_none();
        let done = it.status == Some(crate::EventStatus::Completed);
        missing(undated && done, "when it was done", at("performed"));
    }
    for (index, entry) in chart.observations.iter().enumerate() {
        let it = &entry.content;
        let at = |field: &str| format!("observations[{index}].{field}");
        missing(it.code.is_none(), "what was observed", at("code"));
        let silent = it.value.is_none()
            && it.absent_reason.is_none()
            && it.components.is_empty()
            && it.members.is_empty();
        missing(silent, "a value, or why there is none", at("value"));
    }
    for (index, entry) in chart.medications.iter().enumerate() {
        let it = &entry.content;
        let at = |field: &str| format!("medications[{index}].{field}");
        let unnamed = it.drug.is_none() && it.drug_reference.is_none();
        missing(unnamed, "the drug", at("drug"));
        // 42 CFR 482.24(c)(1): an order names who gives it.
        let unordered = it.kind == MedicationKind::Order && it.performers.is_empty();
        missing(unordered, "who ordered it", at("performers"));
    }
    for (index, entry) in chart.notes.iter().enumerate() {
        let it = &entry.content;
        let at = |field: &str| format!("notes[{index}].{field}");
        missing(it.kind.is_none(), "the type of document", at("kind"));
        missing(it.written.is_none(), "when it was written", at("written"));
        let unsigned = entry
            .life
            .as_ref()
            .is_none_or(|life| life.author().is_none());
        missing(
            it.authors.is_empty() && unsigned,
            "the author",
            at("authors"),
        );
        missing(it.forms.is_empty(), "the document", at("forms"));
    }
}
