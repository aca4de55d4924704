//! What a chart answers, and what it never shows. All people are invented.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![allow(
    clippy::field_reassign_with_default,
    reason = "the structs are open to new fields"
)]

mod shared;

use him_record::confidentiality::Label;
use him_record::*;
use shared::{CANARY, full_chart};

#[test]
fn no_debug_output_shows_the_patient() {
    let chart = full_chart();
    let links = chart.encounter_links();
    for output in [
        format!("{chart:?}"),
        format!("{chart:#?}"),
        format!("{links:?}"),
        format!("{:?}", CANARY.parse::<Moment>().unwrap_err()),
        CANARY.parse::<Decimal>().unwrap_err().to_string(),
    ] {
        for value in [CANARY, "1931", "07-19", "07, 19", "13:37", "19310719"] {
            assert!(!output.contains(value), "{value} shows");
        }
    }
}

fn stay(id: &str, class: EncounterClass, start: &str, end: Option<&str>) -> Entry<Encounter> {
    let mut encounter = Encounter::default();
    encounter.class = Some(class);
    encounter.period = Period::new(
        Some(start.parse().unwrap()),
        end.map(|end| end.parse().unwrap()),
    );
    let mut entry = Entry::new(encounter);
    entry.id = Some(id.into());
    entry.full_url = Some(format!("urn:uuid:{id}").into());
    entry
}

fn diagnosis_at(encounter: Option<&str>) -> Diagnosis {
    let mut diagnosis = Diagnosis::default();
    diagnosis.encounter = encounter.map(Reference::to);
    diagnosis.recorded = Some(Phi::new("2024-05-05".parse().unwrap()));
    diagnosis.onset = Some(Phi::new("2020-01".parse().unwrap()));
    diagnosis
}

#[test]
fn the_code_set_is_that_of_the_discharge_or_the_visit() {
    let mut chart = Chart::default();
    chart.encounters = vec![
        stay(
            "in",
            EncounterClass::Inpatient,
            "2021-09-28T08:00:00-04:00",
            Some("2021-10-03"),
        ),
        stay(
            "out",
            EncounterClass::Ambulatory,
            "2021-09-30",
            Some("2021-10-01"),
        ),
        stay("open", EncounterClass::Inpatient, "2026-09-30", None),
    ];
    let links = chart.encounter_links();
    let date = |encounter: Option<&str>| {
        chart
            .date_of_service(&diagnosis_at(encounter), &links)
            .unwrap()
            .to_string()
    };
    assert_eq!(date(Some("urn:uuid:in")), "2021-10-03");
    assert_eq!(date(Some("Encounter/in")), "2021-10-03");
    assert_eq!(date(Some("Encounter/out")), "2021-09-30");
    assert_eq!(date(Some("Encounter/open")), "2026-09-30");
    assert_eq!(date(Some("Encounter/elsewhere")), "2024-05-05");
    assert_eq!(date(None), "2024-05-05");

    let mut undated = diagnosis_at(None);
    undated.recorded = None;
    assert_eq!(
        chart.date_of_service(&undated, &links).unwrap().to_string(),
        "2020-01"
    );
    undated.onset = None;
    assert_eq!(chart.date_of_service(&undated, &links), None);
}

#[test]
fn procedures_of_a_stay_are_coded_by_its_discharge() {
    let mut chart = Chart::default();
    chart.encounters = vec![
        stay(
            "in",
            EncounterClass::Inpatient,
            "2021-09-28",
            Some("2021-10-03"),
        ),
        stay(
            "out",
            EncounterClass::Ambulatory,
            "2021-09-30",
            Some("2021-10-01"),
        ),
    ];
    let links = chart.encounter_links();
    let date = |encounter: &str, performed: Option<&str>| {
        let mut procedure = Procedure::default();
        procedure.encounter = Some(Reference::to(encounter));
        procedure.performed = Period::new(performed.map(|day| day.parse().unwrap()), None);
        let date = chart.date_of_procedure(&procedure, &links);
        date.map(|date| date.to_string()).unwrap_or_default()
    };
    assert_eq!(date("Encounter/in", Some("2021-09-29")), "2021-10-03");
    assert_eq!(date("Encounter/out", Some("2021-09-29")), "2021-09-29");
    assert_eq!(date("Encounter/out", None), "2021-09-30");
    assert_eq!(date("Encounter/elsewhere", None), "");
}

#[test]
fn references_match_by_address_or_by_type_and_id() {
    let mut organization = Organization::default();
    let mut number = Identifier::default();
    number.system = Some(SystemUri::from_uri("https://registry.example"));
    number.value = Some("N-1".into());
    organization.identifiers = vec![number];
    let mut versioned = Entry::new(organization);
    versioned.id = Some("7".into());
    versioned.full_url = Some("https://ehr.example/fhir/Organization/7".into());
    let entries = [Entry::new(Organization::default()), versioned];
    let links = Links::with_identifiers("Organization", &entries, |it| &it.identifiers);
    for target in [
        "Organization/7",
        "Organization/7/_history/3",
        "https://ehr.example/fhir/Organization/7",
        "https://ehr.example/fhir/Organization/7/_history/3",
        "urn:uuid:7",
        "Organization?identifier=https://registry.example|N-1",
    ] {
        assert_eq!(links.position(&Reference::to(target)), Some(1), "{target}");
    }
    for target in [
        "Patient/7",
        "7",
        "#7",
        "Organization/8",
        "Organization/",
        "",
        "urn:uuid:8",
        "Organization?identifier=N-1",
        "Patient?identifier=https://registry.example|N-1",
    ] {
        assert!(links.find(&Reference::to(target)).is_none(), "{target}");
    }
    let without = Links::new("Organization", &entries);
    let conditional = Reference::to("Organization?identifier=https://registry.example|N-1");
    assert_eq!(without.position(&conditional), None);
}

#[test]
fn states_of_care_come_latest_first_and_once() {
    let mut chart = Chart::default();
    for (id, state) in [("1", "OH"), ("2", "NY")] {
        let mut organization = Organization::default();
        let mut address = Address::default();
        address.state = Some(state.into());
        organization.addresses = vec![address];
        let mut entry = Entry::new(organization);
        entry.id = Some(id.into());
        chart.directory.organizations.push(entry);
    }
    for (organization, start) in [("1", "2019"), ("2", "2024-03-01"), ("2", "2020-01-01")] {
        let mut visit = stay("v", EncounterClass::Ambulatory, start, None);
        visit.content.service_provider =
            Some(Reference::to(&format!("Organization/{organization}")));
        chart.encounters.push(visit);
    }
    let mut address = Address::default();
    address.state = Some("VT".into());
    let mut place = Entry::new(Location::default());
    place.id = Some("ward".into());
    place.content.address = Some(address);
    chart.directory.locations.push(place);
    let mut visit = stay("w", EncounterClass::Ambulatory, "2022", None);
    let mut stay_there = LocationMove::default();
    stay_there.location = Reference::to("Location/ward");
    visit.content.locations.push(stay_there);
    chart.encounters.push(visit);
    let states: Vec<&str> = chart
        .care_states()
        .into_iter()
        .map(PhiText::expose_str)
        .collect();
    assert_eq!(states, ["NY", "VT", "OH"]);
}

#[test]
fn value_sets_read_the_codes_they_write() {
    for class in EncounterClass::ALL {
        assert_eq!(EncounterClass::from_code(class.code()), Some(*class));
    }
    assert_eq!(EncounterClass::from_code("imp"), None);
    assert_eq!(
        PresentOnAdmission::from_code("1"),
        Some(PresentOnAdmission::Exempt)
    );
}

/// Entries of several kinds, more than one of each, told apart by their ids.
fn several() -> Chart {
    let mut chart = Chart::new(Patient::default());
    for id in ["a", "b", "c", "d"] {
        let mut diagnosis = Entry::new(Diagnosis::default());
        diagnosis.id = Some(id.into());
        chart.diagnoses.push(diagnosis);
        let mut note = Entry::new(Note::default());
        note.id = Some(id.into());
        chart.notes.push(note);
        let mut place = Entry::new(Location::default());
        place.id = Some(id.into());
        chart.directory.locations.push(place);
    }
    let source = SourceJson::new(r#"{"resourceType":"Basic"}"#);
    chart.unheld.push(Unheld::new("Basic", source));
    chart
}

#[test]
fn what_is_retained_stays_in_order() {
    let chart = several();
    let count = chart.len();
    assert_eq!(count, 14);
    assert_eq!(chart.heads().len(), count);
    // Every choice among the entries behind the patient.
    for chosen in 0..1_u32 << (count - 1) {
        let keep = |place: usize| place == 0 || chosen & (1 << (place - 1)) != 0;
        let mut retained = chart.clone();
        let mut place = 0..;
        retained.retain(|_| keep(place.next().unwrap()));
        let mut expected = Chart::default();
        for (place, entry) in chart.clone().into_entries().into_iter().enumerate() {
            if keep(place) {
                expected.push(entry);
            }
        }
        assert!(retained == expected, "{chosen:b}");
    }
}

#[test]
fn a_patient_that_is_not_retained_is_empty() {
    let mut chart = several();
    chart.patient.id = Some("p".into());
    let count = chart.len();
    chart.retain(|head| head.kind != EntryKind::Patient);
    assert_eq!(chart.patient, Entry::default());
    assert_eq!(chart.len(), count);
}

#[test]
fn charts_are_equal_if_all_of_their_entries_are() {
    let chart = several();
    assert!(chart == chart.clone());
    for entry in 0..chart.len() {
        let mut entries = chart.clone().into_entries();
        entries[entry].set_labels([Label::Part2].into_iter().collect());
        let mut other = Chart::default();
        for entry in entries {
            other.push(entry);
        }
        assert!(chart != other);
    }
    let mut turned = chart.clone();
    turned.notes.reverse();
    assert!(chart != turned);
}

#[test]
fn a_chart_takes_over_the_entries_of_another() {
    let mut chart = several();
    let mut other = several();
    other.patient.id = Some("other".into());
    chart.append(other);
    assert_eq!(chart.patient.id, None);
    let ids = chart.diagnoses.iter().map(|entry| entry.id.clone());
    let expected = ["a", "b", "c", "d", "a", "b", "c", "d"].map(|id| Some(id.into()));
    assert_eq!(ids.collect::<Vec<_>>(), expected);
    assert_eq!(chart.len(), 27);
}

#[test]
fn copies_share_what_they_say_until_one_is_changed() {
    let source = SourceJson::new(r#"{"resourceType":"Condition"}"#);
    let mut chart = Chart::default();
    let read = Entry::from_source(diagnosis_at(None), source);
    chart.diagnoses.push(read);
    let mut copy = chart.clone();
    let said = |chart: &Chart| std::ptr::from_ref::<Diagnosis>(&chart.diagnoses[0].content);
    assert_eq!(said(&chart), said(&copy));

    copy.diagnoses[0].content.rank = Some(7);
    assert_ne!(said(&chart), said(&copy));
    assert_eq!(chart.diagnoses[0].content.rank, None);
    assert!(chart.diagnoses[0].is_as_read());
    assert!(!copy.diagnoses[0].is_as_read());
    assert_eq!(copy.diagnoses[0].content.clone().into_value().rank, Some(7));
}
