use core::fmt;
use std::sync::Arc;

use super::beneficiary::Beneficiary;
use super::model::Model;
use super::scorer::Scorer;
use super::tables::{Calibration, ModelTables};
use crate::columns::Places;

/// Who the patients of [columns](crate::columns) are, by their numbers. Of two with one number the later counts.
///
/// ```
/// use him_risk::columns::Columns;
/// use him_risk::hcc::{Beneficiary, Dual, Model, Roster, Sex};
///
/// let man = Beneficiary::aged(71, Sex::Male)?;
/// let roster: Roster = [(1, man), (2, man.with_dual(Dual::Full))].into_iter().collect();
/// let columns = Columns::new(&[1, 1], &["E11.22", "e119"])?;
/// for model in [Model::CmsHccV24, Model::CmsHccV28] {
///     let scores = columns.score(roster.by(model));
///     // Also of those who have no diagnosis.
///     assert_eq!(scores.patients().filter(|patient| patient.raw().is_ok()).count(), 2);
/// }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Roster {
    people: Vec<(u64, Beneficiary)>,
    places: Places,
}

impl Roster {
    /// As a measure of columns, by the tables of payment year 2026.
    #[must_use]
    pub fn by(&self, model: Model) -> Population<'_> {
        self.by_tables(ModelTables::embedded(model, Calibration::default()))
    }

    /// As a measure of columns, by other tables.
    #[must_use]
    pub fn by_tables(&self, tables: Arc<ModelTables>) -> Population<'_> {
        Population {
            roster: self,
            scorer: Scorer::with_tables(tables),
        }
    }

    pub(super) fn who(&self, id: u64) -> Option<Beneficiary> {
        let place = self.places.get(&id)?;
        Some(self.people.get(*place as usize)?.1)
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = u64> {
        self.people.iter().map(|(id, _)| *id)
    }
}

impl Extend<(u64, Beneficiary)> for Roster {
    fn extend<I: IntoIterator<Item = (u64, Beneficiary)>>(&mut self, people: I) {
        for (id, who) in people {
            let next = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
            let place = *self.places.entry(id).or_insert(next);
            match self.people.get_mut(place as usize) {
                Some(person) => person.1 = who,
                None => self.people.push((id, who)),
            }
        }
    }
}

impl FromIterator<(u64, Beneficiary)> for Roster {
    fn from_iter<I: IntoIterator<Item = (u64, Beneficiary)>>(people: I) -> Roster {
        let mut roster = Roster::default();
        roster.extend(people);
        roster
    }
}

/// How many there are is shown.
impl fmt::Debug for Roster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Roster")
            .field("people", &self.people.len())
            .finish_non_exhaustive()
    }
}

/// A roster and the tables of a model: the measure of columns. Everybody of the roster has a score.
#[derive(Debug)]
pub struct Population<'a> {
    pub(super) roster: &'a Roster,
    pub(super) scorer: Scorer,
}
