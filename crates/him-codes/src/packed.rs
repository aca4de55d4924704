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

/// A text of three to eight bytes, and the high bits that it has when all of them are characters of codes; bits that no text
/// has when it is shorter or longer.
#[inline]
pub(crate) const fn short_text(bytes: &[u8]) -> (u64, u64) {
    let len = bytes.len();
    match (bytes, bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (_, Some(first), Some(last)) if len <= 8 => {
            let unused = 8 * (8 - len as u32);
            let last = (u32::from_be_bytes(*last) as u64) << unused;
            let text = (u32::from_be_bytes(*first) as u64) << 32 | last;
            (text, EACH_HIGH_BIT << unused)
        }
        ([a, b, c], ..) => (
            u64::from_be_bytes([*a, *b, *c, 0, 0, 0, 0, 0]),
            EACH_HIGH_BIT << 40,
        ),
        _ => (0, 1),
    }
}

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
