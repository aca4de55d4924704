//! Codes of at most eight characters in one number, from the highest byte down, then zeros: worked on all at once, and in
//! the order of the text.

/// Keeps the first `len` characters of a key.
pub(crate) const fn prefix_mask(len: usize) -> u64 {
    if len >= 8 {
        u64::MAX
    } else {
        !(u64::MAX >> (8 * len))
    }
}

pub(crate) const EACH_HIGH_BIT: u64 = 0x8080_8080_8080_8080;

const fn each(byte: u8) -> u64 {
    u64::from_be_bytes([byte; 8])
}

/// Of eight bytes, those with bit 6 lose bit 5: small letters become large, and no other byte becomes a letter.
pub(crate) const fn in_upper_case(bytes: u64) -> u64 {
    bytes & !((bytes & each(0x40)) >> 1)
}

/// Of eight bytes, the high bit of each that is a large letter.
pub(crate) const fn letters(bytes: u64) -> u64 {
    between(bytes, b'A', b'Z')
}

/// Of eight bytes, the high bit of each that is a digit.
pub(crate) const fn digits(bytes: u64) -> u64 {
    between(bytes, b'0', b'9')
}

/// Adding to the low seven bits of a byte what `first` lacks to 128 sets the high bit from `first` on.
pub(crate) const fn between(bytes: u64, first: u8, last: u8) -> u64 {
    let low = bytes & !EACH_HIGH_BIT;
    let from_first = low + each(128 - first);
    let after_last = low + each(127 - last);
    from_first & !after_last & !bytes & EACH_HIGH_BIT
}
