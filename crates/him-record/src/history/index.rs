//! What follows from the events: which charts, entries and merges there are.

use std::collections::HashMap;

use super::{Change, ChartId, EntryId, HistoryError, MergeId};

/// The state after some events.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    charts: HashMap<ChartId, ChartState>,
    entries: HashMap<EntryId, EntryState>,
    /// The merges in force, and the chart that went.
    merges: HashMap<MergeId, ChartId>,
    /// Events that move entries or merge charts, in order: few.
    pub(super) regroupings: Vec<(u64, Change)>,
}

#[derive(Debug, Clone, Default)]
struct ChartState {
    /// Entries whose first home it is, in order.
    added: Vec<EntryId>,
    /// The merge by which it went, and the chart into which.
    merged: Option<(MergeId, ChartId)>,
    /// The charts that were merged into it.
    taken_in: Vec<ChartId>,
}

#[derive(Debug, Clone)]
struct EntryState {
    home: ChartId,
    versions: Vec<u64>,
}

impl Index {
    /// Takes the event with the number in, or says why it cannot be.
    pub(super) fn apply(&mut self, number: u64, change: Change) -> Result<(), HistoryError> {
        match change {
            Change::Open => {
                let chart = ChartId::new(number);
                self.charts.insert(chart, ChartState::default());
                self.insert_entry(chart.patient(), chart);
            }
            Change::Add { chart } => {
                let entry = EntryId::new(number);
                self.chart_mut(chart)?.added.push(entry);
                self.insert_entry(entry, chart);
            }
            Change::Revise { entry } => {
                let state = self.entries.get_mut(&entry);
                let state = state.ok_or(HistoryError::NoSuchEntry)?;
                state.versions.push(number);
            }
            Change::Move { entry, to } => {
                self.chart_mut(to)?;
                if self.charts.contains_key(&ChartId::new(entry.event())) {
                    return Err(HistoryError::PatientStays);
                }
                let state = self.entries.get_mut(&entry);
                state.ok_or(HistoryError::NoSuchEntry)?.home = to;
                self.regroupings.push((number, change));
            }
            Change::Merge { merged, into } => {
                let state = self.charts.get(&merged);
                let state = state.ok_or(HistoryError::NoSuchChart)?;
                if state.merged.is_some() || self.survivor(into)? == merged {
                    return Err(HistoryError::MergedAlready);
                }
                let merge = MergeId::new(number);
                self.chart_mut(merged)?.merged = Some((merge, into));
                self.chart_mut(into)?.taken_in.push(merged);
                self.merges.insert(merge, merged);
                self.regroupings.push((number, change));
            }
            Change::Unmerge { merge } => {
                let gone = self.merges.remove(&merge);
                let gone = gone.ok_or(HistoryError::NoSuchMerge)?;
                if let Some((_, into)) = self.chart_mut(gone)?.merged.take() {
                    self.chart_mut(into)?.taken_in.retain(|it| *it != gone);
                }
                self.regroupings.push((number, change));
            }
            Change::Access { chart } => {
                self.chart_mut(chart)?;
            }
        }
        Ok(())
    }

    fn insert_entry(&mut self, entry: EntryId, home: ChartId) {
        let state = EntryState {
            home,
            versions: vec![entry.event()],
        };
        self.entries.insert(entry, state);
    }

    fn chart_mut(&mut self, chart: ChartId) -> Result<&mut ChartState, HistoryError> {
        self.charts.get_mut(&chart).ok_or(HistoryError::NoSuchChart)
    }

    fn entry(&self, entry: EntryId) -> Result<&EntryState, HistoryError> {
        self.entries.get(&entry).ok_or(HistoryError::NoSuchEntry)
    }

    pub(super) fn home(&self, entry: EntryId) -> Result<ChartId, HistoryError> {
        self.entry(entry).map(|state| state.home)
    }

    pub(super) fn versions(&self, entry: EntryId) -> Result<&[u64], HistoryError> {
        self.entry(entry).map(|state| state.versions.as_slice())
    }

    pub(super) fn last_version(&self, entry: EntryId) -> Result<u64, HistoryError> {
        let last = self.versions(entry)?.last();
        last.copied().ok_or(HistoryError::NoSuchEntry)
    }

    /// The chart that a chart is shown as: merges form no circle, so the way up ends.
    fn survivor(&self, chart: ChartId) -> Result<ChartId, HistoryError> {
        let mut at = chart;
        loop {
            let state = self.charts.get(&at).ok_or(HistoryError::NoSuchChart)?;
            match state.merged {
                Some((_, into)) => at = into,
                None => return Ok(at),
            }
        }
    }

    /// Every chart that is shown with this one, itself included.
    pub(super) fn merged_with(&self, chart: ChartId) -> Result<Vec<ChartId>, HistoryError> {
        let mut group = vec![self.survivor(chart)?];
        let mut next = 0;
        while let Some(state) = group.get(next).and_then(|chart| self.charts.get(chart)) {
            group.extend_from_slice(&state.taken_in);
            next += 1;
        }
        Ok(group)
    }

    /// The entries whose home the chart is now, in the order in which they were added.
    pub(super) fn entries_of(&self, chart: ChartId) -> Vec<EntryId> {
        let added = self.charts.get(&chart).map(|state| state.added.as_slice());
        let mut entries = added.unwrap_or_default().to_vec();
        entries.extend(self.moved_to(chart, u64::MAX));
        entries.retain(|entry| self.home(*entry) == Ok(chart));
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    fn moved_to(&self, chart: ChartId, until: u64) -> impl Iterator<Item = EntryId> {
        let until = self.regroupings.iter().take_while(move |it| it.0 <= until);
        until.filter_map(move |(_, change)| match change {
            Change::Move { entry, to } if *to == chart => Some(*entry),
            _ => None,
        })
    }

    /// The charts that were shown as one after the event, the survivor first, and the entries whose
    /// home each was, the patients included.
    pub(super) fn group_at(
        &self,
        chart: ChartId,
        event: u64,
    ) -> Result<(Vec<ChartId>, Vec<EntryId>), HistoryError> {
        if chart.event() > event {
            return Err(HistoryError::NoSuchChart);
        }
        // The merges and homes of that time, from those that regroup: nothing else does.
        let mut merged: HashMap<ChartId, (u64, ChartId)> = HashMap::new();
        let mut homes: HashMap<EntryId, ChartId> = HashMap::new();
        for (number, change) in self.regroupings.iter().take_while(|it| it.0 <= event) {
            match *change {
                Change::Merge { merged: from, into } => {
                    merged.insert(from, (*number, into));
                }
                Change::Unmerge { merge } => merged.retain(|_, it| it.0 != merge.event()),
                Change::Move { entry, to } => {
                    homes.insert(entry, to);
                }
                _ => {}
            }
        }
        let survivor = |chart: ChartId| {
            let mut at = chart;
            while let Some((_, into)) = merged.get(&at) {
                at = *into;
            }
            at
        };
        let shown_as = survivor(chart);
        let others = merged
            .keys()
            .copied()
            .filter(|it| survivor(*it) == shown_as);
        let mut others: Vec<ChartId> = others.collect();
        others.sort_unstable();
        let group: Vec<ChartId> = std::iter::once(shown_as).chain(others).collect();
        let mut entries = Vec::new();
        for chart in &group {
            let state = self.charts.get(chart).ok_or(HistoryError::NoSuchChart)?;
            let added = state.added.iter().copied().filter(|it| it.event() <= event);
            let stayed = added.filter(|it| homes.get(it).is_none_or(|home| home == chart));
            entries.extend(stayed);
            let moved = homes.iter().filter(|(_, home)| *home == chart);
            entries.extend(moved.map(|(entry, _)| *entry));
        }
        entries.sort_unstable();
        entries.dedup();
        Ok((group, entries))
    }
}
