//! What the editor of coding looks for, and the sections of the guidelines on which it rests.

use core::fmt;
use core::str::FromStr;

use super::edit::{UnknownName, named};

named! {
    /// A rule of coding, beyond those of the Medicare Code Editor. The editor that applies them comes with the feature
    /// `coding-edits`.
    CodingRule, "a rule of coding";
    /// The claim has no day of discharge on which ICD-10-CM is in force, so that nothing is edited.
    NoEdition = "no-edition",
    /// A code is on the claim twice.
    Duplicate = "duplicate",
    /// Two codes of which an Excludes1 note says that they are not reported together.
    Excludes1 = "excludes1",
    /// A manifestation stands before the disease that its note tells to code first.
    CodeFirstOrder = "code-first-order",
    /// None of the diseases that a note tells to code first is on the claim.
    CodeFirstMissing = "code-first-missing",
    /// The code that a note tells to add is the principal diagnosis.
    AdditionalFirst = "additional-first",
    /// None of the codes that a note tells to add is on the claim.
    UseAdditional = "use-additional",
    /// None of the codes that a note tells to report as well is on the claim.
    CodeAlso = "code-also",
    /// One condition on a side, and again on both sides or on none.
    SideConflict = "side-conflict",
    /// One condition on the right and on the left, where one code says both.
    SidesTogether = "sides-together",
    /// A side is left open for which there are codes.
    SideOpen = "side-open",
    /// A procedure on the other side than the diagnosis.
    SideOfProcedure = "side-of-procedure",
    /// A code leaves open what another one of the claim tells.
    UnspecifiedBesideSpecific = "unspecified-beside-specific",
    /// One injury in two phases of its treatment, or in two forms of one phase.
    PhaseConflict = "phase-conflict",
    /// One condition with two seventh characters that exclude each other.
    SeventhConflict = "seventh-conflict",
    /// A sequela and the injury that led to it.
    SequelaWithAcute = "sequela-with-acute",
    /// A sequela as principal diagnosis.
    SequelaFirst = "sequela-first",
    /// A sequela without the condition that it led to.
    SequelaAlone = "sequela-alone",
    /// An external cause as principal diagnosis.
    ExternalCauseFirst = "external-cause-first",
    /// External causes, and nothing that they caused.
    ExternalCauseAlone = "external-cause-alone",
    /// The cause of an injury, and no injury.
    ExternalCauseWithoutInjury = "external-cause-without-injury",
    /// An injury under active treatment, and no external cause.
    ExternalCauseMissing = "external-cause-missing",
    /// An external cause in another phase than all injuries.
    ExternalCausePhase = "external-cause-phase",
    /// Place, activity or status after the initial encounter.
    OccurrenceAfterInitial = "occurrence-after-initial",
    /// Two activities or two statuses, or two places of occurrence.
    OccurrenceTwice = "occurrence-twice",
    /// A delivery, and no outcome of it.
    OutcomeMissing = "outcome-missing",
    /// The outcome of a delivery, and neither a delivery nor a condition of the mother.
    OutcomeWithoutDelivery = "outcome-without-delivery",
    /// The outcome of a delivery on the record of the newborn.
    OutcomeOnNewborn = "outcome-on-newborn",
    /// An uncomplicated delivery with another condition of pregnancy, childbirth or puerperium.
    NormalDelivery = "normal-delivery",
    /// An uncomplicated delivery with another outcome than a single live birth.
    NormalDeliveryOutcome = "normal-delivery-outcome",
    /// An incidental pregnancy with a condition of pregnancy.
    IncidentalPregnancy = "incidental-pregnancy",
    /// The supervision of a normal pregnancy with a condition of pregnancy.
    NormalPregnancy = "normal-pregnancy",
    /// A condition of the mother on the record of the newborn.
    ObstetricOnNewborn = "obstetric-on-newborn",
    /// Weeks of gestation with a pregnancy that ended in abortion.
    WeeksOfGestation = "weeks-of-gestation",
    /// A condition, and the history of it.
    HistoryOfCurrent = "history-of-current",
    /// A secondary neoplasm, and neither a primary one nor its history.
    SecondaryWithoutPrimary = "secondary-without-primary",
    /// A text that is no present-on-admission indicator of the day.
    PoaInvalid = "poa-invalid",
    /// No present-on-admission indicator of a diagnosis that needs one.
    PoaMissing = "poa-missing",
    /// A present-on-admission indicator of an exempt diagnosis.
    PoaExempt = "poa-exempt",
    /// The principal diagnosis was not present on admission.
    PoaPrincipal = "poa-principal",
    /// A congenital condition was not present on admission.
    PoaCongenital = "poa-congenital",
    /// A chronic condition was not present on admission.
    PoaChronic = "poa-chronic",
    /// U: the record does not tell whether it was present on admission.
    PoaUndocumented = "poa-undocumented",
    /// W: the provider cannot tell whether it was present on admission.
    PoaUndetermined = "poa-undetermined",
}

/// A section of the ICD-10-CM Official Guidelines for Coding and Reporting. It prints as a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Guideline {
    section: &'static str,
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

impl Guideline {
    const fn reprinted(section: &'static str) -> Guideline {
        Guideline {
            section,
            basis: GuidelineBasis::Reprinted,
        }
    }

    const fn memory(section: &'static str) -> Guideline {
        Guideline {
            section,
            basis: GuidelineBasis::Memory,
        }
    }

    /// Such as `I.A.12.a`.
    #[must_use]
    pub const fn section(&self) -> &'static str {
        self.section
    }

    /// How it is known what it says.
    #[must_use]
    pub const fn basis(&self) -> GuidelineBasis {
        self.basis
    }
}

impl fmt::Display for Guideline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let section = self.section;
        write!(
            f,
            "ICD-10-CM Official Guidelines {GUIDELINES_EDITION}, {section}"
        )?;
        match self.basis {
            GuidelineBasis::Reprinted => Ok(()),
            GuidelineBasis::Memory => f.write_str(" (section from memory)"),
        }
    }
}

impl CodingRule {
    /// The section of the guidelines on which the rule rests.
    #[must_use]
    pub const fn guideline(self) -> Guideline {
        match self {
            CodingRule::NoEdition => Guideline::memory("II"),
            CodingRule::Duplicate => Guideline::reprinted("I.B.12"),
            CodingRule::Excludes1 => Guideline::reprinted("I.A.12.a"),
            CodingRule::CodeFirstOrder
            | CodingRule::CodeFirstMissing
            | CodingRule::AdditionalFirst => Guideline::reprinted("I.A.13"),
            CodingRule::UseAdditional => Guideline::reprinted("I.B.7"),
            CodingRule::CodeAlso => Guideline::memory("I.A.17"),
            CodingRule::SideConflict
            | CodingRule::SidesTogether
            | CodingRule::SideOpen
            | CodingRule::SideOfProcedure => Guideline::reprinted("I.B.13"),
            CodingRule::UnspecifiedBesideSpecific => Guideline::memory("I.A.9.b and I.B.2"),
            CodingRule::PhaseConflict => Guideline::memory("I.C.19.a"),
            CodingRule::SeventhConflict => Guideline::memory("I.A.5"),
            CodingRule::SequelaWithAcute | CodingRule::SequelaFirst | CodingRule::SequelaAlone => {
                Guideline::reprinted("I.B.10")
            }
            CodingRule::ExternalCauseFirst => Guideline::reprinted("I.C.20.a.6"),
            CodingRule::ExternalCauseAlone | CodingRule::ExternalCauseWithoutInjury => {
                Guideline::reprinted("I.C.20.a.1")
            }
            CodingRule::ExternalCauseMissing => Guideline::reprinted("I.C.20"),
            CodingRule::ExternalCausePhase => Guideline::reprinted("I.C.20.a.2"),
            CodingRule::OccurrenceAfterInitial | CodingRule::OccurrenceTwice => {
                Guideline::memory("I.C.20.b, c and k")
            }
            CodingRule::OutcomeMissing
            | CodingRule::OutcomeWithoutDelivery
            | CodingRule::OutcomeOnNewborn => Guideline::reprinted("I.C.15.b.5"),
            CodingRule::NormalDelivery => Guideline::memory("I.C.15.n.1"),
            CodingRule::NormalDeliveryOutcome => Guideline::memory("I.C.15.n.3"),
            CodingRule::IncidentalPregnancy => Guideline::reprinted("I.C.15.a.1"),
            CodingRule::NormalPregnancy => Guideline::memory("I.C.15.b.1"),
            CodingRule::ObstetricOnNewborn => Guideline::reprinted("I.C.15.a.2"),
            CodingRule::WeeksOfGestation => Guideline::memory("I.C.21.c.11"),
            CodingRule::HistoryOfCurrent => Guideline::memory("I.C.21.c.4 and I.C.2.m"),
            CodingRule::SecondaryWithoutPrimary => Guideline::memory("I.C.2.b"),
            CodingRule::PoaInvalid
            | CodingRule::PoaMissing
            | CodingRule::PoaExempt
            | CodingRule::PoaPrincipal
            | CodingRule::PoaCongenital
            | CodingRule::PoaChronic
            | CodingRule::PoaUndocumented
            | CodingRule::PoaUndetermined => Guideline::memory("Appendix I"),
        }
    }
}
