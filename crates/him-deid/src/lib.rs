//! De-identification of charts, FHIR, HL7 v2, CSV and clinical notes by 45 CFR 164.514: Safe Harbor, limited data
//! set, expert determination.
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
//! - A [`Policy`] is a type. [`SafeHarbor`]: the day up to which ages are reckoned and the census that decides
//!   on ZIP codes ([`ZipEdition`]); nothing derived from the individual can come of it. [`LimitedDataSet`] keeps
//!   dates, ages, cities and ZIP codes. [`ExpertDetermination`] begins as strict as the first and keeps what
//!   the expert decides. The last two may have keyed `Pseudonyms` and `DateShifts`; a `Crosswalk` of random
//!   codes, kept apart, goes with all.
//! - [`Identifiers`] is what a record says of its people, as a matcher; made from plain values, or
//!   from a chart with `Identifiers::from(&chart)`.
//! - [`Scrubber`] finds these in text, and whatever has the form or the surroundings of an identifier:
//!   [`Scrubbed`] is the text with tags and the [`Span`]s with [`Category`] and [`Rule`].
//! - `deidentify_chart`, `deidentify_fhir`, `deidentify_hl7v2` and `deidentify_csv` of each policy make a
//!   [`Deidentified`] chart, resource, message or table, which nothing else can make, and a [`Manifest`] that
//!   counts what was removed without a value.
//! - `Surrogates` are invented values in the place of tags; [`Offsets`] the way between the two texts;
//!   `annotations` reads and writes the formats of brat, i2b2 and Presidio.
//! - `risk` measures how likely people are found again in a table, and lowers it.
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
//! wherever a document repeats them; institutions. With the feature `model`, names and places that only
//! their surroundings tell: a conditional random field over words, their shapes and what lists of names
//! and places say of them, trained by `him-datagen train-deid`. [`Preset`] weighs a name that stays against a
//! word that goes; [`Lists`] are a site's own words that go or stay, and its patterns (feature `patterns`);
//! [`LineStream`] answers lines of any number in bounded memory, by several threads with `parallel`, and
//! `fhir::Run::deidentify_lines` does so for a bulk export, whose notes are searched for what `fhir::Records`
//! holds of their patients: the same bytes in the same order.
//!
//! # Does not do
//! Find every identifier: no method does in free text, and 164.514(b)(2)(ii) leaves to the user not to release
//! what is known to identify. The model has learned from English notes, queries and messages, invented ones
//! above all; of other languages it knows names and addresses only. Ages under 90, years and times of the day stay.
//! Images, audio, PDF and C-CDA are not read: attachments that are not plain text are removed.
//! `docs/conformance/deid.md` goes through the law clause by clause.
//!
//! # Data editions
//! - ZIP areas: HHS list of the Census of 2000; Census Bureau populations by ZIP code tabulation area
//!   of 2010 and 2020.
//! - Clinical vocabulary: words of the ICD-10-CM titles, notes and index (CDC/NCHS): FY2027 titles, tabular
//!   list and external-cause index of FY2026, index of FY2017; `fingerprints.csv` has its hash.
//! - Elements of FHIR R4: HL7's StructureDefinitions of 4.0.1 (CC0); fields of HL7 v2: version 2.5.1.
//! - Names and places: lists of surnames of the US census, given names, cities, counties, countries, streets,
//!   hospitals and occupations, proper nouns of the ICD-10-CM titles and words of the HCPCS titles; `data/dictionary.csv`
//!   has the hash.
//!
//! # Features
//! - `model` (default): the statistical model and its dictionary, 2 MB in the program.
//! - `parallel`: several threads over the lines of a [`LineStream`]. `patterns`: regular expressions in [`Lists`].
//! - `record` (default): charts of `him-record`.
//! - `fhir`, `hl7v2`, `csv`: these formats.
//! - `pseudonyms`: random codes in a crosswalk, keyed pseudonyms, date shifts, surrogates; `seal`: encrypts the way back.
//! - `risk`: tables, without records or text.
//! - `annotations`: the formats of other tools.

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
