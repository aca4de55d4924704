use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::code::Icd10Cm;
use super::entry::Entry;
use super::table;
use crate::slips::Slips;
use crate::table::Table;

/// Billable codes that one slip of the pen turns into another text, each once, the likelier slips first; see
/// [`Unknown::nearby`](super::Unknown::nearby).
///
/// First a forgotten placeholder X, then characters that look alike (O and 0, I and 1, S and 5 ...), two that are swapped,
/// one too many, one too few, and another one instead.
#[derive(Clone)]
pub struct Nearby {
    list: &'static Table,
    slips: Slips,
    on: NaiveDate,
}

impl Nearby {
    pub(super) fn new(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> Nearby {
        Nearby {
            list,
            slips: Slips::new(code.key(), code.len(), true),
            on,
        }
    }
}

impl Iterator for Nearby {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (list, on) = (self.list, self.on);
        self.slips.find_map(|key| {
            // A digit in the first place makes a text that is no code; the table has none of those.
            let [first, ..] = key.to_be_bytes();
            let code = Icd10Cm::from_key(key).filter(|_| first.is_ascii_uppercase())?;
            table::billable(list, code, on)
        })
    }
}

impl FusedIterator for Nearby {}

impl fmt::Debug for Nearby {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nearby")
    }
}
