//! Every field of every type says something that no other field says; nothing of it shows, and
//! nothing of it is lost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unnecessary_literal_unwrap,
    reason = "a test fails by panicking, and tries what panics print"
)]

use std::collections::{BTreeSet, HashSet};
use std::fmt::Debug;
use std::panic::{self, AssertUnwindSafe};
use std::str::FromStr;
use std::sync::Mutex;

use crate::audit::AccessEvent;
use crate::confidentiality::{Access, AccessRole, PurposeOfUse};
use crate::history::{AsOf, ChartId, EntryId, History, LogId, Stamp, Timestamp};
use crate::identifier::{Alphabet, DeaNumber, Mbi, MrnScheme, Npi, Ssn};
use crate::json::{Member, Sample};
use crate::life::{Draft, EntryLife};
use crate::record_set::{Export, RecordPolicy};
use crate::ucum::Unit;
use crate::validation::Validation;
use crate::{
    Actor, AnyEntry, Chart, Decimal, Diagnosis, Entry, EntryKind, Moment, Note, PartialDate, Phi,
    PhiText, Reference,
};

/// As many rounds as the choice with the most variants has, and more.
const ROUNDS: usize = 12;

fn chart(round: usize) -> Chart {
    let mut sample = Sample::default();
    sample.round = round;
    Chart::sample(&mut sample)
}

/// Fails if an output shows a value of the samples.
#[track_caller]
fn assert_silent(output: &str) {
    // A hash may have any digits.
    let mut parts = output.split("Digest(");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.get(64..).unwrap_or(part));
    let output = rest.fold(first, |output, part| output + part);
    for value in [
        "Canary", "1931", "1932", "07-19", "13:37", "19310719", "1EG4", "6789", "[67, 97,",
    ] {
        if let Some(at) = output.find(value) {
            let around = output.get(at.saturating_sub(80)..at + value.len());
            panic!("{value} shows in {around:?}");
        }
    }
}

#[track_caller]
fn silent(value: &impl Debug) {
    assert_silent(&format!("{value:?}"));
    assert_silent(&format!("{value:#?}"));
}

#[test]
fn no_field_of_a_chart_shows() {
    for round in 0..ROUNDS {
        let chart = chart(round);
        silent(&chart);
        for entry in chart.entries() {
            silent(&entry);
        }
        silent(&chart.heads());
        silent(&chart.encounter_links());
        silent(&chart.enclosures(&Reference::to("Canary")));
        chart.clone().into_entries().iter().for_each(silent);
    }
}

/// The texts of the samples in a JSON text.
fn canaries(json: &str) -> Vec<&str> {
    let found = json.match_indices("Canary");
    found.filter_map(|(at, _)| json.get(at..at + 12)).collect()
}

#[test]
fn no_field_of_a_chart_is_lost() {
    for round in 0..ROUNDS {
        let chart = chart(round);
        let json = chart.to_json();
        let texts = canaries(&json);
        let once: HashSet<&str> = texts.iter().copied().collect();
        assert!(texts.len() > 1000);
        // The author of a life stands there three times, since he signs and adds.
        assert!(once.len() + chart.heads().len() * 8 > texts.len());
        let again = Chart::from_json(&json).unwrap();
        assert_eq!(again.to_json(), json);
        assert!(again == chart, "round {round}");
        for entry in chart.clone().into_entries() {
            let again = AnyEntry::from_json(entry.kind(), &entry.to_json()).unwrap();
            assert!(again == entry, "round {round}");
        }
        let export = Export::of(&chart, "Canary");
        assert!(export.read().unwrap() == chart, "round {round}");
        // Every list of the chart has entries.
        let kinds: HashSet<EntryKind> = chart.heads().iter().map(|head| head.kind).collect();
        assert_eq!(kinds.len(), EntryKind::ALL.len());
    }
}

#[test]
fn nothing_that_is_made_of_a_chart_shows() {
    let chart = chart(0);
    let mut texts = Sample::default();
    let who = Actor::new("Canary").acting_as("Canary");
    let access = Access::new(PurposeOfUse::Payment, AccessRole::Coder).by(who.clone());
    silent(&access);
    let view = access.view(&chart);
    silent(&view);
    for withheld in &view.withheld {
        assert_silent(&withheld.to_string());
    }
    for policy in [
        RecordPolicy::sample(&mut texts),
        RecordPolicy::legal_health_record(),
    ] {
        silent(&policy);
        silent(&policy.choose(&chart));
    }
    let export = Export::of(&chart, "Canary");
    silent(&export);
    silent(&export.manifest);
    for finding in Validation::default().of(&chart) {
        silent(&finding);
        assert_silent(&finding.to_string());
    }
    silent(&AccessEvent::sample(&mut texts));
    let scheme = MrnScheme::try_new("Canary", Alphabet::Alphanumeric, 6..=6).unwrap();
    silent(&scheme.parse("CANARY"));
    silent(&scheme.with_prefix("Canary"));
    silent(&"{Canary}".parse::<Unit>());
    silent(&"1EG4-TE5-MK73".parse::<Mbi>());
    silent(&"123-45-6789".parse::<Ssn>());
    let at: Moment = "1931-07-19".parse().unwrap();
    let mut draft = Draft::begin(Note::sample(&mut texts), who.clone(), at).unwrap();
    *draft.entry_mut() = Entry::sample(&mut texts);
    silent(&draft);
    silent(&draft.sign(who.clone(), at, Some("Canary")));
    silent(&EntryLife::draft(who, at));
    silent(&PhiText::from("Canary").map(|text| text.to_string()));

    let mut history = History::new(LogId::new([7; 16]));
    // 1931-07-19T13:37:31Z.
    let stamp = Stamp::new(
        Timestamp::from_unix_micros(-1_213_439_949_000_000),
        Actor::new("Canary"),
    );
    let stamp = stamp.because("Canary");
    silent(&stamp);
    history.open(chart.patient.clone(), stamp.clone()).unwrap();
    for entry in chart.into_entries().into_iter().skip(1) {
        history.add(ChartId::new(0), entry, stamp.clone()).unwrap();
    }
    let event = AccessEvent::sample(&mut texts);
    history
        .accessed(ChartId::new(0), event, stamp.clone())
        .unwrap();
    silent(&history);
    silent(&history.checkpoint());
    history.events().iter().for_each(silent);
    silent(&history.view(ChartId::new(0), AsOf::Now));
    let refused = history.revise(EntryId::new(1), Entry::new(Note::sample(&mut texts)), stamp);
    silent(&refused);
    assert_silent(&refused.unwrap_err().to_string());
}

/// What the panics of `task` print.
fn panics(task: impl FnOnce()) -> String {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    static PRINTED: Mutex<String> = Mutex::new(String::new());
    let _guard = ONE_AT_A_TIME.lock();
    let before = panic::take_hook();
    panic::set_hook(Box::new(|info| {
        PRINTED.lock().unwrap().push_str(&info.to_string());
    }));
    let result = panic::catch_unwind(AssertUnwindSafe(task));
    panic::set_hook(before);
    assert!(result.is_err());
    std::mem::take(&mut *PRINTED.lock().unwrap())
}

#[test]
fn no_error_and_no_panic_shows_a_value() {
    fn refused<T: FromStr<Err = crate::Error> + Debug>() {
        let error = "Canary-1931-07-19".parse::<T>().unwrap_err();
        silent(&error);
        assert_silent(&error.to_string());
        let printed = panics(|| drop("Canary-1931".parse::<T>().unwrap()));
        assert!(printed.contains("Error"), "{printed}");
        assert_silent(&printed);
    }
    refused::<Decimal>();
    refused::<Moment>();
    refused::<PartialDate>();
    refused::<Npi>();
    refused::<DeaNumber>();
    refused::<Mbi>();
    refused::<Ssn>();
    refused::<Unit>();
    refused::<LogId>();

    let (one, other) = (chart(0), chart(1));
    assert_silent(&panics(|| assert_eq!(one, other)));
    assert_silent(&panics(|| {
        assert_eq!(Phi::new("Canary"), Phi::new("Canary2"))
    }));
    assert_silent(&panics(|| Err::<(), _>(one).unwrap()));
    let mut history = History::new(LogId::new([7; 16]));
    let stamp = Stamp::new(Timestamp::from_unix_micros(0), Actor::new("Canary"));
    let entry = Entry::<Diagnosis>::sample(&mut Sample::default());
    let printed = panics(|| {
        history.add(ChartId::new(9), entry, stamp).unwrap();
    });
    assert!(printed.contains("NoSuchChart"), "{printed}");
    assert_silent(&printed);
    // JSON of the right names with values of the wrong kind.
    let json = other.to_json();
    for (from, to) in [
        ("\"Canary", "[\"Canary"),
        ("1931-07-19", "1931-13-19"),
        ("19310719.50", "19310719."),
        ("Canary", "\\q"),
    ] {
        let error = Chart::from_json(&json.replacen(from, to, 1)).unwrap_err();
        silent(&error);
        assert_silent(&error.to_string());
        assert_silent(&panics(|| {
            drop(Chart::from_json(&json.replacen(from, to, 1)).unwrap())
        }));
    }
}

/// Where the members of a JSON value stand, lists without their places.
fn members(value: &serde_json::Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(members_of) => {
            for (name, value) in members_of {
                let path = format!("{path}.{name}");
                members(value, &path, found);
                found.insert(path);
            }
        }
        serde_json::Value::Array(list) => {
            list.iter().for_each(|value| members(value, path, found));
        }
        _ => {}
    }
}

/// The members of schema version 1, as this edition writes them.
fn schema() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for round in 0..ROUNDS {
        let json = serde_json::from_str(&chart(round).to_json()).unwrap();
        members(&json, "", &mut found);
    }
    found
}

#[test]
fn no_member_of_schema_1_is_renamed_or_gone() {
    let published = include_str!("../tests/fixtures/schema-1.txt");
    let now = schema();
    for member in published.lines() {
        assert!(now.contains(member), "{member} is in schema version 1");
    }
}

/// Adds the members that came to the schema since: `cargo test -p him-record write_the -- --ignored`.
#[test]
#[ignore = "it writes a fixture"]
fn write_the_members_of_schema_1() {
    let all: Vec<String> = schema().into_iter().collect();
    std::fs::write("tests/fixtures/schema-1.txt", all.join("\n") + "\n").unwrap();
}
