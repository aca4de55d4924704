//! Findings about charts: each rule broken and kept, with its place and without a value. All people
//! are invented.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![allow(
    clippy::field_reassign_with_default,
    reason = "the structs are open to new fields"
)]

mod shared;

use chrono::NaiveDate;
use him_codes::CodeSystem;
use him_record::amendment::AmendmentRequest;
use him_record::life::Draft;
use him_record::validation::{Finding, Rule, Severity, Validation};
use him_record::*;

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

fn phi(text: &str) -> Option<Phi<Moment>> {
    Some(Phi::new(moment(text)))
}

fn period(start: &str, end: &str) -> Period {
    let moment = |text: &str| (!text.is_empty()).then(|| moment(text));
    Period::new(moment(start), moment(end))
}

/// A chart about which there is nothing to say.
fn good() -> Chart {
    let mut patient = Patient::default();
    let mut name = HumanName::default();
    name.family = Some("Exemplar".into());
    patient.names.push(name);
    let mut number = Identifier::default();
    number.value = Some("17".into());
    patient.identifiers.push(number);
    patient.birth_date = Some(Phi::new("1950-03".parse().unwrap()));
    patient.sex = Some(Sex::Female);
    patient.deceased = Deceased::On(Phi::new(moment("2026-01-20")));
    let mut chart = Chart::new(patient);

    let mut stay = Encounter::default();
    stay.class = Some(EncounterClass::Inpatient);
    stay.status = Some(EncounterStatus::Finished);
    stay.period = period("2026-01-05T08:00:00-05:00", "2026-01-12T11:00:00-05:00");
    stay.admit_source = Some(Concept::default());
    stay.discharge_disposition = Some(Concept::default());
    stay.participants.push(Reference::to("Practitioner/1"));
    let mut listed = EncounterDiagnosis::default();
    listed.condition = Reference::to("Condition/d");
    listed.role = Some(DiagnosisRole::Discharge);
    listed.rank = Some(1);
    stay.diagnoses.push(listed);
    let mut moved = LocationMove::default();
    moved.period = period("2026-01-05T09:00:00-05:00", "2026-01-12");
    stay.locations.push(moved);
    chart.encounters.push(with_id(stay, "stay"));

    let mut diagnosis = Diagnosis::default();
    diagnosis.code = Some(Concept::coded(CodeSystem::Icd10Cm, "E11.9"));
    diagnosis.present_on_admission = Some(PresentOnAdmission::Yes);
    diagnosis.onset = phi("2020");
    diagnosis.recorded = phi("2026-01-06");
    diagnosis.encounter = Some(Reference::to("Encounter/stay"));
    chart.diagnoses.push(with_id(diagnosis, "d"));

    let mut procedure = Procedure::default();
    procedure.code = Some(Concept::coded(CodeSystem::Icd10Pcs, "0DTJ4ZZ"));
    procedure.status = Some(EventStatus::Completed);
    procedure.performed = period("2026-01-06T10:00:00-05:00", "2026-01-06T11:00:00-05:00");
    procedure.encounter = Some(Reference::to("Encounter/stay"));
    chart.procedures.push(with_id(procedure, "p"));

    let mut glucose = Observation::default();
    glucose.code = Some(Concept::coded(CodeSystem::Loinc, "2345-7"));
    glucose.status = Some(ResultStatus::Final);
    glucose.effective = period("2026-01-07T06:00:00-05:00", "");
    glucose.value = Some(ObservedValue::Quantity(quantity("mg/dL")));
    glucose.encounter = Some(Reference::to("Encounter/stay"));
    chart.observations.push(with_id(glucose, "o"));

    let mut order = Medication::new(MedicationKind::Order);
    order.drug = Some(Concept::default());
    order.performers.push(Reference::to("Practitioner/1"));
    chart.medications.push(with_id(order, "m"));

    let author = Actor::new("Practitioner/1");
    let mut note = Note::default();
    note.kind = Some(Concept::default());
    note.status = Some(NoteStatus::Current);
    note.written = phi("2026-01-12T10:00:00-05:00");
    note.forms.push(Attachment::plain_text("Discharged."));
    note.encounters.push(Reference::to("Encounter/stay"));
    let draft = Draft::begin(note, author.clone(), moment("2026-01-12T10:00:00-05:00")).unwrap();
    let signed = draft
        .sign(author, moment("2026-01-12T10:30:00-05:00"), None)
        .unwrap();
    chart.notes.push(signed.into_entry());
    chart
}

fn with_id<T>(content: T, id: &str) -> Entry<T> {
    let mut entry = Entry::new(content);
    entry.id = Some(id.into());
    entry
}

fn quantity(unit: &str) -> Quantity {
    let mut quantity = Quantity::default();
    quantity.value = Some(Phi::new("7".parse().unwrap()));
    quantity.coded_unit = Some(Coding::new(CodeSystem::Ucum, unit));
    quantity
}

fn today() -> Validation {
    Validation::on(NaiveDate::from_ymd_opt(2026, 2, 1).unwrap())
}

/// What is found after a change of the good chart.
fn after(change: impl FnOnce(&mut Chart)) -> Vec<(Rule, String)> {
    let mut chart = good();
    change(&mut chart);
    let findings = today().of(&chart);
    findings.into_iter().map(|it| (it.rule, it.path)).collect()
}

/// That the change breaks one rule at one place.
#[track_caller]
fn breaks(rule: Rule, path: &str, change: impl FnOnce(&mut Chart)) {
    assert_eq!(after(change), [(rule, path.to_owned())]);
}

#[test]
fn a_good_chart_has_no_findings() {
    assert_eq!(after(|_| ()), []);
}

#[test]
fn birth_events_and_death_in_order() {
    breaks(Rule::DeathBeforeBirth, "patient.deceased", |chart| {
        chart.patient.content.deceased = Deceased::On(Phi::new(moment("1949")));
        *chart = Chart::new(chart.patient.content.clone().into_value());
    });
    breaks(Rule::BeforeBirth, "diagnoses[0].onset", |chart| {
        chart.diagnoses[0].content.onset = phi("1950-02-28");
    });
    // A day of the month of birth may be after the birth.
    assert_eq!(
        after(|chart| chart.diagnoses[0].content.onset = phi("1950-03-01")),
        []
    );
    breaks(Rule::AfterDeath, "diagnoses[0].onset", |chart| {
        chart.diagnoses[0].content.onset = phi("2026-01-21");
    });
    breaks(Rule::WrittenAfterDeath, "diagnoses[0].recorded", |chart| {
        chart.diagnoses[0].content.recorded = phi("2026-01-21");
    });
    breaks(Rule::EndsBeforeStart, "procedures[0].performed", |chart| {
        chart.procedures[0].content.performed =
            period("2026-01-06T10:00:00-05:00", "2026-01-06T09:59:59-05:00");
    });
    breaks(Rule::EndsBeforeStart, "patient.names[0].period", |chart| {
        chart.patient.content.names[0].period = period("2020", "2019");
    });
    breaks(Rule::InFuture, "notes[0].written", |chart| {
        chart.patient.content.deceased = Deceased::No;
        chart.notes[0].content.written = phi("2026-02-02");
        chart.notes[0].life = None;
        chart.notes[0]
            .content
            .authors
            .push(Reference::to("Practitioner/1"));
    });
    let mut chart = good();
    chart.notes[0].content.written = phi("2031");
    chart.notes[0].life = None;
    let without_today = Validation::default().of(&chart);
    assert!(without_today.iter().all(|it| it.rule != Rule::InFuture));
}

#[test]
fn what_belongs_to_an_encounter_is_within_it() {
    breaks(Rule::OutsideEncounter, "procedures[0].performed", |chart| {
        chart.procedures[0].content.performed = period("2026-01-12T10:30:00-05:00", "2026-01-13");
    });
    breaks(
        Rule::OutsideEncounter,
        "observations[0].effective",
        |chart| {
            chart.observations[0].content.effective = period("2026-01-05T12:59:00Z", "");
        },
    );
    // The day of admission without a time may be within it.
    assert_eq!(
        after(|chart| chart.observations[0].content.effective = period("2026-01-05", "")),
        []
    );
    breaks(
        Rule::OutsideEncounter,
        "encounters[0].locations[0].period",
        |chart| {
            chart.encounters[0].content.locations[0].period = period("2026-01-04", "2026-01-12");
        },
    );
    breaks(Rule::NoSuchEncounter, "procedures[0].encounter", |chart| {
        chart.procedures[0].content.encounter = Some(Reference::to("Encounter/other"));
    });
    breaks(Rule::SameId, "observations[1].id", |chart| {
        let again = chart.observations[0].clone();
        chart.observations.push(again);
    });
}

/// What is done because of the death is done after it.
#[test]
fn death_is_certified_after_it() {
    let visit = |kind: &str, chart: &mut Chart| {
        let mut visit = Encounter::default();
        visit.class = Some(EncounterClass::Ambulatory);
        visit.status = Some(EncounterStatus::Finished);
        visit.period = period("2026-01-23T09:00:00Z", "2026-01-23T09:15:00Z");
        visit.kinds.push(Concept::coded(CodeSystem::SnomedCt, kind));
        chart.encounters.push(Entry::new(visit));
    };
    breaks(Rule::WrittenAfterDeath, "encounters[1].period", |chart| {
        visit("308646001", chart);
    });
    breaks(Rule::AfterDeath, "encounters[1].period", |chart| {
        visit("185349003", chart);
    });
    breaks(
        Rule::WrittenAfterDeath,
        "observations[0].effective",
        |chart| {
            let observation = &mut *chart.observations[0].content;
            observation.code = Some(Concept::coded(CodeSystem::Loinc, "69453-9"));
            observation.value = Some(ObservedValue::Text("invented".into()));
            observation.effective = period("2026-01-23T09:00:00Z", "");
            observation.encounter = None;
        },
    );
}

/// A visit is as long as its appointment; a stay is as long as it is.
#[test]
fn the_day_of_a_visit() {
    let done = |class, at: &'static str| {
        move |chart: &mut Chart| {
            let visit = &mut *chart.encounters[0].content;
            visit.class = Some(class);
            visit.period = period("2026-01-06T10:00:00-05:00", "2026-01-06T10:30:00-05:00");
            visit.locations.clear();
            visit.diagnoses.clear();
            chart.observations.clear();
            chart.procedures[0].content.performed = period(at, "");
        }
    };
    let found = |class, at| {
        let mut found = after(done(class, at));
        found.retain(|(_, path)| path == "procedures[0].performed");
        found.into_iter().map(|(rule, _)| rule).collect::<Vec<_>>()
    };
    let late = "2026-01-06T23:10:00-05:00";
    assert_eq!(
        found(EncounterClass::Ambulatory, late),
        [Rule::OutsideHours]
    );
    assert_eq!(
        found(EncounterClass::Inpatient, late),
        [Rule::OutsideEncounter]
    );
    assert_eq!(
        found(EncounterClass::Emergency, late),
        [Rule::OutsideEncounter]
    );
    let next_day = "2026-01-07T00:10:00-05:00";
    assert_eq!(
        found(EncounterClass::Ambulatory, next_day),
        [Rule::OutsideEncounter]
    );
    assert_eq!(found(EncounterClass::Ambulatory, "2026-01-06"), []);
    assert_eq!(Rule::OutsideHours.severity(), Severity::Information);
}

#[test]
fn one_principal_diagnosis() {
    let second = |chart: &mut Chart, role, rank| {
        let mut diagnosis = chart.diagnoses[0].clone();
        diagnosis.id = Some("e".into());
        diagnosis.content.role = role;
        diagnosis.content.rank = rank;
        chart.diagnoses.push(diagnosis);
    };
    breaks(Rule::SecondPrincipal, "diagnoses[1].rank", |chart| {
        second(chart, Some(DiagnosisRole::Discharge), Some(1));
    });
    // The principal diagnosis of the stay is that of its bill.
    breaks(Rule::SecondPrincipal, "diagnoses[1].rank", |chart| {
        second(chart, Some(DiagnosisRole::Billing), Some(1));
    });
    // The same diagnosis may say at both places that it is the principal one.
    assert_eq!(
        after(|chart| {
            chart.diagnoses[0].content.role = Some(DiagnosisRole::Discharge);
            chart.diagnoses[0].content.rank = Some(1);
        }),
        []
    );
    assert_eq!(
        after(|chart| second(chart, Some(DiagnosisRole::Discharge), Some(2))),
        []
    );
    assert_eq!(
        after(|chart| second(chart, Some(DiagnosisRole::Admitting), Some(1))),
        []
    );
    breaks(
        Rule::SecondPrincipal,
        "encounters[0].diagnoses[1].rank",
        |chart| {
            second(chart, None, None);
            let mut listed = chart.encounters[0].content.diagnoses[0].clone();
            listed.condition = Reference::to("Condition/e");
            chart.encounters[0].content.diagnoses.push(listed);
        },
    );
    breaks(
        Rule::NoSuchDiagnosis,
        "encounters[0].diagnoses[0].condition",
        |chart| {
            chart.encounters[0].content.diagnoses[0].condition = Reference::to("Condition/other");
        },
    );
    breaks(Rule::NoPrincipal, "encounters[0].diagnoses", |chart| {
        chart.encounters[0].content.diagnoses.clear();
    });
    assert_eq!(
        after(|chart| {
            let mut again = chart.encounters[0].content.diagnoses[0].clone();
            again.rank = Some(2);
            chart.encounters[0].content.diagnoses.push(again.clone());
            second(chart, None, None);
            again.condition = Reference::to("Condition/e");
            chart.encounters[0].content.diagnoses.push(again);
        }),
        [(Rule::SameRank, "encounters[0].diagnoses[2].rank".into())]
    );
}

#[test]
fn signatures_follow_what_they_sign() {
    breaks(Rule::SignedBeforeService, "notes[0].life", |chart| {
        chart.notes[0].content.service = period("2026-01-13", "");
    });
    let relive = |chart: &mut Chart, kind: LifeEnd| {
        let author = Actor::new("Practitioner/1");
        let at = moment("2026-01-12T10:00:00-05:00");
        let mut life = life::EntryLife::draft(author.clone(), at).unwrap();
        if kind == LifeEnd::InError {
            life.mark_in_error(author, at, "another patient").unwrap();
        }
        chart.notes[0].life = Some(Box::new(life));
    };
    breaks(Rule::FinalNotSigned, "notes[0].status", |chart| {
        relive(chart, LifeEnd::Draft)
    });
    breaks(Rule::ErrorNotMarked, "notes[0].status", |chart| {
        relive(chart, LifeEnd::InError)
    });
}

#[derive(PartialEq)]
enum LifeEnd {
    Draft,
    InError,
}

#[test]
fn requests_to_amend() {
    let received = |chart: &mut Chart, year| {
        let day = NaiveDate::from_ymd_opt(year, 1, 15).unwrap();
        let request = AmendmentRequest::new(Actor::new("Patient/1"), day, "not mine");
        chart.amendments.push(Entry::new(request));
    };
    assert_eq!(after(|chart| received(chart, 2026)), []);
    breaks(Rule::AmendmentOverdue, "amendments[0]", |chart| {
        received(chart, 2025)
    });
    breaks(Rule::AmendmentContradicts, "amendments[0]", |chart| {
        received(chart, 2026);
        let day = Phi::new("2026-01-20".parse().unwrap());
        chart.amendments[0].content.inclusion_asked = Some(day);
    });
}

#[test]
fn units_and_analytes() {
    let unit = |unit: &'static str| {
        move |chart: &mut Chart| {
            chart.observations[0].content.value = Some(ObservedValue::Quantity(quantity(unit)));
        }
    };
    breaks(
        Rule::UnitOfAnalyte,
        "observations[0].value.coded_unit",
        unit("mmol/L"),
    );
    breaks(
        Rule::UnitUnknown,
        "observations[0].value.coded_unit",
        unit("mcg/dL"),
    );
    breaks(
        Rule::UnitForm,
        "observations[0].value.coded_unit",
        unit("mg / dL"),
    );
    breaks(
        Rule::UnitOfAnalyte,
        "observations[0].components[0].value.coded_unit",
        |chart| {
            let mut component = ObservedComponent::default();
            component.code = Some(Concept::coded(CodeSystem::Loinc, "8480-6"));
            component.value = Some(ObservedValue::Quantity(quantity("mg/dL")));
            chart.observations[0].content.components.push(component);
        },
    );
    breaks(
        Rule::UnitOfAnalyte,
        "observations[0].reference_ranges[0].high.coded_unit",
        |chart| {
            let mut range = ReferenceRange::default();
            range.high = Some(quantity("%"));
            chart.observations[0].content.reference_ranges.push(range);
        },
    );
}

#[test]
fn codes_at_the_date_of_service() {
    let path = "diagnoses[0].code.codings[0]";
    let code = |code: &'static str| {
        move |chart: &mut Chart| {
            chart.diagnoses[0].content.code = Some(Concept::coded(CodeSystem::Icd10Cm, code));
        }
    };
    for (text, rule) in [
        ("E11", Rule::CodeHeader),
        ("M54.5", Rule::CodeHeader),
        ("S52.501", Rule::CodeNeedsSeventh),
        ("E11.99Z", Rule::CodeUnknown),
        ("E1!", Rule::CodeMalformed),
    ] {
        breaks(rule, path, code(text));
    }
    breaks(Rule::CodeHeader, "procedures[0].code.codings[0]", |chart| {
        chart.procedures[0].content.code = Some(Concept::coded(CodeSystem::Icd10Pcs, "0DTJ"));
    });
    breaks(
        Rule::CodeMalformed,
        "observations[0].code.codings[0]",
        |chart| {
            chart.observations[0].content.code = Some(Concept::coded(CodeSystem::Loinc, "2345-8"));
        },
    );
    breaks(Rule::CodeUndated, path, |chart| {
        let diagnosis = &mut chart.diagnoses[0].content;
        (diagnosis.encounter, diagnosis.onset, diagnosis.recorded) = (None, None, None);
    });
    // M54.5 was billable until 2021-09-30: a year that has both days breaks nothing.
    assert_eq!(
        after(|chart| {
            code("M54.5")(chart);
            let diagnosis = &mut chart.diagnoses[0].content;
            (diagnosis.encounter, diagnosis.onset) = (None, None);
            diagnosis.recorded = phi("2021");
        }),
        []
    );
}

#[test]
fn numbers_by_their_system() {
    let numbered = |system: &str, value: &str| {
        let mut number = Identifier::default();
        number.system = Some(SystemUri::from_uri(system));
        number.value = Some(value.into());
        number
    };
    breaks(
        Rule::Identifier(ErrorKind::SsnArea),
        "patient.identifiers[1].value",
        |chart| {
            let number = numbered(identifier::Ssn::SYSTEM, "666-12-3456");
            chart.patient.content.identifiers.push(number);
        },
    );
    breaks(
        Rule::Identifier(ErrorKind::CheckDigit),
        "directory.practitioners[0].identifiers[0].value",
        |chart| {
            let mut person = Practitioner::default();
            person
                .identifiers
                .push(numbered(identifier::Npi::SYSTEM, "1234567890"));
            chart.directory.practitioners.push(Entry::new(person));
        },
    );
}

#[test]
fn what_a_setting_needs() {
    let missing = |change: fn(&mut Chart)| {
        let found = after(change).into_iter();
        let found = found.map(|(rule, path)| format!("{path}: {rule}"));
        found.collect::<Vec<_>>()
    };
    assert_eq!(
        missing(|chart| {
            let mut stay = Encounter::default();
            stay.class = Some(EncounterClass::InpatientAcute);
            stay.status = Some(EncounterStatus::Finished);
            chart.encounters.push(Entry::new(stay));
        }),
        [
            "encounters[1].diagnoses: a finished inpatient stay has a principal diagnosis",
            "encounters[1].period: it is missing: the start",
            "encounters[1].period: it is missing: the discharge",
            "encounters[1].discharge_disposition: it is missing: the disposition",
            "encounters[1].admit_source: it is missing: the source of admission",
            "encounters[1].participants: it is missing: the attending",
        ]
    );
    assert_eq!(
        missing(|chart| {
            let mut visit = Encounter::default();
            visit.class = Some(EncounterClass::Emergency);
            visit.status = Some(EncounterStatus::Finished);
            visit.period = period("2026-01-02", "2026-01-02");
            chart.encounters.push(Entry::new(visit));
        }),
        [
            "encounters[1].reasons: it is missing: a reason or diagnosis",
            "encounters[1].discharge_disposition: it is missing: the disposition",
        ]
    );
    assert_eq!(
        missing(|chart| chart.diagnoses[0].content.present_on_admission = None),
        ["diagnoses[0].present_on_admission: it is missing: whether it was present on admission"]
    );
    assert_eq!(
        missing(|chart| chart.encounters.push(Entry::new(Encounter::default()))),
        [
            "encounters[1].class: it is missing: the setting",
            "encounters[1].status: it is missing: the status",
            "encounters[1].period: it is missing: the start",
        ]
    );
    let empty = Validation::default().of(&Chart::default());
    let paths: Vec<&str> = empty.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "patient.names",
            "patient.birth_date",
            "patient.sex",
            "patient.identifiers"
        ]
    );
    assert!(empty.iter().all(|it| it.severity() == Severity::Warning));
}

#[test]
fn no_finding_has_a_value() {
    let chart = shared::full_chart();
    let findings: Vec<Finding> = today().of(&chart);
    assert!(findings.len() > 20);
    let shown: String = findings
        .iter()
        .map(|it| format!("{it} {it:?} {it:#?}"))
        .collect();
    for value in [shared::CANARY, "1931", "07-19", "13:37"] {
        assert!(!shown.contains(value));
    }
}
