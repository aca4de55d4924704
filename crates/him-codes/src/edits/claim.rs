use core::fmt;

use chrono::NaiveDate;

/// A claim as it came in: everything may be wrong, and nothing is changed before it is edited.
///
/// `None` stands for what is missing or is not even a number or a date.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim<'a> {
    /// The day of discharge, on which every code is looked up.
    pub discharge: Option<NaiveDate>,
    /// In years, 0 to 124.
    pub age: Option<i32>,
    /// 1 male, 2 female, 0 unknown.
    pub sex: Option<i32>,
    /// The patient discharge status of the National Uniform Billing Committee, such as 1 (home).
    pub discharge_status: Option<i32>,
    /// In days.
    pub length_of_stay: Option<i32>,
    /// The admitting diagnosis; empty when there is none.
    pub admitting: &'a str,
    /// The principal diagnosis, then the secondary ones.
    pub diagnoses: &'a [Diagnosis<'a>],
    /// Principal and other procedures.
    pub procedures: &'a [Procedure<'a>],
}

/// A diagnosis of a claim.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis<'a> {
    /// As a claim carries it: ICD-10-CM without its dot.
    pub code: &'a str,
    /// The indicator for "present on admission": Y, N, U, W, 1, or empty.
    pub present_on_admission: &'a str,
}

/// A procedure of a claim.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Procedure<'a> {
    /// ICD-10-PCS.
    pub code: &'a str,
    /// The day of the procedure.
    pub date: Option<NaiveDate>,
}

impl<'a> Diagnosis<'a> {
    /// A code with its indicator.
    #[must_use]
    pub const fn new(code: &'a str, present_on_admission: &'a str) -> Diagnosis<'a> {
        Diagnosis {
            code,
            present_on_admission,
        }
    }
}

impl<'a> Procedure<'a> {
    /// A code with its day.
    #[must_use]
    pub const fn new(code: &'a str, date: Option<NaiveDate>) -> Procedure<'a> {
        Procedure { code, date }
    }
}

/// Shows how much there is, not what.
impl fmt::Debug for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Claim([redacted], {} diagnoses, {} procedures)",
            self.diagnoses.len(),
            self.procedures.len()
        )
    }
}

impl fmt::Debug for Diagnosis<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Diagnosis([redacted])")
    }
}

impl fmt::Debug for Procedure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Procedure([redacted])")
    }
}
