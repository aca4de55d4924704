//! Writes the table; its layout is described at the head of [`super`].

use std::collections::HashMap;

use super::LENGTH_UNIT;
use super::documents::{Document, Documents};
use super::rules::Rules;
use super::targets::Targets;
use super::vocabulary::Weight;
use crate::fault::{Fault, Result};
use crate::history::History;
use crate::phrases::{Phrase, Phrases, write_number};
use crate::word::Word;

const DOCUMENTS_PER_INDEX: usize = 32;
const NODES_PER_INDEX: usize = 16;
const WORDS_PER_INDEX: usize = 16;
/// What it weighs that a code is for diseases classified elsewhere.
const ELSEWHERE: u32 = 60;
/// So many phrases, or more: the number stands before them.
const MANY: u8 = 15;

pub(crate) fn pack(documents: &Documents, rules: &Rules, history: &History<'_>) -> Result<Vec<u8>> {
    let weights = documents.vocabulary.weights(documents.all.len());
    let titles = history.codes.len();

    let lengths: Vec<u8> = documents
        .all
        .iter()
        .enumerate()
        .map(|(number, document)| {
            let essential = document.words.iter().filter(|(_, essential)| **essential);
            let own: u32 = essential
                .filter_map(|(word, _)| weights.get(*word as usize))
                .map(|weight| u32::from(weight.length))
                .sum();
            let elsewhere = if is_manifestation(number, document, history) {
                ELSEWHERE
            } else {
                0
            };
            u8::try_from((own + elsewhere).div_ceil(LENGTH_UNIT)).unwrap_or(u8::MAX)
        })
        .collect();
    let (target_places, targets) = targets(documents, titles)?;
    let texts: Vec<&str> = documents
        .nodes
        .iter()
        .map(|node| node.text.as_str())
        .collect();
    let (phrases, node_places, counts, node_texts) = texts_of(&texts)?;
    let nodes = documents.nodes.iter().zip(counts);
    let words = words(documents, &weights)?;
    let mut rule_places = Vec::new();
    let mut rule_text = String::new();
    for (written, readings) in &rules.readings {
        rule_places.push(rule_text.len());
        rule_text += written;
        for reading in readings {
            rule_text.push('\t');
            rule_text += reading;
        }
    }
    rule_places.push(rule_text.len());

    let mut blob = b"HCS1".to_vec();
    for count in [
        titles,
        documents.all.len(),
        documents.nodes.len(),
        words.weights.len(),
        rules.readings.len(),
        phrases.phrases.len(),
        targets.len(),
        phrases.text.len(),
        node_texts.len(),
        words.text.len(),
        words.postings.len(),
        rule_text.len(),
    ] {
        blob.extend(number(count)?);
    }
    for (document, node) in &documents.sections {
        blob.extend(number(*document)?);
        blob.extend(number(*node)?);
    }
    blob.extend(lengths);
    for place in target_places {
        blob.extend(number(place)?);
    }
    blob.extend(targets);
    blob.extend(nodes.map(|(node, count)| node.depth.min(15) << 4 | count));
    for place in node_places {
        blob.extend(number(place)?);
    }
    blob.extend(node_texts);
    for phrase in &phrases.phrases {
        blob.extend(phrase_word(*phrase)?.to_le_bytes());
    }
    blob.extend(&phrases.text);
    for place in words.starts {
        blob.extend(place_24(place)?);
    }
    blob.extend(words.shared);
    blob.extend(words.weights);
    blob.extend(words.sounds.iter().flat_map(|sound| sound.to_le_bytes()));
    for place in words.posting_starts {
        blob.extend(place_24(place)?);
    }
    blob.extend(words.text);
    blob.extend(words.postings);
    for place in rule_places {
        blob.extend(place_24(place)?);
    }
    blob.extend(rule_text.as_bytes());
    Ok(blob)
}

/// A code that is never the first: what it names in a disease is seldom what is looked for.
fn is_manifestation(number: usize, document: &Document, history: &History<'_>) -> bool {
    let code = document.targets.codes.last();
    let code = code.map_or(number, |code| *code as usize);
    let title = history.codes.get(code).and_then(|code| code.titles.last());
    title.is_some_and(|title| title.long.ends_with("in diseases classified elsewhere"))
}

fn targets(documents: &Documents, titles: usize) -> Result<(Vec<usize>, Vec<u8>)> {
    let (mut places, mut bytes) = (Vec::new(), Vec::new());
    let mut last = 0i64;
    let terms = documents.all.get(titles..).unwrap_or_default();
    for (number, document) in terms.iter().enumerate() {
        if number % DOCUMENTS_PER_INDEX == 0 {
            places.push(bytes.len());
            last = 0;
        }
        let Targets {
            codes,
            manifestation,
        } = &document.targets;
        let mut all: Vec<(u32, u64)> = codes.iter().map(|code| (*code, 1)).collect();
        all.extend(manifestation.map(|code| (code, 2)));
        match all.last_mut() {
            Some((_, mark @ 1)) => *mark = 0,
            Some(_) => {}
            None => write_count(&mut bytes, 3),
        }
        for (code, mark) in all {
            let difference = i64::from(code) - last;
            last = i64::from(code);
            let zigzag = (difference << 1 ^ difference >> 63).cast_unsigned();
            write_count(&mut bytes, zigzag << 2 | mark);
        }
    }
    Ok((places, bytes))
}

/// The phrases of all nodes; the places of some nodes' texts, the number of phrases of each, at most [`MANY`], and the texts.
type Texts = (Phrases, Vec<usize>, Vec<u8>, Vec<u8>);

fn texts_of(texts: &[&str]) -> Result<Texts> {
    let mut distinct = texts.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let phrases = Phrases::build_with_rare_words(&distinct)?;
    let (mut places, mut counts, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
    for (number, text) in texts.iter().enumerate() {
        if number % NODES_PER_INDEX == 0 {
            places.push(bytes.len());
        }
        let sequence = match distinct.binary_search(text) {
            Ok(number) => phrases.titles.get(number).map_or(&[][..], Vec::as_slice),
            Err(_) => &[],
        };
        let count = u16::try_from(sequence.len()).ok().filter(|n| *n < 1 << 15);
        let count = count.ok_or_else(|| Fault::in_file(*text, "the term is too long"))?;
        counts.push(u8::try_from(count).unwrap_or(MANY).min(MANY));
        if count >= u16::from(MANY) {
            write_number(&mut bytes, count);
        }
        sequence
            .iter()
            .for_each(|phrase| write_number(&mut bytes, *phrase));
    }
    Ok((phrases, places, counts, bytes))
}

fn phrase_word(phrase: Phrase) -> Result<u32> {
    match phrase {
        Phrase::Pair(left, right) => Ok(u32::from(left) << 15 | u32::from(right)),
        Phrase::Word { start, len } if start < 1 << 24 => {
            Ok(1 << 31 | u32::from(len) << 24 | start)
        }
        Phrase::Word { .. } => Err(Fault::in_file("terms", "too much text")),
    }
}

#[derive(Default)]
struct PackedWords {
    starts: Vec<usize>,
    shared: Vec<u8>,
    weights: Vec<u8>,
    sounds: Vec<u16>,
    posting_starts: Vec<usize>,
    text: Vec<u8>,
    postings: Vec<u8>,
}

fn words(documents: &Documents, weights: &[Weight]) -> Result<PackedWords> {
    let mut holders: HashMap<u32, Vec<(u32, bool)>> = HashMap::new();
    for (number, document) in (0..).zip(&documents.all) {
        for (word, essential) in &document.words {
            holders.entry(*word).or_default().push((number, *essential));
        }
    }
    let mut packed = PackedWords::default();
    let mut before = "";
    for (word, number) in documents.vocabulary.sorted() {
        let Some(holders) = holders.get(&number) else {
            // A word that only the columns of a table have.
            continue;
        };
        packed.starts.push(packed.text.len());
        if packed.weights.len() % WORDS_PER_INDEX == 0 {
            packed.posting_starts.push(packed.postings.len());
        }
        let shared = word
            .bytes()
            .zip(before.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        packed.shared.push(u8::try_from(shared).unwrap_or(u8::MAX));
        packed.weights.push(
            weights
                .get(number as usize)
                .map_or(1, |weight| weight.query),
        );
        packed
            .sounds
            .push(Word::from_bytes(word.as_bytes()).sound());
        packed.text.extend(word.as_bytes());
        let mut runs = Vec::new();
        write_runs(&mut runs, holders);
        write_count(&mut packed.postings, runs.len() as u64);
        packed.postings.append(&mut runs);
        before = word;
    }
    packed.starts.push(packed.text.len());
    Ok(packed)
}

/// `documents` are in order, each with whether the word has to be there.
fn write_runs(bytes: &mut Vec<u8>, documents: &[(u32, bool)]) {
    let mut next = 0;
    for run in documents.chunk_by(|a, b| a.0 + 1 == b.0 && a.1 == b.1) {
        let Some(&(first, essential)) = run.first() else {
            continue;
        };
        let len = run.len() as u64;
        let marks = u64::from(!essential) << 1 | u64::from(len > 1);
        write_count(bytes, u64::from(first - next) << 2 | marks);
        if len > 1 {
            write_count(bytes, len - 2);
        }
        next = first + run.len() as u32;
    }
}

fn write_count(bytes: &mut Vec<u8>, mut count: u64) {
    while count > 127 {
        bytes.push(count.to_le_bytes()[0] | 0x80);
        count >>= 7;
    }
    bytes.push(count.to_le_bytes()[0]);
}

fn number(count: usize) -> Result<[u8; 4]> {
    let count = u32::try_from(count).map(u32::to_le_bytes);
    count.map_err(|_| Fault::in_file("icd10cm-search", "is too large"))
}

fn place_24(place: usize) -> Result<[u8; 3]> {
    match number(place)? {
        [a, b, c, 0] => Ok([a, b, c]),
        _ => Err(Fault::in_file("icd10cm-search", "is too large")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_as_runs() {
        let runs = |documents: &[(u32, bool)]| {
            let mut bytes = Vec::new();
            write_runs(&mut bytes, documents);
            bytes
        };
        assert!(runs(&[]).is_empty());
        assert_eq!(runs(&[(0, true)]), [0]);
        assert_eq!(
            runs(&[(3, true), (4, true), (5, true), (7, false)]),
            [13, 1, 6]
        );
        assert_eq!(runs(&[(1, true), (2, false)]), [4, 2]);
        assert_eq!(runs(&[(32, true)]), [0x80, 1]);
    }
}
