//! Columns of a million rows - patient, code, day, indicator - scored by any measure of this crate: a comorbidity
//! [`Index`](crate::comorbidity::Index), AHRQ's software over [`Discharges`](crate::cmr::Discharges), the categories of
//! [`Ccsr`](crate::ccsr::Ccsr), the models of CMS for a [`Roster`](crate::hcc::Roster) of beneficiaries.
//!
//! ```
//! use him_risk::columns::Columns;
//! use him_risk::comorbidity::Index;
//! use him_risk::hcc::{Beneficiary, Model, Roster, Sex};
//!
//! let (patients, codes) = ([7, 3, 7], ["I50.9", "E119", "not a code"]);
//! let columns = Columns::new(&patients, &codes)?;
//!
//! let scores = columns.score(Index::CHARLSON_QUAN_2005);
//! let of_seven = scores.patients().next().unwrap();
//! assert_eq!((of_seven.id(), of_seven.points()), (7, 1));
//! assert_eq!(of_seven.evidence().next().unwrap().row(), 0);
//! assert_eq!(scores.unread(), [2]);
//!
//! let roster: Roster = [(7, Beneficiary::aged(80, Sex::Female)?)].into_iter().collect();
//! let scores = columns.score(roster.by(Model::CmsHccV28));
//! let raw: Vec<_> = scores.patients().map(|patient| patient.raw().ok().map(|raw| raw.to_string())).collect();
//! assert_eq!(raw, [Some("0.884".to_owned()), None]);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! A score is what the functions for a single patient say of the patient's rows. The rows behind it are kept, and listed on
//! request.

mod scores;

use core::fmt;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

use chrono::NaiveDate;
use him_codes::{Icd9Cm, Icd10Cm};

pub use self::scores::{Evidence, Patient, Scores};
use crate::diagnosis::{Code, Diagnosis, Poa};
use crate::selection::Selection;

/// What columns can be scored by. The measures of this crate are all there are.
pub trait Measure: fold::Measure {}

impl<M: fold::Measure> Measure for M {}

/// How a measure goes through rows.
pub(crate) mod fold {
    use chrono::NaiveDate;

    use crate::diagnosis::{Code, Poa};

    /// A row that could be read.
    #[derive(Clone, Copy)]
    pub struct Row {
        pub code: Code,
        pub poa: Option<Poa>,
        /// No row of the patient came before it.
        pub is_first: bool,
    }

    /// A measure.
    pub trait Measure {
        /// What a row says of its patient.
        type Finding: Copy + Default;
        /// What the rows of a patient come to.
        type Sum;

        /// A patient, with the day of the first row.
        fn start(&self, id: u64, day: Option<NaiveDate>) -> Self::Sum;

        /// What the row says; none when it says nothing.
        fn find(&self, sum: &Self::Sum, row: &Row) -> Option<Self::Finding>;

        /// Puts it to the patient's.
        fn add(&self, sum: &mut Self::Sum, finding: Self::Finding);

        /// When all rows of the patient were read.
        fn finish(&mut self, sum: &mut Self::Sum);

        /// Before the first row; whether the rows carry indicators.
        fn begin(&mut self, _has_poa: bool) {}

        /// Patients who have a score also without a row.
        fn expected(&self) -> Vec<u64> {
            Vec::new()
        }
    }
}

/// Columns of diagnoses: a row is a patient, a code, and where there are such columns a day and an indicator.
#[derive(Clone, Copy)]
pub struct Columns<'a, T> {
    patients: &'a [u64],
    codes: &'a [T],
    days: Option<&'a [Option<NaiveDate>]>,
    poa: Option<&'a [Option<Poa>]>,
    selection: Selection,
    icd9: bool,
}

/// Rows are of patients; their number is shown.
impl<T> fmt::Debug for Columns<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Columns")
            .field("rows", &self.patients.len())
            .finish_non_exhaustive()
    }
}

/// Columns do not fit together.
///
/// ```
/// use him_risk::columns::Columns;
///
/// let fault = Columns::new(&[1, 2], &["I50.9"]).unwrap_err();
/// assert_eq!(fault.to_string(), "2 patients, but 1 codes: columns must have the same length");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rows} patients, but {found} {column}: columns must have the same length")]
pub struct ColumnFault {
    rows: usize,
    column: &'static str,
    found: usize,
}

impl<'a, T: AsRef<str>> Columns<'a, T> {
    /// Of patients, by numbers of the caller's, in any order, and codes of ICD-10. For AHRQ's software a patient is a discharge.
    ///
    /// # Errors
    ///
    /// When there are not as many codes as patients.
    pub fn new(patients: &'a [u64], codes: &'a [T]) -> Result<Columns<'a, T>, ColumnFault> {
        let columns = Columns {
            patients,
            codes,
            days: None,
            poa: None,
            selection: Selection::default(),
            icd9: false,
        };
        columns.fits("codes", codes.len())
    }

    fn fits(self, column: &'static str, found: usize) -> Result<Columns<'a, T>, ColumnFault> {
        let rows = self.patients.len();
        if rows == found {
            Ok(self)
        } else {
            Err(ColumnFault {
                rows,
                column,
                found,
            })
        }
    }

    /// With the day of each row.
    ///
    /// # Errors
    ///
    /// When there are not as many days as patients.
    pub fn with_days(
        mut self,
        days: &'a [Option<NaiveDate>],
    ) -> Result<Columns<'a, T>, ColumnFault> {
        self.days = Some(days);
        self.fits("days", days.len())
    }

    /// With the present-on-admission indicator of each row.
    ///
    /// # Errors
    ///
    /// When there are not as many indicators as patients.
    pub fn with_poa(mut self, poa: &'a [Option<Poa>]) -> Result<Columns<'a, T>, ColumnFault> {
        self.poa = Some(poa);
        self.fits("indicators", poa.len())
    }

    /// Only the rows that the selection holds count, by their day and indicator.
    #[must_use]
    pub fn selecting(mut self, selection: impl Into<Selection>) -> Columns<'a, T> {
        self.selection = selection.into();
        self
    }

    /// The codes are of ICD-9-CM.
    #[must_use]
    pub const fn icd9(mut self) -> Columns<'a, T> {
        self.icd9 = true;
        self
    }

    /// The score of every patient, in the order in which they come first.
    #[must_use]
    pub fn score<M: Measure>(&self, mut measure: M) -> Scores<M> {
        measure.begin(self.poa.is_some());
        let all = self.selection.is_all();
        let mut places = Places::default();
        // A guess that saves copying: about every third row of claims says something.
        let mut found = Vec::with_capacity(self.patients.len() / 3);
        let mut unread = Vec::new();
        let mut patients: Vec<(u64, M::Sum)> = Vec::new();
        let mut last = None;
        for (at, (id, text)) in self.patients.iter().zip(self.codes).enumerate() {
            let row = u32::try_from(at).unwrap_or(u32::MAX);
            let mut is_first = false;
            let place = match last {
                Some((of, place)) if of == *id => place,
                _ => match places.entry(*id) {
                    Entry::Occupied(entry) => *entry.get(),
                    Entry::Vacant(entry) => {
                        let place = u32::try_from(patients.len()).unwrap_or(u32::MAX);
                        is_first = true;
                        patients.push((*id, measure.start(*id, self.day(at))));
                        *entry.insert(place)
                    }
                },
            };
            last = Some((*id, place));
            let Some(code) = self.code(text.as_ref()) else {
                unread.push(row);
                continue;
            };
            let Some((_, sum)) = patients.get_mut(place as usize) else {
                continue;
            };
            let poa = self.poa(at);
            let of_row = fold::Row {
                code,
                poa,
                is_first,
            };
            let Some(finding) = measure.find(sum, &of_row) else {
                continue;
            };
            if all || self.counts(at, code, poa) {
                measure.add(sum, finding);
                found.push((place, row, finding));
            }
        }
        for id in measure.expected() {
            if let Entry::Vacant(entry) = places.entry(id) {
                entry.insert(0);
                patients.push((id, measure.start(id, None)));
            }
        }
        for (_, sum) in &mut patients {
            measure.finish(sum);
        }
        Scores::new(measure, patients, &found, unread)
    }

    /// The code of a row.
    pub(crate) fn code_at(&self, row: u32) -> Option<Code> {
        self.code(self.codes.get(row as usize)?.as_ref())
    }

    #[inline]
    fn code(&self, text: &str) -> Option<Code> {
        if self.icd9 {
            Icd9Cm::try_new(text).ok().map(Code::Icd9)
        } else {
            Icd10Cm::try_new(text).ok().map(Code::Icd10)
        }
    }

    #[inline]
    fn day(&self, row: usize) -> Option<NaiveDate> {
        self.days.and_then(|days| days.get(row)).copied().flatten()
    }

    #[inline]
    fn poa(&self, row: usize) -> Option<Poa> {
        self.poa.and_then(|poa| poa.get(row)).copied().flatten()
    }

    /// Whether the row counts by its day and its indicator.
    #[inline]
    fn counts(&self, row: usize, code: Code, poa: Option<Poa>) -> bool {
        let mut diagnosis = Diagnosis::new(code);
        if let Some(day) = self.day(row) {
            diagnosis = diagnosis.on(day);
        }
        if let Some(poa) = poa {
            diagnosis = diagnosis.with_poa(poa);
        }
        self.selection.holds(&diagnosis)
    }
}

/// Numbers of patients, and their places.
pub(crate) type Places = HashMap<u64, u32, BuildHasherDefault<Spread>>;

/// Numbers of patients are often counted up; one multiplication spreads them well enough, and is ten times as fast as the
/// standard hash. Chosen numbers could make it slow, never wrong.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(self.0 ^ u64::from(*byte));
        }
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        let product = u128::from(number ^ 0x517c_c1b7_2722_0a95) * 0x9e37_79b9_7f4a_7c15_u128;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}
