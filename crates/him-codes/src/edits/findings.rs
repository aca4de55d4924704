use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::answer::Answer;
use super::edit::{Edit, Outcome};
use super::finding::{Finding, Rule};
use super::table::Flags;

/// What was found in a claim, in the order of the claim: the claim itself, the admitting diagnosis, diagnoses, procedures;
/// first those of the Medicare Code Editor, then those of coding.
///
/// A buffer to use again for the next claim.
#[derive(Clone, Default)]
pub struct Findings {
    all: Vec<Finding>,
    counts: [u32; Edit::ALL.len()],
    outcome: Option<Outcome>,
    /// Of the claim's procedures, while it is edited.
    pub(super) flags: Vec<Flags>,
    #[cfg(feature = "coding-edits")]
    pub(super) scratch: super::coding::Scratch,
}

/// What a long claim needs. Longer ones make the buffer grow.
const CODES: usize = 128;
/// So many findings of each code, when they are many.
const FINDINGS: usize = if cfg!(feature = "coding-edits") { 6 } else { 2 };

impl Findings {
    /// An empty buffer; it takes memory with the first claim.
    #[must_use]
    pub const fn new() -> Findings {
        Findings {
            all: Vec::new(),
            counts: [0; Edit::ALL.len()],
            outcome: None,
            flags: Vec::new(),
            #[cfg(feature = "coding-edits")]
            scratch: super::coding::Scratch::new(),
        }
    }

    /// All findings of the last claim.
    #[must_use]
    pub fn all(&self) -> &[Finding] {
        &self.all
    }

    /// What the Medicare Code Editor says of the last claim.
    #[must_use]
    pub fn answer(&self) -> Answer<'_> {
        Answer::new(self)
    }

    pub(super) fn begin(&mut self) {
        if self.all.capacity() == 0 {
            self.all.reserve(FINDINGS * CODES);
            self.flags.reserve(CODES);
        }
        self.all.clear();
        self.flags.clear();
        self.counts = [0; Edit::ALL.len()];
        self.outcome = None;
    }

    pub(super) fn push(&mut self, finding: Finding) {
        if finding.is_counted()
            && let Rule::Mce(edit) = finding.rule()
            && let Some(count) = self.counts.get_mut(edit as usize)
        {
            *count += 1;
        }
        self.all.push(finding);
    }

    #[cfg(feature = "coding-edits")]
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Brings the findings from the one at `start` into the order of the claim.
    #[cfg(feature = "coding-edits")]
    pub(super) fn sort_from(&mut self, start: usize) {
        let added = self.all.get_mut(start..).unwrap_or_default();
        added.sort_unstable_by_key(|finding| {
            let other = finding.detail.others.first().copied().flatten();
            let notes = finding
                .detail
                .notes
                .map(|note| note.map(|note| note.number));
            (
                finding.place(),
                finding.rule(),
                other.map(|(place, _)| place),
                notes,
            )
        });
    }

    pub(super) fn set_outcome(&mut self, outcome: Outcome) {
        self.outcome = Some(outcome);
    }

    /// An invalid admitting diagnosis is counted, but does not alone hold a claim.
    pub(super) fn close(&mut self) {
        let held = Edit::ALL
            .iter()
            .any(|edit| *edit != Edit::InvalidAdmitting && self.count(*edit) > 0);
        self.outcome = Some(if held {
            Outcome::Prepayment
        } else {
            Outcome::None
        });
    }

    pub(super) fn count(&self, edit: Edit) -> u32 {
        self.counts.get(edit as usize).copied().unwrap_or(0)
    }

    pub(super) fn outcome(&self) -> Outcome {
        self.outcome.unwrap_or(Outcome::None)
    }
}

/// The list of all findings.
impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(serializer)
    }
}

impl core::fmt::Debug for Findings {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(&self.all).finish()
    }
}
