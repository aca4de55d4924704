//! The retention clerk: how long the chart must be kept, and by which law.

use chrono::NaiveDate;
use him_record::{Chart, PhiText};
use him_retention::{
    Arm, Decision, Facts, Jurisdiction, Outcome, Provider, RecordType, RuleBook, Scope,
};

/// The decision for one chart.
pub(crate) struct Retention {
    /// Whose law it was.
    pub(crate) jurisdictions: Vec<Jurisdiction>,
    /// Why these.
    pub(crate) basis: &'static str,
    pub(crate) provider: Provider,
    pub(crate) decision: Decision<'static>,
}

impl Retention {
    pub(crate) fn decide(chart: &Chart, on: NaiveDate) -> Retention {
        let book = RuleBook::embedded();
        let (jurisdictions, basis) = whose_law(chart, book);
        let provider = keeper(chart);
        let mut law = jurisdictions.iter().copied();
        let first = law.next().unwrap_or(Jurisdiction::US);
        let scope = law.fold(
            Scope::new(first, provider, RecordType::MedicalRecord),
            Scope::with_jurisdiction,
        );
        let decision = book.decide(&Facts::from(chart), &scope, on);
        Retention {
            jurisdictions,
            basis,
            provider,
            decision,
        }
    }

    /// The day of the answer, where it has one.
    pub(crate) fn day(&self) -> Option<(&'static str, NaiveDate)> {
        match self.decision.outcome() {
            Outcome::Retain { through } => Some(("retain_through", through)),
            Outcome::Eligible { from } => Some(("eligible_from", from)),
            _ => self
                .decision
                .at_least_through()
                .map(|day| ("at_least_through", day)),
        }
    }

    /// The law section of the deciding rule; without one the rule's id.
    pub(crate) fn citation(&self) -> Option<&str> {
        let rule = self.decision.deciding().map(Arm::rule)?;
        Some(rule.citation.as_deref().unwrap_or(&rule.id))
    }
}

/// The states in which care was given; else the state of the patient's address; else federal law
/// alone.
fn whose_law(chart: &Chart, book: &RuleBook) -> (Vec<Jurisdiction>, &'static str) {
    let of_care = states(chart.care_states().into_iter(), book);
    if !of_care.is_empty() {
        return (of_care, "where care was given");
    }
    let addresses = &chart.patient.content.addresses;
    let of_home = states(
        addresses
            .iter()
            .filter_map(|address| address.state.as_ref()),
        book,
    );
    if !of_home.is_empty() {
        return (
            of_home,
            "the patient's address, as the chart does not say where care was given",
        );
    }
    (
        vec![Jurisdiction::US],
        "federal law alone, as the chart names no state",
    )
}

/// The states that the texts name, each once.
fn states<'a>(written: impl Iterator<Item = &'a PhiText>, book: &RuleBook) -> Vec<Jurisdiction> {
    let mut found = Vec::new();
    for state in written.filter_map(|state| book.us_state(state.expose_str())) {
        if !found.contains(&state) {
            found.push(state);
        }
    }
    found
}

/// A chart with a stay or an emergency visit is a hospital's; others are taken for a physician's.
fn keeper(chart: &Chart) -> Provider {
    use him_record::EncounterClass::{Emergency, Observation, ShortStay};
    let at_hospital = chart
        .encounters
        .iter()
        .filter_map(|entry| entry.content.class)
        .any(|class| class.is_inpatient() || matches!(class, Emergency | Observation | ShortStay));
    if at_hospital {
        Provider::Hospital
    } else {
        Provider::Physician
    }
}
