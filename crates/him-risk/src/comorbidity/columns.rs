use chrono::NaiveDate;

use super::conditions::{Condition, Conditions};
use super::index::Index;
use crate::columns::{Evidence, Patient, fold};

/// What the rows of a patient come to.
#[derive(Clone, Copy)]
pub struct Sum {
    found: u64,
    points: i32,
}

impl fold::Measure for Index {
    type Finding = u64;
    type Sum = Sum;

    fn start(&self, _id: u64, _day: Option<NaiveDate>) -> Sum {
        Sum {
            found: 0,
            points: 0,
        }
    }

    #[inline]
    fn find(&self, _sum: &Sum, row: &fold::Row) -> Option<u64> {
        let mask = self.scheme().of(row.code).mask();
        (mask != 0).then_some(mask)
    }

    #[inline]
    fn add(&self, sum: &mut Sum, finding: u64) {
        sum.found |= finding;
    }

    fn finish(&mut self, sum: &mut Sum) {
        sum.points = self.points(self.graded(sum.found));
    }
}

impl Index {
    fn graded(self, found: u64) -> Conditions {
        let scheme = self.scheme();
        scheme.graded(Conditions::new(scheme, found))
    }
}

impl Patient<'_, Index> {
    /// Every condition that a row falls into.
    #[must_use]
    pub fn found(&self) -> Conditions {
        Conditions::new(self.scores.measure.scheme(), self.sum.found)
    }

    /// Without those that a severe one dropped.
    #[must_use]
    pub fn counted(&self) -> Conditions {
        self.scores.measure.graded(self.sum.found)
    }

    /// The points of the conditions that count.
    #[must_use]
    pub fn points(&self) -> i32 {
        self.sum.points
    }

    /// The points of all that were found, as with [`Options::graded`](super::Options::graded) off.
    #[must_use]
    pub fn ungraded_points(&self) -> i32 {
        self.scores.measure.points(self.found())
    }

    /// The rows behind one condition.
    pub fn rows(&self, condition: Condition) -> impl Iterator<Item = u32> {
        self.evidence()
            .filter(move |evidence| evidence.conditions().contains(condition))
            .map(Evidence::row)
    }
}

impl Evidence<'_, Index> {
    /// What the row's code falls into.
    #[must_use]
    pub fn conditions(self) -> Conditions {
        Conditions::new(self.scores.measure.scheme(), self.finding)
    }
}
