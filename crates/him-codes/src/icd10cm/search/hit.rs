use core::fmt;

use super::INDEX;
use crate::icd10cm::{Entry, Icd10Cm};
use crate::search::lexicon::Kind;
use crate::title::Title;

/// A code that was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub(super) entry: Entry,
    pub(super) score: u16,
    pub(super) source: Source,
    pub(super) meaning: Option<Meaning>,
}

/// What was found, and led to a code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Code,
    /// The title of this entry: of the code found, or of a header above it.
    Title(Entry),
    /// A document that is no title.
    Document(u32),
}

/// In which text the words of a query stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Match {
    /// The code itself, or its beginning, was written.
    Code,
    /// The title of the code, or of a header above it.
    Title,
    /// An inclusion term or `Includes` note of the tabular list.
    InclusionTerm,
    /// The alphabetic index of diseases and injuries.
    IndexEntry,
    /// The index of external causes.
    ExternalCause,
    /// The table of neoplasms.
    Neoplasm,
    /// The table of drugs and chemicals.
    Drug,
}

/// What an abbreviation or lay term of a query was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Meaning {
    /// Of an abbreviation: `chronic kidney disease` for `CKD`.
    Abbreviation(&'static str),
    /// Of a lay term: `myocardial infarction` for `heart attack`.
    LayTerm(&'static str),
    /// Of a word that has another one beside it: `renal` for `kidney`.
    Synonym(&'static str),
}

impl Hit {
    /// The code, on the day asked for.
    #[must_use]
    pub const fn entry(&self) -> Entry {
        self.entry
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Icd10Cm {
        self.entry.code()
    }

    /// The long title of the code on the day.
    #[must_use]
    pub fn title(&self) -> Title {
        self.entry.title()
    }

    /// 1 to 1000: 1000 where every word of the query was found as it was written, and nothing else stands in the text. It orders
    /// the hits of one query; those of two have nothing to do with each other.
    #[must_use]
    pub const fn score(&self) -> u16 {
        self.score
    }

    /// What the words of the query were found in.
    #[must_use]
    pub fn matched(&self) -> Match {
        match self.source {
            Source::Code => Match::Code,
            Source::Title(_) => Match::Title,
            Source::Document(document) => match INDEX.section(document) {
                3 => Match::IndexEntry,
                4 => Match::ExternalCause,
                5 => Match::Neoplasm,
                6 => Match::Drug,
                _ => Match::InclusionTerm,
            },
        }
    }

    /// The text that the words were found in: a title, or a term with those above it (`Abscess, lung, with pneumonia`).
    ///
    /// Titles are those of the day. A query finds a code by the words of all its titles, so that a word may be from one of
    /// another year.
    #[must_use]
    pub fn text(&self) -> Text {
        Text(match self.source {
            Source::Code => Source::Title(self.entry),
            source => source,
        })
    }

    /// The edition of that text, such as `FY2017`.
    #[must_use]
    pub fn edition(&self) -> &'static str {
        match self.source {
            Source::Code | Source::Title(_) => {
                self.entry.edition().map_or("", |edition| edition.name())
            }
            Source::Document(document) => edition(INDEX.section(document)),
        }
    }

    /// The abbreviation or lay term of the query that had to be replaced; the first one, if there are several.
    #[must_use]
    pub const fn meaning(&self) -> Option<Meaning> {
        self.meaning
    }
}

/// Of a section of the index.
fn edition(section: usize) -> &'static str {
    let names = him_codes_data::ICD10CM_SEARCH_EDITIONS;
    section
        .checked_sub(1)
        .and_then(|at| names.get(at))
        .map_or("", |edition| edition.name)
}

impl fmt::Debug for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Hit({} {}, {:?}: {})",
            self.score,
            self.code(),
            self.matched(),
            self.text()
        )
    }
}

/// See [`Hit::text`]; it is put together while it is printed.
#[derive(Clone, Copy)]
pub struct Text(Source);

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Source::Code => Ok(()),
            Source::Title(entry) => entry.title().fmt(f),
            Source::Document(document) => INDEX.text(document).fmt(f),
        }
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({self})")
    }
}

/// The meaning of a reading.
pub(super) fn meaning(replaced: Option<(Kind, &'static str)>) -> Option<Meaning> {
    replaced.map(|(kind, meaning)| match kind {
        Kind::Abbreviation => Meaning::Abbreviation(meaning),
        Kind::LayTerm => Meaning::LayTerm(meaning),
        Kind::Synonym => Meaning::Synonym(meaning),
    })
}
