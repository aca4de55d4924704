//! The language in which rules state their periods.
//!
//! | written | meaning |
//! |---|---|
//! | `DISCHARGE` | the day of the event |
//! | `x+5y` `x+6m` `x+30d` | the anniversary of `x`; 29 February becomes 28 February |
//! | `x+SOL` | plus the statute of limitations, which the site states |
//! | `AGE(21)` | the 21st birthday |
//! | `MAJORITY` `MAJORITY(INFANT)` | the birthday on which the patient (the infant) comes of age |
//! | `max(x, y)` `min(x, y)` | the later, the earlier |
//! | `EXIT(DISCHARGE\|DEATH)` | whichever happened; the latest if several did |
//! | `DAY_AFTER(x)` | the next day, where the period begins with it |
//! | `YEAR_END(x)` `MONTH_END(x)` | 31 December, the last of the month; also `CALENDAR_YEAR_END`, `COST_REPORT_FILED_MONTH_END` |
//! | `if(c, x, y)` | `x` when `c` holds, else `y` |
//! | `PERMANENT` | for ever |
//! | `NONE` | no period found: the site's policy must set one |
//! | `STATE_LAW or x` | what state law says, `x` where it says nothing |
//!
//! Conditions: `COPY_IN_RECORD`, `LATER_MAMMOGRAM_WITHIN_5Y`, `AGE_AT_END==17` (completed years at
//! the end of care), `x<y`.

mod evaluate;
mod parse;
mod print;
mod value;

pub(crate) use evaluate::{Case, Majority, birthday};
pub(crate) use value::Value;

use crate::{Condition, Event, Period};

/// A retention period as a rule states it; see the [module documentation](crate::expression) for
/// the grammar.
///
/// ```
/// use him_retention::Expression;
///
/// let text = "max(DISCHARGE+10y, AGE(23))";
/// let expression: Expression = text.parse()?;
/// assert_eq!(expression.to_string(), text);
/// # Ok::<(), him_retention::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Expression {
    /// The day of an event.
    Event(Event),
    /// The n-th birthday of the patient.
    Age(u8),
    /// The birthday on which a person comes of age.
    Majority(Person),
    /// For ever.
    Permanent,
    /// No period found; stands alone.
    None,
    /// A period after a date.
    After(Box<Expression>, Length),
    /// The latest.
    Max(Vec<Expression>),
    /// The earliest.
    Min(Vec<Expression>),
    /// One of two by a condition.
    If(Box<Test>, Box<Expression>, Box<Expression>),
    /// The events by which a stay ends; whichever happened.
    Exit(Vec<Event>),
    /// The next day.
    DayAfter(Box<Expression>),
    /// 31 December of the year.
    YearEnd(Box<Expression>),
    /// The last day of the month.
    MonthEnd(Box<Expression>),
    /// State law where it sets a period, else this; stands outermost.
    StateLawOr(Box<Expression>),
}

/// What [`Expression::After`] adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Length {
    /// A stated period.
    Stated(Period),
    /// The statute of limitations, `SOL`: a quantity that the site states
    /// ([`Scope::with_statute_of_limitations`]).
    ///
    /// [`Scope::with_statute_of_limitations`]: crate::Scope::with_statute_of_limitations
    StatuteOfLimitations,
}

/// Whose majority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Person {
    /// The patient whose record it is.
    Patient,
    /// The infant whose monitoring a mother's record holds.
    Infant,
}

/// The condition of [`Expression::If`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Test {
    /// A stated fact.
    Stated(Condition),
    /// The patient's completed years at the end of care.
    AgeAtEnd(u8),
    /// The first date lies before the second.
    Before(Expression, Expression),
}

impl Expression {
    /// The events that the expression names, each once, in the order of their writing.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        let mut events = Vec::new();
        self.visit(&mut |one| {
            let named: &[Event] = match one {
                Self::Event(event) => std::slice::from_ref(event),
                Self::Exit(exits) => exits,
                _ => &[],
            };
            for &event in named {
                if !events.contains(&event) {
                    events.push(event);
                }
            }
        });
        events
    }

    pub(crate) fn mentions_infant(&self) -> bool {
        let mut found = false;
        self.visit(&mut |one| found |= matches!(one, Self::Majority(Person::Infant)));
        found
    }

    /// Calls `look` for the expression and every part of it, outermost first.
    pub(crate) fn visit<'e>(&'e self, look: &mut impl FnMut(&'e Self)) {
        fn walk<'e>(one: &'e Expression, look: &mut dyn FnMut(&'e Expression)) {
            look(one);
            match one {
                Expression::Max(parts) | Expression::Min(parts) => {
                    for part in parts {
                        walk(part, look);
                    }
                }
                Expression::If(test, yes, no) => {
                    if let Test::Before(left, right) = test.as_ref() {
                        walk(left, look);
                        walk(right, look);
                    }
                    walk(yes, look);
                    walk(no, look);
                }
                Expression::After(inner, _)
                | Expression::DayAfter(inner)
                | Expression::YearEnd(inner)
                | Expression::MonthEnd(inner)
                | Expression::StateLawOr(inner) => walk(inner, look),
                Expression::Event(_)
                | Expression::Age(_)
                | Expression::Majority(_)
                | Expression::Permanent
                | Expression::None
                | Expression::Exit(_) => {}
            }
        }
        walk(self, look);
    }
}

impl serde::Serialize for Expression {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Expression {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
