use chrono::NaiveDate;
use him_codes::Icd10Cm;
use him_codes::icd10cm::ccsr::{self, Category};

use super::{Group, of_codes};
use crate::columns::{Evidence, Patient, fold};
use crate::diagnosis::Code;

/// The measure of columns by categories of the CCSR.
///
/// ```
/// use him_risk::ccsr::Ccsr;
/// use him_risk::columns::Columns;
///
/// let columns = Columns::new(&[4, 5, 4], &["A00.0", "R05.9", "a000"])?;
/// let scores = columns.score(Ccsr);
/// let of_four = scores.patients().next().unwrap();
/// let lines: Vec<String> = of_four.groups().iter().map(|group| format!("{} {:?}", group.category(), group.codes())).collect();
/// assert_eq!(lines, ["DIG001 [0, 2]", "INF003 [0, 2]"]);
/// # Ok::<(), him_risk::columns::ColumnFault>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Ccsr;

impl fold::Measure for Ccsr {
    type Finding = Option<Icd10Cm>;
    type Sum = ();

    fn start(&self, _id: u64, _day: Option<NaiveDate>) {}

    #[inline]
    fn find(&self, _sum: &(), row: &fold::Row) -> Option<Option<Icd10Cm>> {
        match row.code {
            Code::Icd10(code) if ccsr::of(code).len() != 0 => Some(Some(code)),
            _ => None,
        }
    }

    #[inline]
    fn add(&self, _sum: &mut (), _finding: Option<Icd10Cm>) {}

    fn finish(&mut self, _sum: &mut ()) {}
}

impl Patient<'_, Ccsr> {
    /// The categories of the patient's codes in the order of their codes, each with the rows behind it.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let codes = self.evidence().filter_map(|evidence| {
            let code = evidence.finding?;
            Some((evidence.row() as usize, Code::Icd10(code)))
        });
        of_codes(codes)
    }
}

impl Evidence<'_, Ccsr> {
    /// The categories of the row's code.
    pub fn categories(self) -> impl Iterator<Item = Category> {
        let code = self.finding.into_iter();
        code.flat_map(|code| ccsr::of(code).map(|assignment| assignment.category()))
    }
}
