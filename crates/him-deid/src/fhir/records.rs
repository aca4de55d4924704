//! What some documents say of patients, for the texts of others.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use super::json::Node;
use super::names::Resources;
use super::{Error, known};
use crate::Identifiers;

/// What the resources of a bulk export say of each patient: the notes stand in one file, the names in another.
///
/// Kept are `Patient`, `Person`, `RelatedPerson`, `Coverage`, `Account` and `Device`, as they are, in memory; all else is
/// passed over. A bundle counts as a whole for each of its patients. They hold protected health information and are no part
/// of a result.
///
/// ```
/// use chrono::NaiveDate;
/// use him_deid::SafeHarbor;
/// use him_deid::fhir::{Records, Run};
///
/// // Invented.
/// let mut records = Records::new();
/// records.add(r#"{"resourceType":"Patient","id":"p-17","name":[{"family":"Quillworth"}]}"#)?;
/// records.add(r#"{"resourceType":"RelatedPerson","patient":{"reference":"Patient/p-17"},"name":[{"given":["Zorvex"]}]}"#)?;
///
/// let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?);
/// let mut run = Run::new(&policy).with_records(&records);
/// let (note, _) = run.deidentify(
///     r#"{"resourceType":"Observation","subject":{"reference":"Patient/p-17"},"valueString":"quillworth came with zorvex"}"#,
/// )?;
/// assert!(note.content().as_str().contains("[NAME] came with [NAME]"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct Records {
    /// By the id of the patient.
    of_patients: HashMap<Box<str>, Vec<Arc<str>>>,
}

impl Records {
    /// None yet.
    pub fn new() -> Self {
        Records::default()
    }

    /// Adds a resource, or those of a bundle.
    pub fn add(&mut self, json: &str) -> Result<(), Error> {
        let root = Node::read(json)?;
        let resources = Resources::of(&root);
        let told: Vec<&str> = patients(&root, &resources, |kind| KEPT.contains(&kind)).collect();
        if told.is_empty() {
            return Ok(());
        }
        // A bundle of many patients is held once.
        let shared: Arc<str> = json.into();
        for patient in BTreeSet::from_iter(told) {
            let of = self.of_patients.entry(patient.into()).or_default();
            of.push(Arc::clone(&shared));
        }
        Ok(())
    }

    /// How many patients there are.
    pub fn len(&self) -> usize {
        self.of_patients.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.of_patients.is_empty()
    }

    /// Adds what is known of the patients whom a document is about.
    pub(super) fn add_to(
        &self,
        root: &Node<'_>,
        resources: &Resources<'_>,
        known: &mut Identifiers,
    ) {
        let about: BTreeSet<&str> = patients(root, resources, |_| true).collect();
        let all = about.into_iter().filter_map(|id| self.of_patients.get(id));
        all.flatten()
            .for_each(|json| known::add_identifiers(json, known));
    }
}

/// The patients alone: what is said of them is nobody's business.
impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records")
            .field("patients", &self.len())
            .finish()
    }
}

/// Types that say who somebody is.
const KEPT: [&str; 6] = [
    "Patient",
    "Person",
    "RelatedPerson",
    "Coverage",
    "Account",
    "Device",
];

/// The patients of the resources of a document whose types are wanted.
fn patients<'n>(
    root: &'n Node<'_>,
    resources: &'n Resources<'n>,
    wanted: impl Fn(&str) -> bool,
) -> impl Iterator<Item = &'n str> {
    let entries = root.get("entry").map(Node::items).unwrap_or_default();
    let inner = entries
        .iter()
        .filter_map(|entry| Some((entry.get("resource")?, entry.get_text("fullUrl"))));
    inner.chain([(root, None)]).filter_map(move |(node, url)| {
        let kind = node.get_text("resourceType")?;
        wanted(kind).then(|| resources.patient_of(kind, node, url))?
    })
}
