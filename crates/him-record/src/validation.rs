//! What is wrong with a chart: every finding with its place, none with a value.
//!
//! ```
//! use him_record::validation::{Rule, Severity, Validation};
//! use him_record::{Chart, Encounter, Entry, Period};
//!
//! let mut chart = Chart::default();
//! let mut stay = Encounter::default();
//! stay.period = Period::new(Some("2026-02-03".parse().unwrap()), Some("2026-02-01".parse().unwrap()));
//! chart.encounters.push(Entry::new(stay));
//!
//! let findings = Validation::default().of(&chart);
//! let finding = findings.iter().find(|it| it.rule == Rule::EndsBeforeStart).unwrap();
//! assert_eq!(finding.severity(), Severity::Error);
//! assert_eq!(finding.to_string(), "error at encounters[0].period: a period ends before it begins");
//! ```

mod codes;
mod encounters;
mod identifiers;
mod life;
mod rule;
mod setting;
mod time;
mod units;

pub use rule::{Rule, Severity};

use std::fmt;

use chrono::NaiveDate;

use crate::Chart;

/// How to validate.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Validation {
    /// The day on which it is asked: what lies behind it is in the future, and deadlines run. `None`
    /// asks neither.
    pub on: Option<NaiveDate>,
}

impl Validation {
    /// As of a day.
    pub fn on(day: NaiveDate) -> Self {
        Validation { on: Some(day) }
    }

    /// Every finding about a chart, rule by rule and in the order of the chart.
    pub fn of(&self, chart: &Chart) -> Vec<Finding> {
        let mut findings = Findings(Vec::new());
        time::check(self, chart, &mut findings);
        encounters::check(chart, &mut findings);
        life::check(self, chart, &mut findings);
        units::check(chart, &mut findings);
        codes::check(chart, &mut findings);
        identifiers::check(chart, &mut findings);
        setting::check(chart, &mut findings);
        findings.0
    }
}

/// Something wrong at a place of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Finding {
    /// Where, from the chart down: `encounters[0].period`.
    pub path: String,
    /// The rule that it breaks.
    pub rule: Rule,
}

impl Finding {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.severity(), self.path, self.rule)
    }
}

/// The findings so far.
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, rule: Rule, path: impl Into<String>) {
        self.0.push(Finding {
            path: path.into(),
            rule,
        });
    }
}
