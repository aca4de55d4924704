//! The reasons as sentences for a coder.

use core::fmt;

use super::invalid::{Invalid, NoLonger, NotYet, Unknown};
use super::prefix::Prefix;
use crate::edition::fmt_start;

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Invalid::Malformed(error) => error.fmt(f),
            Invalid::Unknown(unknown) => unknown.fmt(f),
            Invalid::Header(header) => {
                let (prefix, next) = (header.prefix(), header.allowed_next());
                write!(
                    f,
                    "{prefix} is incomplete, a code has 7 characters: after {prefix} comes {next}"
                )
            }
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
        let next = self.allowed_next();
        write!(f, "{} is not an ICD-10-PCS code: ", self.prefix)?;
        match self.known_len() {
            0 => write!(f, "a code starts with {next}"),
            len => write!(f, "after {} comes {next}", self.prefix.first(len)),
        }
    }
}

/// Of the beginning of codes it has to be said that it is no more than that.
fn as_header(prefix: Prefix) -> &'static str {
    if prefix.code().is_none() {
        ", as a header"
    } else {
        ""
    }
}

impl fmt::Display for NotYet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, on, from) = (self.prefix, self.on, self.from());
        if self.list.edition_on(on).is_none() {
            let start = self.list.in_force(on);
            fmt_start(f, code, on, "ICD-10-PCS", self.list)?;
            return if from > start {
                write!(f, ", {code} from {from}")
            } else {
                Ok(())
            };
        }
        let header = as_header(code);
        write!(
            f,
            "{code} is not yet valid on {on}: its first day is {from}{header}"
        )
    }
}

impl fmt::Display for NoLonger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, on, until, header) =
            (self.prefix, self.on, self.until(), as_header(self.prefix));
        write!(
            f,
            "{code} is no longer valid on {on}: its last day was {until}{header}"
        )?;
        let mut before = ": see ";
        for entry in self.replaced_by() {
            write!(f, "{before}{}", entry.code())?;
            before = " or ";
        }
        Ok(())
    }
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
debug_as_display!(Unknown, NotYet, NoLonger);
