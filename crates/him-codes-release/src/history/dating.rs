//! On which day each change of one code took effect.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{CodeHistory, Evidence, Gaps, Held, Span, State, Title, after};
use crate::code_editor::CodeEditor;
use crate::fault::{Fault, Result};
use crate::order_file::Row;

pub(super) struct Dating<'a, 't> {
    pub(super) held: &'a [Held<'t>],
    pub(super) gaps: &'a Gaps,
    pub(super) editor: &'a CodeEditor,
    pub(super) codes: BTreeSet<&'t str>,
}

impl<'t> Dating<'_, 't> {
    pub(super) fn history(
        &self,
        code: &'t str,
        columns: &[Option<&Row<'t>>],
    ) -> Result<CodeHistory<'t>> {
        let mut spans: Vec<Span> = Vec::new();
        let mut titles: Vec<Title<'t>> = Vec::new();
        let mut state = State::Absent;
        let mut before: Option<NaiveDate> = None;
        for ((held, gap), row) in self.held.iter().zip(&self.gaps.before).zip(columns) {
            let next = match row {
                None => State::Absent,
                Some(row) if row.billable => State::Billable,
                Some(_) => State::Header,
            };
            let was = state;
            if next != state {
                let (first, evidence) = match before {
                    Some(before)
                        if next == State::Billable && self.came_late(code, state, before) =>
                    {
                        (before, Evidence::CodeEditor)
                    }
                    Some(before) if !gap.is_empty() => {
                        self.in_gap(code, state, next, before, held)?
                    }
                    _ => (held.effective, held.evidence()),
                };
                spans.push(Span {
                    first,
                    state: next,
                    evidence,
                });
                state = next;
            }
            if let Some(row) = row {
                let changed = titles
                    .last()
                    .is_none_or(|title| (title.short, title.long) != (row.short, row.long));
                if changed {
                    let first = match spans.last() {
                        Some(span) if was == State::Absent => span.first,
                        // Titles are revised with the annual edition; the updates between only add codes.
                        _ => gap
                            .iter()
                            .copied()
                            .find(|day| day.month() == 10)
                            .unwrap_or(held.effective),
                    };
                    titles.push(Title {
                        first,
                        short: row.short,
                        long: row.long,
                    });
                }
            }
            before = Some(held.effective);
        }
        spans.extend(self.after_last(code, state));
        Ok(CodeHistory {
            code,
            spans,
            titles,
        })
    }

    /// Whether the editor has the code from the day on which an order file without it takes effect.
    fn came_late(&self, code: &str, was: State, file: NaiveDate) -> bool {
        let mut periods = self.editor.periods(code).iter();
        was == State::Absent && periods.any(|period| period.first == file)
    }

    fn below<'s>(&'s self, code: &'s str) -> impl Iterator<Item = &'t str> + 's {
        let after = (std::ops::Bound::Excluded(code), std::ops::Bound::Unbounded);
        self.codes
            .range::<str, _>(after)
            .copied()
            .take_while(move |other| other.starts_with(code))
    }

    /// What becomes of a code after the last order file, as the editor knows it.
    fn after_last(&self, code: &str, state: State) -> Option<Span> {
        let inside = |day: &NaiveDate| self.gaps.after.contains(day);
        let starts = |code: &str| {
            let mut periods = self.editor.periods(code).iter();
            periods.find_map(|period| Some(period.first).filter(inside))
        };
        let ends = |code: &str| {
            let mut periods = self.editor.periods(code).iter();
            periods.find_map(|period| after(period).filter(inside))
        };
        let goes_on = |code: &str| {
            let mut periods = self.editor.periods(code).iter();
            periods.any(|period| after(period).is_none_or(|next| next > self.editor.covers_to()))
        };
        let below = || self.below(code);
        let (first, state, evidence) = match (state, starts(code), ends(code)) {
            (State::Absent, Some(day), _) => (day, State::Billable, Evidence::CodeEditor),
            (State::Absent, None, _) => {
                let day = below().filter_map(starts).min()?;
                (day, State::Header, Evidence::Inferred)
            }
            (State::Billable, _, Some(day)) if below().any(goes_on) => {
                (day, State::Header, Evidence::CodeEditor)
            }
            (State::Billable, _, day) => (day?, State::Absent, Evidence::CodeEditor),
            (State::Header, ..) if below().any(goes_on) => return None,
            (State::Header, ..) => {
                let day = below().filter_map(ends).max()?;
                (day, State::Absent, Evidence::Inferred)
            }
        };
        Some(Span {
            first,
            state,
            evidence,
        })
    }

    /// The day of a change after `before` and not after `held`, when an edition between them has no order file.
    fn in_gap(
        &self,
        code: &str,
        from: State,
        to: State,
        before: NaiveDate,
        held: &Held<'_>,
    ) -> Result<(NaiveDate, Evidence)> {
        let inside = |day: &NaiveDate| *day > before && *day <= held.effective;
        let starts = |code: &str| {
            self.editor
                .periods(code)
                .iter()
                .map(|period| period.first)
                .find(inside)
        };
        let ends = |code: &str| {
            self.editor
                .periods(code)
                .iter()
                .filter_map(after)
                .find(inside)
        };
        let below = || self.below(code);
        let (day, evidence) = match (from, to) {
            (_, State::Billable) => (starts(code), Evidence::CodeEditor),
            (State::Billable, _) => (ends(code), Evidence::CodeEditor),
            (_, State::Header) => (below().filter_map(starts).min(), Evidence::Inferred),
            (_, State::Absent) => (below().filter_map(ends).max(), Evidence::Inferred),
        };
        match day {
            Some(day) => Ok((day, evidence)),
            // The editor knows the gap whole, and has no change there.
            None if held.effective > self.editor.covers_to() => {
                Ok((held.effective, held.evidence()))
            }
            None => {
                let what = format!(
                    "{code} changes after {before}, an edition is missing there, and the Medicare Code Editor does not date it"
                );
                Err(Fault::in_file(&held.file, what))
            }
        }
    }
}
