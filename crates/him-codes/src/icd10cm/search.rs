//! Look-up by words: the codes for what a clinician or a patient writes.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::icd10cm;
//!
//! let day = NaiveDate::from_ymd_opt(2026, 3, 14).unwrap();
//! let first = |query| icd10cm::search(query, day)[0].code().to_string();
//! assert_eq!(first("T2DM with ketoacidosis"), "E11.10");
//! assert_eq!(first("oesophageal varices"), "I85.00");
//! assert_eq!(first("pnuemonia"), "J18.9");
//! assert_eq!(first("left ankle sprain initial"), "S93.402A");
//!
//! let typed = icd10cm::complete("diabetes mel", day);
//! assert!(typed[0].title().to_string().contains("diabetes mellitus"));
//! ```
//!
//! Looked up are the long titles; the inclusion terms and `Includes` notes of the tabular lists of April 2026 and January 2021;
//! the alphabetic index of FY2017 and the external-cause index, neoplasm table and drug table of FY2026 (CDC/NCHS). A hit
//! says in which of them its words stand ([`Match`]), of which [edition](Hit::edition) that is, and the text. Whatever the
//! edition, only codes in force on the day asked for are found: a term whose code has become a header since leads to the
//! codes below it, one whose code has gone to those that came in its place.
//!
//! Order of words, plural, accents, hyphens, British spelling, Roman numerals and most misspellings make no difference.
//! Abbreviations and lay terms are read by lists of their own; where one has several meanings all are tried, and
//! [`Hit::meaning`] says which one led to the hit. A query may hold a code, or the beginning of one (`e11.6`): alone it
//! lists the codes that start so, with words it narrows the search to them.
//!
//! The order of the hits is that of [`Hit::score`]: all words of the query before some of them; texts with few other words
//! before long ones; titles, default codes ("unspecified") and lower codes first where nothing else decides.

mod codes;
mod default;
mod found;
mod gather;
mod hit;

use alloc::vec::Vec;

use chrono::NaiveDate;
use him_codes_data::ICD10CM_SEARCH;

use self::gather::Gathering;
pub use self::hit::{Hit, Match, Meaning, Text};
use crate::search::index::Index;
use crate::search::scores::Scores;

/// Read while compiling: a table that does not fit this code does not build.
static INDEX: Index = Index::new(ICD10CM_SEARCH, *b"HCS1");

/// The billable codes of the day for what is written, the ten best. See [`search`](mod@self) for how they are found.
///
/// Each call takes about a megabyte of memory and gives it back; [`Search`] keeps it for the next query.
#[must_use]
pub fn search(query: &str, on: NaiveDate) -> Vec<Hit> {
    Search::new().find(&Query::new(query, on))
}

/// The billable codes of the day for what is being typed, the ten best: more letters may follow the last word.
///
/// ```
/// # use chrono::NaiveDate;
/// # use him_codes::icd10cm;
/// let day = NaiveDate::from_ymd_opt(2026, 3, 14).unwrap();
/// let hits = icd10cm::complete("fx fem", day);
/// assert!(hits[0].code().to_string().starts_with("S72"));
/// ```
#[must_use]
pub fn complete(typed: &str, on: NaiveDate) -> Vec<Hit> {
    Search::new().find(&Query::new(typed, on).while_typing())
}

/// What to look for, on which day, and which codes to give.
///
/// ```
/// # use chrono::NaiveDate;
/// use him_codes::icd10cm::{Query, Search, State};
///
/// let day = NaiveDate::from_ymd_opt(2026, 3, 14).unwrap();
/// let query = Query::new("fracture of femur", day).with_headers().with_limit(3);
/// let hits = Search::new().find(&query);
/// assert_eq!(hits.len(), 3);
/// assert_eq!(hits[0].code().to_string(), "S72");
/// assert_eq!(hits[0].entry().state(), State::Header);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Query<'q> {
    text: &'q str,
    on: NaiveDate,
    limit: usize,
    headers: bool,
    typing: bool,
}

/// More hits than these are never given.
const MOST: usize = 1000;

impl<'q> Query<'q> {
    /// Up to ten billable codes of the day for a whole text.
    #[must_use]
    pub const fn new(text: &'q str, on: NaiveDate) -> Query<'q> {
        Query {
            text,
            on,
            limit: 10,
            headers: false,
            typing: false,
        }
    }

    /// How many hits, at most; never more than 1000.
    #[must_use]
    pub const fn with_limit(mut self, limit: usize) -> Query<'q> {
        self.limit = if limit < MOST { limit } else { MOST };
        self
    }

    /// Headers too: what fits a header as a whole gives that before the billable codes below it.
    #[must_use]
    pub const fn with_headers(mut self) -> Query<'q> {
        self.headers = true;
        self
    }

    /// More letters may follow the last word.
    #[must_use]
    pub const fn while_typing(mut self) -> Query<'q> {
        self.typing = true;
        self
    }
}

/// Answers queries, and keeps the memory that this takes, about a megabyte, from one to the next.
#[derive(Clone, Debug, Default)]
pub struct Search {
    scores: Scores,
}

impl Search {
    /// Holds nothing before the first query.
    #[must_use]
    pub fn new() -> Search {
        Search::default()
    }

    /// The hits from the best, each code once. The same query gives the same hits.
    ///
    /// Any text is a query. Of more than 32 words, the first 32 count; of more than 16 different ones, the weightiest.
    pub fn find(&mut self, query: &Query<'_>) -> Vec<Hit> {
        Gathering::new(query).find(&mut self.scores)
    }
}
