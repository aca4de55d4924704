//! The words of a reading as words of the index: each is a slot, which one of several words can fill, some of them better
//! than others.

use alloc::vec::Vec;
use core::ops::Range;

use super::index::Index;
use super::lexicon::{Kind, Rule};
use super::nearby::Nearby;
use super::readings::{Reading, Term};
use super::scores::Ranked;
use super::word::{Word, words};

/// The scores keep one bit for each slot.
pub(crate) const SLOTS: usize = 16;

/// What fills a slot, from the best.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) weight: u32,
    pub(super) fillings: Vec<Filling>,
    /// The word that is looked for, to look further when no document has it.
    term: Option<Term>,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Filling {
    /// A word, and how well it fills the slot, of [`WHOLE`].
    Word { number: usize, fit: u32 },
    /// All words whose number lies between, for an open word.
    Words { numbers: Range<usize>, fit: u32 },
    /// The titles of codes that start so, by their numbers.
    Codes(Range<usize>),
}

/// A filling that is what was written.
pub(super) const WHOLE: u32 = 16;
/// Of a word that no document has.
const UNKNOWN: u32 = 90;
/// Of a slot for a word that is not to be trusted: the rarest words are not the likeliest to be meant.
const GUESSED: u32 = 100;
/// Letters of a word from which others may be derived, and how many these are at most.
const LONG: usize = 6;
const DERIVED: usize = 12;
/// Of several similar words.
const SIMILAR: usize = 12;

/// The words similar to those of a query that the index does not know; each is looked for once.
#[derive(Default)]
pub(crate) struct Similar(Vec<(Word, bool, Vec<Filling>)>);

/// So many words are looked for: a query of many unknown words is no query.
const LOOKED_FOR: usize = 10;

impl Similar {
    /// The likeliest word for one that the index does not know.
    pub(super) fn nearest(&mut self, index: &Index, term: &Term) -> Option<Word> {
        match self.to(index, term).first()? {
            Filling::Word { number, .. } => index.words.text.get(*number).map(Word::from_bytes),
            _ => None,
        }
    }

    fn to(&mut self, index: &Index, term: &Term) -> Vec<Filling> {
        let known = self
            .0
            .iter()
            .find(|(word, open, _)| *word == term.word && *open == term.open);
        if let Some((_, _, fillings)) = known {
            return fillings.clone();
        }
        if self.0.len() == LOOKED_FOR {
            return Vec::new();
        }
        let fillings = index.similar(term);
        self.0.push((term.word, term.open, fillings.clone()));
        fillings
    }
}

impl Index {
    /// One slot for each different word of a reading; of too many, the weightiest.
    pub(crate) fn slots(&self, reading: &Reading, similar: &mut Similar) -> Slots {
        let mut slots: Vec<Slot> = Vec::new();
        for term in &reading.terms {
            let slot = if term.open {
                self.open(term, similar)
            } else {
                self.closed(term, similar)
            };
            if slots
                .iter()
                .all(|other| other.fillings != slot.fillings || slot.fillings.is_empty())
            {
                slots.push(slot);
            }
        }
        while slots.len() > SLOTS {
            let lightest = slots
                .iter()
                .enumerate()
                .min_by_key(|(at, slot)| (slot.weight, core::cmp::Reverse(*at)));
            let Some(at) = lightest.map(|(at, _)| at) else {
                break;
            };
            slots.remove(at);
        }
        Slots(slots)
    }

    fn closed(&self, term: &Term, similar: &mut Similar) -> Slot {
        let stem = term.word.stem();
        if let Some(number) = self.word(&stem) {
            let mut fillings = Vec::from([Filling::Word { number, fit: WHOLE }]);
            let synonyms = self.rule(stem.as_str());
            let synonyms = synonyms.into_iter().flat_map(Rule::readings);
            for (_, meaning) in synonyms.filter(|(kind, _)| *kind == Kind::Synonym) {
                let mut words = words(meaning);
                if let (Some(word), None) = (words.next(), words.next())
                    && let Some(number) = self.word(&word.stem())
                {
                    let fit = WHOLE - 1;
                    fillings.push(Filling::Word { number, fit });
                }
            }
            // `hypothyroid` is in `hypothyroidism`.
            let numbers = number + 1..self.words_with_prefix(stem.as_bytes()).end;
            if stem.len() >= LONG && (1..=DERIVED).contains(&numbers.len()) {
                fillings.push(Filling::Words {
                    numbers,
                    fit: WHOLE * 5 / 8,
                });
            }
            return Slot {
                weight: self.weight(number).into(),
                fillings,
                term: Some(*term),
            };
        }
        let fillings = similar.to(self, term);
        let weight = if fillings.is_empty() {
            UNKNOWN
        } else {
            GUESSED
        };
        Slot {
            weight,
            fillings,
            term: None,
        }
    }

    /// The words that start with what has been typed of one.
    fn open(&self, term: &Term, similar: &mut Similar) -> Slot {
        let whole = self.word(&term.word.stem());
        let mut fillings: Vec<Filling> = whole
            .map(|number| Filling::Word { number, fit: WHOLE })
            .into_iter()
            .collect();
        let mut weight = whole.map_or(0, |number| self.weight(number).into());
        for prefix in [term.word, term.word.american()] {
            let numbers = self.words_with_prefix(prefix.as_bytes());
            let filling = Filling::Words {
                numbers: numbers.clone(),
                fit: WHOLE - 2,
            };
            if !numbers.is_empty() && !fillings.contains(&filling) {
                fillings.push(filling);
                weight = weight.max(GUESSED);
            }
        }
        if fillings.is_empty() {
            fillings = similar.to(self, term);
            weight = GUESSED;
        }
        Slot {
            weight,
            fillings,
            term: None,
        }
    }

    /// Words that are written or sound nearly so.
    fn similar(&self, term: &Term) -> Vec<Filling> {
        let written = term.word.stem();
        let len = written.len();
        if len < 3 || written.as_bytes().iter().any(u8::is_ascii_digit) {
            return Vec::new();
        }
        let mut found: Vec<Ranked> = Vec::new();
        let first = written.as_bytes().first();
        let add = |found: &mut Vec<Ranked>, number: usize, distance: u32| {
            let Some(text) = self.words.text.get(number) else {
                return;
            };
            // A slip changes the first letter less often than any other, and common words are meant more often.
            let elsewhere = u32::from(text.first() != first);
            let rare = u32::from(self.weight(number)) / 24;
            let far = distance * 16 + elsewhere * 6 + rare;
            if text.len() > 2 && text.iter().all(|c| !c.is_ascii_digit()) {
                found.push((far, number as u32, 0));
            }
        };
        for within in 1..=if len >= 7 { 2 } else { 1 } {
            let asked = Nearby {
                written: &written,
                within,
                open: term.open,
            };
            self.nearby(asked, |number, distance| {
                add(&mut found, number, distance.into())
            });
            // Two slips in a word are rarer than one.
            if !found.is_empty() {
                break;
            }
        }
        if !term.open && len > 3 {
            for number in self.words_of_sound(written.sound()) {
                let alike = self
                    .words
                    .text
                    .get(number)
                    .is_some_and(|text| text.len().abs_diff(len) <= 3);
                if alike {
                    add(&mut found, number, 2);
                }
            }
        }
        found.sort_unstable();
        let mut fillings: Vec<Filling> = Vec::new();
        let nearest = found.first().map_or(0, |(far, ..)| *far);
        for (far, number, _) in found {
            let number = number as usize;
            let known = fillings.iter().any(|filling| matches!(filling, Filling::Word { number: other, .. } if *other == number));
            if known || fillings.len() == SIMILAR {
                continue;
            }
            // Each further step costs.
            let fit = (14 - nearest.min(48) / 12)
                .saturating_sub((far - nearest) / 4)
                .max(3);
            fillings.push(Filling::Word { number, fit });
        }
        fillings
    }
}

/// The slots of a reading.
#[derive(Clone)]
pub(crate) struct Slots(pub(super) Vec<Slot>);

impl Slots {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What all slots weigh.
    pub(super) fn weight(&self) -> u32 {
        self.0.iter().map(|slot| slot.weight).sum()
    }

    /// Puts the titles of some codes in front.
    pub(crate) fn add_codes(&mut self, numbers: Range<usize>) {
        self.0.truncate(SLOTS - 1);
        self.0.push(Slot {
            weight: u32::from(u8::MAX),
            fillings: Vec::from([Filling::Codes(numbers)]),
            term: None,
        });
    }

    /// Lets similar words fill the slots that are known words, but for those in the mask. False when there are none.
    pub(crate) fn widen(&mut self, index: &Index, filled: u32, similar: &mut Similar) -> bool {
        let mut widened = false;
        for (at, slot) in self.0.iter_mut().enumerate() {
            let Some(term) = slot.term.filter(|term| term.word.len() > 3) else {
                continue;
            };
            if filled >> at & 1 == 1 {
                continue;
            }
            slot.term = None;
            for filling in similar.to(index, &term) {
                let Filling::Word { number, fit } = filling else {
                    continue;
                };
                let own = slot.fillings.iter().any(
                    |other| matches!(other, Filling::Word { number: own, .. } if *own == number),
                );
                if !own {
                    slot.fillings.push(Filling::Word {
                        number,
                        fit: fit.saturating_sub(2).max(2),
                    });
                    widened = true;
                }
            }
        }
        widened
    }
}
