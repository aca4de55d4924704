//! What a row says of its record.

use std::collections::HashMap;
use std::fmt;

use chrono::NaiveDate;
use him_retention::{Condition, Event, Facts, Hold, HoldKind, Period, Unit};

use crate::columns::{Column, Fields};
use crate::scopes::parts;

/// Why a row cannot be read. It holds no text of the row: that may be a patient's.
#[derive(Debug)]
pub(crate) struct Fault {
    column: Option<Column>,
    why: String,
}

impl Fault {
    pub(crate) fn new(column: Column, why: impl Into<String>) -> Self {
        Self {
            column: Some(column),
            why: why.into(),
        }
    }

    pub(crate) fn of(column: Column) -> impl Fn(him_retention::Error) -> Self {
        move |error| Self::new(column, error.to_string())
    }

    pub(crate) fn needed(column: Column) -> Self {
        Self::new(column, "expected a value, since the row names no rules")
    }

    pub(crate) fn shape(why: &str) -> Self {
        Self {
            column: None,
            why: why.to_owned(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "field {}: {}", column.name(), self.why),
            None => f.write_str(&self.why),
        }
    }
}

/// Reads rows into facts, and keeps what every row needs again.
pub(crate) struct RowReader {
    events: HashMap<&'static str, Event>,
    today: NaiveDate,
    pub(crate) facts: Facts,
    /// The statute of limitations, where the row states one.
    pub(crate) limitation: Option<Period>,
    pub(crate) on: NaiveDate,
}

const DAY: &str = "expected a day YYYY-MM-DD";

impl RowReader {
    pub(crate) fn new(today: NaiveDate) -> Self {
        Self {
            events: Event::ALL.iter().map(|&one| (one.as_str(), one)).collect(),
            today,
            facts: Facts::new(),
            limitation: None,
            on: today,
        }
    }

    pub(crate) fn read(&mut self, fields: &Fields<'_>, lifted: &[HoldKind]) -> Result<(), Fault> {
        self.facts.clear();
        self.limitation = None;
        let birth = fields.get(Column::Dob);
        if !birth.is_empty() {
            let birth = day(birth).ok_or_else(|| Fault::new(Column::Dob, DAY))?;
            self.facts.set(Event::BirthDate, Some(birth));
        }
        for part in parts(fields.get(Column::Events)) {
            self.event(part)
                .map_err(|why| Fault::new(Column::Events, why))?;
        }
        for part in parts(fields.get(Column::Holds)) {
            let hold: Hold = part.parse().map_err(Fault::of(Column::Holds))?;
            if !lifted.contains(&hold.kind()) {
                self.facts.add_hold(hold);
            }
        }
        self.on = match fields.get(Column::EvaluateOn) {
            "" => self.today,
            text => day(text).ok_or_else(|| Fault::new(Column::EvaluateOn, DAY))?,
        };
        Ok(())
    }

    /// `NAME=value`.
    fn event(&mut self, part: &str) -> Result<(), String> {
        let (name, value) = part
            .split_once('=')
            .map(|(name, value)| (name.trim(), value.trim()))
            .ok_or("expected NAME=YYYY-MM-DD")?;
        let event = match self.events.get(name) {
            Some(&event) => event,
            None => match self.other(name, value)? {
                Some(event) => event,
                None => return Ok(()),
            },
        };
        let date = match event {
            Event::CalendarYear => day(value).or_else(|| year(value)),
            _ => day(value),
        };
        let Some(date) = date else {
            let or_year = if event == Event::CalendarYear {
                " or a year YYYY"
            } else {
                ""
            };
            return Err(format!("{event}: {DAY}{or_year}"));
        };
        if self.facts.date(event).is_some_and(|stated| stated != date) {
            return Err(format!("{event}: stated twice with different days"));
        }
        self.facts.set(event, Some(date));
        Ok(())
    }
}

impl RowReader {
    /// A condition or the statute of limitations, which are no events, or an event under another
    /// spelling.
    fn other(&mut self, name: &str, value: &str) -> Result<Option<Event>, String> {
        if name.eq_ignore_ascii_case("SOL") {
            self.limitation = Some(period(value).ok_or("SOL: expected a period such as 3y")?);
            return Ok(None);
        }
        let Ok(condition) = name.parse::<Condition>() else {
            let event = name.parse::<Event>();
            return event.map(Some).map_err(|error| error.to_string());
        };
        let holds = match value.to_ascii_lowercase().as_str() {
            "yes" | "true" | "1" => true,
            "no" | "false" | "0" => false,
            _ => return Err(format!("{condition}: expected yes or no")),
        };
        self.facts.set_condition(condition, Some(holds));
        Ok(None)
    }
}

/// `YYYY-MM-DD`, without the generality that makes other parsers slow.
fn day(text: &str) -> Option<NaiveDate> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + u32::from(byte - b'0'))
        })
    };
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text.as_bytes() else {
        return None;
    };
    let year = number(&[y0, y1, y2, y3])?;
    NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        number(&[m0, m1])?,
        number(&[d0, d1])?,
    )
}

/// Any day of the year.
fn year(text: &str) -> Option<NaiveDate> {
    let year = (text.len() == 4).then(|| text.parse::<u16>().ok())??;
    NaiveDate::from_ymd_opt(i32::from(year), 1, 1)
}

fn period(text: &str) -> Option<Period> {
    let (count, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let unit = match unit {
        "y" => Unit::Years,
        "m" => Unit::Months,
        "d" => Unit::Days,
        _ => return None,
    };
    Period::new(count.parse().ok()?, unit)
}
