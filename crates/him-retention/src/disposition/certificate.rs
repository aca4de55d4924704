//! The certificate of destruction.

use std::collections::BTreeSet;
use std::fmt;

use super::{Batch, Item, State};
use crate::{DutyKind, Seal};

/// What was destroyed, when, how, by which rules, and who answers for it.
///
/// Its fields are those of AHIMA's sample certificate and of the notices that states ask for; it is
/// kept for ever. Fields speak of series and not of patients. [`Display`](fmt::Display) prints one
/// `field: value` a line.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    fields: Vec<(&'static str, String)>,
    seal: Seal,
    records: usize,
}

/// Required by the sample certificate or NIST SP 800-88; the notices are needed where a rule asks.
const REQUIRED: [&str; 12] = [
    "facility_name",
    "date_of_destruction",
    "description_of_records_or_series",
    "inclusive_dates_covered",
    "method_of_destruction",
    "destroyed_by",
    "witness_signature",
    "department_manager_signature",
    "sanitization_category_clear_purge_destroy",
    "verification_method",
    "rule_ids_and_citations_applied",
    "second_approver",
];

impl Certificate {
    pub(super) fn of(batch: &Batch, manager: &str) -> Self {
        let done = || batch.items.iter().filter(|item| item.state == State::Done);
        let each = |of: &dyn Fn(&Item) -> Option<String>| joined(done().filter_map(of));
        let acts = |of: &dyn Fn(&super::Destruction) -> String| joined(batch.acts.iter().map(of));
        let notice = |kind| {
            joined(
                done()
                    .flat_map(|item| &item.duties)
                    .filter(|duty| duty.kind == kind)
                    .filter_map(|duty| duty.done.map(|day| format!("{day} ({})", duty.rule))),
            )
        };
        let first = done().filter_map(|item| item.days).map(|days| days.0).min();
        let last = done().filter_map(|item| item.days).map(|days| days.1).max();
        let rules = done().flat_map(|item| &item.rules);
        let method = |item: &Item| item.outcome.and_then(|(_, method)| method);
        let fields = vec![
            ("facility_name", batch.facility.to_string()),
            ("date_of_destruction", each(&|item| item.done_on().map(|day| day.to_string()))),
            ("description_of_records_or_series", each(&|item| Some(item.series.to_string()))),
            (
                "inclusive_dates_covered",
                first.zip(last).map_or_else(String::new, |(first, last)| format!("{first} to {last}")),
            ),
            (
                "method_of_destruction",
                each(&|item| method(item).map(|method| format!("{}: {method}", item.medium))),
            ),
            ("destroyed_by", acts(&|act| act.by.to_string())),
            ("witness_signature", acts(&|act| act.witness.to_string())),
            ("department_manager_signature", manager.to_owned()),
            (
                "statement_normal_course_of_business",
                "The records were destroyed in the normal course of business, as the rules named here permit."
                    .to_owned(),
            ),
            ("certificate_kept_permanently", "yes".to_owned()),
            ("notice_to_patient_sent_date", notice(DutyKind::NotifyPatient)),
            ("notice_to_agency_date", notice(DutyKind::NotifyAgency)),
            ("register_of_destroyed_records", notice(DutyKind::Register)),
            (
                "sanitization_category_clear_purge_destroy",
                each(&|item| {
                    let row = method(item)?.on(item.medium)?;
                    Some(row.category.to_string())
                }),
            ),
            ("verification_method", acts(&|act| act.verified_by.to_string())),
            (
                "rule_ids_and_citations_applied",
                joined(rules.map(|(id, citation)| match citation {
                    Some(citation) => format!("{id} ({citation})"),
                    None => id.to_string(),
                })),
            ),
            (
                "second_approver",
                each(&|item| item.second_approver.as_deref().map(ToOwned::to_owned)),
            ),
        ];
        Self {
            fields,
            seal: batch.log.head(),
            records: done().count(),
        }
    }

    /// Every field with its value, empty where there is none.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.fields.iter().map(|(name, value)| (*name, &**value))
    }

    /// The value of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields()
            .find(|(one, _)| *one == name)
            .map(|(_, value)| value)
    }

    /// The fields that a certificate must have and that are empty.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        let empty = |name: &&str| self.field(name).is_none_or(|value| value.trim().is_empty());
        REQUIRED.into_iter().filter(empty)
    }

    /// How many records it is about.
    #[must_use]
    pub fn records(&self) -> usize {
        self.records
    }

    /// The head of the batch's log when the certificate was made.
    #[must_use]
    pub fn seal(&self) -> Seal {
        self.seal
    }
}

/// Each text once, in the order of the alphabet.
fn joined(texts: impl Iterator<Item = String>) -> String {
    let texts: BTreeSet<String> = texts.filter(|text| !text.is_empty()).collect();
    texts.into_iter().collect::<Vec<_>>().join("; ")
}

impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "records: {}", self.records)?;
        for (name, value) in self.fields() {
            writeln!(f, "{name}: {value}")?;
        }
        writeln!(f, "log_seal: {}", self.seal)
    }
}

/// Prints the names of the fields.
impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("records", &self.records)
            .field("seal", &self.seal)
            .finish_non_exhaustive()
    }
}
