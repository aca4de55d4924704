use core::fmt;
use core::str::FromStr;

use crate::edits::UnknownName;

/// A code of HCPCS, level I (CPT) or level II, by its form: a digit or letter, three digits, a digit or letter.
///
/// Read in either case, with blanks around it; printed in upper case. Whether it exists is not known here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceCode(u32);

const RADIX: u32 = 36;

impl ServiceCode {
    /// Reads a code.
    ///
    /// # Errors
    ///
    /// When the text has not the form.
    pub fn try_new(text: &str) -> Result<ServiceCode, UnknownName> {
        let text = text.trim_ascii();
        let digits = text.chars().map(|c| c.to_digit(RADIX));
        let packed = digits.into_iter().try_fold(0u32, |packed, digit| {
            packed.checked_mul(RADIX)?.checked_add(digit?)
        });
        let middle = text.as_bytes().get(1..4).unwrap_or_default();
        let form = text.len() == 5 && middle.iter().all(u8::is_ascii_digit);
        match packed {
            Some(packed) if form => Ok(ServiceCode(packed)),
            _ => Err(UnknownName::of("a HCPCS code")),
        }
    }

    /// Below 36^5, which is less than 2^26.
    pub(super) const fn packed(self) -> u32 {
        self.0
    }
}

impl FromStr for ServiceCode {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<ServiceCode, UnknownName> {
        ServiceCode::try_new(text)
    }
}

impl fmt::Display for ServiceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        let mut text = [b'0'; 5];
        for cell in text.iter_mut().rev() {
            let [digit, ..] = (rest % RADIX).to_le_bytes();
            *cell = crate::automaton::character(digit);
            rest /= RADIX;
        }
        f.pad(str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for ServiceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServiceCode({self})")
    }
}

crate::text::serde_through_text!(ServiceCode, "a HCPCS code");
