use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::code::Icd10Pcs;
use super::entry::Entry;
use super::prefix::Prefix;
use super::table;
use crate::slips::Slips;
use crate::table::Table;

/// Codes that one slip of the pen turns into another text, each once, the likelier slips first; see
/// [`Unknown::nearby`](super::Unknown::nearby).
///
/// First characters that look alike (1 and L, S and 5 ...), then two that are swapped, one too few, and another one instead.
#[derive(Clone)]
pub struct Nearby {
    list: &'static Table,
    slips: Slips,
    on: NaiveDate,
}

impl Nearby {
    pub(super) fn new(list: &'static Table, prefix: Prefix, on: NaiveDate) -> Nearby {
        Nearby {
            list,
            slips: Slips::new(prefix.key(), prefix.len(), false),
            on,
        }
    }
}

impl Iterator for Nearby {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (list, on) = (self.list, self.on);
        self.slips
            .find_map(|key| table::entry(list, Icd10Pcs::from_key(key)?, on))
    }
}

impl FusedIterator for Nearby {}

impl fmt::Debug for Nearby {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nearby")
    }
}
