use core::fmt;

use him_codes::Icd10Cm;

use super::demographics::DEMOGRAPHICS;
use super::factor::Factor;
use super::model::Model;
use super::payment::Payment;
use super::scorer::{Scorer, Source};
use super::segment::Segment;
use super::tables::{Bits, COUNTS};

/// The score of a beneficiary, and what it is made of. It is in its scorer's memory, until the next one.
#[derive(Clone, Copy)]
pub struct Score<'a> {
    pub(super) scorer: &'a Scorer,
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It has the categories of the mapping.
    Counts,
    /// It has another category, by an edit of sex or age.
    Reassigned,
    /// It does not count, by an edit of age.
    Invalid,
    /// It does not count, as the Medicare Code Editor does not accept it at this age.
    NotAtThisAge,
    /// The model has no category for it.
    NoCategory,
}

/// Why a category was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DroppedBy {
    /// By one above it in the hierarchy.
    Category {
        /// The model, which says how it is called.
        model: Model,
        /// The number of the one above.
        number: u16,
    },
    /// V28's heart assist devices, without heart failure beside them.
    NeedsHeartFailure,
    /// Renal failure in a model of renal disease, where everybody has it.
    RenalModel,
    /// It was not dropped.
    Unknown,
}

/// Prints `HCC37`, or the reason.
impl fmt::Display for DroppedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DroppedBy::Category { model, number } => {
                write!(f, "{}{number}", model.category_prefix())
            }
            DroppedBy::NeedsHeartFailure => f.write_str("no heart failure beside it"),
            DroppedBy::RenalModel => f.write_str("everybody in the model has it"),
            DroppedBy::Unknown => f.write_str("nothing"),
        }
    }
}

impl<'a> Score<'a> {
    /// The segment.
    #[must_use]
    pub fn segment(&self) -> Segment {
        // There is a score once a segment was taken.
        let segment = self.scorer.work.segment;
        segment.unwrap_or(Segment::CommunityNonDualAged)
    }

    /// The sum of all terms.
    #[must_use]
    pub fn raw(&self) -> Factor {
        self.scorer.work.raw
    }

    /// The score that is paid by.
    #[must_use]
    pub fn payment(&self, payment: &Payment) -> Factor {
        payment.of(self.raw())
    }

    /// What the sum is made of, terms that are 0 included.
    pub fn terms(&self) -> impl ExactSizeIterator<Item = Term<'a>> + use<'a> {
        let scorer = self.scorer;
        let terms = scorer.work.terms.iter();
        terms.map(move |(source, factor)| Term {
            scorer,
            source: *source,
            factor: *factor,
        })
    }

    /// The part of the sum that does not come from codes: the cell of age and sex, and status.
    #[must_use]
    pub fn demographic(&self) -> Factor {
        let own = |source: &Source| matches!(source, Source::Cell(_) | Source::Demographic(_));
        let terms = self.scorer.work.terms.iter();
        terms
            .filter(|(source, _)| own(source))
            .map(|(_, factor)| *factor)
            .sum()
    }

    /// The categories that count, in the order of their numbers. New enrollees have them too, and no coefficient for them.
    pub fn categories(&self) -> impl Iterator<Item = Category<'a>> + use<'a> {
        let scorer = self.scorer;
        Bits(scorer.work.kept).map(move |place| Category { scorer, place })
    }

    /// The categories that were dropped.
    pub fn dropped(&self) -> impl Iterator<Item = Dropped<'a>> + use<'a> {
        let scorer = self.scorer;
        let work = &scorer.work;
        Bits(work.found & !work.kept).map(move |place| Dropped {
            category: Category { scorer, place },
            by: work
                .dropped_by
                .get(place)
                .copied()
                .unwrap_or(DroppedBy::Unknown),
        })
    }

    /// What became of each code, in their order.
    pub fn codes(&self) -> impl ExactSizeIterator<Item = (Icd10Cm, Outcome)> + use<'a> {
        let codes = self.scorer.work.codes.iter();
        codes.map(|(code, _, outcome)| (*code, *outcome))
    }

    /// The places of the codes for which the model has no category.
    pub fn without_category(&self) -> impl Iterator<Item = usize> + use<'a> {
        let codes = self.scorer.work.codes.iter().enumerate();
        codes
            .filter(|(_, (.., outcome))| *outcome == Outcome::NoCategory)
            .map(|(place, _)| place)
    }
}

/// A score is a patient's; the segment is shown.
impl fmt::Debug for Score<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Score")
            .field("model", &self.scorer.tables.model)
            .field("segment", &self.segment())
            .finish_non_exhaustive()
    }
}

/// A term of a sum.
#[derive(Clone, Copy)]
pub struct Term<'a> {
    scorer: &'a Scorer,
    source: Source,
    factor: Factor,
}

impl Term<'_> {
    /// The coefficient.
    #[must_use]
    pub const fn factor(&self) -> Factor {
        self.factor
    }
}

/// Prints the name of the coefficient without the segment's prefix, and its value: `HCC37 0.166`.
impl fmt::Display for Term<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables = &self.scorer.tables;
        match self.source {
            Source::Cell(place) => {
                let segment = self.scorer.work.segment;
                let row = segment.and_then(|segment| tables.segment(segment));
                let cell = row.and_then(|row| row.cells.get(place)?.as_ref());
                f.write_str(cell.map_or("", |(name, _)| name))?;
            }
            Source::Demographic(place) => {
                f.write_str(DEMOGRAPHICS.get(place).map_or("", |term| term.name))?;
            }
            Source::Category(place) => {
                let number = tables.categories.get(place).map_or(0, |row| row.number);
                write!(f, "{}{number}", tables.model.category_prefix())?;
            }
            Source::Interaction(place) => {
                f.write_str(tables.interactions.get(place).map_or("", |row| &row.name))?;
            }
            Source::Count(place) => f.write_str(COUNTS.get(place).copied().unwrap_or_default())?,
        }
        write!(f, " {}", self.factor)
    }
}

impl fmt::Debug for Term<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Term([redacted])")
    }
}

/// A category of a score.
#[derive(Clone, Copy)]
pub struct Category<'a> {
    scorer: &'a Scorer,
    place: usize,
}

impl<'a> Category<'a> {
    /// Its number, such as 37.
    #[must_use]
    pub fn number(&self) -> u16 {
        let row = self.scorer.tables.categories.get(self.place);
        row.map_or(0, |row| row.number)
    }

    /// Its label, as CMS words it.
    #[must_use]
    pub fn label(&self) -> &'a str {
        let row = self.scorer.tables.categories.get(self.place);
        row.map_or("", |row| &row.label)
    }

    /// Its coefficient in the segment; none for new enrollees, and where the segment has none.
    #[must_use]
    pub fn factor(&self) -> Option<Factor> {
        let segment = self.scorer.work.segment?;
        let row = self.scorer.tables.segment(segment)?;
        row.categories.get(self.place).copied().flatten()
    }

    /// The codes behind it: their places, and themselves.
    pub fn codes(&self) -> impl Iterator<Item = (usize, Icd10Cm)> + use<'a> {
        let place = self.place;
        let codes = self.scorer.work.codes.iter().enumerate();
        codes
            .filter(move |(_, (_, categories, _))| categories >> place & 1 == 1)
            .map(|(at, (code, ..))| (at, *code))
    }
}

/// Prints `HCC37` or `RXHCC30`.
impl fmt::Display for Category<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = self.scorer.tables.model.category_prefix();
        write!(f, "{prefix}{}", self.number())
    }
}

impl fmt::Debug for Category<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Category([redacted])")
    }
}

/// A category that was dropped.
#[derive(Clone, Copy, Debug)]
pub struct Dropped<'a> {
    category: Category<'a>,
    by: DroppedBy,
}

impl<'a> Dropped<'a> {
    /// The category.
    #[must_use]
    pub const fn category(&self) -> Category<'a> {
        self.category
    }

    /// What dropped it.
    #[must_use]
    pub const fn by(&self) -> DroppedBy {
        self.by
    }
}
