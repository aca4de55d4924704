//! Rows that are alike.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::table::place;
use super::{Error, Table};

/// The equivalence classes of a table: rows with the same values of some columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classes {
    of_rows: Vec<u32>,
    sizes: Vec<u32>,
}

impl Classes {
    /// The classes by these columns.
    pub fn of(table: &Table, columns: &[&str]) -> Result<Self, Error> {
        let columns = table.chosen(columns)?;
        let mut of_rows = vec![0; table.rows()];
        let mut count = 1;
        let mut key = Key::default();
        for column in columns {
            let distinct = column.values().len() as u64;
            if !key.takes(distinct) {
                count = split(&mut of_rows, &key, count);
                key = Key::default();
            }
            key.add(column.codes(), distinct);
        }
        split(&mut of_rows, &key, count);
        let mut sizes = Vec::new();
        for class in &of_rows {
            let class = place(*class);
            if class >= sizes.len() {
                sizes.resize(class + 1, 0);
            }
            if let Some(size) = sizes.get_mut(class) {
                *size += 1;
            }
        }
        Ok(Classes { of_rows, sizes })
    }

    /// The class of each row, from 0 in the order in which classes first appear.
    pub fn of_rows(&self) -> &[u32] {
        &self.of_rows
    }

    /// How many rows each class has.
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// The size of the smallest class: the k of k-anonymity.
    pub fn k(&self) -> u32 {
        self.sizes.iter().copied().min().unwrap_or(0)
    }

    /// How many classes have fewer than `size` rows, and how many rows these have: small cells.
    pub fn smaller_than(&self, size: u32) -> (usize, usize) {
        let small = self.sizes.iter().filter(|rows| **rows < size);
        small.fold((0, 0), |(classes, rows), size| {
            (classes + 1, rows + place(*size))
        })
    }
}

/// The columns by which classes are split in one pass: mixed radix in 64 bits.
#[derive(Default)]
struct Key<'c> {
    columns: Vec<(&'c [u32], u64)>,
    range: u64,
}

impl<'c> Key<'c> {
    /// With room for 2^32 classes beside the columns.
    fn takes(&self, distinct: u64) -> bool {
        self.columns.is_empty() || self.range.saturating_mul(distinct) < 1 << 32
    }

    fn add(&mut self, codes: &'c [u32], distinct: u64) {
        self.range = self.range.max(1).saturating_mul(distinct);
        self.columns.push((codes, distinct));
    }
}

/// Splits each class by the key; gives the number of classes.
fn split(of_rows: &mut [u32], key: &Key<'_>, classes: u32) -> u32 {
    let mut numbers: HashMap<u64, u32, Mixing> = HashMap::default();
    let mut next = 0;
    // A key of few values needs no hashing.
    let range = key.range.saturating_mul(u64::from(classes));
    let mut direct = vec![u32::MAX; if range <= 1 << 22 { range as usize } else { 0 }];
    for (row, class) in of_rows.iter_mut().enumerate() {
        let mut packed = u64::from(*class);
        for (codes, distinct) in &key.columns {
            packed = packed * distinct + u64::from(codes.get(row).copied().unwrap_or(0));
        }
        let mut new = || {
            next += 1;
            next - 1
        };
        *class = match direct.get_mut(usize::try_from(packed).unwrap_or(usize::MAX)) {
            Some(number) => {
                if *number == u32::MAX {
                    *number = new();
                }
                *number
            }
            None => *numbers.entry(packed).or_insert_with(new),
        };
    }
    next
}

pub(super) type Mixing = BuildHasherDefault<Mixer>;

/// Packed keys are small numbers that nobody outside chooses freely; a multiplication spreads them.
#[derive(Default)]
pub(super) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // The odd number next to 2^64 divided by the golden ratio (Knuth, TAOCP 3, 6.4).
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
