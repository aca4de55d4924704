//! Writes the blobs: see the head of `risk.rs`.

use crate::fault::{Fault, Result};

pub(super) struct Packing(Vec<u8>);

impl Packing {
    pub(super) fn new(letters: [u8; 4]) -> Packing {
        Packing(letters.to_vec())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn u16(&mut self, number: u16) {
        self.0.extend(number.to_le_bytes());
    }

    pub(super) fn i32(&mut self, number: i32) {
        self.0.extend(number.to_le_bytes());
    }

    pub(super) fn count(&mut self, rows: usize) -> Result<()> {
        let rows = u32::try_from(rows).map_err(|_| Fault::in_file("a table", "is too long"))?;
        self.0.extend(rows.to_le_bytes());
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) -> Result<()> {
        let len = u8::try_from(text.len())
            .map_err(|_| Fault::in_file(text, "is longer than 255 bytes"))?;
        self.0.push(len);
        self.0.extend(text.bytes());
        Ok(())
    }

    /// A text of a sorted list, of which `before` is the one before it.
    pub(super) fn next_text(&mut self, before: &str, text: &str) -> Result<()> {
        let same = before.bytes().zip(text.bytes());
        let shared = same.take_while(|(a, b)| a == b).count();
        let rest = text.get(shared..).unwrap_or(text);
        let shared = text.len() - rest.len();
        self.byte(
            u8::try_from(shared).map_err(|_| Fault::in_file(text, "is longer than 255 bytes"))?,
        );
        self.text(rest)
    }
}
