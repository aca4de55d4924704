//! Expressions on facts. Total: every expression has a value on any facts, and what is unknown
//! stays an interval.

use chrono::{Datelike, NaiveDate};

use super::value::{NEVER, Value};
use super::{Expression, Length, Person, Test};
use crate::event::Missing;
use crate::{Condition, Event, Facts, HoldKind, Period};

/// What an expression is evaluated on, beside the facts.
#[derive(Clone, Copy)]
pub(crate) struct Case<'f> {
    pub(crate) facts: &'f Facts,
    /// The event that stands for `TRIGGER`.
    pub(crate) trigger: Event,
    pub(crate) majority: Majority,
    pub(crate) statute_of_limitations: Option<Period>,
    /// Without this event the record is permanent.
    pub(crate) permanent_without: Option<Event>,
    /// The events of care, the latest of which ends it for `AGE_AT_END`.
    pub(crate) care_events: &'f [Event],
    /// The kinds of holds that stop the clock.
    pub(crate) suspended_by: &'f [HoldKind],
    /// The day of the decision.
    pub(crate) on: NaiveDate,
}

/// The age at which a person comes of age, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Majority {
    pub(crate) least: u8,
    pub(crate) most: u8,
}

impl Majority {
    /// Among the jurisdictions of this crate no age is below 16 (Scotland) or above 21
    /// (Mississippi).
    pub(crate) const UNKNOWN: Self = Self {
        least: 16,
        most: 21,
    };

    pub(crate) const fn at(age: u8) -> Self {
        Self {
            least: age,
            most: age,
        }
    }
}

impl Expression {
    /// The value of the expression; that of `NONE` is "nothing known", and callers ask for `NONE`
    /// first.
    pub(crate) fn evaluate(&self, case: &Case<'_>) -> Value {
        match self {
            Self::Event(event) => case.event(*event),
            Self::Age(years) => {
                case.coming_of_age(Event::BirthDate, Majority::at(*years), Missing::NOTHING)
            }
            Self::Majority(person) => {
                let birth = match person {
                    Person::Patient => Event::BirthDate,
                    Person::Infant => Event::InfantBirthDate,
                };
                case.coming_of_age(birth, case.majority, Missing::AGE_OF_MAJORITY)
            }
            Self::Permanent => Value::PERMANENT,
            Self::None => Value::unknown(Missing::NOTHING),
            Self::After(from, Length::Stated(period)) => from
                .evaluate(case)
                .map(|date| case.running(date, period.after(date)?)),
            Self::After(from, Length::StatuteOfLimitations) => {
                let from = from.evaluate(case);
                match case.statute_of_limitations {
                    Some(period) => from.map(|date| case.running(date, period.after(date)?)),
                    None => Value {
                        high: NEVER,
                        missing: from.missing.and(Missing::STATUTE_OF_LIMITATIONS),
                        ..from
                    },
                }
            }
            Self::Max(parts) => {
                let mut values = parts.iter().map(|part| part.evaluate(case));
                let first = values.next().unwrap_or(Value::unknown(Missing::NOTHING));
                values.fold(first, Value::later)
            }
            Self::Min(parts) => {
                // Nobody is dead until a death is known: then a date counted from it is no
                // candidate yet.
                let alive = Missing::event(Event::Death);
                let dead = case.facts.is_dead();
                let mut values = parts
                    .iter()
                    .map(|part| part.evaluate(case))
                    .filter(|value| dead || value.missing != alive);
                match values.next() {
                    Some(first) => values.fold(first, Value::earlier),
                    None => Value::unknown(alive),
                }
            }
            Self::If(test, yes, no) => match test.holds(case) {
                Answer::Yes => yes.evaluate(case),
                Answer::No => no.evaluate(case),
                Answer::NotStated => {
                    let later = yes.evaluate(case).later(no.evaluate(case));
                    Value {
                        assumed: true,
                        ..later
                    }
                }
                Answer::Unknown(missing) => yes.evaluate(case).either(no.evaluate(case), missing),
            },
            Self::Exit(events) => match events
                .iter()
                .filter_map(|&event| case.facts.date(event))
                .max()
            {
                Some(date) => Value::exact(date),
                None => Value::unknown(events.iter().fold(Missing::NOTHING, |all, &event| {
                    all.and(Missing::event(event))
                })),
            },
            Self::DayAfter(inner) => inner.evaluate(case).map(|date| date.succ_opt()),
            Self::YearEnd(inner) => inner
                .evaluate(case)
                .map(|date| NaiveDate::from_ymd_opt(date.year(), 12, 31)),
            Self::MonthEnd(inner) => inner.evaluate(case).map(month_end),
            Self::StateLawOr(inner) => inner.evaluate(case),
        }
    }
}

enum Answer {
    Yes,
    No,
    /// A condition that the facts do not state: the never-early choice is the later period.
    NotStated,
    /// Dates are missing from which it follows.
    Unknown(Missing),
}

impl From<bool> for Answer {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl Test {
    fn holds(&self, case: &Case<'_>) -> Answer {
        match self {
            Self::Stated(condition) => {
                let stated = case
                    .facts
                    .condition(*condition)
                    .or_else(|| match condition {
                        Condition::LaterMammogramWithin5Y => case.later_mammogram(),
                        Condition::CopyInRecord => None,
                    });
                stated.map_or(Answer::NotStated, Answer::from)
            }
            Self::AgeAtEnd(years) => {
                let Some(birth) = case.facts.date(Event::BirthDate) else {
                    return Answer::Unknown(Missing::event(Event::BirthDate));
                };
                let Some(end) = case
                    .care_events
                    .iter()
                    .filter_map(|&event| case.date(event))
                    .max()
                else {
                    return Answer::Unknown(Missing::event(Event::CareCeased));
                };
                let reached = |years| birthday(birth, years).is_some_and(|day| day <= end);
                Answer::from(reached(*years) && !reached(years.saturating_add(1)))
            }
            Self::Before(left, right) => {
                // A condition compares days of the calendar, however long the clock stood still.
                let calendar = Case {
                    suspended_by: &[],
                    ..*case
                };
                let (left, right) = (left.evaluate(&calendar), right.evaluate(&calendar));
                if left.high < right.low {
                    Answer::Yes
                } else if left.low >= right.high {
                    Answer::No
                } else {
                    Answer::Unknown(left.missing.and(right.missing))
                }
            }
        }
    }
}

impl Case<'_> {
    /// The day of an event; that of the site's choice where the rule says `TRIGGER` and the facts
    /// do not.
    pub(crate) fn date(&self, event: Event) -> Option<NaiveDate> {
        let stated = self.facts.date(event);
        if event == Event::Trigger && stated.is_none() {
            self.facts.date(self.trigger)
        } else {
            stated
        }
    }

    fn event(&self, event: Event) -> Value {
        match self.date(event) {
            Some(date) => Value::exact(date),
            None if self.permanent_without == Some(event) => Value::PERMANENT,
            None if event == Event::Trigger => Value::unknown(Missing::event(self.trigger)),
            None => Value::unknown(Missing::event(event)),
        }
    }

    /// The end of a period that would end on `end`, moved by the days on which its clock stood still.
    ///
    /// Holds that cover the day of the decision have no end yet: their effect is that they block.
    fn running(&self, start: NaiveDate, end: NaiveDate) -> Option<NaiveDate> {
        if self.suspended_by.is_empty() {
            return Some(end);
        }
        let (mut counted, mut end) = (start, end);
        let suspends =
            |hold: &&crate::Hold| self.suspended_by.contains(&hold.kind()) && !hold.covers(self.on);
        loop {
            // The next days that are not counted yet; overlapping holds stop the clock once.
            let next = self
                .facts
                .holds()
                .iter()
                .filter(suspends)
                .filter_map(|hold| Some((hold.from().max(counted), hold.to()?)))
                .filter(|&(from, to)| from <= to && from <= end)
                .min();
            let Some((from, to)) = next else {
                return Some(end);
            };
            counted = to.succ_opt()?;
            let days = u64::try_from((counted - from).num_days()).ok()?;
            end = end.checked_add_days(chrono::Days::new(days))?;
        }
    }

    fn coming_of_age(&self, birth: Event, age: Majority, without_age: Missing) -> Value {
        let Some(born) = self.facts.date(birth) else {
            return Value::unknown(Missing::event(birth));
        };
        let day = |years| {
            birthday(born, years)
                .and_then(|day| self.running(born, day))
                .unwrap_or(NEVER)
        };
        let low = day(age.least);
        let high = if age.least == age.most {
            low
        } else {
            day(age.most)
        };
        Value {
            low,
            high,
            missing: if low == high {
                Missing::NOTHING
            } else {
                without_age
            },
            assumed: false,
        }
    }

    /// The next mammogram tells; without one on file, nothing is stated.
    fn later_mammogram(&self) -> Option<bool> {
        let next = self.facts.date(Event::NextMammogram)?;
        let exam = self.facts.date(Event::Exam)?;
        let within = birthday(exam, 5)?;
        Some(exam < next && next <= within)
    }
}

/// The n-th anniversary.
pub(crate) fn birthday(birth: NaiveDate, years: u8) -> Option<NaiveDate> {
    Period::years(u16::from(years)).map_or(Some(birth), |period| period.after(birth))
}

fn month_end(date: NaiveDate) -> Option<NaiveDate> {
    date.with_day(1)?
        .checked_add_months(chrono::Months::new(1))?
        .pred_opt()
}
