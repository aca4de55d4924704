//! The list of ICD-10-CM, and the look-up in it.

use chrono::NaiveDate;
use him_codes_data::{ICD10CM, ICD10CM_EDITIONS};

use super::code::Icd10Cm;
use super::entry::{Entry, State};
use super::invalid::{self, Invalid};
use crate::automaton::{LETTER, NO_ORDINAL};
use crate::day::Day;
use crate::packed::prefix_mask;
use crate::table::Table;

/// Read while compiling: a table that does not fit this code does not build.
pub(super) static TABLE: Table =
    Table::new(ICD10CM, *b"HCM1", LETTER).with_editions(ICD10CM_EDITIONS);

#[inline]
pub(super) fn check(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> Result<Entry, Invalid> {
    let (ordinal, found) = list.look_up(code.key(), Day::of(on));
    match found.state() {
        Some(State::Billable) => Ok(Entry::new(list, code, ordinal, on, found.begun() - 1)),
        Some(State::Header) => Err(invalid::header(Entry::new(
            list,
            code,
            ordinal,
            on,
            found.begun() - 1,
        ))),
        None if ordinal == NO_ORDINAL => Err(invalid::missing(list, code, on)),
        None => Err(invalid::absent(list, code, ordinal, on, found.begun())),
    }
}

/// The code, when it is in the list on the day.
#[inline]
pub(super) fn entry(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> Option<Entry> {
    let (ordinal, found) = list.look_up(code.key(), Day::of(on));
    let index = found.begun().checked_sub(1)?;
    found.state()?;
    Some(Entry::new(list, code, ordinal, on, index))
}

/// The code, when it is billable on the day.
pub(super) fn billable(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> Option<Entry> {
    entry(list, code, on).filter(|entry| entry.state() == State::Billable)
}

/// The code with this number, when it is in the list on the day.
pub(super) fn at(
    list: &'static Table,
    code: Icd10Cm,
    ordinal: u32,
    on: NaiveDate,
) -> Option<Entry> {
    let timeline = list.timeline(ordinal);
    let index = timeline.begun(Day::of(on)).checked_sub(1)?;
    timeline.span(index)?.state()?;
    Some(Entry::new(list, code, ordinal, on, index))
}

/// The code with this number.
pub(super) fn code(ordinal: u32) -> Option<Icd10Cm> {
    Icd10Cm::from_key(TABLE.automaton.code(ordinal)?)
}

/// The state of the code with this number, when it is in the list on the day.
#[cfg(feature = "search")]
pub(super) fn state(ordinal: u32, on: NaiveDate) -> Option<State> {
    TABLE.timeline(ordinal).state_on(Day::of(on))
}

/// The next code upwards that is in the list on the day.
pub(super) fn parent(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> Option<Entry> {
    (3..code.len())
        .rev()
        .find_map(|len| entry(list, Icd10Cm::from_key(code.key() & prefix_mask(len))?, on))
}
