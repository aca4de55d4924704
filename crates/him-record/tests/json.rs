//! The JSON form of the chart: read back equal, unknown members kept, nothing quoted. All people are
//! invented.
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

mod shared;

use him_record::amendment::AmendmentRequest;
use him_record::{Actor, Chart, Decimal, Entry, JsonError, Moment, PartialDate, Period};
use shared::full_chart;

/// Puts a member that nobody knows into each object of `json`, outside strings.
fn with_unknown_members(json: &str, member: &str) -> String {
    let mut out = String::new();
    let (mut in_string, mut escaped, mut opened) = (false, false, false);
    for c in json.chars() {
        // An object ends in the member, after those that are known.
        if !in_string && c == '}' {
            out.push_str(if opened { "" } else { "," });
            out.push_str(member);
        }
        if !c.is_whitespace() {
            opened = !in_string && c == '{';
        }
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ => {}
        }
        out.push(c);
    }
    out
}

#[test]
fn a_full_chart_reads_back_equal() {
    let chart = full_chart();
    let json = chart.to_json();
    assert!(json.starts_with(r#"{"schema_version":1,"patient":{"#));
    assert!(!json.contains('\n'));
    assert_eq!(Chart::from_json(&json).unwrap(), chart);
    let empty = Chart::default();
    assert_eq!(
        empty.to_json(),
        r#"{"schema_version":1,"patient":{"content":{}}}"#
    );
    assert_eq!(Chart::from_json(&empty.to_json()).unwrap(), empty);
}

#[test]
fn unknown_members_stay_where_they_were_to_the_digit() {
    let member = r#""later":{"dose": 1.50, "count":123456789012345678901234567890,"e":1E-7, "text":"\u00e4 \n"}"#;
    let json = with_unknown_members(&full_chart().to_json(), member);
    assert!(json.matches("later").count() > 100);
    let chart = Chart::from_json(&json).unwrap();
    assert_eq!(chart.to_json(), json);
    assert_eq!(chart.unknown.len(), 1);
    assert_eq!(chart.patient.content.unknown.iter().count(), 1);
    let expected = member.strip_prefix(r#""later":"#).unwrap();
    assert_eq!(chart.unknown.get("later"), Some(expected));
    assert!(!format!("{chart:#?}").contains("later"));
    assert!(!format!("{chart:#?}").contains("123456789"));
}

#[test]
fn text_keeps_its_digits() {
    for text in ["1.50", "-0", "0.10E+3", "100000000000000000000.0001"] {
        let json = format!("\"{text}\"");
        let decimal: Decimal = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&decimal).unwrap(), json);
    }
    for text in ["2026", "2026-02", "2026-02-03"] {
        let json = format!("\"{text}\"");
        let date: PartialDate = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&date).unwrap(), json);
    }
    for text in ["2026", "2026-02-03T10:00:00.120+00:00", "2026-02-03T10:00Z"] {
        let json = format!("\"{text}\"");
        let moment: Moment = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&moment).unwrap(), json);
    }
    for text in ["../..", "2026/..", "../2026-02", "2026-02-03T10:00Z/2026"] {
        let json = format!("\"{text}\"");
        let period: Period = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&period).unwrap(), json);
    }
}

/// The error for a patient with this member.
fn refusal(member: &str) -> String {
    let json = format!(r#"{{"schema_version":1,"patient":{{"content":{{{member}}}}}}}"#);
    let error = Chart::from_json(&json).unwrap_err();
    let debug = format!("{error:?} {error:#?}");
    for value in ["Canary", "1931", "731.5"] {
        assert!(!debug.contains(value), "{member}");
    }
    rule_of(&error)
}

/// The message without the place, which is where the reader stood when it gave up.
fn rule_of(error: &JsonError) -> String {
    let text = error.to_string();
    let (rule, _column) = text.rsplit_once(" at line 1 column ").unwrap();
    rule.into()
}

#[test]
fn no_error_quotes_a_value() {
    let rows = [
        (r#""names":"Canary""#, "expected a list"),
        (r#""names":[1931]"#, "expected an object"),
        (r#""names":[{"family":1931}]"#, "expected a text"),
        (r#""names":[{"family":731.5}]"#, "expected a text"),
        (r#""names":[{"family":true}]"#, "expected a text"),
        (
            r#""birth_date":"1931-13""#,
            "the calendar has no such year, month or day at byte 5",
        ),
        (r#""birth_date":1931"#, "expected a text"),
        (r#""deceased":1931"#, "expected true, false or a date"),
        (r#""sex":"Canary""#, "not a code of the value set"),
        (r#""sex":"male","sex":"female""#, "duplicate field `sex`"),
        (r#""names":[{"period":"1931"}]"#, "expected start/end"),
        (r#""Canary":}"#, "expected value"),
    ];
    for (member, expected) in rows {
        assert_eq!(refusal(member), expected, "{member}");
    }
    let error = Chart::from_json("{\n\"schema_version\": []}").unwrap_err();
    assert_eq!((error.line(), error.column()), (2, 20));
    assert!(!error.is_syntax());
    assert!(Chart::from_json("{").unwrap_err().is_syntax());
    for (json, expected) in [
        (
            r#"{"patient":{"content":{}}}"#,
            "missing field `schema_version`",
        ),
        (
            r#"{"schema_version":1,"patient":{}}"#,
            "missing field `content`",
        ),
        (
            r#"{"schema_version":0}"#,
            "expected a schema_version from 1",
        ),
        (
            r#"{"schema_version":2}"#,
            "the schema_version is later than this edition of him-record reads",
        ),
        (
            r#"{"schema_version":1,"medications":[{"content":{}}]}"#,
            "missing field `kind`",
        ),
        (
            r#"{"schema_version":1,"encounters":[{"content":{"diagnoses":[{"rank":731.5}]}}]}"#,
            "expected a whole number",
        ),
        (
            r#"{"schema_version":1,"unheld":[["Canary","{}"]]}"#,
            "expected a resource type of FHIR R4 or ?",
        ),
        (
            r#"{"schema_version":1,"observations":[{"content":{"value":["Canary",1]}}]}"#,
            "a choice that this edition does not know",
        ),
        (
            r#"{"schema_version":1,"observations":[{"content":{"value":["text"]}}]}"#,
            "expected the value of the choice",
        ),
        ("", "EOF while parsing a value"),
    ] {
        let error = Chart::from_json(json).unwrap_err();
        assert_eq!(rule_of(&error), expected, "{json}");
    }
}

/// Nobody is named as the one who asks, which must be there to be read.
#[test]
fn what_is_required_is_written_even_if_it_says_nothing() {
    let received = "2026-02-03".parse().unwrap();
    let request = AmendmentRequest::new(Actor::default(), received, "wrong side");
    let mut chart = Chart::default();
    chart.amendments.push(Entry::new(request));
    let json = chart.to_json();
    assert!(json.contains(r#""by":{}"#), "{json}");
    assert_eq!(Chart::from_json(&json).unwrap(), chart);
}
