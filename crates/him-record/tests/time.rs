//! Dates, moments and decimals as charts write them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use him_record::{Decimal, ErrorKind, Moment, PartialDate};
use proptest::prelude::*;

/// The rows of a vector file: comments and blank lines left out.
fn rows(file: &str) -> impl Iterator<Item = &str> {
    file.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[test]
fn moments_mean_what_they_say_and_print_as_they_were_written() {
    let mut count = 0;
    for row in rows(include_str!("vectors/moments.csv")) {
        let [text, first, last, seconds] = row.split(',').collect::<Vec<_>>().try_into().unwrap();
        let moment: Moment = text.parse().unwrap();
        assert_eq!(moment.to_string(), text);
        assert_eq!(moment.date().first_day().to_string(), first, "{text}");
        assert_eq!(moment.date().last_day().to_string(), last, "{text}");
        assert_eq!(moment.unix_seconds(), seconds.parse().ok(), "{text}");
        count += 1;
    }
    assert_eq!(count, 20);
}

#[test]
fn broken_moments_say_where_and_what_was_expected() {
    let mut count = 0;
    for row in rows(include_str!("vectors/broken_moments.csv")) {
        let (text, message) = row.split_once(',').unwrap();
        let text = text.trim_matches('"');
        assert_eq!(
            text.parse::<Moment>().unwrap_err().to_string(),
            message,
            "{text}"
        );
        count += 1;
    }
    assert_eq!(count, 22);
}

#[test]
fn partial_dates_order_by_their_first_day_then_the_vaguer_first() {
    let mut dates: Vec<PartialDate> = ["2026-01-01", "2026", "2025-12-31", "2026-01"]
        .map(|text| text.parse().unwrap())
        .into();
    dates.sort();
    let printed: Vec<String> = dates.iter().map(PartialDate::to_string).collect();
    assert_eq!(printed, ["2025-12-31", "2026", "2026-01", "2026-01-01"]);
}

#[test]
fn decimals_keep_their_digits() {
    for text in [
        "0",
        "-0",
        "1.50",
        "0.010",
        "1e3",
        "1E-30",
        "-12.5e+10",
        "175.98241711129813",
    ] {
        let decimal: Decimal = text.parse().unwrap();
        assert_eq!(decimal.to_string(), text);
        assert_eq!(decimal.to_f64(), text.parse::<f64>().unwrap());
    }
    for (text, at) in [
        ("", 0),
        ("-", 1),
        ("01", 1),
        (".5", 0),
        ("1.", 2),
        ("1e", 2),
        ("+1", 0),
        ("1 ", 1),
        ("NaN", 0),
    ] {
        let error = text.parse::<Decimal>().unwrap_err();
        assert_eq!(
            (error.kind(), error.position()),
            (ErrorKind::DecimalForm, at),
            "{text:?}"
        );
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_what_parses_prints_again(text in "[0-9T:.Z+-]{0,30}|\\PC{0,20}") {
        if let Ok(moment) = text.parse::<Moment>() {
            prop_assert_eq!(moment.to_string().parse::<Moment>().unwrap(), moment);
        }
        if let Ok(date) = text.parse::<PartialDate>() {
            prop_assert_eq!(date.to_string(), text.as_str());
            prop_assert!(date.first_day() <= date.last_day());
        }
        if let Ok(decimal) = text.parse::<Decimal>() {
            prop_assert!(serde_free_json_number(decimal.as_str()));
        }
    }

    #[test]
    fn every_day_of_the_calendar_round_trips(year in 1i32..=9999, month in 1u32..=12, day in 1u32..=31) {
        if let Some(date) = PartialDate::from_day(year, month, day) {
            prop_assert_eq!(date.to_string().parse::<PartialDate>().unwrap(), date);
            prop_assert_eq!(PartialDate::from(date.exact().unwrap()), date);
            let month_of_it = PartialDate::from_month(year, month).unwrap();
            prop_assert!(month_of_it.first_day() <= date.first_day());
            prop_assert!(month_of_it.last_day() >= date.last_day());
        }
    }
}

/// The grammar of RFC 8259 section 6 in another form than the parser's.
fn serde_free_json_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && digits(fraction)
        && digits(exponent)
}
