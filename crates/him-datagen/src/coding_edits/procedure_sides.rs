//! Which body parts of ICD-10-PCS are on one side, and of which region.
//!
//! `edits-procedure-sides.bin`: `HKP1`; the number of rows (32 bits); rows, four bytes, in order: section, system, body part
//! (the characters of a code in the places 1, 2 and 4), then the side (1 right, 2 left) plus eight times the region (see
//! [`region`]).

use std::collections::BTreeMap;

use super::region;
use super::wording::words;
use crate::code_table::count_bytes;
use crate::fault::Result;
use crate::output::Output;

const TABLE: &str = "edits-procedure-sides";

/// Adds the table to the output, from what the fourth character means with each section and system.
pub(crate) fn generate<'l>(
    labels: impl Iterator<Item = ([u8; 3], &'l str)>,
    output: &mut Output,
) -> Result<()> {
    let mut rows: BTreeMap<[u8; 3], Option<u8>> = BTreeMap::new();
    for (place, label) in labels {
        let own = side(label);
        rows.entry(place)
            // A character that means one thing in one table and another in the next says nothing.
            .and_modify(|row| *row = row.filter(|row| Some(*row) == own))
            .or_insert(own);
    }
    let rows: Vec<[u8; 4]> = rows
        .into_iter()
        .filter_map(|([section, system, part], own)| Some([section, system, part, own?]))
        .collect();
    let mut blob = b"HKP1".to_vec();
    blob.extend(count_bytes(rows.len())?);
    blob.extend(rows.iter().flatten());
    output.table(TABLE, rows.len(), "data/edits-procedure-sides.bin", blob);
    Ok(())
}

fn side(label: &str) -> Option<u8> {
    let words = words(label);
    let has = |word: &str| words.iter().any(|own| own == word);
    let side = match (has("right"), has("left")) {
        (true, false) => 1,
        (false, true) => 2,
        _ => return None,
    };
    Some(region::of_body_part(label))
        .filter(|region| *region > 0)
        .map(|region| side | region << 3)
}
