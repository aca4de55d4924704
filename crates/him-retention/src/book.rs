//! The rules, indexed by who keeps what where.

mod embedded;
mod file;
mod lint;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::ops::Range;
use std::sync::LazyLock;

pub use lint::{Finding, FindingKind};

use crate::{Error, ErrorKind, Jurisdiction, Provider, RecordType, Rule, Verification};

/// A set of rules and ages of majority.
///
/// ```
/// use him_retention::RuleBook;
///
/// let book = RuleBook::embedded();
/// let rule = book.rule("US-COP-HOSP").unwrap();
/// assert_eq!(rule.citation.as_deref(), Some("42 CFR 482.24(b)(1)"));
/// assert_eq!(rule.adult.as_ref().unwrap().to_string(), "TRIGGER+5y");
/// ```
#[derive(Clone, Debug, Default)]
pub struct RuleBook {
    /// In the order of their keys, then as added.
    rules: Vec<Rule>,
    index: HashMap<Key, Range<usize>, BuildHasherDefault<KeyHasher>>,
    by_id: HashMap<Box<str>, usize>,
    places: Vec<Place>,
    has_policy: bool,
    /// The rules against keeping longer than needed.
    limits: Vec<usize>,
}

fn first(faults: Vec<Error>) -> Error {
    let none = || Error::new(ErrorKind::File, "the file cannot be read");
    faults.into_iter().next().unwrap_or_else(none)
}

/// Rules that contradict each other.
struct Clash {
    rule: Box<str>,
    field: &'static str,
    text: Box<str>,
    message: &'static str,
}

/// Which rules belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key(Jurisdiction, Provider, RecordType);

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.to_bits() ^ (self.1 as u64) << 8 ^ self.2 as u64);
    }
}

/// Hashes one number by multiplication: the keys are the book's own, nobody can choose them to
/// collide, and a decision looks up four of them.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write_u64(&mut self, number: u64) {
        // The odd number next to 2^64 divided by the golden ratio spreads neighbours (Knuth, TAOCP
        // 6.4); the halves of the 128-bit product carry every input bit to the bits that the table
        // looks at.
        let product = u128::from(number) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (product as u64) ^ (product >> 64) as u64;
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(self.0.rotate_left(8) ^ u64::from(byte));
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A jurisdiction of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Its code.
    pub jurisdiction: Jurisdiction,
    /// Its name.
    pub name: Box<str>,
    /// When a person comes of age there.
    pub majority: Option<AgeOfMajority>,
}

/// The age at which a person comes of age.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[non_exhaustive]
#[serde(deny_unknown_fields)]
pub struct AgeOfMajority {
    /// Completed years.
    pub age: u8,
    /// Law section.
    pub citation: Option<Box<str>>,
    /// How it was checked.
    pub verification: Verification,
    /// What else a reader should know.
    pub note: Option<Box<str>>,
}

impl AgeOfMajority {
    /// True when the age was read in a source.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verification != Verification::Unverified
    }
}

impl RuleBook {
    /// The rules that ship with this crate: federal law of the United States, the 50 states and the
    /// District of Columbia, some countries, and advice of professional bodies. Read once, on the
    /// first call.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static BOOK: LazyLock<RuleBook> = LazyLock::new(|| {
            // A file that does not load fails the crate's tests. Should one ever slip through, a
            // book without rules answers "site policy required" to everything, which destroys
            // nothing.
            RuleBook::from_files(embedded::FILES).unwrap_or_default()
        });
        &BOOK
    }

    /// Reads the files that [`embedded`](Self::embedded) holds, with the error if there is one.
    ///
    /// # Errors
    ///
    /// None as published; the tests of this crate see to it.
    pub fn try_embedded() -> Result<Self, Error> {
        Self::from_files(embedded::FILES)
    }

    fn from_files(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut book = Self::default();
        for (name, text) in files {
            book.read(name, text).map_err(first)?;
        }
        book.arrange()
            .map_err(|clash| Error::new(ErrorKind::Rule, clash.message))?;
        Ok(book)
    }

    /// Adds the rules of one TOML file, such as the site's own policy (`jurisdiction = "SITE"`), in
    /// the format of this crate's `rules/`.
    ///
    /// # Errors
    ///
    /// The first of [`faults`](Self::faults). The book is then as it was before.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), Error> {
        let grown = self.grown(file, text).map_err(first)?;
        *self = grown;
        Ok(())
    }

    /// Everything that is wrong with a rule file: each error with the file's name, line, column,
    /// rule and field, and the values that were expected. Empty when [`add`](Self::add) takes it.
    ///
    /// A text that is not TOML, or a field that is missing, unknown or of another type, ends the
    /// reading at once.
    ///
    /// ```
    /// let policy = r#"
    /// jurisdiction = "SITE"
    /// name = "An invented clinic"
    ///
    /// [[rule]]
    /// id = "OURS"
    /// provider = "hospital"
    /// record = "medical_record"
    /// adult = "DISCHARGE+15"
    /// effective_from = "2026-13-01"
    /// verification = "site"
    /// "#;
    /// let faults = him_retention::RuleBook::embedded().faults("policy.toml", policy);
    /// let texts: Vec<_> = faults.iter().map(ToString::to_string).collect();
    /// assert_eq!(texts, [
    ///     "policy.toml: line 11, column 16: rule OURS: verification: no known verification: a text of 4 \
    /// bytes; expected one of primary_text, law_summary, secondary, unverified, site_policy",
    ///     "policy.toml: line 9, column 9: rule OURS: adult: byte 12: expected a unit: y, m or d",
    ///     "policy.toml: line 10, column 18: rule OURS: effective_from: expected a date YYYY-MM-DD",
    /// ]);
    /// assert_eq!(faults[1].field(), Some("adult"));
    /// ```
    #[must_use]
    pub fn faults(&self, file: &str, text: &str) -> Vec<Error> {
        self.grown(file, text).err().unwrap_or_default()
    }

    fn grown(&self, file: &str, text: &str) -> Result<Self, Vec<Error>> {
        let mut grown = self.clone();
        grown.read(file, text)?;
        grown.arrange().map_err(|clash| {
            // The place of the id, or of the reference; it stands in quotes, and last where a file
            // repeats one of its own.
            let quoted = format!("\"{}\"", clash.text);
            let at = text.rfind(&quoted).unwrap_or_default();
            let fault = Error::new(ErrorKind::Rule, clash.message);
            vec![fault.located(file, text, at, &clash.rule, clash.field)]
        })?;
        Ok(grown)
    }

    /// Every rule, ordered by jurisdiction, provider and record type.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of that id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.by_id.get(id).and_then(|&at| self.rules.get(at))
    }

    /// Every jurisdiction, in the order of their codes.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The jurisdiction of that code.
    #[must_use]
    pub fn place(&self, jurisdiction: Jurisdiction) -> Option<&Place> {
        let at = self
            .places
            .binary_search_by_key(&jurisdiction, |place| place.jurisdiction)
            .ok()?;
        self.places.get(at)
    }

    /// The state, district or territory of the United States of that name or postal code, in any
    /// letter case, as addresses write it: `MA`, `US-MA` and `Massachusetts` alike.
    ///
    /// ```
    /// let book = him_retention::RuleBook::embedded();
    /// let state = book.us_state("massachusetts").unwrap();
    /// assert_eq!(state.as_str(), "US-MA");
    /// assert_eq!(book.us_state("MA"), Some(state));
    /// assert_eq!(book.us_state("Hamburg"), None);
    /// ```
    #[must_use]
    pub fn us_state(&self, text: &str) -> Option<Jurisdiction> {
        let text = text.trim();
        let is = |place: &&Place| {
            let code = place.jurisdiction.as_str();
            let postal = code.strip_prefix("US-");
            postal.is_some_and(|postal| {
                [postal, code, &*place.name]
                    .iter()
                    .any(|one| one.eq_ignore_ascii_case(text))
            })
        };
        self.places.iter().find(is).map(|place| place.jurisdiction)
    }

    /// The age of majority of a jurisdiction or, where it has none of its own, of its parent.
    #[must_use]
    pub fn majority(&self, jurisdiction: Jurisdiction) -> Option<&AgeOfMajority> {
        let own = |one| self.place(one).and_then(|place| place.majority.as_ref());
        own(jurisdiction).or_else(|| jurisdiction.parent().and_then(own))
    }

    /// The rules of one jurisdiction for one keeper and record type.
    pub(crate) fn of(&self, key: (Jurisdiction, Provider, RecordType)) -> &[Rule] {
        let range = self.index.get(&Key(key.0, key.1, key.2));
        range
            .and_then(|range| self.rules.get(range.clone()))
            .unwrap_or_default()
    }

    /// The rules against keeping longer than needed.
    pub(crate) fn limits(&self) -> impl Iterator<Item = &Rule> {
        self.limits.iter().filter_map(|&at| self.rules.get(at))
    }

    /// True when the site's own policy is in the book.
    pub(crate) fn has_policy(&self) -> bool {
        self.has_policy
    }

    /// Sorts the rules and rebuilds what is looked up.
    fn arrange(&mut self) -> Result<(), Clash> {
        self.has_policy = self
            .rules
            .iter()
            .any(|rule| rule.jurisdiction == Jurisdiction::SITE);
        self.places.sort_by_key(|place| place.jurisdiction);
        self.rules
            .sort_by_key(|rule| (rule.jurisdiction, rule.provider, rule.record));
        self.by_id.clear();
        for (at, rule) in self.rules.iter().enumerate() {
            if self.by_id.insert(rule.id.clone(), at).is_some() {
                return Err(Clash {
                    rule: rule.id.clone(),
                    field: "id",
                    text: rule.id.clone(),
                    message: "expected an id that no other rule has",
                });
            }
        }
        self.limits = (0..self.rules.len())
            .filter(|&at| {
                self.rules
                    .get(at)
                    .is_some_and(|rule| rule.storage_limitation)
            })
            .collect();
        self.index.clear();
        for (at, rule) in self.rules.iter().enumerate() {
            let key = Key(rule.jurisdiction, rule.provider, rule.record);
            self.index
                .entry(key)
                .and_modify(|range| range.end = at + 1)
                .or_insert(at..at + 1);
        }
        let ages: Vec<_> = self
            .rules
            .iter()
            .map(|rule| {
                self.majority(rule.jurisdiction)
                    .map(|majority| (majority.age, majority.is_verified()))
            })
            .collect();
        for (rule, age) in self.rules.iter_mut().zip(ages) {
            rule.derive(age);
            rule.derived.successor = match &rule.superseded_by {
                None => None,
                Some(id) => Some(*self.by_id.get(id).ok_or_else(|| Clash {
                    rule: rule.id.clone(),
                    field: "superseded_by",
                    text: id.clone(),
                    message: "expected the id of a rule",
                })?),
            };
        }
        Ok(())
    }
}
