//! `Condition`, `Procedure`, `AllergyIntolerance` and `Immunization`.

use him_record::{
    Allergy, AllergyKind, ClinicalStatus, Criticality, Diagnosis, EventStatus, Immunization,
    Moment, Period, Phi, Procedure, Verification,
};

use super::super::datatype::{
    annotations, concept, concept_code, moment_as_period, period, reference,
};
use super::super::json::{Json, Read};
use super::{Head, subject};

/// The start of a period, for an onset.
fn start_of(json: &mut Json<'_>, out: &mut Option<Phi<Moment>>) -> Read<()> {
    let mut span = Period::default();
    period(json, &mut span)?;
    *out = span.start;
    Ok(())
}

pub(super) fn condition(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Diagnosis>> {
    let mut out = Box::<Diagnosis>::default();
    json.object(|json, key| match key {
        b"clinicalStatus" => concept_code(
            json,
            &mut out.clinical_status,
            true,
            ClinicalStatus::from_code,
        ),
        b"verificationStatus" => {
            concept_code(json, &mut out.verification, true, Verification::from_code)
        }
        b"category" => json.list(&mut out.categories, concept),
        b"code" => json.some(&mut out.code, concept),
        b"subject" => subject::subject(json, &mut head.patient),
        b"encounter" => json.some(&mut out.encounter, reference),
        b"onsetDateTime" => json.moment(&mut out.onset),
        b"onsetPeriod" => start_of(json, &mut out.onset),
        b"abatementDateTime" => json.moment(&mut out.abatement),
        b"abatementPeriod" => {
            let mut span = Period::default();
            period(json, &mut span)?;
            out.abatement = span.end;
            Ok(())
        }
        b"recordedDate" => json.moment(&mut out.recorded),
        b"recorder" => json.some(&mut out.recorder, reference),
        b"asserter" => json.some(&mut out.asserter, reference),
        b"note" => annotations(json, &mut out.remarks),
        _ => head.other_or(
            json,
            key,
            &[
                "context",
                "assertedDate",
                "patient",
                "dateRecorded",
                "abatementBoolean",
            ],
            &["participant"],
        ),
    })?;
    Ok(out)
}

pub(super) fn procedure(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Procedure>> {
    let mut out = Box::<Procedure>::default();
    json.object(|json, key| match key {
        b"status" => json.code(&mut out.status, EventStatus::from_code),
        b"code" => json.some(&mut out.code, concept),
        b"subject" => subject::subject(json, &mut head.patient),
        b"encounter" => json.some(&mut out.encounter, reference),
        b"performedDateTime" => moment_as_period(json, &mut out.performed),
        b"performedPeriod" => period(json, &mut out.performed),
        b"performer" => {
            out.performers.clear();
            json.each(b"actor", |json| {
                let mut actor = Default::default();
                reference(json, &mut actor)?;
                out.performers.push(actor);
                Ok(())
            })
        }
        b"location" => json.some(&mut out.location, reference),
        b"reasonCode" => json.list(&mut out.reasons, concept),
        b"bodySite" => json.list(&mut out.body_sites, concept),
        b"note" => annotations(json, &mut out.remarks),
        _ => head.other_or(
            json,
            key,
            &["context", "notDone", "notDoneReason", "notPerformed"],
            &[
                "occurrenceDateTime",
                "occurrencePeriod",
                "recorded",
                "reason",
            ],
        ),
    })?;
    Ok(out)
}

pub(super) fn allergy(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Allergy>> {
    let mut out = Box::<Allergy>::default();
    json.object(|json, key| match key {
        b"clinicalStatus" => concept_code(
            json,
            &mut out.clinical_status,
            true,
            ClinicalStatus::from_code,
        ),
        b"verificationStatus" => {
            concept_code(json, &mut out.verification, true, Verification::from_code)
        }
        b"type" => json.code(&mut out.kind, AllergyKind::from_code),
        b"criticality" => json.code(&mut out.criticality, Criticality::from_code),
        b"code" => json.some(&mut out.code, concept),
        b"patient" => subject::subject(json, &mut head.patient),
        b"encounter" => json.some(&mut out.encounter, reference),
        b"onsetDateTime" => json.moment(&mut out.onset),
        b"onsetPeriod" => start_of(json, &mut out.onset),
        b"recordedDate" => json.moment(&mut out.recorded),
        b"recorder" => json.some(&mut out.recorder, reference),
        b"reaction" => {
            out.manifestations.clear();
            json.each(b"manifestation", |json| {
                json.append(&mut out.manifestations, concept)
            })
        }
        b"note" => annotations(json, &mut out.remarks),
        _ => head.other_or(
            json,
            key,
            &["assertedDate", "substance", "status"],
            &["participant"],
        ),
    })?;
    Ok(out)
}

pub(super) fn immunization(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Immunization>> {
    let mut out = Box::<Immunization>::default();
    json.object(|json, key| match key {
        b"status" => json.code(&mut out.status, EventStatus::from_code),
        b"statusReason" => json.some(&mut out.status_reason, concept),
        b"vaccineCode" => json.some(&mut out.vaccine, concept),
        b"patient" => subject::subject(json, &mut head.patient),
        b"encounter" => json.some(&mut out.encounter, reference),
        b"occurrenceDateTime" => json.moment(&mut out.occurred),
        b"recorded" => json.moment(&mut out.recorded),
        b"lotNumber" => json.text(&mut out.lot_number),
        b"performer" => {
            out.performers.clear();
            json.each(b"actor", |json| {
                let mut actor = Default::default();
                reference(json, &mut actor)?;
                out.performers.push(actor);
                Ok(())
            })
        }
        b"location" => json.some(&mut out.location, reference),
        b"note" => annotations(json, &mut out.remarks),
        _ => head.other_or(
            json,
            key,
            &[
                "date",
                "notGiven",
                "wasNotGiven",
                "vaccinationProtocol",
                "practitioner",
            ],
            &["administeredProduct", "reason"],
        ),
    })?;
    Ok(out)
}
