//! What the Medicare Code Editor says, in its own words.

use core::fmt;
use core::str::FromStr;

/// A text is not what it is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownName(&'static str);

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}", self.0)
    }
}

impl core::error::Error for UnknownName {}

/// An enum that is written and read as its names.
macro_rules! named {
    (
        $(#[$doc:meta])* $name:ident, $what:literal;
        $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant),*
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// As it is written.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $text),*
                }
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<$name, UnknownName> {
                let found = $name::ALL.iter().find(|it| it.name() == text);
                found.copied().ok_or(UnknownName::of(concat!("the name of ", $what)))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        crate::text::deserialize_from_text!($name, $what);
    };
}
pub(super) use named;

impl UnknownName {
    pub(super) const fn of(what: &'static str) -> UnknownName {
        UnknownName(what)
    }
}

named! {
    /// An edit of the Medicare Code Editor, under the name that the official program gives it, in the order in which it
    /// counts them.
    Edit, "an edit of the Medicare Code Editor";
    /// No code of the discharge date. Blanks or zeros are one only in the place of the principal diagnosis.
    InvalidCode = "INVALID_CODE",
    /// A diagnosis or procedure of the other sex.
    SexConflict = "SEX_CONFLICT",
    /// A principal diagnosis that stands for itself only beside a secondary one.
    RequiresSecondary = "REQUIRES_SDX",
    /// A diagnosis of another age group.
    AgeConflict = "AGE_CONFLICT",
    /// A principal diagnosis that is usually no reason to admit a patient.
    QuestionableAdmission = "QUESTIONABLE_ADMISSION",
    /// A manifestation as principal diagnosis.
    ManifestationAsPrincipal = "MANIFESTATION_AS_PDX",
    /// A circumstance, and no illness, as principal diagnosis.
    UnacceptablePrincipal = "UNACCEPTABLE_PDX",
    /// An external cause as principal diagnosis.
    ExternalCauseAsPrincipal = "E_CODE_AS_PDX",
    /// A secondary diagnosis written as the principal one.
    DuplicateOfPrincipal = "DUPLICATE_OF_PDX",
    /// A procedure that Medicare does not pay, or not with these diagnoses or at this age.
    NonCovered = "NON_COVERED",
    /// A procedure that Medicare pays in some cases.
    LimitedCoverage = "LIMITED_COVERAGE",
    /// A delivery without its outcome.
    QuestionableObstetricAdmission = "QUESTIONABLE_OBSTETRIC_ADMISSION",
    /// The admitting diagnosis is no code of the discharge date.
    InvalidAdmitting = "INVALID_ADMIT_DX",
    /// Not 0 to 124 years.
    InvalidAge = "INVALID_AGE",
    /// Neither male nor female; unknown is valid from 2024-10-01.
    InvalidSex = "INVALID_SEX",
    /// No discharge status of the discharge date.
    InvalidDischargeStatus = "INVALID_DISCHARGE_STATUS",
    /// A code for the wrong operation, side or patient.
    WrongProcedurePerformed = "WRONG_PROCEDURE_PERFORMED",
    /// A procedure that takes more days than the patient stayed.
    InconsistentWithLengthOfStay = "INCONSISTENT_WITH_LENGTH_OF_STAY",
    /// A diagnosis without its side, where the record must have it.
    Unspecified = "UNSPECIFIED",
    /// No discharge date, or one that the editor does not know: nothing else is edited. The official program reports it as
    /// the outcome and does not count it.
    InvalidDischargeDate = "INVALID_DISCHARGE_DATE",
}

named! {
    /// An age group of the editor; the [ages](AgeGroup::ages) depend on the day.
    AgeGroup, "an age group of the Medicare Code Editor";
    /// Under one year.
    Newborn = "NEWBORN",
    /// Children and the young.
    Pediatric = "PEDIATRIC",
    /// Of an age to give birth.
    Maternity = "MATERNITY",
    /// Grown up, from 15 years on.
    Adult = "ADULT",
}

named! {
    /// What the editor makes of a claim as a whole, which the official program calls its type.
    Outcome, "an outcome of the Medicare Code Editor";
    /// Nothing was found, or an invalid admitting diagnosis alone.
    None = "NONE",
    /// The claim needs attention before it is paid.
    Prepayment = "PREPAYMENT",
    /// The discharge date is missing, or the editor does not know it.
    InvalidDischargeDate = "INVALID_DISCHARGE_DATE",
}
