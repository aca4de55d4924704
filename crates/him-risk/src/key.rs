//! Codes as numbers: their characters from the highest byte down, then zeros, so that a code stands before those below it.

use him_codes::{Icd9Cm, Icd10Cm};

/// Of a code of ICD-10.
#[inline]
pub(crate) fn of_icd10(code: Icd10Cm) -> u64 {
    of_text(code.undotted().as_str())
}

/// Of a code of ICD-9-CM.
pub(crate) fn of_icd9(code: Icd9Cm) -> u64 {
    let mut key = [0; 8];
    let text = code.to_string();
    let characters = text.bytes().filter(|byte| *byte != b'.');
    for (cell, byte) in key.iter_mut().zip(characters) {
        *cell = byte;
    }
    u64::from_be_bytes(key)
}

/// Of an undotted code of at most eight characters; longer ones are cut.
#[inline]
pub(crate) fn of_text(text: &str) -> u64 {
    let mut key = [0; 8];
    for (cell, byte) in key.iter_mut().zip(text.bytes()) {
        *cell = byte;
    }
    u64::from_be_bytes(key)
}
