//! De-identification of text: invented notes, and the unlabelled notes of the shared data where present.

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use him_deid::{Identifiers, SafeHarbor, Scrubber, Workspace};

/// A progress note as most are: much clinical text, few identifiers. All people are invented.
const NOTE: &str = "\
PROGRESS NOTE\n\nPatient: Exemplar, May R.   MRN: 00123456   DOB: 03/14/1951   Visit: 03/14/2024\nAttending: A. B. Sample, MD\n\n\
HISTORY OF PRESENT ILLNESS:\nMs. Exemplar is a 73-year-old woman with a past medical history significant for congestive heart failure, \
type 2 diabetes mellitus, hypertension and Parkinson disease who presents with worsening dyspnea on exertion over the last 2 weeks. She \
reports orthopnea, needs 3 pillows, and has noticed swelling of both legs. She denies chest pain, fever, chills, nausea or vomiting. She \
has been taking her medications, but ran out of furosemide on 3/10. Her pain is 2/10 in the left knee, improved from 7/10. \
She lives with her husband and walks 1/2 mile a day. White blood cells were normal at the last visit.\n\n\
PHYSICAL EXAM:\nBP 142/88, HR 92, RR 18, T 98.6, SpO2 94% on room air. JVP is elevated at 10 cm. Regular rate, grade 3/6 systolic murmur at \
the apex. Crackles at both bases. 2+ pitting edema to the knees. Strength 5/5 throughout, reflexes 2+ and symmetric.\n\n\
DATA:\nNa 138, K 4.2, BUN 24, creatinine 1.2, Hgb 11.8, platelets 220. EF 35-40% on echo of January 5, 2024. Chest x-ray shows cephalization \
and small effusions, no infiltrate. ECG without acute changes.\n\n\
ASSESSMENT AND PLAN:\n1. Acute on chronic systolic heart failure. Give furosemide 40 mg IV twice daily, daily weights, strict intake and \
output, 2 g sodium diet. Continue carvedilol 12.5 mg BID and lisinopril 20 mg daily.\n2. Diabetes, A1c 7.2%. Hold metformin, sliding scale.\n\
3. Parkinson disease. Continue carbidopa/levodopa 25/100 TID.\nMay return to work in 2 weeks. Will follow up in clinic. Call 555-010-0199 \
with questions.\n\nElectronically signed by A. B. Sample, MD on 03/14/2024 at 10:30\n";

/// A face sheet: nothing but identifiers.
const FACE_SHEET: &str = "\
FACE SHEET\nName: EXEMPLAR, MAY R\nSSN: 123-45-6789  Acct #: V6128930585\nAddress: 12 Sesame Street Apt 4B, Springfield, IL 62704-1234\n\
Home Phone: (555) 010-0199  Fax: 555.010.0198\nEmail: may.exemplar@example.org\nEmergency contact: Robert Exemplar 555-010-0197\n\
Driver's License: M4441227\nVehicle plate: HLT-5871\nPCP: Ann B. Sample, DO\nAge: 92 years old  DOB: 02/13/1931\nLogin IP: 58.65.217.252\n";

fn aci_notes() -> Option<Vec<String>> {
    let folder = him_testdata::folder("deid", "him-deid/scrub/aci notes")?;
    let text = std::fs::read_to_string(folder.join("aci_bench_notes_unlabelled.jsonl")).ok()?;
    let notes = text
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    Some(
        notes
            .filter_map(|note| note.get("text")?.as_str().map(String::from))
            .collect(),
    )
}

fn record() -> Identifiers {
    let mut record = Identifiers::new();
    record.add_name(["May", "R"], Some("Exemplar"));
    record.add_number("00123456");
    record.add_telecom("555-010-0199");
    record.add_street("12 Sesame Street");
    record.add_place("Springfield");
    record.add_zip("62704");
    // A chart with 60 dates and 20 people.
    for (nth, date) in NaiveDate::from_ymd_opt(2020, 1, 1)
        .into_iter()
        .flat_map(|first| first.iter_days().step_by(23).take(60))
        .enumerate()
    {
        record.add_date(date);
        if nth % 3 == 0 {
            record.add_full_name(&format!("Dr. Given{nth} Family{nth}, MD"));
        }
    }
    record
}

fn scrub(criterion: &mut Criterion) {
    let Some(as_of) = NaiveDate::from_ymd_opt(2026, 11, 22) else {
        return;
    };
    let policy = SafeHarbor::new(as_of);
    let (none, known) = (Identifiers::new(), record());
    let mut group = criterion.benchmark_group("him-deid/scrub");
    let mut case = |name: &str, record: &Identifiers, notes: &[String]| {
        // The second layer is the statistical model.
        let scrubber = Scrubber::new(&policy, record);
        let scrubber = if name.ends_with("without model") {
            scrubber.without_model()
        } else {
            scrubber
        };
        let mut workspace = Workspace::default();
        group.throughput(Throughput::Bytes(
            notes.iter().map(|note| note.len() as u64).sum(),
        ));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for note in notes {
                    black_box(scrubber.scrub_with(black_box(note), &mut workspace));
                }
            });
        });
    };
    case("note", &none, &[NOTE.to_owned()]);
    case("note, with record", &known, &[NOTE.to_owned()]);
    case("note, without model", &none, &[NOTE.to_owned()]);
    case("face sheet", &none, &[FACE_SHEET.to_owned()]);
    case("1 MB of notes in one", &none, &[NOTE.repeat(600)]);
    if let Some(notes) = aci_notes() {
        case("aci notes", &none, &notes);
        case("aci notes, without model", &none, &notes);
    }
    group.finish();
    criterion.bench_function("him-deid/identifiers/60 dates, 21 people", |bencher| {
        bencher.iter(|| black_box(record()))
    });
}

criterion_group!(benches, scrub);
criterion_main!(benches);
