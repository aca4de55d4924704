//! What must hold of every resource of the packs of real FHIR R4: official examples, Synthea, US Core.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use him_deid::fhir::{ErrorKind, Run};
use him_deid::{
    DateShifts, Dates, Determination, ExpertDetermination, Key, LimitedDataSet, Manifest, Policy,
    Pseudonyms, Purpose, SafeHarbor,
};
use serde_json::Value;

fn policy() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"))
}

/// Calls `look` with each string of a document, with its path of names.
fn strings<'v>(value: &'v Value, path: &mut Vec<&'v str>, look: &mut impl FnMut(&[&str], &'v str)) {
    match value {
        Value::String(text) => look(path, text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, path, look)),
        Value::Object(members) => {
            for (name, value) in members {
                path.push(name);
                strings(value, path, look);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Whether a value stands in a text, not within a longer word.
fn has_word(text: &str, value: &str) -> bool {
    text.match_indices(value).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + value.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn has_full_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |from: usize, count: usize| {
        bytes
            .get(from..from + count)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    (0..bytes.len()).any(|at| {
        digits(at, 4)
            && bytes.get(at + 4) == Some(&b'-')
            && digits(at + 5, 2)
            && bytes.get(at + 7) == Some(&b'-')
            && digits(at + 8, 2)
            && (at == 0 || !bytes[at - 1].is_ascii_digit())
            && bytes.get(at + 10).is_none_or(|next| !next.is_ascii_digit())
    })
}

/// What identifies people in the original, long enough not to stand in other words by chance.
fn identifying(original: &Value) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    strings(original, &mut Vec::new(), &mut |path, text| {
        let last = *path.last().unwrap_or(&"");
        let before = path.len().checked_sub(2).map_or("", |at| path[at]);
        let people = path
            .iter()
            .any(|part| matches!(*part, "name" | "contact" | "maidenName"));
        let takes = match last {
            "family" | "given" => {
                text.chars().any(|c| c.is_ascii_digit()) || people && text.len() > 6
            }
            "value" => {
                matches!(before, "telecom" | "identifier")
                    && text.bytes().any(|byte| byte.is_ascii_digit())
            }
            "line" => true,
            "id" => text.len() >= 8 && text.bytes().any(|byte| byte.is_ascii_digit()),
            "fullUrl" => text.contains(':'),
            "div" => text.len() > 40,
            _ => false,
        };
        // HL7 itself is nobody.
        if takes && text.len() >= 5 && !text.starts_with("http://hl7.org/fhir") {
            out.insert(text.to_owned());
        }
    });
    out
}

#[derive(Default)]
struct Tally {
    documents: usize,
    rejected: usize,
    bytes: usize,
    codes: [usize; 2],
    quantities: [usize; 2],
    years: [usize; 2],
    references: [usize; 2],
    manifest: Manifest,
    faults: Vec<String>,
}

fn count(value: &Value, tally: &mut Tally, side: usize) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| count(item, tally, side)),
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            let system = text("system").unwrap_or("");
            let published = [
                "http://loinc.org",
                "http://snomed.info/sct",
                "http://hl7.org/fhir/sid/",
                "http://www.nlm.nih.gov/",
                "http://terminology.hl7.org/",
            ];
            if text("code").is_some() && published.iter().any(|start| system.starts_with(start)) {
                tally.codes[side] += 1;
            }
            if members.get("value").is_some_and(Value::is_number) && members.contains_key("unit") {
                tally.quantities[side] += 1;
            }
            if text("reference").is_some() {
                tally.references[side] += 1;
            }
            members
                .iter()
                .filter(|(name, _)| !matches!(name.as_str(), "lastUpdated" | "issued"))
                .for_each(|(_, value)| {
                    if value.as_str().is_some_and(|text| {
                        text.len() >= 4
                            && text.len() <= 29
                            && text.bytes().take(4).all(|b| b.is_ascii_digit())
                            && (text.len() == 4 || text.as_bytes()[4] == b'-')
                    }) {
                        tally.years[side] += 1;
                    }
                    count(value, tally, side);
                });
        }
        _ => {}
    }
}

/// Elements of which nothing may be left.
const GONE: [&str; 12] = [
    "telecom",
    "line",
    "photo",
    "div",
    "family",
    "given",
    "lastUpdated",
    "versionId",
    "serialNumber",
    "lotNumber",
    "birthTime",
    "identifier",
];

fn check(tally: &mut Tally, name: &str, text: &str) {
    let policy = policy();
    let (left, manifest) = match Run::new(&policy).deidentify(text) {
        Ok(done) => done,
        Err(error) => {
            assert!(
                matches!(error.kind(), ErrorKind::ResourceType | ErrorKind::Syntax),
                "{name}: {error}"
            );
            tally.rejected += 1;
            return;
        }
    };
    let (again, _) = Run::new(&policy)
        .deidentify(left.content().as_str())
        .expect("what was written can be read");
    let left = left.content().as_str();
    if again.content().as_str() != left {
        tally.faults.push(format!(
            "{name}: twice is not once\n{}",
            differing(left, again.content().as_str())
        ));
    }
    let original: Value = serde_json::from_str(text).expect("JSON");
    let value: Value = serde_json::from_str(left).expect("JSON");
    for identifying in left_of(&original, &value) {
        tally.faults.push(format!("{name}: {identifying} is left"));
    }
    strings(&value, &mut Vec::new(), &mut |path, text| {
        if has_full_date(text) || path.iter().any(|part| GONE.contains(part)) {
            tally.faults.push(format!("{name}: {path:?} is left"));
        }
    });
    tally.documents += 1;
    tally.bytes += text.len();
    count(&original, tally, 0);
    count(&value, tally, 1);
    tally.manifest.merge(&manifest);
}

/// What identifies people in the original and stands in a result.
fn left_of(original: &Value, value: &Value) -> Vec<String> {
    // Numbers are measurements, whose digits may be anything.
    let mut words = String::new();
    strings(value, &mut Vec::new(), &mut |_, text| {
        // Addresses of HL7's own definitions are public.
        if !text.starts_with("http://hl7.org/fhir/")
            && !text.starts_with("http://terminology.hl7.org/")
        {
            words.push_str(text);
            words.push('\n');
        }
    });
    let mut left: Vec<String> = identifying(original).into_iter().collect();
    left.retain(|identifying| has_word(&words, identifying));
    left
}

/// The same under a policy that lets more stay: identifiers may be pseudonyms, dates may stay or have moved.
fn check_under<P: Policy>(policy: &P, name: &str, text: &str, faults: &mut Vec<String>) {
    let Ok((left, _)) = Run::new(policy).deidentify(text) else {
        return;
    };
    let original: Value = serde_json::from_str(text).expect("JSON");
    let value: Value = serde_json::from_str(left.content().as_str()).expect("JSON");
    let of = P::CITATION;
    for identifying in left_of(&original, &value) {
        faults.push(format!("{name}: {identifying} is left under {of}"));
    }
    let pseudonyms = of.ends_with("(b)(1)");
    strings(&value, &mut Vec::new(), &mut |path, text| {
        let gone = |part: &&&str| GONE.contains(*part) && **part != "lastUpdated";
        let found = path.iter().find(gone).filter(|_| text.len() > 1);
        if let Some(found) = found.filter(|found| **found != "identifier" || !pseudonyms) {
            faults.push(format!("{name}: {found} of {path:?} is left under {of}"));
        }
    });
}

#[test]
fn official_examples_under_the_other_policies() {
    let test = "fhir_packs::official_examples_under_the_other_policies";
    let Some(folder) = him_testdata::folder("record", test) else {
        return;
    };
    let key = |id| Key::new(id, &[7; 32]).expect("long");
    let limited = LimitedDataSet::new(Purpose::Research);
    let determination = Determination::new("A. Statistician", "report 17").expect("both");
    let expert = ExpertDetermination::new(determination, policy())
        .with_dates(Dates::Shifted(
            DateShifts::new(key("d"), 365).expect("long"),
        ))
        .with_pseudonyms(Pseudonyms::new(key("p")));
    let mut faults = Vec::new();
    let mut seen = 0;
    let pack = folder.join("fhir-r4-official-examples-dev.tar.xz");
    him_testdata::for_each_file(&pack, |path, content| {
        let name = path.display().to_string();
        if let Ok(text) = String::from_utf8(content)
            && name.ends_with(".json")
            // Definitions are large and about nobody.
            && !name.ends_with(".profile.json")
        {
            seen += 1;
            let text = text.trim_start_matches('\u{feff}');
            check_under(&limited, &name, text, &mut faults);
            check_under(&expert, &name, text, &mut faults);
        }
        Ok(())
    })
    .expect("the pack can be read");
    assert!(seen > 800, "{seen}");
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

fn differing(a: &str, b: &str) -> String {
    let at = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let from = at.saturating_sub(60);
    format!(
        "{}\n{}",
        String::from_utf8_lossy(&a.as_bytes()[from..(at + 60).min(a.len())]),
        String::from_utf8_lossy(&b.as_bytes()[from..(at + 60).min(b.len())])
    )
}

fn pack(file: &str, test: &str) -> Option<Tally> {
    let folder = him_testdata::folder("record", test)?;
    let mut tally = Tally::default();
    him_testdata::for_each_file(&folder.join(file), |path, content| {
        let name = path.display().to_string();
        let Ok(text) = String::from_utf8(content) else {
            return Ok(());
        };
        if name.ends_with(".json") {
            check(&mut tally, &name, text.trim_start_matches('\u{feff}'));
        } else if name.ends_with(".ndjson") {
            text.lines().for_each(|line| check(&mut tally, &name, line));
        }
        Ok(())
    })
    .expect("the pack can be read");
    println!(
        "{file}: {} documents, {} rejected, {} bytes, codes {:?}, quantities {:?}, years {:?}, references {:?}",
        tally.documents,
        tally.rejected,
        tally.bytes,
        tally.codes,
        tally.quantities,
        tally.years,
        tally.references
    );
    assert!(
        tally.faults.is_empty(),
        "{} faults\n{}",
        tally.faults.len(),
        tally.faults.join("\n")
    );
    Some(tally)
}

/// The parts of the original that stay.
fn share([before, after]: [usize; 2]) -> f64 {
    after as f64 / before.max(1) as f64
}

/// Codes of published systems, measurements, years and links are what the result is for.
fn is_useful(tally: &Tally) {
    // Lost are codes in identifiers, and those that their system cannot have.
    assert!(share(tally.codes) > 0.99, "codes {:?}", tally.codes);
    assert_eq!(tally.quantities[0], tally.quantities[1]);
    assert!(share(tally.years) > 0.99, "years {:?}", tally.years);
}

#[test]
fn synthea() {
    let Some(tally) = pack("synthea-r4-bundles-dev.tar.xz", "fhir_packs::synthea") else {
        return;
    };
    is_useful(&tally);
    assert_eq!(tally.references[0], tally.references[1]);
    assert_eq!(tally.documents, 80);
    // Every element of these bundles is in the table.
    let unknown = tally
        .manifest
        .fields()
        .filter(|(kind, ..)| kind.ends_with(".*"));
    assert_eq!(unknown.count(), 0);
}

#[test]
fn synthea_bulk_export() {
    let Some(tally) = pack(
        "synthea-bulk-ndjson-10pt-dev.tar.xz",
        "fhir_packs::synthea_bulk_export",
    ) else {
        return;
    };
    assert!(share(tally.codes) > 0.99, "codes {:?}", tally.codes);
    // The moments at which notes were written cannot be years.
    assert!(share(tally.years) > 0.9, "years {:?}", tally.years);
    assert_eq!(tally.references[0], tally.references[1]);
}

#[test]
fn us_core() {
    let Some(tally) = pack("uscore-examples-dev.tar.xz", "fhir_packs::us_core") else {
        return;
    };
    assert!(share(tally.codes) > 0.95, "codes {:?}", tally.codes);
}

#[test]
fn official_examples() {
    let Some(tally) = pack(
        "fhir-r4-official-examples-dev.tar.xz",
        "fhir_packs::official_examples",
    ) else {
        return;
    };
    assert!(tally.documents > 1000);
    // The examples of definitions hold a few elements that R4 does not have.
    let unknown: Vec<_> = tally
        .manifest
        .fields()
        .filter(|(kind, ..)| kind.ends_with(".*"))
        .collect();
    assert!(unknown.len() <= 8, "{unknown:?}");
}

#[test]
fn test_cases() {
    pack("fhir-test-cases-dev.tar.xz", "fhir_packs::test_cases");
}
