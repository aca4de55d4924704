//! How well each document answers the slots of a reading.

use alloc::vec::Vec;

use super::index::{Index, LENGTH_UNIT, Run};
use super::slots::{Filling, Slots, WHOLE};

/// One number for each document: below, the weight of what it has of a reading; above, a bit for each slot that it fills.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scores {
    cells: Vec<u32>,
    /// What of that weight is for words that may as well be missing from the document.
    optional: Vec<u16>,
    /// The documents that are worth a look, from the best: what each lacks to a perfect score, its length
    /// and its number.
    best: Vec<Ranked>,
    /// The most that a document of each block has.
    tops: Vec<u32>,
    /// How many of the best are in order.
    sorted: usize,
    weights: [u32; MASK_BITS],
    /// What all slots weigh.
    whole: u32,
}

/// What comes first is best. All that is put in order here is of this type, so that it is compiled once.
pub(crate) type Ranked = (u32, u32, u32);

const MASK_BITS: usize = 16;
const WEIGHT_BITS: u32 = 16;
const WEIGHT: u32 = (1 << WEIGHT_BITS) - 1;
/// A score, at most.
pub(crate) const PERFECT: u32 = 1000;
/// How much of its score a document with more than was asked for can lose.
const SURPLUS: f32 = 0.3;
/// Documents whose cells are looked at together.
const BLOCK: usize = 64;
/// Blocks with a good document, before worse ones are left.
const ENOUGH: usize = 48;
/// Where more words than these start with what has been typed, which is a letter then, the titles are enough for a list.
const MANY: usize = 1000;
/// So many documents are put in order at a time.
const BATCH: usize = 256;

impl Scores {
    /// Scores all documents; the best `keep` can be asked for.
    pub(crate) fn fill(&mut self, index: &Index, slots: &Slots, keep: usize) {
        self.cells.clear();
        self.cells.resize(index.documents(), 0);
        self.whole = slots.weight().max(1);
        self.weights = [0; MASK_BITS];
        self.optional.clear();
        self.optional.resize(index.documents(), 0);
        for (at, slot) in slots.0.iter().enumerate() {
            if let Some(weight) = self.weights.get_mut(at) {
                *weight = slot.weight;
            }
            // Only of several fillings must be seen to that no document is filled twice.
            let alone = matches!(slot.fillings.as_slice(), [Filling::Word { .. }]);
            for filling in &slot.fillings {
                let (numbers, fit) = match filling {
                    Filling::Word { number, fit } => (*number..number + 1, *fit),
                    Filling::Words { numbers, fit } => (numbers.clone(), *fit),
                    Filling::Codes(range) => {
                        let run = Run {
                            start: range.start,
                            len: range.len(),
                            optional: true,
                        };
                        self.add(at, run, slot.weight, alone);
                        continue;
                    }
                };
                let end = if numbers.len() > MANY {
                    index.titles as usize
                } else {
                    index.documents()
                };
                for number in numbers {
                    for run in index.runs(number).take_while(|run| run.start < end) {
                        self.add(at, run, slot.weight * fit / WHOLE, alone);
                    }
                }
            }
        }
        self.collect(index, keep.max(BATCH));
    }

    /// To each document of a run that does not yet fill the slot.
    #[inline]
    fn add(&mut self, slot: usize, run: Run, weight: u32, alone: bool) {
        let bit = WEIGHT_BITS as usize + slot;
        let what = 1 << bit | weight;
        let range = run.start..run.start.saturating_add(run.len);
        let cells = self.cells.get_mut(range.clone()).unwrap_or_default();
        if run.optional {
            let optional = self.optional.get_mut(range).unwrap_or_default();
            for (cell, optional) in cells.iter_mut().zip(optional) {
                let unfilled = !(*cell >> bit) & 1;
                *cell += unfilled * what;
                *optional += (unfilled * weight) as u16;
            }
        } else if alone {
            cells.iter_mut().for_each(|cell| *cell += what);
        } else {
            for cell in cells {
                let unfilled = !(*cell >> bit) & 1;
                *cell += unfilled * what;
            }
        }
    }

    fn collect(&mut self, index: &Index, keep: usize) {
        self.tops.clear();
        let blocks = self.cells.chunks(BLOCK);
        let top = |block: &[u32]| block.iter().map(|cell| cell & WEIGHT).max().unwrap_or(0);
        self.tops.extend(blocks.map(top));
        let most = self.tops.iter().copied().max().unwrap_or(0);
        // What is far behind the best is not worth a look, unless the best are few.
        let many = |least: &u32| self.tops.iter().filter(|top| *top >= least).count() >= ENOUGH;
        let shares = [14, 11, 8, 5].map(|share| (most * share / 16).max(1));
        let least = shares.into_iter().find(many).unwrap_or((most / 4).max(1));
        self.best.clear();
        self.sorted = 0;
        let measure = Measure::new(self.whole);
        // What a document of each length has to have to be worth a look.
        let mut needed = [least; 256];
        let blocks = self.cells.chunks(BLOCK).zip(index.lengths.chunks(BLOCK));
        for ((at, (cells, lengths)), top) in (0..).zip(blocks).zip(&self.tops) {
            if *top < least {
                continue;
            }
            for ((document, cell), length) in (at * BLOCK as u32..).zip(cells).zip(lengths) {
                let weight = cell & WEIGHT;
                let needed_of = needed.get(usize::from(*length)).copied().unwrap_or(0);
                if weight < needed_of {
                    continue;
                }
                let optional = self.optional.get(document as usize).copied();
                let essential = weight.saturating_sub(optional.unwrap_or(0).into());
                let length = u32::from(*length) * LENGTH_UNIT;
                let score = measure.score(weight, essential, length);
                self.best.push((PERFECT - score, length, document));
                // Of many thousands only the best are kept, and what cannot be among them is passed over from then on.
                if self.best.len() >= 4 * keep {
                    let (_, worst, _) = self.best.select_nth_unstable(keep);
                    measure.need(PERFECT - worst.0, &mut needed);
                    self.best.truncate(keep);
                }
            }
        }
    }

    /// Of a document with what more it is found to have, which is missing from its own words.
    pub(crate) fn score_with(&self, document: u32, length: u32, more: u32) -> u32 {
        let optional = self.optional.get(document as usize).copied();
        let weight = self.weight(document) + more;
        let essential = weight.saturating_sub(optional.unwrap_or(0).into());
        Measure::new(self.whole).score(weight, essential, length + more)
    }

    /// The documents from the best, each with its score; of those of the same score the shorter ones first.
    pub(crate) fn next(&mut self, at: usize) -> Option<(u32, u32)> {
        if at >= self.sorted {
            let rest = self.best.get_mut(self.sorted..)?;
            if rest.len() > BATCH {
                rest.select_nth_unstable(BATCH);
            }
            let end = rest.len().min(BATCH);
            rest.get_mut(..end)?.sort_unstable();
            self.sorted += end;
        }
        let (short, _, document) = self.best.get(at)?;
        Some((PERFECT - short, *document))
    }

    /// The slots that a document fills.
    pub(crate) fn filled(&self, document: u32) -> u32 {
        self.cells
            .get(document as usize)
            .map_or(0, |cell| cell >> WEIGHT_BITS)
    }

    /// What a document has of what is asked for.
    pub(crate) fn weight(&self, document: u32) -> u32 {
        self.cells
            .get(document as usize)
            .map_or(0, |cell| cell & WEIGHT)
    }

    /// How much of what is asked for a document has, of [`PERFECT`].
    pub(crate) fn asked(&self, document: u32) -> u32 {
        PERFECT * self.weight(document) / self.whole
    }

    /// What some slots weigh.
    pub(crate) fn weight_of(&self, slots: u32) -> u32 {
        let weights = self.weights.iter().enumerate();
        weights
            .filter(|(at, _)| slots >> at & 1 == 1)
            .map(|(_, weight)| weight)
            .sum()
    }
}

/// How documents are scored for a reading.
struct Measure {
    /// What a unit of weight is of the whole that is asked for, of [`PERFECT`].
    unit: f32,
}

impl Measure {
    fn new(whole: u32) -> Measure {
        Measure {
            unit: PERFECT as f32 / whole as f32,
        }
    }

    /// Of a document that has `weight` of what is asked for, `essential` of it among the words that have to be there, which
    /// weigh `length`.
    #[inline]
    fn score(&self, weight: u32, essential: u32, length: u32) -> u32 {
        // A document of light words alone has no length.
        let length = length.max(1);
        let covered = essential.min(length) as f32 / length as f32;
        let score = weight as f32 * self.unit * (1.0 - SURPLUS + SURPLUS * covered);
        ((score + 0.5) as u32).min(PERFECT)
    }

    /// Raises what documents need, by their lengths, to what may give a score.
    fn need(&self, score: u32, needed: &mut [u32; 256]) {
        // The longer a document, the more it needs.
        let mut weight = 0;
        for (length, needed) in (0..).zip(needed) {
            while weight < WEIGHT && self.score(weight, weight, length * LENGTH_UNIT) < score {
                weight += 1;
            }
            *needed = weight.max(*needed);
        }
    }
}
