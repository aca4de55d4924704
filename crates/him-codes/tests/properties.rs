//! What holds for any text, any code and any day.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};
use him_codes::icd10cm::{self, Invalid, State};
use him_codes::icd10pcs::{self, Prefix};
use him_codes::{Allowed, CodeSystem, Icd10Cm, Icd10Pcs, Loinc, ParseError, ParseErrorKind, Sctid};
use proptest::prelude::*;

fn any_day() -> impl Strategy<Value = NaiveDate> {
    // 2014 to 2029, so that most days are within the editions.
    (0u64..5500).prop_map(|days| NaiveDate::from_ymd_opt(2014, 1, 1).unwrap() + Days::new(days))
}

/// Texts with the form of a code, dotted or not, in either case.
fn code_text() -> impl Strategy<Value = String> {
    let code = "[A-Za-z][0-9A-Za-z]{2}(\\.?[0-9A-Za-z]{1,4})?";
    (" {0,2}", code, "[ \t\r\n]{0,2}").prop_map(|(before, code, after)| before + &code + &after)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in any::<String>(), on in any_day()) {
        let _ = text.parse::<Sctid>().map_err(|e| e.to_string());
        let _ = text.parse::<Loinc>().map_err(|e| e.to_string());
        let _ = CodeSystem::from_uri(&text);
        let _ = CodeSystem::from_oid(&text);
        if let Err(reason) = icd10cm::check(&text, on) {
            prop_assert!(!reason.to_string().is_empty());
        }
        if let Err(reason) = icd10pcs::check(&text, on) {
            prop_assert!(!reason.to_string().is_empty());
        }
    }

    #[test]
    fn near_procedure_codes_do_not_panic(text in "[ .A-Za-z0-9]{0,9}", on in any_day()) {
        match icd10pcs::check(&text, on) {
            Ok(entry) => prop_assert!(entry.since() <= on && entry.until().is_none_or(|until| on <= until)),
            Err(icd10pcs::Invalid::Malformed(error)) => {
                prop_assert!(error.offset() <= text.len());
                prop_assert_eq!(text.parse::<Icd10Pcs>(), Err(error));
            }
            Err(icd10pcs::Invalid::NotYet(reason)) => prop_assert!(reason.from() > on),
            Err(icd10pcs::Invalid::NoLonger(reason)) => prop_assert!(reason.until() < on),
            Err(reason) => prop_assert!(!reason.to_string().is_empty()),
        }
    }

    /// The text alone decides, by the rule written out in the simplest way.
    #[test]
    fn the_form_of_a_procedure_code(text in "[ \t]{0,2}[A-Za-z0-9]{5,8}[ .]{0,1}|[ -~]{7}|\\PC{7}") {
        let trimmed = text.trim_ascii();
        let form = trimmed.len() == 7
            && trimmed.chars().all(|c| c.is_ascii_alphanumeric() && !"IiOo".contains(c));
        prop_assert_eq!(text.parse::<Icd10Pcs>().is_ok(), form, "{:?}", text);
    }

    #[test]
    fn procedure_codes_printed_and_read_again(a in "[0-9A-HJ-NP-Za-hj-np-z]{7}", b in "[0-9A-HJ-NP-Z]{7}") {
        let code: Icd10Pcs = a.parse().unwrap();
        prop_assert_eq!(code.to_string(), a.to_uppercase());
        prop_assert_eq!(code.to_string().parse::<Icd10Pcs>(), Ok(code));
        let json = serde_json::to_string(&code).unwrap();
        prop_assert_eq!(serde_json::from_str::<Icd10Pcs>(&json).unwrap(), code);
        let other: Icd10Pcs = b.parse().unwrap();
        prop_assert_eq!(code.cmp(&other), a.to_uppercase().cmp(&b));
        for len in 1..=7 {
            let prefix: Prefix = a[..len].parse().unwrap();
            prop_assert_eq!(prefix, Prefix::of(code).first(len));
            prop_assert_eq!((prefix.len(), prefix.code().is_some()), (len, len == 7));
        }
    }

    #[test]
    fn near_codes_do_not_panic(text in "[ .A-Za-z0-9-]{0,10}", on in any_day()) {
        match icd10cm::check(&text, on) {
            Ok(entry) => {
                prop_assert_eq!(entry.state(), State::Billable);
                prop_assert!(entry.since() <= on && entry.until().is_none_or(|until| on <= until));
            }
            Err(Invalid::Malformed(error)) => {
                prop_assert!(error.offset() <= text.len());
                prop_assert_eq!(text.parse::<Icd10Cm>(), Err(error));
            }
            Err(reason) => prop_assert!(!reason.to_string().is_empty()),
        }
    }

    /// The text alone decides, by the rule written out in the simplest way.
    #[test]
    fn the_form_of_a_code(text in "[ .]{0,2}[A-Za-z0-9]{0,4}[ .-]{0,1}[A-Za-z0-9]{0,5}[ .]{0,1}") {
        let trimmed = text.trim();
        let (head, tail) = match trimmed.split_once('.') {
            Some((head, tail)) => (head, Some(tail)),
            None => (trimmed, None),
        };
        let undotted = format!("{head}{}", tail.unwrap_or_default());
        let form = undotted.starts_with(|c: char| c.is_ascii_alphabetic())
            && undotted.chars().all(|c| c.is_ascii_alphanumeric())
            && (3..=7).contains(&undotted.len())
            && tail.is_none_or(|tail| head.len() == 3 && !tail.is_empty());
        prop_assert_eq!(text.parse::<Icd10Cm>().is_ok(), form, "{:?}", text);
    }

    #[test]
    fn printed_and_read_again(text in code_text()) {
        let code: Icd10Cm = text.parse().unwrap();
        let undotted: String = text.to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
        prop_assert_eq!(code.undotted().to_string(), undotted.as_str());
        prop_assert_eq!(code.len(), undotted.len());
        prop_assert_eq!(code.to_string().parse::<Icd10Cm>(), Ok(code));
        prop_assert_eq!(undotted.parse::<Icd10Cm>(), Ok(code));
        prop_assert_eq!(code.to_string().replace('.', ""), undotted);
        let json = serde_json::to_string(&code).unwrap();
        prop_assert_eq!(&json, &format!("\"{code}\""));
        prop_assert_eq!(serde_json::from_str::<Icd10Cm>(&json).unwrap(), code);
    }

    #[test]
    fn the_order_is_that_of_the_text(a in code_text(), b in code_text()) {
        let (a, b): (Icd10Cm, Icd10Cm) = (a.parse().unwrap(), b.parse().unwrap());
        prop_assert_eq!(a.cmp(&b), a.undotted().as_str().cmp(b.undotted().as_str()));
        prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
    }

    /// Any single wrong digit and any swap of two different neighbours breaks a Verhoeff check digit.
    #[test]
    fn a_wrong_digit_is_found(number in 1u64..1_000_000_000, at in 0usize..9, digit in 0u8..10) {
        let Some(id) = (0..10).map(|check| format!("{number}00{check}")).find(|id| id.parse::<Sctid>().is_ok()) else {
            // Below six digits there is no identifier.
            prop_assert!(number < 1_000);
            return Ok(());
        };
        let at = at % (id.len() - 3);
        let mut wrong = id.clone().into_bytes();
        wrong[at] = b'0' + digit;
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assert_eq!(wrong.parse::<Sctid>().is_ok(), wrong == id);
        let mut swapped = id.clone().into_bytes();
        swapped.swap(at, at + 1);
        let swapped = String::from_utf8(swapped).unwrap();
        if swapped != id {
            prop_assert!(swapped.parse::<Sctid>().is_err());
        }
        prop_assert_eq!(id.parse::<Sctid>().unwrap().to_string(), id);
    }

    #[test]
    fn one_check_digit_fits(prefix in "(LA|LG|LL|LP)?", number in 1u32..10_000_000) {
        let fitting: Vec<Loinc> = (0..10).filter_map(|check| format!("{prefix}{number}-{check}").parse().ok()).collect();
        prop_assert_eq!(fitting.len(), 1);
        prop_assert_eq!(fitting[0].to_string().parse::<Loinc>(), Ok(fitting[0]));
        prop_assert_eq!(fitting[0].number(), number);
    }

    /// Whatever the text, what is near can be reported on the day, is another text, and comes once.
    #[test]
    fn what_is_near(text in "\\PC{0,12}|[ .,-]{0,2}[A-Za-z0-9.OIl-]{0,9}[ .,-]{0,2}|[\\x00-\\x7f]{0,9}", on in any_day()) {
        let in_force = on.max(NaiveDate::from_ymd_opt(2015, 10, 1).unwrap());
        let near: Vec<Icd10Cm> = icd10cm::nearby(&text, on).map(|entry| entry.code()).collect();
        for (index, code) in near.iter().enumerate() {
            prop_assert!(code.check(in_force).is_ok(), "{:?}: {:?}", text, near);
            prop_assert!(text.parse() != Ok(*code) && !near[..index].contains(code), "{:?}: {:?}", text, near);
        }
        let near: Vec<Icd10Pcs> = icd10pcs::nearby(&text, on).map(|entry| entry.code()).collect();
        for (index, code) in near.iter().enumerate() {
            prop_assert!(code.check(in_force).is_ok(), "{:?}: {:?}", text, near);
            prop_assert!(text.parse() != Ok(*code) && !near[..index].contains(code), "{:?}: {:?}", text, near);
        }
    }

    /// The ways to ask agree, where nothing but characters and a dot in its place is in the text.
    #[test]
    fn near_a_code(text in "[A-Z][0-9A-Z]{2,6}", on in any_day()) {
        if let Err(Invalid::Unknown(reason)) = icd10cm::check(&text, on) {
            prop_assert!(reason.nearby().eq(icd10cm::nearby(&text, on)));
        }
        if let Err(icd10pcs::Invalid::Unknown(reason)) = icd10pcs::check(&text, on) {
            prop_assert!(reason.nearby().eq(icd10pcs::nearby(&text, on)));
        }
    }

    /// Up to the place of an error the text can be made a code, with what stands there it cannot, and with what the error
    /// allows it can again.
    #[test]
    fn the_place_of_an_error(text in "[ ]{0,1}[A-Z0-9]{0,3}[.A-Z0-9IO!é-]{0,6}") {
        fn holds<C: std::str::FromStr<Err = ParseError>>(text: &str, tails: &[&str]) -> Result<(), TestCaseError> {
            let Err(error) = text.parse::<C>() else {
                return Ok(());
            };
            let completes = |start: &str| tails.iter().any(|tail| format!("{start}{tail}").parse::<C>().is_ok());
            if error.kind() == ParseErrorKind::Empty {
                prop_assert_eq!((text.trim(), error.offset()), ("", 0));
                return Ok(());
            }
            let (before, after) = text.split_at(error.offset());
            prop_assert!(completes(before), "{:?}: {}", text, error);
            if let Some(wrong) = after.chars().next() {
                prop_assert!(!completes(&format!("{before}{wrong}")), "{:?}: {}", text, error);
            }
            if let ParseErrorKind::Character { allowed } | ParseErrorKind::Incomplete { allowed } = error.kind() {
                let good = if allowed == Allowed::Letter { "A" } else { "0" };
                prop_assert!(completes(&format!("{before}{good}")), "{:?}: {}", text, error);
            }
            Ok(())
        }
        holds::<Icd10Cm>(&text, &["", "0", "00", "A00"])?;
        holds::<Icd10Pcs>(&text, &["", "0", "00", "000", "0000", "00000", "000000", "0000000"])?;
    }
}
