use std::fmt;
use std::str::FromStr;

use crate::{Error, ErrorKind};

/// A decimal number in the digits in which it was written: `1.50` is not `1.5` to a laboratory.
///
/// FHIR R4 asks to keep the precision of a `decimal`; binary floating point cannot.
///
/// ```
/// use him_record::Decimal;
///
/// let dose: Decimal = "1.50".parse()?;
/// assert_eq!(dose.to_string(), "1.50");
/// assert_eq!(dose.to_f64(), 1.5);
/// # Ok::<(), him_record::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal(Box<str>);

impl Decimal {
    /// The digits as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest binary number; infinite if the exponent is beyond the range of `f64`.
    pub fn to_f64(&self) -> f64 {
        // The text follows the grammar of JSON, a part of what Rust reads.
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl FromStr for Decimal {
    type Err = Error;

    /// Accepts a JSON number (RFC 8259 section 6).
    fn from_str(text: &str) -> Result<Self, Error> {
        let bytes = text.as_bytes();
        let form = |position| Error::new(ErrorKind::DecimalForm, position);
        let digits = |from: usize| {
            let rest = bytes.get(from..).unwrap_or_default();
            match rest.iter().take_while(|byte| byte.is_ascii_digit()).count() {
                0 => Err(form(from)),
                count => Ok(from + count),
            }
        };
        let first = usize::from(bytes.first() == Some(&b'-'));
        let mut at = digits(first)?;
        if bytes.get(first) == Some(&b'0') && at > first + 1 {
            return Err(form(first + 1));
        }
        if bytes.get(at) == Some(&b'.') {
            at = digits(at + 1)?;
        }
        if let Some(b'e' | b'E') = bytes.get(at) {
            let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            at = digits(at + 1 + sign)?;
        }
        if at < bytes.len() {
            return Err(form(at));
        }
        Ok(Decimal(text.into()))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A measured value may single a person out: `Debug` does not show it.
impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted decimal]")
    }
}
