use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::code::Icd10Cm;
use super::entry::Entry;
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

/// A code or header that differs between two days.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Change {
    code: Icd10Cm,
    kind: ChangeKind,
    before: Option<Entry>,
    after: Option<Entry>,
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
            let code = Icd10Cm::from_key(row.key)?;
            Some(Change {
                code,
                kind: row.kind,
                before: table::at(list, code, row.ordinal, from),
                after: table::at(list, code, row.ordinal, to),
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
    /// The code.
    #[must_use]
    pub const fn code(&self) -> Icd10Cm {
        self.code
    }

    /// What became of it.
    #[must_use]
    pub const fn kind(&self) -> ChangeKind {
        self.kind
    }

    /// The code on the earlier day, or in the earlier edition; none of an added one.
    #[must_use]
    pub const fn before(&self) -> Option<Entry> {
        self.before
    }

    /// The code on the later day, or in the later edition; none of a deleted one.
    #[must_use]
    pub const fn after(&self) -> Option<Entry> {
        self.after
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

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change({} {:?})", self.code, self.kind)
    }
}
