//! The life of an entry: every state with every move, and who, when, why. All people are invented.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use him_record::life::Draft;
use him_record::life::{EntryLife, LateEntry, LifeAct, LifeMove, LifeRule, LifeState, Signed};
use him_record::{Actor, Moment, Note};

fn author() -> Actor {
    Actor::new("Practitioner/author")
}

fn other() -> Actor {
    Actor::new("Practitioner/other")
}

fn at(minute: u8) -> Moment {
    format!("2026-02-03T10:{minute:02}:00Z").parse().unwrap()
}

/// A legal act of the kind.
fn act(kind: LifeMove, by: Actor, minute: u8) -> LifeAct {
    LifeAct::new(kind, by, at(minute))
        .because("wrong side")
        .saying("more")
        .attesting("I saw the patient.")
}

/// A life that has come to the state.
fn life_in(state: LifeState) -> EntryLife {
    let mut life = EntryLife::draft(author(), at(0)).unwrap();
    let moves: &[LifeMove] = match state {
        LifeState::Draft => &[],
        LifeState::Preliminary => &[LifeMove::Release],
        LifeState::Signed => &[LifeMove::Sign],
        LifeState::CoSigned => &[LifeMove::Sign, LifeMove::CoSign],
        LifeState::Addended => &[LifeMove::Sign, LifeMove::Addend],
        LifeState::Amended => &[LifeMove::Sign, LifeMove::Amend],
        LifeState::EnteredInError => &[LifeMove::MarkInError],
        _ => panic!("a state that the test does not know"),
    };
    for kind in moves {
        let by = if *kind == LifeMove::CoSign {
            other()
        } else {
            author()
        };
        life.apply(act(*kind, by, 1)).unwrap();
    }
    assert_eq!(life.state(), state);
    life
}

#[test]
fn every_state_with_every_move() {
    use LifeMove::*;
    for state in LifeState::ALL {
        for kind in LifeMove::ALL {
            // Somebody else co-signs, who has not signed before.
            let by = match kind {
                CoSign => Actor::new("Practitioner/third"),
                _ => author(),
            };
            let result = life_in(*state).apply(act(*kind, by, 2));
            let signed = state.is_signed();
            let expected = match (kind, state) {
                (_, LifeState::EnteredInError) => Some(LifeRule::ErrorIsFinal),
                (Write, _) => Some(LifeRule::BegunOnce),
                (MarkInError, _) => None,
                (Revise | Release | Sign, _) if signed => Some(LifeRule::SignedStays),
                (Release, LifeState::Preliminary) => Some(LifeRule::OnlyDraftsAreReleased),
                (CoSign | Addend | Amend, _) if !signed => Some(LifeRule::FirstSigned),
                _ => None,
            };
            let rule = result.err().map(|error| error.rule());
            assert_eq!(rule, expected, "{state:?} {kind:?}");
        }
    }
}

#[test]
fn who_when_and_why() {
    let rule = |life: &mut EntryLife, act: LifeAct| life.apply(act).unwrap_err().rule();
    let mut draft = life_in(LifeState::Draft);
    let signed_by = |by: Actor| LifeAct::new(LifeMove::Sign, by, at(1));
    assert_eq!(
        rule(&mut draft, signed_by(other())),
        LifeRule::SignedByAuthor
    );
    assert_eq!(
        rule(&mut draft, signed_by(Actor::default())),
        LifeRule::Named
    );
    let early = LifeAct::new(
        LifeMove::Sign,
        author(),
        "2026-02-03T09:59:59Z".parse().unwrap(),
    );
    assert_eq!(rule(&mut draft, early), LifeRule::TimeGoesForward);
    // Five in the morning in New York is after ten in Greenwich.
    let zoned = "2026-02-03T05:30:00-05:00".parse().unwrap();
    draft.sign(author(), zoned, None).unwrap();
    assert_eq!(draft.signed_at().unwrap().expose(), &zoned);

    let mut signed = life_in(LifeState::Signed);
    let co_signed = LifeAct::new(LifeMove::CoSign, author().acting_as("attending"), at(2));
    assert_eq!(rule(&mut signed, co_signed), LifeRule::CoSignedByAnother);
    for kind in [LifeMove::Amend, LifeMove::MarkInError] {
        let act = LifeAct::new(kind, author(), at(2));
        assert_eq!(rule(&mut signed, act.clone()), LifeRule::ReasonGiven);
        assert_eq!(rule(&mut signed, act.because("  ")), LifeRule::ReasonGiven);
    }
    let silent = LifeAct::new(LifeMove::Addend, author(), at(2));
    assert_eq!(rule(&mut signed, silent), LifeRule::AddendumSaysSomething);
    let mut co_signed = life_in(LifeState::CoSigned);
    let again = LifeAct::new(LifeMove::CoSign, other(), at(2));
    assert_eq!(rule(&mut co_signed, again), LifeRule::CoSignedByAnother);
    co_signed
        .addend(other(), at(3), "The film was read again.")
        .unwrap();
    co_signed
        .mark_in_error(other(), at(4), "another patient")
        .unwrap();
    assert_eq!(co_signed.acts().len(), 5);
    assert_eq!(co_signed.author(), Some(&author()));
}

#[test]
fn late_entries_say_why_and_are_late() {
    let begin = |service: &str, why: &str| {
        let late = LateEntry::new(service.parse().unwrap(), why);
        EntryLife::late(author(), at(0), late)
    };
    let life = begin("2026-02-01", "the system was down").unwrap();
    assert_eq!(life.state(), LifeState::Draft);
    assert!(life.late_entry().is_some());
    assert_eq!(
        begin("2026-02-01", " ").unwrap_err().rule(),
        LifeRule::LateSaysWhy
    );
    assert_eq!(
        begin("2026-02-04", "x").unwrap_err().rule(),
        LifeRule::LateIsLater
    );
    assert_eq!(
        EntryLife::draft(Actor::default(), at(0))
            .unwrap_err()
            .to_string(),
        "an act in the record names who does it (nothing, then write)"
    );
}

#[test]
fn a_draft_becomes_an_entry_of_the_chart() {
    let mut draft = Draft::begin(Note::default(), author(), at(0)).unwrap();
    draft.entry_mut().content.description = Some("Consultation".into());
    let mut signed: Signed<Note> = draft.sign(author(), at(1), Some("seen")).unwrap();
    signed.co_sign(other(), at(2)).unwrap();
    let before = signed
        .amend(Note::default(), author(), at(3), "wrong patient")
        .unwrap();
    assert!(before.description.is_some());
    let entry = signed.into_entry();
    assert_eq!(entry.life.unwrap().state(), LifeState::Amended);
}

#[cfg(feature = "serde")]
#[test]
fn a_life_reads_back_through_its_rules() {
    for state in LifeState::ALL {
        let life = life_in(*state);
        let json = serde_json::to_string(&life).unwrap();
        let again: EntryLife = serde_json::from_str(&json).unwrap();
        assert_eq!(again, life);
        let extended = json.replacen("{\"acts\"", "{\"later\":1.50,\"acts\"", 1);
        let kept: EntryLife = serde_json::from_str(&extended).unwrap();
        assert!(
            serde_json::to_string(&kept)
                .unwrap()
                .contains("\"later\":1.50")
        );
    }
    for (json, rule) in [
        (r#"{"acts":[]}"#, "begins by being written"),
        (r#"{}"#, "begins by being written"),
        (
            r#"{"acts":[{"kind":"write","by":{"who":{"target":"P/1"}},"at":"2026"},{"kind":"co-sign","by":{"who":{"target":"P/2"}},"at":"2026"}]}"#,
            "is signed before",
        ),
        (
            r#"{"acts":[{"kind":"sign","by":{"who":{"target":"P/1"}},"at":"2026"}]}"#,
            "begins by being written",
        ),
    ] {
        let error = serde_json::from_str::<EntryLife>(json)
            .unwrap_err()
            .to_string();
        assert!(error.contains(rule), "{error}");
    }
}
