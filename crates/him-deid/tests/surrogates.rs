//! Surrogates: the same for the same value, of the same shape, and never the value. All people are invented.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

use chrono::NaiveDate;
use him_deid::{
    Category, Identifiers, Policy, Preset, SafeHarbor, Scrubber, Surrogates, SystemRandom,
    WithSurrogates,
};
use proptest::prelude::*;

fn policy() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"))
}

fn record() -> Identifiers {
    let mut record = Identifiers::new();
    record.add_name(["Mary", "Jane"], Some("Exemplar"));
    record.add_number("MRN-00123456");
    record.add_telecom("555-010-0199");
    record.add_street("12 Sesame Street");
    record.add_place("Springfield");
    record.add_organization("Lakeview General Hospital");
    record
}

fn write(surrogates: &mut Surrogates, text: &str) -> WithSurrogates {
    write_under(Preset::default(), surrogates, text)
}

fn write_under(preset: Preset, surrogates: &mut Surrogates, text: &str) -> WithSurrogates {
    let (policy, record) = (policy(), record());
    let scrubber = Scrubber::new(&policy, &record).with_preset(preset);
    let tagged = scrubber.scrub(text);
    let out = surrogates
        .write(&policy, text, &tagged, None)
        .expect("random bytes");
    // Nothing outside the spans changes.
    let mut at = (0, 0);
    for of in out.offsets.replacements() {
        assert_eq!(text[at.0..of.span.start], out.text[at.1..of.output.start]);
        at = (of.span.end, of.output.end);
    }
    assert_eq!(text[at.0..], out.text[at.1..]);
    out
}

#[test]
fn the_same_in_all_notes() {
    let mut surrogates = Surrogates::new(SystemRandom);
    let first = write(
        &mut surrogates,
        "Patient: EXEMPLAR, MARY JANE (MRN-00123456)",
    )
    .text;
    let second = write(
        &mut surrogates,
        "Mary Exemplar, record 00-123456, was seen.",
    )
    .text;
    let names: Vec<&str> = first
        .trim_start_matches("Patient: ")
        .split([',', ' ', '('])
        .filter(|part| !part.is_empty())
        .collect();
    let (family, given) = (names[0], names[1]);
    assert!(
        second
            .to_uppercase()
            .starts_with(&format!("{given} {family}")),
        "{first} {second}"
    );
    assert!(!first.contains("EXEMPLAR") && !first.contains("00123456"));
    let number = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    assert_eq!(number(&first), number(&second));
}

#[test]
fn shapes_stay() {
    let mut surrogates = Surrogates::new(SystemRandom);
    let text = "Call (555) 010-0199 or may@exemplar.example; SSN 123-45-6789. Lives at 12 Sesame Street, Springfield, IL 62704. \
                At Lakeview General Hospital on 3/14/2024 she was 92 y/o. J. Exemplar.";
    let out = write(&mut surrogates, text).text;
    assert!(
        out.starts_with("Call (") && out.contains(") 555-01"),
        "{out}"
    );
    assert!(out.contains("@example.org; SSN 9"), "{out}");
    assert!(
        out.contains(" Street, ") && out.contains(", IL 627"),
        "{out}"
    );
    assert!(
        out.contains(" General Hospital on 2024 she was 90 y/o."),
        "{out}"
    );
    for gone in [
        "Exemplar",
        "Sesame",
        "Springfield",
        "Lakeview",
        "0199",
        "6789",
        "62704",
        "3/14",
    ] {
        assert!(!out.contains(gone), "{gone} in {out}");
    }
}

#[test]
fn women_stay_women() {
    for _ in 0..20 {
        let mut surrogates = Surrogates::new(SystemRandom);
        write(&mut surrogates, "Mary Exemplar");
        let women: Vec<String> = (0..1)
            .flat_map(|_| {
                surrogates
                    .entries()
                    .into_iter()
                    .filter(|(kind, ..)| *kind == "given name")
                    .map(|(.., drawn)| drawn.to_owned())
                    .collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(women.len(), 1);
        let mut again = Surrogates::new(SystemRandom);
        // A woman's name is drawn for a woman's name: a title says the same of an unknown one.
        let titled = write(&mut again, &format!("Mrs. {} Exemplar", women[0])).text;
        assert!(titled.starts_with("Mrs. "), "{titled}");
    }
}

/// So many cases, or as many as `PROPTEST_CASES` asks for.
fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|cases| cases.parse().ok()).unwrap_or(cases),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(64))]

    /// No value of the record survives.
    #[test]
    fn no_value_survives(parts in prop::collection::vec(0usize..8, 1..12)) {
        const PARTS: [&str; 8] = [
            "Mary Jane Exemplar", "EXEMPLAR, M.", "MRN 00123456", "555.010.0199", "12 Sesame Street", "Springfield", "Lakeview General Hospital", "walks well",
        ];
        let text = parts.iter().map(|part| PARTS[*part]).collect::<Vec<_>>().join("; ");
        let out = write(&mut Surrogates::new(SystemRandom), &text);
        for gone in ["Exemplar", "EXEMPLAR", "00123456", "0100199", "010.0199", "Sesame", "Springfield", "Lakeview"] {
            prop_assert!(!out.text.contains(gone), "{gone} in {}", out.text);
        }
        prop_assert!(out.offsets.replacements().iter().all(|of| of.span.category != Category::Date));
    }

    /// Whatever the text, under both presets nothing outside the spans changes, and of the record nothing is left.
    #[test]
    fn any_text(pieces in prop::collection::vec((0_usize..16, ".{0,6}"), 0..12)) {
        const PIECES: [&str; 16] = [
            "Dr. Kettelkamp", "seen 3/14/2024", "29 Feb 2020", "J.R.S.", "Mary Jane Exemplar", "exemplar, mary", "555.010.0199", "4 de mayo de 2021", "Boston, MA 02139",
            "a dot b at mail dot example dot org", "40.7128, -74.0060", "MRN 00123456", "ninety-two years old", "é", "\n", "Lakeview General Hospital",
        ];
        let text: String = pieces.iter().map(|(nth, any)| format!("{} {any} ", PIECES[*nth])).collect();
        for preset in [Preset::HighRecall, Preset::Balanced] {
            let out = write_under(preset, &mut Surrogates::new(SystemRandom), &text);
            for of in out.offsets.replacements() {
                let shown = &out.text[of.output.clone()];
                for gone in ["exemplar", "00123456", "010.0199", "lakeview"] {
                    prop_assert!(!shown.to_lowercase().contains(gone), "{gone} in {}", out.text);
                }
            }
        }
    }
}

#[test]
fn under_another_policy_dates_stay() {
    use him_deid::{LimitedDataSet, Purpose};
    let limited = LimitedDataSet::new(Purpose::Research);
    let (policy, record) = (policy(), record());
    let text = "Mary Exemplar, 92 y/o, seen 3/14/2024 at home.";
    let tagged = Scrubber::new(&policy, &record).scrub(text);
    let out = Surrogates::new(SystemRandom)
        .write(&limited, text, &tagged, None)
        .expect("random bytes");
    assert!(
        out.text.ends_with(", 92 y/o, seen 3/14/2024 at home."),
        "{}",
        out.text
    );
    assert_eq!(LimitedDataSet::CITATION, "45 CFR 164.514(e)");
}
