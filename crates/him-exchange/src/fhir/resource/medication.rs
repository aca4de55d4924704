//! `MedicationRequest`, `MedicationStatement`, `MedicationAdministration`, `MedicationDispense`.

use him_record::{Medication, MedicationKind, MedicationStatus, Reference};

use super::super::datatype::{annotations, concept, moment_as_period, period, reference};
use super::super::finding::{FindingKind, Release};
use super::super::json::{Json, Read};
use super::super::primitive::boxed;
use super::{Head, subject};

pub(super) fn medication(
    json: &mut Json<'_>,
    head: &mut Head,
    kind: MedicationKind,
) -> Read<Box<Medication>> {
    use MedicationKind::{Administration, Dispense, Order, Statement};
    let mut out = Box::new(Medication::new(kind));
    json.object(|json, key| match (kind, key) {
        (_, b"status") => json.code(&mut out.status, MedicationStatus::from_code),
        (_, b"medicationCodeableConcept") => json.some(&mut out.drug, concept),
        (_, b"medicationReference") => json.some(&mut out.drug_reference, reference),
        (_, b"subject") => subject::subject(json, &mut head.patient),
        (Order, b"encounter") | (Statement | Administration | Dispense, b"context") => {
            json.some(&mut out.encounter, reference)
        }
        (Order, b"authoredOn")
        | (Dispense, b"whenHandedOver")
        | (Statement | Administration, b"effectiveDateTime") => {
            moment_as_period(json, &mut out.effective)
        }
        (Statement | Administration, b"effectivePeriod") => period(json, &mut out.effective),
        (Dispense, b"whenPrepared") if out.effective.start.is_none() => {
            moment_as_period(json, &mut out.effective)
        }
        (Order, b"requester") | (Statement, b"informationSource") => {
            performer(json, &mut out.performers)
        }
        (Administration | Dispense, b"performer") => {
            out.performers.clear();
            json.each(b"actor", |json| performer(json, &mut out.performers))
        }
        (Order | Dispense, b"dosageInstruction") | (Statement, b"dosage") => {
            out.dosages.clear();
            json.each(b"text", |json| {
                out.dosages
                    .extend(json.string()?.map(|(_, text)| boxed(text)));
                Ok(())
            })
        }
        (Administration, b"dosage") => {
            out.dosages.clear();
            json.only(b"text", |json| {
                out.dosages
                    .extend(json.string()?.map(|(_, text)| boxed(text)));
                Ok(())
            })
        }
        (Order | Statement | Administration, b"reasonCode") => json.list(&mut out.reasons, concept),
        (_, b"note") => annotations(json, &mut out.remarks),
        // R5 has one element for the code and the reference.
        (_, b"medication") => {
            json.peek()?;
            let at = json.at();
            json.report(at, FindingKind::OtherRelease(Release::AfterR4));
            json.other(key)
        }
        (Order, _) => head.other_or(json, key, &["context", "dateWritten"], &["reason"]),
        (Statement, _) => head.other_or(json, key, &["taken", "wasNotTaken"], &["adherence"]),
        (Administration, _) => head.other_or(
            json,
            key,
            &["notGiven", "wasNotGiven", "prescription"],
            &["occurenceDateTime", "occurencePeriod"],
        ),
        (Dispense, _) => head.other_or(json, key, &["notDone"], &["notPerformedReason"]),
        (_, _) => head.other(json, key),
    })?;
    Ok(out)
}

fn performer(json: &mut Json<'_>, out: &mut Vec<Reference>) -> Read<()> {
    let mut actor = None;
    json.some(&mut actor, reference)?;
    out.extend(actor);
    Ok(())
}
