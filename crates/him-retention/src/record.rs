//! Facts from a chart (feature `record`).
//!
//! A chart is decided on as a whole, so the newest part of it decides, and every date that is known
//! to the month or year only counts as the last day it may mean. What a chart does not say stays
//! unknown.
//!
//! | events | from the chart |
//! |---|---|
//! | `BIRTH_DATE`, `DEATH` | the patient; a death without a date is stated as such |
//! | `DISCHARGE`, `LAST_DISCHARGE` | the latest end of any encounter: a later visit is part of the same chart, and its papers may not go with those of an older stay |
//! | `LAST_ENCOUNTER`, `LAST_VISIT`, `LAST_SEEN`, `LAST_CONTACT`, `LAST_EPISODE`, `LAST_SERVICE`, `LAST_CARE`, `LAST_TREATMENT`, `FINAL_TREATMENT`, `TREATMENT_CONCLUDED`, `CARE_CEASED`, `LAST_STAY_OR_CONSULT`, `DOS` | the latest of encounters, procedures, observations, immunizations, reports, services of notes, and starts of medication |
//! | `TREATMENT_STARTED` | the latest start of an encounter |
//! | `REPORTED` | the latest report or result issued |
//! | `LAST_ENTRY`, `LAST_CHANGE`, `RECORD_CREATED` | the latest of all these and of every recorded, issued and written date |
//! | first care | the first day of the earliest of them |
//!
//! While an encounter goes on (in progress, or an inpatient stay without an end) nothing has ended:
//! no event but birth and death is stated, and rules that count from one answer "indeterminate". A
//! death ends every encounter. Cancelled, planned and mistaken encounters do not count. Resources
//! that the chart holds unread are not looked at.

use chrono::NaiveDate;
use him_record::{Chart, Deceased, Encounter, EncounterStatus, Moment, PartialDate, Phi};

use crate::{Event, Facts};

const SERVICE: &[Event] = &[
    Event::LastEncounter,
    Event::LastVisit,
    Event::LastSeen,
    Event::LastContact,
    Event::LastEpisode,
    Event::LastService,
    Event::LastCare,
    Event::LastTreatment,
    Event::FinalTreatment,
    Event::TreatmentConcluded,
    Event::CareCeased,
    Event::LastStayOrConsult,
    Event::Dos,
];

/// The earliest and latest day among dates.
#[derive(Clone, Copy, Default)]
struct Span {
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
}

impl Span {
    fn add(&mut self, date: Option<PartialDate>) {
        if let Some(date) = date {
            let first = date.first_day();
            self.first = Some(self.first.map_or(first, |day| day.min(first)));
            self.last = self.last.max(Some(date.last_day()));
        }
    }

    fn add_moment(&mut self, moment: Option<Phi<Moment>>) {
        self.add(moment.map(|moment| moment.expose().date()));
    }

    fn add_span(&mut self, other: Self) {
        self.first = match (self.first, other.first) {
            (Some(one), Some(another)) => Some(one.min(another)),
            (one, another) => one.or(another),
        };
        self.last = self.last.max(other.last);
    }
}

impl From<&Chart> for Facts {
    /// The dates of the chart; see the source of this module for which entry gives which event.
    fn from(chart: &Chart) -> Self {
        let mut facts = Self::new();
        let patient = &chart.patient.content;
        facts.set(
            Event::BirthDate,
            patient.birth_date.map(|date| date.expose().last_day()),
        );
        let death = patient.death_date().map(|date| date.last_day());
        facts.set(Event::Death, death);
        if patient.deceased == Deceased::Yes {
            facts = facts.with_death_of_unknown_date();
        }

        let mut stays = Span::default();
        let mut starts = Span::default();
        let mut open = false;
        for encounter in &chart.encounters {
            let encounter = &encounter.content;
            if !took_place(encounter) {
                continue;
            }
            starts.add(encounter.period.start_date());
            stays.add(encounter.period.start_date());
            stays.add(encounter.period.end_date());
            open |= goes_on(encounter);
        }
        let services = services(chart);
        let mut written = written(chart);
        written.add_span(services);
        written.add_span(stays);
        if let Some(first) = written.first {
            facts = facts.with_first_care(first);
        }
        if open && death.is_none() {
            return facts;
        }
        let discharged = if open {
            stays.last.max(death)
        } else {
            stays.last
        };
        facts.set(Event::Discharge, discharged);
        facts.set(Event::LastDischarge, discharged);
        facts.set(Event::TreatmentStarted, starts.last);
        for &event in SERVICE {
            facts.set(event, services.last.max(discharged));
        }
        facts.set(Event::Reported, reported(chart).last);
        for event in [Event::LastEntry, Event::LastChange, Event::RecordCreated] {
            facts.set(event, written.last.max(discharged));
        }
        facts
    }
}

fn took_place(encounter: &Encounter) -> bool {
    !matches!(
        encounter.status,
        Some(
            EncounterStatus::Planned | EncounterStatus::Cancelled | EncounterStatus::EnteredInError
        )
    )
}

fn goes_on(encounter: &Encounter) -> bool {
    let here = matches!(
        encounter.status,
        Some(
            EncounterStatus::Arrived
                | EncounterStatus::Triaged
                | EncounterStatus::InProgress
                | EncounterStatus::OnLeave
        )
    );
    // A visit without an end ended on its day; a stay without an end may last until today.
    let stay = encounter.class.is_some_and(|class| class.is_inpatient());
    encounter.period.end.is_none() && (here || stay)
}

/// The days on which something was done for the patient.
fn services(chart: &Chart) -> Span {
    let mut span = Span::default();
    let periods = chart.procedures.iter().map(|entry| entry.content.performed);
    let periods = periods.chain(
        chart
            .observations
            .iter()
            .map(|entry| entry.content.effective),
    );
    let periods = periods.chain(chart.reports.iter().map(|entry| entry.content.effective));
    for period in periods.chain(chart.notes.iter().map(|entry| entry.content.service)) {
        span.add(period.start_date());
        span.add(period.end_date());
    }
    for entry in &chart.immunizations {
        span.add_moment(entry.content.occurred);
    }
    // A prescription is a service on the day it begins; its end may be planned for years ahead.
    for entry in &chart.medications {
        span.add(entry.content.effective.start_date());
    }
    span
}

/// The days on which results went out.
fn reported(chart: &Chart) -> Span {
    let mut span = Span::default();
    for entry in &chart.reports {
        span.add_moment(entry.content.issued);
        span.add(entry.content.effective.end_date());
    }
    for entry in &chart.observations {
        span.add_moment(entry.content.issued);
    }
    span
}

/// The days on which something was written down.
fn written(chart: &Chart) -> Span {
    let mut span = reported(chart);
    for entry in &chart.diagnoses {
        span.add_moment(entry.content.recorded);
    }
    for entry in &chart.allergies {
        span.add_moment(entry.content.recorded);
    }
    for entry in &chart.immunizations {
        span.add_moment(entry.content.recorded);
    }
    for entry in &chart.notes {
        span.add_moment(entry.content.written);
    }
    span
}

#[cfg(test)]
mod tests {
    use him_record::{EncounterClass, Entry, Patient, Period};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn stay(
        class: EncounterClass,
        status: EncounterStatus,
        start: &str,
        end: &str,
    ) -> Entry<Encounter> {
        let moment = |text: &str| text.parse::<Moment>().ok();
        let mut encounter = Encounter::default();
        encounter.class = Some(class);
        encounter.status = Some(status);
        encounter.period = Period::new(moment(start), moment(end));
        Entry::new(encounter)
    }

    /// An invented patient.
    fn chart(encounters: Vec<Entry<Encounter>>) -> Chart {
        let mut patient = Patient::default();
        patient.birth_date = PartialDate::from_month(1996, 2).map(Phi::new);
        let mut chart = Chart::new(patient);
        chart.encounters = encounters;
        chart
    }

    #[test]
    fn partial_dates_count_as_their_last_day_and_the_newest_visit_decides() {
        let chart = chart(vec![
            stay(
                EncounterClass::Inpatient,
                EncounterStatus::Finished,
                "2010-03-01",
                "2010-03-09",
            ),
            stay(
                EncounterClass::Ambulatory,
                EncounterStatus::Finished,
                "2019-05",
                "",
            ),
            stay(
                EncounterClass::Ambulatory,
                EncounterStatus::Cancelled,
                "2024-01-01",
                "",
            ),
        ]);
        let facts = Facts::from(&chart);
        assert_eq!(facts.date(Event::BirthDate), Some(day("1996-02-29")));
        assert_eq!(facts.date(Event::Discharge), Some(day("2019-05-31")));
        assert_eq!(facts.date(Event::LastTreatment), Some(day("2019-05-31")));
        assert_eq!(facts.date(Event::RecordCreated), Some(day("2019-05-31")));
        assert_eq!(facts.first_care(), Some(day("2010-03-01")));
    }

    #[test]
    fn an_open_stay_leaves_everything_open_until_a_death() {
        let mut chart = chart(vec![
            stay(
                EncounterClass::Ambulatory,
                EncounterStatus::Finished,
                "2001-03-01",
                "2001-03-01",
            ),
            stay(
                EncounterClass::Inpatient,
                EncounterStatus::Unknown,
                "2010-03-01",
                "",
            ),
        ]);
        let facts = Facts::from(&chart);
        assert_eq!(facts.date(Event::Discharge), None);
        assert_eq!(facts.date(Event::RecordCreated), None);
        chart.patient.content.deceased = Deceased::On(Phi::new("2010-04-02".parse().unwrap()));
        let facts = Facts::from(&chart);
        assert_eq!(facts.date(Event::Discharge), Some(day("2010-04-02")));
        assert_eq!(facts.date(Event::Death), Some(day("2010-04-02")));
    }
}
