//! A map from what was written back to whom it was about, encrypted.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::{Zeroize, Zeroizing};

use crate::{Crosswalk, Key, RandomFailure, RandomSource, Surrogates};

/// The first bytes of a sealed map; the last one is the version of the format.
const MARK: &[u8; 8] = b"HIMMAP\0\x01";

/// What stands for what: kind, original, and what was written in its place. It identifies people, and is to
/// be kept apart from the data (164.514(c)); sealed, it can be stored beside them.
///
/// ```
/// use him_deid::{Crosswalk, Key, ReidentificationMap, SystemRandom};
///
/// let mut crosswalk = Crosswalk::new(SystemRandom);
/// let code = crosswalk.code("Patient", "00123456")?.to_string();
/// let key = Key::new("vault-1", &[7; 32])?;
/// let sealed = ReidentificationMap::from(&crosswalk).seal(&key, &mut SystemRandom)?;
/// assert!(!sealed.windows(8).any(|bytes| bytes == b"00123456"));
/// let map = ReidentificationMap::open(&sealed, &key)?;
/// assert_eq!(map.original("Patient", &code), Some("00123456"));
/// assert!(ReidentificationMap::open(&sealed, &Key::new("vault-1", &[8; 32])?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReidentificationMap {
    entries: Vec<[Box<str>; 3]>,
}

/// A sealed map was made by another key or another version, or was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the sealed map was made with another key, or has been changed")
    }
}

impl std::error::Error for Broken {}

impl ReidentificationMap {
    /// Kinds, originals and what was written in their places.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.entries
            .iter()
            .map(|[kind, original, written]| (&**kind, &**original, &**written))
    }

    /// What something that was written stands for.
    pub fn original(&self, kind: &str, written: &str) -> Option<&str> {
        let found = self
            .entries()
            .find(|(of, _, drawn)| *of == kind && *drawn == written);
        found.map(|(_, original, _)| original)
    }

    /// Encrypts the map by XChaCha20-Poly1305 (RFC 8439, with the longer nonce) with a key that follows from
    /// `key`. The id of the key can be read in the result.
    pub fn seal(
        &self,
        key: &Key,
        random: &mut impl RandomSource,
    ) -> Result<Vec<u8>, RandomFailure> {
        let mut nonce = [0; 24];
        random.fill(&mut nonce)?;
        let mut plain = Zeroizing::new(Vec::new());
        for text in self.entries.iter().flatten() {
            let length = u32::try_from(text.len()).map_err(|_| RandomFailure)?;
            plain.extend_from_slice(&length.to_le_bytes());
            plain.extend_from_slice(text.as_bytes());
        }
        let mut out = header(key);
        let payload = Payload {
            msg: &plain,
            aad: &out,
        };
        let sealed = cipher(key)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| RandomFailure)?;
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Decrypts a map.
    pub fn open(sealed: &[u8], key: &Key) -> Result<Self, Broken> {
        let header = header(key);
        let rest = sealed.strip_prefix(header.as_slice()).ok_or(Broken)?;
        let (nonce, rest) = rest.split_first_chunk::<24>().ok_or(Broken)?;
        let payload = Payload {
            msg: rest,
            aad: &header,
        };
        let plain = Zeroizing::new(
            cipher(key)
                .decrypt(&XNonce::from(*nonce), payload)
                .map_err(|_| Broken)?,
        );
        let mut texts = Vec::new();
        let mut left = plain.as_slice();
        while !left.is_empty() {
            let (length, rest) = left.split_first_chunk::<4>().ok_or(Broken)?;
            let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| Broken)?;
            let (text, rest) = rest.split_at_checked(length).ok_or(Broken)?;
            texts.push(Box::from(std::str::from_utf8(text).map_err(|_| Broken)?));
            left = rest;
        }
        let mut entries = Vec::with_capacity(texts.len() / 3);
        let mut texts = texts.into_iter();
        while let Some(kind) = texts.next() {
            entries.push([
                kind,
                texts.next().ok_or(Broken)?,
                texts.next().ok_or(Broken)?,
            ]);
        }
        Ok(ReidentificationMap { entries })
    }
}

/// The mark, and the id of the key with its length.
fn header(key: &Key) -> Vec<u8> {
    let mut out = MARK.to_vec();
    // An id has 32 bytes at most.
    out.push(u8::try_from(key.id().len()).unwrap_or(0));
    out.extend_from_slice(key.id().as_bytes());
    out
}

/// The key itself makes pseudonyms and shifts; what it encrypts with is derived from it.
fn cipher(key: &Key) -> XChaCha20Poly1305 {
    let derived = Zeroizing::new(key.mac("seal", "XChaCha20-Poly1305"));
    XChaCha20Poly1305::new((&*derived).into())
}

impl<R> From<&Crosswalk<R>> for ReidentificationMap {
    fn from(crosswalk: &Crosswalk<R>) -> Self {
        let entry = |(kind, value, code): (&str, &str, crate::Code)| {
            [kind.into(), value.into(), code.to_string().into()]
        };
        ReidentificationMap {
            entries: crosswalk.entries().into_iter().map(entry).collect(),
        }
    }
}

impl<R> From<&Surrogates<R>> for ReidentificationMap {
    fn from(surrogates: &Surrogates<R>) -> Self {
        let entries = surrogates
            .entries()
            .into_iter()
            .map(|(kind, value, drawn)| [kind.into(), value.into(), drawn.into()]);
        ReidentificationMap {
            entries: entries.collect(),
        }
    }
}

impl Drop for ReidentificationMap {
    fn drop(&mut self) {
        for text in self.entries.iter_mut().flatten() {
            text.zeroize();
        }
    }
}

impl fmt::Debug for ReidentificationMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ReidentificationMap {{ {} entries }}",
            self.entries.len()
        )
    }
}
