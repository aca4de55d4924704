//! The policies under which a record is de-identified, as types.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::{Identifiers, Scrubbed, Scrubber, ZipEdition};

/// The Safe Harbor method: 45 CFR 164.514(b)(2).
///
/// Removes the identifiers (A) to (R) of the individual and of relatives, employers and household
/// members. There is nothing in it by which a code derived from the individual could be made
/// (164.514(c)): entries are numbered in the order in which they stand.
///
/// Where the rule leaves a choice the stricter one is the default.
///
/// ```
/// use chrono::NaiveDate;
/// use him_deid::SafeHarbor;
///
/// let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?;
/// let policy = SafeHarbor::new(as_of);
/// let note = policy.scrub("Seen 03/14/2024 by Dr. Exemplar, 92-year-old, call 555-010-0199.");
/// assert_eq!(
///     note.text,
///     "Seen [DATE 2024] by Dr. [NAME], [AGE 90+]-year-old, call [CONTACT]."
/// );
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SafeHarbor {
    as_of: NaiveDate,
    zip_edition: ZipEdition,
}

impl SafeHarbor {
    /// The policy on a day. Ages are reckoned up to this day, so that a year which would tell today
    /// that somebody is over 89 goes.
    pub const fn new(as_of: NaiveDate) -> Self {
        SafeHarbor {
            as_of,
            zip_edition: ZipEdition::Strictest,
        }
    }

    /// The same with the ZIP populations of one census.
    #[must_use]
    pub const fn with_zip_edition(mut self, edition: ZipEdition) -> Self {
        self.zip_edition = edition;
        self
    }

    /// The day up to which ages are reckoned.
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The census that decides on ZIP codes.
    pub const fn zip_edition(&self) -> ZipEdition {
        self.zip_edition
    }

    /// Whether a year may stay: what happened to a person in it does not tell an age over 89.
    ///
    /// Somebody alive at any time of the year `as_of - 90` may be 90 on the day of the policy.
    pub fn keeps_year(&self, year: i32) -> bool {
        year > self.as_of.year() - 90
    }

    /// Scrubs a text of which no record is known.
    pub fn scrub(&self, text: &str) -> Scrubbed {
        Scrubber::new(self, &Identifiers::default()).scrub(text)
    }
}

/// What has been de-identified under the policy `P`.
///
/// Only the policies of this crate make it, so that a function which takes a
/// `Deidentified<Chart, SafeHarbor>` cannot be handed the original.
pub struct Deidentified<T, P> {
    content: T,
    policy: P,
}

impl<T, P> Deidentified<T, P> {
    #[cfg_attr(
        not(feature = "record"),
        allow(dead_code, reason = "text alone has a type of its own")
    )]
    pub(crate) const fn new(content: T, policy: P) -> Self {
        Deidentified { content, policy }
    }

    /// What was de-identified.
    pub const fn content(&self) -> &T {
        &self.content
    }

    /// Gives up the mark.
    pub fn into_content(self) -> T {
        self.content
    }

    /// The policy with its settings.
    pub const fn policy(&self) -> &P {
        &self.policy
    }
}

impl<T: Clone, P: Clone> Clone for Deidentified<T, P> {
    fn clone(&self) -> Self {
        Deidentified::new(self.content.clone(), self.policy.clone())
    }
}

impl<T: fmt::Debug, P: fmt::Debug> fmt::Debug for Deidentified<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deidentified")
            .field("content", &self.content)
            .field("policy", &self.policy)
            .finish()
    }
}
