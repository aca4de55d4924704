//! Names and phrases to be found, whatever stands between their words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::fold::Key;
use super::lexicon::Classes;
use super::page::{Page, Tag};
use super::token::{Kind, Token};
use crate::{Category, Rule};

/// Keys are hashes already.
#[derive(Clone, Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

type KeyMap<T> = HashMap<u64, T, BuildHasherDefault<KeyHasher>>;

/// Words and phrases by key.
#[derive(Clone, Default)]
pub(crate) struct Words {
    /// One bit per six bits of a key: most words of a text are in no record.
    filter: Vec<u64>,
    singles: KeyMap<Rule>,
    phrases: KeyMap<Vec<(Box<[u64]>, Rule)>>,
    /// Whether small letters hide no name, as in the words that a document gives away.
    capitals_only: bool,
    /// First letters of the names, one bit each.
    initials: u32,
}

const FILTER_BITS: u64 = 1 << 14;

impl Words {
    /// Words that are names only with a capital.
    pub(crate) fn of_document() -> Self {
        Words {
            capitals_only: true,
            ..Words::default()
        }
    }

    /// Notes the first letter of a name.
    pub(crate) fn add_initial(&mut self, name: &str) {
        self.initials |= initial_bit(name);
    }

    /// Whether a name begins with the letter.
    pub(crate) fn has_initial(&self, letter: &str) -> bool {
        self.initials & initial_bit(letter) != 0
    }

    fn note(&mut self, key: u64) {
        if self.filter.is_empty() {
            self.filter = vec![0; (FILTER_BITS / 64) as usize];
        }
        let bit = key % FILTER_BITS;
        if let Some(bits) = self.filter.get_mut((bit / 64) as usize) {
            *bits |= 1 << (bit % 64);
        }
    }

    /// Whether the key may be the first of something here.
    #[inline]
    pub(crate) fn may_hold(&self, key: u64) -> bool {
        let bit = key % FILTER_BITS;
        self.filter
            .get((bit / 64) as usize)
            .is_some_and(|bits| bits >> (bit % 64) & 1 != 0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.filter.is_empty()
    }

    pub(crate) fn add_single(&mut self, key: u64, rule: Rule) {
        self.note(key);
        self.singles.entry(key).or_insert(rule);
    }

    /// Adds words that follow each other. `atoms` are canonical keys.
    pub(crate) fn add_phrase(&mut self, atoms: &[u64], rule: Rule) {
        let Some(&first) = atoms.first() else { return };
        self.note(first);
        let phrases = self.phrases.entry(first).or_default();
        if !phrases.iter().any(|(known, _)| **known == *atoms) {
            phrases.push((atoms.into(), rule));
            // The longest one first.
            phrases.sort_by_key(|(known, _)| std::cmp::Reverse(known.len()));
        }
    }

    /// Finds what starts at `at` and marks it; returns whether it did.
    #[inline]
    pub(crate) fn find(&self, page: &mut Page<'_>, at: usize) -> bool {
        let token = page.token(at);
        let key = canonical(token.key, token);
        if !self.may_hold(key) && !self.may_hold(token.key) {
            return false;
        }
        self.find_listed(page, at, key)
    }

    /// Finds a name that a line break parts with a hyphen at `at`: `Exem-` and `plar`.
    pub(crate) fn find_parted(&self, page: &mut Page<'_>, at: usize) -> bool {
        let (hyphen, rest) = (page.token(at + 1), page.token(at + 2));
        if !(hyphen.is_sign(b'-')
            && hyphen.glued()
            && rest.is_word()
            && rest.opens_line()
            && page.token(at).is_word())
        {
            return false;
        }
        let mut key = Key::new();
        let parts = [page.word(at), page.word(at + 2)];
        parts
            .iter()
            .flat_map(|part| part.chars())
            .for_each(|c| key.push_char(c));
        let Some(&rule) = self.singles.get(&key.value()) else {
            return false;
        };
        page.mark(at, at + 3, rule, Tag::Plain);
        true
    }

    fn find_listed(&self, page: &mut Page<'_>, at: usize, key: u64) -> bool {
        let phrase = self.phrases.get(&key).into_iter().flatten();
        let found = phrase
            .filter_map(|(atoms, rule)| Some((match_phrase(page, at, atoms)?, *rule)))
            .next();
        if let Some((end, rule)) = found.filter(|(end, _)| !herb(page, *end)) {
            let end = if rule == Rule::KnownPlace {
                // `Ave. #4`
                let point = usize::from(page.token(end).is_sign(b'.') && page.glued(end));
                match super::places::apartment(page, end + point) {
                    stop if stop > end + point => stop,
                    _ => end,
                }
            } else {
                end
            };
            page.mark(at, end, rule, Tag::Plain);
            return true;
        }
        let token = page.token(at);
        if !token.is_word() {
            return false;
        }
        let Some(&rule) = self.singles.get(&token.key) else {
            return false;
        };
        if herb(page, at + 1) || !self.names_here(page, at) {
            return false;
        }
        page.mark(at, at + 1, rule, Tag::Plain);
        true
    }

    /// Whether the word at `at`, which is a name, is one here: `May presents`, not `May return`.
    fn names_here(&self, page: &Page<'_>, at: usize) -> bool {
        let token = *page.token(at);
        let titled = introduced(page, at);
        let next = page.token(at + 1);
        let follows = |classes: Classes| {
            let after = if next.is_sign(b'\'') && page.is(at + 2, "s") {
                at + 3
            } else if next.is_sign(b'\'') || next.is_sign(b'-') && page.glued(at + 1) {
                at + 2
            } else {
                at + 1
            };
            page.token(after).has(classes) && !page.token(after).opens_line()
        };
        if token.has(Classes::EPONYM) && follows(Classes::HEAD) && !titled {
            return false;
        }
        // `Dr. Foley placed a Foley`
        if self.capitals_only
            && token.has(Classes::EPONYM)
            && !titled
            && at
                .checked_sub(1)
                .is_some_and(|at| page.is_any(at, &["a", "the"]))
        {
            return false;
        }
        let common = token.has(COMMON) || token.len() <= 2;
        if self.capitals_only && !token.capital() {
            return false;
        }
        if !common || titled && token.capital() {
            return true;
        }
        if !token.capital() {
            return false;
        }
        let beside = |other: &Token| {
            other.kind == Kind::Tag && other.value == Category::Name.mark()
                || other.is_word()
                    && other.capital()
                    && !other.has(COMMON)
                    && self.singles.contains_key(&other.key)
        };
        let (comma_before, comma_after) = (page.before(at, 1).is_sign(b','), next.is_sign(b','));
        let before = page.before(at, 1 + usize::from(comma_before));
        let after = page.token(at + 1 + usize::from(comma_after));
        if beside(before) || beside(after) {
            return true;
        }
        // `R. White`, `WHITE, R.`, `White R`
        let initial = |at: usize| page.token(at).initial() && self.has_initial(page.word(at));
        let point =
            usize::from(page.before(at, 1).is_sign(b'.') && page.glued(at.saturating_sub(1)));
        let initial_before = at.checked_sub(1 + point).is_some_and(initial)
            && !token.opens_column()
            && (point > 0 || !page.is_any(at - 1, &["a", "i"]));
        let behind = at + 1 + usize::from(comma_after);
        let pointed = page.token(behind + 1).is_sign(b'.') && page.glued(behind + 1);
        let initial_after = initial(behind)
            && !page.token(behind).opens_column()
            && !page.token(behind).glued()
            && (comma_after || pointed || !page.is_any(behind, &["a", "i"]))
            && !page.runs_on_after(behind + 1);
        if initial_before || initial_after {
            return true;
        }
        if page.in_capitals(at) || token.upper() && token.len() <= 3 {
            return false;
        }
        if token.has(Classes::MONTH) && next.is_number() {
            return false;
        }
        if follows(Classes::COLLOCATION | Classes::HEAD | Classes::UNIT) {
            return false;
        }
        if !page.opens_sentence(at) {
            return true;
        }
        subject(page, at)
    }
}

/// Whether the name before `end` is that of St. John's wort.
fn herb(page: &Page<'_>, end: usize) -> bool {
    page.is(end + 2, "wort") && page.is(end + 1, "s") && page.token(end).is_sign(b'\'')
}

/// The bit of the first letter; none beyond the Latin ones.
fn initial_bit(name: &str) -> u32 {
    let letter = name.chars().next().and_then(super::fold::fold);
    letter
        .filter(char::is_ascii_lowercase)
        .map_or(0, |letter| 1 << (letter as u32 - 'a' as u32))
}

/// A capital word at the start of a sentence is its subject by what follows.
pub(crate) fn subject(page: &Page<'_>, at: usize) -> bool {
    let next = page.token(at + 1);
    if next.is_sign(b'\'') && page.is(at + 2, "s") {
        return true;
    }
    if next.opens_line() || !next.is_word() || next.capital() {
        return next.is_sign(b',')
            && page.token(at + 2).is_word()
            && page.is_any(at + 2, &["a", "an", "who", "age", "aged"]);
    }
    if next.has(Classes::PHRASE_VERB) {
        return true;
    }
    let word = page.word(at + 1);
    let third_person = word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    let past = word.ends_with("ed") && !word.ends_with("eed");
    (third_person || past)
        && next.has(Classes::ORDINARY)
        && !next.has(Classes::COLLOCATION | Classes::FACILITY_STOP)
}

/// Words that are names only in the right company.
pub(crate) const COMMON: Classes = Classes::ORDINARY
    .or(Classes::MONTH)
    .or(Classes::WEEKDAY)
    .or(Classes::UNIT)
    .or(Classes::CREDENTIAL)
    .or(Classes::PARTICLE)
    .or(Classes::RELATIVE)
    .or(Classes::PERSON_LABEL)
    .or(Classes::STREET_TYPE)
    .or(Classes::STATE)
    .or(Classes::STATE_FIRST)
    .or(Classes::STATE_ABBR)
    .or(Classes::FACILITY)
    .or(Classes::FACILITY_GENERIC)
    .or(Classes::HEAD)
    .or(Classes::ID_WEAK)
    .or(Classes::COLLOCATION)
    .or(Classes::PHRASE_VERB);

/// Whether a title, a label or a word for a relative stands before the token.
pub(crate) fn introduced(page: &Page<'_>, at: usize) -> bool {
    if page.token(at).opens_line() {
        return false;
    }
    let mut back = 1;
    while page.before(at, back).is_one_of(b".:,") && back < 3 {
        back += 1;
    }
    let colon = (1..back).any(|back| page.before(at, back).is_sign(b':'));
    let comma = page.before(at, 1).is_sign(b',');
    let before = page.before(at, back);
    before.has(Classes::TITLE) && !comma && !colon
        || before.has(Classes::PERSON_LABEL) && colon
        || before.has(Classes::RELATIVE | Classes::CUE_NAME) && !colon && back == 1
}

/// The end of the phrase `atoms` that starts at `at`, if some word of it is not an ordinary one in small
/// letters.
fn match_phrase(page: &Page<'_>, at: usize, atoms: &[u64]) -> Option<usize> {
    let end = match_atoms(page, at, atoms)?;
    let distinct = (at..end).any(|part| {
        let token = page.token(part);
        token.is_number() || token.is_word() && (token.capital() || !token.has(COMMON))
    });
    distinct.then_some(end)
}

/// The end of the words and numbers `atoms` that start at `at`, whatever separates them.
pub(crate) fn match_atoms(page: &Page<'_>, at: usize, atoms: &[u64]) -> Option<usize> {
    if page.runs_on_before(at) && page.token(at).kind == page.before(at, 1).kind {
        return None;
    }
    let mut next = at;
    for (nth, &atom) in atoms.iter().enumerate() {
        if nth > 0 {
            let mut signs = 0;
            while signs < 3
                && matches!(page.token(next).kind, Kind::Sign(sign) if b"-.,'#&/()\"_:*@+^~=|".contains(&sign) || sign == 0)
            {
                next += 1;
                signs += 1;
            }
        }
        let token = page.token(next);
        if !(token.is_word() || token.is_number()) || canonical(token.key, token) != atom {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// The key of a word in a phrase: `St` and `Street` are one.
pub(crate) fn canonical(key: u64, token: &Token) -> u64 {
    if token.has(Classes::STREET_TYPE) {
        street_key(token.value)
    } else {
        key
    }
}

pub(super) fn street_key(kind: u8) -> u64 {
    0x5712_ee7e_0000_0000 | u64::from(kind)
}
