//! Schedules, what-ifs, versions, and whom an order to hold reaches. Every record is invented.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use chrono::NaiveDate;
use him_retention::hold::{Extent, Register, Subject};
use him_retention::schedule::{Change, Scheduler, Summary, Versions, WhatIf};
use him_retention::{
    Error, ErrorKind, Event, Facts, Gap, HoldKind, Jurisdiction, Outcome, Provider, RecordKey,
    RecordType, RuleBook, Scope, decide,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn hospital(state: &str) -> Scope {
    Scope::new(
        state.parse().unwrap(),
        Provider::Hospital,
        RecordType::MedicalRecord,
    )
}

fn stay(discharge: &str) -> Facts {
    Facts::new()
        .with(Event::BirthDate, day("1950-01-01"))
        .with(Event::Discharge, day(discharge))
}

fn policy(rules: &str) -> Result<RuleBook, Error> {
    let mut book = RuleBook::embedded().clone();
    let text = format!("jurisdiction = \"SITE\"\nname = \"Invented\"\n{rules}");
    book.add("policy.toml", &text)?;
    Ok(book)
}

#[test]
fn an_entry_says_what_the_decision_says() {
    let book = RuleBook::embedded();
    let mut scheduler = Scheduler::new(book);
    let on = day("2026-11-25");
    for state in ["US-PA", "US-OH", "US-NE", "US-TX", "US-MA", "US-UT"] {
        let facts = stay("2012-02-29");
        let scope = hospital(state);
        let decision = book.decide(&facts, &scope, on);
        let entry = scheduler.decide(&facts, &scope, on);
        assert!(entry.outcome() == decision.outcome(), "{state}");
        assert_eq!(entry.retain_through(), decision.retain_through());
        assert_eq!(entry.destroy_from(), decision.destroy_from());
        let deciding = decision.deciding().map(|arm| &arm.rule().id);
        assert_eq!(entry.rule().map(|rule| &rule.id), deciding, "{state}");
    }
}

#[test]
fn what_becomes_eligible_between_two_days() {
    let scheduler = Scheduler::new(RuleBook::embedded());
    let scope = hospital("US-PA");
    let between = |facts: &Facts, first: &str, last: &str| {
        let found = scheduler.becomes_eligible(facts, &scope, day(first), day(last));
        found.map(|day| day.to_string()).unwrap_or_default()
    };
    let plain = stay("2012-02-29");
    assert_eq!(between(&plain, "2019-03-01", "2019-03-01"), "2019-03-01");
    assert_eq!(between(&plain, "2019-01-01", "2019-02-28"), "");
    assert_eq!(between(&plain, "2019-03-02", "2019-12-31"), "");
    // A hold moves the day; one that is open takes it away.
    let held = plain
        .clone()
        .with_hold("audit:2018-01-01..2020-06-30".parse().unwrap());
    assert_eq!(between(&held, "2019-01-01", "2019-12-31"), "");
    assert_eq!(between(&held, "2020-01-01", "2020-12-31"), "2020-07-01");
    let open = plain
        .clone()
        .with_hold("audit:2018-01-01..".parse().unwrap());
    assert_eq!(between(&open, "2019-01-01", "2099-12-31"), "");
    // What needs a policy never becomes eligible.
    let none = scheduler.becomes_eligible(
        &plain,
        &hospital("US-OH"),
        day("1990-01-01"),
        day("2200-01-01"),
    );
    assert_eq!(none, None);
    let records = [("a", plain, &scope), ("b", held, &scope)];
    let due: Vec<_> = scheduler
        .becoming_eligible(records, day("2019-01-01"), day("2019-12-31"))
        .collect();
    assert_eq!(due, [("a", day("2019-03-01"))]);
}

#[test]
fn a_change_of_law_may_make_records_eligible_on_its_day() -> Result<(), Error> {
    // An invented policy of fifteen years that ends with the year 2026.
    let book = policy(
        "[[rule]]\nid = \"OLD\"\nprovider = \"hospital\"\nrecord = \"medical_record\"\n\
         adult = \"DISCHARGE+15y\"\neffective_to = \"2027-01-01\"\nverification = \"site_policy\"\n",
    )?;
    let mut scheduler = Scheduler::new(&book);
    let (facts, scope) = (stay("2015-03-31"), hospital("US-PA"));
    let before = scheduler.decide(&facts, &scope, day("2026-12-31"));
    assert_eq!(before.retain_through(), Some(day("2030-03-31")));
    let found = scheduler.becomes_eligible(&facts, &scope, day("2026-12-01"), day("2027-01-31"));
    // Pennsylvania's seven years ended in 2022; the policy kept it until it was repealed.
    assert_eq!(found, Some(day("2027-01-01")));
    assert!(matches!(
        scheduler
            .decide(&facts, &scope, day("2027-01-01"))
            .outcome(),
        Outcome::Eligible { .. }
    ));
    Ok(())
}

#[test]
fn the_versions_of_a_law_may_go_by_an_event() -> Result<(), Error> {
    let rule = |id: &str, years: u8, dates: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\nprovider = \"hospital\"\nrecord = \"core_record\"\n\
             adult = \"DISCHARGE+{years}y\"\nin_force_by = \"RECORD_CREATED\"\n{dates}\n\
             verification = \"site_policy\"\n"
        )
    };
    let old = rule("OLD", 5, "effective_to = \"2020-01-01\"");
    let new = rule("NEW", 9, "effective_from = \"2020-01-01\"");
    let book = policy(&[old, new].concat())?;
    let scope = Scope::of_rules(["OLD", "NEW"]);
    let decided = |created: Option<&str>| {
        let mut facts = stay("2021-06-30");
        facts.set(Event::RecordCreated, created.map(day));
        let decision = book.decide(&facts, &scope, day("2031-01-01"));
        (decision.outcome().name(), decision.retain_through())
    };
    // What was created before the amendment stays under the old text, whatever the day.
    assert_eq!(decided(Some("2019-12-31")).1, Some(day("2026-06-30")));
    assert_eq!(decided(Some("2020-01-01")).1, Some(day("2030-06-30")));
    assert_eq!(decided(None).0, "INDETERMINATE");
    Ok(())
}

#[test]
fn what_if() -> Result<(), Error> {
    let on = day("2026-11-25");
    let law = RuleBook::embedded();
    let pennsylvania = hospital("US-PA");
    let facts = stay("2012-02-29");
    // Nothing changes without a change.
    assert!(
        WhatIf::new(law, on)
            .difference(&facts, &pennsylvania)
            .is_none()
    );
    // Another state.
    let massachusetts: Jurisdiction = "US-MA".parse()?;
    let also =
        WhatIf::new(law, on).with_scope(|scope| scope.clone().with_jurisdiction(massachusetts));
    let difference = also.difference(&facts, &pennsylvania).unwrap();
    assert_eq!(difference.change(), Change::Later);
    assert_eq!(difference.after.destroy_from(), Some(day("2032-03-01")));
    // A hold lifted.
    let held = facts
        .clone()
        .with_hold("litigation:2015-01-01..".parse()?)
        .with_hold("audit:2015-01-01..2016-01-01".parse()?);
    let lifted = WhatIf::new(law, on).without_holds(|hold| hold.kind() == HoldKind::Litigation);
    let records = [(1, held, &pennsylvania), (2, facts.clone(), &pennsylvania)];
    let differences: Vec<_> = lifted.differences(records).collect();
    let [(1, difference)] = differences.as_slice() else {
        panic!("one record changes");
    };
    assert_eq!(difference.change(), Change::Unblocked);
    assert_eq!(difference.after.destroy_from(), Some(day("2019-03-01")));
    // A policy that asks for a review of nothing, and one that keeps for ever.
    let book = policy(
        "[[rule]]\nid = \"EVER\"\nprovider = \"hospital\"\nrecord = \"medical_record\"\n\
         adult = \"PERMANENT\"\nverification = \"site_policy\"\n",
    )?;
    let ever = WhatIf::new(law, on).with_book(&book);
    let difference = ever.difference(&facts, &pennsylvania).unwrap();
    assert_eq!(difference.change(), Change::Blocked);
    let later = WhatIf::new(law, day("2019-02-28")).on(day("2019-03-01"));
    let difference = later.difference(&facts, &pennsylvania).unwrap();
    assert_eq!(difference.change(), Change::Otherwise);
    Ok(())
}

#[test]
fn a_summary_counts_by_year_and_rule() {
    let mut scheduler = Scheduler::new(RuleBook::embedded());
    let mut summary = Summary::default();
    let on = day("2026-11-25");
    let records = [
        (stay("2012-02-29"), hospital("US-PA")),
        (stay("2012-03-01"), hospital("US-PA")),
        (stay("2012-03-01"), hospital("US-NM")),
        (stay("2012-03-01"), hospital("US-OH")),
        (Facts::new(), hospital("US-PA")),
    ];
    for (facts, scope) in &records {
        summary.add(&scheduler.decide(facts, scope, on));
    }
    let rows: Vec<_> = summary
        .rows()
        .iter()
        .map(|row| {
            (
                row.year,
                row.status,
                row.rule.map(|rule| &*rule.id),
                row.records,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (Some(2019), "DATE", Some("US-PA-HOSP"), 2),
            (Some(2022), "DATE", Some("US-NM-HOSP"), 1),
            (None, "INDETERMINATE", Some("US-PA-HOSP"), 1),
            (None, "NEEDS_POLICY", Some("US-OH-HOSP"), 1),
        ]
    );
    assert_eq!(summary.records(), 5);
}

#[test]
fn versions_of_a_site_each_from_its_day() -> Result<(), Error> {
    let mut versions = Versions::default();
    versions.add(day("2026-01-01"), "second", RuleBook::embedded().clone())?;
    versions.add(day("2020-01-01"), "first", RuleBook::default())?;
    let error = versions
        .add(day("2020-01-01"), "again", RuleBook::default())
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Date);
    let on = |text| versions.on(day(text)).map(|version| &*version.name);
    assert_eq!(on("2019-12-31"), None);
    assert_eq!(on("2020-01-01"), Some("first"));
    assert_eq!(on("2025-12-31"), Some("first"));
    assert_eq!(on("2026-01-01"), Some("second"));
    // A book without a rule asks for a policy.
    let first = &versions.on(day("2020-01-01")).unwrap().book;
    let outcome = first.outcome(&stay("1990-01-01"), &hospital("US-PA"), day("2020-06-01"));
    assert_eq!(outcome.name(), "NEEDS_POLICY");
    Ok(())
}

#[test]
fn an_order_reaches_what_it_states_and_what_nobody_can_tell() {
    let patient = || RecordKey::new("P-1");
    let subject = Subject::of(patient(), RecordType::MedicalRecord)
        .with_encounter(RecordKey::new("E-1"))
        .with_days(day("2020-01-01"), day("2020-01-31"))
        .with_custodian("radiology");
    let covers = |extent: Extent| extent.covers(&subject);
    assert!(covers(Extent::everything()));
    assert!(covers(Extent::of_patient(patient())));
    assert!(!covers(Extent::of_patient(RecordKey::new("P-2"))));
    let mine = || Extent::of_patient(patient());
    assert!(covers(mine().with_encounter(RecordKey::new("E-1"))));
    assert!(!covers(mine().with_encounter(RecordKey::new("E-2"))));
    assert!(covers(mine().with_record(RecordType::MedicalRecord)));
    assert!(!covers(mine().with_record(RecordType::Imaging)));
    let days = |first, last| mine().with_days(day(first), day(last));
    assert!(covers(days("2020-01-31", "2020-03-01")));
    assert!(!covers(days("2020-02-01", "2020-03-01")));
    assert!(covers(mine().with_custodian("radiology")));
    assert!(!covers(mine().with_custodian("pathology")));
    // What is not known of a record does not set it free.
    let vague = Subject::default();
    assert!(days("2020-02-01", "2020-03-01").covers(&vague));
    assert!(mine().with_custodian("pathology").covers(&vague));

    let mut register = Register::default();
    register
        .place(
            "M-1",
            HoldKind::Audit,
            mine(),
            day("2026-01-05"),
            "compliance",
            "RAC letter",
        )
        .unwrap();
    let again = register.place("M-1", HoldKind::Audit, mine(), day("2026-01-05"), "c", "r");
    assert_eq!(again.unwrap_err().kind(), ErrorKind::Rule);
    let nobody = register.place("M-2", HoldKind::Audit, mine(), day("2026-01-05"), "", "r");
    assert_eq!(nobody.unwrap_err().kind(), ErrorKind::Rule);
    let early = register.release("M-1", day("2026-01-04"), "compliance", "closed");
    assert_eq!(early.unwrap_err().kind(), ErrorKind::Date);
    let facts = register.hold(&subject, stay("2000-01-01"));
    let on = |text| decide(&facts, &hospital("US-PA"), day(text)).outcome();
    assert_eq!(on("2026-01-05").name(), "HELD");
    register
        .release("M-1", day("2026-02-01"), "compliance", "audit closed")
        .unwrap();
    assert!(
        register
            .release("M-1", day("2026-02-02"), "c", "r")
            .is_err()
    );
    let facts = register.hold(&subject, stay("2000-01-01"));
    let on = |text| decide(&facts, &hospital("US-PA"), day(text)).outcome();
    assert_eq!(on("2026-02-01").name(), "HELD");
    assert!(
        on("2026-02-02")
            == Outcome::Eligible {
                from: day("2026-02-02")
            }
    );
    let actions: Vec<_> = register
        .log()
        .entries()
        .iter()
        .map(|one| one.action)
        .collect();
    assert_eq!(actions, ["place", "release"]);
    // Orders print no name and no day.
    let text = format!("{register:?} {subject:?}");
    assert!(!text.contains("P-1") && !text.contains("M-1"), "{text}");
}

#[test]
fn storage_limitation_is_a_warning_and_says_how_it_was_checked() {
    let scope = |place: &str, provider| {
        Scope::new(place.parse().unwrap(), provider, RecordType::MedicalRecord)
    };
    let facts = Facts::new().with(Event::TreatmentConcluded, day("2010-03-31"));
    let german = decide(
        &facts,
        &scope("DE", Provider::AnyProvider),
        day("2026-11-25"),
    );
    let text = german.explain().to_string();
    assert!(
        text.contains("kept longer than needed since 2020-04-01: GDPR Art. 5(1)(e) (unverified)\n"),
        "{text}"
    );
    // While it is to be kept there is nothing to warn of; in other countries the law is another.
    let early = decide(
        &facts,
        &scope("DE", Provider::AnyProvider),
        day("2020-03-31"),
    );
    assert_eq!(early.over_retention(), None);
    let swiss = decide(
        &Facts::new().with(Event::LastTreatment, day("1990-03-31")),
        &scope("CH", Provider::AnyProvider),
        day("2026-11-25"),
    );
    assert_eq!(swiss.over_retention(), None);
    // Nigeria has a limit and no period.
    let nigerian = decide(
        &facts,
        &scope("NG", Provider::HealthEstablishment),
        day("2026-11-25"),
    );
    assert!(nigerian.outcome() == Outcome::NeedsPolicy { gap: Gap::NoPeriod });
}
