use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::code::Hcpcs;
use super::entry::Entry;
use super::table::{self, TABLE, Table};
use crate::slips::{Form, Slips};

/// The codes of the day that one slip of the pen turns into `text`, the likelier first: what may have been meant.
///
/// It takes any text, whether [`check`](super::check) finds it malformed, unknown, not yet or no longer valid. Codes of which
/// the day is [uncertain](super::Basis::is_uncertain) are among them.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::hcpcs::nearby;
///
/// let on = NaiveDate::from_ymd_opt(2019, 2, 1).unwrap();
/// let first = |text| nearby(text, on).next().map(|entry| entry.code().to_string());
/// assert_eq!(first("JO185").as_deref(), Some("J0185"));
/// assert_eq!(first("J01855"), Some("J0185".to_owned()));
/// assert_eq!(first("wheelchair"), None);
/// ```
#[must_use]
pub fn nearby(text: &str, on: NaiveDate) -> Nearby {
    Nearby::of_text(&TABLE, text, on)
}

/// Codes that one slip of the pen turns into another text, each once, the likelier first; see [`nearby()`].
#[derive(Clone)]
pub struct Nearby {
    list: &'static Table,
    slips: Slips,
    on: NaiveDate,
}

const FORM: Form = Form {
    dotted: false,
    placeholders: false,
    frequent: b"",
};

impl Nearby {
    pub(super) fn of_text(list: &'static Table, text: &str, on: NaiveDate) -> Nearby {
        Nearby {
            list,
            slips: Slips::of_text(text, FORM),
            on,
        }
    }

    pub(super) fn new(list: &'static Table, code: Hcpcs, on: NaiveDate) -> Nearby {
        Nearby {
            list,
            slips: Slips::of_key(code.key(), 5, FORM),
            on,
        }
    }
}

impl Iterator for Nearby {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (list, on) = (self.list, self.on);
        // Longer and shorter texts are no codes; of texts that have a digit first the table has none.
        let entry = |key: u64| {
            let [first, _, _, _, fifth, beyond, ..] = key.to_be_bytes();
            let whole = first.is_ascii_uppercase() && fifth != 0 && beyond == 0;
            let code = Hcpcs::from_key(key).filter(|_| whole)?;
            table::check(list, code, on).ok()
        };
        // Letters and numbers of HCPCS name no family.
        entry(self.slips.next(|key| entry(key).is_some(), |_| None)?)
    }
}

impl FusedIterator for Nearby {}

impl fmt::Debug for Nearby {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nearby")
    }
}
