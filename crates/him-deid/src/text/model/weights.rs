//! The weights of the model, read in place.

/// What a word can be: neither, a name, a place.
pub const LABELS: usize = 3;

/// Hashed features.
pub const BUCKETS: usize = 480_000;

/// Bytes before the weights: units of one nat, then the nine transitions, as `i16`.
pub const HEADER: usize = 2 + 2 * LABELS * LABELS;

#[cfg(feature = "model")]
static EMBEDDED: &[u8] = include_bytes!("../../../data/model.bin");

/// Weights of 8 bits: two for each feature, of a name and of a place; what is neither has zero.
#[derive(Clone, Copy)]
pub struct Model<'a> {
    weights: &'a [u8],
    /// `transitions[from][to]`.
    pub(super) transitions: [[i32; LABELS]; LABELS],
    /// Units of one nat.
    pub(super) scale: i32,
}

impl<'a> Model<'a> {
    /// The weights that come with the crate.
    #[cfg(feature = "model")]
    pub(crate) fn embedded() -> Option<Model<'static>> {
        Model::read(EMBEDDED)
    }

    /// Reads packed weights; `None` if they are of another length.
    pub fn read(bytes: &'a [u8]) -> Option<Model<'a>> {
        let (head, weights) = bytes.split_at_checked(HEADER)?;
        if weights.len() != BUCKETS * 2 {
            return None;
        }
        let mut numbers = head.chunks_exact(2).map(|pair| match pair {
            &[a, b] => i32::from(i16::from_le_bytes([a, b])),
            _ => 0,
        });
        let scale = numbers.next()?;
        let mut transitions = [[0; LABELS]; LABELS];
        for (to, number) in transitions.iter_mut().flatten().zip(numbers) {
            *to = number;
        }
        Some(Model {
            weights,
            transitions,
            scale,
        })
    }

    /// Hundredths of a nat in units of the weights.
    pub(crate) const fn units(&self, hundredths: i32) -> i32 {
        hundredths * self.scale / 100
    }

    /// The sums of the features' weights, for a name and for a place.
    #[inline]
    pub(super) fn sums(&self, features: &[u32]) -> (i32, i32) {
        let (mut name, mut place) = (0, 0);
        for &feature in features {
            let at = feature as usize * 2;
            if let Some(&[a, b]) = self.weights.get(at..at + 2) {
                name += i32::from(a as i8);
                place += i32::from(b as i8);
            }
        }
        (name, place)
    }
}
