//! Diagnosis codes of ICD-9-CM: the form, to the letter (`vectors/icd9cm.csv`) and by its rule.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use him_codes::Icd9Cm;
use proptest::prelude::*;

#[test]
fn vectors() {
    let mut reader = csv::Reader::from_reader(include_str!("vectors/icd9cm.csv").as_bytes());
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let found = record[0].parse::<Icd9Cm>();
        let shown = found.map_or_else(|error| error.to_string(), |code| code.to_string());
        assert_eq!(shown, &record[1], "{:?}", &record[0]);
        seen += 1;
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn external_causes() {
    let is_external = |text: &str| text.parse::<Icd9Cm>().unwrap().is_external_cause();
    assert!(is_external("E813.0"));
    assert!(!is_external("V58.61"));
    assert!(!is_external("800.00"));
    const DIABETES: Option<Icd9Cm> = match Icd9Cm::try_new("250.00") {
        Ok(code) => Some(code),
        Err(_) => None,
    };
    assert_eq!(DIABETES.map(Icd9Cm::len), Some(5));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in any::<String>()) {
        if let Err(error) = text.parse::<Icd9Cm>() {
            prop_assert!(error.offset() <= text.len());
            prop_assert!(!error.to_string().is_empty());
        }
    }

    /// The text alone decides, by the rule written out in the simplest way.
    #[test]
    fn the_form_of_a_code(text in "[ .]{0,1}[EVeva]?[0-9]{0,4}[.-]?[0-9x]{0,3}[ .]{0,1}") {
        let trimmed = text.trim();
        let is_e = trimmed.starts_with(['E', 'e']);
        let stem = if is_e { 4 } else { 3 };
        let (head, tail) = match trimmed.split_once('.') {
            Some((head, tail)) => (head, Some(tail)),
            None => (trimmed, None),
        };
        let undotted = format!("{head}{}", tail.unwrap_or_default());
        let digits = undotted.strip_prefix(['E', 'e', 'V', 'v']).unwrap_or(&undotted);
        let form = digits.chars().all(|c| c.is_ascii_digit())
            && (stem..=5).contains(&undotted.len())
            && tail.is_none_or(|tail| head.len() == stem && !tail.is_empty());
        prop_assert_eq!(text.parse::<Icd9Cm>().is_ok(), form, "{:?}", text);
    }

    #[test]
    fn printed_and_read_again(a in "([0-9]{3}|[Vv][0-9]{2})[0-9]{0,2}|[Ee][0-9]{3,4}", b in "[0-9]{3,5}|V[0-9]{2,4}|E[0-9]{3,4}") {
        let code: Icd9Cm = a.parse().unwrap();
        prop_assert_eq!(code.to_string().replace('.', ""), a.to_uppercase());
        prop_assert_eq!(code.to_string().parse::<Icd9Cm>(), Ok(code));
        prop_assert_eq!(code.len(), a.len());
        let json = serde_json::to_string(&code).unwrap();
        prop_assert_eq!(&json, &format!("\"{code}\""));
        prop_assert_eq!(serde_json::from_str::<Icd9Cm>(&json).unwrap(), code);
        let other: Icd9Cm = b.parse().unwrap();
        prop_assert_eq!(code.cmp(&other), a.to_uppercase().cmp(&b));
    }
}
