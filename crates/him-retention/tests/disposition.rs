//! From the worklist to the certificate: who may do what, and what stops it. Everybody is invented.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use chrono::NaiveDate;
use him_retention::disposition::{
    Batch, Category, Destruction, Item, Kind, Medium, Method, Refusal, Review, Sensitivity, State,
    methods,
};
use him_retention::{
    Decision, DutyKind, Event, Facts, HoldKind, Log, Provider, RecordKey, RecordType, RuleBook,
    Scope, Verification, decide,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn key(text: &str) -> RecordKey {
    RecordKey::new(text)
}

fn paper(name: &str) -> Item {
    Item::new(key(name), "Charts", Medium::Paper, Sensitivity::High)
        .with_days(day("2003-01-01"), day("2004-05-01"))
}

/// A stay that ended in 2004, decided on a day, by default without a hold.
fn decision(state: &str, on: &str, hold: Option<&str>) -> Decision<'static> {
    let mut facts = Facts::new()
        .with(Event::BirthDate, day("1950-01-01"))
        .with(Event::Discharge, day("2004-05-01"));
    if let Some(hold) = hold {
        facts.add_hold(hold.parse().unwrap());
    }
    let scope = Scope::new(
        state.parse().unwrap(),
        Provider::Hospital,
        RecordType::MedicalRecord,
    );
    decide(&facts, &scope, day(on))
}

fn approved(state: &str) -> Batch {
    let mut batch = Batch::open("B-1", Kind::Destruction, "An invented hospital");
    batch
        .list(paper("A"), &decision(state, "2026-01-05", None), "clerk")
        .unwrap();
    let a = key("A");
    batch
        .review(&a, Review::Proceed, day("2026-01-06"), "reviewer", "over")
        .unwrap();
    batch
        .approve(&a, day("2026-01-07"), "manager", "over")
        .unwrap();
    batch
        .approve(&a, day("2026-01-08"), "privacy", "no request")
        .unwrap();
    batch
}

fn shred(on: &str) -> Destruction {
    let mut act = Destruction::new(day(on), Method::Shredding, "company", "witness");
    act.verified_by = "weighed".into();
    act
}

#[test]
fn only_what_is_eligible_is_listed_for_destruction() {
    let mut batch = Batch::open("B-1", Kind::Destruction, "H");
    let held = decision("US-PA", "2026-01-05", Some("audit:2025-01-01.."));
    assert_eq!(
        batch.list(paper("A"), &held, "clerk"),
        Err(Refusal::NotEligible("HELD"))
    );
    let early = decision("US-PA", "2011-05-01", None);
    assert_eq!(
        batch.list(paper("A"), &early, "clerk"),
        Err(Refusal::NotEligible("RETAIN"))
    );
    let policy = decision("US-OH", "2026-01-05", None);
    assert_eq!(
        batch.list(paper("A"), &policy, "clerk"),
        Err(Refusal::NotEligible("NEEDS_POLICY"))
    );
    let over = decision("US-PA", "2011-05-02", None);
    assert_eq!(batch.list(paper("A"), &over, ""), Err(Refusal::Unanswered));
    assert_eq!(batch.list(paper("A"), &over, "clerk"), Ok(()));
    assert_eq!(batch.list(paper("A"), &over, "clerk"), Err(Refusal::Twice));
}

#[test]
fn two_different_people_approve_with_reasons_and_in_order() {
    let mut batch = Batch::open("B-1", Kind::Destruction, "H");
    batch
        .list(paper("A"), &decision("US-PA", "2026-01-05", None), "clerk")
        .unwrap();
    let a = key("A");
    let out_of_turn = batch.approve(&a, day("2026-01-06"), "manager", "over");
    assert_eq!(
        out_of_turn.unwrap_err().to_string(),
        "the record is listed: expected one that is reviewed"
    );
    batch
        .review(&a, Review::Proceed, day("2026-01-06"), "reviewer", "over")
        .unwrap();
    assert_eq!(
        batch.approve(&a, day("2026-01-07"), "manager", " "),
        Err(Refusal::Unanswered)
    );
    assert_eq!(
        batch.approve(&a, day("2026-01-05"), "manager", "over"),
        Err(Refusal::BeforeLastStep)
    );
    batch
        .approve(&a, day("2026-01-07"), "manager", "over")
        .unwrap();
    assert_eq!(
        batch.approve(&a, day("2026-01-08"), "Manager ", "over"),
        Err(Refusal::SamePerson)
    );
    let act = shred("2026-01-08");
    let now = decision("US-PA", "2026-01-08", None);
    assert!(matches!(
        batch.destroy(&a, &act, &now),
        Err(Refusal::OutOfTurn { .. })
    ));
    batch
        .approve(&a, day("2026-01-08"), "privacy", "over")
        .unwrap();
    assert_eq!(
        batch.destroy(&a, &act, &decision("US-PA", "2026-01-07", None)),
        Err(Refusal::StaleDecision)
    );
    let alone = Destruction::new(day("2026-01-08"), Method::Shredding, "company", "company");
    assert_eq!(batch.destroy(&a, &alone, &now), Err(Refusal::SamePerson));
    assert_eq!(batch.destroy(&key("B"), &act, &now), Err(Refusal::Unknown));
    assert_eq!(batch.certify("head"), Err(Refusal::Unfinished(1)));
    batch.destroy(&a, &act, &now).unwrap();
    assert_eq!(batch.item(&a).unwrap().state(), State::Done);
    assert!(batch.certify("head").is_ok());
    let actions: Vec<_> = batch.log().entries().iter().map(|one| one.action).collect();
    assert_eq!(
        actions,
        ["list", "review", "approve", "approve", "destroy", "certify"]
    );
}

#[test]
fn a_hold_between_approval_and_destruction_stops() {
    let mut batch = approved("US-PA");
    let a = key("A");
    let now = decision("US-PA", "2026-02-01", Some("litigation:2026-01-20.."));
    assert_eq!(
        batch.destroy(&a, &shred("2026-02-01"), &now),
        Err(Refusal::NotEligible("HELD"))
    );
    assert_eq!(batch.item(&a).unwrap().state(), State::Stopped);
    // Once stopped it does not go in this batch, even when the hold is lifted.
    let lifted = decision("US-PA", "2026-03-01", None);
    assert!(matches!(
        batch.destroy(&a, &shred("2026-03-01"), &lifted),
        Err(Refusal::OutOfTurn {
            state: "stopped",
            ..
        })
    ));
    assert_eq!(batch.certify("head"), Err(Refusal::Nothing));
    assert_eq!(batch.log().entries().last().unwrap().action, "stop");
}

#[test]
fn a_reviewer_may_keep_a_record() {
    let mut batch = Batch::open("B-1", Kind::Destruction, "H");
    let over = decision("US-PA", "2026-01-05", None);
    batch.list(paper("A"), &over, "clerk").unwrap();
    let a = key("A");
    batch
        .review(&a, Review::Keep, day("2026-01-06"), "reviewer", "teaching")
        .unwrap();
    assert_eq!(batch.item(&a).unwrap().state(), State::Kept);
    assert!(batch.item(&a).unwrap().state().is_final());
}

#[test]
fn notices_come_first_and_in_time() {
    let mut batch = approved("US-MA");
    let a = key("A");
    let act = |on| (shred(on), decision("US-MA", on, None));
    let (early, now) = act("2026-02-01");
    assert_eq!(
        batch.destroy(&a, &early, &now).unwrap_err().to_string(),
        "US-MA-HOSP: notify_agency is to be done first"
    );
    let fulfil = |batch: &mut Batch, kind| {
        batch.fulfil(&a, "US-MA-HOSP", kind, day("2026-02-01"), "clerk", "letter")
    };
    assert_eq!(
        fulfil(&mut batch, DutyKind::NotifyPatient),
        Err(Refusal::NoDuty)
    );
    fulfil(&mut batch, DutyKind::NotifyAgency).unwrap();
    let (early, now) = act("2026-03-02");
    assert_eq!(
        batch.destroy(&a, &early, &now).unwrap_err().to_string(),
        "US-MA-HOSP: notify_agency was done on time only for a destruction from 2026-03-03"
    );
    let (in_time, now) = act("2026-03-03");
    batch.destroy(&a, &in_time, &now).unwrap();
    let certificate = batch.certify("head").unwrap();
    assert_eq!(
        certificate.field("notice_to_agency_date"),
        Some("2026-02-01 (US-MA-HOSP)")
    );
    assert_eq!(
        certificate.field("second_approver"),
        Some("privacy"),
        "{certificate}"
    );
    assert_eq!(
        certificate.field("inclusive_dates_covered"),
        Some("2003-01-01 to 2004-05-01")
    );
    assert_eq!(
        certificate.field("rule_ids_and_citations_applied"),
        Some("US-COP-HOSP (42 CFR 482.24(b)(1)); US-MA-HOSP (M.G.L. c.111 s.70; 105 CMR 130.370)")
    );
    let entry = batch.item(&a).unwrap().index_entry(&certificate).unwrap();
    assert_eq!(entry.destroyed, day("2026-03-03"));
    assert_eq!(entry.certificate, batch.log().head());
    // A certificate is about series: no name of a record is on it.
    assert!(!certificate.to_string().contains("\"A\""));
}

#[test]
fn the_method_suits_the_medium_the_sensitivity_and_the_law() {
    let attempt = |medium, sensitivity, method| {
        let mut batch = Batch::open("B-1", Kind::Destruction, "H");
        let item = Item::new(key("A"), "Disks", medium, sensitivity).on_reused_medium();
        let over = decision("US-PA", "2026-01-05", None);
        batch.list(item, &over, "clerk").unwrap();
        let a = key("A");
        let on = day("2026-01-05");
        batch.review(&a, Review::Proceed, on, "r", "over").unwrap();
        batch.approve(&a, on, "m", "over").unwrap();
        batch.approve(&a, on, "p", "over").unwrap();
        let act = Destruction::new(on, method, "company", "witness");
        batch.destroy(&a, &act, &over)
    };
    use Medium::{Electronic, SsdFlash};
    assert_eq!(
        attempt(SsdFlash, Sensitivity::Low, Method::Demagnetizing)
            .unwrap_err()
            .to_string(),
        "demagnetizing is no method for ssd_flash"
    );
    assert_eq!(
        attempt(Electronic, Sensitivity::High, Method::Overwriting)
            .unwrap_err()
            .to_string(),
        "overwriting is clear: the sensitivity asks for purge"
    );
    assert_eq!(
        attempt(Electronic, Sensitivity::Moderate, Method::Overwriting),
        Ok(())
    );
    assert_eq!(
        attempt(Electronic, Sensitivity::High, Method::Demagnetizing),
        Ok(())
    );
    // Arkansas: burning or shredding only.
    let mut batch = approved("US-AR");
    let mut act = shred("2026-02-01");
    act.method = Method::Pulping;
    let now = decision("US-AR", "2026-02-01", None);
    assert_eq!(
        batch.destroy(&key("A"), &act, &now),
        Err(Refusal::MethodForbidden {
            rule: "US-AR-HOSP".into()
        })
    );
    assert_eq!(batch.destroy(&key("A"), &shred("2026-02-01"), &now), Ok(()));
    // Media that are neither reused nor kept under control.
    assert_eq!(Sensitivity::Low.least(false, false), Category::Clear);
    assert_eq!(Sensitivity::Moderate.least(false, false), Category::Destroy);
    assert_eq!(Sensitivity::High.least(true, true), Category::Destroy);
    assert_eq!(Sensitivity::Low.least(true, true), Category::Purge);
}

#[test]
fn a_transfer_takes_the_duty_and_the_holds_along() {
    for kind in [Kind::Transfer, Kind::PracticeClosure] {
        let mut batch = Batch::open("B-2", kind, "A practice that closes");
        let held = decision("US-PA", "2026-01-05", Some("audit:2025-01-01.."));
        batch.list(paper("A"), &held, "clerk").unwrap();
        let a = key("A");
        let on = day("2026-01-06");
        batch.review(&a, Review::Proceed, on, "r", "moves").unwrap();
        batch.approve(&a, on, "m", "moves").unwrap();
        assert!(batch.hand_over(&a, "Custodian", on, "clerk").is_err());
        batch.approve(&a, on, "p", "moves").unwrap();
        assert_eq!(
            batch.destroy(&a, &shred("2026-01-06"), &held),
            Err(Refusal::OtherKind(kind.as_str()))
        );
        assert_eq!(
            batch.hand_over(&a, "", on, "clerk"),
            Err(Refusal::Unanswered)
        );
        batch.hand_over(&a, "Custodian", on, "clerk").unwrap();
        assert_eq!(batch.item(&a).unwrap().done_on(), Some(on));
        assert_eq!(&*batch.log().entries().last().unwrap().reason, "Custodian");
    }
}

#[test]
fn tampering_with_the_log_shows() {
    let batch = approved("US-PA");
    let entries = batch.log().entries().to_vec();
    assert_eq!(entries.len(), 4);
    assert!(Log::from_entries(entries.clone()).is_ok());
    for at in 0..entries.len() {
        let mut changed = entries.clone();
        changed[at].by = "somebody else".into();
        assert_eq!(Log::from_entries(changed), Err(at));
    }
    let mut moved = entries.clone();
    moved[1].reason = "ove".into();
    moved[1].subject = key("rA");
    assert_eq!(Log::from_entries(moved), Err(1));
    let mut lost = entries.clone();
    lost.remove(1);
    assert_eq!(Log::from_entries(lost), Err(1));
    let mut swapped = entries.clone();
    swapped.swap(2, 3);
    assert_eq!(Log::from_entries(swapped), Err(2));
    // A loss at the end shows against a head that was noted elsewhere.
    let mut cut = entries;
    cut.pop();
    assert_ne!(Log::from_entries(cut).unwrap().head(), batch.log().head());
}

#[test]
fn nothing_prints_the_name_of_a_record() {
    let mut batch = Batch::open("B-1", Kind::Destruction, "H");
    let over = decision("US-PA", "2026-01-05", None);
    batch.list(paper("Jane Doe"), &over, "clerk").unwrap();
    let text = format!("{batch:?} {:?}", key("Jane Doe"));
    assert!(!text.contains("Jane"), "{text}");
    assert!(!text.contains("2004"), "{text}");
}

#[test]
fn the_lists_are_those_of_the_official_tables() {
    let test = "the_lists_are_those_of_the_official_tables";
    let Some(folder) = him_testdata::folder("retention", test) else {
        return;
    };
    let rows = |file: &str| -> Vec<csv::StringRecord> {
        let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
        reader.records().map(Result::unwrap).collect()
    };
    let mut found = 0;
    for row in rows("disposition_methods.csv") {
        // The last three rows are limits of states, which stand in the rules.
        let (Ok(medium), Ok(method)) = (row[0].parse::<Medium>(), row[1].parse::<Method>()) else {
            continue;
        };
        let ours = method.on(medium).unwrap();
        assert_eq!(ours.category.as_str(), &row[2], "{method}");
        let checked = ours.verification != Verification::Unverified;
        assert_eq!(checked, &row[5] == "source", "{method}");
        found += 1;
    }
    assert_eq!(found, 15);
    // Ours beyond it: physical destruction of magnetic and flash media.
    assert_eq!(methods().len(), found + 6);
    let limits = |id: &str| RuleBook::embedded().rule(id).unwrap().duties.iter();
    for id in ["US-AR-HOSP", "US-CT-CHILD_PS"] {
        let methods = limits(id).find(|duty| !duty.methods.is_empty()).unwrap();
        assert_eq!(methods.methods, [Method::Burning, Method::Shredding]);
    }
    assert!(limits("US-TN-HOSP").any(|duty| duty.kind == DutyKind::Method));

    let mut batch = approved("US-PA");
    let now = decision("US-PA", "2026-02-01", None);
    batch
        .destroy(&key("A"), &shred("2026-02-01"), &now)
        .unwrap();
    let certificate = batch.certify("head").unwrap();
    let fields: Vec<_> = certificate.fields().map(|(name, _)| name).collect();
    let named: Vec<_> = rows("certificate_of_destruction_fields.csv")
        .iter()
        .map(|row| row[0].to_owned())
        .collect();
    assert_eq!(fields, named);
    assert_eq!(certificate.missing().count(), 0);

    for row in rows("hold_types.csv") {
        let kind: HoldKind = row[0].parse().unwrap();
        assert_eq!(
            kind == HoldKind::AttorneyNotice,
            row[3].contains("12 y"),
            "{kind}"
        );
    }
}
