//! Letters without their case and accents: `José`, `JOSÉ` and `Jose` are one name.

/// The base letters of U+00C0 to U+024F in order; `?` where the letter has none in ASCII.
const LATIN: &str = "aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuytyaaaaaaccccccccdd\
ddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnn?nnoooooooorrrrrrssssss\
ssttttttuuuuuuuuuuuuwwyyyzzzzzzs????????????????????????????????oo?????????????u\
u???????????????????dddlllnnnaaiioouuuuuuuuuu?aaaa????ggkkoooo??jdddgg??nnaa????\
aaaaeeeeiiiioooorrrruuuusstt??hh??????aaeeooooooooyy????????????????????????????";

/// The base letters of U+1E00 to U+1EFF in order.
const LATIN_ADDITIONAL: &str = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo\
oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas????\
aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu\
uuyyyyyyyy??????";

/// Whether `c` belongs to the letter before it, or shows nothing: combining marks, joiners, soft hyphens.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{FE20}'..='\u{FE2F}')
}

/// The letter without case and accents; `None` for marks.
pub(crate) fn fold(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    if is_mark(c) {
        return None;
    }
    let base = match c {
        '\u{C0}'..='\u{24F}' => LATIN.as_bytes().get(c as usize - 0xC0),
        '\u{1E00}'..='\u{1EFF}' => LATIN_ADDITIONAL.as_bytes().get(c as usize - 0x1E00),
        _ => None,
    };
    match base {
        Some(&base) if base != b'?' => Some(char::from(base)),
        _ => c.to_lowercase().next(),
    }
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// A running hash of folded letters (FNV-1a, 64 bits: words of one document and one record collide
/// once in 10^15 or so).
#[derive(Clone, Copy)]
pub(crate) struct Key(u64);

impl Key {
    pub(crate) const fn new() -> Self {
        Key(SEED)
    }

    #[inline]
    pub(crate) fn push_byte(&mut self, lower: u8) {
        self.0 = (self.0 ^ lower as u64).wrapping_mul(PRIME);
    }

    pub(crate) fn push_char(&mut self, c: char) {
        if let Some(folded) = fold(c) {
            let mut buffer = [0; 4];
            for byte in folded.encode_utf8(&mut buffer).bytes() {
                self.push_byte(byte);
            }
        }
    }

    pub(crate) const fn value(self) -> u64 {
        self.0
    }

    /// The key of a whole word.
    pub(crate) fn of(word: &str) -> u64 {
        let mut key = Key::new();
        word.chars().for_each(|c| key.push_char(c));
        key.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_fold() {
        for (a, b) in [
            ("José", "JOSE"),
            ("Łukasz", "lukasz"),
            ("Nguyễn", "NGUYEN"),
            ("Zoe\u{308}", "zoë"),
            ("Ж", "ж"),
        ] {
            assert_eq!(Key::of(a), Key::of(b), "{a} {b}");
        }
        assert_ne!(Key::of("Smith"), Key::of("Smyth"));
    }

    #[test]
    fn tables_cover_their_blocks() {
        assert_eq!(LATIN.len(), 0x250 - 0xC0);
        assert_eq!(LATIN_ADDITIONAL.len(), 0x100);
    }
}
