//! Arrays are checked as single codes are, whatever their layout.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, Int32Type, UInt8Type, UInt32Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, Int32Array, LargeStringArray, NullArray,
    RecordBatch, StringArray, StringViewArray, UInt8Array,
};
use arrow_schema::DataType;
use chrono::NaiveDate;
use him_codes::arrow::{ArrayDates, ArrayError};
use him_codes::{Icd10Cm, Icd10Pcs, Verdict, icd10cm, icd10pcs};

type Row = (Option<&'static str>, Option<u32>);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn read(batch: &RecordBatch) -> Vec<Row> {
    let verdicts = batch["verdict"].as_dictionary::<Int8Type>();
    let names = verdicts.downcast_dict::<StringArray>().unwrap();
    let ordinals = batch["ordinal"].as_primitive::<UInt32Type>();
    let name = |name: Option<&str>| {
        name.map(|name| {
            Verdict::ALL
                .iter()
                .find(|verdict| verdict.as_str() == name)
                .unwrap()
                .as_str()
        })
    };
    names.into_iter().map(name).zip(ordinals).collect()
}

fn texts() -> Vec<Option<String>> {
    let given = [
        "E11.9", "s72001a", " I10 ", "E11.7", "O64.1", "A04.7", "U07.1", "O35.0XX0", "", "0DTJ4ZZ",
        "0DTJ",
    ];
    let mut texts: Vec<Option<String>> = Vec::new();
    for n in 0..61 {
        texts.push((n % 7 != 3).then(|| given[n % given.len()].to_owned()));
    }
    texts
}

/// The first days of some editions, and none.
fn days(rows: usize) -> Vec<Option<NaiveDate>> {
    let editions: Vec<NaiveDate> = icd10cm::editions()
        .map(|edition| edition.effective())
        .collect();
    (0..rows)
        .map(|row| (row % 11 != 5).then(|| editions[row % editions.len()]))
        .collect()
}

fn expected(texts: &[Option<String>], on: &[Option<NaiveDate>]) -> (Vec<Row>, Vec<Row>) {
    let row = |(text, on): (&Option<String>, &Option<NaiveDate>)| match (text, on) {
        (Some(text), Some(on)) => (
            (
                Some(Verdict::from(&icd10cm::check(text, *on)).as_str()),
                text.parse().ok().and_then(Icd10Cm::ordinal),
            ),
            (
                Some(Verdict::from(&icd10pcs::check(text, *on)).as_str()),
                text.parse().ok().and_then(Icd10Pcs::ordinal),
            ),
        ),
        _ => ((None, None), (None, None)),
    };
    texts.iter().zip(on).map(row).unzip()
}

/// The texts in every layout.
fn arrays(texts: &[Option<String>]) -> Vec<ArrayRef> {
    let strings = StringArray::from(texts.to_vec());
    let large = LargeStringArray::from(texts.to_vec());
    let view: StringViewArray = texts.iter().map(|text| text.as_deref()).collect();
    let dictionary: DictionaryArray<Int32Type> = texts.iter().map(|text| text.as_deref()).collect();
    // Nulls in the values of a dictionary, not in its keys.
    let keys = UInt8Array::from_iter_values((0..texts.len()).map(|n| n as u8));
    let of_large = DictionaryArray::<UInt8Type>::new(keys.clone(), Arc::new(large.clone()));
    let of_view = DictionaryArray::<UInt8Type>::new(keys, Arc::new(view.clone()));
    vec![
        Arc::new(strings),
        Arc::new(large),
        Arc::new(view),
        Arc::new(dictionary),
        Arc::new(of_large),
        Arc::new(of_view),
    ]
}

#[test]
fn every_layout() {
    let texts = texts();
    let days = days(texts.len());
    let each = Date32Array::from_iter(days.iter().map(|day| day.map(|day| day.to_epoch_days())));
    for array in arrays(&texts) {
        for on in [day(2015, 9, 30), day(2021, 10, 1), day(2026, 3, 14)] {
            let (diagnoses, procedures) = expected(&texts, &vec![Some(on); texts.len()]);
            assert_eq!(
                read(&icd10cm::check_array(&array, on).unwrap()),
                diagnoses,
                "{}",
                array.data_type()
            );
            assert_eq!(
                read(&icd10pcs::check_array(&array, on).unwrap()),
                procedures,
                "{}",
                array.data_type()
            );
        }
        let (diagnoses, procedures) = expected(&texts, &days);
        assert_eq!(
            read(&icd10cm::check_array(&array, &each).unwrap()),
            diagnoses,
            "{}",
            array.data_type()
        );
        assert_eq!(
            read(&icd10pcs::check_array(&array, &each).unwrap()),
            procedures,
            "{}",
            array.data_type()
        );
        // Arrays that start within another.
        let (part, part_days) = (array.slice(5, 40), each.slice(5, 40));
        let found = icd10cm::check_array(&part, &part_days).unwrap();
        assert_eq!(read(&found), diagnoses[5..45], "{}", array.data_type());
    }
}

#[test]
fn arrays_without_rows() {
    for array in arrays(&[]) {
        let batch = icd10cm::check_array(&array, day(2025, 1, 1)).unwrap();
        assert_eq!((batch.num_rows(), batch.num_columns()), (0, 2));
    }
    let all_null: DictionaryArray<Int32Type> = vec![None::<&str>; 3].into_iter().collect();
    let each = Date32Array::from(vec![Some(0), None, Some(20_000)]);
    for on in [ArrayDates::All(day(2025, 1, 1)), ArrayDates::Each(&each)] {
        assert_eq!(
            read(&icd10cm::check_array(&all_null, on).unwrap()),
            [(None, None); 3]
        );
    }
}

#[test]
fn the_schema() {
    let batch = icd10cm::check_array(&StringArray::from(vec!["E11.9"]), day(2025, 1, 1)).unwrap();
    let schema = batch.schema();
    let fields: Vec<_> = schema
        .fields()
        .iter()
        .map(|field| {
            (
                field.name().as_str(),
                field.data_type().clone(),
                field.is_nullable(),
            )
        })
        .collect();
    let verdict = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
    assert_eq!(
        fields,
        [
            ("verdict", verdict, true),
            ("ordinal", DataType::UInt32, true)
        ]
    );
}

#[test]
fn days_beyond_the_calendar() {
    let texts = StringArray::from(vec!["E11.9"; 2]);
    let each = Date32Array::from(vec![i32::MIN, i32::MAX]);
    let names: Vec<_> = read(&icd10cm::check_array(&texts, &each).unwrap())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, [Some("not_yet"), Some("valid")]);
}

#[test]
fn what_is_no_column_of_codes() {
    let on = day(2025, 1, 1);
    let message = |array: &dyn Array| icd10cm::check_array(array, on).unwrap_err().to_string();
    assert_eq!(
        message(&Int32Array::from(vec![1])),
        "an array of codes holds texts, not Int32"
    );
    assert_eq!(
        message(&NullArray::new(2)),
        "an array of codes holds texts, not Null"
    );
    let numbers = DictionaryArray::<UInt8Type>::new(
        UInt8Array::from(vec![0]),
        Arc::new(Int32Array::from(vec![1])),
    );
    assert_eq!(
        message(&numbers),
        "an array of codes holds texts, not Dictionary(UInt8, Int32)"
    );
    let each = Date32Array::from(vec![1, 2, 3]);
    let error = icd10cm::check_array(&StringArray::from(vec!["E11.9"]), &each).unwrap_err();
    assert!(matches!(
        error,
        ArrayError::UnequalLengths { codes: 1, dates: 3 }
    ));
    assert_eq!(error.to_string(), "1 codes, but 3 dates");
    assert!(matches!(
        icd10pcs::check_array(&NullArray::new(1), &each),
        Err(ArrayError::UnequalLengths { .. })
    ));
}
