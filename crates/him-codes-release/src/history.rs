//! From the editions of a code list to the life of each code: on which day it came, changed its state and went.
//!
//! Where no edition is missing between two order files, a change dates from the later file's first day. The Medicare Code
//! Editor shows which editions have no order file here (of ICD-10-CM April 2020 and October 2020): there it dates the
//! billable codes, and a header takes the date of the billable codes below it. What it knows of days after the last order
//! file is taken from it alone, without titles. Whatever the editor says elsewhere is compared, and each difference
//! reported; the order file wins, as the release from which the editor's table is made, but for a code that an order file
//! lacks on its first day: the file was published before the code was.

mod addition;
mod dating;
mod disagreement;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

pub use self::addition::AlreadyHeld;
use self::dating::Dating;
pub use self::disagreement::Disagreement;
use self::disagreement::{disagreements, too_late};
use crate::code_editor::{CodeEditor, Period};
use crate::fault::{Fault, Result};
use crate::order_file::Row;

/// What is held of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The order file as published.
    Official,
    /// An order file put together from the published addenda.
    Reconstructed,
    /// No order file: dates from the Medicare Code Editor.
    NotHeld,
    /// The codes of the published file, without all else.
    CodesOnly,
}

/// An order file and its edition.
pub struct Held<'t> {
    /// Of the edition, such as `FY2026`.
    pub name: String,
    /// The first day on which it is in force.
    pub effective: NaiveDate,
    /// Not `NotHeld`.
    pub standing: Standing,
    /// Its name, for messages.
    pub file: String,
    /// In any order.
    pub rows: Vec<Row<'t>>,
}

/// An edition, with an order file or without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Such as `FY2021, January 2021 update`.
    pub name: String,
    /// The first day on which it is in force.
    pub effective: NaiveDate,
    /// Whether there is an order file.
    pub standing: Standing,
}

/// What a code is on a day. The numbers are those of the packed table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not in the list.
    Absent = 0,
    /// In the list, with billable codes below it.
    Header = 1,
    /// In the list.
    Billable = 2,
}

/// How the first day of a span is known. The numbers are those of the packed table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The order file of an edition, and none is missing before it.
    OrderFile = 0,
    /// As `OrderFile`, but the file is reconstructed.
    Reconstructed = 1,
    /// The Medicare Code Editor dates the code between two order files.
    CodeEditor = 2,
    /// Inferred from the codes below this header, which the Medicare Code Editor dates.
    Inferred = 3,
}

/// A stretch of days on which a code has one state. It lasts until the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first day.
    pub first: NaiveDate,
    /// What the code is.
    pub state: State,
    /// How the first day is known.
    pub evidence: Evidence,
}

/// The titles of a code from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title<'t> {
    /// The first day.
    pub first: NaiveDate,
    /// At most 60 characters.
    pub short: &'t str,
    /// In full.
    pub long: &'t str,
}

/// The life of a code.
pub struct CodeHistory<'t> {
    /// Without dot.
    pub code: &'t str,
    /// In order of time; each lasts until the next.
    pub spans: Vec<Span>,
    /// In order of time. None of a code that stands in no order file.
    pub titles: Vec<Title<'t>>,
}

/// The lives of all codes of a list.
pub struct History<'t> {
    /// From the first to the last.
    pub editions: Vec<Edition>,
    /// In ASCII order of the undotted code.
    pub codes: Vec<CodeHistory<'t>>,
    /// Where the order files and the Medicare Code Editor differ.
    pub disagreements: Vec<Disagreement>,
}

/// The days on which editions without order file took effect.
struct Gaps {
    /// Before each held edition and after the one before that.
    before: Vec<Vec<NaiveDate>>,
    /// After the last held edition.
    after: Vec<NaiveDate>,
}

impl<'t> History<'t> {
    /// From order files in any order.
    ///
    /// # Errors
    ///
    /// When two editions take effect on one day, when there is none, and when a change lies in a gap between two order files
    /// and the editor does not date it.
    pub fn build(mut held: Vec<Held<'t>>, editor: &'t CodeEditor) -> Result<History<'t>> {
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
        // Codes that came after the last order file stand in none, and so may their headers.
        for code in editor.codes() {
            let periods = editor.periods(code);
            if periods.iter().any(|p| gaps.after.contains(&p.first)) {
                for row in [Some(code), code.get(..3)].into_iter().flatten() {
                    rows.entry(row).or_insert_with(|| vec![None; held.len()]);
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
        let mut disagreements = disagreements(&codes, editor);
        let columns = codes.iter().zip(rows.values());
        disagreements.extend(columns.filter_map(|(code, columns)| too_late(code, columns, &held)));
        disagreements.sort_unstable_by(|a, b| a.code.cmp(&b.code));
        Ok(History {
            editions,
            codes,
            disagreements,
        })
    }
}

impl<'t> History<'t> {
    /// The number of a code, without dot, in the packed table.
    pub fn ordinal(&self, code: &str) -> Option<u32> {
        let place = self
            .codes
            .binary_search_by(|history| history.code.cmp(code));
        place.ok()?.try_into().ok()
    }

    /// The code with a number of the packed table.
    pub fn code(&self, ordinal: u32) -> Option<&CodeHistory<'t>> {
        self.codes.get(ordinal as usize)
    }
}

impl<'t> CodeHistory<'t> {
    /// What the code is good for on a day.
    pub fn state_on(&self, day: NaiveDate) -> State {
        let begun = self.spans.iter().take_while(|span| span.first <= day);
        begun.last().map_or(State::Absent, |span| span.state)
    }

    /// The long title, once there is one.
    pub fn title_on(&self, day: NaiveDate) -> Option<&'t str> {
        let begun = self.titles.iter().take_while(|title| title.first <= day);
        begun.last().map(|title| title.long)
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

fn gaps(held: &[Held<'_>], editor: &CodeEditor, editions: &mut Vec<Edition>) -> Result<Gaps> {
    let Some(first) = held.first() else {
        return Err(Fault::in_file("MANIFEST.csv", "names no order file"));
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
            (1, 8) => format!("FY{}, August {} update", day.year(), day.year()),
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
    let mut start = first.effective;
    let mut before = Vec::new();
    for edition in held {
        let inside = |day: &NaiveDate| *day > start && *day < edition.effective;
        before.push(days.keys().copied().filter(inside).collect());
        start = edition.effective;
    }
    let after = days.into_keys().filter(|day| *day > start).collect();
    Ok(Gaps { before, after })
}

fn after(period: &Period) -> Option<NaiveDate> {
    period
        .last
        .and_then(|last| last.checked_add_days(Days::new(1)))
}

impl Held<'_> {
    /// How a change is known that dates from the first day of the edition.
    fn evidence(&self) -> Evidence {
        if self.standing == Standing::Reconstructed {
            Evidence::Reconstructed
        } else {
            Evidence::OrderFile
        }
    }
}

#[cfg(test)]
mod tests;
