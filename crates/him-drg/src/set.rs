//! Sets of attributes, one bit each.

/// As many words as `him-drg-release` packs.
pub(crate) const WORDS: usize = 5;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set(pub(crate) [u64; WORDS]);

impl Set {
    pub(crate) const ALL: Set = Set([u64::MAX; WORDS]);

    pub(crate) fn one(attribute: Option<u16>) -> Set {
        let mut set = Set::default();
        if let Some(attribute) = attribute
            && let Some(word) = set.0.get_mut(usize::from(attribute) / 64)
        {
            *word |= 1 << (attribute % 64);
        }
        set
    }

    #[inline]
    pub(crate) fn has(&self, attribute: u16) -> bool {
        self.0
            .get(usize::from(attribute / 64))
            .is_some_and(|word| word >> (attribute % 64) & 1 == 1)
    }

    #[inline]
    pub(crate) fn add(&mut self, other: &Set) {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word |= other;
        }
    }

    #[inline]
    pub(crate) fn keep(&mut self, other: &Set) {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word &= other;
        }
    }

    #[inline]
    pub(crate) fn remove(&mut self, other: &Set) {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word &= !other;
        }
    }

    #[inline]
    pub(crate) fn and(mut self, other: &Set) -> Set {
        self.keep(other);
        self
    }

    #[inline]
    pub(crate) fn meets(&self, other: &Set) -> bool {
        self.0
            .iter()
            .zip(other.0)
            .any(|(word, other)| word & other != 0)
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The attributes, in order.
    pub(crate) fn attributes(self) -> impl Iterator<Item = u16> {
        self.0.into_iter().zip(0_u16..).flat_map(|(word, place)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| 64 * place + bit)
        })
    }
}
