//! What a site knows better: words that always go, words that always stay, and patterns of its own.

use std::collections::HashMap;
use std::fmt;

use crate::text::atoms::atoms;
use crate::text::page::{Page, Tag};
use crate::text::words::match_atoms;
use crate::{Category, Rule};

/// Lists of a site: they hold for every text that a [`Scrubber`](crate::Scrubber) with them reads.
///
/// Words and phrases are found in any case, with or without accents, whatever separates their words.
/// The record of the patient goes before the words that stay.
///
/// ```
/// use chrono::NaiveDate;
/// use him_deid::{Category, Identifiers, Lists, SafeHarbor, Scrubber};
///
/// let mut lists = Lists::new();
/// lists.deny("project bluebird");
/// lists.deny_as(Category::Location, "the Annex");
/// lists.keep("Exemplar score");
///
/// let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 25).ok_or("no such day")?);
/// let nobody = Identifiers::new();
/// let scrubber = Scrubber::new(&policy, &nobody).with_lists(&lists);
/// assert_eq!(
///     scrubber.scrub("Project Bluebird: pt moved to the annex, Exemplar score 4.").text,
///     "[OTHER]: pt moved to [LOCATION], Exemplar score 4."
/// );
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Default)]
pub struct Lists {
    /// By their first word; `None` for what stays.
    phrases: HashMap<u64, Vec<Phrase>>,
    #[cfg(feature = "patterns")]
    patterns: Vec<(regex::Regex, Rule)>,
}

#[derive(Clone)]
struct Phrase {
    atoms: Box<[u64]>,
    rule: Option<Rule>,
}

/// Counts alone: the lists may hold names.
impl fmt::Debug for Lists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let phrases: usize = self.phrases.values().map(Vec::len).sum();
        write!(f, "Lists {{ {phrases} phrases }}")
    }
}

/// A pattern that cannot be read, or that would match nothing at all.
#[cfg(feature = "patterns")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadPattern {
    /// It is no regular expression.
    ///
    /// ```
    /// # use him_deid::{BadPattern, Category, Lists};
    /// assert_eq!(Lists::new().pattern(Category::Id, "ST-[0-9"), Err(BadPattern::Syntax));
    /// ```
    Syntax,
    /// It matches the empty text, and so everywhere.
    ///
    /// ```
    /// # use him_deid::{BadPattern, Category, Lists};
    /// assert_eq!(Lists::new().pattern(Category::Id, "[0-9]*"), Err(BadPattern::Empty));
    /// ```
    Empty,
}

#[cfg(feature = "patterns")]
impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadPattern::Syntax => "not a regular expression",
            BadPattern::Empty => "the pattern matches the empty text",
        })
    }
}

#[cfg(feature = "patterns")]
impl std::error::Error for BadPattern {}

impl Lists {
    /// Empty lists.
    pub fn new() -> Self {
        Lists::default()
    }

    /// A word or phrase that always goes, as [`Category::Other`].
    pub fn deny(&mut self, phrase: &str) {
        self.deny_as(Category::Other, phrase);
    }

    /// A word or phrase that always goes.
    pub fn deny_as(&mut self, category: Category, phrase: &str) {
        self.add(phrase, Some(listed(category)));
    }

    /// A word or phrase that always stays, unless the record has it.
    pub fn keep(&mut self, phrase: &str) {
        self.add(phrase, None);
    }

    /// A regular expression for what goes, in the syntax of the crate `regex`. Every word and number that
    /// a match touches goes whole. It never sees across what was replaced.
    ///
    /// # Errors
    /// [`BadPattern`] if it cannot be read, or matches the empty text.
    #[cfg(feature = "patterns")]
    pub fn pattern(&mut self, category: Category, pattern: &str) -> Result<(), BadPattern> {
        let pattern = regex::Regex::new(pattern).map_err(|_| BadPattern::Syntax)?;
        if pattern.is_match("") {
            return Err(BadPattern::Empty);
        }
        self.patterns.push((pattern, listed(category)));
        Ok(())
    }

    fn add(&mut self, phrase: &str, rule: Option<Rule>) {
        let atoms: Box<[u64]> = atoms(phrase).iter().map(|atom| atom.canonical).collect();
        let Some(&first) = atoms.first() else { return };
        let phrases = self.phrases.entry(first).or_default();
        phrases.push(Phrase { atoms, rule });
        // The longest one first; of equals, what goes before what stays.
        phrases
            .sort_by_key(|phrase| (std::cmp::Reverse(phrase.atoms.len()), phrase.rule.is_none()));
    }

    pub(crate) fn has_patterns(&self) -> bool {
        #[cfg(feature = "patterns")]
        return !self.patterns.is_empty();
        #[cfg(not(feature = "patterns"))]
        false
    }

    /// Marks what goes and protects what stays.
    pub(crate) fn find(&self, page: &mut Page<'_>) {
        if self.phrases.is_empty() {
            return;
        }
        let mut at = 0;
        while at < page.len() {
            let key = crate::text::words::canonical(page.token(at).key, page.token(at));
            let token = page.token(at);
            let phrases = if token.is_word() || token.is_number() {
                self.phrases.get(&key)
            } else {
                None
            };
            let found = phrases
                .into_iter()
                .flatten()
                .find_map(|phrase| Some((match_atoms(page, at, &phrase.atoms)?, phrase.rule)));
            match found {
                Some((end, Some(rule))) => {
                    page.mark(at, end, rule, Tag::Plain);
                    at = end;
                }
                Some((end, None)) => {
                    page.keep(at, end);
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    /// Marks what the patterns match between what was replaced already.
    pub(crate) fn find_patterns(&self, page: &mut Page<'_>) {
        #[cfg(feature = "patterns")]
        for (pattern, rule) in &self.patterns {
            let mut hits = Vec::new();
            for (from, to) in page.free_stretches() {
                let part = page.text.get(from..to).unwrap_or("");
                hits.extend(
                    pattern
                        .find_iter(part)
                        .map(|hit| (from + hit.start(), from + hit.end())),
                );
            }
            for (from, to) in hits {
                page.mark_bytes(from, to, *rule);
            }
        }
        #[cfg(not(feature = "patterns"))]
        let _ = page;
    }
}

fn listed(category: Category) -> Rule {
    match category {
        Category::Name => Rule::ListedName,
        Category::Date => Rule::ListedDate,
        Category::Location => Rule::ListedPlace,
        Category::Id => Rule::ListedId,
        Category::Contact => Rule::ListedContact,
        Category::Age => Rule::ListedAge,
        Category::Other => Rule::Listed,
    }
}
