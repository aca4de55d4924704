//! `Observation`.

use him_record::{
    Concept, Observation, ObservedComponent, ObservedValue, Period, Phi, Quantity, ReferenceRange,
    ResultStatus,
};

use super::super::datatype::{annotations, concept, moment_as_period, period, quantity, reference};
use super::super::json::{Json, Read};
use super::{Head, subject};

pub(super) fn observation(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Observation>> {
    let mut out = Box::<Observation>::default();
    json.object(|json, key| match key {
        b"status" => json.code(&mut out.status, ResultStatus::from_code),
        b"category" => json.list(&mut out.categories, concept),
        b"code" => json.some(&mut out.code, concept),
        b"subject" => subject::subject(json, &mut head.patient),
        b"encounter" => json.some(&mut out.encounter, reference),
        b"effectiveDateTime" | b"effectiveInstant" => moment_as_period(json, &mut out.effective),
        b"effectivePeriod" => period(json, &mut out.effective),
        b"issued" => json.moment(&mut out.issued),
        b"performer" => json.list(&mut out.performers, reference),
        b"dataAbsentReason" => json.some(&mut out.absent_reason, concept),
        b"interpretation" => json.list(&mut out.interpretations, concept),
        b"note" => annotations(json, &mut out.remarks),
        b"referenceRange" => json.list(&mut out.reference_ranges, reference_range),
        b"component" => json.list(&mut out.components, component),
        _ if key.starts_with(b"value") => value(json, key, &mut out.value),
        _ => head.other_or(
            json,
            key,
            &["context", "comment", "comments", "related"],
            &["bodyStructure", "triggeredBy", "instantiatesCanonical"],
        ),
    })?;
    Ok(out)
}

fn component(json: &mut Json<'_>, out: &mut ObservedComponent) -> Read<()> {
    json.object(|json, key| match key {
        b"code" => json.some(&mut out.code, concept),
        _ if key.starts_with(b"value") => value(json, key, &mut out.value),
        _ => json.other(key),
    })
}

fn reference_range(json: &mut Json<'_>, out: &mut ReferenceRange) -> Read<()> {
    json.object(|json, key| match key {
        b"low" => json.some(&mut out.low, quantity),
        b"high" => json.some(&mut out.high, quantity),
        b"text" => json.text(&mut out.text),
        _ => json.other(key),
    })
}

/// One of `valueQuantity`, `valueString` and the others.
fn value(json: &mut Json<'_>, key: &[u8], out: &mut Option<ObservedValue>) -> Read<()> {
    if json.take_null()? {
        return Ok(());
    }
    *out = match key {
        b"valueQuantity" => {
            let mut value = Quantity::default();
            quantity(json, &mut value)?;
            Some(ObservedValue::Quantity(value))
        }
        b"valueCodeableConcept" => {
            let mut value = Concept::default();
            concept(json, &mut value)?;
            Some(ObservedValue::Concept(value))
        }
        b"valueString" => {
            let mut value = None;
            json.text(&mut value)?;
            value.map(ObservedValue::Text)
        }
        b"valueBoolean" => json.boolean()?.map(|v| ObservedValue::Boolean(Phi::new(v))),
        b"valueInteger" => json.integer()?.map(|v| ObservedValue::Integer(Phi::new(v))),
        b"valueDateTime" => {
            let mut value = None;
            json.moment(&mut value)?;
            value.map(ObservedValue::Moment)
        }
        b"valuePeriod" => {
            let mut value = Period::default();
            period(json, &mut value)?;
            Some(ObservedValue::Period(value))
        }
        b"valueRange" => {
            let (low, high) = pair(json, b"low", b"high")?;
            Some(ObservedValue::Range { low, high })
        }
        b"valueRatio" => {
            let (numerator, denominator) = pair(json, b"numerator", b"denominator")?;
            Some(ObservedValue::Ratio {
                numerator,
                denominator,
            })
        }
        b"valueSampledData" | b"valueTime" => {
            json.skip()?;
            Some(ObservedValue::InSource)
        }
        // No type of the standard: an extension of a primitive, or a name of another release.
        _ => return json.other(key),
    };
    Ok(())
}

type Pair = (Option<Quantity>, Option<Quantity>);

fn pair(json: &mut Json<'_>, first: &[u8], second: &[u8]) -> Read<Pair> {
    let mut out = Pair::default();
    json.object(|json, key| {
        if key == first {
            json.some(&mut out.0, quantity)
        } else if key == second {
            json.some(&mut out.1, quantity)
        } else {
            json.other(key)
        }
    })?;
    Ok(out)
}
