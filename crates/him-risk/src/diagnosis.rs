use core::fmt;

use chrono::NaiveDate;
use him_codes::claim_value::PoaIndicator;
use him_codes::{Icd9Cm, Icd10Cm, icd10cm::poa};

use crate::key;

/// A diagnosis code of either revision.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// Of ICD-10-CM; the codes of the international ICD-10 that have its form are read as well.
    Icd10(Icd10Cm),
    /// Of ICD-9-CM.
    Icd9(Icd9Cm),
}

impl Code {
    #[inline]
    pub(crate) fn key(self) -> u64 {
        match self {
            Code::Icd10(code) => key::of_icd10(code),
            Code::Icd9(code) => key::of_icd9(code),
        }
    }
}

impl From<Icd10Cm> for Code {
    fn from(code: Icd10Cm) -> Code {
        Code::Icd10(code)
    }
}

impl From<Icd9Cm> for Code {
    fn from(code: Icd9Cm) -> Code {
        Code::Icd9(code)
    }
}

/// Prints the code in its official form.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Code::Icd10(code) => fmt::Display::fmt(code, f),
            Code::Icd9(code) => fmt::Display::fmt(code, f),
        }
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({self})")
    }
}

/// Whether a diagnosis was present on admission, as comorbidity asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Poa {
    /// `Y`, present, or `W`, not to be told clinically, which counts as present.
    Present,
    /// `N`, not present, or `U`, not documented, which counts as not present.
    Absent,
    /// `1`, or blank since format 5010: the code is exempt from reporting.
    Exempt,
}

impl Poa {
    /// Of the indicator on a claim. None for one that says nothing of this, such as `X` and `Z`, which end a list.
    ///
    /// ```
    /// use him_risk::Poa;
    ///
    /// assert_eq!(Poa::of("w".parse()?), Some(Poa::Present));
    /// assert_eq!(Poa::of("U".parse()?), Some(Poa::Absent));
    /// # Ok::<(), him_codes::ParseError>(())
    /// ```
    #[must_use]
    pub fn of(indicator: PoaIndicator) -> Option<Poa> {
        match indicator.to_string().as_str() {
            "Y" | "W" => Some(Poa::Present),
            "N" | "U" => Some(Poa::Absent),
            "1" | "" | " " => Some(Poa::Exempt),
            _ => None,
        }
    }
}

/// Which diagnoses count by their present-on-admission indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PoaRule {
    /// All, whatever the indicator.
    #[default]
    Ignore,
    /// Those present on admission and those of exempt codes, so that a complication is no comorbidity. Without an
    /// indicator a diagnosis counts when its code is exempt.
    Present,
    /// As `Present`, and those without an indicator: they come from other encounters.
    PresentOrUnknown,
}

/// A diagnosis of a patient.
///
/// ```
/// use chrono::NaiveDate;
/// use him_codes::Icd10Cm;
/// use him_risk::{Diagnosis, Poa};
///
/// let code: Icd10Cm = "I50.9".parse()?;
/// let diagnosis = Diagnosis::new(code)
///     .on(NaiveDate::from_ymd_opt(2025, 3, 1).unwrap())
///     .with_poa(Poa::Present);
/// assert_eq!(diagnosis.code().to_string(), "I50.9");
/// # Ok::<(), him_codes::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Diagnosis {
    code: Code,
    on: Option<NaiveDate>,
    poa: Option<Poa>,
}

impl Diagnosis {
    /// A diagnosis without a day and without an indicator.
    #[must_use]
    pub fn new(code: impl Into<Code>) -> Diagnosis {
        Diagnosis {
            code: code.into(),
            on: None,
            poa: None,
        }
    }

    /// On a day: of service, or of discharge.
    #[must_use]
    pub const fn on(mut self, day: NaiveDate) -> Diagnosis {
        self.on = Some(day);
        self
    }

    /// With its present-on-admission indicator.
    #[must_use]
    pub const fn with_poa(mut self, poa: Poa) -> Diagnosis {
        self.poa = Some(poa);
        self
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The day, where there is one.
    #[must_use]
    pub const fn day(&self) -> Option<NaiveDate> {
        self.on
    }

    /// The indicator, where there is one.
    #[must_use]
    pub const fn poa(&self) -> Option<Poa> {
        self.poa
    }

    /// Whether it counts by its indicator.
    pub(crate) fn counts(&self, rule: PoaRule) -> bool {
        match (rule, self.poa) {
            (PoaRule::Ignore, _) | (_, Some(Poa::Present | Poa::Exempt)) => true,
            (_, Some(Poa::Absent)) => self.is_exempt(),
            (PoaRule::Present, None) => self.is_exempt(),
            (PoaRule::PresentOrUnknown, None) => true,
        }
    }

    /// By the list of the diagnosis's day, or the last one.
    fn is_exempt(&self) -> bool {
        match self.code {
            Code::Icd10(code) => {
                poa::is_exempt(code, self.on.unwrap_or(NaiveDate::MAX)).is_exempt()
            }
            Code::Icd9(_) => false,
        }
    }
}

/// The day of a diagnosis is a patient's, 45 CFR 164.514(b)(2)(i)(C).
impl fmt::Debug for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Diagnosis")
            .field("code", &self.code)
            .field("on", &self.on.map(|_| "[redacted]"))
            .field("poa", &self.poa)
            .finish()
    }
}
