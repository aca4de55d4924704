//! Beginnings of codes, and of each key what it falls into: a sorted list of places from which on the answer is another.

/// A beginning of codes, or a whole code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beginning {
    pub(super) key: u64,
    pub(super) whole: bool,
    pub(super) condition: u8,
}

impl Beginning {
    /// The first key that does not begin so.
    fn end(self) -> u64 {
        if self.whole {
            return self.key + 1;
        }
        // The lowest character that is there is one higher, and nothing follows.
        self.key + (1 << (self.key.trailing_zeros() / 8 * 8))
    }
}

/// At most 64 conditions.
#[derive(Clone, Debug, Default)]
pub(super) struct PrefixMap {
    starts: Vec<u64>,
    masks: Vec<u64>,
    /// By the first three characters: how many starts come before them. Few are left to search, mostly none.
    front: Vec<u16>,
}

/// Digits and letters.
const CHARACTERS: u64 = 36;

impl PrefixMap {
    pub(super) fn new(beginnings: &[Beginning]) -> PrefixMap {
        let mut starts: Vec<u64> = beginnings
            .iter()
            .flat_map(|beginning| [beginning.key, beginning.end()])
            .collect();
        starts.push(0);
        starts.sort_unstable();
        starts.dedup();
        let mask = |start: &u64| {
            let inside = beginnings
                .iter()
                .filter(|beginning| beginning.key <= *start && *start < beginning.end());
            inside.fold(0, |mask, beginning| mask | 1 << beginning.condition)
        };
        let masks: Vec<u64> = starts.iter().map(mask).collect();
        let mut before = 0_u16;
        let mut ahead = starts.iter().peekable();
        let front = (0..=CHARACTERS.pow(3)).map(|place| {
            let first = key_of(place);
            while ahead.next_if(|start| **start < first).is_some() {
                before += 1;
            }
            before
        });
        PrefixMap {
            front: front.collect(),
            starts,
            masks,
        }
    }

    /// What the code falls into.
    #[inline]
    pub(super) fn get(&self, key: u64) -> u64 {
        let place = place_of(key);
        let (Some(from), Some(to)) = (self.front.get(place), self.front.get(place + 1)) else {
            return 0;
        };
        let (from, to) = (usize::from(*from), usize::from(*to));
        let within = self.starts.get(from..to).unwrap_or_default();
        let after = within.iter().take_while(|start| **start <= key).count();
        // The answer holds from the start before; before the first there is the one at 0.
        let mask = self.masks.get((from + after).wrapping_sub(1));
        mask.copied().unwrap_or_default()
    }
}

/// Of a key of digits and large letters.
#[inline]
fn place_of(key: u64) -> usize {
    let value = |shift: u32| {
        let character = key >> shift & 0xff;
        // `0` to `9`, then `A` to `Z`; what is neither, such as the end of a code, comes out below.
        let letter = character >> 6 & 1;
        character.saturating_sub(u64::from(b'0') + 7 * letter)
    };
    (value(56) * CHARACTERS * CHARACTERS + value(48) * CHARACTERS + value(40)) as usize
}

/// The first key of a place; beyond the last place, of none.
fn key_of(place: u64) -> u64 {
    let character = |value: u64| match value {
        0..10 => u64::from(b'0') + value,
        _ => u64::from(b'A') + value - 10,
    };
    let first = place / CHARACTERS / CHARACTERS;
    if first >= CHARACTERS {
        return u64::MAX;
    }
    let (second, third) = (place / CHARACTERS % CHARACTERS, place % CHARACTERS);
    // A beginning of one or two characters starts before the first place that has a third one.
    let last = |value: u64| if value == 0 { 0 } else { character(value) };
    if third == 0 && second == 0 {
        return character(first) << 56;
    }
    character(first) << 56 | character(second) << 48 | last(third) << 40
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::of_text;

    #[test]
    fn a_code_falls_into_all_that_it_begins_with() {
        let beginning = |text, whole, condition| Beginning {
            key: of_text(text),
            whole,
            condition,
        };
        let map = PrefixMap::new(&[
            beginning("I42", false, 0),
            beginning("I426", false, 1),
            beginning("I427", true, 2),
            beginning("Z", false, 3),
            beginning("C0", false, 4),
        ]);
        for (text, mask) in [
            ("I41", 0),
            ("I42", 1),
            ("I4259ZZ", 1),
            ("I426", 3),
            ("I4269", 3),
            ("I427", 5),
            ("I4279", 1),
            ("I429", 1),
            ("I43", 0),
            ("Z99", 8),
            ("ZZZZZZZ", 8),
            ("A00", 0),
            ("C09", 16),
            ("C0A", 16),
            ("C10", 0),
            ("250", 0),
        ] {
            assert_eq!(map.get(of_text(text)), mask, "{text}");
        }
        assert_eq!(map.get(0), 0);
        assert_eq!(map.get(u64::MAX), 0);
        assert_eq!(PrefixMap::default().get(of_text("I42")), 0);
    }
}
