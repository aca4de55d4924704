//! What clinicians and patients write, and what it means in the words of the classification: `data/icd10cm_abbreviations.csv`
//! and `data/icd10cm_lay_terms.csv`; and what the classification itself has two words for: `data/icd10cm_synonyms.csv`, where
//! each line goes both ways. All are of our own making. The columns are what is written and one reading of it; of
//! several readings the likeliest stands first.

use std::collections::BTreeMap;

use super::vocabulary::Vocabulary;
use crate::fault::{Fault, Result};
use crate::word;

const LISTS: [(&str, char, &str); 3] = [
    (
        "icd10cm_abbreviations.csv",
        'A',
        include_str!("../../data/icd10cm_abbreviations.csv"),
    ),
    (
        "icd10cm_lay_terms.csv",
        'L',
        include_str!("../../data/icd10cm_lay_terms.csv"),
    ),
    (
        "icd10cm_synonyms.csv",
        'S',
        include_str!("../../data/icd10cm_synonyms.csv"),
    ),
];

/// The reader tries no longer ones.
const LONGEST: usize = 6;

pub(crate) struct Rules {
    /// By the stems of what is written: the readings, each after `A` or `L`.
    pub(crate) readings: BTreeMap<String, Vec<String>>,
    /// The file of each reading.
    lines: Vec<(&'static str, String)>,
}

impl Rules {
    pub(crate) fn read() -> Result<Rules> {
        let mut readings: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut lines = Vec::new();
        for (file, mark, text) in LISTS {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            for (line, record) in (2..).zip(reader.records()) {
                let record = record.map_err(|e| Fault::at_line(file, line, e.to_string()))?;
                let (Some(written), Some(reading), 2) =
                    (record.get(0), record.get(1), record.len())
                else {
                    return Err(Fault::at_line(file, line, "the line has not two fields"));
                };
                let pairs = [(written, reading), (reading, written)];
                let both = if mark == 'S' { 2 } else { 1 };
                for (written, reading) in pairs.into_iter().take(both) {
                    add(&mut readings, written, reading, mark)
                        .map_err(|what| Fault::at_line(file, line, what))?;
                    lines.push((file, reading.to_owned()));
                }
            }
        }
        Ok(Rules { readings, lines })
    }

    /// Readings that no document can match, each with its file and the word that none has: slips of the pen, or words of an
    /// edition to come.
    pub(crate) fn unknown(&self, vocabulary: &Vocabulary) -> Vec<(&'static str, &str, String)> {
        let unknown = |(file, reading): &'_ (&'static str, String)| {
            word::words(reading)
                .find(|word| !word.is_filler() && !vocabulary.has(word.stem().as_str()))
                .map(|word| (*file, word.as_str().to_owned()))
        };
        let lines = self.lines.iter();
        lines
            .filter_map(|line| unknown(line).map(|(file, word)| (file, line.1.as_str(), word)))
            .collect()
    }
}

fn add(
    readings: &mut BTreeMap<String, Vec<String>>,
    written: &str,
    reading: &str,
    mark: char,
) -> std::result::Result<(), String> {
    let stems: Vec<String> = word::words(written)
        .map(|word| word.stem().as_str().to_owned())
        .collect();
    if !(1..=LONGEST).contains(&stems.len()) {
        return Err(format!("{written:?} has not one to {LONGEST} words"));
    }
    if reading.is_empty() || reading.contains(['\t', '\n']) {
        return Err("the reading is empty, or has tabs".to_owned());
    }
    let all = readings.entry(stems.join(" ")).or_default();
    if all.iter().any(|other| other.get(1..) == Some(reading)) {
        return Err(format!("{written:?} is read as {reading:?} already"));
    }
    all.push(format!("{mark}{reading}"));
    Ok(())
}
