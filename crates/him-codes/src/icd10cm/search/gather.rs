//! From the documents of a query to the codes of its day.

use alloc::vec::Vec;
use core::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::codes::codes_and_words;
use super::default::below;
use super::found::Found;
use super::hit::{self, Hit, Meaning, Source};
use super::{INDEX, Query};
use crate::icd10cm::table::{self, TABLE};
use crate::icd10cm::{Entry, State};
use crate::search::documents::Target;
use crate::search::scores::{PERFECT, Scores};
use crate::search::slots::{Similar, Slots};

/// The hits of a query so far.
pub(super) struct Gathering<'q> {
    query: Query<'q>,
    found: Found,
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
/// The sections of external causes and of drugs: what these name is seldom what a patient has.
const CAUSES: usize = 4;
pub(super) const DRUGS: usize = 6;
const BESIDE: u32 = 970;
/// What a manifestation is worth, which is never coded alone.
const MANIFESTATION: u32 = 850;
/// What a word is worth that differs from what was written, though that is a word too.
const WIDENED: u32 = 960;

impl<'q> Gathering<'q> {
    pub(super) fn new(query: &Query<'q>) -> Gathering<'q> {
        Gathering {
            query: *query,
            found: Found::default(),
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
            return self.found.best(self.query.limit);
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
        self.found.best(self.query.limit)
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
                self.found.add(hit);
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
                worst = self.found.score_of(self.query.limit);
            }
            for (entry, source, worth) in entries {
                let score = score * worth / PERFECT;
                if best.0 == 0 {
                    best = (scores.asked(document), scores.filled(document));
                }
                let hit = |entry, score| hit(entry, score, source, meaning);
                if entry.state() == State::Billable || self.query.headers {
                    self.found.add(hit(entry, score));
                }
                if entry.state() == State::Header && headers < HEADERS {
                    headers += 1;
                    for (entry, score) in below(scores, document, entry) {
                        let score = score * trust / PERFECT * worth / PERFECT;
                        self.found.add(hit(entry, score));
                    }
                }
            }
        }
        best
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

pub(super) fn entry(ordinal: u32, on: NaiveDate) -> Option<Entry> {
    table::at(&TABLE, table::code(ordinal)?, ordinal, on)
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
