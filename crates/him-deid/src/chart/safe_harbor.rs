//! A chart under the Safe Harbor.
//!
//! The result is built anew from the fields that are known to be harmless: a field that the model
//! gains later is left out until a decision about it stands here.

use std::collections::HashMap;

use him_record::{Chart, Entry, PhiText};

use super::renumber::Numbers;
use crate::policy::rules::Rules;
use crate::{
    Deidentified, Disposition, ExpertDetermination, Identifiers, LimitedDataSet, Manifest, Policy,
    SafeHarbor, Scrubber, Shift, Workspace,
};

impl SafeHarbor {
    /// De-identifies a chart: 45 CFR 164.514(b)(2)(i)(A) to (R).
    ///
    /// - Names, numbers, telecoms, contacts, relatives, what the source called the entries, the JSON
    ///   from which they came, who wrote, signed and attested them, their labels, members that a later
    ///   version wrote and resources that the model does not hold: removed. So are claims, coverages,
    ///   accounts, consents, care plans, care teams, goals, episodes, orders, specimens, imaging
    ///   studies, drugs as products, devices, binaries, provenances, audit records and requests to
    ///   amend, as a whole. The names and numbers in all of them are looked for in texts.
    /// - Addresses: state and country stay, and three digits of the ZIP code where
    ///   [`zip_edition`](SafeHarbor::zip_edition) allows.
    /// - Dates: the year stays, unless it tells an age over 89. Ages over 89 become 90.
    /// - Entries get numbers in the order in which they stand, so that their links still hold.
    /// - Codes of published systems stay if they have the form of their system; other codes go, their
    ///   words are scrubbed.
    /// - Everything in words is scrubbed with the identifiers of the chart; documents that are not
    ///   text are removed. Where the chart keeps the patient or a relative only as unread JSON, nobody
    ///   knows their names: `[OTHER]` stands for every text.
    ///
    /// Sex, race, ethnicity, language and civil status are not in the list of the rule and stay.
    pub fn deidentify_chart(&self, chart: &Chart) -> (Deidentified<Chart, SafeHarbor>, Manifest) {
        under(self, chart)
    }
}

impl LimitedDataSet {
    /// Makes a limited data set of a chart: as under [`SafeHarbor::deidentify_chart`], but dates, ages,
    /// cities and ZIP codes stay (164.514(e)(2)).
    pub fn deidentify_chart(
        &self,
        chart: &Chart,
    ) -> (Deidentified<Chart, LimitedDataSet>, Manifest) {
        under(self, chart)
    }
}

impl ExpertDetermination {
    /// De-identifies a chart as the expert has determined. Dates shift by the id of the patient.
    pub fn deidentify_chart(
        &self,
        chart: &Chart,
    ) -> (Deidentified<Chart, ExpertDetermination>, Manifest) {
        under(self, chart)
    }
}

fn under<P: Policy>(policy: &P, chart: &Chart) -> (Deidentified<Chart, P>, Manifest) {
    let identifiers = Identifiers::from(chart);
    let rules = policy.rules().up_to(latest_year(chart));
    let patient = chart.patient.id.as_ref().map(PhiText::expose_str);
    let (numbers, names_as) = Numbers::of(chart, &rules);
    let mut harbor = Harbor {
        rules: &rules,
        shift: rules.shift(patient),
        scrubber: Scrubber::new(&rules.harbor, &identifiers),
        identifiers: &identifiers,
        workspace: Workspace::default(),
        numbers,
        names_as,
        names_unread: names_unread(chart),
        scrubbed: HashMap::new(),
        manifest: Manifest::default(),
    };
    let content = harbor.chart(chart);
    (Deidentified::new(content, policy.clone()), harbor.manifest)
}

/// Whether the chart has people whose names it could not read.
fn names_unread(chart: &Chart) -> bool {
    let nameless = chart.patient.content.names.is_empty();
    let mut unheld = chart.unheld.iter();
    unheld.any(|resource| match resource.resource_type {
        // A further copy that could be read is in `copies`, and its names are known.
        "Patient" => nameless,
        "RelatedPerson" => true,
        _ => false,
    })
}

/// The latest year in which the chart says that something happened.
fn latest_year(chart: &Chart) -> Option<i32> {
    let ends = chart.encounters.iter().map(|entry| entry.content.period);
    let ends = ends.chain(chart.procedures.iter().map(|entry| entry.content.performed));
    let ends = ends.chain(
        chart
            .observations
            .iter()
            .map(|entry| entry.content.effective),
    );
    let ends = ends.chain(
        chart
            .medications
            .iter()
            .map(|entry| entry.content.effective),
    );
    let dates = ends
        .flat_map(|period| [period.start_date(), period.end_date()])
        .flatten();
    let moments = chart
        .diagnoses
        .iter()
        .flat_map(|entry| [entry.content.onset, entry.content.recorded]);
    let moments = moments.chain(
        chart
            .immunizations
            .iter()
            .map(|entry| entry.content.occurred),
    );
    let moments = moments.chain(chart.notes.iter().map(|entry| entry.content.written));
    let dates = dates.chain(moments.flatten().map(|moment| moment.expose().date()));
    dates
        .chain(chart.patient.content.death_date())
        .map(|date| date.year())
        .max()
}

pub(super) struct Harbor<'a> {
    pub(super) rules: &'a Rules,
    pub(super) shift: Option<Shift>,
    pub(super) scrubber: Scrubber<'a>,
    pub(super) identifiers: &'a Identifiers,
    pub(super) workspace: Workspace,
    pub(super) numbers: Numbers<'a>,
    /// What becomes of ids.
    pub(super) names_as: Disposition,
    pub(super) names_unread: bool,
    /// Words of codes recur hundreds of times in a chart; `None` where nothing was replaced.
    pub(super) scrubbed: HashMap<&'a str, Option<Box<str>>>,
    pub(super) manifest: Manifest,
}

impl<'a> Harbor<'a> {
    pub(super) fn chart(&mut self, chart: &'a Chart) -> Chart {
        let mut out = Chart::default();
        out.patient = self.entry(&chart.patient, Self::patient);
        out.directory.practitioners =
            self.entries(&chart.directory.practitioners, Self::practitioner);
        out.directory.organizations =
            self.entries(&chart.directory.organizations, Self::organization);
        out.directory.locations = self.entries(&chart.directory.locations, Self::location);
        out.encounters = self.entries(&chart.encounters, Self::encounter);
        out.diagnoses = self.entries(&chart.diagnoses, Self::diagnosis);
        out.procedures = self.entries(&chart.procedures, Self::procedure);
        out.observations = self.entries(&chart.observations, Self::observation);
        out.medications = self.entries(&chart.medications, Self::medication);
        out.allergies = self.entries(&chart.allergies, Self::allergy);
        out.immunizations = self.entries(&chart.immunizations, Self::immunization);
        out.reports = self.entries(&chart.reports, Self::report);
        out.notes = self.entries(&chart.notes, Self::note);
        // What nobody has yet said how to keep. References to such entries go with them.
        for (kind, count) in [
            ("related", chart.related.len()),
            ("patient_copy", chart.copies.len()),
            ("amendment", chart.amendments.len()),
            ("practitioner_role", chart.directory.roles.len()),
            ("episode", chart.episodes.len()),
            ("order", chart.orders.len()),
            ("specimen", chart.specimens.len()),
            ("imaging", chart.imaging.len()),
            ("drug", chart.drugs.len()),
            ("care_plan", chart.care_plans.len()),
            ("care_team", chart.care_teams.len()),
            ("goal", chart.goals.len()),
            ("consent", chart.consents.len()),
            ("coverage", chart.coverages.len()),
            ("account", chart.accounts.len()),
            ("claim", chart.claims.len()),
            ("device", chart.devices.len()),
            ("binary", chart.binaries.len()),
            ("provenance", chart.provenances.len()),
            ("audit", chart.audit.len()),
        ] {
            self.remove(kind, count);
        }
        self.remove("unheld", chart.unheld.len());
        out
    }

    pub(super) fn entries<T, U>(
        &mut self,
        entries: &'a [Entry<T>],
        content: fn(&mut Self, &'a T) -> U,
    ) -> Vec<Entry<U>> {
        entries
            .iter()
            .map(|entry| self.entry(entry, content))
            .collect()
    }

    pub(super) fn entry<T, U>(
        &mut self,
        entry: &'a Entry<T>,
        content: fn(&mut Self, &'a T) -> U,
    ) -> Entry<U> {
        let name = PhiText::from(self.numbers.next());
        self.remove("source", usize::from(entry.source.is_some()));
        self.remove("full_url", usize::from(entry.full_url.is_some()));
        self.remove("life", usize::from(entry.life.is_some()));
        self.remove("label", entry.labels.iter().count());
        self.remove("unknown", entry.unknown.len());
        self.manifest
            .add("id", self.names_as, usize::from(entry.id.is_some()));
        let mut out = Entry::new(content(self, &entry.content));
        out.id = Some(name);
        out
    }

    pub(super) fn remove(&mut self, kind: &'static str, count: usize) {
        self.manifest.add(kind, Disposition::Removed, count);
    }
}
