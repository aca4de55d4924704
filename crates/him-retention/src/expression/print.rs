//! Expressions as text; what is printed parses to the same expression.

use std::fmt;

use super::{Expression, Length, Person, Test};
use crate::Event;
use crate::event::{CALENDAR_YEAR_END, COST_REPORT_FILED_MONTH_END};

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(event) => f.write_str(event.as_str()),
            Self::Age(years) => write!(f, "AGE({years})"),
            Self::Majority(Person::Patient) => f.write_str("MAJORITY"),
            Self::Majority(Person::Infant) => f.write_str("MAJORITY(INFANT)"),
            Self::Permanent => f.write_str("PERMANENT"),
            Self::None => f.write_str("NONE"),
            Self::After(from, Length::Stated(period)) => write!(f, "{from}+{period}"),
            Self::After(from, Length::StatuteOfLimitations) => write!(f, "{from}+SOL"),
            Self::Max(parts) => list(f, "max", parts, ", "),
            Self::Min(parts) => list(f, "min", parts, ", "),
            Self::If(test, yes, no) => write!(f, "if({test}, {yes}, {no})"),
            Self::Exit(events) => list(f, "EXIT", events, "|"),
            Self::DayAfter(inner) => write!(f, "DAY_AFTER({inner})"),
            // The two names that rules use for the end of an event's year or month.
            Self::YearEnd(inner) => match inner.as_ref() {
                Self::Event(Event::CalendarYear) => f.write_str(CALENDAR_YEAR_END),
                other => write!(f, "YEAR_END({other})"),
            },
            Self::MonthEnd(inner) => match inner.as_ref() {
                Self::Event(Event::CostReportFiled) => f.write_str(COST_REPORT_FILED_MONTH_END),
                other => write!(f, "MONTH_END({other})"),
            },
            Self::StateLawOr(other) => write!(f, "STATE_LAW or {other}"),
        }
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stated(condition) => f.write_str(condition.as_str()),
            Self::AgeAtEnd(years) => write!(f, "AGE_AT_END=={years}"),
            Self::Before(left, right) => write!(f, "{left}<{right}"),
        }
    }
}

fn list<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    parts: &[T],
    separator: &str,
) -> fmt::Result {
    write!(f, "{name}(")?;
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        write!(f, "{part}")?;
    }
    f.write_str(")")
}
