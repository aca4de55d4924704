//! Documents that are de-identified together.

use std::fmt;
use std::io::{self, BufRead};

use super::draft::Draft;
use super::records::Records;
use super::{Error, ErrorKind};
use crate::naming::Names;
use crate::{
    Deidentified, ExpertDetermination, Identifiers, LimitedDataSet, Line, LineStream, Manifest,
    Policy, SafeHarbor, Workspace,
};

/// A resource of FHIR as JSON in one line. Made by de-identification alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Json(String);

impl Json {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The size only: what was de-identified may still hold what no rule knew.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json {{ {} bytes }}", self.0.len())
    }
}

/// Documents whose resources refer to each other: bundles, or the lines of a bulk export.
///
/// The same resource has the same name in all of them, whichever file it stands in.
///
/// ```
/// use chrono::NaiveDate;
/// use him_deid::SafeHarbor;
/// use him_deid::fhir::Run;
///
/// let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?);
/// let mut run = Run::new(&policy);
/// let (patient, _) = run.deidentify(r#"{"resourceType":"Patient","id":"p-17"}"#)?;
/// let (visit, _) =
///     run.deidentify(r#"{"resourceType":"Encounter","id":"e-9","subject":{"reference":"Patient/p-17"}}"#)?;
/// assert_eq!(patient.content().as_str(), r#"{"resourceType":"Patient","id":"1"}"#);
/// assert_eq!(
///     visit.content().as_str(),
///     r#"{"resourceType":"Encounter","id":"1","subject":{"reference":"Patient/1"}}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Run<'p, P> {
    policy: &'p P,
    record: Identifiers,
    records: Option<&'p Records>,
    names: Names<'p>,
    workspace: Workspace,
}

impl<'p, P: Policy> Run<'p, P> {
    /// A run under a policy.
    pub fn new(policy: &'p P) -> Self {
        Run {
            policy,
            record: Identifiers::default(),
            records: None,
            names: Names::default(),
            workspace: Workspace::default(),
        }
    }

    /// The same with the random codes of a crosswalk for ids, which finds the same codes in a later run.
    #[cfg(feature = "pseudonyms")]
    #[must_use]
    pub fn with_crosswalk<R: crate::RandomSource>(
        mut self,
        crosswalk: &'p mut crate::Crosswalk<R>,
    ) -> Self {
        self.names.assigned_by(crosswalk);
        self
    }

    /// The same with identifiers that the texts of all documents may quote, where these do not hold them
    /// themselves: the lines of a bulk export hold the patient elsewhere.
    #[must_use]
    pub fn with_record(mut self, record: Identifiers) -> Self {
        self.record = record;
        self
    }

    /// The same with what other documents say of the patients of each: see [`Records`].
    #[must_use]
    pub const fn with_records(mut self, records: &'p Records) -> Self {
        self.records = Some(records);
        self
    }

    /// De-identifies a resource, a bundle among them.
    pub fn deidentify(&mut self, json: &str) -> Result<(Deidentified<Json, P>, Manifest), Error> {
        let draft = Draft::of(
            json,
            self.policy,
            &self.record,
            self.records,
            &mut self.workspace,
        )?;
        self.finish(draft)
    }

    fn finish(&mut self, draft: Draft) -> Result<(Deidentified<Json, P>, Manifest), Error> {
        let (out, manifest) = draft.filled(&mut self.names)?;
        Ok((Deidentified::new(Json(out), self.policy.clone()), manifest))
    }

    /// De-identifies resources one a line (`application/fhir+ndjson`), in memory bounded by the longest line,
    /// and hands them on in their order, each with the number of its line from 1. Blank lines are passed over; a
    /// line that cannot be read is handed on as an error, and the others are answered.
    ///
    /// With the feature `parallel` several threads share the work; what they make is the same.
    ///
    /// # Errors
    /// What reading comes to, or `take`.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use him_deid::SafeHarbor;
    /// use him_deid::fhir::Run;
    ///
    /// // Invented.
    /// let lines = br#"{"resourceType":"Patient","id":"p-17","birthDate":"1961-05-04"}
    /// {"resourceType":"Patient"
    /// {"resourceType":"Patient","id":"p-18"}"#;
    /// let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?);
    /// let mut out = Vec::new();
    /// Run::new(&policy).deidentify_lines(&lines[..], |line, outcome| {
    ///     out.push(match outcome {
    ///         Ok((resource, _)) => format!("{line}: {}", resource.content().as_str()),
    ///         Err(error) => format!("{line}: {error}"),
    ///     });
    ///     Ok(())
    /// })?;
    /// assert_eq!(out, [
    ///     r#"1: {"resourceType":"Patient","id":"1","birthDate":"1961"}"#,
    ///     "2: not JSON from line 1, column 25 on",
    ///     r#"3: {"resourceType":"Patient","id":"2"}"#,
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn deidentify_lines<T>(&mut self, from: impl BufRead, mut take: T) -> io::Result<u64>
    where
        P: Sync,
        T: FnMut(u64, Result<(Deidentified<Json, P>, Manifest), Error>) -> io::Result<()>,
    {
        let (policy, record) = (self.policy, std::mem::take(&mut self.record));
        let records = self.records;
        let each = |line: Line<'_>, workspace: &mut Workspace| {
            if line.too_long {
                return Some((line.number, Err(Error::new(ErrorKind::TooLong))));
            }
            let Ok(text) = std::str::from_utf8(line.bytes) else {
                return Some((line.number, Err(Error::new(ErrorKind::NotUtf8))));
            };
            // Some programs put a mark before the first line.
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            let draft = || Draft::of(text, policy, &record, records, workspace);
            (!text.trim().is_empty())
                .then(draft)
                .map(|draft| (line.number, draft))
        };
        let outcome = LineStream::new().run(from, each, |answer| {
            let Some((line, draft)) = answer else {
                return Ok(());
            };
            take(line, draft.and_then(|draft| self.finish(draft)))
        });
        self.record = record;
        outcome
    }
}

impl<P: fmt::Debug> fmt::Debug for Run<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("policy", self.policy)
            .finish_non_exhaustive()
    }
}

impl SafeHarbor {
    /// De-identifies one resource of FHIR R4, a bundle among them: see [`fhir`](crate::fhir).
    pub fn deidentify_fhir(
        &self,
        json: &str,
    ) -> Result<(Deidentified<Json, SafeHarbor>, Manifest), Error> {
        Run::new(self).deidentify(json)
    }
}

impl LimitedDataSet {
    /// Makes a limited data set of one resource of FHIR R4: see [`fhir`](crate::fhir).
    pub fn deidentify_fhir(
        &self,
        json: &str,
    ) -> Result<(Deidentified<Json, LimitedDataSet>, Manifest), Error> {
        Run::new(self).deidentify(json)
    }
}

impl ExpertDetermination {
    /// De-identifies one resource of FHIR R4 as the expert has determined: see [`fhir`](crate::fhir).
    pub fn deidentify_fhir(
        &self,
        json: &str,
    ) -> Result<(Deidentified<Json, ExpertDetermination>, Manifest), Error> {
        Run::new(self).deidentify(json)
    }
}
