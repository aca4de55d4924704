//! From the documents of a query to the codes of its day.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::hit::{self, Hit, Meaning, Source};
use super::{INDEX, Query};
use crate::icd10cm::table::{self, TABLE};
use crate::icd10cm::{Entry, Icd10Cm, State};
use crate::packed::prefix_mask;
use crate::search::documents::Target;
use crate::search::scores::{PERFECT, Scores};
use crate::search::slots::{Similar, Slots};

/// The hits of a query so far.
pub(super) struct Gathering<'q> {
    query: Query<'q>,
    /// Each with the length of what it was found by.
    found: BTreeMap<Icd10Cm, (Hit, u32)>,
}

/// The best document of a reading.
struct Best {
    /// How much of the reading it has.
    asked: u32,
    slots: Slots,
    filled: u32,
    trust: u32,
    meaning: Option<Meaning>,
}

/// So many documents are looked at before those with lower scores are left.
const LOOK: usize = 64;
/// So many headers of a reading are opened.
const HEADERS: usize = 32;
/// So many codes below a header are given, and what each is worth, of 1000.
const BELOW: [u32; 4] = [998, 900, 880, 860];
/// The sections of external causes and of drugs: what these name is seldom what a patient has.
const CAUSES: usize = 4;
const DRUGS: usize = 6;
const BESIDE: u32 = 970;
/// What a manifestation is worth, which is never coded alone.
const MANIFESTATION: u32 = 850;
/// What a word is worth that differs from what was written, though that is a word too.
const WIDENED: u32 = 960;

impl<'q> Gathering<'q> {
    pub(super) fn new(query: &Query<'q>) -> Gathering<'q> {
        Gathering {
            query: *query,
            found: BTreeMap::new(),
        }
    }

    pub(super) fn find(mut self, scores: &mut Scores) -> Vec<Hit> {
        if self.query.limit == 0 {
            return Vec::new();
        }
        let (text, codes) = codes_and_words(self.query.text);
        if text.trim().is_empty() {
            codes
                .iter()
                .for_each(|(key, range)| self.list(*key, range.clone()));
            return self.into_hits();
        }
        let mut similar = Similar::default();
        let mut best: Option<Best> = None;
        for reading in INDEX.readings(&text, self.query.typing, &mut similar) {
            let mut slots = INDEX.slots(&reading, &mut similar);
            codes
                .iter()
                .for_each(|(_, range)| slots.add_codes(range.clone()));
            let meaning = hit::meaning(reading.replaced);
            let (asked, filled) = self.gather(scores, &slots, reading.trust, meaning);
            if best.as_ref().is_none_or(|best| best.asked < asked) {
                let trust = reading.trust;
                best = Some(Best {
                    asked,
                    slots,
                    filled,
                    trust,
                    meaning,
                });
            }
        }
        // A word may be misspelt as another one.
        if let Some(mut best) = best.filter(|best| best.asked < PERFECT)
            && best.slots.widen(&INDEX, best.filled, &mut similar)
        {
            self.gather(
                scores,
                &best.slots,
                best.trust * WIDENED / PERFECT,
                best.meaning,
            );
        }
        self.into_hits()
    }

    /// The codes of the day that start so, in their order.
    fn list(&mut self, key: u64, range: Range<usize>) {
        for ordinal in range {
            if self.found.len() == self.query.limit {
                break;
            }
            let Some(entry) = entry(ordinal as u32, self.query.on) else {
                continue;
            };
            if entry.state() == State::Billable || self.query.headers {
                let exact = entry.code().key() == key;
                let hit = Hit {
                    entry,
                    score: if exact { 1000 } else { 999 },
                    source: Source::Code,
                    meaning: None,
                };
                self.found.insert(entry.code(), (hit, 0));
            }
        }
    }

    /// Adds what answers a reading; returns how much of it the best document has, of 1000, and which slots that fills.
    fn gather(
        &mut self,
        scores: &mut Scores,
        slots: &Slots,
        trust: u32,
        meaning: Option<Meaning>,
    ) -> (u32, u32) {
        if slots.is_empty() {
            return (0, 0);
        }
        // Documents of codes that are not in force on the day are none.
        let wanted = LOOK + 16 * self.query.limit;
        scores.fill(&INDEX, slots, 4 * wanted);
        let mut looked = 0;
        let mut headers = 0;
        let mut best = (0, 0);
        let mut at = 0;
        let mut worst = 0;
        while let Some((score, document)) = scores.next(at) {
            let score = score * trust / PERFECT;
            if looked >= LOOK && score <= worst || looked >= wanted {
                break;
            }
            at += 1;
            let mut entries = entries(document, self.query.on).peekable();
            if entries.peek().is_none() {
                continue;
            }
            looked += 1;
            if looked % LOOK == 0 {
                worst = self.worst();
            }
            for (entry, source, worth) in entries {
                let score = score * worth / PERFECT;
                if best.0 == 0 {
                    best = (scores.asked(document), scores.filled(document));
                }
                let hit = |entry, score| hit(entry, score, source, meaning);
                if entry.state() == State::Billable || self.query.headers {
                    self.add(hit(entry, score));
                }
                if entry.state() == State::Header && headers < HEADERS {
                    headers += 1;
                    for (entry, score) in below(scores, document, entry) {
                        let score = score * trust / PERFECT * worth / PERFECT;
                        self.add(hit(entry, score));
                    }
                }
            }
        }
        best
    }

    /// The score below which nothing more can be among the hits that are given.
    fn worst(&self) -> u32 {
        let mut scores: Vec<u16> = self.found.values().map(|(hit, _)| hit.score).collect();
        let limit = self.query.limit;
        if scores.len() < limit {
            return 0;
        }
        let (_, worst, _) = scores.select_nth_unstable_by_key(limit - 1, |score| Reverse(*score));
        (*worst).into()
    }

    /// Keeps the better hit of each code.
    fn add(&mut self, hit: Hit) {
        let length = match hit.source {
            Source::Document(document) => INDEX.length(document),
            Source::Title(entry) => INDEX.length(entry.ordinal()),
            Source::Code => 0,
        };
        let known = self.found.entry(hit.code()).or_insert((hit, length));
        if (known.0.score, Reverse(known.1)) < (hit.score, Reverse(length)) {
            *known = (hit, length);
        }
    }

    /// Of the same score, headers first, then those found by less text, then by less title; then in the order of the codes.
    fn into_hits(self) -> Vec<Hit> {
        let mut hits: Vec<(Hit, u32)> = self.found.into_values().collect();
        hits.sort_by_key(|(hit, length)| {
            let title = match hit.source {
                Source::Code => 0,
                _ => INDEX.length(hit.entry.ordinal()),
            };
            let below = hit.entry.state() == State::Billable;
            (Reverse(hit.score), below, *length, title, hit.code())
        });
        hits.truncate(self.query.limit);
        hits.into_iter().map(|(hit, _)| hit).collect()
    }
}

fn hit(entry: Entry, score: u32, source: Source, meaning: Option<Meaning>) -> Hit {
    Hit {
        entry,
        score: u16::try_from(score.clamp(1, PERFECT)).unwrap_or(1),
        source,
        meaning,
    }
}

fn entry(ordinal: u32, on: NaiveDate) -> Option<Entry> {
    let code = Icd10Cm::from_key(TABLE.automaton.code(ordinal)?)?;
    table::at(&TABLE, code, ordinal, on)
}

/// What a document stands for on a day: each code with what it was found by, and what it is worth, of 1000.
fn entries(document: u32, on: NaiveDate) -> impl Iterator<Item = (Entry, Source, u32)> {
    let title = INDEX
        .is_title(document)
        .then(|| entry(document, on))
        .flatten();
    let title = title.map(|entry| (entry, Source::Title(entry), PERFECT));
    let targets = INDEX
        .targets(document)
        .filter(move |_| in_force(document, on));
    let source = Source::Document(document);
    let worth = match INDEX.section(document) {
        CAUSES | DRUGS => BESIDE,
        _ => PERFECT,
    };
    let mut coded = false;
    let targets = targets.filter_map(move |target| match target {
        Target::Code(_) if coded => None,
        Target::Code(number) => {
            let entry = entry(number, on)?;
            coded = true;
            Some((entry, source, worth))
        }
        Target::Manifestation(number) => Some((entry(number, on)?, source, MANIFESTATION)),
    });
    title.into_iter().chain(targets)
}

/// Inclusion terms that a later tabular list dropped hold until that took effect.
fn in_force(document: u32, on: NaiveDate) -> bool {
    if INDEX.section(document) != 2 {
        return true;
    }
    let newest = him_codes_data::ICD10CM_SEARCH_EDITIONS.first();
    newest.is_none_or(|edition| {
        let date = edition.effective;
        (on.year(), on.month(), on.day()) < (date.year, date.month, date.day)
    })
}

/// The billable codes below a header that have most of what a reading asks for beside what the document has, and of these
/// the least specific.
fn below(scores: &Scores, document: u32, header: Entry) -> impl Iterator<Item = (Entry, u32)> {
    let own = scores.filled(document);
    let on = header.on();
    let mut best: [Option<Candidate>; 12] = [None; 12];
    for ordinal in codes_below(header) {
        let ordinal = ordinal as u32;
        let more = scores.filled(ordinal) & !own;
        let candidate = Candidate {
            gained: if more == 0 { 0 } else { scores.weight_of(more) },
            weight: scores.weight(ordinal),
            length: INDEX.length(ordinal),
            ordinal,
        };
        let better =
            |other: &Option<Candidate>| other.is_none_or(|other| candidate.order() < other.order());
        let Some(at) = best.iter().position(better) else {
            continue;
        };
        if table::state(ordinal, on) == Some(State::Billable)
            && let Some([place, rest @ ..]) = best.get_mut(at..)
        {
            // The worst makes room.
            let mut next = place.replace(candidate);
            for place in rest {
                next = core::mem::replace(place, next);
            }
        }
    }
    // The codes of a drug have their columns in order; of others the vaguest comes first.
    let drug = INDEX.section(document) == DRUGS;
    let mut found: Vec<(Candidate, Entry)> = best
        .into_iter()
        .flatten()
        .filter_map(|mut candidate| {
            let entry = entry(candidate.ordinal, on)?;
            let vague = candidate.length.saturating_sub(vagueness(entry.code()));
            candidate.length = if drug { 0 } else { vague };
            Some((candidate, entry))
        })
        .collect();
    found.sort_by_key(|(candidate, _)| candidate.order());
    let length = INDEX.length(document);
    let above = INDEX.length(header.ordinal());
    let scores: Vec<(Entry, u32)> = found
        .into_iter()
        .zip(BELOW)
        .map(|((Candidate { gained, .. }, entry), worth)| {
            // What the code adds to its header, and nobody asked for.
            let more = INDEX.length(entry.ordinal()).saturating_sub(above + gained);
            let score = scores.score_with(document, length + more / 4, gained);
            (entry, score * worth / PERFECT)
        })
        .collect();
    scores.into_iter()
}

/// A code below a header.
#[derive(Clone, Copy)]
struct Candidate {
    /// What it has of the query and the document has not.
    gained: u32,
    /// What its title has of the query.
    weight: u32,
    length: u32,
    ordinal: u32,
}

impl Candidate {
    /// The best have the lowest.
    fn order(&self) -> impl Ord + use<> {
        (
            Reverse(self.gained),
            Reverse(self.weight),
            self.length,
            self.ordinal,
        )
    }
}

/// By how much a code is likelier to be the default of those beside it, in the measure of lengths: "unspecified" ends in 9, or
/// in 0.
fn vagueness(code: Icd10Cm) -> u32 {
    let text = code.undotted();
    let text = text.as_str().get(..6.min(code.len())).unwrap_or_default();
    match text.trim_end_matches('X').as_bytes().last() {
        Some(b'9') => 50,
        Some(b'0') => 45,
        _ => 0,
    }
}

/// The numbers of the codes below one, of whatever day.
fn codes_below(header: Entry) -> Range<usize> {
    let all = starting_with(header.code().key(), header.code().len(), header.ordinal());
    all.start + 1..all.end
}

/// The numbers of the codes that start with the first `len` characters of a key; `first` is the lowest of them.
fn starting_with(key: u64, len: usize, first: u32) -> Range<usize> {
    let node = TABLE.automaton.walk(key & prefix_mask(len));
    let last = node.and_then(|node| TABLE.automaton.last_from(node));
    first as usize..last.map_or(first, |last| last + 1) as usize
}

/// A code and the numbers of those that start so.
type Codes = Vec<(u64, Range<usize>)>;

/// A query without the codes in it, and these.
fn codes_and_words(text: &str) -> (String, Codes) {
    let mut words = String::new();
    let mut codes = Vec::new();
    // A longer text is no query for codes.
    for (number, part) in text.split_inclusive(char::is_whitespace).enumerate() {
        let least = if part.trim() == text.trim() { 2 } else { 3 };
        let code = (number < 16 && codes.len() < 2)
            .then(|| partial_code(part, least))
            .flatten();
        match code {
            Some(code) => codes.push(code),
            None => words.push_str(part),
        }
    }
    (words, codes)
}

/// A text that is a code, or the beginning of one with at least so many characters: two where it is all that is written.
fn partial_code(text: &str, least: usize) -> Option<(u64, Range<usize>)> {
    let text = text.trim().trim_end_matches(['.', '-']);
    let mut key = [0; 8];
    let mut len = 0;
    for (at, c) in text.char_indices() {
        if c == '.' && at == 3 {
            continue;
        }
        if !c.is_ascii_alphanumeric() || len == 7 {
            return None;
        }
        let [byte, ..] = u32::from(c.to_ascii_uppercase()).to_le_bytes();
        *key.get_mut(len)? = byte;
        len += 1;
    }
    let [letter, digit, ..] = key;
    let long = len >= least && (len > 2 || digit.is_ascii_digit());
    // Alone it is a code rather than the word that it may also be.
    if !letter.is_ascii_uppercase() || !long || least > 2 && INDEX.has_word(text) {
        return None;
    }
    let key = u64::from_be_bytes(key);
    let node = if len == 2 {
        TABLE.automaton.root(letter, digit)
    } else {
        TABLE.automaton.walk(key)
    }?;
    let first = TABLE.automaton.first_from(node)?;
    Some((key, starting_with(key, len, first)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::icd10cm;

    #[test]
    fn codes_by_their_numbers() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 14).unwrap();
        let mut seen = 0;
        for own in icd10cm::entries(day) {
            assert_eq!(entry(own.ordinal(), day), Some(own));
            let below = codes_below(own).filter_map(|ordinal| entry(ordinal as u32, day));
            assert!(below.eq(own.descendants()), "{own:?}");
            seen += 1;
        }
        assert!(seen > 98_000, "{seen}");
        assert_eq!(entry(TABLE.len() as u32, day), None);
    }

    #[test]
    fn what_is_a_code() {
        let code = |text, least| partial_code(text, least).map(|(_, range)| range.len());
        // E11 with all that is below it, of whatever year.
        assert!(code("e11", 3).is_some_and(|len| len > 80));
        assert_eq!(code("E11.", 3), code("E11", 3));
        assert_eq!(code("E11.9", 3), Some(1));
        assert_eq!(code("e119", 3), Some(1));
        assert!(code("e1", 2).is_some());
        for text in [
            "e1", "t12", "b12", "h1n1", "e.11", "E11.99", "1", "", "é11", "tb", "ear",
        ] {
            assert_eq!(code(text, 3), None, "{text}");
        }
    }
}
