use std::ops::Deref;
use std::sync::Arc;

use super::index::Index;
use super::{ChartId, EntryId, Event, HistoryError, Timestamp};
use crate::{AnyEntry, Chart, Entry, EntryKind, Patient};

/// The time of which a chart is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// After the last event.
    Now,
    /// After the event with this number.
    Event(u64),
    /// After every event that was written by then.
    Instant(Timestamp),
}

impl AsOf {
    /// The number of the last event that counts; `None` if there is none.
    fn last_event(self, events: &[Arc<Event>]) -> Option<u64> {
        let all = events.len() as u64;
        let count = match self {
            AsOf::Now => all,
            AsOf::Event(number) => all.min(number.saturating_add(1)),
            AsOf::Instant(instant) => events.partition_point(|event| event.at() <= instant) as u64,
        };
        count.checked_sub(1)
    }
}

/// A chart as it was at some time. It never changes, and a clone shares it.
#[derive(Debug, Clone)]
pub struct View(Arc<Rebuilt>);

#[derive(Debug)]
struct Rebuilt {
    chart: Chart,
    charts: Vec<ChartId>,
    merged_patients: Vec<Entry<Patient>>,
    /// What the log calls the entries of each list, in the order of [`EntryKind::ALL`].
    ids: Vec<Vec<EntryId>>,
    last_event: u64,
}

impl View {
    /// The chart.
    pub fn chart(&self) -> &Chart {
        &self.0.chart
    }

    /// The charts that are shown as one, the one that stays first.
    pub fn charts(&self) -> &[ChartId] {
        &self.0.charts
    }

    /// The patients of the charts that were merged into this one.
    pub fn merged_patients(&self) -> &[Entry<Patient>] {
        &self.0.merged_patients
    }

    /// The number of the last event that it shows.
    pub fn last_event(&self) -> u64 {
        self.0.last_event
    }

    /// What the log calls the entry at a place in a list of the chart.
    pub fn id(&self, kind: EntryKind, index: usize) -> Option<EntryId> {
        self.0.ids.get(kind as usize)?.get(index).copied()
    }

    /// Where an entry of the log stands in the chart.
    pub fn position(&self, entry: EntryId) -> Option<(EntryKind, usize)> {
        let mut lists = EntryKind::ALL.iter().zip(&self.0.ids);
        lists.find_map(|(kind, ids)| {
            let index = ids.binary_search(&entry).ok()?;
            Some((*kind, index))
        })
    }
}

impl Deref for View {
    type Target = Chart;

    fn deref(&self) -> &Chart {
        &self.0.chart
    }
}

pub(super) fn rebuild(
    events: &[Arc<Event>],
    index: &Index,
    chart: ChartId,
    as_of: AsOf,
) -> Result<View, HistoryError> {
    let last_event = as_of.last_event(events).ok_or(HistoryError::NoSuchChart)?;
    let (charts, entries) = index.group_at(chart, last_event)?;
    let version = |entry: EntryId| -> Result<&AnyEntry, HistoryError> {
        let versions = index.versions(entry)?;
        let count = versions.partition_point(|version| *version <= last_event);
        let version = count.checked_sub(1).and_then(|at| versions.get(at));
        let event = version.and_then(|version| events.get(usize::try_from(*version).ok()?));
        event.ok_or(HistoryError::NoSuchEntry)?.entry()
    };
    let mut rebuilt = Rebuilt {
        chart: Chart::default(),
        charts,
        merged_patients: Vec::new(),
        ids: vec![Vec::new(); EntryKind::ALL.len()],
        last_event,
    };
    for (place, chart) in rebuilt.charts.iter().enumerate() {
        let AnyEntry::Patient(patient) = version(chart.patient())? else {
            return Err(HistoryError::OtherKind);
        };
        if place == 0 {
            rebuilt.chart.patient = (**patient).clone();
        } else {
            rebuilt.merged_patients.push((**patient).clone());
        }
    }
    for id in entries {
        let entry = version(id)?;
        if let Some(ids) = rebuilt.ids.get_mut(entry.kind() as usize) {
            ids.push(id);
        }
        rebuilt.chart.push(entry.clone());
    }
    Ok(View(Arc::new(rebuilt)))
}
