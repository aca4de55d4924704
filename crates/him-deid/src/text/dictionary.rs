//! What lists of names and places say of a word, read in place from a packed table.
//!
//! A bucket, chosen by the upper bits of a word's key, holds fingerprints of 16 bits with 16 bits of
//! classes. A word of no list meets a fingerprint by chance once in some ten thousand times: the table
//! feeds a statistical model, never a rule that stands alone.

/// The classes of a word, or of two words that follow each other.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Listed(pub u16);

impl Listed {
    /// Bits 0 to 2: how frequent a surname is, from 1 to 7.
    pub const SURNAME: u16 = 0b111;
    /// Bits 3 and 4: a given name; 2 if it is a usual one.
    pub const GIVEN_SHIFT: u16 = 3;
    /// Part of a place of two or more words.
    pub const PLACE_PART: u16 = 1 << 5;
    /// A county.
    pub const COUNTY: u16 = 1 << 6;
    /// Bits 7 and 8: a city; 1 for small ones of the United States, 2 and 3 for larger ones of the world.
    pub const CITY_SHIFT: u16 = 7;
    /// A country or state, or part of one.
    pub const COUNTRY: u16 = 1 << 9;
    /// Stands in several names of hospitals.
    pub const HOSPITAL: u16 = 1 << 10;
    /// A street.
    pub const STREET: u16 = 1 << 11;
    /// Stands in the names of occupations.
    pub const OCCUPATION: u16 = 1 << 12;
    /// A proper noun of clinical titles: an eponym.
    pub const EPONYM: u16 = 1 << 13;
    /// Stands in the titles of drugs, devices and supplies.
    pub const PRODUCT: u16 = 1 << 14;
}

/// Buckets of the table, as a power of two.
pub const BUCKET_BITS: u32 = 15;

const BUCKETS: usize = 1 << BUCKET_BITS;

/// The offsets of the buckets, in entries, stand before the entries.
pub const HEAD: usize = (BUCKETS + 1) * 4;

static TABLE: &[u8] = include_bytes!("../../data/dictionary.bin");

/// The bucket and fingerprint of a key.
#[inline]
pub fn place(key: u64) -> (usize, u16) {
    // FNV leaves its best bits low.
    let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed >> (64 - BUCKET_BITS)) as usize, (mixed >> 24) as u16)
}

/// The key of two words that follow each other.
#[inline]
pub fn pair(first: u64, second: u64) -> u64 {
    (first.rotate_left(23) ^ second).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

/// What the lists say of the key.
#[inline]
pub(crate) fn find(key: u64) -> Listed {
    let (bucket, fingerprint) = place(key);
    let offset = |at: usize| {
        let bytes = TABLE.get(at * 4..at * 4 + 4);
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
    };
    let (from, to) = (offset(bucket), offset(bucket + 1));
    let entries = TABLE.get(HEAD + from * 4..HEAD + to * 4).unwrap_or(&[]);
    for entry in entries.chunks_exact(4) {
        if let &[a, b, c, d] = entry
            && u16::from_le_bytes([a, b]) == fingerprint
        {
            return Listed(u16::from_le_bytes([c, d]));
        }
    }
    Listed(0)
}
