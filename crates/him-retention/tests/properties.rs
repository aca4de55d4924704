//! What holds for any rules on any dates.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking and say when they skip"
)]

use chrono::{Days, NaiveDate};
use him_retention::{Event, Expression, Facts, Hold, HoldKind, Outcome, RuleBook, Scope};
use proptest::prelude::*;

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 1, 1)
        .unwrap()
        .checked_add_days(Days::new(offset))
        .unwrap()
}

/// Any of the shipped rules.
fn rule() -> impl Strategy<Value = usize> {
    0..RuleBook::embedded().rules().len()
}

fn id(at: usize) -> String {
    RuleBook::embedded().rules()[at].id.to_string()
}

/// Any events on any days of two centuries.
fn facts() -> impl Strategy<Value = Facts> {
    prop::collection::vec((0..Event::ALL.len(), 0u64..73_000), 0..Event::ALL.len()).prop_map(
        |events| {
            events
                .into_iter()
                .fold(Facts::new(), |facts, (event, offset)| {
                    facts.with(Event::ALL[event], day(offset))
                })
        },
    )
}

/// Some events of an adult's care, each known or not, in 1950 to 2010.
fn adult_facts() -> impl Strategy<Value = Facts> {
    prop::collection::vec(
        prop::option::weighted(0.6, 18_300u64..40_200),
        Event::ALL.len(),
    )
    .prop_map(|days| {
        let mut facts = Facts::new();
        for (&event, offset) in Event::ALL.iter().zip(days) {
            facts.set(event, offset.map(day));
        }
        for event in CHANGES_THE_QUESTION {
            facts.set(*event, None);
        }
        facts
            .with(Event::BirthDate, day(0))
            .with(Event::InfantBirthDate, day(0))
    })
}

/// Events that are no start of a period but choose which one counts.
/// A notice that has not come is none, as nobody is dead until a death is known.
const CHANGES_THE_QUESTION: &[Event] = &[
    Event::Death,
    Event::NextMammogram,
    Event::Trigger,
    Event::AttorneyNotice,
    Event::CaseConcludedNotice,
];

/// Federal law that yields or leaves the matter to state law, and old versions of rules: adding the
/// state rule or the successor can end a retention earlier, because the law says so.
fn yields(at: usize) -> bool {
    let rule = &RuleBook::embedded().rules()[at];
    rule.superseded_by.is_some()
        || rule.defers_to_state
        || matches!(rule.adult, Some(Expression::StateLawOr(_)))
}

#[test]
fn the_rules_that_may_give_way_are_these() {
    let book = RuleBook::embedded();
    let names = (0..book.rules().len())
        .filter(|&at| yields(at))
        .map(|at| &*book.rules()[at].id);
    // docs/conformance/retention.md lists them too.
    assert_eq!(
        names.collect::<Vec<_>>(),
        [
            "US-COP-ASC",
            "US-COP-LTC",
            "US-COP-OPT",
            "US-CO-COMMUNIT-OLD",
            "US-MA-HOSP-OLD",
            "US-MD-ANY-OLD",
            "US-MN-HOSP-2019",
        ]
    );
}

fn scope(rules: &[usize]) -> Scope {
    Scope::of_rules(rules.iter().map(|&at| id(at))).with_jurisdiction("US-MS".parse().unwrap())
}

fn eligible(outcome: Outcome) -> Option<NaiveDate> {
    if let Outcome::Eligible { from } = outcome {
        Some(from)
    } else {
        None
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10_000,
        max_global_rejects: 100_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn another_rule_never_makes_destruction_earlier(
        rules in prop::collection::vec(rule(), 1..4),
        more in rule(),
        facts in facts(),
        on in 0u64..100_000,
    ) {
        prop_assume!(!rules.iter().any(|&at| yields(at)));
        let book = RuleBook::embedded();
        let fewer = book.decide(&facts, &scope(&rules), day(on));
        // A rule that is not in force has no say.
        prop_assume!(book.rules()[more].in_force(day(on)));
        prop_assume!(rules.iter().any(|&at| book.rules()[at].in_force(day(on))));
        let mut all = rules.clone();
        all.push(more);
        let Some(from) = eligible(book.outcome(&facts, &scope(&all), day(on))) else {
            return Ok(());
        };
        // What was open before can only be settled by a rule that outlasts all that was possible.
        let bound = fewer.at_most_through();
        prop_assert!(bound.is_some_and(|bound| bound < from), "{:?}", fewer);
    }

    #[test]
    fn another_hold_never_makes_destruction_earlier(
        at in rule(),
        facts in facts(),
        spans in prop::collection::vec((0u64..60_000, prop::option::of(0u64..9_000)), 1..4),
        on in 0u64..100_000,
    ) {
        let book = RuleBook::embedded();
        let before = book.outcome(&facts, &scope(&[at]), day(on));
        let held = spans.into_iter().fold(facts, |facts, (from, len)| {
            let hold = Hold::try_new(HoldKind::Audit, day(from), len.map(|len| day(from + len)));
            facts.with_hold(hold.unwrap())
        });
        let after = book.outcome(&held, &scope(&[at]), day(on));
        if held.holds().iter().any(|hold| hold.covers(day(on))) {
            prop_assert_eq!(after.name(), "HELD");
        } else if let Some(from) = eligible(after) {
            prop_assert!(eligible(before).is_some_and(|earlier| earlier <= from));
            prop_assert!(from <= day(on));
            prop_assert!(!held.holds().iter().any(|hold| hold.covers(from)));
        } else {
            prop_assert_eq!(after.name(), before.name());
        }
    }

    #[test]
    fn a_later_event_never_makes_destruction_earlier(
        at in rule(),
        facts in adult_facts(),
        event in 0..Event::ALL.len(),
        later in 1u64..9_000,
    ) {
        let event = Event::ALL[event];
        prop_assume!(!CHANGES_THE_QUESTION.contains(&event));
        // A later birth makes a minor of an adult: then another period counts.
        prop_assume!(!matches!(event, Event::BirthDate | Event::InfantBirthDate));
        let Some(date) = facts.date(event) else { return Ok(()) };
        let book = RuleBook::embedded();
        let on = day(60_000);
        let through = |facts: &Facts| book.decide(facts, &scope(&[at]), on).retain_through();
        let moved = facts.clone().with(event, date.checked_add_days(Days::new(later)).unwrap());
        if let Some(before) = through(&facts) {
            prop_assert!(through(&moved).is_some_and(|after| after >= before), "{}", id(at));
        }
    }

    #[test]
    fn an_answer_stands_whatever_else_becomes_known(
        at in rule(),
        facts in adult_facts(),
        event in 0..Event::ALL.len(),
        known in 18_300u64..40_200,
    ) {
        let book = RuleBook::embedded();
        let rule = &book.rules()[at];
        let event = Event::ALL[event];
        prop_assume!(!CHANGES_THE_QUESTION.contains(&event) && facts.date(event).is_none());
        // Of the events that can end a stay the latest counts, and a blood product may turn out to
        // expire.
        let exits = rule.adult.iter().any(|adult| adult.to_string().contains("EXIT"));
        prop_assume!(!exits && rule.permanent_without != Some(event));
        let outcome = |facts: &Facts| book.outcome(facts, &scope(&[at]), day(60_000));
        let before = outcome(&facts);
        if before.name() != "INDETERMINATE" {
            prop_assert!(outcome(&facts.with(event, day(known))) == before, "{}", id(at));
        }
    }

    #[test]
    fn a_notice_or_a_claim_never_makes_destruction_earlier(
        facts in facts(),
        notice in 0u64..73_000,
        concluded in prop::option::of(0u64..9_000),
        rule in prop::sample::select(vec!["US-IL-HOSP", "FR-R1112-7"]),
        on in 0u64..100_000,
    ) {
        let book = RuleBook::embedded();
        let scope = Scope::of_rules([rule]);
        let mut quiet = facts;
        quiet.set(Event::AttorneyNotice, None);
        let kind = if rule == "FR-R1112-7" { HoldKind::LiabilityClaim } else { HoldKind::AttorneyNotice };
        let to = concluded.map(|days| day(notice + days));
        let held = quiet.clone().with_hold(Hold::try_new(kind, day(notice), to).unwrap());
        let before = book.decide(&quiet, &scope, day(on));
        let after = book.decide(&held, &scope, day(on));
        if let Some(from) = eligible(after.outcome()) {
            prop_assert!(eligible(before.outcome()).is_some_and(|earlier| earlier <= from));
        }
        prop_assert!(after.retain_through() >= before.retain_through());
        // The law caps Illinois at twelve years.
        if let (Some(created), Some(through)) = (quiet.date(Event::RecordCreated), after.retain_through())
            && rule == "US-IL-HOSP"
        {
            let cap = him_retention::Period::years(12).unwrap().after(created).unwrap();
            prop_assert!(through <= cap);
        }
    }

    #[test]
    fn both_paths_agree_and_the_winner_has_the_date(
        rules in prop::collection::vec(rule(), 0..5),
        facts in facts(),
        on in 0u64..100_000,
    ) {
        let book = RuleBook::embedded();
        let scope = scope(&rules);
        let decision = book.decide(&facts, &scope, day(on));
        prop_assert!(decision.outcome() == book.outcome(&facts, &scope, day(on)));
        match decision.outcome() {
            Outcome::Retain { through } => {
                prop_assert_eq!(decision.deciding().and_then(|arm| arm.through()), Some(through));
            }
            Outcome::Eligible { from } => {
                let through = decision.deciding().and_then(|arm| arm.through());
                prop_assert_eq!(through.and_then(|through| through.succ_opt()), Some(from));
                prop_assert!(from <= day(on));
                prop_assert!(decision.missing().is_empty());
            }
            Outcome::Indeterminate { missing } => prop_assert!(!missing.is_empty()),
            _ => {}
        }
        // The explanation has a line for every rule and never fails.
        let text = decision.explain().to_string();
        for arm in decision.arms() {
            prop_assert!(text.contains(&*arm.rule().id));
        }
    }
}
