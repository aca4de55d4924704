//! The code clerk: checks every code of a chart at its date of service.

use std::str::FromStr;

use chrono::NaiveDate;
use him_codes::{CodeSystem, Loinc, Sctid, icd10cm, icd10pcs};
use him_record::{Chart, Coding, Concept, PartialDate};

/// A code that needs somebody's attention.
#[derive(Debug)]
pub(crate) struct CodeFinding {
    /// The entry, such as `Diagnosis 3`.
    pub(crate) place: String,
    pub(crate) system: CodeSystem,
    /// The code as the chart has it.
    pub(crate) code: String,
    /// The day for which it was checked.
    pub(crate) date: Option<NaiveDate>,
    /// In one word.
    pub(crate) verdict: &'static str,
    /// In words, for the coder.
    pub(crate) reason: String,
}

/// The findings, and how many codes were looked at.
pub(crate) fn check(chart: &Chart) -> (Vec<CodeFinding>, usize) {
    let mut clerk = Clerk::default();
    let encounters = chart.encounter_links();
    for (index, entry) in chart.diagnoses.iter().enumerate() {
        let date = chart.date_of_service(&entry.content, &encounters);
        clerk.concept("Diagnosis", index, entry.content.code.as_ref(), date);
    }
    for (index, entry) in chart.procedures.iter().enumerate() {
        let date = chart.date_of_procedure(&entry.content, &encounters);
        clerk.concept("Procedure", index, entry.content.code.as_ref(), date);
        entry
            .content
            .reasons
            .iter()
            .for_each(|it| clerk.concept("Procedure", index, Some(it), date));
    }
    for (index, entry) in chart.observations.iter().enumerate() {
        let observation = &entry.content;
        let date = observation.effective.start_date();
        clerk.concept("Observation", index, observation.code.as_ref(), date);
        for component in &observation.components {
            clerk.concept("Observation", index, component.code.as_ref(), date);
        }
    }
    for (index, entry) in chart.reports.iter().enumerate() {
        let date = entry.content.effective.start_date();
        clerk.concept("Report", index, entry.content.code.as_ref(), date);
        entry
            .content
            .conclusions
            .iter()
            .for_each(|it| clerk.concept("Report", index, Some(it), date));
    }
    for (index, entry) in chart.encounters.iter().enumerate() {
        let date = entry.content.period.start_date();
        let concepts = entry.content.kinds.iter().chain(&entry.content.reasons);
        concepts.for_each(|it| clerk.concept("Encounter", index, Some(it), date));
    }
    for (index, entry) in chart.allergies.iter().enumerate() {
        clerk.concept("Allergy", index, entry.content.code.as_ref(), None);
    }
    for (index, entry) in chart.notes.iter().enumerate() {
        clerk.concept("Note", index, entry.content.kind.as_ref(), None);
    }
    (clerk.findings, clerk.checked)
}

#[derive(Default)]
struct Clerk {
    findings: Vec<CodeFinding>,
    checked: usize,
}

impl Clerk {
    fn concept(
        &mut self,
        kind: &str,
        index: usize,
        concept: Option<&Concept>,
        date: Option<PartialDate>,
    ) {
        for coding in concept.into_iter().flat_map(|concept| &concept.codings) {
            self.coding(kind, index, coding, date);
        }
    }

    fn coding(&mut self, kind: &str, index: usize, coding: &Coding, date: Option<PartialDate>) {
        const CHECKED: [CodeSystem; 4] = [
            CodeSystem::Icd10Cm,
            CodeSystem::Icd10Pcs,
            CodeSystem::SnomedCt,
            CodeSystem::Loinc,
        ];
        for system in CHECKED {
            let Some(code) = coding.code_in(system) else {
                continue;
            };
            self.checked += 1;
            let fault = match system {
                CodeSystem::Icd10Cm => dated(code, date, diagnosis),
                CodeSystem::Icd10Pcs => dated(code, date, procedure),
                CodeSystem::SnomedCt => formed::<Sctid>(code),
                _ => formed::<Loinc>(code),
            };
            let Some(((verdict, reason), on)) = fault else {
                continue;
            };
            self.findings.push(CodeFinding {
                place: format!("{kind} {}", index + 1),
                system,
                code: printable(code),
                date: on,
                verdict,
                reason,
            });
        }
    }
}

/// What is wrong with a code, in one word and in a sentence.
type Fault = (&'static str, String);

fn diagnosis(code: &str, on: NaiveDate) -> Option<Fault> {
    use icd10cm::Invalid;
    let invalid = icd10cm::check(code, on).err()?;
    let verdict = match &invalid {
        Invalid::Malformed(_) => "malformed",
        Invalid::Unknown(_) => "unknown",
        Invalid::Header(_) => "header",
        Invalid::NeedsSeventh(_) => "needs_7th",
        Invalid::NotYet(_) => "not_yet",
        Invalid::NoLonger(_) => "no_longer",
        _ => "invalid",
    };
    Some((verdict, invalid.to_string()))
}

fn procedure(code: &str, on: NaiveDate) -> Option<Fault> {
    use icd10pcs::Invalid;
    let invalid = icd10pcs::check(code, on).err()?;
    let verdict = match &invalid {
        Invalid::Malformed(_) => "malformed",
        Invalid::Unknown(_) => "unknown",
        Invalid::Header(_) => "header",
        Invalid::NotYet(_) => "not_yet",
        Invalid::NoLonger(_) => "no_longer",
        _ => "invalid",
    };
    Some((verdict, invalid.to_string()))
}

/// Asks a table that answers by date. Of a date known to the month or year the last day counts:
/// the newest rules it may fall under.
fn dated(
    code: &str,
    date: Option<PartialDate>,
    check: fn(&str, NaiveDate) -> Option<Fault>,
) -> Option<(Fault, Option<NaiveDate>)> {
    let Some(date) = date else {
        let why = "the chart has no date of service, and a code is valid only by date".to_owned();
        return Some((("undated", why), None));
    };
    let on = date.last_day();
    Some((check(code, on)?, Some(on)))
}

/// Asks for the form and the check digit, which no date changes.
fn formed<T: FromStr<Err: ToString>>(code: &str) -> Option<(Fault, Option<NaiveDate>)> {
    let error = code.parse::<T>().err()?;
    Some((("malformed", error.to_string()), None))
}

/// A field for codes may hold anything, a name too: only what looks like a code is printed.
fn printable(code: &str) -> String {
    let shown = code.len() <= 20
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b' '))
        && code.bytes().any(|byte| byte.is_ascii_digit());
    if shown {
        code.to_owned()
    } else {
        format!("({} characters)", code.chars().count())
    }
}
