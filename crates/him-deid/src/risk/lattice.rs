//! The lattice of all generalisations: one level for each column.

use super::Error;

/// More would not fit into memory, nor be searched in a day.
const MOST: usize = 1 << 24;

/// All combinations of levels, numbered in mixed radix.
pub(super) struct Lattice {
    heights: Vec<usize>,
    strides: Vec<usize>,
    size: usize,
}

impl Lattice {
    pub(super) fn new(heights: Vec<usize>) -> Result<Self, Error> {
        let mut size = 1_usize;
        let mut strides = Vec::with_capacity(heights.len());
        for height in &heights {
            strides.push(size);
            size = size
                .checked_mul(height + 1)
                .filter(|size| *size <= MOST)
                .ok_or(Error::TooManyLevels)?;
        }
        Ok(Lattice {
            heights,
            strides,
            size,
        })
    }

    pub(super) const fn size(&self) -> usize {
        self.size
    }

    pub(super) fn levels(&self, node: usize) -> Vec<usize> {
        let digits = self.strides.iter().zip(&self.heights);
        digits
            .map(|(stride, height)| node / stride % (height + 1))
            .collect()
    }

    /// The nodes one level of one column higher.
    pub(super) fn above(&self, node: usize) -> impl Iterator<Item = usize> {
        let digits = self.strides.iter().zip(&self.heights);
        digits.filter_map(move |(stride, height)| {
            (node / stride % (height + 1) < *height).then_some(node + stride)
        })
    }

    /// The nodes one level of one column lower.
    pub(super) fn below(&self, node: usize) -> impl Iterator<Item = usize> {
        let digits = self.strides.iter().zip(&self.heights);
        let lower =
            digits.filter(move |(stride, height)| !(node / **stride).is_multiple_of(*height + 1));
        lower.map(move |(stride, _)| node - stride)
    }

    /// The nodes by the sum of their levels, the most specific first.
    pub(super) fn by_height(&self) -> Vec<u32> {
        let sum = |node: usize| self.levels(node).iter().sum::<usize>();
        let mut nodes: Vec<(u16, u32)> = (0..self.size)
            .map(|node| {
                (
                    u16::try_from(sum(node)).unwrap_or(u16::MAX),
                    u32::try_from(node).unwrap_or(0),
                )
            })
            .collect();
        nodes.sort_unstable();
        nodes.into_iter().map(|(_, node)| node).collect()
    }
}
