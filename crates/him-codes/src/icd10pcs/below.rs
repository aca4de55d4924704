use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::code::Icd10Pcs;
use super::entry::Entry;
use super::header::Header;
use super::prefix::Prefix;
use super::table;
use crate::below::Below;
use crate::table::Table;

/// Every row of the list that starts with some characters, of whatever day: tables and codes.
#[derive(Clone)]
struct Rows {
    list: &'static Table,
    next_group: usize,
    /// Goes through the groups of this first character; of all when there is none.
    only: Option<u8>,
    current: Option<Below>,
}

impl Rows {
    fn all(list: &'static Table, only: Option<u8>) -> Rows {
        Rows {
            list,
            next_group: 0,
            only,
            current: None,
        }
    }

    fn below(list: &'static Table, prefix: Prefix) -> Rows {
        let key = prefix.key();
        if prefix.len() == 1 {
            let [one, ..] = key.to_be_bytes();
            return Rows::all(list, Some(one));
        }
        Rows {
            list,
            next_group: usize::MAX,
            only: None,
            current: Some(table::below(list, key, list.automaton.walk(key))),
        }
    }

    /// Goes on after everything that starts as the last row does.
    fn leave(&mut self) {
        if let Some(below) = &mut self.current {
            below.leave();
        }
    }
}

impl Iterator for Rows {
    type Item = (u64, u32);

    fn next(&mut self) -> Option<(u64, u32)> {
        loop {
            if let Some(row) = self.current.as_mut().and_then(Below::next) {
                return Some(row);
            }
            let (one, two) = self.list.automaton.pair(self.next_group)?;
            self.next_group += 1;
            if self.only.is_none_or(|only| only == one) {
                let key = u64::from_be_bytes([one, two, 0, 0, 0, 0, 0, 0]);
                self.current = Some(table::below(
                    self.list,
                    key,
                    self.list.automaton.root(one, two),
                ));
            }
        }
    }
}

/// See [`Header::billable`].
#[derive(Clone)]
pub struct Billable {
    rows: Rows,
    on: NaiveDate,
}

impl Billable {
    pub(super) fn new(list: &'static Table, prefix: Prefix, on: NaiveDate) -> Billable {
        Billable {
            rows: Rows::below(list, prefix),
            on,
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
            rows: Rows::all(list, None),
            on,
        }
    }
}

/// The tables of a day; see [`headers`](super::headers).
#[derive(Clone)]
pub struct Headers {
    rows: Rows,
    on: NaiveDate,
}

impl Headers {
    pub(super) fn new(list: &'static Table, on: NaiveDate) -> Headers {
        Headers {
            rows: Rows::all(list, None),
            on,
        }
    }
}

impl Iterator for Headers {
    type Item = Header;

    fn next(&mut self) -> Option<Header> {
        let (list, on) = (self.rows.list, self.on);
        loop {
            let (key, ordinal) = self.rows.next()?;
            // Below the row of a table there are its codes only.
            self.rows.leave();
            if let (Some(_), Some(prefix)) =
                (table::span_on(list, ordinal, on), Prefix::from_key(key))
            {
                return Some(Header::new(list, prefix, on));
            }
        }
    }
}

macro_rules! codes_of_rows {
    ($($iterator:ident),*) => {$(
        impl Iterator for $iterator {
            type Item = Entry;

            fn next(&mut self) -> Option<Entry> {
                let (list, on) = (self.rows.list, self.on);
                self.rows.find_map(|(key, ordinal)| table::at(list, Icd10Pcs::from_key(key)?, ordinal, on))
            }
        }
    )*};
}
codes_of_rows!(Billable, Entries);

macro_rules! debug_as_name {
    ($($iterator:ident),*) => {$(
        impl fmt::Debug for $iterator {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($iterator))
            }
        }
        impl FusedIterator for $iterator {}
    )*};
}
debug_as_name!(Billable, Entries, Headers);
