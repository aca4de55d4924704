//! A linear-chain conditional random field, trained by stochastic gradient descent.
//!
//! One thread, one order, and no function of the machine's own: the weights are the same bytes each time.

use him_deid::training::{BUCKETS, HEADER, LABELS};

/// One word of a chain.
pub(crate) struct Word {
    pub(crate) features: Vec<u32>,
    /// What it is; `None` if it may be anything.
    pub(crate) label: Option<usize>,
}

pub(crate) type Chain = Vec<Word>;

/// Steps of AdaGrad.
const RATE: f64 = 0.15;

/// Squares that every weight has behind it from the start, against wild first steps.
const CALM: f32 = 0.5;

/// Pull of a weight towards zero, at each of its updates.
const DECAY: f64 = 2e-5;

/// A gradient below this changes nothing worth the time.
const SMALL: f64 = 2e-3;

/// Units of one nat in the packed weights.
const SCALE: f64 = 24.0;

pub(crate) struct Crf {
    /// Of a name and of a place, by feature.
    weights: Vec<[f32; 2]>,
    squares: Vec<[f32; 2]>,
    transitions: [[f64; LABELS]; LABELS],
    transition_squares: [[f64; LABELS]; LABELS],
    /// Features seen in two chains or more.
    used: Vec<bool>,
    /// Memory of one chain.
    emissions: Vec<[f64; LABELS]>,
}

type Marginals = (Vec<[f64; LABELS]>, [[f64; LABELS]; LABELS]);

impl Crf {
    pub(crate) fn train(chains: &[Chain], epochs: usize, mut told: impl FnMut(usize)) -> Crf {
        let mut crf = Crf {
            weights: vec![[0.0; 2]; BUCKETS],
            squares: vec![[CALM; 2]; BUCKETS],
            transitions: [[0.0; LABELS]; LABELS],
            transition_squares: [[1.0; LABELS]; LABELS],
            used: used(chains),
            emissions: Vec::new(),
        };
        let mut order: Vec<usize> = (0..chains.len()).collect();
        let mut random = Random::new(20_261_125);
        for epoch in 0..epochs {
            told(epoch);
            random.shuffle(&mut order);
            for &nth in &order {
                if let Some(chain) = chains.get(nth) {
                    crf.learn(chain);
                }
            }
        }
        crf
    }

    fn learn(&mut self, chain: &Chain) {
        if chain.is_empty() {
            return;
        }
        let mut emissions = std::mem::take(&mut self.emissions);
        emissions.clear();
        for word in chain {
            let (mut name, mut place) = (0.0_f64, 0.0_f64);
            for &feature in &word.features {
                let at = feature as usize;
                if self.used.get(at) == Some(&true)
                    && let Some(&[a, b]) = self.weights.get(at)
                {
                    name += f64::from(a);
                    place += f64::from(b);
                }
            }
            emissions.push([0.0, name, place]);
        }
        let (free, free_steps) = self.marginals(&emissions, |_, _| true);
        let (told, told_steps) = self.marginals(&emissions, |nth, label| {
            chain
                .get(nth)
                .and_then(|word| word.label)
                .is_none_or(|own| own == label)
        });
        for ((word, free), told) in chain.iter().zip(&free).zip(&told) {
            let gradients = [told[1] - free[1], told[2] - free[2]];
            if gradients.iter().all(|gradient| gradient.abs() < SMALL) {
                continue;
            }
            for &feature in &word.features {
                let at = feature as usize;
                if self.used.get(at) != Some(&true) {
                    continue;
                }
                let (Some(weights), Some(squares)) =
                    (self.weights.get_mut(at), self.squares.get_mut(at))
                else {
                    continue;
                };
                for ((weight, square), gradient) in
                    weights.iter_mut().zip(squares.iter_mut()).zip(gradients)
                {
                    let gradient = gradient - DECAY * f64::from(*weight);
                    *square += (gradient * gradient) as f32;
                    *weight += (RATE * gradient / f64::from(*square).sqrt()) as f32;
                }
            }
        }
        let steps = self
            .transitions
            .iter_mut()
            .zip(&mut self.transition_squares);
        for ((weights, squares), (told, free)) in steps.zip(told_steps.iter().zip(&free_steps)) {
            for (((weight, square), told), free) in weights
                .iter_mut()
                .zip(squares.iter_mut())
                .zip(told)
                .zip(free)
            {
                let gradient = told - free;
                *square += gradient * gradient;
                *weight += RATE * gradient / square.sqrt();
            }
        }
        self.emissions = emissions;
    }

    /// The probabilities of the labels, and of the steps between them, among what is allowed.
    fn marginals(
        &self,
        emissions: &[[f64; LABELS]],
        allowed: impl Fn(usize, usize) -> bool,
    ) -> Marginals {
        let mut steps = [[0.0; LABELS]; LABELS];
        let mut step = [[0.0; LABELS]; LABELS];
        for (to, weights) in step.iter_mut().zip(&self.transitions) {
            for (to, weight) in to.iter_mut().zip(weights) {
                *to = exp(*weight);
            }
        }
        let mut potentials = Vec::with_capacity(emissions.len());
        for (nth, emission) in emissions.iter().enumerate() {
            let top = emission.iter().fold(f64::MIN, |a, &b| a.max(b));
            let mut row = [0.0; LABELS];
            for (label, (to, score)) in row.iter_mut().zip(emission).enumerate() {
                if allowed(nth, label) {
                    *to = exp((score - top).max(-40.0));
                }
            }
            potentials.push(row);
        }
        let mut forward: Vec<[f64; LABELS]> = Vec::with_capacity(potentials.len());
        for (nth, potential) in potentials.iter().enumerate() {
            let mut row = *potential;
            if nth > 0 {
                let before = forward.last().copied().unwrap_or([1.0; LABELS]);
                for (to, value) in row.iter_mut().enumerate() {
                    let sum: f64 = before
                        .iter()
                        .zip(&step)
                        .map(|(before, step)| before * step.get(to).copied().unwrap_or(0.0))
                        .sum();
                    *value *= sum;
                }
            }
            normalise(&mut row);
            forward.push(row);
        }
        let mut labels = vec![[0.0; LABELS]; potentials.len()];
        let mut backward = [1.0; LABELS];
        for nth in (0..potentials.len()).rev() {
            let here = forward.get(nth).copied().unwrap_or_default();
            let mut row = here;
            row.iter_mut().zip(&backward).for_each(|(a, b)| *a *= b);
            normalise(&mut row);
            if let Some(to) = labels.get_mut(nth) {
                *to = row;
            }
            let Some(before) = nth.checked_sub(1).and_then(|nth| forward.get(nth)) else {
                break;
            };
            let potential = potentials.get(nth).copied().unwrap_or_default();
            let mut joint = [[0.0; LABELS]; LABELS];
            let mut next = [0.0; LABELS];
            let mut all = 0.0;
            let rows = joint.iter_mut().zip(&step).zip(before).zip(&mut next);
            for (((joint, step), before), next) in rows {
                let cells = joint.iter_mut().zip(step).zip(&potential).zip(&backward);
                for (((cell, step), potential), backward) in cells {
                    let onward = step * potential * backward;
                    *next += onward;
                    *cell = before * onward;
                    all += *cell;
                }
            }
            if all > 0.0 {
                for (to, from) in steps.iter_mut().flatten().zip(joint.iter().flatten()) {
                    *to += from / all;
                }
            }
            normalise(&mut next);
            backward = next;
        }
        (labels, steps)
    }

    /// The weights as `him-deid` reads them.
    pub(crate) fn pack(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + BUCKETS * 2);
        let short = |value: f64| (value.round().clamp(-32_000.0, 32_000.0) as i16).to_le_bytes();
        bytes.extend(short(SCALE));
        for weight in self.transitions.iter().flatten() {
            bytes.extend(short(weight * SCALE));
        }
        for weight in self.weights.iter().flatten() {
            let value = (f64::from(*weight) * SCALE).round().clamp(-127.0, 127.0);
            bytes.push(value as i8 as u8);
        }
        bytes
    }
}

fn used(chains: &[Chain]) -> Vec<bool> {
    let mut last = vec![usize::MAX; BUCKETS];
    let mut used = vec![false; BUCKETS];
    for (nth, chain) in chains.iter().enumerate() {
        for &feature in chain.iter().flat_map(|word| &word.features) {
            let at = feature as usize;
            if let (Some(last), Some(used)) = (last.get_mut(at), used.get_mut(at)) {
                *used |= *last != usize::MAX && *last != nth;
                *last = nth;
            }
        }
    }
    used
}

fn normalise(row: &mut [f64; LABELS]) {
    let sum: f64 = row.iter().sum();
    if sum > 0.0 {
        row.iter_mut().for_each(|value| *value /= sum);
    }
}

/// The exponential by additions and multiplications alone, which every machine rounds alike.
fn exp(x: f64) -> f64 {
    let x = x.clamp(-80.0, 80.0);
    let power = (x * std::f64::consts::LOG2_E).round();
    let rest = x - power * std::f64::consts::LN_2;
    let mut sum = 1.0;
    for n in (1..=12).rev() {
        sum = 1.0 + sum * rest / f64::from(n);
    }
    let bits = ((power as i64 + 1023) as u64) << 52;
    sum * f64::from_bits(bits)
}

/// A generator of numbers that is the same everywhere (SplitMix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of several.
    pub(crate) fn pick<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(self.below(of.len()))
    }

    /// One of a few that are at hand.
    pub(crate) fn one_of<T: Copy + Default>(&mut self, of: &[T]) -> T {
        self.pick(of).copied().unwrap_or_default()
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential() {
        for x in [-40.0, -3.3, -0.1, 0.0, 0.5, 1.0, 7.25, 30.0] {
            assert!((exp(x) / f64::exp(x) - 1.0).abs() < 1e-13, "{x}");
        }
    }

    /// Two words, of which one is always a name: the model learns which.
    #[test]
    fn learns_what_is_always_so() {
        let word = |feature: u32, label| Word {
            features: vec![feature, 7],
            label: Some(label),
        };
        let chains: Vec<Chain> = (0..50).map(|_| vec![word(1, 0), word(2, 1)]).collect();
        let crf = Crf::train(&chains, 5, |_| ());
        let bytes = crf.pack();
        let name = |feature: usize| bytes[HEADER + feature * 2] as i8;
        assert!(name(2) > 10 && name(1) < -10, "{} {}", name(1), name(2));
        assert_eq!(bytes, Crf::train(&chains, 5, |_| ()).pack());
    }
}
