//! Takes a packed table apart, from its first byte to its last.

use crate::set::{Set, WORDS};

/// Reads little-endian numbers; none once the table has ended.
#[derive(Clone, Copy)]
pub(crate) struct Reader(pub(crate) &'static [u8]);

impl Reader {
    pub(crate) fn bytes(&mut self, count: usize) -> Option<&'static [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    fn chunk<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*bytes)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.chunk().map(u8::from_le_bytes)
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        self.chunk().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.chunk().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.chunk().map(u64::from_le_bytes)
    }

    pub(crate) fn set(&mut self) -> Option<Set> {
        let mut words = [0; WORDS];
        for word in &mut words {
            *word = self.u64()?;
        }
        Some(Set(words))
    }

    pub(crate) fn text(&mut self) -> Option<&'static str> {
        let length = self.u16()?;
        str::from_utf8(self.bytes(length.into())?).ok()
    }

    /// As many as a count of two bytes says.
    pub(crate) fn list<T>(
        &mut self,
        mut one: impl FnMut(&mut Reader) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = self.u16()?;
        (0..count).map(|_| one(self)).collect()
    }

    /// As many as a count of one byte says.
    pub(crate) fn small<T>(
        &mut self,
        mut one: impl FnMut(&mut Reader) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = self.u8()?;
        (0..count).map(|_| one(self)).collect()
    }
}

/// Numbers of two bytes, read in place.
#[derive(Clone, Copy)]
pub(crate) struct Numbers(&'static [[u8; 2]]);

impl Numbers {
    pub(crate) fn read(reader: &mut Reader, count: usize) -> Option<Numbers> {
        let bytes = reader.bytes(count.checked_mul(2)?)?;
        Some(Numbers(bytes.as_chunks().0))
    }

    #[inline]
    pub(crate) fn get(&self, place: usize) -> Option<u16> {
        self.0.get(place).map(|bytes| u16::from_le_bytes(*bytes))
    }
}

/// Numbers of four bytes, read in place.
#[derive(Clone, Copy)]
pub(crate) struct LargeNumbers(&'static [[u8; 4]]);

impl LargeNumbers {
    pub(crate) fn read(reader: &mut Reader, count: usize) -> Option<LargeNumbers> {
        let bytes = reader.bytes(count.checked_mul(4)?)?;
        Some(LargeNumbers(bytes.as_chunks().0))
    }

    #[inline]
    pub(crate) fn get(&self, place: usize) -> Option<u32> {
        self.0.get(place).map(|bytes| u32::from_le_bytes(*bytes))
    }

    pub(crate) fn range(&self, from: usize, to: usize) -> Option<&'static [[u8; 4]]> {
        self.0.get(from..to)
    }
}
