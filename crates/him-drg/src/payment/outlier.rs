//! Cost outliers: a part of the costs beyond a threshold (42 CFR 412.80 to 412.86).

use crate::payment::{DrgWeight, Factor, Money};

/// What the arithmetic needs. All of it is the caller's: nothing is assumed of a hospital or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outlier {
    /// Covered charges.
    pub charges: Money,
    /// The hospital's cost-to-charge ratio, operating and capital together.
    pub cost_to_charge: Factor,
    /// The fixed loss amount of the year, adjusted to the hospital's area.
    pub fixed_loss: Money,
    /// What is paid for the case beside the DRG and counts towards the threshold: indirect medical education,
    /// disproportionate share, new technology.
    pub add_ons: Money,
}

/// Burns; their outliers are paid at a higher rate.
const BURNS: core::ops::RangeInclusive<u16> = 927..=935;

impl Outlier {
    /// Costs and threshold of a case.
    #[must_use]
    pub const fn new(charges: Money, cost_to_charge: Factor, fixed_loss: Money) -> Outlier {
        Outlier {
            charges,
            cost_to_charge,
            fixed_loss,
            add_ons: Money::cents(0),
        }
    }

    /// The part of the costs beyond the threshold that is paid: 80 percent, of burns 90 (42 CFR 412.84; both from memory).
    #[must_use]
    pub fn marginal_factor(drg: u16) -> Factor {
        let percent = if BURNS.contains(&drg) { "0.9" } else { "0.8" };
        percent.parse().unwrap_or(Factor::ONE)
    }

    /// Beyond which costs a case is an outlier: payment, add-ons and the fixed loss.
    #[must_use]
    pub fn threshold(&self, payment: Money) -> Money {
        payment + self.add_ons + self.fixed_loss
    }

    /// The same of a transfer that is paid by the day: the fixed loss is divided by the geometric mean length of stay and
    /// multiplied by the stay and one day, up to itself (42 CFR 412.80(b); from memory). None without a geometric mean.
    #[must_use]
    pub fn transfer_threshold(
        &self,
        payment: Money,
        row: &DrgWeight,
        length_of_stay: u32,
    ) -> Option<Money> {
        let tenths = row
            .geometric_mean
            .map(|days| days.tenths())
            .filter(|tenths| *tenths > 0)?;
        let days = i128::from(length_of_stay.max(1)) + 1;
        let loss = i128::from(self.fixed_loss.as_cents()) * 10 * days;
        let loss = Money::rounded(loss, i128::from(tenths)).min(self.fixed_loss);
        Some(payment + self.add_ons + loss)
    }

    /// Charges by the cost-to-charge ratio.
    #[must_use]
    pub fn costs(&self) -> Money {
        self.charges.times(self.cost_to_charge)
    }

    /// The outlier payment above a threshold; nothing below it.
    #[must_use]
    pub fn payment(&self, drg: u16, threshold: Money) -> Money {
        let beyond = self.costs() - threshold;
        beyond
            .max(Money::default())
            .times(Outlier::marginal_factor(drg))
    }
}
