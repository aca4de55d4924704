//! What the grouper is told beside the claim.

/// How to group.
///
/// ```
/// use him_drg::{Hospital, Options};
///
/// let mut options = Options::default();
/// assert_eq!(options.hospital, Hospital::NotExempt);
/// options.hospital = Hospital::Exempt;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Options {
    /// Whether the hospital must report what was present on admission.
    pub hospital: Hospital,
    /// Whether to say which codes were decisive.
    pub affected: bool,
    /// Which of several codes is named as decisive.
    pub ties: Ties,
}

/// Whether a hospital must report what was present on admission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hospital {
    /// It must: hospital-acquired conditions are taken out of the final DRG.
    #[default]
    NotExempt,
    /// It need not: the final DRG is the initial one. What is said of each code then is as another program has it, and not
    /// verified.
    Exempt,
    /// Not known: a condition that was not present on admission leaves the claim without a final DRG. Which return code says
    /// so is as another program has it, and not verified.
    Unknown,
}

/// Which of several codes that would do is named as decisive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ties {
    /// Diagnoses of a higher severity first, and the principal procedure; then by code.
    #[default]
    ClinicalSignificance,
    /// In the order of the claim: what the official grouper's other setting, `CODE_ORDER`, is taken to be. Not verified.
    ClaimOrder,
    /// By code alone. Not verified.
    Alphabetical,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            hospital: Hospital::default(),
            affected: true,
            ties: Ties::default(),
        }
    }
}
