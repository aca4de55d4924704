//! The reasons as sentences for a coder.

use core::fmt;

use super::entry::{Entry, State};
use super::invalid::{Invalid, NeedsSeventh, NoLonger, NotYet, Unknown};
use super::replaced::{ReplacedBy, ReplacementEvidence};
use crate::edition::fmt_start;

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Invalid::Malformed(error) => error.fmt(f),
            Invalid::Unknown(unknown) => unknown.fmt(f),
            Invalid::Header(entry) => fmt_header(entry, f),
            Invalid::NeedsSeventh(needs) => needs.fmt(f),
            Invalid::NotYet(not_yet) => not_yet.fmt(f),
            Invalid::NoLonger(no_longer) => no_longer.fmt(f),
        }?;
        match self.edition() {
            Some(edition) if self.beyond_data() => {
                write!(f, " (as of {}, the last edition here)", edition.name())
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not an ICD-10-CM code: ", self.code)?;
        let len = self.known_len();
        let next = self.allowed_next();
        if len < 3 {
            f.write_str("after ")?;
            for byte in self.code.key().to_be_bytes().iter().take(len) {
                write!(f, "{}", char::from(*byte))?;
            }
            return write!(f, " comes {next}");
        }
        let known = self.code.prefix_or_all(len);
        if next.is_empty() {
            write!(f, "{known} is complete")
        } else {
            write!(f, "after {known} comes {next}")
        }
    }
}

/// So many codes are named one by one.
const NAMED: usize = 6;

fn fmt_header(entry: &Entry, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} is a header", entry.code())?;
    if let Some(until) = entry.billable_until() {
        write!(f, " since {}, billable until {until}", entry.since())?;
    }
    let codes = entry.billable();
    let count = codes.clone().count();
    match (codes.clone().next(), codes.clone().last()) {
        (Some(first), Some(last)) if count > NAMED => {
            write!(
                f,
                ": use one of the {count} codes from {} to {}",
                first.code(),
                last.code()
            )
        }
        _ => {
            for (index, code) in codes.enumerate() {
                let before = match index {
                    0 => ": use ",
                    _ if index + 1 == count => " or ",
                    _ => ", ",
                };
                write!(f, "{before}{}", code.code())?;
            }
            Ok(())
        }
    }
}

impl fmt::Display for NeedsSeventh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} needs a 7th character", self.code)?;
        if self.code.len() < 6 {
            write!(f, ", after {}", self.stem())?;
        }
        write!(f, ": {}", self.allowed())
    }
}

impl fmt::Display for NotYet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, on, from) = (self.first.code(), self.on(), self.from());
        let list = self.first.list();
        if list.edition_on(on).is_none() {
            let start = list.in_force(on);
            fmt_start(f, code, on, "ICD-10-CM", list)?;
            return if from > start {
                write!(f, ", {code} from {from}")
            } else {
                Ok(())
            };
        }
        let header = if self.first.state() == State::Header {
            ", as a header"
        } else {
            ""
        };
        write!(
            f,
            "{code} is not yet valid on {on}: its first day is {from}{header}"
        )
    }
}

impl fmt::Display for NoLonger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = if self.last.state() == State::Header {
            ", as a header"
        } else {
            ""
        };
        let (code, on, until) = (self.last.code(), self.on(), self.until());
        write!(
            f,
            "{code} is no longer valid on {on}: its last day was {until}{header}"
        )?;
        fmt_replacements(self.replaced_by(), f)
    }
}

/// "use" where the conversion table says so, "see" where the editions let suppose it.
fn fmt_replacements(codes: ReplacedBy, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut named = [None; NAMED + 1];
    let mut count = 0;
    let mut verb = "see";
    for code in codes {
        if let Some(cell) = named.get_mut(count) {
            *cell = Some(code.entry().code());
        }
        if code.evidence() == ReplacementEvidence::ConversionTable {
            verb = "use";
        }
        count += 1;
    }
    // One more is named rather than counted.
    let by_name = if count > NAMED + 1 { NAMED } else { count };
    for (index, code) in named.iter().flatten().take(by_name).enumerate() {
        match index {
            0 => write!(f, ": {verb} ")?,
            _ if index + 1 == count => f.write_str(" or ")?,
            _ => f.write_str(", ")?,
        }
        write!(f, "{code}")?;
    }
    if count > by_name {
        write!(f, " or one of {} others", count - by_name)?;
    }
    Ok(())
}

macro_rules! debug_as_display {
    ($($reason:ident),*) => {$(
        impl fmt::Debug for $reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($reason), "({})"), self)
            }
        }
    )*};
}
debug_as_display!(Unknown, NeedsSeventh, NotYet, NoLonger);
