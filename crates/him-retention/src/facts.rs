//! What is known about one record.

use std::fmt;

use chrono::NaiveDate;

use crate::{Condition, Event, Hold};

/// The dates and holds of one record, all that a decision looks at.
///
/// The dates are a patient's: `Debug` names what is known and prints no date.
///
/// ```
/// use chrono::NaiveDate;
/// use him_retention::{Event, Facts};
///
/// let facts = Facts::new()
///     .with(Event::BirthDate, NaiveDate::from_ymd_opt(1961, 7, 3).unwrap())
///     .with(Event::Discharge, NaiveDate::from_ymd_opt(2019, 4, 30).unwrap());
/// assert_eq!(format!("{facts:?}"), "Facts { known: {BIRTH_DATE, DISCHARGE}, holds: 0, .. }");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Facts {
    dates: [Option<NaiveDate>; Event::ALL.len()],
    conditions: [Option<bool>; Condition::ALL.len()],
    first_care: Option<NaiveDate>,
    dead: bool,
    holds: Vec<Hold>,
}

impl Facts {
    /// Nothing known.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            dates: [None; Event::ALL.len()],
            conditions: [None; Condition::ALL.len()],
            first_care: None,
            dead: false,
            holds: Vec::new(),
        }
    }

    /// States the day of an event, in place of an earlier statement.
    ///
    /// For `CALENDAR_YEAR` any day of that year.
    #[must_use]
    pub fn with(mut self, event: Event, date: NaiveDate) -> Self {
        self.set(event, Some(date));
        self
    }

    /// States, or takes back, the day of an event.
    pub fn set(&mut self, event: Event, date: Option<NaiveDate>) {
        if let Some(slot) = self.dates.get_mut(event as usize) {
            *slot = date;
        }
    }

    /// States whether a condition holds.
    #[must_use]
    pub fn with_condition(mut self, condition: Condition, holds: bool) -> Self {
        self.set_condition(condition, Some(holds));
        self
    }

    /// States, or takes back, whether a condition holds.
    pub fn set_condition(&mut self, condition: Condition, holds: Option<bool>) {
        if let Some(slot) = self.conditions.get_mut(condition as usize) {
            *slot = holds;
        }
    }

    /// States the first day of care that the record documents.
    ///
    /// A record that begins in a patient's minority and goes on beyond it is kept as long as the
    /// longer of the two arms of a rule says; without this date the events alone tell whether the
    /// patient was a minor.
    #[must_use]
    pub fn with_first_care(mut self, date: NaiveDate) -> Self {
        self.first_care = Some(date);
        self
    }

    /// States that the patient is dead and the day not known: periods that a death changes cannot
    /// be computed then.
    #[must_use]
    pub fn with_death_of_unknown_date(mut self) -> Self {
        self.dead = true;
        self
    }

    /// Adds a hold.
    #[must_use]
    pub fn with_hold(mut self, hold: Hold) -> Self {
        self.add_hold(hold);
        self
    }

    /// Adds a hold.
    pub fn add_hold(&mut self, hold: Hold) {
        self.holds.push(hold);
    }

    /// The same facts without the holds for which the function is true.
    #[must_use]
    pub fn without_holds(&self, lifts: impl Fn(&Hold) -> bool) -> Self {
        let mut facts = self.clone();
        facts.holds.retain(|hold| !lifts(hold));
        facts
    }

    /// Forgets everything, and keeps the memory for the next record.
    pub fn clear(&mut self) {
        let mut holds = std::mem::take(&mut self.holds);
        holds.clear();
        *self = Self {
            holds,
            ..Self::new()
        };
    }

    /// The day of an event.
    #[must_use]
    pub fn date(&self, event: Event) -> Option<NaiveDate> {
        self.dates.get(event as usize).copied().flatten()
    }

    /// Whether a condition is stated to hold.
    #[must_use]
    pub fn condition(&self, condition: Condition) -> Option<bool> {
        self.conditions.get(condition as usize).copied().flatten()
    }

    /// The first day of care that the record documents, when stated.
    #[must_use]
    pub fn first_care(&self) -> Option<NaiveDate> {
        self.first_care
    }

    /// True once the patient is known to be dead, whether or not the day is known.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.dead || self.date(Event::Death).is_some()
    }

    /// The holds.
    #[must_use]
    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }
}

impl Default for Facts {
    fn default() -> Self {
        Self::new()
    }
}

struct Known<'f>(&'f Facts);

impl fmt::Debug for Known<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = Event::ALL
            .iter()
            .filter(|&&event| self.0.date(event).is_some());
        f.debug_set()
            .entries(known.map(|event| bare(event.as_str())))
            .finish()
    }
}

/// A name without quotation marks.
fn bare(name: &'static str) -> impl fmt::Debug {
    struct Bare(&'static str);
    impl fmt::Debug for Bare {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }
    Bare(name)
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facts")
            .field("known", &Known(self))
            .field("holds", &self.holds.len())
            .finish_non_exhaustive()
    }
}
