use core::ops::Range;

use chrono::NaiveDate;

use super::code::Icd10Cm;
use super::entry::{Entry, State};
use super::table;
use crate::automaton::Node;
use crate::below::Below;
use crate::day::Day;
use crate::table::Table;

/// See [`Entry::descendants`].
#[derive(Clone)]
pub struct Descendants {
    list: &'static Table,
    below: Below,
    on: NaiveDate,
}

impl Descendants {
    pub(super) fn new(entry: &Entry) -> Descendants {
        let key = entry.code().key();
        let list = entry.list();
        Descendants::of(list, key, list.automaton.walk(key), entry.on())
    }

    pub(super) fn of(
        list: &'static Table,
        key: u64,
        node: Option<Node>,
        on: NaiveDate,
    ) -> Descendants {
        Descendants {
            list,
            below: Below::new(&list.automaton, key, node),
            on,
        }
    }
}

impl Descendants {
    fn billable_among(&self, ordinals: Range<u32>) -> impl DoubleEndedIterator<Item = u32> {
        let (list, on) = (self.list, Day::of(self.on));
        ordinals.filter(move |ordinal| list.timeline(*ordinal).is_billable(on))
    }
}

impl Iterator for Descendants {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (list, on) = (self.list, self.on);
        self.below
            .find_map(|(key, ordinal)| table::at(list, Icd10Cm::from_key(key)?, ordinal, on))
    }
}

/// See [`Entry::children`].
#[derive(Clone)]
pub struct Children(Descendants);

impl Children {
    pub(super) fn new(entry: &Entry) -> Children {
        Children(entry.descendants())
    }
}

impl Iterator for Children {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let entry = self.0.next()?;
        self.0.below.leave();
        Some(entry)
    }
}

/// See [`Entry::billable`].
#[derive(Clone)]
pub struct Billable(Descendants);

impl Billable {
    pub(super) fn new(descendants: Descendants) -> Billable {
        Billable(descendants)
    }
}

impl Iterator for Billable {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        self.0.find(|entry| entry.state() == State::Billable)
    }

    /// Below a category there may be thousands: they are counted by their numbers.
    fn count(self) -> usize {
        match self.0.below.ordinals() {
            Some(ordinals) => self.0.billable_among(ordinals).count(),
            None => self.fold(0, |count, _| count + 1),
        }
    }

    fn last(mut self) -> Option<Entry> {
        let Some(ordinals) = self.0.below.ordinals() else {
            return self.by_ref().fold(None, |_, entry| Some(entry));
        };
        let ordinal = self.0.billable_among(ordinals).next_back()?;
        let code = Icd10Cm::from_key(self.0.list.automaton.code(ordinal)?)?;
        table::at(self.0.list, code, ordinal, self.0.on)
    }
}

/// Every code and header of a day; see [`entries`](super::entries).
#[derive(Clone)]
pub struct Entries {
    list: &'static Table,
    on: NaiveDate,
    next_group: usize,
    current: Option<Descendants>,
}

impl Entries {
    pub(super) fn new(list: &'static Table, on: NaiveDate) -> Entries {
        Entries {
            list,
            on,
            next_group: 0,
            current: None,
        }
    }
}

#[cfg(feature = "notes")]
impl Entries {
    /// From this group of first two characters on.
    pub(super) fn from_group(list: &'static Table, on: NaiveDate, group: usize) -> Entries {
        Entries {
            next_group: group,
            ..Entries::new(list, on)
        }
    }

    pub(super) fn none(list: &'static Table, on: NaiveDate) -> Entries {
        Entries::from_group(list, on, usize::MAX)
    }
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(entry) = self.current.as_mut().and_then(Descendants::next) {
                return Some(entry);
            }
            let (one, two) = self.list.automaton.pair(self.next_group)?;
            self.next_group += 1;
            let key = u64::from_be_bytes([one, two, 0, 0, 0, 0, 0, 0]);
            let node = self.list.automaton.root(one, two);
            self.current = Some(Descendants::of(self.list, key, node, self.on));
        }
    }
}

macro_rules! debug_as_name {
    ($($iterator:ident),*) => {$(
        impl core::fmt::Debug for $iterator {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(stringify!($iterator))
            }
        }
        impl core::iter::FusedIterator for $iterator {}
    )*};
}
debug_as_name!(Descendants, Children, Billable, Entries);
