//! Several threads make what one makes, in the same order. All people are invented.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::collections::HashMap;

use chrono::NaiveDate;
use him_deid::fhir::Run;
use him_deid::{
    Crosswalk, DateShifts, Dates, Determination, ExpertDetermination, Identifiers, Key, Line,
    LineStream, Manifest, Policy, Pseudonyms, RandomFailure, RandomSource, SafeHarbor, Scrubber,
    Surrogates, Workspace,
};

/// Bytes that follow from a number: no source for a release, and the same in every run.
struct Counted(u64);

impl RandomSource for Counted {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), RandomFailure> {
        for byte in buffer {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 33) as u8;
        }
        Ok(())
    }
}

fn harbor() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

fn expert() -> ExpertDetermination {
    let key = |id| Key::new(id, &[7; 32]).unwrap();
    ExpertDetermination::new(
        Determination::new("A. Statistician", "report 17").unwrap(),
        harbor(),
    )
    .with_dates(Dates::Shifted(DateShifts::new(key("d"), 365).unwrap()))
    .with_pseudonyms(Pseudonyms::new(key("p")))
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build().unwrap().install(work)
}

/// Resources about some hundred patients, more than one batch of lines, some of them broken.
fn resources() -> Vec<String> {
    let mut lines = Vec::new();
    for n in 0..3_000_usize {
        let patient = n * 7_919 % 113;
        let day = 1 + n % 28;
        lines.push(match n % 5 {
            0 => format!(r#"{{"resourceType":"Patient","id":"p-{patient}","name":[{{"family":"Exemplar{n}","given":["May"]}}],"birthDate":"1961-05-{day:02}"}}"#),
            1 => format!(r#"{{"resourceType":"Observation","id":"o-{n}","subject":{{"reference":"Patient/p-{patient}"}},"effectiveDateTime":"2024-03-{day:02}","hasMember":[{{"reference":"Observation/o-{}"}}],"valueString":"May Exemplar seen on 3/{day}/2024 by Dr. Sample, MRN 00{n:06}"}}"#, n * 31 % 3_000),
            2 => String::new(),
            3 => format!(r#"{{"resourceType":"Encounter","id":"e-{n}","subject":{{"reference":"Patient/p-{}"}}"#, patient + 1),
            _ => format!(r#"{{"resourceType":"Encounter","id":"e-{n}","subject":{{"reference":"Patient/p-{}"}},"period":{{"start":"2024-03-{day:02}T10:30:00Z"}}}}"#, patient + 200),
        });
    }
    lines
}

/// Lines with their numbers, and what was counted in all of them.
type Answers = (Vec<(u64, String)>, Manifest);

/// Document after document, without the stream.
fn one_by_one<P: Policy>(run: &mut Run<'_, P>, lines: &[String]) -> Answers {
    let mut all = Manifest::default();
    let mut out = Vec::new();
    for (line, number) in lines.iter().zip(1..).filter(|(line, _)| !line.is_empty()) {
        out.push((
            number,
            match run.deidentify(line) {
                Ok((resource, manifest)) => {
                    all.merge(&manifest);
                    resource.content().as_str().to_owned()
                }
                Err(error) => error.to_string(),
            },
        ));
    }
    (out, all)
}

fn as_a_stream<P: Policy + Sync>(run: &mut Run<'_, P>, lines: &[String]) -> Answers {
    let mut all = Manifest::default();
    let mut out = Vec::new();
    let text = lines.join("\n");
    let read = run.deidentify_lines(text.as_bytes(), |line, outcome| {
        out.push((
            line,
            match outcome {
                Ok((resource, manifest)) => {
                    all.merge(&manifest);
                    resource.content().as_str().to_owned()
                }
                Err(error) => error.to_string(),
            },
        ));
        Ok(())
    });
    assert_eq!(read.unwrap(), lines.len() as u64);
    (out, all)
}

#[test]
fn resources_one_a_line() {
    let lines = resources();
    fn check<P: Policy + Sync>(policy: &P, lines: &[String]) -> Vec<(u64, String)> {
        let want = one_by_one(&mut Run::new(policy), lines);
        for threads in [1, 3, 8] {
            let found = on_threads(threads, || as_a_stream(&mut Run::new(policy), lines));
            assert!(found == want, "{threads} threads");
        }
        want.0
    }
    let out = check(&harbor(), &lines);
    // A blank line is passed over, a broken one is answered where it stands.
    assert_eq!(out.len(), 2_400);
    assert_eq!(
        out.iter()
            .filter(|(_, text)| text.starts_with("not JSON"))
            .count(),
        600
    );
    assert!(out.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert!(
        out.iter()
            .all(|(_, text)| !text.contains("Exemplar") && !text.contains("p-"))
    );
    check(&expert(), &lines);
}

/// The codes of a crosswalk are drawn in the order of the lines.
#[test]
fn codes_of_a_crosswalk() {
    let lines = resources();
    let policy = harbor();
    let mut crosswalk = Crosswalk::new(Counted(1));
    let want = one_by_one(
        &mut Run::new(&policy).with_crosswalk(&mut crosswalk),
        &lines,
    );
    let entries = |crosswalk: &Crosswalk<Counted>| -> Vec<String> {
        let entries = crosswalk.entries();
        entries
            .into_iter()
            .map(|(kind, id, code)| format!("{kind} {id} {code}"))
            .collect()
    };
    // A run with a crosswalk stays on its thread; its lines are answered by all threads of the machine.
    let mut own = Crosswalk::new(Counted(1));
    let found = as_a_stream(&mut Run::new(&policy).with_crosswalk(&mut own), &lines);
    assert!(found == want);
    assert_eq!(entries(&own), entries(&crosswalk));
}

/// Notes of fifty patients with surrogates that are the same for all notes of a patient: found on any thread, drawn in
/// the order of the lines.
#[test]
fn surrogates_of_notes() {
    let notes: Vec<(usize, String)> = (0..2_500)
        .map(|n| {
            let patient = n * 31 % 50;
            let note = format!("EXEMPLAR{patient}, MAY (MRN 7730{patient:03}) seen {}/{}/2024 by Dr. Sample of Springfield, IL 62704; call 555-010-{:04}.",
                1 + n % 12, 1 + n % 28, n % 10_000);
            (patient, note)
        })
        .collect();
    let record = |patient: usize| {
        let mut record = Identifiers::new();
        record.add_name(["May"], Some(&format!("Exemplar{patient}")));
        record.add_number(&format!("7730{patient:03}"));
        record
    };
    let policy = expert();
    let draw =
        |people: &mut HashMap<usize, Surrogates<Counted>>, patient: usize, note: &str, tagged| {
            let of = people
                .entry(patient)
                .or_insert_with(|| Surrogates::new(Counted(patient as u64)));
            of.write(&policy, note, &tagged, Some(&patient.to_string()))
                .unwrap()
                .text
        };

    let mut people = HashMap::new();
    let want: Vec<String> = notes
        .iter()
        .map(|(patient, note)| {
            let tagged = Scrubber::new(&harbor(), &record(*patient)).scrub(note);
            draw(&mut people, *patient, note, tagged)
        })
        .collect();
    let text: String = notes.iter().map(|(_, note)| format!("{note}\n")).collect();
    for threads in [1, 4, 8] {
        let found = on_threads(threads, || {
            let mut people = HashMap::new();
            let mut out = Vec::new();
            let each = |line: Line<'_>, workspace: &mut Workspace| {
                let (patient, note) = &notes[line.number as usize - 1];
                let (harbor, record) = (harbor(), record(*patient));
                let tagged = Scrubber::new(&harbor, &record).scrub_with(note, workspace);
                (*patient, note, tagged)
            };
            let take = |(patient, note, tagged): (usize, &String, _)| {
                out.push(draw(&mut people, patient, note, tagged));
                Ok(())
            };
            LineStream::new().run(text.as_bytes(), each, take).unwrap();
            out
        });
        assert!(found == want, "{threads} threads");
    }
    assert!(want.iter().all(|note| !note.contains("EXEMPLAR")));
    // The same patient has the same name in all notes.
    let name = |note: &str| note.split(',').next().unwrap().to_owned();
    assert_eq!(name(&want[0]), name(&want[50]));
}
