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
//! | `LAST_ENCOUNTER`, `LAST_VISIT`, `LAST_SEEN`, `LAST_CONTACT`, `LAST_EPISODE`, `LAST_SERVICE`, `LAST_CARE`, `LAST_TREATMENT`, `FINAL_TREATMENT`, `TREATMENT_CONCLUDED`, `CARE_CEASED`, `LAST_STAY_OR_CONSULT`, `DOS` | the latest of encounters, procedures, observations, immunizations, reports, services of notes, starts of medication, specimens taken, images made, and services on claims |
//! | `TREATMENT_STARTED` | the latest start of an encounter |
//! | `EXPOSURE` | the latest images |
//! | `REPORTED` | the latest report or result issued |
//! | `LAST_ENTRY`, `LAST_CHANGE`, `RECORD_CREATED` | the latest of all these, of every recorded, issued and written date, of orders and plans, of requests to amend, and of every act in the life of an entry, signatures and addenda among them |
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
        facts.set(Event::Exposure, exposed(chart).last);
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
    for entry in &chart.specimens {
        span.add(entry.content.collected.start_date());
        span.add(entry.content.collected.end_date());
    }
    // What a claim charges was done on those days; its billable period may be a year of paperwork.
    for claim in &chart.claims {
        for procedure in &claim.content.procedures {
            span.add_moment(procedure.date);
        }
        for item in &claim.content.items {
            span.add(item.serviced.start_date());
            span.add(item.serviced.end_date());
        }
    }
    span.add_span(exposed(chart));
    span
}

/// The days on which images were made.
fn exposed(chart: &Chart) -> Span {
    let mut span = Span::default();
    for entry in &chart.imaging {
        span.add_moment(entry.content.started);
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
    for entry in &chart.orders {
        span.add_moment(entry.content.authored);
    }
    for entry in &chart.care_plans {
        span.add_moment(entry.content.created);
    }
    for entry in &chart.amendments {
        span.add(Some(*entry.content.received.expose()));
    }
    let lives = chart.heads().into_iter().filter_map(|head| head.life);
    for act in lives.flat_map(|life| life.acts()) {
        span.add_moment(Some(act.at));
    }
    span
}

#[cfg(test)]
mod tests {
    use him_record::{
        Actor, AmendmentRequest, Claim, ClaimForm, ClaimItem, EncounterClass, Entry, ImagingStudy,
        Note, Patient, Period,
    };

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

    #[test]
    fn images_claims_and_signatures_move_what_they_are_about() {
        let mut chart = chart(vec![stay(
            EncounterClass::Ambulatory,
            EncounterStatus::Finished,
            "2010-03-01",
            "2010-03-01",
        )]);
        let mut study = ImagingStudy::default();
        study.started = "2010-04-05".parse().ok().map(Phi::new);
        chart.imaging.push(Entry::new(study));
        let mut item = ClaimItem::default();
        item.serviced = Period::new("2010-05-06".parse().ok(), "2010-05-07".parse().ok());
        let mut claim = Claim::new(ClaimForm::Claim);
        claim.items.push(item);
        // A year in which the claim may be settled is no care.
        claim.billable = Period::new("2010-05-06".parse().ok(), "2011-05-06".parse().ok());
        chart.claims.push(Entry::new(claim));
        let author = || Actor::new("Practitioner/an-invented-one");
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let mut note = Entry::new(Note::default());
        let mut life = him_record::life::EntryLife::draft(author(), at("2010-05-08")).unwrap();
        life.sign(author(), at("2012-06-09"), Some("I wrote it"))
            .unwrap();
        note.life = Some(Box::new(life));
        chart.notes.push(note);
        let facts = Facts::from(&chart);
        assert_eq!(facts.date(Event::Discharge), Some(day("2010-03-01")));
        assert_eq!(facts.date(Event::Exposure), Some(day("2010-04-05")));
        assert_eq!(facts.date(Event::LastService), Some(day("2010-05-07")));
        assert_eq!(facts.date(Event::LastEntry), Some(day("2012-06-09")));
        // The patient asks for an amendment: the record lives on.
        let asked = AmendmentRequest::new(author(), day("2013-01-02"), "an invented request");
        chart.amendments.push(Entry::new(asked));
        let facts = Facts::from(&chart);
        assert_eq!(facts.date(Event::LastChange), Some(day("2013-01-02")));
        assert_eq!(facts.date(Event::LastService), Some(day("2010-05-07")));
    }
}
