use std::sync::Arc;

use chrono::NaiveDate;
use him_codes::Icd10Cm;

use super::beneficiary::Beneficiary;
use super::factor::Factor;
use super::roster::Population;
use super::score::{Outcome, Score};
use super::scorer::{Scorer, Unscorable};
use super::segment::Segment;
use crate::columns::{Columns, Evidence, Patient, fold};
use crate::diagnosis::Code;
use crate::key;

/// What the rows of a patient come to.
pub struct Sum {
    who: Option<Beneficiary>,
    found: u128,
    kept: u128,
    score: Result<(Segment, Factor), Unscored>,
}

/// Why a patient of columns has no score.
///
/// ```
/// use him_risk::columns::Columns;
/// use him_risk::hcc::{Model, Roster};
///
/// let roster = Roster::default();
/// let columns = Columns::new(&[1], &["E11.9"])?;
/// let scores = columns.score(roster.by(Model::CmsHccV28));
/// let patient = scores.patients().next().unwrap();
/// assert_eq!(patient.raw().unwrap_err().to_string(), "the patient is not on the roster");
/// # Ok::<(), him_risk::columns::ColumnFault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unscored {
    /// Nobody said who it is.
    #[error("the patient is not on the roster")]
    NotOnRoster,
    /// The model has no segment that fits.
    #[error(transparent)]
    Unscorable(#[from] Unscorable),
}

impl fold::Measure for Population<'_> {
    /// The place of the code's entry in the tables.
    type Finding = u16;
    type Sum = Sum;

    fn start(&self, id: u64, _day: Option<NaiveDate>) -> Sum {
        Sum {
            who: self.roster.who(id),
            found: 0,
            kept: 0,
            score: Err(Unscored::NotOnRoster),
        }
    }

    #[inline]
    fn find(&self, sum: &Sum, row: &fold::Row) -> Option<u16> {
        let (Some(_), Code::Icd10(code)) = (&sum.who, row.code) else {
            return None;
        };
        self.scorer.tables.codes.get(key::of_icd10(code))
    }

    #[inline]
    fn add(&self, sum: &mut Sum, finding: u16) {
        if let Some(who) = &sum.who {
            sum.found |= self.scorer.tables.after_edits(finding, who).0;
        }
    }

    fn finish(&mut self, sum: &mut Sum) {
        let Some(who) = &sum.who else {
            return;
        };
        sum.score = match self.scorer.score_found(who, sum.found) {
            Ok(score) => Ok((score.segment(), score.raw())),
            Err(fault) => Err(fault.into()),
        };
        if sum.score.is_ok() {
            sum.kept = self.scorer.work.kept;
        }
    }

    fn expected(&self) -> Vec<u64> {
        self.roster.numbers().collect()
    }
}

impl<'a, 'r> Patient<'a, Population<'r>> {
    /// The sum of all terms.
    ///
    /// # Errors
    ///
    /// When the roster has not the patient, or the model no segment for who it is.
    pub fn raw(&self) -> Result<Factor, Unscored> {
        self.sum.score.map(|(_, raw)| raw)
    }

    /// The segment.
    ///
    /// # Errors
    ///
    /// As of [`raw`](Patient::raw).
    pub fn segment(&self) -> Result<Segment, Unscored> {
        self.sum.score.map(|(segment, _)| segment)
    }

    /// The numbers of the categories that count; none without a score.
    pub fn categories(&self) -> impl Iterator<Item = u16> + use<'a, 'r> {
        self.scores.measure.scorer.tables.numbers(self.sum.kept)
    }

    /// The rows behind a category, also of one that was dropped.
    pub fn rows(&self, category: u16) -> impl Iterator<Item = u32> {
        self.evidence()
            .filter(move |evidence| evidence.categories().any(|own| own == category))
            .map(Evidence::row)
    }

    /// The whole score with its terms, what was dropped and why: of the codes of [`evidence`](Patient::evidence), in its order, read
    /// again from the columns that were scored. The scorer is best made of [`Population::scorer`].
    ///
    /// # Errors
    ///
    /// As of [`raw`](Patient::raw).
    pub fn explain<'s, T: AsRef<str>>(
        &self,
        columns: &Columns<'_, T>,
        scorer: &'s mut Scorer,
    ) -> Result<Score<'s>, Unscored> {
        let who = self.sum.who.ok_or(Unscored::NotOnRoster)?;
        let rows = self.evidence().filter_map(|evidence| {
            let code = columns.code_at(evidence.row())?;
            match code {
                Code::Icd10(code) => Some(code),
                Code::Icd9(_) => None,
            }
        });
        let codes: Vec<Icd10Cm> = rows.collect();
        Ok(scorer.score(&who, &codes)?)
    }
}

impl Population<'_> {
    /// A scorer with the same tables.
    #[must_use]
    pub fn scorer(&self) -> Scorer {
        Scorer::with_tables(Arc::clone(&self.scorer.tables))
    }
}

impl<'a, 'r> Evidence<'a, Population<'r>> {
    fn after_edits(self) -> (u128, Outcome) {
        let tables = &self.scores.measure.scorer.tables;
        let who = self.sum.who.as_ref();
        who.map_or((0, Outcome::NoCategory), |who| {
            tables.after_edits(self.finding, who)
        })
    }

    /// The categories of the row's code, after edits by sex and age.
    pub fn categories(self) -> impl Iterator<Item = u16> + use<'a, 'r> {
        let tables = &self.scores.measure.scorer.tables;
        tables.numbers(self.after_edits().0)
    }

    /// What became of the code.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        self.after_edits().1
    }
}
