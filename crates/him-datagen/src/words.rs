//! The clinical vocabulary of `him-deid`: words that a capital letter does not make a name.
//!
//! Read are the newest order file, tabular list, index and external-cause index of ICD-10-CM. A word is
//! a run of letters; those beyond ASCII and single letters are left out. A word belongs to the vocabulary
//! 1. if it is written in small letters anywhere, or
//! 2. if it opens a title, note or main term (there every word has its capital) and looks like a term:
//!    it has [`LONG`] letters or more, its last four letters end [`KIN`] or more long words of rule 1,
//!    no possessive or hyphenated name goes on from it (`Alexander's disease`, `Beckwith-Wiedemann`), and
//!    nowhere does it keep its capital where only proper names do: within a title, or at the start of an
//!    entry below a main term;
//! 3. unless it is one of the [`NAMES`].

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Fault, Result};
use crate::order_file::{self, List};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile, sha256_hex};
use crate::xml::{self, Text};

/// Letters of a word whose ending tells its kind.
const LONG: usize = 7;

/// Long words in small letters that make an ending one of terms: one or two may be chance.
const KIN: usize = 3;

/// Words that the sources write like terms (`frank breech`, `jake paralysis`, `Lawrence` as a main term)
/// and that are names far more often in notes.
const NAMES: [&str; 9] = [
    "alexander",
    "collier",
    "frank",
    "jake",
    "lawrence",
    "martial",
    "sander",
    "schilling",
    "stan",
];

/// Files read, by what their names begin with.
const KINDS: [(&str, &[&str]); 4] = [
    ("order file", &["icd10cm/icd10cm-order-2"]),
    (
        "tabular list",
        &["icd10cm/icd10cm_tabular_2", "icd10cm/icd10cm-tabular-2"],
    ),
    (
        "index",
        &["icd10cm/icd10cm_index_2", "icd10cm/icd10cm-index-2"],
    ),
    (
        "external-cause index",
        &["icd10cm/icd10cm_eindex_2", "icd10cm/icd10cm-eindex-2"],
    ),
];

const VOCABULARY: &str = "data/clinical_words.txt";

/// Proper nouns within the titles of ICD-10-CM, and the words of the titles of HCPCS, both in small letters.
pub(crate) fn proper_nouns(
    release: &Release,
    progress: &Progress,
) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
    let mut sightings = Sightings::default();
    for (kind, beginnings) in KINDS {
        let file = newest(release, beginnings).ok_or_else(|| {
            let beginning = beginnings.first().copied().unwrap_or_default();
            Fault::in_file("MANIFEST.csv", format!("names no {kind}, {beginning}*"))
        })?;
        progress.at(&file.path);
        let bytes = release.read(file)?;
        if kind == "order file" {
            for row in order_file::read(&file.path, &bytes, List::Icd10Cm)? {
                sightings.read(row.long, true);
            }
        } else {
            xml::for_each_text(&file.path, &bytes, |text| {
                if let Some(opens) = opens(&text) {
                    sightings.read(text.words, opens);
                }
            })?;
        }
    }
    let mut products = BTreeSet::new();
    for file in release
        .files()
        .iter()
        .filter(|file| file.path.starts_with("hcpcs/"))
    {
        progress.at(&file.path);
        let bytes = release.read(file)?;
        let text = String::from_utf8_lossy(&bytes);
        let words = text.split(|c: char| !c.is_alphabetic());
        products.extend(words.filter(|word| word.len() > 3).map(str::to_lowercase));
    }
    Ok((sightings.proper, products))
}

/// The files of `him-deid` that are made here, by their paths in the crate.
pub(crate) fn generate(
    release: &Release,
    progress: &Progress,
) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut sightings = Sightings::default();
    let mut head = "# The clinical vocabulary: words that a capital letter does not make a name. Written by him-datagen,\n\
        # whose module `words` states the rule, from titles, notes and index of ICD-10-CM (CDC/NCHS):\n"
        .to_owned();
    let mut editions = Vec::new();
    for (kind, beginnings) in KINDS {
        let file = newest(release, beginnings).ok_or_else(|| {
            let beginning = beginnings.first().copied().unwrap_or_default();
            Fault::in_file("MANIFEST.csv", format!("names no {kind}, {beginning}*"))
        })?;
        progress.at(&file.path);
        let bytes = release.read(file)?;
        if kind == "order file" {
            for row in order_file::read(&file.path, &bytes, List::Icd10Cm)? {
                sightings.read(row.long, true);
            }
        } else {
            xml::for_each_text(&file.path, &bytes, |text| {
                if let Some(opens) = opens(&text) {
                    sightings.read(text.words, opens);
                }
            })?;
        }
        head += &format!(
            "# {kind}, {}, SHA-256 {}\n",
            file.edition_name(),
            file.sha256
        );
        editions.push(format!("{kind} {}", file.edition_name()));
    }
    let words = sightings.vocabulary();
    let mut list = String::new();
    for word in &words {
        list += word;
        list.push('\n');
    }
    let bytes = (head + &list).into_bytes();
    let fingerprint = format!(
        "table,edition,rows,added,removed,bytes,sha256\nclinical-words,\"{}\",{},0,0,{},{}\n",
        editions.join("; "),
        words.len(),
        bytes.len(),
        sha256_hex(&bytes)
    );
    Ok(BTreeMap::from([
        (VOCABULARY.to_owned(), bytes),
        ("fingerprints.csv".to_owned(), fingerprint.into_bytes()),
    ]))
}

/// The file with the greatest year after one of the beginnings; updates within a year sort after its start.
fn newest<'r>(release: &'r Release, beginnings: &[&str]) -> Option<&'r ReleaseFile> {
    let rank = |file: &'r ReleaseFile| {
        let rest = beginnings.iter().find_map(|beginning| {
            // The 2 of the year is a part of each beginning.
            let year = beginning.strip_suffix('2').unwrap_or(beginning);
            file.path.starts_with(beginning).then_some(())?;
            file.path.strip_prefix(year)
        })?;
        let (year, update) = rest.split_at_checked(4)?;
        Some((
            (year.parse::<u16>().ok()?, update.starts_with('-'), update),
            file,
        ))
    };
    let held = release.files().iter().filter_map(rank);
    held.max_by_key(|(rank, _)| *rank).map(|(_, file)| file)
}

/// Whether a capital may open the text for being its start; `None` where the text is not read.
fn opens(text: &Text<'_>) -> Option<bool> {
    match text.element {
        "desc" | "note" => Some(text.first),
        "title" => Some(text.first && text.parent != "term"),
        "nemod" => Some(false),
        _ => None,
    }
}

/// How words were seen.
#[derive(Default)]
struct Sightings {
    small: BTreeSet<String>,
    opening: BTreeSet<String>,
    proper: BTreeSet<String>,
}

impl Sightings {
    fn read(&mut self, text: &str, opens: bool) {
        let mut first = true;
        let mut rest = text;
        while let Some(start) = rest.find(char::is_alphabetic) {
            let (_, from) = rest.split_at(start);
            let end = from
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            self.see(word, after, opens && first);
            first = false;
            rest = after;
        }
    }

    fn see(&mut self, word: &str, after: &str, opens: bool) {
        if word.len() < 2 || !word.is_ascii() {
            return;
        }
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            self.small.insert(word.to_owned());
            return;
        }
        let (capital, tail) = word.split_at(1);
        // All capitals are abbreviations: no evidence for a name or against it.
        let title_case = capital.bytes().all(|byte| byte.is_ascii_uppercase())
            && tail.bytes().all(|byte| byte.is_ascii_lowercase());
        if !title_case {
            return;
        }
        let mut next = after.chars();
        let name_goes_on = match next.next() {
            Some('\'' | '\u{2019}') => true,
            Some('-') => next.next().is_some_and(char::is_uppercase),
            _ => false,
        };
        let seen = if opens && !name_goes_on {
            &mut self.opening
        } else {
            &mut self.proper
        };
        seen.insert(word.to_ascii_lowercase());
    }

    fn vocabulary(&self) -> BTreeSet<&str> {
        let mut endings: BTreeMap<&str, usize> = BTreeMap::new();
        for ending in self.small.iter().filter_map(|word| ending(word)) {
            *endings.entry(ending).or_default() += 1;
        }
        let terms = self.opening.iter().filter(|word| {
            let kin = ending(word).and_then(|ending| endings.get(ending));
            !self.proper.contains(*word) && kin.is_some_and(|&kin| kin >= KIN)
        });
        let words = self.small.iter().chain(terms).map(String::as_str);
        words.filter(|word| !NAMES.contains(word)).collect()
    }
}

/// The last four letters of a long word.
fn ending(word: &str) -> Option<&str> {
    let from = word.len().checked_sub(4).filter(|_| word.len() >= LONG)?;
    word.get(from..)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invented titles.
    #[test]
    fn the_rule() {
        let mut sightings = Sightings::default();
        for small in ["vexitis of arm", "lumbitis and pulmitis, frank"] {
            sightings.read(small, true);
        }
        sightings.read("Gastritis", true);
        sightings.read("Exemplaritis, Sampleritis", true);
        sightings.read("Beckeritis-Wieden disease", true);
        sightings.read("Alexitis's disease", true);
        sightings.read("Proseritis", false);
        sightings.read("Proseritis", true);
        sightings.read("CTEPHITIS Walking Schött", true);
        let words: Vec<_> = sightings.vocabulary().into_iter().collect();
        assert_eq!(
            words,
            [
                "and",
                "arm",
                "disease",
                "exemplaritis",
                "gastritis",
                "lumbitis",
                "of",
                "pulmitis",
                "vexitis"
            ]
        );
    }
}
