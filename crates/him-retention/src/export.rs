//! Decisions as rows: JSON lines and CSV (feature `export`).
//!
//! **They hold dates of the patient**: write them where those who may see the record can, and only
//! there.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_retention::export::{write_csv, write_json_line};
//! use him_retention::{Event, Facts, Provider, RecordType, Scope, decide};
//!
//! let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
//! let scope = Scope::new("US-MA".parse()?, Provider::Hospital, RecordType::MedicalRecord);
//! let facts = Facts::new().with(Event::Discharge, day(2004, 2, 29));
//! let decision = decide(&facts, &scope, day(2026, 11, 25));
//! let mut lines = Vec::new();
//! write_json_line(&mut lines, "R-1", &decision)?;
//! let line = String::from_utf8(lines)?;
//! assert!(line.starts_with(
//!     r#"{"id":"R-1","on":"2026-11-25","outcome":"ELIGIBLE","retain_through":"2024-02-29","destroy_from":"2024-03-01","rule":"US-MA-HOSP","#
//! ));
//! let mut csv = Vec::new();
//! write_csv(&mut csv, [("R-1", &decision)])?;
//! assert_eq!(String::from_utf8(csv)?.lines().count(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;

use crate::{Arm, Decision, Outcome, Rule};

/// A decision as a row; dates as `YYYY-MM-DD`, absent as null (JSON) or empty (CSV).
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
struct Row<'d> {
    id: &'d str,
    on: String,
    outcome: &'static str,
    retain_through: Option<String>,
    destroy_from: Option<String>,
    rule: Option<&'d str>,
    citation: Option<&'d str>,
    verification: Option<&'static str>,
    /// Why there is no permission: the kind of hold, the gap, the doubt.
    because: Option<String>,
    /// Events that are missing, separated by blanks.
    missing: Option<String>,
    at_least_through: Option<String>,
    over_retained_since: Option<String>,
}

#[derive(Serialize)]
struct Line<'d> {
    #[serde(flatten)]
    row: Row<'d>,
    arms: Vec<ArmRow<'d>>,
    duties: Vec<DutyRow<'d>>,
}

#[derive(Serialize)]
struct ArmRow<'d> {
    rule: &'d str,
    standing: String,
    kind: String,
    expressions: Vec<String>,
    through: Option<String>,
    permanent: bool,
    citation: Option<&'d str>,
    verification: &'static str,
}

#[derive(Serialize)]
struct DutyRow<'d> {
    rule: &'d str,
    kind: &'static str,
    days: Option<u16>,
    what: &'d str,
}

impl<'d> Row<'d> {
    fn of(id: &'d str, decision: &'d Decision<'_>) -> Self {
        let text = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let rule = decision.deciding().map(Arm::rule);
        let because = match decision.outcome() {
            Outcome::Held { kind } => Some(kind.to_string()),
            Outcome::NeedsPolicy { gap } => Some(format!("{gap:?}")),
            Outcome::NeedsReview { why } => Some(format!("{why:?}")),
            _ => None,
        };
        let missing = match decision.outcome() {
            Outcome::Indeterminate { missing } => {
                Some(missing.names().collect::<Vec<_>>().join(" "))
            }
            _ => None,
        };
        Self {
            id,
            on: decision.on().to_string(),
            outcome: decision.outcome().name(),
            retain_through: text(decision.retain_through()),
            destroy_from: text(decision.destroy_from()),
            rule: rule.map(|rule| &*rule.id),
            citation: rule.and_then(|rule: &Rule| rule.citation.as_deref()),
            verification: decision.deciding().map(|arm| arm.verification().as_str()),
            because,
            missing,
            at_least_through: text(decision.at_least_through()),
            over_retained_since: text(decision.over_retention().map(|warning| warning.since)),
        }
    }
}

/// Writes a decision with all its arms and duties as one line of JSON.
///
/// # Errors
///
/// Those of the writer.
pub fn write_json_line(
    mut writer: impl Write,
    id: &str,
    decision: &Decision<'_>,
) -> io::Result<()> {
    let arms = decision.arms().iter().map(|arm| ArmRow {
        rule: &arm.rule().id,
        standing: format!("{:?}", arm.standing()),
        kind: format!("{:?}", arm.kind()),
        expressions: arm.expressions().map(ToString::to_string).collect(),
        through: arm.through().map(|day| day.to_string()),
        permanent: arm.is_permanent(),
        citation: arm.rule().citation.as_deref(),
        verification: arm.verification().as_str(),
    });
    let duties = decision.duties().map(|(rule, duty)| DutyRow {
        rule: &rule.id,
        kind: duty.kind.as_str(),
        days: duty.days,
        what: &duty.what,
    });
    let line = Line {
        row: Row::of(id, decision),
        arms: arms.collect(),
        duties: duties.collect(),
    };
    serde_json::to_writer(&mut writer, &line)?;
    writer.write_all(b"\n")
}

/// Writes decisions as CSV with a header; arms and duties are left out.
///
/// # Errors
///
/// Those of the writer.
pub fn write_csv<'d, 'b: 'd>(
    writer: impl Write,
    decisions: impl IntoIterator<Item = (&'d str, &'d Decision<'b>)>,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(writer);
    for (id, decision) in decisions {
        writer.serialize(Row::of(id, decision))?;
    }
    writer.flush()
}
