//! Messages that are de-identified together.

use std::fmt;

use super::syntax::{Delimiters, segments};
use super::writer::Writer;
use super::{Error, known};
use crate::naming::Names;
use crate::{
    Deidentified, ExpertDetermination, Identifiers, LimitedDataSet, Manifest, Policy, SafeHarbor,
    Scrubber, Workspace,
};

/// HL7 v2 messages, each segment ended by a carriage return. Made by de-identification alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Messages(String);

impl Messages {
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
impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Messages {{ {} bytes }}", self.0.len())
    }
}

/// Messages about the same people: a patient, a visit or an order has the same number in all of them.
pub struct Run<'p, P> {
    policy: &'p P,
    record: Identifiers,
    names: Names<'p>,
    workspace: Workspace,
}

impl<'p, P: Policy> Run<'p, P> {
    /// A run under a policy.
    pub fn new(policy: &'p P) -> Self {
        Run {
            policy,
            record: Identifiers::default(),
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

    /// The same with identifiers that the texts of all messages may quote.
    #[must_use]
    pub fn with_record(mut self, record: Identifiers) -> Self {
        self.record = record;
        self
    }

    /// De-identifies the messages of a text.
    pub fn deidentify(
        &mut self,
        text: &str,
    ) -> Result<(Deidentified<Messages, P>, Manifest), Error> {
        let all: Vec<&str> = segments(text).collect();
        let mut manifest = Manifest::default();
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        if all.is_empty() {
            return Err(Error::Empty);
        }
        while let Some(rest) = all.get(from..).filter(|rest| !rest.is_empty()) {
            // What frames messages to a batch names its sender.
            if rest.first().is_some_and(|first| {
                ["FHS", "BHS", "BTS", "FTS"]
                    .iter()
                    .any(|name| first.starts_with(name))
            }) {
                manifest.add("batch segment", crate::Disposition::Removed, 1);
                from += 1;
                continue;
            }
            let header = rest
                .first()
                .copied()
                .filter(|first| first.starts_with("MSH"));
            let delimiters = header
                .and_then(Delimiters::of)
                .ok_or(Error::NoHeader { segment: from + 1 })?;
            let frames = |segment: &&str| {
                ["MSH", "FHS", "BHS", "BTS", "FTS"]
                    .iter()
                    .any(|name| segment.starts_with(name))
            };
            let length = rest
                .iter()
                .skip(1)
                .position(frames)
                .map_or(rest.len(), |next| next + 1);
            let message = rest.get(..length).unwrap_or(rest);
            from += length;
            self.message(message, &delimiters, &mut out, &mut manifest)?;
        }
        Ok((
            Deidentified::new(Messages(out), self.policy.clone()),
            manifest,
        ))
    }

    fn message(
        &mut self,
        segments: &[&str],
        delimiters: &Delimiters,
        out: &mut String,
        manifest: &mut Manifest,
    ) -> Result<(), Error> {
        let mut identifiers = self.record.clone();
        let latest = known::add(segments, delimiters, &mut identifiers);
        let rules = self.policy.rules().up_to(latest);
        let mut writer = Writer {
            delimiters,
            rules: &rules,
            shift: None,
            identifiers: &identifiers,
            scrubber: Scrubber::new(&rules.harbor, &identifiers),
            terms: Scrubber::new(&rules.harbor, &identifiers).without_model(),
            workspace: &mut self.workspace,
            names: &mut self.names,
            manifest,
            out,
            value_type: String::new(),
            question: String::new(),
            age: false,
        };
        segments
            .iter()
            .try_for_each(|segment| writer.segment(segment))
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
    /// De-identifies HL7 v2 messages: see [`hl7v2`](crate::hl7v2).
    pub fn deidentify_hl7v2(
        &self,
        text: &str,
    ) -> Result<(Deidentified<Messages, SafeHarbor>, Manifest), Error> {
        Run::new(self).deidentify(text)
    }
}

impl LimitedDataSet {
    /// Makes a limited data set of HL7 v2 messages: see [`hl7v2`](crate::hl7v2).
    pub fn deidentify_hl7v2(
        &self,
        text: &str,
    ) -> Result<(Deidentified<Messages, LimitedDataSet>, Manifest), Error> {
        Run::new(self).deidentify(text)
    }
}

impl ExpertDetermination {
    /// De-identifies HL7 v2 messages as the expert has determined: see [`hl7v2`](crate::hl7v2).
    pub fn deidentify_hl7v2(
        &self,
        text: &str,
    ) -> Result<(Deidentified<Messages, ExpertDetermination>, Manifest), Error> {
        Run::new(self).deidentify(text)
    }
}
