//! Text to expression, by recursive descent with a bounded depth.

use std::str::FromStr;

use super::{Expression, Length, Person, Test};
use crate::event::{CALENDAR_YEAR_END, COST_REPORT_FILED_MONTH_END};
use crate::period::Unit;
use crate::{Condition, Error, Event, Period};

/// Deeper nesting than any law needs; bounds the recursion of every later walk over the expression.
const MAX_DEPTH: usize = 16;

impl FromStr for Expression {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut parser = Parser { text, at: 0 };
        let expression = parser.whole()?;
        parser.blanks();
        if parser.at < text.len() {
            return Err(parser.expected("the end"));
        }
        Ok(expression)
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    /// `NONE` and `STATE_LAW or x` say something about the whole rule and stand outermost only.
    fn whole(&mut self) -> Result<Expression, Error> {
        let start = self.at;
        match self.word() {
            "NONE" => Ok(Expression::None),
            "STATE_LAW" => {
                if self.word() != "or" {
                    return Err(self.expected("or"));
                }
                Ok(Expression::StateLawOr(Box::new(self.sum(0)?)))
            }
            _ => {
                self.at = start;
                self.sum(0)
            }
        }
    }

    fn sum(&mut self, depth: usize) -> Result<Expression, Error> {
        if depth > MAX_DEPTH {
            return Err(self.expected("at most 16 levels of nesting"));
        }
        let mut sum = self.term(depth)?;
        let mut terms = 0;
        while self.take('+') {
            terms += 1;
            // Each period is one more level to walk.
            if terms > MAX_DEPTH {
                return Err(self.expected("at most 16 periods in a row"));
            }
            sum = Expression::After(Box::new(sum), self.length()?);
        }
        Ok(sum)
    }

    fn term(&mut self, depth: usize) -> Result<Expression, Error> {
        self.blanks();
        let start = self.at;
        let word = self.word();
        let inner = |parser: &mut Self| {
            parser
                .enclosed(|parser| parser.sum(depth + 1))
                .map(Box::new)
        };
        match word {
            "max" => self.list(depth).map(Expression::Max),
            "min" => self.list(depth).map(Expression::Min),
            "if" => self.conditional(depth),
            "AGE" => self
                .enclosed(|parser| parser.number("an age in years, 1 to 150", 150))
                .map(Expression::Age),
            "MAJORITY" => self.majority(),
            "EXIT" => self.enclosed(Self::exits).map(Expression::Exit),
            "DAY_AFTER" => inner(self).map(Expression::DayAfter),
            "YEAR_END" => inner(self).map(Expression::YearEnd),
            "MONTH_END" => inner(self).map(Expression::MonthEnd),
            "PERMANENT" => Ok(Expression::Permanent),
            CALENDAR_YEAR_END => Ok(Expression::YearEnd(Box::new(Expression::Event(
                Event::CalendarYear,
            )))),
            COST_REPORT_FILED_MONTH_END => Ok(Expression::MonthEnd(Box::new(Expression::Event(
                Event::CostReportFiled,
            )))),
            _ => self.event_named(start, word.len()).map(Expression::Event),
        }
    }

    fn majority(&mut self) -> Result<Expression, Error> {
        if !self.take('(') {
            return Ok(Expression::Majority(Person::Patient));
        }
        if self.word() != "INFANT" {
            return Err(self.expected("INFANT"));
        }
        self.require(')')?;
        Ok(Expression::Majority(Person::Infant))
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Expression>, Error> {
        self.enclosed(|parser| {
            let mut parts = vec![parser.sum(depth + 1)?];
            while parser.take(',') {
                parts.push(parser.sum(depth + 1)?);
            }
            Ok(parts)
        })
    }

    fn conditional(&mut self, depth: usize) -> Result<Expression, Error> {
        self.enclosed(|parser| {
            let test = parser.test(depth + 1)?;
            parser.require(',')?;
            let yes = parser.sum(depth + 1)?;
            parser.require(',')?;
            let no = parser.sum(depth + 1)?;
            Ok(Expression::If(Box::new(test), Box::new(yes), Box::new(no)))
        })
    }

    fn test(&mut self, depth: usize) -> Result<Test, Error> {
        self.blanks();
        let start = self.at;
        let word = self.word();
        if word == "AGE_AT_END" {
            self.require('=')?;
            self.require('=')?;
            return self
                .number("an age in years, 0 to 150", 150)
                .map(Test::AgeAtEnd);
        }
        if let Some(&condition) = Condition::ALL.iter().find(|one| one.as_str() == word) {
            return Ok(Test::Stated(condition));
        }
        self.at = start;
        let left = self.sum(depth + 1)?;
        self.require('<')?;
        let right = self.sum(depth + 1)?;
        Ok(Test::Before(left, right))
    }

    fn exits(&mut self) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        loop {
            self.blanks();
            let start = self.at;
            let len = self.word().len();
            let event = self.event_named(start, len)?;
            if events.contains(&event) {
                return Err(Error::syntax(start, "each event once"));
            }
            events.push(event);
            if !self.take('|') {
                return Ok(events);
            }
        }
    }

    fn length(&mut self) -> Result<Length, Error> {
        self.blanks();
        if self.rest().starts_with("SOL") {
            self.at += 3;
            return Ok(Length::StatuteOfLimitations);
        }
        let count = self.number("a number, 1 to 999, or SOL", 999)?;
        let unit = match self.rest().as_bytes().first() {
            Some(b'y') => Unit::Years,
            Some(b'm') => Unit::Months,
            Some(b'd') => Unit::Days,
            _ => return Err(self.expected("a unit: y, m or d")),
        };
        self.at += 1;
        Period::new(count, unit)
            .map(Length::Stated)
            .ok_or_else(|| self.expected("a period longer than zero"))
    }

    fn event_named(&self, start: usize, len: usize) -> Result<Event, Error> {
        let name = self.text.get(start..start + len).unwrap_or_default();
        Event::ALL
            .iter()
            .copied()
            .find(|event| event.as_str() == name)
            .ok_or_else(|| match near(name) {
                Some(event) => {
                    Error::syntax(start, &format!("an event or a function, such as {event}"))
                }
                None => Error::syntax(start, "an event or a function"),
            })
    }

    fn number<N: TryFrom<u16>>(&mut self, expected: &str, most: u16) -> Result<N, Error> {
        self.blanks();
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let number: Option<u16> = self
            .rest()
            .get(..digits)
            .and_then(|digits| digits.parse().ok());
        match number
            .filter(|&number| number <= most)
            .and_then(|number| N::try_from(number).ok())
        {
            Some(number) => {
                self.at += digits;
                Ok(number)
            }
            None => Err(self.expected(expected)),
        }
    }

    fn enclosed<T>(
        &mut self,
        inside: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.require('(')?;
        let value = inside(self)?;
        self.require(')')?;
        Ok(value)
    }

    fn require(&mut self, symbol: char) -> Result<(), Error> {
        if self.take(symbol) {
            Ok(())
        } else {
            Err(self.expected(&format!("`{symbol}`")))
        }
    }

    fn take(&mut self, symbol: char) -> bool {
        self.blanks();
        let found = self.rest().starts_with(symbol);
        if found {
            self.at += symbol.len_utf8();
        }
        found
    }

    /// The next run of letters, digits and underscores; empty when there is none.
    fn word(&mut self) -> &'t str {
        self.blanks();
        let rest = self.text.get(self.at..).unwrap_or_default();
        let len = rest
            .bytes()
            .take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
            .count();
        self.at += len;
        rest.get(..len).unwrap_or_default()
    }

    fn blanks(&mut self) {
        self.at += self
            .rest()
            .bytes()
            .take_while(u8::is_ascii_whitespace)
            .count();
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn expected(&self, what: &str) -> Error {
        Error::syntax(self.at, what)
    }
}

/// The event whose name is a slip or two away.
fn near(name: &str) -> Option<Event> {
    const SLIPS: usize = 2;
    let name = name.to_ascii_uppercase();
    Event::ALL
        .iter()
        .map(|&event| (slips(&name, event.as_str()), event))
        .filter(|&(slips, _)| slips <= SLIPS)
        .min()
        .map(|(_, event)| event)
}

/// How many bytes have to be put in, left out or replaced (Levenshtein).
fn slips(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.bytes().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(other.bytes()) {
            let replaced = diagonal + usize::from(a != b);
            diagonal = *cell;
            left = replaced.min(*cell + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_the_name_of_an_event_is_told() {
        for (one, other, expected) in [
            ("", "", 0),
            ("abc", "", 3),
            ("", "abc", 3),
            ("abc", "abd", 1),
            ("abc", "bc", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(slips(one, other), expected, "{one} {other}");
        }
        assert_eq!(near("discharged"), Some(Event::Discharge));
        assert_eq!(near("DISCHRAGE"), Some(Event::Discharge));
        assert_eq!(near("Jane"), None);
    }
}
