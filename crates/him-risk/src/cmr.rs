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

mod columns;
mod measure;
mod measures;
mod rules;

use core::fmt;

use chrono::NaiveDate;
use him_codes::Icd10Cm;

pub use self::columns::Discharges;
pub use self::measure::Measure;
pub use self::measures::{Measures, Presence};
use self::rules::{Found, Software, software};
use crate::diagnosis::Diagnosis;
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
        let version = software.version(self.on);
        let mut found = Found::default();
        let mut evidence = Vec::new();
        for (place, diagnosis) in self.diagnoses.iter().enumerate().skip(1) {
            let poa = self.reports_poa.then(|| diagnosis.poa());
            let of_code = software.find(diagnosis.code(), poa, version);
            found.add(of_code);
            if of_code.measures != 0 {
                evidence.push((place, of_code.measures));
            }
        }
        Comorbidities {
            measures: software.measures(found, self.reports_poa),
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

/// The measures of a discharge, and the diagnoses behind them.
#[derive(Clone, PartialEq, Eq)]
pub struct Comorbidities {
    measures: Measures,
    evidence: Vec<(usize, u64)>,
}

impl Comorbidities {
    /// The measures.
    #[must_use]
    pub const fn measures(&self) -> Measures {
        self.measures
    }

    /// Whether the discharge has the measure.
    #[must_use]
    pub fn has(&self, measure: Measure) -> Presence {
        self.measures.has(measure)
    }

    /// The measures that are present, in the order of [`Measure::all`].
    pub fn iter(&self) -> impl Iterator<Item = Measure> + '_ {
        self.measures.iter()
    }

    /// The index of in-hospital mortality; none when measures are missing.
    #[must_use]
    pub fn mortality(&self) -> Option<i32> {
        self.measures.mortality()
    }

    /// The index of readmission within 30 days; none when measures are missing.
    #[must_use]
    pub fn readmission(&self) -> Option<i32> {
        self.measures.readmission()
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
        fmt::Display::fmt(&self.measures, f)
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
