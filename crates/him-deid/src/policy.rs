//! The policies under which a record is de-identified, as types.

#[cfg(feature = "pseudonyms")]
mod crosswalk;
mod expert;
#[cfg(feature = "pseudonyms")]
mod key;
mod limited;
#[cfg(feature = "pseudonyms")]
mod pseudonym;
pub(crate) mod rules;
mod shift;

#[cfg(feature = "pseudonyms")]
pub use crosswalk::{Code, Crosswalk, NotACode, RandomFailure, RandomSource, SystemRandom};
pub use expert::{Determination, ExpertDetermination, MissingStatement};
#[cfg(feature = "pseudonyms")]
pub use key::{Key, ShortKey};
pub use limited::{LimitedDataSet, Purpose};
#[cfg(feature = "pseudonyms")]
pub use pseudonym::{Pseudonym, Pseudonyms};
pub use rules::{Ages, Dates, Places, Zips};
pub use shift::Shift;
#[cfg(feature = "pseudonyms")]
pub use shift::{DateShifts, NoShift};

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
/// A code by which the holder can find the individual again must not be derived from information about
/// the individual, and the means must not be disclosed (164.514(c)). What is derived from a key and the
/// record is therefore no setting of this type; the following does not compile, while it does for
/// [`LimitedDataSet`] and [`ExpertDetermination`]:
///
/// ```compile_fail,E0599
/// use chrono::NaiveDate;
/// use him_deid::{Key, Pseudonyms, SafeHarbor};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let key = Key::new("2026-1", &[7; 32])?;
/// let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?;
/// let policy = SafeHarbor::new(as_of).with_pseudonyms(Pseudonyms::new(key));
/// # Ok(())
/// # }
/// ```
///
/// nor do shifted dates, which keep their intervals:
///
/// ```compile_fail,E0599
/// use chrono::NaiveDate;
/// use him_deid::{DateShifts, Dates, Key, SafeHarbor};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let shifts = DateShifts::new(Key::new("2026-1", &[7; 32])?, 365)?;
/// let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?;
/// let policy = SafeHarbor::new(as_of).with_dates(Dates::Shifted(shifts));
/// # Ok(())
/// # }
/// ```
///
/// What remains are numbers in the order of the record, and the random codes of a `Crosswalk` which
/// the caller keeps apart.
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

/// A method of de-identification that the Privacy Rule knows.
///
/// Only the types of this crate are policies: [`SafeHarbor`], [`LimitedDataSet`], [`ExpertDetermination`].
pub trait Policy: rules::Decides + Clone + fmt::Debug {
    /// The paragraph of the law.
    const CITATION: &'static str;

    /// What stays the duty of whoever releases the data, in one sentence each.
    const DUTIES: &'static [&'static str];

    /// Scrubs a text with the identifiers of its record.
    ///
    /// `patient` is what the caller calls the patient, by which dates are shifted; without it they become
    /// tags where the policy shifts dates.
    fn scrub_record(&self, text: &str, record: &Identifiers, patient: Option<&str>) -> Scrubbed {
        let rules = self.rules();
        let scrubbed = Scrubber::new(&rules.harbor, record).scrub(text);
        crate::output::under(&rules, rules.shift(patient), text, scrubbed)
    }

    /// The same with the way between the offsets of the two texts.
    fn scrub_with_offsets(
        &self,
        text: &str,
        record: &Identifiers,
        patient: Option<&str>,
    ) -> (Scrubbed, crate::Offsets) {
        let scrubbed = Scrubber::new(&self.rules().harbor, record).scrub(text);
        self.render(text, &scrubbed, patient)
    }

    /// What this policy makes of a text that a [`Scrubber`] has tagged under the Safe Harbor: what it lets
    /// stay stays, dates move where it shifts them, tags stand for the rest.
    fn render(
        &self,
        text: &str,
        scrubbed: &Scrubbed,
        patient: Option<&str>,
    ) -> (Scrubbed, crate::Offsets) {
        let rules = self.rules();
        crate::output::render(&rules, rules.shift(patient), text, scrubbed)
    }

    /// Scrubs a text of which no record is known.
    fn scrub(&self, text: &str) -> Scrubbed {
        self.scrub_record(text, &Identifiers::default(), None)
    }
}

impl Policy for SafeHarbor {
    const CITATION: &'static str = "45 CFR 164.514(b)(2)";
    const DUTIES: &'static [&'static str] = &[
        "You must not know that what remains could identify an individual, alone or with other information (164.514(b)(2)(ii)).",
        "Codes assigned for re-identification, and how they were assigned, stay with you (164.514(c)).",
        "Free text is read by rules, which cannot find everything: look at samples before you release it.",
    ];
}

impl rules::Decides for SafeHarbor {
    fn rules(&self) -> rules::Rules {
        rules::Rules::of(*self)
    }
}

/// What has been de-identified under the policy `P`.
///
/// It cannot be made from outside:
///
/// ```compile_fail,E0423
/// use him_deid::Deidentified;
///
/// let original = "a chart";
/// let slipped = Deidentified(original, "no policy");
/// ```
///
/// Only the policies of this crate make it, so that a function which takes a
/// `Deidentified<Chart, SafeHarbor>` cannot be handed the original, nor what another policy made:
///
/// ```compile_fail,E0308
/// use him_deid::{Deidentified, LimitedDataSet, SafeHarbor};
///
/// fn publish(_: Deidentified<String, SafeHarbor>) {}
///
/// fn release(for_research: Deidentified<String, LimitedDataSet>) {
///     publish(for_research);
/// }
/// ```
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
