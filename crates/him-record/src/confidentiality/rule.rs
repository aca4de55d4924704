use thiserror::Error;

use super::{Access, AccessRole, Label, PurposeOfUse};

/// Why an entry is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum WithholdingRule {
    /// Of restricted entries.
    #[error("restricted entries are for treatment, the patient and the privacy officer")]
    Restricted,
    /// Of very restricted entries.
    #[error("very restricted entries are for those who are named, and in emergencies")]
    VeryRestricted,
    /// Of records of a Part 2 program.
    #[error("records of a Part 2 program are disclosed by written consent only")]
    Part2Consent,
    /// Of psychotherapy notes.
    #[error("psychotherapy notes are for their author, and for others by authorization only")]
    PsychotherapyAuthorization,
    /// The patient has no right of access to psychotherapy notes.
    #[error("the right of access does not extend to psychotherapy notes")]
    PsychotherapyAccess,
    /// Of what is about HIV. A default: the law is that of the states.
    #[error("HIV information is for treatment, public health and the patient")]
    Hiv,
    /// Of genetic information.
    #[error("genetic information is not used for underwriting")]
    GeneticUnderwriting,
    /// Of genetic information, for research. A default of this crate.
    #[error("genetic information is used for research by authorization")]
    GeneticResearch,
    /// Of care to which a minor consented.
    #[error("a parent is not the representative for care to which a minor alone consented")]
    MinorConsented,
}

impl WithholdingRule {
    /// The law, or that it is a default of the site.
    pub const fn citation(self) -> &'static str {
        match self {
            WithholdingRule::Restricted | WithholdingRule::VeryRestricted => {
                "45 CFR 164.514(d)(2), as this crate reads the labels R and V"
            }
            WithholdingRule::Part2Consent => "42 CFR 2.13, 2.31, 2.33",
            WithholdingRule::PsychotherapyAuthorization => "45 CFR 164.508(a)(2)",
            WithholdingRule::PsychotherapyAccess => "45 CFR 164.524(a)(1)(i)",
            WithholdingRule::Hiv => "state law; the default of this crate",
            WithholdingRule::GeneticUnderwriting => "45 CFR 164.502(a)(5)(i)",
            WithholdingRule::GeneticResearch => "45 CFR 164.508, the default of this crate",
            WithholdingRule::MinorConsented => "45 CFR 164.502(g)(3)",
        }
    }
}

/// The rule by which an entry with the label is withheld.
pub(super) fn withholds(label: Label, access: &Access, is_author: bool) -> Option<WithholdingRule> {
    let treats = matches!(
        (access.purpose, access.role),
        (
            PurposeOfUse::Treatment | PurposeOfUse::Emergency,
            AccessRole::Clinician
        )
    );
    let emergency = access.purpose == PurposeOfUse::Emergency || access.broke_glass;
    let own_request = access.purpose == PurposeOfUse::PatientRequest;
    let patient = access.role == AccessRole::Patient
        || access.role == AccessRole::Representative && own_request;
    let officer = access.role == AccessRole::PrivacyOfficer;
    let (open, rule) = match label {
        Label::Normal => return None,
        Label::Restricted => (
            treats || patient || officer || is_author || access.broke_glass,
            WithholdingRule::Restricted,
        ),
        Label::VeryRestricted => (
            patient || officer || is_author || access.broke_glass,
            WithholdingRule::VeryRestricted,
        ),
        // Without consent: to the patient (2.23), in a medical emergency (2.51), to auditors (2.53).
        Label::Part2 => (
            patient || is_author || officer || emergency && access.role == AccessRole::Clinician,
            WithholdingRule::Part2Consent,
        ),
        Label::PsychotherapyNote if patient => (false, WithholdingRule::PsychotherapyAccess),
        Label::PsychotherapyNote => (
            // 164.508(a)(2)(i)(A): use by the originator for treatment.
            is_author && treats,
            WithholdingRule::PsychotherapyAuthorization,
        ),
        Label::Hiv => (
            treats
                || patient
                || officer
                || is_author
                || access.broke_glass
                || access.purpose == PurposeOfUse::PublicHealth,
            WithholdingRule::Hiv,
        ),
        Label::Genetic if access.purpose == PurposeOfUse::Research => {
            (false, WithholdingRule::GeneticResearch)
        }
        Label::Genetic => (
            access.purpose != PurposeOfUse::Underwriting,
            WithholdingRule::GeneticUnderwriting,
        ),
        Label::MinorConsented => (
            access.role != AccessRole::Representative,
            WithholdingRule::MinorConsented,
        ),
    };
    (!open).then_some(rule)
}
