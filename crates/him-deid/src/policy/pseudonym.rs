//! Pseudonyms from a key.

use std::fmt;

use super::Key;
use super::crosswalk::base32;

/// Pseudonyms by HMAC-SHA-256: the same value of the same kind always gets the same pseudonym under a
/// key, and nobody without the key can tell the value or try values out.
///
/// A pseudonym carries the id of its key, so that data of two keys are told apart. For a new key,
/// [`relink`](Pseudonyms::relink) gives the table from old to new.
///
/// A keyed hash is derived from information about the individual: 164.514(c) forbids it under the Safe
/// Harbor, and [`SafeHarbor`](crate::SafeHarbor) has no such setting.
///
/// ```
/// use him_deid::{Key, Pseudonyms};
///
/// let old = Pseudonyms::new(Key::new("2026-1", &[7; 32])?);
/// let new = Pseudonyms::new(Key::new("2027-1", &[8; 32])?);
/// let pseudonym = old.pseudonym("patient", "00123456");
/// assert_eq!(pseudonym, old.pseudonym("patient", "00123456"));
/// assert_ne!(pseudonym, old.pseudonym("account", "00123456"));
/// assert!(pseudonym.to_string().starts_with("2026-1."));
/// assert_eq!(format!("{old:?}"), "Pseudonyms(Key(2026-1, [redacted]))");
///
/// let table: Vec<_> = old.relink(&new, "patient", ["00123456"]).collect();
/// assert_eq!(table, [(pseudonym, new.pseudonym("patient", "00123456"))]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pseudonyms(Key);

/// The id of a key, a point, and 26 letters and digits: 130 bits of the hash, of which 128 count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(Box<str>);

impl Pseudonyms {
    /// The pseudonyms of a key.
    pub const fn new(key: Key) -> Self {
        Pseudonyms(key)
    }

    /// The id of the key.
    pub fn key_id(&self) -> &str {
        self.0.id()
    }

    /// The pseudonym of a value of a kind.
    pub fn pseudonym(&self, kind: &str, value: &str) -> Pseudonym {
        let mac = self.0.mac(kind, value);
        let short = mac.get(..16).unwrap_or_default();
        Pseudonym(format!("{}.{}", self.0.id(), base32(short)).into())
    }

    /// The pseudonyms of values under this key and under a new one, in the order of the values.
    pub fn relink<'v>(
        &self,
        new: &Pseudonyms,
        kind: &str,
        values: impl IntoIterator<Item = &'v str>,
    ) -> impl Iterator<Item = (Pseudonym, Pseudonym)> {
        values
            .into_iter()
            .map(move |value| (self.pseudonym(kind, value), new.pseudonym(kind, value)))
    }
}

impl Pseudonym {
    /// As it is written into the data.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of the key that made it.
    pub fn key_id(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(id, _)| id)
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
