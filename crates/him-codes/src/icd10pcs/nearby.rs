use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::below::Billable;
use super::code::Icd10Pcs;
use super::entry::Entry;
use super::prefix::Prefix;
use super::table::{self, TABLE};
use crate::packed::prefix_mask;
use crate::slips::{Form, Slips};
use crate::table::Table;

/// The codes of the day that one slip of the pen turns into `text`, the likelier first: what may have been meant.
///
/// It takes any text, whether [`check`](super::check) finds it malformed, unknown, a header, not yet or no longer valid. A
/// slip is a character replaced, left out or one too many, two neighbours swapped, or something else between them. The code
/// in the text itself is not among them, unless something else is in the text.
///
/// Of a text that no single slip explains, they are at most five codes with the longest beginning that it has in common with
/// the list, a table at least, the more alike first.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::icd10pcs::nearby;
///
/// let on = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
/// let first = |text| nearby(text, on).next().map(|entry| entry.code().to_string());
/// assert_eq!(first("ODTJ4ZZ").as_deref(), Some("0DTJ4ZZ"));
/// assert_eq!(first("0DTJ4Z"), Some("0DTJ4ZZ".to_owned()));
/// assert_eq!(first("0DTJ4ZZZ"), Some("0DTJ4ZZ".to_owned()));
/// assert_eq!(first("0DT-J4ZZ"), Some("0DTJ4ZZ".to_owned()));
/// assert_eq!(first("0DTJ9YZ"), Some("0DTJ0ZZ".to_owned()));
/// assert_eq!(first("appendix"), None);
/// ```
///
/// Nothing of the text is kept but eight letters and digits, and nothing is allocated. Of a random slip in a random code, the
/// code is among the first five in 91 of 100 cases. No order does better: of all values of an axis, each may be the one that was
/// left out.
#[must_use]
pub fn nearby(text: &str, on: NaiveDate) -> Nearby {
    Nearby::of_text(&TABLE, text, on)
}

/// Codes that may have been meant by a text, each once, the likelier first; see [`nearby()`].
#[derive(Clone)]
pub struct Nearby {
    list: &'static Table,
    slips: Slips,
    on: NaiveDate,
}

/// Three characters name a table.
const TABLE_LEN: usize = 3;
const CODE_LEN: usize = 7;

/// No qualifier is the most frequent qualifier.
const FORM: Form = Form {
    dotted: false,
    placeholders: false,
    frequent: b"Z",
};

impl Nearby {
    pub(super) fn of_text(list: &'static Table, text: &str, on: NaiveDate) -> Nearby {
        Nearby {
            list,
            slips: Slips::of_text(text, FORM).known_to(&list.automaton),
            on: list.in_force(on),
        }
    }

    pub(super) fn new(list: &'static Table, prefix: Prefix, on: NaiveDate) -> Nearby {
        Nearby {
            list,
            slips: Slips::of_key(prefix.key(), prefix.len(), FORM).known_to(&list.automaton),
            on,
        }
    }
}

impl Iterator for Nearby {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (list, on) = (self.list, self.on);
        let entry = |key: u64| table::entry(list, Icd10Pcs::from_key(key)?, on);
        let family = |text: u64| {
            let known = (TABLE_LEN..=CODE_LEN).rev().find_map(|len| {
                let prefix = Prefix::from_key(text & prefix_mask(len))?;
                table::is_live(list, prefix.key(), on).then_some(prefix)
            });
            let codes = known.map(|prefix| Billable::new(list, prefix, on));
            codes.into_iter().flatten().map(|entry| entry.code().key())
        };
        entry(self.slips.next(|key| entry(key).is_some(), family)?)
    }
}

impl FusedIterator for Nearby {}

impl fmt::Debug for Nearby {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nearby")
    }
}
