use core::fmt;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::beneficiary::Beneficiary;
use super::demographics::{CELLS, Cells, DEMOGRAPHICS};
use super::entry::{Entry, entries};
use super::factor::Factor;
use super::interactions::{self, Who};
use super::model::Model;
use super::rows::Rows;
use super::score::Outcome;
use super::segment::Segment;
use crate::code_map::CodeMap;
use crate::key;

/// Which of the two sets of coefficients of RxHCC V08 is taken. The file of 2026 has both, mixed, and does not say what they are; they were
/// told apart by another table (`docs/conformance/risk.md`). What each is for is inferred: CMS announced a calibration for PACE, whose
/// models rest on older years, and one for all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Calibration {
    /// Of older years of data: treatments of hepatitis C and of multiple sclerosis weigh much. Taken to be that of PACE.
    Earlier,
    /// Of newer years, in which those became cheap and others dear, such as that of cystic fibrosis. Taken to be that of all other
    /// plans.
    #[default]
    Later,
}

impl Calibration {
    /// The second set comes after the first, and there need not be one.
    pub(super) const fn takes(self, which: u8) -> bool {
        match self {
            Calibration::Earlier => which == 0,
            Calibration::Later => true,
        }
    }
}

/// The tables of a model for a payment year, compiled.
pub struct ModelTables {
    pub(super) model: Model,
    year: i32,
    pub(super) categories: Vec<CategoryRow>,
    pub(super) codes: CodeMap,
    entries: Vec<Entry>,
    pub(super) interactions: Vec<InteractionRow>,
    /// By the number of the segment in [`Segment::ALL`].
    segments: Vec<Option<SegmentRow>>,
    /// Heart assist devices alone are no heart failure: V28's category 223 and those of which it needs one.
    pub(super) needing: Option<(usize, u128)>,
    /// Categories that the model does not have although the mapping does.
    pub(super) excluded: u128,
}

/// A category; sets of them are bits in a `u128`, by their place.
pub(super) struct CategoryRow {
    pub(super) number: u16,
    pub(super) label: String,
    /// Those that it drops.
    pub(super) below: u128,
}

pub(super) struct InteractionRow {
    pub(super) name: String,
    groups: Vec<u128>,
    who: Who,
}

impl InteractionRow {
    pub(super) fn holds(&self, categories: u128, who: &Beneficiary) -> bool {
        let of_them = match self.who {
            Who::All => true,
            Who::Disabled => who.is_disabled(),
            Who::NonAged => who.age < 65,
        };
        of_them && self.groups.iter().all(|group| categories & group != 0)
    }
}

/// The coefficients of a segment.
pub(super) struct SegmentRow {
    pub(super) cells: Vec<Option<(String, Factor)>>,
    pub(super) categories: Vec<Option<Factor>>,
    /// By their place in the table's.
    pub(super) interactions: Vec<(usize, Factor)>,
    /// By their place in [`DEMOGRAPHICS`].
    pub(super) demographics: Vec<(usize, Factor)>,
    /// Of 1 to 9, then of 10 and more categories.
    pub(super) counts: [Option<Factor>; 10],
}

pub(super) const COUNTS: [&str; 10] =
    ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10P"];

/// Tables cannot be compiled.
///
/// ```
/// use him_risk::hcc::{Model, YearTables};
///
/// let fault = YearTables::new(2027).build(Model::CmsHccV28).unwrap_err();
/// assert_eq!(fault.to_string(), "CMS-HCC Model V28 has no mapping of codes");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableFault {
    /// No code has a category of the model.
    #[error("{0} has no mapping of codes")]
    NoMapping(Model),
    /// No coefficient of a segment of the model is there.
    #[error("{0} has no coefficients")]
    NoCoefficients(Model),
    /// More categories than a model can have here.
    #[error("{model} has {found} categories, more than 128")]
    TooManyCategories {
        /// The model.
        model: Model,
        /// How many there are.
        found: usize,
    },
    /// More codes, or more kinds of codes, than a table can have here.
    #[error("{0} has more than 65,535 codes")]
    TooManyCodes(Model),
}

/// Of V28: it counts only with heart failure beside it (CMS's macro of 2024 on).
const HEART_ASSIST: u16 = 223;
const HEART_FAILURE: [u16; 5] = [221, 222, 224, 225, 226];

/// Everybody in the models of renal disease has these: dialysis status (V21's macro clears it) and renal failure. The coefficients of
/// all of them are 0.
const fn renal(model: Model) -> &'static [u16] {
    match model {
        Model::EsrdV21 => &[134],
        Model::EsrdV24 => &[134, 135, 136, 137],
        _ => &[],
    }
}

impl ModelTables {
    /// Of payment year 2026.
    ///
    /// The blob is unpacked and compiled at the first call of a program for the model, a matter of milliseconds.
    #[must_use]
    pub fn embedded(model: Model, calibration: Calibration) -> Arc<ModelTables> {
        static ALL: [[OnceLock<Arc<ModelTables>>; 2]; 7] =
            [const { [const { OnceLock::new() }; 2] }; 7];
        let make = || {
            let rows = Rows::embedded(model, calibration);
            let tables =
                rows.and_then(|(year, rows)| ModelTables::compile(model, year, &rows).ok());
            // Only a blob that does not fit gives empty tables; the tests read it whole.
            Arc::new(tables.unwrap_or_else(|| ModelTables::empty(model)))
        };
        let of_model = ALL.get(usize::from(model.number()));
        let place =
            of_model.and_then(|all| all.get(usize::from(calibration == Calibration::Later)));
        place.map_or_else(make, |place| Arc::clone(place.get_or_init(make)))
    }

    /// The model.
    #[must_use]
    pub const fn model(&self) -> Model {
        self.model
    }

    /// The payment year; 0 for tables without content.
    #[must_use]
    pub const fn payment_year(&self) -> i32 {
        self.year
    }

    /// The categories of the model with their labels, in the order of their numbers.
    pub fn categories(&self) -> impl ExactSizeIterator<Item = (u16, &str)> {
        let all = self.categories.iter();
        all.map(|category| (category.number, category.label.as_str()))
    }

    /// The categories of a code, before edits.
    pub fn of(&self, code: him_codes::Icd10Cm) -> impl Iterator<Item = u16> + '_ {
        let number = self.codes.get(key::of_icd10(code));
        let entry = number.and_then(|number| self.entries.get(usize::from(number)));
        self.numbers(entry.map_or(0, |entry| entry.categories))
    }

    /// The categories of an entry for a person, and what became of the code.
    pub(super) fn after_edits(&self, entry: u16, who: &Beneficiary) -> (u128, Outcome) {
        let entry = self.entries.get(usize::from(entry));
        entry.map_or((0, Outcome::NoCategory), |entry| entry.after_edits(who))
    }

    /// The numbers of categories.
    pub(super) fn numbers(&self, set: u128) -> impl Iterator<Item = u16> {
        Bits(set).filter_map(|place| Some(self.categories.get(place)?.number))
    }

    fn empty(model: Model) -> ModelTables {
        ModelTables {
            model,
            year: 0,
            categories: Vec::new(),
            codes: CodeMap::default(),
            entries: Vec::new(),
            interactions: Vec::new(),
            segments: Vec::new(),
            needing: None,
            excluded: 0,
        }
    }

    pub(super) fn compile(model: Model, year: i32, rows: &Rows) -> Result<ModelTables, TableFault> {
        if rows.mapping.is_empty() {
            return Err(TableFault::NoMapping(model));
        }
        let overrides = rows.edits.iter().filter_map(|edit| edit.category);
        let mapped = rows.mapping.iter().map(|(_, category)| *category);
        let numbers: BTreeSet<u16> = mapped.chain(overrides).chain(labelled(rows)).collect();
        let numbers: Vec<u16> = numbers.into_iter().collect();
        if numbers.len() > 128 {
            let found = numbers.len();
            return Err(TableFault::TooManyCategories { model, found });
        }
        let set = |of: &[u16]| {
            let places = of
                .iter()
                .filter_map(|number| numbers.binary_search(number).ok());
            places.fold(0_u128, |set, place| set | 1 << place)
        };
        let categories = numbers.iter().map(|number| {
            let below = rows.hierarchies.iter().filter(|(kept, _)| kept == number);
            let below: Vec<u16> = below.map(|(_, dropped)| *dropped).collect();
            CategoryRow {
                number: *number,
                label: rows.labels.get(number).cloned().unwrap_or_default(),
                below: set(&below),
            }
        });
        let (codes, entries) = entries(model, rows, &set)?;
        let interactions = interactions(model, rows, &numbers, &set);
        let segments = Segment::ALL
            .map(|segment| SegmentRow::compile(model, segment, rows, &numbers, &interactions));
        if segments.iter().all(Option::is_none) {
            return Err(TableFault::NoCoefficients(model));
        }
        let assist = numbers.binary_search(&HEART_ASSIST).ok();
        Ok(ModelTables {
            model,
            year,
            categories: categories.collect(),
            codes,
            entries,
            interactions,
            segments: segments.into(),
            needing: assist
                .filter(|_| model == Model::CmsHccV28)
                .map(|assist| (assist, set(&HEART_FAILURE))),
            excluded: set(renal(model)),
        })
    }

    pub(super) fn segment(&self, segment: Segment) -> Option<&SegmentRow> {
        let place = Segment::ALL.iter().position(|own| *own == segment)?;
        self.segments.get(place)?.as_ref()
    }
}

/// Categories that have a label and a coefficient, though no code maps to them.
fn labelled(rows: &Rows) -> impl Iterator<Item = u16> + '_ {
    rows.labels.keys().copied()
}

impl fmt::Debug for ModelTables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelTables")
            .field("model", &self.model)
            .field("year", &self.year)
            .finish_non_exhaustive()
    }
}

/// The places of the bits that are set.
#[derive(Clone, Copy)]
pub(super) struct Bits(pub(super) u128);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let place = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        Some(place as usize)
    }
}

fn interactions(
    model: Model,
    rows: &Rows,
    numbers: &[u16],
    set: &impl Fn(&[u16]) -> u128,
) -> Vec<InteractionRow> {
    let known = interactions::of(model).iter().map(|known| InteractionRow {
        name: known.name.to_owned(),
        groups: known.groups.iter().map(|group| set(group)).collect(),
        who: known.who,
    });
    // Part D names those of the institutional segment after their category.
    let of_category = |number: &u16| {
        let name = format!("NonAged_{}{number}", model.category_prefix());
        let key = format!("{}{name}", Segment::DrugInstitutional.prefix()).to_ascii_lowercase();
        rows.coefficients
            .contains_key(&key)
            .then(|| InteractionRow {
                name,
                groups: vec![set(&[*number])],
                who: Who::NonAged,
            })
    };
    known
        .chain(numbers.iter().filter_map(of_category))
        .collect()
}

impl SegmentRow {
    /// None when there is no coefficient of the segment.
    fn compile(
        model: Model,
        segment: Segment,
        rows: &Rows,
        numbers: &[u16],
        interactions: &[InteractionRow],
    ) -> Option<SegmentRow> {
        let prefix = segment.prefix();
        let find = |name: &str| rows.coefficients.get(&name.to_ascii_lowercase());
        let own = |name: &str| find(&format!("{prefix}{name}")).map(|(_, value)| *value);
        let kind = Cells::of(segment);
        let cells = (0..CELLS).map(|cell| {
            let name = kind.name(model, segment, cell)?;
            let value = own(&name)?;
            let shown = if name.is_empty() {
                prefix.to_owned()
            } else {
                name
            };
            Some((shown, value))
        });
        let cells: Vec<_> = cells.collect();
        if cells.iter().all(Option::is_none) {
            return None;
        }
        let letters = model.category_prefix();
        let categories = numbers
            .iter()
            .map(|number| own(&format!("{letters}{number}")));
        let of_interactions = interactions
            .iter()
            .enumerate()
            .filter_map(|(place, interaction)| Some((place, own(&interaction.name)?)));
        let demographics = DEMOGRAPHICS.iter().enumerate().filter_map(|(place, term)| {
            let value = if term.without_prefix.is_empty() {
                own(term.name)?
            } else if term.without_prefix.contains(&segment) {
                find(term.name)?.1
            } else {
                return None;
            };
            Some((place, value))
        });
        Some(SegmentRow {
            cells,
            categories: categories.collect(),
            interactions: of_interactions.collect(),
            demographics: demographics.collect(),
            counts: COUNTS.map(own),
        })
    }
}
