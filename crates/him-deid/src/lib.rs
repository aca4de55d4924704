//! De-identification of charts and clinical notes under the HIPAA Safe Harbor, 45 CFR 164.514(b)(2).
//!
//! ```
//! use chrono::NaiveDate;
//! use him_deid::{Identifiers, SafeHarbor, Scrubber};
//!
//! // Invented for this example.
//! let mut record = Identifiers::new();
//! record.add_name(["May"], Some("Exemplar"));
//! record.add_number("00123456");
//!
//! let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?;
//! let policy = SafeHarbor::new(as_of);
//! let scrubber = Scrubber::new(&policy, &record);
//! let note = scrubber.scrub(
//!     "EXEMPLAR, MAY (MRN 00-123456), 92 y/o, of Springfield, IL 62704, seen 3/14/2024 by A. Sample, RN. \
//!      May reports pain 3/10 after 1/2 tablet; she may return 3/21. White blood cells 7.4. Call 555-010-0199.",
//! );
//! assert_eq!(
//!     note.text,
//!     "[NAME] (MRN [ID]), [AGE 90+] y/o, of [LOCATION] [LOCATION 627], seen [DATE 2024] by [NAME], RN. \
//!      [NAME] reports pain 3/10 after 1/2 tablet; she may return [DATE]. White blood cells 7.4. Call [CONTACT]."
//! );
//! # Ok::<(), &str>(())
//! ```
//!
//! # Overview
//! - [`SafeHarbor`] is the policy: the day up to which ages are reckoned and the census that decides
//!   on ZIP codes ([`ZipEdition`]). Nothing derived from the individual can come of it.
//! - [`Identifiers`] is what a record says of its people, as a matcher; made from plain values, or
//!   from a chart with `Identifiers::from(&chart)`.
//! - [`Scrubber`] finds these in text, and whatever has the form or the surroundings of an identifier:
//!   [`Scrubbed`] is the text with tags and the [`Span`]s with [`Category`] and [`Rule`].
//! - `SafeHarbor::deidentify_chart` makes a [`Deidentified`] chart and a [`Manifest`] that counts what
//!   was removed without a value.
//!
//! # How text is read
//! Text is split once into words, numbers and signs; a lexicon tells of each word whether it is a
//! month, a unit, a title, a label or part of the clinical vocabulary. Rules begin at the few tokens
//! that may open something, look at the tokens around, and never into or across what was replaced.
//! They run until nothing more is found, so that scrubbing twice is scrubbing once.
//!
//! # Does
//! Names of the record in any order, case and spelling of accents, with nicknames, initials,
//! possessives and logins; its numbers with any separators; dates in the formats of notes, ages over
//! 89, ZIP codes, streets, telephones, mail, web and network addresses, SSNs, labelled numbers and
//! long ones without label; names after titles, labels and relatives, before degrees and ages, and
//! wherever a document repeats them; institutions.
//!
//! # Does not do
//! Find names and places that nothing introduces and no record knows: there is no dictionary of names
//! and no statistical model here. No method finds every identifier in free text; 164.514(b)(2)(ii)
//! leaves to the user not to release what is known to identify. Surrogates, date shifts, limited
//! data sets (164.514(e)) and formats other than text and charts are not there.
//!
//! # Data editions
//! - ZIP areas: HHS list of the Census of 2000; Census Bureau populations by ZIP code tabulation area
//!   of 2010 and 2020.
//! - Clinical vocabulary: words of the ICD-10-CM titles, notes and index (CDC/NCHS): FY2027 titles, tabular
//!   list and external-cause index of FY2026, index of FY2017; `fingerprints.csv` has its hash.
//!
//! # Features
//! - `record` (default): charts of `him-record`.

#[cfg(feature = "annotations")]
pub mod annotations;
#[cfg(feature = "record")]
mod chart;
#[cfg(feature = "csv")]
pub mod csv;
#[cfg(feature = "fhir")]
pub mod fhir;
#[cfg(feature = "hl7v2")]
pub mod hl7v2;
mod identifiers;
mod lists;
mod manifest;
#[cfg(any(feature = "fhir", feature = "hl7v2", feature = "csv"))]
mod naming;
mod output;
#[cfg(any(
    feature = "record",
    feature = "hl7v2",
    feature = "csv",
    feature = "pseudonyms"
))]
#[cfg_attr(
    not(all(feature = "record", feature = "hl7v2")),
    allow(dead_code, reason = "each format asks something else")
)]
mod places;
mod policy;
mod preset;
#[cfg(feature = "risk")]
pub mod risk;
#[cfg(feature = "seal")]
mod seal;
mod span;
mod stream;
mod text;
#[cfg(feature = "training")]
#[doc(hidden)]
pub mod training;
mod zip;

pub use identifiers::Identifiers;
#[cfg(feature = "patterns")]
pub use lists::BadPattern;
pub use lists::Lists;
pub use manifest::{Disposition, Length, Manifest};
pub use output::{Offsets, Replacement};
#[cfg(feature = "pseudonyms")]
pub use output::{Surrogates, WithSurrogates};
pub use policy::{
    Ages, Dates, Deidentified, Determination, ExpertDetermination, LimitedDataSet,
    MissingStatement, Places, Policy, Purpose, SafeHarbor, Shift, Zips,
};
#[cfg(feature = "pseudonyms")]
pub use policy::{
    Code, Crosswalk, DateShifts, Key, NoShift, NotACode, Pseudonym, Pseudonyms, RandomFailure,
    RandomSource, ShortKey, SystemRandom,
};
pub use preset::Preset;
#[cfg(feature = "seal")]
pub use seal::{Broken, ReidentificationMap};
pub use span::{Category, Rule, Scrubbed, Span};
pub use stream::{Line, LineStream};
pub use text::{Scrubber, Workspace};
pub use zip::{Zip3, ZipEdition};
