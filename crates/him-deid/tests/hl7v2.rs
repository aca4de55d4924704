//! HL7 v2 messages: the packs of real messages, and each construction of the syntax. All people are invented.
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
use him_deid::hl7v2::Run;
use him_deid::{
    Crosswalk, DateShifts, Dates, Determination, Disposition, ExpertDetermination, Key,
    LimitedDataSet, Purpose, SafeHarbor, SystemRandom,
};
use proptest::prelude::*;

fn policy() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"))
}

fn harbor(text: &str) -> String {
    policy()
        .deidentify_hl7v2(text)
        .expect("HL7 v2")
        .0
        .into_content()
        .into_string()
}

const HEADER: &str = "MSH|^~\\&|||||2024||ORU^R01|1|P|2.5.1\r";

fn message(segments: &str) -> String {
    format!("MSH|^~\\&|LAB|HOSP|EHR|CLINIC|20240314||ORU^R01|M-17|P|2.5.1\r{segments}")
}

#[test]
fn packs() {
    let Some(folder) = him_testdata::folder("record", "hl7v2::packs") else {
        return;
    };
    let mut messages = 0;
    let mut faults = Vec::new();
    for pack in [
        "hl7v2-hl7-parser-assets-dev.tar.xz",
        "hl7v2-ms-fhir-converter-dev.tar.xz",
        "hl7v2-hl7apy-tests-dev.tar.xz",
    ] {
        him_testdata::for_each_file(&folder.join(pack), |path, content| {
            let Ok(text) = String::from_utf8(content) else {
                return Ok(());
            };
            if !text.starts_with("MSH") {
                return Ok(());
            }
            let left = harbor(&text);
            messages += 1;
            let name = path.display();
            if harbor(&left) != left {
                faults.push(format!(
                    "{name}: twice is not once\n{left}\n{}",
                    harbor(&left)
                ));
            }
            let words: BTreeSet<&str> = left.split(|c: char| !c.is_alphanumeric()).collect();
            for value in identifying(&text) {
                if words.contains(value.as_str()) {
                    faults.push(format!("{name}: {value} is left"));
                }
            }
            // No full date: eight digits that begin with a year of the centuries.
            if words.iter().any(|word| {
                word.len() >= 8
                    && (word.starts_with("19") || word.starts_with("20"))
                    && word.bytes().all(|byte| byte.is_ascii_digit())
            }) {
                faults.push(format!("{name}: a date is left\n{left}"));
            }
            Ok(())
        })
        .expect("the pack can be read");
    }
    assert!(messages > 80, "{messages}");
    assert!(
        faults.is_empty(),
        "{} of {messages}\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// Words of names, streets and numbers of people that are long enough to be nothing else.
fn identifying(text: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for segment in text.split(['\r', '\n']) {
        let fields: Vec<&str> = segment.split('|').collect();
        let places: &[usize] = match fields.first().copied() {
            Some("PID") => &[3, 5, 6, 9, 13, 14, 18, 19, 20],
            Some("NK1") => &[2, 5],
            Some("PV1") => &[7, 8, 9, 17, 19],
            Some("GT1") => &[2, 3, 6, 12],
            Some("IN1") => &[16, 36],
            _ => &[],
        };
        for place in places {
            let words = fields
                .get(*place)
                .copied()
                .unwrap_or("")
                .split(|c: char| !c.is_alphanumeric());
            // `Test`, `Hospital` and the like are words of messages as well.
            let long =
                |word: &&str| word.len() >= 6 && word.bytes().any(|byte| byte.is_ascii_digit());
            out.extend(words.filter(long).map(str::to_owned));
        }
    }
    out
}

#[test]
fn each_kind_of_field() {
    let cases = [
        // Names, numbers, addresses, telephones; a null stays.
        (
            "PID|1|9|00123456^^^MRN~77^^^X||EXEMPLAR^MAY^^^^^L~MAY^M|ROE|1961-05|F|ALIAS|2106-3^White^HL70005|12 SESAME^^SPRINGFIELD^IL^62704^USA^H|SANGAMON|555-010-0199||||| ACC1|123-45-6789",
            "PID|1||1||||1961|F||2106-3^White^HL70005|^^^IL^627^USA^H",
        ),
        (
            "NK1|1|ROE^JANE|SPO^Spouse^HL70063|12 SESAME|555-010-0199",
            "NK1|1||SPO^Spouse^HL70063",
        ),
        (
            "PV1|1|I|ICU^2^B^HOSP||||1234^SAMPLE^A||||||||||||V-1||||||||||||||||||||||||||20240314101500",
            "PV1|1|I|||||||||||||||||1||||||||||||||||||||||||||2024",
        ),
        (
            "GT1|1|G1|ROE^JANE||12 SESAME^^X^IL^62704|555-010-0199||19500101|F",
            "GT1|1|||||||1950|F",
        ),
        (
            "IN1|1|PLAN|CO1|ACME INSURANCE||||GRP1||||20200101|20241231",
            "IN1|1|||||||||||2020|2024",
        ),
        (
            "ORC|RE|ORD-1^EHR|FIL-9^LAB||CM||||20240314|1^SAMPLE|||||20240315",
            "ORC|RE|1|2||CM||||2024||||||2024",
        ),
        (
            "OBR|1|ORD-1^EHR|FIL-9^LAB|58410-2^CBC^LN|||202403141015|||1^SAMPLE||||||2^ROE^A||||||20240315||HM|F",
            "OBR|1|1|2|58410-2^CBC^LN|||2024|||||||||||||||2024||HM|F",
        ),
        // Values by their datatype.
        (
            "OBX|1|NM|718-7^Hemoglobin^LN||11.80|g/dL^^UCUM",
            "OBX|1|NM|718-7^Hemoglobin^LN||11.80|g/dL^^UCUM",
        ),
        ("OBX|1|SN|1^x^L||>^100", "OBX|1|SN|^x||>^100"),
        (
            "OBX|1|CWE|1^x^L||38341003^Hypertension^SCT^ROE^Local^L",
            "OBX|1|CWE|^x||38341003^Hypertension^SCT^^Local",
        ),
        ("OBX|1|XPN|1^x^L||EXEMPLAR^MAY", "OBX|1|XPN|^x"),
        ("OBX|1|ED|1^x^L||^AP^PDF^Base64^JVBERi0", "OBX|1|ED|^x"),
        ("OBX|1|TS|1^x^L||202403141015", "OBX|1|TS|^x||2024"),
        ("OBX|1|NM|30525-0^Age^LN||92", "OBX|1|NM|30525-0^Age^LN||90"),
        ("OBX|1|ST|x^Age^L||92", "OBX|1|ST|^Age||90+"),
        ("OBX|1|NM|30525-0^Age^LN||62", "OBX|1|NM|30525-0^Age^LN||62"),
        // Escape sequences are read, and written again.
        (
            "NTE|1||BP 120\\T\\80 \\.br\\on 3/14/2024 \\F\\ stable",
            "NTE|1||BP 120\\T\\80 \\.br\\on [DATE 2024] \\F\\ stable",
        ),
        (
            "NTE|1||The pain is stable \\S\\ no fever",
            "NTE|1||The pain is stable \\S\\ no fever",
        ),
        // What is not in the table.
        ("ZZZ|1|EXEMPLAR", ""),
        ("QRD|1|EXEMPLAR", ""),
    ];
    for (given, expected) in cases {
        let expected = if expected.is_empty() {
            String::new()
        } else {
            format!("{expected}\r")
        };
        assert_eq!(
            harbor(&message(given)),
            format!("{HEADER}{expected}"),
            "{given}"
        );
    }
}

#[test]
fn the_record_is_found_in_the_notes() {
    let left = harbor(&message(
        "PID|1||00123456||EXEMPLAR^MAY||19610504|||||||||||\rNTE|1||pt exemplar, MRN 00-123456, may\\T\\exemplar, born 5/4/61",
    ));
    assert!(
        left.ends_with("NTE|1||pt [NAME], MRN [ID], [NAME], born [DATE]\r"),
        "{left}"
    );
}

#[test]
fn delimiters_are_those_of_the_message() {
    let left = harbor(
        "MSH#*:!%#LAB#HOSP###20240314##ORU*R01#M1#P#2.5.1\nPID#1##77:78##EXEMPLAR*MAY##19610504\nNTE#1##a !F! b | c on 3/14/2024!T!",
    );
    assert_eq!(
        left,
        "MSH#*:!%#####2024##ORU*R01#1#P#2.5.1\rPID#1##1####1961\rNTE#1##a !F! b | c on [DATE 2024]!T!\r"
    );
}

#[test]
fn several_messages_and_batches() {
    let one = message("PID|1||77\r");
    let text = format!(
        "FHS|^~\\&|ACME\r\u{b}{one}\u{1c}\r{}BTS|2\r",
        message("PID|1||78\rPID|1||77\r")
    );
    let (left, manifest) = policy().deidentify_hl7v2(&text).expect("two messages");
    assert_eq!(
        left.content().as_str(),
        format!("{HEADER}PID|1||1\r{HEADER}PID|1||2\rPID|1||1\r")
    );
    assert_eq!(manifest.count("batch segment", Disposition::Removed), 2);
}

#[test]
fn what_is_no_message() {
    let error = |text: &str| {
        policy()
            .deidentify_hl7v2(text)
            .expect_err("no message")
            .to_string()
    };
    assert_eq!(error(" \r\n"), "the text holds no segment of HL7 v2");
    assert_eq!(
        error("MSH||||"),
        "segment 1 comes before an MSH segment with its delimiters"
    );
    assert_eq!(
        error("MSHabcd"),
        "segment 1 comes before an MSH segment with its delimiters"
    );
}

#[test]
fn under_the_other_policies() {
    let text = message(
        "PID|1||77||EXEMPLAR^MAY||19310504||||12 SESAME^^SPRINGFIELD^IL^62704\rNTE|1||seen 3/14/2024, 92 y/o",
    );
    let limited = LimitedDataSet::new(Purpose::Research)
        .deidentify_hl7v2(&text)
        .expect("HL7")
        .0;
    assert!(limited.content().as_str().ends_with(
        "PID|1||1||||19310504||||^^SPRINGFIELD^IL^62704\rNTE|1||seen 3/14/2024, 92 y/o\r"
    ));
    let shifts = DateShifts::new(Key::new("k", &[9; 32]).expect("long"), 90).expect("long");
    let birth = shifts
        .of("77")
        .day(NaiveDate::from_ymd_opt(1961, 5, 4).expect("a day"))
        .expect("in range");
    let determination = Determination::new("A.", "r").expect("both");
    let shifted =
        ExpertDetermination::new(determination, policy()).with_dates(Dates::Shifted(shifts));
    // A birth that tells an age over 89 goes.
    let old = shifted.deidentify_hl7v2(&text).expect("HL7").0;
    assert!(
        old.content()
            .as_str()
            .contains("PID|1||1||||||||^^^IL^627\r")
    );
    let text = text.replace("19310504", "19610504");
    let shifted = shifted.deidentify_hl7v2(&text).expect("HL7").0;
    assert!(
        shifted.content().as_str().contains(&birth.format_plain()),
        "{}",
        shifted.content().as_str()
    );
}

trait Plain {
    fn format_plain(&self) -> String;
}

impl Plain for NaiveDate {
    fn format_plain(&self) -> String {
        self.to_string().replace('-', "")
    }
}

#[test]
fn codes_of_a_crosswalk() {
    let mut crosswalk = Crosswalk::new(SystemRandom);
    let policy = policy();
    let text = message("PID|1||77");
    let (left, _) = Run::new(&policy)
        .with_crosswalk(&mut crosswalk)
        .deidentify(&text)
        .expect("HL7");
    let code = crosswalk.code("patient", "77").expect("random");
    assert!(
        left.content()
            .as_str()
            .ends_with(&format!("PID|1||{code}\r"))
    );
}

proptest! {
    /// Nothing panics, twice is once, and nothing of an unknown segment is left.
    #[test]
    fn anything(segments in prop::collection::vec("(PID|NTE|OBX|ZPD|PV1|XYZ)(\\|[A-Za-z0-9^~\\\\& .:/-]{0,12}){0,9}", 0..8)) {
        let text = message(&segments.join("\r"));
        let left = harbor(&text);
        prop_assert_eq!(&harbor(&left), &left);
        prop_assert!(!left.contains("\rZPD") && !left.contains("\rXYZ"));
    }

    #[test]
    fn any_text(text in "\\PC{0,60}") {
        let _ = policy().deidentify_hl7v2(&text);
        let _ = policy().deidentify_hl7v2(&format!("MSH{text}"));
    }
}
