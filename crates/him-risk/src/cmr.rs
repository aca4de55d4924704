//! The Elixhauser Comorbidity Software Refined for ICD-10-CM, v2025.1 (AHRQ): 38 measures of an inpatient discharge, and the
//! indices of in-hospital mortality and of readmission within 30 days.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::Icd10Cm;
//! use him_risk::cmr::{Discharge, Measure};
//! use him_risk::{Diagnosis, Poa};
//!
//! let day = NaiveDate::from_ymd_opt(2025, 3, 1).unwrap();
//! let coded = |code: &str, poa| code.parse::<Icd10Cm>().map(|code| Diagnosis::new(code).with_poa(poa));
//! // The first is the principal diagnosis, which is no comorbidity.
//! let diagnoses = [
//!     coded("J18.9", Poa::Present)?,
//!     coded("I13.2", Poa::Present)?,
//!     coded("G93.41", Poa::Absent)?,
//!     coded("E11.9", Poa::Absent)?,
//! ];
//! let comorbidities = Discharge::new(&diagnoses).on(day).comorbidities();
//! assert_eq!(comorbidities.to_string(), "HF DIAB_UNCX HTN_CX RENLFL_SEV");
//! assert_eq!(comorbidities.mortality(), Some(22));
//! assert_eq!(comorbidities.readmission(), Some(15));
//! let heart_failure = Measure::named("HF").unwrap();
//! assert_eq!(comorbidities.codes(heart_failure).collect::<Vec<_>>(), [1]);
//! # Ok::<(), him_codes::ParseError>(())
//! ```
//!
//! Twenty measures count whatever the indicator. The others need a diagnosis that was present on admission or a code that is
//! exempt from reporting; without indicators they are missing, not absent, and so are the indices. Cerebrovascular disease is
//! put together from three: present on admission, or a sequela when nothing was acquired in hospital.

mod measure;
mod rules;

use core::fmt;

use chrono::{Datelike, NaiveDate};
use him_codes::Icd10Cm;

pub use self::measure::Measure;
use self::rules::{Software, software};
use crate::diagnosis::{Code, Diagnosis, Poa};
use crate::key;

/// A discharge: diagnoses, the first of them the principal one, each with its present-on-admission indicator.
#[derive(Clone, Copy)]
pub struct Discharge<'a> {
    diagnoses: &'a [Diagnosis],
    on: Option<NaiveDate>,
    reports_poa: bool,
}

impl<'a> Discharge<'a> {
    /// Of data in which indicators are reported. A diagnosis without one counts as blank does in AHRQ's program: only when its
    /// code is exempt.
    #[must_use]
    pub const fn new(diagnoses: &'a [Diagnosis]) -> Discharge<'a> {
        Discharge {
            diagnoses,
            on: None,
            reports_poa: true,
        }
    }

    /// Of data without indicators: the measures that need them are missing.
    #[must_use]
    pub const fn without_poa(diagnoses: &'a [Diagnosis]) -> Discharge<'a> {
        Discharge {
            diagnoses,
            on: None,
            reports_poa: false,
        }
    }

    /// The day of discharge, from which follows the list of exempt codes: that of its fiscal year, the last one (FY2025) without
    /// a day and for days that no list is of.
    #[must_use]
    pub const fn on(mut self, day: NaiveDate) -> Discharge<'a> {
        self.on = Some(day);
        self
    }

    /// The measures of the discharge.
    #[must_use]
    pub fn comorbidities(&self) -> Comorbidities {
        let software = software();
        let version = software.version(self.on.map(fiscal_year));
        let mut found = Found::default();
        let mut evidence = Vec::new();
        for (place, diagnosis) in self.diagnoses.iter().enumerate().skip(1) {
            let Code::Icd10(code) = diagnosis.code() else {
                continue;
            };
            let Some((value, exempt)) = software.value(key::of_icd10(code)) else {
                continue;
            };
            let exempt = exempt >> version & 1 == 1;
            let mut measures = value.always;
            if self.reports_poa {
                if exempt || diagnosis.poa() == Some(Poa::Present) {
                    measures |= value.present;
                    found.cerebrovascular |= value.cerebrovascular & 0b11;
                    if value.cerebrovascular != 0 {
                        measures |= software.cerebrovascular;
                    }
                }
                if !exempt && diagnosis.poa() == Some(Poa::Absent) {
                    found.cerebrovascular |= value.cerebrovascular & 0b100;
                }
            }
            found.measures |= measures & !software.cerebrovascular;
            if measures != 0 {
                evidence.push((place, measures));
            }
        }
        Comorbidities {
            measures: software.graded(found.measures, found.cerebrovascular),
            missing: if self.reports_poa {
                0
            } else {
                software.needing_poa
            },
            evidence,
        }
    }
}

/// The diagnoses are a patient's.
impl fmt::Debug for Discharge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Discharge")
            .field("reports_poa", &self.reports_poa)
            .finish_non_exhaustive()
    }
}

/// Begins in October of the year before. AHRQ's program asks for the calendar quarter, which gives the same.
fn fiscal_year(day: NaiveDate) -> i32 {
    day.year() + i32::from(day.month() >= 10)
}

#[derive(Default)]
struct Found {
    measures: u64,
    /// As in [`rules::Value`].
    cerebrovascular: u8,
}

/// Whether a discharge has a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It has.
    Present,
    /// It has not.
    Absent,
    /// It is not to be told without present-on-admission indicators.
    Missing,
}

/// The measures of a discharge.
#[derive(Clone, PartialEq, Eq)]
pub struct Comorbidities {
    measures: u64,
    missing: u64,
    evidence: Vec<(usize, u64)>,
}

impl Comorbidities {
    /// Whether the discharge has the measure.
    #[must_use]
    pub fn has(&self, measure: Measure) -> Presence {
        let bit = 1 << measure.number();
        if self.missing & bit != 0 {
            Presence::Missing
        } else if self.measures & bit != 0 {
            Presence::Present
        } else {
            Presence::Absent
        }
    }

    /// The measures that are present, in the order of [`Measure::all`].
    pub fn iter(&self) -> impl Iterator<Item = Measure> + '_ {
        Measure::all().filter(|measure| self.has(*measure) == Presence::Present)
    }

    /// The index of in-hospital mortality; none when measures are missing.
    #[must_use]
    pub fn mortality(&self) -> Option<i32> {
        self.index(Measure::mortality)
    }

    /// The index of readmission within 30 days; none when measures are missing.
    #[must_use]
    pub fn readmission(&self) -> Option<i32> {
        self.index(Measure::readmission)
    }

    fn index(&self, weight: fn(Measure) -> i32) -> Option<i32> {
        (self.missing == 0).then(|| self.iter().map(weight).sum())
    }

    /// The places of the diagnoses that speak for a measure; also of one that an exclusion then took away.
    pub fn codes(&self, measure: Measure) -> impl Iterator<Item = usize> + '_ {
        let bit = 1 << measure.number();
        let evidence = self.evidence.iter();
        evidence
            .filter(move |(_, measures)| measures & bit != 0)
            .map(|(place, _)| *place)
    }
}

/// Prints the names of the measures that are present.
impl fmt::Display for Comorbidities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for measure in self.iter() {
            write!(f, "{before}{measure}")?;
            before = " ";
        }
        Ok(())
    }
}

/// Measures are a patient's.
impl fmt::Debug for Comorbidities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Comorbidities([redacted])")
    }
}

/// The value that AHRQ's format gives a code, such as `HFHTN_CX`; none for a code without measure.
///
/// ```
/// assert_eq!(him_risk::cmr::format_value("I13.2".parse()?), Some("HFHTN_CXRENLFL_SEV"));
/// # Ok::<(), him_codes::ParseError>(())
/// ```
#[must_use]
pub fn format_value(code: Icd10Cm) -> Option<&'static str> {
    let (value, _) = software().value(key::of_icd10(code))?;
    Some(value.text)
}

/// Whether the tables were read; a test asks.
#[doc(hidden)]
#[must_use]
pub fn is_read() -> bool {
    Software::read().is_some()
}
