//! Dates that move by the same number of days throughout a patient's record.

#[cfg(feature = "pseudonyms")]
use std::fmt;

use chrono::{Datelike, Days, NaiveDate};

#[cfg(feature = "pseudonyms")]
use super::Key;
use super::rules::{is_iso, iso_day};

/// By how many days the dates of one patient move; never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift(i32);

impl Shift {
    #[cfg(test)]
    pub(crate) const fn of_days(days: i32) -> Self {
        Shift(days)
    }

    /// The days, negative into the past.
    pub const fn days(self) -> i32 {
        self.0
    }

    /// The day to which another moves; `None` beyond the years 1 to 9999.
    pub fn day(self, day: NaiveDate) -> Option<NaiveDate> {
        let days = Days::new(u64::from(self.0.unsigned_abs()));
        let moved = if self.0 < 0 {
            day.checked_sub_days(days)
        } else {
            day.checked_add_days(days)
        };
        moved.filter(|day| (1..=9999).contains(&day.year()))
    }

    /// The same for what FHIR writes: the time of day stays, a month moves as its 15th and a year as its 1 July do.
    #[cfg_attr(
        not(any(feature = "record", all(feature = "hl7v2", feature = "pseudonyms"))),
        allow(dead_code, reason = "formats with dates of their own ask")
    )]
    pub(crate) fn iso(self, date: &str) -> Option<String> {
        if !is_iso(date) {
            return None;
        }
        let head = date.get(..date.len().min(10))?;
        let whole = match head.len() {
            4 => format!("{head}-07-01"),
            7 => format!("{head}-15"),
            _ => head.to_owned(),
        };
        let moved = self.day(iso_day(&whole)?)?.to_string();
        Some(format!(
            "{}{}",
            moved.get(..head.len())?,
            date.get(head.len()..)?
        ))
    }
}

/// The shifts of all patients, from a key.
///
/// Every date of a patient moves by the same number of days, in whatever resource, message or note it
/// stands, so that intervals stay; another patient moves by another number. The number follows from the
/// key and from what the caller calls the patient, and is never 0.
///
/// This is a code derived from information about the individual, which is why
/// [`SafeHarbor`](crate::SafeHarbor) has no such setting.
///
/// ```
/// use him_deid::{DateShifts, Key};
///
/// let shifts = DateShifts::new(Key::new("2026-1", &[7; 32])?, 365)?.in_whole_weeks();
/// let shift = shifts.of("patient 1");
/// assert_eq!(shift, shifts.of("patient 1"));
/// assert!(shift.days() != 0 && shift.days() % 7 == 0 && shift.days().abs() <= 365);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[cfg(feature = "pseudonyms")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateShifts {
    key: Key,
    days: u16,
    whole_weeks: bool,
}

/// Shifts of fewer than seven days either way are as good as none.
#[cfg(feature = "pseudonyms")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoShift {
    days: u16,
}

#[cfg(feature = "pseudonyms")]
impl fmt::Display for NoShift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "dates must be able to move by 7 days or more either way, not by {} at most",
            self.days
        )
    }
}

#[cfg(feature = "pseudonyms")]
impl std::error::Error for NoShift {}

#[cfg(feature = "pseudonyms")]
impl DateShifts {
    /// Shifts of 1 to `days` days, forwards or backwards; `days` is 7 or more.
    pub fn new(key: Key, days: u16) -> Result<Self, NoShift> {
        if days < 7 {
            return Err(NoShift { days });
        }
        Ok(DateShifts {
            key,
            days,
            whole_weeks: false,
        })
    }

    /// The same by whole weeks, so that the day of the week stays.
    #[must_use]
    pub fn in_whole_weeks(mut self) -> Self {
        self.whole_weeks = true;
        self
    }

    /// The shift of a patient, by what identifies the patient throughout the data.
    pub fn of(&self, patient: &str) -> Shift {
        let unit = if self.whole_weeks { 7 } else { 1 };
        let steps = u64::from(self.days) / unit;
        let [a, b, c, d, e, f, g, h, ..] = self.key.mac("date shift", patient);
        // 64 bits over a few hundred steps: the bias is below 1 in 10^16.
        let drawn = u64::from_be_bytes([a, b, c, d, e, f, g, h]) % (2 * steps);
        let length = (drawn % steps + 1) * unit;
        let length = i32::try_from(length).unwrap_or(7);
        Shift(if drawn < steps { -length } else { length })
    }
}
