//! Exact amounts: no binary fractions, and halves are rounded away from zero once, at the end.

use core::fmt;
use core::ops::{Add, Sub};
use core::str::FromStr;

/// US dollars, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// A factor with four decimals: a relative weight, a wage index, a cost-to-charge ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Factor(u32);

/// Days with one decimal, as mean lengths of stay are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days(u32);

/// A text that is not an amount, or has more decimals than its kind.
///
/// ```
/// use him_drg::payment::Factor;
///
/// let error = "1.23456".parse::<Factor>().unwrap_err();
/// assert_eq!(error.to_string(), "not a number of at most 4 decimals");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number of at most {decimals} decimals")]
#[non_exhaustive]
pub struct NotAnAmount {
    /// How many it may have.
    pub decimals: u32,
}

impl Money {
    /// Whole dollars.
    #[must_use]
    pub const fn dollars(dollars: i64) -> Money {
        Money(dollars.saturating_mul(100))
    }

    /// Cents.
    #[must_use]
    pub const fn cents(cents: i64) -> Money {
        Money(cents)
    }

    /// In cents.
    #[must_use]
    pub const fn as_cents(self) -> i64 {
        self.0
    }

    /// Times a factor, rounded to the cent.
    #[must_use]
    pub fn times(self, factor: Factor) -> Money {
        Money::rounded(self.exact(factor), Factor::UNIT)
    }

    pub(super) fn exact(self, factor: Factor) -> i128 {
        i128::from(self.0) * i128::from(factor.0)
    }

    /// A fraction of cents to the nearest cent, halves away from zero.
    pub(super) fn rounded(numerator: i128, denominator: i128) -> Money {
        let half = denominator / 2;
        let shifted = if numerator < 0 {
            numerator - half
        } else {
            numerator + half
        };
        let cents = shifted.checked_div(denominator).unwrap_or(0);
        Money(i64::try_from(cents).unwrap_or(if cents < 0 { i64::MIN } else { i64::MAX }))
    }
}

impl Factor {
    /// 1.
    pub const ONE: Factor = Factor(10_000);
    pub(super) const UNIT: i128 = 10_000;

    /// In ten-thousandths.
    #[must_use]
    pub const fn ten_thousandths(self) -> u32 {
        self.0
    }
}

impl Days {
    /// In tenths.
    #[must_use]
    pub const fn tenths(self) -> u32 {
        self.0
    }
}

impl Add for Money {
    type Output = Money;

    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Money;

    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

/// Digits, with a point and at most so many decimals; commas between thousands are taken.
fn scaled(text: &str, decimals: u32) -> Option<u64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = whole.replace(',', "");
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = digits(&whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    if !sound || fraction.len() > decimals as usize {
        return None;
    }
    let padding = decimals - u32::try_from(fraction.len()).ok()?;
    let number = |text: &str| {
        if text.is_empty() {
            Some(0)
        } else {
            text.parse::<u64>().ok()
        }
    };
    let fraction = number(fraction)?.checked_mul(10_u64.checked_pow(padding)?)?;
    number(&whole)?
        .checked_mul(10_u64.checked_pow(decimals)?)?
        .checked_add(fraction)
}

macro_rules! amount {
    ($amount:ident, $decimals:literal, $unit:literal) => {
        impl FromStr for $amount {
            type Err = NotAnAmount;

            fn from_str(text: &str) -> Result<$amount, NotAnAmount> {
                let scaled = scaled(text, $decimals).and_then(|scaled| scaled.try_into().ok());
                scaled.map($amount).ok_or(NotAnAmount {
                    decimals: $decimals,
                })
            }
        }

        impl fmt::Display for $amount {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let amount = i128::from(self.0);
                let sign = if amount < 0 { "-" } else { "" };
                let (whole, rest) = (amount.abs() / $unit, amount.abs() % $unit);
                write!(f, "{sign}{whole}.{rest:0width$}", width = $decimals)
            }
        }
    };
}

amount!(Money, 2, 100);
amount!(Factor, 4, 10_000);
amount!(Days, 1, 10);
