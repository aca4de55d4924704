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
    /// By first character, from `0` on: the first start of it, so that few are left to search.
    front: Vec<u16>,
}

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
        let front = (b'0'..=b'[').map(|first| {
            let before = starts.partition_point(|start| *start < u64::from(first) << 56);
            u16::try_from(before).unwrap_or(u16::MAX)
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
        let first = ((key >> 56) as usize).wrapping_sub(usize::from(b'0'));
        let (Some(from), Some(to)) = (self.front.get(first), self.front.get(first + 1)) else {
            return 0;
        };
        let (from, to) = (usize::from(*from), usize::from(*to));
        let starts = self.starts.get(from..to).unwrap_or_default();
        let place = from + starts.partition_point(|start| *start <= key);
        // The answer holds from the start before; before the first there is the one at 0.
        let mask = self.masks.get(place.wrapping_sub(1));
        mask.copied().unwrap_or_default()
    }
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
