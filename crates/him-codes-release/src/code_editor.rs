//! The tables of the Medicare Code Editor (MCE): on which days each code is a valid diagnosis, or a valid procedure.
//!
//! They list billable codes only. One code has several rows when its edit flags change; rows without a day between them
//! are one period of validity.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::fault::{Fault, Result};

/// First and last day, both included; no last day while the code goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: Option<NaiveDate>,
}

/// The periods of all codes of a table.
pub struct CodeEditor {
    periods: BTreeMap<String, Vec<Period>>,
    covers_to: NaiveDate,
}

impl CodeEditor {
    /// Periods of codes in any order; `file` is for messages. Rows without a day between them become one period.
    ///
    /// # Errors
    ///
    /// When two periods of a code overlap.
    pub fn new(
        file: &str,
        covers_to: NaiveDate,
        rows: impl IntoIterator<Item = (String, Period)>,
    ) -> Result<CodeEditor> {
        let mut periods: BTreeMap<String, Vec<Period>> = BTreeMap::new();
        for (code, period) in rows {
            periods.entry(code).or_default().push(period);
        }
        for (code, list) in &mut periods {
            *list = merge(list)
                .ok_or_else(|| Fault::in_file(file, format!("the periods of {code} overlap")))?;
        }
        Ok(CodeEditor { periods, covers_to })
    }

    /// Of a system that the editor does not know: nothing, of no day.
    #[must_use]
    pub fn none() -> CodeEditor {
        CodeEditor {
            periods: BTreeMap::new(),
            covers_to: NaiveDate::MIN,
        }
    }

    /// In order, with at least one day between two of them. Empty for a code that the editor does not list.
    #[must_use]
    pub fn periods(&self, code: &str) -> &[Period] {
        self.periods.get(code).map_or(&[], Vec::as_slice)
    }

    /// In ASCII order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.periods.keys().map(String::as_str)
    }

    /// The last day about which the table knows.
    #[must_use]
    pub fn covers_to(&self) -> NaiveDate {
        self.covers_to
    }
}

fn merge(periods: &[Period]) -> Option<Vec<Period>> {
    let mut sorted = periods.to_vec();
    sorted.sort_unstable_by_key(|period| period.first);
    let mut merged: Vec<Period> = Vec::new();
    for period in sorted {
        match merged.last_mut() {
            Some(before) => match before
                .last
                .and_then(|last| last.checked_add_days(Days::new(1)))
            {
                Some(next) if next == period.first => before.last = period.last,
                Some(next) if next < period.first => merged.push(period),
                _ => return None,
            },
            None => merged.push(period),
        }
    }
    Some(merged)
}
