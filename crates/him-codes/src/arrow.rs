//! Columns of codes as Apache Arrow arrays; feature `arrow`.
//!
//! [`icd10cm::check_array`](crate::icd10cm::check_array) and [`icd10pcs::check_array`](crate::icd10pcs::check_array) take an
//! array of texts and one day, or an array of days, and give a record batch of as many rows:
//!
//! | column | type | content |
//! |---|---|---|
//! | `verdict` | `Dictionary(Int8, Utf8)` | as [`Verdict::as_str`] names it; null where the text or the day is null |
//! | `ordinal` | `UInt32` | the number of the code, by which to join; null also where no edition held has the code |
//!
//! ```
//! use arrow_array::cast::AsArray;
//! use arrow_array::types::{Int8Type, UInt32Type};
//! use arrow_array::{Array, StringArray};
//! use chrono::NaiveDate;
//! use him_codes::{Icd10Cm, icd10cm};
//!
//! let codes = StringArray::from(vec![Some("E11.9"), Some("E11.7"), None]);
//! let day = NaiveDate::from_ymd_opt(2025, 3, 14).unwrap();
//! let batch = icd10cm::check_array(&codes, day)?;
//! let verdicts = batch["verdict"].as_dictionary::<Int8Type>();
//! let names: Vec<_> = verdicts.downcast_dict::<StringArray>().unwrap().into_iter().collect();
//! assert_eq!(names, [Some("valid"), Some("unknown"), None]);
//! let ordinal = batch["ordinal"].as_primitive::<UInt32Type>().value(0);
//! assert_eq!(Icd10Cm::from_ordinal(ordinal), Icd10Cm::try_new("E11.9").ok());
//! # Ok::<(), him_codes::arrow::ArrayError>(())
//! ```

extern crate std;

use core::fmt;
use std::sync::Arc;
use std::vec;
use std::vec::Vec;

use arrow_array::array::StringArrayType;
use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, Int8Array, RecordBatch, StringArray, UInt32Array,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use chrono::NaiveDate;

use crate::automaton::{NO_ORDINAL, WIDE};
use crate::columnar::{System, check_each, check_on};
use crate::verdict::Verdict;

/// The days of service of an array of codes.
#[derive(Clone, Copy, Debug)]
pub enum ArrayDates<'a> {
    /// The same for all.
    All(NaiveDate),
    /// One for each code.
    Each(&'a Date32Array),
}

impl From<NaiveDate> for ArrayDates<'_> {
    fn from(on: NaiveDate) -> Self {
        ArrayDates::All(on)
    }
}

impl<'a> From<&'a Date32Array> for ArrayDates<'a> {
    fn from(on: &'a Date32Array) -> Self {
        ArrayDates::Each(on)
    }
}

/// An array cannot be checked.
#[derive(Debug)]
#[non_exhaustive]
pub enum ArrayError {
    /// The codes are no texts: `Utf8`, `LargeUtf8`, `Utf8View`, or a dictionary of these.
    NotText(DataType),
    /// There are not as many days as codes.
    UnequalLengths {
        /// How many codes.
        codes: usize,
        /// How many days.
        dates: usize,
    },
    /// The arrays of the answer do not make a record batch.
    Batch(ArrowError),
}

impl fmt::Display for ArrayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ArrayError::NotText(found) => write!(f, "an array of codes holds texts, not {found}"),
            ArrayError::UnequalLengths { codes, dates } => {
                write!(f, "{codes} codes, but {dates} dates")
            }
            ArrayError::Batch(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ArrayError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            ArrayError::Batch(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ArrowError> for ArrayError {
    fn from(error: ArrowError) -> Self {
        ArrayError::Batch(error)
    }
}

pub(crate) fn check_array<S: System>(
    codes: &dyn Array,
    on: ArrayDates<'_>,
) -> Result<RecordBatch, ArrayError> {
    if let ArrayDates::Each(dates) = on
        && dates.len() != codes.len()
    {
        return Err(ArrayError::UnequalLengths {
            codes: codes.len(),
            dates: dates.len(),
        });
    }
    let Rows { verdicts, ordinals } = rows::<S>(codes, on)?;
    let no_date = match on {
        ArrayDates::Each(dates) => dates.logical_nulls(),
        ArrayDates::All(_) => None,
    };
    let null = NullBuffer::union(codes.logical_nulls().as_ref(), no_date.as_ref());
    let unknown = ordinals.contains(&NO_ORDINAL).then(|| {
        let known = ordinals.iter().map(|ordinal| *ordinal != NO_ORDINAL);
        known.collect::<NullBuffer>()
    });

    let keys: Vec<i8> = verdicts.into_iter().map(|verdict| verdict as i8).collect();
    let keys = Int8Array::try_new(keys.into(), null.clone())?;
    let names = StringArray::from_iter_values(Verdict::ALL.map(Verdict::as_str));
    let verdicts = DictionaryArray::<Int8Type>::try_new(keys, Arc::new(names))?;
    let null = NullBuffer::union(null.as_ref(), unknown.as_ref());
    let ordinals = UInt32Array::try_new(ordinals.into(), null)?;

    let columns: Vec<ArrayRef> = vec![Arc::new(verdicts), Arc::new(ordinals)];
    let fields: Vec<Field> = ["verdict", "ordinal"]
        .into_iter()
        .zip(&columns)
        .map(|(name, column)| Field::new(name, column.data_type().clone(), true))
        .collect();
    Ok(RecordBatch::try_new(
        Arc::new(Schema::new(fields)),
        columns,
    )?)
}

/// Verdicts and numbers of all rows; those of null rows mean nothing.
struct Rows {
    verdicts: Vec<Verdict>,
    ordinals: Vec<u32>,
}

impl Rows {
    fn new(len: usize) -> Rows {
        Rows {
            verdicts: vec![Verdict::default(); len],
            ordinals: vec![NO_ORDINAL; len],
        }
    }
}

fn rows<S: System>(codes: &dyn Array, on: ArrayDates<'_>) -> Result<Rows, ArrayError> {
    match codes.data_type() {
        DataType::Utf8 => Ok(of_texts::<S, _>(codes.as_string::<i32>(), on)),
        DataType::LargeUtf8 => Ok(of_texts::<S, _>(codes.as_string::<i64>(), on)),
        DataType::Utf8View => Ok(of_texts::<S, _>(codes.as_string_view(), on)),
        DataType::Dictionary(_, values) => {
            let Some(dictionary) = codes.as_any_dictionary_opt() else {
                return Err(ArrayError::NotText(codes.data_type().clone()));
            };
            let texts = dictionary.values();
            if texts.is_empty() && is_text(values) {
                return Ok(Rows::new(codes.len()));
            }
            let keys = || dictionary.normalized_keys();
            match (on, &**values) {
                (ArrayDates::All(_), values) if is_text(values) => {
                    // Each text has to be looked at once only.
                    let distinct = rows::<S>(texts, on)?;
                    let mut all = Rows::new(codes.len());
                    let cells = all.verdicts.iter_mut().zip(&mut all.ordinals);
                    for ((verdict, ordinal), key) in cells.zip(keys()) {
                        *verdict = distinct.verdicts.get(key).copied().unwrap_or_default();
                        *ordinal = distinct.ordinals.get(key).copied().unwrap_or(NO_ORDINAL);
                    }
                    Ok(all)
                }
                (ArrayDates::Each(_), DataType::Utf8) => {
                    Ok(of_keys::<S, _>(texts.as_string::<i32>(), &keys(), on))
                }
                (ArrayDates::Each(_), DataType::LargeUtf8) => {
                    Ok(of_keys::<S, _>(texts.as_string::<i64>(), &keys(), on))
                }
                (ArrayDates::Each(_), DataType::Utf8View) => {
                    Ok(of_keys::<S, _>(texts.as_string_view(), &keys(), on))
                }
                _ => Err(ArrayError::NotText(codes.data_type().clone())),
            }
        }
        other => Err(ArrayError::NotText(other.clone())),
    }
}

fn is_text(data: &DataType) -> bool {
    matches!(
        data,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}

fn of_texts<'a, S: System, T: StringArrayType<'a>>(texts: T, on: ArrayDates<'_>) -> Rows {
    of_rows::<S>(texts.len(), |row| texts.value(row), on)
}

fn of_keys<'a, S: System, T: StringArrayType<'a>>(
    texts: T,
    keys: &[usize],
    on: ArrayDates<'_>,
) -> Rows {
    let text = |row: usize| match keys.get(row) {
        Some(key) if *key < texts.len() => texts.value(*key),
        _ => "",
    };
    of_rows::<S>(keys.len(), text, on)
}

/// `text` is asked for rows below `len` only.
fn of_rows<'a, S: System>(len: usize, text: impl Fn(usize) -> &'a str, on: ArrayDates<'_>) -> Rows {
    let mut rows = Rows::new(len);
    let chunks = (0..len).step_by(WIDE).map(|start| {
        let mut texts = [""; WIDE];
        for (cell, row) in texts.iter_mut().zip(start..len) {
            *cell = text(row);
        }
        texts
    });
    match on {
        ArrayDates::All(on) => {
            check_on::<S>(chunks, on, &mut rows.verdicts, &mut rows.ordinals);
        }
        ArrayDates::Each(dates) => {
            let day = |row: usize| {
                dates
                    .values()
                    .get(row)
                    .map_or(NaiveDate::MIN, |day| date(*day))
            };
            check_each::<S>(chunks, day, &mut rows.verdicts, &mut rows.ordinals);
        }
    }
    rows
}

/// Of the days since 1970-01-01; beyond the calendar of chrono, its first or last day.
fn date(days: i32) -> NaiveDate {
    let beyond = if days < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    };
    NaiveDate::from_epoch_days(days).unwrap_or(beyond)
}
