//! The versions of a site's rules, so that a decision can be looked up years later.

use std::fmt;

use chrono::NaiveDate;

use crate::{Error, ErrorKind, RuleBook};

/// The rule books of a site, each from its first day on.
///
/// Rules that change by law carry their own dates; this is for the book as a whole: a new release of
/// this crate, a new policy.
#[derive(Clone, Debug, Default)]
pub struct Versions {
    versions: Vec<Version>,
}

/// A rule book from a day on.
#[derive(Clone)]
#[non_exhaustive]
pub struct Version {
    /// The first day.
    pub from: NaiveDate,
    /// What the site calls it.
    pub name: Box<str>,
    /// The rules.
    pub book: RuleBook,
}

/// Prints no rule.
impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Version")
            .field("from", &self.from)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Versions {
    /// Adds a version; those before it end on the day before.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Date`] when another version begins on the same day.
    pub fn add(
        &mut self,
        from: NaiveDate,
        name: impl Into<Box<str>>,
        book: RuleBook,
    ) -> Result<(), Error> {
        let version = Version {
            from,
            name: name.into(),
            book,
        };
        match self.versions.binary_search_by_key(&from, |one| one.from) {
            Ok(_) => Err(Error::new(
                ErrorKind::Date,
                "version: expected a first day on which no other version begins",
            )),
            Err(at) => {
                self.versions.insert(at, version);
                Ok(())
            }
        }
    }

    /// The version of that day; `None` before the first.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&Version> {
        self.versions.iter().rev().find(|one| one.from <= day)
    }

    /// All versions, the oldest first.
    #[must_use]
    pub fn all(&self) -> &[Version] {
        &self.versions
    }
}
