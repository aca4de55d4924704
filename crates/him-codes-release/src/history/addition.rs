//! One more edition of a list whose history is known.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::{CodeHistory, Edition, Evidence, Held, History, Span, Standing, State, Title};
use crate::order_file::Row;

/// An order file of the day is in the history already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlreadyHeld(pub Edition);

impl fmt::Display for AlreadyHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Edition {
            name, effective, ..
        } = &self.0;
        write!(
            f,
            "the edition that takes effect on {effective} is already held: {name}"
        )
    }
}

impl std::error::Error for AlreadyHeld {}

impl<'t> History<'t> {
    /// The history with one more order file. On the day on which it takes effect each code is what the file says, and it
    /// stays so until the next edition, of which nothing changes. The file of an edition that was not held takes the place
    /// of what was known of it.
    ///
    /// # Errors
    ///
    /// When the order file of an edition of the day is held, unless it is to be replaced.
    pub fn with(
        self,
        held: &Held<'t>,
        replace: bool,
    ) -> std::result::Result<History<'t>, AlreadyHeld> {
        let mut editions = self.editions;
        let own = Edition {
            name: held.name.clone(),
            effective: held.effective,
            standing: held.standing,
        };
        match editions.binary_search_by_key(&held.effective, |edition| edition.effective) {
            Ok(index) => {
                if let Some(edition) = editions.get_mut(index) {
                    if !replace && edition.standing != Standing::NotHeld {
                        return Err(AlreadyHeld(edition.clone()));
                    }
                    *edition = own;
                }
            }
            Err(index) => editions.insert(index, own),
        }
        let before = editions
            .iter()
            .rfind(|edition| edition.effective < held.effective);
        let addition = Addition {
            held,
            after_gap: before.is_some_and(|edition| edition.standing == Standing::NotHeld),
            after: editions
                .iter()
                .filter(|edition| edition.effective > held.effective)
                .collect(),
        };
        let mut rows: Vec<&Row<'t>> = held.rows.iter().collect();
        rows.sort_unstable_by_key(|row| row.code);
        let mut rows = rows.into_iter().peekable();
        let mut codes = Vec::with_capacity(self.codes.len().max(held.rows.len()));
        let new = |row: &Row<'t>| CodeHistory {
            code: row.code,
            spans: Vec::new(),
            titles: Vec::new(),
        };
        for history in self.codes {
            while let Some(row) = rows.next_if(|row| row.code < history.code) {
                codes.push(addition.history(new(row), Some(row)));
            }
            let row = rows.next_if(|row| row.code == history.code);
            codes.push(addition.history(history, row));
        }
        codes.extend(rows.map(|row| addition.history(new(row), Some(row))));
        // What stood in a replaced file alone.
        codes.retain(|history| !history.spans.is_empty());
        Ok(History {
            editions,
            codes,
            disagreements: self.disagreements,
        })
    }
}

struct Addition<'a, 't> {
    held: &'a Held<'t>,
    /// Whether the edition before has no file.
    after_gap: bool,
    after: Vec<&'a Edition>,
}

impl<'t> Addition<'_, 't> {
    fn history(&self, before: CodeHistory<'t>, row: Option<&Row<'t>>) -> CodeHistory<'t> {
        let spans = self.spans(&before, row);
        let titles = match row {
            Some(row) => self.titles(&before, row, &spans),
            // A title of a day on which the code is not in the list is of no use.
            None => before.titles,
        };
        CodeHistory {
            code: before.code,
            spans,
            titles,
        }
    }

    fn spans(&self, before: &CodeHistory<'t>, row: Option<&Row<'t>>) -> Vec<Span> {
        let day = self.held.effective;
        let own = Span {
            first: day,
            state: match row {
                None => State::Absent,
                Some(row) if row.billable => State::Billable,
                Some(_) => State::Header,
            },
            evidence: self.held.evidence(),
        };
        if own.state == State::Absent && self.came_late(before) {
            return before.spans.clone();
        }
        let mut spans: Vec<Span> = Vec::new();
        spans.extend(before.spans.iter().filter(|span| span.first < day));
        // Without the file before, that the code changed on this day and not before it is known from elsewhere.
        let known = |span: &&Span| self.after_gap && (span.first, span.state) == (day, own.state);
        spans.push(*before.spans.iter().find(known).unwrap_or(&own));
        if let Some(next) = self.after.first() {
            // Unless the code changes on that day anyway.
            spans.push(Span {
                first: next.effective,
                state: state_on(&before.spans, next.effective),
                evidence: evidence(next.standing),
            });
            if let Some(change) = before
                .spans
                .iter()
                .find(|span| span.first == next.effective)
            {
                spans.pop();
                spans.push(*change);
            }
            spans.extend(
                before
                    .spans
                    .iter()
                    .filter(|span| span.first > next.effective),
            );
        }
        let mut state = State::Absent;
        spans.retain(|span| std::mem::replace(&mut state, span.state) != span.state);
        spans
    }

    /// Whether the Medicare Code Editor has the code from the day, and the file does not, but the next one does: the file was
    /// published before the code was.
    fn came_late(&self, before: &CodeHistory<'t>) -> bool {
        let next = self.next_held();
        let edited = |span: &Span| {
            (span.first, span.state, span.evidence)
                == (self.held.effective, State::Billable, Evidence::CodeEditor)
        };
        before.spans.iter().any(edited)
            && next.is_some_and(|next| state_on(&before.spans, next) == State::Billable)
    }

    fn titles(&self, before: &CodeHistory<'t>, row: &Row<'t>, spans: &[Span]) -> Vec<Title<'t>> {
        let day = self.held.effective;
        let own = Title {
            // A code without a title was there before it had one.
            first: if before.titles.is_empty() {
                came(spans, day)
            } else {
                day
            },
            short: row.short,
            long: row.long,
        };
        let mut titles: Vec<Title<'t>> = Vec::new();
        titles.extend(before.titles.iter().filter(|title| title.first < day));
        titles.push(own);
        let later = || before.titles.iter().filter(|title| title.first > day);
        let on_day = before.titles.iter().rev().find(|title| title.first <= day);
        // What held on the day holds again from the next file on that has the code, unless that one changed it.
        let next = self
            .after
            .iter()
            .filter(|edition| edition.standing != Standing::NotHeld)
            .map(|edition| edition.effective)
            .find(|day| state_on(&before.spans, *day) != State::Absent);
        if let (Some(next), Some(title)) = (next, on_day)
            && later().all(|title| title.first > next)
        {
            titles.push(Title {
                first: self.changed(&before.spans, next),
                ..*title
            });
        }
        titles.extend(later());
        titles.dedup_by(|after, before| (after.short, after.long) == (before.short, before.long));
        titles
    }

    /// From which day on the title of a later file holds: titles are revised with the annual edition.
    fn changed(&self, spans: &[Span], file: NaiveDate) -> NaiveDate {
        if self.next_held() != Some(file) {
            return came(spans, file);
        }
        let mut gap = self.after.iter().map(|edition| edition.effective);
        gap.find(|day| *day <= file && day.month() == 10)
            .unwrap_or(file)
    }

    /// When the next order file takes effect.
    fn next_held(&self) -> Option<NaiveDate> {
        let held = |edition: &&&Edition| edition.standing != Standing::NotHeld;
        self.after
            .iter()
            .find(held)
            .map(|edition| edition.effective)
    }
}

fn evidence(standing: Standing) -> Evidence {
    match standing {
        Standing::Official | Standing::CodesOnly => Evidence::OrderFile,
        Standing::Reconstructed => Evidence::Reconstructed,
        Standing::NotHeld => Evidence::CodeEditor,
    }
}

fn state_on(spans: &[Span], day: NaiveDate) -> State {
    let begun = spans.iter().rev().find(|span| span.first <= day);
    begun.map_or(State::Absent, |span| span.state)
}

/// The first day of the time without a break in which a code is in the list on a day.
fn came(spans: &[Span], day: NaiveDate) -> NaiveDate {
    let begun = spans.iter().rev().filter(|span| span.first <= day);
    begun
        .take_while(|span| span.state != State::Absent)
        .last()
        .map_or(day, |span| span.first)
}
