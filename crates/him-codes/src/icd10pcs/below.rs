use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::code::Icd10Pcs;
use super::entry::Entry;
use super::header::Header;
use super::prefix::Prefix;
use super::table;
use crate::below::Rows;
use crate::table::Table;

/// See [`Header::billable`].
#[derive(Clone)]
pub struct Billable {
    list: &'static Table,
    rows: Rows,
    on: NaiveDate,
}

impl Billable {
    pub(super) fn new(list: &'static Table, prefix: Prefix, on: NaiveDate) -> Billable {
        Billable {
            list,
            rows: Rows::starting(&list.automaton, prefix.key()),
            on,
        }
    }
}

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

/// The tables of a day; see [`headers`](super::headers).
#[derive(Clone)]
pub struct Headers {
    list: &'static Table,
    rows: Rows,
    on: NaiveDate,
}

impl Headers {
    pub(super) fn new(list: &'static Table, on: NaiveDate) -> Headers {
        Headers {
            list,
            rows: Rows::all(&list.automaton),
            on,
        }
    }
}

impl Iterator for Headers {
    type Item = Header;

    fn next(&mut self) -> Option<Header> {
        let (list, on) = (self.list, self.on);
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
                let (list, on) = (self.list, self.on);
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
