//! Transfers: a hospital that hands a patient on is paid by the day, up to the full payment (42 CFR 412.4).

use crate::payment::{DrgWeight, Money};

/// What a discharge is for payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Transfer {
    /// A discharge: full payment.
    Discharge,
    /// To another hospital of acute care or a critical access hospital, 42 CFR 412.4(b).
    AcuteCare,
    /// To post-acute care, from a DRG for which that is a transfer, 42 CFR 412.4(c).
    PostAcute,
}

/// By which rule a transfer is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// No transfer.
    Full,
    /// Twice the per diem for the first day, once for each other.
    GraduatedPerDiem,
    /// Half of the full payment and half of the graduated per diem.
    SpecialPay,
    /// Newborns who are transferred: their DRG is about that, and paid in full.
    Newborn,
}

/// Newborns who died or were transferred.
const NEWBORN: u16 = 789;

impl Rule {
    /// The regulation.
    #[must_use]
    pub const fn citation(self) -> &'static str {
        match self {
            Rule::Full => "42 CFR 412.4(a)",
            Rule::GraduatedPerDiem => "42 CFR 412.4(f)(1)",
            Rule::SpecialPay => "42 CFR 412.4(f)(5) and (6)",
            Rule::Newborn => "42 CFR 412.4(f)(3)",
        }
    }

    /// Whether the paragraph was read when the rule was written. Of the others the arithmetic is from memory.
    #[must_use]
    pub const fn is_verified(self) -> bool {
        matches!(self, Rule::Full)
    }
}

impl Transfer {
    /// What a discharge with this patient discharge status is. Which status stands for which setting is from memory of the
    /// NUBC's list; home health counts only when it begins within three days and is related, which no status tells.
    #[must_use]
    pub const fn of(row: &DrgWeight, discharge_status: i32) -> Transfer {
        match discharge_status {
            2 | 66 | 82 | 94 => Transfer::AcuteCare,
            3 | 5 | 6 | 50 | 51 | 62 | 63 | 65 | 83 | 85 | 86 | 90 | 91 | 93 if row.post_acute => {
                Transfer::PostAcute
            }
            _ => Transfer::Discharge,
        }
    }

    /// By which rule it is paid.
    #[must_use]
    pub const fn rule(self, row: &DrgWeight) -> Rule {
        match self {
            Transfer::Discharge => Rule::Full,
            Transfer::AcuteCare if row.drg == NEWBORN => Rule::Newborn,
            Transfer::PostAcute if row.special_pay => Rule::SpecialPay,
            Transfer::AcuteCare | Transfer::PostAcute => Rule::GraduatedPerDiem,
        }
    }

    /// The payment after so many days, of what would be paid in full. None when the rule needs a geometric mean length of
    /// stay and the row has none. A stay of no day counts as one.
    #[must_use]
    pub fn payment(self, full: Money, row: &DrgWeight, length_of_stay: u32) -> Option<Money> {
        let tenths = || {
            row.geometric_mean
                .map(|days| days.tenths())
                .filter(|tenths| *tenths > 0)
        };
        let full_cents = i128::from(full.as_cents());
        // Days that are paid: the first counts twice.
        let days = i128::from(length_of_stay.max(1)) + 1;
        let payment = match self.rule(row) {
            Rule::Full | Rule::Newborn => full,
            Rule::GraduatedPerDiem => Money::rounded(full_cents * 10 * days, i128::from(tenths()?)),
            Rule::SpecialPay => {
                let tenths = i128::from(tenths()?);
                Money::rounded(full_cents * (tenths + 10 * days), 2 * tenths)
            }
        };
        Some(payment.min(full))
    }
}
