//! Holds that do more than block: the clock of R1112-7, the extension of Illinois. The dates were
//! counted by hand on a calendar; people are invented.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use chrono::NaiveDate;
use him_retention::{Decision, Event, Facts, HoldKind, Outcome, Scope, decide};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn dates(decision: &Decision<'_>) -> (String, String) {
    let text = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    (
        text(decision.retain_through()),
        text(decision.destroy_from()),
    )
}

fn french(events: &[(Event, &str)], holds: &[&str], on: &str) -> Decision<'static> {
    let facts = events.iter().fold(Facts::new(), |facts, &(event, date)| {
        facts.with(event, day(date))
    });
    let facts = holds
        .iter()
        .fold(facts, |facts, hold| facts.with_hold(hold.parse().unwrap()));
    decide(&facts, &Scope::of_rules(["FR-R1112-7"]), day(on))
}

const ADULT: &[(Event, &str)] = &[
    (Event::BirthDate, "1950-05-05"),
    (Event::LastStayOrConsult, "2000-03-10"),
];

#[track_caller]
fn ends(decision: &Decision<'_>, through: &str, from: &str) {
    assert_eq!(dates(decision), (through.to_owned(), from.to_owned()));
}

#[test]
fn a_claim_stops_the_clock_for_every_day_it_is_open() {
    ends(
        &french(ADULT, &[], "2026-01-01"),
        "2020-03-10",
        "2020-03-11",
    );
    // Ten days, the first and the last included.
    let decision = french(ADULT, &["claim_FR:2010-01-01..2010-01-10"], "2026-01-01");
    ends(&decision, "2020-03-20", "2020-03-21");
    assert!(decision.deciding().unwrap().is_suspended());
    // Overlapping claims stop it once: 1 to 15 January.
    let overlapping = [
        "claim_FR:2010-01-01..2010-01-10",
        "claim_FR:2010-01-05..2010-01-15",
    ];
    ends(
        &french(ADULT, &overlapping, "2026-01-01"),
        "2020-03-25",
        "2020-03-26",
    );
    // On the last day of the period the clock still runs; the next day it has run out.
    let last = french(ADULT, &["claim_FR:2020-03-10..2020-03-19"], "2026-01-01");
    ends(&last, "2020-03-20", "2020-03-21");
    let late = french(ADULT, &["claim_FR:2020-03-11..2020-03-20"], "2026-01-01");
    ends(&late, "2020-03-10", "2020-03-21");
    // Days before the clock started do not count.
    let early = french(ADULT, &["claim_FR:1999-01-01..1999-12-31"], "2026-01-01");
    ends(&early, "2020-03-10", "2020-03-11");
    // A second claim that came in the time the first one added.
    let second = [
        "claim_FR:2010-01-01..2010-01-10",
        "claim_FR:2020-03-15..2020-03-16",
    ];
    ends(
        &french(ADULT, &second, "2026-01-01"),
        "2020-03-22",
        "2020-03-23",
    );
}

#[test]
fn an_open_claim_holds_and_shows_the_dates_without_it() {
    let decision = french(ADULT, &["claim_FR:2010-01-01.."], "2026-01-01");
    assert!(
        decision.outcome()
            == Outcome::Held {
                kind: HoldKind::LiabilityClaim
            }
    );
    ends(&decision, "2020-03-10", "2020-03-11");
    // Other holds block without moving the period.
    let audit = french(ADULT, &["audit:2010-01-01..2021-01-10"], "2026-01-01");
    ends(&audit, "2020-03-10", "2021-01-11");
}

#[test]
fn the_floor_at_28_stands_still_too() {
    let child = [
        (Event::BirthDate, "1998-02-28"),
        (Event::LastStayOrConsult, "2001-06-01"),
    ];
    ends(
        &french(&child, &[], "2027-01-01"),
        "2026-02-28",
        "2026-03-01",
    );
    let decision = french(&child, &["claim_FR:2015-01-01..2015-01-31"], "2027-01-01");
    ends(&decision, "2026-03-31", "2026-04-01");
}

#[test]
fn the_condition_on_a_death_compares_days_of_the_calendar() {
    // Dead nine years and eleven months after the last stay: ten years from the death.
    let dead = [
        (Event::BirthDate, "1930-01-01"),
        (Event::LastStayOrConsult, "2000-03-10"),
        (Event::Death, "2010-02-10"),
    ];
    ends(
        &french(&dead, &[], "2026-01-01"),
        "2020-02-10",
        "2020-02-11",
    );
    // Eleven years after it: twenty from the stay, whatever claim lay between.
    let later = [dead[0], dead[1], (Event::Death, "2011-03-11")];
    ends(
        &french(&later, &[], "2026-01-01"),
        "2020-03-10",
        "2020-03-11",
    );
    let claimed = french(&later, &["claim_FR:2001-01-01..2004-12-31"], "2026-01-01");
    // 1,461 days later.
    ends(&claimed, "2024-03-10", "2024-03-11");
}

fn illinois(events: &[(Event, &str)], holds: &[&str], on: &str) -> Decision<'static> {
    let facts = Facts::new().with(Event::RecordCreated, day("2010-06-15"));
    let facts = events
        .iter()
        .fold(facts, |facts, &(event, date)| facts.with(event, day(date)));
    let facts = holds
        .iter()
        .fold(facts, |facts, hold| facts.with_hold(hold.parse().unwrap()));
    decide(&facts, &Scope::of_rules(["US-IL-HOSP"]), day(on))
}

#[test]
fn an_attorneys_notice_extends_until_the_case_is_over_or_twelve_years() {
    let notice = (Event::AttorneyNotice, "2019-01-01");
    ends(
        &illinois(&[], &[], "2026-01-01"),
        "2020-06-15",
        "2020-06-16",
    );
    // Nobody has told that it is concluded: twelve years from creation.
    let open = illinois(&[notice], &[], "2021-01-01");
    ends(&open, "2022-06-15", "2022-06-16");
    assert!(open.deciding().unwrap().is_extended());
    assert!(
        open.outcome()
            == Outcome::Retain {
                through: day("2022-06-15")
            }
    );
    let told = |concluded| {
        let events = [notice, (Event::CaseConcludedNotice, concluded)];
        dates(&illinois(&events, &[], "2026-01-01"))
    };
    let are = |through: &str, from: &str| (through.to_owned(), from.to_owned());
    assert_eq!(told("2021-02-03"), are("2021-02-03", "2021-02-04"));
    // Before the ten years are over it shortens nothing, after twelve it adds nothing.
    assert_eq!(told("2019-09-09"), are("2020-06-15", "2020-06-16"));
    assert_eq!(told("2024-01-01"), are("2022-06-15", "2022-06-16"));
    // The notice must come while the ten years run; their last day is one of them.
    let on_last = illinois(&[(Event::AttorneyNotice, "2020-06-15")], &[], "2026-01-01");
    ends(&on_last, "2022-06-15", "2022-06-16");
    let late = illinois(&[(Event::AttorneyNotice, "2020-06-16")], &[], "2026-01-01");
    ends(&late, "2020-06-15", "2020-06-16");
}

#[test]
fn the_same_as_a_hold() {
    let open = illinois(&[], &["attorney_notice_IL:2019-01-01.."], "2021-01-01");
    ends(&open, "2022-06-15", "2022-06-16");
    assert_eq!(open.outcome().name(), "RETAIN");
    let told = illinois(
        &[],
        &["attorney_notice_IL:2019-01-01..2021-02-03"],
        "2026-01-01",
    );
    ends(&told, "2021-02-03", "2021-02-04");
    // Where no rule says what such a notice does, it blocks.
    let facts = Facts::new()
        .with(Event::Dos, day("2000-01-01"))
        .with_hold("attorney_notice:2019-01-01..".parse().unwrap());
    let decision = decide(&facts, &Scope::of_rules(["US-KS-PHYS"]), day("2026-01-01"));
    assert_eq!(decision.outcome().name(), "HELD");
    // An official's statement delays the notice of a breach and holds no record.
    let facts = Facts::new()
        .with(Event::Dos, day("2000-01-01"))
        .with_hold("law_enforcement_delay:2019-01-01..".parse().unwrap());
    let decision = decide(&facts, &Scope::of_rules(["US-KS-PHYS"]), day("2026-01-01"));
    assert_eq!(decision.outcome().name(), "ELIGIBLE");
}
