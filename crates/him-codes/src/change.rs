use crate::below::Rows;
use crate::day::Day;
use crate::table::{State, Table};

/// What became of a code between two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It is in the list, and was not.
    Added,
    /// It was in the list, and is not.
    Deleted,
    /// It was billable, and is a header. The official addenda list it as a billable code deleted and a header added.
    Demoted,
    /// It was a header, and is billable.
    Promoted,
    /// Its long or its short title is another one, and nothing else changed.
    Retitled,
}

/// The rows of a list whose state or title differs between two days, in order.
#[derive(Clone)]
pub(crate) struct Changes {
    rows: Rows,
    table: &'static Table,
    differ: fn(&'static Table, u32, Day, Day) -> (bool, bool),
    from: Day,
    to: Day,
}

/// A row that differs.
#[derive(Clone, Copy)]
pub(crate) struct RowChange {
    pub(crate) key: u64,
    pub(crate) ordinal: u32,
    pub(crate) kind: ChangeKind,
    /// Whether the long title differs, and the short one; of a row that is in the list on both days.
    pub(crate) titles: (bool, bool),
}

impl Changes {
    /// `differ` tells of a row in the list on both days whether its titles differ.
    pub(crate) fn new(
        table: &'static Table,
        differ: fn(&'static Table, u32, Day, Day) -> (bool, bool),
        (from, to): (Day, Day),
    ) -> Changes {
        Changes {
            rows: Rows::all(&table.automaton),
            table,
            differ,
            from,
            to,
        }
    }
}

impl Iterator for Changes {
    type Item = RowChange;

    fn next(&mut self) -> Option<RowChange> {
        let (from, to) = (self.from, self.to);
        self.rows.find_map(|(key, ordinal)| {
            let timeline = self.table.timeline(ordinal);
            let states = (timeline.state_on(from), timeline.state_on(to));
            let titles = match states {
                (Some(_), Some(_)) => (self.differ)(self.table, ordinal, from, to),
                _ => (false, false),
            };
            let kind = match states {
                (None, None) => return None,
                (None, Some(_)) => ChangeKind::Added,
                (Some(_), None) => ChangeKind::Deleted,
                (Some(State::Billable), Some(State::Header)) => ChangeKind::Demoted,
                (Some(State::Header), Some(State::Billable)) => ChangeKind::Promoted,
                _ if titles != (false, false) => ChangeKind::Retitled,
                _ => return None,
            };
            Some(RowChange {
                key,
                ordinal,
                kind,
                titles,
            })
        })
    }
}
