use std::sync::Arc;

use him_codes::Icd10Cm;

use super::beneficiary::Beneficiary;
use super::demographics::{Cells, DEMOGRAPHICS};
use super::factor::Factor;
use super::model::Model;
use super::score::{DroppedBy, Outcome, Score};
use super::segment::Segment;
use super::tables::{Bits, Calibration, ModelTables, SegmentRow};
use crate::key;

/// Scores one beneficiary after the other with one model. It keeps its memory: after the first scores it allocates nothing.
pub struct Scorer {
    pub(super) tables: Arc<ModelTables>,
    pub(super) work: Work,
}

/// The last beneficiary's codes are in it; the tables are shown.
impl core::fmt::Debug for Scorer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Scorer")
            .field("tables", &self.tables)
            .finish_non_exhaustive()
    }
}

/// What the last score rests on.
#[derive(Default)]
pub(super) struct Work {
    pub(super) segment: Option<Segment>,
    /// By the place of the code: its categories after edits, and what became of it.
    pub(super) codes: Vec<(Icd10Cm, u128, Outcome)>,
    pub(super) found: u128,
    pub(super) kept: u128,
    /// By the place of a category that was dropped.
    pub(super) dropped_by: Vec<DroppedBy>,
    pub(super) terms: Vec<(Source, Factor)>,
    pub(super) raw: Factor,
}

/// What a term of the sum is, by its place in the tables.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    Cell(usize),
    Demographic(usize),
    Category(usize),
    Interaction(usize),
    Count(usize),
}

/// Somebody cannot be scored.
///
/// ```
/// use him_risk::hcc::{Beneficiary, Model, Scorer, Segment, Sex};
///
/// let woman = Beneficiary::aged(70, Sex::Female)?;
/// let fault = Scorer::new(Model::EsrdV24).score(&woman, &[]).unwrap_err();
/// assert_eq!(fault.to_string(), "the model is of end-stage renal disease, and nothing says that there is any");
/// let fault = Scorer::new(Model::CmsHccV28).score_in(Segment::Dialysis, &woman, &[]).unwrap_err();
/// assert_eq!(fault.to_string(), "CMS-HCC Model V28 has no segment DI");
/// let fault = Scorer::new(Model::CmsHccV28).score_in(Segment::CommunityNonDualDisabled, &woman, &[]).unwrap_err();
/// assert_eq!(fault.to_string(), "segment CND has no coefficient for this age, sex and status");
/// # Ok::<(), him_risk::hcc::Implausible>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unscorable {
    /// A model of renal disease needs it.
    #[error("the model is of end-stage renal disease, and nothing says that there is any")]
    NoRenalDisease,
    /// The model has no such segment.
    #[error("{model} has no segment {segment}")]
    NoSegment {
        /// The model.
        model: Model,
        /// The segment.
        segment: Segment,
    },
    /// The segment is of others.
    #[error("segment {segment} has no coefficient for this age, sex and status")]
    NoCell {
        /// The segment.
        segment: Segment,
    },
}

impl Scorer {
    /// With the tables of payment year 2026.
    #[must_use]
    pub fn new(model: Model) -> Scorer {
        Scorer::with_tables(ModelTables::embedded(model, Calibration::default()))
    }

    /// With other tables.
    #[must_use]
    pub fn with_tables(tables: Arc<ModelTables>) -> Scorer {
        let work = Work {
            dropped_by: vec![DroppedBy::Unknown; tables.categories.len()],
            ..Work::default()
        };
        Scorer { tables, work }
    }

    /// The tables.
    #[must_use]
    pub fn tables(&self) -> &ModelTables {
        &self.tables
    }

    /// The score of a beneficiary with the diagnosis codes of the year of service, in the segment that follows from who it is.
    ///
    /// # Errors
    ///
    /// When no segment of the model fits.
    pub fn score(&mut self, who: &Beneficiary, codes: &[Icd10Cm]) -> Result<Score<'_>, Unscorable> {
        let segment = Segment::of(self.tables.model, who)?;
        self.score_in(segment, who, codes)
    }

    /// The score in a segment of the caller's choice.
    ///
    /// # Errors
    ///
    /// When the model has no such segment, or the segment no cell for the age.
    pub fn score_in(
        &mut self,
        segment: Segment,
        who: &Beneficiary,
        codes: &[Icd10Cm],
    ) -> Result<Score<'_>, Unscorable> {
        self.work.map(&self.tables, who, codes);
        self.sum(segment, who)?;
        Ok(Score { scorer: self })
    }

    /// The score of categories that were found, without codes: in the segment that follows.
    pub(super) fn score_found(
        &mut self,
        who: &Beneficiary,
        found: u128,
    ) -> Result<Score<'_>, Unscorable> {
        let segment = Segment::of(self.tables.model, who)?;
        self.work.codes.clear();
        self.work.found = found;
        self.sum(segment, who)?;
        Ok(Score { scorer: self })
    }

    /// Of what was found.
    fn sum(&mut self, segment: Segment, who: &Beneficiary) -> Result<(), Unscorable> {
        let Scorer { tables, work } = self;
        let model = tables.model;
        let row = tables
            .segment(segment)
            .ok_or(Unscorable::NoSegment { model, segment })?;
        let cell = Cells::of(segment).cell(model, who);
        let of_cell = row.cells.get(cell).and_then(Option::as_ref);
        let (_, value) = of_cell.ok_or(Unscorable::NoCell { segment })?;
        work.segment = Some(segment);
        work.grade(tables);
        work.terms.clear();
        work.raw = Factor::ZERO;
        work.add(Source::Cell(cell), *value);
        work.sum(tables, segment, row, who);
        Ok(())
    }
}

impl Work {
    /// Codes to categories, with the edits.
    fn map(&mut self, tables: &ModelTables, who: &Beneficiary, codes: &[Icd10Cm]) {
        self.codes.clear();
        self.found = 0;
        for code in codes {
            let entry = tables.codes.get(key::of_icd10(*code));
            let (categories, outcome) = entry.map_or((0, Outcome::NoCategory), |entry| {
                tables.after_edits(entry, who)
            });
            self.found |= categories;
            self.codes.push((*code, categories, outcome));
        }
    }

    /// Categories that drop others. CMS's macros go from the lowest number to the highest, and one that was dropped drops
    /// nothing more.
    fn grade(&mut self, tables: &ModelTables) {
        let mut kept = self.found;
        let mut drop = |kept: &mut u128, set: u128, by: DroppedBy| {
            for place in Bits(*kept & set) {
                if let Some(cell) = self.dropped_by.get_mut(place) {
                    *cell = by;
                }
            }
            *kept &= !set;
        };
        if let Some((place, needed)) = tables.needing
            && kept & needed == 0
        {
            drop(&mut kept, 1 << place, DroppedBy::NeedsHeartFailure);
        }
        drop(&mut kept, tables.excluded, DroppedBy::RenalModel);
        for place in Bits(self.found) {
            if kept >> place & 1 == 0 {
                continue;
            }
            if let Some(category) = tables.categories.get(place) {
                let by = DroppedBy::Category {
                    model: tables.model,
                    number: category.number,
                };
                drop(&mut kept, category.below, by);
            }
        }
        self.kept = kept;
    }

    fn sum(&mut self, tables: &ModelTables, segment: Segment, row: &SegmentRow, who: &Beneficiary) {
        for (place, value) in &row.demographics {
            if DEMOGRAPHICS.get(*place).is_some_and(|term| term.holds(who)) {
                self.add(Source::Demographic(*place), *value);
            }
        }
        // By age, sex and status alone.
        if segment.is_new_enrollee() || segment.is_transplant() {
            return;
        }
        for place in Bits(self.kept) {
            if let Some(value) = row.categories.get(place).copied().flatten() {
                self.add(Source::Category(place), value);
            }
        }
        for (place, value) in &row.interactions {
            let interaction = tables.interactions.get(*place);
            if interaction.is_some_and(|interaction| interaction.holds(self.kept, who)) {
                self.add(Source::Interaction(*place), *value);
            }
        }
        let count = (self.kept.count_ones() as usize).min(10);
        let place = count.checked_sub(1);
        if let Some((place, value)) =
            place.and_then(|place| Some((place, row.counts.get(place).copied().flatten()?)))
        {
            self.add(Source::Count(place), value);
        }
    }

    fn add(&mut self, source: Source, value: Factor) {
        self.terms.push((source, value));
        self.raw += value;
    }
}
