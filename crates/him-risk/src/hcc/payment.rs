use super::factor::Factor;

/// What turns a raw score into one that is paid by: the normalization factor, the adjustment for the coding pattern of
/// Medicare Advantage, and a frailty score.
///
/// CMS announces them each year; see the Rate Announcement. A score is divided by the normalization factor, then taken times
/// one less the adjustment, each rounded to three places; frailty is added last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    normalization: i64,
    coding: i64,
    frailty: Factor,
    from_memory: bool,
}

/// A factor that no year can have.
///
/// ```
/// use him_risk::hcc::{Factor, Payment};
///
/// assert_eq!(Payment::new(Factor::ZERO).unwrap_err().to_string(), "the normalization factor is not above 0");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PaymentFault {
    /// One divides by it.
    #[error("the normalization factor is not above 0")]
    Normalization,
    /// It is a part of one.
    #[error("the adjustment for coding is not from 0 to 1")]
    Coding,
}

impl Payment {
    /// Of CMS-HCC V28 in payment year 2026: normalization 1.067, adjustment 5.90 % (Rate Announcement of CY 2026, April 7, 2025).
    /// Both are from memory, [`Payment::is_from_memory`]: check them before money depends on them.
    pub const CMS_HCC_V28_2026: Payment = Payment {
        normalization: 1_067_000,
        coding: 59_000,
        frailty: Factor::ZERO,
        from_memory: true,
    };

    /// With a normalization factor alone.
    ///
    /// # Errors
    ///
    /// When it is not above 0.
    pub const fn new(normalization: Factor) -> Result<Payment, PaymentFault> {
        if normalization.millionths() <= 0 {
            return Err(PaymentFault::Normalization);
        }
        Ok(Payment {
            normalization: normalization.millionths(),
            coding: 0,
            frailty: Factor::ZERO,
            from_memory: false,
        })
    }

    /// With the adjustment for coding, such as 0.059. CMS does not apply it to dialysis and transplant, nor to Part D.
    ///
    /// # Errors
    ///
    /// When it is not from 0 to 1.
    pub const fn with_coding_adjustment(mut self, coding: Factor) -> Result<Payment, PaymentFault> {
        if coding.millionths() < 0 || coding.millionths() > 1_000_000 {
            return Err(PaymentFault::Coding);
        }
        self.coding = coding.millionths();
        Ok(self)
    }

    /// With a frailty score (PACE, and some special needs plans).
    #[must_use]
    pub const fn with_frailty(mut self, frailty: Factor) -> Payment {
        self.frailty = frailty;
        self
    }

    /// Whether its factors were written down from memory.
    #[must_use]
    pub const fn is_from_memory(&self) -> bool {
        self.from_memory
    }

    /// The score that is paid by.
    #[must_use]
    pub fn of(&self, raw: Factor) -> Factor {
        let times = |score: Factor, over: i64, under: i64| {
            let product = i128::from(score.millionths()) * i128::from(over);
            let half = i128::from(under) / 2 * product.signum();
            let quotient = (product + half) / i128::from(under.max(1));
            Factor::from_millionths(i64::try_from(quotient).unwrap_or(i64::MAX)).rounded()
        };
        let normalized = times(raw, 1_000_000, self.normalization);
        times(normalized, 1_000_000 - self.coding, 1_000_000) + self.frailty
    }
}
