//! What the records say beyond days and titles, packed; the layout is described in [`super`].

use std::collections::BTreeMap;

use super::Known;
use super::record::Record;
use crate::code_table::{count_bytes, day_number};
use crate::fault::{Fault, Result};

/// `files` are the editions that have records.
pub(super) fn details(known: &BTreeMap<&str, Known<'_>>, files: &[usize]) -> Result<Vec<u8>> {
    let mut references: Vec<[u8; 8]> = Vec::new();
    let mut rows: BTreeMap<[u8; 20], u16> = BTreeMap::new();
    let mut numbers: Vec<Option<[u8; 20]>> = Vec::new();
    for known in known.values() {
        for file in files {
            let row = match known.records.get(file) {
                Some(record) => Some(detail_row(record, &mut references)?),
                None => None,
            };
            rows.extend(row.map(|row| (row, 0)));
            numbers.push(row);
        }
    }
    for (number, cell) in rows.values_mut().enumerate() {
        *cell = u16::try_from(number)
            .ok()
            .filter(|number| *number < u16::MAX)
            .ok_or_else(|| Fault::in_file("hcpcs-details", "more rows than 16 bits number"))?;
    }
    let mut blob = b"HCD1".to_vec();
    for count in [rows.len(), references.len(), files.len(), known.len()] {
        blob.extend(count_bytes(count)?);
    }
    blob.extend(rows.keys().flatten());
    blob.extend(references.iter().flatten());
    for row in numbers {
        let number = row.and_then(|row| rows.get(&row)).copied();
        blob.extend(number.unwrap_or(u16::MAX).to_le_bytes());
    }
    Ok(blob)
}

fn detail_row(record: &Record, references: &mut Vec<[u8; 8]>) -> Result<[u8; 20]> {
    let own: Vec<[u8; 8]> = record.see.iter().filter_map(|see| level_two(see)).collect();
    let start = references
        .windows(own.len().max(1))
        .position(|window| window == own)
        .unwrap_or_else(|| {
            references.extend(&own);
            references.len() - own.len()
        });
    let fault = |_| Fault::in_file(&*record.code, "refers to too many codes");
    let [low, high] = u16::try_from(start).map_err(fault)?.to_le_bytes();
    let count = u8::try_from(own.len()).map_err(fault)?;
    let others = u8::from(own.len() < record.see.len());
    let [day @ .., _] = record.action_date.map_or(Ok(0), day_number)?.to_le_bytes();
    let mut row = [0; 20];
    let cells = [record.coverage, record.action]
        .into_iter()
        .chain(record.betos)
        .chain(record.types_of_service)
        .chain([low, high, count, others])
        .chain(day);
    for (cell, byte) in row.iter_mut().zip(cells) {
        *cell = byte;
    }
    Ok(row)
}

fn level_two(text: &str) -> Option<[u8; 8]> {
    let [letter @ b'A'..=b'Z', a, b, c, d] = *text.as_bytes() else {
        return None;
    };
    let digits = [a, b, c, d].iter().all(u8::is_ascii_digit);
    (digits && letter != b'D').then_some([letter, a, b, c, d, 0, 0, 0])
}
