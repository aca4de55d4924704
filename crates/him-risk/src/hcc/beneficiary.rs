use core::fmt;
use core::str::FromStr;

use chrono::{Datelike, NaiveDate};

/// The sex that Medicare has on file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// `1` in Medicare's files.
    Male,
    /// `2`.
    Female,
}

/// Why somebody is entitled to Medicare: the codes OREC (originally) and CREC (currently).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Entitlement {
    /// `0`: old age and survivors' insurance.
    #[default]
    Age,
    /// `1`: disability insurance benefits.
    Disability,
    /// `2`: end-stage renal disease.
    RenalDisease,
    /// `3`: both disability and end-stage renal disease.
    DisabilityAndRenalDisease,
}

impl Entitlement {
    pub(super) const fn is_renal(self) -> bool {
        matches!(
            self,
            Entitlement::RenalDisease | Entitlement::DisabilityAndRenalDisease
        )
    }
}

/// Medicaid beside Medicare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dual {
    /// None: dual status `00`, `09` (other), `99` and `NA` (unknown), or blank.
    #[default]
    None,
    /// Partial benefits: `01` QMB only, `03` SLMB only, `05` QDWI, `06` qualifying individuals.
    Partial,
    /// Full benefits: `02` QMB plus, `04` SLMB plus, `08` other full.
    Full,
}

/// A text is none of the values of a field.
///
/// ```
/// use him_risk::hcc::{Dual, Sex};
///
/// assert_eq!("02".parse(), Ok(Dual::Full));
/// assert_eq!("f".parse(), Ok(Sex::Female));
/// assert_eq!("X".parse::<Sex>().unwrap_err().to_string(), "the sex is none of M, F, 1, 2");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {field} is none of {values}")]
pub struct UnknownValue {
    field: &'static str,
    values: &'static str,
}

/// Takes `M`, `F`, and Medicare's `1` and `2`.
impl FromStr for Sex {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Sex, UnknownValue> {
        match text.trim() {
            "M" | "m" | "1" => Ok(Sex::Male),
            "F" | "f" | "2" => Ok(Sex::Female),
            _ => Err(UnknownValue {
                field: "sex",
                values: "M, F, 1, 2",
            }),
        }
    }
}

/// Takes Medicare's digits.
impl FromStr for Entitlement {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Entitlement, UnknownValue> {
        match text.trim() {
            "0" => Ok(Entitlement::Age),
            "1" => Ok(Entitlement::Disability),
            "2" => Ok(Entitlement::RenalDisease),
            "3" => Ok(Entitlement::DisabilityAndRenalDisease),
            _ => Err(UnknownValue {
                field: "reason for entitlement",
                values: "0, 1, 2, 3",
            }),
        }
    }
}

/// Takes the dual status code of Medicare's files.
impl FromStr for Dual {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Dual, UnknownValue> {
        match text.trim() {
            "" | "NA" | "na" | "0" | "00" | "07" | "09" | "10" | "99" => Ok(Dual::None),
            "01" | "03" | "05" | "06" | "1" | "3" | "5" | "6" => Ok(Dual::Partial),
            "02" | "04" | "08" | "2" | "4" | "8" => Ok(Dual::Full),
            _ => Err(UnknownValue {
                field: "dual status",
                values: "00 to 10, 99, NA",
            }),
        }
    }
}

/// The state of somebody's end-stage renal disease in the month that is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kidney {
    /// On dialysis, or before a transplant.
    Dialysis,
    /// The month of a transplant and the two after it, 1 to 3.
    Transplant {
        /// 1, 2 or 3.
        month: u8,
    },
    /// With a functioning graft, so many months after the transplant, at least 4.
    Graft {
        /// From 4 on.
        months: u16,
    },
}

impl Kidney {
    /// By the months since a transplant: 1 to 3 are those of the transplant, then the graft functions.
    ///
    /// # Errors
    ///
    /// When it is 0, for the month of the transplant is 1.
    pub const fn since_transplant(months: u16) -> Result<Kidney, Implausible> {
        match months {
            0 => Err(Implausible::Months),
            1 => Ok(Kidney::Transplant { month: 1 }),
            2 => Ok(Kidney::Transplant { month: 2 }),
            3 => Ok(Kidney::Transplant { month: 3 }),
            _ => Ok(Kidney::Graft { months }),
        }
    }
}

/// What no beneficiary can have. The value itself is a patient's, and is not told.
///
/// ```
/// use him_risk::hcc::{Beneficiary, Kidney, Sex};
///
/// assert_eq!(
///     Beneficiary::aged(200, Sex::Male).unwrap_err().to_string(),
///     "the age is above 130 years",
/// );
/// assert_eq!(
///     Kidney::since_transplant(0).unwrap_err().to_string(),
///     "months since a transplant count from 1, the month of the transplant",
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Implausible {
    /// An age that nobody has reached.
    #[error("the age is above 130 years")]
    Age,
    /// A birth after February 1 of the payment year.
    #[error("the date of birth is after February 1 of the payment year")]
    Unborn,
    /// A month before the transplant.
    #[error("months since a transplant count from 1, the month of the transplant")]
    Months,
}

const OLDEST: u8 = 130;

/// What a score needs to know of a person beside the codes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Beneficiary {
    pub(super) age: u8,
    pub(super) age_at_service: u8,
    pub(super) sex: Sex,
    pub(super) original: Entitlement,
    pub(super) current: Option<Entitlement>,
    pub(super) dual: Dual,
    pub(super) institutional: bool,
    pub(super) new_enrollee: bool,
    pub(super) special_needs: bool,
    pub(super) low_income: bool,
    pub(super) kidney: Option<Kidney>,
}

impl Beneficiary {
    /// Of an age in full years, on February 1 of the payment year. Entitled by age, in the community, a continuing enrollee,
    /// without Medicaid and without low-income subsidy, unless told otherwise.
    ///
    /// # Errors
    ///
    /// When nobody has reached the age.
    pub const fn aged(age: u8, sex: Sex) -> Result<Beneficiary, Implausible> {
        if age > OLDEST {
            return Err(Implausible::Age);
        }
        Ok(Beneficiary {
            age,
            age_at_service: age,
            sex,
            original: Entitlement::Age,
            current: None,
            dual: Dual::None,
            institutional: false,
            new_enrollee: false,
            special_needs: false,
            low_income: false,
            kidney: None,
        })
    }

    /// Of a date of birth. Edits of diagnoses look at the age on February 1 of the year of service, the one before, as
    /// CMS's parameter DATE_ASOF_EDIT has it (from memory); the rest at that of the payment year.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use him_risk::hcc::{Beneficiary, Sex};
    ///
    /// let birthday = NaiveDate::from_ymd_opt(1961, 2, 2).unwrap();
    /// assert_eq!(Beneficiary::born(birthday, 2026, Sex::Female)?, Beneficiary::aged(64, Sex::Female)?.aged_at_service(63)?);
    /// # Ok::<(), him_risk::hcc::Implausible>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the birth is after that day, or so long before it that nobody has reached the age.
    pub fn born(birth: NaiveDate, payment_year: i32, sex: Sex) -> Result<Beneficiary, Implausible> {
        let on = |year: i32| {
            let before_birthday = (birth.month(), birth.day()) > (2, 1);
            year.saturating_sub(birth.year())
                .saturating_sub(i32::from(before_birthday))
        };
        let age = on(payment_year);
        if age < 0 {
            return Err(Implausible::Unborn);
        }
        let age = u8::try_from(age).map_err(|_| Implausible::Age)?;
        let at_service = u8::try_from(on(payment_year.saturating_sub(1)).max(0));
        Beneficiary::aged(age, sex)?.aged_at_service(at_service.unwrap_or(0))
    }

    /// With another age for the edits of diagnoses.
    ///
    /// # Errors
    ///
    /// When nobody has reached the age.
    pub const fn aged_at_service(mut self, age: u8) -> Result<Beneficiary, Implausible> {
        if age > OLDEST {
            return Err(Implausible::Age);
        }
        self.age_at_service = age;
        Ok(self)
    }

    /// With the original reason for entitlement, OREC.
    #[must_use]
    pub const fn with_original_entitlement(mut self, original: Entitlement) -> Beneficiary {
        self.original = original;
        self
    }

    /// With the current reason for entitlement, CREC.
    #[must_use]
    pub const fn with_current_entitlement(mut self, current: Entitlement) -> Beneficiary {
        self.current = Some(current);
        self
    }

    /// With Medicaid.
    #[must_use]
    pub const fn with_dual(mut self, dual: Dual) -> Beneficiary {
        self.dual = dual;
        self
    }

    /// In an institution for more than 90 days.
    #[must_use]
    pub const fn institutional(mut self, institutional: bool) -> Beneficiary {
        self.institutional = institutional;
        self
    }

    /// With less than twelve months of Part B in the year of service.
    #[must_use]
    pub const fn new_enrollee(mut self, new_enrollee: bool) -> Beneficiary {
        self.new_enrollee = new_enrollee;
        self
    }

    /// In a special needs plan for chronic conditions; matters for new enrollees.
    #[must_use]
    pub const fn special_needs_plan(mut self, special_needs: bool) -> Beneficiary {
        self.special_needs = special_needs;
        self
    }

    /// With the low-income subsidy of Part D.
    #[must_use]
    pub const fn low_income(mut self, low_income: bool) -> Beneficiary {
        self.low_income = low_income;
        self
    }

    /// With end-stage renal disease in this state. Without it, somebody who is or was entitled by renal disease is taken to be
    /// on dialysis.
    #[must_use]
    pub const fn with_kidney(mut self, kidney: Kidney) -> Beneficiary {
        self.kidney = Some(kidney);
        self
    }

    /// The age on February 1 of the payment year.
    #[must_use]
    pub const fn age(&self) -> u8 {
        self.age
    }

    /// The state of the renal disease.
    pub(super) fn kidney_state(&self) -> Option<Kidney> {
        let entitled = self.original.is_renal() || self.current.is_some_and(Entitlement::is_renal);
        self.kidney.or(entitled.then_some(Kidney::Dialysis))
    }

    /// DISABL of CMS's macro: below 65 and not entitled by age originally.
    pub(super) fn is_disabled(&self) -> bool {
        self.age < 65 && self.original != Entitlement::Age
    }

    /// ORIGDS of CMS's macro: once entitled by disability, and not disabled any more.
    pub(super) fn was_disabled(&self) -> bool {
        self.original == Entitlement::Disability && !self.is_disabled()
    }
}

/// Everything in it is a patient's.
impl fmt::Debug for Beneficiary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Beneficiary([redacted])")
    }
}
