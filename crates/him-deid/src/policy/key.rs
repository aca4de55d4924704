//! A secret key with its name.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A secret from which pseudonyms and date shifts follow. It is overwritten when it is dropped, and
/// `Debug` shows its id alone.
#[derive(Clone)]
pub struct Key {
    id: Box<str>,
    secret: Zeroizing<Vec<u8>>,
}

/// A key shorter than the hash, 32 bytes, weakens it (NIST SP 800-107 rev. 1, 5.3.4); an id is 1 to 32 letters, digits or `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShortKey {
    /// The secret has this many bytes.
    Secret(usize),
    /// The id has another form.
    Id,
}

impl fmt::Display for ShortKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShortKey::Secret(bytes) => write!(f, "a key has 32 bytes or more, not {bytes}"),
            ShortKey::Id => f.write_str("the id of a key is 1 to 32 letters, digits or `-`"),
        }
    }
}

impl std::error::Error for ShortKey {}

impl Key {
    /// A key of 32 random bytes or more, with an id that may be seen.
    pub fn new(id: &str, secret: &[u8]) -> Result<Self, ShortKey> {
        if secret.len() < 32 {
            return Err(ShortKey::Secret(secret.len()));
        }
        let form = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if id.is_empty() || id.len() > 32 || !id.bytes().all(form) {
            return Err(ShortKey::Id);
        }
        Ok(Key {
            id: id.into(),
            secret: Zeroizing::new(secret.to_vec()),
        })
    }

    /// The name of the key.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// HMAC-SHA-256 (RFC 2104, FIPS 180-4) of a value within a domain, so that equal values of different kinds differ.
    pub(crate) fn mac(&self, domain: &str, value: &str) -> [u8; 32] {
        // Keys of any length are valid for HMAC; without one there would be no secret, hence all zeros never leave.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else {
            return [0; 32];
        };
        let length = u64::try_from(domain.len()).unwrap_or(u64::MAX);
        mac.update(&length.to_be_bytes());
        mac.update(domain.as_bytes());
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl PartialEq for Key {
    /// Keys of the same id and secret. In constant time where the lengths are equal.
    fn eq(&self, other: &Self) -> bool {
        let differing = self
            .secret
            .iter()
            .zip(other.secret.iter())
            .fold(0, |bits, (a, b)| bits | (a ^ b));
        self.id == other.id && self.secret.len() == other.secret.len() && differing == 0
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, [redacted])", self.id)
    }
}
