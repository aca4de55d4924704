//! Codes that leave open what others below the same header tell.

use super::Titles;
use super::side::header;
use super::wording::{without, words};

/// `Type 2 diabetes mellitus without complications`.
const PLAIN: &str = "without complication";

/// Where a code leaves something open.
pub(super) struct Unspecified {
    /// The characters of the header.
    pub(super) header: usize,
    /// The characters of the code that does so: itself, or one above it.
    pub(super) len: usize,
    /// Whether it is the code for all that the header says, and no part of that.
    pub(super) residual: bool,
}

/// The code itself, or the nearest above it, whose title says `unspecified` of one thing more, where that is not a side; or the
/// one that says `without complications`, beside which the others tell a complication.
pub(super) fn of(
    code: &str,
    titles: &Titles<'_>,
    open: impl Fn(&str) -> bool,
) -> Option<Unspecified> {
    (4..=code.len()).rev().find_map(|len| {
        let own = code.get(..len)?;
        let title = titles.get(own)?;
        let above = header(own, titles)?;
        let title_above = titles.get(above)?;
        let says = |title: &str| {
            let own = words(title).into_iter();
            let count = own.filter(|word| word == "unspecified").count();
            count + usize::from(title.to_ascii_lowercase().contains(PLAIN))
        };
        // The whole of a header may be as open as the code for it.
        let same = without(title, &[]) == without(title_above, &[]);
        let enters = says(title) > says(title_above) || (same && says(title) > 0);
        if !enters || !open(own) {
            return None;
        }
        const OPEN: [&str; 3] = ["unspecified", "without", "complication"];
        Some(Unspecified {
            header: above.len(),
            len,
            residual: without(title, &OPEN) == without(title_above, &OPEN),
        })
    })
}
