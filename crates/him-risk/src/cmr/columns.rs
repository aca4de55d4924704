use chrono::NaiveDate;

use super::measure::Measure;
use super::measures::Measures;
use super::rules::{Found, software};
use crate::columns::{Evidence, Patient, fold};

/// Columns of discharges: the number of a row is that of its discharge, the first row of each the principal diagnosis, also
/// when its code cannot be read, and the day of that row the day of discharge. Without a column of indicators the measures
/// that need them are missing.
///
/// ```
/// use him_risk::Poa;
/// use him_risk::cmr::Discharges;
/// use him_risk::columns::Columns;
///
/// let codes = ["J18.9", "I50.9", "E11.9", "I50.9"];
/// let poa = [Some(Poa::Present), Some(Poa::Present), None, Some(Poa::Present)];
/// let columns = Columns::new(&[1, 1, 1, 2], &codes)?.with_poa(&poa)?;
/// let scores = columns.score(Discharges::default());
/// let lines: Vec<String> = scores.patients().map(|discharge| discharge.measures().to_string()).collect();
/// assert_eq!(lines, ["HF DIAB_UNCX", ""]);
/// # Ok::<(), him_risk::columns::ColumnFault>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Discharges {
    reports_poa: bool,
}

/// What the rows of a discharge come to.
#[derive(Clone, Copy)]
pub struct Sum {
    version: u32,
    found: Found,
}

impl fold::Measure for Discharges {
    type Finding = Found;
    type Sum = Sum;

    fn begin(&mut self, has_poa: bool) {
        self.reports_poa = has_poa;
    }

    fn start(&self, _id: u64, day: Option<NaiveDate>) -> Sum {
        Sum {
            version: software().version(day),
            found: Found::default(),
        }
    }

    #[inline]
    fn find(&self, sum: &Sum, row: &fold::Row) -> Option<Found> {
        if row.is_first {
            return None;
        }
        let poa = self.reports_poa.then_some(row.poa);
        let found = software().find(row.code, poa, sum.version);
        (!found.is_nothing()).then_some(found)
    }

    #[inline]
    fn add(&self, sum: &mut Sum, finding: Found) {
        sum.found.add(finding);
    }

    fn finish(&mut self, _sum: &mut Sum) {}
}

impl Patient<'_, Discharges> {
    /// The measures of the discharge.
    #[must_use]
    pub fn measures(&self) -> Measures {
        let reports_poa = self.scores.measure.reports_poa;
        software().measures(self.sum.found, reports_poa)
    }

    /// The rows that speak for a measure; also of one that an exclusion then took away.
    pub fn rows(&self, measure: Measure) -> impl Iterator<Item = u32> {
        self.evidence()
            .filter(move |evidence| evidence.finding.measures >> measure.number() & 1 == 1)
            .map(Evidence::row)
    }
}
