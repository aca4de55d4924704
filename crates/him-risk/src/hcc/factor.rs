use core::fmt;
use core::iter::Sum;
use core::ops::{Add, AddAssign};
use core::str::FromStr;

/// A coefficient or a score: an exact decimal number with up to six places.
///
/// ```
/// use him_risk::hcc::Factor;
///
/// let sum: Factor = ["0.395".parse::<Factor>()?, "0.166".parse()?].into_iter().sum();
/// assert_eq!(sum.to_string(), "0.561");
/// assert_eq!("-0.0245".parse::<Factor>()?.to_string(), "-0.0245");
/// assert_eq!(sum.to_f64(), 0.561);
/// # Ok::<(), him_risk::hcc::UnknownFactor>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Factor(i64);

/// Millionths in one.
const ONE: i64 = 1_000_000;

impl Factor {
    /// Nothing.
    pub const ZERO: Factor = Factor(0);

    pub(super) const fn from_millionths(millionths: i64) -> Factor {
        Factor(millionths)
    }

    pub(super) const fn millionths(self) -> i64 {
        self.0
    }

    /// The nearest floating-point number.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "scores are far below 2^52")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / ONE as f64
    }

    /// To three places, half away from zero, as CMS rounds scores.
    #[must_use]
    pub const fn rounded(self) -> Factor {
        let half = if self.0 < 0 { -500 } else { 500 };
        Factor(self.0.saturating_add(half) / 1000 * 1000)
    }
}

impl Add for Factor {
    type Output = Factor;

    fn add(self, other: Factor) -> Factor {
        Factor(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Factor {
    fn add_assign(&mut self, other: Factor) {
        *self = *self + other;
    }
}

impl Sum for Factor {
    fn sum<I: Iterator<Item = Factor>>(all: I) -> Factor {
        all.fold(Factor::ZERO, Factor::add)
    }
}

/// At least three places.
impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (
            self.0.unsigned_abs() / 1_000_000,
            self.0.unsigned_abs() % 1_000_000,
        );
        if part % 1000 == 0 {
            return f.pad(&format!("{sign}{whole}.{:03}", part / 1000));
        }
        let digits = format!("{sign}{whole}.{part:06}");
        f.pad(digits.trim_end_matches('0'))
    }
}

/// A text is no decimal number with up to six places.
///
/// ```
/// use him_risk::hcc::Factor;
///
/// assert_eq!("1,5".parse::<Factor>().unwrap_err().to_string(), "not a decimal number with up to six places");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number with up to six places")]
pub struct UnknownFactor(());

impl FromStr for Factor {
    type Err = UnknownFactor;

    fn from_str(text: &str) -> Result<Factor, UnknownFactor> {
        read(text.trim()).ok_or(UnknownFactor(()))
    }
}

fn read(text: &str) -> Option<Factor> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = whole.bytes().chain(part.bytes());
    if (whole.is_empty() && part.is_empty())
        || part.len() > 6
        || !all.clone().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let whole: i64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let mut millionths: i64 = if part.is_empty() {
        0
    } else {
        part.parse().ok()?
    };
    for _ in part.len()..6 {
        millionths *= 10;
    }
    let sum = whole.checked_mul(ONE)?.checked_add(millionths)?;
    Some(Factor(sign * sum))
}
