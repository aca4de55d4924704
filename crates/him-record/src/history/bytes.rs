//! Fields with their length before them.

use sha2::{Digest as _, Sha256};

use super::Digest;

/// Appends a field: its length in 8 bytes, the first the highest, and its bytes.
pub(super) fn write_field(out: &mut Vec<u8>, field: &[u8]) {
    out.extend_from_slice(&(field.len() as u64).to_be_bytes());
    out.extend_from_slice(field);
}

/// Appends a field that may be missing: a byte 1 before its content, or a byte 0 alone.
pub(super) fn write_optional(out: &mut Vec<u8>, field: Option<&[u8]>) {
    match field {
        None => write_field(out, &[0]),
        Some(field) => {
            out.extend_from_slice(&(field.len() as u64 + 1).to_be_bytes());
            out.push(1);
            out.extend_from_slice(field);
        }
    }
}

/// Reads fields from the front.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
        let (field, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(field)
    }

    pub(super) fn next_array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.next()?.try_into().ok()
    }

    pub(super) fn next_number(&mut self) -> Option<u64> {
        self.next_array().map(u64::from_be_bytes)
    }

    pub(super) fn next_text(&mut self) -> Option<&'a str> {
        str::from_utf8(self.next()?).ok()
    }

    pub(super) fn next_optional(&mut self) -> Option<Option<&'a [u8]>> {
        match self.next()?.split_first()? {
            (0, []) => Some(None),
            (1, field) => Some(Some(field)),
            _ => None,
        }
    }
}

pub(super) fn sha256(bytes: &[u8]) -> Digest {
    Digest::new(Sha256::digest(bytes).into())
}
