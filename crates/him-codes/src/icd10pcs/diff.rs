use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::code::Icd10Pcs;
use super::entry::Entry;
use super::header::Header;
use super::prefix::Prefix;
use super::table;
use crate::change::{ChangeKind, Changes};
use crate::day::Day;
use crate::table::Table;

/// See [`diff`](super::diff).
#[derive(Clone)]
pub struct Diff {
    list: &'static Table,
    changes: Changes,
    from: NaiveDate,
    to: NaiveDate,
}

/// A code or table that differs between two days.
#[derive(Clone, Copy)]
pub struct Change {
    list: &'static Table,
    prefix: Prefix,
    kind: ChangeKind,
    from: NaiveDate,
    to: NaiveDate,
    titles: (bool, bool),
}

impl Diff {
    pub(super) fn new(list: &'static Table, from: NaiveDate, to: NaiveDate) -> Diff {
        #[cfg(feature = "titles")]
        let differ = super::title::differ;
        #[cfg(not(feature = "titles"))]
        let differ = |_: &'static Table, _, _, _| (false, false);
        let days = (Day::of(from), Day::of(to));
        Diff {
            list,
            changes: Changes::new(list, differ, days),
            from,
            to,
        }
    }
}

impl Iterator for Diff {
    type Item = Change;

    fn next(&mut self) -> Option<Change> {
        let (list, from, to) = (self.list, self.from, self.to);
        self.changes.find_map(|row| {
            Some(Change {
                list,
                prefix: Prefix::from_key(row.key)?,
                kind: row.kind,
                from,
                to,
                titles: row.titles,
            })
        })
    }
}

impl FusedIterator for Diff {}

impl fmt::Debug for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Diff({} to {})", self.from, self.to)
    }
}

impl Change {
    /// The seven characters of a code, or the three of a table.
    #[must_use]
    pub const fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// The code; none of a table.
    #[must_use]
    pub fn code(&self) -> Option<Icd10Pcs> {
        self.prefix.code()
    }

    /// What became of it: added, deleted or retitled.
    #[must_use]
    pub const fn kind(&self) -> ChangeKind {
        self.kind
    }

    /// The code on the earlier day, or in the earlier edition; none of an added one, and of a table.
    #[must_use]
    pub fn before(&self) -> Option<Entry> {
        table::entry(self.list, self.prefix.code()?, self.from)
    }

    /// The code on the later day, or in the later edition; none of a deleted one, and of a table.
    #[must_use]
    pub fn after(&self) -> Option<Entry> {
        table::entry(self.list, self.prefix.code()?, self.to)
    }

    /// The table on the earlier day; none of an added one, and of a code.
    #[must_use]
    pub fn table_before(&self) -> Option<Header> {
        self.table_on(self.from)
    }

    /// The table on the later day; none of a deleted one, and of a code.
    #[must_use]
    pub fn table_after(&self) -> Option<Header> {
        self.table_on(self.to)
    }

    fn table_on(&self, on: NaiveDate) -> Option<Header> {
        let ordinal = self.list.find(self.prefix.key())?;
        let listed =
            self.prefix.code().is_none() && table::span_on(self.list, ordinal, on).is_some();
        listed.then(|| Header::new(self.list, self.prefix, on))
    }

    /// Whether it has another long title than before. Never without the crate's feature `titles`.
    #[must_use]
    pub const fn long_title_changed(&self) -> bool {
        self.titles.0
    }

    /// Whether it has another short title than before. Never without the crate's feature `titles`.
    #[must_use]
    pub const fn short_title_changed(&self) -> bool {
        self.titles.1
    }
}

/// Alike when they say the same, of whatever table they are.
impl PartialEq for Change {
    fn eq(&self, other: &Change) -> bool {
        let said = |change: &Change| {
            (
                change.prefix,
                change.kind,
                change.from,
                change.to,
                change.titles,
            )
        };
        said(self) == said(other)
    }
}

impl Eq for Change {}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change({} {:?})", self.prefix, self.kind)
    }
}
