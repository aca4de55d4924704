use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::code::Hcpcs;
use super::entry::Entry;
use super::table::{self, Table};
use crate::below::Rows;

/// Every code of a day; see [`entries`](super::entries).
#[derive(Clone)]
pub struct Entries {
    list: &'static Table,
    rows: Rows,
    on: NaiveDate,
}

impl Entries {
    pub(super) fn new(list: &'static Table, on: NaiveDate) -> Entries {
        Entries {
            list,
            rows: Rows::all(&list.automaton),
            on,
        }
    }
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (list, on) = (self.list, self.on);
        self.rows
            .find_map(|(key, ordinal)| table::at(list, Hcpcs::from_key(key)?, ordinal, on))
    }
}

impl FusedIterator for Entries {}

impl fmt::Debug for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entries")
    }
}
