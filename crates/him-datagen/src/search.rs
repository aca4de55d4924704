//! The look-up of ICD-10-CM by words: titles, inclusion terms, the alphabetic index and the tables beside it.
//!
//! What is looked up are *documents*: first one for each code, by its number (its words are those of its long titles, of
//! whatever day), then one for each *node*: an inclusion term or note of the tabular lists, a term of an index with the
//! words above it, a row of the drug table, and one for each column of a row of the neoplasm table. Documents are numbered
//! so that what stands together has neighbouring numbers: a word's documents are few runs.
//!
//! `icd10cm-search.bin`, `HCS1`; numbers are little-endian, of 32 bits where nothing else is said. A *count* is a number in
//! bytes of seven bits, the lowest first, with the high bit set where another byte follows.
//!
//! - four letters; the numbers of codes, documents, nodes, words, rules, phrases; bytes of targets, of phrase text, of node
//!   texts, of the words, of the postings, of the rules
//! - sections, in the order of [`Section`]: first document and first node of each
//! - lengths: a byte a document, the weight of its words in units of [`LENGTH_UNIT`], at most 255
//! - targets of the documents after those of the codes: the place of every 32nd document's, then the targets. Each is a count:
//!   the difference to the number of the code before it (0 at every 32nd document), as an even number, or less one as an
//!   odd one when negative, times four, and 0 for the last target, 1 when another one follows (each of which stands for the
//!   term while it is in force and those before it are not), 2 for a manifestation after the others, 3 for no target
//! - nodes: a byte each, of which the upper half says how many nodes stand above it, the lower half of how many phrases its
//!   text is, or 15; the place of every 16th node's text; the texts, each the number of its phrases, if that is 15 or more,
//!   and the phrases (see [`crate::phrases`]), all numbers of one byte or two
//! - phrases as in the tables of titles, and their text
//! - words, stems in ASCII order: their places in the text, one more than there are words, 24 bits; how many bytes each
//!   shares with the one before it, one byte; weights, one byte; sounds, 16 bits; the place of every 16th word's postings, 24
//!   bits; the text of the words; the postings, of each word the count of their bytes, and runs of documents: a count of the
//!   documents left out since the last run, times four, and two more when the word may be missing from the text (it stands
//!   in brackets), and one more when a count of the run's documents less two follows; else the run is one document
//! - rules: their places, one more than there are rules, 24 bits; their text, in ASCII order: the stems of what is
//!   written, then each reading after a tab and `A` (an abbreviation), `L` (a lay term) or `S` (a synonym)

mod documents;
mod pack;
mod reference;
mod rules;
mod targets;
mod vocabulary;

use chrono::NaiveDate;

use self::documents::Documents;
use self::rules::Rules;
use self::targets::Codes;
use crate::alphabetic_index;
use crate::conversion;
use crate::fault::{Fault, Result};
use crate::history::{Edition, History, Standing};
use crate::output::{Fingerprint, Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};
use crate::tabular_list::Lists;

/// So that the length of all but the longest documents fits a byte.
pub(crate) const LENGTH_UNIT: u32 = 6;

/// Where a document that is not a title comes from. The numbers are those of the packed table; titles have the number 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    /// Inclusion terms and `Includes` notes of the newest tabular list.
    Inclusions = 1,
    /// Those of older lists that the newest one no longer has.
    FormerInclusions = 2,
    Index = 3,
    ExternalCauses = 4,
    Neoplasms = 5,
    Drugs = 6,
}

impl Section {
    fn name(self) -> &'static str {
        match self {
            Section::Inclusions => "icd10cm-search-inclusions",
            Section::FormerInclusions => "icd10cm-search-former-inclusions",
            Section::Index => "icd10cm-search-index",
            Section::ExternalCauses => "icd10cm-search-external-causes",
            Section::Neoplasms => "icd10cm-search-neoplasms",
            Section::Drugs => "icd10cm-search-drugs",
        }
    }
}

/// The indexes and tables, by what the names of their files begin with.
const FILES: [(Section, &str, [&str; 2]); 4] = [
    (
        Section::Index,
        "index",
        ["icd10cm/icd10cm-index-", "icd10cm/icd10cm_index_"],
    ),
    (
        Section::ExternalCauses,
        "eindex",
        ["icd10cm/icd10cm-eindex-", "icd10cm/icd10cm_eindex_"],
    ),
    (
        Section::Neoplasms,
        "neoplasm",
        ["icd10cm/icd10cm-neoplasm-", "icd10cm/icd10cm_neoplasm_"],
    ),
    (
        Section::Drugs,
        "drug",
        ["icd10cm/icd10cm-drug-", "icd10cm/icd10cm_drug_"],
    ),
];

/// Adds the table to the output.
pub(crate) fn generate(
    release: &Release,
    progress: &Progress,
    lists: &Lists,
    history: &History<'_>,
    output: &mut Output,
) -> Result<()> {
    let (_, conversions) = conversion::read(release)?;
    let mut codes = Codes::new(history, &conversions);
    let mut documents = Documents::new(history);
    let mut editions = Vec::new();
    let sections = [Section::Inclusions, Section::FormerInclusions];
    for (section, (edition, chapters)) in sections.into_iter().zip(lists.newest_first()) {
        documents.inclusions(section, chapters, &mut codes);
        editions.push((section, edition));
    }
    if editions.len() < sections.len() {
        let what = "names fewer than two tabular lists of ICD-10-CM";
        return Err(Fault::in_file("MANIFEST.csv", what));
    }
    let mut indexes = Vec::new();
    for (section, kind, beginnings) in FILES {
        let file = newest(release, beginnings).ok_or_else(|| {
            let [beginning, _] = beginnings;
            Fault::in_file("MANIFEST.csv", format!("names no {beginning}*.xml"))
        })?;
        progress.at(&file.path);
        let bytes = release.read(file)?;
        indexes.push((section, alphabetic_index::read(&file.path, &bytes)?));
        let (edition, year) = edition(file)?;
        output.sources.push(Source {
            name: format!("icd10cm-{kind}-fy{year}"),
            effective: Some(edition.effective),
            ..Source::of(file)
        });
        editions.push((section, edition));
    }
    progress.at("look-up of ICD-10-CM by words");
    documents.indexes(&indexes, &mut codes);
    let rules = Rules::read()?;

    let blob = pack::pack(&documents, &rules, history)?;
    for (section, edition) in &editions {
        let section = *section;
        let count = codes.count(section);
        let text = documents.listing(section, history);
        output.fingerprints.push(Fingerprint {
            table: section.name(),
            edition: edition.name.clone(),
            rows: documents.of(section).len(),
            added: count.carried,
            removed: count.dropped,
            bytes: text.len(),
            sha256: crate::release::sha256_hex(text.as_bytes()),
        });
    }
    output.table(
        "icd10cm-search",
        documents.all.len(),
        "data/icd10cm-search.bin",
        blob,
    );
    let editions: Vec<Edition> = editions.into_iter().map(|(_, edition)| edition).collect();
    output.editions(
        "ICD10CM_SEARCH_EDITIONS",
        "Editions of the texts of the look-up by words: tabular list, an older one, index, external causes, neoplasms, drugs.",
        &editions,
    );
    let mut carried = codes.carried_csv();
    for (file, reading, word) in rules.unknown(&documents.vocabulary) {
        carried.extend(format!("{file},{reading:?},,no text has the word {word},\n").into_bytes());
    }
    output.file("carried.csv", carried);
    Ok(())
}

fn newest<'r>(release: &'r Release, beginnings: [&str; 2]) -> Option<&'r ReleaseFile> {
    let files = release.files().iter();
    let files = files.filter(|file| file.path.ends_with(".xml") || file.path.ends_with(".xml.xz"));
    files
        .filter_map(|file| {
            let begins = |beginning| file.path.strip_prefix(beginning);
            Some((beginnings.into_iter().find_map(begins)?, file))
        })
        .max_by_key(|(rest, _)| *rest)
        .map(|(_, file)| file)
}

/// Of a year, `FY2017` or `2017`, which begins in the October before it.
fn edition(file: &ReleaseFile) -> Result<(Edition, i32)> {
    let name = file.edition_name();
    let fault = || Fault::in_file(&file.path, format!("its edition {name:?} is not a year"));
    let year = name.strip_prefix("FY").unwrap_or(name);
    let year = year.parse::<i32>().map_err(|_| fault())?;
    let effective = NaiveDate::from_ymd_opt(year - 1, 10, 1).ok_or_else(fault)?;
    let edition = Edition {
        name: format!("FY{year}"),
        effective,
        standing: Standing::Official,
    };
    Ok((edition, year))
}
