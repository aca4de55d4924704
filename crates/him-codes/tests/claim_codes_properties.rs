//! What holds for any text and day of the codes of claims: no panic, no allocation, printed and read again, in order.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use him_codes::claim_value::{DischargeStatus, PlaceOfService, PoaIndicator};
use him_codes::hcpcs::{self, modifier};
use him_codes::icd10cm::poa;
use him_codes::{Cpt, Hcpcs, Icd10Cm, Modifier, Ndc, NdcForm, cpt};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn any_day() -> impl Strategy<Value = NaiveDate> {
    // 2010 to 2030.
    (0u64..7500).prop_map(|days| NaiveDate::from_ymd_opt(2010, 1, 1).unwrap() + Days::new(days))
}

/// Read, printed and read again, through serde too.
fn round_trip<C>(text: &str) -> Option<C>
where
    C: FromStr + Display + Debug + PartialEq + Serialize + DeserializeOwned,
{
    let code: C = text.parse().ok()?;
    assert_eq!(
        code.to_string().parse::<C>().ok().as_ref(),
        Some(&code),
        "{text:?}"
    );
    let json = serde_json::to_string(&code).unwrap();
    assert_eq!(serde_json::from_str::<C>(&json).unwrap(), code);
    assert!(serde_json::from_str::<C>("7").is_err());
    Some(code)
}

fn all_round_trips(text: &str) -> usize {
    [
        round_trip::<Hcpcs>(text).is_some(),
        round_trip::<Modifier>(text).is_some(),
        round_trip::<Cpt>(text).is_some(),
        round_trip::<Ndc>(text).is_some(),
        round_trip::<PlaceOfService>(text).is_some(),
        round_trip::<DischargeStatus>(text).is_some(),
        round_trip::<PoaIndicator>(text).is_some(),
    ]
    .into_iter()
    .filter(|read| *read)
    .count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..16), on in any_day()) {
        let text = String::from_utf8_lossy(&bytes);
        all_round_trips(&text);
        let _ = cpt::check(&text, on);
        if let Err(reason) = hcpcs::check(&text, on) {
            prop_assert!(!reason.to_string().is_empty());
        }
        if let Err(reason) = modifier::check(&text, on) {
            prop_assert!(!reason.to_string().is_empty());
        }
    }

    #[test]
    fn near_codes(text in "[ ]{0,2}[0-9A-Za-z-]{0,14}[ \t]{0,2}", on in any_day()) {
        all_round_trips(&text);
        match hcpcs::check(&text, on) {
            Ok(entry) => {
                prop_assert!(entry.since().is_none_or(|since| since <= on));
                prop_assert!(entry.until().is_none_or(|until| on <= until));
            }
            Err(hcpcs::Invalid::Malformed(error)) => prop_assert!(error.offset() <= text.len()),
            Err(hcpcs::Invalid::NotYet(reason)) => prop_assert!(reason.from().is_none_or(|from| on < from)),
            Err(hcpcs::Invalid::NoLonger(reason)) => prop_assert!(reason.until().is_none_or(|until| until < on)),
            Err(reason) => prop_assert!(!reason.to_string().is_empty()),
        }
    }

    #[test]
    fn the_form_of_codes(text in "[ ]{0,1}[A-Za-z0-9]{4,6}[ ]{0,1}|\\PC{5}") {
        let form = text.trim_ascii().to_ascii_uppercase();
        let digits = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let ends = |at: usize| (form.get(..at).unwrap_or_default(), form.get(at..).unwrap_or_default());
        let (letter, number) = ends(1);
        prop_assert_eq!(text.parse::<Hcpcs>().is_ok(), digits(number) && ("A"..="V").contains(&letter), "{:?}", text);
        let (number, last) = ends(4);
        let fits = last.len() == 1 && "0123456789AFMTU".contains(last);
        prop_assert_eq!(text.parse::<Cpt>().is_ok(), digits(number) && fits, "{:?}", text);
    }

    #[test]
    fn the_order_is_that_of_the_text(a in "[A-V][0-9]{4}", b in "[A-V][0-9]{4}", c in "[0-9]{4}[0-9AFMTU]", d in "[0-9]{4}[0-9AFMTU]") {
        let (left, right): (Hcpcs, Hcpcs) = (a.parse().unwrap(), b.parse().unwrap());
        prop_assert_eq!(left.cmp(&right), a.cmp(&b));
        let (left, right): (Cpt, Cpt) = (c.parse().unwrap(), d.parse().unwrap());
        prop_assert_eq!(left.cmp(&right), c.cmp(&d));
        let (left, right): (Modifier, Modifier) = (a[..2].parse().unwrap(), c[3..].parse().unwrap());
        prop_assert_eq!(left.cmp(&right), a[..2].cmp(&c[3..]));
    }

    /// Of one form the order is that of the digits, and every form leads to the same eleven and twelve digits.
    #[test]
    fn drug_codes(digits in "[0-9]{5}-[0-9]{4}-[0-9]{2}", other in "[0-9]{5}-[0-9]{4}-[0-9]{2}") {
        let (code, second): (Ndc, Ndc) = (digits.parse().unwrap(), other.parse().unwrap());
        prop_assert_eq!(code.cmp(&second), digits.cmp(&other));
        prop_assert_eq!(code.form(), NdcForm::F542);
        prop_assert_eq!(code.to_11(), Some(code));
        prop_assert_eq!(code.undashed().to_string(), digits.replace('-', ""));
        // Where a part starts with 0, a form of ten digits leaves that out.
        let parts: Vec<&str> = digits.split('-').collect();
        for at in 0..3 {
            let Some(short) = parts[at].strip_prefix('0') else { continue };
            let mut parts = parts.clone();
            parts[at] = short;
            let ten: Ndc = parts.join("-").parse().unwrap();
            prop_assert_eq!((ten.to_11(), ten.to_12()), (Some(code), code.to_12()));
            prop_assert!(parts.concat().parse::<Ndc>().is_err());
        }
    }
}

#[test]
fn nothing_is_allocated() {
    let texts = [
        "G0008",
        " j0185 ",
        "C9463",
        "G9976",
        "A2001",
        "F0000",
        "D0120",
        "Z9999",
        "",
        "RT",
        "25",
        "JZ",
        "99213",
        "0001U",
        "0002-1433-80",
        "0002143380",
        "00002143380",
        "Y",
        "11",
        "É",
        "not a code at all",
    ];
    let days = [
        (2010, 1, 1),
        (2018, 6, 1),
        (2019, 1, 1),
        (2022, 1, 1),
        (2026, 7, 1),
        (2030, 1, 1),
    ];
    let days = days.map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap());
    let exempt: Icd10Cm = "Z99.89".parse().unwrap();
    let mut answers = 0;
    let counted = allocation_counter::measure(|| {
        for text in texts {
            let _ = std::hint::black_box(text.parse::<Ndc>());
            for on in days {
                answers += match hcpcs::check(text, on) {
                    Ok(entry) => {
                        entry.details().map_or(0, |details| details.see().count())
                            + entry.editions().count()
                    }
                    Err(hcpcs::Invalid::Unknown(unknown)) => {
                        unknown.nearby().count() + unknown.allowed_next().into_iter().count()
                    }
                    Err(hcpcs::Invalid::NoLonger(gone)) => usize::from(gone.entry().is_some()),
                    Err(_) => 1,
                };
                answers += usize::from(modifier::check(text, on).is_ok());
                answers += usize::from(matches!(cpt::check(text, on), cpt::Answer::Unchecked(_)));
                answers += usize::from(
                    text.parse::<PlaceOfService>()
                        .is_ok_and(|place| place.check(on).is_ok()),
                );
                answers += usize::from(
                    text.parse::<DischargeStatus>()
                        .is_ok_and(|status| status.check(on).is_ok()),
                );
                answers += usize::from(
                    text.parse::<PoaIndicator>()
                        .is_ok_and(|poa| poa.check(on).is_ok()),
                );
                answers += usize::from(poa::is_exempt(exempt, on).is_exempt());
            }
        }
    });
    assert_eq!(counted.count_total, 0);
    assert!(answers > 200, "{answers}");
}
