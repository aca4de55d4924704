//! Documents that are de-identified together.

use std::collections::HashMap;
use std::fmt;

use super::json::Node;
use super::names::Resources;
use super::table::Table;
use super::writer::Writer;
use super::{Error, ErrorKind, known};
use crate::naming::{Assign, Names};
use crate::{
    Deidentified, ExpertDetermination, Identifiers, LimitedDataSet, Manifest, Policy, SafeHarbor,
    Scrubber, Workspace,
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
    names: Names,
    assign: Option<&'p mut dyn Assign>,
    workspace: Workspace,
}

impl<'p, P: Policy> Run<'p, P> {
    /// A run under a policy.
    pub fn new(policy: &'p P) -> Self {
        Run {
            policy,
            record: Identifiers::default(),
            names: Names::default(),
            assign: None,
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
        self.assign = Some(crosswalk);
        self
    }

    /// The same with identifiers that the texts of all documents may quote, where these do not hold them
    /// themselves: the lines of a bulk export hold the patient elsewhere.
    #[must_use]
    pub fn with_record(mut self, record: Identifiers) -> Self {
        self.record = record;
        self
    }

    /// De-identifies a resource, a bundle among them.
    pub fn deidentify(&mut self, json: &str) -> Result<(Deidentified<Json, P>, Manifest), Error> {
        let root = Node::read(json)?;
        let kind = root
            .get_text("resourceType")
            .and_then(|kind| Table::shared().resource(kind));
        if kind.is_none() {
            return Err(Error::new(ErrorKind::ResourceType));
        }
        let mut identifiers = self.record.clone();
        let latest = known::add(&root, &mut identifiers);
        let rules = self.policy.rules().up_to(latest);
        let resources = Resources::of(&root);
        for (kind, id) in &resources.all {
            self.names.of(kind, id, &rules, &mut self.assign)?;
        }
        let mut writer = Writer {
            rules: &rules,
            identifiers: &identifiers,
            scrubber: Scrubber::new(&rules.harbor, &identifiers),
            terms: Scrubber::new(&rules.harbor, &identifiers).without_model(),
            workspace: &mut self.workspace,
            resources: &resources,
            names: &mut self.names,
            assign: &mut self.assign,
            scrubbed: HashMap::new(),
            scrubbed_terms: HashMap::new(),
            manifest: Manifest::default(),
            out: String::with_capacity(json.len() / 2),
            place: super::writer::Place::default(),
            error: None,
        };
        writer.resource(&root, false);
        if let Some(error) = writer.error {
            return Err(error);
        }
        let (out, manifest) = (writer.out, writer.manifest);
        Ok((Deidentified::new(Json(out), self.policy.clone()), manifest))
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
