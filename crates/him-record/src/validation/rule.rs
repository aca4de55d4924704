use std::fmt;

use thiserror::Error;

use crate::ErrorKind;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// It may well be right.
    Information,
    /// It is probably wrong or incomplete.
    Warning,
    /// It cannot be right.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Information => "information",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Rule {
    /// Nothing of the patient is before birth.
    #[error("it is before the birth of the patient")]
    BeforeBirth,
    /// Nothing is done to the patient after death.
    #[error("it is after the death of the patient")]
    AfterDeath,
    /// Reports and notes may be written after death, and death is certified after it.
    #[error("it was written after the death of the patient")]
    WrittenAfterDeath,
    /// Death is after birth.
    #[error("the patient died before birth")]
    DeathBeforeBirth,
    /// A period goes forward.
    #[error("a period ends before it begins")]
    EndsBeforeStart,
    /// Nothing is known of the future.
    #[error("it lies in the future")]
    InFuture,
    /// What happened in an encounter happened during it.
    #[error("it is outside the encounter to which it belongs")]
    OutsideEncounter,
    /// What was done for a visit on its day may be timed after it.
    #[error("it is outside the hours of the visit to which it belongs")]
    OutsideHours,
    /// The encounter is in the chart.
    #[error("the chart does not have the encounter to which it belongs")]
    NoSuchEncounter,
    /// The diagnosis of an encounter is in the chart.
    #[error("the chart does not have the diagnosis of the encounter")]
    NoSuchDiagnosis,
    /// Two entries of a kind have different ids.
    #[error("another entry of the kind has the same id")]
    SameId,
    /// UHDDS: one principal diagnosis.
    #[error("the encounter has another principal diagnosis")]
    SecondPrincipal,
    /// Ranks of an encounter differ.
    #[error("another diagnosis of the encounter has the same rank in the same role")]
    SameRank,
    /// UHDDS: one principal diagnosis.
    #[error("a finished inpatient stay has a principal diagnosis")]
    NoPrincipal,
    /// 42 CFR 482.24(c)(1): the signature is on what was done.
    #[error("it was signed before what it describes")]
    SignedBeforeService,
    /// 42 CFR 482.24(c)(1): entries are authenticated.
    #[error("it counts as final and is not signed")]
    FinalNotSigned,
    /// What is in error says so everywhere.
    #[error("its life is over in error and its status does not say so")]
    ErrorNotMarked,
    /// 45 CFR 164.526(b)(2): the time to act.
    #[error("the request to amend is overdue")]
    AmendmentOverdue,
    /// 45 CFR 164.526(d)(1): what a denial says.
    #[error("the denial of the request to amend does not say all that it must")]
    DenialIncomplete,
    /// A request is accepted or denied.
    #[error("the request to amend is both accepted and denied, or disputed without a denial")]
    AmendmentContradicts,
    /// A unit of UCUM is an expression of UCUM.
    #[error("the unit is not written as UCUM has it")]
    UnitForm,
    /// A unit of UCUM is one of its units.
    #[error("UCUM has no such unit, as far as known here")]
    UnitUnknown,
    /// The unit measures what the LOINC code measures.
    #[error("the unit does not measure what the analyte is")]
    UnitOfAnalyte,
    /// The code has the form of its system.
    #[error("the code does not have the form of its system")]
    CodeMalformed,
    /// The code is in a list of its system.
    #[error("the code is not in its system at the date of service")]
    CodeUnknown,
    /// The code can be reported.
    #[error("the code is a header, which is not reported itself")]
    CodeHeader,
    /// The code has all its characters.
    #[error("the code needs a seventh character")]
    CodeNeedsSeventh,
    /// The code was in force.
    #[error("the code was not in force yet at the date of service")]
    CodeNotYet,
    /// The code was in force.
    #[error("the code was no longer in force at the date of service")]
    CodeNoLonger,
    /// Without a date no code can be checked.
    #[error("the code has no date of service at which to check it")]
    CodeUndated,
    /// An identifier has the form of its system.
    #[error("the identifier is not right: {0}")]
    Identifier(ErrorKind),
    /// What a setting needs is there.
    #[error("it is missing: {0}")]
    Missing(&'static str),
}

impl Rule {
    /// How bad it is to break the rule.
    pub const fn severity(self) -> Severity {
        match self {
            Rule::BeforeBirth
            | Rule::AfterDeath
            | Rule::DeathBeforeBirth
            | Rule::EndsBeforeStart
            | Rule::SameId
            | Rule::SecondPrincipal
            | Rule::SignedBeforeService
            | Rule::ErrorNotMarked
            | Rule::DenialIncomplete
            | Rule::AmendmentContradicts
            | Rule::UnitForm
            | Rule::UnitOfAnalyte
            | Rule::CodeMalformed
            | Rule::CodeUnknown
            | Rule::CodeHeader
            | Rule::CodeNeedsSeventh
            | Rule::CodeNotYet
            | Rule::CodeNoLonger
            | Rule::Identifier(_) => Severity::Error,
            Rule::InFuture
            | Rule::OutsideEncounter
            | Rule::NoSuchEncounter
            | Rule::NoSuchDiagnosis
            | Rule::SameRank
            | Rule::NoPrincipal
            | Rule::FinalNotSigned
            | Rule::AmendmentOverdue
            | Rule::UnitUnknown
            | Rule::Missing(_) => Severity::Warning,
            Rule::WrittenAfterDeath | Rule::OutsideHours | Rule::CodeUndated => {
                Severity::Information
            }
        }
    }
}
