//! Codes of diagnoses and procedures at the date of service.

use him_codes::{CodeSystem, Loinc, Sctid, cpt, hcpcs, icd10cm, icd10pcs};

use super::{Findings, Rule};
use crate::{Chart, Concept, PartialDate};

pub(super) fn check(chart: &Chart, findings: &mut Findings) {
    let encounters = chart.encounter_links();
    for (index, entry) in chart.diagnoses.iter().enumerate() {
        let on = chart.date_of_service(&entry.content, &encounters);
        let path = format!("diagnoses[{index}].code");
        concept(entry.content.code.as_ref(), on, &path, findings);
    }
    for (index, entry) in chart.procedures.iter().enumerate() {
        let on = chart.date_of_procedure(&entry.content, &encounters);
        let path = format!("procedures[{index}].code");
        concept(entry.content.code.as_ref(), on, &path, findings);
    }
    for (index, entry) in chart.observations.iter().enumerate() {
        let path = format!("observations[{index}].code");
        concept(entry.content.code.as_ref(), None, &path, findings);
    }
}

fn concept(
    concept: Option<&Concept>,
    on: Option<PartialDate>,
    path: &str,
    findings: &mut Findings,
) {
    let Some(concept) = concept else { return };
    for (place, coding) in concept.codings.iter().enumerate() {
        for system in [
            CodeSystem::Icd10Cm,
            CodeSystem::Icd10Pcs,
            CodeSystem::Hcpcs,
            CodeSystem::Cpt,
            CodeSystem::Loinc,
            CodeSystem::SnomedCt,
        ] {
            if let Some(code) = coding.code_in(system)
                && let Some(rule) = check_code(system, code, on)
            {
                findings.add(rule, format!("{path}.codings[{place}]"));
            }
        }
    }
}

/// The rule that a code breaks. On a date that is not known to the day it breaks one only if it does so
/// on the first day that the date may mean and on the last.
fn check_code(system: CodeSystem, code: &str, on: Option<PartialDate>) -> Option<Rule> {
    let on_day: fn(&str, chrono::NaiveDate) -> Option<Rule> = match system {
        CodeSystem::Icd10Cm => |code, on| icd10cm_rule(icd10cm::check(code, on).err()?),
        CodeSystem::Icd10Pcs => |code, on| icd10pcs_rule(icd10pcs::check(code, on).err()?),
        CodeSystem::Hcpcs => |code, on| hcpcs_rule(hcpcs::check(code, on).err()?),
        CodeSystem::Cpt => {
            let malformed = code.parse::<cpt::Cpt>().is_err();
            return malformed.then_some(Rule::CodeMalformed);
        }
        CodeSystem::Loinc => {
            return code
                .parse::<Loinc>()
                .is_err()
                .then_some(Rule::CodeMalformed);
        }
        _ => {
            return code
                .parse::<Sctid>()
                .is_err()
                .then_some(Rule::CodeMalformed);
        }
    };
    let Some(on) = on else {
        return Some(Rule::CodeUndated);
    };
    let last = on_day(code, on.last_day());
    on_day(code, on.first_day()).and(last)
}

fn icd10cm_rule(invalid: icd10cm::Invalid) -> Option<Rule> {
    Some(match invalid {
        icd10cm::Invalid::Malformed(_) => Rule::CodeMalformed,
        icd10cm::Invalid::Header(_) => Rule::CodeHeader,
        icd10cm::Invalid::NeedsSeventh(_) => Rule::CodeNeedsSeventh,
        icd10cm::Invalid::NotYet(_) => Rule::CodeNotYet,
        icd10cm::Invalid::NoLonger(_) => Rule::CodeNoLonger,
        _ => Rule::CodeUnknown,
    })
}

fn icd10pcs_rule(invalid: icd10pcs::Invalid) -> Option<Rule> {
    Some(match invalid {
        icd10pcs::Invalid::Malformed(_) => Rule::CodeMalformed,
        icd10pcs::Invalid::Header(_) => Rule::CodeHeader,
        icd10pcs::Invalid::NotYet(_) => Rule::CodeNotYet,
        icd10pcs::Invalid::NoLonger(_) => Rule::CodeNoLonger,
        _ => Rule::CodeUnknown,
    })
}

fn hcpcs_rule(invalid: hcpcs::Invalid) -> Option<Rule> {
    Some(match invalid {
        hcpcs::Invalid::Malformed(_) => Rule::CodeMalformed,
        _ => Rule::CodeUnknown,
    })
}
