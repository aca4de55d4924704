use core::fmt;

use super::Measure;

/// The scores of [`Columns`](super::Columns).
pub struct Scores<M: Measure> {
    pub(crate) measure: M,
    patients: Vec<(u64, M::Sum)>,
    /// The rows that say something, those of each patient together.
    evidence: Vec<(u32, M::Finding)>,
    /// Where the rows of each patient start.
    starts: Vec<u32>,
    unread: Vec<u32>,
}

impl<M: Measure> Scores<M> {
    /// Of rows with the place of their patient, in any order of patients.
    pub(super) fn new(
        measure: M,
        patients: Vec<(u64, M::Sum)>,
        found: &[(u32, u32, M::Finding)],
        unread: Vec<u32>,
    ) -> Scores<M> {
        let mut starts = vec![0_u32; patients.len() + 1];
        for (place, ..) in found {
            if let Some(count) = starts.get_mut(*place as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut evidence = vec![(0, M::Finding::default()); found.len()];
        for (place, row, finding) in found {
            let Some(at) = next.get_mut(*place as usize) else {
                continue;
            };
            if let Some(cell) = evidence.get_mut(*at as usize) {
                *cell = (*row, *finding);
            }
            *at += 1;
        }
        Scores {
            measure,
            patients,
            evidence,
            starts,
            unread,
        }
    }

    /// What was scored by.
    #[must_use]
    pub const fn measure(&self) -> &M {
        &self.measure
    }

    /// Every patient, in the order in which they come first.
    pub fn patients(&self) -> impl ExactSizeIterator<Item = Patient<'_, M>> {
        let all = self.patients.iter().enumerate();
        all.map(|(place, (id, sum))| Patient {
            scores: self,
            place,
            id: *id,
            sum,
        })
    }

    /// The rows whose text is no code, in their order.
    #[must_use]
    pub fn unread(&self) -> &[u32] {
        &self.unread
    }
}

/// Scores are patients'; only sizes are shown.
impl<M: Measure> fmt::Debug for Scores<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scores")
            .field("patients", &self.patients.len())
            .field("unread", &self.unread.len())
            .finish_non_exhaustive()
    }
}

/// A patient of [`Scores`]; what there is to ask depends on the measure.
pub struct Patient<'a, M: Measure> {
    pub(crate) scores: &'a Scores<M>,
    place: usize,
    id: u64,
    pub(crate) sum: &'a M::Sum,
}

impl<M: Measure> Clone for Patient<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Measure> Copy for Patient<'_, M> {}

impl<'a, M: Measure> Patient<'a, M> {
    /// The caller's number.
    #[must_use]
    pub const fn id(&self) -> u64 {
        self.id
    }

    /// The rows behind the score, in their order.
    pub fn evidence(&self) -> impl ExactSizeIterator<Item = Evidence<'a, M>> + use<'a, M> {
        let scores = self.scores;
        let start = |place: usize| scores.starts.get(place).map_or(0, |at| *at as usize);
        let range = start(self.place)..start(self.place + 1);
        let rows = scores.evidence.get(range).unwrap_or_default();
        let sum = self.sum;
        rows.iter().map(move |(row, finding)| Evidence {
            scores,
            sum,
            row: *row,
            finding: *finding,
        })
    }
}

impl<M: Measure> fmt::Debug for Patient<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Patient([redacted])")
    }
}

/// A row that a score rests on.
pub struct Evidence<'a, M: Measure> {
    pub(crate) scores: &'a Scores<M>,
    pub(crate) sum: &'a M::Sum,
    row: u32,
    pub(crate) finding: M::Finding,
}

impl<M: Measure> Clone for Evidence<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Measure> Copy for Evidence<'_, M> {}

impl<M: Measure> Evidence<'_, M> {
    /// The row, from 0.
    #[must_use]
    pub const fn row(self) -> u32 {
        self.row
    }
}

/// What a row says of a patient is not shown.
impl<M: Measure> fmt::Debug for Evidence<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}
