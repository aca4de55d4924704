//! Writes little-endian numbers, and says when one is too large for its place.

use crate::WORDS;
use crate::fault::{Fault, Result};

#[derive(Default)]
pub(crate) struct Blob(pub(crate) Vec<u8>);

impl Blob {
    pub(crate) fn u8(&mut self, number: u8) {
        self.0.push(number);
    }

    pub(crate) fn u16(&mut self, number: u16) {
        self.0.extend(number.to_le_bytes());
    }

    pub(crate) fn u32(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    pub(crate) fn set(&mut self, set: &[u64; WORDS]) {
        for word in set {
            self.0.extend(word.to_le_bytes());
        }
    }

    /// A count of one byte.
    pub(crate) fn small(&mut self, what: &str, count: usize) -> Result<()> {
        self.u8(u8::try_from(count).map_err(|_| too_many(what, count))?);
        Ok(())
    }

    /// A count of two bytes; all ones mean that there is none.
    pub(crate) fn count(&mut self, what: &str, count: usize) -> Result<()> {
        self.u16(number(what, count)?);
        Ok(())
    }

    pub(crate) fn large(&mut self, what: &str, count: usize) -> Result<()> {
        self.u32(u32::try_from(count).map_err(|_| too_many(what, count))?);
        Ok(())
    }

    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        self.count("bytes of a text", text.len())?;
        self.0.extend(text.as_bytes());
        Ok(())
    }
}

/// A number of two bytes, below all ones.
pub(crate) fn number(what: &str, count: usize) -> Result<u16> {
    let number = u16::try_from(count).ok().filter(|count| *count < u16::MAX);
    number.ok_or_else(|| too_many(what, count))
}

fn too_many(what: &str, count: usize) -> Fault {
    Fault::new(format!("{count} {what} are more than the layout holds"))
}
