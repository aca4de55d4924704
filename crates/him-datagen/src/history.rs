//! From the editions of a code list to the life of each code: on which day it came, changed its state and went.
//!
//! Where no edition is missing between two order files, a change dates from the later file's first day. The Medicare Code
//! Editor shows that two editions have no order file here (April 2020, October 2020): there it dates the billable codes,
//! and a header takes the date of the billable codes below it. Whatever the editor says elsewhere is compared, and each
//! difference reported; the order file wins, as the release from which the editor's table is made.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, Days, NaiveDate};

use crate::code_editor::{CodeEditor, Period};
use crate::fault::{Fault, Result};
use crate::order_file::Row;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// The order file as published.
    Official,
    /// An order file put together from the published addenda.
    Reconstructed,
    /// No order file: dates from the Medicare Code Editor.
    NotHeld,
}

/// An order file and its edition.
pub(crate) struct Held<'t> {
    pub(crate) name: String,
    pub(crate) effective: NaiveDate,
    pub(crate) standing: Standing,
    pub(crate) file: String,
    pub(crate) rows: Vec<Row<'t>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edition {
    pub(crate) name: String,
    pub(crate) effective: NaiveDate,
    pub(crate) standing: Standing,
}

/// The numbers are those of the packed table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Absent = 0,
    Header = 1,
    Billable = 2,
}

/// How the first day of a span is known. The numbers are those of the packed table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Evidence {
    /// The order file of an edition, and none is missing before it.
    OrderFile = 0,
    /// As `OrderFile`, but the file is reconstructed.
    Reconstructed = 1,
    /// The Medicare Code Editor dates the code between two order files.
    CodeEditor = 2,
    /// Inferred from the codes below this header, which the Medicare Code Editor dates.
    Inferred = 3,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) first: NaiveDate,
    pub(crate) state: State,
    pub(crate) evidence: Evidence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Title<'t> {
    pub(crate) first: NaiveDate,
    pub(crate) short: &'t str,
    pub(crate) long: &'t str,
}

pub(crate) struct CodeHistory<'t> {
    pub(crate) code: &'t str,
    /// In order of time; each lasts until the next.
    pub(crate) spans: Vec<Span>,
    pub(crate) titles: Vec<Title<'t>>,
}

pub(crate) struct History<'t> {
    pub(crate) editions: Vec<Edition>,
    /// In ASCII order of the undotted code.
    pub(crate) codes: Vec<CodeHistory<'t>>,
    pub(crate) disagreements: Vec<Disagreement>,
}

/// The order files and the Medicare Code Editor give a code different days.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Disagreement {
    pub(crate) code: String,
    pub(crate) order_files: String,
    pub(crate) code_editor: String,
}

impl<'t> History<'t> {
    pub(crate) fn build(mut held: Vec<Held<'t>>, editor: &CodeEditor) -> Result<History<'t>> {
        held.sort_by_key(|edition| edition.effective);
        let mut editions = editions(&held)?;
        let gaps = gaps(&held, editor, &mut editions)?;

        let mut rows: BTreeMap<&'t str, Vec<Option<&Row<'t>>>> = BTreeMap::new();
        for (index, edition) in held.iter().enumerate() {
            for row in &edition.rows {
                let columns = rows
                    .entry(row.code)
                    .or_insert_with(|| vec![None; held.len()]);
                if let Some(cell) = columns.get_mut(index) {
                    *cell = Some(row);
                }
            }
        }
        let dated = Dating {
            held: &held,
            gaps: &gaps,
            editor,
            codes: rows.keys().copied().collect(),
        };
        let codes: Vec<CodeHistory<'t>> = rows
            .iter()
            .map(|(code, columns)| dated.history(code, columns))
            .collect::<Result<_>>()?;
        let disagreements = disagreements(&codes, editor);
        Ok(History {
            editions,
            codes,
            disagreements,
        })
    }
}

fn editions(held: &[Held<'_>]) -> Result<Vec<Edition>> {
    let mut editions: Vec<Edition> = Vec::new();
    for Held {
        name,
        effective,
        standing,
        file,
        ..
    } in held
    {
        if let Some(other) = editions.iter().find(|other| other.effective == *effective) {
            let what = format!("takes effect on {effective} as {} does", other.name);
            return Err(Fault::in_file(file, what));
        }
        editions.push(Edition {
            name: name.clone(),
            effective: *effective,
            standing: *standing,
        });
    }
    Ok(editions)
}

/// For each held edition, the days after the one before it on which an edition without order file took effect.
fn gaps(
    held: &[Held<'_>],
    editor: &CodeEditor,
    editions: &mut Vec<Edition>,
) -> Result<Vec<Vec<NaiveDate>>> {
    let Some(first) = held.first() else {
        return Ok(Vec::new());
    };
    let mut days: BTreeMap<NaiveDate, String> = BTreeMap::new();
    for code in editor.codes() {
        for period in editor.periods(code) {
            days.entry(period.first).or_insert_with(|| code.to_owned());
            if let Some(next) = after(period) {
                days.entry(next).or_insert_with(|| code.to_owned());
            }
        }
    }
    days.retain(|day, _| {
        *day > first.effective
            && *day <= editor.covers_to()
            && held.iter().all(|edition| edition.effective != *day)
    });
    for (day, code) in &days {
        let name = match (day.day(), day.month()) {
            (1, 10) => format!("FY{}", day.year() + 1),
            (1, 1) => format!("FY{}, January {} update", day.year(), day.year()),
            (1, 4) => format!("FY{}, April {} update", day.year(), day.year()),
            _ => {
                let what = format!(
                    "{code} changes on {day}, which is no day on which an edition takes effect"
                );
                return Err(Fault::in_file("the Medicare Code Editor's table", what));
            }
        };
        editions.push(Edition {
            name,
            effective: *day,
            standing: Standing::NotHeld,
        });
    }
    editions.sort_by_key(|edition| edition.effective);
    let mut before = first.effective;
    Ok(held
        .iter()
        .map(|edition| {
            let gap = days
                .keys()
                .copied()
                .filter(|day| *day > before && *day < edition.effective)
                .collect();
            before = edition.effective;
            gap
        })
        .collect())
}

fn after(period: &Period) -> Option<NaiveDate> {
    period
        .last
        .and_then(|last| last.checked_add_days(Days::new(1)))
}

struct Dating<'a, 't> {
    held: &'a [Held<'t>],
    gaps: &'a [Vec<NaiveDate>],
    editor: &'a CodeEditor,
    codes: BTreeSet<&'t str>,
}

impl<'t> Dating<'_, 't> {
    fn history(&self, code: &'t str, columns: &[Option<&Row<'t>>]) -> Result<CodeHistory<'t>> {
        let mut spans: Vec<Span> = Vec::new();
        let mut titles: Vec<Title<'t>> = Vec::new();
        let mut state = State::Absent;
        let mut before: Option<NaiveDate> = None;
        for ((held, gap), row) in self.held.iter().zip(self.gaps).zip(columns) {
            let next = match row {
                None => State::Absent,
                Some(row) if row.billable => State::Billable,
                Some(_) => State::Header,
            };
            let was = state;
            if next != state {
                let (first, evidence) = match before {
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
        Ok(CodeHistory {
            code,
            spans,
            titles,
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
        let below = || {
            let after = (std::ops::Bound::Excluded(code), std::ops::Bound::Unbounded);
            self.codes
                .range::<str, _>(after)
                .take_while(|other| other.starts_with(code))
        };
        let (day, evidence) = match (from, to) {
            (_, State::Billable) => (starts(code), Evidence::CodeEditor),
            (State::Billable, _) => (ends(code), Evidence::CodeEditor),
            (_, State::Header) => (
                below().filter_map(|other| starts(other)).min(),
                Evidence::Inferred,
            ),
            (_, State::Absent) => (
                below().filter_map(|other| ends(other)).max(),
                Evidence::Inferred,
            ),
        };
        match day {
            Some(day) => Ok((day, evidence)),
            None => {
                let what = format!(
                    "{code} changes after {before}, an edition is missing there, and the Medicare Code Editor does not date it"
                );
                Err(Fault::in_file(&held.file, what))
            }
        }
    }
}

impl Held<'_> {
    fn evidence(&self) -> Evidence {
        if self.standing == Standing::Reconstructed {
            Evidence::Reconstructed
        } else {
            Evidence::OrderFile
        }
    }
}

fn disagreements(codes: &[CodeHistory<'_>], editor: &CodeEditor) -> Vec<Disagreement> {
    let until = editor.covers_to();
    let clip = |periods: &[Period]| -> Vec<Period> {
        let known = periods.iter().filter(|period| period.first <= until);
        known
            .map(|period| Period {
                last: period.last.filter(|last| *last < until),
                ..*period
            })
            .collect()
    };
    let show = |periods: &[Period]| {
        let shown: Vec<String> = periods
            .iter()
            .map(|Period { first, last }| match last {
                Some(last) => format!("{first}/{last}"),
                None => format!("{first}/"),
            })
            .collect();
        shown.join(" ")
    };
    let mut ours: HashMap<&str, Vec<Period>> = HashMap::new();
    for history in codes {
        let ends = history
            .spans
            .iter()
            .skip(1)
            .map(|span| span.first.pred_opt())
            .chain([None]);
        let billable = history
            .spans
            .iter()
            .zip(ends)
            .filter(|(span, _)| span.state == State::Billable);
        ours.insert(
            history.code,
            billable
                .map(|(span, last)| Period {
                    first: span.first,
                    last,
                })
                .collect(),
        );
    }
    let all: BTreeSet<&str> = ours.keys().copied().chain(editor.codes()).collect();
    all.into_iter()
        .filter_map(|code| {
            let order_files = clip(ours.get(code).map_or(&[], Vec::as_slice));
            let code_editor = clip(editor.periods(code));
            (order_files != code_editor).then(|| Disagreement {
                code: code.to_owned(),
                order_files: show(&order_files),
                code_editor: show(&code_editor),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn held(effective: &str, rows: &[(&'static str, bool, &'static str)]) -> Held<'static> {
        let row = |&(code, billable, title)| Row {
            code,
            billable,
            short: title,
            long: title,
        };
        Held {
            name: effective.to_owned(),
            effective: day(effective),
            standing: Standing::Official,
            file: format!("{effective}.txt"),
            rows: rows.iter().map(row).collect(),
        }
    }

    fn editor(rows: &str) -> CodeEditor {
        let text = format!("code,start_date,end_date,flags\n{rows}");
        CodeEditor::read("invented.csv", "V43.1", text.as_bytes()).unwrap()
    }

    fn spans(history: &History<'_>, code: &str) -> Vec<(String, State, Evidence)> {
        let found = history
            .codes
            .iter()
            .find(|history| history.code == code)
            .unwrap();
        found
            .spans
            .iter()
            .map(|span| (span.first.to_string(), span.state, span.evidence))
            .collect()
    }

    #[test]
    fn a_missing_edition_is_dated_by_the_code_editor() {
        let editions = || {
            vec![
                held("2020-10-01", &[("Q99", true, "Old")]),
                held(
                    "2019-10-01",
                    &[
                        ("Q97", false, "Old"),
                        ("Q970", true, "Old"),
                        ("Q99", true, "Old"),
                    ],
                ),
                held(
                    "2021-01-01",
                    &[
                        ("Q98", false, "N"),
                        ("Q981", true, "N"),
                        ("Q99", false, "New"),
                        ("Q991", true, "N"),
                    ],
                ),
            ]
        };
        let rows =
            "Q970,20191001,20191231,\nQ981,20201101,,\nQ99,20191001,20201231,\nQ991,20210101,,\n";
        // An edition takes effect on the first day of a quarter of the fiscal year.
        let odd = History::build(editions(), &editor(rows))
            .err()
            .map(|e| e.to_string());
        assert_eq!(
            odd.as_deref(),
            Some(
                "the Medicare Code Editor's table: Q981 changes on 2020-11-01, which is no day on which an edition takes effect"
            )
        );
        let rows = "Q970,20191001,20200331,\nQ99,20191001,20200331,\nQ99,20200401,20201231,\nQ981,20210101,,\nQ991,20210101,,\n";
        let history = History::build(editions(), &editor(rows)).unwrap();
        assert_eq!(history.disagreements, []);
        let names: Vec<&str> = history
            .editions
            .iter()
            .map(|edition| edition.name.as_str())
            .collect();
        assert_eq!(
            names,
            [
                "2019-10-01",
                "FY2020, April 2020 update",
                "2020-10-01",
                "2021-01-01"
            ]
        );
        use Evidence::*;
        assert_eq!(
            spans(&history, "Q97"),
            [
                ("2019-10-01".into(), State::Header, OrderFile),
                ("2020-04-01".into(), State::Absent, Inferred)
            ]
        );
        assert_eq!(
            spans(&history, "Q970"),
            [
                ("2019-10-01".into(), State::Billable, OrderFile),
                ("2020-04-01".into(), State::Absent, CodeEditor)
            ]
        );
        assert_eq!(
            spans(&history, "Q99"),
            [
                ("2019-10-01".into(), State::Billable, OrderFile),
                ("2021-01-01".into(), State::Header, OrderFile)
            ]
        );
        assert_eq!(
            spans(&history, "Q98"),
            [("2021-01-01".into(), State::Header, OrderFile)]
        );
    }

    #[test]
    fn a_change_without_date_in_a_gap_is_a_fault() {
        let editions = vec![
            held("2019-10-01", &[("Q99", true, "Old")]),
            held("2020-10-01", &[("Q98", true, "New"), ("Q99", true, "Old")]),
        ];
        let editor = editor("Q97,20200401,20200930,\nQ99,20191001,,\n");
        let error = History::build(editions, &editor)
            .err()
            .map(|e| e.to_string());
        assert_eq!(
            error.as_deref(),
            Some(
                "2020-10-01.txt: Q98 changes after 2019-10-01, an edition is missing there, \
                 and the Medicare Code Editor does not date it"
            )
        );
    }

    #[test]
    fn disagreements_are_reported_and_the_order_file_wins() {
        let editions = vec![
            held("2019-10-01", &[("Q98", true, "Old"), ("Q99", true, "Old")]),
            held("2020-10-01", &[("Q99", true, "New")]),
            held("2026-10-01", &[("Q96", true, "New")]),
        ];
        let editor = editor("Q97,20191001,,\nQ98,20191001,,\nQ99,20191001,,\n");
        let history = History::build(editions, &editor).unwrap();
        let row = |code: &str, order_files: &str, code_editor: &str| Disagreement {
            code: code.into(),
            order_files: order_files.into(),
            code_editor: code_editor.into(),
        };
        assert_eq!(
            history.disagreements,
            [
                row("Q97", "", "2019-10-01/"),
                row("Q98", "2019-10-01/2020-09-30", "2019-10-01/")
            ]
        );
        assert_eq!(spans(&history, "Q98").len(), 2);
        let titles = &history
            .codes
            .iter()
            .find(|history| history.code == "Q99")
            .unwrap()
            .titles;
        assert_eq!(
            titles.iter().map(|t| (t.first, t.long)).collect::<Vec<_>>(),
            [(day("2019-10-01"), "Old"), (day("2020-10-01"), "New"),]
        );
    }
}
