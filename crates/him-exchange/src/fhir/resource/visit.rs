//! `Encounter`.

use him_record::{
    DiagnosisRole, Encounter, EncounterClass, EncounterDiagnosis, EncounterStatus, LocationMove,
};

use super::super::datatype::{concept, concept_code, identifier, period, reference};
use super::super::json::{Json, Read};
use super::{Head, subject};

pub(super) fn encounter(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Encounter>> {
    let mut out = Box::<Encounter>::default();
    json.object(|json, key| match key {
        b"identifier" => json.list(&mut out.identifiers, identifier),
        b"status" => json.code(&mut out.status, EncounterStatus::from_code),
        b"class" => class(json, &mut out.class),
        b"type" => json.list(&mut out.kinds, concept),
        b"subject" => subject::subject(json, &mut head.patient),
        b"participant" => {
            out.participants.clear();
            json.each(b"individual", |json| {
                let mut person = Default::default();
                reference(json, &mut person)?;
                out.participants.push(person);
                Ok(())
            })
        }
        b"period" => period(json, &mut out.period),
        b"reasonCode" => json.list(&mut out.reasons, concept),
        b"diagnosis" => json.list(&mut out.diagnoses, diagnosis),
        b"location" => json.list(&mut out.locations, location),
        b"hospitalization" => {
            (out.admit_source, out.discharge_disposition) = (None, None);
            json.object(|json, key| match key {
                b"admitSource" => json.some(&mut out.admit_source, concept),
                b"dischargeDisposition" => json.some(&mut out.discharge_disposition, concept),
                _ => json.other(key),
            })
        }
        b"serviceProvider" => json.some(&mut out.service_provider, reference),
        _ => head.other_or(
            json,
            key,
            &["reason", "patient", "incomingReferral", "indication"],
            &[
                "actualPeriod",
                "admission",
                "subjectStatus",
                "plannedStartDate",
            ],
        ),
    })?;
    Ok(out)
}

/// A Coding; its value set may be extended, so an unknown code is no finding.
fn class(json: &mut Json<'_>, out: &mut Option<EncounterClass>) -> Read<()> {
    *out = None;
    json.only(b"code", |json| {
        *out = json
            .string()?
            .and_then(|(_, code)| EncounterClass::from_code(&code));
        Ok(())
    })
}

fn diagnosis(json: &mut Json<'_>, out: &mut EncounterDiagnosis) -> Read<()> {
    json.object(|json, key| match key {
        b"condition" => reference(json, &mut out.condition),
        b"use" => concept_code(json, &mut out.role, false, DiagnosisRole::from_code),
        b"rank" => {
            out.rank = json.integer()?;
            Ok(())
        }
        _ => json.other(key),
    })
}

fn location(json: &mut Json<'_>, out: &mut LocationMove) -> Read<()> {
    json.object(|json, key| match key {
        b"location" => reference(json, &mut out.location),
        b"period" => period(json, &mut out.period),
        _ => json.other(key),
    })
}
