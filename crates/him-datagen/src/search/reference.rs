//! Where `see` leads: `Pain, abdominal` is the term `abdominal` below the main term `Pain`.

use std::collections::HashMap;

use super::Section;
use crate::alphabetic_index::Term;
use crate::word;

/// The terms of a file by their titles.
pub(crate) struct Outline {
    section: Section,
    /// The first document.
    first: usize,
    /// By the term above, if any, and the stems of the title.
    terms: HashMap<(Option<usize>, String), usize>,
}

impl Outline {
    pub(crate) fn new(section: Section, terms: &[Term], first: usize) -> Outline {
        let mut found = HashMap::new();
        let mut above: Vec<usize> = Vec::new();
        for (number, term) in terms.iter().enumerate() {
            above.truncate(term.depth);
            let parent = above.last().copied();
            let essential = term.essential();
            // `Neoplasm, neoplastic` is referred to as `Neoplasm`.
            for title in std::iter::once(essential.as_str()).chain(essential.split(',')) {
                found.entry((parent, stems(title))).or_insert(number);
            }
            above.push(number);
        }
        Outline {
            section,
            first,
            terms: found,
        }
    }

    /// The document of a term; of a neoplasm, that of a column.
    pub(crate) fn document(&self, term: usize, column: Option<usize>) -> usize {
        match self.section {
            Section::Neoplasms => self.first + 6 * term + column.unwrap_or(0),
            _ => self.first + term,
        }
    }

    /// The document that a reference names; none when it does not name one to the end.
    pub(crate) fn resolve(&self, reference: &str) -> Option<usize> {
        let reference = reference.split(';').next().unwrap_or_default();
        // Under the name of the condition, whatever it is.
        if reference.trim() == "condition" {
            return None;
        }
        let mut parts: Vec<&str> = reference
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty() && !part.starts_with("by "))
            .collect();
        let mut column = None;
        if self.section == Section::Neoplasms {
            parts.retain(|part| {
                let own = match *part {
                    "malignant" | "malignant primary" | "primary" => 0,
                    "secondary" | "malignant secondary" => 1,
                    "in situ" => 2,
                    "benign" => 3,
                    "uncertain behavior" => 4,
                    "unspecified behavior" => 5,
                    _ => return true,
                };
                column = column.max(Some(own));
                false
            });
            // Without a column a reference is to the index.
            column?;
        }
        let mut term = None;
        let mut rest = parts.as_slice();
        while !rest.is_empty() {
            // The longest title: those with a comma hold several parts.
            let (read, below) = (1..=rest.len()).rev().find_map(|read| {
                let title = rest.get(..read)?.join(" ");
                let below = self.terms.get(&(term, stems(&title)))?;
                Some((read, *below))
            })?;
            term = Some(below);
            rest = rest.get(read..).unwrap_or_default();
        }
        Some(self.document(term?, column))
    }
}

fn stems(text: &str) -> String {
    let words: Vec<String> = word::words(text)
        .filter(|word| word.len() > 1)
        .map(|word| word.stem().as_str().to_owned())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_to_terms() {
        let term = |depth, title: &str| Term {
            depth,
            title: title.to_owned(),
            ..Term::default()
        };
        let terms = [
            term(0, "Neoplasm, neoplastic"),
            term(1, "lung, main bronchus"),
            term(1, "skin"),
            term(2, "scalp"),
        ];
        let index = Outline::new(Section::Index, &terms, 100);
        for (reference, expected) in [
            ("Neoplasm", Some(100)),
            ("Neoplasm, skin, scalp", Some(103)),
            ("neoplasms, lung, main bronchus", Some(101)),
            ("Neoplasm, by site", Some(100)),
            ("Neoplasm, scalp", None),
            ("condition", None),
        ] {
            assert_eq!(index.resolve(reference), expected, "{reference}");
        }
        let table = Outline::new(Section::Neoplasms, &terms, 100);
        assert_eq!(table.resolve("Neoplasm, skin, benign"), Some(100 + 12 + 3));
        assert_eq!(table.resolve("Neoplasm, malignant, secondary"), Some(101));
        assert_eq!(table.resolve("Neoplasm, skin"), None);
    }
}
