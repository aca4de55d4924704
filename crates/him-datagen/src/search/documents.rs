//! What is looked up: the words of each text, and the codes it stands for.

use std::collections::{BTreeMap, HashSet};

use super::Section;
use super::reference::Outline;
use super::targets::{Codes, Targets};
use super::vocabulary::Vocabulary;
use crate::alphabetic_index::Term;
use crate::history::History;
use crate::tabular::{Chapter, NoteKind};
use crate::word;

#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    pub(crate) words: Words,
    /// None of a title: the code is its number.
    pub(crate) targets: Targets,
}

/// The words of a document by their numbers, each with whether it has to be there.
pub(crate) type Words = BTreeMap<u32, bool>;

/// A text of which documents are made, below that of the last node with a lesser depth.
pub(crate) struct Node {
    pub(crate) depth: u8,
    pub(crate) text: String,
}

#[derive(Default)]
pub(crate) struct Documents {
    pub(crate) all: Vec<Document>,
    pub(crate) nodes: Vec<Node>,
    /// First document and first node of each section, in their order.
    pub(crate) sections: Vec<(usize, usize)>,
    pub(crate) vocabulary: Vocabulary,
    /// Code and stems of each inclusion term.
    inclusions: HashSet<(String, String)>,
}

/// The columns of the neoplasm table: the words that have to be there, and those that may.
pub(crate) const COLUMNS: [(&str, &str); 6] = [
    ("malignant", "primary"),
    ("malignant secondary", ""),
    ("in situ", "carcinoma ca"),
    ("benign", ""),
    ("uncertain", "behavior"),
    ("", "unspecified behavior"),
];

/// The words of the columns of the drug table.
const USES: &str = "poisoning toxic adverse effect underdosing accidental unintentional intentional self-harm assault undetermined overdose";

impl Documents {
    pub(crate) fn new(history: &History<'_>) -> Documents {
        let mut documents = Documents::default();
        documents.begin();
        // The codes above, with their words.
        let mut above: Vec<(&str, Words)> = Vec::new();
        for code in &history.codes {
            while above
                .last()
                .is_some_and(|(header, _)| !code.code.starts_with(header))
            {
                above.pop();
            }
            let mut words = Words::new();
            for (age, title) in code.titles.iter().rev().enumerate() {
                let (essential, brackets) = without_brackets(title.long);
                documents.read(&essential, age == 0, &mut words);
                documents.read(&brackets, false, &mut words);
            }
            let inherited = above.last().map(|(_, words)| words);
            documents.vocabulary.count(&words, inherited);
            documents.all.push(Document {
                words: words.clone(),
                targets: Targets::default(),
            });
            above.push((code.code, words));
        }
        documents
    }

    fn begin(&mut self) {
        self.sections.push((self.all.len(), self.nodes.len()));
    }

    /// The places of a section's documents.
    pub(crate) fn of(&self, section: Section) -> std::ops::Range<usize> {
        let first = |n: usize| self.sections.get(n).map(|(document, _)| *document);
        let number = section as usize;
        let end = first(number + 1).unwrap_or(self.all.len());
        first(number).unwrap_or(end)..end
    }

    fn read(&mut self, text: &str, essential: bool, words: &mut Words) {
        for word in word::words(text).filter(|word| !word.is_filler()) {
            let number = self.vocabulary.number(word.stem().as_str());
            *words.entry(number).or_insert(essential) |= essential;
        }
    }

    /// Inclusion terms, and the notes of what a category or section of codes includes.
    pub(crate) fn inclusions(
        &mut self,
        section: Section,
        chapters: &[Chapter],
        codes: &mut Codes<'_>,
    ) {
        self.begin();
        let mut found: Vec<(&str, &str)> = Vec::new();
        for category in chapters
            .iter()
            .flat_map(|chapter| &chapter.sections)
            .flat_map(|section| &section.categories)
        {
            category.for_each(&mut |diagnosis| {
                for note in &diagnosis.notes {
                    if matches!(note.kind, NoteKind::InclusionTerm | NoteKind::Includes) {
                        found.push((&diagnosis.code, &note.text));
                    }
                }
            });
        }
        for (code, text) in found {
            let text = without_reference(text);
            let stems: Vec<String> = word::words(text)
                .map(|word| word.stem().as_str().to_owned())
                .collect();
            if stems.is_empty() || !self.inclusions.insert((code.to_owned(), stems.join(" "))) {
                continue;
            }
            let targets = codes.targets(section, text, Some(code), None);
            let mut words = Words::new();
            let (essential, brackets) = without_brackets(text);
            self.read(&essential, true, &mut words);
            self.read(&brackets, false, &mut words);
            self.vocabulary.count(&words, None);
            self.nodes.push(Node {
                depth: 0,
                text: text.to_owned(),
            });
            self.all.push(Document { words, targets });
        }
    }

    /// The index and the tables, which refer to each other.
    pub(crate) fn indexes(&mut self, indexes: &[(Section, Vec<Term>)], codes: &mut Codes<'_>) {
        let mut outlines = Vec::new();
        for (section, terms) in indexes {
            let first = self.all.len();
            self.index(*section, terms, codes);
            outlines.push(Outline::new(*section, terms, first));
        }
        // What a term refers to may itself refer to something.
        for _ in 0..4 {
            let mut found = Vec::new();
            for ((_, terms), outline) in indexes.iter().zip(&outlines) {
                for (number, term) in terms.iter().enumerate() {
                    let document = outline.document(number, None);
                    let bare = self.all.get(document).is_some_and(|d| d.targets.is_empty());
                    let reference = term.see.as_ref().or(term.see_also.as_ref());
                    let Some(reference) = reference.filter(|_| bare) else {
                        continue;
                    };
                    let referred = outline
                        .resolve(reference)
                        .into_iter()
                        .chain(outlines.iter().filter_map(|other| other.resolve(reference)))
                        .filter_map(|referred| self.all.get(referred))
                        .find(|referred| !referred.targets.is_empty());
                    if let Some(referred) = referred {
                        found.push((document, referred.targets.clone()));
                    }
                }
            }
            for (document, targets) in found {
                if let Some(document) = self.all.get_mut(document) {
                    document.targets = targets;
                }
            }
        }
    }

    fn index(&mut self, section: Section, terms: &[Term], codes: &mut Codes<'_>) {
        self.begin();
        // The words and titles of the terms above.
        let mut above: Vec<(Words, String)> = Vec::new();
        for term in terms {
            above.truncate(term.depth);
            let mut own = Words::new();
            self.read_term(term, &mut own);
            let inherited = above.last();
            self.vocabulary
                .count(&own, inherited.map(|(words, _)| words));
            let path = inherited.map_or(String::new(), |(_, path)| format!("{path}, "));
            let path = path + &term.title;
            let mut words = inherited.map_or(Words::new(), |(words, _)| words.clone());
            for (word, essential) in own {
                *words.entry(word).or_insert(essential) |= essential;
            }
            self.nodes.push(Node {
                depth: u8::try_from(term.depth).unwrap_or(u8::MAX),
                text: term.title.clone(),
            });
            match section {
                Section::Neoplasms => {
                    for ((essential, optional), cell) in COLUMNS.into_iter().zip(&term.cells) {
                        let mut words = words.clone();
                        self.read(essential, true, &mut words);
                        self.read(optional, false, &mut words);
                        let targets = codes.targets(section, &path, cell.as_deref(), None);
                        self.all.push(Document { words, targets });
                    }
                }
                Section::Drugs => {
                    let code = substance(term);
                    let targets = codes.targets(section, &path, code.as_deref(), None);
                    let mut words = words.clone();
                    // The codes below the substance's are by these words.
                    self.read(USES, false, &mut words);
                    self.all.push(Document { words, targets });
                }
                _ => {
                    let code = term.code.as_deref().or(term.category.as_deref());
                    let manifestation = term.manifestation.as_deref();
                    let targets = codes.targets(section, &path, code, manifestation);
                    let words = words.clone();
                    self.all.push(Document { words, targets });
                }
            }
            above.push((words, path));
        }
    }

    fn read_term(&mut self, term: &Term, words: &mut Words) {
        let essential = term.essential();
        let mut parts = essential.split(',');
        let first = parts.next().unwrap_or_default();
        self.read(first, true, words);
        let beginnings: Vec<String> = word::words(first).map(|word| beginning(&word)).collect();
        for part in parts {
            for word in word::words(part) {
                // `Abdomen, abdominal`: either will do.
                let variant = word.len() > 3 && beginnings.contains(&beginning(&word));
                self.read(word.as_str(), !variant, words);
            }
        }
        for range in &term.nonessential {
            let text = term.title.get(range.clone()).unwrap_or_default();
            for word in word::words(text).filter(|word| word.len() > 1) {
                self.read(word.as_str(), false, words);
            }
        }
    }

    /// Each document of a section with its targets, for the fingerprint.
    pub(crate) fn listing(&self, section: Section, history: &History<'_>) -> String {
        let mut text = String::new();
        let words = self.vocabulary.sorted();
        let mut names = vec![""; words.len()];
        for (word, number) in words {
            if let Some(name) = names.get_mut(number as usize) {
                *name = word;
            }
        }
        for document in self.all.get(self.of(section)).unwrap_or_default() {
            let targets = &document.targets;
            for number in targets.codes.iter().chain(&targets.manifestation) {
                let code = history.codes.get(*number as usize);
                text += code.map_or("", |code| code.code);
                text.push(' ');
            }
            let mut words: Vec<&str> = document
                .words
                .keys()
                .filter_map(|word| names.get(*word as usize).copied())
                .collect();
            words.sort_unstable();
            text += &words.join(" ");
            text.push('\n');
        }
        text
    }
}

impl Vocabulary {
    fn count(&mut self, words: &Words, inherited: Option<&Words>) {
        for word in words.keys() {
            if inherited.is_none_or(|inherited| !inherited.contains_key(word)) {
                self.count_own(*word);
            }
        }
    }
}

fn beginning(word: &word::Word) -> String {
    word.as_str().chars().take(4).collect()
}

/// A text without what stands in brackets, and that.
fn without_brackets(text: &str) -> (String, String) {
    let (mut outside, mut inside) = (String::new(), String::new());
    let mut depth = 0u32;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                outside.push(c);
                continue;
            }
            _ => {
                inside.push(c);
                continue;
            }
        }
        outside.push(' ');
        inside.push(' ');
    }
    (outside, inside)
}

/// Without the codes in brackets that may stand at the end: `conditions in Q00-Q99 (Q00.-)`.
fn without_reference(text: &str) -> &str {
    let Some((before, brackets)) = text.trim().rsplit_once(" (") else {
        return text.trim();
    };
    let is_code = matches!(brackets.as_bytes(), [b'A'..=b'Z', b'0'..=b'9', ..]);
    if is_code && brackets.ends_with(')') {
        before.trim_end()
    } else {
        text.trim()
    }
}

/// The code above those of the columns of a drug: they differ in their last character.
fn substance(term: &Term) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for cell in term.cells.iter().flatten() {
        let cell = cell.trim_end_matches('-');
        if let Some((last, _)) = cell.char_indices().last() {
            *counts
                .entry(cell.get(..last).unwrap_or_default())
                .or_default() += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code)))
        .map(|(code, _)| code.to_owned())
}
