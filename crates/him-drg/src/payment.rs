//! What a DRG is worth: weights from the user's copy of CMS's Table 5, and the arithmetic of transfers and cost outliers.
//!
//! Nothing is embedded and nothing is guessed: rates, wage indices, thresholds and costs are what the caller gives. It is the
//! arithmetic of the regulation, not the Medicare pricer: new technology, quality and value-based adjustments, and what a
//! hospital is paid beside them, are for the caller to add.
//!
//! ```
//! use him_drg::payment::{BaseRates, Factor, Money, Table5, Transfer};
//!
//! // Invented figures.
//! let table = "MS-DRG,Post-Acute DRG,Special Pay DRG,Weights,Geometric mean LOS,Arithmetic mean LOS\n\
//!              470,Yes,No,2.0000,4.0,4.5\n";
//! let table = Table5::read(table.as_bytes())?;
//! let row = table.drg(470).unwrap();
//!
//! let mut rates = BaseRates::default();
//! rates.labor = Money::dollars(4_000);
//! rates.other = Money::dollars(2_000);
//! rates.wage_index = "1.1".parse::<Factor>()?;
//! let full = rates.operating(row.weight);
//! assert_eq!(full.to_string(), "12800.00");
//!
//! // To a skilled nursing facility after one day: twice the per diem.
//! let transfer = Transfer::of(row, 3);
//! assert_eq!(transfer.payment(full, row, 1).unwrap().to_string(), "6400.00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod amount;
mod outlier;
mod table5;
mod transfer;

pub use crate::payment::amount::{Days, Factor, Money, NotAnAmount};
pub use crate::payment::outlier::Outlier;
pub use crate::payment::table5::{DrgWeight, RowFault, Table5, TableError};
pub use crate::payment::transfer::{Rule, Transfer};

/// Rates of a hospital, from the final rule and its provider-specific file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BaseRates {
    /// The labor-related part of the operating standardized amount.
    pub labor: Money,
    /// The rest of it.
    pub other: Money,
    /// Of the labor-related part.
    pub wage_index: Factor,
    /// Cost-of-living adjustment of the rest, in Alaska and Hawaii.
    pub cost_of_living: Factor,
    /// The capital federal rate.
    pub capital: Money,
    /// Geographic adjustment of the capital rate.
    pub geographic_adjustment: Factor,
}

impl Default for BaseRates {
    fn default() -> BaseRates {
        BaseRates {
            labor: Money::default(),
            other: Money::default(),
            wage_index: Factor::ONE,
            cost_of_living: Factor::ONE,
            capital: Money::default(),
            geographic_adjustment: Factor::ONE,
        }
    }
}

impl BaseRates {
    /// The operating payment of a DRG before add-ons: (labor x wage index + rest x cost of living) x weight, 42 CFR 412.64.
    #[must_use]
    pub fn operating(&self, weight: Factor) -> Money {
        let adjusted = self.labor.exact(self.wage_index) + self.other.exact(self.cost_of_living);
        Money::rounded(
            adjusted * i128::from(weight.ten_thousandths()),
            Factor::UNIT * Factor::UNIT,
        )
    }

    /// The capital payment of a DRG before add-ons: rate x geographic adjustment x weight, 42 CFR 412.312.
    #[must_use]
    pub fn capital(&self, weight: Factor) -> Money {
        let adjusted = self.capital.exact(self.geographic_adjustment);
        Money::rounded(
            adjusted * i128::from(weight.ten_thousandths()),
            Factor::UNIT * Factor::UNIT,
        )
    }
}
