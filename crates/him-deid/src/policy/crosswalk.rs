//! Random codes and what they stand for, kept apart from the data.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use zeroize::Zeroize;

/// Where random bytes come from.
///
/// The codes of a [`Crosswalk`] are as unpredictable as these bytes: a cryptographic generator, such as
/// [`SystemRandom`], whose state nobody who sees the data can know. Never a hash of the record, which is
/// what 164.514(c)(1) forbids.
pub trait RandomSource {
    /// Fills the buffer.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), RandomFailure>;
}

/// The generator of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

/// There were no random bytes; nothing was assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RandomFailure;

impl fmt::Display for RandomFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the source of random bytes failed, so that no code could be assigned")
    }
}

impl std::error::Error for RandomFailure {}

impl RandomSource for SystemRandom {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), RandomFailure> {
        getrandom::fill(buffer).map_err(|_| RandomFailure)
    }
}

/// A random code: 80 bits as 16 letters and digits, without those that look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code([u8; 10]);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&base32(&self.0))
    }
}

impl std::str::FromStr for Code {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut code = [0; 10];
        if text.len() != 16 {
            return Err(NotACode);
        }
        let mut bits = 0_u16;
        let mut held = 0;
        let mut bytes = code.iter_mut();
        for byte in text.bytes() {
            let value = ALPHABET
                .iter()
                .position(|letter| *letter == byte)
                .ok_or(NotACode)?;
            bits = bits << 5 | u16::try_from(value).unwrap_or(0);
            held += 5;
            if held >= 8 {
                held -= 8;
                if let Some(byte) = bytes.next() {
                    *byte = (bits >> held & 0xFF).try_into().unwrap_or(0);
                }
                bits &= (1 << held) - 1;
            }
        }
        Ok(Code(code))
    }
}

/// A code has 16 letters and digits of Crockford's base 32, in upper case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotACode;

impl fmt::Display for NotACode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a code has 16 of the letters and digits 0-9 A-H J K M N P-T V-Z")
    }
}

impl std::error::Error for NotACode {}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Crockford's base 32, the last digit filled with zeros.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut bits, mut held) = (0_u32, 0);
    let digit = |value: u32| {
        let place = usize::try_from(value & 31).unwrap_or(0);
        ALPHABET
            .get(place)
            .map_or('0', |letter| char::from(*letter))
    };
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            out.push(digit(bits >> held));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        out.push(digit(bits << (5 - held)));
    }
    out
}

/// Random codes that stand for the ids of a record: 164.514(c).
///
/// A code is drawn when a value is first seen and stays the same from then on, over any number of files.
/// It says nothing of the value. Whoever de-identifies keeps the crosswalk apart from the data and does
/// not disclose it; [`entries`](Crosswalk::entries) and [`restore`](Crosswalk::restore) take it to and
/// from the caller's storage, and with the feature `seal` it can be encrypted.
///
/// ```
/// use him_deid::{Crosswalk, SystemRandom};
///
/// let mut crosswalk = Crosswalk::new(SystemRandom);
/// let code = crosswalk.code("Patient", "00123456")?;
/// assert_eq!(crosswalk.code("Patient", "00123456")?, code);
/// assert_ne!(crosswalk.code("Patient", "00123457")?, code);
/// assert_eq!(crosswalk.original(code), Some(("Patient", "00123456")));
/// assert_eq!(format!("{crosswalk:?}"), "Crosswalk { codes: 2 }");
/// # Ok::<(), him_deid::RandomFailure>(())
/// ```
pub struct Crosswalk<R = SystemRandom> {
    source: R,
    codes: HashMap<(Box<str>, Box<str>), Code>,
    originals: HashMap<Code, (Box<str>, Box<str>)>,
}

impl<R: RandomSource> Crosswalk<R> {
    /// Without a code yet.
    pub fn new(source: R) -> Self {
        Crosswalk {
            source,
            codes: HashMap::new(),
            originals: HashMap::new(),
        }
    }

    /// With the codes of an earlier one. Of two codes for a value, or two values for a code, the first stays.
    pub fn restore(
        source: R,
        entries: impl IntoIterator<Item = (Box<str>, Box<str>, Code)>,
    ) -> Self {
        let mut crosswalk = Crosswalk::new(source);
        for (kind, value, code) in entries {
            let key = (kind, value);
            if !crosswalk.codes.contains_key(&key) && !crosswalk.originals.contains_key(&code) {
                crosswalk.originals.insert(code, key.clone());
                crosswalk.codes.insert(key, code);
            }
        }
        crosswalk
    }

    /// The code of a value of a kind, drawn if it has none yet. A code that was given out stands for itself.
    pub fn code(&mut self, kind: &str, value: &str) -> Result<Code, RandomFailure> {
        let key = (Box::from(kind), Box::from(value));
        if let Some(code) = self.codes.get(&key) {
            return Ok(*code);
        }
        let given = value.parse().ok().filter(|code| {
            self.originals
                .get(code)
                .is_some_and(|(of, _)| **of == *kind)
        });
        if let Some(code) = given {
            return Ok(code);
        }
        // Of 2^80 codes two hardly ever meet; a source that repeats itself is none.
        for _ in 0..8 {
            let mut bytes = [0; 10];
            self.source.fill(&mut bytes)?;
            let code = Code(bytes);
            if let Entry::Vacant(entry) = self.originals.entry(code) {
                entry.insert(key.clone());
                self.codes.insert(key, code);
                return Ok(code);
            }
        }
        Err(RandomFailure)
    }
}

impl<R> Crosswalk<R> {
    /// What a code stands for: kind and value.
    pub fn original(&self, code: Code) -> Option<(&str, &str)> {
        self.originals
            .get(&code)
            .map(|(kind, value)| (&**kind, &**value))
    }

    /// All codes with their kinds and values, by code, for the caller's storage. They identify people.
    pub fn entries(&self) -> Vec<(&str, &str, Code)> {
        let mut entries: Vec<_> = self
            .originals
            .iter()
            .map(|(code, (kind, value))| (&**kind, &**value, *code))
            .collect();
        entries.sort_unstable_by_key(|(_, _, code)| *code);
        entries
    }

    /// How many codes were assigned.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }
}

impl<R> Drop for Crosswalk<R> {
    fn drop(&mut self) {
        for (_, (_, mut value)) in self.originals.drain() {
            value.zeroize();
        }
        for ((_, mut value), _) in self.codes.drain() {
            value.zeroize();
        }
    }
}

impl<R> fmt::Debug for Crosswalk<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Crosswalk")
            .field("codes", &self.len())
            .finish()
    }
}
