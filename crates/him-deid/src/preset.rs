//! How much is taken in doubt.

/// What weighs more where the text leaves a doubt: a name that stays, or a word that goes.
///
/// The record of the patient, dates, numbers and what has the form of an identifier are found alike
/// under both; they differ in names and places that only their surroundings tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Preset {
    /// Rather a word too many than a name too few. States and countries go where they stand beside a
    /// place or as one, though the Safe Harbor would let them stay.
    #[default]
    HighRecall,
    /// What is more likely a name or place than not; states beside a city stay.
    Balanced,
}

#[cfg(feature = "model")]
impl Preset {
    /// What a name or place must be worth, in hundredths of a nat.
    pub(crate) const fn caution(self) -> i32 {
        match self {
            Preset::HighRecall => -60,
            Preset::Balanced => 80,
        }
    }
}
