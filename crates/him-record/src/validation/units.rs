//! Units of observations.

use him_codes::CodeSystem;

use super::{Findings, Rule};
use crate::ucum::{Analyte, Unit, analyte};
use crate::{Chart, Concept, ErrorKind, ObservedValue, PhiText, Quantity};

pub(super) fn check(chart: &Chart, findings: &mut Findings) {
    for (index, entry) in chart.observations.iter().enumerate() {
        let it = &entry.content;
        let path = format!("observations[{index}]");
        let measured = analyte_of(it.code.as_ref());
        value(
            it.value.as_ref(),
            measured,
            &format!("{path}.value"),
            findings,
        );
        for (place, range) in it.reference_ranges.iter().enumerate() {
            for (side, end) in [("low", &range.low), ("high", &range.high)] {
                let path = format!("{path}.reference_ranges[{place}].{side}");
                quantity(end.as_ref(), measured, &path, findings);
            }
        }
        for (place, component) in it.components.iter().enumerate() {
            let measured = analyte_of(component.code.as_ref());
            let path = format!("{path}.components[{place}].value");
            value(component.value.as_ref(), measured, &path, findings);
        }
    }
}

/// What the first known LOINC code of a concept measures.
fn analyte_of(code: Option<&Concept>) -> Option<Analyte> {
    code?.codes_in(CodeSystem::Loinc).find_map(analyte)
}

fn value(
    value: Option<&ObservedValue>,
    measured: Option<Analyte>,
    path: &str,
    findings: &mut Findings,
) {
    match value {
        Some(ObservedValue::Quantity(number)) => quantity(Some(number), measured, path, findings),
        Some(ObservedValue::Range { low, high }) => {
            quantity(low.as_ref(), measured, &format!("{path}.low"), findings);
            quantity(high.as_ref(), measured, &format!("{path}.high"), findings);
        }
        Some(ObservedValue::Ratio {
            numerator,
            denominator,
        }) => {
            // The ratio is what the analyte is, not the two by themselves.
            quantity(
                numerator.as_ref(),
                None,
                &format!("{path}.numerator"),
                findings,
            );
            quantity(
                denominator.as_ref(),
                None,
                &format!("{path}.denominator"),
                findings,
            );
        }
        _ => {}
    }
}

fn quantity(
    quantity: Option<&Quantity>,
    measured: Option<Analyte>,
    path: &str,
    findings: &mut Findings,
) {
    let unit = quantity.and_then(|it| it.coded_unit.as_ref());
    let Some(code) = unit.and_then(|unit| unit.code_in(CodeSystem::Ucum)) else {
        return;
    };
    let path = format!("{path}.coded_unit");
    match code.parse::<Unit>() {
        Err(error) if error.kind() == ErrorKind::UnitUnknown => {
            findings.add(Rule::UnitUnknown, path);
        }
        Err(_) => findings.add(Rule::UnitForm, path),
        Ok(unit) => {
            if measured.is_some_and(|analyte| !analyte.allows(unit.dimension())) {
                findings.add(Rule::UnitOfAnalyte, path);
            }
        }
    }
}

/// Whether a text says something.
pub(super) fn says(text: Option<&PhiText>) -> bool {
    text.is_some_and(|text| !text.expose_str().trim().is_empty())
}
