use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::code::Icd10Cm;
use super::entry::{Entry, State};
use super::table::{self, TABLE};
use crate::slips::{Form, Slips};
use crate::table::Table;

/// The billable codes of the day that one slip of the pen turns into `text`, the likelier first: what may have been meant.
///
/// It takes any text, whether [`check`](super::check) finds it malformed, unknown, a header, not yet or no longer valid. A
/// slip is a character replaced, left out or one too many, two neighbours swapped, a dot elsewhere or something else in its
/// place, placeholders X forgotten. The code in the text itself is not among them, unless something else is in the text.
/// Of a header, the codes with one more character come before the others; all below it are [`Entry::billable`].
///
/// Of a text that no single slip explains, they are at most five codes with the longest beginning that it has in common with
/// the list, a category at least, the more alike first.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::icd10cm::nearby;
///
/// let on = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
/// let first = |text| nearby(text, on).next().map(|entry| entry.code().to_string());
/// assert_eq!(first("E1l.9").as_deref(), Some("E11.9"));
/// assert_eq!(first("011.9"), Some("O11.9".to_owned()));
/// assert_eq!(first("E11,9"), Some("E11.9".to_owned()));
/// assert_eq!(first("S01.01A"), Some("S01.01XA".to_owned()));
/// assert_eq!(first("S72.001AA"), Some("S72.001A".to_owned()));
/// assert_eq!(first("Z99.999"), Some("Z99.89".to_owned()));
/// assert_eq!(first("diabetes"), None);
/// ```
///
/// Nothing of the text is kept but eight letters and digits, and nothing is allocated. Of a random slip in a random code, the
/// code is among the first five in 91 of 100 cases, and in 94 when the text has a dot, which tells on which side of it a
/// character is missing or too many. No order does better: of the sixteen seventh characters of a fracture, each may be the one
/// that was left out.
#[must_use]
pub fn nearby(text: &str, on: NaiveDate) -> Nearby {
    Nearby::of_text(&TABLE, text, on)
}

/// Billable codes that may have been meant by a text, each once, the likelier first; see [`nearby()`].
#[derive(Clone)]
pub struct Nearby {
    list: &'static Table,
    slips: Slips,
    on: NaiveDate,
}

/// Initial encounters are more frequent than subsequent ones, these more than sequelae.
const FORM: Form = Form {
    dotted: true,
    placeholders: true,
    frequent: b"ADS",
};

impl Nearby {
    pub(super) fn of_text(list: &'static Table, text: &str, on: NaiveDate) -> Nearby {
        Nearby {
            list,
            slips: Slips::of_text(text, FORM).known_to(&list.automaton),
            on: list.in_force(on),
        }
    }

    pub(super) fn new(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> Nearby {
        Nearby {
            list,
            slips: Slips::of_key(code.key(), code.len(), FORM).known_to(&list.automaton),
            on,
        }
    }
}

impl Iterator for Nearby {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (list, on) = (self.list, self.on);
        let billable = |key: u64| {
            // A digit in the first place makes a text that is no code; the table has none of those.
            let [first, ..] = key.to_be_bytes();
            let code = Icd10Cm::from_key(key).filter(|_| first.is_ascii_uppercase())?;
            table::billable(list, code, on)
        };
        let family =
            |text: u64| {
                let near = Icd10Cm::from_key(text);
                let near = near.and_then(|code| {
                    table::entry(list, code, on).or_else(|| table::parent(list, code, on))
                });
                // A billable code has too much after it; it and its like are those below the header above.
                let header = near.map(|entry| match entry.state() {
                    State::Billable => entry.parent().unwrap_or(entry),
                    State::Header => entry,
                });
                let below = header.into_iter().flat_map(|header| header.billable());
                // A category may be billable itself, with nothing above.
                below
                    .chain(near.filter(|entry| {
                        entry.state() == State::Billable && entry.parent().is_none()
                    }))
                    .map(|entry| entry.code().key())
            };
        billable(self.slips.next(|key| billable(key).is_some(), family)?)
    }
}

impl FusedIterator for Nearby {}

impl fmt::Debug for Nearby {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nearby")
    }
}
