//! `Condition`, `Procedure`, `AllergyIntolerance`, `Immunization` and `Observation`.

use him_record::{
    Allergy, AllergyKind, Criticality, Diagnosis, EventStatus, Evidence, Immunization, Observation,
    ObservedComponent, ObservedValue, Procedure, Reaction, ReactionSeverity, ReferenceRange,
    ResultStatus,
};

use super::super::datatype::{actors, began, coded, ended, remarks, when};
use super::super::element::{codes, element};
use super::resource;

codes!(
    EventStatus,
    AllergyKind,
    Criticality,
    ReactionSeverity,
    ResultStatus
);

coded! {
    condition_clinical: ClinicalStatus =
        "http://terminology.hl7.org/CodeSystem/condition-clinical", true;
    condition_verification: Verification =
        "http://terminology.hl7.org/CodeSystem/condition-ver-status", true;
    allergy_clinical: ClinicalStatus =
        "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", true;
    allergy_verification: Verification =
        "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", true;
}

element!(Evidence {
    b"code" => codes,
    b"detail" => details,
} after [b"concept", b"reference"]);

element!(Diagnosis {
    b"clinicalStatus" => clinical_status: condition_clinical,
    b"verificationStatus" => verification: condition_verification,
    b"category" => categories,
    b"severity" => severity,
    b"code" => code,
    b"bodySite" => body_sites,
    b"encounter" => encounter,
    b"onsetDateTime" => onset: began,
    b"onsetPeriod" => onset: began,
    b"abatementDateTime" => abatement: ended,
    b"abatementPeriod" => abatement: ended,
    b"recordedDate" => recorded,
    b"recorder" => recorder,
    b"asserter" => asserter,
    b"evidence" => evidence,
    b"note" => remarks: remarks,
});
resource!(Diagnosis: "Condition" of b"subject" {
    required: [b"subject"],
    before: [b"context", b"assertedDate", b"patient", b"dateRecorded", b"abatementBoolean"],
    after: [b"participant"],
});

element!(Procedure {
    b"status" => status,
    b"category" => category,
    b"code" => code,
    b"encounter" => encounter,
    b"performedDateTime" => performed: when,
    b"performedPeriod" => performed: when,
    b"performer" => performers: actors,
    b"location" => location,
    b"reasonCode" => reasons,
    b"reasonReference" => reason_references,
    b"bodySite" => body_sites,
    b"outcome" => outcome,
    b"note" => remarks: remarks,
});
resource!(Procedure: "Procedure" of b"subject" {
    required: [b"subject", b"status"],
    before: [b"context", b"notDone", b"notDoneReason", b"notPerformed"],
    after: [b"occurrenceDateTime", b"occurrencePeriod", b"recorded", b"reason"],
});

element!(Reaction {
    b"substance" => substance,
    b"manifestation" => manifestations,
    b"description" => description,
    b"onset" => onset,
    b"severity" => severity,
} required [b"manifestation"]);

element!(Allergy {
    b"clinicalStatus" => clinical_status: allergy_clinical,
    b"verificationStatus" => verification: allergy_verification,
    b"type" => kind,
    b"criticality" => criticality,
    b"code" => code,
    b"encounter" => encounter,
    b"onsetDateTime" => onset: began,
    b"onsetPeriod" => onset: began,
    b"recordedDate" => recorded,
    b"recorder" => recorder,
    b"note" => remarks: remarks,
    b"reaction" => reactions,
});
resource!(Allergy: "AllergyIntolerance" of b"patient" {
    required: [b"patient"],
    before: [b"assertedDate", b"substance", b"status"],
    after: [b"participant"],
});

element!(Immunization {
    b"status" => status,
    b"statusReason" => status_reason,
    b"vaccineCode" => vaccine,
    b"encounter" => encounter,
    b"occurrenceDateTime" => occurred: began,
    b"recorded" => recorded,
    b"location" => location,
    b"lotNumber" => lot_number,
    b"performer" => performers: actors,
    b"note" => remarks: remarks,
});
resource!(Immunization: "Immunization" of b"patient" {
    required: [b"patient", b"status", b"vaccineCode", b"occurrence*"],
    before: [b"date", b"notGiven", b"wasNotGiven", b"vaccinationProtocol", b"practitioner"],
    after: [b"administeredProduct", b"reason"],
});

element!(ReferenceRange {
    b"low" => low,
    b"high" => high,
    b"text" => text,
});

element!(ObservedComponent {
    b"code" => code,
    b"valueQuantity" => value: observed,
    b"valueCodeableConcept" => value: observed,
    b"valueString" => value: observed,
    b"valueBoolean" => value: observed,
    b"valueInteger" => value: observed,
    b"valueRange" => value: observed,
    b"valueRatio" => value: observed,
    b"valueSampledData" => value: observed,
    b"valueTime" => value: observed,
    b"valueDateTime" => value: observed,
    b"valuePeriod" => value: observed,
    b"dataAbsentReason" => absent_reason,
    b"interpretation" => interpretations,
    b"referenceRange" => reference_ranges,
} required [b"code"]);

element!(Observation {
    b"status" => status,
    b"category" => categories,
    b"code" => code,
    b"encounter" => encounter,
    b"effectiveDateTime" => effective: when,
    b"effectivePeriod" => effective: when,
    b"effectiveInstant" => effective: when,
    b"issued" => issued,
    b"performer" => performers,
    b"valueQuantity" => value: observed,
    b"valueCodeableConcept" => value: observed,
    b"valueString" => value: observed,
    b"valueBoolean" => value: observed,
    b"valueInteger" => value: observed,
    b"valueRange" => value: observed,
    b"valueRatio" => value: observed,
    b"valueSampledData" => value: observed,
    b"valueTime" => value: observed,
    b"valueDateTime" => value: observed,
    b"valuePeriod" => value: observed,
    b"dataAbsentReason" => absent_reason,
    b"interpretation" => interpretations,
    b"note" => remarks: remarks,
    b"bodySite" => body_site,
    b"method" => method,
    b"specimen" => specimen,
    b"device" => device,
    b"referenceRange" => reference_ranges,
    b"hasMember" => members,
    b"derivedFrom" => derived_from,
    b"component" => components,
});
resource!(Observation: "Observation" of b"subject" {
    required: [b"status", b"code"],
    before: [b"context", b"comment", b"comments", b"related"],
    after: [b"bodyStructure", b"triggeredBy", b"instantiatesCanonical"],
});

/// One of `valueQuantity`, `valueString` and the others.
mod observed {
    use him_record::{Concept, Period, Phi, Quantity};

    use super::ObservedValue;
    use crate::fhir::element::{Field, Object, Value};
    use crate::fhir::json::{Json, Read};
    use crate::fhir::tree::Tree;

    pub(super) fn read(
        json: &mut Json<'_>,
        key: &[u8],
        field: &mut Option<ObservedValue>,
    ) -> Read<()> {
        if json.take_null()? {
            return Ok(());
        }
        *field = match key {
            b"valueQuantity" => Quantity::take(json)?.map(ObservedValue::Quantity),
            b"valueCodeableConcept" => Concept::take(json)?.map(ObservedValue::Concept),
            b"valueString" => Value::take(json)?.map(ObservedValue::Text),
            b"valueBoolean" => json
                .boolean()?
                .map(|it| ObservedValue::Boolean(Phi::new(it))),
            b"valueInteger" => json
                .integer()?
                .map(|it| ObservedValue::Integer(Phi::new(it))),
            b"valueDateTime" => Value::take(json)?.map(ObservedValue::Moment),
            b"valuePeriod" => Period::take(json)?.map(ObservedValue::Period),
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
            _ => {
                json.skip()?;
                Some(ObservedValue::InSource)
            }
        };
        Ok(())
    }

    type Pair = (Option<Quantity>, Option<Quantity>);

    fn pair(json: &mut Json<'_>, first: &[u8], second: &[u8]) -> Read<Pair> {
        let mut out = Pair::default();
        json.object(&mut |json, key| {
            if key == first {
                out.0.read(json)
            } else if key == second {
                out.1.read(json)
            } else {
                json.other(key)
            }
        })?;
        Ok(out)
    }

    fn put_pair(
        first: (&'static str, &Option<Quantity>),
        second: (&'static str, &Option<Quantity>),
    ) -> Tree<'static> {
        let mut out = Object::default();
        first.1.put(first.0, &mut out);
        second.1.put(second.0, &mut out);
        out.into_tree()
    }

    pub(super) fn put(field: &Option<ObservedValue>, name: &'static str, out: &mut Object<'_>) {
        let Some(value) = field else { return };
        let tree = match (name, value) {
            ("valueQuantity", ObservedValue::Quantity(value)) => value.tree(),
            ("valueCodeableConcept", ObservedValue::Concept(value)) => value.tree(),
            ("valueString", ObservedValue::Text(value)) => value.tree(),
            ("valueBoolean", ObservedValue::Boolean(value)) => Tree::bare(value.expose()),
            ("valueInteger", ObservedValue::Integer(value)) => Tree::bare(value.expose()),
            ("valueDateTime", ObservedValue::Moment(value)) => value.tree(),
            ("valuePeriod", ObservedValue::Period(value)) => value.tree(),
            ("valueRange", ObservedValue::Range { low, high }) => {
                put_pair(("low", low), ("high", high))
            }
            (
                "valueRatio",
                ObservedValue::Ratio {
                    numerator,
                    denominator,
                },
            ) => put_pair(("numerator", numerator), ("denominator", denominator)),
            _ => return,
        };
        out.put_choice("value", name, tree);
    }
}
