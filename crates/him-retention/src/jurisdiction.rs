//! Whose law it is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// A jurisdiction: ISO 3166-1 (`US`, `FR`), ISO 3166-2 (`US-MA`, `GB-ENG`), or one of `EU`,
/// `ADVISORY` (advice of professional bodies) and `SITE` (the site's own policy).
///
/// ```
/// use him_retention::Jurisdiction;
///
/// let state: Jurisdiction = "us-ma".parse()?;
/// assert_eq!(state.to_string(), "US-MA");
/// assert_eq!(state.parent(), Some("US".parse()?));
/// # Ok::<(), him_retention::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Jurisdiction([u8; 8]);

impl Jurisdiction {
    /// The United States, federal law.
    pub const US: Self = Self(*b"US\0\0\0\0\0\0");
    pub(crate) const CALIFORNIA: Self = Self(*b"US-CA\0\0\0");
    /// Recommendations of professional bodies.
    pub const ADVISORY: Self = Self(*b"ADVISORY");
    /// The site's own retention policy.
    pub const SITE: Self = Self(*b"SITE\0\0\0\0");

    /// The written form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let len = self
            .0
            .iter()
            .position(|&byte| byte == 0)
            .unwrap_or(self.0.len());
        self.0
            .get(..len)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    /// The jurisdiction whose law applies here as well: `US` for `US-MA`, none for `US`.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.as_str()
            .split_once('-')
            .and_then(|(country, _)| country.parse().ok())
    }

    /// True for the European Union and a part of it, and for a country and its parts.
    pub(crate) fn covers(self, part: Self) -> bool {
        /// Treaty on European Union, art. 52(1), since 2020-02-01.
        const MEMBERS: [&[u8; 2]; 27] = [
            b"AT", b"BE", b"BG", b"CY", b"CZ", b"DE", b"DK", b"EE", b"ES", b"FI", b"FR", b"GR",
            b"HR", b"HU", b"IE", b"IT", b"LT", b"LU", b"LV", b"MT", b"NL", b"PL", b"PT", b"RO",
            b"SE", b"SI", b"SK",
        ];
        let country = |member: &[u8; 2]| {
            part.0.starts_with(member) && matches!(part.0.get(2), Some(0 | b'-'))
        };
        if self.0.starts_with(b"EU\0") {
            MEMBERS.iter().any(|member| country(member))
        } else {
            part.parent() == Some(self)
        }
    }

    /// True for the states, the district and the territories of the United States.
    pub(crate) fn is_us_state(self) -> bool {
        self.0.starts_with(b"US-")
    }

    /// True for a part of a country.
    pub(crate) fn is_part(self) -> bool {
        self.0.contains(&b'-')
    }

    /// The code as a number, for hashing.
    pub(crate) fn to_bits(self) -> u64 {
        u64::from_be_bytes(self.0)
    }
}

impl FromStr for Jurisdiction {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let mut bytes = [0; 8];
        let (country, part) = text
            .split_once('-')
            .map_or((text, None), |(country, part)| (country, Some(part)));
        let shape = match part {
            // The two words of our own are longer than a country code.
            None => {
                (country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic()))
                    || ["ADVISORY", "SITE"]
                        .iter()
                        .any(|word| country.eq_ignore_ascii_case(word))
            }
            Some(part) => {
                country.len() == 2
                    && country.bytes().all(|byte| byte.is_ascii_alphabetic())
                    && (1..=3).contains(&part.len())
                    && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
        };
        if !shape {
            return Err(Error::name("jurisdiction (such as US-MA)", text));
        }
        for (to, from) in bytes.iter_mut().zip(text.bytes()) {
            *to = from.to_ascii_uppercase();
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Jurisdiction {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Jurisdiction> for String {
    fn from(jurisdiction: Jurisdiction) -> Self {
        jurisdiction.as_str().to_owned()
    }
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
