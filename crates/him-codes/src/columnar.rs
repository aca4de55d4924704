//! Checks whole columns of codes.

use core::fmt;

use chrono::NaiveDate;

use crate::automaton::WIDE;
use crate::day::Day;
use crate::table::Table;
use crate::verdict::Verdict;

/// The days of service of a column of codes.
#[derive(Clone, Copy, Debug)]
pub enum Dates<'a> {
    /// The same for all.
    All(NaiveDate),
    /// One for each code.
    Each(&'a [NaiveDate]),
}

impl From<NaiveDate> for Dates<'_> {
    fn from(on: NaiveDate) -> Self {
        Dates::All(on)
    }
}

impl<'a> From<&'a [NaiveDate]> for Dates<'a> {
    fn from(on: &'a [NaiveDate]) -> Self {
        Dates::Each(on)
    }
}

/// The columns of a check have not the same length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnequalColumns {
    column: &'static str,
    rows: usize,
    codes: usize,
}

impl fmt::Display for UnequalColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UnequalColumns {
            column,
            rows,
            codes,
        } = self;
        write!(f, "{codes} codes, but {rows} {column}")
    }
}

impl core::error::Error for UnequalColumns {}

/// A code system whose codes stand in a table.
pub(crate) trait System {
    const TABLE: &'static Table;

    /// The numbers of codes that are plainly written. Compiled in this crate, where the place of the table is known.
    fn find(texts: &[&str; WIDE]) -> [u32; WIDE];

    /// Verdict and number of a text that was not found to be valid.
    fn check(text: &str, on: NaiveDate) -> (Verdict, u32);
}

/// Checks the columns when they have the same length.
#[inline]
pub(crate) fn check_slices<S: System>(
    codes: &[impl AsRef<str>],
    on: Dates<'_>,
    verdicts: &mut [Verdict],
    ordinals: &mut [u32],
) -> Result<(), UnequalColumns> {
    let equal = |column, rows| match rows == codes.len() {
        true => Ok(()),
        false => Err(UnequalColumns {
            column,
            rows,
            codes: codes.len(),
        }),
    };
    equal("verdicts", verdicts.len())?;
    equal("ordinals", ordinals.len())?;
    if let Dates::Each(days) = on {
        equal("dates", days.len())?;
    }
    let (whole, rest) = codes.as_chunks::<WIDE>();
    let whole = whole.iter().map(|codes| texts(codes));
    let chunks = whole.chain((!rest.is_empty()).then(|| texts(rest)));
    match on {
        Dates::All(on) => check_on::<S>(chunks, on, verdicts, ordinals),
        Dates::Each(days) => {
            let day = |row: usize| days.get(row).copied().unwrap_or_default();
            check_each::<S>(chunks, day, verdicts, ordinals);
        }
    }
    Ok(())
}

/// As many as there are, then empty ones.
#[inline]
fn texts(codes: &[impl AsRef<str>]) -> [&str; WIDE] {
    let mut texts = [""; WIDE];
    for (text, code) in texts.iter_mut().zip(codes) {
        *text = code.as_ref();
    }
    texts
}

/// With one day for all rows, each timeline has to be looked at once only.
#[inline]
pub(crate) fn check_on<'t, S: System>(
    chunks: impl Iterator<Item = [&'t str; WIDE]>,
    on: NaiveDate,
    verdicts: &mut [Verdict],
    ordinals: &mut [u32],
) {
    let billable = S::TABLE.billable_timelines(Day::of(on));
    let are_billable = |found: &[u32; WIDE], _| S::TABLE.are_billable(found, &billable);
    check::<S>(chunks, |_| on, are_billable, verdicts, ordinals);
}

/// `on` gives the day of a row.
#[inline]
pub(crate) fn check_each<'t, S: System>(
    chunks: impl Iterator<Item = [&'t str; WIDE]>,
    on: impl Fn(usize) -> NaiveDate,
    verdicts: &mut [Verdict],
    ordinals: &mut [u32],
) {
    let are_billable = |found: &[u32; WIDE], first_row| {
        let mut days = [Day::of(NaiveDate::MIN); WIDE];
        for (day, row) in days.iter_mut().zip(first_row..) {
            *day = Day::of(on(row));
        }
        S::TABLE.are_billable_each(found, &days)
    };
    check::<S>(chunks, &on, are_billable, verdicts, ordinals);
}

#[inline]
fn check<'t, S: System>(
    chunks: impl Iterator<Item = [&'t str; WIDE]>,
    on: impl Fn(usize) -> NaiveDate,
    are_billable: impl Fn(&[u32; WIDE], usize) -> u32,
    verdicts: &mut [Verdict],
    ordinals: &mut [u32],
) {
    let out = verdicts.chunks_mut(WIDE).zip(ordinals.chunks_mut(WIDE));
    let mut first_row = 0;
    for (texts, (verdicts, ordinals)) in chunks.zip(out) {
        let found = S::find(&texts);
        let billable = are_billable(&found, first_row);
        verdicts.fill(Verdict::Valid);
        for (ordinal, found) in ordinals.iter_mut().zip(found) {
            *ordinal = found;
        }
        if billable != ALL {
            let rows = verdicts.iter_mut().zip(ordinals).zip(&texts);
            for (bit, ((verdict, ordinal), text)) in rows.enumerate() {
                if billable >> bit & 1 == 0 {
                    (*verdict, *ordinal) = S::check(text, on(first_row + bit));
                }
            }
        }
        first_row += WIDE;
    }
}

/// A bit for each row of a chunk.
const ALL: u32 = (1 << WIDE) - 1;
