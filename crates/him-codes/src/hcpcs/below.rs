use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::code::Hcpcs;
use super::entry::Entry;
use super::table::{self, Table};
use crate::below::Below;
use crate::packed::prefix_mask;

/// The codes of all editions that start alike, in order, each as its characters and its number.
#[derive(Clone)]
pub(super) struct Rows {
    list: &'static Table,
    start: u64,
    next_group: usize,
    current: Option<Below>,
    /// A whole code is its own only row.
    exact: Option<(u64, u32)>,
}

impl Rows {
    /// `start` has up to five characters, then zeros.
    pub(super) fn starting(list: &'static Table, start: u64) -> Rows {
        let mut rows = Rows {
            list,
            start,
            next_group: 0,
            current: None,
            exact: None,
        };
        if start & !prefix_mask(1) != 0 {
            let node = list.automaton.walk(start);
            rows.exact = node
                .and_then(|node| node.ordinal())
                .map(|ordinal| (start, ordinal));
            rows.current = node.map(|_| Below::new(&list.automaton, start, node));
            rows.next_group = usize::MAX;
        }
        rows
    }
}

impl Iterator for Rows {
    type Item = (u64, u32);

    fn next(&mut self) -> Option<(u64, u32)> {
        loop {
            if let Some(row) = self.exact.take() {
                return Some(row);
            }
            if let Some(row) = self.current.as_mut().and_then(Below::next) {
                return Some(row);
            }
            let (one, two) = self.list.automaton.pair(self.next_group)?;
            self.next_group += 1;
            let key = u64::from_be_bytes([one, two, 0, 0, 0, 0, 0, 0]);
            if self.start == 0 || self.start == key & prefix_mask(1) {
                let node = self.list.automaton.root(one, two);
                self.current = Some(Below::new(&self.list.automaton, key, node));
            }
        }
    }
}

/// Every code of a day; see [`entries`](super::entries).
#[derive(Clone)]
pub struct Entries {
    rows: Rows,
    on: NaiveDate,
}

impl Entries {
    pub(super) fn new(list: &'static Table, on: NaiveDate) -> Entries {
        Entries {
            rows: Rows::starting(list, 0),
            on,
        }
    }
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (list, on) = (self.rows.list, self.on);
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
