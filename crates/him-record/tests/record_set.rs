//! Records that policies choose, and exports that read back equal. All people are invented.
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

use him_record::confidentiality::Label;
use him_record::life::EntryLife;
use him_record::record_set::{Choice, Export, ImportError, Manifest, PolicyRule, RecordPolicy};
use him_record::{Actor, Chart, Entry, EntryKind, Note, Observation, Period};
use shared::{CANARY, full_chart};

/// Notes: signed, draft, psychotherapy.
fn chart() -> Chart {
    let author = Actor::new("Practitioner/1");
    let at = "2026-02-03".parse().unwrap();
    let draft = EntryLife::draft(author.clone(), at).unwrap();
    let mut signed = draft.clone();
    signed.sign(author, at, None).unwrap();
    let mut chart = Chart::default();
    for life in [&signed, &draft, &signed] {
        let mut entry = Entry::new(Note::default());
        entry.life = Some(Box::new(life.clone()));
        chart.notes.push(entry);
    }
    chart.notes[2].labels.insert(Label::PsychotherapyNote);
    chart.audit.push(Entry::default());
    for date in ["2019-12-31", "2020", "2021-01-01"] {
        let mut observation = Observation::default();
        observation.effective = Period::new(Some(date.parse().unwrap()), None);
        chart.observations.push(Entry::new(observation));
    }
    chart
}

/// The paths that a policy leaves out.
fn left_out(policy: &RecordPolicy) -> Vec<String> {
    let chosen = policy.choose(&chart());
    let kept = chosen.chart.heads().len();
    // A patient who is left out stays as an empty one.
    let lists = chosen.left_out.iter().filter(|it| it.path != "patient");
    assert_eq!(kept + lists.count(), chart().heads().len());
    chosen.left_out.into_iter().map(|it| it.path).collect()
}

#[test]
fn policies_choose_entries() {
    assert_eq!(
        left_out(&RecordPolicy::designated_record_set()),
        ["notes[2]", "audit[0]"]
    );
    assert_eq!(
        left_out(&RecordPolicy::legal_health_record()),
        ["notes[1]", "notes[2]", "audit[0]"]
    );
    let mut rule = PolicyRule::new(Choice::Include);
    rule.kinds = vec![EntryKind::Observation];
    rule.dated = Period::new(
        Some("2020-01-01".parse().unwrap()),
        Some("2020-12-31".parse().unwrap()),
    );
    let mut policy = RecordPolicy::new("observations of 2020", Choice::Exclude);
    policy.rules.push(rule);
    assert_eq!(
        left_out(&policy),
        [
            "patient",
            "observations[0]",
            "observations[2]",
            "notes[0]",
            "notes[1]",
            "notes[2]",
            "audit[0]"
        ]
    );
    // A policy is data.
    let json = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<RecordPolicy>(&json).unwrap(), policy);
}

#[test]
fn an_export_reads_back_equal() {
    for chart in [Chart::default(), chart(), full_chart()] {
        let export = Export::of(&chart, "whole");
        let manifest = Manifest::from_json(&export.manifest.to_json()).unwrap();
        let received = Export::new(export.ndjson.clone(), manifest);
        assert_eq!(received.read().unwrap(), chart);
        assert_eq!(export.manifest.entries, chart.heads().len() as u64);
        assert_eq!(
            export.ndjson.lines().count() as u64,
            export.manifest.entries + 1
        );
        assert!(!format!("{export:?} {export:#?}").contains(CANARY));
    }
    let json = full_chart().to_json();
    let json = format!("{},\"later\":1.50}}", json.strip_suffix('}').unwrap());
    let chart = Chart::from_json(&json).unwrap();
    let again = Export::of(&chart, "whole").read().unwrap();
    assert_eq!(again.unknown.get("later"), Some("1.50"));
}

#[test]
fn a_changed_export_is_refused() {
    let whole = Export::of(&chart(), "whole");
    let read = |change: fn(&mut Export)| {
        let mut export = whole.clone();
        change(&mut export);
        export.read().unwrap_err()
    };
    assert_eq!(
        read(|it| it.ndjson.truncate(it.ndjson.len() - 1)),
        ImportError::Length
    );
    assert_eq!(read(|it| it.manifest.bytes += 1), ImportError::Length);
    let flipped = |it: &mut Export| it.ndjson = it.ndjson.replacen("notes", "motes", 1);
    assert_eq!(read(flipped), ImportError::Hash);
    assert_eq!(read(|it| it.manifest.entries += 1), ImportError::Counts);
    assert_eq!(
        read(|it| drop(it.manifest.counts.pop())),
        ImportError::Counts
    );
    // The hash is right, the line is not.
    let line = |line: &str| {
        let ndjson = format!("{{\"schema_version\":1}}\n{line}\n");
        let mut manifest = Manifest::default();
        manifest.bytes = ndjson.len() as u64;
        let digest = <sha2::Sha256 as sha2::Digest>::digest(ndjson.as_bytes());
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        manifest.sha256 = digest.into();
        Export::new(ndjson, manifest)
            .read()
            .unwrap_err()
            .to_string()
    };
    for (text, expected) in [
        (
            "[\"Canary\",{}]",
            "line 2: not a list of the chart at line 1 column 9",
        ),
        (
            "[\"notes\"]",
            "line 2: expected the kind of an entry and the entry at line 1 column 9",
        ),
        (
            "{}",
            "line 2: invalid type: map, expected the kind of an entry and the entry at line 1 column 2",
        ),
    ] {
        assert_eq!(line(text), expected);
    }
}
