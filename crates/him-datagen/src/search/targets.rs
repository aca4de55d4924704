//! The codes that terms point to, as their numbers, and what becomes of those that are no longer in the list.

use std::collections::{BTreeMap, HashMap};

use super::Section;
use crate::conversion::Conversion;
use crate::history::{History, State};

/// What a term stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Targets {
    /// Numbers of codes: each while it is in force and those before it are not.
    pub(crate) codes: Vec<u32>,
    pub(crate) manifestation: Option<u32>,
}

impl Targets {
    pub(crate) fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.manifestation.is_none()
    }
}

pub(crate) struct Codes<'t> {
    numbers: HashMap<&'t str, u32>,
    /// Those in the list after the last edition.
    in_force: Vec<bool>,
    /// What is assigned now instead of a code.
    instead: HashMap<&'t str, Vec<&'t str>>,
    outcomes: BTreeMap<(Section, String, String), (&'static str, Vec<String>)>,
    counts: BTreeMap<Section, Count>,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Count {
    /// Targets that are no longer in the list, or never were, and were carried forward.
    pub(crate) carried: usize,
    /// Those of which nothing is known.
    pub(crate) dropped: usize,
}

impl<'t> Codes<'t> {
    pub(crate) fn new(history: &'t History<'_>, conversions: &'t [Conversion]) -> Codes<'t> {
        let mut numbers = HashMap::new();
        let mut in_force = Vec::new();
        for (number, code) in (0..).zip(&history.codes) {
            numbers.insert(code.code, number);
            in_force.push(
                code.spans
                    .last()
                    .is_some_and(|span| span.state != State::Absent),
            );
        }
        let mut instead: HashMap<&str, Vec<&str>> = HashMap::new();
        for conversion in conversions {
            for range in &conversion.previous {
                if range.first == range.last {
                    instead
                        .entry(&range.first)
                        .or_default()
                        .push(&conversion.code);
                }
            }
        }
        Codes {
            numbers,
            in_force,
            instead,
            outcomes: BTreeMap::new(),
            counts: BTreeMap::new(),
        }
    }

    pub(crate) fn number(&self, undotted: &str) -> Option<u32> {
        self.numbers.get(undotted).copied()
    }

    /// The codes of a term, as its file writes them (`S72.00-`, `[B59]`).
    pub(crate) fn targets(
        &mut self,
        section: Section,
        term: &str,
        code: Option<&str>,
        manifestation: Option<&str>,
    ) -> Targets {
        let codes = code.map_or(Vec::new(), |code| self.resolve(section, term, code));
        let manifestation = manifestation.and_then(|code| {
            let resolved = self.resolve(section, term, code);
            resolved
                .iter()
                .copied()
                .find(|number| self.is_in_force(*number))
        });
        Targets {
            codes,
            manifestation,
        }
    }

    fn resolve(&mut self, section: Section, term: &str, text: &str) -> Vec<u32> {
        let undotted: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_uppercase();
        let own = self.number(&undotted);
        if own.is_some_and(|number| self.is_in_force(number)) {
            return own.into_iter().collect();
        }
        let mut codes: Vec<u32> = own.into_iter().collect();
        // A code that came instead may itself have gone.
        let mut heirs = vec![undotted.as_str()];
        let mut seen = 0;
        while let Some(&code) = heirs.get(seen) {
            seen += 1;
            for heir in self.instead.get(code).into_iter().flatten() {
                if !heirs.contains(heir) && heirs.len() < 32 {
                    heirs.push(heir);
                }
            }
        }
        let heirs = heirs.iter().skip(1).filter_map(|heir| self.number(heir));
        let mut outcome = "converted";
        codes.extend(heirs.filter(|heir| self.is_in_force(*heir)));
        if codes.len() == own.iter().len() {
            // The nearest header that is left holds what took its place.
            outcome = "header";
            let header = (4..undotted.len()).rev().find_map(|len| {
                let number = self.number(undotted.get(..len)?)?;
                self.is_in_force(number).then_some(number)
            });
            codes.extend(header);
        }
        let count = self.counts.entry(section).or_default();
        if codes.len() == own.iter().len() {
            outcome = if own.is_some() { "former" } else { "dropped" };
            count.dropped += 1;
        } else {
            count.carried += 1;
        }
        let names = codes.iter().filter_map(|number| self.name(*number));
        let names = names.map(str::to_owned).collect();
        self.outcomes.insert(
            (section, term.to_owned(), text.to_owned()),
            (outcome, names),
        );
        codes
    }

    pub(crate) fn is_in_force(&self, number: u32) -> bool {
        self.in_force.get(number as usize) == Some(&true)
    }

    fn name(&self, number: u32) -> Option<&'t str> {
        // Rare, so a search will do.
        self.numbers
            .iter()
            .find_map(|(code, own)| (*own == number).then_some(*code))
    }

    pub(crate) fn count(&self, section: Section) -> Count {
        self.counts.get(&section).copied().unwrap_or_default()
    }

    /// For review: each term whose code is not in the list, and what stands for it.
    pub(crate) fn carried_csv(&self) -> Vec<u8> {
        let mut csv = "source,term,code,outcome,codes\n".to_owned();
        for ((section, term, code), (outcome, names)) in &self.outcomes {
            let term = term.replace('"', "\"\"");
            csv += &format!(
                "{},\"{term}\",{code},{outcome},{}\n",
                section.name(),
                names.join(" ")
            );
        }
        csv.into_bytes()
    }
}
