//! Exact codes to small numbers: open addressing, at most half full, so that a look-up is one or two loads.

/// Built once, then only read.
#[derive(Clone, Debug, Default)]
pub(crate) struct CodeMap {
    /// A key and its number; key 0 is an empty cell, and no code.
    cells: Vec<(u64, u16)>,
    /// How far a product is shifted to give a place.
    shift: u32,
}

impl CodeMap {
    /// Of codes, each once; what comes later wins.
    pub(crate) fn new(codes: impl ExactSizeIterator<Item = (u64, u16)>) -> CodeMap {
        let places = (2 * codes.len()).next_power_of_two().max(8);
        let mut map = CodeMap {
            cells: vec![(0, 0); places],
            shift: 64 - places.trailing_zeros(),
        };
        for (key, number) in codes {
            let place = map.place(key);
            if let Some(cell) = map.cells.get_mut(place) {
                *cell = (key, number);
            }
        }
        map
    }

    /// The number of a code.
    #[inline]
    pub(crate) fn get(&self, key: u64) -> Option<u16> {
        let (found, number) = self.cells.get(self.place(key))?;
        (*found == key).then_some(*number)
    }

    /// Where the key stands, or would.
    #[inline]
    fn place(&self, key: u64) -> usize {
        // 2^64 over the golden ratio: spreads codes that differ in one character.
        let product = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut place = (product >> self.shift) as usize;
        while let Some((found, _)) = self.cells.get(place) {
            if *found == key || *found == 0 {
                break;
            }
            place = (place + 1) & (self.cells.len() - 1);
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_and_no_other() {
        let codes: Vec<(u64, u16)> = (1..5000).map(|n| (n << 24, n as u16)).collect();
        let map = CodeMap::new(codes.iter().copied());
        for (key, number) in &codes {
            assert_eq!(map.get(*key), Some(*number));
            assert_eq!(map.get(key | 1), None);
        }
        assert_eq!(CodeMap::default().get(7), None);
        assert_eq!(CodeMap::new([].into_iter()).get(7), None);
    }
}
