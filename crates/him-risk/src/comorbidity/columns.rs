use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

use chrono::NaiveDate;
use him_codes::{Icd9Cm, Icd10Cm};

use super::conditions::{Condition, Conditions};
use super::index::Index;
use crate::diagnosis::{Code, Diagnosis, Poa, PoaRule};
use crate::window::Window;

/// Columns of diagnoses: a row is a patient, a code, a day.
///
/// ```
/// use him_risk::comorbidity::{Columns, Index};
///
/// let (patients, codes) = ([7, 3, 7], ["I50.9", "E119", "not a code"]);
/// let scores = Columns::new(&patients, &codes)?.score(Index::CHARLSON_QUAN_2005);
/// let of_seven = scores.patients().next().unwrap();
/// assert_eq!((of_seven.id(), of_seven.points()), (7, 1));
/// assert_eq!(of_seven.evidence().next().unwrap().row(), 0);
/// assert_eq!(scores.unread(), [2]);
/// # Ok::<(), him_risk::comorbidity::ColumnFault>(())
/// ```
#[derive(Clone, Copy)]
pub struct Columns<'a, T> {
    patients: &'a [u64],
    codes: &'a [T],
    days: Option<&'a [NaiveDate]>,
    poa: Option<(&'a [Option<Poa>], PoaRule)>,
    window: Window,
    icd9: bool,
    graded: bool,
}

/// Rows are of patients; their number is shown.
impl<T> core::fmt::Debug for Columns<'_, T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Columns")
            .field("rows", &self.patients.len())
            .finish_non_exhaustive()
    }
}

/// Columns do not fit together.
///
/// ```
/// use him_risk::comorbidity::Columns;
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
    /// Of patients, by numbers of the caller's, in any order, and codes of ICD-10.
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
            window: Window::ALL,
            icd9: false,
            graded: true,
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

    /// With the day of each row, of which those in the window count.
    ///
    /// # Errors
    ///
    /// When there are not as many days as patients.
    pub fn in_window(
        mut self,
        days: &'a [NaiveDate],
        window: Window,
    ) -> Result<Columns<'a, T>, ColumnFault> {
        self.days = Some(days);
        self.window = window;
        self.fits("days", days.len())
    }

    /// With the present-on-admission indicator of each row.
    ///
    /// # Errors
    ///
    /// When there are not as many indicators as patients.
    pub fn with_poa(
        mut self,
        poa: &'a [Option<Poa>],
        rule: PoaRule,
    ) -> Result<Columns<'a, T>, ColumnFault> {
        self.poa = Some((poa, rule));
        self.fits("indicators", poa.len())
    }

    /// The codes are of ICD-9-CM.
    #[must_use]
    pub const fn icd9(mut self) -> Columns<'a, T> {
        self.icd9 = true;
        self
    }

    /// Whether a severe condition drops the mild one; it does unless told otherwise.
    #[must_use]
    pub const fn graded(mut self, graded: bool) -> Columns<'a, T> {
        self.graded = graded;
        self
    }

    /// The score of every patient, in the order in which they come first.
    #[must_use]
    pub fn score(&self, index: Index) -> ColumnScores {
        let scheme = index.scheme();
        let mut places: HashMap<u64, u32, BuildHasherDefault<Spread>> = HashMap::default();
        // A guess that saves copying: about every third row of claims speaks of a comorbidity.
        let mut rows = Vec::with_capacity(self.patients.len() / 3);
        let mut unread = Vec::new();
        // Patients, and of each what was found; then the rows that found something, with the patient's place.
        let mut patients: Vec<(u64, u64)> = Vec::new();
        let mut last = None;
        for (row, (id, text)) in self.patients.iter().zip(self.codes).enumerate() {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            let place = match last {
                Some((of, place)) if of == *id => place,
                _ => match places.entry(*id) {
                    Entry::Occupied(entry) => *entry.get(),
                    Entry::Vacant(entry) => {
                        let place = u32::try_from(patients.len()).unwrap_or(u32::MAX);
                        patients.push((*id, 0));
                        *entry.insert(place)
                    }
                },
            };
            last = Some((*id, place));
            let Some(code) = self.code(text.as_ref()) else {
                unread.push(row);
                continue;
            };
            let mask = scheme.of(code).mask();
            if mask == 0 || !self.counts(row as usize, code) {
                continue;
            }
            if let Some((_, found)) = patients.get_mut(place as usize) {
                *found |= mask;
            }
            rows.push((place, row, mask));
        }
        let points = index.all_points();
        let scored = patients.into_iter().map(|(id, found)| {
            let found = Conditions::new(scheme, found);
            let counted = if self.graded {
                scheme.graded(found)
            } else {
                found
            };
            let mut sum = 0;
            for condition in counted {
                sum += points
                    .get(usize::from(condition.number()))
                    .copied()
                    .unwrap_or_default();
            }
            (id, found, counted, sum)
        });
        let scored: Vec<_> = scored.collect();
        let (evidence, starts) = by_patient(&rows, scored.len());
        ColumnScores {
            index,
            scored,
            evidence,
            starts,
            unread,
        }
    }

    #[inline]
    fn code(&self, text: &str) -> Option<Code> {
        if self.icd9 {
            Icd9Cm::try_new(text).ok().map(Code::Icd9)
        } else {
            Icd10Cm::try_new(text).ok().map(Code::Icd10)
        }
    }

    /// Whether the row counts by its day and its indicator.
    #[inline]
    fn counts(&self, row: usize, code: Code) -> bool {
        if self.days.is_none() && self.poa.is_none() {
            return true;
        }
        let day = self.days.and_then(|days| days.get(row)).copied();
        if !self.window.holds(day) {
            return false;
        }
        let Some((poa, rule)) = self.poa else {
            return true;
        };
        let mut diagnosis = Diagnosis::new(code);
        if let Some(day) = day {
            diagnosis = diagnosis.on(day);
        }
        if let Some(poa) = poa.get(row).copied().flatten() {
            diagnosis = diagnosis.with_poa(poa);
        }
        diagnosis.counts(rule)
    }
}

/// Rows in the order of their patients' places, and where the rows of each patient start.
fn by_patient(rows: &[(u32, u32, u64)], patients: usize) -> (Vec<(u32, u64)>, Vec<u32>) {
    let mut starts = vec![0_u32; patients + 1];
    for (place, ..) in rows {
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
    let mut sorted = vec![(0, 0); rows.len()];
    for (place, row, mask) in rows {
        let Some(at) = next.get_mut(*place as usize) else {
            continue;
        };
        if let Some(cell) = sorted.get_mut(*at as usize) {
            *cell = (*row, *mask);
        }
        *at += 1;
    }
    (sorted, starts)
}

/// The scores of [`Columns`].
#[derive(Clone)]
pub struct ColumnScores {
    index: Index,
    /// Number of the patient, found, counted, points.
    scored: Vec<(u64, Conditions, Conditions, i32)>,
    evidence: Vec<(u32, u64)>,
    starts: Vec<u32>,
    unread: Vec<u32>,
}

impl ColumnScores {
    /// The index.
    #[must_use]
    pub const fn index(&self) -> Index {
        self.index
    }

    /// Every patient, in the order in which they come first.
    pub fn patients(&self) -> impl ExactSizeIterator<Item = Patient<'_>> {
        (0..self.scored.len()).map(|place| Patient {
            scores: self,
            place,
        })
    }

    /// The rows whose text is no code, in their order.
    #[must_use]
    pub fn unread(&self) -> &[u32] {
        &self.unread
    }
}

/// Conditions are a patient's; only sizes are shown.
impl core::fmt::Debug for ColumnScores {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ColumnScores")
            .field("index", &self.index)
            .field("patients", &self.scored.len())
            .field("unread", &self.unread.len())
            .finish()
    }
}

/// A patient of [`ColumnScores`].
#[derive(Clone, Copy)]
pub struct Patient<'a> {
    scores: &'a ColumnScores,
    place: usize,
}

impl<'a> Patient<'a> {
    fn row(&self) -> (u64, Conditions, Conditions, i32) {
        let none = Conditions::none(self.scores.index.scheme());
        let row = self.scores.scored.get(self.place);
        row.copied().unwrap_or((0, none, none, 0))
    }

    /// The caller's number.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.row().0
    }

    /// Every condition that a row falls into.
    #[must_use]
    pub fn found(&self) -> Conditions {
        self.row().1
    }

    /// Without those that a severe one dropped.
    #[must_use]
    pub fn counted(&self) -> Conditions {
        self.row().2
    }

    /// The points of the conditions.
    #[must_use]
    pub fn points(&self) -> i32 {
        self.row().3
    }

    /// The rows behind the conditions, in their order.
    pub fn evidence(&self) -> impl ExactSizeIterator<Item = Evidence> + use<'a> {
        let start = |place: usize| self.scores.starts.get(place).map_or(0, |at| *at as usize);
        let range = start(self.place)..start(self.place + 1);
        let scheme = self.scores.index.scheme();
        let rows = self.scores.evidence.get(range).unwrap_or_default();
        rows.iter().map(move |(row, mask)| Evidence {
            row: *row,
            conditions: Conditions::new(scheme, *mask),
        })
    }

    /// The rows behind one condition.
    pub fn rows(&self, condition: Condition) -> impl Iterator<Item = u32> + use<'a> {
        self.evidence()
            .filter(move |evidence| evidence.conditions.contains(condition))
            .map(|evidence| evidence.row)
    }
}

impl core::fmt::Debug for Patient<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Patient([redacted])")
    }
}

/// A row that a score rests on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    row: u32,
    conditions: Conditions,
}

impl Evidence {
    /// The row, from 0.
    #[must_use]
    pub const fn row(self) -> u32 {
        self.row
    }

    /// What its code falls into.
    #[must_use]
    pub const fn conditions(self) -> Conditions {
        self.conditions
    }
}

/// What a row says of a patient is not shown.
impl core::fmt::Debug for Evidence {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Evidence")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

/// Numbers of patients are often counted up; one multiplication spreads them well enough, and is ten times as fast as the
/// standard hash. Chosen numbers could make it slow, never wrong.
#[derive(Clone, Copy, Debug, Default)]
struct Spread(u64);

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
