//! What the editor of coding looks for, and the sections of the guidelines on which it rests.

use core::fmt;
use core::str::FromStr;

use super::edit::{UnknownName, named};

named! {
    /// A rule of coding, beyond those of the Medicare Code Editor. The editor that applies them comes with the feature
    /// `coding-edits`.
    CodingRule, "a rule of coding";
    /// The claim has no day of discharge on which ICD-10-CM is in force, so that nothing is edited.
    NoEdition = "coding.no-edition",
    /// A code is on the claim twice.
    Duplicate = "coding.duplicate",
    /// Two codes of which an Excludes1 note says that they are not reported together.
    Excludes1 = "coding.excludes1",
    /// A manifestation stands before the disease that its note tells to code first.
    CodeFirstOrder = "coding.code-first-order",
    /// None of the diseases that a note tells to code first is on the claim.
    CodeFirstMissing = "coding.code-first-missing",
    /// The code that a note tells to add is the principal diagnosis.
    AdditionalFirst = "coding.additional-first",
    /// None of the codes that a note tells to add is on the claim.
    UseAdditional = "coding.use-additional",
    /// None of the codes that a note tells to report as well is on the claim.
    CodeAlso = "coding.code-also",
    /// One condition on a side, and again on both sides or on none.
    SideConflict = "coding.side-conflict",
    /// One condition on the right and on the left, where one code says both.
    SidesTogether = "coding.sides-together",
    /// A side is left open for which there are codes.
    SideOpen = "coding.side-open",
    /// A procedure on the other side than the diagnosis.
    SideOfProcedure = "coding.side-of-procedure",
    /// A code leaves open what another one of the claim tells.
    UnspecifiedBesideSpecific = "coding.unspecified-beside-specific",
    /// One injury in two phases of its treatment, or in two forms of one phase.
    PhaseConflict = "coding.phase-conflict",
    /// One condition with two seventh characters that exclude each other.
    SeventhConflict = "coding.seventh-conflict",
    /// A sequela and the injury that led to it.
    SequelaWithAcute = "coding.sequela-with-acute",
    /// A sequela as principal diagnosis.
    SequelaFirst = "coding.sequela-first",
    /// A sequela without the condition that it led to.
    SequelaAlone = "coding.sequela-alone",
    /// An external cause as principal diagnosis.
    ExternalCauseFirst = "coding.external-cause-first",
    /// External causes, and nothing that they caused.
    ExternalCauseAlone = "coding.external-cause-alone",
    /// The cause of an injury, and no injury.
    ExternalCauseWithoutInjury = "coding.external-cause-without-injury",
    /// An injury under active treatment, and no external cause.
    ExternalCauseMissing = "coding.external-cause-missing",
    /// An external cause in another phase than all injuries.
    ExternalCausePhase = "coding.external-cause-phase",
    /// Place, activity or status after the initial encounter.
    OccurrenceAfterInitial = "coding.occurrence-after-initial",
    /// Two activities or two statuses, or two places of occurrence.
    OccurrenceTwice = "coding.occurrence-twice",
    /// A delivery, and no outcome of it.
    OutcomeMissing = "coding.outcome-missing",
    /// The outcome of a delivery, and neither a delivery nor a condition of the mother.
    OutcomeWithoutDelivery = "coding.outcome-without-delivery",
    /// The outcome of a delivery on the record of the newborn.
    OutcomeOnNewborn = "coding.outcome-on-newborn",
    /// An uncomplicated delivery with another condition of pregnancy, childbirth or puerperium.
    NormalDelivery = "coding.normal-delivery",
    /// An uncomplicated delivery with another outcome than a single live birth.
    NormalDeliveryOutcome = "coding.normal-delivery-outcome",
    /// An incidental pregnancy with a condition of pregnancy.
    IncidentalPregnancy = "coding.incidental-pregnancy",
    /// The supervision of a normal pregnancy with a condition of pregnancy.
    NormalPregnancy = "coding.normal-pregnancy",
    /// A condition of the mother on the record of the newborn.
    ObstetricOnNewborn = "coding.obstetric-on-newborn",
    /// Weeks of gestation with a pregnancy that ended in abortion.
    WeeksOfGestation = "coding.weeks-of-gestation",
    /// A condition, and the history of it.
    HistoryOfCurrent = "coding.history-of-current",
    /// A secondary neoplasm, and neither a primary one nor its history.
    SecondaryWithoutPrimary = "coding.secondary-without-primary",
    /// A text that is no present-on-admission indicator of the day.
    PoaInvalid = "coding.poa-invalid",
    /// No present-on-admission indicator of a diagnosis that needs one.
    PoaMissing = "coding.poa-missing",
    /// A present-on-admission indicator of an exempt diagnosis.
    PoaExempt = "coding.poa-exempt",
    /// The principal diagnosis was not present on admission.
    PoaPrincipal = "coding.poa-principal",
    /// A chronic condition was not present on admission.
    PoaChronic = "coding.poa-chronic",
    /// U: the record does not tell whether it was present on admission.
    PoaUndocumented = "coding.poa-undocumented",
    /// W: the provider cannot tell whether it was present on admission.
    PoaUndetermined = "coding.poa-undetermined",
}

/// A section of the ICD-10-CM Official Guidelines for Coding and Reporting. It prints as a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Guideline {
    section: &'static str,
    citation: &'static str,
    basis: GuidelineBasis,
}

/// How it is known what a section says: the guidelines are not among the official files that are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GuidelineBasis {
    /// Read where others reprint it.
    Reprinted,
    /// Written down from memory, its number too.
    Memory,
}

/// The edition of the guidelines by whose sections the rules are cited.
pub const GUIDELINES_EDITION: &str = "FY2026";

/// A section, and how it is known.
macro_rules! guideline {
    ($basis:ident, $section:literal, $remark:literal) => {
        Guideline {
            section: $section,
            citation: concat!("ICD-10-CM Official Guidelines FY2026, ", $section, $remark),
            basis: GuidelineBasis::$basis,
        }
    };
}

/// Read where others reprint it.
macro_rules! reprinted {
    ($section:literal) => {
        guideline!(Reprinted, $section, "")
    };
}

/// From memory.
macro_rules! memory {
    ($section:literal) => {
        guideline!(Memory, $section, " (section from memory)")
    };
}

impl Guideline {
    /// Such as `I.A.12.a`.
    #[must_use]
    pub const fn section(&self) -> &'static str {
        self.section
    }

    /// As it prints.
    #[must_use]
    pub const fn citation(&self) -> &'static str {
        self.citation
    }

    /// How it is known what it says.
    #[must_use]
    pub const fn basis(&self) -> GuidelineBasis {
        self.basis
    }
}

impl fmt::Display for Guideline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.citation)
    }
}

impl CodingRule {
    /// The section of the guidelines on which the rule rests.
    #[must_use]
    pub const fn guideline(self) -> Guideline {
        match self {
            CodingRule::NoEdition => memory!("II"),
            CodingRule::Duplicate => reprinted!("I.B.12"),
            CodingRule::Excludes1 => reprinted!("I.A.12.a"),
            CodingRule::CodeFirstOrder
            | CodingRule::CodeFirstMissing
            | CodingRule::AdditionalFirst => reprinted!("I.A.13"),
            CodingRule::UseAdditional => reprinted!("I.B.7"),
            CodingRule::CodeAlso => memory!("I.A.17"),
            CodingRule::SideConflict
            | CodingRule::SidesTogether
            | CodingRule::SideOpen
            | CodingRule::SideOfProcedure => reprinted!("I.B.13"),
            CodingRule::UnspecifiedBesideSpecific => memory!("I.A.9.b and I.B.2"),
            CodingRule::PhaseConflict => memory!("I.C.19.a"),
            CodingRule::SeventhConflict => memory!("I.A.5"),
            CodingRule::SequelaWithAcute | CodingRule::SequelaFirst | CodingRule::SequelaAlone => {
                reprinted!("I.B.10")
            }
            CodingRule::ExternalCauseFirst => reprinted!("I.C.20.a.6"),
            CodingRule::ExternalCauseAlone | CodingRule::ExternalCauseWithoutInjury => {
                reprinted!("I.C.20.a.1")
            }
            CodingRule::ExternalCauseMissing => reprinted!("I.C.20"),
            CodingRule::ExternalCausePhase => reprinted!("I.C.20.a.2"),
            CodingRule::OccurrenceAfterInitial | CodingRule::OccurrenceTwice => {
                memory!("I.C.20.b, c and k")
            }
            CodingRule::OutcomeMissing
            | CodingRule::OutcomeWithoutDelivery
            | CodingRule::OutcomeOnNewborn => reprinted!("I.C.15.b.5"),
            CodingRule::NormalDelivery => reprinted!("I.C.15.n.1"),
            CodingRule::NormalDeliveryOutcome => reprinted!("I.C.15.n.3"),
            CodingRule::IncidentalPregnancy => reprinted!("I.C.15.a.1"),
            CodingRule::NormalPregnancy => memory!("I.C.15.b.1"),
            CodingRule::ObstetricOnNewborn => reprinted!("I.C.15.a.2"),
            CodingRule::WeeksOfGestation => memory!("I.C.21.c.11"),
            CodingRule::HistoryOfCurrent => memory!("I.C.21.c.4 and I.C.2.m"),
            CodingRule::SecondaryWithoutPrimary => memory!("I.C.2.b"),
            CodingRule::PoaInvalid
            | CodingRule::PoaMissing
            | CodingRule::PoaExempt
            | CodingRule::PoaPrincipal
            | CodingRule::PoaChronic
            | CodingRule::PoaUndocumented
            | CodingRule::PoaUndetermined => memory!("Appendix I"),
        }
    }
}
