//! The answers as sentences for a coder.

use core::fmt::{self, Write};

use super::basis::Basis;
use super::editions::Editions;
use super::entry::Entry;
use super::invalid::{Invalid, NoLonger, NotHeld, NotYet, Unknown};
use super::life::Life;
use super::modifier;
use crate::edition::Edition;

/// What an entry says of its day; see [`Entry::statement`].
#[derive(Clone, Copy)]
pub struct Statement<'e>(Subject<'e>);

#[derive(Clone, Copy)]
enum Subject<'e> {
    Code(&'e Entry),
    Modifier(&'e modifier::Entry),
}

impl<'e> Statement<'e> {
    pub(super) const fn of_code(entry: &'e Entry) -> Statement<'e> {
        Statement(Subject::Code(entry))
    }

    pub(super) const fn of_modifier(entry: &'e modifier::Entry) -> Statement<'e> {
        Statement(Subject::Modifier(entry))
    }
}

impl fmt::Display for Statement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (editions, life, on, basis, lists) = match self.0 {
            Subject::Code(entry) => {
                entry.code().fmt(f)?;
                (
                    &entry.list().editions,
                    entry.life(),
                    entry.on(),
                    entry.basis(),
                    true,
                )
            }
            Subject::Modifier(entry) => {
                entry.modifier().fmt(f)?;
                let Some(life) = entry.life() else {
                    return fmt_not_held(entry, f);
                };
                (
                    &entry.list().editions,
                    life,
                    entry.on(),
                    entry.basis(),
                    false,
                )
            }
        };
        let record = editions.record_name();
        match basis {
            Basis::Record => write!(f, " is in force on {on} by the record of {record}"),
            Basis::RecordOfYear => write!(
                f,
                " is in force on {on} by the record of {record}, whose later updates are not held"
            ),
            Basis::List => {
                let list = editions.on(on).map_or("", Edition::name);
                write!(
                    f,
                    " is in the list of {list}, which has no days and keeps codes that have ended"
                )
            }
            Basis::Withdrawn => {
                let own = (0..editions.last_record())
                    .rev()
                    .find(|edition| life.is_in(*edition));
                let own = own.map_or("", |own| editions.name(own));
                write!(
                    f,
                    " is in the record of {own} and not in that of {record}: whether it is in force on {on} is not held"
                )
            }
            Basis::Between | Basis::NotHeld => {
                fmt_between(editions, life, lists, f)?;
                write!(f, ": whether it is in force on {on} is not held")
            }
        }?;
        match self.0 {
            Subject::Code(entry) if entry.beyond_data() => fmt_beyond(editions, f),
            _ => Ok(()),
        }
    }
}

/// Between editions: which of them have the code.
fn fmt_between(
    editions: &Editions,
    life: Life,
    lists: bool,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let record = editions.record_name();
    let recorded = life.is_in(editions.last_record());
    let mut later = editions.all().enumerate().skip(editions.last_record() + 1);
    if !lists {
        return write!(
            f,
            " is in the record of {record}, the last one of modifiers"
        );
    }
    let listed = later.find(|(number, _)| life.is_in(*number));
    match (recorded, listed) {
        (true, Some((_, list))) => write!(
            f,
            " is in the record of {record} and in the list of {}",
            list.name()
        ),
        (false, Some((_, list))) => write!(
            f,
            " is not in the record of {record} but in the list of {}",
            list.name()
        ),
        (true, None) => write!(f, " is in the record of {record} and in no later list"),
        (false, None) => {
            let before = (0..editions.last_record()).rev();
            let own = before.into_iter().find(|edition| life.is_in(*edition));
            let own = own.map_or("", |own| editions.name(own));
            write!(
                f,
                " is in the list of {own} and not in the record of {record}"
            )
        }
    }
}

fn fmt_not_held(entry: &modifier::Entry, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if entry.modifier().is_cpt() {
        return f
            .write_str(" has the form of a modifier of CPT, whose list is not held: not checked");
    }
    write!(
        f,
        " is not in the record of {}, the last one of modifiers: whether it is in force on {} is not held",
        entry.list().editions.record_name(),
        entry.on()
    )
}

fn fmt_beyond(editions: &Editions, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match editions.all().next_back() {
        Some(edition) => write!(f, " (as of {}, the last edition here)", edition.name()),
        None => Ok(()),
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Invalid::Malformed(error) => return error.fmt(f),
            Invalid::Unknown(unknown) => unknown.fmt(f),
            Invalid::NotYet(not_yet) => not_yet.fmt(f),
            Invalid::NoLonger(no_longer) => no_longer.fmt(f),
            Invalid::NotHeld(not_held) => return not_held.fmt(f),
        }?;
        match self.list() {
            Some(list) if self.beyond_data() => fmt_beyond(&list.editions, f),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not a HCPCS Level II code: ", self.code)?;
        let len = self.known_len().min(4);
        let next = self.allowed_next();
        match len {
            0 if next.is_empty() => write!(f, "no code is held that was in force on {}", self.on)?,
            0 => write!(f, "it must start with {next}")?,
            _ => {
                f.write_str("after ")?;
                for byte in self.code.key().to_be_bytes().into_iter().take(len) {
                    f.write_char(byte.into())?;
                }
                write!(f, " comes {next}")?;
            }
        }
        if self.may_have_ended() {
            write!(
                f,
                " (codes that ended before {} are not held)",
                self.list.editions.kept_from()
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for NotYet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not yet valid on {}: ", self.code, self.on)?;
        match self.from() {
            Some(from) => write!(f, "its first day is {from}"),
            None => {
                let editions = &self.list.editions;
                let record = editions.day(editions.last_record());
                let edition = editions
                    .on(self.on)
                    .filter(|edition| edition.effective() > record);
                let (kind, name) = edition.map_or(("record", editions.record_name()), |list| {
                    ("list", list.name())
                });
                write!(
                    f,
                    "the {kind} of {name} does not have it, its first day is not held"
                )
            }
        }
    }
}

impl fmt::Display for NoLonger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no longer valid on {}: ", self.code, self.on)?;
        match self.until() {
            Some(until) => write!(f, "its last day was {until}")?,
            None => {
                let editions = &self.list.editions;
                let record = editions.day(editions.last_record());
                let list = editions
                    .on(self.on)
                    .is_some_and(|edition| edition.effective() > record);
                let kind = if list { "list" } else { "record" };
                write!(
                    f,
                    "the {kind} of {} does not have it, its last day is not held",
                    self.gone_from()
                )?;
            }
        }
        let Some(details) = self.details() else {
            return Ok(());
        };
        let count = details.see().count();
        for (index, code) in details.see().enumerate() {
            let before = match index {
                0 => ", see ",
                _ if index + 1 == count => " and ",
                _ => ", ",
            };
            write!(f, "{before}{code}")?;
        }
        match (details.sees_cpt(), count) {
            (true, 0) => f.write_str(", see CPT"),
            (true, _) => f.write_str(" and CPT"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for NotHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is a dental code of CDT, whose list is not held: not checked",
            self.code
        )
    }
}

macro_rules! debug_as_display {
    ($($answer:ty),*) => {$(
        impl fmt::Debug for $answer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{self}")
            }
        }
    )*};
}
debug_as_display!(Unknown, NotYet, NoLonger, NotHeld, Statement<'_>);
