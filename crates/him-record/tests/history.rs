//! The log of events: what it rebuilds, what it refuses, and that no change of its bytes goes unseen.
//! All people are invented.
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

use him_record::audit::{AccessAction, AccessEvent};
use him_record::confidentiality::{Access, AccessRole, PurposeOfUse};
use him_record::history::{
    AsOf, BreakKind, Broken, Change, ChartId, Checkpoint, Digest, EntryId, History, HistoryError,
    LogId, MergeId, Stamp, Timestamp, Verifier,
};
use him_record::life::Draft;
use him_record::{
    Actor, Chart, Diagnosis, Encounter, Entry, EntryKind, HumanName, Note, Patient, Reference,
};
use proptest::prelude::*;

const LOG: LogId = LogId::new(*b"an invented log!");

/// A log that counts its own time.
struct Writer {
    history: History,
    time: i64,
}

impl Writer {
    fn new() -> Self {
        Writer {
            history: History::new(LOG),
            time: 1_770_000_000_000_000,
        }
    }

    fn stamp(&mut self) -> Stamp {
        self.time += 1_000_000;
        Stamp::new(
            Timestamp::from_unix_micros(self.time),
            Actor::new("Practitioner/1"),
        )
    }

    fn open(&mut self, family: &str) -> ChartId {
        let stamp = self.stamp();
        self.history
            .open(Entry::new(patient(family)), stamp)
            .unwrap()
    }

    fn diagnose(&mut self, chart: ChartId, words: &str, encounter: Option<&str>) -> EntryId {
        let stamp = self.stamp();
        self.history
            .add(chart, Entry::new(diagnosis(words, encounter)), stamp)
            .unwrap()
    }

    fn revise(&mut self, entry: EntryId, words: &str) {
        let stamp = self.stamp();
        self.history
            .revise(entry, Entry::new(diagnosis(words, None)), stamp)
            .unwrap();
    }

    fn admit(&mut self, chart: ChartId, id: &str) -> EntryId {
        let stamp = self.stamp();
        let mut entry = Entry::new(Encounter::default());
        entry.id = Some(id.into());
        self.history.add(chart, entry, stamp).unwrap()
    }

    fn merge(&mut self, merged: ChartId, into: ChartId) -> MergeId {
        let stamp = self.stamp().because("the same person");
        self.history.merge(merged, into, stamp).unwrap()
    }

    fn unmerge(&mut self, merge: MergeId) {
        let stamp = self.stamp().because("two persons");
        self.history.unmerge(merge, stamp).unwrap();
    }

    /// The words of the diagnoses of a chart.
    fn words(&self, chart: ChartId, as_of: AsOf) -> Vec<String> {
        words(&self.history.view(chart, as_of).unwrap())
    }
}

fn patient(family: &str) -> Patient {
    let mut name = HumanName::default();
    name.family = Some(family.into());
    let mut patient = Patient::default();
    patient.names.push(name);
    patient
}

fn diagnosis(words: &str, encounter: Option<&str>) -> Diagnosis {
    let mut diagnosis = Diagnosis::default();
    diagnosis.remarks.push(words.into());
    diagnosis.encounter = encounter.map(Reference::to);
    diagnosis
}

fn words(chart: &Chart) -> Vec<String> {
    let diagnoses = chart.diagnoses.iter();
    let words = diagnoses.map(|it| it.content.remarks[0].expose_str().to_owned());
    words.collect()
}

fn family(chart: &Chart) -> &str {
    chart.patient.content.names[0]
        .family
        .as_ref()
        .unwrap()
        .expose_str()
}

#[test]
fn a_chart_as_of_any_event_or_instant() {
    let mut log = Writer::new();
    let chart = log.open("Exemplar");
    let first = log.diagnose(chart, "first", None);
    log.diagnose(chart, "second", None);
    log.revise(first, "first, revised");
    let stamp = log.stamp();
    log.history
        .revise(chart.patient(), Entry::new(patient("Married")), stamp)
        .unwrap();

    let expected: [(&[&str], &str); 5] = [
        (&[], "Exemplar"),
        (&["first"], "Exemplar"),
        (&["first", "second"], "Exemplar"),
        (&["first, revised", "second"], "Exemplar"),
        (&["first, revised", "second"], "Married"),
    ];
    for (number, (diagnoses, name)) in expected.into_iter().enumerate() {
        let at = log.history.events()[number].at();
        let after = Timestamp::from_unix_micros(at.unix_micros() + 999_999);
        for as_of in [
            AsOf::Event(number as u64),
            AsOf::Instant(at),
            AsOf::Instant(after),
        ] {
            let view = log.history.view(chart, as_of).unwrap();
            assert_eq!(words(&view), diagnoses, "{as_of:?}");
            assert_eq!(family(&view), name);
            assert_eq!(view.last_event(), number as u64);
        }
    }
    let before = log.history.events()[0].at().unix_micros() - 1;
    let too_early = AsOf::Instant(Timestamp::from_unix_micros(before));
    assert_eq!(
        log.history.view(chart, too_early).unwrap_err(),
        HistoryError::NoSuchChart
    );
    let now = log.history.view(chart, AsOf::Now).unwrap();
    assert_eq!(
        now.chart(),
        log.history.view(chart, AsOf::Event(99)).unwrap().chart()
    );
    assert_eq!(now.position(first), Some((EntryKind::Diagnosis, 0)));
    assert_eq!(now.id(EntryKind::Diagnosis, 0), Some(first));
    assert_eq!(log.history.versions(first).unwrap(), [1, 3]);
    // A view stays as it was while the log grows, and its clones share it.
    let clone = now.clone();
    log.diagnose(chart, "third", None);
    assert!(std::ptr::eq(clone.chart(), now.chart()));
    assert_eq!(now.diagnoses.len(), 2);
}

#[test]
fn unmerging_puts_each_edit_where_it_belongs() {
    let mut log = Writer::new();
    let (one, two) = (log.open("One"), log.open("Two"));
    let of_one = log.diagnose(one, "of one", None);
    let of_two = log.diagnose(two, "of two", None);
    log.admit(two, "stay");
    let before = log.history.events().len() as u64 - 1;
    let merge = log.merge(two, one);

    // Either number shows both from now on.
    for chart in [one, two] {
        let view = log.history.view(chart, AsOf::Now).unwrap();
        assert_eq!(words(&view), ["of one", "of two"]);
        assert_eq!(family(&view), "One");
        assert_eq!(view.charts(), [one, two]);
        assert_eq!(view.merged_patients().len(), 1);
    }
    log.revise(of_two, "of two, revised under one");
    log.diagnose(one, "new under one", None);
    log.diagnose(one, "new in the stay of two", Some("Encounter/stay"));
    log.diagnose(two, "new under two", None);
    let astray = log.diagnose(one, "astray", None);
    log.revise(of_one, "of one, revised");
    let stamp = log.stamp();
    log.history
        .revise(two.patient(), Entry::new(patient("Two, later")), stamp)
        .unwrap();
    assert_eq!(log.words(one, AsOf::Now).len(), 6);

    log.unmerge(merge);
    assert_eq!(
        log.words(one, AsOf::Now),
        ["of one, revised", "new under one", "astray"]
    );
    assert_eq!(
        log.words(two, AsOf::Now),
        [
            "of two, revised under one",
            "new in the stay of two",
            "new under two"
        ]
    );
    assert_eq!(
        family(&log.history.view(two, AsOf::Now).unwrap()),
        "Two, later"
    );
    let stamp = log.stamp();
    log.history.move_entry(astray, two, stamp).unwrap();
    assert_eq!(log.words(one, AsOf::Now).len(), 2);
    assert_eq!(log.words(two, AsOf::Now)[3], "astray");
    assert_eq!(log.history.home(astray), Ok(two));

    // The past stays as it was.
    assert_eq!(log.words(two, AsOf::Event(before)), ["of two"]);
    assert_eq!(
        log.words(one, AsOf::Event(merge.event())),
        ["of one", "of two"]
    );
    let read = History::read(LOG, log.history.events().iter().map(|it| it.as_bytes())).unwrap();
    for event in 1..log.history.events().len() as u64 {
        for chart in [one, two] {
            let (own, again) = (
                log.history.view(chart, AsOf::Event(event)),
                read.view(chart, AsOf::Event(event)),
            );
            assert_eq!(own.unwrap().chart(), again.unwrap().chart());
        }
    }
}

#[test]
fn merges_chain_and_do_not_circle() {
    let mut log = Writer::new();
    let charts = [log.open("A"), log.open("B"), log.open("C")];
    for (chart, words) in charts.into_iter().zip(["a", "b", "c"]) {
        log.diagnose(chart, words, None);
    }
    let [a, b, c] = charts;
    let first = log.merge(c, b);
    let second = log.merge(b, a);
    assert_eq!(log.words(c, AsOf::Now), ["a", "b", "c"]);
    for (merged, into) in [(a, c), (a, a), (c, a), (b, c)] {
        let stamp = log.stamp();
        assert_eq!(
            log.history.merge(merged, into, stamp),
            Err(HistoryError::MergedAlready)
        );
    }
    log.unmerge(second);
    assert_eq!(log.words(a, AsOf::Now), ["a"]);
    assert_eq!(log.words(b, AsOf::Now), ["b", "c"]);
    let stamp = log.stamp();
    assert_eq!(
        log.history.unmerge(second, stamp),
        Err(HistoryError::NoSuchMerge)
    );
    log.unmerge(first);
    assert_eq!(log.words(c, AsOf::Now), ["c"]);
    log.merge(c, a);
    assert_eq!(log.words(a, AsOf::Now), ["a", "c"]);
    assert_eq!(log.words(a, AsOf::Event(second.event())), ["a", "b", "c"]);
}

#[test]
fn what_cannot_be_is_not_written() {
    let mut log = Writer::new();
    let chart = log.open("Exemplar");
    let entry = log.diagnose(chart, "first", None);
    let count = log.history.events().len();
    let none = EntryId::new(77);
    let stamp = log.stamp();
    let at = |micros| {
        Stamp::new(
            Timestamp::from_unix_micros(micros),
            Actor::new("Practitioner/1"),
        )
    };
    let history = &mut log.history;
    let added = Entry::new(Diagnosis::default());
    use HistoryError::*;
    assert_eq!(
        history.add(ChartId::new(1), added.clone(), stamp.clone()),
        Err(NoSuchChart)
    );
    assert_eq!(
        history.add(chart, Entry::new(Patient::default()), stamp.clone()),
        Err(OnePatient)
    );
    assert_eq!(
        history.revise(none, added.clone(), stamp.clone()),
        Err(NoSuchEntry)
    );
    assert_eq!(
        history.revise(entry, Entry::new(Note::default()), stamp.clone()),
        Err(OtherKind)
    );
    assert_eq!(
        history.move_entry(entry, ChartId::new(1), stamp.clone()),
        Err(NoSuchChart)
    );
    assert_eq!(
        history.move_entry(none, chart, stamp.clone()),
        Err(NoSuchEntry)
    );
    assert_eq!(
        history.move_entry(chart.patient(), chart, stamp.clone()),
        Err(PatientStays)
    );
    assert_eq!(
        history.add(chart, added.clone(), at(5)),
        Err(TimeGoesForward)
    );
    let nobody = Stamp::new(stamp.at, Actor::default());
    assert_eq!(history.add(chart, added, nobody), Err(Named));
    assert_eq!(history.events().len(), count);
    assert_eq!(history.verify(), Ok(()));
}

#[test]
fn versions_go_on_with_the_life_of_an_entry() {
    let mut log = Writer::new();
    let chart = log.open("Exemplar");
    let author = Actor::new("Practitioner/1");
    let at = "2026-02-03".parse().unwrap();
    let draft = Draft::begin(Note::default(), author.clone(), at).unwrap();
    let signed = draft.sign(author.clone(), at, None).unwrap();
    let entry = signed.clone().into_entry();
    let stamp = log.stamp();
    let note = log
        .history
        .add(chart, entry.clone(), stamp.clone())
        .unwrap();

    let mut changed = entry.clone();
    changed.content.description = Some("changed".into());
    let revised = log.history.revise(note, changed.clone(), stamp.clone());
    assert_eq!(revised, Err(HistoryError::SignedStays));
    let mut forgotten = entry.clone();
    forgotten.life = None;
    let revised = log.history.revise(note, forgotten, stamp.clone());
    assert_eq!(revised, Err(HistoryError::LifeRewritten));
    let mut other = Draft::begin(Note::default(), author.clone(), at).unwrap();
    other.entry_mut().content.description = Some("other".into());
    let other = other
        .sign(author.clone(), at, Some("other"))
        .unwrap()
        .into_entry();
    let revised = log.history.revise(note, other, stamp.clone());
    assert_eq!(revised, Err(HistoryError::LifeRewritten));

    let mut co_signed = signed.clone();
    co_signed.co_sign(Actor::new("Practitioner/2"), at).unwrap();
    log.history
        .revise(note, co_signed.clone().into_entry(), stamp.clone())
        .unwrap();
    let mut amended = co_signed;
    amended
        .amend(changed.content.into_value(), author, at, "wrong side")
        .unwrap();
    log.history
        .revise(note, amended.into_entry(), stamp)
        .unwrap();
    let view = log.history.view(chart, AsOf::Now).unwrap();
    assert!(view.notes[0].content.description.is_some());
    let first = log.history.view(chart, AsOf::Event(note.event())).unwrap();
    assert!(first.notes[0].content.description.is_none());
}

#[test]
fn accesses_are_events() {
    let mut log = Writer::new();
    let chart = log.open("Exemplar");
    let access = Access::new(PurposeOfUse::Treatment, AccessRole::Clinician).breaking_glass();
    let at = "2026-02-03T10:00:00Z".parse().unwrap();
    let read = AccessAction::Read;
    assert_eq!(AccessEvent::of(&access, read, at, "in shock"), None);
    let access = access.by(Actor::new("Practitioner/1"));
    assert_eq!(AccessEvent::of(&access, read, at, " "), None);
    let event = AccessEvent::of(&access, read, at, "in shock").unwrap();
    let stamp = log.stamp();
    log.history.accessed(chart, event.clone(), stamp).unwrap();
    let read = History::read(LOG, log.history.events().iter().map(|it| it.as_bytes())).unwrap();
    let last = &read.events()[1];
    assert_eq!(last.change(), Change::Access { chart });
    assert_eq!(last.access().unwrap().unwrap(), event);
    assert_eq!(last.by().unwrap(), Actor::new("Practitioner/1"));
    assert!(read.events()[0].access().is_none());
    assert_eq!(last.entry().unwrap_err(), HistoryError::NoSuchEntry);
}

/// The bytes of a log with each kind of change in it.
fn sample() -> Vec<Vec<u8>> {
    let mut log = Writer::new();
    let (one, two) = (log.open("One"), log.open("Two"));
    let entry = log.diagnose(one, "first", None);
    log.revise(entry, "revised");
    let merge = log.merge(two, one);
    log.unmerge(merge);
    let stamp = log.stamp();
    log.history.move_entry(entry, two, stamp).unwrap();
    log.diagnose(two, "last", None);
    log.history
        .events()
        .iter()
        .map(|it| it.as_bytes().to_vec())
        .collect()
}

fn verify<B: AsRef<[u8]>>(events: &[B]) -> Result<(), (u64, BreakKind)> {
    let position = |broken: Broken| (broken.position(), broken.kind());
    let mut verifier = Verifier::new(LOG);
    let mut events = events.iter();
    events
        .try_for_each(|it| verifier.check(it.as_ref()))
        .map_err(position)
}

#[test]
fn every_flipped_bit_is_found_where_it_is() {
    let events = sample();
    assert_eq!(verify(&events), Ok(()));
    let mut verifier = Verifier::new(LOG);
    for (number, event) in events.iter().enumerate() {
        for bit in 0..event.len() * 8 {
            let mut flipped = event.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let broken = verifier.check(&flipped).unwrap_err();
            assert_eq!(
                (broken.position(), broken.kind()),
                (number as u64, BreakKind::Hash)
            );
        }
        verifier.check(event).unwrap();
    }
}

#[test]
fn moved_repeated_missing_and_foreign_events_are_found() {
    let events = sample();
    let last = events.len() as u64 - 1;
    for at in 0..events.len() {
        let place = at as u64;
        let mut missing = events.clone();
        missing.remove(at);
        let expected = if place == last {
            Ok(())
        } else {
            Err((place, BreakKind::OtherPlace))
        };
        assert_eq!(verify(&missing), expected);
        let mut repeated = events.clone();
        repeated.insert(at + 1, events[at].clone());
        assert_eq!(verify(&repeated), Err((place + 1, BreakKind::OtherPlace)));
        for other in at + 1..events.len() {
            let mut swapped = events.clone();
            swapped.swap(at, other);
            assert_eq!(verify(&swapped), Err((place, BreakKind::OtherPlace)));
        }
        // Bytes that go on, or end early, have no hash of their own.
        for cut in [0, 1, 31, 32, 100] {
            let mut short = events.clone();
            short[at].truncate(cut);
            let kind = if cut < 32 {
                BreakKind::Form
            } else {
                BreakKind::Hash
            };
            assert_eq!(verify(&short), Err((place, kind)));
        }
        let mut long = events.clone();
        long[at].push(0);
        assert_eq!(verify(&long), Err((place, BreakKind::Hash)));
    }
    assert_eq!(verify::<Vec<u8>>(&[]), Ok(()));

    // Another log with the same events but for its id; and a fork of this one.
    let foreign = |log: LogId, family: &str| {
        let mut other = Writer::new();
        other.history = History::new(log);
        for name in ["One", family] {
            other.open(name);
        }
        other.diagnose(ChartId::new(0), "first", None);
        let events = other.history.events().iter();
        events.map(|it| it.as_bytes().to_vec()).collect::<Vec<_>>()
    };
    let mut spliced = events.clone();
    spliced[1] = foreign(LogId::new([9; 16]), "Two")[1].clone();
    assert_eq!(verify(&spliced), Err((1, BreakKind::OtherLog)));
    let mut forked = events.clone();
    forked[2] = foreign(LOG, "Three")[2].clone();
    assert_eq!(verify(&forked), Err((2, BreakKind::Link)));
    let broken = History::read(LOG, &forked).unwrap_err();
    assert_eq!(
        broken.to_string(),
        "event 2: it does not follow the event before it"
    );
    assert_eq!(History::read(LOG, &forked[..2]).unwrap().events().len(), 2);
}

#[test]
fn checkpoints_show_what_a_chain_cannot() {
    let events = sample();
    let whole = History::read(LOG, &events).unwrap();
    let seen = whole.checkpoint();
    assert_eq!(whole.verify_against(&seen), Ok(()));
    assert_eq!(Checkpoint::from_bytes(&seen.to_bytes()), Some(seen));
    assert_eq!(Checkpoint::from_bytes(&seen.to_bytes()[1..]), None);
    let found = |history: &History| {
        let broken = history.verify_against(&seen).unwrap_err();
        (broken.position(), broken.kind())
    };
    for count in 0..events.len() {
        let cut = History::read(LOG, &events[..count]).unwrap();
        assert_eq!(cut.verify(), Ok(()));
        assert_eq!(found(&cut), (count as u64, BreakKind::Missing));
        // An earlier checkpoint still holds.
        assert_eq!(whole.verify_against(&cut.checkpoint()), Ok(()));
    }
    let mut other = Writer::new();
    other.open("One");
    for words in 0..20 {
        other.diagnose(ChartId::new(0), &words.to_string(), None);
    }
    assert_eq!(
        found(&other.history),
        (events.len() as u64 - 1, BreakKind::Checkpoint)
    );
    let mut elsewhere = other.history.checkpoint();
    elsewhere.log = LogId::new([9; 16]);
    assert_eq!(
        other.history.verify_against(&elsewhere).unwrap_err().kind(),
        BreakKind::OtherLog
    );
    assert_eq!(
        whole.head().to_string().parse::<Digest>().unwrap(),
        whole.head()
    );
    assert_eq!(History::new(LOG).head(), Digest::ZERO);
}

#[cfg(feature = "sign")]
#[test]
fn signed_checkpoints() {
    use ed25519_dalek::SigningKey;
    use him_record::history::{BadSignature, SignedCheckpoint};

    let seen = History::read(LOG, sample()).unwrap().checkpoint();
    let key = SigningKey::from_bytes(&[7; 32]);
    let signed = seen.sign(&key);
    assert_eq!(signed.verify(&key.verifying_key()), Ok(seen));
    let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
    assert_eq!(signed.verify(&other), Err(BadSignature));
    let mut later = seen;
    later.events += 1;
    let forged = SignedCheckpoint::new(later, *signed.signature());
    assert_eq!(forged.verify(&key.verifying_key()), Err(BadSignature));
}

/// A field as `docs/HISTORY.md` says, written without the crate.
fn field(out: &mut Vec<u8>, content: &[u8]) {
    out.extend((content.len() as u64).to_be_bytes());
    out.extend(content);
}

#[test]
fn the_bytes_are_those_of_the_specification() {
    use sha2::Digest as _;
    let mut history = History::new(LOG);
    let stamp = Stamp::new(
        Timestamp::from_unix_micros(-2),
        Actor::new("Practitioner/ä"),
    );
    history
        .open(Entry::new(patient("Exemplar")), stamp.because(""))
        .unwrap();
    let mut expected = Vec::new();
    field(&mut expected, b"him-record/event/1");
    field(&mut expected, b"an invented log!");
    field(&mut expected, &[0; 8]);
    field(&mut expected, &[0; 32]);
    field(&mut expected, &(-2_i64).to_be_bytes());
    field(
        &mut expected,
        r#"{"who":{"target":"Practitioner/ä"}}"#.as_bytes(),
    );
    field(&mut expected, &[1]);
    field(&mut expected, b"open");
    field(&mut expected, &[0]);
    field(&mut expected, &[0]);
    field(&mut expected, b"\x01patient");
    field(
        &mut expected,
        b"\x01{\"content\":{\"names\":[{\"family\":\"Exemplar\"}]}}",
    );
    let hash = sha2::Sha256::digest(&expected);
    expected.extend(hash);
    assert_eq!(history.events()[0].as_bytes(), expected);
    assert_eq!(history.head().as_bytes().as_slice(), hash.as_slice());
}

#[test]
fn nothing_of_the_patient_shows() {
    let mut log = Writer::new();
    let chart = log.open("Exemplar");
    log.diagnose(chart, "Canary", None);
    let view = log.history.view(chart, AsOf::Now).unwrap();
    let stamp = log.stamp().because("Canary");
    let output = format!(
        "{:?} {:#?} {view:?} {stamp:?}",
        log.history,
        log.history.events()
    );
    for value in ["Exemplar", "Canary", "Practitioner", "1770", "2026"] {
        assert!(!output.contains(value), "{value}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is done, in whatever order: nothing is lost, and each entry is in its home.
    #[test]
    fn nothing_is_lost_by_merging(steps in prop::collection::vec((0_u8..6, 0_usize..8, 0_usize..8), 1..60)) {
        let mut log = Writer::new();
        let charts: Vec<ChartId> = (0..4).map(|it| log.open(&it.to_string())).collect();
        let (mut entries, mut merges): (Vec<(EntryId, ChartId)>, Vec<MergeId>) = Default::default();
        for (step, a, b) in steps {
            let (one, two) = (charts[a % 4], charts[b % 4]);
            let stamp = log.stamp();
            match step {
                0 | 1 => entries.push((log.diagnose(one, "new", None), one)),
                2 if !entries.is_empty() => log.revise(entries[a % entries.len()].0, "revised"),
                3 => merges.extend(log.history.merge(one, two, stamp)),
                4 if !merges.is_empty() => drop(log.history.unmerge(merges[a % merges.len()], stamp)),
                5 if !entries.is_empty() => {
                    let at = a % entries.len();
                    entries[at].1 = two;
                    log.history.move_entry(entries[at].0, two, stamp).unwrap();
                }
                _ => {}
            }
        }
        let mut seen = Vec::new();
        for chart in &charts {
            let view = log.history.view(*chart, AsOf::Now).unwrap();
            if view.charts()[0] == *chart {
                seen.extend((0..view.diagnoses.len()).map(|at| view.id(EntryKind::Diagnosis, at).unwrap()));
                for (entry, home) in &entries {
                    prop_assert_eq!(view.position(*entry).is_some(), view.charts().contains(home));
                }
            }
        }
        seen.sort_unstable();
        let mut expected: Vec<EntryId> = entries.iter().map(|it| it.0).collect();
        expected.sort_unstable();
        prop_assert_eq!(seen, expected);
        prop_assert_eq!(log.history.verify(), Ok(()));
    }

    #[test]
    fn any_bytes_are_an_event_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Verifier::new(LOG).check(&bytes).is_err());
    }
}
