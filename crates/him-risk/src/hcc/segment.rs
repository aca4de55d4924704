use core::fmt;

use super::beneficiary::{Beneficiary, Dual, Kidney};
use super::model::Model;
use super::scorer::Unscorable;

/// A part of a model with coefficients of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Segment {
    /// Community, no Medicaid, 65 and older.
    CommunityNonDualAged,
    /// Community, no Medicaid, below 65.
    CommunityNonDualDisabled,
    /// Community, full Medicaid, 65 and older.
    CommunityFullDualAged,
    /// Community, full Medicaid, below 65.
    CommunityFullDualDisabled,
    /// Community, partial Medicaid, 65 and older.
    CommunityPartialDualAged,
    /// Community, partial Medicaid, below 65.
    CommunityPartialDualDisabled,
    /// In an institution.
    Institutional,
    /// New enrollees.
    NewEnrollee,
    /// New enrollees of a special needs plan for chronic conditions.
    SpecialNeedsNewEnrollee,
    /// Dialysis.
    Dialysis,
    /// Dialysis, new enrollees.
    DialysisNewEnrollee,
    /// The month of a transplant.
    TransplantMonth1,
    /// The month after it.
    TransplantMonth2,
    /// The second month after it.
    TransplantMonth3,
    /// Functioning graft in the community (V21).
    GraftCommunity,
    /// Functioning graft in the community, no or partial Medicaid, 65 and older (V24).
    GraftNonDualAged,
    /// Functioning graft in the community, no or partial Medicaid, below 65 (V24).
    GraftNonDualNonAged,
    /// Functioning graft in the community, full Medicaid, 65 and older (V24).
    GraftFullDualAged,
    /// Functioning graft in the community, full Medicaid, below 65 (V24).
    GraftFullDualNonAged,
    /// Functioning graft in an institution.
    GraftInstitutional,
    /// Functioning graft, new enrollees.
    GraftNewEnrollee,
    /// Part D, community, low income, 65 and older.
    DrugLowIncomeAged,
    /// Part D, community, low income, below 65.
    DrugLowIncomeNonAged,
    /// Part D, community, not low income, 65 and older.
    DrugOtherAged,
    /// Part D, community, not low income, below 65.
    DrugOtherNonAged,
    /// Part D, in an institution.
    DrugInstitutional,
    /// Part D, new enrollees with low income.
    DrugNewLowIncome,
    /// Part D, new enrollees without low income.
    DrugNewOther,
    /// Part D, new enrollees in an institution.
    DrugNewInstitutional,
}

impl Segment {
    pub(super) const ALL: [Segment; 29] = [
        Segment::CommunityNonDualAged,
        Segment::CommunityNonDualDisabled,
        Segment::CommunityFullDualAged,
        Segment::CommunityFullDualDisabled,
        Segment::CommunityPartialDualAged,
        Segment::CommunityPartialDualDisabled,
        Segment::Institutional,
        Segment::NewEnrollee,
        Segment::SpecialNeedsNewEnrollee,
        Segment::Dialysis,
        Segment::DialysisNewEnrollee,
        Segment::TransplantMonth1,
        Segment::TransplantMonth2,
        Segment::TransplantMonth3,
        Segment::GraftCommunity,
        Segment::GraftNonDualAged,
        Segment::GraftNonDualNonAged,
        Segment::GraftFullDualAged,
        Segment::GraftFullDualNonAged,
        Segment::GraftInstitutional,
        Segment::GraftNewEnrollee,
        Segment::DrugLowIncomeAged,
        Segment::DrugLowIncomeNonAged,
        Segment::DrugOtherAged,
        Segment::DrugOtherNonAged,
        Segment::DrugInstitutional,
        Segment::DrugNewLowIncome,
        Segment::DrugNewOther,
        Segment::DrugNewInstitutional,
    ];

    /// What CMS's coefficients of the segment begin with, such as `CNA_`; the whole name of a transplant's.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Segment::CommunityNonDualAged => "CNA_",
            Segment::CommunityNonDualDisabled => "CND_",
            Segment::CommunityFullDualAged => "CFA_",
            Segment::CommunityFullDualDisabled => "CFD_",
            Segment::CommunityPartialDualAged => "CPA_",
            Segment::CommunityPartialDualDisabled => "CPD_",
            Segment::Institutional => "INS_",
            Segment::NewEnrollee => "NE_",
            Segment::SpecialNeedsNewEnrollee => "SNPNE_",
            Segment::Dialysis => "DI_",
            Segment::DialysisNewEnrollee => "DNE_",
            Segment::TransplantMonth1 => "TRANSPLANT_KIDNEY_ONLY_1M",
            Segment::TransplantMonth2 => "TRANSPLANT_KIDNEY_ONLY_2M",
            Segment::TransplantMonth3 => "TRANSPLANT_KIDNEY_ONLY_3M",
            Segment::GraftCommunity => "GC_",
            Segment::GraftNonDualAged => "GNPA_",
            Segment::GraftNonDualNonAged => "GNPN_",
            Segment::GraftFullDualAged => "GFA_",
            Segment::GraftFullDualNonAged => "GFN_",
            Segment::GraftInstitutional => "GI_",
            Segment::GraftNewEnrollee => "GNE_",
            Segment::DrugLowIncomeAged => "Rx_CE_LowAged_",
            Segment::DrugLowIncomeNonAged => "Rx_CE_LowNoAged_",
            Segment::DrugOtherAged => "Rx_CE_NoLowAged_",
            Segment::DrugOtherNonAged => "Rx_CE_NoLowNoAged_",
            Segment::DrugInstitutional => "Rx_CE_LTI_",
            Segment::DrugNewLowIncome => "Rx_NE_Lo_",
            Segment::DrugNewOther => "Rx_NE_NoLo_",
            Segment::DrugNewInstitutional => "Rx_NE_LTI_",
        }
    }

    /// Whether it is scored by age, sex and status alone.
    #[must_use]
    pub const fn is_new_enrollee(self) -> bool {
        matches!(
            self,
            Segment::NewEnrollee
                | Segment::SpecialNeedsNewEnrollee
                | Segment::DialysisNewEnrollee
                | Segment::GraftNewEnrollee
                | Segment::DrugNewLowIncome
                | Segment::DrugNewOther
                | Segment::DrugNewInstitutional
        )
    }

    pub(super) const fn is_transplant(self) -> bool {
        matches!(
            self,
            Segment::TransplantMonth1 | Segment::TransplantMonth2 | Segment::TransplantMonth3
        )
    }

    /// The segment of a model that a beneficiary belongs to.
    pub(super) fn of(model: Model, who: &Beneficiary) -> Result<Segment, Unscorable> {
        if model.is_esrd() {
            return Segment::of_esrd(model, who);
        }
        let aged = who.age >= 65;
        if model.is_part_d() {
            return Ok(
                match (who.new_enrollee, who.institutional, who.low_income) {
                    (true, true, _) => Segment::DrugNewInstitutional,
                    (true, false, true) => Segment::DrugNewLowIncome,
                    (true, false, false) => Segment::DrugNewOther,
                    (false, true, _) => Segment::DrugInstitutional,
                    (false, false, true) if aged => Segment::DrugLowIncomeAged,
                    (false, false, true) => Segment::DrugLowIncomeNonAged,
                    (false, false, false) if aged => Segment::DrugOtherAged,
                    (false, false, false) => Segment::DrugOtherNonAged,
                },
            );
        }
        Ok(match (who.new_enrollee, who.institutional, who.dual) {
            (true, ..) if who.special_needs => Segment::SpecialNeedsNewEnrollee,
            (true, ..) => Segment::NewEnrollee,
            (_, true, _) => Segment::Institutional,
            (.., Dual::None) if aged => Segment::CommunityNonDualAged,
            (.., Dual::None) => Segment::CommunityNonDualDisabled,
            (.., Dual::Full) if aged => Segment::CommunityFullDualAged,
            (.., Dual::Full) => Segment::CommunityFullDualDisabled,
            (.., Dual::Partial) if aged => Segment::CommunityPartialDualAged,
            (.., Dual::Partial) => Segment::CommunityPartialDualDisabled,
        })
    }

    fn of_esrd(model: Model, who: &Beneficiary) -> Result<Segment, Unscorable> {
        let aged = who.age >= 65;
        Ok(match who.kidney_state() {
            None => return Err(Unscorable::NoRenalDisease),
            Some(Kidney::Dialysis) if who.new_enrollee => Segment::DialysisNewEnrollee,
            Some(Kidney::Dialysis) => Segment::Dialysis,
            Some(Kidney::Transplant { month: 1 }) => Segment::TransplantMonth1,
            Some(Kidney::Transplant { month: 2 }) => Segment::TransplantMonth2,
            Some(Kidney::Transplant { .. }) => Segment::TransplantMonth3,
            Some(Kidney::Graft { .. }) => match (who.new_enrollee, who.institutional, who.dual) {
                (true, ..) => Segment::GraftNewEnrollee,
                (_, true, _) => Segment::GraftInstitutional,
                _ if model == Model::EsrdV21 => Segment::GraftCommunity,
                (.., Dual::Full) if aged => Segment::GraftFullDualAged,
                (.., Dual::Full) => Segment::GraftFullDualNonAged,
                _ if aged => Segment::GraftNonDualAged,
                _ => Segment::GraftNonDualNonAged,
            },
        })
    }
}

/// Prints the prefix of its coefficients, without the line at its end.
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.prefix().trim_end_matches('_'))
    }
}
