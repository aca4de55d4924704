//! Questions for the coder: which documentation stands behind what decided, and where it may say more. They point both ways.

use core::fmt;

use him_codes::edits::Claim;
use him_codes::icd10cm;

use crate::Version;
use crate::case::Poa;
use crate::conditions::conditions_of;
use crate::explain::{Carrier, Code, Place, diagnosis};
use crate::grouper::Grouper;
use crate::grouping::Grouping;
use crate::outcome::{Kind, SeverityUse};
use crate::titles;

/// Something to look up in the record. Each prints as a question; none says what to code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Question {
    /// A single diagnosis brings the severity that the DRG depends on.
    OnlyCarrier {
        /// Which.
        carrier: Carrier,
        /// CC or MCC.
        severity: SeverityUse,
    },
    /// A code that says less than it could: its title has the word "unspecified".
    Unspecified {
        /// Which.
        carrier: Carrier,
    },
    /// A hospital-acquired condition that is coded as not present on admission (N or U).
    NotPresentOnAdmission {
        /// Which.
        carrier: Carrier,
        /// Whether the final DRG would be another if it was.
        decisive: bool,
    },
    /// A hospital-acquired condition without a valid indicator for "present on admission".
    NoIndicator {
        /// Which.
        carrier: Carrier,
        /// Whether the final result would be another if it was present.
        decisive: bool,
    },
    /// A DRG that differs by severity alone.
    NextSeverity {
        /// Its number.
        drg: u16,
        /// Its title, where the version is embedded.
        title: Option<&'static str>,
    },
}

pub(super) fn ask(
    grouper: &Grouper,
    grouping: &Grouping,
    version: Version,
    claim: &Claim<'_>,
) -> Vec<Question> {
    let mut questions = Vec::new();
    if !grouping.initial().is_grouped() {
        return questions;
    }
    let decisive = |severity: SeverityUse| {
        let name = severity.name();
        name == grouping.last().sdx_severity.name()
    };
    let carrying = || {
        let results = grouping.secondary().enumerate();
        results.filter(|(_, result)| decisive(result.last))
    };
    if carrying().count() == 1 {
        questions.extend(carrying().map(|(place, result)| Question::OnlyCarrier {
            carrier: diagnosis(claim, Place::Secondary(place)),
            severity: result.last,
        }));
    }
    questions.extend(conditions(grouper, grouping, version, claim));
    let principal = [Place::Principal]
        .into_iter()
        .filter(|_| grouping.principal().recognized);
    let secondary = grouping
        .secondary()
        .enumerate()
        .filter(|(_, result)| result.recognized);
    let places = principal.chain(secondary.map(|(place, _)| Place::Secondary(place)));
    let carriers = places.map(|place| diagnosis(claim, place));
    let unspecified = carriers.filter(|carrier| is_unspecified(carrier, version));
    questions.extend(unspecified.map(|carrier| Question::Unspecified { carrier }));
    questions.extend(neighbours(grouper, grouping, version));
    questions
}

fn conditions(
    grouper: &Grouper,
    grouping: &Grouping,
    version: Version,
    claim: &Claim<'_>,
) -> Vec<Question> {
    let Some(tables) = grouper.tables() else {
        return Vec::new();
    };
    let mut questions = Vec::new();
    for (place, secondary) in grouping.case.secondary.iter().enumerate() {
        if secondary.poa == Poa::Present || conditions_of(tables, secondary).next().is_none() {
            continue;
        }
        let mut diagnoses = claim.diagnoses.to_vec();
        let Some(changed) = diagnoses.get_mut(place + 1) else {
            continue;
        };
        changed.present_on_admission = "Y";
        let mut present = *claim;
        present.diagnoses = &diagnoses;
        let mut other = Grouping::new();
        let decisive = grouper.group_as(version, &present, &mut other).is_ok()
            && (other.last().drg, other.last().return_code)
                != (grouping.last().drg, grouping.last().return_code);
        let carrier = diagnosis(claim, Place::Secondary(place));
        questions.push(match secondary.poa {
            Poa::NotPresent => Question::NotPresentOnAdmission { carrier, decisive },
            _ => Question::NoIndicator { carrier, decisive },
        });
    }
    questions
}

fn is_unspecified(carrier: &Carrier, version: Version) -> bool {
    let (Some(Code::Diagnosis(code)), Some(day)) = (carrier.code, version.first_day()) else {
        return false;
    };
    let Ok(entry) = icd10cm::check(&code.to_string(), day) else {
        return false;
    };
    let title = entry.title().to_string();
    title.to_ascii_lowercase().contains("unspecified")
}

/// The DRGs of the same base.
fn neighbours(grouper: &Grouper, grouping: &Grouping, version: Version) -> Vec<Question> {
    let last = grouping.last();
    let place = grouper
        .tables()
        .and_then(|tables| Some((tables, tables.place(version)?)));
    let Some((tables, place)) = place.filter(|_| last.is_grouped() && last.kind != Kind::Neither)
    else {
        return Vec::new();
    };
    let lists = (0..=u8::MAX).flat_map(|list| tables.list(place, list));
    let same = lists.filter(|(_, row)| row.base == last.base_drg && row.drg != last.drg);
    let mut drgs: Vec<u16> = same.map(|(_, row)| row.drg).collect();
    drgs.sort_unstable();
    drgs.dedup();
    let question = |drg| Question::NextSeverity {
        drg,
        title: titles::drg(drg, version),
    };
    drgs.into_iter().map(question).collect()
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let depends = |decisive: &bool| {
            if *decisive {
                " The final DRG depends on it."
            } else {
                ""
            }
        };
        match self {
            Question::OnlyCarrier { carrier, severity } => write!(
                f,
                "{carrier} is the only {severity} that counts, and the DRG depends on it: which documentation supports it?"
            ),
            Question::Unspecified { carrier } => write!(
                f,
                "{carrier} is an unspecified code: does the record say more, or is this all that is known?"
            ),
            Question::NotPresentOnAdmission { carrier, decisive } => write!(
                f,
                "{carrier} is coded as not present on admission: what does the record say of when it began?{}",
                depends(decisive)
            ),
            Question::NoIndicator { carrier, decisive } => write!(
                f,
                "{carrier} has no valid indicator for present on admission: what does the record say of when it began?{}",
                depends(decisive)
            ),
            Question::NextSeverity { drg, title } => write!(
                f,
                "DRG {drg}{}{} differs by severity alone: does the documentation support each secondary diagnosis that is coded, and is each that it supports coded?",
                if title.is_some() { ", " } else { "" },
                title.unwrap_or_default()
            ),
        }
    }
}
