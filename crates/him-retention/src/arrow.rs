//! Columns of facts as Apache Arrow arrays (feature `arrow`).
//!
//! [`schedule`] takes a column of days for each event and gives a record batch of as many rows:
//!
//! | column | type | content |
//! |---|---|---|
//! | `outcome` | `Dictionary(Int8, Utf8)` | as [`Outcome::name`](crate::Outcome::name) names it |
//! | `retain_through`, `destroy_from` | `Date32` | as in [`Entry`](crate::schedule::Entry); null where there is none |
//! | `rule` | `Dictionary(Int32, Utf8)` | the rule that decides; null where none does |
//!
//! ```
//! use arrow_array::cast::AsArray;
//! use arrow_array::types::Date32Type;
//! use arrow_array::Date32Array;
//! use chrono::NaiveDate;
//! use him_retention::{Event, Provider, RecordType, RuleBook, Scope, arrow};
//!
//! // Days since 1970-01-01: 2012-02-29, and none.
//! let discharges = Date32Array::from(vec![Some(15_399), None]);
//! let scope = Scope::new("US-MA".parse()?, Provider::Hospital, RecordType::MedicalRecord);
//! let on = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
//! let columns = [(Event::Discharge, &discharges)];
//! let batch = arrow::schedule(RuleBook::embedded(), &columns, &scope, on)?;
//! let through = batch["retain_through"].as_primitive::<Date32Type>();
//! // Twenty years later: 2032-02-29.
//! assert_eq!(through.iter().collect::<Vec<_>>(), [Some(22_704), None]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, Int8Array, Int32Array, RecordBatch, StringArray,
};
use arrow_schema::ArrowError;
use chrono::{Days, NaiveDate};

use crate::schedule::Scheduler;
use crate::{Event, Facts, Outcome, RuleBook, Scope};

/// Decides every row by one scope.
///
/// # Errors
///
/// [`ArrowError::InvalidArgumentError`] when the columns differ in length or there are none.
pub fn schedule(
    book: &RuleBook,
    columns: &[(Event, &Date32Array)],
    scope: &Scope,
    on: NaiveDate,
) -> Result<RecordBatch, ArrowError> {
    let rows = columns.first().map_or(0, |(_, days)| days.len());
    if columns.is_empty() || columns.iter().any(|(_, days)| days.len() != rows) {
        let message = "expected columns of one length, one at least";
        return Err(ArrowError::InvalidArgumentError(message.to_owned()));
    }
    let mut scheduler = Scheduler::new(book);
    let mut facts = Facts::new();
    let mut outcomes = Vec::with_capacity(rows);
    let mut through = Vec::with_capacity(rows);
    let mut from = Vec::with_capacity(rows);
    let mut rules = Vec::with_capacity(rows);
    let mut places: HashMap<&str, i32> = HashMap::new();
    let mut names: Vec<&str> = Vec::new();
    for row in 0..rows {
        for &(event, days) in columns {
            let day = days.is_valid(row).then(|| days.value(row));
            facts.set(event, day.and_then(day_of));
        }
        let entry = scheduler.decide(&facts, scope, on);
        outcomes.push(place(entry.outcome()));
        through.push(entry.retain_through().map(number_of));
        from.push(entry.destroy_from().map(number_of));
        rules.push(entry.rule().map(|rule| {
            *places.entry(&rule.id).or_insert_with(|| {
                names.push(&rule.id);
                i32::try_from(names.len() - 1).unwrap_or(i32::MAX)
            })
        }));
    }
    let outcomes: DictionaryArray<Int8Type> = DictionaryArray::try_new(
        Int8Array::from(outcomes),
        Arc::new(StringArray::from(OUTCOMES.to_vec())),
    )?;
    let rules: DictionaryArray<Int32Type> =
        DictionaryArray::try_new(Int32Array::from(rules), Arc::new(StringArray::from(names)))?;
    RecordBatch::try_from_iter_with_nullable([
        ("outcome", Arc::new(outcomes) as ArrayRef, false),
        ("retain_through", Arc::new(Date32Array::from(through)), true),
        ("destroy_from", Arc::new(Date32Array::from(from)), true),
        ("rule", Arc::new(rules), true),
    ])
}

const OUTCOMES: [&str; 7] = [
    "RETAIN",
    "ELIGIBLE",
    "HELD",
    "NEVER",
    "INDETERMINATE",
    "NEEDS_POLICY",
    "NEEDS_REVIEW",
];

const fn place(outcome: Outcome) -> i8 {
    match outcome {
        Outcome::Retain { .. } => 0,
        Outcome::Eligible { .. } => 1,
        Outcome::Held { .. } => 2,
        Outcome::Never => 3,
        Outcome::Indeterminate { .. } => 4,
        Outcome::NeedsPolicy { .. } => 5,
        Outcome::NeedsReview { .. } => 6,
    }
}

/// 1970-01-01, from which `Date32` counts.
fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default()
}

/// None beyond the calendar.
fn day_of(number: i32) -> Option<NaiveDate> {
    let days = Days::new(u64::from(number.unsigned_abs()));
    if number < 0 {
        epoch().checked_sub_days(days)
    } else {
        epoch().checked_add_days(days)
    }
}

fn number_of(day: NaiveDate) -> i32 {
    // The calendar ends in the year 262142, far within the range of i32.
    i32::try_from((day - epoch()).num_days()).unwrap_or(i32::MAX)
}
