//! Decisions by scope: versions, holds, caps, gaps, doubts, deaths. Every patient is invented.

#![allow(
    clippy::unwrap_used,
    reason = "tests fail by panicking and say when they skip"
)]

use chrono::NaiveDate;
use him_retention::{
    ArmKind, Condition, Doubt, Error, Event, Facts, Gap, Hold, HoldKind, Outcome, Payer, Period,
    Provider, RecordType, RuleBook, Scope, Standing, decide,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn facts(events: &[(Event, &str)]) -> Facts {
    events.iter().fold(Facts::new(), |facts, &(event, date)| {
        facts.with(event, day(date))
    })
}

fn scope(state: &str, provider: Provider) -> Scope {
    Scope::new(state.parse().unwrap(), provider, RecordType::MedicalRecord)
}

fn id<'b>(decision: &him_retention::Decision<'b>) -> &'b str {
    decision.deciding().map_or("", |arm| &*arm.rule().id)
}

/// `assert_eq` without the redacted debug output getting in the way of a failure.
#[track_caller]
fn is(outcome: Outcome, expected: Outcome) {
    assert!(
        outcome == expected,
        "{outcome:?} is not {expected:?}, or its date differs"
    );
}

#[test]
fn a_leap_day_ends_on_28_february_and_destruction_starts_the_day_after() {
    let facts = facts(&[
        (Event::BirthDate, "1950-01-01"),
        (Event::Discharge, "2012-02-29"),
    ]);
    let scope = scope("US-PA", Provider::Hospital);
    is(
        decide(&facts, &scope, day("2019-02-28")).outcome(),
        Outcome::Retain {
            through: day("2019-02-28"),
        },
    );
    is(
        decide(&facts, &scope, day("2019-03-01")).outcome(),
        Outcome::Eligible {
            from: day("2019-03-01"),
        },
    );
}

#[test]
fn the_longer_of_state_and_federal_law_decides() {
    // Delaware's surgical centers: five years by the state; the federal condition leaves the period
    // to the state.
    let known = facts(&[
        (Event::BirthDate, "1950-01-01"),
        (Event::LastTreatment, "2015-06-30"),
    ]);
    let decision = decide(&known, &scope("US-DE", Provider::Asc), day("2020-07-01"));
    is(
        decision.outcome(),
        Outcome::Eligible {
            from: day("2020-07-01"),
        },
    );
    assert_eq!(id(&decision), "US-DE-ASC");
    let federal = decision
        .arms()
        .iter()
        .find(|arm| &*arm.rule().id == "US-COP-ASC")
        .unwrap();
    assert_eq!(federal.standing(), Standing::NoPeriod);

    // Nursing homes: federal law yields to the state's period even where its own would be longer.
    let known = facts(&[
        (Event::BirthDate, "1950-01-01"),
        (Event::Discharge, "2015-06-30"),
    ]);
    let decision = decide(&known, &scope("US-NC", Provider::Ltc), day("2020-06-30"));
    is(
        decision.outcome(),
        Outcome::Retain {
            through: day("2020-06-30"),
        },
    );
    let federal = decision
        .arms()
        .iter()
        .find(|arm| &*arm.rule().id == "US-COP-LTC")
        .unwrap();
    assert_eq!(federal.standing(), Standing::YieldsToState);
}

#[test]
fn federal_law_for_minors_does_not_yield_to_state_law() {
    let child = facts(&[
        (Event::BirthDate, "2000-01-01"),
        (Event::Discharge, "2010-01-01"),
    ]);
    let home = scope("US-NC", Provider::Ltc).with_statute_of_limitations(Period::years(1).unwrap());
    let decision = decide(&child, &home, day("2020-06-01"));
    assert_eq!(decision.retain_through(), Some(day("2021-01-01")));
    assert_eq!(id(&decision), "US-COP-LTC");
    // North Carolina's age of majority is from memory, and this date rests on it.
    is(
        decision.outcome(),
        Outcome::NeedsReview {
            why: Doubt::AgeOfMajority,
        },
    );
}

#[test]
fn duties_before_destruction_come_with_the_decision() {
    let known = facts(&[
        (Event::BirthDate, "1950-01-01"),
        (Event::Discharge, "2000-01-01"),
    ]);
    let decision = decide(
        &known,
        &scope("US-MA", Provider::Hospital),
        day("2026-01-01"),
    );
    let duties: Vec<_> = decision
        .duties()
        .map(|(rule, duty)| (&*rule.id, duty.days))
        .collect();
    assert_eq!(duties, [("US-MA-HOSP", Some(30))]);
    let text = decision.explain().to_string();
    let line =
        "  before destruction (US-MA-HOSP): Notify the Department of Public Health. 30 days.\n";
    assert!(text.ends_with(line), "{text}");
}

#[test]
fn versions_between_which_the_day_is_not_known_both_count_until_the_newer_was_seen() {
    let known = facts(&[
        (Event::Discharge, "1990-05-05"),
        (Event::BirthDate, "1950-01-01"),
    ]);
    let hospital = scope("US-MA", Provider::Hospital);
    let before = decide(&known, &hospital, day("2014-01-01"));
    is(
        before.outcome(),
        Outcome::Retain {
            through: day("2020-05-05"),
        },
    );
    assert_eq!(id(&before), "US-MA-HOSP-OLD");
    // The last day before the newer is certain, and the first after.
    let id_on = |on: &str| id(&decide(&known, &hospital, day(on))).to_owned();
    assert_eq!(id_on("2016-01-31"), "US-MA-HOSP-OLD");
    assert_eq!(id_on("2016-02-01"), "US-MA-HOSP");
    let after = decide(&known, &hospital, day("2017-01-01"));
    is(
        after.outcome(),
        Outcome::Eligible {
            from: day("2010-05-06"),
        },
    );
    assert_eq!(id(&after), "US-MA-HOSP");
    let overridden = decide(
        &known,
        &hospital.with_law_of(day("2014-01-01")),
        day("2017-01-01"),
    );
    is(
        overridden.outcome(),
        Outcome::Retain {
            through: day("2020-05-05"),
        },
    );
    // Maryland: the day was never seen, the longer version wins for good.
    let known = facts(&[
        (Event::RecordCreated, "2010-01-01"),
        (Event::BirthDate, "1950-01-01"),
    ]);
    let decision = decide(
        &known,
        &scope("US-MD", Provider::Physician),
        day("2017-01-02"),
    );
    is(
        decision.outcome(),
        Outcome::Eligible {
            from: day("2017-01-02"),
        },
    );
}

#[test]
fn effective_dates_choose_the_version() {
    let known = facts(&[
        (Event::CostReportFiled, "2011-04-10"),
        (Event::Discharge, "2010-12-01"),
    ]);
    let ids = Scope::of_rules(["US-COP-HHA-OLD", "US-COP-HHA"]);
    is(
        decide(&known, &ids, day("2016-04-30")).outcome(),
        Outcome::Retain {
            through: day("2016-04-30"),
        },
    );
    is(
        decide(&known, &ids, day("2018-01-12")).outcome(),
        Outcome::Eligible {
            from: day("2016-05-01"),
        },
    );
    is(
        decide(&known, &ids, day("2018-01-13")).outcome(),
        Outcome::Eligible {
            from: day("2015-12-02"),
        },
    );
    let forensic = Scope::of_rules(["US-TX-PHYS-SAFE"]);
    let none = Outcome::NeedsPolicy { gap: Gap::NoRule };
    is(decide(&known, &forensic, day("2021-08-31")).outcome(), none);
}

#[test]
fn a_cap_caps_its_own_rule_only() {
    let known = facts(&[
        (Event::BirthDate, "1950-01-01"),
        (Event::LastEncounter, "2020-01-10"),
        (Event::RecordCreated, "2005-03-01"),
    ]);
    let physician = scope("US-VA", Provider::Physician);
    is(
        decide(&known, &physician, day("2017-03-02")).outcome(),
        Outcome::Eligible {
            from: day("2017-03-02"),
        },
    );
    let decision = decide(
        &known,
        &physician.with_payer(Payer::Medicaid),
        day("2017-03-02"),
    );
    assert_eq!(decision.outcome().name(), "INDETERMINATE");
    assert_eq!(decision.missing().to_string(), "CONTRACT_PERIOD_END");
    assert_eq!(decision.at_least_through(), Some(day("2017-03-01")));
    // Either missing event could be the earlier of the two: no answer, though its upper bound is
    // known.
    let mut without = known.clone();
    without.set(Event::RecordCreated, None);
    let decision = decide(
        &without,
        &scope("US-VA", Provider::Physician),
        day("2100-01-01"),
    );
    assert_eq!(decision.missing().to_string(), "RECORD_CREATED");
    assert!(
        decision
            .explain()
            .to_string()
            .contains("missing RECORD_CREATED, not after 2026-01-10")
    );
}

#[test]
fn minors_by_the_age_at_the_event_that_the_rule_means() {
    // Pennsylvania's age of majority is from memory: where the answer rests on it, somebody looks.
    let hospital = scope("US-PA", Provider::Hospital);
    let review = Outcome::NeedsReview {
        why: Doubt::AgeOfMajority,
    };
    let minor = facts(&[
        (Event::BirthDate, "2000-06-15"),
        (Event::Discharge, "2018-06-14"),
    ]);
    let decision = decide(&minor, &hospital, day("2025-06-15"));
    assert_eq!(decision.retain_through(), Some(day("2025-06-15")));
    assert!(decision.deciding().unwrap().rests_on_unverified_majority());
    is(decision.outcome(), review);
    let adult = facts(&[
        (Event::BirthDate, "2000-06-15"),
        (Event::Discharge, "2018-06-15"),
    ]);
    let decision = decide(&adult, &hospital, day("2025-06-15"));
    assert_eq!(decision.retain_through(), Some(day("2025-06-15")));
    assert_eq!(decision.deciding().unwrap().kind(), ArmKind::Adult);
    is(decision.outcome(), review);
    // At 30 nobody is a minor anywhere.
    let older = facts(&[
        (Event::BirthDate, "1990-06-15"),
        (Event::Discharge, "2020-06-15"),
    ]);
    is(
        decide(&older, &hospital, day("2027-06-15")).outcome(),
        Outcome::Retain {
            through: day("2027-06-15"),
        },
    );
    // Care that began in minority and ended at 20: both periods count.
    let both = facts(&[
        (Event::BirthDate, "2000-06-15"),
        (Event::Discharge, "2020-01-01"),
    ])
    .with_first_care(day("2010-01-01"));
    let decision = decide(&both, &hospital, day("2026-06-15"));
    assert_eq!(decision.deciding().unwrap().kind(), ArmKind::AdultAndMinor);
    assert_eq!(decision.retain_through(), Some(day("2027-01-01")));

    // North Carolina asks when the record was created, not when the patient left.
    let created = facts(&[
        (Event::BirthDate, "2000-06-15"),
        (Event::RecordCreated, "2018-06-01"),
        (Event::Discharge, "2018-06-20"),
    ]);
    let decision = decide(
        &created,
        &scope("US-NC", Provider::Hospital),
        day("2026-01-01"),
    );
    is(
        decision.outcome(),
        Outcome::Retain {
            through: day("2030-06-15"),
        },
    );

    // Who is still a minor was one at every event so far; who is not may or may not have been.
    let child = facts(&[(Event::BirthDate, "2012-02-29")]);
    let rule = Scope::of_rules(["US-AL-HOSP"]);
    is(
        decide(&child, &rule, day("2026-01-01")).outcome(),
        Outcome::Retain {
            through: day("2035-02-28"),
        },
    );
    assert_eq!(
        decide(&child, &rule, day("2031-01-01"))
            .missing()
            .to_string(),
        "DISCHARGE"
    );
    // On the very birthday care may have been an adult's.
    assert_eq!(
        decide(&child, &rule, day("2030-02-27")).outcome().name(),
        "RETAIN"
    );
    assert_eq!(
        decide(&child, &rule, day("2030-02-28")).outcome().name(),
        "INDETERMINATE"
    );
    // Nobody's age is known without a birth date.
    let ageless = facts(&[(Event::Discharge, "1990-01-01")]);
    let missing = decide(&ageless, &hospital, day("2026-01-01")).missing();
    assert_eq!(missing.to_string(), "BIRTH_DATE");
    // Alabama's age of majority is 19, its hospital rule's 18.
    let eighteen = facts(&[
        (Event::BirthDate, "2000-01-01"),
        (Event::Discharge, "2018-07-01"),
    ]);
    let decision = decide(
        &eighteen,
        &scope("US-AL", Provider::Hospital),
        day("2023-07-01"),
    );
    is(
        decision.outcome(),
        Outcome::Retain {
            through: day("2023-07-01"),
        },
    );
}

#[test]
fn federal_rules_take_the_age_of_majority_of_the_state() {
    let child = facts(&[
        (Event::BirthDate, "2001-01-01"),
        (Event::Discharge, "2010-01-01"),
    ]);
    let through = |state: &str| {
        let scope = Scope::of_rules(["US-COP-LTC"]).with_jurisdiction(state.parse().unwrap());
        decide(&child, &scope, day("2020-01-01")).retain_through()
    };
    assert_eq!(through("US-CA"), Some(day("2022-01-01")));
    assert_eq!(through("US-MS"), Some(day("2025-01-01")));
    assert_eq!(through("US"), None);
    let decision = decide(&child, &Scope::of_rules(["US-COP-LTC"]), day("2020-01-01"));
    assert_eq!(decision.missing().to_string(), "AGE_OF_MAJORITY");
}

#[test]
fn a_death_changes_the_period() {
    let known = facts(&[
        (Event::LastTreatment, "2010-01-01"),
        (Event::Death, "2011-06-01"),
    ]);
    let physician = scope("US-CT", Provider::Physician);
    is(
        decide(&known, &physician, day("2014-06-02")).outcome(),
        Outcome::Eligible {
            from: day("2014-06-02"),
        },
    );
    // A death of unknown date leaves the period open, and only where death matters.
    let known = facts(&[(Event::LastTreatment, "2010-01-01")]).with_death_of_unknown_date();
    assert_eq!(
        decide(&known, &physician, day("2050-01-01"))
            .missing()
            .to_string(),
        "DEATH"
    );
    // Mississippi's seven years are for deaths in the hospital.
    let ids = Scope::of_rules(["US-MS-HOSP"]);
    let inside = [
        (Event::BirthDate, "1940-01-01"),
        (Event::Discharge, "2010-01-01"),
        (Event::Death, "2010-01-01"),
    ];
    assert_eq!(
        decide(&facts(&inside), &ids, day("2011-01-01")).retain_through(),
        Some(day("2017-01-01"))
    );
    let outside = [
        (Event::BirthDate, "1940-01-01"),
        (Event::Discharge, "2010-01-01"),
        (Event::Death, "2010-03-01"),
    ];
    assert_eq!(
        decide(&facts(&outside), &ids, day("2011-01-01")).retain_through(),
        Some(day("2020-01-01"))
    );
    // England's general practices keep the record of the living.
    let living = facts(&[
        (Event::BirthDate, "1940-01-01"),
        (Event::LastSeen, "2001-01-01"),
    ]);
    let ids = Scope::of_rules(["GB-NHS-GPDEC"]);
    assert_eq!(
        decide(&living, &ids, day("2026-01-01"))
            .missing()
            .to_string(),
        "DEATH"
    );
}

#[test]
fn conditions_that_nobody_stated_take_the_longer_period() {
    let known = facts(&[(Event::Reported, "2020-05-05")]);
    let lab = Scope::of_rules(["US-NM-HOSP-LAB"]);
    let through = |facts: &Facts| decide(facts, &lab, day("2020-06-01")).retain_through();
    assert_eq!(through(&known), Some(day("2024-05-05")));
    assert!(
        decide(&known, &lab, day("2020-06-01"))
            .deciding()
            .unwrap()
            .assumed_condition()
    );
    assert_eq!(
        through(&known.clone().with_condition(Condition::CopyInRecord, true)),
        Some(day("2021-05-05"))
    );
    assert_eq!(
        through(&known.with_condition(Condition::CopyInRecord, false)),
        Some(day("2024-05-05"))
    );

    let exam = |next: Option<&str>| {
        let mut known = facts(&[(Event::Exam, "2015-03-10")]);
        known.set(Event::NextMammogram, next.map(day));
        decide(&known, &Scope::of_rules(["US-MQSA"]), day("2020-01-01")).retain_through()
    };
    assert_eq!(exam(None), Some(day("2025-03-10")));
    assert_eq!(exam(Some("2020-03-10")), Some(day("2020-03-10")));
    assert_eq!(exam(Some("2020-03-11")), Some(day("2025-03-10")));
    assert_eq!(exam(Some("2014-03-11")), Some(day("2025-03-10")));
}

#[test]
fn a_product_without_expiry_is_permanent() {
    let rule = Scope::of_rules(["US-FDA-TRANSFUSION"]);
    let known = facts(&[(Event::ProcessingComplete, "2000-01-01")]);
    is(
        decide(&known, &rule, day("2026-01-01")).outcome(),
        Outcome::Never,
    );
    let known = known.with(Event::ProductExpiry, day("2009-08-31"));
    is(
        decide(&known, &rule, day("2026-01-01")).outcome(),
        Outcome::Eligible {
            from: day("2010-03-01"),
        },
    );
}

#[test]
fn of_rules_that_end_together_the_one_with_a_known_date_decides() {
    // The homeopath's period ends at 21 at the latest, and perhaps earlier; the hospital's does.
    let scope = Scope::of_rules(["US-AZ-HOMEOPAT", "US-WA-HOSP"]);
    let facts = facts(&[
        (Event::BirthDate, "2010-05-04"),
        (Event::LastDischarge, "2015-01-01"),
    ]);
    let decision = RuleBook::embedded().decide(&facts, &scope, day("2026-11-22"));
    is(
        decision.outcome(),
        Outcome::Retain {
            through: day("2031-05-04"),
        },
    );
    assert_eq!(id(&decision), "US-WA-HOSP");
    let through = decision.deciding().and_then(|arm| arm.through());
    assert_eq!(through, Some(day("2031-05-04")));
}

#[test]
fn the_statute_of_limitations_comes_from_the_site() {
    let child = facts(&[
        (Event::BirthDate, "2000-01-01"),
        (Event::Discharge, "2010-01-01"),
    ]);
    let rule = || Scope::of_rules(["US-NC-LTC"]);
    let decision = decide(&child, &rule(), day("2026-01-01"));
    assert_eq!(decision.missing().to_string(), "SOL");
    assert_eq!(decision.at_least_through(), Some(day("2019-01-01")));
    let stated = rule().with_statute_of_limitations(Period::years(3).unwrap());
    assert_eq!(
        decide(&child, &stated, day("2026-01-01")).retain_through(),
        Some(day("2022-01-01"))
    );
}

#[test]
fn nothing_found_asks_for_a_policy() {
    let known = facts(&[
        (Event::BirthDate, "1950-01-01"),
        (Event::Discharge, "2000-01-01"),
        (Event::LastService, "2000-01-01"),
    ]);
    let on = day("2026-01-01");
    // A state's "no period found", beside the federal five years.
    let decision = decide(&known, &scope("US-IA", Provider::Hospital), on);
    is(
        decision.outcome(),
        Outcome::NeedsPolicy { gap: Gap::NoPeriod },
    );
    assert_eq!(id(&decision), "US-IA-HOSP");
    assert_eq!(decision.at_least_through(), Some(day("2005-01-01")));
    assert_eq!(decision.destroy_from(), None);
    // A state of which no rule is known.
    let laboratory = Scope::new(
        "US-OH".parse().unwrap(),
        Provider::Laboratory,
        RecordType::LabReport,
    );
    let reported = known.clone().with(Event::Reported, day("2000-01-01"));
    let decision = decide(&reported, &laboratory, on);
    is(
        decision.outcome(),
        Outcome::NeedsPolicy {
            gap: Gap::NoRuleOf("US-OH".parse().unwrap()),
        },
    );
    assert_eq!(decision.at_least_through(), Some(day("2002-01-01")));
    // An id that does not exist is no rule that has been satisfied.
    let ids = Scope::of_rules(["US-COP-HOSP", "US-COP-HOPS"]);
    is(
        decide(&known, &ids, on).outcome(),
        Outcome::NeedsPolicy {
            gap: Gap::UnknownRule,
        },
    );
    is(
        decide(&known, &Scope::of_rules([""; 0]), on).outcome(),
        Outcome::NeedsPolicy { gap: Gap::NoRule },
    );
}

#[test]
fn the_policy_of_the_site_fills_a_gap_and_never_shortens_the_law() -> Result<(), Error> {
    let mut book = RuleBook::embedded().clone();
    book.add(
        "site.toml",
        r#"
            jurisdiction = "SITE"
            name = "An invented hospital"
            [[rule]]
            id = "SITE-CHARTS"
            provider = "hospital"
            record = "medical_record"
            adult = "DISCHARGE+3y"
            verification = "site_policy"
        "#,
    )?;
    let known = facts(&[
        (Event::BirthDate, "1950-01-01"),
        (Event::Discharge, "2000-01-01"),
    ]);
    let decision = book.decide(
        &known,
        &scope("US-IA", Provider::Hospital),
        day("2005-01-02"),
    );
    is(
        decision.outcome(),
        Outcome::Eligible {
            from: day("2005-01-02"),
        },
    );
    assert_eq!(id(&decision), "US-COP-HOSP");
    let decision = book.decide(
        &known,
        &scope("US-MA", Provider::Hospital),
        day("2017-01-02"),
    );
    is(
        decision.outcome(),
        Outcome::Retain {
            through: day("2020-01-01"),
        },
    );
    Ok(())
}

#[test]
fn a_policy_may_count_everybody_from_majority() -> Result<(), Error> {
    let mut book = RuleBook::default();
    book.add(
        "us-ms.toml",
        r#"
            jurisdiction = "US-MS"
            name = "Mississippi"
            majority = { age = 21, verification = "secondary" }
        "#,
    )?;
    book.add(
        "site.toml",
        r#"
            jurisdiction = "SITE"
            name = "An invented clinic"
            [[rule]]
            id = "SITE-ALL"
            provider = "any_provider"
            record = "medical_record"
            adult = "max(LAST_VISIT+2y, MAJORITY+1y)"
            verification = "site_policy"
        "#,
    )?;
    let known = facts(&[
        (Event::BirthDate, "2000-01-01"),
        (Event::LastVisit, "2010-01-01"),
    ]);
    let decision = book.decide(
        &known,
        &scope("US-MS", Provider::Physician),
        day("2022-01-01"),
    );
    is(
        decision.outcome(),
        Outcome::Retain {
            through: day("2022-01-01"),
        },
    );
    Ok(())
}

#[test]
fn a_rule_that_nobody_checked_never_permits_destruction() {
    let on = day("2026-01-01");
    let known = facts(&[
        (Event::BirthDate, "1950-01-01"),
        (Event::Discharge, "2000-01-01"),
    ]);
    // Rhode Island's unverified five years tie with the verified federal ones.
    let decision = decide(&known, &scope("US-RI", Provider::Hospital), on);
    is(
        decision.outcome(),
        Outcome::NeedsReview {
            why: Doubt::Unverified,
        },
    );
    assert_eq!(id(&decision), "US-RI-HOSP");
    assert_eq!(decision.retain_through(), Some(day("2005-01-01")));
    // At a tie it does not matter which of the rules nobody checked: here the federal one.
    let decision = decide(&known, &scope("US-WI", Provider::HomeHealth), on);
    is(
        decision.outcome(),
        Outcome::NeedsReview {
            why: Doubt::Unverified,
        },
    );
    assert_eq!(id(&decision), "US-COP-HHA");
    // Only the minor arm of Iowa's rule is unverified.
    let seen = |birth: &str| {
        let known = facts(&[
            (Event::BirthDate, birth),
            (Event::LastService, "2000-01-01"),
        ]);
        decide(&known, &scope("US-IA", Provider::Physician), on).outcome()
    };
    is(
        seen("1950-01-01"),
        Outcome::Eligible {
            from: day("2007-01-02"),
        },
    );
    is(
        seen("1995-01-01"),
        Outcome::NeedsReview {
            why: Doubt::Unverified,
        },
    );
    // Sources contradict each other about minors in South Carolina.
    let child = facts(&[
        (Event::BirthDate, "1995-01-01"),
        (Event::Discharge, "2000-01-01"),
    ]);
    let decision = decide(&child, &scope("US-SC", Provider::Hospital), on);
    is(
        decision.outcome(),
        Outcome::NeedsReview {
            why: Doubt::Disputed,
        },
    );
    // Rules that the caller names are the caller's responsibility.
    let decision = decide(&known, &Scope::of_rules(["US-RI-HOSP"]), on);
    is(
        decision.outcome(),
        Outcome::Eligible {
            from: day("2005-01-02"),
        },
    );
}

#[test]
fn holds_block_through_their_last_day() {
    let known = facts(&[
        (Event::BirthDate, "1950-01-01"),
        (Event::Discharge, "2010-01-01"),
    ]);
    let hospital = scope("US-PA", Provider::Hospital);
    let held = known
        .clone()
        .with_hold("litigation:2016-01-01..2019-06-30".parse().unwrap());
    let at = |facts: &Facts, on: &str| decide(facts, &hospital, day(on));
    is(
        at(&held, "2019-06-30").outcome(),
        Outcome::Held {
            kind: HoldKind::Litigation,
        },
    );
    assert_eq!(
        at(&held, "2019-06-30").retain_through(),
        Some(day("2017-01-01"))
    );
    assert_eq!(
        at(&held, "2019-06-30").destroy_from(),
        Some(day("2017-01-02"))
    );
    is(
        at(&held, "2019-07-01").outcome(),
        Outcome::Eligible {
            from: day("2019-07-01"),
        },
    );
    // One hold after another, and one that came when destruction had long been possible: the record
    // was kept, and may go since the hold ended.
    let chain = held
        .clone()
        .with_hold("audit:2019-07-01..2020-01-31".parse().unwrap());
    is(
        at(&chain, "2021-01-01").outcome(),
        Outcome::Eligible {
            from: day("2020-02-01"),
        },
    );
    let late = known
        .clone()
        .with_hold("audit:2018-01-01..2018-02-01".parse().unwrap());
    is(
        at(&late, "2021-01-01").outcome(),
        Outcome::Eligible {
            from: day("2018-02-02"),
        },
    );
    // A hold that lies ahead is known before it begins.
    is(
        at(&held, "2015-01-01").outcome(),
        Outcome::Retain {
            through: day("2017-01-01"),
        },
    );
    assert_eq!(
        at(&held, "2015-01-01").destroy_from(),
        Some(day("2019-07-01"))
    );
    let open = known.with_hold("research:2011-01-01..".parse().unwrap());
    is(
        at(&open, "2500-01-01").outcome(),
        Outcome::Held {
            kind: HoldKind::Research,
        },
    );
    assert_eq!(
        "audit:2020-01-02..2020-01-01"
            .parse::<Hold>()
            .unwrap_err()
            .to_string(),
        "hold: expected a last day on or after the first"
    );
}

#[test]
fn advice_counts_only_when_asked_for() {
    let known = facts(&[
        (Event::BirthDate, "1950-01-01"),
        (Event::Discharge, "2010-01-01"),
        (Event::LastEncounter, "2012-01-01"),
    ]);
    let hospital = scope("US-PA", Provider::Hospital);
    let on = day("2018-01-01");
    is(
        decide(&known, &hospital, on).outcome(),
        Outcome::Eligible {
            from: day("2017-01-02"),
        },
    );
    let advised = decide(&known, &hospital.clone().with_advice(), on);
    is(
        advised.outcome(),
        Outcome::Retain {
            through: day("2022-01-01"),
        },
    );
    let payer = hospital.with_advice().with_payer(Payer::Medicare);
    assert_eq!(
        decide(&known, &payer, on).missing().to_string(),
        "VIOLATION"
    );
}

#[test]
fn the_trigger_that_no_law_names_is_the_sites_choice_and_said_so() {
    let known = facts(&[
        (Event::Discharge, "2010-01-01"),
        (Event::LastEntry, "2010-02-01"),
    ]);
    let rule = Scope::of_rules(["US-COP-HOSP"]);
    let decision = decide(&known, &rule, day("2015-01-01"));
    assert_eq!(decision.retain_through(), Some(day("2015-01-01")));
    let text = decision.explain().to_string();
    assert!(
        text.contains("a rule names no event from which its period runs: DISCHARGE is the default"),
        "{text}"
    );
    let decision = decide(
        &known,
        &rule.with_trigger(Event::LastEntry),
        day("2015-01-01"),
    );
    assert_eq!(decision.retain_through(), Some(day("2015-02-01")));
    assert!(
        decision
            .explain()
            .to_string()
            .contains("LAST_ENTRY is the site's choice")
    );
}

#[test]
fn nothing_but_explain_shows_a_date() {
    let known = facts(&[
        (Event::BirthDate, "1950-01-23"),
        (Event::Discharge, "2010-04-17"),
    ])
    .with_hold("litigation:2012-11-19..".parse().unwrap());
    let hospital = scope("US-PA", Provider::Hospital);
    for on in ["2011-03-13", "2030-07-07"] {
        let decision = decide(&known, &hospital, day(on));
        let shown = format!(
            "{:?} {} {:?} {:?}",
            decision,
            decision.outcome(),
            decision.explain(),
            known
        );
        for date in ["1950", "2010", "2012", "2017", "19", "17"] {
            assert!(!shown.contains(date), "{shown}");
        }
    }
    let held = decide(&known, &hospital, day("2030-07-07"));
    assert_eq!(
        held.explain().to_string(),
        "On 2030-07-07: held (litigation), not to be destroyed (28 Pa. Code 115.23); by the rules retain through \
         2017-04-17\n  \
         a rule names no event from which its period runs: DISCHARGE is the default\n  \
         decides: US-PA-HOSP adult, DISCHARGE+7y: through 2017-04-17; 28 Pa. Code 115.23 (summary of the law)\n  \
         shorter: US-COP-HOSP, TRIGGER+5y: through 2015-04-17; 42 CFR 482.24(b)(1) (text of the law)\n"
    );
}

#[test]
fn names_that_are_not_known_are_described_and_not_repeated() {
    let error = "Jane Doe".parse::<Event>().unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("no known event: a text of 8 bytes; expected one of BIRTH_DATE, "));
    let error = "Jane-Doe:2020-01-01..".parse::<Hold>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no known kind of hold: a text of 8 bytes; expected one of litigation, audit, investigation, \
         research, patient_request, pending_proceeding, attorney_notice, liability_claim, \
         law_enforcement_delay, other"
    );
    let mut book = RuleBook::default();
    let error = book
        .add(
            "site.toml",
            "jurisdiction = \"SITE\"\nname = \"x\"\nrules = 1\n",
        )
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "site.toml: line 3, column 1: rules: unknown field `rules`, expected one of `jurisdiction`, `name`, `majority`, `rule`"
    );
}

#[test]
fn rules_that_contradict_the_book_are_named_with_their_place() {
    let rule = |more: &str| {
        format!(
            "jurisdiction = \"SITE\"\nname = \"x\"\n[[rule]]\nid = \"US-KS-PHYS\"\nprovider = \"hospital\"\n\
             record = \"imaging\"\nadult = \"EXPOSURE+5y\"\nverification = \"site_policy\"\n{more}"
        )
    };
    let fault = |text: &str| {
        let faults = RuleBook::embedded().faults("site.toml", text);
        let [fault] = faults.as_slice() else {
            panic!("one fault")
        };
        assert!(fault.place().is_some());
        fault.to_string()
    };
    assert_eq!(
        fault(&rule("")),
        "site.toml: line 4, column 6: rule US-KS-PHYS: id: expected an id that no other rule has"
    );
    let reference = rule("superseded_by = \"NOBODY\"\n").replace("US-KS-PHYS", "OURS");
    assert_eq!(
        fault(&reference),
        "site.toml: line 9, column 17: rule OURS: superseded_by: expected the id of a rule"
    );
    // A field of another type, and a duty of a kind that there is not.
    let typed = rule("minor_under = \"eighteen\"\n").replace("US-KS-PHYS", "OURS");
    assert!(
        fault(&typed)
            .starts_with("site.toml: line 9, column 15: minor_under: invalid type: string"),
        "{}",
        fault(&typed)
    );
    let duty = rule("duties = [{ kind = \"sing\", what = \"x\" }]\n").replace("US-KS-PHYS", "OURS");
    assert_eq!(
        fault(&duty),
        "site.toml: line 9, column 20: duties: no known kind of duty: a text of 4 bytes; expected one of \
         notify_patient, notify_agency, keep_part, method, approval, register"
    );
}
