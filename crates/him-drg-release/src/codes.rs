//! Codes in order: three characters lead to a category, the rest is looked for there.

use std::collections::BTreeMap;

use crate::NONE;
use crate::blob::{Blob, number};
use crate::fault::{Fault, Result};

/// Of three digits or letters.
const CATEGORIES: usize = 36 * 36 * 36;

/// Writes the codes, each with its numbers: the count of both, the category of each three characters, the first code of
/// each category, the rest of each code, and column by column the numbers.
pub(crate) fn write(codes: &BTreeMap<&str, Vec<u16>>, blob: &mut Blob) -> Result<()> {
    let mut front = vec![NONE; CATEGORIES];
    let mut starts = Vec::new();
    let mut rests = Vec::new();
    let mut category = None;
    for (place, code) in codes.keys().enumerate() {
        let fault = || {
            Fault::new(format!(
                "{code:?} is not a code of 3 to 7 digits and capital letters"
            ))
        };
        let digits = code
            .bytes()
            .map(digit)
            .collect::<Option<Vec<u32>>>()
            .ok_or_else(fault)?;
        let (head, rest) = digits
            .split_at_checked(3)
            .filter(|(_, rest)| rest.len() <= 4)
            .ok_or_else(fault)?;
        let head = head.iter().fold(0, |number, digit| 36 * number + digit) as usize;
        if category != Some(head) {
            category = Some(head);
            if let Some(cell) = front.get_mut(head) {
                *cell = number("categories", starts.len())?;
            }
            starts.push(place);
        }
        // A missing character comes before every other.
        let rest = (0..4).fold(0, |number, at| {
            37 * number + rest.get(at).map_or(0, |digit| digit + 1)
        });
        rests.push(rest);
    }
    starts.push(codes.len());
    blob.large("codes", codes.len())?;
    blob.count("categories", starts.len() - 1)?;
    front.iter().for_each(|category| blob.u16(*category));
    for start in &starts {
        blob.large("codes", *start)?;
    }
    rests.iter().for_each(|rest| blob.u32(*rest));
    let columns = codes.values().next().map_or(0, Vec::len);
    for column in 0..columns {
        for numbers in codes.values() {
            blob.u16(numbers.get(column).copied().unwrap_or(NONE));
        }
    }
    Ok(())
}

fn digit(byte: u8) -> Option<u32> {
    (!byte.is_ascii_lowercase())
        .then(|| char::from(byte).to_digit(36))
        .flatten()
}
